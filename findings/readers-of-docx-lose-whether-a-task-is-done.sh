#!/usr/bin/env bash
# Of a list of tasks that pandoc writes to docx, four readers give the same for what is done and what is open.
#
# Version:  pandoc 3.9 (pypandoc_binary 1.17) writes the file and reads it back; markitdown 0.1.9, mammoth 1.13.0,
#           docx2python 3.7.1, docx2txt 0.9.
# Expected: a box, or a word, that tells a done task from an open one, as in ODT, where pandoc writes ☒ and ☐ in front
#           of the text. markitdown's README says that lists are kept for a language model to read.
# Seen:     pandoc makes the box the bullet of a list of its own (numbering.xml: ☒ and ☐). The readers write a bullet of
#           theirs, or none, so that a plan with one done step reads as two steps of one kind. Only pandoc itself gives
#           the boxes back. A box that was typed as a character is made a bullet as well; a word in front of the task
#           arrives.
# Output:   "* done", "* open" by markitdown; "- [x] done", "- [ ] open" by pandoc
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pypandoc_binary==1.17 "markitdown[docx]==0.1.9" \
    mammoth==1.13.0 docx2python==3.7.1 docx2txt==0.9

venv/bin/python -W ignore - <<'PY'
import re

import docx2txt
import mammoth
import markitdown
import pypandoc
from docx2python import docx2python

MARKDOWN = "- [x] tried a restore\n- [ ] tried a restore\n"


def mammoth_html(name):
    with open(name, "rb") as file:
        return mammoth.convert_to_html(file).value


READERS = {
    "markitdown": lambda name: markitdown.MarkItDown().convert(name).text_content,
    "mammoth": mammoth_html,
    "docx2python": lambda name: docx2python(name).text,
    "docx2txt": docx2txt.process,
}


pypandoc.convert_text(MARKDOWN, "docx", format="gfm", outputfile="tasks.docx")
back = pypandoc.convert_file("tasks.docx", "gfm")
print("pandoc:", repr(back))
assert back == MARKDOWN, back
for name, read in READERS.items():
    tasks = read("tasks.docx")
    print(f"{name}:", repr(tasks.strip()))
    assert tasks.count("tried a restore") == 2, tasks
    assert not re.search(r"[☐☒☑✓]|\[[ xX]\]|checkbox|checked", tasks), tasks
PY

#!/usr/bin/env bash
# markitdown writes ten to the sixth as 106, and the reference to a first footnote behind a 3 in HTML as 31.
#
# Version:  markitdown 0.1.9 with mammoth 1.13.0 and markdownify 1.2.3; pandoc 3.9 (pypandoc_binary 1.17) writes the
#           docx and converts the same for comparison.
# Expected: 10<sup>6</sup>, 10^6 or 10⁶: GitHub's Markdown has sup as HTML, and the README says that important structure
#           is kept as Markdown. In docx and HTML the six is marked as raised.
# Seen:     the mark is dropped and the digits stay, so a number becomes another one that looks as good: "up to 10⁶
#           records" is up to 106. Whatever reads the Markdown, such as a language model, cannot see it. mammoth gives
#           sup to markdownify, which leaves it out unless its option sup_symbol is set; markitdown sets none. mammoth's
#           own Markdown does the same. Lowered digits go the same way, and a strike-through is kept.
# Output:   "up to 106 records", "level 31" by markitdown; 10<sup>6</sup>, level 3<sup>1</sup> by pandoc
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pypandoc_binary==1.17 "markitdown[docx]==0.1.9" \
    mammoth==1.13.0 markdownify==1.2.3

venv/bin/python -W ignore - <<'PY'
import pathlib

import mammoth
import markitdown
import pypandoc

HTML = "<p>up to 10<sup>6</sup> records, level 3<sup>1</sup>, <s>gone</s></p>"
pathlib.Path("page.html").write_text(f"<!doctype html><body>{HTML}</body>")
pypandoc.convert_text(HTML, "docx", format="html", outputfile="page.docx")
for name in "page.html", "page.docx":
    by_pandoc = pypandoc.convert_file(name, "gfm").strip()
    seen = markitdown.MarkItDown().convert(name).text_content.strip()
    print(name, "by pandoc:", by_pandoc, "by markitdown:", seen, sep="\n    ")
    assert by_pandoc == "up to 10<sup>6</sup> records, level 3<sup>1</sup>, ~~gone~~", by_pandoc
    assert seen == "up to 106 records, level 31, ~~gone~~", seen
with open("page.docx", "rb") as file:
    text = mammoth.convert_to_markdown(file).value
print("mammoth's Markdown:", text.strip())
assert text.startswith("up to 106 records"), text
PY

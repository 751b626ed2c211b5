#!/usr/bin/env bash
# mammoth's raw text of a Word document joins two words that a line break stands between.
#
# Version:  mammoth 1.13.0, from PyPI and from npm; docx2txt 0.9 and python-docx 1.2.0 for comparison, the latter of
#           which writes the document.
# Expected: a line break or a space. The README says that extract_raw_text ignores all formatting and puts two newlines
#           behind each paragraph. A line break in a paragraph, w:br, is a character that somebody typed (shift and
#           enter) and no formatting; a tab, which is no text either, is kept.
# Seen:     nothing stands in its place: an address, a list of names or an answer with a reason below it run into one
#           word, so that whoever counts or searches words finds others. convert_to_html has <br /> at the same place,
#           and the other two readers give a newline.
# Output:   mammoth 'Owner:\tPriyaSince May'; docx2txt and python-docx 'Owner:\tPriya\nSince May'
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mammoth==1.13.0 docx2txt==0.9 python-docx==1.2.0
npm install --silent --no-audit --no-fund mammoth@1.13.0

venv/bin/python - <<'PY'
import json
import subprocess

import docx
import docx2txt
import mammoth

document = docx.Document()
document.add_paragraph("Owner:\tPriya\nSince May")
document.save("owner.docx")

script = 'require("mammoth").extractRawText({path: "owner.docx"}).then((made) => console.log(JSON.stringify(made)))'
made = json.loads(subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True).stdout)
with open("owner.docx", "rb") as file:
    raw = mammoth.extract_raw_text(file)
    html = mammoth.convert_to_html(file).value
others = {"docx2txt": docx2txt.process("owner.docx"), "python-docx": docx.Document("owner.docx").paragraphs[0].text}
print("mammoth", repr(raw.value), "npm", repr(made["value"]), repr(html), raw.messages, made["messages"], others)
assert raw.value == made["value"] == "Owner:\tPriyaSince May\n\n"
assert raw.messages == made["messages"] == []
assert html == "<p>Owner:\tPriya<br />Since May</p>"
assert set(others.values()) == {"Owner:\tPriya\nSince May"}
PY

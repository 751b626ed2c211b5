#!/usr/bin/env bash
# python-calamine joins two words of an ODS cell that a tab or a line break stands between.
#
# Version:  python-calamine 0.9.1; odfpy 1.4.1 writes the sheet, pyexcel-ods3 0.6.1 and SheetJS (xlsx) 0.18.5 read it
#           for comparison.
# Expected: 'in\tpart' and 'in\npart'. In ODF 1.3 (part 3, sections 6.1.4 and 6.1.5) text:tab stands for a tab and
#           text:line-break for a line break, since white space of the XML itself is collapsed. calamine reads text:s,
#           the element for spaces, as spaces.
# Seen:     'inpart' for both: the elements are passed over, and two words are one. Only a paragraph of its own parts
#           them. The other readers give the tab and the line break.
# Output:   calamine ['in  part', 'inpart', 'inpart', 'in\npart']
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-calamine==0.9.1 odfpy==1.4.1 pyexcel-ods3==0.6.1
npm install --silent --no-audit --no-fund xlsx@0.18.5

cat >read.cjs <<'JS'
const { readFile, utils } = require("xlsx");

const workbook = readFile("notes.ods");
console.log(JSON.stringify(utils.sheet_to_json(workbook.Sheets.Notes, { header: 1 }).flat()));
JS

venv/bin/python - <<'PY'
import json
import subprocess

import pyexcel_ods3
import python_calamine
from odf import table, teletype, text
from odf.opendocument import OpenDocumentSpreadsheet

document = OpenDocumentSpreadsheet()
sheet = table.Table(name="Notes")
for paragraphs in ["in  part"], ["in\tpart"], ["in\npart"], ["in", "part"]:
    row, cell = table.TableRow(), table.TableCell(valuetype="string")
    for words in paragraphs:
        paragraph = text.P()
        teletype.addTextToElement(paragraph, words)  # makes text:s, text:tab and text:line-break
        cell.addElement(paragraph)
    row.addElement(cell)
    sheet.addElement(row)
document.spreadsheet.addElement(sheet)
document.save("notes.ods")

calamine = [row[0] for row in python_calamine.CalamineWorkbook.from_path("notes.ods").get_sheet_by_index(0).to_python()]
pyexcel = [row[0] for row in pyexcel_ods3.get_data("notes.ods")["Notes"]]
sheetjs = json.loads(subprocess.run(["node", "read.cjs"], capture_output=True, text=True, check=True).stdout)
print("calamine", calamine)
print("pyexcel-ods3", pyexcel)
print("SheetJS", sheetjs)
assert pyexcel == sheetjs == ["in  part", "in\tpart", "in\npart", "in\npart"]
assert calamine == ["in  part", "inpart", "inpart", "in\npart"]
PY

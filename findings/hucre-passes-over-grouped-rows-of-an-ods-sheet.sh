#!/usr/bin/env bash
# hucre passes over the rows of an ODS sheet that are grouped, and over those that are repeated on each printed page.
#
# Version:  hucre 1.0.0; odfpy 1.4.1 writes the sheet as LibreOffice does, python-calamine 0.9.1 and SheetJS (xlsx)
#           0.18.5 read it for comparison.
# Expected: four rows. In ODF 1.3 (part 3, section 9, tables) a table holds rows, groups of rows and header rows, and
#           the latter two hold rows. The README of hucre has a table of what is read of ODS: cell values are, and
#           groups and headers are not named among what is lost.
# Seen:     the heading and both practices are missing, and the total is the first row. LibreOffice writes a group where
#           somebody has outlined rows, and header rows where a row is repeated in print, so that a sheet made to be
#           printed arrives as its last line, without an error.
# Output:   hucre [["total",5]]; calamine and SheetJS [practice, level], [access, 2], [logging, 3], [total, 5]
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check odfpy==1.4.1 python-calamine==0.9.1
npm install --silent --no-audit --no-fund hucre@1.0.0 xlsx@0.18.5

cat >read.mjs <<'JS'
import { readFileSync } from "node:fs";
import { readOds } from "hucre";
import sheetjs from "xlsx";

const bytes = readFileSync("levels.ods");
const hucre = (await readOds(bytes)).sheets[0].rows;
const others = sheetjs.utils.sheet_to_json(sheetjs.read(bytes).Sheets.Levels, { header: 1 });
console.log(JSON.stringify({ hucre, others }));
JS

venv/bin/python - <<'PY'
import json
import subprocess

import python_calamine
from odf import table, text
from odf.opendocument import OpenDocumentSpreadsheet

ROWS = [["practice", "level"], ["access", 2], ["logging", 3], ["total", 5]]


def row(values):
    made = table.TableRow()
    for value in values:
        number = {"valuetype": "float", "value": value} if isinstance(value, int) else {"valuetype": "string"}
        cell = table.TableCell(**number)
        cell.addElement(text.P(text=str(value)))
        made.addElement(cell)
    return made


document = OpenDocumentSpreadsheet()
sheet, header, group = table.Table(name="Levels"), table.TableHeaderRows(), table.TableRowGroup()
header.addElement(row(ROWS[0]))
group.addElement(row(ROWS[1]))
group.addElement(row(ROWS[2]))
for part in header, group, row(ROWS[3]):
    sheet.addElement(part)
document.spreadsheet.addElement(sheet)
document.save("levels.ods")

seen = json.loads(subprocess.run(["node", "read.mjs"], capture_output=True, text=True, check=True).stdout)
calamine = python_calamine.CalamineWorkbook.from_path("levels.ods").get_sheet_by_index(0).to_python()
print(seen, "calamine", calamine)
assert calamine == seen["others"] == ROWS
assert seen["hucre"] == [["total", 5]]
PY

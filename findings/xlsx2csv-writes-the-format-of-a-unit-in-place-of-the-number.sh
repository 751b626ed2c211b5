#!/usr/bin/env bash
# xlsx2csv replaces a number by its format when the format shows a unit such as days, and pylightxl makes a date of it.
#
# Version:  xlsx2csv 0.8.6, pylightxl 1.61, exceljs 4.4.0; XlsxWriter 3.3.1 writes the workbook, and openpyxl 3.1.5 and
#           python-calamine 0.9.1 read it for comparison.
# Expected: the number. In a format code of OOXML (ECMA-376 part 1, 18.8.31) d, m, y, h and s are parts of a date only
#           outside of quotation marks, and a backslash shows the character behind it as it is; square brackets hold a
#           colour or a condition.
# Seen:     a cell with 30 and the format 0" days" is 0" 29ays" in the CSV: the number is gone. pylightxl gives
#           1900/01/29, for the format [Red]0 as well. exceljs heeds the quotation marks and not the backslash: 0\d
#           makes a Date of 30.
# Output:   30 with 0" days": xlsx2csv 0" 29ays", pylightxl 1900/01/29, openpyxl 30, calamine 30.0
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export TZ=UTC
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    xlsx2csv==0.8.6 pylightxl==1.61 XlsxWriter==3.3.1 openpyxl==3.1.5 python-calamine==0.9.1
npm install --silent --no-audit --no-fund exceljs@4.4.0

cat >read.cjs <<'JS'
const { Workbook } = require("exceljs");

const workbook = new Workbook();
workbook.xlsx.readFile("units.xlsx").then(() => {
  const column = workbook.worksheets[0].getColumn(1).values.slice(1);
  console.log(JSON.stringify(column));
});
JS

venv/bin/python - <<'PY'
import csv
import json
import subprocess

import openpyxl
import pylightxl
import python_calamine
import xlsxwriter

FORMATS = ['0" days"', "0\\d", "[Red]0", "0.0"]
workbook = xlsxwriter.Workbook("units.xlsx")
sheet = workbook.add_worksheet()
for row, code in enumerate(FORMATS):
    sheet.write_number(row, 0, 30, workbook.add_format({"num_format": code}))
workbook.close()

lines = subprocess.run(["venv/bin/xlsx2csv", "units.xlsx"], capture_output=True, text=True, check=True).stdout
as_json = subprocess.run(["node", "read.cjs"], capture_output=True, text=True, check=True).stdout
light = pylightxl.readxl("units.xlsx")
calamine = python_calamine.CalamineWorkbook.from_path("units.xlsx").get_sheet_by_index(0).to_python()
seen = {
    "xlsx2csv": [row[0] for row in csv.reader(lines.splitlines())],
    "pylightxl": [row[0] for row in light.ws(light.ws_names[0]).rows],
    "exceljs": json.loads(as_json),
    "openpyxl": [row[0].value for row in openpyxl.load_workbook("units.xlsx").active.iter_rows()],
    "calamine": [row[0] for row in calamine],
}
for name, values in seen.items():
    print(f"{name}:", dict(zip(FORMATS, values, strict=True)))
assert seen["openpyxl"] == seen["calamine"] == [30, 30, 30, 30]
assert seen["xlsx2csv"][:2] == ['0" 29ays"', "029"], seen["xlsx2csv"]
assert float(seen["xlsx2csv"][2]) == float(seen["xlsx2csv"][3]) == 30
assert [str(value)[:10] for value in seen["pylightxl"]] == ["1900/01/29"] * 3 + ["30"], seen["pylightxl"]
assert seen["exceljs"] == [30, "1900-01-29T00:00:00.000Z", 30, 30], seen["exceljs"]
PY

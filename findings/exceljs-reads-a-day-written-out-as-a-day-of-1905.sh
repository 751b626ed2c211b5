#!/usr/bin/env bash
# exceljs reads every day of 2026 that a workbook has written out as 18 July 1905.
#
# Version:  exceljs 4.4.0; SheetJS (xlsx) 0.18.5 and openpyxl 3.1.5 write the workbooks, python-calamine 0.9.1 reads
#           them for comparison.
# Expected: 30 November 2026. In OOXML (ECMA-376 part 1, 18.18.11) a cell of type "d" holds a date in ISO 8601. openpyxl
#           writes it with iso_dates, SheetJS with cellDates, and Excel where a workbook is saved as Strict Open XML.
# Seen:     the text is read as a number up to its first hyphen, so that the year is taken for a count of days since
#           1900. All days of one year are the same day, the time is gone, and nothing is said. exceljs's issue 2695 is
#           about workbooks saved as Strict.
# Output:   2026-11-30 and 2026-01-05T10:00 -> 1905-07-18
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export TZ=UTC
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check openpyxl==3.1.5 python-calamine==0.9.1
npm install --silent --no-audit --no-fund exceljs@4.4.0 xlsx@0.18.5

venv/bin/python - <<'PY'
import datetime

import openpyxl

workbook = openpyxl.Workbook(iso_dates=True)
workbook.active.append([datetime.date(2026, 11, 30), datetime.datetime(2026, 1, 5, 10)])
workbook.save("openpyxl.xlsx")
PY

cat >dates.cjs <<'JS'
const assert = require("node:assert");
const ExcelJS = require("exceljs");
const XLSX = require("xlsx");

const days = [new Date(Date.UTC(2026, 10, 30)), new Date(Date.UTC(2026, 0, 5, 10))];
const written = XLSX.utils.book_new();
XLSX.utils.book_append_sheet(written, XLSX.utils.aoa_to_sheet([days], { cellDates: true }), "Steps");
XLSX.writeFile(written, "sheetjs.xlsx", { cellDates: true });

(async () => {
  for (const name of ["openpyxl.xlsx", "sheetjs.xlsx"]) {
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.readFile(name);
    const values = workbook.worksheets[0].getRow(1).values.slice(1);
    console.log(name, values);
    assert.deepStrictEqual(values.map((value) => value.toISOString().slice(0, 10)), ["1905-07-18", "1905-07-18"]);
  }
})();
JS
node dates.cjs

venv/bin/python - <<'PY'
import datetime

import python_calamine

first, second = python_calamine.CalamineWorkbook.from_path("openpyxl.xlsx").get_sheet_by_index(0).to_python()[0]
print("openpyxl.xlsx by calamine", first, second)
assert first == datetime.date(2026, 11, 30) and second == datetime.datetime(2026, 1, 5, 10), (first, second)
PY

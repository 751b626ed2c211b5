#!/usr/bin/env bash
# pycel adds a month to 31 January and gives 3 March, and rounds 1250 to 1200 and 25 to 20.
#
# Version:  pycel 1.0b30; formulas 1.3.4 for comparison, openpyxl 3.1.5 writes the workbook.
# Expected: 28 February, 1300 and 30. OpenFormula 1.2 (EDATE) has the last day of the month where the month is shorter,
#           as spreadsheets do, and ROUND there and in Microsoft's reference takes a half away from zero. pycel's README
#           says that it translates a spreadsheet into Python that runs without Excel.
# Seen:     the days that the month lacks are counted into the next one, also backwards: a month before 31 March is 3
#           March. A date of review that is set by EDATE is up to three days late. ROUND with a negative number of
#           digits takes a half to the even neighbour, while with none or a positive one it is right. EOMONTH is right.
# Output:   EDATE 46084 (3 March) against 46081 (28 February); ROUND(1250,-2) 1200 against 1300
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export TQDM_DISABLE=1
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pycel==1.0b30 formulas==1.3.4 openpyxl==3.1.5

venv/bin/python -W ignore - <<'PY'
import datetime

import formulas
import openpyxl
import pycel

# formula, what a spreadsheet shows, what pycel gives
CASES = [
    ("EDATE(DATE(2026,1,31),1)", datetime.date(2026, 2, 28), datetime.date(2026, 3, 3)),
    ("EDATE(DATE(2026,3,31),-1)", datetime.date(2026, 2, 28), datetime.date(2026, 3, 3)),
    ("EDATE(DATE(2026,8,31),3)", datetime.date(2026, 11, 30), datetime.date(2026, 12, 1)),
    ("EDATE(DATE(2026,1,15),1)", datetime.date(2026, 2, 15), datetime.date(2026, 2, 15)),
    ("EOMONTH(DATE(2026,1,31),1)", datetime.date(2026, 2, 28), datetime.date(2026, 2, 28)),
    ("ROUND(1250,-2)", 1300, 1200),
    ("ROUND(25,-1)", 30, 20),
    ("ROUND(1350,-2)", 1400, 1400),
    ("ROUND(2.5,0)", 3, 3),
    ("ROUND(0.125,2)", 0.13, 0.13),
]


def number(value):
    """A date as a spreadsheet stores it: days since 30 December 1899."""
    return (value - datetime.date(1899, 12, 30)).days if isinstance(value, datetime.date) else value


workbook = openpyxl.Workbook()
workbook.active.title = "S"
for row, (formula, *_) in enumerate(CASES, 1):
    workbook.active[f"A{row}"] = f"={formula}"
workbook.save("sheet.xlsx")
compiler = pycel.ExcelCompiler(filename="sheet.xlsx")
model = formulas.ExcelModel().loads("sheet.xlsx").finish().calculate()
for row, (formula, right, other) in enumerate(CASES, 1):
    seen = float(compiler.evaluate(f"S!A{row}"))
    reference = float(model[f"'[sheet.xlsx]S'!A{row}"].value[0, 0])
    print(f"{formula}: pycel {seen:g}, formulas {reference:g}")
    assert reference == number(right), (formula, reference)
    assert seen == number(other), (formula, seen)
PY

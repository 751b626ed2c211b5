#!/usr/bin/env bash
# A choice with a comma becomes two choices in a list that XlsxWriter writes.
#
# Version:  XlsxWriter 3.3.1; openpyxl 3.1.5 reads the rule back.
# Expected: the documentation of data_validation takes the choices of a list as a Python list of strings, one for each
#           choice. A string that the format cannot hold would be refused with a warning and a return value of -2, as a
#           list of more than 255 characters is.
# Seen:     the strings are joined with commas, and Excel splits at commas: two choices are written, three are offered.
#           The call returns 0, without a warning.
# Output:   "Yes, in part,No"
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check XlsxWriter==3.3.1 openpyxl==3.1.5

venv/bin/python -W error - <<'PY'
import openpyxl
import xlsxwriter

with xlsxwriter.Workbook("book.xlsx") as book:
    returned = book.add_worksheet().data_validation("A1", {"validate": "list", "source": ["Yes, in part", "No"]})
rule = openpyxl.load_workbook("book.xlsx").active.data_validations.dataValidation[0]
print("returned", returned, "and wrote", rule.formula1)
assert returned == 0
assert rule.formula1 == '"Yes, in part,No"', rule.formula1
PY

#!/usr/bin/env bash
# A comma in a choice makes two choices in a list that XlsxWriter writes, and a quotation mark makes a formula that is
# none.
#
# Version:  XlsxWriter 3.3.1; openpyxl 3.1.5 reads the rule and its tokenizer the formula.
# Expected: the documentation of data_validation takes the choices as a Python list of strings, one for each choice, and
#           sets no condition on them but the length. A string that the format cannot hold would be refused with a
#           warning and a return value of -2, as a list of more than 255 characters is; a quotation mark it can hold,
#           written twice (ECMA-376 part 1, 18.17.2.2, string constants).
# Seen:     the strings are joined with commas as they are. Spreadsheets split at commas, so two choices are written and
#           three are offered, and a quotation mark ends the text early. Both calls return 0, without a warning.
# Output:   "Yes, in part,No" and ""Other" (say which),No"
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check XlsxWriter==3.3.1 openpyxl==3.1.5

venv/bin/python -W error - <<'PY'
import openpyxl
import xlsxwriter
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import TokenizerError

with xlsxwriter.Workbook("book.xlsx") as book:
    sheet = book.add_worksheet()
    returned = [
        sheet.data_validation("A1", {"validate": "list", "source": ["Yes, in part", "No"]}),
        sheet.data_validation("A2", {"validate": "list", "source": ['"Other" (say which)', "No"]}),
    ]
rules = openpyxl.load_workbook("book.xlsx").active.data_validations.dataValidation
comma, quotation = [rule.formula1 for rule in rules]
print("returned", returned, "and wrote", comma, "and", quotation)
assert returned == [0, 0]
assert comma == '"Yes, in part,No"', comma
assert quotation == '""Other" (say which),No"', quotation

right = '"""Other"" (say which),No"'
assert [token.subtype for token in Tokenizer("=" + right).items] == ["TEXT"]
try:
    Tokenizer("=" + quotation)
    raise SystemExit("the formula can be read")
except TokenizerError as error:
    print(error)
PY

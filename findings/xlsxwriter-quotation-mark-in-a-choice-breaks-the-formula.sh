#!/usr/bin/env bash
# A choice with a quotation mark makes XlsxWriter write a formula that is not one.
#
# Version:  XlsxWriter 3.3.1; the tokenizer of openpyxl 3.1.5 reads the formula.
# Expected: the choices of a list are one text in quotation marks, and inside of such a text a quotation mark is written
#           twice (ECMA-376 part 1, 18.17.2.2, string constants). The documentation of data_validation sets no condition
#           on the strings.
# Seen:     the mark is written once, and what stands there cannot be read as a formula any more. The call returns 0,
#           without a warning.
# Output:   ""Other" (say which),No"
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
    returned = book.add_worksheet().data_validation("A1", {"validate": "list", "source": ['"Other" (say which)', "No"]})
formula = openpyxl.load_workbook("book.xlsx").active.data_validations.dataValidation[0].formula1
print("returned", returned, "and wrote", formula)
assert returned == 0
assert formula == '""Other" (say which),No"', formula

right = '"""Other"" (say which),No"'
assert [token.subtype for token in Tokenizer("=" + right).items] == ["TEXT"]
try:
    Tokenizer("=" + formula)
    raise SystemExit("the formula can be read")
except TokenizerError as error:
    print(error)
PY

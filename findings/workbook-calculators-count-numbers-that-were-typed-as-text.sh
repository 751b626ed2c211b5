#!/usr/bin/env bash
# formulas and xlcalculator add up numbers that a sheet holds as text, and cannot average them or a blank.
#
# Version:  formulas 1.3.4, xlcalculator 0.5.0; pycel 1.0b30 and HyperFormula 3.5.0 for comparison; openpyxl 3.1.5
#           writes the workbook.
# Expected: what a spreadsheet shows. By Microsoft's reference of SUM, COUNT and AVERAGE, texts, logical values and
#           empty cells of a range are ignored, and by OpenFormula 1.2 (conversion to a number sequence) likewise. Both
#           libraries say that they compute Excel's workbooks in Python.
# Seen:     of 1, the text "2" and 3, formulas gives SUM 6 and COUNT 3, and #VALUE! for AVERAGE and MAX. xlcalculator
#           gives SUM 6 and AVERAGE 2 by chance, counts TRUE as 1, and has #VALUE! for the average of a column with a
#           blank. pycel and HyperFormula give 4, 2, 2 and 3, as spreadsheets do. An assessment whose cells were pasted
#           as text gets other figures on a server than on the screen.
# Output:   SUM 6, 6, 4, 4; AVERAGE of 1, blank and 3: 2, #VALUE!, 2, 2
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export TQDM_DISABLE=1
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check formulas==1.3.4 pycel==1.0b30 openpyxl==3.1.5
python3 -m venv second
second/bin/pip install --quiet --disable-pip-version-check xlcalculator==0.5.0
npm install --silent --no-audit --no-fund hyperformula@3.5.0

cat >second.py <<'PY'
import json
import sys

from xlcalculator import Evaluator, ModelCompiler

evaluator = Evaluator(ModelCompiler().read_and_parse_archive("sheet.xlsx"))
print(json.dumps([str(evaluator.evaluate(f"S!C{row}")) for row in range(1, int(sys.argv[1]) + 1)]))
PY
cat >third.cjs <<'JS'
const { HyperFormula } = require("hyperformula");

const rows = JSON.parse(process.argv[2]);
const sheet = HyperFormula.buildFromArray(rows, { licenseKey: "gpl-v3" });
console.log(JSON.stringify(rows.map((_, row) => String(sheet.getCellValue({ sheet: 0, row, col: 2 })))));
JS

venv/bin/python -W ignore - <<'PY'
import json
import re
import subprocess

import formulas
import openpyxl
import pycel

FORMULAS = ["SUM(A1:A3)", "COUNT(A1:A3)", "AVERAGE(A1:A3)", "MAX(A1:A3)"]


def plain(value):
    """A number as text without decimals that say nothing."""
    return re.sub(r"\.0$", "", str(value))


def run(cells):
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "S"
    for row, value in enumerate(cells, 1):
        if value is not None:
            sheet[f"A{row}"] = value
            sheet[f"A{row}"].data_type = {str: "s", bool: "b", int: "n"}[type(value)]
    for row, formula in enumerate(FORMULAS, 1):
        sheet[f"C{row}"] = f"={formula}"
    workbook.save("sheet.xlsx")

    count = len(FORMULAS)
    model = formulas.ExcelModel().loads("sheet.xlsx").finish().calculate()
    seen = {"formulas": [plain(model[f"'[sheet.xlsx]S'!C{row}"].value[0, 0]) for row in range(1, count + 1)]}
    output = subprocess.run(["second/bin/python", "second.py", str(count)], capture_output=True, text=True, check=True)
    seen["xlcalculator"] = [plain(value) for value in json.loads(output.stdout.splitlines()[-1])]
    compiler = pycel.ExcelCompiler(filename="sheet.xlsx")
    seen["pycel"] = [plain(compiler.evaluate(f"S!C{row}")) for row in range(1, count + 1)]
    first = [f"'{value}" if isinstance(value, str) else value for value in cells] + [None] * (count - len(cells))
    rows = [[value, None, f"={formula}"] for value, formula in zip(first, FORMULAS, strict=True)]
    output = subprocess.run(["node", "third.cjs", json.dumps(rows)], capture_output=True, text=True, check=True)
    seen["HyperFormula"] = [plain(value) for value in json.loads(output.stdout)]
    print(cells, *(f"{name} {', '.join(values)}" for name, values in seen.items()), sep="\n    ")
    return seen


RIGHT = ["4", "2", "2", "3"]
text = run([1, "2", 3])
assert text["pycel"] == text["HyperFormula"] == RIGHT, text
assert text["formulas"] == ["6", "3", "#VALUE!", "#VALUE!"], text
assert text["xlcalculator"][0] == "6", text

logical = run([1, True, 3])
assert logical["pycel"] == logical["HyperFormula"] == logical["formulas"] == RIGHT, logical
assert logical["xlcalculator"][0] == "5", logical

blank = run([1, None, 3])
assert blank["pycel"] == blank["HyperFormula"] == blank["formulas"] == RIGHT, blank
assert blank["xlcalculator"][2] == "#VALUE!", blank
PY

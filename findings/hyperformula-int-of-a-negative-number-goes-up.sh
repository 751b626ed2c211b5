#!/usr/bin/env bash
# HyperFormula's INT takes a negative number up to zero, where the documentation and spreadsheets take it down.
#
# Version:  hyperformula 3.5.0; formulas 1.3.4 for comparison, openpyxl 3.1.5 writes the workbook.
# Expected: INT(-2.5) is -3 and INT(-0.5) is -1. The list of built-in functions says that INT rounds a number down to
#           the nearest integer, and that ROUNDDOWN goes toward zero; OpenFormula 1.2 (INT) and Microsoft's reference
#           say the same. The list of differences from other spreadsheets does not name INT.
# Seen:     INT cuts off, as TRUNC does, so -2.5 is -2; FLOOR is right. A sheet that counts weeks from a day with INT
#           has the five days before it in week 0, like the seven days after it, and half a level below the target is
#           none.
# Output:   HyperFormula INT(-2.5) -2, INT(-0.5) 0, FLOOR(-2.5,1) -3; formulas -3, -1, -3
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export TQDM_DISABLE=1
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check formulas==1.3.4 openpyxl==3.1.5
npm install --silent --no-audit --no-fund hyperformula@3.5.0

cat >hyper.cjs <<'JS'
const { HyperFormula } = require("hyperformula");

const formulas = JSON.parse(process.argv[2]);
const sheet = HyperFormula.buildFromArray(formulas.map((formula) => [`=${formula}`]), { licenseKey: "gpl-v3" });
console.log(JSON.stringify(formulas.map((_, row) => sheet.getCellValue({ sheet: 0, row, col: 0 }))));
JS

venv/bin/python -W ignore - <<'PY'
import json
import subprocess

import formulas
import openpyxl

# formula, what a spreadsheet shows, what HyperFormula gives
CASES = [
    ("INT(2.5)", 2, 2),
    ("INT(-2.5)", -3, -2),
    ("INT(-0.5)", -1, 0),
    ("INT((DATE(2026,11,25)-DATE(2026,11,30))/7)", -1, 0),
    ("TRUNC(-2.5)", -2, -2),
    ("ROUNDDOWN(-2.5,0)", -2, -2),
    ("FLOOR(-2.5,1)", -3, -3),
]
workbook = openpyxl.Workbook()
workbook.active.title = "S"
for row, (formula, *_) in enumerate(CASES, 1):
    workbook.active[f"A{row}"] = f"={formula}"
workbook.save("sheet.xlsx")
model = formulas.ExcelModel().loads("sheet.xlsx").finish().calculate()
names = json.dumps([formula for formula, *_ in CASES])
output = subprocess.run(["node", "hyper.cjs", names], capture_output=True, text=True, check=True)
for row, ((formula, right, other), seen) in enumerate(zip(CASES, json.loads(output.stdout), strict=True), 1):
    reference = float(model[f"'[sheet.xlsx]S'!A{row}"].value[0, 0])
    print(f"{formula}: HyperFormula {seen:g}, formulas {reference:g}")
    assert reference == right, (formula, reference)
    assert seen == other, (formula, seen)
PY

#!/usr/bin/env bash
# Frictionless takes a column of numbers with decimal commas for places on the earth.
#
# Version:  frictionless 5.21.0.
# Expected: text, or numbers. In a CSV file of a German or French spreadsheet, cells are parted by semicolons and 2,5 is
#           two and a half. By the Table Schema a number has a decimal point unless decimalChar says otherwise, and a
#           geopoint is a longitude and a latitude, written "lon, lat".
# Seen:     2,5 is the longitude 2 and the latitude 5, for every cell whose parts could be degrees: a level, a share,
#           1.200,50 as well. `validate` calls the file valid, and `extract` gives lists. One cell that can be no place,
#           such as 200,5 or a word, makes text of all, so that the type depends on the rows. A description with the
#           type "number" and decimalChar "," reads them.
# Output:   {'answer': 'geopoint'}, 2,5 -> [2.0, 5.0]; with 200,5: string
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check frictionless==5.21.0

venv/bin/python -W ignore - <<'PY'
import decimal
import pathlib

import frictionless
from frictionless import fields


def read(*values, schema=None):
    text = "id;answer\n" + "".join(f"q{number};{value}\n" for number, value in enumerate(values))
    pathlib.Path("answers.csv").write_text(text)
    resource = frictionless.Resource("answers.csv", schema=schema) if schema else frictionless.Resource("answers.csv")
    report = resource.validate()
    rows = [row["answer"] for row in resource.read_rows()]
    kind = resource.schema.get_field("answer").type
    print(values, "->", kind, rows, "valid" if report.valid else "not valid")
    return kind, rows, report.valid


kind, rows, valid = read("2,5", "3,0", "")
assert kind == "geopoint" and valid, kind
assert [list(map(float, row)) if row else row for row in rows] == [[2.0, 5.0], [3.0, 0.0], None], rows
kind, rows, valid = read("1.200,50")
assert kind == "geopoint" and list(map(float, rows[0])) == [1.2, 50.0], rows
assert read("2,5", "200,5") == ("string", ["2,5", "200,5"], True)
assert read("2,5", "unsure") == ("string", ["2,5", "unsure"], True)
assert read("2.5", "3.0")[0] == "number"

number = fields.NumberField(name="answer", decimal_char=",")
numbers = frictionless.Schema(fields=[fields.StringField(name="id"), number])
assert read("2,5", "3,0", schema=numbers) == ("number", [decimal.Decimal("2.5"), decimal.Decimal("3.0")], True)
PY

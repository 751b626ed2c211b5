#!/usr/bin/env bash
# Polars cuts the fraction off a number when the first 100 rows were whole.
#
# Version:  Polars 2.1.0.
# Expected: 1.5, or an error. The documentation of from_dicts says that 100 rows are looked at to infer the types;
#           reading the same rows from CSV stops with an error at the first value that does not fit.
# Seen:     1.5 in row 101 becomes 1, and a key that first occurs in row 101 is left out, both without a word.
# Output:   1.5 becomes 1
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check polars==2.1.0

venv/bin/python - <<'PY'
import polars

rows = [{"score": 1}] * 100 + [{"score": 1.5, "note": "half"}]
table = polars.from_dicts(rows)
print(table.schema, table[-1].to_dicts())
assert table[-1].to_dicts() == [{"score": 1}], table[-1].to_dicts()

try:
    polars.read_csv("\n".join(["score", *["1"] * 100, "1.5"]).encode())
    raise SystemExit("CSV is read without an error")
except polars.exceptions.ComputeError as error:
    print("CSV:", str(error).splitlines()[0])
PY

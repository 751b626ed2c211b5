#!/usr/bin/env bash
# In Polars a count less a larger number is about four billion.
#
# Version:  Polars 2.1.0.
# Expected: 2 - 5 is -3. The documentation of len says that it returns the number of rows, and of n_unique that it
#           counts unique values; the kind of integer is not part of the description. The same subtraction on columns of
#           the default integer type gives -3.
# Seen:     counts are unsigned integers of 32 bits, a plain 5 takes their type, and the difference wraps around,
#           without a warning. The same holds for n_unique, arg_min, rank and the lengths of lists and texts.
# Output:   4294967293
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check polars==2.1.0

venv/bin/python - <<'PY'
import polars

answers = polars.DataFrame({"answer": ["yes", "no"], "list": [["a"], ["a", "b"]]})
for name, count in {
    "len": polars.len(),
    "count": polars.col("answer").count(),
    "n_unique": polars.col("answer").n_unique(),
    "length of the longest list": polars.col("list").list.len().max(),
}.items():
    difference = answers.select(count - 5).item()
    print(f"{name} - 5 = {difference}")
    assert difference == 4294967293, difference

assert polars.DataFrame({"n": [2]}).select(polars.col("n") - 5).item() == -3
PY

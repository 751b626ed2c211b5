#!/usr/bin/env bash
# DuckDB makes 2 or 3 of 2.5, depending on the type and on how it is asked.
#
# Version:  DuckDB 2.0.1 (1.5.6 does the same).
# Expected: one rule. The documentation of round says that a number is rounded, and a cast to an integer rounds as well,
#           where SQL leaves the choice between truncation and rounding to the system (ISO 9075-2, 6.13).
# Seen:     a cast of a DOUBLE goes to the even neighbour, a cast of a DECIMAL and round() go away from zero. The
#           literal 2.5 is a DECIMAL, so that a query tried on literals behaves differently on a column of floats.
# Output:   2.5::DOUBLE::INT = 2, round(2.5::DOUBLE) = 3, 2.5::INT = 3
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check duckdb==2.0.1

venv/bin/python - <<'PY'
import duckdb

seen = duckdb.sql("SELECT 2.5::DOUBLE::INT, round(2.5::DOUBLE)::INT, 2.5::INT, 2.5::DECIMAL(3, 1)::INT").fetchall()[0]
print(seen)
assert seen == (2, 3, 3, 3), seen
PY

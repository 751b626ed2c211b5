#!/usr/bin/env bash
# DuckDB reads a CSV column of the country code NO as boolean.
#
# Version:  DuckDB 2.0.1 (1.5.6 does the same).
# Expected: text. The documentation of CSV type detection lists BOOLEAN as the first candidate, and the documentation of
#           booleans writes them true and false.
# Seen:     yes, no, t and f are booleans too, in any case. A column in which only NO occurs becomes false, and a
#           comparison with 'NO' is still true, since the text is turned into a boolean as well. One other country makes
#           it text.
# Output:   [('A', False), ('B', False)] of type BOOLEAN; with SE in it, VARCHAR
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check duckdb==2.0.1

venv/bin/python - <<'PY'
import pathlib

import duckdb


def read(text):
    pathlib.Path("teams.csv").write_text(text)
    table = duckdb.sql("FROM read_csv('teams.csv')")
    return str(table.types[1]), table.fetchall()


kind, rows = read("team,country\nA,NO\nB,NO\n")
print(kind, rows)
assert (kind, rows) == ("BOOLEAN", [("A", False), ("B", False)])

kind, rows = read("team,country\nA,NO\nB,SE\n")
print(kind, rows)
assert (kind, rows) == ("VARCHAR", [("A", "NO"), ("B", "SE")])
PY

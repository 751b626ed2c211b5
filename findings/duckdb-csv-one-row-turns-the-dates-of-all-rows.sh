#!/usr/bin/env bash
# One row more turns 5 June into 6 May in every row that DuckDB reads from a CSV file.
#
# Version:  DuckDB 2.0.1 (1.5.6 does the same).
# Expected: the documentation of CSV auto detection says that a date format is chosen that fits the sampled rows. Where
#           several fit, a reader would leave the column as text, say which one it took, or at least not read a month
#           that is written in the middle as a year.
# Seen:     05/06/2026 is read day first. Append 06/13/2026, and the same rows are read month first, without a word.
#           With a short year the first number is taken for the year: 05/06/26 is 26 June 2005.
# Output:   2026-06-05, then 2026-05-06; 2005-06-26
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check duckdb==2.0.1

venv/bin/python - <<'PY'
import pathlib

import duckdb


def dates(*rows):
    pathlib.Path("due.csv").write_text("\n".join(["due", *rows, ""]))
    return [str(day) for (day,) in duckdb.sql("FROM read_csv('due.csv')").fetchall()]


first = dates("05/06/2026", "06/06/2026")
more = dates("05/06/2026", "06/06/2026", "06/13/2026")
short = dates("05/06/26", "06/06/26")
print(first, more, short, sep="\n")
assert first == ["2026-06-05", "2026-06-06"], first
assert more == ["2026-05-06", "2026-06-06", "2026-06-13"], more
assert short == ["2005-06-26", "2006-06-26"], short
PY

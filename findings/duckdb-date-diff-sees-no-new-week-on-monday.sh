#!/usr/bin/env bash
# DuckDB's date_diff counts weeks of seven days, and every other part by its boundaries.
#
# Version:  DuckDB 2.0.1 (1.5.6 does the same).
# Expected: by the documentation of date functions, date_diff is the number of partition boundaries between the dates,
#           and date_sub the number of complete partitions. date_trunc('week', ...) puts the boundary on Monday, and so
#           does the part isoyear.
# Seen:     from Sunday, 3 January 2027, to Monday, 4 January, date_diff counts one isoyear and one day, but no week. No
#           two neighbouring days have a week between them: weeks are counted as whole sevens of days, as date_sub does.
# Output:   week 0, isoyear 1, day 1
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check duckdb==2.0.1

venv/bin/python - <<'PY'
import duckdb


def value(sql):
    return duckdb.sql("SELECT " + sql).fetchall()[0][0]


sunday, monday = "DATE '2027-01-03'", "DATE '2027-01-04'"
weeks = [value(f"date_trunc('week', {day})::DATE::VARCHAR") for day in (sunday, monday)]
assert weeks == ["2026-12-28", "2027-01-04"], weeks

counted = {part: value(f"date_diff('{part}', {sunday}, {monday})") for part in ("week", "isoyear", "day")}
print(counted)
assert counted == {"week": 0, "isoyear": 1, "day": 1}, counted

crossings = [value(f"date_diff('week', DATE '2026-11-23' + {n}, DATE '2026-11-23' + {n + 1})") for n in range(28)]
assert sum(crossings) == 0, crossings
assert value(f"date_diff('week', {sunday}, DATE '2027-01-10')") == 1
PY

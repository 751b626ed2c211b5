#!/usr/bin/env bash
# What is due on 30 November is due in no days on 1 November, once sqlglot has translated the query for SQLite.
#
# Version:  sqlglot 30.30.0; DuckDB 2.0.1 and Python's sqlite3 run the query before and after.
# Expected: 29. The README says that sqlglot aims to output "semantically correct SQL in the targeted dialects".
#           date_diff('day', ...) is written with JULIANDAY for SQLite, which is right, and an interval that SQLite does
#           not have makes a query that SQLite refuses.
# Seen:     a day less a day, and a day plus 30, keep their signs. SQLite has no type for days: DATE() gives a text, and
#           a sign of arithmetic takes the digits at its start, which are the year. So days within a year are 0 apart,
#           and 30 days after a day in 2026 is the number 2056. No error, and nothing is warned of, since the types are
#           known: both sides are DATE in the query. The columns of a table behave the same.
# Output:   DuckDB 29, 2026-12-30, due in a week: no; SQLite 0, 2056, due in a week: yes
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check sqlglot==30.30.0 duckdb==2.0.1

venv/bin/python - <<'PY'
import sqlite3

import duckdb
import sqlglot

QUERY = """
SELECT due - DATE '2026-11-01' AS days, CAST(due + 30 AS TEXT) AS later, due - DATE '2026-11-01' <= 7 AS in_a_week
FROM (SELECT DATE '2026-11-30' AS due) AS steps
"""
strict = sqlglot.ErrorLevel.RAISE
for_sqlite = sqlglot.transpile(QUERY, read="duckdb", write="sqlite", unsupported_level=strict)[0]
before = duckdb.sql(QUERY).fetchall()[0]
after = sqlite3.connect(":memory:").execute(for_sqlite).fetchone()
print(for_sqlite)
print("DuckDB", before)
print("SQLite", after)
assert before == (29, "2026-12-30", False), before
assert after == (0, "2056", 1), after

counted = "SELECT date_diff('day', DATE '2026-11-01', DATE '2026-11-30')"
right = sqlglot.transpile(counted, read="duckdb", write="sqlite", unsupported_level=strict)[0]
assert sqlite3.connect(":memory:").execute(right).fetchone() == (29,), right
PY

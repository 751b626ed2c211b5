#!/usr/bin/env bash
# sqlglot turns the months between two days into days for MySQL, and into thirtieths of the days for SQLite.
#
# Version:  sqlglot 30.30.0; DuckDB 2.0.1 and Python's sqlite3 run the query before and after.
# Expected: two months from 31 January to 1 March, on each engine. The README says that sqlglot aims to output
#           "semantically correct SQL in the targeted dialects", and it warns of what it cannot translate.
# Seen:     date_diff('month', a, b) becomes DATEDIFF(b, a) for MySQL, which counts days (MySQL's manual, date and time
#           functions): 29, and a year is 365. Quarters and weeks go the same way. For SQLite the days are divided by 30
#           and cut off, so there is no month from 31 January to 1 March and one within January. Nothing is warned of
#           in any of these. For Postgres it counts boundaries, as DuckDB does.
# Output:   MySQL: DATEDIFF(CAST('2026-03-01' AS DATE), CAST('2026-01-31' AS DATE)); DuckDB [2, 0], SQLite [0, 1]
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


def translated(query, dialect):
    """`query` in another dialect; what sqlglot would only warn of is an error here."""
    return sqlglot.transpile(query, read="duckdb", write=dialect, unsupported_level=sqlglot.ErrorLevel.RAISE)[0]


def between(part, first, last):
    return f"SELECT date_diff('{part}', DATE '{first}', DATE '{last}')"


spans = [("2026-01-31", "2026-03-01"), ("2026-01-01", "2026-01-31")]
queries = [between("month", *span) for span in spans]
by_duckdb = [duckdb.sql(query).fetchall()[0][0] for query in queries]
by_sqlite = [sqlite3.connect(":memory:").execute(translated(query, "sqlite")).fetchone()[0] for query in queries]
print("months: DuckDB", by_duckdb, "SQLite", by_sqlite)
assert (by_duckdb, by_sqlite) == ([2, 0], [0, 1])

for part in ["month", "quarter", "week", "day"]:
    for_mysql = translated(between(part, *spans[0]), "mysql")
    print(f"{part}: MySQL", for_mysql)
    assert for_mysql == "SELECT DATEDIFF(CAST('2026-03-01' AS DATE), CAST('2026-01-31' AS DATE))", for_mysql
PY

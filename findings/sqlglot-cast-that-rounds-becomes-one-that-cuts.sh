#!/usr/bin/env bash
# A level of 2.7 is 3 in DuckDB and 2 in the query that sqlglot makes of it for ClickHouse, Spark or SQLite.
#
# Version:  sqlglot 30.30.0; DuckDB 2.0.1, ClickHouse 26.9.2.1 (chdb 4.4.0) and Python's sqlite3 run the queries.
# Expected: 3. The README says that sqlglot aims to output "semantically correct SQL in the targeted dialects", and it
#           does so for a division of integers, which it casts so that it stays a fraction. DuckDB rounds in a cast to
#           an integer, ClickHouse and SQLite cut off, and each says so in its documentation.
# Seen:     the cast is written as a cast, for every dialect, without a warning. So 2.7 is 2, and the share of levels
#           from 3 on is another one. In the other direction a cast that cut off rounds from then on.
# Output:   DuckDB [3, 2, -3], ClickHouse [2, 2, -2], SQLite [2, 2, -2]; 7 / 2 is 3.5 in all three
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check sqlglot==30.30.0 duckdb==2.0.1 chdb==4.4.0

venv/bin/python - <<'PY'
import json
import sqlite3

import chdb
import duckdb
import sqlglot


def results(query):
    """The first row of a query of DuckDB, as DuckDB, ClickHouse and SQLite give it."""
    strict = sqlglot.ErrorLevel.RAISE
    written = {
        dialect: sqlglot.transpile(query, read="duckdb", write=dialect, unsupported_level=strict)[0]
        for dialect in ["clickhouse", "sqlite"]
    }
    print(written)
    return {
        "DuckDB": list(duckdb.sql(query).fetchall()[0]),
        "ClickHouse": json.loads(chdb.query(written["clickhouse"], "JSONCompact").bytes())["data"][0],
        "SQLite": list(sqlite3.connect(":memory:").execute(written["sqlite"]).fetchone()),
    }


levels = results("SELECT CAST(2.7e0 AS INTEGER), CAST(2.3e0 AS INTEGER), CAST(-2.7e0 AS INTEGER)")
print(levels)
assert levels == {"DuckDB": [3, 2, -3], "ClickHouse": [2, 2, -2], "SQLite": [2, 2, -2]}, levels

halves = results("SELECT 7 / 2")
print(halves)
assert halves == {"DuckDB": [3.5], "ClickHouse": [3.5], "SQLite": [3.5]}, halves
PY

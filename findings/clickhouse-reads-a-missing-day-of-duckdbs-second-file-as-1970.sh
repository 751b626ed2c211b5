#!/usr/bin/env bash
# ClickHouse reads a missing day as 1 January 1970 where DuckDB's first Parquet file happened to lack none.
#
# Version:  DuckDB 2.0.1; ClickHouse 26.9.2.1 (chdb 4.4.0).
# Expected: a column of one table has one kind of repetition in each file, whatever its rows are; and a value that is
#           missing in a file is NULL or an error for whoever reads the files together.
# Seen:     DuckDB writes REQUIRED for a column of a table in which nothing is missing at that moment, and OPTIONAL
#           once something is. ClickHouse takes the columns of many files from the first: a date that cannot be missing.
#           Missing ones of the second file become 1970-01-01, without an error. DuckDB itself reads both rightly.
# Output:   REQUIRED, OPTIONAL; DuckDB [2026-01-31, 2026-05-05, None]; ClickHouse [2026-01-31, 2026-05-05, 1970-01-01]
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check chdb==4.4.0 duckdb==2.0.1

venv/bin/python -W ignore - <<'PY'
import json
from pathlib import Path

import duckdb
from chdb import session

repetition = []
for name, rows in (("1", "(1, DATE '2026-01-31')"), ("2", "(2, DATE '2026-05-05'), (3, NULL)")):
    writer = duckdb.connect()
    writer.execute(f"CREATE TABLE rounds (team BIGINT, ended DATE); INSERT INTO rounds VALUES {rows}")
    writer.execute(f"COPY rounds TO '{name}.parquet'")
    schema = f"SELECT repetition_type FROM parquet_schema('{name}.parquet') WHERE name = 'ended'"
    repetition += [kind for (kind,) in writer.execute(schema).fetchall()]
print(repetition)
assert repetition == ["REQUIRED", "OPTIONAL"]

ours = duckdb.sql("SELECT ended FROM read_parquet('*.parquet') ORDER BY team").fetchall()
files = f"file('{Path.cwd()}/*.parquet')"
done = session.Session().query(f"SELECT ended FROM {files} ORDER BY team", "JSONCompactEachRow")
theirs = [json.loads(row)[0] for row in done.bytes().decode().splitlines()]
read = [str(day) for (day,) in ours]
print("DuckDB", read, "ClickHouse", theirs)
assert read == ["2026-01-31", "2026-05-05", "None"]
assert theirs == ["2026-01-31", "2026-05-05", "1970-01-01"]
PY

#!/usr/bin/env bash
# DuckDB writes the sum of integers into Parquet as a float, and large sums change.
#
# Version:  DuckDB 2.0.1, read back with pyarrow 26.0.1.
# Expected: the same number. By the documentation of aggregates the sum of integers is a HUGEINT, which loses nothing,
#           and Parquet has 64-bit integers as well as decimals of any length.
# Seen:     the column of the sum is a DOUBLE in the file, next to a BIGINT that stays one, without a warning. Above 2
#           to the power of 53 the value is another one.
# Output:   9007199254740993 is written as 9007199254740992.0
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check duckdb==2.0.1 pyarrow==26.0.1

venv/bin/python - <<'PY'
import duckdb
import pyarrow.parquet

query = "SELECT any_value(n) AS one, sum(n) AS total FROM (VALUES (9007199254740993::BIGINT)) AS v(n)"
before = duckdb.sql(query).fetchall()[0]
assert before == (9007199254740993, 9007199254740993), before

duckdb.sql(f"COPY ({query}) TO 'sum.parquet'")
table = pyarrow.parquet.read_table("sum.parquet")
print([(field.name, str(field.type)) for field in table.schema], table.to_pylist())
assert [str(field.type) for field in table.schema] == ["int64", "double"]
assert table.to_pylist() == [{"one": 9007199254740993, "total": 9007199254740992.0}]
PY

#!/usr/bin/env bash
# A fresh install of Ibis for DuckDB cannot list tables, and drops none.
#
# Version:  ibis-framework 12.0.0 with the newest versions that its requirements allowed: duckdb 2.0.1, sqlglot 30.30.0,
#           pyarrow 26.0.1, pandas 3.1.1.
# Expected: list_tables gives the names and drop_table drops a table, as the documentation of the DuckDB backend says.
#           The requirements are duckdb >= 0.10.3 and sqlglot >= 23.4, without an upper end.
# Seen:     a table can be made and queried. Listing calls a method that DuckDB's connection no longer has, and the
#           statement to drop one is written without its name, since sqlglot says DROP TABLE and nothing more for the
#           expression.
# Output:   no attribute 'fetch_arrow_table'; syntax error in DROP TABLE
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
  'ibis-framework[duckdb]==12.0.0' duckdb==2.0.1 sqlglot==30.30.0 pyarrow==26.0.1 pandas==3.1.1

venv/bin/python -W ignore - <<'PY'
import duckdb
import ibis

connection = ibis.duckdb.connect()
connection.create_table("teams", schema=ibis.schema({"name": "string"}))
assert connection.table("teams").count().execute() == 0

try:
    raise SystemExit(connection.list_tables())
except AttributeError as error:
    print(error)
    assert "fetch_arrow_table" in str(error)

try:
    connection.drop_table("teams")
    raise SystemExit("the table is dropped")
except duckdb.ParserException as error:
    print(error)
    assert str(error).rstrip(" ^\n").endswith("DROP TABLE"), error
PY

#!/usr/bin/env bash
# An id that DuckDB reads from JSON and writes to Parquet arrives in Polars as sixteen bytes.
#
# Version:  DuckDB 2.0.1, Polars 2.1.0.
# Expected: the text that stands in the JSON, or an id. Parquet has a logical type UUID (LogicalTypes.md), made for
#           this.
# Seen:     DuckDB infers UUID from the text, writes that logical type, and Polars reads the column as Binary without
#           its meaning. A join with the ids of the JSON file then fails or finds nothing.
# Output:   Schema({'id': Binary}), b'.\xb8\xaa\x08\xaa\x98A\xea...'
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check duckdb==2.0.1 polars==2.1.0

venv/bin/python - <<'PY'
import json
import pathlib

import duckdb
import polars

ID = "2eb8aa08-aa98-41ea-b4aa-73b441d16380"
pathlib.Path("findings.json").write_text(json.dumps([{"id": ID}]))
assert str(duckdb.sql("FROM 'findings.json'").types[0]) == "UUID"

duckdb.sql("COPY (FROM 'findings.json') TO 'findings.parquet'")
table = polars.read_parquet("findings.parquet")
print(table.schema, table["id"][0])
assert table.schema == {"id": polars.Binary}, table.schema
assert table["id"][0].hex() == ID.replace("-", "")
assert polars.read_json("findings.json").schema == {"id": polars.String}
PY

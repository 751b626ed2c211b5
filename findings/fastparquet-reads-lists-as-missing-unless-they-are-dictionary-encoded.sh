#!/usr/bin/env bash
# fastparquet reads a column of lists as missing in every row, unless its writer happened to use a dictionary.
#
# Version:  fastparquet 2026.9.0 with pandas 3.1.1; pyarrow 26.0.1 and DuckDB 2.0.1 write the file.
# Expected: the lists. A dictionary is a way to store a column and no part of its meaning (Parquet's Encodings.md), and
#           fastparquet reads the same lists of the same writer when there is one. pyarrow and DuckDB read the file
#           either way.
# Seen:     a list or map of a page without a dictionary is None, in each row, without an error or a warning. DuckDB and
#           Polars write short columns like that, and pyarrow where it is told to. A list of records is None in any
#           case, and of a map in DuckDB's file the key is left. Practices with five pieces of evidence look like
#           practices with none. pandas gives the same with engine="fastparquet", which it calls deprecated.
# Output:   with a dictionary ['x', 'y'], without one None, by DuckDB None; a map of one row by DuckDB: 'k'
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check fastparquet==2026.9.0 pandas==3.1.1 pyarrow==26.0.1 \
  duckdb==2.0.1

venv/bin/python - <<'PY'
import duckdb
import fastparquet
import pandas
import pyarrow
import pyarrow.parquet

TAGS = [["x", "y"], ["z"], []]
evidence = [[{"reference": "runbook"}], [], [{"reference": "test"}]]
table = pyarrow.table({"id": [1, 2, 3], "tags": TAGS, "evidence": evidence})
pyarrow.parquet.write_table(table, "dictionary.parquet")
pyarrow.parquet.write_table(table, "plain.parquet", use_dictionary=False)
duckdb.sql("COPY (SELECT 1 AS id, ['x', 'y'] AS tags, MAP {'k': 7} AS weights) TO 'duckdb.parquet'")


def read(name):
    columns = fastparquet.ParquetFile(name).to_pandas()
    found = {column: columns[column].tolist() for column in columns}
    print(name, found)
    return found


NOTHING = [None, None, None]
assert read("dictionary.parquet") == {"id": [1, 2, 3], "tags": TAGS, "evidence": NOTHING}
assert read("plain.parquet") == {"id": [1, 2, 3], "tags": NOTHING, "evidence": NOTHING}
assert read("duckdb.parquet") == {"id": [1], "tags": [None], "weights": ["k"]}
assert pyarrow.parquet.read_table("plain.parquet").to_pydict()["tags"] == TAGS
assert duckdb.sql("SELECT tags FROM 'plain.parquet' ORDER BY id").fetchall() == [(tags,) for tags in TAGS]
assert pandas.read_parquet("plain.parquet", engine="fastparquet")["tags"].tolist() == NOTHING
PY

#!/usr/bin/env bash
# DuckDB replaces a column of a file by the name of a folder somewhere above it, if that looks like level=4.
#
# Version:  DuckDB 2.0.1; pyarrow 26.0.1 and Polars 2.1.0 for comparison.
# Expected: the values of the file. The documentation says that DuckDB tries to find out whether files are in a
#           hierarchy partitioned by folders named key=value; this is one file, named by its path, and it has the column.
# Seen:     any folder of the path counts, however far above. Its value takes the place of the file's, as another type,
#           and capitals make no difference. The same file has its own values where the path is relative and starts
#           below the folder, where another file of the same query lies elsewhere, and for COPY ... FROM.
#           pyarrow and Polars give the file's values. The way out is hive_partitioning = false.
# Output:   [('north', 2), ('south', 3)] by a relative path, [('north', 4), ('south', 4)] by the whole one
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check duckdb==2.0.1 pyarrow==26.0.1 polars==2.1.0

mkdir -p LEVEL=4/project/data other
cd LEVEL=4/project
../../venv/bin/python - <<'PY'
import os
import shutil

import duckdb
import polars
import pyarrow.parquet

OWN, REPLACED = [("north", 2), ("south", 3)], [("north", 4), ("south", 4)]
relative, whole = "data/teams.parquet", os.path.abspath("data/teams.parquet")
elsewhere = os.path.abspath("../../other/teams.parquet")

duckdb.execute(f"COPY (SELECT * FROM (VALUES ('north', 2), ('south', 3)) AS v(team, level)) TO '{relative}'")
shutil.copyfile(relative, elsewhere)
of_file = duckdb.sql(f"FROM '{relative}'")
of_path = duckdb.sql(f"FROM '{whole}'")
print(of_file.fetchall(), "and", of_path.fetchall())
assert of_file.fetchall() == OWN and str(of_file.types[1]) == "INTEGER"
assert of_path.fetchall() == REPLACED and str(of_path.types[1]) == "BIGINT"

both = duckdb.execute(f"FROM read_parquet(['{whole}', '{elsewhere}'])").fetchall()
assert both == OWN * 2, both
duckdb.execute(f"CREATE TABLE teams (team VARCHAR, level INTEGER); COPY teams FROM '{whole}'")
assert duckdb.execute("FROM teams").fetchall() == OWN
assert duckdb.execute(f"FROM read_parquet('{whole}', hive_partitioning = false)").fetchall() == OWN

assert [tuple(row.values()) for row in pyarrow.parquet.read_table(whole).to_pylist()] == OWN
assert polars.read_parquet(whole).rows() == OWN
PY

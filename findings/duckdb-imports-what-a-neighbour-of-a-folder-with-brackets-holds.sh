#!/usr/bin/env bash
# DuckDB restores a database from the folder beside the one that it was exported to, if the name has brackets.
#
# Version:  DuckDB 2.0.1; Polars 2.1.0 for comparison.
# Expected: the rows that were exported. The documentation says that EXPORT DATABASE writes the contents of a database
#           to a specific directory, and that IMPORT DATABASE then reads them again.
# Seen:     a path is written as it is and read as a pattern, in which `[1]` stands for the character 1. A file of just
#           that name is read only while nothing fits the pattern. So an export in `backup[1]` is restored with its own
#           rows, until there is a folder `backup1`: from then on its rows come in, without a warning. A backslash does
#           not help, `[[]` does. Polars reads the neighbour too, and the file itself with `glob=False`.
# Output:   exported 'ours'; imported 'ours', and 'theirs' once backup1 is there
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check duckdb==2.0.1 polars==2.1.0

venv/bin/python - <<'PY'
import duckdb
import polars


def export(folder, row):
    database = duckdb.connect()
    database.execute(f"CREATE TABLE teams (name VARCHAR); INSERT INTO teams VALUES ('{row}')")
    database.execute(f"EXPORT DATABASE '{folder}' (FORMAT parquet)")


def imported(folder):
    database = duckdb.connect()
    database.execute(f"IMPORT DATABASE '{folder}'")
    return database.execute("FROM teams").fetchall()


def read(path):
    return duckdb.execute(f"FROM read_parquet('{path}')").fetchall()


export("backup[1]", "ours")
alone = imported("backup[1]")
export("backup1", "theirs")
beside = imported("backup[1]")
print("imported", alone, "then", beside)
assert alone == [("ours",)]
assert beside == [("theirs",)]

assert read("backup[1]/teams.parquet") == [("theirs",)]
assert read("backup[[]1]/teams.parquet") == [("ours",)]
try:
    raise SystemExit(f"a backslash helps: {read(chr(92).join(('backup', '[1]/teams.parquet')))}")
except duckdb.IOException as error:
    assert "No files found" in str(error)

assert polars.read_parquet("backup[1]/teams.parquet").rows() == [("theirs",)]
assert polars.read_parquet("backup[1]/teams.parquet", glob=False).rows() == [("ours",)]
PY

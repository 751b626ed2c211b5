#!/usr/bin/env bash
# DuckDB finds no NaN in a Parquet file that pyarrow or Polars wrote, and pyarrow itself misses one when it filters.
#
# Version:  DuckDB 2.0.1, pyarrow 26.0.1, Polars 2.1.0.
# Expected: a query finds the same in the file as in a table of the same values. DuckDB's documentation says that NaN is
#           greater than every other number. Parquet's thrift definition keeps NaN out of a column's lowest and highest,
#           and tells readers to ignore both when they look for one.
# Seen:     DuckDB takes the highest in the file for that of all values: isnan() and > find nothing, and <= 3 finds the
#           NaN. Of pyarrow's file max() alone is 3, and beside an average it is NaN. DuckDB's own files have no lowest
#           and highest where there is a NaN, so it is found; in others it is after PRAGMA disable_optimizer. DuckDB's
#           issue 25521 is about this. pyarrow's read_table with a filter of “not 1” loses the NaN where all else is 1,
#           and its table.filter does not. Polars finds all.
# Output:   of 1, NaN and 3 in pyarrow's file: isnan finds 0, > 100 finds 0, <= 3 finds 3, the highest is 3.0
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check duckdb==2.0.1 pyarrow==26.0.1 polars==2.1.0

venv/bin/python - <<'PY'
import math

import duckdb
import polars
import pyarrow
import pyarrow.compute
import pyarrow.parquet

NAN = math.nan
values = pyarrow.table({"cost": pyarrow.array([1.0, NAN, 3.0])})
pyarrow.parquet.write_table(values, "pyarrow.parquet")
polars.from_arrow(values).write_parquet("polars.parquet")
database = duckdb.connect()
database.execute("CREATE TABLE plain (cost DOUBLE)")
database.execute("INSERT INTO plain VALUES (1), ('NaN'), (3)")
database.execute("COPY plain TO 'duckdb.parquet'")


def found(place):
    return [
        database.execute(f"SELECT count(*) FROM {place} WHERE {condition}").fetchone()[0]
        for condition in ("isnan(cost)", "cost > 100", "cost <= 3", "cost = 'NaN'")
    ]


for place in "plain", "'duckdb.parquet'", "'pyarrow.parquet'", "'polars.parquet'":
    print(place, found(place))
assert found("plain") == found("'duckdb.parquet'") == [1, 1, 2, 1]
assert found("'pyarrow.parquet'") == found("'polars.parquet'") == [0, 0, 3, 0]

highest = database.execute("SELECT max(cost) FROM 'pyarrow.parquet'").fetchall()
beside = database.execute("SELECT max(cost), avg(cost) FROM 'pyarrow.parquet'").fetchone()[0]
print("the highest:", highest[0][0], "beside an average:", beside)
assert highest == [(3.0,)]
assert math.isnan(beside)
assert math.isnan(database.execute("SELECT max(cost) FROM plain").fetchone()[0])

database.execute("PRAGMA disable_optimizer")
assert found("'pyarrow.parquet'") == [1, 1, 2, 1]

ones = pyarrow.table({"cost": pyarrow.array([1.0, NAN, 1.0])})
pyarrow.parquet.write_table(ones, "ones.parquet")
in_memory = ones.filter(pyarrow.compute.field("cost") != 1.0)
read = pyarrow.parquet.read_table("ones.parquet", filters=[("cost", "!=", 1.0)])
print("not 1, by pyarrow in memory and from the file:", in_memory.num_rows, read.num_rows)
assert (in_memory.num_rows, read.num_rows) == (1, 0)

of_file = polars.scan_parquet("pyarrow.parquet")
assert of_file.filter(polars.col("cost").is_nan()).collect().height == 1
assert of_file.filter(polars.col("cost") > 100).collect().height == 1
assert polars.scan_parquet("ones.parquet").filter(polars.col("cost") != 1.0).collect().height == 1
PY

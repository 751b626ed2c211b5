#!/usr/bin/env bash
# DuckDB writes unsigned integers into Parquet of version 2 so that pyarrow refuses them and hyparquet reads others.
#
# Version:  DuckDB 2.0.1; pyarrow 26.0.1, Polars 2.1.0, hyparquet 1.33.0 with hyparquet-compressors 1.1.2.
# Expected: 4000000000 for every reader, as with version 1. By Parquet's Encodings.md (delta encoding,
#           DELTA_BINARY_PACKED) differences wrap around in two's complement, and a writer must not use more bits than
#           the physical type has: 32 for an INT32, which is what a UINTEGER is stored as.
# Seen:     DuckDB computes in 64 bits. A first value from 2**31 on has 33 bits in the header of the page, and so have
#           differences of that size. DuckDB and Polars read the file; pyarrow stops at the end of the stream;
#           hyparquet takes 32 bits and gives another number without a word. What pyarrow writes in this encoding, all
#           of them read.
# Output:   [4000000000, 4000000001, 5] is read by hyparquet as [1852516352, 1852516353, 2147483653]
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check duckdb==2.0.1 pyarrow==26.0.1 polars==2.1.0
npm install --silent --no-audit --no-fund hyparquet@1.33.0 hyparquet-compressors@1.1.2

cat >read.mjs <<'JS'
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";

const file = await asyncBufferFromFile(process.argv[2]);
const rows = await parquetReadObjects({ file, compressors });
console.log(JSON.stringify(rows.map((row) => row.count)));
JS

venv/bin/python - <<'PY'
import json
import subprocess

import duckdb
import polars
import pyarrow
import pyarrow.parquet

COUNTS = [4000000000, 4000000001, 5]


def by_hyparquet(path):
    return json.loads(subprocess.run(["node", "read.mjs", path], capture_output=True, text=True, check=True).stdout)


database = duckdb.connect()
database.execute("CREATE TABLE counts (count UINTEGER)")
database.executemany("INSERT INTO counts VALUES (?)", [[count] for count in COUNTS])
for version in "v1", "v2":
    database.execute(f"COPY counts TO '{version}.parquet' (FORMAT parquet, PARQUET_VERSION {version})")
packed = {"use_dictionary": False, "column_encoding": {"count": "DELTA_BINARY_PACKED"}}
table = pyarrow.table({"count": pyarrow.array(COUNTS, pyarrow.uint32())})
pyarrow.parquet.write_table(table, "pyarrow.parquet", **packed)

for path in "v1.parquet", "v2.parquet", "pyarrow.parquet":
    assert [count for (count,) in database.execute(f"FROM '{path}'").fetchall()] == COUNTS, path
    assert polars.read_parquet(path)["count"].to_list() == COUNTS, path
for path in "v1.parquet", "pyarrow.parquet":
    assert pyarrow.parquet.read_table(path)["count"].to_pylist() == COUNTS, path
    assert by_hyparquet(path) == COUNTS, path

column = pyarrow.parquet.ParquetFile("v2.parquet").metadata.row_group(0).column(0)
assert (column.physical_type, column.encodings) == ("INT32", ("DELTA_BINARY_PACKED",)), column
try:
    print("pyarrow:", pyarrow.parquet.read_table("v2.parquet"))
    raise SystemExit("pyarrow reads it")
except OSError as error:
    print("pyarrow:", error)
    assert "Unexpected end of stream" in str(error)
print("hyparquet:", by_hyparquet("v2.parquet"))
assert by_hyparquet("v2.parquet") == [1852516352, 1852516353, 2147483653]
PY

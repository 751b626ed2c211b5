#!/usr/bin/env bash
# Parquet has room for a checksum of each page; by default pyarrow, DuckDB and Polars write none and compare none.
#
# Version:  pyarrow 26.0.1, DuckDB 2.0.1, Polars 2.1.0.
# Expected: an error for a file of which one bit has changed on its disk. Parquet's thrift definition gives each page a
#           CRC32 that says whether it is as it was written.
# Seen:     one changed bit of a value gives another number. By default no writer of the three writes the checksum, and
#           where pyarrow was told to (write_page_checksum), only pyarrow compares it, when told to as well
#           (page_checksum_verification). DuckDB and Polars have no option for either, and pass over a checksum that
#           does not match. Told to compare, pyarrow also says nothing of a file without checksums.
# Output:   123456789 becomes 123456788; with both options: CRC checksum verification failed
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyarrow==26.0.1 duckdb==2.0.1 polars==2.1.0

venv/bin/python - <<'PY'
import inspect
import pathlib

import duckdb
import polars
import pyarrow
import pyarrow.parquet

table = pyarrow.table({"cost": pyarrow.array([123456789, 5], pyarrow.int64())})
plain = {"compression": "none", "use_dictionary": False}
pyarrow.parquet.write_table(table, "pyarrow.parquet", **plain)
pyarrow.parquet.write_table(table, "checksum.parquet", write_page_checksum=True, **plain)
duckdb.execute("COPY (FROM 'pyarrow.parquet') TO 'duckdb.parquet' (COMPRESSION uncompressed)")
polars.from_arrow(table).write_parquet("polars.parquet", compression="uncompressed")


def by_pyarrow(file, **options):
    return pyarrow.parquet.read_table(file, **options)["cost"].to_pylist()


readers = {
    "pyarrow": by_pyarrow,
    "pyarrow, told to": lambda file: by_pyarrow(file, page_checksum_verification=True),
    "DuckDB": lambda file: [cost for (cost,) in duckdb.execute(f"FROM '{file}'").fetchall()],
    "Polars": lambda file: polars.read_parquet(file)["cost"].to_list(),
}
page = b"".join(number.to_bytes(8, "little") for number in (123456789, 5))
for file in "pyarrow.parquet", "duckdb.parquet", "polars.parquet", "checksum.parquet":
    content = bytearray(pathlib.Path(file).read_bytes())
    assert content.count(page) == 1, file
    content[content.index(page)] ^= 1
    pathlib.Path(file).write_bytes(content)
    for name, read in readers.items():
        try:
            seen = read(file)
        except OSError as error:
            seen = str(error)
        print(file, "by", name, seen)
        if (file, name) == ("checksum.parquet", "pyarrow, told to"):
            assert "CRC checksum verification failed" in seen
        else:
            assert seen == [123456788, 5]

options = [*inspect.signature(polars.scan_parquet).parameters]
options += inspect.signature(polars.DataFrame.write_parquet).parameters
found = duckdb.execute("SELECT parameters FROM duckdb_functions() WHERE function_name = 'read_parquet'").fetchall()
options += [option for (parameters,) in found for option in parameters]
options += [name for (name,) in duckdb.execute("SELECT name FROM duckdb_settings()").fetchall()]
assert not [option for option in options if "checksum" in option or "crc" in option.split("_")]
try:
    duckdb.execute("COPY (FROM 'duckdb.parquet') TO 'new.parquet' (WRITE_PAGE_CHECKSUM true)")
    raise SystemExit("DuckDB writes checksums")
except duckdb.NotImplementedException as error:
    assert "Unrecognized option" in str(error)
PY

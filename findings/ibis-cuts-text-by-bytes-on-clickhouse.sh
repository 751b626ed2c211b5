#!/usr/bin/env bash
# Ibis cuts and measures text by bytes on ClickHouse, and by characters on DuckDB.
#
# Version:  ibis-framework 12.0.0 with sqlglot 30.15.0; ClickHouse 26.9.2.1 (chdb 4.4.0); DuckDB 2.0.1; Polars 2.1.0.
# Expected: the same on each engine. Ibis's documentation says that left(n) is the n left-most characters.
# Seen:     on ClickHouse left is SUBSTRING, length is LENGTH and reverse is REVERSE, which there work on bytes. Half of
#           an “ü” stays, which is no valid text. lpad is leftPadUTF8, and counts characters. On Polars length is of
#           bytes, and left of characters. Ibis's issue 10029 is about lengths alone.
# Output:   left(2) of “Dürr”: Dü on DuckDB, the bytes 44 C3 on ClickHouse; length: 4 on DuckDB, 5 on the other two
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    'ibis-framework[duckdb,polars]==12.0.0' sqlglot==30.15.0 packaging==26.4 chdb==4.4.0 duckdb==2.0.1 polars==2.1.0

venv/bin/python -W ignore - <<'PY'
import ibis
from chdb import session

teams = ibis.table({"name": "string"}, name="teams")
texts = {
    "left": teams.select(said=teams.name.left(2)),
    "reverse": teams.select(said=teams.name.reverse()),
    "lpad": teams.select(said=teams.name.lpad(5, ".")),
}
length = teams.select(said=teams.name.length())

assert "left-most characters" in ibis.expr.types.StringValue.left.__doc__

rows = ibis.memtable({"name": ["Dürr"]}).to_polars()
duckdb, polars = ibis.duckdb.connect(), ibis.polars.connect()
clickhouse = session.Session()
for engine in duckdb, polars:
    engine.create_table("teams", rows)
clickhouse.query("CREATE TABLE teams (name String) ENGINE = Memory")
clickhouse.query("INSERT INTO teams VALUES ('Dürr')")


def by(engine, query):
    return engine.to_polars(query)["said"].to_list()[0]


def in_clickhouse(query, wanted):
    sql = ibis.to_sql(query, dialect="clickhouse")
    return str(clickhouse.query(f"SELECT {wanted} FROM ({sql})", "TSVRaw")).strip()


for name, query in texts.items():
    print(name, "on DuckDB:", by(duckdb, query), "on ClickHouse, bytes:", in_clickhouse(query, "hex(said)"))
lengths = by(duckdb, length), by(polars, length), int(in_clickhouse(length, "said"))
print("length on DuckDB, Polars, ClickHouse:", lengths)

assert by(duckdb, texts["left"]) == by(polars, texts["left"]) == "Dü"
assert in_clickhouse(texts["left"], "hex(said)") == "44C3"
assert in_clickhouse(texts["left"], "isValidUTF8(said)") == "0"
assert by(duckdb, texts["reverse"]) == "rrüD"
assert in_clickhouse(texts["reverse"], "isValidUTF8(said)") == "0"
assert by(duckdb, texts["lpad"]) == in_clickhouse(texts["lpad"], "said") == ".Dürr"
assert lengths == (4, 5, 5)
PY

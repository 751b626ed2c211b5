#!/usr/bin/env bash
# Ibis's nunique, exact on other engines, is an estimate on ClickHouse.
#
# Version:  ibis-framework 12.0.0 with sqlglot 30.15.0; ClickHouse 26.9.2.1 (chdb 4.4.0); DuckDB 2.0.1.
# Expected: the number of distinct values. Ibis has approx_nunique for an estimate, and nunique beside it.
# Seen:     nunique becomes uniq() on ClickHouse, which is exact up to some 65,000 values and then is not.
# Output:   65,536 values: 65536; 100,000: DuckDB 100000, ClickHouse another number; the same for a million
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'ibis-framework==12.0.0' sqlglot==30.15.0 packaging==26.4 chdb==4.4.0 duckdb==2.0.1

venv/bin/python -W ignore - <<'PY'
import json

import duckdb
import ibis
from chdb import session

clickhouse = session.Session()
query = ibis.table({"team": "int64"}, name="t").agg(teams=ibis._.team.nunique())
for many in (65_536, 100_000, 1_000_000):
    clickhouse.query("DROP TABLE IF EXISTS t")
    clickhouse.query(f"CREATE TABLE t ENGINE = Memory AS SELECT toInt64(number) AS team FROM numbers({many})")
    theirs = clickhouse.query(str(ibis.to_sql(query, dialect="clickhouse")), "JSONCompactEachRow")
    estimated = int(json.loads(theirs.bytes().decode())[0])
    exact = duckdb.connect()
    exact.execute(f"CREATE TABLE t AS SELECT range AS team FROM range({many})")
    counted = exact.execute(str(ibis.to_sql(query, dialect="duckdb"))).fetchone()[0]
    print(many, "DuckDB", counted, "ClickHouse", estimated)
    assert counted == many
    assert (estimated == many) is (many == 65_536)
    assert abs(estimated - many) < many / 50
PY

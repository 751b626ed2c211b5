#!/usr/bin/env bash
# Ibis counts the months between two days in two ways: begun on DuckDB and ClickHouse, complete on Postgres.
#
# Version:  ibis-framework 12.0.0 with sqlglot 30.15.0; DuckDB 2.0.1; ClickHouse 26.9.2.1 (chdb 4.4.0);
#           Postgres 16.2 (pgserver 0.1.4), psycopg 3.3.9.
# Expected: one number for one expression; the documentation of delta counts boundaries that lie between.
# Seen:     from 31 January to 1 March and from 28 February to 1 March are two months and one where boundaries are
#           counted, and one and none on Postgres.
# Output:   DuckDB [2, 1]; ClickHouse [2, 1]; Postgres [1, 0]
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'ibis-framework==12.0.0' sqlglot==30.15.0 packaging==26.4 pgserver==0.1.4 'psycopg[binary]==3.3.9' chdb==4.4.0 duckdb==2.0.1

venv/bin/python -W ignore - <<'PY'
import json
import tempfile

import duckdb
import ibis
import pgserver
import psycopg
from chdb import session

t = ibis.table({"team": "int64", "day": "date"}, name="t")
query = t.select("team", months=ibis.date("2026-03-01").delta(t.day, unit="month")).order_by("team")
rows = "(1, '2026-01-31'), (2, '2026-02-28')"
seen = {}

ours = duckdb.connect()
ours.execute(f"CREATE TABLE t (team BIGINT, day DATE); INSERT INTO t VALUES {rows}")
seen["DuckDB"] = [row[1] for row in ours.execute(str(ibis.to_sql(query, dialect="duckdb"))).fetchall()]

theirs = session.Session()
theirs.query("CREATE TABLE t (team Int64, day Date32) ENGINE = Memory")
theirs.query(f"INSERT INTO t VALUES {rows}")
done = theirs.query(str(ibis.to_sql(query, dialect="clickhouse")), "JSONCompactEachRow").bytes().decode()
seen["ClickHouse"] = [int(json.loads(row)[1]) for row in done.splitlines()]

with tempfile.TemporaryDirectory() as folder:
    server = pgserver.get_server(folder)
    postgres = psycopg.connect(server.get_uri(), autocommit=True)
    postgres.execute("CREATE TABLE t (team BIGINT, day DATE)")
    postgres.execute(f"INSERT INTO t VALUES {rows}")
    seen["Postgres"] = [int(row[1]) for row in postgres.execute(str(ibis.to_sql(query, dialect="postgres"))).fetchall()]
    postgres.close()
    server.cleanup()

print(seen)
assert seen == {"DuckDB": [2, 1], "ClickHouse": [2, 1], "Postgres": [1, 0]}
PY

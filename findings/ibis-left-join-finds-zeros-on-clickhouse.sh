#!/usr/bin/env bash
# A left join that Ibis compiles for ClickHouse finds zeros where other engines find nothing.
#
# Version:  ibis-framework 12.0.0 with sqlglot 30.15.0; ClickHouse 26.9.2.1 (chdb 4.4.0); DuckDB 2.0.1.
# Expected: what has no partner is NULL, and count() leaves it out. Ibis's own connection to ClickHouse sees to it with
#           a setting of the session (join_use_nulls); to_sql, which is for running the text elsewhere, writes nothing
#           of it into the query.
# Seen:     a column that cannot be NULL in ClickHouse, such as a constant, is 0 or empty in rows without a partner,
#           so a count of partners is a count of rows.
# Output:   DuckDB [1, None, None], 1 of 3; ClickHouse [1, 0, 0], 3 of 3
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

teams = ibis.table({"team": "int64"}, name="teams")
offers = ibis.table({"team": "int64"}, name="offers").mutate(offered=1)
joined = teams.left_join(offers, "team")
listed = joined.select("team", "offered").order_by("team")
counted = joined.agg(offered=ibis._.offered.count())

ours, theirs = duckdb.connect(), session.Session()
for table, values in (("teams", "(1), (2), (3)"), ("offers", "(1)")):
    ours.execute(f"CREATE TABLE {table} (team BIGINT); INSERT INTO {table} VALUES {values}")
    theirs.query(f"CREATE TABLE {table} (team Int64) ENGINE = Memory")
    theirs.query(f"INSERT INTO {table} VALUES {values}")


def in_clickhouse(query):
    done = theirs.query(str(ibis.to_sql(query, dialect="clickhouse")), "JSONCompactEachRow")
    return [int(json.loads(row)[-1]) for row in done.bytes().decode().splitlines()]


def in_duckdb(query):
    return [row[-1] for row in ours.execute(str(ibis.to_sql(query, dialect="duckdb"))).fetchall()]


for name, found in (("DuckDB", in_duckdb), ("ClickHouse", in_clickhouse)):
    print(name, found(listed), found(counted))
assert (in_duckdb(listed), in_duckdb(counted)) == ([1, None, None], [1])
assert (in_clickhouse(listed), in_clickhouse(counted)) == ([1, 0, 0], [3])
PY

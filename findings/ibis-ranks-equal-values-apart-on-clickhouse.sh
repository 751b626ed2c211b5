#!/usr/bin/env bash
# Ibis ranks equal values apart on ClickHouse: rank and dense_rank count rows there.
#
# Version:  ibis-framework 12.0.0 with sqlglot 30.15.0; ClickHouse 26.9.2.1 (chdb 4.4.0).
# Expected: equal values have one rank, as the documentation of rank and dense_rank says and as ClickHouse's own
#           dense_rank() gives when it is written by hand.
# Seen:     Ibis writes a frame of rows into the window, which other engines ignore for a rank and ClickHouse does not:
#           10, 10, 20, 20, 30 become 0, 1, 2, 3, 4, without an error.
# Output:   by hand [0, 0, 1, 1, 2]; rank [0, 1, 2, 3, 4]; dense_rank [0, 1, 2, 3, 4]
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'ibis-framework==12.0.0' sqlglot==30.15.0 packaging==26.4 chdb==4.4.0

venv/bin/python -W ignore - <<'PY'
import json

import ibis
from chdb import session

clickhouse = session.Session()
clickhouse.query("CREATE TABLE t (team Int64, level Int64) ENGINE = Memory")
clickhouse.query("INSERT INTO t VALUES (1, 10), (2, 10), (3, 20), (4, 20), (5, 30)")


def found(sql):
    rows = clickhouse.query(sql, "JSONCompactEachRow").bytes().decode().splitlines()
    return [int(json.loads(row)[1]) for row in rows]


t = ibis.table({"team": "int64", "level": "int64"}, name="t")
by_hand = found("SELECT team, dense_rank() OVER (ORDER BY level) - 1 FROM t ORDER BY team")
print("by hand", by_hand)
assert by_hand == [0, 0, 1, 1, 2]
for name, ranked in (("rank", ibis.rank()), ("dense_rank", ibis.dense_rank())):
    query = t.select("team", rank=ranked.over(order_by=t.level)).order_by("team")
    said = found(str(ibis.to_sql(query, dialect="clickhouse")))
    print(name, said)
    assert said == [0, 1, 2, 3, 4]
PY

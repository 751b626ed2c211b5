#!/usr/bin/env bash
# Ibis casts a boolean to int64 in a way that Postgres refuses, and to int32 in one that it takes.
#
# Version:  ibis-framework 12.0.0 with sqlglot 30.15.0; Postgres 16.2 (pgserver 0.1.4), psycopg 3.3.9.
# Expected: a boolean can be cast to an integer of any size; the sum of a boolean, which Ibis writes with a cast to INT
#           inside the cast to BIGINT, shows that it can be done.
# Seen:     cast("int64") is written as CAST(... AS BIGINT), for which Postgres has no rule: the query fails. Compiling
#           says nothing.
# Output:   int32 [1, 0]; sum [1]; int64: cannot cast type boolean to bigint
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'ibis-framework==12.0.0' sqlglot==30.15.0 packaging==26.4 pgserver==0.1.4 'psycopg[binary]==3.3.9'

venv/bin/python -W ignore - <<'PY'
import tempfile

import ibis
import pgserver
import psycopg

with tempfile.TemporaryDirectory() as folder:
    server = pgserver.get_server(folder)
    postgres = psycopg.connect(server.get_uri(), autocommit=True)
    postgres.execute("CREATE TABLE t (team BIGINT, late BOOLEAN)")
    postgres.execute("INSERT INTO t VALUES (1, true), (2, false)")
    t = ibis.table({"team": "int64", "late": "boolean"}, name="t")

    def found(query):
        return [row[-1] for row in postgres.execute(str(ibis.to_sql(query, dialect="postgres"))).fetchall()]

    small = found(t.select("team", late=t.late.cast("int32")).order_by("team"))
    added = found(t.agg(late=t.late.sum()))
    print("int32", small, "sum", added)
    assert (small, added) == ([1, 0], [1])
    try:
        raise SystemExit(found(t.select("team", late=t.late.cast("int64"))))
    except psycopg.errors.CannotCoerce as error:
        print("int64:", str(error).splitlines()[0])
        assert "cannot cast type boolean to bigint" in str(error)
    postgres.close()
    server.cleanup()
PY

#!/usr/bin/env bash
# A day written with its ISO week is nonsense on Postgres: Ibis turns %W into the week of the month.
#
# Version:  ibis-framework 12.0.0 with sqlglot 30.15.0; DuckDB 2.0.1; Postgres 16.2 (pgserver 0.1.4), psycopg 3.3.9.
# Expected: %G-W%V is a year and week of ISO 8601 on each engine, or an error where an engine cannot write it. W stands
#           there as a letter.
# Seen:     Ibis hands the codes that it does not know to Postgres's to_char as they are. That prints them, and takes
#           the letter W for the week of the month. No error, and two rows of different years look alike.
# Output:   DuckDB ['2026-W05', '2027-W04']; Postgres ['%G-5%V', '%G-5%V']
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'ibis-framework==12.0.0' sqlglot==30.15.0 packaging==26.4 pgserver==0.1.4 'psycopg[binary]==3.3.9' duckdb==2.0.1

venv/bin/python -W ignore - <<'PY'
import tempfile

import duckdb
import ibis
import pgserver
import psycopg

t = ibis.table({"team": "int64", "day": "date"}, name="t")
query = t.select("team", week=t.day.strftime("%G-W%V")).order_by("team")
rows = "(1, '2026-01-31'), (2, '2027-01-31')"

ours = duckdb.connect()
ours.execute(f"CREATE TABLE t (team BIGINT, day DATE); INSERT INTO t VALUES {rows}")
right = [row[1] for row in ours.execute(str(ibis.to_sql(query, dialect="duckdb"))).fetchall()]
with tempfile.TemporaryDirectory() as folder:
    server = pgserver.get_server(folder)
    postgres = psycopg.connect(server.get_uri(), autocommit=True)
    postgres.execute("CREATE TABLE t (team BIGINT, day DATE)")
    postgres.execute(f"INSERT INTO t VALUES {rows}")
    wrong = [row[1] for row in postgres.execute(str(ibis.to_sql(query, dialect="postgres"))).fetchall()]
    postgres.close()
    server.cleanup()
print("DuckDB", right, "Postgres", wrong)
assert right == ["2026-W05", "2027-W04"]
assert wrong == ["%G-5%V", "%G-5%V"]
PY

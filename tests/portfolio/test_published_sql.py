"""The SQL of docs/portfolio-sql is SQL; on Postgres and ClickHouse it finds what DuckDB and plain Python find.

`make portfolio-engines` installs those two, which run without a server; without them their test is left out.
"""

from __future__ import annotations

import importlib.util
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlglot
from hypothesis import HealthCheck, Phase, given, settings

from support.any_portfolios import portfolios
from support.portfolio_queries import QUERIES, fill, found, wanted
from support.portfolio_reference import Row
from support.published_sql import PUBLISHED, ClickHouse, Postgres, queries_of

DIALECTS = sorted(path.stem for path in PUBLISHED.glob("*.sql"))
NEEDED = {Postgres: ("pgserver", "psycopg"), ClickHouse: ("chdb",)}


def test_each_file_says_whether_somebody_ran_it() -> None:
    executed = {engine.dialect for engine in NEEDED}
    for dialect in DIALECTS:
        first = (PUBLISHED / f"{dialect}.sql").read_text("utf-8").splitlines()[0]
        assert first.startswith(f"-- Compiled for {dialect}")
        assert ("not executed" in first) is (dialect not in executed), first


@pytest.mark.parametrize("dialect", DIALECTS)
def test_each_file_holds_every_query_and_nothing_that_is_no_sql(dialect: str) -> None:
    said = (PUBLISHED / f"{dialect}.sql").read_text("utf-8")
    statements = sqlglot.parse(said, dialect=dialect)

    assert all(isinstance(statement, sqlglot.exp.Select) for statement in statements)
    assert sorted(queries_of(dialect)) == QUERIES
    not_there = re.findall("^-- cannot be compiled: Compilation rule for 'Median'", said, re.MULTILINE)
    assert len(statements) + len(not_there) == len(QUERIES)


@pytest.fixture(scope="module", name="engine", params=NEEDED, ids=lambda engine: engine.dialect)
def _engine(request: pytest.FixtureRequest) -> Iterator[Postgres | ClickHouse]:
    missing = [name for name in NEEDED[request.param] if importlib.util.find_spec(name) is None]
    if missing:
        pytest.skip(f"{request.param.dialect}: `make portfolio-engines` installs {' and '.join(missing)}")
    # Not below pytest's folder: root's Postgres runs as a user of its own, who may not enter that.
    with tempfile.TemporaryDirectory() as folder, request.param(Path(folder)) as engine:
        yield engine


@settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
@given(db=portfolios())
def test_every_query_finds_there_what_plain_python_finds(
    engine: Postgres | ClickHouse, db: dict[str, list[Row]]
) -> None:
    fill(engine, db)
    for name in QUERIES:
        assert found(engine, name) == wanted(name, db), name

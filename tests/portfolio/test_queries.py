"""Each query finds in DuckDB what plain Python finds, over any portfolio; and its SQL is that of its expression."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings

from levelbook.portfolio.engine import Engine
from support import REPOSITORY, portfolio_reference
from support.any_portfolios import portfolios
from support.portfolio_queries import QUERIES, comparable, fill, found, wanted
from support.portfolio_reference import Row


@pytest.fixture(scope="module", name="engine")
def _engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with Engine(tmp_path_factory.mktemp("store")) as engine:
        yield engine


@settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much], deadline=None
)
@given(db=portfolios())
def test_every_query_finds_what_plain_python_finds(engine: Engine, db: dict[str, list[Row]]) -> None:
    fill(engine, db)

    for name in QUERIES:
        assert found(engine, name) == wanted(name, db), name


def test_there_are_queries_and_each_has_a_reference() -> None:
    assert len(QUERIES) >= 24
    assert all(hasattr(portfolio_reference, name) for name in QUERIES)


def test_the_sql_is_that_of_the_expressions_today() -> None:
    done = subprocess.run(
        [sys.executable, REPOSITORY / "release" / "portfolio_sql.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, f"run `make portfolio-sql`\n{done.stdout}{done.stderr}"


def test_a_reference_that_is_wrong_is_found(engine: Engine) -> None:
    """The comparison compares: one team too many is seen."""
    assert comparable([{"teams": 1, "level_sum": 0.1 + 0.2}]) == comparable([{"teams": 1, "level_sum": 0.3}])
    assert comparable([{"teams": 1}]) != comparable([{"teams": 2}])

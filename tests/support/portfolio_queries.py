"""Asks every query of an engine and of plain Python, over one portfolio."""

from __future__ import annotations

from typing import Any

from levelbook.core.portfolio.tables import TABLES, UNDIVIDED, columns
from levelbook.portfolio.engine import QueryEngine
from levelbook.portfolio.queries.inputs import INPUTS, MADE
from support import REPOSITORY, portfolio_reference
from support.portfolio_reference import Row

QUERIES = sorted(path.stem for path in (REPOSITORY / "app/levelbook/portfolio/queries/duckdb").glob("*.sql"))


def fill(engine: QueryEngine, db: dict[str, list[Row]]) -> None:
    """Put a portfolio and a question into an engine."""
    for table, rows in db.items():
        types = _types_of(table)
        engine.fill(table, types, [[row[name] for name in types] for row in rows])
    for table in MADE:
        engine.keep(table, table)


def _types_of(table: str) -> dict[str, str]:
    if table in INPUTS:
        return dict(INPUTS[table])
    return {**columns(TABLES[table]), **({} if table in UNDIVIDED else {"quarter": "VARCHAR"})}


def found(engine: QueryEngine, query: str) -> list[dict[str, Any]]:
    """Return what a query finds, fit to be compared."""
    return _in_order(query, comparable(engine.found(query)))


def wanted(query: str, db: dict[str, list[Row]]) -> list[dict[str, Any]]:
    """Return what plain Python finds, likewise."""
    rows = getattr(portfolio_reference, query)(db)
    if query in MADE:
        rows = [{column: row[column] for column in MADE[query]} for row in rows]
    return _in_order(query, comparable(rows))


def _in_order(query: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Tables that are made have no order."""
    return sorted(rows, key=lambda row: str(list(row.values()))) if query in MADE else rows


def comparable(rows: list[Row]) -> list[dict[str, Any]]:
    """Doubles as far as their order of adding does not matter; columns by their names."""
    return [
        {name: round(value, 9) if isinstance(value, float) else value for name, value in sorted(row.items())}
        for row in rows
    ]

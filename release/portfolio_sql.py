"""Writes the SQL of a portfolio's queries, made of their Ibis expressions; `--check` only compares.

That of DuckDB is what levelbook runs. That of other engines is published: `make portfolio-engines` runs it on two of
them. The rest is compiled, not executed: that an engine's SQL was generated proves nothing about what the engine makes
of it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import ibis

from levelbook.portfolio.queries.expressions import QUERIES

ROOT = Path(__file__).parents[1]
DUCKDB = ROOT / "app" / "levelbook" / "portfolio" / "queries" / "duckdb"
OTHERS = ROOT / "docs" / "portfolio-sql"
EXECUTED = ("clickhouse", "postgres")
NOT_EXECUTED = ("trino", "bigquery", "snowflake", "databricks")


def files() -> dict[Path, str]:
    """Return every file with its text."""
    found = {DUCKDB / f"{query.__name__}.sql": f"{compiled(query, 'duckdb')}\n" for query in QUERIES}
    return found | {OTHERS / f"{dialect}.sql": _all(dialect) for dialect in (*EXECUTED, *NOT_EXECUTED)}


def compiled(query: Callable[[], Any], dialect: str) -> str:
    """Return a query in a dialect."""
    return str(ibis.to_sql(_expression(query), dialect=dialect))


@cache
def _expression(query: Callable[[], Any]) -> Any:
    """Build a query's expression once for all dialects."""
    return query()


def _all(dialect: str) -> str:
    tried = ", and tested by `make portfolio-engines`" if dialect in EXECUTED else ", not executed"
    parts = [f"-- Compiled for {dialect}{tried}. `make portfolio-sql` of levelbook writes this file.\n"]
    for query in QUERIES:
        said = " ".join((query.__doc__ or "").split())  # a comment ends with its line
        try:
            text = compiled(query, dialect)
        except ibis.common.exceptions.OperationNotDefinedError as missing:
            text = f"-- cannot be compiled: {missing}"
        parts.append(f"-- {query.__name__}: {said}\n{text.rstrip()};\n")
    return "\n".join(parts)


def main() -> int:
    """Write, or compare. Returns 1 where a file is not current."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    only_compare = parser.parse_args().check
    stale = [path for path, text in files().items() if not path.exists() or path.read_text("utf-8") != text]
    for path in stale:
        print(f"{'not current' if only_compare else 'wrote'}: {path.relative_to(ROOT)}")
        if not only_compare:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(files()[path], "utf-8")
    return int(only_compare and bool(stale))


if __name__ == "__main__":
    sys.exit(main())

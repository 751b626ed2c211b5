"""This package has the queries of a portfolio: each one as an Ibis expression, and the DuckDB SQL made from it.

`expressions.py` has the queries; `make portfolio-sql` writes `duckdb/*.sql` of them, which a test proves current. So
whoever asks on this machine needs neither Ibis nor the time that it takes to start.
"""

from __future__ import annotations

import functools
from importlib import resources


@functools.cache
def duckdb_sql(name: str) -> str:
    """Return a query as DuckDB reads it."""
    return resources.files(__name__).joinpath("duckdb", f"{name}.sql").read_text("utf-8")

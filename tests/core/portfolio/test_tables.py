"""Tables have only types that every reader of Parquet agrees on, and the page describes each column."""

from __future__ import annotations

import ast
import inspect
from typing import Any

import pytest

from levelbook.core.portfolio import tables
from levelbook.core.portfolio.tables import TABLES, columns
from support import REPOSITORY

SHARED = {"VARCHAR", "BIGINT", "DOUBLE", "DATE", "TIMESTAMP", "BOOLEAN"}


@pytest.mark.parametrize("kind", TABLES.values(), ids=list(TABLES))
def test_each_column_has_a_type_that_duckdb_and_spark_both_read(kind: Any) -> None:
    found = columns(kind)

    assert list(found) == list(kind._fields)
    assert set(found.values()) <= SHARED


def test_the_page_lists_every_table_with_its_columns_in_their_order() -> None:
    page = (REPOSITORY / "docs" / "portfolio.md").read_text("utf-8")

    for name, kind in TABLES.items():
        listed = ", ".join(f"{column} {type_}" for column, type_ in columns(kind).items())
        assert f"- **{name}**: {listed}." in page, f"write this line:\n- **{name}**: {listed}."


def test_what_a_table_is_stands_in_a_sentence() -> None:
    for statement in ast.parse(inspect.getsource(tables)).body:
        if isinstance(statement, ast.ClassDef):
            assert (ast.get_docstring(statement) or "").endswith("."), statement.name

"""The SQL that docs/portfolio-sql publishes, and those of its engines that need neither a server nor an account."""

from __future__ import annotations

import datetime
import decimal
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from support import REPOSITORY

PUBLISHED: Final = REPOSITORY / "docs" / "portfolio-sql"
_QUERY: Final = re.compile(r"^-- (\w+): [^\n]*\n(.*?);\n(?=\n-- |\Z)", re.DOTALL | re.MULTILINE)


def queries_of(dialect: str) -> dict[str, str]:
    """Return the queries of a published file by their names."""
    return {found[1]: found[2] for found in _QUERY.finditer((PUBLISHED / f"{dialect}.sql").read_text("utf-8"))}


class Postgres:
    """A Postgres of its own that listens on a socket in a folder."""

    dialect = "postgres"
    _types: Final = {"VARCHAR": "TEXT", "DOUBLE": "DOUBLE PRECISION"}

    def __init__(self, folder: Path) -> None:
        import pgserver
        import psycopg

        self._server = pgserver.get_server(folder)
        self._connection = psycopg.connect(self._server.get_uri(), autocommit=True)
        self._queries = queries_of(self.dialect)

    def __enter__(self) -> Postgres:
        return self

    def __exit__(self, *raised: object) -> None:
        self._connection.close()
        self._server.cleanup()

    def view(self, name: str, columns: Mapping[str, str], files: Sequence[Path], *, by_quarter: bool) -> None:
        raise NotImplementedError

    def fill(self, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        listed = ", ".join(f'"{column}" {self._types.get(kind, kind)}' for column, kind in columns.items())
        self._run(f'DROP TABLE IF EXISTS "{name}"')
        self._run(f'CREATE TEMP TABLE "{name}" ({listed})')
        with self._connection.cursor() as cursor:
            cursor.executemany(f'INSERT INTO "{name}" VALUES ({", ".join(["%s"] * len(columns))})', list(rows))

    def keep(self, name: str, query: str) -> None:
        self._run(f'DROP TABLE IF EXISTS "{name}"')
        self._run(f'CREATE TEMP TABLE "{name}" AS {self._queries[query]}')

    def found(self, query: str) -> list[dict[str, Any]]:
        done = self._run(self._queries[query])
        names = [column.name for column in done.description]
        return [dict(zip(names, map(_whole, row), strict=True)) for row in done.fetchall()]

    def _run(self, sql: str) -> Any:
        return self._connection.execute(sql)


class ClickHouse:
    """ClickHouse inside this process."""

    dialect = "clickhouse"
    _types: Final = {"VARCHAR": "String", "BIGINT": "Int64", "DOUBLE": "Float64", "BOOLEAN": "Bool", "DATE": "Date32"}

    def __init__(self, folder: Path) -> None:
        from chdb import session

        self._session = session.Session(str(folder))
        self._session.query("CREATE DATABASE asked")
        self._session.query("USE asked")
        self._queries = queries_of(self.dialect)

    def __enter__(self) -> ClickHouse:
        return self

    def __exit__(self, *raised: object) -> None:
        self._session.close()

    def view(self, name: str, columns: Mapping[str, str], files: Sequence[Path], *, by_quarter: bool) -> None:
        raise NotImplementedError

    def fill(self, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        # Nullable, as ClickHouse makes them from the store's Parquet files.
        types = {**self._types, "TIMESTAMP": "DateTime64(6)"}
        listed = ", ".join(f"`{column}` Nullable({types[kind]})" for column, kind in columns.items())
        self._session.query(f"DROP TABLE IF EXISTS {name}")
        self._session.query(f"CREATE TABLE {name} ({listed}) ENGINE = Memory")
        if given := ", ".join(f"({', '.join(map(_literal, row))})" for row in rows):
            self._session.query(f"INSERT INTO {name} VALUES {given}")

    def keep(self, name: str, query: str) -> None:
        self._session.query(f"DROP TABLE IF EXISTS {name}")
        self._session.query(f"CREATE TABLE {name} ENGINE = Memory AS {self._queries[query]}")

    def found(self, query: str) -> list[dict[str, Any]]:
        done = self._session.query(self._queries[query], "JSONCompactEachRowWithNamesAndTypes").bytes().decode("utf-8")
        names, types, *rows = map(json.loads, done.splitlines())
        return [{name: _value(cell, kind) for name, kind, cell in zip(names, types, row, strict=True)} for row in rows]


def _whole(value: Any) -> Any:
    """Postgres adds whole numbers as NUMERIC."""
    return int(value) if isinstance(value, decimal.Decimal) else value


def _value(cell: Any, kind: str) -> Any:
    """JSON has no days, and ClickHouse writes long whole numbers as text."""
    if cell is None:
        return None
    if "Date" in kind:
        return datetime.date.fromisoformat(cell)
    return int(cell) if "Int" in kind else cell


def _literal(value: Any) -> str:
    match value:
        case None:
            return "NULL"
        case bool():
            return str(value).lower()
        case str():
            return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
        case datetime.datetime():
            return f"'{value.isoformat(sep=' ')}'"
        case datetime.date():
            return f"'{value.isoformat()}'"
    return repr(value)

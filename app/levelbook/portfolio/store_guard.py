"""A guard refuses a store whose tables hold what no collection writes, whatever the sums of its files say.

Whoever can write a store can also correct its sums. Every table is looked at once, when a question names it, by what
its files say of their columns: types, how many values are missing, the lowest and the highest. No row is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, Final, NamedTuple

from levelbook.core.errors import FileIsWrong
from levelbook.core.portfolio.plausibility import Limits, limits_of
from levelbook.core.portfolio.tables import LATEST, TABLES, columns
from levelbook.portfolio.engine import Engine, parquet_files
from levelbook.words.files import shown

BEGIN_ANEW: Final = "Move the folder store elsewhere, and collect again."

_STORED_AS: Final[Mapping[str, str]] = {
    "VARCHAR": "BYTE_ARRAY",
    "BIGINT": "INT64",
    "DOUBLE": "DOUBLE",
    "BOOLEAN": "BOOLEAN",
    "DATE": "INT32",
    "TIMESTAMP": "INT64",
}
"""Parquet's own types, by those of columns."""


_KEYS: Final[Mapping[str, str]] = {"teams": "team", "units": "unit", "editions": "edition", LATEST: "quarter, team"}
"""Columns whose values no two rows of a table share."""
_MOST_ROWS_A_BYTE: Final = 64
"""The table with the most rows for its size, facts, has one in four bytes."""
_MOST_KEYS_A_BYTE: Final = 4
"""Of tables with a key, which hardly shrinks, the closest has one row in fifty bytes."""
_FEW_ROWS: Final = 10_000
"""Rows that a table of any size may have."""
MOST_TEAMS: Final = 1_000_000
"""Rows of teams and of units: short ids shrink to ten bytes each, so the size of a file alone bounds nothing."""
MOST_EDITIONS: Final = 20_000_000
"""Rows of editions, and of teams in quarters: twenty of each team, of as many as there may be."""


class _Held(NamedTuple):
    """Types, nulls and limits of one column, as the files of a table have them."""

    type: str
    other_type: str
    """Not the same where files differ."""
    nulls: int
    lowest: float | None
    highest: float | None
    is_untold: bool
    """A part of it has values, and gives no number as the lowest: one of them is none."""
    rows: int
    """Rows of the table, as this column's parts have them."""


class StoreGuard:
    """A guard of one collection's tables, in an engine that reads them."""

    def __init__(self, engine: Engine, files_of: Callable[[str], Sequence[Path]]) -> None:
        """files_of: gives the files of a table."""
        self._engine = engine
        self._files_of = files_of
        self._held: dict[str, dict[str, _Held]] = {}
        """By table, and by column; empty where a table has no file."""

    def must_be_collected(self, *tables: str) -> None:
        """Raise FileIsWrong for the first of these tables that holds what no collection writes.

        They are read together: a statement for each of them takes DuckDB twice as long. Each has its view.
        """
        self._read(table for table in (*tables, "editions") if table not in self._held)
        types = self._engine.types_of(*tables)
        for table in tables:
            if self._held[table]:
                self._must_be_collected(table, types[table])

    def _must_be_collected(self, table: str, types: Mapping[str, str]) -> None:
        kind, held = TABLES[table], self._held[table]
        self._must_have_rows_for_its_size(table, max(one.rows for one in held.values()))
        limits, top = limits_of(kind), self._top()
        for column, type_ in columns(kind).items():
            found = held.get(column)
            if found is None or types[column] != type_ or {found.type, found.other_type} != {_STORED_AS[type_]}:
                raise self._refusal(table, column)
            if column in limits and not _is_within(found, limits[column], top):
                raise self._refusal(table, column)
        if table in _KEYS and self._engine.rows(_TWICE.format(table=table, key=_KEYS[table])):
            raise self._refusal(table, _KEYS[table])

    def _must_have_rows_for_its_size(self, table: str, rows: int) -> None:
        most = MOST_TEAMS if table in ("teams", "units") else MOST_EDITIONS
        if table in _KEYS and rows > most:
            message = f"This table of the store has {rows:,} rows; levelbook reads {most:,} at most."
            raise FileIsWrong.one(message, path=shown(self._folder_of(table)), remedy=BEGIN_ANEW)
        a_byte = _MOST_KEYS_A_BYTE if table in _KEYS else _MOST_ROWS_A_BYTE
        if rows > _FEW_ROWS + a_byte * sum(file.stat().st_size for file in self._files_of(table)):
            raise self._refusal(table)

    def _top(self) -> float | None:
        """Return the highest level of any scale in the store; None where no edition is there."""
        highest = self._held["editions"].get("max_level")
        return highest and highest.highest

    def _read(self, tables: Iterable[str]) -> None:
        """Note what the files of tables say of their columns."""
        files_of = {table: self._files_of(table) for table in tables}
        held: dict[str, dict[str, _Held]] = {table: {} for table in files_of}
        if any(files_of.values()):
            files = parquet_files(chain.from_iterable(files_of.values()))
            ours = dict(self._engine.rows(_WRITTEN_BY_US.format(table=_TABLE_OF_FILE, files=files)))
            for table, own in files_of.items():
                if own and ours.get(table) != len(own):
                    # Other writers leave out of the lowest and the highest what is no number.
                    raise self._refusal(table)
            for table, column, *told in self._engine.rows(_TOLD.format(table=_TABLE_OF_FILE, files=files)):
                held[table][column] = _Held(*told)
        self._held.update(held)

    def _refusal(self, table: str, column: str = "") -> FileIsWrong:
        message = "This table of the store holds what no collection writes."
        return FileIsWrong.one(message, path=shown(self._folder_of(table)), key=column, remedy=BEGIN_ANEW)

    def _folder_of(self, table: str) -> Path:
        first = self._files_of(table)[0]
        return first.parents[0 if "quarter=" not in first.parent.name else 1]


_TABLE_OF_FILE: Final = r"regexp_extract(file_name, '([a-z]+)[/\\](quarter=[^/\\]+[/\\])?[^/\\]+$', 1)"
"""The table that a file is of, as it lies in a store."""
_WRITTEN_BY_US: Final = """
    SELECT {table}, count(*) FILTER (WHERE created_by LIKE 'DuckDB%') FROM parquet_file_metadata({files}) GROUP BY ALL
"""
_TOLD: Final = """
    SELECT {table}, path_in_schema, min(type), max(type), sum(stats_null_count)::BIGINT,
           min(TRY_CAST(stats_min_value AS DOUBLE)), max(TRY_CAST(stats_max_value AS DOUBLE)),
           bool_or(TRY_CAST(stats_min_value AS DOUBLE) IS NULL AND stats_null_count < num_values),
           sum(row_group_num_rows)::BIGINT
    FROM parquet_metadata({files}) GROUP BY ALL
"""
_TWICE: Final = "SELECT 1 FROM {table} GROUP BY {key} HAVING count(*) > 1 LIMIT 1"


def _is_within(found: _Held, limits: Limits, top: Any) -> bool:
    if found.nulls and not limits.may_be_null:
        return False
    if limits.most is None:
        return True
    most = min(limits.most, top) if limits.is_of_levels and top is not None else limits.most
    if found.is_untold or found.lowest is None or found.highest is None:
        return not found.is_untold
    return found.lowest >= limits.least and found.highest <= most

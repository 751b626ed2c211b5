"""A guard refuses a store whose tables hold what no collection writes, whatever the sums of its files say.

Whoever can write a store can also correct its sums. Every table is looked at once, when a question names it, by what
its files say of their columns: types, how many values are missing, the lowest and the highest. No row is read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
        self._held: dict[str, Mapping[str, _Held]] = {}

    def must_be_collected(self, table: str) -> None:
        """Raise FileIsWrong where a table holds what no collection writes."""
        kind, held = TABLES[table], self._columns_of(table)
        if not held:
            return
        self._must_have_rows_for_its_size(table, max(one.rows for one in held.values()))
        limits, top = limits_of(kind), self._top()
        types = self._engine.types_of(table)
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
        highest = self._columns_of("editions").get("max_level")
        return highest and highest.highest

    def _columns_of(self, table: str) -> Mapping[str, _Held]:
        if table not in self._held:
            self._held[table] = self._read(table) if self._files_of(table) else {}
        return self._held[table]

    def _read(self, table: str) -> Mapping[str, _Held]:
        files = parquet_files(self._files_of(table))
        [(are_ours,)] = self._engine.rows(
            f"SELECT bool_and(created_by LIKE 'DuckDB%') FROM parquet_file_metadata({files})"
        )
        if not are_ours:  # other writers leave out of the lowest and the highest what is no number
            raise self._refusal(table)
        return {column: _Held(*told) for column, *told in self._engine.rows(_TOLD.format(files=files))}

    def _refusal(self, table: str, column: str = "") -> FileIsWrong:
        message = "This table of the store holds what no collection writes."
        return FileIsWrong.one(message, path=shown(self._folder_of(table)), key=column, remedy=BEGIN_ANEW)

    def _folder_of(self, table: str) -> Path:
        first = self._files_of(table)[0]
        return first.parents[0 if "quarter=" not in first.parent.name else 1]


_TOLD: Final = """
    SELECT path_in_schema, min(type), max(type), sum(stats_null_count)::BIGINT,
           min(TRY_CAST(stats_min_value AS DOUBLE)), max(TRY_CAST(stats_max_value AS DOUBLE)),
           bool_or(TRY_CAST(stats_min_value AS DOUBLE) IS NULL AND stats_null_count < num_values),
           sum(row_group_num_rows)::BIGINT
    FROM parquet_metadata({files}) GROUP BY path_in_schema
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

"""Damaged files of a store are put aside, for somebody to look at."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from levelbook.core.errors import FileIsWrong
from levelbook.core.portfolio.tables import NAMES_OF_PEOPLE
from levelbook.portfolio.engine import PARQUET, Engine, quoted, read_file
from levelbook.portfolio.store import Store
from levelbook.store import atomic, path_guard

DAMAGED: Final = "damaged"
"""The folder of a store that holds them."""


def put_aside(store: Store, names: Iterable[str]) -> None:
    """Move damaged files out of the way, for somebody to look at. Raises CouldNotWrite, FileIsWrong for a link."""
    aside = store.path / DAMAGED
    for name in names:
        if store.place_of(name).exists():
            try:
                atomic.make_real_folder(path_guard.real_place(aside, within=store.path))
                atomic.move(store.path / name, aside / name.replace("/", "-"), within=store.path)
            except OSError as error:
                raise atomic.could_not_write(aside, error) from error


def forget_names(store: Store, engine: Engine, place: Path) -> None:
    """Remove damaged files that may name people; of those that list editions, no more than the names.

    place: a folder for what is half built. Raises CouldNotWrite.
    """
    aside = store.path / DAMAGED
    for table in () if aside.is_symlink() else NAMES_OF_PEOPLE:
        for path in sorted(aside.glob(f"{table}-*.parquet")):
            if table != "editions" or not _is_written_without_names(path, store, engine, place):
                atomic.remove_file(path.parent, path.name)


def _is_written_without_names(path: Path, store: Store, engine: Engine, place: Path) -> bool:
    """Write a file of editions again without the names of people; False where it cannot be read."""
    nobody = ", ".join(f"CAST(NULL AS VARCHAR) AS {name}" for name in NAMES_OF_PEOPLE["editions"])
    target = place / path.name
    try:
        rows = f"SELECT * REPLACE ({nobody}) FROM {read_file(path.resolve())}"
        engine.run(f"COPY ({rows}) TO {quoted(str(target))} ({PARQUET})")
    except FileIsWrong:
        return False
    try:
        atomic.move(target, path, within=store.path)
    except OSError as error:
        raise atomic.could_not_write(path, error) from error
    return True

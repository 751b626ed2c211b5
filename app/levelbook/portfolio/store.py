"""A store contains the collected data: Parquet files, and `store.json`, which lists the valid ones.

`store_writer.py` writes it so that whoever reads always finds the last collection whole.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import Annotated, Any, Final

from levelbook import __version__, clock
from levelbook.core.errors import FileIsWrong, UsedWrongly
from levelbook.core.frozen import frozen
from levelbook.core.portfolio.quarters import Quarter
from levelbook.core.portfolio.tables import (
    LATEST,
    OF_EDITIONS,
    TABLES,
    UNDIVIDED,
    ProblemRow,
    columns,
)
from levelbook.core.text.cleaning import clean_line
from levelbook.core.text.field_types import Ge, Le
from levelbook.core.text.json_text import json_text
from levelbook.portfolio.engine import (
    Engine,
    EngineName,
    QueryCancellation,
    QueryEngine,
)
from levelbook.portfolio.file_sums import COLLECT_AGAIN, FileSums, StoreSums, must_not_be_waited_for
from levelbook.portfolio.store_guard import BEGIN_ANEW, StoreGuard
from levelbook.reading import fast_path
from levelbook.store import path_guard
from levelbook.store.cache import COLLECTED_TABLES
from levelbook.store.digests import digest
from levelbook.store.file_formats import CURRENT, bring_forward
from levelbook.words.figures import listed
from levelbook.words.files import cause, shown

MANIFEST: Final = "store.json"
SUM: Final = "sum"
"""Key of `store.json`: a digest of all the others."""


@frozen(kw_only=True)
class Manifest:
    """A manifest says which files count, and what they are made of."""

    format: Annotated[int, Ge(1)] = CURRENT["portfolio-store"]
    needs: str = "0.1.0"
    """The first levelbook that reads this format."""
    levelbook: str = __version__
    generation: int = 0
    """How many times the store was written."""
    collected_at: str = ""
    """In UTC."""
    collected_on: str = ""
    """The UTC day as of which late is late."""
    round_days: Annotated[int, Ge(1), Le(3660)] = 92
    people: bool = False
    nameless: tuple[int, ...] = ()
    """Editions, as tables name them, that were collected without names of people, before these were wanted."""
    files: Mapping[str, int] = field(default_factory=dict)
    """Path in the store to the file's size in bytes."""
    sums: Mapping[str, int] = field(default_factory=dict)
    """Path in the store to the CRC-32 of the file, of all that were collected since there are sums."""
    holds: str = ""
    """Digest of the tables that are written whole, and of what else editions are seen with: `StoreWriter.commit`."""
    unknown: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def today(self) -> date:
        """Return the day of collecting."""
        return date.fromisoformat(self.collected_on)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was ever collected."""
        return not self.generation

    def lacking(self) -> tuple[str, ...]:
        """Name the tables, or their quarters, that every collection lists and this one does not.

        Without them, teams that were collected would not be seen, or an edition's rows be there twice.
        """
        if self.is_empty:
            return ()
        there = {name.rpartition("/")[0] for name in self.files}
        found = [table for table in UNDIVIDED if table not in there]
        quarters = {quarter_of(name) for name in self.files if quarter_of(name) and not name.startswith(f"{LATEST}/")}
        found += [place for one in sorted(quarters) if (place := f"editions/quarter={one}") not in there]
        latest = [place for place in there if place.startswith(f"{LATEST}/")]
        return (*found, *([LATEST] if len(latest) < self._quarters_since(min(quarters, default="")) else []))

    def _quarters_since(self, first: str) -> int:
        """Count the quarters from the first with an edition to that of the collection, which is one at least."""
        first_quarter, last = (Quarter.parse(first) if first else Quarter.of(self.today)), Quarter.of(self.today)
        return max((last.year - first_quarter.year) * 4 + last.number - first_quarter.number, 0) + 1


@frozen
class Store:
    """A store is a folder; its contents may change while it is open, and are then read again."""

    path: Path

    @cached_property
    def file_sums(self) -> FileSums:
        """Return the sums of the files that are there, one for all who read this store."""
        return FileSums()

    def manifest(self) -> Manifest:
        """Read which files count; an empty one where nothing was collected yet. Raises FileIsWrong."""
        file = self.path / MANIFEST
        try:
            content = path_guard.content(file, within=self.path.parent)
        except FileNotFoundError:
            return Manifest()
        except OSError as error:
            raise FileIsWrong.one(f"This file cannot be read: {cause(error)}.", path=shown(file)) from None
        try:
            document = json.loads(content)
        except (ValueError, RecursionError):
            document = None
        if not isinstance(document, dict):
            raise FileIsWrong.one("This is not a portfolio's store.", path=shown(file), remedy=BEGIN_ANEW)
        total = document.pop(SUM, "")
        brought = bring_forward("portfolio-store", document, shown(file), otherwise=_OR_ANEW)
        found = digest(json_text(document))
        manifest = fast_path.read(Manifest, brought, shown(file))
        strange = [clean_line(name) for name in manifest.files if not _NAME_OF_A_FILE.fullmatch(name)]
        if strange:
            raise FileIsWrong.one(
                f"This lists {listed(strange[:_MOST_NAMED])}, which no collection writes.",
                path=shown(file),
                key="files",
                remedy=BEGIN_ANEW,
            )
        if total and total != found:
            message = "This file is damaged: it does not hold what was collected."
            raise FileIsWrong.one(message, path=shown(file), remedy=BEGIN_ANEW)
        if not manifest.is_empty and not _is_of_a_collection(manifest.collected_on):
            message = "This is not the day of a collection."
            raise FileIsWrong.one(message, path=shown(file), key="collected_on", remedy=BEGIN_ANEW)
        return manifest

    def opened(self, *, cancellation: QueryCancellation | None = None) -> tuple[Engine, Manifest]:
        """Return an engine in which each table of the last collection has its name.

        cancellation: what may end its queries. Raises UsedWrongly where nothing was collected or DuckDB is missing,
        FileIsWrong.
        """
        manifest = self._collected()
        engine = Engine(self.path, cancellation=cancellation)
        engine.sums = StoreSums(self.file_sums)
        guard = self.guard(engine, manifest)
        for table in TABLES:
            engine.offer(table, partial(self._open_table, engine, manifest, guard, table))
        return engine, manifest

    def _open_table(self, engine: Engine, manifest: Manifest, guard: StoreGuard, table: str) -> None:
        give_names(engine, self.path, manifest.files, only=[table])
        sums = self._sums(manifest, table)
        engine.sums.add(table, sums)
        engine.sums.compare_those_in(table)  # what is damaged can be collected again, what is made up cannot
        if not self.is_known(manifest, table):
            self.look_at(guard, manifest, table)

    def is_known(self, manifest: Manifest, *tables: str) -> bool:
        """Tell whether a guard of this user has looked at these very files of tables before."""
        known_by = self._known_by(manifest, tables)
        return known_by is not None and COLLECTED_TABLES.find(known_by) is not None

    def look_at(self, guard: StoreGuard, manifest: Manifest, *tables: str) -> None:
        """Have a guard look at tables, and note it. Raises FileIsWrong for one that holds what no collection writes."""
        known_by = self._known_by(manifest, tables)
        guard.must_be_collected(*tables)
        if known_by is not None:
            COLLECTED_TABLES.keep(known_by, b"")

    def _known_by(self, manifest: Manifest, tables: Iterable[str]) -> str | None:
        """Return a digest of the files that a guard looks at for some tables; None where nothing tells others apart.

        A sum does not: whoever can write a store can make another file that has it. When a file was last changed only
        the system says.
        """
        folders = tuple(f"{table}/" for table in (*tables, "editions"))
        own = sorted(name for name in manifest.files if name.startswith(folders))
        try:
            there = [os.lstat(self.path / name) for name in own]
            told = [
                (name, manifest.sums[name], one.st_size, one.st_mtime_ns, one.st_ctime_ns, one.st_ino, one.st_dev)
                for name, one in zip(own, there, strict=True)
            ]
        except (KeyError, OSError):  # collected before there were sums; gone
            return None
        return digest(repr((str(self.path), folders, told)))

    def guard(self, engine: Engine, manifest: Manifest) -> StoreGuard:
        """Return what looks at the tables of a collection in an engine."""
        return StoreGuard(engine, lambda table: own_files(self.path, manifest.files, table))

    def _sums(self, manifest: Manifest, table: str) -> Mapping[Path, int]:
        """Return a table's files with their sums."""
        own = [name for name in manifest.files if name.startswith(f"{table}/") and name in manifest.sums]
        return {self.place_of(name): manifest.sums[name] for name in own}

    def opened_on(
        self, name: EngineName, *, cancellation: QueryCancellation | None = None
    ) -> tuple[QueryEngine, Manifest]:
        """Return an engine of this name, in which each table has its name; a cancellation ends queries of DuckDB alone.

        Raises as `opened` does, UsedWrongly also where that engine cannot start.
        """
        if name == "duckdb":
            return self.opened(cancellation=cancellation)
        from levelbook.portfolio.spark import Spark  # 1 ms

        looked_at, manifest = self.opened()
        with looked_at:
            looked_at.make_offered()
        engine = Spark()
        give_names(engine, self.path, manifest.files)
        return engine, manifest

    def _collected(self) -> Manifest:
        manifest = self.manifest()
        if manifest.is_empty:
            raise UsedWrongly(
                "Nothing has been collected yet.", remedy="Read the books with: levelbook portfolio collect"
            )
        if lacking := manifest.lacking():
            message = f"This does not list {listed(lacking[:_MOST_NAMED])}, as every collection does."
            raise FileIsWrong.one(message, path=shown(self.path / MANIFEST), key="files", remedy=COLLECT_AGAIN)
        return manifest

    def problems(self) -> tuple[ProblemRow, ...]:
        """Return what the last collection could not read. Raises UsedWrongly, FileIsWrong."""
        engine, _ = self.opened()
        with engine:
            wanted = ", ".join(ProblemRow._fields)
            return tuple(ProblemRow(*row) for row in engine.rows(f"SELECT {wanted} FROM problems ORDER BY {wanted}"))

    def damaged(self, manifest: Manifest) -> tuple[str, ...]:
        """List the files that count and are not there as they were written."""
        return tuple(name for name in manifest.files if not self._is_whole(manifest, name))

    def _is_whole(self, manifest: Manifest, name: str) -> bool:
        place, total = self.place_of(name), manifest.sums.get(name)
        try:
            return place.stat().st_size == manifest.files[name] and total in (None, self.file_sums.of(place))
        except OSError:
            return False

    def place_of(self, name: str) -> Path:
        """Return where a file of the store is, which may be gone. Raises FileIsWrong where a link is in the way."""
        return path_guard.real_place(self.path / name, within=self.path)

    def must_be_its_own(self) -> None:
        """Check that each table's folder, if there is one, is a folder and no link. Raises FileIsWrong."""
        for table in TABLES:
            path_guard.real_folder(self.path / table, within=self.path)


def _is_of_a_collection(day: str) -> bool:
    try:
        return date.fromisoformat(day) >= clock.FIRST_DAY
    except ValueError:
        return False


_OR_ANEW: Final = "Or move the folder store elsewhere, and collect again with this one."
_MOST_NAMED: Final = 3

_NAME_OF_A_FILE: Final = re.compile(
    rf"(?:(?:{'|'.join(UNDIVIDED)})|(?:{'|'.join([*OF_EDITIONS, LATEST])})/quarter=[0-9]{{4}}-Q[1-4])"
    r"/[0-9]{6,18}\.parquet"
)
"""What a store lists is read, moved and removed, and a stranger may have written the list: no other files are in it."""


def give_names(engine: QueryEngine, folder: Path, files: Iterable[str], *, only: Iterable[str] = TABLES) -> None:
    """Give the tables of a store their names in an engine, or some of them."""
    for table in only:
        own = own_files(folder, files, table)
        engine.view(table, columns(TABLES[table]), own, by_quarter=table not in UNDIVIDED)


def own_files(folder: Path, files: Iterable[str], table: str) -> list[Path]:
    """Return where the files of a table are, which may be gone.

    Raises FileIsWrong where a link is in the way, or a pipe or device in a file's place: an engine would wait for it.
    """
    own = sorted(name for name in files if name.startswith(f"{table}/"))
    places = [path_guard.real_place(folder / name, within=folder) for name in own]
    for place in places:
        must_not_be_waited_for(place)
    return places


def quarter_of(name: str) -> str:
    """Return the quarter in the path of a file; empty for a table that is not divided."""
    return name.partition("quarter=")[2].partition("/")[0]

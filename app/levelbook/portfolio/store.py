"""A store contains the collected data: Parquet files, and `store.json`, which lists the valid ones.

A collection writes new files beside the old ones, then `store.json`, in one rename. So whoever reads finds the last
collection whole, whatever became of a later one: a kill, a full disk. Files that count no more are removed after that.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Final

from levelbook import __version__
from levelbook.core.errors import CouldNotWrite, FileIsWrong, UsedWrongly
from levelbook.core.frozen import frozen
from levelbook.core.portfolio.tables import (
    LATEST,
    NAMES_OF_PEOPLE,
    OF_EDITIONS,
    TABLES,
    UNDIVIDED,
    ProblemRow,
    columns,
    texts_never_null,
)
from levelbook.core.text.cleaning import clean_line
from levelbook.core.text.field_types import Ge
from levelbook.core.text.json_text import json_text
from levelbook.portfolio.engine import (
    Engine,
    EngineName,
    QueryCancellation,
    QueryEngine,
    RowFileWriter,
    quoted,
    read_file,
    read_rows,
    write_rows,
)
from levelbook.portfolio.file_sums import must_be_whole, sum_of
from levelbook.reading import fast_path
from levelbook.reading.files import files_below
from levelbook.store import atomic, path_guard
from levelbook.store.digests import digest
from levelbook.store.file_formats import CURRENT, bring_forward
from levelbook.words.figures import listed
from levelbook.words.files import cause, shown

MANIFEST: Final = "store.json"
DAMAGED: Final = "damaged"
_SUM: Final = "sum"
"""Key of `store.json`: a digest of all the others."""
_COMPRESSION: Final = "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880"


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
    round_days: int = 92
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


@frozen
class Store:
    """A store is a folder; its contents may change while it is open, and are then read again."""

    path: Path

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
            raise FileIsWrong.one("This is not a portfolio's store.", path=shown(file), remedy=_BEGIN_ANEW)
        total = document.pop(_SUM, "")
        brought = bring_forward("portfolio-store", document, shown(file), otherwise=_OR_ANEW)
        found = digest(json_text(document))
        manifest = fast_path.read(Manifest, brought, shown(file))
        strange = [clean_line(name) for name in manifest.files if not _NAME_OF_A_FILE.fullmatch(name)]
        if strange:
            raise FileIsWrong.one(
                f"This lists {listed(strange[:_MOST_NAMED])}, which no collection writes.",
                path=shown(file),
                key="files",
                remedy=_BEGIN_ANEW,
            )
        if total and total != found:
            message = "This file is damaged: it does not hold what was collected."
            raise FileIsWrong.one(message, path=shown(file), remedy=_BEGIN_ANEW)
        return manifest

    def opened(self, *, cancellation: QueryCancellation | None = None) -> tuple[Engine, Manifest]:
        """Return an engine in which each table of the last collection has its name.

        cancellation: what may end its queries. Raises UsedWrongly where nothing was collected or DuckDB is missing,
        FileIsWrong.
        """
        manifest = self._collected()
        engine = Engine(self.path, cancellation=cancellation)
        for table in TABLES:
            engine.offer(table, partial(self._open_table, engine, manifest, table))
        return engine, manifest

    def _open_table(self, engine: Engine, manifest: Manifest, table: str) -> None:
        give_names(engine, self.path, manifest.files, only=[table])
        engine.sums.add(table, self._sums(manifest, table))

    def _sums(self, manifest: Manifest, table: str) -> Mapping[Path, int]:
        """Return a table's files with their sums."""
        own = [name for name in manifest.files if name.startswith(f"{table}/") and name in manifest.sums]
        return {self.place_of(name): manifest.sums[name] for name in own}

    def opened_on(
        self, name: EngineName, *, cancellation: QueryCancellation | None = None
    ) -> tuple[QueryEngine, Manifest]:
        """Return the same on an engine of a name; a cancellation ends queries of DuckDB alone.

        Raises the same, UsedWrongly where that engine cannot start."""
        if name == "duckdb":
            return self.opened(cancellation=cancellation)
        from levelbook.portfolio.spark import Spark  # 1 ms

        manifest = self._collected()
        for table in TABLES:
            for path, total in self._sums(manifest, table).items():
                must_be_whole(path, total)
        engine = Spark()
        give_names(engine, self.path, manifest.files)
        return engine, manifest

    def _collected(self) -> Manifest:
        manifest = self.manifest()
        if manifest.is_empty:
            raise UsedWrongly(
                "Nothing has been collected yet.", remedy="Read the books with: levelbook portfolio collect"
            )
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
            return place.stat().st_size == manifest.files[name] and total in (None, sum_of(place))
        except OSError:
            return False

    def place_of(self, name: str) -> Path:
        """Return where a file of the store is, which may be gone. Raises FileIsWrong where a link is in the way."""
        return path_guard.real_place(self.path / name, within=self.path)

    def must_be_its_own(self) -> None:
        """Check that each table's folder, if there is one, is a folder and no link. Raises FileIsWrong."""
        for table in TABLES:
            path_guard.real_folder(self.path / table, within=self.path)


_LATEST: Final = """
WITH seen AS (
    SELECT quarter, first_day, as_of, editions.team, edition, name, number, previous, sealed_at, sealed_on,
           before_upgrade_to
    FROM (SELECT * EXCLUDE (quarter, as_of) FROM editions) AS editions
    JOIN quarters ON editions.sealed_on <= quarters.as_of OR quarters.as_of = (SELECT max(as_of) FROM quarters)
), followed AS (
    SELECT quarter, team, previous, max(number) AS by FROM seen WHERE previous IS NOT NULL GROUP BY ALL
), open_ended AS (
    SELECT seen.*, coalesce(followed.by > seen.number, false) AS is_followed
    FROM seen LEFT JOIN followed
      ON followed.quarter = seen.quarter AND followed.team = seen.team AND followed.previous = seen.name
), last AS (
    SELECT quarter, first_day, as_of, team,
           max_by(edition, (NOT is_followed, sealed_at, number, edition)) AS edition,
           max_by(sealed_on, (NOT is_followed, sealed_at, number, edition)) AS sealed_on,
           max(sealed_on) FILTER (WHERE before_upgrade_to IS NULL) AS round_on
    FROM open_ended
    GROUP BY quarter, first_day, as_of, team
)
SELECT quarter, last.team, edition, sealed_on, round_on, greatest(as_of - sealed_on, 0) AS age_days,
       round_on IS NULL OR as_of - round_on > {round_days} AS is_old, sealed_on >= first_day AS is_new
FROM last JOIN teams ON teams.team = last.team
WHERE closed_on IS NULL OR closed_on > as_of
"""
"""Each team's last edition at the end of each quarter. One of tomorrow, where the team is, counts today.

An edition that another one followed is not the last, although a clock that was set back says so.
"""

_OR_ANEW: Final = "Or move the folder store elsewhere, and collect again with this one."
_BEGIN_ANEW: Final = "Move the folder elsewhere, and collect again."
_MOST_NAMED: Final = 3

_NAME_OF_A_FILE: Final = re.compile(
    rf"(?:(?:{'|'.join(UNDIVIDED)})|(?:{'|'.join([*OF_EDITIONS, LATEST])})/quarter=[0-9]{{4}}-Q[1-4])"
    r"/[0-9]{6,18}\.parquet"
)
"""What a store lists is read, moved and removed, and a stranger may have written the list: no other files are in it."""


def give_names(engine: QueryEngine, folder: Path, files: Iterable[str], *, only: Iterable[str] = TABLES) -> None:
    """Give the tables of a store their names in an engine, or some of them."""
    names = sorted(files)
    for table in only:
        kind = TABLES[table]
        own = [path_guard.real_place(folder / name, within=folder) for name in names if name.startswith(f"{table}/")]
        engine.view(table, columns(kind), own, by_quarter=table not in UNDIVIDED)


def quarter_of(name: str) -> str:
    """Return the quarter in the path of a file; empty for a table that is not divided."""
    return name.partition("quarter=")[2].partition("/")[0]


# --- Writing ----------------------------------------------------------------------------------------------------------


@dataclass
class StoreWriter:
    """A store writer takes the rows that one collection adds to a store, while it has the lock."""

    store: Store
    manifest: Manifest
    engine: Engine
    place: Path
    """A folder in the store for what is half built."""
    added: set[str] = field(default_factory=set)
    """Quarters with files to write again."""
    replaced: list[tuple[int]] = field(default_factory=list)
    """Editions whose rows in the store give way to added ones."""
    spools: dict[tuple[str, str], RowFileWriter] = field(default_factory=dict)
    """By table and quarter, rows that `commit` is going to find in a file."""

    @classmethod
    def of(cls, store: Store, manifest: Manifest) -> StoreWriter:
        place = store.path / atomic.temporary_name()
        atomic.make_real_folder(store.path.resolve() / place.name)
        engine = Engine(store.path, spill=place / "spill")
        give_names(engine, store.path, manifest.files, only=["editions"])
        return cls(store, manifest, engine, place)

    def add(self, quarter: str, tables: Mapping[str, Sequence[Sequence[Any]]]) -> None:
        """Put rows of an edition aside, for `commit`, as `rows_of` makes them."""
        self.added.add(quarter)
        for table, rows in tables.items():
            if not rows:
                continue
            if (table, quarter) not in self.spools:
                self.spools[table, quarter] = RowFileWriter(self._spool_path(table, quarter))
            self.spools[table, quarter].add(rows)

    def replace(self, edition: int, quarter: str, tables: Mapping[str, Sequence[Sequence[Any]]]) -> None:
        """Put rows aside that come in place of those which the store has of this edition."""
        self.replaced.append((edition,))
        self.add(quarter, tables)

    def give_ids(self, teams: Mapping[str, str]) -> None:
        """Give teams in the store other ids, from the next `commit` on."""
        self.engine.fill("renamed", {"old": "VARCHAR", "now": "VARCHAR"}, teams.items())
        if teams:
            sql = "SELECT DISTINCT quarter FROM editions WHERE team IN (SELECT old FROM renamed)"
            self.added.update(quarter for (quarter,) in self.engine.rows(sql))

    def first_quarter(self) -> str | None:
        """Return the first quarter that has an edition; None where there is none."""
        return min([*self.added, *filter(None, map(quarter_of, self.manifest.files))], default=None)

    def commit(
        self,
        *,
        undivided: Mapping[str, Sequence[Sequence[Any]]],
        quarters: Sequence[tuple[str, date, date]],
        at: datetime,
        round_days: int,
        people: bool,
        nameless: Iterable[int] = (),
    ) -> Manifest:
        """Write what was added and bring the store to it; where all is as it was, no more than when that was seen.

        undivided: the whole of each table that has no quarters. quarters: each one's name, first day, and the day as
        of which it is seen. nameless: editions that lack the names of people which are wanted.

        Raises CouldNotWrite, with the store as it was before.
        """
        holds = digest(repr((sorted(undivided.items()), quarters, round_days, people)))
        forgets = self.manifest.people and not people
        if forgets:
            self.added.update(filter(None, map(quarter_of, self.manifest.files)))
        if not self.added and holds == self.manifest.holds:
            return self._seen_again(at)
        give_names(self.engine, self.store.path, self.manifest.files, only=OF_EDITIONS)
        generation = self.manifest.generation + 1
        files = {name for name in self.manifest.files if quarter_of(name) and not name.startswith(f"{LATEST}/")}
        made: dict[str, Path] = {}
        self.engine.fill("replaced", {"gone": "BIGINT"}, self.replaced)
        for waiting in self.spools.values():
            waiting.flush()
        for quarter in sorted(self.added):
            for table in OF_EDITIONS:
                self._extend(table, quarter, files, made, generation, nobody=forgets)
        for table, rows in undivided.items():
            spool = self._spool_path(table, "")
            write_rows(spool, rows)
            types = columns(UNDIVIDED[table])
            source = _rows_in(spool, UNDIVIDED[table]) if rows else f"SELECT * FROM {table} WHERE false"
            if not rows:
                self.engine.view(table, types, [], by_quarter=False)
            self._copy(source, f"{table}/{generation:06}.parquet", made)
        for table in ("editions", "teams"):
            self._name(table, files, made)
        self.engine.fill("quarters", {"quarter": "VARCHAR", "first_day": "DATE", "as_of": "DATE"}, quarters)
        self.engine.run(f"CREATE OR REPLACE TEMP TABLE found_latest AS {_LATEST.format(round_days=round_days)}")
        for (quarter,) in self.engine.rows("SELECT DISTINCT quarter FROM found_latest ORDER BY quarter"):
            # Of a table DuckDB knows which columns happen to lack no value, and writes into the file that none can.
            # Readers of many files believe that of all, and ClickHouse reads a missing day as 1 January 1970.
            wanted = ", ".join(
                f"CASE WHEN team IS NOT NULL THEN {name} END AS {name}" for name in columns(TABLES[LATEST])
            )
            sql = f"SELECT {wanted} FROM found_latest WHERE quarter = {quoted(quarter)} ORDER BY team"
            self._copy(sql, f"{LATEST}/quarter={quarter}/{generation:06}.parquet", made)
        if forgets:
            self._forget_names_put_aside()
        self.manifest = self._bring_into_place(files, made, generation, holds, at, round_days, people, nameless)
        self._begin_again()
        return self.manifest

    def close(self) -> None:
        """Let go of what is half built."""
        self.engine.__exit__()
        atomic.remove_tree(self.place)

    def _forget_names_put_aside(self) -> None:
        """Remove damaged files that may name people; of those that list editions, no more than the names.

        Raises CouldNotWrite.
        """
        aside = self.store.path / DAMAGED
        for table in () if aside.is_symlink() else NAMES_OF_PEOPLE:
            for path in sorted(aside.glob(f"{table}-*.parquet")):
                if table != "editions" or not self._is_written_without_names(path):
                    atomic.remove_file(path.parent, path.name)

    def _is_written_without_names(self, path: Path) -> bool:
        """Write a file of editions again without the names of people; False where it cannot be read."""
        nobody = ", ".join(f"CAST(NULL AS VARCHAR) AS {name}" for name in NAMES_OF_PEOPLE["editions"])
        target = self.place / path.name
        try:
            rows = f"SELECT * REPLACE ({nobody}) FROM {read_file(path.resolve())}"
            self.engine.run(f"COPY ({rows}) TO {quoted(str(target))} ({_COMPRESSION})")
        except FileIsWrong:
            return False
        try:
            atomic.move(target, path, within=self.store.path)
        except OSError as error:
            raise atomic.could_not_write(path, error) from error
        return True

    def _begin_again(self) -> None:
        """Let go of what the store holds by now."""
        for spool in self.place.glob("*.tsv"):
            atomic.remove_tree(spool)
        self.spools.clear()
        self.added.clear()
        self.replaced.clear()
        give_names(self.engine, self.store.path, self.manifest.files, only=["editions"])

    def _spool_path(self, table: str, quarter: str) -> Path:
        return self.place / f"{table}-{quarter}.tsv"

    def _extend(
        self, table: str, quarter: str, files: set[str], made: dict[str, Path], generation: int, *, nobody: bool
    ) -> None:
        """Write a quarter's file of a table again, with old and added rows. nobody: without the names of people."""
        spool, types = self._spool_path(table, quarter), columns(OF_EDITIONS[table])
        old = [name for name in files if name.startswith(f"{table}/quarter={quarter}/")]
        other = {"team": "coalesce(now, team) AS team"}
        parts = []
        if spool.exists():  # a team may get another id between two commits of a collection
            now = ", ".join(other.get(name, name) for name in types)
            parts.append(f"SELECT {now} FROM ({_rows_in(spool, OF_EDITIONS[table])}) LEFT JOIN renamed ON team = old")
        if old:
            if nobody:
                other |= {name: f"CAST(NULL AS {types[name]}) AS {name}" for name in NAMES_OF_PEOPLE.get(table, ())}
            kept = ", ".join(other.get(name, name) for name in types)
            parts.append(
                f"SELECT {kept} FROM {table} LEFT JOIN renamed ON team = old WHERE quarter = {quoted(quarter)} "
                "AND edition NOT IN (SELECT gone FROM replaced)"
            )
        if not parts:
            return
        order = "team, edition" if table != "editions" else "team, sealed_at, edition"
        self._copy(
            f"SELECT * FROM ({' UNION ALL '.join(parts)}) ORDER BY {order}",
            f"{table}/quarter={quarter}/{generation:06}.parquet",
            made,
        )
        files.difference_update(old)

    def _copy(self, sql: str, name: str, made: dict[str, Path]) -> None:
        target = self.place / name
        atomic.make_real_folder(target.parent.resolve())
        self.engine.run(f"COPY ({sql}) TO {quoted(str(target))} ({_COMPRESSION})")
        made[name] = target

    def _name(self, table: str, files: Iterable[str], made: Mapping[str, Path]) -> None:
        """Name the new store's files of a table in the engine."""
        own = [self.store.path / name for name in files if name.startswith(f"{table}/")]
        own += [path for name, path in made.items() if name.startswith(f"{table}/")]
        self.engine.view(table, columns(TABLES[table]), sorted(own), by_quarter=table not in UNDIVIDED)

    def _bring_into_place(
        self,
        kept: set[str],
        made: Mapping[str, Path],
        generation: int,
        holds: str,
        at: datetime,
        round_days: int,
        people: bool,
        nameless: Iterable[int],
    ) -> Manifest:
        sizes = {name: path.stat().st_size for name, path in made.items()}
        sums = {name: sum_of(path) for name, path in made.items()}
        manifest = Manifest(
            generation=generation,
            collected_at=_moment(at),
            collected_on=at.date().isoformat(),
            round_days=round_days,
            people=people,
            nameless=tuple(sorted(nameless)),
            files={**{name: self.manifest.files[name] for name in sorted(kept)}, **dict(sorted(sizes.items()))},
            sums={
                **{name: known for name, known in self.manifest.sums.items() if name in kept},
                **dict(sorted(sums.items())),
            },
            holds=holds,
        )
        try:
            for name, path in made.items():
                atomic.make_real_folder(self.store.place_of(name).parent)
                _confirmed(path)
                atomic.move(path, self.store.path / name, within=self.store.path)
            for folder in {(self.store.path / name).parent for name in made}:
                atomic.sync_folder(folder)
        except OSError as error:
            raise atomic.could_not_write(self.store.path, error) from error
        self._write(manifest)
        return manifest

    def _seen_again(self, at: datetime) -> Manifest:
        """Record when the store was last found complete, so that open portfolios need not load it again."""
        self.manifest = replace(self.manifest, levelbook=__version__, collected_at=_moment(at))
        self._write(self.manifest)
        return self.manifest

    def _write(self, manifest: Manifest) -> None:
        table = {key: value for key, value in vars(manifest).items() if key != "unknown"}
        text = json_text({**table, _SUM: digest(json_text(table))})
        atomic.write_text(self.store.path / MANIFEST, text, within=self.store.path)
        remove_obsolete_files(self.store.path, manifest.files)


def _rows_in(spool: Path, kind: type[Any]) -> str:
    """Return the SQL of the rows of a table that were put aside."""
    types = columns(kind)
    return f"SELECT {', '.join(types)} FROM {read_rows(spool, types, never_null=texts_never_null(kind))}"


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _confirmed(path: Path) -> None:
    """Bring a file down to the disk. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_obsolete_files(folder: Path, files: Iterable[str]) -> None:
    """Remove files of earlier collections, and of one that came to nothing. Only under the lock.

    Raises FileIsWrong where a table's folder is a link.
    """
    counting = {path_guard.real_path(folder) / name for name in files}
    for table in TABLES:
        place = path_guard.real_folder(folder / table, within=folder)
        for path in files_below(place) if place.is_dir() else ():
            if path.suffix == ".parquet" and path not in counting:
                atomic.remove_file(path.parent, path.name)


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


def busy(error: CouldNotWrite) -> CouldNotWrite:
    """Say the same of a lock that another collection holds."""
    remedy = "Wait until the other `levelbook portfolio collect` is done. Everything collected before can be read."
    return CouldNotWrite(error.message, remedy=remedy)

"""A store writer brings a store to what a collection found.

A collection writes new files beside the old ones, then `store.json`, in one rename. So whoever reads finds the last
collection whole, whatever became of a later one: a kill, a full disk. Files that count no more are removed after that.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from levelbook import __version__
from levelbook.core.portfolio.tables import (
    LATEST,
    NAMES_OF_PEOPLE,
    OF_EDITIONS,
    TABLES,
    UNDIVIDED,
    columns,
    texts_never_null,
)
from levelbook.core.text.json_text import json_text
from levelbook.portfolio.damaged_files import forget_names
from levelbook.portfolio.engine import PARQUET, Engine, RowFileWriter, quoted, read_rows, write_rows
from levelbook.portfolio.store import MANIFEST, SUM, Manifest, Store, give_names, quarter_of
from levelbook.reading.files import files_below
from levelbook.store import atomic, path_guard
from levelbook.store.digests import digest

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
    row_files: dict[tuple[str, str], RowFileWriter] = field(default_factory=dict)
    """By table and quarter, rows that `commit` is going to find in a file."""

    @classmethod
    def of(cls, store: Store, manifest: Manifest) -> StoreWriter:
        """Begin to write into a store: an engine that knows its tables, and a folder for what is half built."""
        place = store.path / atomic.temporary_name()
        atomic.make_real_folder(store.path.resolve() / place.name)
        engine = Engine(store.path, spill=place / "spill")
        is_known = store.is_known(manifest, *TABLES)
        give_names(engine, store.path, manifest.files, only=["editions"] if is_known else TABLES)
        if not is_known:
            store.look_at(store.guard(engine, manifest), manifest, *TABLES)
        return cls(store, manifest, engine, place)

    def add(self, quarter: str, tables: Mapping[str, Sequence[Sequence[Any]]]) -> None:
        """Put rows of an edition aside, for `commit`, as `rows_of` makes them."""
        self.added.add(quarter)
        for table, rows in tables.items():
            if not rows:
                continue
            if (table, quarter) not in self.row_files:
                self.row_files[table, quarter] = RowFileWriter(self._row_file(table, quarter))
            self.row_files[table, quarter].add(rows)

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
        is_of_today = (self.manifest.collected_on, self.manifest.round_days) == (at.date().isoformat(), round_days)
        if not self.added and holds == self.manifest.holds and is_of_today:
            return self._seen_again(at)
        give_names(self.engine, self.store.path, self.manifest.files, only=OF_EDITIONS)
        generation = self.manifest.generation + 1
        files = {name for name in self.manifest.files if quarter_of(name) and not name.startswith(f"{LATEST}/")}
        made: dict[str, Path] = {}
        self.engine.fill("replaced", {"gone": "BIGINT"}, self.replaced)
        for waiting in self.row_files.values():
            waiting.flush()
        for quarter in sorted(self.added):
            for table in OF_EDITIONS:
                self._extend(table, quarter, files, made, generation, nobody=forgets)
        for table, rows in undivided.items():
            row_file = self._row_file(table, "")
            write_rows(row_file, rows)
            types = columns(UNDIVIDED[table])
            source = _rows_in(row_file, UNDIVIDED[table]) if rows else f"SELECT * FROM {table} WHERE false"
            if not rows:
                self.engine.view(table, types, [], by_quarter=False)
            self._copy(source, f"{table}/{generation:06}.parquet", made)
        for table in ("editions", "teams"):
            self._name(table, files, made)
        self.engine.fill("quarters", {"quarter": "VARCHAR", "first_day": "DATE", "as_of": "DATE"}, quarters)
        self.engine.run(f"CREATE OR REPLACE TEMP TABLE found_latest AS {_LATEST.format(round_days=round_days)}")
        for quarter, *_ in quarters:  # without a row, too, as where every team has closed: readers miss no file
            # Of a table DuckDB knows which columns happen to lack no value, and writes into the file that none can.
            # Readers of many files believe that of all, and ClickHouse reads a missing day as 1 January 1970.
            wanted = ", ".join(
                f"CASE WHEN team IS NOT NULL THEN {name} END AS {name}" for name in columns(TABLES[LATEST])
            )
            sql = f"SELECT {wanted} FROM found_latest WHERE quarter = {quoted(quarter)} ORDER BY team"
            self._copy(sql, f"{LATEST}/quarter={quarter}/{generation:06}.parquet", made)
        if forgets:
            forget_names(self.store, self.engine, self.place)
        self.manifest = self._bring_into_place(files, made, generation, holds, at, round_days, people, nameless)
        self._begin_again()
        return self.manifest

    def close(self) -> None:
        """Let go of what is half built."""
        self.engine.__exit__()
        atomic.remove_tree(self.place)

    def _begin_again(self) -> None:
        """Let go of what the store holds by now."""
        for row_file in self.place.glob("*.tsv"):
            atomic.remove_tree(row_file)
        self.row_files.clear()
        self.added.clear()
        self.replaced.clear()
        give_names(self.engine, self.store.path, self.manifest.files, only=["editions"])

    def _row_file(self, table: str, quarter: str) -> Path:
        return self.place / f"{table}-{quarter}.tsv"

    def _extend(
        self, table: str, quarter: str, files: set[str], made: dict[str, Path], generation: int, *, nobody: bool
    ) -> None:
        """Write a quarter's file of a table again, with old and added rows. nobody: without the names of people."""
        row_file, types = self._row_file(table, quarter), columns(OF_EDITIONS[table])
        old = [name for name in files if name.startswith(f"{table}/quarter={quarter}/")]
        other = {"team": "coalesce(now, team) AS team"}
        parts = []
        if row_file.exists():  # a team may get another id between two commits of a collection
            now = ", ".join(other.get(name, name) for name in types)
            parts.append(
                f"SELECT {now} FROM ({_rows_in(row_file, OF_EDITIONS[table])}) LEFT JOIN renamed ON team = old"
            )
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
        self.engine.run(f"COPY ({sql}) TO {quoted(str(target))} ({PARQUET})")
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
        sums = {name: self.store.file_sums.of(path) for name, path in made.items()}
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
        text = json_text({**table, SUM: digest(json_text(table))})
        atomic.write_text(self.store.path / MANIFEST, text, within=self.store.path)
        remove_obsolete_files(self.store.path, manifest.files)


def _rows_in(row_file: Path, kind: type[Any]) -> str:
    """Return the SQL of the rows of a table that were put aside."""
    types = columns(kind)
    return f"SELECT {', '.join(types)} FROM {read_rows(row_file, types, never_null=texts_never_null(kind))}"


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

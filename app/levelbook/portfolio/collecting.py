"""Collecting reads what teams have sealed since the last time, and files it under their teams.

Nothing of a book is scored again, and nothing that was collected is lost: a book that is gone keeps its editions here,
and one that cannot be read is a row in *problems*.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from levelbook import clock
from levelbook.core.errors import CouldNotWrite, FileIsWrong, LevelbookError
from levelbook.core.frozen import frozen
from levelbook.core.portfolio.folder_patterns import FolderPattern
from levelbook.core.portfolio.organisation import EVERYWHERE, Organisation, Source
from levelbook.core.portfolio.quarters import Quarter
from levelbook.core.portfolio.rows import EditionRows, edition_key
from levelbook.core.portfolio.tables import EditionRow, ProblemRow, TeamRow
from levelbook.core.text.cleaning import spoken_day
from levelbook.core.text.quotation import in_quotes
from levelbook.portfolio.book_sources import BookSource, FolderSource
from levelbook.portfolio.contradicted import contradicted_editions
from levelbook.portfolio.damaged_files import lost_with_damage, without_damage
from levelbook.portfolio.edition_reader import FoundEdition, find_edition, has_several_histories, read_edition
from levelbook.portfolio.engine import quoted
from levelbook.portfolio.first_view_cache import store_first_view
from levelbook.portfolio.repositories import RepositorySource, clone_name, clones_folder
from levelbook.portfolio.settings import Portfolio
from levelbook.portfolio.store import Manifest, Store
from levelbook.portfolio.store_writer import StoreWriter
from levelbook.portfolio.stray_editions import stray_editions, team_in_settings
from levelbook.portfolio.succession import CollectedEdition, Succession, editions_of_others
from levelbook.portfolio.team_rows import team_rows, teams_called_alike, teams_not_found, unit_rows
from levelbook.portfolio.teams_of_books import TeamsOfBooks
from levelbook.store import atomic
from levelbook.store.editions import RESTORE

LEAST_AT_ONCE: Final = 5_000
"""New editions after which the store is written, so that an interruption loses no more than these."""
MOST_READ_AHEAD: Final = 64
"""Editions of one book, whose rows take half a megabyte for each thousand practices."""
AT_ONCE: Final = 8
"""Repositories that are fetched at the same time."""
LOOK_UP: Final = 0.2
"""Seconds after which somebody who pressed Ctrl-C is heard at the latest."""
_EDITIONS: Final = "SELECT edition, digest, team, name, number, previous, sealed_at, team_name, place FROM editions"
_NO_BOOK: Final = "Is it written as the folders are? Symbolic links are not followed."
AHEAD: Final = timedelta(days=1)
"""A team's own day may be that much ahead of UTC's."""

Progress = Callable[[str], None]
"""Is told in a few words what is being read."""


@frozen
class Collected:
    """The result of a collection."""

    books: int
    new_editions: int
    known_editions: int
    teams: int
    problems: tuple[ProblemRow, ...]
    manifest: Manifest


def collect(portfolio: Portfolio, *, progress: Progress = lambda _: None) -> Collected:
    """Bring a portfolio's store to what its sources hold now.

    Raises CouldNotWrite, with the last good store still readable, also while somebody else collects; FileIsWrong for a
    store of a newer levelbook, or one that leads out of its folder; UsedWrongly where DuckDB is missing.
    """
    store = portfolio.store
    atomic.make_folder(store.path, within=portfolio.path)
    with _alone(store), _no_search_for_cycles():
        store.must_be_its_own()
        collection = _Collection.begin(portfolio, store, progress)
        try:
            found = collection.all()
        finally:
            collection.writing.close()
        store_first_view(portfolio)
        return found


def _as_they_end(fetches: Iterable[Future[None]]) -> Iterator[Future[None]]:
    """Yield each as it ends.

    Python sees a signal only between two of its instructions. One that comes just before a wait without end is seen
    when that has ended, so this looks up every now and then.
    """
    pending = set(fetches)
    while pending:
        ended, pending = wait(pending, timeout=LOOK_UP, return_when=FIRST_COMPLETED)
        yield from ended


@contextlib.contextmanager
def _alone(store: Store) -> Iterator[None]:
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(atomic.locked(store.path))
        except CouldNotWrite as error:
            remedy = (
                "Wait until the other `levelbook portfolio collect` is done. Everything collected before can be read."
            )
            raise CouldNotWrite(error.message, remedy=remedy) from None
        yield


@contextlib.contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Spare Python a tenth of the time: it looks for values that hold each other, and no edition's do."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@dataclass
class _Collection:
    """A collection under way."""

    portfolio: Portfolio
    store: Store
    writing: StoreWriter
    teams_of_books: TeamsOfBooks
    progress: Progress
    now: datetime
    stored: int = 0
    """Editions that the store holds."""
    known: int = 0
    """Editions that it held before."""
    digest_of: dict[tuple[str, str], str] = field(default_factory=dict)
    """Team and name of an edition to its digest."""
    digest_of_key: dict[int, str] = field(default_factory=dict)
    successions: dict[str, Succession] = field(default_factory=dict)
    """By team."""
    found_at: dict[str, str] = field(default_factory=dict)
    """Team to where its book was found this time."""
    problems: list[ProblemRow] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)
    """Sources that could not be read."""
    books: int = 0
    new: int = 0
    read_ahead: dict[tuple[str, str], EditionRows] = field(default_factory=dict)
    """Digest of an edition of the book at hand, and the team that it was read for, to its rows."""
    waiting: int = 0
    """Editions that the store does not hold yet, or not with names of people."""
    nameless: set[int] = field(default_factory=set)
    """Editions that the store holds without the names of people, which are wanted."""

    @classmethod
    def begin(cls, portfolio: Portfolio, store: Store, progress: Progress) -> _Collection:
        """Begin a collection with what the store holds, without the files of it that are damaged."""
        manifest, problems = without_damage(store, store.manifest())
        writing = StoreWriter.of(store, manifest)
        teams_of_books = TeamsOfBooks(portfolio.organisation, {})
        made = cls(portfolio, store, writing, teams_of_books, progress, clock.now(), problems=problems)
        for row in writing.engine.tables(_EDITIONS):
            made._remember(row["team"], row)
            teams_of_books.collected_at[row["digest"]] = row["place"]
            made.known += 1
        made.stored = made.known
        if portfolio.organisation.people:
            held = made.digest_of_key.keys()  # damage may have taken some that are listed
            made.nameless.update(held & set(manifest.nameless) if manifest.people else held)
        teams_of_books.home.update({team: one.last.place for team, one in made.successions.items()})
        return made

    @property
    def organisation(self) -> Organisation:
        return self.portfolio.organisation

    def all(self) -> Collected:
        """Fetch and read every source, write down what is new, and say what was found."""
        with contextlib.ExitStack() as stack:
            book_sources = self._book_sources(stack.enter_context(clones_folder()))
            for book_source in book_sources:
                if isinstance(book_source, RepositorySource):
                    stack.callback(book_source.close)
            self._fetch(book_sources)
            self._read(book_sources)
        self.teams_of_books.settle()
        manifest = self._commit()
        problems = tuple(self._all_problems())
        return Collected(self.books, self.new, self.known, len(self._teams()), problems, manifest)

    def _fetch(self, book_sources: Sequence[BookSource]) -> None:
        """Fetch repositories, several at a time: most of it is waiting."""
        waiting = [book_source for book_source in book_sources if isinstance(book_source, RepositorySource)]
        with ThreadPoolExecutor(max_workers=AT_ONCE) as threads:
            try:
                fetches = {threads.submit(book_source.fetch): book_source for book_source in waiting}
                for number, fetch in enumerate(_as_they_end(fetches), start=1):
                    fetch.result()
                    self.progress(f"{number} of {len(waiting)} repositories fetched: {fetches[fetch].source.id}")
            except BaseException:  # such as Ctrl-C, of which a git in another thread hears nothing
                threads.shutdown(wait=False, cancel_futures=True)
                for book_source in waiting:
                    book_source.stop()
                raise

    def _read(self, book_sources: Sequence[BookSource]) -> None:
        found = [(one, book) for one in book_sources for book in self._books(one)]
        places = [f"{book_source.source.id}:{book}" for book_source, book in found]
        self.teams_of_books.unreadable = self.unreadable
        in_order = [found[position] for position in self.teams_of_books.in_order(places)]
        later = [book for book in in_order if not self._could_file(*book)]
        for book in later:
            self._could_file(*book, is_last=True)

    def _could_file(self, book_source: BookSource, book: str, *, is_last: bool = False) -> bool:
        try:
            return self._book(book_source, book, is_last=is_last)
        except CouldNotWrite:
            raise
        except LevelbookError as wrong:
            self._is_unreadable(book_source, wrong)
            return True

    def _books(self, book_source: BookSource) -> Iterator[str]:
        found: list[str] = []
        try:
            for book in book_source.books():
                found.append(book)
                yield book
            self._tell_what_found_none(book_source.source, found)
        except CouldNotWrite:
            raise
        except LevelbookError as wrong:
            self._is_unreadable(book_source, wrong)

    def _tell_what_found_none(self, source: Source, books: Sequence[str]) -> None:
        """A pattern that was mistyped finds no book, and no report would miss its teams."""
        for text in source.books:
            if not any(map(FolderPattern(text).matches, books)):
                what = "There is no book in this source." if text == EVERYWHERE else f"“{text}” leads to no book."
                self.problems.append(ProblemRow("book", source.id, None, what, _NO_BOOK))

    def _is_unreadable(self, book_source: BookSource, wrong: LevelbookError) -> None:
        self.unreadable.add(book_source.source.id)
        self._say("repository" if book_source.source.git else "book", book_source.source.id, None, wrong)

    def _book_sources(self, clones: Path) -> list[BookSource]:
        return [
            RepositorySource(source, clones / clone_name(self.portfolio.path, source), self.portfolio.path)
            if source.git
            else FolderSource(source, self.portfolio.folder_of(source))
            for source in self.organisation.sources
        ]

    # --- One book

    def _book(self, book_source: BookSource, book: str, *, is_last: bool) -> bool:
        """File the new editions of a book; False, and nothing is filed, where other books have to be read before.

        Of two histories in one book at least one was probably copied, and the book that it is from says whose it is.
        """
        told = len(self.problems)
        self.read_ahead.clear()
        self.progress(f"{self.books} books read, {self.new} new editions: {book_source.source.id}:{book}")
        place = f"{book_source.source.id}:{book}"
        with contextlib.ExitStack() as stack:
            found = self._editions(book_source, book, stack)
            is_new = any(edition.digest not in self.teams_of_books.team_of for edition in found)
            if is_new and not is_last and has_several_histories(found):
                del self.problems[told:]
                return False
            if is_new and has_several_histories(found):
                found = self._without_strays(book_source, book, found)
            team = self.teams_of_books.team(place, [edition.digest for edition in found])
            is_undecided = place in self.teams_of_books.undecided
            if not is_undecided:
                self.found_at.setdefault(team, place)
            for edition in found:
                if edition.digest not in self.teams_of_books.team_of:
                    if not is_undecided:
                        self._edition(edition, team)
                elif edition_key(edition.digest) in self.nameless:
                    self._name_people(edition)
            self._refile(found, self.teams_of_books.misfiled(place, team, [edition.digest for edition in found]), team)
            filed = [edition for edition in found if edition.digest in self.teams_of_books.team_of]
            self.problems += contradicted_editions(filed, team)
        self.books += 1
        if self.waiting >= max(LEAST_AT_ONCE, self.stored // 2):
            self._commit()
        return True

    def _editions(self, book_source: BookSource, book: str, stack: contextlib.ExitStack) -> list[FoundEdition]:
        """Open a book for as long as `stack` is, and list its editions as far as they can be read."""
        found = []
        try:
            opened = stack.enter_context(book_source.opened(book))
            for name in opened.editions:
                try:
                    found.append(find_edition(book_source, book, name, opened))
                except LevelbookError as wrong:
                    self._say("edition", f"{book_source.source.id}:{book}", None, wrong)
        except (LevelbookError, OSError) as wrong:
            self.unreadable.add(f"{book_source.source.id}:{book}")
            self._say("book", f"{book_source.source.id}:{book}", None, wrong)
        return found

    def _without_strays(self, book_source: BookSource, book: str, found: list[FoundEdition]) -> list[FoundEdition]:
        """Leave out the editions of another team, and say so: no figure is made of them."""
        place = f"{book_source.source.id}:{book}"
        claimed = self.organisation.team_at.get(place)
        team_of = self.teams_of_books.team_of
        own = self.teams_of_books.teams_at.get(place, set()) | ({claimed.id} if claimed else set())
        known = {one.digest for one in found if team_of.get(one.digest) in own}
        candidates = [one for one in found if one.digest in known or one.digest not in team_of]
        names = {team_in_settings(book_source, book), claimed.name if claimed else ""} - {""}
        team = self.teams_of_books.likely_team(place)
        strays = stray_editions(candidates, names, known, lambda one: self._read_ahead(one, team))
        for stray in strays:
            said = f"The edition {stray.found.name} is of the team {in_quotes(stray.team_name)}"
            message = f"{said} and follows none of this book's. It is in no figure."
            remedy = "If it was copied from another team's book, remove it. If it is this team's, write that name in "
            remedy += "the book's levelbook.toml or in portfolio.toml, and collect again."
            self.problems.append(ProblemRow("edition", place, claimed.id if claimed else None, message, remedy))
        gone = {stray.found.name for stray in strays}
        return [one for one in found if one.name not in gone]

    def _read_ahead(self, found: FoundEdition, team: str) -> EditionRows:
        """Read an edition for a team, and keep it for when it is filed under that one."""
        rows = read_edition(found, team, with_people=self.organisation.people)
        if len(self.read_ahead) < MOST_READ_AHEAD:
            self.read_ahead[found.digest, team] = rows
        return rows

    def _edition(self, found: FoundEdition, team: str) -> None:
        try:
            rows = self.read_ahead.pop((found.digest, team), None)
            rows = rows or read_edition(found, team, with_people=self.organisation.people)
            self._must_be_new(rows.edition)
        except LevelbookError as wrong:
            self._say("edition", found.place, team, wrong)
            return
        row = rows.edition
        sealed = f"The edition {row.name} was sealed on {spoken_day(row.sealed_on)}"
        if row.sealed_on > self.now.date() + AHEAD:
            message = f"{sealed}, a day in the future; it is collected then."
            self.problems.append(ProblemRow("future", found.place, team, message, "Was a clock wrong?"))
            return
        if row.sealed_on < clock.FIRST_DAY:  # the store has a place for each quarter since the first
            message = f"{sealed}, when there was no levelbook yet. It is in no figure."
            self.problems.append(ProblemRow("edition", found.place, team, message, "Was a clock wrong?"))
            return
        self._file(rows)

    def _name_people(self, found: FoundEdition) -> None:
        """File an edition again that was collected while nobody wanted the names in it."""
        team = self.teams_of_books.team_of[found.digest]
        try:
            rows = read_edition(found, team, with_people=True)
        except LevelbookError as wrong:
            self._say("edition", found.place, team, wrong)
            return
        self.nameless.discard(rows.edition.edition)
        self.writing.replace(rows.edition.edition, str(rows.quarter), rows.tables)
        self.waiting += 1

    def _refile(self, editions: Sequence[FoundEdition], misfiled: Collection[str], team: str) -> None:
        """File editions under a team that were filed under another one, of whose book this team's is a copy."""
        losing: set[str] = set()
        for found in editions:
            other = self.teams_of_books.team_of.get(found.digest, team)
            if found.digest not in misfiled or (team, found.name) in self.digest_of:
                continue
            try:
                rows = read_edition(found, team, with_people=self.organisation.people)
            except LevelbookError as wrong:
                self._say("edition", found.place, team, wrong)
                continue
            self.nameless.discard(rows.edition.edition)
            self.writing.replace(rows.edition.edition, str(rows.quarter), rows.tables)
            del self.digest_of[other, found.name]
            self._remember(team, rows.edition._asdict())
            self.waiting += 1
            losing.add(other)
        if losing:
            self._commit()  # then the store knows what is left to them
        for other in losing:
            self.successions.pop(other)
            for row in self.writing.engine.tables(f"{_EDITIONS} WHERE team = {quoted(other)}"):
                self._remember(other, row)

    def _must_be_new(self, row: EditionRow) -> None:
        """Raises FileIsWrong where the team has another edition of that name, or of that number in the store."""
        if (row.team, row.name) in self.digest_of:
            raise FileIsWrong.one(
                f"The edition {row.name} differs from the one with the same name that was collected before, "
                "which is kept.",
                path=f"editions/{row.name}/edition.toml",
                remedy=RESTORE,
            )
        if row.edition in self.digest_of_key:
            raise FileIsWrong.one("Its digest starts like that of another edition, so the two cannot be told apart.")

    def _file(self, rows: EditionRows) -> None:
        self.writing.add(str(rows.quarter), rows.tables)
        self._remember(rows.edition.team, rows.edition._asdict())
        self.new += 1
        self.waiting += 1

    def _remember(self, team: str, row: dict[str, Any]) -> None:
        self.teams_of_books.team_of[row["digest"]] = team
        self.digest_of[team, row["name"]] = row["digest"]
        self.digest_of_key[edition_key(row["digest"])] = row["digest"]
        edition = CollectedEdition(
            *(row[name] for name in ("sealed_at", "number", "edition", "name", "previous", "team_name", "place"))
        )
        self.successions.setdefault(team, Succession()).add(edition)

    # --- Writing it down

    def _commit(self) -> Manifest:
        self.progress(f"writing {self.waiting} new editions")
        self.writing.give_ids(self.teams_of_books.renamed)
        for old, new in self.teams_of_books.renamed.items():
            if (moved := self.successions.pop(old, None)) is not None:
                self.successions.setdefault(new, Succession()).join(moved)
        manifest = self.writing.commit(
            undivided={
                "teams": self._teams(),
                "units": unit_rows(self.organisation),
                "problems": [tuple(problem) for problem in self._all_problems()],
            },
            quarters=_quarters(self.now.date(), self.writing.first_quarter()),
            at=self.now,
            round_days=self.organisation.round_days,
            people=self.organisation.people,
            nameless=self.nameless,
        )
        self.stored += self.waiting
        self.waiting = 0
        return manifest

    def _teams(self) -> list[TeamRow]:
        return team_rows(self.organisation, self.successions, self.found_at, self.teams_of_books.renamed)

    def _all_problems(self) -> Iterator[ProblemRow]:
        yield from self.problems
        yield from self.teams_of_books.problems
        yield from teams_not_found(self.organisation, self.successions, self.found_at, self.unreadable)
        engine, digests = self.writing.engine, self.teams_of_books.team_of
        yield from lost_with_damage(self.store, engine, digests=digests, editions=self.digest_of)
        yield from teams_called_alike(self._teams())
        yield from editions_of_others(self.successions, editions=self.digest_of)

    def _say(self, kind: str, place: str, team: str | None, wrong: LevelbookError | OSError) -> None:
        if isinstance(wrong, LevelbookError):
            self.problems.append(ProblemRow(kind, place, team, "\n".join(str(wrong).split("\n")[:3]), wrong.remedy))
        else:
            self.problems.append(ProblemRow(kind, place, team, str(wrong), ""))


def _quarters(today: date, first: str | None) -> Sequence[tuple[str, date, date]]:
    """List the quarters from the first edition's to this one: name, first day, and the day as of which it is seen."""
    last = Quarter.of(today)
    quarter = min(Quarter.parse(first), last) if first else last
    found = []
    while quarter <= last:
        found.append((str(quarter), quarter.first_day, min(quarter.last_day, today)))
        quarter = quarter.after
    return found

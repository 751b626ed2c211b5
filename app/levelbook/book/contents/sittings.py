"""The sittings of a team folder, read once for as long as their files stay as they are; those since an edition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Final

from levelbook.book.editions.editions import Editions
from levelbook.core.answers.people import is_same_team
from levelbook.core.answers.sittings import Sitting, recorded_twice
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.errors import FileIsWrong, Problem
from levelbook.core.text.cleaning import spoken_day
from levelbook.core.text.quotation import in_quotes
from levelbook.store import sittings_file
from levelbook.store.editions import digest
from levelbook.store.sittings_file import StoredSitting
from levelbook.words.files import shown

A_DAY: Final = timedelta(days=1)
"""As far as the day of another machine, or of another time zone, may be ahead."""


class Sittings:
    """A folder's sittings as they are on disk."""

    def __init__(self, path: Path) -> None:
        """path: the folder that holds them; it need not exist."""
        self._path = path
        self._stamp = sittings_file.stamp(path)

    @cached_property
    def _found(self) -> tuple[tuple[StoredSitting, ...], tuple[Problem, ...]]:
        return sittings_file.read_all(self._path)

    @property
    def all(self) -> tuple[tuple[date, Sitting], ...]:
        """The sittings that can be read, with their days, oldest first."""
        return tuple((one.day, one.sitting) for one in self._found[0])

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Say what is wrong with the others."""
        return self._found[1]

    @cached_property
    def under_other_names(self) -> tuple[Problem, ...]:
        """Return a problem for each file that holds a sitting and counts for nothing, such as a sync tool's copy."""
        return tuple(sittings_file.under_other_names(self._path))

    @property
    def texts(self) -> Mapping[str, str]:
        """File name to text, oldest first. Raises FileIsWrong where one cannot be read."""
        self.must_be_whole()
        return {one.name: one.text for one in self._found[0]}

    def must_be_whole(self) -> None:
        """Raises FileIsWrong where one cannot be read: a record that leaves it out without a word would be wrong."""
        if self.problems:
            raise FileIsWrong(self.problems)

    def not_in(self, sealed: Mapping[str, str]) -> tuple[tuple[date, Sitting], ...]:
        """Return the sittings that differ from an edition's; `sealed` has its files with their digests."""
        return tuple(
            (one.day, one.sitting) for one in self._found[0] if sealed.get(f"sittings/{one.name}") != digest(one.text)
        )

    def misdated(self, today: date) -> Iterator[Problem]:
        """Yield a problem for each sitting of a day in the future, or that began on another day than its file says.

        A day to either side is another time zone's.
        """
        for day, sitting in self.all:
            begun = sitting.begun_at.date() if sitting.begun_at else day
            if day - today > A_DAY:
                said = f"This sitting is of {spoken_day(day)}, a day in the future."
            elif abs(begun - day) > A_DAY:
                said = f"This sitting is of {spoken_day(day)} by its name, and began on {spoken_day(begun)}."
            else:
                continue
            remedy = "Name it after its day; if it is a copy, or is nothing that took place, remove it."
            yield Problem(said, path=shown(sittings_file.path_of(self._path, day)), key="begun_at", remedy=remedy)

    def read_again(self) -> Sittings:
        """Look at the folder: these, where nothing has changed there, else those that it holds by now."""
        return self if sittings_file.stamp(self._path) == self._stamp else Sittings(self._path)

    def are_on_disk(self) -> bool:
        """Return whether the folder holds these, whatever the times of its files say."""
        return Sittings(self._path)._found == self._found


def sittings_since(editions: Editions, sittings: Sittings, name: str) -> tuple[tuple[date, Sitting], ...]:
    """Return the sittings that took place after an edition, with their days, oldest first; all where it is not there.

    One that the edition holds is among them only if it went on since: what became of its evidence is no meeting.
    """
    edition = next((one for one in editions.all if one.name == name), None)
    found = sittings.not_in(edition.files if edition else {})
    sealed = dict(editions.sittings_of(edition)) if edition and found else {}
    return tuple((day, one) for day, one in found if day not in sealed or one.went_on_since(sealed[day]))


def doubtful_sittings(editions: Editions, sittings: Sittings) -> tuple[Problem, ...]:
    """Return a problem for each sitting since the last edition that says it is of another team, as a copied file does,
    and for each item that is twice in one, and not the same both times.

    What an edition of this book holds is its own, whatever the team was called then.
    """
    team, folder = editions.folder.settings.team, editions.folder.sittings_path
    found = {day: tuple(_doubts(one, team, shown(sittings_file.path_of(folder, day)))) for day, one in sittings.all}
    if not any(found.values()):
        return ()
    days = [day for day, _ in sittings_since(editions, sittings, editions.last_name)]
    return tuple(problem for day in days for problem in found[day])


def steps_of_no_answer(editions: Editions, sittings: Sittings, now: Assessment) -> Iterator[Problem]:
    """Yield a problem for each step that a sitting since the last edition took on, and that its answer does not have.

    The answers of that day were not written, or an old file was restored, or somebody took it off the roadmap.
    """
    for day, sitting in sittings_since(editions, sittings, editions.last_name):
        for one in sitting.taken_on:
            score = now.score_of(now.present_id(one.practice))
            if score is not None and all(step.text != one.step for step in score.answer.steps):
                yield Problem(
                    f"{in_quotes(one.step)} was taken on in this sitting, and {score.id} has no such step.",
                    path=shown(sittings_file.path_of(editions.folder.sittings_path, day)),
                    key="taken_on",
                    remedy="If somebody removed or reworded it, there is nothing to do; else add it again.",
                )


def _doubts(sitting: Sitting, team: str, path: str) -> Iterator[Problem]:
    if _is_of_another(sitting, team):
        yield Problem(
            f"This sitting is of {in_quotes(sitting.team)}, but it counts here, in the book of {in_quotes(team)}.",
            path=path,
            key="team",
            remedy="If that is the same team under a new name, take the line that begins with `team =` out of the "
            "file; else remove the file.",
        )
    for words in recorded_twice(sitting):
        yield Problem(
            f"{in_quotes(words)} is in this sitting twice, and not the same both times.",
            path=path,
            remedy="If both are the same item, remove the one that does not hold; else give one of them other words.",
        )


def _is_of_another(sitting: Sitting, team: str) -> bool:
    return bool(sitting.team) and not is_same_team(sitting.team, team)

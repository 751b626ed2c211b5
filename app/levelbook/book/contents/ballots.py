"""The ballots that participants handed in, and how far apart they are."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from levelbook.core.answers.ballots import Ballot, Spread, spread_of_votes, spreads
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.errors import Problem
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.core.questionnaire.tailoring import Tailoring
from levelbook.store import ballots
from levelbook.store.ballots import UNREADABLE_REMEDY as UNREADABLE_REMEDY
from levelbook.words.figures import plural


class Ballots:
    """A folder's ballots, read when they are asked for and then kept."""

    def __init__(self, path: Path | None, questionnaire: Questionnaire) -> None:
        """path: of the folder; None for no ballots at all."""
        self._path = path
        self._questionnaire = questionnaire
        self._stamp = ballots.stamp(path) if path else None
        self._spreads: tuple[Tailoring, Mapping[str, Spread]] | None = None

    @cached_property
    def _found(self) -> tuple[tuple[Ballot, ...], tuple[Problem, ...]]:
        return ballots.read_all(self._path, self._questionnaire) if self._path else ((), ())

    @property
    def all(self) -> tuple[Ballot, ...]:
        """The ballots that can be read."""
        return self._found[0]

    @property
    def handed_in(self) -> tuple[Ballot, ...]:
        """Return the ballots with at least one answer."""
        return tuple(ballot for ballot in self.all if ballot.has_answers)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return the problems of the others."""
        return self._found[1]

    @property
    def left_out_words(self) -> str:
        """Return `1 of 3 ballots cannot be read`; empty where all can be read."""
        left_out = len({problem.path for problem in self.problems})
        if not left_out:
            return ""
        total = plural(len(self.all) + left_out, "ballot")
        return f"{f'{left_out} of ' if self.all else ''}{total} cannot be read"

    def spreads(self, tailoring: Tailoring) -> Mapping[str, Spread]:
        """Practice id to the spread of the ballots, where at least one gives a level; the same object for the same
        tailoring."""
        if self._spreads is None or self._spreads[0] is not tailoring:
            self._spreads = (tailoring, spreads(self.all, tailoring))
        return self._spreads[1]

    def spread(self, now: Assessment, practice_id: str) -> Spread | None:
        """Return the spread of the ballots, otherwise of the stored votes; None if there are neither."""
        found = self.spreads(now.tailoring).get(practice_id)
        return found if found is not None else spread_of_votes(now.book.answer(practice_id))

    def read_again(self) -> Ballots:
        """Return these ballots if the folder is unchanged, otherwise read it again."""
        if self._path is None or ballots.stamp(self._path) == self._stamp:
            return self
        return Ballots(self._path, self._questionnaire)

    def are_on_disk(self) -> bool:
        """Return whether the folder holds these, whatever the times of its files say."""
        return Ballots(self._path, self._questionnaire)._found == self._found

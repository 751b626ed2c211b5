"""The ballots that participants handed in, and how far apart they are."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from levelbook.core.answers.ballots import Ballot, Spread, spreads
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.core.questionnaire.tailoring import Tailoring
from levelbook.errors import Problem
from levelbook.store import ballots


class HandedIn:
    """A folder's ballots, read when they are asked for and then kept until there are others."""

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
    def ballots(self) -> tuple[Ballot, ...]:
        """Those that can be read."""
        return self._found[0]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the others."""
        return self._found[1]

    def spreads(self, tailoring: Tailoring) -> Mapping[str, Spread]:
        """Practice id to the spread of the ballots, where at least one gives a level; the same object until ballots or
        tailoring are others."""
        if self._spreads is None or self._spreads[0] is not tailoring:
            self._spreads = (tailoring, spreads(self.ballots, tailoring))
        return self._spreads[1]

    def forget(self) -> None:
        """Look again at what was handed in."""
        self.__dict__.pop("_found", None)
        self._spreads = None

    def look_again(self) -> None:
        """Forget them if the folder holds others by now."""
        if self._path and (stamp := ballots.stamp(self._path)) != self._stamp:
            self._stamp = stamp
            self.forget()

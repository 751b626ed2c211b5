"""This module decides how names of people appear in published documents: in full, as initials, or not at all.

A team's own files keep all names. Everything generated for others goes through `ShownNames` first, once: an
assessment by `Assessment.with_names`, sittings and ballots by the methods here. Figures are never made of the result.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from typing import Final, Literal

from levelbook.core.answers.answers import Accepted, Answer, AnswerBook, Step, Vote
from levelbook.core.answers.people import folded
from levelbook.core.answers.sittings import Sitting
from levelbook.core.frozen import frozen

People = Literal["initials", "none"]
"""The values of the setting; if it is left out, names are shown in full."""

SOMEBODY: Final = "somebody"
"""Replaces a name that must not be shown: "nobody" would be wrong."""
MOST_INITIALS: Final = 4
"""The most words of a name that become initials, in case somebody typed a sentence as a name."""

Showing = Callable[[str], str]


@frozen
class ShownNames:
    """Maps every typed name to the text shown in its place; an empty name stays empty."""

    people: People | None = None
    initials: Mapping[str, str] = field(default_factory=dict)
    """Map case-folded names to initials; no two people share the same ones."""

    @classmethod
    def as_initials(cls, names: Iterable[Iterable[str]]) -> ShownNames:
        """Give initials to everybody named, earlier groups first: "NB", and "NB2" for a second person.

        In a group they are given in alphabetical order. Groups that are sealed stay as they are, and so do the initials
        of their people, whoever joins later.
        """
        found: dict[str, str] = {}
        taken: dict[str, int] = {}
        for group in names:
            for name in sorted({folded(name) for name in group} - found.keys() - {""}):
                found[name] = _free(initials_of(name), taken)
        return cls("initials", found)

    def name(self, name: str) -> str:
        """Return the text shown for a name."""
        if not name or self.people is None:
            return name
        if self.people == "none":
            return SOMEBODY
        return self.initials.get(folded(name)) or initials_of(name)

    def aside(self, name: str) -> str:
        """Return the text shown for an incidental name, as beside a vote: nothing if names are hidden."""
        return "" if self.people == "none" else self.name(name)

    def signatures(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the texts shown for people who signed together, one for each of them."""
        return tuple(map(self.name, names))

    def book(self, book: AnswerBook) -> AnswerBook:
        """Return answers with the names in them shown so."""
        if self.people is None:
            return book
        return replace(book, answers=self.answers(book.answers))

    def answers(self, answers: Mapping[str, Answer]) -> Mapping[str, Answer]:
        """Return answers, by practice, with the names in them shown so."""
        return answers if self.people is None else {name: self.answer(answer) for name, answer in answers.items()}

    def answer(self, answer: Answer) -> Answer:
        """Return an answer with the names in it shown so. `edited_outside` stays as it was."""
        if self.people is None:
            return answer
        shown = _answer(answer, self.name, self.aside)
        return shown.changed(rev="") if answer.edited_outside else shown.signed()

    def sitting(self, sitting: Sitting) -> Sitting:
        """Return a sitting with the names in it shown so."""
        return sitting if self.people is None else _sitting(sitting, self.name, self.aside)


def initials_of(name: str) -> str:
    """Return the first letters of a name's words as capitals: "NB" of "Noor Bakker", "PS" of "priya.s@example.com"."""
    words = re.findall(r"[^\W_]+(?:['’][^\W_]+)*", name.partition("@")[0] or name)
    return "".join(word[0].upper() for word in words[:MOST_INITIALS]) or "X"


def _free(initials: str, taken: dict[str, int]) -> str:
    """Return initials that nobody has, and take them. taken: initials to the highest number given with them."""
    number, free = taken.get(initials, 1), initials
    while free in taken:
        number += 1
        free = f"{initials}{number}"
    taken[initials] = number
    taken.setdefault(free, 1)
    return free


def names_in_answers(answers: Iterable[Answer]) -> list[str]:
    """List every name in some answers, as often as it is there."""
    found: list[str] = []
    for answer in answers:
        _answer(answer, _noting(found), _noting(found))
    return found


def names_in_sittings(sittings: Iterable[Sitting]) -> list[str]:
    """List every name in some sittings, as often as it is there."""
    found: list[str] = []
    for sitting in sittings:
        _sitting(sitting, _noting(found), _noting(found))
    return found


def _noting(found: list[str]) -> Showing:
    def noted(name: str) -> str:
        found.append(name)
        return name

    return noted


# Where names stand: the one list of it, for finding them and for showing them otherwise.


def _answer(answer: Answer, name: Showing, aside: Showing) -> Answer:
    accepted = answer.accepted
    return answer.changed(
        owner=name(answer.owner),
        ask_whom=name(answer.ask_whom),
        answered_by=name(answer.answered_by),
        confirmed_by=name(answer.confirmed_by),
        accepted=accepted and _accepted(accepted, name),
        steps=tuple(_step(step, name) for step in answer.steps),
        votes=tuple(_vote(vote, aside) for vote in answer.votes),
    )


def _accepted(accepted: Accepted, name: Showing) -> Accepted:
    return accepted.changed(by=name(accepted.by))


def _step(step: Step, name: Showing) -> Step:
    return step.changed(owner=name(step.owner))


def _vote(vote: Vote, aside: Showing) -> Vote:
    return vote.changed(who=aside(vote.who))


def _sitting(sitting: Sitting, name: Showing, aside: Showing) -> Sitting:
    return sitting.changed(
        participants=tuple(one.changed(name=name(one.name)) for one in sitting.participants),
        parked=tuple(one.changed(by=aside(one.by), owner=name(one.owner)) for one in sitting.parked),
        taken_on=tuple(one.changed(owner=name(one.owner)) for one in sitting.taken_on),
        proofs=tuple(one.changed(who=name(one.who)) for one in sitting.proofs),
    )

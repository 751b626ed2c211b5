"""Steps go to an issue tracker, and their tickets come back: each is known by a mark in the tracker's own text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from levelbook.core.answers.answers import Step
from levelbook.core.answers.edits import Edit, StepEdit
from levelbook.core.answers.people import folded
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.questionnaire import short_digest
from levelbook.core.text.quotation import in_quotes

MARK: Final = re.compile(r"levelbook step ([a-z0-9-]+\.[a-z0-9-]+) s([0-9a-f]{8})(?![0-9a-f])")


def mark_of(practice_id: str, step: Step, *, team: str) -> str:
    """Return the words by which a team's step is found in a tracker; they change with the step's own words."""
    return f"levelbook step {practice_id} s{_digest(practice_id, step, team)}"


def _digest(practice_id: str, step: Step, team: str) -> str:
    """Return what also tells one team from another: steps that come from an action have the same words in each."""
    return short_digest([practice_id, step.text, folded(team)])


@frozen
class ReturnedTicket:
    """A ticket that came back."""

    place: str
    """Where it stands in the file, such as `line 7`."""
    practice_id: str
    digest: str
    ticket: str
    """May be empty where there is a fault."""
    fault: str = ""
    """The reason why it belongs to no step, as a sentence that goes on after the ticket."""


@frozen
class TicketChange:
    """A ticket that a step gets."""

    practice_id: str
    number: int
    """Which of the answer's steps, from 1."""
    step: Step
    ticket: str

    @property
    def edit(self) -> Edit:
        return Edit(step=StepEdit(number=self.number, ticket=self.ticket))


@frozen
class TicketsFound:
    """The result of a ticket import: new tickets for steps, refused rows, and the number of steps that have theirs."""

    changes: tuple[TicketChange, ...]
    refused: tuple[str, ...]
    """A sentence each."""
    held: int

    @property
    def edits(self) -> Mapping[str, tuple[Edit, ...]]:
        """The changes by practice id, one for each step."""
        found: dict[str, tuple[Edit, ...]] = {}
        for change in self.changes:
            found[change.practice_id] = (*found.get(change.practice_id, ()), change.edit)
        return found


def judge_tickets(tickets: Iterable[ReturnedTicket], now: Assessment, *, team: str) -> TicketsFound:
    """Find the step of each ticket among those of a team."""
    changes: dict[tuple[str, int], TicketChange] = {}
    refused: list[str] = []
    held = 0
    for one in tickets:
        if one.fault:
            refused.append(": ".join(filter(None, (one.place, one.ticket, one.fault))))
            continue
        steps = now.book.answer(one.practice_id).steps
        numbers = [at for at, step in enumerate(steps, 1) if _digest(one.practice_id, step, team) == one.digest]
        number = next(iter(numbers), 0)
        if one.practice_id not in now.questionnaire.practices:
            refused.append(f"{one.place}: {one.ticket}: the questionnaire has no practice {one.practice_id}.")
        elif not number:
            why = f"no step of {one.practice_id} has these words any more, or it is one of another team."
            refused.append(f"{one.place}: {one.ticket}: {why}")
        elif len(numbers) > 1:
            refused.append(f"{one.place}: {one.ticket}: {len(numbers)} steps of {one.practice_id} have the same words.")
        elif (one.practice_id, number) in changes:
            other = changes[one.practice_id, number].ticket
            refused.append(f"{one.place}: {one.ticket}: the same step is {other} further up.")
        elif steps[number - 1].ticket == one.ticket:
            held += 1
        elif steps[number - 1].ticket:
            step = steps[number - 1]
            refused.append(f"{one.place}: {one.ticket}: {in_quotes(step.text)} has the ticket {step.ticket} already.")
        else:
            changes[one.practice_id, number] = TicketChange(one.practice_id, number, steps[number - 1], one.ticket)
    return TicketsFound(tuple(changes.values()), tuple(refused), held)

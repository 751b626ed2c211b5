"""The queue of an interview: the practices of an open book that a walk goes through, in its order.

An answer changes one section, so what holds in the others is kept: a key costs as much as its section is long.
"""

from __future__ import annotations

from collections.abc import Callable

from levelbook.book.session import Session
from levelbook.core.answers.people import is_named
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.queue import EVERYTHING, Only, QueueChoice, SectionQueue, counts_all, is_carried
from levelbook.core.assessment.review import NOT_URGENT, urgency
from levelbook.core.assessment.scoring import SectionScore


def queue(session: Session, queue_choice: QueueChoice = EVERYTHING) -> tuple[PracticeScore, ...]:
    """The practices of a walk, in its order. What the rules leave out is never among them."""
    if queue_choice.listed is not None:
        known = session.questionnaire.practices
        listed = (session.now.scorecard[name] for name in queue_choice.listed if name in known)
        return tuple(score for score in listed if score.scope != "not-applicable")
    return tuple(
        _in_order(session, queue_choice, [score for part in _parts(session, queue_choice) for score in part.holding])
    )


def place_of(session: Session, queue_choice: QueueChoice, practice_id: str) -> tuple[int, int]:
    """Return a practice's position among those that the queue counts, from 1 (0: none of them), and their number.

    Where a queue is of everything, it also goes through practices that the team calls not applicable, and counts none
    of them: its number is that of all figures, such as `55 of 71 answered`.
    """
    ids = _ids(session, queue_choice)
    if counts_all(queue_choice):
        scores = session.now.scorecard.practices
        ids = [name for name in ids if scores[name].counts]
    return (ids.index(practice_id) + 1 if practice_id in ids else 0), len(ids)


def neighbour(session: Session, queue_choice: QueueChoice, practice_id: str, way: int) -> str | None:
    """The nearest practice after (1) or before (-1) one, in the walk's order, of those that it goes through.

    The one at hand need not be among them: it may have been answered since, or reached by a jump. From one that never
    needed another look, those that do begin with the first: by their urgency it would stand behind them all.
    """
    wanted = set(_ids(session, queue_choice))
    order = _order(session, queue_choice)
    if practice_id not in order:
        order = list(session.questionnaire.practices)
    is_aside = queue_choice.only == "revisit" and practice_id not in session.urgencies
    here = -1 if is_aside else order.index(practice_id)
    beyond = order[here + 1 :] if way > 0 else reversed(order[: max(here, 0)])
    return next((name for name in beyond if name in wanted), None)


def _order(session: Session, queue_choice: QueueChoice) -> list[str]:
    """Return the ids of all practices in scope in the chosen order, including those that the filter leaves out."""
    if queue_choice.listed is not None:
        return list(queue_choice.listed)
    parts = _parts(session, queue_choice)
    if _is_sorted(queue_choice):
        return [
            score.id for score in _in_order(session, queue_choice, [score for part in parts for score in part.in_scope])
        ]
    return [name for part in parts for name in part.ids_in_scope]


def _ids(session: Session, queue_choice: QueueChoice) -> list[str]:
    """Ids of a walk in its order; where nothing has to be sorted, only those of its sections put together."""
    if queue_choice.listed is not None or _is_sorted(queue_choice):
        return [score.id for score in queue(session, queue_choice)]
    return [name for part in _parts(session, queue_choice) for name in part.ids]


def _parts(session: Session, queue_choice: QueueChoice) -> list[SectionQueue]:
    kept, spreads = session.section_queues, session.ballots.spreads(session.now.tailoring)
    # Sittings settle it without a change of any section; only this filter asks for it.
    evidence_due = session.now.evidence_due if queue_choice.only == "revisit" else frozenset()
    found: list[SectionQueue] = []
    for section in session.now.scorecard.sections:
        if queue_choice.section is not None and section.id != queue_choice.section:
            continue
        part = kept.get((queue_choice.only, section.id))
        is_kept = part is not None and part.section is section and part.spreads is spreads
        if part is None or not is_kept or part.evidence_due != evidence_due:
            part = kept[queue_choice.only, section.id] = _part(session, queue_choice.only, section, evidence_due)
        found.append(part)
    return found


def _part(session: Session, only: Only, section: SectionScore, evidence_due: frozenset[str]) -> SectionQueue:
    in_scope = tuple(score for score in section.practices if score.scope != "not-applicable")
    holds = _FILTERS[only]
    holding = tuple(score for score in in_scope if holds(session, score))
    if only == "revisit":
        session.urgencies.update({score.id: urgency(session.now.causes(score)) for score in holding})
    ids_in_scope, ids = tuple(score.id for score in in_scope), tuple(score.id for score in holding)
    spreads = session.ballots.spreads(session.now.tailoring)
    return SectionQueue(section, spreads, evidence_due, in_scope, holding, ids_in_scope, ids)


def _is_sorted(queue_choice: QueueChoice) -> bool:
    """Return whether its order differs from the questionnaire's."""
    return queue_choice.order != "questionnaire" or queue_choice.only in ("differ", "revisit")


def _in_order(session: Session, queue_choice: QueueChoice, found: list[PracticeScore]) -> list[PracticeScore]:
    """Some of them in the walk's order."""
    if queue_choice.only == "revisit":
        found = sorted(found, key=lambda score: session.urgencies.get(score.id, NOT_URGENT))
    if queue_choice.order == "spread" or queue_choice.only == "differ":
        return sorted(found, key=lambda score: -_width(session, score))
    if queue_choice.order == "essential":
        return sorted(found, key=lambda score: not score.is_essential)
    return found


def _width(session: Session, score: PracticeScore) -> int:
    spread = session.ballots.spread(session.now, score.id)
    return spread.width if spread else -1


def _differs(session: Session, score: PracticeScore) -> bool:
    spread = session.ballots.spread(session.now, score.id)
    return spread is not None and spread.is_wide


def _is_mine(session: Session, score: PracticeScore) -> bool:
    if not score.counts:
        return False
    answer, who = score.answer, session.who
    finds_out = answer.ask_whom if answer.unsure else ""
    named = (answer.owner, finds_out, *(step.owner for step in answer.open_steps))
    return any(is_named(name, who) for name in named)


# What the team left out counts in no figure. It is gone through where everything is, and where people take it up again.
_FILTERS: dict[Only, Callable[[Session, PracticeScore], bool]] = {
    "all": lambda _, score: True,
    "essential": lambda _, score: score.counts and score.is_essential,
    "revisit": lambda session, score: bool(session.now.causes(score)),
    "new": lambda _, score: score.status == "unanswered",
    "unsure": lambda _, score: score.status == "unsure",
    "carried": lambda _, score: score.counts and is_carried(score),
    "stale": lambda _, score: score.counts and score.evidence_is_stale,
    "below": lambda _, score: score.settled and score.gap > 0,
    "differ": _differs,
    "mine": _is_mine,
    "inherited": lambda _, score: score.counts and score.inherited,
}

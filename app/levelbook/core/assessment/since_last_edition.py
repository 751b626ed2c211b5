"""This module finds answers and facts that somebody brought back or took out since the last edition.

An old file, a merged branch or a person may have done so. Each counts as it is in the book.
"""

from __future__ import annotations

from levelbook.core.assessment.assessment import Assessment


def answers_from_earlier_editions(now: Assessment) -> tuple[str, ...]:
    """Return the ids of practices whose answer is that of an earlier edition again, and not the last one's."""
    card = now.scorecard
    return tuple(one.id for one in card.counting if card.judge.is_from_an_earlier_edition(one.id, one.answer))


def answers_from_ended_rounds(now: Assessment) -> tuple[str, ...]:
    """Return the ids of practices whose claim is not the last edition's, and was given in a round before it."""
    card = now.scorecard
    return tuple(one.id for one in card.counting if card.judge.is_from_an_ended_round(one.id, one.answer))


def renamed_answers(now: Assessment) -> frozenset[str]:
    """Return the ids of answers that the last edition has under ids that have no answer by now; `rev` tells them."""
    gone = {answer.rev for name, answer in (now.last_answers or {}).items() if name not in now.book.answers}
    return frozenset(name for name, answer in now.book.answers.items() if answer.rev and answer.rev in gone)


def missing_answers(now: Assessment) -> tuple[str, ...]:
    """Return the ids of practices that the last edition answers and the book no longer does, under any id."""
    held = {answer.rev for answer in now.book.answers.values() if answer.rev}
    return tuple(
        name
        for name, answer in (now.last_answers or {}).items()
        if answer.status != "unanswered" and now.book.answer(name).status == "unanswered" and answer.rev not in held
    )


def missing_facts(now: Assessment) -> tuple[str, ...]:
    """Return the ids of the facts that the last edition answers, and the book no longer does."""
    return tuple(name for name in now.last_profile or {} if name not in now.book.profile)


def facts_from_earlier_editions(now: Assessment) -> tuple[str, ...]:
    """Return the ids of the facts whose answer is that of an earlier edition again, and not the last one's."""
    last = now.last_profile or {}
    changed = [name for name, value in now.book.profile.items() if name in last and last[name] != value]
    if not changed:
        return ()
    earlier = [now.facts_in(past.name) for past in now.editions_before[:-1]]
    return tuple(name for name in changed if now.book.profile[name] in [facts.get(name) for facts in earlier])

"""This module describes line by line what taking over an offer would do; every front end shows these lines first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from levelbook.book.offers.offer_takeover import OfferStatus, TakingOver
from levelbook.book.session import Session
from levelbook.core.answers.answers import TakenOver
from levelbook.core.answers.offers import Offer
from levelbook.words.figures import plural
from levelbook.words.offers import not_covered, sealed_words
from levelbook.words.orphans import answer_words

NOTHING_NEW: Final = "There is nothing new to take over."

_VERBS: Final[Mapping[OfferStatus, str]] = {
    "takes": "take  ",
    "kept": "keep  ",
    "same": "same  ",
    "older": "keep  ",
    "moved-on": "moved ",
    "asked-otherwise": "leave ",
    "not-here": "leave ",
}
_WHY: Final[Mapping[OfferStatus, str]] = {
    "kept": "; {here}, unless {otherwise}",
    "asked-otherwise": "; answered to other words than are asked here",
    "not-here": "; it does not apply here",
    "older": "; the answer has a later edition, and stays, unless {otherwise}",
    "moved-on": "; the answer stays until it is confirmed",
}


def taking_lines(session: Session, found: TakingOver, *, otherwise: str, with_ids: bool = True) -> Iterator[str]:
    """Yield a line for each offer, and below it one for each of its practices.

    otherwise: what somebody does in this front end to take over a practice in place of the team's own answer.
    with_ids: name criteria by the ids that `answer` takes; else each has a line of its own, with its text.
    """
    held = session.offers.by_id
    for offer_id, statuses in found.statuses.items():
        offer = next((one for one in found.offers if one.id == offer_id), None) or held[offer_id]
        yield offer_head(offer)
        for name, standing in statuses.items():
            level, answer = offer.practices[name].level, session.now.book.answer(name)
            here = f"{answer_words(answer)} here stays" if answer.status != "unanswered" else "left unanswered here"
            why = _WHY.get(standing, "").format(otherwise=otherwise, here=here)
            yield f"  {_VERBS[standing]}{titled(session, name)}: level {level}{why}"
            if standing == "takes" and (taken := offer.taken(name)) is not None:
                yield from _here_lines(session, name, taken, with_ids)
        for name, answer in session.now.book.answers.items():
            if answer.offer and answer.offer.offer == offer_id and name not in offer.practices:
                yield f"  leave {titled(session, name)}: this edition does not offer it; the answer stays as it is"
        if offer.withdrawn:
            yield "  withdrawn: nothing is offered any more"


def _here_lines(session: Session, practice_id: str, taken: TakenOver, with_ids: bool) -> Iterator[str]:
    """Yield what the team has to meet itself, and the level that the answer has until it does."""
    practice = session.questionnaire.practices[practice_id]
    level = session.now.book.answer(practice_id).taking_over(practice, taken).level
    left = not_covered(practice, taken)
    until_then = "" if level == taken.level else f"; until then level {level} here"
    if left and with_ids:
        yield f"          yours to meet: {', '.join(left)}{until_then}"
    elif left:
        yield f"          yours to meet{until_then}:"
        yield from (f"            {practice.criteria[name][1].text}" for name in left)


def take_words(found: TakingOver) -> str:
    """Say what taking an offer does: where no answer changes, the book only keeps the offer as it is now."""
    return "Take these over" if found.edits else "Keep this offer as it is now; no answer changes"


def taken_line(found: TakingOver) -> str:
    """Say what was done."""
    return f"Took over {plural(len(found.edits), 'practice')}." if found.edits else "No answer was changed."


def moved_on_line(session: Session) -> str:
    """Say how many answers have moved on; empty where none has."""
    count = sum(not moved.is_older for moved in session.now.all_moved_on.values())
    return f"{plural(count, 'answer has', 'answers have')} moved on" if count else ""


def offer_head(offer: Offer) -> str:
    """Name an offer with its team and edition, and say whom it is for."""
    return f"{offer.id}: {offer.team}, edition {sealed_words(offer.edition, offer.sealed_on)}. {offer.for_whom}"


def titled(session: Session, practice_id: str) -> str:
    """Give the number and title of a practice; its id, where the questionnaire does not have it."""
    practice = session.questionnaire.practices.get(practice_id)
    return f"{session.questionnaire.numbers[practice_id]} {practice.title}" if practice else practice_id

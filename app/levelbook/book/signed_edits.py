"""This module makes an edit of one answer as somebody wants it, signed by who wants it and when.

An edit that confirms an answer whose offer has moved on takes the present offer over; one that accepts a risk also
confirms the answer beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from levelbook.core.answers.answers import Answer
from levelbook.core.answers.edits import Edit, TailoredPractice, apply
from levelbook.core.answers.signatures import Signature, signed
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.review import OVERTAKEN
from levelbook.core.errors import UsedWrongly
from levelbook.words.offers import moved_remedy, moved_words


def edited(
    edit: Edit,
    before: Answer,
    practice_id: str,
    now: Assessment,
    *,
    by: str,
    at: datetime | None,
    earlier: Sequence[Answer],
) -> Answer:
    """Return an answer after an edit.

    by, at: who signs, empty without a name, and when; None for an anonymous ballot, which says neither.
    earlier: what the answer was before each change that undo takes back, the latest first.
    Raises UsedWrongly, UnknownId.
    """
    asked = TailoredPractice(now.questionnaire, now.questionnaire.practices[practice_id], now.tailoring[practice_id])
    if edit.confirm:
        edit = _confirming_what_moved(edit, practice_id, now)
    signature = Signature(
        by=by,
        at=at,
        wording=now.tailoring.wording(practice_id),
        after=now.last_edition,
    )
    after = apply(edit, before, asked, earlier)
    if edit.accepted and _still_holds(practice_id, now):
        edit = replace(edit, confirm=True)
    return signed(after, before, edit, signature, now.last_answers or {}, practice_id)


def _still_holds(practice_id: str, now: Assessment) -> bool:
    """Return whether an answer is still one to what is asked; whoever answers for its risk has then reviewed it."""
    score = now.scorecard.practices[practice_id]
    is_said = score.status == "answered" and not score.answer.awaits_review
    return is_said and OVERTAKEN.isdisjoint(now.causes(score))


def _confirming_what_moved(edit: Edit, practice_id: str, now: Assessment) -> Edit:
    """Return the edit that confirms a moved-on answer by taking over its present offer. Raises UsedWrongly."""
    score = now.scorecard.practices[practice_id]
    moved = now.moved_on(score)
    if moved is None:
        return edit
    if moved.now is not None:
        return replace(edit, confirm=False, take_over=moved.now)
    number = now.questionnaire.numbers[practice_id]
    raise UsedWrongly(f"{number} cannot be confirmed: {moved_words(moved)}.", remedy=moved_remedy(moved, number))

"""What an edit deserves: a new signature, a confirmation, or neither."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from levelbook.core.answers.answers import Answer, Vote
from levelbook.core.answers.edits import Edit
from levelbook.core.answers.signatures import Signature, signed
from support.builders import NOON, an_answer

LATER = NOON + timedelta(days=3)
TOM = Signature(by="Tom", at=LATER, wording="ffffffff", after="first")
VOTES = (Vote(level=1, count=2), Vote(level=3, count=1))


def sign(answer: Answer, edit: Edit, before: Answer | None = None, last: dict[str, Answer] | None = None) -> Answer:
    return signed(answer, before or answer, edit, TOM, last or {}, "s1.p1")


def names(answer: Answer) -> tuple[Any, ...]:
    return (answer.answered_by, answer.answered_at, answer.confirmed_after, answer.wording)


def test_who_settles_a_level_signs_it_with_the_words_that_were_asked() -> None:
    assert names(sign(an_answer(3), Edit(level=3))) == ("Tom", LATER, "first", "ffffffff")


def test_who_only_writes_a_note_leaves_the_signature_to_whoever_answered() -> None:
    before = an_answer(2)
    after = sign(before.changed(note="On paper."), Edit(note="On paper."), before)

    assert names(after) == names(before)
    assert not after.edited_outside


def test_who_confirms_says_that_it_holds_and_takes_nothing_over() -> None:
    before = an_answer(2)
    after = sign(before, Edit(confirm=True))

    assert (after.level, after.confirmed_after, after.wording) == (2, "first", "ffffffff")
    assert after.answered_by == before.answered_by


def test_an_answer_edited_outside_stays_marked_until_somebody_says_that_it_holds() -> None:
    outside = an_answer(2).changed(note="By hand.")
    assert outside.edited_outside

    assert sign(outside.changed(owner="Ana"), Edit(owner="Ana"), outside).edited_outside
    assert not sign(outside, Edit(confirm=True)).edited_outside


def test_votes_of_the_last_edition_go_when_a_new_level_is_settled() -> None:
    voted = an_answer(2, votes=VOTES)

    assert sign(voted.changed(level=3), Edit(level=3), voted, {"s1.p1": voted}).votes == ()


def test_votes_of_this_round_stay() -> None:
    voted = an_answer(2, votes=VOTES)

    assert sign(voted.changed(level=3), Edit(level=3), voted, {"s1.p1": an_answer(2)}).votes == VOTES
    assert sign(voted, Edit(level=2, votes=VOTES), voted, {"s1.p1": voted}).votes == VOTES

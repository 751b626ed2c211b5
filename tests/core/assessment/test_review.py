"""What needs another look in a new round, and why; the rest stands as far as anybody knows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from levelbook.core.answers.answers import Accepted, Answer, Evidence, Step, Vote
from levelbook.core.answers.sittings import EvidenceToBring, Sitting
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.review import CAUSES, Cause, causes, urgency
from levelbook.core.assessment.scoring import Scorecard, score
from levelbook.core.assessment.workshop_plan import make_plan
from levelbook.core.questionnaire.tailoring import tailor
from support.builders import DAY, NOON, a_book, tiny_questionnaire

RULES = [
    {"when": {"exposure": ["public"]}, "because": "all can reach it", "floor": [{"level": 3, "practices": ["s1.p1"]}]},
    {"when": {"role": {"only": ["saas"]}}, "because": "the vendor does it", "inherited": ["s1.p1"]},
    {"when": {"role": ["none"]}, "because": "nothing is used", "not_applicable": ["s1"]},
]
TINY = tiny_questionnaire(1, 2, rules=RULES)
PAST, SOON = DAY - timedelta(days=1), DAY + timedelta(days=1)


def said(wording: str = "", **values: Any) -> Answer:
    """Answered before the last edition, and signed then."""
    words = wording or TINY.wording("s1.p1", inherited=False)
    return Answer().changed(**values).answered(by="Noor", at=NOON, wording=words, after="")


def scored(answer: Answer, before: Answer | None, exposure: str = "staff-only") -> Scorecard:
    last = {} if before is None else {"s1.p1": before}
    placed = tailor(TINY, {"exposure": exposure})
    return score(placed, {"s1.p1": answer}, DAY, last_edition="before", last_answers=last)


def found(answer: Answer, before: Answer | None = None, then: str = "staff-only", now: str = "staff-only") -> Any:
    card = scored(answer, before or answer, now)
    earlier_placements = {} if then == now else tailor(TINY, {"exposure": then}).placements
    return causes(card, card["s1.p1"], earlier_placements)


def test_evidence_that_a_sitting_agreed_on_and_nobody_brought_by_its_day_is_a_reason_for_another_look() -> None:
    def now(by: date | None, *, brought: bool = False) -> Assessment:
        proof = EvidenceToBring(practice="s1.p1", what="the log", who="Ana", by=by, pieces=0)
        kept = Evidence(kind="documented", reference="the log", seen_on=DAY)
        answer = said(level=2, evidence=(kept,) if brought else ())
        sittings = ((PAST, Sitting(proofs=(proof,))),)
        return Assessment(
            "now", TINY, a_book(TINY, {"s1.p1": answer}), DAY, "q1", {"s1.p1": answer}, read_sittings=lambda: sittings
        )

    def causes_of(assessment: Assessment) -> tuple[Cause, ...]:
        return assessment.causes(assessment.scorecard["s1.p1"])

    assert causes_of(now(PAST)) == causes_of(now(DAY)) == ("evidence",)
    assert causes_of(now(SOON)) == causes_of(now(None)) == causes_of(now(PAST, brought=True)) == ()
    late = now(PAST)
    plan = make_plan(late, {}, 60)
    assert "s1.p1" not in {score.id for score in plan.carried}, "it is not in the list to confirm"
    assert next(item for item in plan.to_discuss if item.id == "s1.p1").causes == ("evidence",)


def test_a_promise_that_is_due_is_a_reason_also_where_nobody_has_answered_or_knows() -> None:
    late, coming = (Step(text="Write it down.", due=day) for day in (PAST, SOON))

    assert found(Answer(steps=(late,)).signed()) == ("new", "step")
    assert found(Answer(owner="Ana", due=PAST).signed()) == ("new", "due")
    assert found(said(unsure=True, steps=(late,))) == ("unsure", "step")
    assert found(Answer(steps=(coming,)).signed()) == ("new",)
    assert urgency(("new", "step")) < urgency(("stale",)) < urgency(("new",)), "what is late comes first in the queue"


def test_a_step_done_after_the_review_asks_whether_the_level_holds_until_somebody_confirms_it() -> None:
    def now(answer: Answer, on: date = DAY) -> Assessment:
        last = said(level=1, steps=(Step(text="x"),))
        return Assessment("now", TINY, a_book(TINY, {"s1.p1": answer}), on, "q1", {"s1.p1": last})

    def causes_of(assessment: Assessment) -> tuple[Cause, ...]:
        return assessment.causes(assessment.scorecard["s1.p1"])

    ticked = said(level=1, steps=(Step(text="x", done_on=SOON),)).signed()
    later = now(ticked, SOON)
    assert not later.scorecard["s1.p1"].confirmed, "nobody has looked at the level"
    assert causes_of(later) == ("done",)
    plan = make_plan(later, {}, 60)
    assert next(item for item in plan.to_discuss if item.id == "s1.p1").causes == ("done",)
    sealed = Assessment("now", TINY, later.book, SOON, "q2", {"s1.p1": ticked})
    assert not sealed.scorecard["s1.p1"].confirmed
    assert causes_of(sealed) == ("done",), "no seal answers it"

    reviewed = ticked.confirmed(by="Ana", at=NOON + timedelta(days=1), wording=ticked.wording, after="q1")
    assert causes_of(now(reviewed, SOON)) == ()
    reviewed_before = reviewed.confirmed(by="Ana", at=NOON, wording=ticked.wording, after="q1")
    assert now(reviewed_before, SOON).scorecard["s1.p1"].confirmed
    assert causes_of(now(reviewed_before, SOON)) == ("done",), "the review was before"
    assert causes_of(now(said(level=1, steps=(Step(text="x", done_on=DAY),)))) == (), "on the day of its review"
    assert causes_of(now(reviewed_before, DAY)) == (), "that day has not come"


RUN_OUT = (Evidence(kind="sampled", reference="x", seen_on=DAY - timedelta(days=121)),)
ACCEPTED = {"level": 1, "by": "Head", "reason": "for now"}


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (said(level=3, evidence=(Evidence(kind="sampled", reference="x", seen_on=DAY - timedelta(days=90)),)), "stale"),
        (said(level=1, accepted=Accepted(**ACCEPTED, until=DAY + timedelta(days=30))), "ran-out"),
    ],
)
@pytest.mark.parametrize("last", [{}, None], ids=["in a later round", "in the first round"])
def test_what_runs_out_after_the_review_of_a_round_asks_for_another_look_in_that_round(
    answer: Answer, cause: Cause, last: dict[str, Answer] | None
) -> None:
    def now(answer: Answer, on: date) -> Assessment:
        return Assessment("now", TINY, a_book(TINY, {"s1.p1": answer}), on, "" if last is None else "q1", last)

    def causes_of(assessment: Assessment) -> tuple[Cause, ...]:
        assert assessment.scorecard["s1.p1"].confirmed
        return assessment.causes(assessment.scorecard["s1.p1"])

    after = "" if last is None else "q1"
    answer = answer.answered(by="Ana", at=NOON, wording=answer.wording, after=after)
    assert causes_of(now(answer, DAY)) == causes_of(now(answer, DAY + timedelta(days=30))) == ()
    later = now(answer, DAY + timedelta(days=31))
    assert causes_of(later) == (cause,)
    plan = make_plan(later, {}, 60)
    assert next(item for item in plan.to_discuss if item.id == "s1.p1").causes == (cause,)

    reviewed = answer.confirmed(by="Ana", at=NOON + timedelta(days=31), wording=answer.wording, after=after)
    assert causes_of(now(reviewed, DAY + timedelta(days=31))) == (), "whoever confirmed it has seen that it ran out"


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (said(level=3, evidence=RUN_OUT), "stale"),
        (said(level=2, steps=(Step(text="x", due=DAY),)), "step"),
        (said(level=1, accepted=Accepted(**ACCEPTED, until=PAST)), "ran-out"),
        (said(level=1, owner="Tom", due=DAY), "due"),
        (said(unsure=True), "unsure"),
        (said(level=2, wording="00000000"), "reworded"),
        (said(not_applicable="ours are offline", wording="00000000"), "reworded"),
        (said(not_applicable="ours are offline"), "left-out"),
        (said(level=2).changed(level=3), "outside"),
        (Answer(), "new"),
    ],
)
def test_what_time_or_words_have_overtaken_is_looked_at_again(answer: Answer, cause: Cause) -> None:
    assert found(answer) == (cause,)
    assert cause in CAUSES


def test_a_vote_that_settles_nothing_leaves_an_earlier_answer_to_look_at_until_somebody_settles_it() -> None:
    before, votes = said(level=2), (Vote(level=1, count=2), Vote(level=3, count=3))
    voted = before.changed(votes=votes).signed()
    settled = before.changed(votes=votes).answered(by="Ana", at=NOON, wording=before.wording, after="before")

    assert (found(voted, before), scored(voted, before)["s1.p1"].confirmed) == (("voted",), False)
    assert (found(settled, before), scored(settled, before)["s1.p1"].confirmed) == ((), True)
    assert found(voted, voted) == (), "that vote was in the round before"


def test_a_vote_that_settles_nothing_leaves_an_answer_of_the_same_round_open_too() -> None:
    voted = said(level=2).changed(votes=(Vote(level=1, count=2), Vote(level=3, count=3)), left_open=True).signed()
    first = score(tailor(TINY, {}), {"s1.p1": voted}, DAY)
    assert (first["s1.p1"].confirmed, causes(first, first["s1.p1"], {})) == (False, ("voted",))

    settled = voted.confirmed(by="Ana", at=NOON, wording=voted.wording, after="")
    first = score(tailor(TINY, {}), {"s1.p1": settled}, DAY)
    assert (first["s1.p1"].confirmed, causes(first, first["s1.p1"], {})) == (True, ())


@pytest.mark.parametrize(
    "answer",
    [
        said(level=2),
        said(level=2, steps=(Step(text="x", due=SOON), Step(text="y", due=PAST, done_on=PAST), Step(text="z"))),
        said(level=1, accepted=Accepted(**ACCEPTED, until=DAY)),
        said(level=1, owner="Tom", due=DAY, accepted=Accepted(**ACCEPTED, until=DAY)),
        said(level=1, owner="Tom", due=SOON),
        said(level=2, owner="Tom", due=PAST),
        said(level=2, accepted=Accepted(**ACCEPTED, until=PAST)),
        said(level=0, accepted=Accepted(**ACCEPTED, until=PAST)),
    ],
)
def test_what_still_stands_is_not(answer: Answer) -> None:
    assert found(answer) == ()


def test_what_a_provider_does_now_has_moved_and_was_not_reworded() -> None:
    answer = said(level=2)
    bought, built = (tailor(TINY, {"role": (role,)}) for role in ("saas", "provider-api"))
    card = score(bought, {"s1.p1": answer}, DAY, last_edition="before", last_answers={"s1.p1": answer})
    assert causes(card, card["s1.p1"], built.placements) == ("facts",)


def test_facts_that_moved_a_practice_ask_for_another_look_and_others_do_not() -> None:
    assert found(said(level=2), then="staff-only", now="public") == ("facts",)
    card = scored(said(level=2), said(level=2), "public")
    assert causes(card, card["s1.p2"], tailor(TINY, {"exposure": "staff-only"}).placements) == ("new",)


def test_what_the_facts_leave_out_is_never_looked_at() -> None:
    card = score(tailor(TINY, {"role": ("none",)}), {}, DAY)
    assert causes(card, card["s1.p1"], tailor(TINY, {}).placements) == ()


def test_what_was_said_or_confirmed_in_this_round_was_looked_at() -> None:
    now = said(level=3, evidence=RUN_OUT).answered(
        by="Noor", at=NOON, wording=TINY.wording("s1.p1", inherited=False), after="before"
    )
    assert found(now, before=said(level=1)) == ()
    assert found(now) == ()
    left_out = said(not_applicable="ours are offline")
    assert found(left_out.answered(by="Noor", at=NOON, wording=left_out.wording, after="before")) == ()
    assert found(said(unsure=True), before=said(level=1)) == ()

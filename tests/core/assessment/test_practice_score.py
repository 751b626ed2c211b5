"""One practice is judged on a day: what its evidence proves, what was looked at, what is accepted."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction as F
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from levelbook.core.answers.answers import Accepted, Answer, Evidence, Step
from levelbook.core.assessment.practice_score import Judge
from levelbook.core.assessment.scoring import score
from levelbook.core.questionnaire.tailoring import tailor
from support.builders import DAY, a_book, an_answer, scored, tiny_questionnaire
from support.offers import SAMPLED, an_offer


class TestEvidence:
    """What a level's evidence proves on a day."""

    @pytest.mark.parametrize(
        ("kind", "days_ago", "proved"),
        [
            ("asserted", 0, 1),
            ("documented", 0, 2),
            ("sampled", 0, 3),
            ("sampled", 120, 3),
            ("sampled", 121, 1),
            ("sampled", -1, 1),
            ("sampled", None, 1),
            ("tested", 365, 4),
            ("hearsay", 0, 1),
        ],
    )
    def test_a_piece_proves_as_much_as_its_kind_and_its_day_allow(
        self, kind: str, days_ago: int | None, proved: int
    ) -> None:
        seen = None if days_ago is None else DAY - timedelta(days=days_ago)
        questionnaire = tiny_questionnaire(1, 1)
        piece = Evidence(kind=kind, reference="x", seen_on=seen)
        card = scored(questionnaire, a_book(questionnaire, {"s1.p1": Answer(level=4, evidence=(piece,))}))

        assert card["s1.p1"].evidenced == proved

    def test_no_evidence_proves_more_than_the_level_that_was_said(self) -> None:
        questionnaire = tiny_questionnaire(1, 1)
        piece = Evidence(kind="tested", reference="x", seen_on=DAY)
        card = scored(questionnaire, a_book(questionnaire, {"s1.p1": Answer(level=2, evidence=(piece,))}))

        assert card["s1.p1"].evidenced == 2

    def test_evidence_is_stale_when_more_was_proved_before_it_ran_out(self) -> None:
        questionnaire = tiny_questionnaire(1, 1)
        piece = Evidence(kind="sampled", reference="x", seen_on=DAY - timedelta(days=121))
        card = scored(questionnaire, a_book(questionnaire, {"s1.p1": Answer(level=3, evidence=(piece,))}))

        assert card["s1.p1"].evidence_is_stale


CLAIMS: Final[tuple[dict[str, Any], ...]] = (
    {"target": 3, "target_reason": "the board"},
    {"unmet": ("reach-2-a",)},
    {"met": ("reach-3-a",)},
    {"here": {"reach-2-a": "a wiki"}},
    {"accepted": Accepted(level=1, by="H", until=DAY, reason="r")},
    {"evidence": (Evidence(kind="documented", reference="wiki"),)},
)
PROMISES_AND_REMARKS: Final[tuple[dict[str, Any], ...]] = (
    {"owner": "Ana"},
    {"owner": ""},
    {"due": DAY},
    {"note": "Ask again in spring."},
    {"steps": (Step(text="Cap the rate"),)},
    {"steps": (Step(text="Cap the rate", owner="Tom", due=DAY, ticket="OPS-7"),)},
    {"steps": (Step(text="Cap the rate", done_on=DAY),)},
    {"steps": ()},
    {"level_reason": "a new gateway"},
    {"ask_whom": "Tom", "ask_by": DAY},
)


class TestConfirmed:
    """When an answer counts as looked at in this round."""

    def confirmed(self, answer: Answer, *, last: dict[str, Answer] | None) -> bool:
        questionnaire = tiny_questionnaire(1, 1)
        card = score(
            tailor(questionnaire, {}),
            {"s1.p1": answer},
            DAY,
            last_edition="q1" if last is not None else "",
            last_answers=last,
        )
        return card["s1.p1"].confirmed

    @pytest.fixture(name="said")
    def _said(self) -> Answer:
        wording = tiny_questionnaire(1, 1).wording("s1.p1", inherited=False)
        return an_answer(2).changed(wording=wording).signed()

    def test_before_the_first_edition_every_answer_is(self, said: Answer) -> None:
        assert self.confirmed(said, last=None)

    def test_an_answer_that_is_as_the_last_edition_has_it_is_carried(self, said: Answer) -> None:
        assert not self.confirmed(said, last={"s1.p1": said})

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(changes=st.lists(st.sampled_from(CLAIMS), min_size=1, max_size=3))
    def test_one_that_claims_something_else_is(self, said: Answer, changes: list[dict[str, Any]]) -> None:
        changed = said
        for change in changes:
            changed = changed.changed(**change).signed()

        assert self.confirmed(changed, last={"s1.p1": said})

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(changes=st.lists(st.sampled_from(PROMISES_AND_REMARKS), min_size=1, max_size=4), confirmed=st.booleans())
    def test_promises_and_remarks_neither_confirm_it_nor_take_a_confirmation_back(
        self, said: Answer, changes: list[dict[str, Any]], confirmed: bool
    ) -> None:
        changed = said.changed(confirmed_after="q1" if confirmed else "").signed()
        for change in changes:
            changed = changed.changed(**change).signed()

        assert self.confirmed(changed, last={"s1.p1": said}) == confirmed

    def test_one_confirmed_after_the_last_edition_is(self, said: Answer) -> None:
        assert self.confirmed(said.changed(confirmed_after="q1").signed(), last={"s1.p1": said})

    def test_one_of_another_wording_is_not(self, said: Answer) -> None:
        assert not self.confirmed(said.changed(wording="00000000").signed(), last=None)

    def test_one_that_was_edited_outside_is_not(self, said: Answer) -> None:
        assert not self.confirmed(said.changed(level=3), last=None)

    def test_one_that_is_unsure_never_is(self, said: Answer) -> None:
        assert not self.confirmed(said.as_unsure().signed(), last=None)


class TestAcceptedRisk:
    def holds(self, answer: Answer) -> bool:
        return scored(q := tiny_questionnaire(1, 1), a_book(q, {"s1.p1": answer}))["s1.p1"].accepted_holds

    def accepted(self, until_days: int = 0, level: int = 1) -> Accepted:
        return Accepted(level=level, by="H", until=DAY + timedelta(days=until_days), reason="r")

    def test_it_holds_through_its_last_day(self) -> None:
        assert self.holds(Answer(level=1, accepted=self.accepted(0)))
        assert not self.holds(Answer(level=1, accepted=self.accepted(-1)))

    def test_it_does_not_hold_below_the_accepted_level(self) -> None:
        assert not self.holds(Answer(level=0, accepted=self.accepted()))

    def test_on_an_unsettled_practice_it_counts_for_nothing(self) -> None:
        assert not self.holds(Answer(unsure=True, accepted=self.accepted()))

    def test_where_there_is_no_gap_there_is_nothing_to_accept(self) -> None:
        assert not self.holds(Answer(level=2, accepted=self.accepted()))

    def test_the_target_stays_and_attainment_counts_it(self) -> None:
        card = scored(q := tiny_questionnaire(1, 1), a_book(q, {"s1.p1": Answer(level=1, accepted=self.accepted())}))

        assert (card.overall.target, card.overall.attainment) == (2, F(1, 2))


class TestNextAction:
    """What leads to the next level."""

    def actions(self, answer: Answer, *, levels: int = 5) -> tuple[str, ...]:
        card = scored(q := tiny_questionnaire(1, 1, levels=levels), a_book(q, {"s1.p1": answer}))
        return tuple(action.id for action in card["s1.p1"].open_actions)

    def test_it_is_the_least_effort_that_nobody_has_finished(self) -> None:
        done = Step(text="x", from_action="reach-2-b", done_on=DAY)
        card = scored(
            q := tiny_questionnaire(1, 2),
            a_book(q, {"s1.p1": Answer(level=1), "s1.p2": Answer(level=1, steps=(done,))}),
        )

        assert [one.next_action and one.next_action.id for one in card.practices.values()] == ["reach-2-b", "reach-2-a"]

    def test_an_action_that_is_taken_on_once_more_is_open_again(self) -> None:
        once = Step(text="x", from_action="reach-2-b", done_on=DAY)

        assert self.actions(Answer(level=1, steps=(once,))) == ("reach-2-a",)
        assert self.actions(Answer(level=1, steps=(once, once.changed(done_on=None)))) == ("reach-2-a", "reach-2-b")

    def test_at_the_top_of_the_scale_there_is_none(self) -> None:
        assert self.actions(Answer(level=2), levels=3) == ()


@pytest.mark.parametrize(
    ("impact", "level", "target", "band"),
    [(3, 0, 2, "high"), (3, 1, 2, "medium"), (1, 0, 4, "medium"), (1, 0, 2, "low"), (2, 1, 2, "low"), (3, 2, 2, None)],
)
def test_a_gaps_priority_is_impact_times_levels_and_its_band_is_as_the_design_says(
    impact: int, level: int, target: int, band: str | None
) -> None:
    questionnaire = tiny_questionnaire(1, 1, changes={"s1.p1": {"impact": impact}}, default_target=target)
    one = scored(questionnaire, a_book(questionnaire, {"s1.p1": Answer(level=level)}))["s1.p1"]

    assert (one.priority, one.band) == (impact * (target - level), band)


@pytest.mark.parametrize(
    ("kind", "days_ago", "backing"),
    [("tested", 0, "proven"), ("documented", 0, "partly"), ("tested", 366, "expired"), ("asserted", 0, "said")],
)
def test_what_stands_behind_a_level_is_told_apart(kind: str, days_ago: int, backing: str) -> None:
    piece = Evidence(kind=kind, reference="x", seen_on=DAY - timedelta(days=days_ago))
    card = scored(q := tiny_questionnaire(1, 1), a_book(q, {"s1.p1": Answer(level=3, evidence=(piece,))}))

    assert card["s1.p1"].backing == backing


def test_a_team_may_raise_its_target_and_never_lower_it() -> None:
    said = {"s1.p1": Answer(level=1, target=4), "s1.p2": Answer(level=1, target=1)}
    card = scored(q := tiny_questionnaire(1, 2, default_target=2), a_book(q, said))

    assert [one.target for one in card.practices.values()] == [4, 2]


def test_a_piece_holds_through_its_last_valid_day() -> None:
    questionnaire = tiny_questionnaire(1, 1)
    judge = scored(questionnaire, a_book(questionnaire)).judge
    piece = Evidence(kind="sampled", reference="x", seen_on=DAY)

    assert judge.valid_until(piece) == DAY + timedelta(days=120)
    assert judge.valid_until(piece.changed(seen_on=None)) is None
    assert judge.valid_until(piece.changed(kind="asserted")) is None


def test_evidence_of_an_offer_proves_what_is_taken_over_and_runs_out_like_any_other() -> None:
    known = tiny_questionnaire(1, 1)
    practice = known.practices["s1.p1"]
    taken = an_offer().taken("s1.p1")
    assert taken is not None
    answer = Answer().taking_over(practice, taken)

    def proved(on: date) -> int | None:
        return Judge(known, on).practice(practice, tailor(known, {})["s1.p1"], answer).evidenced

    assert proved(SAMPLED.seen_on or DAY) == 3
    assert (proved(DAY + timedelta(days=4_000)) or 0) < 3


def test_a_level_above_what_is_met_is_capped_and_stays_marked() -> None:
    known = tiny_questionnaire(1, 1)
    practice = known.practices["s1.p1"]
    taken = an_offer().taken("s1.p1")
    assert taken is not None
    raised = Answer().taking_over(practice, taken).changed(unmet=("c2-a",)).signed()

    judged = Judge(known, DAY).practice(practice, tailor(known, {})["s1.p1"], raised)

    assert (judged.level, judged.answer.edited_outside, judged.confirmed) == (1, True, False)

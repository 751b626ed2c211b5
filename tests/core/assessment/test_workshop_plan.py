"""What a team takes up in the time it has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.answers.answers import Answer, Vote
from levelbook.core.answers.ballots import Spread, spread_of
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.workshop_plan import LIST_KINDS, MINUTES_TO_CLOSE, Plan, contradicts, is_done, make_plan
from levelbook.words.plan import minutes_of
from support.any_assessments import books, questionnaires
from support.builders import DAY, a_book, tiny_questionnaire

INHERITED = [{"when": {"role": {"only": ["saas"]}}, "because": "they do it", "inherited": ["s2"]}]


@st.composite
def situations(draw: st.DrawFn) -> tuple[Assessment, dict[str, Spread], int, tuple[str, ...], tuple[str, ...]]:
    """A team's record, ballots, minutes, what was pulled out and what was taken up, all at random."""
    questionnaire = draw(questionnaires())
    book = draw(books(questionnaire))
    earlier = draw(st.one_of(st.none(), st.just(book.answers)))
    now = Assessment("now", questionnaire, book, DAY, "before" if earlier is not None else "", earlier)
    names = list(questionnaire.practices)
    hands = st.lists(st.one_of(st.none(), st.integers(0, questionnaire.max_level)), min_size=1, max_size=5)
    given_levels = {name: spread_of(draw(hands)) for name in names if draw(st.booleans())}
    spreads = {name: spread for name, spread in given_levels.items() if spread is not None}
    some = st.lists(st.sampled_from(names), unique=True, max_size=4).map(tuple)
    return now, spreads, draw(st.integers(1, 240)), draw(some), draw(some)


def everything(plan: Plan) -> list[str]:
    return [
        *(item.id for item in (*plan.agreed, *plan.to_discuss, *plan.later, *plan.done)),
        *(one.id for one in (*plan.inherited, *plan.carried)),
    ]


@given(situations())
def test_everything_unsettled_stands_in_the_plan_exactly_once(
    situation: tuple[Assessment, dict[str, Spread], int, tuple[str, ...], tuple[str, ...]],
) -> None:
    now, spreads, minutes, pulled_out, taken_up = situation
    plan = make_plan(now, spreads, minutes, pulled_out=pulled_out, taken_up=taken_up)
    counted = Counter(everything(plan))
    card = now.scorecard

    assert all(count == 1 for count in counted.values())
    done = {item.id for item in plan.done}
    assert {name for name in taken_up if is_done(card[name])} <= done <= set(taken_up)
    in_scope = [one for section in card.sections for one in section.practices if one.scope != "not-applicable"]
    against = {one.id for one in card.counting if contradicts(spreads.get(one.id), one)}
    assert set(counted) == {one.id for one in in_scope if not one.confirmed or one.id in against} | done
    assert plan.waiting == len(counted) - len(done)


@given(situations())
def test_the_plan_fits_the_minutes_or_takes_up_one_thing(
    situation: tuple[Assessment, dict[str, Spread], int, tuple[str, ...], tuple[str, ...]],
) -> None:
    now, spreads, minutes, pulled_out, taken_up = situation
    plan = make_plan(now, spreads, minutes, pulled_out=pulled_out, taken_up=taken_up)
    needed = plan.talk_seconds + plan.list_seconds + plan.done_seconds + plan.closing_minutes * 60

    assert needed <= minutes * 60 or len(plan.to_discuss) <= 1
    assert bool(plan.to_discuss) or not plan.later


@given(situations())
def test_the_minutes_that_are_printed_for_each_list_add_up_to_those_of_all_lists(
    situation: tuple[Assessment, dict[str, Spread], int, tuple[str, ...], tuple[str, ...]],
) -> None:
    now, spreads, minutes, _, _ = situation
    plan = make_plan(now, spreads, minutes)

    assert sum(minutes_of(plan.seconds_in(kind)) for kind in LIST_KINDS) == minutes_of(plan.list_seconds)


@given(situations())
def test_what_was_pulled_out_is_talked_about_first_and_stands_in_no_list(
    situation: tuple[Assessment, dict[str, Spread], int, tuple[str, ...], tuple[str, ...]],
) -> None:
    now, spreads, minutes, pulled_out, _ = situation
    plan = make_plan(now, spreads, minutes, pulled_out=pulled_out)
    listed = {item.id for item in plan.agreed} | {one.id for one in (*plan.inherited, *plan.carried)}
    order = [item.id in pulled_out for item in (*plan.to_discuss, *plan.later)]

    assert not listed & set(pulled_out)
    assert order == sorted(order, reverse=True)


def plan_of(
    answers: Mapping[str, Answer] | None = None,
    spreads: Mapping[str, Spread] | None = None,
    *,
    minutes: int = 90,
    role: str = "provider-api",
    last: Mapping[str, Answer] | None = None,
    taken_up: tuple[str, ...] = (),
    essential: tuple[str, ...] = (),
    heard: tuple[str, ...] = (),
    pulled_out: tuple[str, ...] = (),
) -> Plan:
    changes = {name: {"essential": True, "impact": 3} for name in essential}
    questionnaire = tiny_questionnaire(2, 4, rules=INHERITED, changes=changes)
    book = a_book(questionnaire, answers, {"role": (role,)})
    now = Assessment("now", questionnaire, book, DAY, "before" if last else "", last)
    return make_plan(now, spreads or {}, minutes, taken_up=taken_up, heard=heard, pulled_out=pulled_out)


def said(name: str, level: int, after: str = "", *, inherited: bool = False) -> Answer:
    questionnaire = tiny_questionnaire(2, 4)
    wording = questionnaire.wording(name, inherited=inherited)
    return Answer(level=level).answered(by="Noor", at=None, wording=wording, after=after)


def ids(items: object) -> list[str]:
    return [one.id for one in items]  # type: ignore[attr-defined]


def test_what_the_team_left_out_itself_is_discussed_again_and_never_given_a_level_by_a_list() -> None:
    left_out = {"s1.p1": Answer(not_applicable="ours are offline")}
    plan = plan_of(left_out, {"s1.p1": Spread({2: 3})}, last=left_out)

    assert "s1.p1" in ids(plan.to_discuss) and not ids(plan.agreed)


def test_essential_practices_come_first_then_those_whose_ballots_are_furthest_apart() -> None:
    spreads = {"s1.p2": Spread({0: 1, 4: 1}), "s1.p3": Spread({0: 1, 2: 1}), "s2.p1": Spread({1: 1, 3: 1})}
    plan = plan_of(spreads=spreads, essential=("s1.p4", "s2.p1"))

    assert ids(plan.to_discuss)[:4] == ["s2.p1", "s1.p4", "s1.p2", "s1.p3"]
    assert [item.why for item in plan.to_discuss][:4] == ["essential", "essential", "you differ", "you differ"]


def test_where_nothing_is_further_apart_what_is_essential_comes_before_a_higher_target() -> None:
    raised = {name: Answer(target=4, target_reason="the board") for name in ("s1.p1", "s1.p2")}
    apart = {"s1.p2": Spread({0: 1, 4: 1})}
    plan = plan_of(raised, apart, essential=("s2.p1",), minutes=1)

    assert ids((*plan.to_discuss, *plan.later))[:3] == ["s1.p2", "s2.p1", "s1.p1"]
    assert [item.why for item in (*plan.to_discuss, *plan.later)][1:3] == ["essential", "target 4"]


def test_what_was_pulled_out_and_settled_before_a_seal_of_the_same_day_is_not_to_discuss_again() -> None:
    settled = {"s1.p1": said("s1.p1", 2)}

    def after_the_seal(*taken_up: str) -> Plan:
        return plan_of(settled, last=settled, pulled_out=("s1.p1", "s1.p2"), taken_up=taken_up)

    assert ids(after_the_seal("s1.p1", "s1.p2").to_discuss)[:1] == ["s1.p2"], "nobody settled that one"
    assert ids(after_the_seal("s1.p1").done) == ["s1.p1"], "what the sitting has done, it has done after the seal too"
    assert ids(after_the_seal().to_discuss)[:2] == ["s1.p1", "s1.p2"]


def test_the_wider_apart_the_longer_the_talk() -> None:
    spreads = {"s1.p1": Spread({1: 2}), "s1.p2": Spread({0: 1, 2: 1}), "s1.p3": Spread({0: 1, 4: 1})}
    seconds = {item.id: item.seconds for item in plan_of(spreads=spreads).to_discuss}

    assert "s1.p1" not in seconds, "two of one mind are a list's"
    assert seconds["s1.p4"] < seconds["s1.p2"] < seconds["s1.p3"]


def test_a_list_takes_what_the_ballots_agree_on_and_what_a_provider_does() -> None:
    spreads = {"s1.p1": Spread({2: 2, 3: 1}), "s2.p1": Spread({0: 1, 4: 1})}
    plan = plan_of(spreads=spreads, role="saas")

    assert ids(plan.agreed) == ["s1.p1"]
    assert ids(plan.inherited) == ["s2.p2", "s2.p3", "s2.p4"], "where people are far apart there is something to hear"
    assert "s2.p1" in ids(plan.to_discuss)


def test_what_still_stands_is_carried_and_what_is_worded_anew_is_talked_about() -> None:
    held = {"s1.p1": said("s1.p1", 2), "s1.p2": said("s1.p1", 2)}
    plan = plan_of(held, last=held)

    assert ids(plan.carried) == ["s1.p1"]
    assert {item.id: item.reason for item in plan.to_discuss}["s1.p2"] == "reworded"


@pytest.mark.parametrize("counted", [(), (Vote(level=2, count=2),)])
def test_one_ballot_that_is_far_from_an_answer_to_confirm_is_talked_about_and_not_confirmed_in_a_list(
    counted: tuple[Vote, ...],
) -> None:
    held = {"s1.p1": said("s1.p1", 2).changed(votes=counted).signed()}

    def first(spread: Spread, heard: tuple[str, ...] = ()) -> tuple[str, bool]:
        plan = plan_of(held, {"s1.p1": spread}, last=held, heard=heard)
        return ("carried", False) if ids(plan.carried) else (plan.to_discuss[0].id, plan.to_discuss[0].is_answered)

    assert first(Spread({4: 1})) == first(Spread({0: 1}, 2)) == ("s1.p1", True)
    assert first(Spread({3: 1})) == ("carried", False), "one level is no contradiction"
    assert first(Spread({4: 1}), heard=("s1.p1",)) == ("carried", False), "a sitting discussed it"
    assert first(Spread({0: 1, 3: 1})) == ("s1.p1", False), "the ballots are far apart themselves, which is said"


def test_an_answer_of_this_round_that_ballots_contradict_is_talked_about_until_somebody_has_heard_them() -> None:
    held, spread = said("s1.p1", 2), Spread({0: 1, 3: 1})
    counted = held.changed(votes=(Vote(level=0, count=1), Vote(level=3, count=1)), from_ballots=True).signed()

    def first(answer: Answer, spread: Spread, heard: tuple[str, ...] = ()) -> tuple[str, bool]:
        item = plan_of({"s1.p1": answer}, {"s1.p1": spread}, heard=heard).to_discuss[0]
        return item.id, item.is_answered

    assert first(held, spread) == ("s1.p1", True)
    assert first(held, Spread({0: 2})) == ("s1.p1", True), "they agree, but not with the answer"
    assert first(held, Spread({1: 2})) == ("s1.p2", False), "one level is no contradiction"
    assert first(held, spread, heard=("s1.p1",)) == ("s1.p2", False), "a sitting discussed it"
    assert first(counted, spread) == ("s1.p2", False), "these are the ballots that were counted"
    assert first(counted, Spread({0: 2, 3: 1})) == ("s1.p1", True), "a ballot has come since"
    assert first(counted.changed(from_ballots=False).signed(), spread) == ("s1.p2", False), "the room voted"


def test_what_a_sitting_settled_and_a_merge_left_unconfirmed_is_confirmed_in_the_list_of_answers() -> None:
    at = datetime(2026, 11, 20, 10, tzinfo=UTC)
    merged = Answer(level=3, answered_by="Noor", answered_at=at, wording=said("s1.p1", 3).wording).signed()

    for spread in (Spread({0: 1, 3: 1}), Spread({1: 2})):
        plan = plan_of({"s1.p1": merged}, {"s1.p1": spread}, heard=("s1.p1",))
        assert (ids(plan.carried), ids(plan.agreed)) == (["s1.p1"], []), "neither ballots nor their level come back"
    assert ids(plan_of({"s1.p1": merged}, {"s1.p1": Spread({0: 1, 3: 1})}).to_discuss)[0] == "s1.p1"


def test_what_the_time_does_not_reach_waits_in_order() -> None:
    plan = plan_of(minutes=6)
    assert ids(plan.to_discuss) == ["s1.p1", "s1.p2"]
    assert ids(plan.later) == ["s1.p3", "s1.p4", "s2.p1", "s2.p2", "s2.p3", "s2.p4"]


def test_a_minute_is_enough_to_take_up_one_thing() -> None:
    assert ids(plan_of(minutes=1).to_discuss) == ["s1.p1"]


def test_the_close_has_its_time() -> None:
    assert plan_of(minutes=90).closing_minutes == MINUTES_TO_CLOSE
    assert plan_of(minutes=30).closing_minutes == 5


def test_what_is_done_stays_in_the_plan_as_done_and_its_time_is_spent() -> None:
    before = plan_of(minutes=10)
    after = plan_of({"s1.p1": said("s1.p1", 2), "s1.p2": Answer(unsure=True)}, minutes=10, taken_up=("s1.p1", "s1.p2"))

    assert ids(before.to_discuss) == ["s1.p1", "s1.p2", "s1.p3", "s1.p4"]
    assert ids(after.done) == ["s1.p1", "s1.p2"]
    assert ids(after.to_discuss) == ["s1.p3", "s1.p4"], "no more than the time that is left"
    assert after.done_seconds == 240


def test_what_was_confirmed_in_a_list_took_a_list_s_time() -> None:
    held = {"s1.p1": said("s1.p1", 2)}
    now = {"s1.p1": said("s1.p1", 2, after="before"), "s1.p2": said("s1.p2", 2, after="before")}
    plan = plan_of(now, last=held, taken_up=("s1.p1", "s1.p2"))

    assert [(item.id, item.in_list) for item in plan.done] == [("s1.p1", True), ("s1.p2", False)]


def test_what_was_taken_back_is_not_done() -> None:
    plan = plan_of(taken_up=("s1.p1",))
    assert plan.done == ()
    assert "s1.p1" in ids(plan.to_discuss)


def test_a_plan_with_everything_settled_is_empty() -> None:
    questionnaire = tiny_questionnaire(2, 4)
    plan = plan_of({name: said(name, 2) for name in questionnaire.practices})
    assert plan.is_empty
    assert plan.talk_seconds == 0

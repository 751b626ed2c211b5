"""What a team owes and has kept, and what it could take on next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from levelbook.core.answers.answers import Accepted, Answer, Evidence, Step
from levelbook.core.answers.sittings import EvidenceToBring, Sitting
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.promises import (
    Suggestion,
    evidence_outcomes,
    kept_promises,
    late,
    outcomes_of,
    promises_of,
    same_step,
    suggestion,
    to_bring,
)
from levelbook.core.assessment.scoring import score
from levelbook.core.questionnaire.tailoring import tailor
from levelbook.core.text.cleaning import spoken_day
from levelbook.words.promises import fates_words, outcome_words, promise_words, unknown_words
from support.builders import DAY, a_book, an_assessment, tiny_questionnaire
from support.promising_team import ANSWERS, IMPACTS, PAST, SOON, a_card


def test_a_step_without_a_name_is_its_practices_owners() -> None:
    assert [(one.kind, one.who) for one in promises_of(a_card(ANSWERS)["s1.p1"])] == [
        ("gap", "Priya"),
        ("step", "Ana"),
        ("step", "Priya"),
        ("done", "Priya"),
    ]


def test_late_are_steps_things_to_find_out_and_gaps_whose_own_day_is_past_the_oldest_first() -> None:
    questionnaire = tiny_questionnaire(2, 3, changes=IMPACTS, default_target=2)
    answers = {**ANSWERS, "s1.p2": Answer(level=1, owner="Ana", due=PAST - timedelta(days=1))}
    now = an_assessment(questionnaire, a_book(questionnaire, answers))

    assert [(one.score.id, one.kind) for one in late(now)] == [
        ("s1.p2", "gap"),
        ("s1.p1", "step"),
        ("s1.p3", "find-out"),
    ]
    assert late(now.on_day(PAST - timedelta(days=1))) == ()


AGREED = PAST - timedelta(days=20)
PROOF = EvidenceToBring(practice="s1.p1", what="the log", who="Bea", by=PAST, pieces=0)


def a_team(answers: dict[str, Answer], *proofs: EvidenceToBring, on: date = DAY) -> Assessment:
    """A team's record, with a sitting that agreed on evidence."""
    questionnaire = tiny_questionnaire(2, 3, default_target=2)
    now = replace(an_assessment(questionnaire, a_book(questionnaire, answers)), on=on)
    return now.with_sittings(lambda: ((AGREED, Sitting(proofs=proofs)),))


BROUGHT = Answer(level=2, evidence=(Evidence(kind="log", seen_on=PAST),))


def test_evidence_that_a_sitting_agreed_on_is_a_promise_late_after_its_day_until_it_is_brought() -> None:
    claimed = {"s1.p1": Answer(level=2)}

    assert [(one.kind, one.who, one.by) for one in late(a_team(claimed, PROOF))] == [("evidence", "Bea", PAST)]
    assert late(a_team(claimed, PROOF, on=PAST)) == ()
    assert late(a_team({"s1.p1": BROUGHT}, PROOF)) == ()
    assert late(a_team(claimed, PROOF.changed(outcome="dropped", reason="sold"))) == ()


def test_nobody_is_asked_for_evidence_of_what_does_not_apply_or_is_not_asked() -> None:
    gone = PROOF.changed(practice="s9.p9")

    assert to_bring(a_team({"s1.p1": Answer(not_applicable="sold")}, PROOF, gone)) == ()


@pytest.mark.parametrize(
    ("answer", "proof", "fate", "words"),
    [
        (BROUGHT, PROOF, "done", "Bring evidence: the log"),
        (Answer(level=2), PROOF.changed(outcome="kept"), "done", "Bring evidence: the log"),
        (Answer(level=2), PROOF.changed(outcome="dropped", reason="sold"), "dropped", "Bring evidence: the log – sold"),
        (Answer(not_applicable="sold"), PROOF, "dropped", "Bring evidence: the log"),
        (Answer(level=2), PROOF, "late", "Bring evidence: the log"),
        (Answer(level=2), PROOF.changed(by=SOON, who="Tom"), "open", "Bring evidence: the log"),
        (Answer(level=2), PROOF.changed(by=None), "undated", "Bring evidence: the log"),
    ],
)
def test_what_became_of_agreed_evidence_is_told_as_of_any_promise(
    answer: Answer, proof: EvidenceToBring, fate: str, words: str
) -> None:
    before, after = a_team({"s1.p1": Answer(level=2)}, PROOF), a_team({"s1.p1": answer}, proof)

    (found,) = evidence_outcomes(before, after)
    assert (found.fate, found.who, found.is_new, outcome_words(found)) == (fate, proof.who, False, words)


def test_evidence_that_nobody_agrees_on_any_more_was_dropped_and_what_was_settled_before_is_not_told_again() -> None:
    kept_before = PROOF.changed(what="the plan", outcome="kept")
    before, after = a_team({}, PROOF, kept_before), a_team({}, kept_before, PROOF.changed(what="the report"))

    found = [(one.promise.evidence and one.promise.evidence.proof.what, one.fate, one.is_new)
             for one in evidence_outcomes(before, after)]  # fmt: skip
    assert found == [("the log", "dropped", False), ("the report", "late", True)]


def test_what_a_sitting_agreed_on_that_is_gone_was_not_dropped_and_is_said_once_not_to_be_known() -> None:
    also = PROOF.changed(what="the report", practice="s1.p2")
    before, after = a_team({}, PROOF, also), a_team({})
    without = replace(after, read_sittings=lambda: ())

    assert [one.fate for one in evidence_outcomes(before, after)] == ["dropped", "dropped"]
    assert evidence_outcomes(before, without) == ()
    [(day, _)] = before.sittings
    said = (
        f"The sitting of {spoken_day(day, DAY)} is gone: what became of 2 pieces of evidence agreed there is not known."
    )
    assert (unknown_words(before, without), unknown_words(before, after)) == (said, "")


def test_beside_an_older_record_a_sitting_that_was_held_since_is_not_gone() -> None:
    later = a_team({}, PROOF)
    [(held_on, _)] = later.sittings
    older = replace(a_team({}), read_sittings=lambda: ()).on_day(held_on - timedelta(days=1))

    assert unknown_words(later, older) == ""
    assert evidence_outcomes(later, older) == ()


def test_evidence_that_was_brought_is_among_what_was_kept() -> None:
    before, after = a_team({"s1.p1": Answer(level=2)}, PROOF), a_team({"s1.p1": BROUGHT}, PROOF)

    assert [promise_words(one) for one in kept_promises(evidence_outcomes(before, after))] == [
        "Evidence brought: the log"
    ]


def test_what_nobody_was_to_find_out_because_the_practice_was_out_of_scope_is_a_new_promise_when_it_is_back() -> None:
    rule = {"when": {"role": {"only": ["none"]}}, "because": "nothing is used", "not_applicable": ["s1"]}
    questionnaire = tiny_questionnaire(1, 1, rules=[rule])
    asked = {"s1.p1": Answer(unsure=True, ask_whom="Tom", ask_by=PAST)}
    out, back = (score(tailor(questionnaire, {"role": (role,)}), asked, DAY)["s1.p1"] for role in ("none", "saas"))

    (found,) = outcomes_of(out, back, DAY)
    assert found.is_new


@pytest.mark.parametrize(("then", "reopened"), [("kept", True), ("dropped", False)])
def test_evidence_that_was_brought_or_dropped_and_is_to_be_brought_again_is_told_again(
    then: str, reopened: bool
) -> None:
    settled = PROOF.changed(outcome=then, reason="sold" if then == "dropped" else "")
    before, after = a_team({"s1.p1": Answer(level=2)}, settled), a_team({"s1.p1": Answer(level=2)}, PROOF)

    (found,) = evidence_outcomes(before, after)
    assert (found.fate, found.is_new, found.is_reopened) == ("late", True, reopened)
    removed = evidence_outcomes(a_team({"s1.p1": BROUGHT}, PROOF), after)
    assert [(one.fate, one.is_reopened) for one in removed] == [("late", True)]


def test_of_a_practice_that_was_never_for_this_team_nothing_was_promised_and_so_nothing_is_dropped() -> None:
    out = Answer(not_applicable="no such system", steps=(Step(text="Test it", owner="Tom", due=SOON),))
    then, still = a_card({"s1.p1": out})["s1.p1"], a_card({"s1.p1": out})["s1.p1"]
    assert outcomes_of(then, still, DAY) == []
    assert evidence_outcomes(a_team({"s1.p1": out}, PROOF), a_team({"s1.p1": out}, PROOF)) == ()

    asked = replace(out, not_applicable="", level=1)
    now = a_card({"s1.p1": asked})["s1.p1"]
    assert [(one.fate, one.is_new) for one in outcomes_of(then, now, DAY)] == [("open", True)]
    assert [one.fate for one in outcomes_of(now, then, DAY)] == ["dropped"]
    found = evidence_outcomes(a_team({"s1.p1": out}, PROOF), a_team({"s1.p1": asked}, PROOF))
    assert [(one.fate, one.is_new) for one in found] == [("late", True)]


def test_kept_are_steps_that_were_done_and_what_was_found_out_and_closed_since_the_last_edition() -> None:
    old, new = Step(text="Old", done_on=PAST), Step(text="Promised", from_action="reach-1-a")
    fresh = Step(text="Fresh", done_on=PAST)
    before = a_card({
        "s1.p1": Answer(level=0, steps=(old, new)),
        "s1.p2": Answer(level=0, owner="Ana", due=SOON),
        "s1.p3": Answer(unsure=True, ask_whom="Tom"),
    })  # fmt: skip
    now = a_card({
        "s1.p1": Answer(level=0, steps=(old, new.changed(text="Reworded", done_on=DAY), fresh)),
        "s1.p2": Answer(level=2, owner="Ana", due=SOON),
        "s1.p3": Answer(level=0),
    })  # fmt: skip
    pairs = ((before[name], now[name]) for name in ("s1.p1", "s1.p2", "s1.p3"))

    found = kept_promises(outcome for pair in pairs for outcome in outcomes_of(*pair, DAY))

    assert [promise_words(one) for one in found] == ["Reworded", "Fresh", "Gap closed: P2", "Found out: P3"]


def test_the_suggestion_is_the_least_work_that_nobody_has_taken_on() -> None:
    taken = (Step(text="x", from_action="reach-2-b", done_on=DAY),)
    card = a_card({"s1.p1": Answer(level=1), "s1.p2": Answer(level=1, steps=taken), "s1.p3": Answer(level=4)})

    assert suggestion(card["s1.p1"]) == Suggestion("Set up b for level 2.", "S", "reach-2-b")
    assert suggestion(card["s1.p2"]) == Suggestion("Set up a for level 2.", "M", "reach-2-a")
    assert suggestion(card["s1.p3"]) is None


def test_of_an_inherited_practice_the_suggestion_is_what_to_ask_the_provider_for() -> None:
    for text in ("Get from the provider: their report on p2", "Ask the provider for their report on p2"):
        card = a_card({"s2.p1": Answer(level=0), "s2.p2": Answer(level=0, steps=(Step(text=text),))}, saas=True)

        assert suggestion(card["s2.p1"]) == Suggestion("Get from the provider: their report on p1")
        assert suggestion(card["s2.p2"]) is None


def test_a_promise_is_late_from_the_day_after_its_own_and_never_once_it_is_kept() -> None:
    open_, done = Step(text="Do it", due=DAY), Step(text="Did it", due=PAST, done_on=DAY)
    found = promises_of(a_card({"s1.p1": Answer(level=0, steps=(open_, done))})["s1.p1"])

    assert [(one.step.text, one.is_late(DAY), one.is_late(SOON)) for one in found] == [
        ("Do it", False, True),
        ("Did it", False, False),
    ]


def test_steps_are_one_promise_by_their_action_or_else_by_their_words() -> None:
    action = Step(text="Read logs", from_action="reach-1-a")

    assert same_step(action, action.changed(text="Read all logs"))
    assert not same_step(action, action.changed(from_action="reach-1-b"))
    assert same_step(action, Step(text="Read logs"))
    assert not same_step(action, Step(text="Read all logs"))


@pytest.mark.parametrize(
    ("then", "now", "moved_to"),
    [
        (PAST, SOON, SOON),
        (SOON, SOON + timedelta(days=7), SOON + timedelta(days=7)),
        (SOON, SOON, None),
        (SOON, DAY, None),
        (None, SOON, None),
        (PAST - timedelta(days=7), PAST, PAST),
    ],
    ids=["late, then put off", "put off in time", "as promised", "earlier", "had no day", "late again"],
)
def test_a_promise_that_has_a_later_day_was_put_off(then: date | None, now: date, moved_to: date | None) -> None:
    before = a_card({"s1.p3": Answer(unsure=True, ask_whom="Tom", ask_by=then)})
    after = a_card({"s1.p3": Answer(unsure=True, ask_whom="Tom", ask_by=now)})
    (found,) = outcomes_of(before["s1.p3"], after["s1.p3"], DAY)
    assert found.put_off_to == moved_to


def test_a_step_without_a_day_is_undated_only_where_its_practice_has_no_day_ahead_as_in_the_guide() -> None:
    def fate(due: date | None, whose: str = "") -> str:
        card = a_card({"s1.p3": Answer(level=1, owner="Ana", due=due, steps=(Step(text="Fix it", owner=whose),))})
        return next(one.fate for one in outcomes_of(card["s1.p3"], card["s1.p3"], DAY) if one.promise.number)

    assert (fate(SOON), fate(SOON, "Ana")) == ("open", "open")
    assert (fate(None), fate(PAST), fate(SOON, "Tom")) == ("undated", "undated", "undated")


def test_a_step_that_was_done_and_is_open_again_was_promised_since() -> None:
    before = a_card(
        {"s1.p3": Answer(level=1, steps=(Step(text="Fix it", done_on=PAST), Step(text="Old", done_on=PAST)))}
    )
    after = a_card({"s1.p3": Answer(level=1, steps=(Step(text="Fix it", due=SOON), Step(text="Old", done_on=PAST)))})
    (found,) = outcomes_of(before["s1.p3"], after["s1.p3"], DAY)
    assert (found.promise.step.text, found.fate, found.is_new, found.is_reopened) == ("Fix it", "open", True, True)


def test_steps_in_the_same_words_are_each_followed_for_themselves() -> None:
    def outcomes(old: tuple[Step, ...], new: tuple[Step, ...]) -> list[tuple[str, str, bool, bool]]:
        before, after = (a_card({"s1.p3": Answer(level=1, steps=steps)}) for steps in (old, new))
        found = outcomes_of(before["s1.p3"], after["s1.p3"], DAY)
        return [(one.who, one.fate, one.is_new, one.is_reopened) for one in found]

    first, second = Step(text="Rehearse", owner="Ana", due=PAST), Step(text="Rehearse", owner="Tom", due=SOON)
    done = first.changed(done_on=PAST)
    assert outcomes((first, second), (done, second)) == [("Ana", "done", False, False), ("Tom", "open", False, False)]
    assert outcomes((second, first), (done,)) == [("Tom", "dropped", False, False), ("Ana", "done", False, False)]
    assert outcomes((done,), (done, second)) == [("Tom", "open", True, False)], "the one that was done still is"
    again = promises_of(
        a_card({"s1.p3": Answer(level=1, steps=(done, second.changed(done_on=DAY)))})["s1.p3"],
        Answer(level=1, steps=(done, second)),
    )
    assert [(one.kind, one.who) for one in again if one.number] == [("done", "Tom")], "only this was done since"


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ("Rotate keys", "Rotate the keys"),
        ("Name an owner", "Name an owner and a stand-in"),
        ("Ask legal about it", "Ask legal and risk about it"),
        ("鍵を毎月交換する", "鍵を毎週交換する"),
    ],
)
def test_a_step_that_was_reworded_is_the_promise_that_it_was(then: str, now: str) -> None:
    def outcomes(old: Step, *new: Step) -> list[tuple[str, str, bool]]:
        before, after = (a_card({"s1.p3": Answer(level=1, steps=steps)}) for steps in ((old,), new))
        found = outcomes_of(before["s1.p3"], after["s1.p3"], DAY)
        return [(outcome_words(one), one.fate, one.is_new) for one in found]

    first, kept = Step(text=then, owner="Ana", due=PAST), Step(text=now, owner="Ana", due=PAST)
    assert outcomes(first, kept) == [(now, "late", False)]
    assert outcomes(first, kept.changed(done_on=DAY)) == [(now, "done", False)]
    assert outcomes(first, kept.changed(due=SOON)) == [(now, "open", False)]
    assert outcomes(first, kept, first) == [(then, "late", False), (now, "late", True)], "a step beside it is another"
    assert outcomes(first.changed(done_on=PAST), kept) == [(now, "late", True)], "what was done is not done again"


@pytest.mark.parametrize(
    ("then", "now"),
    [("Write injection cases", "Write the policy"), ("Rehearse the stop", "Read a sample of throttled requests")],
)
def test_another_step_in_the_place_of_one_was_promised_since_and_the_first_was_dropped(then: str, now: str) -> None:
    before, after = (a_card({"s1.p3": Answer(level=1, steps=(Step(text=text, owner="Ana"),))}) for text in (then, now))
    found = outcomes_of(before["s1.p3"], after["s1.p3"], DAY)
    assert [(outcome_words(one), one.fate, one.is_new) for one in found] == [
        (then, "dropped", False),
        (now, "undated", True),
    ]


@pytest.mark.parametrize(
    ("level", "target", "fate"),
    [(2, None, "dropped"), (1, None, "late"), (3, None, "done"), (3, 3, "done"), (2, 3, "late")],
)
def test_a_gap_is_closed_by_a_higher_level_and_a_lowered_target_drops_the_promise(
    level: int, target: int | None, fate: str
) -> None:
    before = a_card({"s1.p3": Answer(level=2, target=3, target_reason="law", owner="Ana", due=PAST)})
    after = a_card({"s1.p3": Answer(level=level, target=target, target_reason="law", owner="Ana", due=PAST)})
    (found,) = outcomes_of(before["s1.p3"], after["s1.p3"], DAY)
    assert found.fate == fate


def test_an_edition_without_a_gap_has_promised_nothing_though_an_owner_had_a_day() -> None:
    reached = Answer(level=2, owner="Tom", due=PAST)
    before, after = a_card({"s1.p3": reached}), a_card({"s1.p3": reached.changed(level=1)})
    (found,) = outcomes_of(before["s1.p3"], after["s1.p3"], DAY)
    assert (found.fate, found.is_new) == ("late", True)


def test_a_gap_whose_risk_is_accepted_is_no_dropped_promise() -> None:
    risk = Accepted(level=1, by="Ana", until=DAY, reason="No budget.")
    held = Answer(level=1, owner="Tom", due=PAST)
    before, after = a_card({"s1.p3": held}), a_card({"s1.p3": held.changed(accepted=risk)})
    (found,) = outcomes_of(before["s1.p3"], after["s1.p3"], DAY)
    assert (found.fate, found.who) == ("accepted", "Tom")
    assert fates_words([found.fate]) == "1 risk accepted"


def test_a_gap_whose_risk_is_no_longer_accepted_was_promised_since_as_nobody_was_held_to_it_before() -> None:
    risk = Accepted(level=1, by="Ana", until=DAY, reason="No budget.")
    before = a_card({"s1.p3": Answer(level=1, owner="Tom", due=PAST, accepted=risk)})
    after = a_card({"s1.p3": Answer(level=1, owner="Tom", due=PAST, accepted=risk.changed(until=PAST))})
    (found,) = outcomes_of(before["s1.p3"], after["s1.p3"], DAY)
    assert (found.fate, found.is_new) == ("late", True)

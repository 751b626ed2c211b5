"""Steps are said in one line: the words, who does it and by when, and whether it is done or late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from levelbook.core.answers.answers import Accepted, Answer, Step
from levelbook.core.answers.sittings import EvidenceToBring, Sitting
from levelbook.words.standing import changed_details, detail_words, scope_words, state_words, step_words
from support.builders import DAY, a_book, an_answer, an_assessment, tiny_questionnaire


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (Step(text="Write limits."), "Write limits."),
        (
            Step(text="Write limits.", owner="Ana", due=date(2026, 12, 4), ticket="RA-1"),
            "Write limits – Ana, by 4 December, RA-1",
        ),
        (Step(text="Write limits", due=date(2026, 11, 20)), "Write limits – by 20 November – late"),
        (
            Step(text="Write limits.", owner="Ana", due=date(2026, 11, 20), done_on=date(2026, 11, 21)),
            "Write limits – Ana, by 20 November – done on 21 November",
        ),
    ],
)
def test_a_step_is_one_line_without_a_full_stop_inside(step: Step, words: str) -> None:
    questionnaire = tiny_questionnaire()
    now = an_assessment(questionnaire, a_book(questionnaire))
    assert step_words(now.scorecard["s1.p1"], step, DAY) == words


def test_a_risk_accepted_of_a_practice_that_does_not_apply_is_not_said_to_be_unanswered() -> None:
    accepted = Accepted(level=1, by="H", until=DAY, reason="later")
    questionnaire = tiny_questionnaire()
    said = {}
    for answer in (Answer(not_applicable="they do it", accepted=accepted), Answer(unsure=True, accepted=accepted)):
        now = an_assessment(questionnaire, a_book(questionnaire, {"s1.p1": answer}))
        (line,) = [line for line in detail_words(now, "s1.p1") if line.startswith("Accepted")]
        said[answer.status] = line.rpartition(" (")[2]
    assert said == {
        "not-applicable": "not needed: the practice does not apply)",
        "unsure": "not valid: the practice has no level)",
    }


def test_a_reason_that_a_questionnaire_ends_with_a_full_stop_has_none_inside_a_sentence() -> None:
    rules = [
        {
            "when": {"exposure": ["public"]},
            "because": "Anybody writes.",
            "floor": [{"level": 3, "practices": ["s1.p1"]}],
        },
        {"when": {"exposure": ["public"]}, "because": "It is not ours.", "not_applicable": ["s1.p2"]},
    ]
    questionnaire = tiny_questionnaire(1, 2, rules=rules)
    now = an_assessment(questionnaire, a_book(questionnaire, {"s1.p1": an_answer(2)}, {"exposure": "public"}))
    assert "target 3 because Anybody writes, " in state_words(now.scorecard["s1.p1"], now)
    assert state_words(now.scorecard["s1.p2"], now) == "not applicable: It is not ours"


def test_an_answer_merged_of_two_is_not_said_to_be_carried() -> None:
    questionnaire = tiny_questionnaire()
    confirmed = an_answer(1).changed(wording=questionnaire.wording("s1.p1", inherited=False)).signed()
    merged = confirmed.changed(confirmed_by="", confirmed_at=None, confirmed_after="").signed()
    said = {}
    for name, answer in (("carried", confirmed), ("merged", merged)):
        now = an_assessment(questionnaire, a_book(questionnaire, {"s1.p1": answer}))
        now = replace(now, last_edition="first", last_answers={"s1.p1": answer})
        said[name] = state_words(now.scorecard["s1.p1"], now).rpartition(", ")[2]
    assert said == {"carried": "carried", "merged": "merged and not confirmed"}


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        (an_answer(1), "; level 1 is kept, and counts once it applies"),
        (Answer(unsure=True), "; “unsure” is kept, and counts once it applies"),
        (Answer(not_applicable="no"), "; “not applicable” is kept, and counts once it applies"),
        (Answer(), ""),
    ],
)
def test_an_answer_to_what_the_facts_leave_out_is_said_to_be_kept(answer: Answer, kept: str) -> None:
    rules = [{"when": {"role": {"only": ["saas"]}}, "because": "they run it", "not_applicable": ["s1.p1", "s1.p2"]}]
    questionnaire = tiny_questionnaire(rules=rules)
    now = an_assessment(questionnaire, a_book(questionnaire, {"s1.p1": answer}, {"role": ("saas",)}))
    assert state_words(now.scorecard["s1.p1"], now) == f"not applicable: they run it{kept}"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(level=1, owner="Ana", due=DAY), "Owner: Ana, by 22 November"),
        (Answer(level=1, owner="Ana", due=date(2026, 11, 20)), "Owner: Ana, by 20 November – late"),
        (Answer(unsure=True, owner="Ana", due=date(2026, 11, 20)), "Owner: Ana, was due 20 November"),
        (Answer(not_applicable="none", owner="Ana", due=date(2026, 11, 20)), "Owner: Ana, was due 20 November"),
        (Answer(level=2, owner="Ana", due=date(2026, 11, 20)), "Owner: Ana, was due 20 November"),
        (Answer(unsure=True, ask_whom="Tom", ask_by=DAY), "unsure, target 2; Tom finds out by 22 November"),
        (
            Answer(unsure=True, ask_whom="Tom", ask_by=date(2026, 11, 20)),
            "unsure, target 2; Tom finds out by 20 November, late",
        ),
    ],
)
def test_what_an_owner_closes_and_somebody_finds_out_is_late_once_its_day_is_past(answer: Answer, words: str) -> None:
    questionnaire = tiny_questionnaire()
    name = next(iter(questionnaire.practices))
    now = an_assessment(questionnaire, a_book(questionnaire, {name: answer}))

    assert words in (state_words(now.scorecard[name], now), *detail_words(now, name))


def test_evidence_that_a_sitting_agreed_on_is_told_with_its_practice_until_it_is_brought() -> None:
    agreed = EvidenceToBring(practice="s1.p1", what="the log", who="Bea", by=date(2026, 11, 20))
    before = an_assessment(tiny_questionnaire(), a_book(tiny_questionnaire(), {"s1.p1": Answer(level=2)}))
    now = replace(before, read_sittings=lambda: ((date(2026, 11, 1), Sitting(proofs=(agreed,))),))
    said = "Bring evidence: the log – Bea, by 20 November – late"

    assert said in detail_words(now, "s1.p1")
    assert said not in detail_words(now, "s1.p2")
    kept = replace(
        before, read_sittings=lambda: ((date(2026, 11, 1), Sitting(proofs=(agreed.changed(outcome="kept"),))),)
    )
    assert said not in detail_words(kept, "s1.p1")


def test_a_step_of_a_practice_that_does_not_apply_is_not_late() -> None:
    questionnaire, late = tiny_questionnaire(), Step(text="Write limits", due=date(2026, 11, 20))
    now = an_assessment(questionnaire, a_book(questionnaire, {"s1.p1": Answer(not_applicable="none", steps=(late,))}))

    assert detail_words(now, "s1.p1") == ["Step 1: Write limits – by 20 November"]


def test_an_own_target_that_the_questionnaire_asks_for_anyway_is_said_to_have_no_effect() -> None:
    rules = [{"when": {"exposure": ["public"]}, "because": "all can", "floor": [{"level": 3, "practices": ["s1.p1"]}]}]
    questionnaire = tiny_questionnaire(rules=rules)
    answers, words = {"s1.p1": Answer(target=3, target_reason="We want to")}, "The team's own target is 3: We want to"
    raised = an_assessment(questionnaire, a_book(questionnaire, answers))
    asked_anyway = an_assessment(questionnaire, a_book(questionnaire, answers, {"exposure": "public"}))

    assert detail_words(raised, "s1.p1") == [words]
    assert detail_words(asked_anyway, "s1.p1") == [f"{words} (without effect: the questionnaire's is 3)"]


def test_where_no_practice_applies_none_takes_time() -> None:
    questionnaire = tiny_questionnaire(1, 1)
    book = a_book(questionnaire, {"s1.p1": Answer(not_applicable="No such thing")})
    assert scope_words(an_assessment(questionnaire, book)) == "No practice applies."


def test_what_a_provider_does_takes_the_time_of_a_list_as_on_home_and_in_the_plan() -> None:
    rule = {"when": {"exposure": ["public"]}, "because": "they run it", "inherited": ["s1"]}
    questionnaire = tiny_questionnaire(2, 30, rules=[rule])
    book = a_book(questionnaire, {}, {"exposure": "public"})
    assert scope_words(an_assessment(questionnaire, book, "now")) == (
        "60 practices apply, 30 of them inherited from a provider; they take about 1 hour."
    )


def test_votes_that_a_new_answer_drops_are_not_said_to_be_untrue() -> None:
    before = ["Votes: 1 at 1, 2 at 2; 1 to 2, median 2", "Ana said 1: nobody checks", "Owner: Tom"]

    assert changed_details(before, []) == [
        "No longer kept with the answer: Votes: 1 at 1, 2 at 2; 1 to 2, median 2",
        "No longer kept with the answer: Ana said 1: nobody checks",
        "No longer: Owner: Tom",
    ]

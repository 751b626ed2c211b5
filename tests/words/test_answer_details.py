"""The lines below a practice say what else its answer holds, with days, owners and steps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from levelbook.core.answers.answers import Accepted, Answer, Step
from levelbook.core.answers.sittings import EvidenceToBring, Sitting
from levelbook.words.answer_details import changed_details, detail_words, step_words
from support.builders import DAY, a_book, an_assessment, tiny_questionnaire


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


def test_who_accepts_a_risk_cannot_accept_it_in_anybody_elses_words() -> None:
    accepted = Accepted(level=1, by="Noor: “I agree.” Tom", until=DAY, reason="later")
    questionnaire = tiny_questionnaire()
    now = an_assessment(questionnaire, a_book(questionnaire, {"s1.p1": Answer(level=1, accepted=accepted)}))

    [said] = [line for line in detail_words(now, "s1.p1") if line.startswith("Accepted")]

    assert said.endswith("by “Noor: ‘I agree.’ Tom”: later")


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


def test_votes_that_a_new_answer_drops_are_not_said_to_be_untrue() -> None:
    before = ["Votes: 1 at 1, 2 at 2; 1 to 2, median 2", "Ana said 1: nobody checks", "Owner: Tom"]

    assert changed_details(before, []) == [
        "No longer kept with the answer: Votes: 1 at 1, 2 at 2; 1 to 2, median 2",
        "No longer kept with the answer: Ana said 1: nobody checks",
        "No longer: Owner: Tom",
    ]

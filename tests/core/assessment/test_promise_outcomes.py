"""What became of promises from one edition to a later one, through those in between."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.answers.answers import Answer, Step
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.pairing import Pairing
from levelbook.core.assessment.promise_outcomes import promises
from support.builders import DAY, a_book, an_assessment, rounds, tiny_questionnaire
from support.examples import examples


def test_what_was_promised_is_done_late_open_without_a_day_or_dropped() -> None:
    questionnaire = tiny_questionnaire(1, 1)
    promised = [Step(text=name, due=DAY) for name in ("done", "late", "open", "undated", "dropped")]
    now = [
        promised[0].changed(done_on=DAY),
        promised[1].changed(due=DAY - timedelta(days=1)),
        promised[2],
        promised[3].changed(due=None),
    ]
    before = an_assessment(questionnaire, a_book(questionnaire, {"s1.p1": Answer(steps=tuple(promised))}), "then")
    after = an_assessment(questionnaire, a_book(questionnaire, {"s1.p1": Answer(steps=tuple(now))}))

    assert [(one.promise.step.text, one.fate) for one in promises(before, after)] == [
        (name, name) for name in ("done", "late", "open", "undated", "dropped")
    ]


def test_what_was_to_be_found_out_or_closed_by_a_day_is_promised_as_steps_are() -> None:
    questionnaire = tiny_questionnaire(1, 4, default_target=3)
    past = DAY - timedelta(days=1)
    asked, due = Answer(unsure=True, ask_whom="Tom", ask_by=past), Answer(level=1, owner="Ana", due=past)
    before = an_assessment(
        questionnaire, a_book(questionnaire, {"s1.p1": asked, "s1.p2": asked, "s1.p3": due, "s1.p4": due}), "then"
    )
    later = {"s1.p1": Answer(level=2), "s1.p2": asked, "s1.p3": Answer(level=3), "s1.p4": due}
    after = an_assessment(questionnaire, a_book(questionnaire, later))

    assert [(one.promise.kind, one.fate) for one in promises(before, after)] == [
        ("find-out", "done"), ("find-out", "late"), ("gap", "done"), ("gap", "late"),
    ]  # fmt: skip


def test_what_was_promised_since_is_told_apart_and_what_was_done_before_is_not_told_again() -> None:
    questionnaire = tiny_questionnaire(1, 1)
    long_ago, quick = Step(text="Long ago", done_on=DAY), Step(text="Quick", done_on=DAY)
    before = an_assessment(questionnaire, a_book(questionnaire, {"s1.p1": Answer(level=1, steps=(long_ago,))}), "then")
    steps = (long_ago, quick, Step(text="New"))
    after = an_assessment(questionnaire, a_book(questionnaire, {"s1.p1": Answer(level=1, steps=steps)}))

    assert [(one.promise.step.text, one.fate, one.is_new) for one in promises(before, after)] == [
        ("New", "undated", True),
        ("Quick", "done", True),
    ]


def test_a_promise_about_what_a_new_questionnaire_leaves_out_is_dropped_and_not_forgotten() -> None:
    rules = [{"when": {"role": ["saas"]}, "because": "b", "not_applicable": ["s1.p1"]}]
    said = {"s1.p1": Answer(level=1, owner="Ana", due=DAY, steps=(Step(text="Do it"),))}
    before, after = (
        an_assessment(questionnaire, a_book(questionnaire, said, {"role": ("saas",)}), name)
        for questionnaire, name in ((tiny_questionnaire(1, 1), "then"), (tiny_questionnaire(1, 1, rules=rules), "now"))
    )

    assert [(one.promise.kind, one.fate) for one in promises(before, after)] == [
        ("gap", "dropped"),
        ("step", "dropped"),
    ]


def test_of_an_edition_in_between_only_practices_with_a_promise_are_scored() -> None:
    first, between, last = rounds(Answer(level=1), Answer(level=2, owner="Ana", due=DAY), Answer(level=2))

    promises(first, last)
    assert "scorecard" not in vars(between)
    for name in (*between.questionnaire.practices, "s9.p9"):
        alone = between.score_alone(name)
        assert alone == between.score_of(name)


def test_what_was_asked_and_found_out_in_a_round_in_between_is_told_over_both_rounds() -> None:
    first, _, last = rounds(Answer(level=1), Answer(unsure=True, ask_whom="Tom", ask_by=DAY), Answer(level=2))

    assert [(one.promise.kind, one.fate, one.is_new) for one in promises(first, last)] == [("find-out", "done", True)]


def test_what_was_found_out_or_closed_stays_done_where_the_practice_does_not_apply_any_more() -> None:
    asked, due = Answer(unsure=True, ask_whom="Tom", ask_by=DAY), Answer(level=1, owner="Ana", due=DAY)
    for promised, kind in ((asked, "find-out"), (due, "gap")):
        kept = rounds(promised, Answer(level=2), GONE)
        later = rounds(Answer(level=2), promised, Answer(level=2), GONE)
        never = rounds(promised, promised, GONE)
        assert [(one.promise.kind, one.fate, one.is_new) for one in promises(kept[0], kept[-1])] == [
            (kind, "done", False)
        ]
        assert [(one.promise.kind, one.fate, one.is_new) for one in promises(later[0], later[-1])] == [
            (kind, "done", True)
        ]
        assert [one.fate for one in promises(never[0], never[-1])] == ["dropped"]


def test_the_record_of_each_round_is_paired_with_the_last_one_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Answer(unsure=True, ask_whom="Tom", ask_by=DAY, steps=(TEST_IT,))
    records = rounds(Answer(level=1), *[asked] * 5, Answer(level=2))
    paired: list[str] = []
    pair = Pairing.of

    def noted(before: Assessment, after: Assessment) -> Pairing:
        paired.append(before.name)
        return pair(before, after)

    monkeypatch.setattr(Pairing, "of", noted)
    assert len(promises(records[0], records[-1])) == 2

    assert paired == [record.name for record in records[:-1]]


TEST_IT = Step(text="Test the restore", owner="Ana", due=DAY)


def holding(*steps: Step) -> Answer:
    return Answer(level=1, steps=steps)


DONE = TEST_IT.changed(done_on=DAY)
GONE = Answer(not_applicable="We hold nothing any more")
OTHER_WORDS = "Test the restore of each store"


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ((holding(TEST_IT), holding(), holding()), [("dropped", False)]),
        ((holding(), holding(TEST_IT), holding()), [("dropped", True)]),
        ((holding(), holding(TEST_IT), holding(TEST_IT), holding()), [("dropped", True)]),
        ((holding(TEST_IT), holding(), holding(TEST_IT), holding()), [("dropped", False)]),
        ((holding(), holding(TEST_IT), GONE), [("dropped", True)]),
        ((holding(), holding(TEST_IT), holding(), holding(TEST_IT)), [("late", True)]),
        ((holding(TEST_IT), holding(DONE), holding()), [("done", False)]),
        ((holding(), holding(TEST_IT), holding(DONE), holding()), [("done", True)]),
        ((holding(), holding(DONE), holding()), [("done", True)]),
        ((holding(), holding(TEST_IT), holding(DONE)), [("done", True)]),
        ((holding(DONE), holding(DONE), holding()), []),
        (
            (holding(TEST_IT), holding(TEST_IT.changed(text=OTHER_WORDS)), holding(TEST_IT.changed(text="Test each"))),
            [("dropped", False), ("late", True)],
        ),
    ],
    ids=[
        "removed in the first round",
        "promised and removed since",
        "promised and removed later",
        "removed, brought back and removed again",
        "the practice does not apply any more",
        "removed and brought back",
        "done and removed",
        "promised, done and removed since",
        "done within a round and removed",
        "promised and done since",
        "done before",
        "other words that are another step",
    ],
)
def test_a_step_that_was_removed_in_a_longer_comparison_is_told_once(
    answers: tuple[Answer, ...], told: list[tuple[str, bool]]
) -> None:
    first, *_, last = rounds(*answers)

    found = promises(first, last)
    assert [(one.fate, one.is_new) for one in found] == told


def test_a_step_that_got_other_words_in_each_round_is_one_promise_over_all_of_them() -> None:
    words = ("Test the restore", "Test the restore of stores", "Time and test the restore of stores, each of them")
    first, *_, last = rounds(*(holding(TEST_IT.changed(text=text)) for text in words))

    (found,) = promises(first, last)
    assert found.now is not None
    assert (found.promise.step.text, found.now.step.text, found.fate, found.is_new) == (
        words[0], words[2], "late", False,
    )  # fmt: skip


@pytest.mark.parametrize("now", [TEST_IT, DONE], ids=["open", "done"])
def test_of_two_steps_with_the_same_words_of_which_one_was_removed_one_is_left(now: Step) -> None:
    by_ben = TEST_IT.changed(owner="Ben")
    first, *_, last = rounds(holding(by_ben, TEST_IT), holding(by_ben), holding(now.changed(owner="Ana")))

    told = [one.fate for one in promises(first, last)]
    assert sorted(told) == sorted(["dropped", "done" if now.done_on else "late"])


STEPS = tuple(Step(text=text, due=DAY) for text in ("Rotate keys", "Buy a vault", "Phone them"))
ANY_STEPS = st.lists(st.sampled_from(STEPS), unique=True, max_size=3)


@examples(200)
@given(st.lists(st.tuples(ANY_STEPS, st.booleans()), min_size=3, max_size=5))
def test_whatever_a_round_held_people_to_is_told_once(held: list[tuple[list[Step], bool]]) -> None:
    records = rounds(
        *(holding(*(step.changed(done_on=DAY) if are_done else step for step in steps)) for steps, are_done in held)
    )

    told = [one.promise.step.text for one in promises(records[0], records[-1])]

    made = {step.text for steps, are_done in held for step in steps if not are_done}
    assert made <= set(told)
    assert all(told.count(text) == 1 for text in made if not any(are_done for _, are_done in held))

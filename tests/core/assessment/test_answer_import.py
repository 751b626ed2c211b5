"""Rows that come back are judged one by one: what is unambiguous is taken, and everything else is refused in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from levelbook.core.answers.answers import Answer
from levelbook.core.answers.edits import Edit
from levelbook.core.answers.external_answer import NOT_SENT, REV, ExternalAnswer, external_answer_of
from levelbook.core.assessment.answer_import import AnswerImport, ReturnedRow, RowElsewhere, judge_elsewhere, judge_rows
from support.builders import a_book, an_answer, an_assessment, tiny_questionnaire

TINY = tiny_questionnaire(1, 3)
ANSWERS = {"s1.p1": an_answer(2, note="Said on Monday."), "s1.p2": Answer(not_applicable="no models").signed()}
NOW = an_assessment(TINY, a_book(TINY, ANSWERS))


def sent(practice_id: str = "s1.p1") -> ReturnedRow:
    """The row as it was sent."""
    answer = NOW.book.answer(practice_id)
    said = external_answer_of(answer)
    title = TINY.practices[practice_id].title
    wording = TINY.wording(practice_id, inherited=False)
    return ReturnedRow("row 4", practice_id, REV + answer.rev, said.sent(practice_id, wording), title, said)


def back(practice_id: str = "s1.p1", **changes: str) -> ReturnedRow:
    """The row with some of its cells changed."""
    row = sent(practice_id)
    return replace(row, said=replace(row.said, **changes))


def judged(*rows: ReturnedRow) -> AnswerImport:
    return judge_rows(rows, NOW, NOW)


def test_what_nobody_touched_and_what_nobody_was_asked_changes_nothing() -> None:
    found = judged(sent(), replace(sent("s1.p2"), sent=NOT_SENT))

    assert (found.changes, found.refused, found.untouched) == ((), (), 2)


def test_words_in_a_row_that_is_not_for_answering_are_refused_and_never_passed_over() -> None:
    long = "A pasted log. " * 3_000
    rules = [{"when": {"exposure": ["public"]}, "because": "nobody has one", "not_applicable": ["s1.p2"]}]
    tailored = tiny_questionnaire(1, 3, rules=rules)
    answers = {"s1.p1": an_answer(2, note=long), "s1.p2": an_answer(1, note="Of before.")}
    now = an_assessment(tailored, a_book(tailored, answers, profile={"exposure": "public"}))

    def locked(practice_id: str, **changes: str) -> ReturnedRow:
        answer = now.book.answer(practice_id)
        said = replace(external_answer_of(answer), **changes)
        return ReturnedRow("row 4", practice_id, REV + answer.rev, NOT_SENT, "", said)

    untouched = judge_rows([locked("s1.p1", note=f"{long[:1_000]} …"), locked("s1.p2", answer="")], now, now)
    touched = judge_rows([locked("s1.p1", answer="3"), locked("s1.p2", answer="", note="It does.")], now, now)

    assert (untouched.refused, untouched.untouched) == ((), 2)
    assert touched.changes == ()
    assert ["too long" in one.why for one in touched.refused] == [True, False]
    assert "does not apply" in touched.refused[1].why


def test_a_row_that_says_what_the_book_says_by_now_is_no_change_though_it_was_sent_before() -> None:
    found = judged(replace(sent(), rev=f"{REV}0000000000", sent="sent:00000000"))

    assert (found.changes, found.refused, found.untouched) == ((), (), 1)


@pytest.mark.parametrize(
    ("row", "edit"),
    [
        (back(answer="3", reason="tried"), Edit(level=3, level_reason="tried")),
        (back(answer="unsure"), Edit(unsure=True)),
        (back(answer="not applicable", reason="gone"), Edit(not_applicable="gone")),
        (back("s1.p2", reason="none at all"), Edit(not_applicable="none at all")),
        (back(note="", owner="Ana", due="2026-12-04"), Edit(note="", owner="Ana", due=date(2026, 12, 4))),
        (back("s1.p3", answer="1"), Edit(level=1)),
    ],
)
def test_only_what_was_changed_is_taken(row: ReturnedRow, edit: Edit) -> None:
    found = judged(row)

    assert (found.edits, found.refused) == ({row.practice_id: edit}, ())


def test_the_reason_of_the_answer_before_is_taken_out_in_words_and_is_no_reason_for_another() -> None:
    [change] = judged(back("s1.p2", answer="3")).changes
    moved = a_book(TINY, {"s1.p1": an_answer(2, level_reason="We bought it.")})
    now = an_assessment(TINY, moved)
    answer = moved.answer("s1.p1")
    said = external_answer_of(answer)
    row = replace(
        sent(), rev=REV + answer.rev, sent=said.fingerprint("s1.p1"), said=replace(said, answer="not applicable")
    )

    assert change.fields == ("answer", "reason") and change.after.reason == ""
    assert "needs a reason" in judge_rows([row], now, now).refused[0].why


def test_a_reason_for_a_level_that_has_not_moved_since_the_last_edition_is_refused() -> None:
    """As by `answer --level-because`: the guide prints a reason with a move, and there is none."""
    now = replace(NOW, last_edition="first", last_answers=NOW.book.answers)
    held, moved = back(reason="so"), back(answer="3", reason="so")

    assert judge_rows([held], now, now).refused[0].why == (
        "The last edition has level 2 too, so there is no move to give a reason for. A note takes other words."
    )
    assert judge_rows([moved], now, now).edits == {"s1.p1": Edit(level=3, level_reason="so")}
    assert judge_rows([back(note="so")], now, now).edits == {"s1.p1": Edit(note="so")}


def test_a_column_that_is_missing_says_nothing() -> None:
    row = replace(back(answer="3"), said=ExternalAnswer("3"), absent=frozenset({"reason", "note", "owner", "due"}))

    assert judged(row).edits == {"s1.p1": Edit(level=3)}


def test_a_row_that_does_not_say_what_was_asked_is_taken() -> None:
    row = replace(back("s1.p3", answer="1"), sent=ExternalAnswer().fingerprint("s1.p3"))

    assert judged(row).edits == {"s1.p3": Edit(level=1)}


@pytest.mark.parametrize(
    ("row", "words", "elsewhere"),
    [
        (replace(back(answer="3"), rev=f"{REV}00000000"), "Somebody changed this answer", True),
        (replace(back(answer="3"), sent="sent:00000000"), "Its hidden columns are not those", False),
        (
            replace(back("s1.p3", answer="3"), sent=f"{ExternalAnswer().fingerprint('s1.p3')}-00000000"),
            "What is asked has changed since",
            False,
        ),
        (replace(back(answer="3"), practice_id=""), "It has no id", False),
        (replace(back(answer="3"), practice_id="s1.p9"), "has no practice “s1.p9”", False),
        (replace(back(answer="3"), title="P2"), "pasted out of place", False),
        (replace(back(), fault="Owner holds a formula."), "Owner holds a formula.", False),
        (back(answer=""), "Its answer was emptied", False),
        (back(answer="9"), "0 to 4", False),
        (back(answer="not applicable"), "", False),
    ],
)
def test_a_row_that_cannot_be_meant_is_refused_whole(row: ReturnedRow, words: str, elsewhere: bool) -> None:
    found = judged(row)

    (refused,) = found.refused
    assert words in refused.why and refused.changed_elsewhere is elsewhere
    assert found.changes == ()


def test_one_row_that_is_refused_keeps_no_other_from_being_taken() -> None:
    found = judged(back(answer="3"), back("s1.p2", answer=""), back("s1.p3", answer="1"))

    assert (list(found.edits), len(found.refused)) == (["s1.p1", "s1.p3"], 1)


def test_an_id_that_stands_twice_is_taken_from_neither_row() -> None:
    found = judged(back(answer="3"), back(answer="1"))

    assert found.changes == ()
    assert all("is in 2 rows" in one.why for one in found.refused)


# What was said elsewhere


def elsewhere(practice_id: str = "s1.p3", fault: str = "", **said: str) -> RowElsewhere:
    return RowElsewhere("row 7", practice_id, ExternalAnswer(**said), fault)


def test_an_assessment_from_elsewhere_answers_what_nobody_has_answered() -> None:
    rows = (elsewhere(answer="1", note="Seen in May."), elsewhere("s1.p1", answer="2"), elsewhere("s1.p2"))

    found = judge_elsewhere(rows, NOW, NOW)

    assert (found.edits, found.refused, found.untouched) == ({"s1.p3": Edit(level=1, note="Seen in May.")}, (), 2)


def test_a_note_comes_in_without_an_answer_and_beside_the_same_answer_where_the_book_has_none() -> None:
    now = an_assessment(TINY, a_book(TINY, {"s1.p1": Answer(level=2), "s1.p2": Answer(level=2, note="Ours.")}))
    rows = [elsewhere(name, answer="2", note="Theirs.") for name in ("s1.p1", "s1.p2")]

    found = judge_elsewhere([*rows, elsewhere(note="Nobody knows.")], now, now)

    assert found.edits == {"s1.p1": Edit(note="Theirs."), "s1.p3": Edit(note="Nobody knows.")}
    assert (found.refused, found.untouched) == ((), 1)


def test_a_note_that_is_there_stays() -> None:
    now = an_assessment(TINY, a_book(TINY, {"s1.p3": Answer(note="Ours.")}))

    found = judge_elsewhere([elsewhere(answer="1", note="Theirs.")], now, now)

    assert found.edits == {"s1.p3": Edit(level=1)}


@pytest.mark.parametrize(
    ("rows", "why", "answered"),
    [
        ([elsewhere("s1.p1", answer="3")], "another answer already", True),
        ([elsewhere("s1.p9", answer="3")], "no practice “s1.p9”", False),
        ([elsewhere(fault="Nobody can read it.")], "Nobody can read it.", False),
        ([elsewhere(answer="1"), elsewhere(answer="2")], "more than once", False),
        ([elsewhere(answer="not applicable")], "", False),
    ],
)
def test_what_the_book_says_stays_and_what_cannot_be_meant_is_refused(
    rows: list[RowElsewhere], why: str, answered: bool
) -> None:
    found = judge_elsewhere(rows, NOW, NOW)

    assert found.changes == ()
    assert len(found.refused) == len(rows)
    assert why in found.refused[0].why and found.refused[0].why
    assert found.refused[0].changed_elsewhere is answered


def test_a_practice_that_the_facts_leave_out_stays_without_an_answer_and_comes_back_with_them() -> None:
    rule = {"when": {"role": ["saas"]}, "because": "others do it", "not_applicable": ["s1.p3"]}
    known = tiny_questionnaire(1, 3, rules=[rule])
    now = an_assessment(known, a_book(known, profile={"role": ("saas",)}))
    rows = [elsewhere(answer="not applicable", reason="As they say."), elsewhere("s1.p1", answer="1")]

    found = judge_elsewhere(rows, now, now)

    assert (list(found.edits), found.refused, found.untouched) == (["s1.p1"], (), 1)


def test_an_answer_from_elsewhere_to_other_words_is_refused() -> None:
    asked = TINY.wording("s1.p3", inherited=False)
    same, other = (replace(elsewhere(answer="1"), wording=wording) for wording in (asked, "00000000"))

    assert judge_elsewhere([same], NOW, NOW).edits == {"s1.p3": Edit(level=1)}
    (refused,) = judge_elsewhere([other], NOW, NOW).refused
    assert "other words" in refused.why

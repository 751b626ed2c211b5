"""A recovery brought to another version: what goes along is as the book's own upgrade has it, and the rest is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.answers.answers import Answer, AnswerBook
from levelbook.core.answers.recovery import Recovery, RecoveryHead
from levelbook.core.answers.recovery_upgrade import brought_to
from levelbook.core.answers.upgrade import upgrade
from levelbook.core.questionnaire.questionnaire import FactValue, Questionnaire
from levelbook.packs.read import read_questionnaire
from support.any_assessments import IDS, migrations, second_version
from support.builders import NOON, a_full_answer, an_answer, tiny_questionnaire
from support.examples import examples
from support.made_once import made_once
from support.two_versions import FIRST, SECOND, write_version

NOTHING = AnswerBook("versions", FIRST)


def a_recovery(
    answers: Mapping[str, Answer], facts: Mapping[str, FactValue] | None = None, book: AnswerBook = NOTHING
) -> Recovery:
    head = RecoveryHead(kept_at=NOON, answers=tuple(answers), facts=tuple(facts or {}))
    return Recovery(head, replace(book, answers=answers, profile=facts or {}), book)


def questionnaire(tmp_path: Path) -> Questionnaire:
    made_once("the second of two versions", tmp_path, lambda: write_version(tmp_path / "questions", SECOND))
    return read_questionnaire(tmp_path / "questions")


@examples(60)
@given(migrations(), st.data())
def test_each_answer_goes_along_whole_or_is_left_as_it_was(table: dict[str, Any], data: st.DataObject) -> None:
    known = second_version(table)
    said = data.draw(st.dictionaries(st.sampled_from(IDS), st.sampled_from([a_full_answer(1), an_answer(2)])))
    before = AnswerBook(known.id, "1.0.0")

    brought = brought_to(a_recovery(said, book=before), known, UTC)

    assert len(brought.present.head.answers) + len(brought.left.head.answers) == len(said)
    assert {name: said[name] for name in brought.left.head.answers} == brought.left.said.answers
    kept = {name: answer for name, answer in said.items() if name not in brought.left.head.answers}
    upgraded = upgrade(replace(before, answers=kept), known)
    assert not upgraded.retired, "nothing is put aside of what goes along"
    assert set(brought.present.head.answers) == set(brought.present.said.answers) == set(upgraded.book.answers)


def test_facts_and_answers_that_were_taken_away_go_along_under_their_present_ids(tmp_path: Path) -> None:
    known = questionnaire(tmp_path)
    base = replace(NOTHING, answers={"data.backups": an_answer(2)}, profile={"holds": ("paper",)})
    recovery = a_recovery({"data.backups": Answer()}, {"hosting": "provider", "holds": ("paper",)}, base)
    recovery = replace(recovery, said=replace(recovery.said, answers={}))

    brought = brought_to(recovery, known, UTC)

    assert (brought.present.head.answers, brought.present.said.answers) == (("data.copies",), {})
    assert brought.present.base.answer("data.copies").level == 2
    assert brought.present.said.profile == {"running": "cloud"}
    assert (brought.left.head.facts, brought.left.said.profile) == (("holds",), {"holds": ("paper",)})


def test_nothing_of_another_questionnaire_or_of_a_later_version_goes_along(tmp_path: Path) -> None:
    known = questionnaire(tmp_path)
    for book in (replace(NOTHING, version="3.0.0"), replace(NOTHING, questionnaire="other")):
        recovery = a_recovery({"changes.reviews": an_answer(2)}, book=book)

        brought = brought_to(recovery, known, UTC)

        assert not brought.has_any
        assert brought.left == recovery


def test_a_recovery_of_the_present_version_is_left_as_it_is() -> None:
    known = tiny_questionnaire()
    recovery = a_recovery({"s1.p1": an_answer(2)}, book=AnswerBook(known.id, known.version))

    brought = brought_to(recovery, known, UTC)

    assert brought.present == recovery
    assert not brought.leaves_any

"""A file of answers that lost its end is never taken for a shorter book."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.answers.answers import Answer, AnswerBook
from levelbook.core.errors import CutShort, FileIsWrong
from levelbook.reading.toml import parse_toml
from levelbook.store import toml_text
from levelbook.store.answers_file import AnswersFile
from levelbook.store.answers_text import parse, render, tables_in, uncounted
from levelbook.store.table_count import TABLES
from support.any_books import TOP, answers, books
from support.builders import a_book, a_full_answer, an_answer, tiny_questionnaire

TINY = tiny_questionnaire()
FULL = a_book(TINY, {name: a_full_answer(2).signed() for name in TINY.practices})
HEADER = re.compile(r"^\[(?:answers|retired)\.[^.\n]+\.[^.\n]+\]$", re.MULTILINE)


@pytest.fixture(name="path")
def _path(tmp_path: Path) -> Path:
    return tmp_path / "answers.toml"


def opened(path: Path, text: str) -> AnswersFile:
    path.write_text(text, "utf-8")
    return AnswersFile.load(path, TINY)


# --- A file that counts its tables ------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [render(FULL, TINY), render(a_book(TINY), TINY), uncounted(render(FULL, TINY))])
def test_a_file_that_ends_where_a_table_would_begin_is_refused(path: Path, text: str) -> None:
    """Whether it counts its tables or an older levelbook wrote it."""
    starts = [match.start() for match in HEADER.finditer(text)]
    assert len(starts) == len(TINY.practices)
    for start in starts:
        for cut in (text[:start], text[:start].rstrip("\n"), text[:start] + "\n\n"):
            with pytest.raises(CutShort):
                opened(path, cut)


@pytest.fixture(name="cut_path", scope="module")
def _cut_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cut") / "answers.toml"


def test_a_file_that_ends_before_it_says_how_many_tables_it_has_is_refused(path: Path) -> None:
    """What is left of it is a whole file of an older levelbook in which nothing was ever answered."""
    text = render(FULL, TINY)
    for end in range(text.index("tables = 12")):
        with pytest.raises(FileIsWrong):
            opened(path, text[:end])


@given(st.dictionaries(st.sampled_from(list(TINY.practices)), answers()), st.data())
def test_a_file_that_ends_anywhere_is_refused_or_its_last_answer_counts_as_edited(
    cut_path: Path, said: dict[str, Answer], data: st.DataObject
) -> None:
    """The one that remains: a last table of which nothing but its header is left is an answer that nobody gave."""
    book = a_book(TINY, {name: answer.signed() for name, answer in said.items() if not answer.is_empty})
    text = render(book, TINY).encode("utf-8")
    book = parse(text, "answers.toml")  # as it reads back: a line of how it is done that says nothing is not written
    cut_path.write_bytes(text[: data.draw(st.integers(0, len(text)))])
    try:
        left = AnswersFile.load(cut_path, TINY).book
    except FileIsWrong:
        return
    assert left.profile == book.profile
    last = [*TINY.practices][-1]
    assert {name: left.answer(name) for name in TINY.practices if name != last} == {
        name: book.answer(name) for name in TINY.practices if name != last
    }
    assert left.answer(last) == book.answer(last) or left.answer(last).edited_outside or left.answer(last).is_empty


@given(books(), st.data())
def test_retired_answers_and_tables_that_nobody_knows_are_counted_too(book: AnswerBook, data: st.DataObject) -> None:
    text = render(book, TINY)
    document = parse_toml(text, "answers.toml")
    assert document[TABLES] == tables_in(document) >= len(TINY.practices)
    others = [*book.retired, *(name for name, item in book.unknown.items() if toml_text.is_tabular(item))]
    if others:
        lost = data.draw(st.sampled_from(others))
        left = replace(book, retired=without(book.retired, lost), unknown=without(book.unknown, lost))
        counted = re.sub(rf"^{TABLES} = \d+$", f"{TABLES} = {document[TABLES]}", render(left, TINY), flags=re.MULTILINE)
        with pytest.raises(CutShort):
            parse(counted, "answers.toml")


def without(tables: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: table for key, table in tables.items() if key != name}


def test_a_table_in_the_middle_that_is_gone_is_missed_as_well(path: Path) -> None:
    text = render(FULL, TINY)
    begin, end = text.index("\n[answers.s1.p3]"), text.index("\n[answers.s1.p4]")

    with pytest.raises(CutShort) as caught:
        opened(path, text[:begin] + text[end:])

    assert caught.value.lines() == [
        f"{path}:6: tables: This file should have 12 tables, and has 11.",
        "If tables were removed on purpose, write “tables = 11” at the top of the file.",
    ]
    removed = (text[:begin] + text[end:]).replace("tables = 12", "tables = 11")
    assert opened(path, removed).book.answer("s1.p3").is_empty, "the remedy works"


def test_one_answer_that_is_emptied_or_taken_out_by_hand_is_no_lost_end(path: Path) -> None:
    text = render(FULL, TINY)
    begin, end = text.index("\n[answers.s1.p3]"), text.index("\n[answers.s1.p4]")

    file = opened(path, text[:begin] + "\n[answers.s1.p3]\n" + text[end:])

    assert file.book == replace(FULL, answers=without(FULL.answers, "s1.p3"))


def test_a_table_more_is_somebodys_addition_and_counted_at_the_next_save(path: Path) -> None:
    text = render(FULL, TINY)
    file = opened(path, text + "\n[answers.s9.p1]\nlevel = 1\n")

    file.save(file.book.with_answer("s1.p1", an_answer(3)), answers=["s1.p1"])

    assert "\ntables = 13\n" in path.read_text("utf-8")
    again = AnswersFile.load(path, TINY)
    again.save(again.book.with_answer("s9.p1", Answer()), answers=["s9.p1"])
    assert "\ntables = 12\n" in path.read_text("utf-8")
    assert AnswersFile.load(path, TINY).book.answer("s9.p1").is_empty


@pytest.mark.parametrize("said", ['"12"', "true", "-1", "12.0", "[12]"])
def test_a_count_that_is_none_is_told(path: Path, said: str) -> None:
    with pytest.raises(FileIsWrong) as caught:
        opened(path, render(FULL, TINY).replace("tables = 12", f"tables = {said}"))

    assert "tables: This must be a whole number" in str(caught.value)


# --- A file of an older levelbook -------------------------------------------------------------------------------------


def test_a_file_without_a_count_is_as_levelbook_wrote_it_and_is_counted_at_the_next_save(path: Path) -> None:
    file = opened(path, uncounted(render(FULL, TINY)))

    book = file.save(file.book.with_answer("s1.p1", an_answer(3)), answers=["s1.p1"])

    assert path.read_text("utf-8") == render(book, TINY)
    assert "\ntables = 12\n" in path.read_text("utf-8")


def test_without_a_count_an_id_that_somebody_changed_is_no_lost_end(path: Path) -> None:
    text = (
        uncounted(render(FULL, TINY))
        .replace("[answers.s3.p4", "[answers.s3.renamed")
        .replace("[[answers.s3.p4", "[[answers.s3.renamed")
    )

    assert "s3.renamed" in opened(path, text).book.answers


def test_without_a_count_practices_in_between_may_be_missing(path: Path) -> None:
    text = uncounted(render(FULL, TINY))
    begin, end = text.index("\n[answers.s1.p3]"), text.index("\n[answers.s2.p2]")

    assert len(opened(path, text[:begin] + text[end:]).book.answers) == len(TINY.practices) - 3


def test_without_a_count_the_message_names_what_is_missing(path: Path) -> None:
    text = uncounted(render(FULL, TINY))

    with pytest.raises(CutShort) as caught:
        opened(path, text[: text.index("\n[answers.s3.p2]")])

    assert caught.value.lines()[0] == (
        f"{path}: The end of this file is missing: the last 3 of its 12 tables, from s3.p2 to s3.p4."
    )


def test_a_ballot_holds_what_its_participant_answered(tmp_path: Path) -> None:
    """A form writes no other tables, and counts none."""
    path = tmp_path / "ballots" / "ana.toml"
    path.parent.mkdir()
    path.write_text(f"{TOP}[answers.s1.p1]\nlevel = 2\n")

    assert AnswersFile.load(path, TINY, within=tmp_path).book.answer("s1.p1").level == 2

    path.write_text(render(FULL, TINY).rpartition("\n[answers.s3.p4]")[0])
    with pytest.raises(CutShort):
        AnswersFile.load(path, TINY, within=tmp_path)

"""Older file formats brought forward."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from levelbook.errors import FileIsWrong
from levelbook.packs.file_models import QuestionnaireFile
from levelbook.packs.version_map_file import MigrationsFile
from levelbook.reading import strict
from levelbook.store import answers_file, answers_text, file_formats
from levelbook.store.answers_file import AnswersFile
from levelbook.store.editions import EditionFile
from levelbook.store.file_formats import bring_forward, step
from levelbook.store.team_folder import Settings
from support.builders import an_answer, tiny_questionnaire


def test_a_document_of_the_current_format_is_left_as_it_is() -> None:
    document = {"format": 1, "a": 2}

    assert bring_forward("answers", document, "a.toml") is document


@pytest.mark.parametrize("found", [None, 0, -1, True, "1", 1.0])
def test_a_format_is_a_whole_number(found: object) -> None:
    document = {"a": 1} if found is None else {"format": found}

    with pytest.raises(FileIsWrong) as caught:
        bring_forward("settings", document, "a.toml")

    assert caught.value.problems[0].key == "format"
    assert caught.value.problems[0].path == "a.toml"


@pytest.mark.parametrize("found", [0, True, "1", 1.0])
@pytest.mark.parametrize("kind", [Settings, EditionFile, QuestionnaireFile, MigrationsFile])
def test_no_class_of_a_file_takes_what_is_only_equal_to_a_format(kind: type[object], found: object) -> None:
    def problems_of(value: object) -> list[str]:
        with pytest.raises(FileIsWrong) as caught:
            strict.read(kind, {"format": value, "nonsense": 1}, "a.toml")
        return [problem.key for problem in caught.value.problems]

    assert "format" in problems_of(found)
    assert "format" not in problems_of(1)


def test_a_format_of_the_future_is_from_a_newer_levelbook() -> None:
    with pytest.raises(FileIsWrong, match="from a newer levelbook"):
        bring_forward("edition", {"format": 2}, "a.toml")


def test_an_old_document_goes_through_every_step_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_formats, "CURRENT", {"answers": 3})
    monkeypatch.setattr(file_formats, "_STEPS", {})

    @step("answers", from_format=2)
    def second(document: dict[str, Any]) -> dict[str, Any]:
        return document | {"done": [*document["done"], 2]}

    @step("answers", from_format=1)
    def first(document: dict[str, Any]) -> dict[str, Any]:
        return document | {"done": [1]}

    assert bring_forward("answers", {"format": 1}, "a.toml") == {"format": 3, "done": [1, 2]}
    with pytest.raises(ValueError, match="two steps"):
        step("answers", from_format=1)(first)


def test_a_file_of_an_older_format_is_read_and_written_whole_in_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of today's format 1, as if format 2 called notes otherwise: never is half of a file in each."""
    questionnaire = tiny_questionnaire(1, 3)
    path = tmp_path / "answers.toml"
    file = AnswersFile.create(path, questionnaire, answers_text.parse(SAMPLE, "sample"))
    older = path.read_text("utf-8").replace("\nnote = ", "\nremark = ")
    assert "remark" in older
    path.write_text(older, "utf-8")
    monkeypatch.setattr(file_formats, "CURRENT", {"answers": 2})
    monkeypatch.setattr(answers_file, "CURRENT", {"answers": 2})
    monkeypatch.setattr(answers_text, "CURRENT", {"answers": 2})
    monkeypatch.setattr(file_formats, "_STEPS", {})

    @step("answers", from_format=1)
    def m001_remarks_are_notes(document: dict[str, Any]) -> dict[str, Any]:
        for section in document["answers"].values():
            for table in section.values():
                if "remark" in table:
                    table["note"] = table.pop("remark")
        return document

    opened = AnswersFile.load(path, questionnaire)
    assert opened.book.answers == file.book.answers

    opened.save(opened.book.with_answer("s1.p3", an_answer(1)), answers=["s1.p3"])

    text = path.read_text("utf-8")
    assert "\nformat = 2\n" in text and "remark" not in text
    again = AnswersFile.load(path, questionnaire).book
    assert again.answer("s1.p1") == file.book.answer("s1.p1")
    assert again.answer("s1.p3").level == 1


SAMPLE = """
format = 1
questionnaire = "tiny"
version = "1.0.0"

[answers.s1.p1]
level = 2
note = "Said in March."

[answers.s1.p2]
unsure = true
note = "Ask Tom."
"""

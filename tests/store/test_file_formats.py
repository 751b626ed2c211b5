"""Older file formats brought forward."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from levelbook import __version__
from levelbook.core.errors import FileIsWrong
from levelbook.packs.file_models import QuestionnaireFile
from levelbook.packs.version_map_file import MigrationsFile
from levelbook.reading import strict
from levelbook.store import answers_text, file_formats, upgrade_files
from levelbook.store.answers_file import AnswersFile
from levelbook.store.editions import EditionFile
from levelbook.store.file_formats import NEEDS, bring_forward, step
from levelbook.store.team_folder import Settings
from support.builders import an_answer, tiny_questionnaire


def test_a_document_of_the_current_format_is_left_as_it_is() -> None:
    document = {"format": 2, "a": 2}

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
    with pytest.raises(FileIsWrong, match="from a newer levelbook") as caught:
        bring_forward("edition", {"format": 3}, "a.toml")
    assert caught.value.problems[0].remedy == "Install the newer levelbook."


def test_a_newer_file_says_which_levelbook_it_needs() -> None:
    with pytest.raises(FileIsWrong, match=f"this one, {__version__}, reads up to 2") as caught:
        bring_forward("answers", {"format": 9, "needs": "0.7.0"}, "a.toml")

    assert caught.value.problems[0].remedy == "Install levelbook 0.7.0 or a later one."


@pytest.mark.parametrize("needs", [7, True, "", ["0.7.0"]])
def test_what_is_no_version_is_not_repeated(needs: object) -> None:
    with pytest.raises(FileIsWrong) as caught:
        bring_forward("answers", {"format": 9, "needs": needs}, "a.toml")

    assert caught.value.problems[0].remedy == "Install the newer levelbook."


def test_our_own_version_is_not_what_to_install() -> None:
    written_by = {"format": 9, "needs": __version__, "levelbook": "999.1.0"}
    with pytest.raises(FileIsWrong) as caught:
        bring_forward("portfolio-store", written_by, "store.json", otherwise="Or collect again.")
    assert caught.value.problems[0].remedy == "Install levelbook 999.1.0 or a later one. Or collect again."

    with pytest.raises(FileIsWrong) as caught:
        bring_forward("portfolio-store", written_by | {"levelbook": __version__}, "store.json")
    assert caught.value.problems[0].remedy == "Install the newer levelbook."


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


def test_a_file_keeps_its_format_until_it_is_upgraded(tmp_path: Path) -> None:
    """Never is half of a file in each, and nobody's older levelbook is shut out by an answer."""
    questionnaire = tiny_questionnaire(1, 3)
    path = tmp_path / "answers.toml"
    book = answers_text.parse(SAMPLE, "sample")
    signed = {name: answer.signed() for name, answer in book.answers.items()}
    AnswersFile.create(path, questionnaire, replace(book, answers=signed))
    assert book.format == 1 and "\nformat = 1\n" in path.read_text("utf-8")

    opened = AnswersFile.load(path, questionnaire)
    opened.save(opened.book.with_answer("s1.p3", an_answer(1).signed()), answers=["s1.p3"])

    older = path.read_text("utf-8")
    assert "\nformat = 1\n" in older and "needs" not in older
    assert len(re.findall(r'^rev = "[0-9a-f]{8}"$', older, re.MULTILINE)) == 3
    again = AnswersFile.load(path, questionnaire).book
    upgrade_files.write(path, replace(again, format=2), questionnaire, within=tmp_path)
    newer = path.read_text("utf-8")
    assert f'\nformat = 2\nneeds = "{NEEDS["answers"]}"\n' in newer
    assert len(re.findall(r'^rev = "[0-9]{10}"$', newer, re.MULTILINE)) == 3
    assert answers_text.parse(newer, "") == again


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

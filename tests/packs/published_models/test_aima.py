"""OWASP AIMA becomes a questionnaire by one of its three rules, whose figures are worked out as each has them."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from levelbook.book.authoring import question_import
from levelbook.book.authoring.question_import import Choices
from levelbook.core.answers.answers import Answer
from levelbook.core.errors import FileIsWrong, UsedWrongly
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.packs.published_models.aima import RULES
from levelbook.packs.read import read_questionnaire
from support.builders import a_book, an_assessment
from support.command_line import typed

openpyxl = pytest.importorskip("openpyxl")
pytest.importorskip("python_calamine")

AREAS = {"Kitchen": ("Baking & Roasting", "Frying"), "Cellar": ("Storing",)}
HEADS = ["PRACTICE AREA", "STREAM", "MATURITY LEVEL", "QUESTIONS", "ANSWERS ", "MATURITY", "INTERVIEW NOTE"]


def toolkit(folder: Path, **cells: Any) -> Path:
    """A workbook laid out as the project's, with merged areas and practices as headings."""
    book = openpyxl.Workbook()
    book.active.title = "Introduction"
    sheet = book.create_sheet("Assessment Questions")
    sheet["A2"] = "Questions"
    row = 5
    sheet.append([])
    sheet.append([])
    for column, head in enumerate(HEADS, start=1):
        sheet.cell(row, column, head)
    for area, practices in AREAS.items():
        first = row + 1
        for practice in practices:
            row += 1
            sheet.cell(row, 2, practice)
            for level in (1, 2, 3):
                for stream in "AB":
                    row += 1
                    cells_ = (
                        f"{practice} - Stream {stream}",
                        level,
                        f"Is {practice} {level}{stream} so?",
                        "To evaluate",
                    )
                    for column, value in enumerate(cells_, start=2):
                        sheet.cell(row, column, value)
        sheet.cell(first, 1, area)
        sheet.merge_cells(start_row=first, start_column=1, end_row=row, end_column=1)
    for place, value in cells.items():
        sheet[place] = value
    path = folder / "toolkit.xlsx"
    book.save(path)
    return path


def made(path: Path, rule: str) -> Questionnaire:
    target = path.parent / f"questions-{rule}"
    question_import.import_questions("aima", path, target, Choices(rule=rule))
    return read_questionnaire(target)


def by_the_text(levels: Mapping[str, int], practice: str) -> float:
    """The level up to which all is yes, and a plus, here a half, where something of the next is."""
    yes = {level: [levels.get(f"{practice}{level}{stream}", 0) == 1 for stream in "AB"] for level in (1, 2, 3)}
    for level in (1, 2, 3):
        if not all(yes[level]):
            return level - 1 + (0.5 if any(yes[level]) else 0)
    return 3


def by_a_sheet(levels: Mapping[str, int], practice: str, worth: Sequence[float], divisor: int) -> float:
    """=SUM(E7:E12)/divisor, where “To evaluate” is nothing."""
    names = [f"{practice}{level}{stream}" for level in (1, 2, 3) for stream in "AB"]
    return sum(worth[levels[name]] for name in names if name in levels) / divisor


def its_own_figure(rule: str, levels: Mapping[str, int], practice: str) -> float:
    if rule == "text":
        return by_the_text(levels, practice)
    if rule == "workbook-1.0":
        return by_a_sheet(levels, practice, (0, 0.33, 0.66, 1), 2)
    return by_a_sheet(levels, practice, (0, 1, 2, 3), 6)


@pytest.mark.parametrize("rule", RULES)
def test_its_figures_are_those_of_the_rule_that_was_chosen(tmp_path: Path, rule: str) -> None:
    imported = made(toolkit(tmp_path), rule)
    chance = random.Random(rule)
    titles = {practice for practices in AREAS.values() for practice in practices}
    for _ in range(300):
        share = chance.choice((0.5, 1))
        said = {
            name: chance.randrange(imported.max_level + 1) for name in imported.practices if chance.random() < share
        }
        levels = {imported.practices[name].question[3:-4].replace(" ", ""): level for name, level in said.items()}

        figures = an_assessment(imported, a_book(imported, {name: Answer(level=level) for name, level in said.items()}))

        for found in figures.model_figures:
            title = found.node.title
            if title not in titles:
                continue
            assert found.figure is not None and found.figure.value is not None
            own = its_own_figure(rule, levels, title.replace(" ", ""))
            assert float(found.figure.value) == pytest.approx(own, abs=1e-12)


def test_areas_are_sections_and_each_question_keeps_its_level_and_stream(tmp_path: Path) -> None:
    imported = made(toolkit(tmp_path), "text")

    assert [section.title for section in imported.sections] == ["Kitchen", "Cellar"]
    practice = imported.practices["kitchen.baking-roasting-2-b"]
    assert practice.title == "Baking & Roasting, level 2, stream B"
    assert practice.question == "Is Baking & Roasting 2B so?"


def test_no_reason_is_made_up_where_the_workbook_gives_none(tmp_path: Path) -> None:
    assert {practice.why for practice in made(toolkit(tmp_path), "text").practices.values()} == {""}


def test_without_a_rule_the_three_are_named(tmp_path: Path) -> None:
    with pytest.raises(UsedWrongly, match=r"text, workbook-1\.0, workbook-1\.0\.1"):
        question_import.import_questions("aima", toolkit(tmp_path), tmp_path / "questions")
    with pytest.raises(UsedWrongly, match="aima has no rule mine: text, "):
        question_import.import_questions("aima", toolkit(tmp_path), tmp_path / "questions", Choices(rule="mine"))


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"E8": 33}, "33 is 0.33 with a decimal comma"),
        ({"C8": 4}, "A level is 1, 2 or 3"),
        ({"D8": None}, "This row says nothing"),
        ({"B8": "Baking & Roasting - Stream A", "C8": 1}, "has a question already"),
        ({"D5": "ASK"}, "The headings are missing"),
    ],
)
def test_what_is_wrong_in_the_workbook_is_named_and_nothing_is_written(
    tmp_path: Path, cells: Mapping[str, Any], words: str
) -> None:
    with pytest.raises(FileIsWrong) as wrong:
        made(toolkit(tmp_path, **cells), "workbook-1.0")

    (problem,) = wrong.value.problems
    assert words in problem.message
    assert "sheet Assessment Questions" in problem.path
    assert not (tmp_path / "questions-workbook-1.0").exists()


def test_from_the_command_line_to_a_score(tmp_path: Path) -> None:
    toolkit(tmp_path)
    rule = ("--rule", "workbook-1.0.1")

    said = typed("questionnaire", "import", "aima", "toolkit.xlsx", "aima", *rule, folder=tmp_path)

    assert said.code == 0, said.err
    assert typed("questionnaire", "check", "./aima", folder=tmp_path).code == 0
    assert typed("init", "book", "--questionnaire", "aima", "--team", "T", "--yes", folder=tmp_path).code == 0
    assert typed("-C", "book", "answer", "1.1", "--level", "3", folder=tmp_path).code == 0
    assert "AIMA (workbook 1.0.1): 0.13" in typed("-C", "book", "score", folder=tmp_path).out

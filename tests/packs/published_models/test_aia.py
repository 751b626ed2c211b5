"""Canada's AIA becomes a questionnaire whose scores and impact level are those that its tool works out."""

from __future__ import annotations

import json
import math
import random
from pathlib import Path
from typing import Any

import pytest

from levelbook.book.authoring import question_import
from levelbook.core.answers.answers import Answer
from levelbook.core.errors import FileIsWrong
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.packs.read import read_questionnaire
from support.builders import a_book, an_assessment
from support.command_line import typed


def element(name: str, form: str, text: str, *choices: tuple[str, str], **more: str) -> dict[str, Any]:
    listed = [{"value": value, "text": {"default": said, "fr": f"{said} (fr)"}} for value, said in choices]
    return {"type": form, "name": name, "title": {"default": text}, "choices": listed, **more}


def page(name: str, title: str, suffix: str, *elements: dict[str, Any], **more: str) -> dict[str, Any]:
    panel = {"type": "panel", "name": f"{name}Panel{suffix}", "elements": list(elements)}
    return {"name": name, "title": {"default": title}, "elements": [panel], **more}


YES_NO = (("item1-3", "Yes"), ("item2-0", "No"))
BETTER = (("item1-2", "Yes"), ("item2-0", "No"))
SURVEY: dict[str, Any] = {
    "pages": [
        {"name": "welcome", "elements": [{"type": "html", "name": "hello", "html": "<p>Hello</p>"}]},
        page(
            *("project", "The kitchen", "-NS"),
            element("projectDetailsPhase", "radiogroup", "How far are you?", ("item1", "Design"), ("item2", "Running")),
        ),
        page(
            *("risk", "What can burn", "-RS"),
            element("oven", "radiogroup", "Is there <b>an oven</b>?", *YES_NO),
            element("heat", "dropdown", "How hot?", ("a-1", "Mild"), ("b-2", "Hot"), ("c-4", "Red"), ("d-4", "White")),
            element("fuel", "checkbox", "What burns?", ("gas-2", "Gas"), ("oil-4", "Oil"), ("none-0", "Nothing")),
            element("door", "radiogroup", "Which door?", ("x-0", "Left"), ("y-0", "Right")),
            element("fan", "radiogroup", "Is there a fan?", *YES_NO, visibleIf='{oven} = "item1-3"'),
            element("note", "comment", "Anything else?"),
        ),
        *(
            page(
                *(f"care{phase}", f"Care, {phase}", "-MS"),
                element(f"watch{phase}", "radiogroup", "Does somebody watch?", *BETTER),
                element(f"alarm{phase}", "radiogroup", "Is there an alarm?", *BETTER),
                element(f"drill{phase}", "radiogroup", "Do you drill?", *BETTER),
                visibleIf=f'{{projectDetailsPhase}} = "item{number}"',
            )
            for number, phase in enumerate(("Design", "Running"), start=1)
        ),
    ]
}  # fmt: skip
RAW = {"oven": (3, 0), "heat": (1, 2, 4), "fuel-1": (2, 0), "fuel-2": (4, 0), "fan": (3, 0)}
MITIGATION = {f"{name}{phase}": (2, 0) for name in ("watch", "alarm", "drill") for phase in ("Design", "Running")}


def the_tools_own(points: dict[str, int]) -> tuple[int, int, int, int]:
    """Raw score, mitigation, total and level, as the tool's store.ts works them out, in JavaScript's numbers."""
    most_raw, most_mitigation = (sum(max(all_) for all_ in one.values()) for one in (RAW, MITIGATION))
    raw = sum(points.get(name, 0) for name in RAW)
    mitigation = sum(points.get(name, 0) for name in MITIGATION)
    total = raw
    if mitigation >= 0.8 * (most_mitigation / 2):
        total = math.floor((1 - 0.15) * raw + 0.5)
    return raw, mitigation, total, 1 + sum(total > most_raw * cut for cut in (0.25, 0.5, 0.75))


@pytest.fixture(name="imported", scope="module")
def _imported(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    root = tmp_path_factory.mktemp("aia")
    (root / "survey.json").write_text(json.dumps(SURVEY), "utf-8")
    question_import.import_questions("aia", root / "survey.json", root / "questions")
    return read_questionnaire(root / "questions")


def test_each_scored_question_is_a_practice_and_so_is_each_tick_that_counts(imported: Questionnaire) -> None:
    assert list(imported.practices) == [
        *("risk.oven", "risk.heat", "risk.fuel-1", "risk.fuel-2", "risk.fan"),
        *("caredesign.watchdesign", "caredesign.alarmdesign", "caredesign.drilldesign"),
        *("carerunning.watchrunning", "carerunning.alarmrunning", "carerunning.drillrunning"),
    ]
    oven, heat = imported.practices["risk.oven"], imported.practices["risk.heat"]
    assert oven.question == "Is there an oven ?"
    assert [level.statement for level in (oven.levels[0], oven.levels[4])] == ["Yes.", "No."]
    assert heat.levels[0].statement == "Red / White."
    assert imported.practices["risk.fuel-2"].question == "What burns? Oil"


def test_no_reason_is_made_up_where_the_survey_gives_none(imported: Questionnaire) -> None:
    assert {practice.why for practice in imported.practices.values()} == {""}


def test_a_condition_is_said_and_the_phase_takes_the_other_phases_questions_away(imported: Questionnaire) -> None:
    assert imported.practices["risk.fan"].ask == (
        'The tool asks this only where {oven} = "item1-3"; where that is not so, it does not apply.',
    )
    design, _ = imported.rules
    assert design.when == {"phase": ("item1",)}
    assert all(name.startswith("carerunning.") for name in design.not_applicable)


def test_its_figures_are_the_tools_own_whatever_is_answered(imported: Questionnaire) -> None:
    model = imported.scoring_model
    assert model is not None
    chance = random.Random(8)
    seen = set()
    for _ in range(1000):
        share = chance.choice((0.3, 0.9, 1))
        said = {one: chance.randrange(5) for one in model.questions if chance.random() < share}
        points = {one.source_id: int(model.sets_by_id[one.answers].values[level]) for one, level in said.items()}
        book = a_book(imported, {one.practice: Answer(level=level) for one, level in said.items()})

        figures = {one.node.id: one.figure for one in an_assessment(imported, book).model_figures}

        found = [figures[name] for name in ("raw", "mitigation", "score", "aia")]
        assert tuple(one.value for one in found if one is not None) == the_tools_own(points)
        seen.add(the_tools_own(points)[3])
    assert seen == {1, 2, 3, 4}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"pages"', '"sheets"', "list of tables"),
        ("-RS", "-XX", "no scored questions"),
        ('"name": "heat"', '"name": "oven"', "Another question has this name"),
        ('"value": "a-1"', '"value": ["a"]', "must be a text"),
        ("How hot?", "", "no text in English"),
        ("{", "[", "not valid JSON"),
    ],
)
def test_what_is_wrong_in_the_survey_is_named_and_nothing_is_written(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    text = json.dumps(SURVEY)
    assert old in text
    (tmp_path / "survey.json").write_text(text.replace(old, new), "utf-8")

    with pytest.raises(FileIsWrong, match=words):
        question_import.import_questions("aia", tmp_path / "survey.json", tmp_path / "questions")

    assert not (tmp_path / "questions").exists()


def test_from_the_command_line_to_a_score(tmp_path: Path) -> None:
    (tmp_path / "survey.json").write_text(json.dumps(SURVEY), "utf-8")

    said = typed("questionnaire", "import", "aia", "survey.json", "aia", folder=tmp_path)

    assert said.code == 0, said.err
    assert typed("questionnaire", "check", "./aia", folder=tmp_path).code == 0
    assert typed("init", "book", "--questionnaire", "aia", "--team", "T", "--yes", folder=tmp_path).code == 0
    assert typed("-C", "book", "answer", "1.1", "--level", "0", folder=tmp_path).code == 0
    assert "AIA impact level: 1, target 1; between 1 and 4" in typed("-C", "book", "score", folder=tmp_path).out

"""OWASP DSOMM's published activities become a questionnaire, with means by level, subdimension and dimension."""

from __future__ import annotations

from fractions import Fraction as F
from pathlib import Path

import pytest

from levelbook.book.authoring import question_import
from levelbook.core.answers.answers import Answer
from levelbook.core.errors import FileIsWrong
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.packs.check import check_questionnaire
from levelbook.packs.published_models import dsomm
from levelbook.packs.read import read_questionnaire
from support.builders import a_book, an_assessment

# In the form of the model, with invented words.
MODEL = """\
---
meta:
  version: 4.9.9
---
Kitchen and Bar:
  Ovens:
    Defined oven hours:
      uuid: u1
      risk: |
        Somebody forgets
        the oven.
      measure: Write down when it is on (e.g. Monday to Friday). Hang it on the wall.
      assessment: |
        - Show the sheet.
      level: 1
      usefulness: 4
      isImplemented: false
    Oven alarm:
      uuid: u2
      level: 2
      usefulness: 1
    Second oven alarm:
      uuid: u3
      level: 2
  Drinks:
    Oven alarm:
      uuid: u4
      level: 1
Doors:
  Locks:
    Locks:
      uuid: u5
      level: 3
"""


@pytest.fixture(name="model")
def _model(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "generated" / "model.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(MODEL, "utf-8")
    return path


@pytest.fixture(name="imported")
def _imported(model: Path, tmp_path: Path) -> Questionnaire:
    question_import.import_questions("dsomm", model.parents[1], tmp_path / "questions")
    assert check_questionnaire(tmp_path / "questions") == []
    return read_questionnaire(tmp_path / "questions")


def test_each_activity_is_a_practice_with_an_id_of_its_own(imported: Questionnaire) -> None:
    assert imported.title == "OWASP DSOMM 4.9.9"
    assert list(imported.practices) == [
        *("kitchen-and-bar.defined-oven-hours", "kitchen-and-bar.oven-alarm", "kitchen-and-bar.second-oven-alarm"),
        *("kitchen-and-bar.oven-alarm-2", "doors.locks"),
    ]
    practice = imported.practices["kitchen-and-bar.defined-oven-hours"]
    assert practice.rule == "Write down when it is on (e.g. Monday to Friday)."
    assert (practice.why, practice.impact) == ("Somebody forgets the oven.", 3)
    assert practice.quality == ("- Show the sheet.",)
    assert imported.practices["doors.locks"].rule == "Locks."


def test_an_activity_without_a_risk_has_no_reason_and_is_said_to_be_of_its_level(imported: Questionnaire) -> None:
    alarm = imported.practices["kitchen-and-bar.oven-alarm"]

    assert alarm.why == ""
    assert alarm.question == "How far is “Oven alarm” implemented, an activity of level 2?"
    assert not any("DSOMM" in prompt for prompt in alarm.ask)


def test_levels_subdimensions_and_dimensions_are_means_over_their_activities(imported: Questionnaire) -> None:
    names = list(imported.practices)
    answers = {name: Answer(level=level) for name, level in zip(names, (3, 2, 1, 0), strict=False)}

    found = {one.node.title: one.figure for one in an_assessment(imported, a_book(imported, answers)).model_figures}

    values = {title: figure.value for title, figure in found.items() if figure is not None}
    assert values == {
        "OWASP DSOMM": F(17, 50),
        "Kitchen and Bar": F(17, 40),
        "Ovens": F(17, 30),
        "Ovens, level 1": F(1),
        "Ovens, level 2": F(35, 100),
        "Drinks": F(0),
        "Drinks, level 1": F(0),
        "Doors": F(0),
        "Locks": F(0),
        "Locks, level 3": F(0),
    }


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("level: 3", "level: third", "Doors.Locks.Locks.level"),
        ("uuid: u5", "uuid: ''", "Doors.Locks.Locks.uuid"),
        ("uuid: u5", "uuid: u4", "Doors.Locks.Locks.uuid"),
        ("    Locks:\n      uuid: u5\n      level: 3\n", "    Locks: yes\n", "Doors.Locks.Locks"),
        ("Doors:\n", "'???':\n", "???"),
        ("meta:\n", "mta:\n", "meta"),
    ],
)
def test_what_is_wrong_in_the_model_is_named_by_its_place(model: Path, old: str, new: str, key: str) -> None:
    assert old in MODEL
    model.write_text(MODEL.replace(old, new, 1), "utf-8")

    with pytest.raises(FileIsWrong) as caught:
        dsomm.read(model)

    assert [problem.key for problem in caught.value.problems] == [key]


def test_an_activity_that_is_there_twice_is_not_dropped_without_a_word(model: Path) -> None:
    model.write_text(MODEL.replace("    Second oven alarm:", "    Oven alarm:"), "utf-8")

    with pytest.raises(FileIsWrong, match="The key “Oven alarm” is in this table already") as caught:
        dsomm.read(model)

    assert [problem.line for problem in caught.value.problems] == [22]


def test_a_file_that_is_not_the_model_is_refused_and_a_folder_without_one_too(model: Path, tmp_path: Path) -> None:
    model.write_text("a: b\n", "utf-8")
    with pytest.raises(FileIsWrong, match="two YAML documents"):
        dsomm.read(model)
    (tmp_path / "empty").mkdir()
    with pytest.raises(FileIsWrong, match=r"no model\.yaml"):
        dsomm.read(tmp_path / "empty")

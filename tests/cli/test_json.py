"""The `--json` shapes (docs/design.md, "JSON"): exactly these keys, always all of them, null where there is nothing."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from support.command_line import Type

FIGURES = ["level", "low", "high", "evidenced", "target", "attainment", "coverage", "confirmed"]
PRACTICE = [
    *("id", "title", "scope", "status", "level", "low", "high", "evidenced", "target", "gap", "gap_known"),
    *("impact", "priority", "band", "effort", "confirmed", "because", "offer"),
]
GAP = [
    *("id", "title", "wave", "priority", "band", "level", "target", "gap", "gap_known", "status", "effort", "owner"),
    *("due", "action", "steps", "accepted", "offer", "moved"),
]
CHANGE = ["id", "title", "changes", "level", "reason", "evidenced", "target", "scope", "contribution"]


@pytest.fixture(name="_answered")
def _answered(levelbook: Type, folder: Path) -> None:
    """1.1 is inherited and answered, 1.2 unsure, 2.1 at level 1 with an accepted risk and a step."""
    levelbook("profile", "--fact", "holds=business", "--fact", "hosting=provider")
    levelbook("answer", "1.1", "--level", "1", "--owner", "Ana", "--due", "2027-01-29")
    levelbook("answer", "1.2", "--unsure", "--ask-whom", "Tom", "--ask-by", "2026-12-04")
    levelbook(
        "answer",
        "2.1",
        "--level",
        "1",
        "--accept",
        "1",
        "--until",
        "2999-01-01",
        "--because",
        "money",
        "--accepted-by",
        "Eve",
    )
    levelbook("answer", "2.1", "--step", "Write", "--step-due", "2027-01-01")


@pytest.mark.usefixtures("_answered")
def test_score_gives_its_figures_their_documented_keys(levelbook: Type) -> None:
    shape = levelbook("score", "--json").json

    assert list(shape) == [
        *("questionnaire", "on", "max_level", "open_facts"),
        *("overall", "sections", "practices", "orphaned", "scoring_model"),
    ]
    assert shape["orphaned"] == []
    assert shape["questionnaire"] == {"id": "small", "version": "0.1.0"}
    assert (shape["max_level"], shape["open_facts"]) == (3, [])
    assert list(shape["overall"]) == FIGURES
    assert [list(section) for section in shape["sections"]] == [["id", "title", *FIGURES, "lowest"]] * 2
    assert [section["lowest"] for section in shape["sections"]] == ["data.backups", "changes.reviews"]
    assert [list(practice) for practice in shape["practices"]] == [PRACTICE] * 3
    inherited, unsure, low = shape["practices"]
    assert (inherited["scope"], inherited["effort"], inherited["because"]) == (
        *("inherited", None),
        ["our copies are in a provider's hands"],
    )
    assert (unsure["status"], unsure["level"], unsure["low"], unsure["high"]) == ("unsure", None, 0, 3)
    assert (unsure["evidenced"], unsure["target"], unsure["gap"], unsure["gap_known"]) == (None, 3, 3, False)
    assert (low["gap"], low["band"], low["effort"], low["confirmed"]) == (1, _band(low["priority"]), "S", True)


def test_score_of_what_does_not_count_is_null(levelbook: Type, folder: Path) -> None:
    levelbook("profile", "--fact", "holds=nothing")
    levelbook("answer", "1.1", "--level", "2")
    levelbook("answer", "2.1", "--not-applicable", "no changes")

    shape = levelbook("score", "--json").json

    by_rule, _, by_team = shape["practices"]
    counted = [key for key in PRACTICE if key not in ("id", "title", "scope", "status", "level", "impact")]
    assert (by_rule["scope"], by_rule["status"], by_rule["level"]) == ("not-applicable", "answered", 2)
    assert (by_team["scope"], by_team["status"], by_team["level"]) == ("applicable", "not-applicable", None)
    for practice in (by_rule, by_team):
        assert [key for key in counted if practice[key] is not None] == []
        assert practice["impact"] is not None
    nothing_counts = shape["sections"][1]
    assert [nothing_counts[key] for key in (*FIGURES, "lowest")] == [None] * 9


@pytest.mark.usefixtures("_answered")
def test_gaps_give_each_practice_its_documented_keys(levelbook: Type) -> None:
    gaps = {gap["id"]: gap for gap in levelbook("gaps", "--json").json}

    assert set(gaps) == {"data.backups", "data.restores", "changes.reviews"}
    for gap in gaps.values():
        assert list(gap) == GAP
    backups, restores, reviews = gaps["data.backups"], gaps["data.restores"], gaps["changes.reviews"]
    assert (backups["action"], backups["effort"], backups["owner"], backups["due"]) == (None, None, "Ana", "2027-01-29")
    assert (restores["wave"], restores["owner"], restores["due"]) == ("find-out", "Tom", "2026-12-04")
    assert (restores["action"], restores["effort"], restores["accepted"]) == ("one-file", "S", None)
    assert reviews["accepted"] == {"level": 1, "by": "Eve", "until": "2999-01-01", "reason": "money"}
    assert reviews["wave"] == "accepted"
    step = {"text": "Write", "from": None, "owner": None, "due": "2027-01-01", "ticket": None, "done_on": None}
    assert reviews["steps"] == [step]


def test_no_gaps_is_an_empty_list(levelbook: Type, folder: Path) -> None:
    for number in ("1.1", "1.2", "2.1"):
        levelbook("answer", number, "--level", "3")

    assert levelbook("gaps", "--json").json == []


@pytest.mark.usefixtures("_answered")
def test_diff_gives_documented_keys_and_parts_that_add_up(levelbook: Type) -> None:
    levelbook("seal", "first")
    levelbook("answer", "1.1", "--level", "2")

    shape = levelbook("diff", "--json").json

    assert list(shape) == ["from", "to", "level", "attainment", "evidenced", "reworded_facts", "practices"]
    assert (shape["from"], shape["to"]) == ("first", "now")
    assert list(shape["level"]) == ["from", "to", "change", "like_for_like", "parts"]
    assert list(shape["level"]["parts"]) == ["questionnaire", "profile", "answers"]
    assert list(shape["attainment"]) == ["from", "to"]
    assert [list(change) for change in shape["practices"]] == [CHANGE] * 3
    assert [change["changes"] for change in shape["practices"]] == [["up"], [], []]
    assert shape["practices"][0]["level"] == {"from": 1, "to": 2}
    for key in ("level", "evidenced", "target", "scope"):
        assert list(shape["practices"][0][key]) == ["from", "to"]
    assert shape["level"]["change"] == pytest.approx(
        sum(change["contribution"] for change in shape["practices"]), abs=1e-3
    )


def test_diff_without_a_level_has_no_parts(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--unsure")
    levelbook("seal", "first")
    levelbook("answer", "1.1", "--level", "2")

    shape = levelbook("diff", "--json").json

    assert shape["level"] == {"from": None, "to": 2.0, "change": None, "like_for_like": None, "parts": None}
    assert {change["contribution"] for change in shape["practices"]} == {None}


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        (["profile", "--json"], ["id", "question", "many", "asked", "open", "given", "choices"]),
        (
            ["editions", "--json"],
            [
                "name",
                "number",
                "previous",
                "sealed_at",
                "sealed_on",
                "signed_by",
                "questionnaire",
                "overall",
                "altered",
            ],
        ),
    ],
)
@pytest.mark.usefixtures("_answered")
def test_every_item_of_a_list_has_its_documented_keys(levelbook: Type, words: list[str], keys: list[str]) -> None:
    levelbook("seal", "first")

    shape = levelbook(*words).json

    assert shape and all(list(item) == keys for item in shape)


@pytest.mark.usefixtures("_answered")
@pytest.mark.parametrize("figure", ["overall", "data", "1", "data.backups", "1.2"])
def test_explain_gives_each_figure_its_documented_keys(levelbook: Type, figure: str) -> None:
    shape = levelbook("explain", figure, "--json").json

    assert list(shape) == ["id", "title", "figures", "notes"]
    assert shape["figures"]
    assert all(list(part) == ["name", "formula", "values", "value"] for part in shape["figures"])


def test_check_gives_each_problem_its_documented_keys(levelbook: Type, folder: Path) -> None:
    shape = levelbook("check", "--json").json

    assert list(shape) == ["ok", "problems", "notices"]
    assert shape["ok"] is False
    guide = {"message": "There is no guide yet.", "path": "book/guide.md", "key": None, "line": None}
    assert shape["problems"] == [{**guide, "remedy": "`levelbook guide` assembles it."}]


@pytest.mark.usefixtures("_answered")
def test_numbers_of_practices_never_stand_in_json(levelbook: Type, folder: Path) -> None:
    levelbook("seal", "first")
    numbers = {"1.1", "1.2", "2.1"}

    for words in (["score"], ["gaps"], ["diff"], ["profile"], ["editions"], ["explain", "1.1"]):
        assert numbers.isdisjoint(_texts(levelbook(*words, "--json").json)), words
    shutil.rmtree(folder / "editions")


def _texts(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set().union(*(_texts(item) for item in value.values())) | set(value)
    if isinstance(value, list):
        return set().union(*(_texts(item) for item in value)) if value else set()
    return {value} if isinstance(value, str) else set()


def _band(priority: int) -> str | None:
    return "high" if priority >= 6 else "medium" if priority >= 3 else "low" if priority else None

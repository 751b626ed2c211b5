"""A scoring model that could not be worked out is refused, with every place where it goes wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tomli_w

from levelbook.core.errors import FileIsWrong
from levelbook.packs.check import check_questionnaire
from levelbook.packs.read import read_questionnaire
from levelbook.packs.starter_files import starter

MODEL: dict[str, Any] = {
    "format": 1,
    "name": "House rules",
    "answer_sets": [{"id": "plain", "values": [0, 0.25, 0.5, 1]}],
    "nodes": [
        {"id": "all", "title": "All", "aggregation": "mean"},
        {"id": "data", "title": "Data", "aggregation": "sum", "within": "all"},
    ],
    "questions": [
        {"practice": "data.backups", "within": "data", "answers": "plain"},
        {"practice": "data.restores", "within": "data", "answers": "plain"},
        {"practice": "changes.reviews", "within": "all", "answers": "plain"},
    ],
}


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    for name, text in starter("small", "Small").items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


def write(folder: Path, **changes: Any) -> None:
    (folder / "scoring.toml").write_text(tomli_w.dumps({**MODEL, **changes}), "utf-8")


def test_a_model_of_ones_own_is_read_and_passes_the_check(folder: Path) -> None:
    write(folder)

    model = read_questionnaire(folder).scoring_model

    assert model is not None
    assert (model.name, model.blank, model.whole.id) == ("House rules", "range", "all")
    assert check_questionnaire(folder) == []


@pytest.mark.parametrize(("aggregation", "range_"), [("sum", [0, 3]), ("mean", [0, 2]), ("sum-clipped", [0, 1])])
def test_a_range_that_fits_is_no_mistake(folder: Path, aggregation: str, range_: list[int]) -> None:
    write(folder, **nodes(first={**MODEL["nodes"][0], "aggregation": aggregation, "range": range_}))

    assert check_questionnaire(folder) == []


def nodes(*more: dict[str, Any], first: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"nodes": [first or MODEL["nodes"][0], MODEL["nodes"][1], *more]}


def question(**changes: Any) -> dict[str, Any]:
    return {"questions": [{**MODEL["questions"][0], **changes}, *MODEL["questions"][1:]]}


@pytest.mark.parametrize(
    ("changes", "key", "words"),
    [
        ({"answer_sets": [{"id": "plain", "values": [0, 1]}]}, "answer_sets[0].values", "the scale has 4 levels"),
        ({"answer_sets": [MODEL["answer_sets"][0]] * 2}, "answer_sets[1].id", "appears twice"),
        (nodes(MODEL["nodes"][1]), "nodes[2].id", "appears twice"),
        (nodes({"id": "other", "title": "Other", "aggregation": "sum"}), "nodes[2].within", "the whole already"),
        (nodes({"id": "no", "title": "No", "aggregation": "sum", "within": "al"}), "nodes[2].within", "no node “al”"),
        (nodes({"id": "no", "title": "No", "aggregation": "sum", "within": "all"}), "nodes[2].id", "adds nothing up"),
        (nodes(first={**MODEL["nodes"][0], "within": "data"}), "nodes", "there is no whole"),
        (nodes(first={**MODEL["nodes"][0], "within": "data"}), "nodes[1].within", "within itself"),
        (nodes(first={**MODEL["nodes"][0], "range": [3, 1]}), "nodes[0].range", "from its least to its most"),
        (
            nodes(first={**MODEL["nodes"][0], "aggregation": "sum", "range": [0, 5]}),
            "nodes[0].range",
            "to 0 to 3, not to 0 to 5",
        ),
        (nodes(first={**MODEL["nodes"][0], "range": [0, 1.5]}), "nodes[0].range", "to 0 to 2, not to 0 to 1.5"),
        (nodes(first={**MODEL["nodes"][0], "aggregation": "sum-clipped"}), "nodes[0].aggregation", "needs the range"),
        (nodes(first={**MODEL["nodes"][0], "aggregation": "cumulative-level"}), "questions[2].at_level", "the levels"),
        (nodes(first={**MODEL["nodes"][0], "aggregation": "mitigated"}), "nodes[0].aggregation", "the raw score"),
        (
            {
                "nodes": [{**MODEL["nodes"][0], "aggregation": "quarter-level"}, MODEL["nodes"][1]],
                "questions": MODEL["questions"][:2],
            },
            "nodes[0].aggregation",
            "which has none",
        ),
        (question(practice="data.backup"), "questions[0].practice", "no practice “data.backup”"),
        (question(practice="data.restores"), "questions[1].practice", "appears twice"),
        (question(within="dta"), "questions[0].within", "no node “dta”"),
        (question(answers="plane"), "questions[0].answers", "no answer set “plane”"),
        (question(weight=0), "questions[0].weight", "0"),
        (question(documents=["data.restore"]), "questions[0].documents[0]", "no practice “data.restore”"),
        (question(documents=["data.backups"]), "questions[0].documents[0]", "cannot be its own documentation"),
        ({"blank": "half"}, "blank", "zero"),
        ({"format": 2}, "format", "1"),
        ({"questions": []}, "questions", ""),
    ],
)
def test_each_mistake_is_said_with_its_place(folder: Path, changes: dict[str, Any], key: str, words: str) -> None:
    write(folder, **changes)

    with pytest.raises(FileIsWrong) as caught:
        read_questionnaire(folder)

    found = [problem for problem in caught.value.problems if problem.key == key]
    assert found, [problem.key for problem in caught.value.problems]
    assert any(words in problem.message for problem in found)
    assert all(problem.path.endswith("scoring.toml") for problem in found)

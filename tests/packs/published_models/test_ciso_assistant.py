"""A framework of CISO Assistant becomes a questionnaire whose figures are those that CISO Assistant works out."""

from __future__ import annotations

import random
from collections.abc import Mapping
from fractions import Fraction as F
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from levelbook.book.authoring import question_import
from levelbook.book.authoring.question_import import Choices
from levelbook.core.answers.answers import Answer
from levelbook.core.errors import FileIsWrong, UsedWrongly
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.packs.check import check_questionnaire
from levelbook.packs.read import read_questionnaire
from support.builders import a_book, an_assessment
from support.command_line import typed

URN = "urn:house:risk:req_node:kitchen"


def node(name: str, above: str = "", **more: Any) -> dict[str, Any]:
    parent = {"parent_urn": f"{URN}:{above}"} if above else {}
    return {
        "urn": f"{URN}:{name}",
        "ref_id": name,
        "name": f"About {name}",
        "depth": 1,
        "assessable": False,
        **parent,
        **more,
    }


def asked(name: str, above: str, **more: Any) -> dict[str, Any]:
    return node(name, above, assessable=True, description=f"See to {name}.", **more)


def choices(**points: int | None) -> list[dict[str, Any]]:
    listed = ({"urn": f"{URN}:choice:{value}", "value": value, "add_score": add} for value, add in points.items())
    return [{key: value for key, value in choice.items() if value is not None} for choice in listed]


FRAMEWORK: dict[str, Any] = {
    "urn": "urn:house:risk:framework:kitchen",
    "ref_id": "KITCHEN-1",
    "name": "Kitchen",
    "min_score": 1,
    "max_score": 5,
    "scores_definition": [{"score": at, "name": f"Grade {at}"} for at in range(1, 6)],
    "implementation_groups_definition": [{"ref_id": "B", "name": "Basic"}, {"ref_id": "F", "name": "Full"}],
    "requirement_nodes": [
        node("1"),
        node("1.A", "1", weight=3),
        asked("1.A.1", "1.A", weight=2, implementation_groups=["B", "F"]),
        asked("1.A.2", "1.A", weight=0, implementation_groups=["F", "gone"]),
        node("1.B", "1"),
        asked("1.B.1", "1.B", weight=5),
        node("2"),
        asked("2.1", "2"),
        asked("2.2", "2", weight=4),
    ],
}


def write(folder: Path, framework: Mapping[str, Any] = FRAMEWORK) -> Path:
    library = {
        "urn": "urn:house:risk:library:kitchen",
        "copyright": "House",
        "version": 3,
        "objects": {"framework": dict(framework)},
    }
    path = folder / "kitchen.yaml"
    path.write_text(yaml.safe_dump(library, sort_keys=False), "utf-8")
    return path


def made(
    folder: Path, rule: str, framework: Mapping[str, Any] = FRAMEWORK, *, documentation: bool = False
) -> Questionnaire:
    target = folder / f"questions-{rule}"
    choices = Choices(rule=rule, documentation=documentation)
    question_import.import_questions("ciso-assistant", write(folder, framework), target, choices)
    return read_questionnaire(target)


def its_own_figure(rule: str, scores: Mapping[str, int]) -> str | None:
    """What `_compute_score_for_field` of its models.py gives, for scores by reference; None where there is none.

    0 is what it takes where the implementation is scored and the documentation is not.
    """
    nodes = {one["ref_id"]: one for one in FRAMEWORK["requirement_nodes"]}
    weights = {name: one.get("weight") or 1 for name, one in nodes.items()}
    least, most = FRAMEWORK["min_score"], FRAMEWORK["max_score"]
    if not scores:
        return None

    def cut(value: float) -> str:
        return f"{int(value * 10 + 1e-9) / 10:.1f}"

    if rule == "sum":
        return cut(sum(score * weights[name] for name, score in scores.items()))
    ratios = {name: (score - least) / (most - least) for name, score in scores.items()}
    if rule == "mean":
        total = sum(weights[name] for name in ratios)
        return cut(least + sum(ratio * weights[name] for name, ratio in ratios.items()) / total * (most - least))

    def below(name: str) -> list[str]:
        return [one["ref_id"] for one in nodes.values() if one.get("parent_urn") == nodes[name]["urn"]]

    def of(name: str) -> float | None:
        if name in ratios:
            return ratios[name]
        found = [(ratio, weights[child]) for child in below(name) if (ratio := of(child)) is not None]
        return sum(ratio * weight for ratio, weight in found) / sum(w for _, w in found) if found else None

    categories = [of(name) for name in ("1.A", "1.B", "2")]
    known = [one for one in categories if one is not None]
    return cut(least + sum(known) / len(known) * (most - least))


@pytest.mark.parametrize("rule", ["mean", "mean-of-means", "sum"])
def test_its_figures_are_its_own_by_each_rule_whatever_is_scored(tmp_path: Path, rule: str) -> None:
    imported = made(tmp_path, rule)
    model = imported.scoring_model
    assert model is not None
    names = {one.source_id.rpartition(":")[2]: one.practice for one in model.questions}
    chance = random.Random(rule)
    for _ in range(500):
        share = chance.choice((0.4, 1))
        scores = {name: chance.randint(1, 5) for name in names if chance.random() < share}
        book = a_book(imported, {names[name]: Answer(level=score - 1) for name, score in scores.items()})

        figure = an_assessment(imported, book).model_figures[0].figure

        assert figure is not None
        own = its_own_figure(rule, scores)
        shown = None if figure.value is None else model.shown(figure.value)
        assert shown == ("0.0" if own is None and rule == "sum" else own), scores


def its_own_maturity(implementation: str | None, documentation: str | None) -> str | None:
    """What `get_global_score` makes of the two: their mean, cut off again."""
    known = [F(one) for one in (implementation, documentation) if one is not None]
    return f"{float(F(int(sum(known) / len(known) * 10), 10)):.1f}" if known else None


@pytest.mark.parametrize("rule", ["mean", "mean-of-means", "sum"])
def test_with_documentation_its_three_figures_are_its_own_whatever_is_scored(tmp_path: Path, rule: str) -> None:
    imported = made(tmp_path, rule, documentation=True)
    model = imported.scoring_model
    assert model is not None
    names = {one.source_id.rpartition(":")[2]: one.practice for one in model.questions if not one.documents}
    chance = random.Random(f"{rule} twice")
    for _ in range(500):
        share = chance.choice((0.4, 1))
        scores = {name: chance.randint(1, 5) for name in names if chance.random() < share}
        documented = {name: chance.randint(1, 5) for name in names if chance.random() < share}
        levels = {names[name]: score for name, score in scores.items()}
        levels |= {model.documentation_of[names[name]]: score for name, score in documented.items()}
        book = a_book(imported, {practice: Answer(level=score - 1) for practice, score in levels.items()})

        figures = {one.node.id: one.figure for one in an_assessment(imported, book).model_figures}

        found = [figures[name] for name in ("implementation", "documentation", model.whole.id)]
        shown = [None if one is None or one.value is None else model.shown(one.value) for one in found]
        layers = [
            its_own_figure(rule, scores),
            its_own_figure(rule, {name: documented.get(name, 0) for name in scores}),
        ]
        own = [*layers, its_own_maturity(*layers)]
        assert shown == (["0.0" if one is None and rule == "sum" else one for one in own]), (scores, documented)


def test_documentation_is_a_practice_beside_each_requirement_in_the_frameworks_words(tmp_path: Path) -> None:
    meanings = [
        {"score": at, "name": f"Grade {at}", "description": f"Done {at}", "description_doc": f"Written {at}"}
        for at in range(1, 6)
    ]
    imported = made(tmp_path, "mean", {**FRAMEWORK, "scores_definition": meanings}, documentation=True)

    about, documentation = list(imported.practices.values())[:2]
    assert (about.title, documentation.title) == ("1.A.1 About 1.A.1", "1.A.1 About 1.A.1: documentation")
    assert (about.levels[1].statement, documentation.levels[1].statement) == ("Grade 2: Done 2.", "Grade 2: Written 2.")
    assert documentation.rule == "Document how this is met: See to 1.A.1."
    basic = an_assessment(imported, a_book(imported, {}, {"implementation-groups": ["b"]}))
    assert [name for name, one in basic.scorecard.practices.items() if one.counts] == [about.id, documentation.id]


def test_only_an_annotation_says_why_a_requirement_or_its_documentation_matters(tmp_path: Path) -> None:
    guided = asked("2.3", "2", annotation="Pans burn")
    explained = {**FRAMEWORK, "requirement_nodes": [*FRAMEWORK["requirement_nodes"], guided]}

    found = made(tmp_path, "mean", explained, documentation=True).practices.values()

    assert {practice.why for practice in found if practice.title.startswith("2.3 ")} == {"Pans burn.", ""}
    assert {practice.why for practice in found if practice.title.endswith(": documentation")} == {""}
    assert {practice.why for practice in found if not practice.title.startswith("2.3 ")} == {""}


def test_a_requirement_of_several_questions_has_one_documentation(tmp_path: Path) -> None:
    imported = made(tmp_path, "sum", with_questions(QUESTIONS), documentation=True)

    model = imported.scoring_model
    assert model is not None
    *questions, documentation = model.questions
    assert documentation.documents == tuple(one.practice for one in questions)
    assert (len(questions), documentation.within) == (4, "1-about-1-documentation")


def test_documentation_is_said_of_nothing_but_ciso_assistant(tmp_path: Path) -> None:
    with pytest.raises(UsedWrongly, match="--documentation does not apply to samm"):
        question_import.import_questions("samm", tmp_path, tmp_path / "samm", Choices(documentation=True))


def test_the_scale_is_the_frameworks_with_its_names(tmp_path: Path) -> None:
    imported = made(tmp_path, "mean")

    assert [step.name for step in imported.scale] == [f"Grade {at}" for at in range(1, 6)]
    assert imported.licence == "House"
    assert [section.title for section in imported.sections] == ["1 About 1", "2 About 2"]
    practice = imported.practices["1-about-1.1-a-1-about-1-a-1"]
    assert (practice.title, practice.rule) == ("1.A.1 About 1.A.1", "See to 1.A.1.")


@pytest.mark.parametrize(
    ("scores", "names"),
    [
        ({}, ["Not compliant", "Partially compliant", "Compliant"]),
        ({"min_score": 0, "max_score": 2}, ["Score 0", "Score 1", "Score 2"]),
        (
            {
                "min_score": 0,
                "max_score": 60,
                "scores_definition": {"scale": [{"score": 0}, {"score": 40, "name": "Ok"}]},
            },
            ["Score 0", "Ok"],
        ),
    ],
)
def test_a_framework_without_names_or_with_too_many_scores_has_a_scale_too(
    tmp_path: Path, scores: dict[str, Any], names: list[str]
) -> None:
    bare = {key: value for key, value in FRAMEWORK.items() if "score" not in key}

    assert [step.name for step in made(tmp_path, "mean", {**bare, **scores}).scale] == names


def test_implementation_groups_are_a_fact_that_takes_away_what_belongs_to_none_of_them(tmp_path: Path) -> None:
    imported = made(tmp_path, "mean")

    (fact,) = imported.facts
    assert (fact.id, fact.many, [choice.label for choice in fact.choices]) == (
        *("implementation-groups", True),
        ["B: Basic", "F: Full"],
    )
    ids = {name.rpartition("-about-")[2]: name for name in imported.practices}
    basic = an_assessment(imported, a_book(imported, {}, {"implementation-groups": ["b"]}))
    assert [name for name, one in ids.items() if basic.scorecard.practices[one].counts] == ["1-a-1"]
    full = an_assessment(imported, a_book(imported, {}, {"implementation-groups": ["f"]}))
    assert [name for name, one in ids.items() if full.scorecard.practices[one].counts] == ["1-a-1", "1-a-2"]
    open_ = an_assessment(imported, a_book(imported, {}))
    assert all(open_.scorecard.practices[one].counts for one in ids.values())


def one_choice(text: str, /, **more: Any) -> dict[str, Any]:
    points = more.pop("points")
    return {"type": "unique_choice", "text": text, "choices": choices(**points), **more}


QUESTIONS = {
    f"{URN}:q1": one_choice("Is there an oven?", points={"gas": None, "power": None, "none": None}),
    f"{URN}:q2": one_choice(
        "Is it clean?",
        points={"no": 0, "mostly": 2, "yes": 4},
        depends_on={
            "question": f"{URN}:q1",
            "answers": [f"{URN}:choice:gas", f"{URN}:choice:power"],
            "condition": "any",
        },
    ),
    f"{URN}:q3": one_choice("Is it watched?", points={"never": -1, "always": 3}, weight=2),
    f"{URN}:q4": one_choice("What is near?", points={"sand": 1, "water": 2, "air": 0}, type="multiple_choice"),
    f"{URN}:q5": {"type": "text", "text": "Since when?"},
}


def with_questions(questions: Mapping[str, Any]) -> dict[str, Any]:
    return {**FRAMEWORK, "requirement_nodes": [node("1"), asked("1.1", "1", questions=dict(questions))]}


def test_a_requirement_of_several_questions_is_their_clipped_sum_once_all_are_answered(tmp_path: Path) -> None:
    imported = made(tmp_path, "sum", with_questions(QUESTIONS))
    names = {one.question: name for name, one in imported.practices.items()}
    assert list(names) == ["Is it clean?", "Is it watched?", "What is near? sand", "What is near? water"]
    worth = {
        "Is it clean?": [0, 0, 2, 2, 4],
        "Is it watched?": [-2, -2, -2, -2, 6],
        "What is near? sand": [0, 0, 0, 0, 1],
        "What is near? water": [0, 0, 0, 0, 2],
    }
    chance = random.Random(5)
    for _ in range(300):
        said = {question: chance.randrange(5) for question in names}
        book = a_book(imported, {names[question]: Answer(level=level) for question, level in said.items()})

        figures = {one.node.title: one.figure for one in an_assessment(imported, book).model_figures}

        own = max(1, min(5, sum(worth[question][level] for question, level in said.items())))
        requirement = figures["1.1 About 1.1"]
        assert requirement is not None and requirement.value == own


def test_a_mean_of_questions_is_a_whole_number_and_waits_for_the_last_answer(tmp_path: Path) -> None:
    questions = {
        f"{URN}:a": {"type": "unique_choice", "text": "A?", "choices": choices(no=1, yes=5)},
        f"{URN}:b": {"type": "unique_choice", "text": "B?", "choices": choices(no=1, yes=4), "weight": 2},
    }
    imported = made(tmp_path, "mean", with_questions(questions))
    first, second = imported.practices

    def figure(**levels: int) -> Any:
        book = a_book(imported, {imported_id: Answer(level=level) for imported_id, level in levels.items()})
        return an_assessment(imported, book).model_figures[-1].figure

    assert figure(**{first: 4}).value is None
    assert figure(**{first: 4, second: 0}).value == int((5 + 2 * 1) / 3)
    assert figure(**{first: 4, second: 4}).value == int((5 + 2 * 4) / 3)


def test_what_a_condition_asks_without_points_is_a_fact_and_other_questions_are_prompts(tmp_path: Path) -> None:
    imported = made(tmp_path, "sum", with_questions(QUESTIONS))

    fact = next(one for one in imported.facts if one.id == "is-there-an-oven")
    assert [choice.id for choice in fact.choices] == ["gas", "power", "none"]
    (rule,) = [one for one in imported.rules if fact.id in one.when]
    assert rule.when == {fact.id: ("none",)}
    (clean,) = rule.not_applicable
    assert imported.practices[clean].question == "Is it clean?"
    assert "Ask too: Since when?" in imported.practices[clean].ask


def test_a_condition_by_an_answer_with_points_is_said_in_words(tmp_path: Path) -> None:
    questions = {
        f"{URN}:a": {"type": "unique_choice", "text": "A?", "choices": choices(no=1, yes=5)},
        f"{URN}:b": {
            "type": "unique_choice",
            "text": "B?",
            "choices": choices(never=1, always=5),
            "depends_on": {"question": f"{URN}:a", "answers": [f"{URN}:choice:yes"]},
        },
    }
    imported = made(tmp_path, "mean", with_questions(questions))

    assert list(imported.practices.values())[1].ask == (
        "Only where “A?” is “yes”; where it is not, this does not apply.",
    )


def nodes(*more: dict[str, Any]) -> dict[str, Any]:
    return {**FRAMEWORK, "requirement_nodes": [*FRAMEWORK["requirement_nodes"], *more]}


@pytest.mark.parametrize(
    ("framework", "rule", "words"),
    [
        (nodes(node("1")), "mean", "Another requirement has this urn"),
        (nodes(node("x", "y"), node("y", "x")), "mean", "is under itself"),
        (nodes(asked("z", "1", min_score=0)), "mean", "its own scale"),
        (nodes(asked("z", "1", weight=-1)), "mean", "A weight cannot be below 0"),
        (with_questions({"q": {"type": "unique_choice", "text": "?", "choices": []}}), "mean", "with at least one"),
        ({**FRAMEWORK, "min_score": 5}, "mean", "highest score has to be above"),
        ({**FRAMEWORK, "requirement_nodes": [node("1")]}, "mean", "Nothing in this framework can be assessed"),
        (with_questions(QUESTIONS), "mean", "Some points are outside 1 to 5"),
        (
            with_questions({**QUESTIONS, "z": one_choice("?", points={name: at for at, name in enumerate("abcdefg")})}),
            "sum",
            "from 2 to 5 can be told apart",
        ),
        (
            with_questions({**QUESTIONS, "z": one_choice("?", points={"a": 1, "b": 2}, depends_on={"question": "x"})}),
            "sum",
            "no such question",
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_key_and_nothing_is_written(
    tmp_path: Path, framework: dict[str, Any], rule: str, words: str
) -> None:
    with pytest.raises(FileIsWrong) as wrong:
        made(tmp_path, rule, framework)

    assert any(words in problem.message for problem in wrong.value.problems), wrong.value.problems
    assert all(problem.key.startswith("objects.framework") for problem in wrong.value.problems)
    assert not (tmp_path / f"questions-{rule}").exists()


def test_the_check_leaves_the_publishers_sentences_alone(tmp_path: Path) -> None:
    dated = asked("3", "1", annotation="As the regulation of March 2025 says.")
    made(tmp_path, "mean", nodes(dated))

    assert check_questionnaire(tmp_path / "questions-mean") == []


def test_a_library_without_a_framework_and_one_with_anchors_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "kitchen.yaml"
    for text, words in (
        ("objects: {threats: []}", "has no framework"),
        ("a: &x {b: c}\nd: *x", "uses an alias"),
    ):
        path.write_text(text, "utf-8")
        with pytest.raises(FileIsWrong, match=words):
            question_import.import_questions("ciso-assistant", path, tmp_path / "questions", Choices(rule="mean"))


def test_from_the_command_line_to_a_score(tmp_path: Path) -> None:
    write(tmp_path)
    kind = ("ciso-assistant", "kitchen.yaml", "kitchen", "--rule", "mean")

    said = typed("questionnaire", "import", *kind, folder=tmp_path)

    assert said.code == 0, said.err
    assert typed("questionnaire", "check", "./kitchen", folder=tmp_path).code == 0
    assert typed("init", "book", "--questionnaire", "kitchen", "--team", "T", "--yes", folder=tmp_path).code == 0
    assert typed("-C", "book", "answer", "1.1", "--level", "4", folder=tmp_path).code == 0
    score = typed("-C", "book", "score", folder=tmp_path).out
    assert "CISO Assistant (mean): 5.0, target 3.0; between 1.6 and 5.0" in score

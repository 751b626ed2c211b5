"""OWASP SAMM's published model becomes a questionnaire whose figures are SAMM's own."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]
from jsonschema import Draft202012Validator

from levelbook.book.authoring import question_import
from levelbook.core.answers.answers import Answer
from levelbook.core.errors import FileIsWrong, UsedWrongly
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.packs.published_models import samm
from levelbook.packs.read import read_questionnaire
from levelbook.packs.schema import json_schemas
from support.builders import a_book, an_assessment
from support.command_line import typed
from support.made_guides import unpadded
from support.peers import clone
from support.samm_model import PublishedModel, samms_own_figures, write_model


@pytest.fixture(name="imported", scope="module")
def _imported(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    root = tmp_path_factory.mktemp("samm")
    question_import.import_questions("samm", write_model(root), root / "questions")
    return read_questionnaire(root / "questions")


def test_each_question_is_a_practice_in_the_models_order(imported: Questionnaire) -> None:
    assert [section.id for section in imported.sections] == ["kitchen", "dining-room"]
    assert [practice.id for practice in imported.sections[0].practices][:7] == [
        *("kitchen.ba-1-a", "kitchen.ba-1-b", "kitchen.ba-2-a", "kitchen.ba-2-b", "kitchen.ba-3-a", "kitchen.ba-3-b"),
        "kitchen.fr-1-a",
    ]
    practice = imported.practices["kitchen.ba-1-a"]
    assert (practice.question, practice.rule) == ("Do you mind baking 1A?", "Mind baking 1A.")
    assert practice.why == "It brings: nothing burns. Somebody looks."
    assert practice.quality == ("Somebody is named", "It is written down")


def test_a_question_whose_activity_says_nothing_has_no_reason(tmp_path: Path) -> None:
    root = write_model(tmp_path)
    for path in (root / "model" / "activities").iterdir():
        table = yaml.safe_load(path.read_text("utf-8"))
        silent = {key: value for key, value in table.items() if key not in ("benefit", "shortDescription")}
        path.write_text(yaml.safe_dump(silent, sort_keys=False), "utf-8")

    question_import.import_questions("samm", root, tmp_path / "questions")

    practices = read_questionnaire(tmp_path / "questions").practices.values()
    assert {practice.why for practice in practices} == {""}


def test_the_answer_no_is_the_word_no(imported: Questionnaire) -> None:
    statements = [level.statement for level in imported.practices["kitchen.ba-1-a"].levels]

    assert statements == ["No.", "Yes, some.", "Yes, half.", "Yes, all."]


def test_its_figures_are_samms_own_whatever_is_answered(imported: Questionnaire) -> None:
    model = imported.scoring_model
    assert model is not None
    chance = random.Random(22)
    for _ in range(1000):
        share = chance.choice((0.2, 0.7, 1))
        given = {one.source_id: chance.randrange(4) for one in model.questions if chance.random() < share}
        practices = {one.source_id: one.practice for one in model.questions}
        book = a_book(imported, {practices[name]: Answer(level=level) for name, level in given.items()})

        figures = an_assessment(imported, book).model_figures

        own = samms_own_figures(given)
        found = {node.node.title: node.figure for node in figures}
        assert figures[0].figure is not None
        assert figures[0].figure.value == own["whole"]
        assert figures[0].figure.open == len(model.questions) - len(given)
        for title in own.keys() - {"whole"}:
            figure = found[title]
            assert figure is not None
            assert figure.value == own[title], title
            assert figure.low <= own[title] <= figure.high


def test_the_published_models_figures_are_those_of_its_files_for_1000_random_books(tmp_path: Path) -> None:
    core = clone("core")
    published = PublishedModel(core / "model")
    question_import.import_questions("samm", core, tmp_path / "questions")
    known = read_questionnaire(tmp_path / "questions")
    model = known.scoring_model
    assert model is not None
    practices = {one.source_id: one.practice for one in model.questions}
    chance = random.Random(15)
    for _ in range(1000):
        share = chance.choice((0.2, 0.7, 1))
        given = {name: chance.randrange(4) for name in practices if chance.random() < share}
        book = a_book(known, {practices[name]: Answer(level=level) for name, level in given.items()})

        figures = an_assessment(known, book).model_figures

        own = published.figures(given)
        found = {one.node.title: one.figure.value for one in figures if one.figure and one.depth in (1, 2)}
        assert {**found, "whole": figures[0].figure and figures[0].figure.value} == own
        assert len(own) == 21


def test_what_is_made_passes_its_own_check_and_can_be_used_at_once(tmp_path: Path) -> None:
    write_model(tmp_path)

    said = typed("questionnaire", "import", "samm", ".", "questions", folder=tmp_path)

    assert said.code == 0, said.err
    assert "24 practices" in said.out and "CC BY-SA 4.0" in said.out
    assert typed("questionnaire", "check", "./questions", folder=tmp_path).code == 0
    assert typed("init", "book", "--questionnaire", "questions", "--team", "T", "--yes", folder=tmp_path).code == 0
    assert typed("-C", "book", "answer", "1.1", "--level", "3", folder=tmp_path).code == 0
    score = typed("-C", "book", "score", folder=tmp_path)
    assert "SAMM: 0.13, target 1.50; between 0.13 and 3.00 once 23 open questions are answered." in score.out
    assert typed("-C", "book", "guide", folder=tmp_path).code == 0
    record = (tmp_path / "book" / "record.md").read_text("utf-8")
    assert "| Kitchen | 0.25 | 1.50 | 11 | 0.25–3.00 |" in unpadded(record)


def test_its_editions_are_sealed_with_its_figures_and_compared(tmp_path: Path) -> None:
    write_model(tmp_path)
    typed("questionnaire", "import", "samm", ".", "questions", folder=tmp_path)
    typed("init", "book", "--questionnaire", "questions", "--team", "T", "--yes", folder=tmp_path)
    typed("-C", "book", "answer", "1.1", "--level", "1", folder=tmp_path)
    now = json.loads(typed("-C", "book", "score", "--json", folder=tmp_path).out)["scoring_model"]

    assert typed("-C", "book", "seal", "first", folder=tmp_path).code == 0
    typed("-C", "book", "answer", "1.1", "--level", "3", folder=tmp_path)
    assert typed("-C", "book", "seal", "second", folder=tmp_path).code == 0

    card = json.loads((tmp_path / "book" / "editions" / "first" / "scorecard.json").read_text("utf-8"))
    Draft202012Validator(json_schemas()["scorecard"]).validate(card)
    assert card["scoring_model"] == now
    assert now["nodes"][0]["target"] == 1.5
    compared = typed("-C", "book", "diff", "first", "second", folder=tmp_path)
    assert (compared.code, "1 to 3" in compared.out) == (0, True), compared.out
    assert "SAMM: 0.03 (0.03–2.91) to 0.13 (0.13–3.00)." in compared.out
    changes = (tmp_path / "book" / "editions" / "second" / "changes.md").read_text("utf-8")
    assert "- **SAMM:** 0.03 (0.03–2.91) to 0.13 (0.13–3.00)." in changes
    assert typed("-C", "book", "check", folder=tmp_path).code == 0


@pytest.mark.parametrize(
    ("name", "old", "new", "where"),
    [
        ("questions/BA1A.yml", "activity: aBA1A", "activity: nothing", "activity"),
        ("questions/BA1A.yml", "answerSet: setA", "answerSet: setZ", "answerSet"),
        ("questions/BA1A.yml", "text: Do you mind baking 1A?", "text: ''", "text"),
        ("answer_sets/A.yml", "value: 0.25", "value: 0,25", "values.1.value"),
        ("answer_sets/A.yml", "value: 0.25", "value: 0.75", "values"),
        ("answer_sets/A.yml", "order: 1", "order: first", "values.1.order"),
        ("streams/BA-A.yml", "id: BAA", "id: BAB", "id"),
        ("activities/BA1A.yml", "level: BA1", "level: XX1", "activity"),
        ("questions/BA1A.yml", "id: qBA1A", "id: qBA1B", "id"),
        ("questions/BA1A.yml", "answerSet: setA\n", "", "answerSet"),
    ],
)
def test_what_is_wrong_in_the_model_is_named_with_file_and_key_and_nothing_is_written(
    tmp_path: Path, name: str, old: str, new: str, where: str
) -> None:
    path = write_model(tmp_path) / "model" / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")

    with pytest.raises(FileIsWrong) as caught:
        question_import.import_questions("samm", tmp_path, tmp_path / "questions")

    (problem,) = caught.value.problems
    assert problem.key == where
    assert problem.path
    assert not (tmp_path / "questions").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id: [", "This is not valid YAML"),
        ("- one\n- two\n", "must hold a single table"),
        ("a: &x {}\nb: *x\n", "uses an alias"),
        ("id: !!python/name:os.system x\n", "activity: This is missing; it must be a text."),
        ("id: x\nid: y\n", "The key “id” is in this table already."),
    ],
)
def test_yaml_from_elsewhere_is_read_as_plain_texts_or_refused(tmp_path: Path, text: str, words: str) -> None:
    path = write_model(tmp_path) / "model" / "questions" / "BA1A.yml"
    path.write_text(text, "utf-8")

    with pytest.raises(FileIsWrong, match=words):
        samm.read(tmp_path)


def test_without_a_model_or_with_a_full_folder_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileIsWrong):
        samm.read(tmp_path)
    write_model(tmp_path)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").write_text("mine")
    with pytest.raises(UsedWrongly, match="not empty"):
        question_import.import_questions("samm", tmp_path, tmp_path / "full")

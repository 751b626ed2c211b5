"""NIST's CSF becomes a questionnaire of its subcategories, with tiers from 1 to 4, a current and a target profile."""

from __future__ import annotations

import json
import random
from fractions import Fraction as F
from pathlib import Path
from typing import Any

import pytest

from levelbook.book.authoring import question_import
from levelbook.core.answers.answers import Answer
from levelbook.core.errors import FileIsWrong
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.packs.published_models.published_json import table_of
from levelbook.packs.read import read_questionnaire
from support.builders import a_book, an_assessment
from support.command_line import typed
from support.growth import assert_grows_at_most


def control(name: str, statement: str, *below: dict[str, Any], sort: str = "1", status: str = "") -> dict[str, Any]:
    props = [{"name": "sort-id", "value": sort}, *([{"name": "status", "value": status}] if status else [])]
    parts = [{"name": "statement", "prose": statement}, {"name": "example", "prose": f"Try {name}"}]
    found: dict[str, Any] = {
        "id": name,
        "title": name if not below else f"About {name}",
        "props": props,
        "parts": parts,
    }
    return {**found, "controls": list(below)} if below else found


CATALOG: dict[str, Any] = {
    "catalog": {
        "uuid": "00000000-0000-4000-8000-000000000000",
        "metadata": {"title": "A framework", "version": "1.2.0"},
        "groups": [
            {
                "id": "CK",
                "title": "COOK",
                "controls": [
                    control("CK.OV", "Ovens", control("CK.OV-01", "The oven is watched"), sort="2"),
                    control(
                        *("CK.AA", "Fire"),
                        control("CK.AA-01", "Fires are put out."),
                        control("CK.AA-02", "Fires are told of"),
                        control("CK.AA-03", "Fires are lit", status="withdrawn"),
                        sort="1",
                    ),
                    control("CK.IM", "Gone", control("CK.IM-01", "Gone too", status="withdrawn"), status="withdrawn"),
                ],
            },
            {"id": "SV", "title": "LAY", "controls": [control("SV.TA", "Tables", control("SV.TA-01", "They shine"))]},
        ],
    }
}  # fmt: skip


@pytest.fixture(name="imported", scope="module")
def _imported(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    root = tmp_path_factory.mktemp("csf")
    (root / "catalog.json").write_text(json.dumps(CATALOG), "utf-8")
    question_import.import_questions("csf", root / "catalog.json", root / "questions")
    return read_questionnaire(root / "questions")


def test_what_is_in_force_is_there_in_the_catalogs_order(imported: Questionnaire) -> None:
    assert list(imported.practices) == ["ck.ck-aa-01", "ck.ck-aa-02", "ck.ck-ov-01", "sv.sv-ta-01"]
    practice = imported.practices["ck.ck-aa-01"]
    assert practice.question == "At which tier is it true that fires are put out?"
    assert (practice.rule, practice.ask) == ("See to it that fires are put out.", ("For example: Try CK.AA-01.",))
    assert imported.scale[0].name == "Tier 1: Partial"


def test_no_reason_is_made_up_where_the_catalog_gives_none(imported: Questionnaire) -> None:
    assert {practice.why for practice in imported.practices.values()} == {""}


def test_a_catalog_that_leaves_the_subcategories_of_csf_1_1_in_force_is_refused_with_where_a_right_one_is(
    tmp_path: Path,
) -> None:
    """As version 1.0.0 of NIST's: 185 of them, 79 not marked as withdrawn."""
    named = [{"name": "framework-version-identifier", "value": "CSF_2_0_0"}]
    many = [control(f"CK.AA-{number:02}", "Fires are put out.") for number in range(1, 186)]
    catalog = {
        "metadata": {"version": "1.0.0", "props": named},
        "groups": [control("CK", "", control("CK.AA", "", *many))],
    }
    (tmp_path / "catalog.json").write_text(json.dumps({"catalog": catalog}), "utf-8")

    with pytest.raises(FileIsWrong, match="has 106 subcategories, and in this catalog 185") as wrong:
        question_import.import_questions("csf", tmp_path / "catalog.json", tmp_path / "questions")

    assert "1.2.0" in str(wrong.value)


def test_subcategories_of_one_id_and_keys_that_are_there_twice_are_refused_and_nothing_is_written(
    tmp_path: Path,
) -> None:
    twice = control("CK.AA", "Fire", control("CK.AA-01", "Fires are put out."), control("CK.AA-01", "Fires are lit"))
    catalog = {"metadata": {"version": "1.2.0"}, "groups": [{"id": "CK", "title": "COOK", "controls": [twice]}]}
    for text, words in (
        (json.dumps({"catalog": catalog}), r"No questionnaire can be made of this.*appears twice"),
        ('{"catalog": {}, "catalog": {}}', "An object has the key “catalog” twice"),
    ):
        (tmp_path / "catalog.json").write_text(text, "utf-8")
        with pytest.raises(FileIsWrong, match=words) as wrong:
            question_import.import_questions("csf", tmp_path / "catalog.json", tmp_path / "questions")
        assert wrong.value.problems[0].path.endswith("catalog.json")
        assert not (tmp_path / "questions").exists()


def test_a_key_that_is_there_twice_among_very_many_is_found_in_time_that_grows_with_their_number(
    tmp_path: Path,
) -> None:
    def work(size: int) -> None:
        keys = "".join(f'"{number}": 1, ' for number in range(size))
        (tmp_path / "catalog.json").write_text(f'{{{keys}"{size - 1}": 2}}', "utf-8")
        with pytest.raises(FileIsWrong, match="twice"):
            table_of(tmp_path / "catalog.json")

    assert_grows_at_most(20, work, 1000, 8000)


def test_tiers_begin_at_one_and_means_are_over_subcategories(imported: Questionnaire) -> None:
    chance = random.Random(2)
    for _ in range(300):
        said = {name: chance.randrange(4) for name in imported.practices if chance.random() < 0.8}
        figures = an_assessment(imported, a_book(imported, {name: Answer(level=at) for name, at in said.items()}))

        tiers = [1 + level for level in said.values()]
        whole = figures.model_figures[0].figure
        assert whole is not None
        assert whole.value == (None if not tiers else pytest.approx(sum(tiers) / len(tiers)))
        assert whole.low == (sum(tiers) + (4 - len(tiers))) / 4
        assert whole.target == 1, "nobody has said yet which tiers they aim for"


def test_the_target_profile_is_a_tier_for_each_function_and_higher_ones_for_subcategories(
    imported: Questionnaire,
) -> None:
    facts = {"target-ck": ["tier-3"], "target-sv": ["tier-1"]}
    answers = {"ck.ck-aa-01": Answer(level=0, target=3, target_reason="Fire."), "sv.sv-ta-01": Answer(level=0)}

    now = an_assessment(imported, a_book(imported, answers, facts))

    assert [one.target for one in now.scorecard.practices.values()] == [3, 2, 2, 0]
    assert [one.question for one in imported.facts] == [
        *("Which tier do you aim for in Cook?", "Which tier do you aim for in Lay?")
    ]
    targets = {one.node.title: one.figure.target for one in now.model_figures if one.figure}
    assert (targets["Cook"], targets["Lay"], targets["NIST CSF 2.0"]) == (F(4 + 3 + 3, 3), 1, F(4 + 3 + 3 + 1, 4))


def test_a_catalog_in_the_form_of_nists_with_what_was_withdrawn_is_read(tmp_path: Path) -> None:
    """As its version 1.2.0 is: a category that is withdrawn has a statement without words, and leads elsewhere."""
    about = {"ns": "https://csrc.nist.gov/ns/csf", "remarks": "1st Party Risk"}
    sound = control("CK.AA-01", "Fires are put out.")
    sound["class"], sound["props"] = "subcategory", [{"name": "risk-party", "value": "1st", **about}, *sound["props"]]
    gone = control("CK.RM", "", control("CK.RM-01", "Fires burn", status="withdrawn"), status="withdrawn")
    gone["parts"], gone["links"] = [{"id": "x", "name": "statement"}], [{"href": "CK.AA", "rel": "incorporated_into"}]
    overview = {"id": "CK_overview", "name": "overview", "prose": "Food is made."}
    group = {"id": "CK", "class": "function", "title": "COOK", "props": [], "parts": [overview]}
    catalog = {
        "metadata": {"version": "1.2.0"},
        "groups": [{**group, "controls": [control("CK.AA", "F", sound), gone]}],
    }
    (tmp_path / "catalog.json").write_text(json.dumps({"catalog": catalog}), "utf-8")

    question_import.import_questions("csf", tmp_path / "catalog.json", tmp_path / "questions")

    assert list(read_questionnaire(tmp_path / "questions").practices) == ["ck.ck-aa-01"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"catalog"', '"profile"', "must be a table"),
        ('"groups"', '"clubs"', "must be a list of tables"),
        ("The oven is watched", "", "must be a text"),
        ('"value": "1"', '"value": ["1"]', "must be a text"),
    ],
)
def test_what_is_wrong_in_the_catalog_is_named_and_nothing_is_written(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    text = json.dumps(CATALOG)
    assert old in text
    (tmp_path / "catalog.json").write_text(text.replace(old, new), "utf-8")

    with pytest.raises(FileIsWrong, match=words):
        question_import.import_questions("csf", tmp_path / "catalog.json", tmp_path / "questions")

    assert not (tmp_path / "questions").exists()


def test_from_the_command_line_to_a_score(tmp_path: Path) -> None:
    (tmp_path / "catalog.json").write_text(json.dumps(CATALOG), "utf-8")

    said = typed("questionnaire", "import", "csf", "catalog.json", "csf", folder=tmp_path)

    assert said.code == 0, said.err
    assert typed("questionnaire", "check", "./csf", folder=tmp_path).code == 0
    aims = ("--fact", "target-ck=tier-3", "--fact", "target-sv=tier-3")
    assert typed("init", "book", "--questionnaire", "csf", "--team", "T", *aims, "--yes", folder=tmp_path).code == 0
    assert typed("-C", "book", "answer", "1.1", "--level", "1", folder=tmp_path).code == 0
    score = typed("-C", "book", "score", folder=tmp_path).out
    assert "CSF tier: 2.0, target 3.0; between 1.3 and 3.5 once 3 open questions are answered." in score

"""An edition's figures for other programs: exact, whole, and no more than the team shows."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from levelbook.book.session import Session
from levelbook.core.assessment.comparison import compare
from levelbook.core.assessment.sealed_scorecard import SealedScorecard
from levelbook.core.text.rounding import four_places
from levelbook.export.scorecard import scorecard_json
from levelbook.packs.schema import json_schemas
from levelbook.reading import strict
from support.demo_book import copied_demo

FIGURES = ("level", "low", "high", "evidenced", "target", "attainment", "coverage", "confirmed")


@pytest.fixture(name="session", scope="module")
def _session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return copied_demo(tmp_path_factory.mktemp("demo") / "book")


@pytest.fixture(name="held", scope="module")
def _held(session: Session) -> dict[str, Any]:
    [_, last] = session.editions.all
    held: dict[str, Any] = json.loads((last.path / "scorecard.json").read_text("utf-8"))
    return held


def test_every_scorecard_fits_its_published_schema_and_is_read_back_as_it_was(session: Session) -> None:
    schema = json_schemas()["scorecard"]
    Draft202012Validator.check_schema(schema)
    for edition in session.editions.all:
        text = (edition.path / "scorecard.json").read_text("utf-8")
        held = json.loads(text)
        Draft202012Validator(schema).validate(held)
        assert scorecard_json(strict.read(SealedScorecard, held)) == text
        assert session.editions.sealed_scorecard(edition) == strict.read(SealedScorecard, held)


def test_the_schema_refuses_what_is_missing_or_of_another_kind(held: dict[str, Any]) -> None:
    validator = Draft202012Validator(json_schemas()["scorecard"])
    for practice in ({"level": "2"}, {"evidence": None}, {"counts": 1}):
        assert not validator.is_valid({**held, "practices": [{**held["practices"][0], **practice}]})
    assert not validator.is_valid({name: value for name, value in held.items() if name != "on"})


def test_keys_of_a_newer_levelbook_are_passed_over(held: dict[str, Any]) -> None:
    newer = {**held, "mood": "good", "practices": [{**one, "mood": {"a": 1}} for one in held["practices"]]}

    assert strict.read(SealedScorecard, newer).practices[0].id == held["practices"][0]["id"]
    assert Draft202012Validator(json_schemas()["scorecard"]).is_valid(newer)


def test_figures_are_exact_and_rounded_beside(session: Session, held: dict[str, Any]) -> None:
    card = session.editions.assessment(session.editions.all[-1]).scorecard
    pairs = [(held["overall"], card.overall)]
    pairs += [(one["figures"], card.sections_by_id[one["id"]].figures) for one in held["sections"]]
    for told, figures in pairs:
        for name in FIGURES:
            value = getattr(figures, name)
            assert told[name] == four_places(value)
            assert told["exact"].get(name) == (None if value is None else str(value))
    assert Fraction(held["overall"]["exact"]["level"]).denominator > 1


def test_overall_figures_follow_from_the_practices_alone(held: dict[str, Any]) -> None:
    """So that whoever adds teams up needs nothing else."""
    counting = [one for one in held["practices"] if one["counts"]]
    shares = {one["id"]: Fraction(one["share_exact"]) for one in counting}
    exact = held["overall"]["exact"]

    assert sum(shares.values()) == 1
    assert sum(shares[one["id"]] * (one["level"] or 0) for one in counting) == Fraction(exact["low"])
    top = held["max_level"]
    levels = {one["id"]: top if one["level"] is None else one["level"] for one in counting}
    assert sum(shares[name] * level for name, level in levels.items()) == Fraction(exact["high"])
    assert sum(shares[one["id"]] * one["target"] for one in counting) == Fraction(exact["target"])


def test_like_for_like_needs_no_other_edition(session: Session, held: dict[str, Any]) -> None:
    first, second = session.editions.all
    found = compare(session.editions.assessment(first), session.editions.assessment(second)).like_for_like
    assert found is not None
    alike = [one for one in held["practices"] if one["same_words"]]
    weights = {one["id"]: Fraction(one["weight"]) for one in held["sections"]}
    of_section: dict[str, Fraction] = {}
    for one in alike:
        section = one["id"].partition(".")[0]
        of_section[section] = of_section.get(section, Fraction(0)) + Fraction(one["weight"])
    whole = sum(weights[section] for section in of_section)

    def mean(level: str) -> Fraction:
        total = Fraction(0)
        for one in alike:
            section = one["id"].partition(".")[0]
            said = one["level"] if level == "now" else one["before"]["level"]
            total += weights[section] / whole * Fraction(one["weight"]) / of_section[section] * said
        return total

    assert len(alike) == found.practices == held["like_for_like"]["practices"] > 10
    assert (mean("before"), mean("now")) == (found.before, found.after)
    assert Fraction(held["like_for_like"]["change"]) == found.change != 0


def test_names_of_people_stand_under_one_key_only(session: Session, held: dict[str, Any]) -> None:
    named = {one.owner for one in session.now.book.answers.values()} | {"Noor", "H. Lindqvist"}
    assert len(named - {""}) > 2

    def without_people(value: Any) -> Any:
        if isinstance(value, dict):
            free = ("text", "reason", "reference", "because")
            return {name: without_people(item) for name, item in value.items() if name != "people" and name not in free}
        return [without_people(item) for item in value] if isinstance(value, list) else value

    rest = json.dumps(without_people(held), ensure_ascii=False)
    assert not [name for name in named if name and f'"{name}"' in rest]
    assert {one["people"]["owner"] for one in held["practices"]} & named


def test_an_edition_of_the_same_questionnaire_adds_few_files_and_little(session: Session) -> None:
    """Beside guide, record, charts and sittings: at most 10 files and 100 KB."""
    [_, last] = session.editions.all
    besides = {"guide.md", "record.md"}
    added = [
        path
        for path in last.path.rglob("*")
        if path.is_file() and path.name not in besides and path.parent.name not in ("charts", "sittings")
    ]

    assert len(added) <= 10
    assert sum(path.stat().st_size for path in added) < 110_000
    assert len([path for path in session.folder.questionnaires_path.iterdir() if path.is_dir()]) == 1


@pytest.mark.parametrize(("people", "signed"), [("none", None), ("initials", ["N"])])
def test_names_are_shown_as_the_settings_say(tmp_path: Path, people: str, signed: list[str] | None) -> None:
    from levelbook.book.sealing.seal import seal
    from levelbook.core.answers.edits import Edit
    from support.small_book import BACKUPS, later, new_book

    session = new_book(tmp_path)
    settings = session.folder.settings_path
    settings.write_text(settings.read_text("utf-8").replace("# people", "people").replace('"initials"', f'"{people}"'))
    session = later(session)
    session.apply(BACKUPS, Edit(level=2, owner="Priya Shah"))
    edition = seal(session, "first", signed_by=["Noor"])

    held = json.loads((edition.path / "scorecard.json").read_text("utf-8"))
    assert (held["people"] and held["people"]["signed_by"]) == signed
    assert "Priya" not in json.dumps(held)
    [owner] = [one["people"] and one["people"]["owner"] for one in held["practices"] if one["id"] == BACKUPS]
    assert owner == (None if people == "none" else "PS")

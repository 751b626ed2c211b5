"""`questionnaire check` finds what goes stale or cannot be reached, each fault planted alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from levelbook.packs.check import check_questionnaire
from levelbook.packs.starter_files import starter
from support import version_1_0

DATA, MAIN, LAW = "sections/01-data.toml", "questionnaire.toml", "frameworks/law.toml"
RULES = "tailoring.toml"
LAW_TEXT = """\
key = "law"
name = "The Backup Act"
version = "2"
law = true
items = [
  { id = "Art. 1", title = "Copies" },
  { id = "Art. 2", title = "Tapes", retired = "version 2", successor = "Art. 1" },
  { id = "Art. 3", title = "Cards", retired = "version 2" },
]

[[duties]]
item = "Art. 1"
what = "Keep a copy."
from = 2026-08-02
checked_on = 2026-11-28
"""
TOP = "All systems are copied by machine, copies cannot be changed, and a missing one raises an alarm."
REFERENCES = '# references = ["iso-27001:A.8.13"]'
LEGAL = '# legal = ["gdpr:Art. 32"]'


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """A questionnaire without a fault: two sections, a framework, and an agreement between two criteria."""
    agreement = (
        '[[agreements]]\nbecause = "a copy has one who minds it"\nwords = ["one person"]\n'
        'criteria = ["data.backups.owner", "data.backups.elsewhere"]\n\n[[facts]]'
    )
    files = {**starter("small", "Small"), LAW: LAW_TEXT}
    files[MAIN] = files[MAIN].replace("[[facts]]", agreement, 1)
    files[DATA] = files[DATA].replace("Keep one copy outside", "Let one person keep a copy outside", 1)
    files[DATA] = files[DATA].replace(REFERENCES, 'references = ["law:Art. 1"]', 1)
    files[RULES] = files[RULES].replace(LEGAL, 'legal = ["law:Art. 1"]', 1)
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    assert problems(tmp_path) == []
    return tmp_path


def problems(folder: Path, *, wording: bool = True) -> list[str]:
    return [str(problem) for problem in check_questionnaire(folder, date(2026, 11, 28), wording=wording)]


def planted(folder: Path, name: str, there: str, instead: str) -> list[str]:
    """What is found once `instead` stands in the place of what is there."""
    path = folder / name
    text = path.read_text("utf-8")
    assert text.count(there) == 1, there
    path.write_text(text.replace(there, instead), "utf-8")
    return problems(folder)


@pytest.mark.parametrize(
    ("item", "remedy"), [("Art. 2", "Write “law:Art. 1” (Copies), if that is meant."), ("Art. 3", "Drop it.")]
)
def test_a_practice_that_cites_a_retired_id_is_named_with_its_successor(folder: Path, item: str, remedy: str) -> None:
    (found,) = planted(folder, DATA, "law:Art. 1", f"law:{item}")

    assert "references[0]: The Backup Act gave " + item + " up in version 2." in found
    assert found.endswith(remedy)


@pytest.mark.parametrize(
    ("named", "remedy"),
    [
        ("law:Art. 1(2)", "Cite what rules name of it: “law:Art. 1(2)”."),
        ("law:Art. 4", "Name Art. 1 in a rule, or drop it."),
    ],
)
def test_what_a_practice_cites_of_a_law_and_no_rule_names_is_named(folder: Path, named: str, remedy: str) -> None:
    items = '{ id = "Art. 1(2)", title = "A second copy" },\n  { id = "Art. 4", title = "Labels" },\n'
    law = folder / LAW
    law.write_text(law.read_text("utf-8").replace('  { id = "Art. 2"', f'  {items}  {{ id = "Art. 2"', 1), "utf-8")

    (found,) = planted(folder, RULES, 'legal = ["law:Art. 1"]', f'legal = ["{named}"]')

    assert "references[0]: No rule names “law:Art. 1” under `legal`" in found
    assert found.endswith(remedy)


def test_a_rule_that_names_a_whole_law_brings_in_all_that_practices_cite_of_it(folder: Path) -> None:
    assert planted(folder, RULES, 'legal = ["law:Art. 1"]', 'legal = ["law"]') == []


def test_a_duty_that_nobody_checked_is_named(folder: Path) -> None:
    (found,) = planted(folder, LAW, "checked_on = 2026-11-28\n", "")

    assert "duties[0]: Nothing says when somebody checked that “Art. 1” asks for this from that day." in found


@pytest.mark.parametrize("day", ["2 August 2026", "August 2026", "2026-08-02", "2026-08"])
def test_a_day_in_a_sentence_is_named(folder: Path, day: str) -> None:
    (found,) = planted(folder, DATA, "Disks fail, people", f"From {day} disks fail, people")

    assert "practices[0].why" in found and "is in a sentence" in found


@pytest.mark.parametrize(
    "text", ["The list of 2026 names", "Version 2026.09 names", "Rule 164.312 says that", "In May"]
)
def test_years_and_versions_are_no_days(folder: Path, text: str) -> None:
    assert planted(folder, DATA, "Disks fail, people", f"{text} disks fail, people") == []


FAILED = "All systems are copied by machine, and a store that lost a copy was replaced"


@pytest.mark.parametrize(
    "statement",
    [
        f"{FAILED}.",
        "All systems are copied by machine, and each route by which a copy got lost has been closed.",
        "All systems are copied by machine, and a vendor below our limit lost its contract.",
        "All systems are copied by machine, and what testers found changed how copies are made.",
    ],
)
def test_a_top_level_that_only_a_failure_can_prove_is_named(folder: Path, statement: str) -> None:
    (found,) = planted(folder, DATA, TOP, statement)

    assert "practices[0].levels[3].statement: This can only be true after something failed" in found


@pytest.mark.parametrize(
    "statement",
    [
        "Machines copy all systems, and a store that lost a copy was replaced, or two tries in a row found nothing.",
        "Outsiders fail twice to reach a copy, or the store that they reached was replaced.",
        "All systems are copied by machine, and a store that loses a copy is replaced.",
        "A restore was tried on every system within the year.",
    ],
)
def test_a_top_level_that_success_can_prove_is_not(folder: Path, statement: str) -> None:
    assert planted(folder, DATA, TOP, statement) == []


def test_what_a_provider_does_need_not_have_failed_either(folder: Path) -> None:
    top = "Somebody here tested it, and the provider changed something because of the result."
    there = (folder / MAIN).read_text("utf-8").split("[[inherited_scale]]")[-1].split('statement = "')[1].split('"')[0]

    (found,) = planted(folder, MAIN, there, top)

    assert "inherited_scale[3].statement: This can only be true after something failed" in found


def test_a_lower_level_may_tell_of_a_failure(folder: Path) -> None:
    lower = "Somebody copies what they think of, when they think of it."

    assert planted(folder, DATA, lower, "Somebody makes copies since a disk was lost and its store was replaced.") == []


def test_the_first_version_of_the_shipped_questionnaire_had_such_levels_in_half_its_practices() -> None:
    found = [problem for problem in problems(version_1_0.FOLDER) if "only be true after something failed" in problem]

    assert len(found) == 34, "33 of practices, and that of what a provider does"


def test_a_criterion_that_leaves_an_agreement_is_named_with_the_other(folder: Path) -> None:
    (found,) = planted(folder, DATA, "Name one person who notices", "Name a team that notices")

    assert "criteria[1].text: This does not say “one person”, and so contradicts data.backups.elsewhere" in found
    assert "a copy has one who minds it." in found


def test_an_agreement_about_a_criterion_that_is_not_there_is_named(folder: Path) -> None:
    (found,) = planted(folder, MAIN, '"data.backups.owner"', '"data.backups.owners"')

    assert "agreements[0].criteria[0]: There is no criterion “data.backups.owners”." in found
    assert "Did you mean “data.backups.owner”?" in found


def test_matters_of_upkeep_keep_nobody_from_using_a_questionnaire(folder: Path) -> None:
    assert len(planted(folder, DATA, TOP, f"{FAILED}.")) == 1

    assert problems(folder, wording=False) == []

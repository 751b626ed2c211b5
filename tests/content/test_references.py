"""What the shipped questionnaire refers to: ids that stand, and titles as their issuers have them today."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from levelbook.packs.companions import read_frameworks
from levelbook.packs.read import read_questionnaire
from support import REPOSITORY

FOLDER = REPOSITORY / "questionnaires" / "genai-security"
QUESTIONNAIRE = read_questionnaire(FOLDER)
FRAMEWORKS = read_frameworks(FOLDER)


def cited() -> Iterator[tuple[str, str]]:
    """Every reference of a practice or a rule, with whose it is."""
    for name, practice in QUESTIONNAIRE.practices.items():
        yield from ((name, reference) for reference in (*practice.references, *practice.threats))
    for rule in QUESTIONNAIRE.rules:
        yield from ((f"rule “{rule.because}”", reference) for reference in (*rule.references, *rule.legal))


def test_nothing_refers_to_an_id_that_its_issuer_gave_up() -> None:
    retired = {f"{key}:{item.id}" for key, framework in FRAMEWORKS.items() for item in framework.items if item.retired}

    assert retired, "what ATLAS 2026.07 gave up is kept for books that cite it"
    assert [(name, reference) for name, reference in cited() if reference in retired] == []


def test_what_atlas_gave_up_leads_to_what_took_its_place() -> None:
    atlas = FRAMEWORKS["mitre-atlas"]
    titled = {key: atlas.titled(atlas.by_id[key]) for key in ("AML.T0019", "AML.T0058", "AML.T0104")}

    assert titled == {
        "AML.T0019": "Publish Poisoned Datasets"
        " (retired in 2026.07, now AML.T0115.000 Publish Poisoned AI Artifacts: Datasets)",
        "AML.T0058": "Publish Poisoned Models"
        " (retired in 2026.07, now AML.T0115.001 Publish Poisoned AI Artifacts: Models)",
        "AML.T0104": "Publish Poisoned AI Agent Tool"
        " (retired in 2026.07, now AML.T0115.002 Publish Poisoned AI Artifacts: AI Agent Tools)",
    }


def test_every_successor_stands() -> None:
    for framework in FRAMEWORKS.values():
        for item in framework.items:
            assert not item.successor or not framework.by_id[item.successor].retired, item.id


def test_the_readme_counts_the_frameworks_to_which_practices_refer() -> None:
    named = {
        reference.partition(":")[0]
        for practice in QUESTIONNAIRE.practices.values()
        for reference in (*practice.references, *practice.threats)
    }
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")

    assert re.findall(r"The practices refer to (\d+) frameworks", readme) == [str(len(named))]


def test_nothing_is_kept_to_which_neither_a_practice_nor_a_rule_refers() -> None:
    assert set(FRAMEWORKS) == {reference.partition(":")[0] for _, reference in cited()}


def test_every_framework_says_when_its_version_was_published_and_when_it_was_read() -> None:
    undated = {key for key, framework in FRAMEWORKS.items() if not framework.version_date}

    assert undated == {"technical-standards"}, "a list of single standards, each with its own version"
    assert all(framework.retrieved for framework in FRAMEWORKS.values())


def test_aisvs_has_as_many_requirements_as_its_issuer_counts() -> None:
    """By chapter, without the one that 1.01 took out: 213 and, in Appendix C, 69."""
    standing = [
        item.id
        for item in FRAMEWORKS["owasp-aisvs"].items
        if item.unknown.get("kind") == "requirement" and not item.retired
    ]
    counted = Counter(key.split(".")[0] for key in standing)

    assert counted.pop("AC") == 69
    assert list(counted.values()) == [13, 12, 15, 14, 11, 7, 14, 11, 37, 39, 19, 21]


def test_what_a_file_took_the_place_of_is_no_file_any_more() -> None:
    replaced = [key for framework in FRAMEWORKS.values() for key in framework.replaces]

    assert set(replaced) == {"owasp-aisvs-1.0", "google-saif", "owasp-samm"}
    assert not set(replaced) & set(FRAMEWORKS)


def test_an_item_stands_below_one_that_is_there() -> None:
    for framework in FRAMEWORKS.values():
        for item in framework.items:
            parent = item.unknown.get("parent")
            assert parent is None or parent in framework.by_id, item.id

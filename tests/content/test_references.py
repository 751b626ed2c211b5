"""What the shipped questionnaire refers to: ids that stand, and titles as their issuers have them today."""

from __future__ import annotations

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

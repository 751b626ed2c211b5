"""This module reads NIST's Cybersecurity Framework 2.0 from the OSCAL catalog (JSON) that NIST publishes.

A subcategory is a practice; its level is the tier that it is done at, 1 to 4. What was answered is the current
profile. The targets are the target profile: a fact for each function says which tier the team aims for in it, and a
subcategory may have a higher target of its own. NIST sums nothing up: means of subcategories are levelbook's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from levelbook.core.errors import FileIsWrong
from levelbook.core.text.cleaning import valid_id, with_full_stop, without_full_stop
from levelbook.packs.files import shown
from levelbook.packs.published_models.published_json import table_of
from levelbook.packs.published_models.published_yaml import Table
from levelbook.packs.questionnaire_files import Imported, ScaleStep, as_files, slug

SOURCE: Final = "NIST Cybersecurity Framework 2.0, https://github.com/usnistgov/oscal-content"
LICENCE: Final = "public domain (NIST)"
TIERS: Final = ("Partial", "Risk informed", "Repeatable", "Adaptive")
SCALE: Final = (
    ScaleStep("Tier 1: Partial", "It is done as the case arises, if at all.", "asserted"),
    ScaleStep("Tier 2: Risk informed", "It is done with risks in mind, and not everywhere the same.", "asserted"),
    ScaleStep("Tier 3: Repeatable", "It is policy, done the same everywhere, and looked at again.", "documented"),
    ScaleStep("Tier 4: Adaptive", "It is measured, and changes with what was learned and what may come.", "sampled"),
)


CSF_2_0: Final = "CSF_2_0_0"
SUBCATEGORIES: Final = 106
"""The number in CSF 2.0. Catalog 1.0.0 also has those of CSF 1.1, and does not mark them as withdrawn."""


def read(path: Path) -> dict[str, str]:
    """Turn the catalog into the files of a questionnaire: path to text. Raises FileIsWrong, with the key."""
    catalog = table_of(path).table("catalog")
    _must_say_what_is_withdrawn(catalog, path)
    version = catalog.table("metadata").text("version", required=False)
    nodes: list[dict[str, Any]] = [
        {"id": "csf", "title": "NIST CSF 2.0", "aggregation": "mean-of-questions", "range": [1, 4]}
    ]
    questions: list[dict[str, Any]] = []
    sections: list[dict[str, Any]] = []
    for function in catalog.tables("groups"):
        section = _id(function, "id")
        title = function.text("title").capitalize()
        practices: list[dict[str, Any]] = []
        categories: list[dict[str, Any]] = []
        for category in _in_force(function):
            within = _id(category, "id")
            kept = [_practice(one) for one in _in_force(category)]
            categories += [_node(within, category, section)] if kept else []
            practices += kept
            questions += [
                {"practice": f"{section}.{one['id']}", "within": within, "answers": "tiers", "source_id": one["title"]}
                for one in kept
            ]
        if practices:
            nodes += [{**_node(section, function, "csf"), "title": title}, *categories]
            sections.append({"id": section, "title": title, "practices": practices})
    if not sections:
        raise FileIsWrong.one(
            "This catalog has no subcategory that is in force.", path=shown(path), key="catalog.groups"
        )
    return as_files(
        Imported(
            id="nist-csf-2",
            title="NIST CSF 2.0",
            subject="our systems",
            licence=LICENCE,
            source=f"{SOURCE}, version {version}" if version else SOURCE,
            scale=SCALE,
            default_target=0,
            sections=sections,
            facts=[_target_tier(section) for section in sections],
            rules=[rule for section in sections for rule in _target_rules(section)],
            scoring={
                "name": "CSF tier",
                "source": SOURCE,
                "blank": "range",
                "decimals": 1,
                "answer_sets": [{"id": "tiers", "values": [1, 2, 3, 4], "labels": list(TIERS)}],
                "nodes": nodes,
                "questions": questions,
            },
        )
    )


def _target_tier(section: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fact for the tier that the team aims for in a function."""
    choices = [{"id": f"tier-{tier}", "label": f"Tier {tier}: {name}"} for tier, name in enumerate(TIERS, start=1)]
    question = f"Which tier do you aim for in {section['title']}?"
    return {"id": f"target-{section['id']}", "question": question, "choices": choices}


def _target_rules(section: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Return the rules that set targets from this fact; tier 1 needs no rule."""
    for level, name in enumerate(TIERS[1:], start=1):
        yield {
            "when": {f"target-{section['id']}": [f"tier-{level + 1}"]},
            "because": f"you aim for tier {level + 1} ({name}) in {section['title']}",
            "floor": [{"level": level, "practices": [section["id"]]}],
        }


def _in_force(above: Table) -> list[Table]:
    """Return the direct children that were not withdrawn, in the catalog's numbering."""
    if "controls" not in above.values:
        return []
    kept = [one for one in above.tables("controls") if _prop(one, "status") != "withdrawn"]
    return sorted(kept, key=lambda one: _prop(one, "sort-id"))


def _must_say_what_is_withdrawn(catalog: Table, path: Path) -> None:
    if _prop(catalog.table("metadata"), "framework-version-identifier") != CSF_2_0:
        return
    count = sum(len(_in_force(category)) for function in catalog.tables("groups") for category in _in_force(function))
    if count > SUBCATEGORIES:
        raise FileIsWrong.one(
            f"CSF 2.0 has {SUBCATEGORIES} subcategories, and in this catalog {count} are in force: it does not say "
            "which ones of CSF 1.1 are withdrawn.",
            path=shown(path),
            key="catalog.groups",
            remedy="NIST's catalog says so from its version 1.2.0 on: take that, or a later one.",
        )


def _prop(control: Table, name: str) -> str:
    props = control.tables("props") if control.values.get("props") else []
    return next((prop.text("value") for prop in props if prop.text("name") == name), "")


def _id(table: Table, key: str) -> str:
    found = slug(table.text(key))
    if not valid_id(found):
        raise table.wrong(key, "No id can be made from this.")
    return found


def _node(name: str, table: Table, within: str) -> dict[str, Any]:
    return {
        "id": name,
        "title": f"{table.text('title')} ({table.text('id')})",
        "aggregation": "mean-of-questions",
        "within": within,
        "range": [1, 4],
        "source_id": table.text("id"),
    }


def _practice(subcategory: Table) -> dict[str, Any]:
    parts = subcategory.tables("parts")
    outcome = next((part.text("prose") for part in parts if part.text("name") == "statement"), "")
    examples = [part.text("prose") for part in parts if part.text("name") == "example"]
    if not outcome:
        raise subcategory.wrong("parts", "A statement is missing here.")
    named = without_full_stop(outcome)
    return {
        "id": _id(subcategory, "id"),
        "title": subcategory.text("id"),
        "rule": f"See to it that {named[:1].lower()}{named[1:]}.",
        "question": f"At which tier is it true that {named[:1].lower()}{named[1:]}?",
        "ask": [with_full_stop(f"For example: {one}") for one in examples],
        "impact": 2,
        "levels": [{"level": level, "statement": f"{step.name}. {step.meaning}"} for level, step in enumerate(SCALE)],
    }

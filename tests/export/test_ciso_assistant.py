"""The library is what CISO Assistant's loader asks for, read as YAML as it does, and the audit leads to its nodes."""

from __future__ import annotations

import csv
import io
from typing import Any

import yaml  # type: ignore[import-untyped]
from hypothesis import given, settings

from levelbook.core.assessment.assessment import Assessment
from levelbook.export.ciso_assistant import AUDIT_HEADS
from levelbook.export.registry import FORMATS
from support import bank
from support.any_assessments import assessments
from support.builders import a_book, an_assessment, tiny_questionnaire, without_meanings
from support.export_sources import source_of

RESULTS = {"not_assessed", "partially_compliant", "non_compliant", "compliant", "not_applicable"}


def library(assessment: Assessment) -> Any:
    return yaml.safe_load(FORMATS["ciso-assistant"].export(source_of(assessment)))


def audit(assessment: Assessment) -> list[dict[str, str]]:
    text = FORMATS["ciso-assistant-audit"].export(source_of(assessment)).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@settings(max_examples=40, deadline=None)
@given(assessment=assessments())
def test_any_questionnaire_is_a_library_that_the_loader_takes(assessment: Assessment) -> None:
    found = library(assessment)

    framework = found["objects"]["framework"]
    assert {"urn", "locale", "ref_id", "name", "version", "provider", "packager"} <= set(found)
    assert isinstance(found["version"], int) and found["version"] > 0
    assert 0 <= framework["min_score"] < framework["max_score"] == assessment.questionnaire.max_level
    assert [step["score"] for step in framework["scores_definition"]] == list(range(framework["max_score"] + 1))
    nodes = framework["requirement_nodes"]
    urns = [node["urn"] for node in nodes]
    assert len(set(urns)) == len(urns) and all(urn == urn.lower() for urn in urns)
    assert {node["parent_urn"] for node in nodes if node["assessable"]} <= set(urns)
    assert [node["ref_id"] for node in nodes if node["assessable"]] == list(assessment.questionnaire.practices)


@settings(max_examples=40, deadline=None)
@given(assessment=assessments())
def test_any_audit_leads_to_the_nodes_of_the_library(assessment: Assessment) -> None:
    rows = audit(assessment)

    nodes = {node["urn"]: node for node in library(assessment)["objects"]["framework"]["requirement_nodes"]}
    assert list(rows[0]) == list(AUDIT_HEADS)
    for row, (name, one) in zip(rows, assessment.scorecard.practices.items(), strict=True):
        assert nodes[row["urn"]]["ref_id"] == row["ref_id"] == name
        assert row["score"] == (str(one.level) if one.settled else "")
        assert row["compliance_result"] in RESULTS
        assert (row["compliance_result"] == "compliant") == (one.settled and not one.gap)
        assert (row["compliance_result"] == "not_assessed") == (one.counts and not one.settled)


def test_a_level_without_a_meaning_has_an_empty_description() -> None:
    """CISO Assistant's pages take every description of a score for a text."""
    questionnaire = without_meanings(tiny_questionnaire(1, 1))

    framework = library(an_assessment(questionnaire, a_book(questionnaire)))["objects"]["framework"]

    assert [step["description"] for step in framework["scores_definition"]] == [""] * 5
    assert [step["name"] for step in framework["scores_definition"]] == [f"Level {level}" for level in range(5)]


def test_the_texts_of_a_real_questionnaire_come_through_yaml_as_they_are() -> None:
    assessment = bank.assessments()[-1]

    nodes = {node["ref_id"]: node for node in library(assessment)["objects"]["framework"]["requirement_nodes"]}

    for name, practice in assessment.questionnaire.practices.items():
        assert nodes[name]["name"] == practice.title
        assert nodes[name]["description"] == f"{practice.rule}\n\n{practice.question}"
    assert library(assessment)["version"] == 10100

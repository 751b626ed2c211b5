"""Gemara's own models read the evaluation log, and its words say what the book says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings

from levelbook.core.assessment.assessment import Assessment
from levelbook.export.registry import FORMATS
from levelbook.words.practice_state import next_work_words
from support import bank
from support.any_assessments import assessments
from support.export_sources import source_of


def written(assessment: Assessment) -> Any:
    return json.loads(FORMATS["gemara"].export(source_of(assessment)))


def read_by_gemara(document: Any) -> None:
    """Read the document with gemara-python; its model of an evaluation leaves the logs to whoever looks at them."""
    pytest.importorskip("gemara.v1")
    from gemara.v1 import AssessmentLog, EvaluationLog, loads

    read = loads(json.dumps(document))
    assert isinstance(read, EvaluationLog)
    for evaluation in document["evaluations"]:
        for log in evaluation["assessment-logs"]:
            AssessmentLog.model_validate(log)


def must_hold(document: Any) -> None:
    """The rules of Gemara that its models leave to CUE."""
    declared = {reference["id"] for reference in document["metadata"]["mapping-references"]}
    pieces = []
    for evaluation in document["evaluations"]:
        for log in evaluation["assessment-logs"]:
            assert log["requirement"]["reference-id"] == evaluation["control"]["reference-id"]
            assert "start" in log or log["result"] in ("Not Run", "Unknown", "Not Applicable")
            pieces += log.get("evidence", [])
    assert {piece["source"]["reference-id"] for piece in pieces} <= declared
    assert len({piece["id"] for piece in pieces}) == len(pieces)


@settings(max_examples=40, deadline=None)
@given(assessment=assessments())
def test_any_book_is_read_and_its_rules_hold(assessment: Assessment) -> None:
    document = written(assessment)

    read_by_gemara(document)
    must_hold(document)
    results = {one["control"]["entry-id"]: one["result"] for one in document["evaluations"]}
    for name, one in assessment.scorecard.practices.items():
        if not one.counts:
            assert results[name] == "Not Applicable"
        elif one.settled:
            assert results[name] == ("Failed" if one.gap else "Passed")
        else:
            assert results[name] == ("Unknown" if one.status == "unsure" else "Not Run")


@settings(max_examples=40, deadline=None)
@given(assessment=assessments())
def test_confidence_is_in_what_evidence_proves_and_only_the_roadmap_recommends(assessment: Assessment) -> None:
    following = {gap.score.id: next_work_words(gap) for gap in assessment.roadmap}
    for evaluation in written(assessment)["evaluations"]:
        name, [log] = evaluation["control"]["entry-id"], evaluation["assessment-logs"]
        one = assessment.scorecard.practices[name]
        assert (log["confidence-level"] in ("High", "Medium")) == one.has_proof
        assert log.get("recommendation", "") == following.get(name, "")
        if one.accepted_holds and not one.answer.open_steps:
            assert "recommendation" not in log


def test_a_level_stands_in_the_message() -> None:
    assessment = bank.assessments()[-1]
    document = written(assessment)
    read_by_gemara(document)
    must_hold(document)

    messages = {one["control"]["entry-id"]: one["message"] for one in document["evaluations"]}

    for name, one in assessment.scorecard.practices.items():
        if one.settled:
            assert messages[name].startswith(f"Level {one.level} ") and f"the target is {one.target}." in messages[name]
    assert document["result"] == "Failed"

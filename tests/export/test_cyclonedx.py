"""CycloneDX's own validator takes what is written, and every reference in it leads to something."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings

from levelbook.core.answers.answers import Answer
from levelbook.core.assessment.assessment import Assessment
from levelbook.export.registry import FORMATS
from support import bank
from support.any_assessments import assessments
from support.builders import a_book, an_assessment, tiny_questionnaire, without_meanings
from support.export_sources import source_of

VERSIONS = {"cyclonedx": "1.7", "cyclonedx-1.6": "1.6"}


def written(assessment: Assessment, name: str) -> Any:
    return json.loads(FORMATS[name].export(source_of(assessment)))


def faults(document: Any, version: str) -> Any:
    """What CycloneDX's validator says; skipped where it is not installed."""
    pytest.importorskip("cyclonedx")
    from cyclonedx.exception import MissingOptionalDependencyException
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    try:
        return JsonStrictValidator(SchemaVersion.from_version(version)).validate_str(json.dumps(document))
    except MissingOptionalDependencyException:
        pytest.skip("the validator's own dependencies are not installed: cyclonedx-python-lib[json-validation]")


def referred(document: Any) -> Iterator[str]:
    declared = document["declarations"]
    for attestation in declared["attestations"]:
        yield attestation["assessor"]
        for mapped in attestation["map"]:
            yield mapped["requirement"]
            yield from mapped["claims"]
    for claim in declared.get("claims", []):
        yield claim["target"]
        yield from claim.get("evidence", [])
    for standard in document["definitions"]["standards"]:
        yield from (one["parent"] for one in standard["requirements"] if "parent" in one)


def names(shape: Any) -> Iterator[str]:
    if isinstance(shape, dict):
        yield from ([shape["bom-ref"]] if "bom-ref" in shape else [])
        shape = list(shape.values())
    if isinstance(shape, list):
        for held in shape:
            yield from names(held)


@pytest.mark.parametrize("name", VERSIONS)
@settings(max_examples=15, deadline=None)
@given(assessment=assessments())
def test_any_book_is_valid_and_every_reference_leads_somewhere(assessment: Assessment, name: str) -> None:
    document = written(assessment, name)

    assert faults(document, VERSIONS[name]) is None
    there = list(names(document))
    assert len(there) == len(set(there))
    assert set(referred(document)) <= set(there)


@pytest.mark.parametrize("name", VERSIONS)
def test_a_real_team_claims_what_it_answered_with_its_evidence(name: str) -> None:
    assessment = bank.assessments()[-1]

    document = written(assessment, name)

    assert faults(document, VERSIONS[name]) is None
    settled = {practice: one for practice, one in assessment.scorecard.practices.items() if one.settled}
    [attestation] = document["declarations"]["attestations"]
    mapped = {one["requirement"].removeprefix("requirement:"): one for one in attestation["map"]}
    assert set(mapped) == set(settled), "what is open has no claim"
    for practice, one in settled.items():
        conformance = min(one.low, one.target) / one.target if one.target else 1
        confidence = (one.evidenced or 0) / one.low if one.low else 1
        assert mapped[practice]["conformance"]["score"] == pytest.approx(conformance, abs=0.0001)
        assert mapped[practice]["confidence"]["score"] == pytest.approx(confidence, abs=0.0001)
        rationale = mapped[practice]["confidence"]["rationale"]
        assert f"; level {one.evidenced or 0} " in rationale, "the words name the level that the score is made of"
    claims = {claim["bom-ref"]: claim for claim in document["declarations"]["claims"]}
    for practice, one in settled.items():
        assert len(claims[f"claim:{practice}"].get("evidence", [])) == len(one.answer.evidence)


def test_the_validator_refuses_what_is_wrong() -> None:
    document = written(bank.assessments()[-1], "cyclonedx")
    document["declarations"]["attestations"][0]["map"][0]["conformance"]["score"] = 1.5

    assert faults(document, "1.7") is not None


@pytest.mark.parametrize("name", VERSIONS)
def test_a_level_without_a_meaning_has_no_description(name: str) -> None:
    questionnaire = without_meanings(tiny_questionnaire(1, 1))

    document = written(an_assessment(questionnaire, a_book(questionnaire, {"s1.p1": Answer(level=1)})), name)

    assert faults(document, VERSIONS[name]) is None
    [standard] = document["definitions"]["standards"]
    assert [set(level) for level in standard["levels"]] == [{"bom-ref", "identifier", "title"}] * 5


def test_a_note_is_said_to_be_one_and_cannot_pass_for_an_accepted_risk() -> None:
    questionnaire = tiny_questionnaire(1, 1)
    note = "The risk is accepted until 3 May 2027: it is fine."
    current = an_assessment(questionnaire, a_book(questionnaire, {"s1.p1": Answer(level=1, note=note)}))

    [claim] = written(current, "cyclonedx")["declarations"]["claims"]

    assert claim["reasoning"] == f"Note: {note}"

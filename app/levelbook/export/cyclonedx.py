"""This module writes a book as CycloneDX attestations, for tools of the supply chain.

The questionnaire is a standard with its requirements; an answer is a claim about the system, with the evidence that
backs it. Its conformance is the level as a share of the target, at most 1, and its confidence the share of the level
that is proven. What is open has no claim. Every reference leads to something in the file.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from levelbook import __version__
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.review import statement_as_answered
from levelbook.core.questionnaire.questionnaire import Practice, Section
from levelbook.core.text.cleaning import spoken_day, start_of_day
from levelbook.core.text.json_text import json_text
from levelbook.core.text.rounding import four_places
from levelbook.export.source import ExportSource
from levelbook.words.standing import standing_words

SYSTEM: Final = "system"
ASSESSOR: Final = "assessor"
STANDARD: Final = "standard"

Shape = dict[str, Any]


def version_1_7(source: ExportSource) -> bytes:
    """Return attestations as CycloneDX 1.7 has them."""
    return _document(source, "1.7")


def version_1_6(source: ExportSource) -> bytes:
    """Return attestations as CycloneDX 1.6 has them."""
    return _document(source, "1.6")


def _document(source: ExportSource, version: str) -> bytes:
    now = source.assessment
    claimed = [one for one in now.scorecard.counting if one.settled]
    name = "\n".join((now.questionnaire.id, source.team, now.name, now.on.isoformat()))
    system = {"type": "application", "bom-ref": SYSTEM, "name": source.about or source.team}
    declared = {
        "assessors": [{"bom-ref": ASSESSOR, "thirdParty": False, "organization": {"name": source.team}}],
        "attestations": [
            {"summary": standing_words(now), "assessor": ASSESSOR, "map": [_mapped(one, source) for one in claimed]}
        ],
        "claims": [_claim(one, source) for one in claimed],
        "evidence": [piece for one in claimed for piece in _evidence(one, source)],
        "targets": {"components": [system]},
    }
    document = {
        "$schema": f"http://cyclonedx.org/schema/bom-{version}.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": version,
        "serialNumber": uuid5(NAMESPACE_URL, f"urn:levelbook:cyclonedx\n{name}").urn,
        "version": 1,
        "metadata": {
            "timestamp": start_of_day(now.on),
            "tools": {"components": [{"type": "application", "name": "levelbook", "version": __version__}]},
        },
        "definitions": {"standards": [_standard(source)]},
        "declarations": {key: held for key, held in declared.items() if held},
    }
    return json_text(document).encode("utf-8")


def _standard(source: ExportSource) -> Shape:
    known = source.assessment.questionnaire
    requirements: list[Shape] = []
    for section in known.sections:
        requirements.append(_chapter(section))
        requirements += [_requirement(practice) for practice in section.practices]
    return {
        "bom-ref": STANDARD,
        "name": known.title,
        "version": known.version,
        "requirements": requirements,
        "levels": [
            {
                "bom-ref": f"level:{step.level}",
                "identifier": str(step.level),
                "title": step.name,
                **({"description": step.meaning} if step.meaning else {}),
            }
            for step in known.scale
        ],
    }


def _chapter(section: Section) -> Shape:
    text = {"text": section.summary} if section.summary else {}
    return {"bom-ref": f"requirement:{section.id}", "identifier": section.id, "title": section.title, **text}


def _requirement(practice: Practice) -> Shape:
    return {
        "bom-ref": f"requirement:{practice.id}",
        "identifier": practice.id,
        "title": practice.title,
        "text": practice.rule,
        "descriptions": [practice.question],
        "parent": f"requirement:{practice.section}",
    }


def _mapped(one: PracticeScore, source: ExportSource) -> Shape:
    level = f"Level {source.assessment.questionnaire.scale[one.low].number_and_name}"
    return {
        "requirement": f"requirement:{one.id}",
        "claims": [f"claim:{one.id}"],
        "conformance": {
            "score": _share(min(one.low, one.target), one.target),
            "rationale": f"{level}; the target is {one.target}.",
        },
        "confidence": {
            "score": _share(one.evidenced or 0, one.low),
            "rationale": f"{level} is claimed; {_proven_words(one)}.",
        },
    }


def _proven_words(one: PracticeScore) -> str:
    """Say what the confidence is made of: the level that is proven, or the one that counts without evidence."""
    if one.has_proof:
        return f"level {one.evidenced} is proven"
    above = ", and no level above it is proven" if one.unproven_levels else ""
    return f"level {one.evidenced or 0} needs no evidence{above}"


def _claim(one: PracticeScore, source: ExportSource) -> Shape:
    accepted = one.answer.accepted if one.accepted_holds else None
    reasoning = f"Note: {one.answer.note}" if one.answer.note else ""
    if accepted:
        reasoning = f"The risk is accepted until {spoken_day(accepted.until)}: {accepted.reason}"
    claim = {
        "bom-ref": f"claim:{one.id}",
        "target": SYSTEM,
        "predicate": statement_as_answered(source.assessment.questionnaire, one),
        "reasoning": reasoning,
        "evidence": [piece["bom-ref"] for piece in _evidence(one, source)],
    }
    return {key: held for key, held in claim.items() if held}


def _evidence(one: PracticeScore, source: ExportSource) -> list[Shape]:
    judge = source.assessment.scorecard.judge
    found: list[Shape] = []
    for number, piece in enumerate(one.answer.all_evidence, start=1):
        until = judge.valid_until(piece)
        shape = {
            "bom-ref": f"evidence:{one.id}:{number}",
            "propertyName": piece.kind,
            "description": piece.reference,
            "created": start_of_day(piece.seen_on) if piece.seen_on else "",
            "expires": f"{until.isoformat()}T23:59:59Z" if until else "",
        }
        found.append({key: held for key, held in shape.items() if held})
    return found


def _share(of: int, whole: int) -> float:
    return four_places(Fraction(of, whole)) or 0.0 if whole else 1.0

"""This module writes what CISO Assistant takes: the questionnaire as a library, and the answers as an audit to import.

The library is JSON in a file that its loader reads as YAML. Its framework is scored by our levels, and CISO Assistant
computes figures of its own from them. The audit is the table of its data import (a CSV file), by the same ids.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from levelbook.core.answers.answers import Answer
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.questionnaire.external_names import ciso_assistant_urn, requirement_urn
from levelbook.core.questionnaire.questionnaire import Practice, Questionnaire
from levelbook.core.text.json_text import json_text
from levelbook.export.csv import table
from levelbook.export.source import ExportSource

AUDIT_HEADS = (
    *("urn", "assessable", "ref_id", "name", "description"),
    *("compliance_result", "requirement_progress", "score", "observations"),
)
DOCUMENTATION_HEADS = ("implementation_score", "documentation_score")
"""The two scores that it takes together; where documentation has none, it takes `score`."""

Shape = dict[str, Any]


def library(source: ExportSource) -> bytes:
    """Return the questionnaire as a library with one framework."""
    known = source.assessment.questionnaire
    about = {
        "ref_id": known.id,
        "name": known.title,
        "description": f"{known.title} {known.version}, as levelbook asks it.",
    }
    framework = {
        "urn": ciso_assistant_urn(known.id, "framework"),
        **about,
        "min_score": 0,
        "max_score": known.max_level,
        "scores_definition": [
            {"score": step.level, "name": step.name, "description": step.meaning} for step in known.scale
        ],
        "requirement_nodes": list(_nodes(known)),
    }
    content = {
        "urn": ciso_assistant_urn(known.id, "library"),
        "locale": "en",
        **about,
        "copyright": known.licence or "see the questionnaire",
        "version": _whole_version(known.version),
        "publication_date": source.assessment.on.isoformat(),
        "provider": "levelbook",
        "packager": "levelbook",
        "objects": {"framework": framework},
    }
    return json_text(content).encode("utf-8")


def audit(source: ExportSource) -> bytes:
    """Return the answers as the table that its data import takes into an audit of that framework."""
    now = source.assessment
    known, scores = now.questionnaire, now.scorecard.practices
    beside = _documentation_of(known)
    implementation = [one for one in scores.values() if one.id not in beside.values()]
    rows = [_row(one, known) for one in implementation]
    if not beside:
        return table(AUDIT_HEADS, rows)
    both = [_both_scores(one, scores[beside[one.id]] if one.id in beside else None) for one in implementation]
    return table((*AUDIT_HEADS, *DOCUMENTATION_HEADS), [(*row, *two) for row, two in zip(rows, both, strict=True)])


def _documentation_of(known: Questionnaire) -> Mapping[str, str]:
    return known.scoring_model.documentation_of if known.scoring_model else {}


def _whole_version(version: str) -> int:
    """Return a version as the whole number that CISO Assistant compares: 1.2.3 is 10203."""
    parts = [int(part) if part.isascii() and part.isdigit() else 0 for part in version.split(".")[:3]]
    major, minor, patch = (*parts, 0, 0, 0)[:3]
    return max(1, major * 10_000 + min(minor, 99) * 100 + min(patch, 99))


def _nodes(known: Questionnaire) -> Iterator[Shape]:
    documentation = set(_documentation_of(known).values())
    for section in known.sections:
        node = {
            "urn": ciso_assistant_urn(known.id, "req_node", section.id),
            "assessable": False,
            "depth": 1,
            "ref_id": section.id,
            "name": section.title,
        }
        yield node | ({"description": section.summary} if section.summary else {})
        for practice in section.practices:
            if practice.id not in documentation:
                yield _requirement(known, practice)


def _requirement(known: Questionnaire, practice: Practice) -> Shape:
    levels = [
        f"{step.level} {step.name}: {level.statement}" for step, level in zip(known.scale, practice.levels, strict=True)
    ]
    evidence = [piece for level in practice.levels for piece in level.evidence]
    node = {
        "urn": requirement_urn(known.id, practice.id),
        "assessable": True,
        "depth": 2,
        "parent_urn": ciso_assistant_urn(known.id, "req_node", practice.section),
        "ref_id": practice.id,
        "name": practice.title,
        "description": f"{practice.rule}\n\n{practice.question}",
        "annotation": "\n".join(levels),
    }
    return node | ({"typical_evidence": "\n".join(f"- {piece}" for piece in evidence)} if evidence else {})


def _row(one: PracticeScore, known: Questionnaire) -> tuple[str, ...]:
    progress = "done" if one.settled or not one.counts else "in_progress" if one.status == "unsure" else "to_do"
    about = (requirement_urn(known.id, one.id), "true", one.id, one.practice.title, one.practice.rule)
    return (*about, _result(one), progress, _score(one), _observations(one.answer))


def _observations(answer: Answer) -> str:
    """Return the reason why it is not applicable, on a line of its own, and the note."""
    return "\n".join(filter(None, (answer.not_applicable, answer.note)))


def _both_scores(one: PracticeScore, documentation: PracticeScore | None) -> tuple[str, str]:
    """The scores of implementation and documentation. It takes them together, and `score` where one is missing."""
    if documentation is None:
        return ("", "")
    return _score(one), _score(documentation)


def _score(one: PracticeScore) -> str:
    return str(one.level) if one.settled else ""


def _result(one: PracticeScore) -> str:
    if not one.counts:
        return "not_applicable"
    if not one.settled:
        return "not_assessed"
    if not one.gap:
        return "compliant"
    return "partially_compliant" if one.level else "non_compliant"

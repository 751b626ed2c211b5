"""This module writes a book in NIST's OSCAL: assessment results, the questionnaire as catalog, the team's profile.

levelbook               OSCAL
----------------------  -----------------------------------------------------------------------------------
a section, a practice   a group, a control; its rule is the statement, its question the assessment objective
a level's statement     a part `item` of the statement, with the level as a prop; its criteria are parts of it
the team's facts        the profile: which practices apply, and the target of each as a prop
an answer with a level  a finding: satisfied where the target is met; level, range, proven level and exceptions as
                        props
an open answer          no finding: the result's remarks name it
a piece of evidence     an observation that the finding relates to

Every id is the same each time: uuids are of version 5, made from ids of the questionnaire and the team's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from levelbook.core.answers.answers import Evidence
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.review import statement_as_answered
from levelbook.core.questionnaire.external_names import OSCAL_NAMESPACE, oscal_token
from levelbook.core.questionnaire.questionnaire import Practice, PracticeLevel, Section
from levelbook.core.text.cleaning import spoken_day, start_of_day
from levelbook.core.text.json_text import json_text
from levelbook.core.text.quotation import speaker
from levelbook.core.text.rounding import four_places
from levelbook.export.source import ExportSource

OSCAL_VERSION: Final = "1.2.1"
CATALOG_FILE: Final = "oscal-catalog.json"
_ROOT: Final = uuid5(NAMESPACE_URL, OSCAL_NAMESPACE)
_METHODS: Final = {"asserted": "INTERVIEW", "documented": "EXAMINE", "sampled": "EXAMINE", "tested": "TEST"}

_ALL: Final = "include-all"
Shape = dict[str, Any]


def assessment_results(source: ExportSource) -> bytes:
    """Return the assessment results, of one result."""
    now = source.assessment
    plan = _uuid(source, "plan")
    findings = [one for one in now.scorecard.counting if one.settled]
    observations = [(one, piece, uuid) for one in findings for piece, uuid in _evidence_of(source, one)]
    when = now.on.isoformat()
    result = {
        "uuid": _uuid(source, "result", now.name, when),
        "title": f"{source.team}: {now.questionnaire.title}",
        "description": f"The team's self-assessment, as of {spoken_day(now.on)}.",
        "start": start_of_day(now.on),
        "props": [_prop("team", source.team), *_figures(source)],
        "reviewed-controls": {"control-selections": [_selection(now)]},
        "observations": [_observation(source, one, piece, uuid) for one, piece, uuid in observations],
        "findings": [_finding(source, one) for one in findings],
        "remarks": _left_open(source),
    }
    asked = f"{now.questionnaire.title} {now.questionnaire.version}"
    about = f"{source.team} answered {asked} as a self-assessment, without an assessment plan."
    return _document(
        "assessment-results",
        source,
        "results",
        {
            "import-ap": {"href": f"#{plan}"},
            "results": [result],
            "back-matter": {"resources": [{"uuid": plan, "title": "Self-assessment", "description": about}]},
        },
    )


def catalog(source: ExportSource) -> bytes:
    """Return the questionnaire as a catalog."""
    groups = [_group(section) for section in source.assessment.questionnaire.sections]
    return _document("catalog", source, "catalog", {"groups": groups})


def profile(source: ExportSource) -> bytes:
    """Return the team's profile: the practices of the catalog that apply, each with its target."""
    applying = [one for one in source.assessment.scorecard.practices.values() if one.scope != "not-applicable"]
    alters = [
        {"control-id": oscal_token(one.id), "adds": [{"props": [_prop("target", one.target), *_because(one)]}]}
        for one in applying
    ]
    chosen: Shape = {"include-controls": [{"with-ids": [oscal_token(one.id) for one in applying]}]}
    if not applying:  # an import that names nothing would mean everything
        everything = [oscal_token(name) for name in source.assessment.questionnaire.practices]
        chosen = {_ALL: {}, "exclude-controls": [{"with-ids": everything}]}
    return _document(
        "profile",
        source,
        "profile",
        {
            "imports": [{"href": CATALOG_FILE, **chosen}],
            "merge": {"as-is": True},
            "modify": {"alters": alters},
        },
    )


# Ids


def _uuid(source: ExportSource, *names: str) -> str:
    known = source.assessment.questionnaire
    return str(uuid5(_ROOT, "\n".join((known.id, source.team, *names))))


def _shared_uuid(source: ExportSource, *names: str) -> str:
    """Give what the questionnaire itself says the same uuid in every team's files."""
    known = source.assessment.questionnaire
    return str(uuid5(_ROOT, "\n".join((known.id, known.version, *names))))


# Documents


def _document(kind: str, source: ExportSource, name: str, content: Shape) -> bytes:
    known = source.assessment.questionnaire
    of_all = kind == "catalog"
    metadata = {
        "title": f"{known.title}" if of_all else f"{source.team}: {known.title}",
        "last-modified": start_of_day(source.assessment.on),
        "version": known.version if of_all else source.assessment.name,
        "oscal-version": OSCAL_VERSION,
    }
    uuid = _shared_uuid(source, name) if of_all else _uuid(source, name, source.assessment.name)
    return json_text({kind: {"uuid": uuid, "metadata": metadata, **_without_empty(content)}}).encode("utf-8")


def _without_empty(value: Any) -> Any:
    """Leave out empty lists, texts and tables, which OSCAL refuses; but for the one whose presence says something."""
    if isinstance(value, dict):
        kept = {key: _without_empty(held) for key, held in value.items()}
        return {key: held for key, held in kept.items() if key == _ALL or held not in ("", [], {}, None)}
    return [_without_empty(held) for held in value] if isinstance(value, list) else value


def _prop(name: str, value: object) -> Shape:
    return {"name": name, "ns": OSCAL_NAMESPACE, "value": str(value)}


# The questionnaire


def _group(section: Section) -> Shape:
    about = [{"name": "overview", "prose": section.summary}] if section.summary else []
    return {
        "id": oscal_token(section.id),
        "class": "section",
        "title": section.title,
        "parts": about,
        "controls": [_control(practice) for practice in section.practices],
    }


def _control(practice: Practice) -> Shape:
    name = oscal_token(practice.id)
    statement = {
        "id": f"{name}_smt",
        "name": "statement",
        "prose": practice.rule,
        "parts": [_level(name, level) for level in practice.levels],
    }
    objective = {"id": f"{name}_obj", "name": "assessment-objective", "prose": practice.question}
    guidance = [{"id": f"{name}_gdn", "name": "guidance", "prose": practice.why}] if practice.why else []
    return {
        "id": name,
        "class": "practice",
        "title": practice.title,
        "props": [_prop("impact", practice.impact), *([_prop("essential", "yes")] if practice.essential else [])],
        "parts": [statement, objective, *guidance],
    }


def _level(name: str, level: PracticeLevel) -> Shape:
    return {
        "id": f"{name}_smt.level-{level.level}",
        "name": "item",
        "props": [_prop("level", level.level)],
        "prose": level.statement,
        "parts": [
            {"id": f"{name}_smt.{criterion.id}", "name": "item", "class": "criterion", "prose": criterion.text}
            for criterion in level.criteria
        ],
    }


# What the team said


def _figures(source: ExportSource) -> Iterator[Shape]:
    overall = source.assessment.scorecard.overall
    for name in ("level", "low", "high", "target", "evidenced", "attainment", "coverage"):
        if (figure := four_places(getattr(overall, name))) is not None:
            yield _prop(name, figure)


def _selection(now: Assessment) -> Shape:
    """Select the practices that count; where none does, all without all, since a selection must include something."""
    counting = [{"control-id": oscal_token(one.id)} for one in now.scorecard.counting]
    if counting:
        return {"include-controls": counting}
    everything = [{"control-id": oscal_token(name)} for name in now.questionnaire.practices]
    return {"description": "No practice applies.", _ALL: {}, "exclude-controls": everything}


def _because(one: PracticeScore) -> list[Shape]:
    reasons = one.placement.target_because if one.target == one.placement.target else (one.answer.target_reason,)
    return [_prop("target-because", reason) for reason in reasons if reason]


def _finding(source: ExportSource, one: PracticeScore) -> Shape:
    scale = source.assessment.questionnaire.scale
    statement = statement_as_answered(source.assessment.questionnaire, one)
    accepted = one.answer.accepted if one.accepted_holds else None
    return {
        "uuid": _uuid(source, "finding", one.id),
        "title": one.practice.title,
        "description": f"Level {scale[one.low].number_and_name}: {statement}",
        "props": [
            *(_prop("level", one.level), _prop("low", one.low), _prop("high", one.high)),
            *(_prop("target", one.target), _prop("gap", one.gap), _prop("evidenced", one.evidenced)),
            _prop("scope", one.scope),
            *([_prop("wording", one.answer.wording)] if one.answer.wording else []),
            *(_prop("unmet", criterion) for criterion in one.answer.unmet),
            *(_prop("met", criterion) for criterion in one.answer.met),
        ],
        "target": {
            "type": "objective-id",
            "target-id": f"{oscal_token(one.id)}_obj",
            "status": {"state": "not-satisfied" if one.gap else "satisfied"},
        },
        "related-observations": [{"observation-uuid": uuid} for _, uuid in _evidence_of(source, one)],
        "remarks": f"The risk of level {accepted.level} is accepted by {speaker(accepted.by)} until "
        f"{spoken_day(accepted.until)}: {accepted.reason}"
        if accepted
        else "",
    }


def _evidence_of(source: ExportSource, one: PracticeScore) -> Iterator[tuple[Evidence, str]]:
    """Give the pieces that back an answer, each with its uuid; one that is there twice is two."""
    seen: list[Evidence] = []
    for piece in one.answer.all_evidence:
        what = (one.id, piece.kind, piece.reference, str(piece.seen_on), str(seen.count(piece)))
        yield piece, _uuid(source, "evidence", *what)
        seen.append(piece)


def _observation(source: ExportSource, one: PracticeScore, piece: Evidence, uuid: str) -> Shape:
    until = source.assessment.scorecard.judge.valid_until(piece)
    described = f"{piece.kind}: {piece.reference}"
    evidence = {"href": piece.reference, "description": described} if _is_address(piece.reference) else None
    return {
        "uuid": uuid,
        "title": one.practice.title,
        "description": described,
        "props": [_prop("kind", piece.kind)],
        "methods": [_METHODS.get(piece.kind, "UNKNOWN")],
        "relevant-evidence": [evidence or {"description": described}],
        "collected": start_of_day(piece.seen_on or source.assessment.on),
        "expires": f"{until.isoformat()}T23:59:59Z" if until else "",
        "remarks": "" if piece.seen_on else "The collection date is unknown; the date of the result is used instead.",
    }


def _is_address(reference: str) -> bool:
    return re.fullmatch(r"https?://[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+", reference) is not None


def _left_open(source: ExportSource) -> str:
    """Name what has no finding, and why."""
    scores = source.assessment.scorecard.practices.values()
    open_ = [one.id for one in scores if one.counts and not one.settled]
    said = [f"{one.id} ({one.answer.not_applicable})" for one in scores if one.status == "not-applicable"]
    ruled = [one.id for one in scores if one.scope == "not-applicable" and one.status != "not-applicable"]
    lines = [
        f"Not settled, so there is no finding for: {', '.join(open_)}." if open_ else "",
        f"Not applicable, according to the team: {', '.join(said)}." if said else "",
        f"Not applicable, according to the team's facts: {', '.join(ruled)}." if ruled else "",
    ]
    return "\n\n".join(filter(None, lines))

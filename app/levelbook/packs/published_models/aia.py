"""This module reads Canada's Algorithmic Impact Assessment from the survey file of its tool (`src/survey-enfr.json`).

Each scored question is a practice whose levels are its answers, from the one that costs most to the one that costs
least; what may be ticked together is a practice for each. An answer's points are the number after its last hyphen.
The raw score is the sum of the points for risk. Where the points for mitigation reach 80 % of half the most that there
are, 15 % of the raw score are taken off, and the rest is rounded. The impact level is the quarter of the highest raw
score in which the result lies. What nobody has answered has no points.

The tool asks either about design or about operation, by the phase of the project, and counts both in that highest
mitigation; hence the half.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, Literal

from levelbook.core.errors import FileIsWrong
from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import clean_line, valid_id
from levelbook.packs.files import shown
from levelbook.packs.published_models.answer_ladder import Ladder, ModelAnswer, on_scale, plain
from levelbook.packs.published_models.published_json import table_of
from levelbook.packs.published_models.published_yaml import Table
from levelbook.packs.questionnaire_files import Imported, ScaleStep, as_files, slug

SOURCE: Final = "Canada's Algorithmic Impact Assessment, https://github.com/canada-ca/aia-eia-js"
LICENCE: Final = "MIT (Government of Canada)"
TOP: Final = 4
SCALE: Final = (
    ScaleStep("Worst", "The answer of this question with most risk, or least mitigation.", "asserted"),
    ScaleStep("Worse", "An answer on the worse side.", "asserted"),
    ScaleStep("Middling", "An answer in the middle.", "asserted"),
    ScaleStep("Better", "An answer on the better side.", "documented"),
    ScaleStep("Best", "The answer of this question with least risk, or most mitigation.", "documented"),
)
PHASE: Final = "projectDetailsPhase"
Kind = Literal["raw", "mitigation"]
_KINDS: Final[dict[str, Kind]] = {"-RS": "raw", "-MS": "mitigation"}
_CHOSEN: Final = ("radiogroup", "dropdown")
_TITLE_WORDS: Final = 10


@frozen
class _Question:
    """A scored question, or one of its ticks."""

    name: str
    page: str
    page_name: str
    kind: Kind
    text: str
    ladder: Ladder
    most: Fraction
    condition: str
    """The tool's own condition for asking it; empty if it is always asked."""
    phase: str
    """The project phase in which it is asked; empty for any phase."""


def read(path: Path) -> dict[str, str]:
    """Turn the survey file into the files of a questionnaire: path to text. Raises FileIsWrong, with the key."""
    survey = table_of(path)
    phases = _phases(survey)
    questions = list(_questions(survey))
    most = {
        kind: sum((one.most for one in questions if one.kind == kind), Fraction(0)) for kind in ("raw", "mitigation")
    }
    if not all(most.values()):
        message = "This survey has no scored questions; their panels end in -RS for risk, -MS for mitigation."
        raise FileIsWrong.one(message, path=shown(path), key="pages")
    score_range = [0, plain(most["raw"])]
    nodes: list[dict[str, Any]] = [
        {"id": "aia", "title": "Impact level", "aggregation": "quarter-level", "range": [1, 4]},
        {
            "id": "score",
            "title": "Score after mitigation",
            "aggregation": "mitigated",
            "within": "aia",
            "range": score_range,
            "decimals": 0,
        },
        {"id": "raw", "title": "Raw score", "aggregation": "sum", "within": "score", "range": score_range},
        {
            "id": "mitigation",
            "title": "Mitigation score",
            "aggregation": "sum",
            "within": "score",
            "range": [0, plain(most["mitigation"])],
        },
    ]
    sections: dict[str, dict[str, Any]] = {}
    sets: dict[tuple[int | float, ...], str] = {}
    placed: list[dict[str, Any]] = []
    for one in questions:
        section = slug(one.page_name)
        within = f"{one.kind}-{section}"[:64]
        if section not in sections:
            sections[section] = {"id": section, "title": one.page, "practices": []}
        if within not in [node["id"] for node in nodes]:
            nodes.append({"id": within, "title": one.page, "aggregation": "sum", "within": one.kind})
        sections[section]["practices"].append(_practice(one))
        answers = sets.setdefault(one.ladder.values, f"points-{len(sets) + 1}")
        placed.append(
            {
                "practice": f"{section}.{slug(one.name)}",
                "within": within,
                "answers": answers,
                "source_id": one.name,
            }
        )
    return as_files(
        Imported(
            id="canada-aia",
            title="Algorithmic Impact Assessment (Canada)",
            subject="automated decisions",
            licence=LICENCE,
            source=SOURCE,
            scale=SCALE,
            default_target=TOP,
            sections=list(sections.values()),
            facts=[{"id": "phase", **phases}] if phases else [],
            rules=_rules(questions, phases),
            scoring={
                "name": "AIA impact level",
                "source": SOURCE,
                "blank": "zero",
                "decimals": 0,
                "answer_sets": [{"id": name, "values": list(values)} for values, name in sets.items()],
                "nodes": nodes,
                "questions": placed,
            },
        )
    )


def _questions(survey: Table) -> Iterator[_Question]:
    names: set[str] = set()
    for page in survey.tables("pages"):
        for panel in page.tables("elements"):
            if panel.values.get("type") != "panel":
                continue
            for element in panel.tables("elements"):
                for found in _scored(page, panel, element):
                    if found.name in names:
                        raise element.wrong("name", "Another question has this name.")
                    if not valid_id(slug(found.name)) or not valid_id(slug(found.page_name)):
                        raise element.wrong("name", "No id can be made from this.")
                    names.add(found.name)
                    yield found


def _scored(page: Table, panel: Table, element: Table) -> Iterator[_Question]:
    """Return the practices of one element: none if it has no points, one for each tick if several are allowed."""
    name, form = element.text("name"), element.text("type")
    kind = next((_KINDS[of[-3:]] for of in (name, panel.text("name")) if of[-3:] in _KINDS), None)
    if kind is None or name.endswith("-NS") or form not in (*_CHOSEN, "checkbox"):
        return
    answers = [ModelAnswer(_said(choice, "text"), _points(choice.text("value"))) for choice in _choices(element)]
    conditions = [one.text("visibleIf", required=False) for one in (page, panel, element)]
    phase = next((match[1] for one in conditions if (match := _IN_PHASE.fullmatch(one))), "")
    other = " and ".join(one for one in conditions if one and not _IN_PHASE.fullmatch(one))
    about = (_said(page, "title") or page.text("name"), page.text("name"), kind)
    text = _said(element, "title")
    if not text:
        raise element.wrong("title", "This question has no text in English.")
    if form == "checkbox":
        for place, answer in enumerate(answers, start=1):
            if answer.value > 0:
                ticked = ModelAnswer("Yes", answer.value)
                ladder = _ladder(element, [ticked, ModelAnswer("No", Fraction(0))], kind)
                yield _Question(f"{name}-{place}", *about, f"{text} {answer.text}", ladder, answer.value, other, phase)
    elif len({answer.value for answer in answers}) > 1:
        most = max(answer.value for answer in answers)
        yield _Question(name, *about, text, _ladder(element, answers, kind), max(most, Fraction(0)), other, phase)


def _ladder(element: Table, answers: Sequence[ModelAnswer], kind: Kind) -> Ladder:
    """Order answers with the worst first: most points for risk, fewest points for mitigation."""
    try:
        return on_scale(sorted(answers, key=lambda one: one.value, reverse=kind == "raw"), TOP)
    except ValueError as error:
        raise element.wrong("choices", str(error)) from None


def _choices(element: Table) -> Sequence[Table]:
    value = element.values.get("choices")
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return [Table(element.path, {"value": item, "text": item}, element.key) for item in value]
    return element.tables("choices")


def _points(value: str) -> Fraction:
    """Return the number after the last hyphen of an answer's value; None if there is no number."""
    last = value.rpartition("-")[2] if "-" in value else ""
    return Fraction(last) if re.fullmatch(r"\d{1,4}(\.\d{1,4})?", last) else Fraction(0)


def _said(table: Table, key: str) -> str:
    """Return a text in English, the default language of the survey file."""
    value = table.values.get(key)
    if isinstance(value, dict):
        value = value.get("default") or value.get("en")
    return clean_line(" ".join(re.sub(r"<[^<>]*>", " ", value).split())) if isinstance(value, str) else ""


_IN_PHASE: Final = re.compile(rf"\{{{PHASE}\}} = [\"']([^\"']+)[\"']")


def _phases(survey: Table) -> dict[str, Any]:
    """Return the fact for the project's phase; nothing if the survey does not ask."""
    for page in survey.tables("pages"):
        for panel in page.tables("elements"):
            for element in panel.tables("elements") if panel.values.get("type") == "panel" else []:
                if element.text("name") == PHASE:
                    choices = [
                        {"id": slug(one.text("value")), "label": _said(one, "text")} for one in _choices(element)
                    ]
                    return {"question": _said(element, "title"), "choices": choices}
    return {}


def _rules(questions: Sequence[_Question], phases: dict[str, Any]) -> list[dict[str, Any]]:
    rules = []
    for choice in phases.get("choices", []):
        others = [
            f"{slug(one.page_name)}.{slug(one.name)}"
            for one in questions
            if one.phase and slug(one.phase) != choice["id"]
        ]
        if others:
            because = f"the project's phase is: {choice['label']}"
            rules.append({"when": {"phase": [choice["id"]]}, "because": because, "not_applicable": others})
    return rules


def _practice(one: _Question) -> dict[str, Any]:
    words = one.text.split()
    title = " ".join(words[:_TITLE_WORDS]) + ("…" if len(words) > _TITLE_WORDS else "")
    condition = f"The tool asks this only where {one.condition}; where that is not so, it does not apply."
    statements = one.ladder.statements
    return {
        "id": slug(one.name),
        "title": title,
        "rule": f"Aim for: {statements[-1]}",
        "question": one.text,
        "impact": 1 if one.most <= 1 else 2 if one.most <= 2 else 3,
        "ask": [condition] if one.condition else [],
        "levels": [{"level": level, "statement": statement} for level, statement in enumerate(statements)],
    }

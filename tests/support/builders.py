"""Small questionnaires and answers for tests, built from the core's own models."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from levelbook.core.answers.answers import Answer, AnswerBook, Evidence, Step
from levelbook.core.assessment.assessment import Assessment, PastEdition
from levelbook.core.assessment.scoring import Scorecard, score
from levelbook.core.questionnaire.questionnaire import FactValue, Questionnaire, Rule, Section
from levelbook.core.questionnaire.tailoring import tailor
from levelbook.packs.file_models import QuestionnaireFile
from levelbook.reading import strict

DAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SCALE = ("Absent", "Ad hoc", "Defined", "Implemented", "Measured and improving")
NEEDS = ("asserted", "asserted", "documented", "sampled", "tested")


def a_practice(practice_id: str = "alpha.one", *, levels: int = 5, **changes: Any) -> dict[str, Any]:
    """A practice as its file holds it; every level from 1 has two criteria, and from 2 two actions."""
    short = practice_id.rpartition(".")[2]
    return {
        "id": practice_id,
        "title": short.replace("-", " ").capitalize(),
        "rule": f"Mind {short}.",
        "question": f"How do you mind {practice_id}?",
        "why": f"Because {short} matters.",
        "impact": 2,
        "levels": [a_level(level) for level in range(levels)],
        "provider_evidence": [f"their report on {short}"],
        **changes,
    }


def a_level(level: int) -> dict[str, Any]:
    """One level of a practice."""
    criteria = [{"id": f"c{level}-{part}", "text": f"Do {part} of level {level}."} for part in "ab"]
    efforts = {"a": "M", "b": "S"}
    actions = [
        {"id": f"reach-{level}-{part}", "text": f"Set up {part} for level {level}.", "effort": efforts[part]}
        for part in "ab"
    ]
    return {
        "level": level,
        "statement": f"It looks like level {level}.",
        "criteria": criteria if level else [],
        "actions": actions if level > 1 else [],
    }


def without_meanings(questionnaire: Questionnaire) -> Questionnaire:
    """The same with levels that have a number and nothing more, as an imported table has them."""
    scale = tuple(replace(step, name=f"Level {step.level}", meaning="") for step in questionnaire.scale)
    return replace(questionnaire, scale=scale)


def tiny_questionnaire(
    sections: int = 3,
    practices: int = 4,
    *,
    questionnaire_id: str = "tiny",
    version: str = "1.0.0",
    levels: int = 5,
    default_target: int = 2,
    facts: list[dict[str, Any]] | None = None,
    rules: list[dict[str, Any]] | None = None,
    changes: Mapping[str, Mapping[str, Any]] | None = None,
) -> Questionnaire:
    """A questionnaire of `sections` times `practices`, with ids such as `s1.p1`.

    `changes` are keys of practices to set, by full id, such as `{"s1.p1": {"impact": 3}}`.
    """
    section_ids = [f"s{number}" for number in range(1, sections + 1)]
    changed = changes or {}
    file = {
        "format": 1,
        "id": questionnaire_id,
        "title": "A tiny questionnaire",
        "version": version,
        "sections": section_ids,
        "default_target": default_target,
        "scale": [
            {"level": level, "name": SCALE[level], "meaning": f"{SCALE[level]}.", "needs": NEEDS[level]}
            for level in range(levels)
        ],
        "inherited_scale": [{"level": level, "statement": f"They prove {level}."} for level in range(levels)],
        "evidence_kinds": [
            {"id": "asserted"},
            {"id": "documented", "valid_days": 365},
            {"id": "sampled", "valid_days": 120},
            {"id": "tested", "valid_days": 365},
        ],
        "facts": tiny_facts() if facts is None else facts,
    }
    read = strict.read(QuestionnaireFile, file)
    return Questionnaire(
        id=read.id,
        title=read.title,
        version=read.version,
        scale=read.scale,
        evidence_kinds=read.evidence_kinds,
        default_target=read.default_target,
        inherited_scale=read.inherited_scale,
        facts=read.facts,
        sections=tuple(
            strict.read(
                Section,
                {
                    "id": section,
                    "title": f"Section {section}",
                    "practices": [
                        a_practice(name, levels=levels, **changed.get(name, {}))
                        for name in (f"{section}.p{number}" for number in range(1, practices + 1))
                    ],
                },
            )
            for section in section_ids
        ),
        rules=tuple(strict.read(Rule, rule) for rule in rules or ()),
    )


def tiny_facts() -> list[dict[str, Any]]:
    """A fact with several choices and one with one."""
    return [
        {
            "id": "role",
            "question": "How do you use it?",
            "many": True,
            "choices": [
                {"id": "none", "label": "Not at all", "exclusive": True},
                {"id": "saas", "label": "As a service"},
                {"id": "provider-api", "label": "By API"},
            ],
        },
        {
            "id": "exposure",
            "question": "Who can reach it?",
            "choices": [{"id": "staff-only", "label": "Staff"}, {"id": "public", "label": "Everybody"}],
        },
    ]


def an_answer(level: int | None = 2, *, signed: bool = True, **values: Any) -> Answer:
    """An answer as a session would store it: with wording, names, times and its `rev`, unless `signed` is off."""
    plain = Answer(level=level).changed(**values)
    return plain.answered(by="Noor", at=NOON, wording="91c07d2e", after="") if signed else plain


def a_full_answer(level: int = 2, **values: Any) -> Answer:
    """An answer that uses every kind of key."""
    everything: dict[str, Any] = {
        "note": "Said on Monday.\nAnd again on Tuesday.",
        "owner": "Priya",
        "due": DAY,
        "unmet": ("c2-a",),
        "here": {"c1-a": "in the wiki"},
        "evidence": (Evidence(kind="sampled", reference="https://wiki.example/limits", seen_on=DAY),),
        "steps": (Step(text="Do it", owner="Ana", due=DAY, ticket="RA-1"), Step(text="Did it", done_on=DAY)),
    }
    return an_answer(level, **{**everything, **values})


def a_book(
    questionnaire: Questionnaire,
    answers: Mapping[str, Answer] | None = None,
    profile: Mapping[str, FactValue] | None = None,
) -> AnswerBook:
    """A book for a questionnaire."""
    return AnswerBook(questionnaire.id, questionnaire.version, profile=profile or {}, answers=answers or {})


def an_assessment(questionnaire: Questionnaire, book: AnswerBook, name: str = "now") -> Assessment:
    """The record of a team without editions, on the tests' day."""
    return Assessment(name, questionnaire, book, DAY)


def levels(questionnaire: Questionnaire, *said: int | None) -> AnswerBook:
    """A book with levels by practice, in order; None: nothing was said."""
    pairs = zip(questionnaire.practices, said, strict=False)
    return a_book(questionnaire, {name: Answer(level=level) for name, level in pairs if level is not None})


def scored(questionnaire: Questionnaire, book: AnswerBook) -> Scorecard:
    """What is computed of a book on the tests' day."""
    return score(tailor(questionnaire, book.profile), book.answers, DAY)


def rounds(*answers: Answer) -> list[Assessment]:
    """One practice, answered so in each of several rounds; the records of their editions."""
    questionnaire = tiny_questionnaire(1, 1)
    made: list[Assessment] = []
    past: tuple[PastEdition, ...] = ()
    for nth, answer in enumerate(answers, start=1):
        last = made[-1] if made else None
        record = Assessment(
            f"q{nth}",
            questionnaire,
            a_book(questionnaire, {"s1.p1": answer}),
            DAY + timedelta(days=90 * nth),
            last_edition=last.name if last else "",
            last_answers=last.book.answers if last else None,
            editions=past,
        )
        past = (*past, PastEdition(record.name, nth, record.on, partial(made.__getitem__, nth - 1)))
        made.append(record)
    return made

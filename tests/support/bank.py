"""A bank's assistant for its customers, over two quarters, on the shipped questionnaire: what a guide is read with.

Between the quarters there are an improvement, two setbacks, something nobody knows, an accepted risk, something that
the team left out, and proof that ran out.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from typing import NamedTuple

from levelbook.core.answers.answers import Accepted, Answer, AnswerBook, Evidence, Step, Vote
from levelbook.core.assessment.assessment import Assessment, PastEdition
from levelbook.core.questionnaire.frameworks import Framework
from levelbook.core.questionnaire.questionnaire import FactValue, Practice, Questionnaire
from levelbook.core.questionnaire.tailoring import tailor
from levelbook.guide.write.assemble import GuideContext, Team
from levelbook.guide.write.render import Template
from levelbook.packs.companions import read_frameworks
from levelbook.packs.read import read_questionnaire
from levelbook.packs.templates import read_template
from support import REPOSITORY

CONTENT = REPOSITORY / "questionnaires" / "genai-security"
AUGUST, NOVEMBER = date(2026, 8, 22), date(2026, 11, 22)
TEAM = Team("Retail Assistant", "Example Bank", "Ask Alder")
CHOSEN = ("owasp-llm-top10-2026", "eu-ai-act")
DEPLOYMENT = "model-deployment."
PEOPLE = ("Noor", "Priya", "Jonas", "Tom", "Ana")
FIRST_LEVELS = {
    "risk-governance.roles-and-responsibilities": 1,
    "model-training.dataset-curation": 0,
    DEPLOYMENT + "authentication-and-access-control": 2,
    DEPLOYMENT + "rate-limiting-and-abuse-detection": 2,
    DEPLOYMENT + "input-validation-and-sanitisation": 1,
    DEPLOYMENT + "output-filtering": 1,
    "third-party-and-apis.oauth-and-scopes": 2,
    "adversarial-monitoring.red-teaming": 3,
    "incident-response.trigger-events": 1,
    "incident-response.response-teams": 2,
    "incident-response.containment-and-recovery": 2,
}
"""Of the practices that have a history below; the others take turns, so that a new one changes nothing here."""
HERE = (
    "the page Ask Alder on the platform wiki",
    "weekly, by whoever is on call",
    "https://wiki.example/alder/controls",
)


@cache
def template() -> Template:
    found = read_template(REPOSITORY / "guide_templates" / "living-guide")
    return Template(manifest=found.manifest, files=found.files)


@cache
def questionnaire() -> Questionnaire:
    return read_questionnaire(CONTENT)


@cache
def frameworks() -> dict[str, Framework]:
    return dict(read_frameworks(CONTENT))


@cache
def profile() -> dict[str, FactValue]:
    read = tomllib.loads((CONTENT / "profiles" / "bank-assistant.toml").read_text("utf-8"))["profile"]
    return {name: tuple(value) if isinstance(value, list) else value for name, value in read.items()}


def _signed(practice_id: str, answer: Answer, on: date, after: str) -> Answer:
    inherited = tailor(questionnaire(), profile())[practice_id].scope == "inherited"
    wording = questionnaire().wording(practice_id, inherited=inherited)
    return answer.answered(
        by="Noor", at=datetime(on.year, on.month, on.day, 10, tzinfo=UTC), wording=wording, after=after
    )


@cache
def first_quarter() -> AnswerBook:
    answers: dict[str, Answer] = {}
    for place, (name, practice) in enumerate(questionnaire().practices.items()):
        level = FIRST_LEVELS.get(name, (1, 2, 2, 3, 1, 2, 3, 2, 0, 2)[place % 10])
        evidence: tuple[Evidence, ...] = ()
        if level >= 2:
            evidence = (Evidence(kind="documented", reference="Security handbook", seen_on=date(2026, 8, 12)),)
        if level >= 3:
            seen = date(2026, 7, 10) if place % 4 else date(2026, 8, 10)
            evidence += (Evidence(kind="sampled", reference="ten records", seen_on=seen),)
        claimed = [criterion for criterion, (at, _) in practice.criteria.items() if at <= level]
        here = {claimed[-1]: HERE[place % 3]} if claimed and place % 3 else {}
        answer = Answer(owner=PEOPLE[place % 5], evidence=evidence, here=here).at_level(practice, level)
        answers[name] = _signed(name, answer, AUGUST, "")
    trigger = answers["incident-response.trigger-events"]
    promised = (
        Step(text="Write the ten triggers down", owner="Noor", due=date(2026, 10, 1), ticket="RA-371"),
        Step(text="Ask legal about the clocks", owner="Tom", due=date(2026, 10, 1)),
        Step(text="Print the table", owner="Ana"),
    )
    answers["incident-response.trigger-events"] = _signed(
        "incident-response.trigger-events",
        trigger.changed(steps=promised).at_level(questionnaire().practices["incident-response.trigger-events"], 1),
        AUGUST,
        "",
    )
    return AnswerBook(questionnaire().id, questionnaire().version, profile(), answers)


@cache
def second_quarter() -> AnswerBook:
    answers = dict(first_quarter().answers)

    def now(name: str, change: Callable[[Practice, Answer], Answer]) -> None:
        practice = questionnaire().practices[name]
        answers[name] = _signed(name, change(practice, answers[name]), date(2026, 11, 20), "2026-08-22")

    def here(practice: Practice, place: int, words: str) -> dict[str, str]:
        return {list(practice.criteria)[place]: words}

    now(
        DEPLOYMENT + "authentication-and-access-control",
        lambda practice, answer: answer.at_level(practice, 3).changed(
            here=here(practice, 1, "the gateway, by workload identity"),
            evidence=(Evidence(kind="sampled", reference="gateway policy", seen_on=date(2026, 11, 11)),),
        ),
    )
    now(
        DEPLOYMENT + "rate-limiting-and-abuse-detection",
        lambda practice, answer: answer.at_level(practice, 2).changed(
            owner="Priya",
            due=date(2027, 1, 29),
            here=here(practice, 1, "30 questions an hour, 200,000 tokens a day, in gateway/limits.yaml"),
            steps=(Step(text="Read a sample of throttled requests each month", owner="Priya", due=date(2027, 1, 29)),),
            evidence=(Evidence(kind="sampled", reference="limits of the gateway", seen_on=date(2026, 11, 11)),),
        ),
    )
    now(
        DEPLOYMENT + "input-validation-and-sanitisation",
        lambda practice, answer: answer.at_level(practice, 2).changed(
            note="Ana wants the search to filter by customer; Tom doubts that it is fast enough.\n\nAgain in January.",
            owner="Priya",
            unmet=(list(practice.criteria)[2],),
            votes=(Vote(level=1, count=3, reason="nothing screens retrieved text"), Vote(level=3, count=2)),
            here=here(
                practice, 0, "chat box, passages, page titles, customer name: https://wiki.example/alder/channels"
            ),
            steps=(
                Step(
                    text="Send retrieved passages through prompt-gate, logging only",
                    owner="Priya",
                    due=date(2026, 12, 18),
                    ticket="RA-409",
                ),
                Step(text="Show search results when screening times out", owner="Priya", due=date(2027, 2, 26)),
            ),
            evidence=(
                Evidence(
                    kind="documented", reference="https://wiki.example/alder/channels", seen_on=date(2026, 10, 30)
                ),
                Evidence(kind="tested", reference="release run 2026.44, 96 per cent", seen_on=date(2026, 10, 30)),
            ),
        ),
    )
    now(
        DEPLOYMENT + "output-filtering",
        lambda practice, answer: answer.as_unsure().changed(ask_whom="Tom", ask_by=date(2026, 12, 4), evidence=()),
    )
    now(
        "incident-response.trigger-events",
        lambda practice, answer: answer.at_level(practice, 2).changed(
            note="Legal has signed the clocks.",
            owner="Noor",
            steps=(
                answer.steps[0].changed(done_on=date(2026, 9, 28)),
                answer.steps[1],
                Step(
                    text="An alert or a form behind each trigger", owner="Noor", due=date(2027, 2, 26), ticket="RA-398"
                ),
            ),
            evidence=(Evidence(kind="documented", reference="trigger table", seen_on=date(2026, 11, 2)),),
        ),
    )
    now(
        "incident-response.containment-and-recovery",
        lambda practice, answer: answer.at_level(practice, 1).changed(
            level_reason="the rehearsal on 4 November took 47 minutes, not 10",
            owner="Jonas",
            evidence=(),
            steps=(
                Step(
                    text="Take the off switch out of the pipeline",
                    owner="Jonas",
                    due=date(2026, 12, 11),
                    ticket="RA-412",
                ),
            ),
        ),
    )
    now(
        "adversarial-monitoring.red-teaming",
        lambda practice, answer: answer.at_level(practice, 2).changed(
            accepted=Accepted(level=2, by="H. Lindqvist", until=date(2027, 4, 30), reason="The budget opens in March."),
            evidence=(Evidence(kind="documented", reference="red team charter", seen_on=date(2026, 9, 2)),),
        ),
    )
    now(
        "third-party-and-apis.oauth-and-scopes",
        lambda practice, answer: answer.as_not_applicable("Answers are shown and never run; no tool is connected."),
    )
    now(
        "risk-governance.roles-and-responsibilities",
        lambda practice, answer: answer.at_level(practice, 2).changed(
            evidence=(Evidence(kind="documented", reference="role page", seen_on=date(2026, 11, 3)),)
        ),
    )
    now(
        "model-training.dataset-curation",
        lambda practice, answer: answer.at_level(practice, 2).changed(
            owner="Tom", evidence=(Evidence(kind="documented", reference="model card", seen_on=date(2026, 3, 3)),)
        ),
    )
    return AnswerBook(questionnaire().id, questionnaire().version, profile(), answers)


@cache
def assessments() -> tuple[Assessment, Assessment]:
    first = Assessment("2026-08-22", questionnaire(), first_quarter(), AUGUST)
    last = first_quarter().answers
    editions = (PastEdition("2026-08-22", 1, AUGUST, lambda: first),)
    second = Assessment("now", questionnaire(), second_quarter(), NOVEMBER, "2026-08-22", last, editions=editions)
    return first, second.as_edition("2026-11-22", 2)


class Made(NamedTuple):
    """What a guide is assembled from, beside the template."""

    current: Assessment
    context: GuideContext


@cache
def after_two_quarters() -> Made:
    """As it is right after the second edition was sealed."""
    _, second = assessments()
    return Made(second, GuideContext(TEAM, date(2027, 2, 22), frameworks(), CHOSEN))


@cache
def before_the_first_answer() -> Made:
    empty = AnswerBook(questionnaire().id, questionnaire().version, profile())
    current = Assessment("now", questionnaire(), empty, AUGUST)
    return Made(current, GuideContext(TEAM, frameworks=frameworks(), chosen=CHOSEN))

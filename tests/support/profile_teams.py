"""The five example profiles as teams: before the first answer, and with answers of every kind."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime
from functools import cache

from levelbook.core.answers.answers import Accepted, Answer, AnswerBook, Evidence, Step, Vote
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.questionnaire.questionnaire import FactValue, Practice
from levelbook.core.questionnaire.tailoring import tailor
from levelbook.guide.write.assemble import Documents, GuideContext, Team, assemble
from support import bank

NAMES = tuple(sorted(path.stem for path in (bank.CONTENT / "profiles").glob("*.toml")))
SYSTEMS = {
    "bank-assistant": "Ask Alder",
    "hospital-open-weights": "WardNotes",
    "model-maker": "the Larch family",
    "startup-agent": "Skipper",
}
LEFT_OUT = {
    "bank-assistant": {"third-party-and-apis.oauth-and-scopes": "No connector acts for a user."},
    "hospital-open-weights": {"third-party-and-apis.oauth-and-scopes": "No connector acts for a user."},
    "model-maker": {
        "agentic-ai.inter-agent-trust": "Each agent works alone; none asks another.",
        "rag-and-memory.grounding-and-citations": "Whoever builds on our models shows the answers, and the sources.",
        "third-party-and-apis.oauth-and-scopes": "Our models act for no user in another system.",
    },
    "saas-only": {"rag-and-memory.hidden-context-and-secrets": "Nobody here writes an assistant's instructions."},
    "startup-agent": {"agentic-ai.inter-agent-trust": "Skipper works alone; it asks no other agent."},
}
HERE = ("weekly, by whoever is on call", "in the checklist for releases", "on the page that the wiki calls AI")
DAY = date(2026, 11, 22)


@cache
def documents(name: str, answered: bool) -> Documents:
    return assemble(*team(name, answered), bank.template())


def team(name: str, answered: bool) -> bank.Made:
    """A team with this profile, before the first answer or right after its first edition."""
    questionnaire, profile = bank.questionnaire(), _profile(name)
    answers = _answers(name, profile) if answered else {}
    current = Assessment(
        "now", questionnaire, AnswerBook(questionnaire.id, questionnaire.version, profile, answers), DAY
    )
    context = GuideContext(
        Team("Blue", "Example & Sons", SYSTEMS.get(name, "")),
        next_round=date(2027, 2, 22) if answered else None,
        frameworks=bank.frameworks(),
        chosen=("owasp-llm-top10-2026", "owasp-llm-top10-2025", "eu-ai-act"),
    )
    return bank.Made(current.as_edition("2026-11-22", 1) if answered else current, context)


def _profile(name: str) -> dict[str, FactValue]:
    read = tomllib.loads((bank.CONTENT / "profiles" / f"{name}.toml").read_text("utf-8"))["profile"]
    return {fact: tuple(value) if isinstance(value, list) else value for fact, value in read.items()}


def _answers(name: str, profile: dict[str, FactValue]) -> dict[str, Answer]:
    questionnaire = bank.questionnaire()
    placements = tailor(questionnaire, profile)
    at = datetime(DAY.year, DAY.month, DAY.day, 10, tzinfo=UTC)
    answers: dict[str, Answer] = {}
    for place, practice in enumerate(questionnaire.practices.values()):
        inherited = placements[practice.id].scope == "inherited"
        if place % 23 != 9:  # one in twenty-three stays unasked
            reason = LEFT_OUT[name].get(practice.id)
            answer = Answer().as_not_applicable(reason) if reason else _answer(place, practice, inherited=inherited)
            wording = questionnaire.wording(practice.id, inherited=inherited)
            answers[practice.id] = answer.answered(by="Noor", at=at, wording=wording, after="")
    return answers


def _answer(place: int, practice: Practice, *, inherited: bool) -> Answer:
    """Unsure, or at a level from 0 to 3, with what comes with it."""
    if place % 17 == 5:
        return Answer(ask_whom="Tom" if place % 2 else "", ask_by=date(2026, 12, 4)).as_unsure()
    level = (2, 1, 3, 2, 0, 3, 2)[place % 7]
    of_its_level = [criterion for criterion, (at, _) in practice.criteria.items() if at == level]
    has_words = bool(of_its_level) and not inherited
    seen = (date(2026, 11, 2), date(2026, 2, 2))[place % 2]
    kinds = ((), (), ("documented",), ("sampled", "documented"))[level]
    return Answer(
        owner=("Noor", "Priya", "")[place % 3],
        here={of_its_level[-1]: HERE[place % len(HERE)]} if has_words and place % 2 else {},
        unmet=tuple(of_its_level[:1]) if has_words and len(of_its_level) > 1 and place % 5 == 3 else (),
        evidence=tuple(Evidence(kind=kind, reference="https://wiki.example/checks", seen_on=seen) for kind in kinds),
        steps=_steps(practice, level + 1, inherited=inherited) if place % 3 == 1 else (),
        votes=(Vote(level=1, count=2), Vote(level=3, count=1)) if place % 9 == 4 else (),
        accepted=Accepted(level=1, by="H. Lindqvist", until=date(2027, 4, 30), reason="The budget opens in March.")
        if level == 1 and place % 2
        else None,
    ).changed(level=level)


def _steps(practice: Practice, level: int, *, inherited: bool) -> tuple[Step, ...]:
    """The first action of a level; of what others do, their first piece of evidence, to be asked for."""
    action = next(iter(practice.level(level).actions), None)
    if inherited:
        asked = f"Get from the provider: {practice.provider_evidence[0]}."
        return (Step(text=asked, owner="Ana", due=date(2026, 12, 11)),)
    return (Step(text=action.text, from_action=action.id, owner="Ana", due=date(2026, 12, 11)),) if action else ()

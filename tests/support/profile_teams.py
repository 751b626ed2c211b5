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
DAY = date(2026, 11, 22)


@cache
def documents(name: str, answered: bool) -> Documents:
    return assemble(*team(name, answered), bank.template())


def team(name: str, answered: bool) -> bank.Made:
    """A team with this profile, before the first answer or right after its first edition."""
    questionnaire, profile = bank.questionnaire(), _profile(name)
    answers = _answers(profile) if answered else {}
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


def _answers(profile: dict[str, FactValue]) -> dict[str, Answer]:
    questionnaire = bank.questionnaire()
    placements = tailor(questionnaire, profile)
    answers: dict[str, Answer] = {}
    for place, (name, practice) in enumerate(questionnaire.practices.items()):
        wording = questionnaire.wording(name, inherited=placements[name].scope == "inherited")
        at = datetime(DAY.year, DAY.month, DAY.day, 10, tzinfo=UTC)
        if place % 23 != 9:  # one in twenty-three stays unasked
            answers[name] = _answer(place, practice).answered(by="Noor", at=at, wording=wording, after="")
    return answers


def _answer(place: int, practice: Practice) -> Answer:
    """Unsure, left out, or at a level from 0 to 3, with what comes with it."""
    if place % 17 == 5:
        return Answer(ask_whom="Tom" if place % 2 else "", ask_by=date(2026, 12, 4)).as_unsure()
    if place % 31 == 12:
        return Answer().as_not_applicable("Nothing of the kind exists here.")
    level = (2, 1, 3, 2, 0, 3, 2)[place % 7]
    claimed = [criterion for criterion, (at, _) in practice.criteria.items() if at <= level]
    seen = (date(2026, 11, 2), date(2026, 2, 2))[place % 2]
    kinds = ((), (), ("documented",), ("sampled", "documented"))[level]
    action = next(iter(practice.level(level + 1).actions), None)
    step = Step(text=action.text, from_action=action.id, owner="Ana", due=date(2026, 12, 11)) if action else None
    return Answer(
        owner=("Noor", "Priya", "")[place % 3],
        here={claimed[-1]: "weekly, by whoever is on call"} if claimed and place % 2 else {},
        unmet=tuple(claimed[:1]) if place % 5 == 3 else (),
        evidence=tuple(Evidence(kind=kind, reference="https://wiki.example/checks", seen_on=seen) for kind in kinds),
        steps=(step,) if step and place % 3 == 1 else (),
        votes=(Vote(level=1, count=2), Vote(level=3, count=1)) if place % 9 == 4 else (),
        accepted=Accepted(level=1, by="H. Lindqvist", until=date(2027, 4, 30), reason="The budget opens in March.")
        if level == 1 and place % 2
        else None,
    ).changed(level=level)

"""Made-up teams with plausible lives over eight quarters, for the demo: the same ones each time.

What they say is made up; what follows from it is computed and sealed as for any other team.
"""

from __future__ import annotations

import functools
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from levelbook.core.answers.answers import Accepted, Answer, AnswerBook, Evidence, Step
from levelbook.core.answers.offers import Offer, OwnOffer
from levelbook.core.answers.upgrade import brought_to
from levelbook.core.assessment.assessment import Assessment, PastEdition
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.questionnaire import FactValue, Practice, Questionnaire
from levelbook.core.questionnaire.tailoring import tailor

QUARTERS: Final = 8
ROUND_DAYS: Final = 92
PLATFORM: Final = 3
"""The team that does something for all the others."""
OFFER_ID: Final = "gateway"
OFFER: Final = OwnOffer(
    for_whom="Every team whose prompts go through the bank's gateway.",
    practices=(
        "model-deployment.authentication-and-access-control",
        "model-deployment.rate-limiting-and-abuse-detection",
        "model-deployment.input-validation-and-sanitisation",
    ),
)
UPGRADES: Final = 1
"""The team that started with an earlier version of the questionnaire."""
EARLIER_VERSION: Final = "0.9.0"
RENAMED: Final[Mapping[str, str]] = {"model-deployment.filtering": "model-deployment.output-filtering"}
"""Id of a practice in that version, which is made up, to its present one."""
_UPGRADES_IN: Final = 5
"""The quarter in which it upgrades, from 0."""
_OFFERS_FROM: Final = 4
"""The quarter in which it begins to offer it, from 0."""

_FIRST: Final = [
    "Retail",
    "Cards",
    "Mortgage",
    "Savings",
    "Claims",
    "Fraud",
    "Pricing",
    "Payments",
    "Research",
    "Staff",
]
_SECOND: Final = ("Assistant", "Copilot", "Search", "Triage")
_PEOPLE: Final = ("Ana", "Ben", "Chidi", "Dana", "Emre", "Farah")
_REASONS: Final = (
    "the provider brings it next year",
    "an outside team is in next year's budget",
    "few people use it, and it is read-only",
)
UNITS: Final[Mapping[str, tuple[str, str | None]]] = {
    "customers": ("Customer business", None),
    "retail": ("Retail banking", "customers"),
    "cards": ("Cards and payments", "customers"),
    "markets": ("Markets", None),
    "operations": ("Operations", None),
    "claims": ("Claims and fraud", "operations"),
    "people": ("People and IT", "operations"),
}
"""Id to title, and the unit that it is within."""
_WITH_TEAMS: Final = ("retail", "cards", "markets", "claims", "people")


@frozen
class DemoTeam:
    """A made-up team: when it begins, how often it seals, how it grows."""

    id: str
    name: str
    unit: str
    profile: Mapping[str, FactValue]
    begins: int
    """The first quarter in which it seals, from 0."""
    ends: int | None
    """The quarter in which it is closed."""
    diligence: float
    """The probability that it seals in a quarter."""
    start: float
    growth: float
    """Levels that it gains in a quarter."""
    seed: int
    offers: Mapping[str, OwnOffer] = field(default_factory=dict)
    """Its offers to others."""

    @property
    def upgrades(self) -> bool:
        """Tell whether it answered an earlier version of the questionnaire at first."""
        return self.seed == UPGRADES

    @property
    def takes_over(self) -> bool:
        """Tell whether it takes over what another team offers, once that is there."""
        return self.seed % 4 == 2


def demo_teams(count: int, profiles: list[Mapping[str, FactValue]]) -> list[DemoTeam]:
    """Make up teams, always the same ones."""
    return [_life(number, profiles) for number in range(count)]


def _life(number: int, profiles: list[Mapping[str, FactValue]]) -> DemoTeam:
    dice = random.Random(f"life {number}")  # noqa: S311 - nothing depends on it being hard to guess
    name = f"{_FIRST[number % len(_FIRST)]} {_SECOND[number // len(_FIRST) % len(_SECOND)]}"
    name += f" {number // 40 + 1}" if number >= 40 else ""
    if number == PLATFORM:
        return _platform(profiles)
    return DemoTeam(
        id=name.lower().replace(" ", "-"),
        name=name,
        unit=_WITH_TEAMS[(number * 7 + number // 10) % len(_WITH_TEAMS)],
        profile=dice.choice(profiles),
        begins=0 if number % 4 else dice.randint(1, QUARTERS - 2),
        ends=QUARTERS - 2 if number % 19 == 18 else None,
        diligence=0.95 if number % 5 else 0.55,
        start=dice.uniform(0.7, 2.2),
        growth=dice.uniform(0.02, 0.22),
        seed=number,
    )


def _platform(profiles: list[Mapping[str, FactValue]]) -> DemoTeam:
    return DemoTeam(
        id="ai-platform",
        name="AI Platform",
        unit="people",
        profile=profiles[0],
        begins=0,
        ends=None,
        diligence=1.0,
        start=2.6,
        growth=0.15,
        seed=PLATFORM,
        offers={OFFER_ID: OFFER},
    )


def editions(
    life: DemoTeam,
    questionnaire: Questionnaire,
    today: date,
    offered: Sequence[Offer] = (),
    earlier_version: Questionnaire | None = None,
) -> Iterator[tuple[Assessment, datetime]]:
    """Yield what a team seals, each with the moment of its sealing; the last ones lie before `today`.

    offered: what another team offers to it, the oldest edition first. earlier_version: what a team that upgrades is
    asked until then.
    """
    before: Assessment | None = None
    for quarter in range(life.begins, QUARTERS if life.ends is None else life.ends):
        dice = random.Random(f"quarter {life.seed} {quarter}")  # noqa: S311 - likewise
        day = today - timedelta(days=ROUND_DAYS * (QUARTERS - 1 - quarter) + dice.randint(4, 60))
        if dice.random() > life.diligence and quarter > life.begins:
            continue
        there = [offer for offer in offered if offer.sealed_on <= day and life.takes_over and quarter > _OFFERS_FROM]
        asked = earlier_version if earlier_version and quarter < _UPGRADES_IN else questionnaire
        before = _among_its_editions(_assessment(life, asked, quarter, day, before, there[-1:]))
        yield before, datetime.combine(day, time(9 + dice.randint(0, 7), 12), UTC)


def _among_its_editions(assessment: Assessment) -> Assessment:
    """Return what is sealed, with its own edition after the earlier ones: the same value, so that it is scored once."""
    past, sealed = assessment.editions, list[Assessment]()
    previous = past[-1].name if past else ""
    own = PastEdition(assessment.name, len(past) + 1, assessment.on, lambda: sealed[0], previous)
    sealed.append(replace(assessment, editions=(*past, own)))
    return sealed[0]


def _assessment(
    life: DemoTeam,
    questionnaire: Questionnaire,
    quarter: int,
    day: date,
    before: Assessment | None,
    offers: Sequence[Offer],
) -> Assessment:
    profile = _profile(life, quarter)
    placements = tailor(questionnaire, profile).placements
    earlier = brought_to(before.book, questionnaire).answers if before else {}
    answers = {}
    for id_, practice in questionnaire.practices.items():
        inherited = placements[id_].scope == "inherited"
        wording = questionnaire.wording(id_, inherited=inherited)
        said = _answer(life, practice, quarter, day, earlier.get(id_), wording, before.name if before else "")
        said = _taken_over(said, practice, wording, offers)
        if not said.is_empty:
            answers[id_] = said.signed()
    return Assessment(
        day.isoformat(),
        questionnaire,
        AnswerBook(questionnaire.id, questionnaire.version, profile, answers),
        day,
        last_edition=before.name if before else "",
        last_answers=earlier if before else None,
        last_profile=before.book.profile if before else None,
        editions=before.editions if before else (),
        offers={offer.id: offer for offer in offers},
    )


def _taken_over(own: Answer, practice: Practice, wording: str, offers: Iterable[Offer]) -> Answer:
    """Return what is said with another team's level in its place, where that is higher."""
    for offer in offers:
        offered, taken = offer.practices.get(practice.id), offer.taken(practice.id)
        if offered and taken and offered.wording == wording and (own.level or 0) < offered.level:
            return own.changed(accepted=None, unsure=False, ask_whom="", ask_by=None).taking_over(practice, taken)
    return own


def _profile(life: DemoTeam, quarter: int) -> Mapping[str, FactValue]:
    """Return a team's profile in a quarter; some become public in the fifth, and their scope changes."""
    if life.seed % 13 == 5 and quarter >= 4 and "exposure" in life.profile:
        return {**life.profile, "exposure": ("signed-in-public",)}
    return life.profile


def _answer(
    life: DemoTeam, practice: Practice, quarter: int, day: date, before: Answer | None, wording: str, last: str
) -> Answer:
    everywhere = _how_hard(practice.id)
    dice = random.Random(f"answer {life.seed} {practice.id}")  # noqa: S311 - likewise
    own, silent_until = dice.gauss(0, 0.6), dice.choice((0, 0, 0, 0, 1, 2, 3))
    if quarter < life.begins + silent_until - 1:
        return Answer()
    who, at = _PEOPLE[dice.randrange(len(_PEOPLE))], datetime.combine(day, time(9), UTC)
    signed = Answer(wording=wording, answered_by=who, answered_at=at)
    if dice.random() < 0.05 and quarter < QUARTERS - 2:
        return replace(signed, unsure=True, ask_whom=who, ask_by=day + timedelta(days=21))
    slipped = 1.3 if quarter == QUARTERS - 1 and (life.seed + len(practice.id)) % 11 == 0 else 0.0
    level = round(min(max(life.start + everywhere + own + life.growth * quarter - slipped, 0), 4))
    return replace(
        signed,
        level=level,
        owner=who,
        confirmed_by=who,
        confirmed_at=at,
        confirmed_after=last,
        evidence=_evidence(dice, level, day),
        steps=_steps(random.Random(f"{life.seed} {practice.id} {quarter}"), practice, level, day, before),  # noqa: S311
        accepted=_accepted(dice, level, day, who),
    )


@functools.cache
def _how_hard(practice_id: str) -> float:
    """Return by how many levels all teams are lower or higher in a practice."""
    return random.Random(f"practice {practice_id}").uniform(-0.9, 0.7)  # noqa: S311 - likewise


def _evidence(dice: random.Random, level: int, day: date) -> tuple[Evidence, ...]:
    if level == 0 or dice.random() < 0.35:
        return ()
    kind = ("asserted", "documented", "sampled", "tested")[min(dice.randint(0, 1) + level // 2, 3)]
    return (Evidence(kind=kind, reference="wiki/security", seen_on=day - timedelta(days=dice.randint(5, 90))),)


def _steps(dice: random.Random, practice: Practice, level: int, day: date, before: Answer | None) -> tuple[Step, ...]:
    last = before.steps[-1:] if before else ()
    kept = tuple(step if step.done_on else _perhaps_done(dice, step, day) for step in last)
    if level >= 3 or dice.random() < 0.7:
        return kept
    words = f"Bring “{practice.title}” to the next level"
    return (*kept, Step(text=words, owner=dice.choice(_PEOPLE), due=day + timedelta(days=dice.randint(30, 150))))


def _perhaps_done(dice: random.Random, step: Step, day: date) -> Step:
    return step.changed(done_on=day - timedelta(days=3)) if dice.random() < 0.8 else step


def _accepted(dice: random.Random, level: int, day: date, who: str) -> Accepted | None:
    if level > 1 or dice.random() < 0.9:
        return None
    until = day + timedelta(days=dice.randint(60, 300))
    return Accepted(level=level, by=who, until=until, reason=dice.choice(_REASONS))

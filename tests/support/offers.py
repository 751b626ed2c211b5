"""An offer as another team's edition has it."""

from __future__ import annotations

from datetime import date
from typing import Any

from levelbook.core.answers.answers import Evidence
from levelbook.core.answers.offers import Offer, OfferedPractice

SAMPLED = Evidence(kind="sampled", reference="https://wiki.example/limits", seen_on=date(2026, 11, 1))


def an_offer(practice: str = "s1.p1", **changes: Any) -> Offer:
    """The offer `gateway` of the team Platform: level 3 in one practice, by the criteria up to it."""
    criteria = tuple(f"c{level}-{part}" for level in (1, 2, 3) for part in "ab")
    offered = OfferedPractice(level=3, wording="0badcafe", criteria=criteria, evidence=(SAMPLED,))
    held: dict[str, Any] = {
        "id": "gateway",
        "team": "Platform",
        "for_whom": "Everybody.",
        "edition": "q3",
        "number": 3,
        "sealed_on": date(2026, 9, 1),
        "digest": "0000000000000000003",
        "questionnaire": "tiny",
        "version": "1.0.0",
        "practices": {practice: offered},
    }
    return Offer(**{**held, **changes}).signed()

"""An offer as another team's edition has it."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from levelbook.book.sealing.seal import make_edition
from levelbook.book.session import Session
from levelbook.core.answers.answers import Evidence
from levelbook.core.answers.edits import Edit
from levelbook.core.answers.offers import Offer, OfferedPractice
from levelbook.store.team_folder import Settings
from support.small_book import BACKUPS, RESTORES

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


OFFERED: Final = """
[offers.backups]
for = "Every team whose data lies with us."
practices = ["data.backups", "data.restores"]
"""


def platform_beside(session: Session) -> Session:
    """Another team's book beside that of a small one, with an edition that offers two practices."""
    settings = Settings(team="Platform", questionnaire="../questions")
    made = Session.create(session.folder.path.parent / "platform", settings, who="Ana", clock=session.clock)
    with made.folder.settings_path.open("a", encoding="utf-8") as file:
        file.write(OFFERED)
    platform = Session.open(made.folder.path, who="Ana", clock=session.clock)
    platform.apply_all({BACKUPS: Edit(level=3), RESTORES: Edit(level=2)})
    seal(platform, "q3")
    return platform


def seal(platform: Session, name: str) -> None:
    """Seal what the other team says now, in a book opened for it: this one may not know the edition before."""
    make_edition(Session.open(platform.folder.path, who="Ana", clock=platform.clock).state, platform.clock, name)

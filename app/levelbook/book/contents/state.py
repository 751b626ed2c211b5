"""An open book at one moment, for work that goes on while people go on answering."""

from __future__ import annotations

from levelbook.book.contents.ballots import Ballots
from levelbook.book.contents.sittings import Sittings
from levelbook.book.contents.taken_offers import TakenOffers
from levelbook.book.editions.editions import Editions
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.frozen import frozen
from levelbook.store.team_folder import TeamFolder


@frozen
class BookState:
    """A book state holds an open book at one moment. It does not follow what is said from then on."""

    folder: TeamFolder
    now: Assessment
    editions: Editions
    sittings: Sittings
    offers: TakenOffers
    ballots: Ballots
    guide: str | None
    """The digest of the guide, which is read when it is assembled; None where there is none."""

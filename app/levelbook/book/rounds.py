"""The next round has a day on which it is due."""

from __future__ import annotations

from datetime import date

from levelbook.book.editions import Editions
from levelbook.book.sittings import Sittings
from levelbook.core.answers.sittings import agreed_next_round
from levelbook.core.text.day_arithmetic import days_after
from levelbook.store.team_folder import Settings


def next_round(editions: Editions, sittings: Sittings, settings: Settings) -> date | None:
    """The day on which the next round is due; None before the first edition.

    It is as the last sitting agreed, else as long after the last edition as the settings say.
    """
    last = editions.last
    return next_round_after(editions, sittings, settings, last.day, last.previous or "") if last else None


def next_round_after(
    editions: Editions, sittings: Sittings, settings: Settings, sealed_on: date, previous: str
) -> date:
    """Return the next round after an edition of that day, based on the sittings since the edition before."""
    agreed = agreed_next_round(sittings.not_in(editions.files_of(previous)), sealed_on)
    return agreed or days_after(sealed_on, settings.round_days)

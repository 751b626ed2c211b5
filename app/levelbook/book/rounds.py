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

    It is as the last sitting agreed, else as long after the edition of the last round as the settings say.
    """
    last = editions.last_of_a_round
    return next_round_after(editions, sittings, settings, last.day, last.previous or "") if last else None


def next_round_after(
    editions: Editions, sittings: Sittings, settings: Settings, sealed_on: date, previous: str
) -> date:
    """Return the next round after an edition of that day, based on the sittings since the round before it."""
    sealed_before = editions.files_of(editions.name_of_a_round(previous))
    agreed = agreed_next_round(sittings.not_in(sealed_before), sealed_on)
    return agreed or days_after(sealed_on, settings.round_days)

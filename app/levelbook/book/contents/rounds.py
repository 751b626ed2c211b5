"""The next round has a day on which it is due."""

from __future__ import annotations

from datetime import date

from levelbook.book.contents.sittings import Sittings, sittings_since
from levelbook.book.editions.editions import Editions
from levelbook.core.answers.sittings import agreed_next_round
from levelbook.core.text.day_arithmetic import days_after
from levelbook.store.team_folder import Settings


def next_round(editions: Editions, sittings: Sittings, settings: Settings) -> date | None:
    """The day on which the next round is due; None before the first edition.

    It is as the last sitting agreed, while that day is ahead of the edition of the last round; else as long after that
    edition as the settings say.
    """
    last = editions.last_of_a_round
    return next_round_after(editions, sittings, settings, last.day, last.previous or "") if last else None


def next_round_after(
    editions: Editions, sittings: Sittings, settings: Settings, sealed_on: date, previous: str
) -> date:
    """Return the next round after an edition of that day, based on what sittings agreed.

    What one agreed in an earlier round holds as well, while it is further away than half the time between rounds: this
    edition came in between. A nearer day was meant for the round that the edition ended, some days early.
    """
    held = sittings_since(editions, sittings, editions.name_of_a_round(previous))
    of_this_round = agreed_next_round(held, sealed_on)
    half_a_round_on = days_after(sealed_on, settings.round_days // 2)
    agreed = of_this_round or agreed_next_round(sittings.all, half_a_round_on)
    return agreed or days_after(sealed_on, settings.round_days)

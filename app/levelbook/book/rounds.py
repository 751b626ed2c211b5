"""A round has its sittings, and the next one has a day on which it is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from levelbook.book.editions import Editions
from levelbook.book.sittings import Sittings
from levelbook.core.answers.people import is_same_team
from levelbook.core.answers.sittings import Sitting, agreed_next_round, recorded_twice
from levelbook.core.errors import Problem
from levelbook.core.text.day_arithmetic import days_after
from levelbook.store import sittings_file
from levelbook.store.team_folder import Settings
from levelbook.words.files import shown


def sittings_since(editions: Editions, sittings: Sittings, name: str) -> tuple[tuple[date, Sitting], ...]:
    """Return the sittings that took place after an edition, with their days, oldest first; all where it is not there.

    One that the edition holds is among them only if it went on since: what became of its evidence is no meeting.
    """
    edition = next((one for one in editions.all if one.name == name), None)
    found = sittings.not_in(edition.files if edition else {})
    sealed = dict(editions.sittings_of(edition)) if edition and found else {}
    return tuple((day, one) for day, one in found if day not in sealed or one.went_on_since(sealed[day]))


def doubtful_sittings(editions: Editions, sittings: Sittings) -> tuple[Problem, ...]:
    """Return a problem for each sitting since the last edition that says it is of another team, as a copied file does,
    and for each item that is twice in one, and not the same both times.

    What an edition of this book holds is its own, whatever the team was called then.
    """
    team, folder = editions.folder.settings.team, editions.folder.sittings_path
    found = {day: tuple(_doubts(one, team, shown(sittings_file.path_of(folder, day)))) for day, one in sittings.all}
    if not any(found.values()):
        return ()
    days = [day for day, _ in sittings_since(editions, sittings, editions.last_name)]
    return tuple(problem for day in days for problem in found[day])


def _doubts(sitting: Sitting, team: str, path: str) -> Iterator[Problem]:
    if _is_of_another(sitting, team):
        yield Problem(
            f"This sitting is of “{sitting.team}”, this is the book of “{team}”, and it counts.",
            path=path,
            key="team",
            remedy="If it is the same team under a new name, take the line that begins with `team =` out of the file; "
            "else remove the file.",
        )
    for words in recorded_twice(sitting):
        yield Problem(
            f"“{words}” is in this sitting twice, and not the same both times.",
            path=path,
            remedy="If both are the same item, remove the one that does not hold; else give one of them other words.",
        )


def _is_of_another(sitting: Sitting, team: str) -> bool:
    return bool(sitting.team) and not is_same_team(sitting.team, team)


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

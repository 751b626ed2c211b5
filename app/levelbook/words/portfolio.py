"""Figures of a portfolio in words, as the command line, the page and the app say them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import count
from typing import Final, Protocol

from levelbook.core.portfolio.figures import Standing, TeamMean
from levelbook.core.portfolio.organisation import IN_NO_UNIT, NO_UNIT
from levelbook.core.portfolio.reports.comparison import ComparedFigure
from levelbook.core.portfolio.reports.lateness import LateTeam
from levelbook.core.portfolio.reports.practices import Gain
from levelbook.core.portfolio.reports.risks import Risk, RiskMonth
from levelbook.core.portfolio.reports.scope import ReportScope
from levelbook.core.portfolio.reports.team_details import PracticeOfTeam, TeamPractice
from levelbook.core.text.cleaning import clean_line
from levelbook.core.text.rounding import movement, signed, units
from levelbook.words.figures import listed, plural

NO_FIGURE: Final = "–"
OFFERED: Final = "Already offered by a team, but not taken over"
TO_OFFER: Final = "Could also be offered by a team that offers other practices"
NEW_AND_OLD: Final = "New: teams that sealed an edition in the quarter. Old: teams that are overdue for the next round."
WHAT_GAINS_ARE: Final = (
    "How much the mean level of all teams would rise if each team below its target raised the practice by one level, "
    "or to its target. Open answers count as 0."
)
LIKE_FOR_LIKE: Final = (
    "Each team's last edition of the quarter, like for like with the one before its first of the quarter"
)
FELL_AND_ROSE: Final = "Practices that fell in some teams, and rose in others by as many levels"
NO_TEAM: Final = "No team to show."
NO_LATE_TEAM: Final = "No team is late."
NO_PRACTICE: Final = "No practice to show."
NOTHING_TO_COMPARE: Final = "No edition of this quarter can be compared with the one before it."


def asked_lines(asked: ReportScope) -> Iterator[str]:
    """Say what an answer is over, then what it leaves out."""
    of = listed([str(kind) for kind in asked.kinds]) or "no questionnaire"
    where = f" in {asked.titles.get(asked.unit, asked.unit)}" if asked.unit else ""
    profile = "".join(f", {fact}={','.join(choices)}" for fact, choices in asked.profile.items())
    old = f", {asked.old} of them overdue for the next round" if asked.old else ""
    closed = f"; {asked.closed} more {'is' if asked.closed == 1 else 'are'} closed" if asked.closed else ""
    silent = f"; {asked.silent} more {'has' if asked.silent == 1 else 'have'} no edition here" if asked.silent else ""
    yield f"{asked.quarter}: {plural(asked.teams, 'team')}{where}{profile} ({of}){old}{closed}{silent}."
    for one in asked.left_out:
        left_out = f"Left out: {plural(one.teams, 'team')} with {one.questionnaire}@{one.version}"
        yield f"{left_out} (--questionnaire shows them)."


def quarters_words(known: Sequence[str]) -> str:
    """Say which quarters can be asked about; empty where there is none."""
    if len(known) < 2:
        return f"There is only {known[0]}." if known else ""
    return f"There are {known[0]} to {known[-1]}."


def no_row_contains(text: str) -> str:
    """Say that a list has rows, and a filter shows none of them."""
    return f"No row contains “{clean_line(text)}”."


def no_levels(asked: ReportScope) -> str:
    """Say why there is no level: no team is asked about, or nothing is in scope of any of them."""
    return "Nothing is in scope of any team, so there is nothing to measure." if asked.teams else NO_TEAM


def offered_gains(gains: Iterable[Gain]) -> list[Gain]:
    """Return the practices that teams could take over today, that which most of them could first."""
    return sorted((one for one in gains if one.could_take), key=lambda one: (-one.could_take, one.practice))


def gains_to_offer(gains: Iterable[Gain]) -> list[Gain]:
    """Return the practices that a team with other offers could also offer, likewise."""
    return sorted((one for one in gains if one.could_be_given), key=lambda one: (-one.could_be_given, one.practice))


def level_range(standing: Standing) -> str:
    """Say the level, with the range that open answers leave."""
    low, high = mean(standing.low), mean(standing.high)
    level = mean(standing.level)
    return level if low == high else f"{level} ({low}–{high})"


class OwnFigures(Protocol):
    """A team's own level, with the range that its open answers leave, and how much it has answered."""

    @property
    def level(self) -> float | None: ...

    @property
    def low(self) -> float | None: ...

    @property
    def high(self) -> float | None: ...

    @property
    def practices(self) -> int: ...

    @property
    def answered(self) -> int: ...


def team_range(of: OwnFigures) -> str:
    """Say a team's level, likewise."""
    return range_of(of.level, of.low, of.high)


def range_of(value: float | None, low: float | None, high: float | None) -> str:
    """Say a level with the range that open answers leave, where they leave any."""
    return level(value) if level(low) == level(high) else f"{level(value)} ({level(low)}–{level(high)})"


def answered_share(of: OwnFigures) -> float | None:
    """Return how much of what counts a team has answered; None where nothing counts."""
    return of.answered / of.practices if of.practices else None


def level(value: float | None) -> str:
    """Say a team's own figure with one decimal; nothing has a dash."""
    return NO_FIGURE if value is None else decimal(value)


def practice_level(of: TeamPractice | PracticeOfTeam) -> str:
    """Say a team's level in a practice, or why there is none."""
    if isinstance(of, TeamPractice) and not of.counts:
        return "n/a"
    if of.level is not None:
        return str(of.level)
    return "?" if isinstance(of, TeamPractice) and of.status == "unsure" else "open"


def practice_change(of: TeamPractice | PracticeOfTeam) -> str:
    """Say how far a team's level in a practice moved; nothing where it did not, or cannot be compared."""
    return steps(of.change) if of.change else ""


def steps(levels: int) -> str:
    """Say by how many whole levels something moved."""
    return f"+{levels}" if levels > 0 else f"−{-levels}" if levels else "0"


def whole(value: int | None) -> str:
    """Say a whole number; nothing has a dash."""
    return NO_FIGURE if value is None else str(value)


def mean(figure: TeamMean) -> str:
    """Say a mean with one decimal."""
    return NO_FIGURE if figure.mean is None else decimal(figure.mean)


def decimal(value: float) -> str:
    """Say a figure with one decimal."""
    return f"{units(Fraction(repr(value)), 1) / 10:.1f}"


def moved(before: TeamMean, after: TeamMean) -> tuple[str, str, str]:
    """Say a mean before, after and its change, with as many decimals as let them add up."""
    said = movement(Fraction(repr(before.mean or 0.0)), Fraction(repr(after.mean or 0.0)))
    return said.before, said.after, said.change


def change(value: float, places: int = 2) -> str:
    """Say a change with its sign, by so many decimals; by up to two more where it would read as none."""
    exact = Fraction(repr(value))
    places = next((more for more in range(places, places + 3) if units(exact, more)), places)
    return signed(units(exact, places), places)


def difference(of: ComparedFigure) -> str:
    """Say how much higher the other of two rows is."""
    return NO_FIGURE if of.difference is None else change(of.difference)


SHORT_NAME: Final = 4
"""Letters of a section's short name."""


def short_sections(ids: Iterable[str]) -> dict[str, str]:
    """Name each section in at most four letters: of its first word with which no other section's name begins.

    `model-training` and `model-deployment` are `trai` and `depl`; what stays alike gets a number at its end.
    """
    words = {id_: [word[:SHORT_NAME] for word in id_.split("-") if len(word) > 2] or [id_[:SHORT_NAME]] for id_ in ids}
    begins = Counter(name[0] for name in words.values())
    names: dict[str, str] = {}
    for id_, parts in words.items():
        own = next((part for part in parts if begins[part] < (2 if part == parts[0] else 1)), parts[0])
        others = set(names.values())
        numbered = (f"{own[: SHORT_NAME - len(str(number))]}{number}" for number in count(2))
        names[id_] = own if own not in others else next(name for name in numbered if name not in others)
    return names


def late_count(teams: Sequence[LateTeam]) -> str:
    """Count the teams that are late, and say with what they may be."""
    return f"{plural(len(teams), 'team')} with an overdue round, late steps or no edition"


def overdue(of: LateTeam) -> str:
    """Say by how much a team's round is overdue."""
    if of.never_sealed:
        return "no edition collected"
    if not of.is_round_late:
        return NO_FIGURE
    return "no round ended" if of.round_days_late is None else plural(of.round_days_late, "day")


def days_overdue(of: LateTeam) -> float | None:
    """Return by how many days a team's round is overdue, for an order: whoever never ended one comes after all."""
    if of.never_sealed:
        return float("inf")
    if not of.is_round_late:
        return None
    return 1e9 if of.round_days_late is None else of.round_days_late


def late_steps(of: LateTeam) -> str:
    """Say how many steps of a team are late, and how long."""
    if of.step_days_late is None:
        return NO_FIGURE
    return f"{of.steps_late}, up to {plural(of.step_days_late, 'day')}"


def team(name: str, id_: str) -> str:
    """Name a team, with its id where that is another."""
    return name if name == id_ else f"{name} ({id_})"


def unit(id_: str) -> str:
    """Name a unit by its id, as lists of teams do; that of teams that are in none by what it means."""
    return IN_NO_UNIT if id_ == NO_UNIT else id_


def day(on: date | None) -> str:
    """Write a day as files do."""
    return on.isoformat() if on else NO_FIGURE


def last_day(of: Risk) -> str:
    """Write the last day on which a risk is accepted, and whether it is over."""
    return f"{day(of.until)}, past" if of.is_past else day(of.until)


def past_risks(of: RiskMonth) -> str:
    """Say how many of the risks of a month are no longer accepted; empty where none is."""
    if not of.past:
        return ""
    return "past" if of.past == of.risks else f"{of.past} past"

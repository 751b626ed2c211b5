"""Reports on practices over all teams: proof, shortfalls, and the gain from raising one."""

from __future__ import annotations

from levelbook.core.frozen import frozen
from levelbook.core.portfolio.figures import TeamMean, settled
from levelbook.core.portfolio.reports.scope import Rows


@frozen
class Proof:
    """The levels that teams claim for a practice, and those that evidence proves."""

    practice: str
    title: str
    section: str
    claimed: TeamMean
    evidenced: TeamMean
    unproven: int
    """The number of teams whose evidence proves less than they claim."""

    @property
    def distance(self) -> float:
        return settled((self.claimed.mean or 0) - (self.evidenced.mean or 0))


def proof_of(found: Rows) -> tuple[Proof, ...]:
    """Build the report from the query `proof`, widest distance first."""
    lines = [
        Proof(
            line["practice"],
            line["title"],
            line["section"],
            TeamMean.of(line["level_sum"], line["teams"]),
            TeamMean.of(line["evidenced_sum"], line["teams"]),
            int(line["unproven"]),
        )
        for line in found
    ]
    return tuple(sorted(lines, key=lambda line: (-line.distance, line.practice)))


@frozen
class Shortfall:
    """A practice in which teams fall short of their targets."""

    practice: str
    title: str
    section: str
    essential: bool
    teams: int
    """The number of teams for which it counts."""
    short: int
    """How many are below their target."""
    unsettled: int
    gap: TeamMean
    """The mean over settled answers."""
    level: TeamMean
    target: TeamMean


def shortfalls_of(found: Rows) -> tuple[Shortfall, ...]:
    """Build the report from the query `practices`, those in which most teams fall short first."""
    lines = [
        Shortfall(
            line["practice"],
            line["title"],
            line["section"],
            bool(line["essential"]),
            int(line["teams"]),
            int(line["short"]),
            int(line["teams"]) - int(line["settled"]),
            *(TeamMean.of(line[f"{name}_sum"], line["settled"]) for name in ("gap", "level", "target")),
        )
        for line in found
    ]
    return tuple(sorted(lines, key=lambda line: (-line.short, -settled(line.gap.total), line.practice)))


@frozen
class Gain:
    """The gain for all teams together if a practice rises in teams that are below its target."""

    practice: str
    title: str
    section: str
    low_teams: int
    """The number of teams below their target, including unsettled ones."""
    unsettled: int
    one_level: TeamMean
    """The rise of the mean of all teams' `low` if each of them raised it by one level."""
    to_target: TeamMean
    """The rise if each raised it to its target."""
    could_take: int = 0
    """The number of low teams that could take it over from a team that offers it, but do not."""
    offered_by: tuple[str, ...] = ()
    """Names of the teams that offer it."""
    could_be_given: int = 0
    """The number of teams that could, if a team that offers other practices offered this one too."""
    held_by: tuple[str, ...] = ()
    """Names of these teams, if nobody offers it."""


def gains_of(found: Rows, teams: int, offered: Rows = (), platforms: Rows = ()) -> tuple[Gain, ...]:
    """Build the report from the query `gains` over a number of teams, largest gain first.

    offered, platforms: rows of the queries `offered_gains` and `platforms`, if any team offers something.
    """
    could = {line["practice"]: line for line in offered}
    names: dict[tuple[str, bool], dict[str, None]] = {}
    for line in platforms:
        names.setdefault((line["practice"], bool(line["offered"])), {})[line["name"]] = None

    def offering(practice: str) -> tuple[int, tuple[str, ...], int, tuple[str, ...]]:
        counts = could.get(practice, {})
        take, given = int(counts.get("could_take", 0)), int(counts.get("could_be_given", 0))
        by, held = (tuple(names.get((practice, is_offered), ())) for is_offered in (True, False))
        return take, by, given, held if given else ()

    lines = [
        Gain(
            line["practice"],
            line["title"],
            line["section"],
            int(line["low_teams"]),
            int(line["unsettled"]),
            TeamMean.of(line["gain_sum"], teams),
            TeamMean.of(line["to_target_sum"], teams),
            *offering(line["practice"]),
        )
        for line in found
    ]
    return tuple(sorted(lines, key=lambda line: (-settled(line.one_level.total), line.practice)))

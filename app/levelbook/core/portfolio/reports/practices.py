"""Practices over all teams: what is proven of them, where teams fall short, what raising one would bring."""

from __future__ import annotations

from levelbook.core.portfolio.figures import Over, settled
from levelbook.core.portfolio.reports.asked import Rows
from levelbook.frozen import frozen


@frozen
class Proof:
    """What teams claim of a practice, and what of it evidence backs."""

    practice: str
    title: str
    section: str
    claimed: Over
    evidenced: Over
    unproven: int
    """Teams whose evidence backs less than they claim."""

    @property
    def distance(self) -> float:
        return settled((self.claimed.mean or 0) - (self.evidenced.mean or 0))


def proof_of(found: Rows) -> tuple[Proof, ...]:
    """Make it of the query `proof`, the widest distance first."""
    lines = [
        Proof(
            line["practice"],
            line["title"],
            line["section"],
            Over.of(line["level_sum"], line["teams"]),
            Over.of(line["evidenced_sum"], line["teams"]),
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
    """For how many it counts."""
    short: int
    """How many are below their target."""
    unsettled: int
    gap: Over
    """Over those that are settled."""
    level: Over
    target: Over


def shortfalls_of(found: Rows) -> tuple[Shortfall, ...]:
    """Make it of the query `practices`, that in which most teams fall short first."""
    lines = [
        Shortfall(
            line["practice"],
            line["title"],
            line["section"],
            bool(line["essential"]),
            int(line["teams"]),
            int(line["short"]),
            int(line["teams"]) - int(line["settled"]),
            *(Over.of(line[f"{name}_sum"], line["settled"]) for name in ("gap", "level", "target")),
        )
        for line in found
    ]
    return tuple(sorted(lines, key=lambda line: (-line.short, -settled(line.gap.total), line.practice)))


@frozen
class Gain:
    """What a practice would bring all teams together, where it is below its target."""

    practice: str
    title: str
    section: str
    low_teams: int
    """How many are below their target, the unsettled among them."""
    unsettled: int
    one_level: Over
    """How much the mean of all teams' `low` would rise, if each of them raised it by one level."""
    to_target: Over
    """The same, if each raised it to its target."""
    could_take: int = 0
    """How many of the low teams could take it over from a team that offers it, and do not."""
    offered_by: tuple[str, ...] = ()
    """Names of the teams that offer it."""
    could_be_given: int = 0
    """How many could, if a team that offers other practices offered this one too."""
    held_by: tuple[str, ...] = ()
    """Names of these teams, where nobody offers it."""


def gains_of(found: Rows, teams: int, offered: Rows = (), platforms: Rows = ()) -> tuple[Gain, ...]:
    """Make it of the query `gains`, over so many teams, the largest gain first.

    offered and platforms: of the queries `offered_gains` and `platforms`, where any team offers something.
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
            Over.of(line["gain_sum"], teams),
            Over.of(line["to_target_sum"], teams),
            *offering(line["practice"]),
        )
        for line in found
    ]
    return tuple(sorted(lines, key=lambda line: (-settled(line.one_level.total), line.practice)))

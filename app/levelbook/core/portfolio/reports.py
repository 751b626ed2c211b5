"""What can be asked of a portfolio, as values: made of the sums that queries find, in the order in which people read.

Each report stands on the same question, whose answer says which teams it is over and which it leaves out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from levelbook.core.portfolio.figures import NOTHING, Over, Standing, settled

Rows = Sequence[Mapping[str, Any]]
WHOLE: Final = ""
"""The section of a row's overall figures."""


@dataclass(frozen=True)
class Kind:
    """A version of a questionnaire."""

    questionnaire: str
    version: str

    def __str__(self) -> str:
        return f"{self.questionnaire}@{self.version}"


@dataclass(frozen=True)
class LeftOut:
    """Teams that a report is not over, since what they answer cannot be compared."""

    questionnaire: str
    version: str
    teams: int


@dataclass(frozen=True)
class Asked:
    """What was asked, and what the answer is over."""

    quarter: str
    unit: str | None
    profile: Mapping[str, tuple[str, ...]]
    kinds: tuple[Kind, ...]
    """Versions that are counted together."""
    as_of: date
    """The day by which late is late."""
    collected_at: str
    teams: int
    old: int
    """How many of them have an edition older than a round."""
    left_out: tuple[LeftOut, ...]
    titles: Mapping[str, str] = field(default_factory=dict)
    """What rows are called."""


# --- show, trend ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class HeatRow:
    """A row of the heatmap: a unit or a team."""

    row: str
    title: str
    teams: int
    old: int
    overall: Standing
    sections: Mapping[str, Standing]

    def level_in(self, section: str) -> Over:
        """Return its level in a section; over no team where none has answers there."""
        return self.sections[section].level if section in self.sections else NOTHING


@dataclass(frozen=True)
class Heatmap:
    """Where rows stand in each section."""

    sections: Mapping[str, str]
    """Id to title."""
    rows: tuple[HeatRow, ...]
    whole: HeatRow | None
    """All rows together; None where there is no team."""


def heatmap(found: Rows, titles: Mapping[str, str]) -> Heatmap:
    """Make it of the query `show`."""
    by_row: dict[str, dict[str, Mapping[str, Any]]] = {}
    sections: dict[str, str] = {}
    for line in found:
        by_row.setdefault(line["row"], {})[line["section"]] = line
        if line["section"] != WHOLE:
            sections[line["section"]] = line["title"]
    rows = tuple(_heat_row(row, titles.get(row, row), lines) for row, lines in by_row.items() if WHOLE in lines)
    return Heatmap(sections, rows, _together(rows) if rows else None)


def _heat_row(row: str, title: str, lines: Mapping[str, Mapping[str, Any]]) -> HeatRow:
    whole = lines[WHOLE]
    by_section = {section: Standing.of(line) for section, line in lines.items() if section != WHOLE}
    return HeatRow(row, title, int(whole["teams"]), int(whole["old"]), Standing.of(whole), by_section)


def _together(rows: Sequence[HeatRow]) -> HeatRow:
    sections = {section for row in rows for section in row.sections}
    return HeatRow(
        WHOLE,
        "all",
        sum(row.teams for row in rows),
        sum(row.old for row in rows),
        Standing.together(row.overall for row in rows),
        {
            section: Standing.together(row.sections[section] for row in rows if section in row.sections)
            for section in sorted(sections)
        },
    )


@dataclass(frozen=True)
class TrendPoint:
    """Where the teams of a row stood at the end of a quarter."""

    quarter: str
    row: str
    teams: int
    new: int
    """How many sealed an edition in the quarter."""
    old: int
    overall: Standing


def trend(found: Rows) -> tuple[TrendPoint, ...]:
    """Make it of the query `trend`, with a row for all before the others of a quarter."""
    points: list[TrendPoint] = []
    for quarter in sorted({line["quarter"] for line in found}):
        rows = [_point(line) for line in found if line["quarter"] == quarter]
        teams, new, old = (sum(getattr(point, name) for point in rows) for name in ("teams", "new", "old"))
        together = Standing.together(point.overall for point in rows)
        points += [TrendPoint(quarter, WHOLE, teams, new, old, together), *rows]
    return tuple(points)


def _point(line: Mapping[str, Any]) -> TrendPoint:
    teams, new, old = (int(line[name]) for name in ("teams", "new", "old"))
    return TrendPoint(line["quarter"], line["row"], teams, new, old, Standing.of(line))


# --- late, risks ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LateTeam:
    """A team with something overdue, longest first."""

    team: str
    name: str
    unit: str
    row: str
    sealed_on: date | None
    """Null where it has sealed nothing yet."""
    is_round_late: bool
    round_days_late: int | None
    """Days since its next edition was due; null where its round is not overdue, or none ever ended."""
    never_sealed: bool
    steps_late: int
    step_days_late: int | None
    """Of its latest step."""


def late(rounds: Rows, steps: Rows, silent: Rows, as_of: date, round_days: int) -> tuple[LateTeam, ...]:
    """Make it of the queries `late_rounds`, `late_steps` and `silent`."""
    by_team: dict[tuple[str, str], dict[str, Any]] = {}
    for line in rounds:
        ended = line["round_on"]
        _of(by_team, line).update(
            sealed_on=line["sealed_on"],
            is_round_late=True,
            round_days_late=(as_of - ended).days - round_days if ended else None,
        )
    for line in silent:
        _of(by_team, line).update(never_sealed=True)
    for line in steps:
        _of(by_team, line).update(
            sealed_on=line["sealed_on"], steps_late=int(line["steps"]), step_days_late=(as_of - line["since"]).days
        )
    found = [LateTeam(**line) for line in by_team.values()]
    return tuple(sorted(found, key=_lateness))


def _of(by_team: dict[tuple[str, str], dict[str, Any]], line: Mapping[str, Any]) -> dict[str, Any]:
    nothing = {"sealed_on": None, "is_round_late": False, "round_days_late": None, "never_sealed": False}
    who = {name: line[name] for name in ("team", "name", "unit", "row")}
    return by_team.setdefault((line["row"], line["team"]), {**who, **nothing, "steps_late": 0, "step_days_late": None})


def _lateness(team: LateTeam) -> tuple[Any, ...]:
    days = team.round_days_late if team.round_days_late is not None else -1
    return (not team.never_sealed, -days, -(team.step_days_late or 0), team.team, team.row)


@dataclass(frozen=True)
class RiskMonth:
    """How many accepted risks run out in a month."""

    month: str
    """Such as 2027-03."""
    risks: int
    teams: int
    is_past: bool


@dataclass(frozen=True)
class Risk:
    """An accepted risk of a team."""

    until: date
    team: str
    name: str
    practice: str
    level: int
    target: int | None
    reason: str


@dataclass(frozen=True)
class Risks:
    """When accepted risks run out, the first ones first."""

    months: tuple[RiskMonth, ...]
    risks: tuple[Risk, ...]


def risks(months: Rows, each: Rows, as_of: date) -> Risks:
    """Make it of the queries `risk_months` and `risk_list`."""
    return Risks(
        tuple(
            RiskMonth(
                f"{line['year']:04}-{line['month']:02}",
                int(line["risks"]),
                int(line["teams"]),
                (line["year"], line["month"]) < (as_of.year, as_of.month),
            )
            for line in months
        ),
        tuple(Risk(**{name: line[name] for name in Risk.__dataclass_fields__}) for line in each),
    )


# --- proof, practices, gains ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
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


def proof(found: Rows) -> tuple[Proof, ...]:
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


@dataclass(frozen=True)
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


def practices(found: Rows) -> tuple[Shortfall, ...]:
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


@dataclass(frozen=True)
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


def gains(found: Rows, teams: int) -> tuple[Gain, ...]:
    """Make it of the query `gains`, over so many teams, the largest gain first."""
    lines = [
        Gain(
            line["practice"],
            line["title"],
            line["section"],
            int(line["low_teams"]),
            int(line["unsettled"]),
            Over.of(line["gain_sum"], teams),
            Over.of(line["to_target_sum"], teams),
        )
        for line in found
    ]
    return tuple(sorted(lines, key=lambda line: (-settled(line.one_level.total), line.practice)))


# --- spread, movement, compare ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Distance:
    """How far a team is from the middle of its unit."""

    team: str
    name: str
    unit: str
    level: float
    level_exact: str
    unit_median: float
    unit_teams: int
    distance: float


def spread(found: Rows) -> tuple[Distance, ...]:
    """Make it of the query `spread`, the furthest first."""
    lines = [
        Distance(**{name: line[name] for name in _SPREAD}, distance=settled(line["level"] - line["unit_median"]))
        for line in found
    ]
    return tuple(sorted(lines, key=lambda line: (-abs(line.distance), line.team)))


_SPREAD: Final = ("team", "name", "unit", "level", "level_exact", "unit_median", "unit_teams")


@dataclass(frozen=True)
class MovedPractice:
    """What moved in a practice, over the teams that were asked and answered alike before."""

    practice: str
    title: str
    section: str
    up: int
    down: int
    change: Over


@dataclass(frozen=True)
class MovedTeam:
    """What moved in an edition, like for like with the one before."""

    team: str
    name: str
    row: str
    practices: int
    before: float
    after: float
    before_exact: str
    after_exact: str

    @property
    def change(self) -> float:
        return settled(self.after - self.before)


@dataclass(frozen=True)
class MovedRow:
    """What moved in the editions of a row's teams."""

    row: str
    title: str
    before: Over
    after: Over


@dataclass(frozen=True)
class Movement:
    """What moved in a quarter, like for like: each edition with the one before it."""

    rows: tuple[MovedRow, ...]
    practices: tuple[MovedPractice, ...]
    """What fell first, then what rose, the most first."""
    teams: tuple[MovedTeam, ...]
    """Likewise."""


def movement(by_practice: Rows, by_team: Rows, titles: Mapping[str, str]) -> Movement:
    """Make it of the queries `moved_practices` and `moved_teams`."""
    moved = [
        MovedPractice(
            line["practice"],
            line["title"],
            line["section"],
            int(line["up"]),
            int(line["down"]),
            Over.of(line["change_sum"], line["teams"]),
        )
        for line in by_practice
    ]
    each = [
        MovedTeam(
            line["team"],
            line["name"],
            line["row"],
            line["like_practices"],
            *(line[name] for name in ("like_before", "like_after", "like_before_exact", "like_after_exact")),
        )
        for line in by_team
    ]
    return Movement(
        tuple(_moved_row(row, titles.get(row, row), each) for row in sorted({one.row for one in each})),
        tuple(sorted(moved, key=lambda line: (line.change.total, line.practice))),
        tuple(sorted(each, key=lambda line: (line.change, line.team))),
    )


def _moved_row(row: str, title: str, teams: Iterable[MovedTeam]) -> MovedRow:
    mine = [one for one in teams if one.row == row]
    sides = (Over.of(sum(getattr(one, side) for one in mine), len(mine)) for side in ("before", "after"))
    return MovedRow(row, title, *sides)


@dataclass(frozen=True)
class ComparedPractice:
    """A practice in two rows."""

    practice: str
    title: str
    one: Over
    other: Over

    @property
    def difference(self) -> float | None:
        """Return how much higher the other is; None where one of them has no level."""
        if self.one.mean is None or self.other.mean is None:
            return None
        return settled(self.other.mean - self.one.mean)


@dataclass(frozen=True)
class Compared:
    """Two rows side by side."""

    one: HeatRow | None
    other: HeatRow | None
    sections: Mapping[str, str]
    practices: tuple[ComparedPractice, ...]
    """The widest difference first."""


def compared(found: Rows, by_practice: Rows, titles: Mapping[str, str], one: str, other: str) -> Compared:
    """Make it of the queries `show` and `compare_practices`."""
    heat = heatmap(found, titles)
    rows = {row.row: row for row in heat.rows}
    levels: dict[str, dict[str, Over]] = {}
    names = {line["practice"]: line["title"] for line in by_practice}
    for line in by_practice:
        levels.setdefault(line["practice"], {})[line["row"]] = Over.of(line["level_sum"], line["levels"])
    lines = [
        ComparedPractice(practice, names[practice], sides.get(one, Over(0, 0)), sides.get(other, Over(0, 0)))
        for practice, sides in levels.items()
    ]
    ordered = sorted(lines, key=lambda line: (line.difference is None, -abs(line.difference or 0), line.practice))
    return Compared(rows.get(one), rows.get(other), heat.sections, tuple(ordered))


# --- teams ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TeamLine:
    """A team with its last edition's figures, and the same as fractions."""

    team: str
    name: str
    unit: str
    row: str
    place: str | None
    edition_name: str
    digest: str
    sealed_on: date
    round_on: date | None
    age_days: int
    is_old: bool
    practices: int
    answered: int
    level: float | None
    low: float | None
    high: float | None
    evidenced: float | None
    target: float | None
    level_exact: str | None
    low_exact: str | None
    high_exact: str | None
    evidenced_exact: str | None
    target_exact: str | None
    like_before_exact: str | None
    like_after_exact: str | None


def teams(found: Rows) -> tuple[TeamLine, ...]:
    """Make it of the query `team_list`."""
    names = tuple(TeamLine.__dataclass_fields__)
    return tuple(TeamLine(**{name: line[name] for name in names}) for line in found)

"""Teams that are late: with a round, with steps, or with a first edition."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from levelbook.core.frozen import frozen
from levelbook.core.portfolio.reports.scope import Rows


@frozen
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


def late_teams(rounds: Rows, steps: Rows, silent: Rows, as_of: date, round_days: int) -> tuple[LateTeam, ...]:
    """Build the report from the queries `late_rounds`, `late_steps` and `silent`."""
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

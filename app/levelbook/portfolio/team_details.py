"""This module reads the rows of single teams as they were collected: levels by section, and the last edition.

Nothing is added up or decided here, which is for `queries`. It is DuckDB's own SQL, since no screen waits for another
engine, and since its columns are those of the stored tables and of a questionnaire's sections; what an expression would
cost is in docs/decisions/engine-of-the-portfolio.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from levelbook.core.errors import UnknownId
from levelbook.core.portfolio.reports.team_details import (
    TeamEdition,
    TeamHeat,
    facts_of,
    practices_of,
    team_heat,
)
from levelbook.portfolio.engine import Engine, quoted
from levelbook.portfolio.inquiry import Inquiry

_NOW: Final = "(SELECT DISTINCT team, edition, is_old FROM chosen WHERE quarter = (SELECT quarter FROM asked))"


def teams_by_section(inquiry: Inquiry, sections: Sequence[str], *, most: int | None = None) -> list[TeamHeat]:
    """Return each team that is asked about with its level in these sections, by name. Raises FileIsWrong.

    most: only so many of them, the first by name.
    """
    levels = "".join(f", any_value(level) FILTER (WHERE section = {quoted(id_)})" for id_ in sections)
    names = "".join(f", s{place}" for place in range(len(sections)))
    sql = f"""
        WITH now AS (
            SELECT teams.team, name, unit, edition, is_old FROM {_NOW} AS now JOIN teams ON teams.team = now.team
            {f"ORDER BY name, teams.team LIMIT {most:d}" if most is not None else ""}
        ),
        by_section(edition{names}) AS (
            SELECT edition{levels} FROM sections SEMI JOIN now USING (edition) GROUP BY edition
        )
        SELECT now.team, now.name, unit, now.edition, sealed_on, is_old, practices, answered,
               level, low, high, evidenced, target{names}
        FROM now JOIN editions ON editions.edition = now.edition
        LEFT JOIN by_section ON by_section.edition = now.edition
        ORDER BY now.name, now.team
    """
    return list(team_heat(inquiry.duckdb.each_row(sql)))


def sealed_team(inquiry: Inquiry, team: str) -> TeamEdition:
    """Return a team's last edition in the quarter that is asked about. Raises UnknownId, FileIsWrong."""
    engine = inquiry.duckdb
    now = engine.rows(f"SELECT edition FROM {_NOW} WHERE team = {quoted(team)}")
    named = engine.rows(f"SELECT name, unit FROM teams WHERE team = {quoted(team)}")
    if not now or not named:
        raise UnknownId("team", team, hint="It has no edition that matches.")
    where = f"team = {quoted(team)} AND edition = {int(now[0][0])}"
    [edition] = engine.tables(f"SELECT * FROM editions WHERE {where}")
    name, unit = named[0]
    return TeamEdition(
        team=team,
        name=name,
        unit=unit,
        edition=edition,
        facts=facts_of(_rows(engine, "facts", where)),
        sections=dict(engine.rows(f"SELECT section, title FROM sections WHERE {where} ORDER BY position")),
        practices=practices_of(_rows(engine, "scores", where)),
        steps=tuple(_rows(engine, "steps", where, "practice, position")),
        risks=tuple(_rows(engine, "risks", where, "practice")),
        evidence=tuple(_rows(engine, "evidence", where, "practice, position")),
        trend=tuple(_trend(engine, team)),
    )


def _rows(engine: Engine, table: str, where: str, order: str = "ALL") -> list[dict[str, Any]]:
    return engine.tables(f"SELECT * FROM {table} WHERE {where} ORDER BY {order}")


def _trend(engine: Engine, team: str) -> Iterable[tuple[str, float | None]]:
    sql = f"""
        SELECT latest.quarter, level FROM latest JOIN editions USING (edition)
        WHERE latest.team = {quoted(team)} AND editions.team = {quoted(team)}
          AND latest.quarter <= (SELECT quarter FROM asked)
        ORDER BY latest.quarter
    """
    return engine.rows(sql)

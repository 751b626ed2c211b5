"""The ten reports of a portfolio as somebody writes them by hand for DuckDB, who knows what is asked beforehand.

What several of them need is computed once, as a person would who writes all ten. `asked` answers them; each answer has
the columns and the order of the query of its name in `levelbook/portfolio/queries`, so that the two can be compared.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

TABLES = ("teams", "units", "editions", "sections", "scores", "risks", "steps", "offers", "taken", "latest")
UNDIVIDED = ("teams", "units")

BEFORE = """
CREATE TEMP TABLE rows AS
SELECT team, name, teams.unit, place, closed_on, coalesce(split_part(path, '/', 1), teams.unit) AS row
FROM teams LEFT JOIN units ON units.unit = teams.unit;

CREATE TEMP TABLE kind AS
SELECT questionnaire, version
FROM (SELECT edition FROM latest WHERE quarter = '{quarter}') JOIN editions USING (edition)
GROUP BY ALL ORDER BY count(*) DESC, questionnaire DESC, version DESC LIMIT 1;

CREATE TEMP TABLE now AS
SELECT row, latest.team, rows.name, unit, rows.place, latest.sealed_on, round_on, age_days, is_old, edition,
       editions.name AS edition_name, digest, practices, answered, level, low, high, evidenced, target, level_exact,
       low_exact, high_exact, evidenced_exact, target_exact, like_before_exact, like_after_exact
FROM (SELECT * EXCLUDE (quarter) FROM latest WHERE quarter = '{quarter}') AS latest
JOIN editions USING (edition) JOIN kind USING (questionnaire, version) JOIN rows ON rows.team = latest.team;

CREATE TEMP TABLE several AS
SELECT team FROM editions JOIN kind USING (questionnaire, version)
WHERE quarter = '{quarter}' GROUP BY team HAVING count(*) > 1;

CREATE TEMP TABLE scored AS
SELECT edition, practice, section, title, essential, wording, scores.level, scores.evidenced, scores.target, share
FROM scores SEMI JOIN now USING (edition) WHERE counts;

CREATE TEMP TABLE accepted AS
SELECT row, now.team, name, practice, title, r.level, r.target, until, reason
FROM now JOIN risks AS r USING (edition) JOIN scored AS s USING (edition, practice)
WHERE s.level < s.target AND s.level >= r.level;

CREATE TEMP TABLE held AS
SELECT latest.team, practice, wording, level, (edition, practice) IN (SELECT (edition, practice) FROM offers) AS offered
FROM latest SEMI JOIN offers USING (edition) JOIN scores USING (edition)
WHERE latest.quarter = '{quarter}' AND counts AND level IS NOT NULL;
"""
_STANDING = """count(*) AS teams, sum(is_old::BIGINT) AS old, count(level) AS levels, sum(level) AS level_sum,
       sum(low) AS low_sum, sum(high) AS high_sum, sum(evidenced) AS evidenced_sum, sum(target) AS target_sum"""

REPORTS = {
    "show": f"""
SELECT row, section, {_STANDING}, min(position) AS position, max(title) AS title
FROM (
    SELECT row, '' AS section, 0 AS position, '' AS title, is_old, level, low, high, evidenced, target FROM now
    UNION ALL
    SELECT row, section, position, title, is_old, s.level, s.low, s.high, s.evidenced, s.target
    FROM now JOIN sections AS s USING (edition)
)
WHERE low IS NOT NULL GROUP BY row, section ORDER BY row, position, section""",
    "trend": f"""
SELECT latest.quarter, row, {_STANDING}, sum(is_new::BIGINT) AS new
FROM latest JOIN editions USING (edition) JOIN kind USING (questionnaire, version) JOIN rows ON rows.team = latest.team
WHERE low IS NOT NULL GROUP BY latest.quarter, row ORDER BY latest.quarter, row""",
    "team_list": "SELECT * EXCLUDE (edition) FROM now ORDER BY row, team",
    "late_rounds": """
SELECT row, team, name, unit, sealed_on, round_on FROM now
WHERE round_on IS NULL OR round_on < DATE '{late_before}' ORDER BY row, team""",
    "late_steps": """
SELECT row, now.team, name, unit, sealed_on, count(*) AS steps, min(due) AS since
FROM now JOIN steps USING (edition) SEMI JOIN scored USING (edition, practice)
WHERE done_on IS NULL AND due < DATE '{as_of}'
GROUP BY ALL ORDER BY row, now.team""",
    "silent": """
SELECT row, team, name, unit FROM rows
WHERE team NOT IN (SELECT team FROM latest WHERE quarter = '{quarter}')
  AND (closed_on IS NULL OR closed_on > DATE '{as_of}') ORDER BY row, team""",
    "risk_months": """
SELECT year(until) AS year, month(until) AS month, count(*) AS risks, count(DISTINCT team) AS teams
FROM accepted GROUP BY ALL ORDER BY year, month""",
    "risk_list": """
SELECT until, row, team, name, practice, title, level, target, reason FROM accepted
ORDER BY until, row, team, practice""",
    "proof": """
SELECT practice, min(section) AS section, max(title) AS title, count(*) AS teams, sum(level) AS level_sum,
       sum(coalesce(evidenced, 0)) AS evidenced_sum,
       count(*) FILTER (WHERE coalesce(evidenced, 0) < level) AS unproven
FROM scored WHERE level IS NOT NULL GROUP BY practice ORDER BY practice""",
    "practices": """
SELECT practice, min(section) AS section, max(title) AS title, max(essential::BIGINT) AS essential, count(*) AS teams,
       count(level) AS settled, count(*) FILTER (WHERE level < target) AS short,
       sum(CASE WHEN level < target THEN target - level ELSE 0 END) AS gap_sum, sum(level) AS level_sum,
       sum(CASE WHEN level IS NULL THEN 0 ELSE target END) AS target_sum
FROM scored GROUP BY practice ORDER BY practice""",
    "gains": """
SELECT practice, min(section) AS section, max(title) AS title, count(*) AS low_teams,
       count(*) FILTER (WHERE level IS NULL) AS unsettled, sum(coalesce(share, 0)) AS gain_sum,
       sum(coalesce(share, 0) * (target - coalesce(level, 0))) AS to_target_sum
FROM scored WHERE coalesce(level, 0) < target GROUP BY practice ORDER BY practice""",
    "platforms": """
SELECT practice, team, name, level, offered::BIGINT AS offered
FROM held JOIN rows USING (team) ORDER BY practice, team""",
    "offered_gains": """
SELECT practice, sum(coalesce(offered_level > coalesce(level, 0), false)::BIGINT) AS could_take,
       sum((offered_level IS NULL AND held_level > coalesce(level, 0))::BIGINT) AS could_be_given
FROM scored ANTI JOIN taken USING (edition, practice) JOIN (
    SELECT practice, wording, max(level) FILTER (WHERE offered) AS offered_level, max(level) AS held_level
    FROM held GROUP BY ALL) AS best USING (practice, wording)
WHERE coalesce(level, 0) < target GROUP BY practice ORDER BY practice""",
    "spread": """
SELECT unit, team, name, level, level_exact, count(*) OVER (PARTITION BY unit) AS unit_teams,
       median(level) OVER (PARTITION BY unit) AS unit_median
FROM now WHERE level IS NOT NULL ORDER BY unit, team""",
    "moved_practices": """
SELECT practice, min(section) AS section, max(title) AS title, count(*) AS teams,
       count(*) FILTER (WHERE level > before_level) AS up, count(*) FILTER (WHERE level < before_level) AS down,
       sum(level - before_level) AS change_sum
FROM scores
WHERE quarter = '{quarter}' AND same_words AND level IS NOT NULL AND before_level IS NOT NULL AND edition IN (
    SELECT edition FROM editions JOIN kind USING (questionnaire, version)
    WHERE quarter = '{quarter}' AND team IN (SELECT team FROM now) AND team NOT IN (SELECT team FROM several))
GROUP BY practice ORDER BY practice""",
    "moved_teams": """
SELECT row, now.team, now.name, e.edition, like_practices, like_before, like_after, e.like_before_exact,
       e.like_after_exact
FROM editions AS e JOIN kind USING (questionnaire, version) JOIN now ON now.team = e.team
WHERE quarter = '{quarter}' AND like_practices IS NOT NULL AND now.team NOT IN (SELECT team FROM several)
ORDER BY row, now.team, e.edition""",
    "moved_in_several": """
SELECT now.row, now.team, now.name, e.edition, now.edition AS last, previous, practice, before_id, s.section, s.title,
       s.level, before_level, s.weight_exact AS practice_weight, c.weight_exact AS section_weight
FROM editions AS e JOIN kind USING (questionnaire, version) JOIN now ON now.team = e.team
LEFT JOIN (
    SELECT team, digest, edition AS previous FROM editions JOIN kind USING (questionnaire, version)
    WHERE quarter = '{quarter}' AND previous_digest IS NOT NULL
) AS earlier ON earlier.team = e.team AND earlier.digest = e.previous_digest
JOIN scores AS s ON s.edition = e.edition JOIN sections AS c ON c.edition = e.edition AND c.section = s.section
WHERE e.quarter = '{quarter}' AND now.team IN (SELECT team FROM several)
    AND same_words AND s.level IS NOT NULL AND before_level IS NOT NULL
ORDER BY now.row, now.team, e.edition, practice""",
}


def asked(store: Path) -> dict[str, list[dict[str, Any]]]:
    """Answer all of them over a store, by name."""
    manifest = json.loads((store / "store.json").read_text("utf-8"))
    connection = duckdb.connect(config={"preserve_insertion_order": "false"})
    for table in TABLES:
        connection.execute(_view(table, [store / name for name in manifest["files"] if name.startswith(f"{table}/")]))
    [(quarter,)] = connection.execute("SELECT max(quarter) FROM latest").fetchall()
    as_of = date.fromisoformat(manifest["collected_on"])
    said = {"quarter": quarter, "as_of": as_of, "late_before": as_of - timedelta(days=manifest["round_days"])}
    connection.execute(BEFORE.format(**said))
    return {name: _rows(connection, sql.format(**said)) for name, sql in REPORTS.items()}


def _view(table: str, files: Iterable[Path]) -> str:
    listed = ", ".join(f"'{file}'" for file in files)
    how = "" if table in UNDIVIDED else ", hive_partitioning = true, hive_types = {'quarter': VARCHAR}"
    return f"CREATE VIEW {table} AS SELECT * FROM read_parquet([{listed}]{how})"


def _rows(connection: Any, sql: str) -> list[dict[str, Any]]:
    done = connection.execute(sql)
    names = [column[0] for column in done.description]
    return [dict(zip(names, row, strict=True)) for row in done.fetchall()]

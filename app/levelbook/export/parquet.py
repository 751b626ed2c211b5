"""This module writes a Parquet file with one row a practice, typed: days are dates, moments are UTC, nothing is NaN.

It holds what engines other than DuckDB take too: no unsigned or huge integers, no UUIDs, no time zones in a column.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import duckdb

from levelbook.core.answers.external_answer import external_answer_of
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.export.source import ExportSource
from levelbook.reading.files import content_of

COLUMNS: Final = {
    **dict.fromkeys(("team", "questionnaire", "version", "edition"), "VARCHAR"),
    "as_of": "DATE",
    **dict.fromkeys(("id", "section", "title", "question", "scope", "status"), "VARCHAR"),
    **dict.fromkeys(("counts", "settled", "confirmed"), "BOOLEAN"),
    **dict.fromkeys(("level", "low", "high", "evidenced", "target", "gap", "priority", "impact"), "BIGINT"),
    **dict.fromkeys(("reason", "note", "owner"), "VARCHAR"),
    "due": "DATE",
    "answered_at": "TIMESTAMP",
    **dict.fromkeys(("evidence", "open_steps"), "BIGINT"),
}
"""Names of the columns to their types. What does not count has no figures; empty texts are NULL."""
MOST_BYTES: Final = 64_000_000
"""No file of ours comes near."""


def export(source: ExportSource) -> bytes:
    """Return the file; practices are in the questionnaire's order."""
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(":memory:") as connection:
        connection.execute("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false")
        connection.execute(f"CREATE TABLE practices ({', '.join(f'{name} {kind}' for name, kind in COLUMNS.items())})")
        places = ", ".join("?" for _ in COLUMNS)
        connection.executemany(f"INSERT INTO practices VALUES ({places})", [list(row) for row in _rows(source)])  # noqa: S608
        path = Path(folder) / "practices.parquet"
        target = str(path).replace("'", "''")  # a temporary folder may be below that of somebody called O'Brien
        connection.execute(f"COPY practices TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
        return content_of(path, MOST_BYTES)


def _rows(source: ExportSource) -> Iterator[Sequence[Any]]:
    now = source.assessment
    about = (source.team, now.questionnaire.id, now.questionnaire.version, now.name, now.on)
    sections = now.questionnaire.sections_by_id
    for one in now.scorecard.practices.values():
        yield (*about, *_row(one, sections[one.practice.section].title))


def _row(one: PracticeScore, section: str) -> Iterator[Any]:
    said = external_answer_of(one.answer)
    yield from (one.id, section, one.practice.title, one.practice.question, one.scope, one.status)
    yield from (one.counts, one.settled, one.confirmed)
    figures = (one.level, one.low, one.high, one.evidenced, one.target, one.gap, one.priority)
    yield from (figures if one.counts else (None,) * len(figures))
    yield one.practice.impact
    yield from (text or None for text in (said.reason, said.note, said.owner))
    yield from (one.answer.due, _utc(one.answer.answered_at))
    yield from (len(one.answer.all_evidence), sum(step.done_on is None for step in one.answer.steps))


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment else None

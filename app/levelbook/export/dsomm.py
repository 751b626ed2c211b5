"""This module writes a team's progress for OWASP DSOMM's app: the day on which each activity came into each state.

The book has to be one of DSOMM's activities. A state is called as `scoring.toml` labels it; DSOMM counts those that
its `meta.yaml` defines by the same name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date
from typing import Final

from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.errors import UsedWrongly
from levelbook.core.text.cleaning import clean_line
from levelbook.export.source import ExportSource

_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def export(source: ExportSource) -> bytes:
    """Return the file, as DSOMM's app writes its own. Raises UsedWrongly where the book is not of DSOMM."""
    model = source.assessment.questionnaire.scoring_model
    activities = [one for one in model.questions if _UUID.fullmatch(one.source_id)] if model else []
    if model is None or not activities:
        raise UsedWrongly(
            "This book does not use DSOMM's activities.",
            remedy="Start a book with the questionnaire from `levelbook questionnaire import dsomm`.",
        )
    lines = ["progress:"]
    for one in activities:
        score = source.assessment.scorecard.practices[one.practice]
        labels = model.sets_by_id[one.answers].labels
        lines += _activity(one.source_id, score, labels, source.team, source.assessment.on)
    return ("\n".join(lines) + "\n").encode("utf-8")


def _activity(uuid: str, score: PracticeScore, labels: Sequence[str], team: str, on: date) -> Iterator[str]:
    """The states that a team has reached, the first one of all left out; nothing where there are none."""
    if not (score.counts and score.settled and score.level):
        return
    answered = score.answer.answered_at
    day = answered.astimezone(UTC).date() if answered else on
    yield f"  {uuid}:  # {clean_line(score.practice.title)}"
    yield f"    {_quoted(team)}:"
    for label in labels[1 : score.level + 1]:
        yield f"      {_quoted(label)}: {day.isoformat()}"


def _quoted(text: str) -> str:
    """Write a text as YAML does, in single quotes."""
    return "'" + clean_line(text).replace("'", "''") + "'"

"""This module writes the open steps that have no ticket yet as a CSV file for issue trackers.

GitLab reads the columns `title`, `description` and `due_date` by their names and no other; Jira wants a `Summary` and
asks which column is what. By the last line of a description the ticket that comes back is known.
"""

from __future__ import annotations

from datetime import date

from levelbook.core.answers.answers import Step
from levelbook.core.assessment.gaps import day_of_step
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.tickets import mark_of
from levelbook.core.text.cleaning import day_text
from levelbook.export.csv import table
from levelbook.export.source import ExportSource
from levelbook.guide.write.forge_guard import without_effect
from levelbook.words.practice_state import level_or_status_words

HEADS = ("title", "description", "due_date", "Summary", "owner", "practice")


def export(source: ExportSource) -> bytes:
    """Return the file; steps are in the questionnaire's order."""
    scores, on = source.assessment.scorecard.counting, source.assessment.on
    rows = [_row(one, step, source.team, on) for one in scores for step in one.answer.open_steps if not step.ticket]
    return table(HEADS, rows)


def _row(one: PracticeScore, step: Step, team: str, on: date) -> tuple[str, ...]:
    owner = step.owner or one.answer.owner
    about = [
        f"Practice: {one.practice.title} ({level_or_status_words(one)}, target {one.target}).",
        f"Rule: {one.practice.rule}",
    ]
    if owner:
        about.append(f"Owner: {owner}")
    description = without_effect("\n\n".join(about)) + f"\n\n{mark_of(one.id, step, team=team)}"
    due = day_of_step(one, step, on)
    return step.text, description, day_text(due), step.text, owner, one.practice.title

"""Rows for what two branches said differently: a list of it, and one of it from both sides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import tzinfo

from levelbook.book.resolve import Conflict, FactConflict, Resolution
from levelbook.core.answers.merge import Side
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.tui.literal_text import EMPTY, content, line
from levelbook.tui.widgets.rows import Row
from levelbook.words.merging import answer_title, fact_title, signature_words, value_words, version_words

BLANK = Row(EMPTY)


def list_rows(resolution: Resolution, taken: Mapping[str, Side]) -> list[Row]:
    """Return a row for each conflict, with the side that is taken."""
    return [
        Row(
            line(title(resolution.questionnaire, conflict)),
            lead=line(f"{taken.get(conflict.id, 'open'):<8}", "good" if conflict.id in taken else "warn"),
            key=conflict.id,
            clip=True,
        )
        for conflict in resolution.conflicts
    ]


def title(questionnaire: Questionnaire, conflict: Conflict) -> str:
    """The number and title by which people know it."""
    if isinstance(conflict, FactConflict):
        return fact_title(questionnaire, conflict.id)
    return answer_title(questionnaire, conflict.id)


def side_rows(questionnaire: Questionnaire, conflict: Conflict, side: Side, zone: tzinfo) -> list[Row]:
    """Return rows on one side's answer, field by field, with its author."""
    return list(_said(questionnaire, conflict, side, zone))


def _said(questionnaire: Questionnaire, conflict: Conflict, side: Side, zone: tzinfo) -> Iterator[Row]:
    if isinstance(conflict, FactConflict):
        yield Row(line(value_words(conflict.ours if side == "ours" else conflict.theirs)))
        return
    answer, other = (conflict.ours, conflict.theirs) if side == "ours" else (conflict.theirs, conflict.ours)
    for field in conflict.fields:
        practice = questionnaire.practices.get(conflict.id)
        yield Row(content(version_words(answer, [field], practice, beside=other)))  # a note keeps its lines
        yield BLANK
    if words := signature_words(answer, conflict.fields, zone):
        yield Row(line(words, "dim"))

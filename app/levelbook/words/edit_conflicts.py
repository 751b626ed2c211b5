"""This module shows both versions if somebody else changed the same field of an answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from levelbook.core.answers.answers import Answer
from levelbook.core.answers.merge import changed_fields, differing_fields
from levelbook.core.questionnaire.questionnaire import Practice
from levelbook.core.text.cleaning import spoken_day
from levelbook.words.merging import version_words


def edit_conflict_words(number: str, mine: Answer, theirs: Answer, base: Answer, practice: Practice) -> str:
    """Say what an answer says now, and what was not written: `4.2 says level 3 now; you said level 2.`

    base: the answer that both began from.
    """
    fields = changed_fields(mine, theirs, base) or differing_fields(mine, theirs)
    now = version_words(theirs, fields, practice, beside=mine)
    said = version_words(mine, fields, practice, beside=theirs)
    return f"{number} now says {now}; you said {said}."


def not_taken_words(lost: Answer, kept: Answer, fields: Sequence[str], day: date, practice: Practice | None) -> str:
    """Return a line for the note about text that was not taken, so that it is not lost."""
    said = version_words(lost, fields, practice, beside=kept)
    return f"Not saved on {spoken_day(day)}, because others had answered meanwhile: {said}"

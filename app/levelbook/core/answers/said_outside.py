"""Part of an answer can be given outside levelbook, in a row of a workbook or of a CSV file that comes back.

A row holds `Said`, and beside it the practice's id, the `rev` of the answer and a fingerprint of what was sent. By
these three the row that comes back says whether somebody changed it, and whether the answer is still the one it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple
from typing import Final

from levelbook.core.answers.answers import Answer
from levelbook.core.questionnaire.questionnaire import Questionnaire, short_digest
from levelbook.frozen import frozen

UNSURE: Final = "unsure"
NOT_APPLICABLE: Final = "not applicable"
REV: Final = "rev:"
SENT: Final = "sent:"
"""Prefix of eight hex digits, some of which a spreadsheet would otherwise take for a number."""
NOT_SENT: Final = "sent:not to be answered"
"""In the place of a fingerprint: nobody is asked for this row, and nothing of it is taken."""
ID_COLUMNS: Final = ("id", "rev", "sent")
"""Columns by which a row that comes back is known."""
TITLE_COLUMN: Final = "Practice"
"""A workbook's column of practices' titles."""
ANSWER_COLUMNS: Final[Mapping[str, str]] = {
    "answer": "Answer", "reason": "Reason", "note": "Note", "owner": "Owner", "due": "Due",
}  # fmt: skip
"""Fields of `Said` to the columns of a workbook that may be answered."""
LISTS_SHEET: Final = "Lists"
ABOUT_KEYS: Final = ("questionnaire", "version", "edition")
"""What a workbook's sheet of lists says of it, in the third column, with the values beside it."""


@frozen
class Said:
    """What can be said of one practice outside levelbook, each as text; empty where nothing is."""

    answer: str = ""
    """A level as digits, `unsure` or `not applicable`."""
    reason: str = ""
    """Why it is not applicable; with a level, why the level moved since the last edition."""
    note: str = ""
    owner: str = ""
    due: str = ""
    """A day as `YYYY-MM-DD`."""

    def fingerprint(self, practice_id: str) -> str:
        """Return a mark of all this, said of this practice."""
        return SENT + short_digest([practice_id, *astuple(self)])


def said_of(answer: Answer) -> Said:
    """Return what an answer says of all that can be said outside."""
    spoken = {"unsure": UNSURE, "not-applicable": NOT_APPLICABLE, "unanswered": ""}
    return Said(
        answer=str(answer.level) if answer.level is not None else spoken[answer.status],
        reason=answer.not_applicable or answer.level_reason,
        note=answer.note,
        owner=answer.owner,
        due=answer.due.isoformat() if answer.due else "",
    )


def choices(questionnaire: Questionnaire) -> dict[str, str]:
    """Map what can be said in `Said.answer` to the words of it that people choose from."""
    levels = {str(step.level): f"{step.level} {step.name}" for step in questionnaire.scale}
    return {**levels, UNSURE: "Unsure", NOT_APPLICABLE: "Not applicable"}


def chosen(text: str, questionnaire: Questionnaire) -> str | None:
    """Return what somebody chose: by its words, a level also by its number or name alone; None where nothing fits."""
    if not text:
        return ""
    wanted = text.casefold()
    offered = choices(questionnaire)
    names = [step.name.casefold() for step in questionnaire.scale]
    for said, words in offered.items():
        if wanted in (said, words.casefold()):
            return said
    return str(names.index(wanted)) if names.count(wanted) == 1 else None

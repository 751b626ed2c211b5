"""An external answer is given outside levelbook: a row of a workbook or of a CSV file, filled in and imported again.

A row holds an `ExternalAnswer`, and beside it the practice's id, the `rev` of the answer and a fingerprint of what was
sent. From these three, the import sees whether somebody changed the row, and whether the answer, or what is asked, has
changed since.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple
from typing import Final

from levelbook.core.answers.answers import Answer
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.questionnaire import Questionnaire, short_digest
from levelbook.core.text.cleaning import clean_lines, day_text

UNSURE: Final = "unsure"
NOT_APPLICABLE: Final = "not applicable"
REV: Final = "rev:"
SENT: Final = "sent:"
"""The prefix of fingerprints, without which a spreadsheet would take some of them for numbers."""
_WORDING: Final = "-"
NOT_SENT: Final = "sent:not to be answered"
"""Stands in place of a fingerprint: this row is not for answering, and nothing in it is imported."""
ID_COLUMNS: Final = ("id", "rev", "sent")
"""The columns that identify a returned row."""
TEAM_COLUMN: Final = "team"
"""A CSV file's column of the team whose answers it has."""
TITLE_COLUMN: Final = "Practice"
"""A workbook's column of practices' titles."""
ANSWER_COLUMNS: Final[Mapping[str, str]] = {
    "answer": "Answer", "reason": "Reason", "note": "Note", "owner": "Owner", "due": "Due",
}  # fmt: skip
"""Fields of `ExternalAnswer` to the columns of a workbook that may be answered."""
LISTS_SHEET: Final = "Lists"
ABOUT_KEYS: Final = ("questionnaire", "version", "edition", "team")
"""The labels in the third column of a workbook's `lists` sheet, with the values beside them."""


@frozen
class ExternalAnswer:
    """An answer to one practice as external tools can give it: each field as text, empty for nothing."""

    answer: str = ""
    """A level as digits, `unsure` or `not applicable`."""
    reason: str = ""
    """Why it is not applicable; with a level, why the level moved since the last edition."""
    note: str = ""
    owner: str = ""
    due: str = ""
    """A day as `YYYY-MM-DD`."""

    def fingerprint(self, practice_id: str) -> str:
        """Return a digest of these fields and the practice's id."""
        return SENT + short_digest([practice_id, *astuple(self)])

    def sent(self, practice_id: str, wording: str) -> str:
        """Return what a row holds of this answer: its fingerprint, and the digest of the words that were asked."""
        return f"{self.fingerprint(practice_id)}{_WORDING}{wording}"


def as_sent(sent: str) -> tuple[str, str]:
    """Return the fingerprint and the wording's digest that a row holds; no wording in a row of an older levelbook."""
    fingerprint, _, wording = sent.partition(_WORDING)
    return fingerprint, wording


def external_answer_of(answer: Answer) -> ExternalAnswer:
    """Return the fields of an answer that can be given outside levelbook."""
    spoken = {"unsure": UNSURE, "not-applicable": NOT_APPLICABLE, "unanswered": ""}
    return ExternalAnswer(
        answer=str(answer.level) if answer.level is not None else spoken[answer.status],
        reason=answer.not_applicable or answer.level_reason,
        note=clean_lines(answer.note),
        owner=answer.owner,
        due=day_text(answer.due),
    )


def choices(questionnaire: Questionnaire) -> dict[str, str]:
    """Map the values of `ExternalAnswer.answer` to the labels that people choose from."""
    levels = {str(step.level): f"{step.level} {step.name}" for step in questionnaire.scale}
    return {**levels, UNSURE: "Unsure", NOT_APPLICABLE: "Not applicable"}


def chosen(text: str, questionnaire: Questionnaire) -> str | None:
    """Return the value for a typed label; a level also by its number or name alone. None if nothing matches."""
    if not text:
        return ""
    wanted = text.casefold()
    offered = choices(questionnaire)
    names = [step.name.casefold() for step in questionnaire.scale]
    for said, words in offered.items():
        if wanted in (said, words.casefold()):
            return said
    return str(names.index(wanted)) if names.count(wanted) == 1 else None

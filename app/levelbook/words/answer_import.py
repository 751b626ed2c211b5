"""This module says what came back from outside: what would change, and what is refused."""

from __future__ import annotations

from collections.abc import Iterable

from levelbook.core.answers.external_answer import ExternalAnswer, choices
from levelbook.core.assessment.answer_import import AnswerImport, RowChange, RowRefusal
from levelbook.core.assessment.tickets import TicketsFound
from levelbook.core.errors import MOST_PROBLEMS
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.core.text.quotation import in_quotes
from levelbook.words.figures import plural

_SHOWN = 60
"""Characters of a note that are shown."""
_PEOPLES_WORDS = ("note", "reason")
"""Fields that hold sentences, which a comma after them must not run into."""


def answer_import_lines(found: AnswerImport, questionnaire: Questionnaire) -> list[str]:
    """List every change and the first refusals, a line each, and the number of untouched rows."""
    lines = [f"  change  {change_words(change, questionnaire)}" for change in found.changes]
    lines += _refusals(refusal_words(refusal, questionnaire) for refusal in found.refused[:MOST_PROBLEMS])
    lines += _not_listed(len(found.refused))
    counted = (
        f"{plural(len(found.changes), 'change')}, {len(found.refused)} refused, {found.untouched} without a change."
    )
    return [*lines, counted]


def ticket_lines(found: TicketsFound, questionnaire: Questionnaire) -> list[str]:
    """List every step that gets a ticket and the first tickets that are refused, a line each."""
    lines = [
        f"  change  {_titled(change.practice_id, questionnaire)}: {change.ticket} for {in_quotes(change.step.text)}"
        for change in found.changes
    ]
    lines += [*_refusals(found.refused[:MOST_PROBLEMS]), *_not_listed(len(found.refused))]
    return [
        *lines,
        f"{plural(len(found.changes), 'ticket')}, {len(found.refused)} refused, {found.held} already there.",
    ]


def _refusals(said: Iterable[str]) -> list[str]:
    return [f"  refuse  {words}" for words in said]


def _not_listed(refused: int) -> list[str]:
    """Say how many refusals are not listed, of a file that was made to have very many."""
    return [f"  refuse  {refused - MOST_PROBLEMS:,} more, not listed"] if refused > MOST_PROBLEMS else []


def change_words(change: RowChange, questionnaire: Questionnaire) -> str:
    """Return what a row changes: `1.1 Backups: answer 1 Ad hoc → 2 Defined, note “See wiki”, owner Priya taken out`."""
    said = [_field_words(name, change.before, change.after, questionnaire) for name in change.fields]
    for label, criteria in (("not met", change.edit.unmet), ("already met", change.edit.met)):
        said += [f"{label}: {' and '.join(criteria)}"] if criteria else []
    return f"{_titled(change.practice_id, questionnaire)}: {', '.join(said)}"


def refusal_words(refusal: RowRefusal, questionnaire: Questionnaire) -> str:
    """Say where a row stands, and why it is refused."""
    titled = _titled(refusal.practice_id, questionnaire)
    return f"{refusal.place}{f' ({titled})' if titled else ''}: {refusal.why}"


def _titled(practice_id: str, questionnaire: Questionnaire) -> str:
    practice = questionnaire.practices.get(practice_id)
    return f"{questionnaire.numbers[practice_id]} {practice.title}" if practice else practice_id


def _field_words(name: str, before: ExternalAnswer, after: ExternalAnswer, questionnaire: Questionnaire) -> str:
    was, is_now = (_value(name, said, questionnaire) for said in (before, after))
    if not was:
        return f"{name} {is_now}"
    return f"{name} {was} → {is_now}" if is_now else f"{name} {was} taken out"


def _value(name: str, said: ExternalAnswer, questionnaire: Questionnaire) -> str:
    value: str = getattr(said, name)
    if name == "answer":
        return choices(questionnaire)[value] if value else ""
    line = " / ".join(value.split("\n"))
    line = line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
    return in_quotes(line) if line and name in _PEOPLES_WORDS else line

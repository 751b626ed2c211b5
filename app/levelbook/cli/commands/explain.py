"""`levelbook explain`: how one figure came about."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from levelbook.book.editions.compare import NOW, compare
from levelbook.book.publishing.published_names import published, shown_names
from levelbook.book.session import Session
from levelbook.cli import shell_completion
from levelbook.cli.open_book import open_session
from levelbook.cli.output import put, put_json
from levelbook.core.assessment.change_explanation import (
    ChangeExplained,
    explain_change,
    explain_practice_change,
    explain_section_change,
)
from levelbook.core.assessment.comparison import Comparison
from levelbook.core.assessment.explanation import (
    Explanation,
    Figure,
    explain_overall,
    explain_practice,
    explain_section,
)
from levelbook.core.errors import UnknownId, UsedWrongly
from levelbook.core.questionnaire import lookup
from levelbook.core.text.cleaning import nearest
from levelbook.words.facts import compared_reworded_words
from levelbook.words.figures import figure_words, share_words
from levelbook.words.proof import not_proven_words

NAMES = {
    "low": "at least",
    "high": "at most",
    "evidenced": "proven",
    "attainment": "target reached",
    "coverage": "answered",
    "confirmed": "reviewed this round",
    "share": "share of the whole",
    "needed": "target",
    "section's attainment": "section's target reached",
}
"""Names of figures in sentences, if they differ from those in files and JSON."""


@click.command(
    "explain",
    epilog="ID is a practice or its number, a section or its number, or “overall”. With --from or --to it explains "
    "why the level moved between two editions; --to now alone begins with the last edition, or right after a seal with "
    "the one before it. "
    "--json prints {id, title, figures: [{name, formula, values, value}], notes: [text]}; shares are from 0 to 1.",
)
@click.argument("id", metavar="ID", shell_complete=shell_completion.figure_ids)
@click.option(
    "--from",
    "old",
    metavar="EDITION",
    shell_complete=shell_completion.edition_names,
    help="Explain the change since this edition.",
)
@click.option(
    "--to",
    "new",
    metavar="EDITION",
    shell_complete=shell_completion.edition_names,
    help="Explain the change up to this edition; now, unless given.",
)
@click.option("--json", "as_json", is_flag=True, help="Formulas and values as JSON.")
@click.pass_obj
def command(folder: Path, id: str, old: str | None, new: str | None, as_json: bool) -> None:
    """Explain how one figure is computed, or why it moved: formula and values."""
    session = open_session(folder, tells_of_editions=True)
    if old is None and new is None:
        explanation = _explain(session, id)
    else:
        comparison = _comparison(session, old, new)
        explained = _explain_change(comparison, id)
        notes = filter(None, [compared_reworded_words(comparison)])
        explanation = replace(explained, notes=(*explained.notes, *notes))
    if as_json:
        put_json(explanation.shape())
        return
    between = f" from {explanation.old} to {explanation.new}" if isinstance(explanation, ChangeExplained) else ""
    put(explanation.title + between, *explanation.notes)
    for figure in explanation.figures:
        put("", _heading(figure), f"  {figure.formula}", f"  {figure.values}")


def _heading(figure: Figure) -> str:
    """Say a figure with its name: `level 1.6`, `proven 1`; `not proven yet` where no evidence proves any of it."""
    if figure.lacks_evidence and figure.value is not None:
        return not_proven_words(figure.evidence_expired)
    return f"{NAMES.get(figure.name, figure.name)} {_value(figure)}".rstrip()


def _value(figure: Figure) -> str:
    if figure.unit == "change":
        return ""
    if figure.unit == "share":
        return share_words(figure.value)
    if figure.unit == "whole" and figure.value is not None:
        return str(figure.value)
    return figure_words(figure.value)


_OVERALL = "`overall` explains everything together."


def _explain(session: Session, given: str) -> Explanation:
    card = published(session.state).scorecard
    if given == "overall":
        return explain_overall(card)
    name = session.questionnaire.ids_by_number.get(given, given)
    section = card.sections_by_id.get(name)
    if section is not None:
        return explain_section(section)
    try:
        practice_id = lookup.practice_id(session.questionnaire, name)
    except UnknownId as unknown:
        if lookup.became_words(session.questionnaire, name):
            raise
        hint = lookup.numbers_words(session.questionnaire, given)
        guess = None if hint else nearest(given, ["overall", *card.sections_by_id, *card.practices]) or unknown.nearest
        raise UnknownId("practice or section", given, guess, hint=hint or _OVERALL) from None
    return explain_practice(card, card.practices[practice_id])


def _comparison(session: Session, old: str | None, new: str | None) -> Comparison:
    if old is None and new is not None and new != NOW:
        before = session.editions.lineage.before(session.editions.edition(new))
        if before is None:
            raise UsedWrongly(f"{new} is the first edition: there is none before it.", remedy="Give --from.")
        old = before.name
    return compare(session.editions, session.now, old, new, names=shown_names(session.state))


def _explain_change(comparison: Comparison, given: str) -> ChangeExplained:
    if given == "overall":
        return explain_change(comparison)
    questionnaires = (comparison.after.questionnaire, comparison.before.questionnaire)
    name = next((q.ids_by_number[given] for q in questionnaires if given in q.ids_by_number), given)
    for questionnaire in questionnaires:
        if section := questionnaire.sections_by_id.get(name):
            return explain_section_change(comparison, name, section.title)
    now = comparison.pairing.present_id(name)
    found = next((change for change in comparison.practices if change.id == now), None)
    if found is None:
        known = ["overall", *comparison.after.questionnaire.sections_by_id, *(one.id for one in comparison.practices)]
        questionnaire = comparison.after.questionnaire
        hint = lookup.became_words(questionnaire, name) or lookup.numbers_words(questionnaire, given)
        guess = None if hint else nearest(given, known)
        raise UnknownId("practice or section", given, guess, hint=hint or _OVERALL)
    return explain_practice_change(comparison, found)

"""`levelbook explain`: how one figure came about."""

from __future__ import annotations

from pathlib import Path

import click

from levelbook.cli import complete
from levelbook.cli.opening import open_session
from levelbook.cli.output import figure_words, put, put_json, share_words
from levelbook.core import finding
from levelbook.core.explain import Explanation, Figure, explain_overall, explain_practice, explain_section
from levelbook.core.text import nearest
from levelbook.errors import UnknownId
from levelbook.session import Session


@click.command(
    "explain",
    epilog="ID is a practice or its number, a section or its number, or “overall”. "
    "--json prints {id, title, figures: [{name, formula, values, value}], notes: [text]}; shares are from 0 to 1.",
)
@click.argument("id", metavar="ID", shell_complete=complete.figure_ids)
@click.option("--json", "as_json", is_flag=True, help="Formulas and values as JSON.")
@click.pass_obj
def command(folder: Path, id: str, as_json: bool) -> None:
    """How one figure came about: formula and values."""
    explanation = _explain(open_session(folder), id)
    if as_json:
        put_json(explanation.shape())
        return
    put(explanation.title, *explanation.notes)
    for figure in explanation.figures:
        put("", f"{figure.name} {_value(figure)}", f"  {figure.formula}", f"  {figure.values}")


def _value(figure: Figure) -> str:
    if figure.unit == "share":
        return share_words(figure.value)
    if figure.unit == "whole" and figure.value is not None:
        return str(figure.value)
    return figure_words(figure.value)


def _explain(session: Session, given: str) -> Explanation:
    if given == "overall":
        return explain_overall(session.scorecard)
    name = session.questionnaire.ids_by_number.get(given, given)
    section = session.scorecard.sections_by_id.get(name)
    if section is not None:
        return explain_section(section)
    try:
        practice_id = finding.practice_id(session.questionnaire, name)
    except UnknownId as unknown:
        guess = nearest(given, ["overall", *session.scorecard.sections_by_id]) or unknown.nearest
        raise UnknownId("practice or section", given, guess, hint="`overall` explains everything together.") from None
    return explain_practice(session.scorecard, session.scorecard.practices[practice_id])

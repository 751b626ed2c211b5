"""`levelbook editions`: list the editions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from levelbook.cli.output import figure_words, level_words, put, put_json, put_table
from levelbook.core.shapes import figures_shape
from levelbook.session import Session
from levelbook.store.editions import Edition


@click.command(
    "editions",
    epilog="--json prints a list of {name, number, previous, sealed_at, questionnaire: {id, version}, overall}; "
    "overall as in `score --json`.",
)
@click.option("--json", "as_json", is_flag=True, help="The editions with their figures as JSON.")
@click.pass_obj
def command(folder: Path, as_json: bool) -> None:
    """List the editions, oldest first."""
    session = Session.open(folder)
    if as_json:
        put_json([_shape(session, edition) for edition in session.history.editions])
        return
    if not session.history.editions:
        put("Nothing has been sealed yet. `levelbook seal` makes the first edition.")
        return
    rows = [("", "Edition", "Sealed", "Level", "Needed", "Proven")]
    for edition in session.history.editions:
        overall = session.snapshot(edition.name).scorecard.overall
        rows.append(
            (
                str(edition.number),
                edition.name,
                edition.sealed_at.date().isoformat(),
                level_words(overall),
                figure_words(overall.target),
                figure_words(overall.evidenced),
            )
        )
    put_table(rows, right=(0, 4, 5))


def _shape(session: Session, edition: Edition) -> dict[str, Any]:
    """`{name, number, previous, sealed_at, questionnaire: {id, version}, overall: {the eight figures of score}}`."""
    snapshot = session.snapshot(edition.name)
    return {
        "name": edition.name,
        "number": edition.number,
        "previous": edition.previous,
        "sealed_at": edition.sealed_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "questionnaire": {"id": snapshot.questionnaire.id, "version": snapshot.questionnaire.version},
        "overall": figures_shape(snapshot.scorecard.overall),
    }

"""`levelbook plan`: what to take up in the time there is."""

from __future__ import annotations

from pathlib import Path

import click

from levelbook.book.ballots.ballot_doubts import doubtful_words
from levelbook.book.sittings.workshop import Workshop
from levelbook.cli.diagnostics import say
from levelbook.cli.number_parameter import MINUTES
from levelbook.cli.open_book import open_session, say_left_out_ballots
from levelbook.cli.output import put, put_json
from levelbook.cli.sitting_lines import time_lines, to_bring_lines
from levelbook.export.json import plan_shape
from levelbook.words.plan import plan_lines


@click.command(
    "plan",
    epilog="Times are estimates: two minutes to discuss a practice, one more for each level beyond the first that its "
    "ballots are apart, and a quarter of a minute in a list.",
)
@click.option(
    "--minutes",
    type=MINUTES,
    metavar="N",
    help="How long you have, such as 90 or 1h30; by default the length of today's sitting, otherwise 90.",
)
@click.option("--json", "as_json", is_flag=True, help="The plan as JSON.")
@click.pass_obj
def command(folder: Path, minutes: int | None, as_json: bool) -> None:
    """Plan a sitting: what to discuss in the time you have, in order."""
    session = open_session(folder)
    say_left_out_ballots(session)
    say(*doubtful_words(session))
    workshop = Workshop(session)
    plan = workshop.plan(minutes)
    if as_json:
        put_json(plan_shape(plan))
    else:
        put(*plan_lines(plan, session.now), *to_bring_lines(workshop), *time_lines(workshop))

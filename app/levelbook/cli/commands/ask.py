"""`levelbook ask`: the interview as plain lines."""

from __future__ import annotations

from pathlib import Path

import click

from levelbook.book.ballots.ballot_doubts import doubtful_words
from levelbook.book.queue import queue
from levelbook.book.session import Session
from levelbook.book.sittings.workshop import Workshop
from levelbook.cli import shell_completion
from levelbook.cli.ask.interview import Interview
from levelbook.cli.diagnostics import say
from levelbook.cli.open_book import open_session, say_left_out_ballots
from levelbook.cli.output import put
from levelbook.cli.prompter import prompter
from levelbook.core.assessment.queue import ONLY, ORDERS, Only, Order, QueueChoice, counts_all
from levelbook.core.errors import UsedWrongly
from levelbook.core.questionnaire import lookup
from levelbook.core.text.numbers import minutes_of_text
from levelbook.words.plan import nothing_to_discuss_words
from levelbook.words.queue import queue_choice_words


@click.command("ask", epilog="When the input ends, the interview stops; everything that was said is saved.")
@click.option(
    "--section", metavar="ID", shell_complete=shell_completion.section_ids, help="Only this section, or its number."
)
@click.option(
    "--only",
    type=click.Choice(ONLY),
    metavar="WHICH",
    default="all",
    show_default=True,
    help=f"Which practices: {', '.join(ONLY)}; `revisit` means those that need another look, late ones first.",
)
@click.option(
    "--order", type=click.Choice(ORDERS), default=ORDERS[0], show_default=True, help="The order of the practices."
)
@click.option(
    "--plan",
    "minutes",
    metavar="[MINUTES]",
    is_flag=False,
    flag_value="",
    help="Follow the plan: its lists, then the practices that need discussion, then the close.",
)
@click.option(
    "--ballot", metavar="ID", shell_complete=shell_completion.ballot_ids, help="Fill in this ballot, on your own."
)
@click.option("--by", metavar="WHO", help="Who answers; git's user.name unless given.")
@click.option("--plain", is_flag=True, help="Plain lines in a terminal too, as for a screen reader.")
@click.pass_obj
def command(
    folder: Path,
    section: str | None,
    only: Only,
    order: Order,
    minutes: str | None,
    ballot: str | None,
    by: str | None,
    plain: bool,
) -> None:
    """Run the interview as plain lines, for a terminal, a screen reader or a pipe."""
    if ballot is not None and (by is not None or minutes is not None):
        raise UsedWrongly("A ballot is filled in alone: --by and --plan belong to the team's book.")
    if minutes is not None and (section is not None or only != "all" or order != ORDERS[0]):
        raise UsedWrongly(
            "--plan already decides which practices, and in which order.",
            remedy="Leave --section, --only and --order out.",
        )
    session = open_session(folder, who=by) if ballot is None else Session.open_ballot(folder, ballot)
    say_left_out_ballots(session)
    workshop = Workshop(session)
    if minutes is not None:
        say(*doubtful_words(session))
        _follow_the_plan(workshop, _minutes(minutes), plain)
        return
    section_id = lookup.section_id(session.questionnaire, section) if section else None
    queue_choice = QueueChoice(only, section_id, order)
    ids = [one.id for one in queue(session, queue_choice)]
    if not ids:
        is_everything = only == "all" and section_id is None
        which = ": nothing is in scope" if is_everything else f" ({queue_choice_words(session.now, queue_choice)})"
        put(f"Your queue is empty{which}.")
        return
    Interview(workshop, prompter(plain=plain), ids, is_everything=counts_all(queue_choice)).run()


def _follow_the_plan(workshop: Workshop, minutes: int | None, plain: bool) -> None:
    plan = workshop.plan(minutes)
    if plan.is_empty:
        put(nothing_to_discuss_words(workshop.session.now))
        return
    Interview(workshop, prompter(plain=plain), [item.id for item in plan.to_discuss], plan).run()


def _minutes(text: str) -> int | None:
    if not text:
        return None
    try:
        return minutes_of_text(text)
    except ValueError:
        raise UsedWrongly(f"--plan takes minutes, not “{text}”.", remedy="Such as --plan 90, or --plan 1h30.") from None

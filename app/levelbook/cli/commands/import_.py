"""`levelbook import`: what was answered outside levelbook comes in."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from levelbook.book import taking_in
from levelbook.book.taking_in import Elsewhere, Source
from levelbook.cli.asker import Option, asker
from levelbook.cli.open_book import open_book
from levelbook.cli.output import in_terminal, put
from levelbook.core.assessment.taking_in import TakingIn
from levelbook.errors import ExitCode, UsedWrongly
from levelbook.words.figures import plural
from levelbook.words.taking_in import taking_in_lines, ticket_lines

_BY = click.option("--by", metavar="NAME", help="Who answered; by default git's user.name.")
_DRY_RUN = click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
_YES = click.option("--yes", is_flag=True, help="Do not ask.")
_FILE = click.argument("file", metavar="FILE", type=click.Path(path_type=Path))


@click.group("import")
def command() -> None:
    """Take in what was answered outside levelbook."""


@command.command(
    "xlsx",
    epilog="Rows that somebody else answered meanwhile, or that were pasted out of place, are refused one by one: "
    "exit 4 where that is all, 3 where a row is wrong.",
)
@_FILE
@_BY
@_DRY_RUN
@_YES
@click.pass_obj
def xlsx(folder: Path, file: Path, by: str | None, dry_run: bool, yes: bool) -> int:
    """Take in a workbook that came back answered."""
    return _take_in(folder, file, "xlsx", by, dry_run, yes)


@command.command(
    "answers",
    epilog="csv is a file of `levelbook export csv` that somebody answered. The others are assessments that were made "
    "elsewhere: they answer what nobody has answered here, and where the book says something else it stays (exit 4).",
)
@_FILE
@click.option("--from", "source", type=click.Choice(["csv", *get_args(Elsewhere)]), required=True, help="What FILE is.")
@_BY
@_DRY_RUN
@_YES
@click.pass_obj
def answers(folder: Path, file: Path, source: Source | Elsewhere, by: str | None, dry_run: bool, yes: bool) -> int:
    """Take in answers that were given in a file."""
    return _take_in(folder, file, source, by, dry_run, yes)


@command.command(
    "tickets",
    epilog="FILE is what the tracker exports as CSV: a column Issue key, URL, ticket, Issue ID or number names the "
    "ticket, and any other holds the last line of the description.",
)
@_FILE
@_BY
@_DRY_RUN
@_YES
@click.pass_obj
def tickets(folder: Path, file: Path, by: str | None, dry_run: bool, yes: bool) -> int:
    """Give steps the tickets that a tracker made of them."""
    _refuse_both(dry_run, yes)
    session = open_book(folder, who=by)
    found = taking_in.look_for_tickets(session, file)
    put(*ticket_lines(found, session.questionnaire))
    if found.changes and _goes_on(dry_run, yes):
        taking_in.take_tickets(session, found)
        put(f"{plural(len(found.changes), 'step has its ticket', 'steps have their tickets')}.")
    return int(ExitCode.FILE_IS_WRONG if found.refused else ExitCode.DONE)


def _take_in(folder: Path, file: Path, source: Source | Elsewhere, by: str | None, dry_run: bool, yes: bool) -> int:
    _refuse_both(dry_run, yes)
    session = open_book(folder, who=by)
    if source == "csv" or source == "xlsx":
        found = taking_in.look_through(session, file, source)
    else:
        found = taking_in.look_elsewhere(session, file, source)
    put(*taking_in_lines(found, session.questionnaire))
    if found.changes and _goes_on(dry_run, yes):
        taking_in.take(session, found)
        put(f"Took in {plural(len(found.changes), 'answer')}.")
    return _exit_code(found)


def _refuse_both(dry_run: bool, yes: bool) -> None:
    if dry_run and yes:
        raise UsedWrongly("--dry-run and --yes exclude each other.", remedy="Give one of them.")


def _goes_on(dry_run: bool, yes: bool) -> bool:
    """Whether what was shown is written; says so where it is not."""
    if not dry_run and (yes or _is_meant()):
        return True
    put("Nothing was written.")
    return False


def _is_meant() -> bool:
    if not in_terminal():
        raise UsedWrongly(
            "There is no terminal to ask in, so nothing was written.", remedy="If you mean it, add --yes."
        )
    options = [Option("no", "No, leave everything as it is"), Option("yes", "Yes, take them in")]
    return asker().choose("Take these changes in?", options) == "yes"


def _exit_code(found: TakingIn) -> int:
    if not found.refused:
        return int(ExitCode.DONE)
    only_changed = all(refusal.changed_elsewhere for refusal in found.refused)
    return int(ExitCode.ANSWERED_ELSEWHERE if only_changed else ExitCode.FILE_IS_WRONG)

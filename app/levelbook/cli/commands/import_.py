"""`levelbook import`: what was answered outside levelbook comes in."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import get_args

import click

from levelbook.book import answer_import
from levelbook.book.answer_import import Elsewhere, Source
from levelbook.cli.agreement import DRY_RUN, YES, may_write, refuse_both
from levelbook.cli.open_book import open_book
from levelbook.cli.output import put
from levelbook.core.assessment.answer_import import AnswerImport
from levelbook.core.errors import ExitCode
from levelbook.core.text.quotation import in_quotes
from levelbook.words.answer_import import answer_import_lines, ticket_lines
from levelbook.words.figures import plural
from levelbook.words.files import shown

_BY = click.option("--by", metavar="NAME", help="Who answered; by default git's user.name.")
_FILE = click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
_may_import = partial(may_write, "Import these changes?", "Yes, import them")


@click.group("import")
def command() -> None:
    """Import answers that were given outside levelbook."""


@command.command(
    "xlsx",
    epilog="Rows that somebody else has answered meanwhile, or that were pasted in the wrong place, are refused one "
    "by one (exit 4). A faulty row is exit 3.",
)
@_FILE
@_BY
@DRY_RUN
@YES
@click.pass_obj
def xlsx(folder: Path, file: Path, by: str | None, dry_run: bool, yes: bool) -> int:
    """Import the answers from a workbook of `levelbook export xlsx`."""
    return _take_in(folder, file, "xlsx", by, dry_run, yes)


@command.command(
    "answers",
    epilog="csv is a file from `levelbook export csv` with answers filled in. The other formats are assessments "
    "from other tools: they fill in unanswered practices, and never replace an answer in the book (exit 4 "
    "where they differ).",
)
@_FILE
@click.option(
    "--from", "source", type=click.Choice(["csv", *get_args(Elsewhere)]), required=True, help="The format of FILE."
)
@_BY
@DRY_RUN
@YES
@click.pass_obj
def answers(folder: Path, file: Path, source: Source | Elsewhere, by: str | None, dry_run: bool, yes: bool) -> int:
    """Import answers from a CSV file or another tool's assessment."""
    return _take_in(folder, file, source, by, dry_run, yes)


@command.command(
    "tickets",
    epilog="FILE is the tracker's CSV export: a column called Issue key, URL, ticket, Issue ID or number names the "
    "ticket, and any other column holds the last line of the description.",
)
@_FILE
@DRY_RUN
@YES
@click.pass_obj
def tickets(folder: Path, file: Path, dry_run: bool, yes: bool) -> int:
    """Link steps to the tickets that a tracker made from them."""
    refuse_both(dry_run, yes)
    session = open_book(folder)
    found = answer_import.read_tickets(session, file)
    put(*ticket_lines(found, session.questionnaire))
    if found.changes and _may_import(dry_run=dry_run, yes=yes):
        answer_import.take_tickets(session, found)
        put(f"{plural(len(found.changes), 'step has its ticket', 'steps have their tickets')}.")
    return int(ExitCode.FILE_IS_WRONG if found.refused else ExitCode.DONE)


def _take_in(folder: Path, file: Path, source: Source | Elsewhere, by: str | None, dry_run: bool, yes: bool) -> int:
    refuse_both(dry_run, yes)
    session = open_book(folder, who=by)
    if source == "csv" or source == "xlsx":
        found = answer_import.read_returned(session, file, source)
    else:
        found = answer_import.read_elsewhere(session, file, source)
    put(*answer_import_lines(found, session.questionnaire))
    if found.changes and source not in answer_import.NAMING_A_TEAM:
        own = in_quotes(session.folder.settings.team)
        put(f"{shown(file)} names no team: what is imported counts as said by {own}.")
    if found.changes and _may_import(dry_run=dry_run, yes=yes):
        answer_import.take(session, found)
        put(f"Imported {plural(len(found.changes), 'change')}.")
    return _exit_code(found)


def _exit_code(found: AnswerImport) -> int:
    if not found.refused:
        return int(ExitCode.DONE)
    only_changed = all(refusal.changed_elsewhere for refusal in found.refused)
    return int(ExitCode.ANSWERED_ELSEWHERE if only_changed else ExitCode.FILE_IS_WRONG)

"""`levelbook upgrade`: bring a book to a new version of its questionnaire."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

import click

from levelbook.book import merging
from levelbook.book.file_upgrade import FileUpgrade
from levelbook.book.tool_files import ToolFiles
from levelbook.book.upgrade import Upgrade
from levelbook.cli import tool_files
from levelbook.cli.agreement import DRY_RUN, YES, may_write, refuse_both
from levelbook.cli.diagnostics import say
from levelbook.cli.open_book import open_book, say_at_the_end_what_was_altered
from levelbook.cli.output import in_terminal, put
from levelbook.cli.prompter import prompter
from levelbook.cli.upgrade_lines import done_words, files_done_words, files_forecast_words, forecast_words

_may_upgrade = partial(may_write, "Upgrade now?", "Yes, upgrade")


@click.command(
    "upgrade",
    epilog="No answer is lost: answers without a place are kept in answers.toml, under [retired]. You can run an "
    "interrupted upgrade again.",
)
@DRY_RUN
@YES
@click.option("--files", is_flag=True, help="Only bring the book's files to the newest format.")
@click.option("--tool-files", "with_tool_files", is_flag=True, help="Add what other tools need to know about the book.")
@click.pass_obj
def command(folder: Path, dry_run: bool, yes: bool, files: bool, with_tool_files: bool) -> None:
    """Bring the answers to a new version of the questionnaire: seal, show, ask, do."""
    refuse_both(dry_run, yes)
    if files:
        _upgrade_files(folder, dry_run=dry_run, yes=yes)
    else:
        _upgrade_answers(folder, dry_run=dry_run, yes=yes)
    if (with_tool_files or not dry_run) and (there := merging.book_at(folder, None)):
        ask = prompter() if in_terminal() and not (yes or dry_run) else None
        tool_files.offer(ToolFiles(there), ask, is_agreed=with_tool_files, dry_run=dry_run)


def _upgrade_answers(folder: Path, *, dry_run: bool, yes: bool) -> None:
    upgrade = Upgrade.open(folder)
    say_at_the_end_what_was_altered(upgrade)
    if not upgrade.is_needed:
        known = upgrade.questionnaire
        put(f"The answers belong to {known.id} {known.version}, the present version. Nothing to upgrade.")
        return
    put(*forecast_words(upgrade), "")
    if _may_upgrade(dry_run=dry_run, yes=yes):
        put(*done_words(upgrade, upgrade.carry_out()))
        _say_what_is_left(upgrade.left_ballots)


def _upgrade_files(folder: Path, *, dry_run: bool, yes: bool) -> None:
    upgrade = FileUpgrade(open_book(folder))
    if not upgrade.is_needed:
        put(f"The files of this book are of format {upgrade.format}, the newest. Nothing to upgrade.")
        return
    put(*files_forecast_words(upgrade), "")
    if _may_upgrade(dry_run=dry_run, yes=yes):
        put(*files_done_words(upgrade.carry_out()))
        _say_what_is_left(upgrade.left_ballots)


def _say_what_is_left(ballots: Iterable[str]) -> None:
    if left := list(ballots):
        say("levelbook: Left as it was, because it cannot be read:", *(f"  {words}" for words in left))

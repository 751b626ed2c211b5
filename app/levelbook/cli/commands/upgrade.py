"""`levelbook upgrade`: bring a book to a new version of its questionnaire."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from levelbook.book import merging
from levelbook.book.file_upgrade import FileUpgrade
from levelbook.book.tool_files import ToolFiles
from levelbook.book.upgrade import Upgrade
from levelbook.cli import tool_files
from levelbook.cli.diagnostics import say
from levelbook.cli.open_book import open_book, say_at_the_end_what_was_altered
from levelbook.cli.output import in_terminal, put
from levelbook.cli.prompter import Option, prompter
from levelbook.cli.upgrade_lines import done_words, files_done_words, files_forecast_words, forecast_words
from levelbook.core.errors import UsedWrongly


@click.command(
    "upgrade",
    epilog="No answer is lost: answers without a place are kept in answers.toml, under [retired]. You can run an "
    "interrupted upgrade again.",
)
@click.option("--dry-run", is_flag=True, help="Show what would happen, and write nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--files", is_flag=True, help="Only bring the book's files to the newest format.")
@click.option("--tool-files", "with_tool_files", is_flag=True, help="Add what other tools need to know about the book.")
@click.pass_obj
def command(folder: Path, dry_run: bool, yes: bool, files: bool, with_tool_files: bool) -> None:
    """Bring the answers to a new version of the questionnaire: seal, show, ask, do."""
    if dry_run and yes:
        raise UsedWrongly("--dry-run and --yes cannot be used together.", remedy="Give one of them.")
    if files:
        _upgrade_files(folder, dry_run=dry_run, yes=yes)
    else:
        _upgrade_answers(folder, dry_run=dry_run, yes=yes)
    if not dry_run and (there := merging.book_at(folder, None)):
        ask = prompter() if in_terminal() and not yes else None
        tool_files.offer(ToolFiles(there), ask, is_agreed=with_tool_files)


def _upgrade_answers(folder: Path, *, dry_run: bool, yes: bool) -> None:
    upgrade = Upgrade.open(folder)
    say_at_the_end_what_was_altered(upgrade)
    if not upgrade.is_needed:
        known = upgrade.questionnaire
        put(f"The answers belong to {known.id} {known.version}, and that is the version there is. Nothing to upgrade.")
        return
    put(*forecast_words(upgrade))
    if _is_wanted(dry_run=dry_run, yes=yes):
        put("", *done_words(upgrade, upgrade.carry_out()))
        _say_what_is_left(upgrade.left_ballots)


def _upgrade_files(folder: Path, *, dry_run: bool, yes: bool) -> None:
    upgrade = FileUpgrade(open_book(folder))
    if not upgrade.is_needed:
        put(f"The files of this book are of format {upgrade.format}, the newest. Nothing to upgrade.")
        return
    put(*files_forecast_words(upgrade))
    if _is_wanted(dry_run=dry_run, yes=yes):
        put("", *files_done_words(upgrade, upgrade.carry_out()))
        _say_what_is_left(upgrade.left_ballots)


def _say_what_is_left(ballots: Iterable[str]) -> None:
    if left := list(ballots):
        say("levelbook: Left as it was, because it cannot be read:", *(f"  {words}" for words in left))


def _is_wanted(*, dry_run: bool, yes: bool) -> bool:
    """Ask whether to do what was shown, unless an option already says so."""
    if dry_run:
        put("", "Nothing was written.")
        return False
    if yes:
        return True
    if not in_terminal():
        raise UsedWrongly(
            "Nothing was written, because there is no terminal to ask in.", remedy="If you mean it, add --yes."
        )
    put("")
    options = [Option("no", "No, change nothing"), Option("yes", "Yes, upgrade")]
    if prompter().choose("Upgrade now?", options) == "yes":
        return True
    put("Nothing was written.")
    return False

"""A command that has shown what it would change asks here whether it may; --dry-run and --yes answer beforehand."""

from __future__ import annotations

from typing import Final

import click

from levelbook.cli.output import in_terminal, put
from levelbook.cli.prompter import Option, prompter
from levelbook.core.errors import UsedWrongly

DRY_RUN: Final = click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
YES: Final = click.option("--yes", is_flag=True, help="Do not ask; needed without a terminal.")


def refuse_both(dry_run: bool, yes: bool) -> None:
    """Raise UsedWrongly where both options are given."""
    if dry_run and yes:
        raise UsedWrongly("--dry-run and --yes cannot be used together.", remedy="Give one of them.")


def may_write(question: str, agreed: str, *, dry_run: bool, yes: bool) -> bool:
    """Return whether to write the changes shown, and say so if not; `agreed` is the answer that lets them be written.

    Raises UsedWrongly where nobody can be asked.
    """
    if not dry_run and (yes or _is_meant(question, agreed)):
        return True
    put("Nothing was written.")
    return False


def _is_meant(question: str, agreed: str) -> bool:
    if not in_terminal():
        raise UsedWrongly(
            "Nothing was written, because there is no terminal to ask in.", remedy="If you mean it, add --yes."
        )
    return prompter().choose(question, [Option("no", "No, change nothing"), Option("yes", agreed)]) == "yes"

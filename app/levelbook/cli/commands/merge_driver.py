"""`levelbook merge-driver`: what git calls to merge two branches' answers; `levelbook init --git` sets it up."""

from __future__ import annotations

from pathlib import Path

import click

from levelbook.book.merging import run_driver
from levelbook.cli import diagnostics
from levelbook.core.errors import CutShort, ExitCode

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command("merge-driver", hidden=True)
@click.argument("base", type=_FILE)
@click.argument("ours", type=_FILE)
@click.argument("theirs", type=_FILE)
@click.argument("path")
def command(base: Path, ours: Path, theirs: Path, path: str) -> int:
    """Merge THEIRS into OURS, both of which came from BASE, answer by answer; PATH is the file's name for messages.

    Git calls this. Exit code 1 says that both sides changed the same, which `levelbook resolve` settles, or that a side
    has lost tables.
    """
    try:
        is_clean = run_driver(base, ours, theirs, path)
    except CutShort as error:  # to git another exit code than 1 is no conflict
        diagnostics.say(*error.lines())
        is_clean = False
    return int(ExitCode.DONE if is_clean else ExitCode.FOUND)

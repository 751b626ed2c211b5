"""`levelbook merge-driver`: what git calls to merge two branches' answers; `levelbook init --git` sets it up."""

from __future__ import annotations

from pathlib import Path

import click

from levelbook.book.merging import run_driver
from levelbook.core.errors import ExitCode

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command("merge-driver", hidden=True)
@click.argument("base", type=_FILE)
@click.argument("ours", type=_FILE)
@click.argument("theirs", type=_FILE)
@click.argument("path")
def command(base: Path, ours: Path, theirs: Path, path: str) -> int:
    """Merge THEIRS into OURS, both of which came from BASE, answer by answer; PATH is the file's name for messages.

    Git calls this. Exit code 1 says that both sides changed the same: `levelbook resolve` settles it.
    """
    return int(ExitCode.DONE if run_driver(base, ours, theirs, path) else ExitCode.FOUND)

"""The command line turns a process's arguments into its exit code (docs/design.md, "The command line").

Importing this loads little: what was printed before is printed again, and the version told, before click is there.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from levelbook import __version__
from levelbook.cli import diagnostics
from levelbook.cli.output import put_exactly, stand_in_for_closed_stdout

if TYPE_CHECKING:
    from levelbook.cli.apps import Apps

KEPT: dict[str, frozenset[str]] = {
    # Commands that ask nobody and read nothing but the book, with the options of which that is true: what they printed
    # is printed again while nothing has changed.
    "score": frozenset({"--json"}),
    "gaps": frozenset({"--json"}),
    "diff": frozenset({"--json", "--markdown"}),
    "guide": frozenset({"--check"}),
}


def run(words: Sequence[str] | None = None, apps: Apps | None = None) -> int:
    """Run a whole command line, by default this process's own, and return its exit code. Raises nothing.

    apps: what opens in the terminal; without it nothing does.
    """
    given = sys.argv[1:] if words is None else words
    if list(given) == ["--version"]:  # as the group says it, without loading that
        return diagnostics.run(lambda: put_exactly(f"levelbook {__version__}\n"))

    def command() -> int:
        from levelbook.cli.group import levelbook  # 30 ms with click, which what is printed again does without

        return diagnostics.run(lambda: levelbook.main(given, prog_name="levelbook", standalone_mode=False, obj=apps))

    if not KEPT.keys().isdisjoint(given):
        from levelbook.cli import cached_output  # 12 ms, which every other command does without

        return cached_output.run(given, KEPT, command)
    return command()


def main(apps: Apps | None = None) -> None:
    """Run this process's command line, and end with its exit code."""
    # A command makes many values and lets go of few: looking for some to let go of takes a twentieth of its time.
    gc.set_threshold(50_000)
    if "_LEVELBOOK_COMPLETE" in os.environ:
        from levelbook.cli import shell_completion  # 15 ms, which only a tab pays

        shell_completion.prepare_bash()
    closed = stand_in_for_closed_stdout()
    code = run(apps=apps)
    sys.exit(code if closed is None else diagnostics.code_without_stdout(code, closed))

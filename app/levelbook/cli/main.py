"""The command line (docs/design.md, "The command line"): from the words of a process to its exit code.

Importing this loads little: what was printed before is printed again, and the version told, before click is there.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from levelbook import __version__
from levelbook.cli import diagnostics
from levelbook.cli.output import put_exactly

KEPT: dict[str, frozenset[str]] = {
    # Commands that ask nobody and read nothing but the book, with the options of which that is true: what they printed
    # is printed again while nothing has changed.
    "score": frozenset({"--json"}),
    "gaps": frozenset({"--json"}),
    "diff": frozenset({"--json", "--markdown"}),
    "guide": frozenset({"--check"}),
}


# The ways from the command line to the TUI; Textual is loaded here and nowhere else.


def open_tui(session: Any) -> None:
    """Open a book in the app."""
    from levelbook.tui.app import run  # 350 ms, which no other command pays

    run(session)


def open_conflicts(resolution: Any, taken: Mapping[str, Any]) -> Mapping[str, Any]:
    """Show what two branches said differently; by id the side that was taken, nothing where somebody left."""
    from levelbook.tui.resolve.app import run  # 350 ms, likewise

    return run(resolution, taken)


def open_portfolio(browser: Any) -> None:
    """Show a portfolio; what keeps it from being shown is said before the terminal is taken."""
    begun = browser.begin()
    from levelbook.tui.portfolio.app import run  # 350 ms, likewise, in which the first answer is found

    begun.result()
    run(browser)


def run(words: Sequence[str] | None = None) -> int:
    """A whole command line, by default this process's own; its exit code. Nothing is raised."""
    given = sys.argv[1:] if words is None else words
    if list(given) == ["--version"]:  # as the group says it, without loading that
        return diagnostics.run(lambda: put_exactly(f"levelbook {__version__}\n"))

    def command() -> int:
        from levelbook.cli.group import levelbook  # 30 ms with click, which what is printed again does without

        return diagnostics.run(lambda: levelbook.main(given, prog_name="levelbook", standalone_mode=False))

    if not KEPT.keys().isdisjoint(given):
        from levelbook.cli import kept_output  # 12 ms, which every other command does without

        return kept_output.run(given, KEPT, command)
    return command()


def main() -> None:
    """The console script."""
    # A command makes many values and lets go of few: looking for some to let go of takes a twentieth of its time.
    gc.set_threshold(50_000)
    if "_LEVELBOOK_COMPLETE" in os.environ:
        from levelbook.cli import complete  # 15 ms, which only a tab pays

        complete.join_words_in_bash()
    sys.exit(run())

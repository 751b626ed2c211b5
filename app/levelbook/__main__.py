"""The program, as console script or `python -m levelbook`: the command line, and the apps that it opens.

Textual is loaded from here and from nowhere else.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # as in `typing`, which takes a fifth of the time in which Ctrl-C leaves a traceback
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Final, NoReturn

    from levelbook.book.resolve import Resolution
    from levelbook.book.session import Session
    from levelbook.core.answers.merge import Side
    from levelbook.portfolio.browsing import Browser


class Apps:
    """The TUI (`levelbook.cli.apps.Apps`)."""

    def open_book(self, session: Session) -> None:
        from levelbook.tui.app import run  # 350 ms, which no other command pays

        run(session)

    def open_conflicts(self, resolution: Resolution, taken: Mapping[str, Side]) -> Mapping[str, Side]:
        from levelbook.tui.resolve.app import run  # 350 ms, likewise

        return run(resolution, taken)

    def open_portfolio(self, browser: Browser) -> None:
        begun = browser.begin() if browser.first_view is None else None
        from levelbook.tui.portfolio.app import run  # 350 ms, likewise, in which the first answer is found

        if begun is not None:
            begun.result()
        run(browser)


_FILE_IS_WRONG: Final = 3
"""`ExitCode.FILE_IS_WRONG`, which cannot be loaded then."""


def main() -> None:
    """Run this process's command line, and end with its exit code."""
    _end_at_once_when_interrupted()
    try:
        from levelbook.cli import main as command_line  # 0 ms: here, so that what follows can be said
    except (EOFError, ValueError) as fault:
        _end_for_damage(fault)
    command_line.main(Apps())


def _end_at_once_when_interrupted() -> None:
    """Let Ctrl-C end the process as a `kill` does, without a word, for the time in which nothing can be said yet."""
    import signal  # 1 ms: here, so that what is loaded above is little

    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # as in the background of a script
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def _end_for_damage(fault: EOFError | ValueError) -> NoReturn:
    """Name the compiled module that a full disk cut short, as `cli/diagnostics.py` does once that is loaded."""
    trace = fault.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_name == "_compile_bytecode":
            path = trace.tb_frame.f_locals.get("bytecode_path")
            sys.stderr.write(
                f"levelbook: {path!a} is damaged, so levelbook cannot be loaded. Was the disk full?\n"
                "  Remove this file: Python makes it again. Earlier answers are saved.\n"
            )
            sys.exit(_FILE_IS_WRONG)
        trace = trace.tb_next
    raise fault


if __name__ == "__main__":
    main()

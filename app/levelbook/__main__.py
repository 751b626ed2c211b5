"""The program, as console script or `python -m levelbook`: the command line, and the apps that it opens.

Textual is loaded from here and from nowhere else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from levelbook.cli import main as command_line

if TYPE_CHECKING:
    from collections.abc import Mapping

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


def main() -> None:
    """Run this process's command line, and end with its exit code."""
    command_line.main(Apps())


if __name__ == "__main__":
    main()

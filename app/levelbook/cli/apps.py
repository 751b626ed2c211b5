"""Commands open the TUI through these functions. `levelbook.__main__` sets them, so the command line knows no app."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Protocol, cast

import click

if TYPE_CHECKING:
    from levelbook.book.resolve import Resolution
    from levelbook.book.session import Session
    from levelbook.core.answers.merge import Side
    from levelbook.portfolio.browsing import Browser

_NAME: Final = "levelbook.apps"


class Apps(Protocol):
    """Open the TUI on something. Each method returns when somebody has left it, and raises what ended it otherwise."""

    def open_book(self, session: Session) -> None:
        """Open a book, or a ballot."""

    def open_conflicts(self, resolution: Resolution, taken: Mapping[str, Side]) -> Mapping[str, Side]:
        """Show what two branches said differently; return the side that was taken by id, nothing where somebody left.

        taken: the sides that were taken before.
        """

    def open_portfolio(self, browser: Browser) -> None:
        """Show a portfolio. What keeps it from being shown is raised before the terminal is taken."""


def bring_along(apps: Apps, context: click.Context) -> None:
    """Make the apps known to every command of a command line."""
    context.meta[_NAME] = apps


def apps() -> Apps:
    """Return the apps of the command line that is being run."""
    return cast(Apps, click.get_current_context().meta[_NAME])

"""What parts of the TUI tell each other. Messages go up; the app and the screens act on them."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from levelbook.errors import LevelbookError


@dataclass
class OpenPractice(Message):
    """Somebody wants to go on with the interview."""

    practice_id: str
    """Which practice; empty for the first of those gone through."""
    only: str | None = None
    """What to go through from now on; None leaves that as it is."""


@dataclass
class GuideAssembled(Message):
    """The guide was assembled in the background, or could not be."""

    refused: LevelbookError | None = None
    sealed: str = ""
    """The edition's name, where one was sealed with it."""

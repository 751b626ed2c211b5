"""What parts of the TUI tell each other. Messages go up; the app and the screens act on them."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from levelbook.errors import LevelbookError


@dataclass
class OpenPractice(Message):
    """Somebody wants to see this practice in the interview."""

    practice_id: str


@dataclass
class GuideAssembled(Message):
    """The guide was assembled in the background, or could not be."""

    refused: LevelbookError | None = None
    sealed: str = ""
    """The edition's name, where one was sealed with it."""


@dataclass
class FilterChosen(Message):
    """The interview goes through these practices from now on."""

    only: str

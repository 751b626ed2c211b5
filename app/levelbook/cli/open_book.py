"""Opening the book for a command that shows figures."""

from __future__ import annotations

from pathlib import Path

from levelbook.book.session import Session
from levelbook.cli.diagnostics import say


def open_session(start: Path, *, who: str | None = None) -> Session:
    """The book; a word on stderr about editions that cannot be read, since figures leave them out."""
    session = Session.open(start, who=who)
    say_what_is_left_out(session)
    return session


def say_what_is_left_out(session: Session) -> None:
    problems = session.editions.problems
    if problems:
        say("levelbook: Left out, because it cannot be read:", *(f"  {problem}" for problem in problems))

"""Opening the book for a command, and a word on stderr about what in it is not as it should be."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import click

from levelbook.book.editions import Editions
from levelbook.book.hard_links import HardLinks
from levelbook.book.session import Session
from levelbook.cli.diagnostics import say


class HasEditions(Protocol):
    """Something that holds the editions of a book."""

    @property
    def editions(self) -> Editions: ...


def open_book(start: Path, *, who: str | None = None) -> Session:
    """The book; when the command ends, a word about each altered edition that it has used, and about what it wrote."""
    session = Session.open(start, who=who)
    say_at_the_end_what_was_altered(session)
    links = HardLinks(session.folder)

    def say_it() -> None:
        for words in filter(None, (session.unsigned_words, *links.cut_words())):
            say(f"levelbook: {words}")

    click.get_current_context().call_on_close(say_it)
    return session


def open_session(start: Path, *, who: str | None = None) -> Session:
    """The same for a command that shows figures: with a word of each edition, offer and sitting that they leave out."""
    session = open_book(start, who=who)
    if problems := (*session.editions.problems, *session.offers.problems, *session.sittings.problems):
        say("levelbook: Left out, because it cannot be read:", *(f"  {problem}" for problem in problems))
    return session


def say_at_the_end_what_was_altered(book: HasEditions) -> None:
    """Say it after the product: which editions a command uses is known only then."""

    def say_it() -> None:
        for words in book.editions.altered_words:
            say(f"levelbook: {words}")

    click.get_current_context().call_on_close(say_it)

"""Commands open the book through the functions here, which warn on stderr about anything wrong in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import click

from levelbook import clock
from levelbook.book.checks.hard_links import HardLinks
from levelbook.book.conflicts_in_texts import conflict_in_answers
from levelbook.book.contents.sittings import doubtful_sittings
from levelbook.book.editions.editions import Editions
from levelbook.book.editions.missing_editions import gone_editions
from levelbook.book.session import Session
from levelbook.cli.diagnostics import say
from levelbook.core.errors import Problem


class HasEditions(Protocol):
    """An object that holds the editions of a book."""

    @property
    def editions(self) -> Editions: ...


def open_book(start: Path, *, who: str | None = None, tells_of_editions: bool = False) -> Session:
    """Open the book; at the end, warn about altered editions that were used, and about problems with written files.

    tells_of_editions: whether git is asked, too, for editions that are gone.
    """
    session = Session.open(start, who=who)
    if words := clock.doubt(clock.today()):
        say(f"levelbook: {words}")
    for problem in gone_editions(session.editions, session.now.book, by_git=tells_of_editions):
        say(f"levelbook: {problem}")
    say_at_the_end_what_was_altered(session)
    links = HardLinks(session.folder)

    def say_it() -> None:
        for words in filter(None, (session.unsigned_words, *links.cut_link_words())):
            say(f"levelbook: {words}")

    click.get_current_context().call_on_close(say_it)
    return session


def open_session(start: Path, *, who: str | None = None, tells_of_editions: bool = False) -> Session:
    """Open the session for a command that shows figures; warn about editions, offers and sittings left out of them."""
    session = open_book(start, who=who, tells_of_editions=tells_of_editions)
    say_left_out((*session.editions.problems, *session.offers.problems, *session.sittings.problems))
    say_which_sittings_count(session)
    if (conflict := conflict_in_answers(session.folder)) is not None:
        say(f"levelbook: {conflict}")
    return session


def say_about_sittings(session: Session) -> None:
    """Warn about the sittings that cannot be read, do not count or are another team's, for a command that uses them."""
    say_left_out(session.sittings.problems)
    say_which_sittings_count(session)


def say_which_sittings_count(session: Session) -> None:
    """Warn about the sittings that do not count under their files' names, and about those of another team that do."""
    say(*(f"levelbook: {problem}" for problem in session.sittings.under_other_names))
    say_doubtful_sittings(session)


def say_doubtful_sittings(session: Session) -> None:
    """Warn about the sittings that say they are of another team, and count."""
    say(*(f"levelbook: {problem}" for problem in doubtful_sittings(session.editions, session.sittings)))


def say_left_out(problems: Sequence[Problem]) -> None:
    """Warn about the files that cannot be read, which what is shown leaves out."""
    if problems:
        say("levelbook: Left out, because it cannot be read:", *(f"  {problem}" for problem in problems))


def say_left_out_ballots(session: Session) -> None:
    """Warn about the ballots that cannot be read, for a command that uses ballots."""
    say_left_out(session.ballots.problems)


def say_if_all_are_of_another_team(book: HasEditions) -> None:
    """Warn where all editions are of a team of another name than the book's, for a command that is about editions.

    A team that was renamed has nothing to do about it, so not every command says so.
    """
    if (foreign := book.editions.all_of_another_team) is not None:
        say(f"levelbook: {foreign}")


def say_at_the_end_what_was_altered(book: HasEditions) -> None:
    """Warn after the output, because only then is it known which editions a command used."""

    def say_it() -> None:
        for words in book.editions.altered_words:
            say(f"levelbook: {words}")

    click.get_current_context().call_on_close(say_it)

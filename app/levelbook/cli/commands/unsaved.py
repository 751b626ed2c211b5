"""`levelbook unsaved`: text that was typed and not saved, and that of a book which was moved here."""

from __future__ import annotations

from pathlib import Path

import click

from levelbook.book.sittings.workshop import Workshop
from levelbook.book.unsaved.drafts import Drafts
from levelbook.book.unsaved.moved_book import leave, left_words, take_over, unreadable
from levelbook.book.unsaved.recovery import Recoveries
from levelbook.book.unsaved.unsaved_ballots import UnsavedInBallot, unsaved_in_ballots
from levelbook.cli.open_book import open_session
from levelbook.cli.output import put
from levelbook.core.answers.drafts import Draft
from levelbook.core.text.cleaning import clean_line, spoken_day
from levelbook.words.figures import plural
from levelbook.words.files import shown
from levelbook.words.recovery import unreadable_words


@click.command("unsaved")
@click.option(
    "--take-over",
    "book",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Take over the unsaved text of the book that was in DIR, because it is this book, moved.",
)
@click.option(
    "--leave",
    "another_book",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Say no more of the unsaved text of the book that was in DIR, because it is another book. It stays there.",
)
@click.pass_obj
def command(folder: Path, /, book: Path | None, another_book: Path | None) -> None:
    """List text that you typed and did not save. It is kept for you alone, outside of the book."""
    session = open_session(folder)
    if book is not None:
        put(f"Taken over: {plural(take_over(session, book), 'unsaved text')}.")
    if another_book is not None:
        leave(session, another_book)
        put(f"Left alone: the unsaved text of the book that was in {shown(another_book)}.")
    drafts, recoveries = Drafts(session), Recoveries(Workshop(session))
    zone, today = session.folder.settings.zone, session.now.on
    lines = [
        line
        for draft in drafts.all
        for line in _draft_lines(draft, spoken_day(draft.kept_at.astimezone(zone).date(), today), drafts)
    ]
    lines += [
        f"{spoken_day(one.head.kept_at.astimezone(zone).date(), today)}: {recoveries.words(one)}. "
        f"{recoveries.how_to_have_back(one)}"
        for one in recoveries.offered().values()
    ]
    lines += [
        f"{spoken_day(one.kept_at.astimezone(zone).date(), today)}: {_ballot_words(one)}"
        for one in unsaved_in_ballots(session)
    ]
    lines += map(unreadable_words, unreadable(session))
    lines += left_words(session)
    put(*(lines or ["Everything that was typed is saved."]))


def _draft_lines(draft: Draft, day: str, drafts: Drafts) -> list[str]:
    """Say which form holds a draft, and all that was typed where no form shows it again."""
    title = f"{day}: “{clean_line(draft.form)}”."
    why = drafts.why_no_form(draft)
    if not why:
        return [f"{title} Open this form again to find it."]
    typed = [f"  {line}".rstrip() for text in draft.words for line in text.split("\n")]
    return [f"{title} {why}, so this is where its text is:", *typed]


def _ballot_words(one: UnsavedInBallot) -> str:
    """Say what is kept of a ballot, and where it is found."""
    name = clean_line(one.ballot.stem)
    if one.ballot.exists():
        return f"{one.words}, in ballot {name}. `levelbook ballot fill {name}` offers it."
    return f"{one.words}, in ballot {name}, which is gone, as after its round has ended. It is in {shown(one.folder)}."

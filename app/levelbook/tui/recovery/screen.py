"""The offer of what an earlier session said and no disk took."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from levelbook.core.text.cleaning import spoken_day
from levelbook.tui.base.pickers import Choice, Picker
from levelbook.tui.literal_text import line
from levelbook.tui.widgets.rows import Row
from levelbook.words.files import shown

TAKE, LATER, DISCARD, LEAVE = "take", "later", "discard", "leave"


def which_recovery(offers: Sequence[tuple[str, str, datetime]], today: date) -> Picker:
    """Ask which of several recoveries to look at: name, what is in it, when it was kept; gives the name."""
    return Picker(
        "Not saved earlier",
        [
            Choice(name, Row(line(words), key=name, right=line(_when(kept_at, today), "dim"), clip=True))
            for name, words, kept_at in offers
        ],
        about="Changes that could not be saved. Choose one to recover or discard.",
    )


def _when(kept_at: datetime, today: date) -> str:
    return f"{spoken_day(kept_at.date(), today)}, {kept_at:%H:%M}"


def moved_book_picker(book: Path, *, is_here: bool = False) -> Picker:
    """Ask whether a book that is gone from a folder is this one; gives one of three keys, or None.

    is_here: the folder is this one, and the book in it had another team.
    """
    if is_here:
        return _picker(
            "Typed under another team's name",
            "A book of another team was in this folder, and text typed there is not saved. Is it this book, renamed?",
            (TAKE, "t", "take it over", "this is that book: it was renamed"),
            (LATER, "l", "later", "you are asked again next time"),
            (LEAVE, "n", "not here", "it was another book: you are not asked again"),
        )
    return _picker(
        "Typed in a book that is gone",
        f"A book of this name was in {shown(book)}, and text typed there is not saved. Was it moved here?",
        (TAKE, "t", "take it over", "this is that book: it was moved here"),
        (LATER, "l", "later", "you are asked again next time"),
        (LEAVE, "n", "not here", "this is another book: you are not asked again"),
    )


def recovery_picker(words: str, kept_at: datetime, today: date) -> Picker:
    """Ask what becomes of a recovery; gives one of the three keys, or None."""
    return _picker(
        "Not saved the last time",
        f"On {spoken_day(kept_at.date(), today)} at {kept_at:%H:%M} this could not be saved: {words}.",
        (TAKE, "t", "recover it", "newer answers from others are kept"),
        (LATER, "l", "later", "you are asked again next time"),
        (DISCARD, "d", "discard it", "it is deleted for good"),
    )


def _picker(title: str, about: str, *choices: tuple[str, str, str, str]) -> Picker:
    """Ask one question, with the key, the letter, the words and the effect of each answer."""
    return Picker(
        title,
        [
            Choice(key, Row(line(what), lead=line(f"{letter} ", "key"), key=key, right=line(why, "dim")), letter=letter)
            for key, letter, what, why in choices
        ],
        about=about,
    )

"""The form that begins a sitting: who is here, and how long there is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from levelbook.book.sittings.team_sitting import checked_minutes
from levelbook.book.sittings.workshop import USUAL_MINUTES, Workshop
from levelbook.core.answers.sittings import Sitting
from levelbook.core.errors import UsedWrongly
from levelbook.core.text.numbers import minutes_of_text
from levelbook.tui.base.book_screen import BookScreen
from levelbook.tui.base.form_screen import FormScreen
from levelbook.tui.widgets.form import Field, FieldRefused, Form, FormValues
from levelbook.words.figures import plural
from levelbook.words.sitting import doubled_words

_WHERE_NAMES_APPEAR: Mapping[str | None, str] = {
    None: "Names appear in the record as participants, and beside a vote only where the person agrees.",
    "initials": "The record has the participants' initials, beside a vote only where the person agrees.",
    "none": "Names stay in this sitting's file: levelbook.toml keeps them out of the record.",
}
"""By how the settings show people."""


def begin(screen: BookScreen, minutes: int = USUAL_MINUTES, *, then: Callable[[], None] | None = None) -> None:
    """Ask who is here, begin the sitting, and go on with `then` once it has begun."""
    workshop = screen.book_app.workshop
    expected = "".join(f"{name}, " for name in _expected(workshop))  # so that another name can follow
    form = Form(
        "Begin the sitting",
        (
            Field("names", "Who is here? Names with commas", expected, hint="Ana, Tom", names=True),
            Field("minutes", "How many minutes do you have?", str(minutes), whole=True),
        ),
        about=_WHERE_NAMES_APPEAR[screen.session.folder.settings.people] + _taken_over_words(workshop),
        save="Begin",
    )

    twice = ""

    def accept(given: FormValues) -> None:
        nonlocal twice
        here = workshop.sitting.names if workshop.is_open and not workshop.is_past else ()
        twice = doubled_words(given.names("names"), here)
        screen.change(lambda: workshop.begin(minutes_given(given), given.names("names"), anew=True))

    def closed(saved: bool | None) -> None:
        if saved and then is not None and workshop.is_open:
            then()
        if saved and twice:
            screen.book_app.say(twice)

    screen.app.push_screen(FormScreen(lambda: form, accept, screen.session.now.on), closed)


def _expected(workshop: Workshop) -> list[str]:
    """Say who handed in a ballot, and who was here last time."""
    names = [ballot.participant for ballot in workshop.session.ballots.all if ballot.participant]
    last = last_sitting(workshop)
    names += workshop.sitting.names if workshop.is_past else last[1].names if last else ()
    once: dict[str, str] = {}
    for name in names:
        once.setdefault(name.casefold(), name)
    return list(once.values())


def _taken_over_words(workshop: Workshop) -> str:
    """Say that a sitting will take over what earlier ones left open; empty where that is nothing."""
    count = len(workshop.left_open)
    still = f"{plural(count, 'parked item')} of earlier sittings {'is' if count == 1 else 'are'} still open"
    return f" {still}, and will be on the list." if count else ""


def last_sitting(workshop: Workshop) -> tuple[date, Sitting] | None:
    """Return the sitting before the open one, or before today, with its day; None where there is none."""
    earlier = [pair for pair in workshop.session.sittings.all if pair[0] < workshop.day]
    return earlier[-1] if earlier else None


def minutes_given(given: FormValues) -> int:
    """Read minutes as people type them: `90`, `90 min`, `1h30`, `1.5 h`. Raises FieldRefused."""
    try:
        return checked_minutes(minutes_of_text(given.text("minutes")))
    except ValueError:
        raise FieldRefused("minutes", "How many minutes? Write it like 90 or 1h30.") from None
    except UsedWrongly as refused:
        raise FieldRefused("minutes", " ".join(refused.lines())) from None

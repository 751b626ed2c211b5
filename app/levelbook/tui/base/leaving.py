"""The one question before words that were typed and not saved are left behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from textual.app import App

from levelbook.book.undo_words import named
from levelbook.core.errors import CouldNotWrite
from levelbook.core.text.cleaning import clean_line
from levelbook.tui.base.pickers import Choice, Picker
from levelbook.tui.base.screen import SizedScreen
from levelbook.tui.literal_text import line
from levelbook.tui.widgets.rows import Row
from levelbook.words.figures import plural

KEEP, DISCARD, STAY = "keep", "discard", "stay"


def ask_before_leaving(screens: Sequence[SizedScreen[Any]], leave: Callable[[], object]) -> None:
    """Leave at once where nothing was typed; else ask what becomes of it. Escape leaves nothing.

    screens: those that are left, the topmost first.
    """
    typed = [screen for screen in screens if screen.unsaved_words]
    if not typed:
        leave()
        return

    def chosen(key: str | None) -> None:
        if key == KEEP:
            if _refusals(typed):
                ask_before_leaving(screens, leave)  # which no longer offers to keep it
            else:
                leave()
        elif key == DISCARD:
            for screen in typed:
                screen.discard_draft()
            leave()

    words = named([f"“{screen.unsaved_words}”" for screen in typed])
    typed[0].app.push_screen(_picker(words, _refusals(typed)), chosen)


def _refusals(typed: Sequence[SizedScreen[Any]]) -> list[CouldNotWrite]:
    """Keep the text of all these screens, and return why some of it could not be kept."""
    tried = [screen.keep_draft() for screen in typed]
    return [refused for refused in tried if refused is not None]


class _LeavingPicker(Picker):
    """The question itself is left by its own keys only."""

    leads_to = ()


def _picker(words: str, refusals: Sequence[CouldNotWrite]) -> Picker:
    """Discarding has no letter of its own: what is typed on by habit must not throw anything away."""
    stay = Choice(STAY, Row(line("Stay, to save or copy it"), lead=line("s ", "key"), key=STAY), letter="s")
    keep = Choice(KEEP, Row(line("Keep it for later"), lead=line("k ", "key"), key=KEEP), letter="k")
    discard = Choice(DISCARD, Row(line("Discard it"), lead=line("  "), key=DISCARD))
    if refusals:
        why = clean_line(" ".join(refusals[0].lines()))
        about = f"Typed and not saved: {words}. {why}"
        return _LeavingPicker("Leave?", [stay, discard], about=about)
    about = f"Typed and not saved: {words}. If you keep it, it will be here when you come back."
    return _LeavingPicker("Leave?", [keep, discard], about=about)


def ask_before_losing_levels(app: App[Any], count: int, leave: Callable[[], object]) -> None:
    """Leave at once where no level waits in a list; else ask: these are kept only while the app runs."""
    if not count:
        leave()
        return

    them, they_are = ("it", "It is") if count == 1 else ("them", "They are")
    about = f"{plural(count, 'level')} given in a list and not confirmed. {they_are} lost when you leave."
    ask_before_losing(app, about, them, leave)


def ask_before_losing(app: App[Any], about: str, them: str, leave: Callable[[], object]) -> None:
    """Ask before something is left that is kept nowhere. Escape stays, and Enter does.

    about: what is lost, in whole sentences; them: the pronoun for it.
    """

    def chosen(key: str | None) -> None:
        if key == DISCARD:
            leave()

    choices = [
        Choice(STAY, Row(line("Stay"), lead=line("s ", "key"), key=STAY), letter="s"),
        Choice(DISCARD, Row(line(f"Leave without {them}"), lead=line("  "), key=DISCARD)),
    ]
    app.push_screen(_LeavingPicker("Leave?", choices, about=about), chosen)

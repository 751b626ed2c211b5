"""The one question before words that were typed and not saved are left behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from levelbook.tui.base.pickers import Choice, Picker
from levelbook.tui.base.screen import SizedScreen
from levelbook.tui.literal_text import line
from levelbook.tui.undo_words import named
from levelbook.tui.widgets.rows import Row

KEEP, DISCARD = "keep", "discard"


def ask_before_leaving(screens: Sequence[SizedScreen[Any]], leave: Callable[[], object]) -> None:
    """Leave at once where nothing was typed; else ask what becomes of it. Escape leaves nothing.

    screens: those that are left, the topmost first.
    """
    typed = [screen for screen in screens if screen.unsaved_words]
    if not typed:
        leave()
        return

    def chosen(key: str | None) -> None:
        if key is None:
            return
        for screen in typed:
            if key == KEEP:
                screen.keep_draft()
            else:
                screen.discard_draft()
        leave()

    words = named([f"“{screen.unsaved_words}”" for screen in typed])
    typed[0].app.push_screen(_picker(words), chosen)


class _LeavingPicker(Picker):
    """The question itself is left by its own keys only."""

    leads_to = ()


def _picker(words: str) -> Picker:
    """Discarding has no letter of its own: what is typed on by habit must not throw anything away."""
    choices = [
        Choice(KEEP, Row(line("Keep it for later"), lead=line("k ", "key"), key=KEEP), letter="k"),
        Choice(DISCARD, Row(line("Discard it"), lead=line("  "), key=DISCARD)),
    ]
    about = f"Typed and not saved: {words}. If you keep it, it will be here when you come back."
    return _LeavingPicker("Leave?", choices, about=about)

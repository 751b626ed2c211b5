"""The one question before words that were typed and not saved are left behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from textual.app import App

from levelbook.book.undo_words import named
from levelbook.core.errors import CouldNotWrite
from levelbook.core.text.cleaning import clean_line
from levelbook.tui.base.pickers import Choice, Picker
from levelbook.tui.base.screen import SizedScreen
from levelbook.tui.literal_text import line
from levelbook.tui.widgets.rows import Row
from levelbook.words.figures import plural

if TYPE_CHECKING:
    from levelbook.book.unsaved.kept_levels import KeptLevels

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
    stay = Choice(STAY, Row(line("Stay, to save or copy it"), lead=line("s ", "key"), key=STAY), letter="s")
    keep, discard = _keep_or_discard("it")
    if refusals:
        why = clean_line(" ".join(refusals[0].lines()))
        about = f"Typed and not saved: {words}. {why}"
        return _LeavingPicker("Leave?", [stay, discard], about=about)
    about = f"Typed and not saved: {words}. If you keep it, it will be here when you come back."
    return _LeavingPicker("Leave?", [keep, discard], about=about)


def _keep_or_discard(them: str) -> list[Choice]:
    """Discarding has no letter of its own: what is typed on by habit must not throw anything away."""
    return [
        Choice(KEEP, Row(line(f"Keep {them} for later"), lead=line("k ", "key"), key=KEEP), letter="k"),
        Choice(DISCARD, Row(line(f"Discard {them}"), lead=line("  "), key=DISCARD)),
    ]


def ask_before_leaving_levels(app: App[Any], kept: KeptLevels, count: int, leave: Callable[[], object]) -> None:
    """Leave at once where no level waits in a list; else ask what becomes of them, which are kept unless refused."""
    if not count:
        leave()
        return

    def chosen(key: str | None) -> None:
        if key == DISCARD:
            kept.discard()
        if key is not None:
            leave()

    them, they = ("it", "it") if count == 1 else ("them", "they")
    about = f"{plural(count, 'level')} given in a list and not confirmed."
    if (refused := kept.try_to_keep()) is not None:
        lost = f"{'It is' if count == 1 else 'They are'} lost when you leave."
        ask_before_losing(app, f"{about} {lost} {clean_line(refused.message)}", them, leave)
        return
    about += f" If you keep {them}, {they} will be there when you come back."
    app.push_screen(_LeavingPicker("Leave?", _keep_or_discard(them), about=about), chosen)


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

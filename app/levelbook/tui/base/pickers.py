"""Short lists over the screen: choose one thing by arrows, by its letter, by typing, or by a click."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from levelbook.book.session import Session
from levelbook.core.frozen import frozen
from levelbook.export.registry import FORMATS
from levelbook.keymap.commands import SCREENS
from levelbook.keymap.effective_keys import Keys
from levelbook.tui import labels
from levelbook.tui.base.screen import Modal
from levelbook.tui.commands import bindings
from levelbook.tui.literal_text import content, line
from levelbook.tui.widgets.line_input import LineInput
from levelbook.tui.widgets.rows import ChoiceRows, Row, Rows


@frozen
class Choice:
    """A choice of a picker."""

    key: str
    row: Row
    letter: str = ""
    found_by: str = ""
    """Lower-case text in which typed words are looked for."""


class Picker(Modal[str | None]):
    """A list of choices; gives the key of the one chosen, or None."""

    CSS_PATH = Path(__file__).with_name("pickers.tcss")
    BINDINGS: ClassVar[list[BindingType]] = bindings("picker")

    def __init__(
        self, title: str, choices: Sequence[Choice], *, typed: bool = False, current: str = "", about: str = ""
    ) -> None:
        super().__init__()
        self._title, self._choices, self._typed, self._current, self._about = title, choices, typed, current, about

    @property
    def shown_keys(self) -> Mapping[str, str]:
        return {"choose": "choose", "picker-leave": "close"}

    def compose(self) -> ComposeResult:
        with Vertical(classes="body picker") as box:
            box.border_title = line(self._title)
            box.border_subtitle = line(f"{self.keys.key('picker-leave')} closes")
            if self._typed:
                yield LineInput(placeholder="number, or part of a title")
            if self._about:
                yield Static(content(self._about), classes="about")
            yield ChoiceRows(focusable=not self._typed)
        yield from self.around()

    def on_mount(self) -> None:
        self._show(self._choices, self._current or None)
        (self.query_one(Input) if self._typed else self.query_one(Rows)).focus()

    def _show(self, choices: Sequence[Choice], cursor: str | None = None) -> None:
        rows = [choice.row for choice in choices] or [Row(line("No match.", "dim"))]
        self.query_one(ChoiceRows).show(rows, cursor)

    def on_input_changed(self, event: Input.Changed) -> None:
        wanted = event.value.lower().split()
        found = [choice for choice in self._choices if all(word in choice.found_by for word in wanted)]
        exact = next(
            (choice.key for choice in found if choice.found_by.startswith(f"{event.value.strip().lower()} ")), None
        )
        self._show(found, exact or (found[0].key if found else None))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(self.query_one(ChoiceRows).cursor or None)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        self.dismiss(event.key)

    def on_key(self, event: events.Key) -> None:
        if self._typed:
            return
        for choice in self._choices:
            if choice.letter and event.character == choice.letter:
                event.stop()
                self.dismiss(choice.key)
                return

    def action_move(self, by: int) -> None:
        self.query_one(ChoiceRows).action_step(by)

    def action_leave(self) -> None:
        self.dismiss(None)


def go_to(keys: Keys) -> Picker:
    """Offer the screens."""
    choices = []
    for name, (title, about) in SCREENS.items():
        row = Row(
            line(about, "dim"),
            lead=line(f"{title[0].lower()} ", "key") + line(f"{title:<11}"),
            key=name,
            clip=True,
            right=line(keys.key(f"go-{name}"), "dim"),
        )
        choices.append(Choice(name, row, letter=title[0].lower()))
    return Picker("Go to", choices)


def export_formats() -> Picker:
    """Offer the formats in which a book can be exported."""
    wide = max(len(name) for name in FORMATS)
    choices = [
        Choice(one.name, Row(line(one.what, "dim"), lead=line(f"{one.name:<{wide + 2}}"), key=one.name))
        for one in FORMATS.values()
    ]
    return Picker("Export", choices)


def jump(session: Session, current: str) -> Picker:
    """Offer the practices."""
    numbers = session.questionnaire.numbers
    choices = []
    for name, score in session.now.scorecard.practices.items():
        choices.append(
            Choice(
                name,
                Row(
                    line(score.practice.title),
                    lead=line(f"{numbers[name]:<5}", "blue"),
                    key=name,
                    right=labels.mark(score),
                    clip=True,
                ),
                found_by=f"{numbers[name]} {score.practice.title.lower()} {name}",
            )
        )
    return Picker("Jump to", choices, typed=True, current=current)

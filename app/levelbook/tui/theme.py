"""The inks and the themes that colour them.

Colour never tells anything alone: beside each colour stands a word or a glyph.

blue     structure: headings, numbers, what is chosen
amber    where you are, and the keys
green    reached, holds, saved
orange   below what is needed, late, not known
red      not saved, refused

Words can be read on every ground: at least 4.5 to 1, in the theme of high contrast 7 to 1 (a test computes it).
"""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter
from textual.style import Style
from textual.theme import Theme

INKS = {
    "dim": "$ink-dim",
    "faint": "$ink-faint",
    "strong": "bold $foreground",
    "head": "bold $primary",
    "blue": "$primary",
    "chosen": "bold $primary",
    "here": "italic $secondary",
    "key": "bold $accent",
    "amber": "$accent",
    "good": "$success",
    "warn": "$warning",
    "bad": "bold $error",
    "struck": "strike $ink-dim",
    "cursor": "on $ink-cursor",
    "code": "$secondary",
    "italic": "italic",
    "bold": "bold",
    "link": "underline $primary",
    "bar": "$primary",
    "mark": "bold $background on $primary",
}
"""`faint` is for lines and dots only, never for words."""

_WITHOUT_COLOUR = {"cursor": "reverse", "mark": "bold reverse"}
"""Inks that are a ground, where there are no colours."""


class Inks:
    """The inks of one running app, with or without colours."""

    def __init__(self, *, coloured: bool = True) -> None:
        """Choose inks; `coloured`: whether the terminal shows colours, which `NO_COLOR` denies."""
        self._styles = INKS if coloured else {**INKS, **_WITHOUT_COLOUR}

    def style(self, name: str | Style) -> Style:
        """Give the style of an ink, or of several: "strong warn"."""
        if isinstance(name, Style):
            return name
        style = Style.null()
        for part in name.split():
            style += Style.parse(self._styles[part])
        return style


class WithoutColours(LineFilter):
    """Takes every colour out, and leaves bold, reverse, underline and the rest."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(text, style and style.without_color, control) for text, style, control in segments]


def _theme(name: str, *, dark: bool, dim: str, faint: str, cursor: str, edge: str, **colours: str) -> Theme:
    """Make a theme. `dim` and `faint` are quiet inks, `cursor` the ground of the selected row, `edge` of scrollbars."""
    variables = {
        "ink-dim": dim,
        "ink-faint": faint,
        "ink-cursor": cursor,
        "footer-key-foreground": colours["accent"],
        "block-cursor-background": cursor,
        "block-cursor-foreground": colours["foreground"],
        "block-cursor-text-style": "bold",
        "border": edge,
        "scrollbar": edge,
        "scrollbar-hover": colours["primary"],
        "scrollbar-active": colours["primary"],
        "scrollbar-background": colours["surface"],
        "scrollbar-background-hover": colours["surface"],
        "scrollbar-background-active": colours["surface"],
        "input-selection-background": cursor,
    }
    return Theme(name=name, dark=dark, variables=variables, **colours)  # type: ignore[arg-type]  # mypy asks each for its own type


DARK = _theme(
    "levelbook-dark",
    dark=True,
    primary="#86badb",
    secondary="#a3c4a8",
    accent="#e6bc6c",
    warning="#eaa36b",
    error="#f48d83",
    success="#93cb93",
    foreground="#dfe5ec",
    background="#12171d",
    surface="#171d25",
    panel="#1e2630",
    dim="#a2acb7",
    faint="#5d6874",
    cursor="#26394a",
    edge="#3c5468",
)

LIGHT = _theme(
    "levelbook-light",
    dark=False,
    primary="#17567a",
    secondary="#2b5a37",
    accent="#724a00",
    warning="#863d00",
    error="#9c221a",
    success="#1f5a29",
    foreground="#20262c",
    background="#fbfaf6",
    surface="#f5f3ed",
    panel="#ece9e0",
    dim="#525a62",
    faint="#9aa1a7",
    cursor="#d3e2eb",
    edge="#9fb4c2",
)

CONTRAST = _theme(
    "levelbook-contrast",
    dark=True,
    primary="#9fd8ff",
    secondary="#c4f0cb",
    accent="#ffd75f",
    warning="#ffb870",
    error="#ffb3ac",
    success="#9bef9b",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    dim="#d4d4d4",
    faint="#8c8c8c",
    cursor="#003356",
    edge="#6b8ca6",
)

THEMES = (DARK, LIGHT, CONTRAST)
"""In the order in which one key goes round them."""

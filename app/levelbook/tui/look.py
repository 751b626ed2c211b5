"""One visual language: the inks, the glyphs, and the themes that colour them.

Colour never tells anything alone: beside each colour stands a word or a glyph.

blue     structure: headings, numbers, what is chosen
amber    where you are, and the keys
green    reached, holds, saved
orange   below what is needed, late, not known
red      not saved, refused
"""

from __future__ import annotations

from textual.style import Style
from textual.theme import Theme

INKS = {
    "dim": "$foreground 60%",
    "faint": "$foreground 35%",
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
    "struck": "strike $foreground 60%",
    "cursor": "on $primary 18%",
    "code": "$secondary",
    "italic": "italic",
    "bold": "bold",
    "link": "underline $primary",
    "bar": "$primary",
    "mark": "bold $background on $primary",
}


def ink(name: str | Style) -> Style:
    """The style of an ink, or of several: "strong warn"."""
    if isinstance(name, Style):
        return name
    style = Style.null()
    for part in name.split():
        style += Style.parse(INKS[part])
    return style


DARK = Theme(
    name="levelbook-dark",
    dark=True,
    primary="#7fb4d6",
    secondary="#9fc0a4",
    accent="#e3b765",
    warning="#e59a5f",
    error="#ee7f74",
    success="#8cc48c",
    foreground="#dde3ea",
    background="#12171d",
    surface="#171d25",
    panel="#1e2630",
    variables={
        "footer-key-foreground": "#e3b765",
        "block-cursor-background": "#2c4254",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-text-style": "bold",
        "border": "#3c5468",
        "scrollbar": "#2c3a48",
        "scrollbar-background": "#171d25",
    },
)

LIGHT = Theme(
    name="levelbook-light",
    dark=False,
    primary="#1f6288",
    secondary="#3a6a46",
    accent="#8a5a00",
    warning="#a34d00",
    error="#b02a20",
    success="#2c6e35",
    foreground="#22282e",
    background="#fbfaf6",
    surface="#f4f2ec",
    panel="#ebe8df",
    variables={
        "footer-key-foreground": "#8a5a00",
        "block-cursor-background": "#cfe0ea",
        "block-cursor-foreground": "#10202b",
        "block-cursor-text-style": "bold",
        "border": "#9fb4c2",
        "scrollbar": "#c9cfd2",
        "scrollbar-background": "#f4f2ec",
    },
)

THEMES = (DARK, LIGHT)

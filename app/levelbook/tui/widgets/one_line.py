"""A line of the screen, drawn at once: its words are wrapped and cut before, so Textual need not look for breaks."""

from __future__ import annotations

from rich.segment import Segment
from textual.content import Content
from textual.strip import Strip
from textual.style import Style

from levelbook.tui.theme import Inks


def drawn_line(words: Content, width: int, base: Style, inks: Inks) -> Strip:
    """Draw words on one line of `width` columns, cut where they are longer; their inks over the style of the widget."""
    pieces = words.truncate(width).render(base, end="", parse_style=inks.style)
    strip = Strip([Segment(text, (base + style).rich_style) for text, style in pieces])
    return strip.adjust_cell_length(width, base.rich_style)

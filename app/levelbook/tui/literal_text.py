"""The way of people's words to the screen: as literal text, never as markup.

Everything from answers, questionnaires, paths and exceptions goes through one of these. What they give is `Content`,
which Textual does not read for markup; a `str` given to a widget would be.
"""

from __future__ import annotations

from functools import lru_cache

from textual.content import Content

from levelbook.core.text.cleaning import clean, clean_line


def content(text: str) -> Content:
    """Words with their line breaks."""
    return Content(clean(text), strip_control_codes=False)


@lru_cache(maxsize=4096)  # a key draws a hundred of these, nearly all as before
def line(text: str, ink: str = "") -> Content:
    """Words on one line, in one of the inks of `theme.py`. Spaces at the ends stay."""
    words = clean(text)
    if "\n" in words or "\t" in words:
        words = clean_line(words)
    made = Content(words, strip_control_codes=False)
    return made.stylize(ink) if ink and words else made


def join(*parts: Content | str) -> Content:
    """Pieces one after another. A `str` here is levelbook's own, such as a space or a glyph."""
    return Content.assemble(*parts, strip_control_codes=False)


EMPTY = Content("")

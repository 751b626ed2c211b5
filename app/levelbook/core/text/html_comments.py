"""HTML comments in Markdown: notes to whoever edits a file, which no reader sees."""

from __future__ import annotations

BEGIN, END = "<!--", "-->"


def without_html_comments(text: str) -> str:
    """Return a text without its comments; one that is never closed stays, as the text that it is.

    A pattern would look through the rest of the text for the end of each unclosed one.
    """
    kept: list[str] = []
    place = 0
    while (begin := text.find(BEGIN, place)) >= 0 and (end := text.find(END, begin + len(BEGIN))) >= 0:
        kept.append(text[place:begin])
        place = end + len(END)
    return "".join((*kept, text[place:]))

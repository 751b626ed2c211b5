"""Texts with their changed words marked: `[-old-]` and `{+new+}`, told by the signs first and by colour too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from levelbook.guide.keep.word_diff import Piece, excerpt, in_lines, signs
from levelbook.tui.literal_text import EMPTY, join, line
from levelbook.tui.widgets.rows import Row

LEGEND = Row(
    join(line("[-", "warn"), line("before", "struck"), line("-]", "warn"), line("  "), line("{+now+}", "good")),
)
"""The marks for changed words."""
_INKS = {"same": "", "old": "struck", "new": "good"}
_INNER_LINK = re.compile(r"\[([^\[\]\n]+)\]\(#[^()\s]*\)")
_LEADS = {"same": "  ", "old": "− ", "new": "+ ", "both": "± "}


def rows(pieces: Iterable[Piece], *, whole: bool) -> list[Row]:
    """A row for each line. `whole`: all of them; otherwise those that changed, with ⋮ where some are left out."""
    lines = in_lines(pieces)
    shown: Sequence[tuple[Piece, ...] | None] = lines if whole else excerpt(lines)
    return [Row(line("⋮", "dim"), lead=line("  ")) if one is None else _row(one) for one in shown]


def whole(text: str, kind: str) -> list[Row]:
    """A text that came, went or stayed as a whole: a sign before each line instead of around the words."""
    ink = _INKS[kind]
    return [Row(line(_read(one), ink), lead=line(_LEADS[kind], _lead_ink(kind))) for one in text.split("\n")]


def _row(pieces: tuple[Piece, ...]) -> Row:
    kinds = {piece.kind for piece in pieces}
    change = "both" if {"old", "new"} <= kinds else "old" if "old" in kinds else "new" if "new" in kinds else "same"
    if change in ("old", "new") and len(pieces) == 1:
        return whole(pieces[0].text, change)[0]
    parts = []
    for piece in pieces:
        before, after = signs(piece.kind)
        mark = "warn" if piece.kind == "old" else _INKS[piece.kind]
        parts += [line(before, mark), line(_read(piece.text), _INKS[piece.kind]), line(after, mark)]
    return Row(join(*parts) if parts else EMPTY, lead=line(_LEADS[change], _lead_ink(change)))


def _read(text: str) -> str:
    """Words without the addresses of links inside the guide, which nobody reads."""
    return _INNER_LINK.sub(r"\1", text)


def _lead_ink(change: str) -> str:
    return {"same": "", "old": "warn", "new": "good", "both": "amber"}[change]


def laid_out(rows: Iterable[Row], room: int) -> list[Row]:
    """Return the rows with each line as its own row, so that showing thousands of them costs nothing."""
    made: list[Row] = []
    for row in rows:
        if row.clip:
            made.append(row)
            continue
        first, *others = row.words.wrap(max(8, room - row.lead.cell_length - row.right.cell_length)) or [EMPTY]
        made.append(replace(row, words=first, clip=True))
        lead = line(" " * row.lead.cell_length)
        made += [Row(words.rstrip(), lead=lead, ink=row.ink, clip=True) for words in others]
    return made

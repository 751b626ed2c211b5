"""Markdown as rows: the guide, read in the terminal, drawn by one widget however long it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token
from textual.content import Content

from levelbook.tui.literal_text import EMPTY, content, join, line
from levelbook.tui.widgets.rows import Row

BLANK = Row(EMPTY)
_HEADINGS = {"h1": "head", "h2": "head", "h3": "strong"}
_INKS = {"strong_open": "bold", "em_open": "italic", "link_open": "link", "s_open": "struck"}


@dataclass
class _Page:
    """The rows so far, and how deep in lists and quotations we are."""

    width: int
    rows: list[Row] = field(default_factory=list)
    lead: Content = EMPTY
    """Before each row: what the lists and quotations around it need."""
    bullet: Content | None = None
    """Before the next row only: an item's mark."""
    tight: bool = False

    def add(self, words: Content, ink: str = "") -> None:
        lead = self.bullet if self.bullet is not None else self.lead
        self.bullet = None
        self.rows.append(Row(words.stylize(ink) if ink else words, lead=lead))

    def gap(self) -> None:
        if self.rows and self.rows[-1] is not BLANK and not self.tight:
            self.rows.append(BLANK)


def rows(text: str, width: int) -> list[Row]:
    """Markdown as rows that are at most `width` wide where they cannot wrap."""
    page = _Page(width)
    _blocks(MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text), page)
    return page.rows


def _blocks(tokens: Sequence[Token], page: _Page) -> None:
    at = 0
    while at < len(tokens):
        token = tokens[at]
        end = _closing(tokens, at)
        inside = tokens[at + 1 : end]
        _block(token, inside, page)
        at = end + 1


def _closing(tokens: Sequence[Token], at: int) -> int:
    """Say where the block that opens at `at` closes."""
    depth = 0
    for place in range(at, len(tokens)):
        depth += tokens[place].nesting
        if depth == 0:
            return place
    return len(tokens) - 1


def _block(token: Token, inside: Sequence[Token], page: _Page) -> None:
    kind = token.type
    if kind == "heading_open":
        page.gap()
        page.add(_inline(inside[0].children or []), _HEADINGS.get(token.tag, "bold"))
        page.gap()
    elif kind == "paragraph_open":
        page.gap()
        page.add(_inline(inside[0].children or []))
    elif kind in ("bullet_list_open", "ordered_list_open"):
        _list(token, inside, page)
    elif kind == "blockquote_open":
        page.gap()
        _deeper(inside, page, join(page.lead, line("│ ", "dim")))
    elif kind in ("fence", "code_block"):
        page.gap()
        for words in token.content.rstrip("\n").split("\n"):
            page.add(join("  ", content(words)), "code")
    elif kind == "hr":
        page.gap()
        page.add(line("─" * max(3, page.width - page.lead.cell_length), "faint"))
    elif kind == "table_open":
        page.gap()
        for row in _table(inside, page.width - page.lead.cell_length):
            page.rows.append(Row(row.words, lead=join(page.lead, row.lead)))
    elif kind == "html_block":
        page.gap()
        page.add(content(token.content.rstrip("\n")), "dim")
    elif inside:
        _blocks(inside, page)


def _list(token: Token, inside: Sequence[Token], page: _Page) -> None:
    nested = bool(page.lead)
    if not nested:
        page.gap()
    number = int(token.attrs.get("start", 1))
    outer_lead, outer_tight = page.lead, page.tight
    at = 0
    while at < len(inside):
        end = _closing(inside, at)
        mark = "• " if token.type.startswith("bullet") else f"{number}. "
        number += 1
        page.bullet = join(outer_lead, line(mark, "blue"))
        page.lead = join(outer_lead, " " * len(mark))
        items = inside[at + 1 : end]
        page.tight = any(item.hidden for item in items if item.type == "paragraph_open") or nested
        before = len(page.rows)
        _blocks(items, page)
        if len(page.rows) == before:
            page.add(EMPTY)
        at = end + 1
    page.lead, page.tight, page.bullet = outer_lead, outer_tight, None


def _deeper(inside: Sequence[Token], page: _Page, lead: Content) -> None:
    outer = page.lead
    page.lead = lead
    tight, page.tight = page.tight, True
    _blocks(inside, page)
    page.lead, page.tight = outer, tight


# Words within a block


def _inline(tokens: Sequence[Token]) -> Content:
    return join(*_pieces(tokens))


def _pieces(tokens: Sequence[Token]) -> Iterator[Content | str]:
    inks: list[str] = []
    target = ""
    for place, token in enumerate(tokens):
        if token.type in _INKS:
            inks.append(_INKS[token.type])
            target = str(token.attrs.get("href", "")) if token.type == "link_open" else target
        elif token.nesting < 0 and inks:
            inks.pop()
            is_its_own_text = place > 0 and tokens[place - 1].content == target
            if token.type == "link_close" and not is_its_own_text and re.match(r"https?://", target):
                yield line(f" ({target})", "dim")
        elif token.type == "text":
            yield _inked(content(token.content), inks)
        elif token.type == "code_inline":
            yield _inked(content(token.content), [*inks, "code"])
        elif token.type == "softbreak":
            yield " "
        elif token.type == "hardbreak":
            yield "\n"
        elif token.type == "image":
            yield line(f"[picture: {token.content}]", "dim")
        elif token.content:
            yield _inked(content(token.content), [*inks, "dim"])


def _inked(words: Content, inks: Iterable[str]) -> Content:
    names = " ".join(inks)
    return words.stylize(names) if names and words else words


# Tables


def _table(tokens: Sequence[Token], width: int) -> list[Row]:
    """A table with its cells wrapped to columns that fit; where words would be broken, each row is written out."""
    table: list[list[Content]] = []
    for token in tokens:
        if token.type == "tr_open":
            table.append([])
        elif token.type == "inline" and table:
            table[-1].append(_inline(token.children or []))
    columns = max((len(cells) for cells in table), default=0)
    if not columns:
        return []
    table = [[*cells, *[EMPTY] * (columns - len(cells))] for cells in table]
    if sum(_longest_words(table)) + 2 * (columns - 1) > width and len(table) > 1 and columns > 1:
        return [row for cells in table[1:] for row in _written_out(table[0], cells)]
    widths = _column_widths(table, width)
    head = [[cell.stylize("blue") if cell else cell for cell in table[0]], *table[1:]]
    drawn = [_table_row(cells, widths) for cells in head]
    rule = line("─" * min(width, sum(widths) + 2 * (columns - 1)), "faint")
    return [Row(words) for words in (drawn[0], rule, *drawn[1:])]


def _written_out(head: Sequence[Content], cells: Sequence[Content]) -> list[Row]:
    """Write a row of a table as its first cell, and below it the others, each with the head of its column."""
    said = [
        join(line(name.plain, "blue"), " ", cell) if name else cell
        for name, cell in zip(head[1:], cells[1:], strict=True)
        if cell
    ]
    return [Row(cells[0].stylize("bold") if cells[0] else EMPTY), Row(Content("; ").join(said), lead=Content("  "))]


def _column_widths(table: list[list[Content]], width: int) -> list[int]:
    """Make columns as wide as their cells; where that is too much, the widest ones give way, down to their longest
    words, and only where these have no room either are words broken."""
    columns = len(table[0])
    widths = [max(1, *(cells[column].cell_length for cells in table)) for column in range(columns)]
    words = _longest_words(table)
    room = max(columns * 4, width - 2 * (columns - 1))
    for least in (words, [4] * columns):
        while sum(widths) > room:
            wide = [column for column in range(columns) if widths[column] > least[column]]
            if not wide:
                break
            widest = max(wide, key=lambda column: widths[column])
            next_widest = max((widths[column] for column in wide if column != widest), default=0)
            enough = widths[widest] - (sum(widths) - room)
            widths[widest] = max(least[widest], min(next_widest, widths[widest] - 1), enough)
    return widths


def _longest_words(table: list[list[Content]]) -> list[int]:
    """Return the columns of the longest word in each column."""
    return [max(4, *(_longest_word(cells[column]) for cells in table)) for column in range(len(table[0]))]


def _longest_word(cell: Content) -> int:
    return max((word.cell_length for word in map(content, cell.plain.split())), default=0)


def _table_row(cells: list[Content], widths: list[int]) -> Content:
    wrapped = [cell.wrap(width) or [EMPTY] for cell, width in zip(cells, widths, strict=True)]
    lines = []
    for at in range(max(len(cell) for cell in wrapped)):
        parts: list[Content | str] = []
        for cell, width in zip(wrapped, widths, strict=True):
            piece = cell[at].rstrip() if at < len(cell) else EMPTY
            parts += [piece.truncate(width, ellipsis=True, pad=True), "  "]
        lines.append(join(*parts[:-1]))
    return Content("\n").join(lines)

"""This module lets a team's notes use a safe part of Markdown: emphasis, code, lists, https and mailto links.

A note is read with markdown-it-py, and what is allowed is written out again in one normal form that CommonMark and
MkDocs read alike. Everything else stays the text that was typed, encoded as `markdown.py` encodes it; so a note without
any of this gives the same bytes as there. Each line that was typed stays a line of its own.

What is read                              What is written
----------------------------------------  ---------------------------------------------------------
`*a*` `_a_` `**a**` `__a__` around words  `_a_` `**a**`, one in the other only as text
`` `a` `` that nothing else acts in       the same
`- a` `* a` `+ a` · `1. a` `2) b`         `- a` · `1. a` each, numbered from 1 without a gap, none in another
`[a](https://…)` `[a](mailto:…)`          the same, for an address that is plain
`<https://…>` `<a@example.com>`           `<https://…>` `[a@example.com](mailto:a@example.com)`
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import clean, clean_line
from levelbook.guide.text.markdown import ADDRESS, Markdown, block, inline, label

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_MAY_HOLD_MARKUP = re.compile(r"[*_`\[<]|^[ \t]*(?:[-+]|[0-9]+[.)])[ \t]", re.MULTILINE)

_MAIL = r"[A-Za-z0-9][\w.+-]*@[A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)+"
_BARE_ADDRESS = re.compile(ADDRESS)
_ANGLED = re.compile(rf"<(?:(?P<web>https://[^<>\s]{{1,2000}})|(?:mailto:)?(?P<mail>{_MAIL}))>", re.ASCII)
_MAIL_TARGET = re.compile(rf"mailto:{_MAIL}", re.ASCII)
_LINK = re.compile(r"\[([^\[\]()`<>!\\\n]{1,300})\]\(([^\s()<>]{1,300})\)")

# What acts in code as well: macros, critic marks, HTML for a reader that looks for it first, a language. What looks
# like a link there is taken for one when the record is read back.
_CODE = re.compile(r"(?!#!|:::|\s)(?:[^]`<&{\\\n]|\](?![(\[:])|&(?![#0-9A-Za-z])|\{(?![{%#+~=>-])|\\(?!\Z))+(?<!\s)")
_BEFORE = frozenset(" (\"'“‘–—")
_AFTER = frozenset(" .,;:!?)\"'”’…–—")
_WEIGHT = {"em": "_", "strong": "**"}
_FIRST_PRIVATE = 0xE000
_LAST_PRIVATE = 0xF8FF


def quoted_notes(text: str, indent: int = 0) -> Markdown:
    """Encode `text` of several lines as a quotation, in which no line can pass for one that levelbook wrote.

    Each line is indented by `indent` spaces (4 in a list).
    """
    written = notes(text)
    if not written:
        return written
    lead = " " * indent
    return Markdown("\n".join(f"{lead}> {line}" if line else f"{lead}>" for line in written.split("\n")))


def notes(text: str, indent: int = 0) -> Markdown:
    """Encode `text` of several lines as paragraphs and lists, each line indented by `indent` spaces (4 in a list)."""
    cleaned = clean(text)
    if not _MAY_HOLD_MARKUP.search(cleaned):
        return block(cleaned, indent)
    parts: list[str] = []
    for part in _parts(cleaned.split("\n")):
        if part.marks:
            parts.append(
                "\n".join(f"{mark} {note_line(words)}" for mark, words in zip(part.marks, part.lines, strict=True))
            )
        else:
            parts += [written for line in part.lines if (written := note_line(line))]
    return Markdown("\n\n".join(re.sub(r"^", " " * indent, part, flags=re.MULTILINE) for part in parts))


_WRITTEN_LINK = re.compile(r"\[[^\[\]\n]*\]\((?:https://|mailto:)(?:[^\s()]|\([^\s()]*\))+\)")


def links_in(text: str) -> list[str]:
    """List the links of a note to the web and to mail addresses, as `notes` writes them."""
    return _WRITTEN_LINK.findall(notes(text)) if "](" in text or "<" in text else []


# Lists


@dataclass
class _Part:
    """A part is a list that is allowed, with the mark of each item, or lines of text."""

    lines: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)


def _parts(lines: list[str]) -> Iterator[_Part]:
    """Take a note apart into lists and what is between them."""
    text = _Part()
    at = 0
    before: _Part | None = None
    for start, end, part in _lists(lines):
        text.lines += lines[at:start]
        at = end
        is_after_a_list = before is not None and not any(line.strip() for line in text.lines)
        if part is None or (is_after_a_list and before is not None and before.marks[0] != part.marks[0]):
            text.lines += lines[start:end]
            continue
        if is_after_a_list and before is not None and part.marks[0] == "1.":
            text.lines += lines[start:end]  # it would go on with the numbers of the list before it
            continue
        if text.lines:
            yield text
        yield part
        text, before = _Part(), part
    text.lines += lines[at:]
    yield text


def _lists(lines: Sequence[str]) -> Iterator[tuple[int, int, _Part | None]]:
    """Yield where each list begins and ends, and what it holds; None where it stays text."""
    tokens = _reader_of_lists().parse("\n".join(lines))
    depth = opened = 0
    for place, token in enumerate(tokens):
        if token.type not in ("bullet_list_open", "ordered_list_open", "bullet_list_close", "ordered_list_close"):
            continue
        if token.nesting > 0 and not depth:
            opened = place
        depth += token.nesting
        if not depth and tokens[opened].map is not None:
            yield from _one_list(tokens[opened : place + 1], lines)


def _one_list(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[tuple[int, int, _Part | None]]:
    start, end = tokens[0].map or (0, 0)
    while end > start and not lines[end - 1].strip():
        end -= 1
    is_ordered = tokens[0].type == "ordered_list_open"
    items = [token for token in tokens if token.type == "list_item_open"]
    plain = [token.type for token in tokens[1:-1]] == [
        name
        for _ in items
        for name in ("list_item_open", "paragraph_open", "inline", "paragraph_close", "list_item_close")
    ]
    numbers = [str(number) for number in range(1, len(items) + 1)]
    if not plain or (is_ordered and [item.info for item in items] != numbers):
        yield start, end, None
        return
    part = _Part()
    for item in items:
        first, last = item.map or (0, 0)
        lazy = next((at for at in range(first + 1, last) if lines[at].strip() and not lines[at].startswith("  ")), None)
        if lazy is not None and item is items[-1]:
            end = last = lazy  # a line that only happens to follow is no part of the item
        elif lazy is not None:
            yield start, end, None
            return
        text = re.sub(r"^[ \t]*(?:[-+*]|[0-9]+[.)])[ \t]+", "", lines[first])
        more = [line for line in lines[first + 1 : last] if line.strip()]
        if not clean_line(text):
            yield start, end, None
            return
        part.lines.append(" ".join([text, *(line.strip() for line in more)]))
        part.marks.append("1." if is_ordered else "-")
    yield start, end, part


@functools.cache
def _reader_of_lists() -> MarkdownIt:
    from markdown_it import MarkdownIt  # 23 ms, which a note without markup does without

    return MarkdownIt("zero").enable("list")


# One line


def note_line(line: str) -> Markdown:
    """Encode one line of a note, with emphasis, code and links where they are allowed."""
    line = clean_line(line)
    stash = _Stash(line)
    stashed = _ANGLED.sub(stash.angled, line)
    stashed = _BARE_ADDRESS.sub(lambda found: stash.keep(f"<{found[0]}>", found[0]), stashed)
    pieces = _pieces(stashed)
    if stash.is_full or "".join(piece.source for piece in pieces) != stashed:
        return inline(line)
    written = "".join(_with_marks(pieces, stash))
    if not stash.has_markup:
        return inline(line)
    encoded = inline(written).replace("*", "&#42;")
    if any("[" in one for one in stash.written.values()):  # a bracket in code may seem to be closed here
        encoded = encoded.replace("](", "&#93;(")
    return Markdown(re.sub(stash.pattern, lambda found: stash.written[found[0]], encoded))


class _Stash:
    """Keeps what is written already under characters that stand nowhere in the line."""

    def __init__(self, line: str) -> None:
        self._free = (chr(code) for code in range(_FIRST_PRIVATE, _LAST_PRIVATE) if chr(code) not in line)
        self.written: dict[str, str] = {}
        self.sources: dict[str, str] = {}
        self.is_full = False
        self.has_markup = False

    def keep(self, written: str, source: str) -> str:
        """Keep what is written for a source; what is in its place."""
        place = next(self._free, "")
        self.is_full |= not place
        self.written[place], self.sources[place] = written, source
        return place

    def mark(self, written: str, source: str) -> str:
        """Keep markup."""
        self.has_markup = True
        return self.keep(written, source)

    def angled(self, found: re.Match[str]) -> str:
        """Keep what is between angle brackets, where that is an address and stands alone."""
        if found.start() and found.string[found.start() - 1] not in _BEFORE:
            return found[0]
        if found["mail"]:
            return self.mark(f"[{label(found['mail'])}](mailto:{found['mail']})", found[0])
        return self.mark(found[0], found[0]) if _BARE_ADDRESS.fullmatch(found["web"]) else found[0]

    def raw(self, text: str) -> str:
        """Return a text with the stored pieces replaced by what was typed."""
        return "".join(self.sources.get(char, char) for char in text)

    @property
    def pattern(self) -> str:
        return f"[{''.join(self.written)}]"


@frozen
class _Piece:
    """A piece is a token of a line with the characters that it was read from."""

    kind: str
    source: str
    content: str = ""
    target: str = ""


def _pieces(line: str) -> list[_Piece]:
    found = []
    for token in _reader_of_lines().parseInline(line)[0].children or ():
        kind = token.type.removesuffix("_open").removesuffix("_close")
        if kind in _WEIGHT:
            found.append(_Piece(token.type, token.markup))
        elif kind in ("code_inline", "note_link"):
            found.append(_Piece(kind, token.meta["source"], token.content, token.meta.get("target", "")))
        else:
            found.append(_Piece("text", token.content))
    return found


def _with_marks(pieces: Sequence[_Piece], stash: _Stash) -> Iterator[str]:
    marks = _emphasis(pieces)
    for place, piece in enumerate(pieces):
        before = pieces[place - 1].source[-1:] if place else ""
        if place in marks:
            yield stash.mark(marks[place], piece.source)
        elif piece.kind == "code_inline":
            content = stash.raw(piece.content)
            is_code = _CODE.fullmatch(content) and before != "\\"
            yield stash.mark(f"`{content}`", piece.source) if is_code else piece.source
        elif piece.kind == "note_link" and (not before or before in _BEFORE):
            yield _link(piece, stash)
        else:
            yield piece.source


def _emphasis(pieces: Sequence[_Piece]) -> dict[int, str]:
    """Return the places of what opens and closes emphasis around whole words, with what is written there."""
    found: dict[int, str] = {}
    opened: list[int] = []
    nested: set[int] = set()
    for place, piece in enumerate(pieces):
        if piece.kind.endswith("_open"):
            nested.update(opened[-1:])
            opened.append(place)
        elif piece.kind.endswith("_close") and opened:
            start = opened.pop()
            if start in nested or opened:
                continue  # before its words are joined: thousands of marks inside one another would be read as often
            words = "".join(one.source for one in pieces[start + 1 : place])
            before = pieces[start - 1].source[-1:] if start else ""
            after = pieces[place + 1].source[:1] if place + 1 < len(pieces) else ""
            is_around_words = (not before or before in _BEFORE) and (not after or after in _AFTER)
            if not is_around_words or words.endswith("\\") or not re.search(r"\w", words):
                continue
            found[start] = found[place] = _WEIGHT[piece.kind.removesuffix("_close")]
    return found


def _link(piece: _Piece, stash: _Stash) -> str:
    """Write a link to a plain address; what shows another address than it leads to stays text."""
    target, words = stash.raw(piece.target), stash.raw(piece.content)
    is_web = target.startswith("https://") and piece.target in stash.sources and "++" not in target
    if not (is_web or _MAIL_TARGET.fullmatch(target)) or not words.strip():
        return piece.source
    if re.search(r"://|www\.|@", words, re.IGNORECASE) and words not in (target, target.removeprefix("mailto:")):
        return piece.source
    return stash.mark(f"[{label(words)}]({target})", piece.source)


@functools.cache
def _reader_of_lines() -> MarkdownIt:
    from markdown_it import MarkdownIt  # 25 ms, which only an assembly pays
    from markdown_it.rules_inline import backtick  # loaded with it, 0 ms more

    def code(state: StateInline, silent: bool) -> bool:
        start, before = state.pos, len(state.tokens)
        found: bool = backtick(state, silent)
        if found and not silent and len(state.tokens) > before and state.tokens[-1].type == "code_inline":
            state.tokens[-1].meta["source"] = state.src[start : state.pos]
        return found

    def link(state: StateInline, silent: bool) -> bool:
        match = _LINK.match(state.src, state.pos)
        if match is None:
            return False
        if not silent:
            token = state.push("note_link", "", 0)
            token.content = match[1]
            token.meta = {"source": match[0], "target": match[2]}
        state.pos = match.end()
        return True

    reader = MarkdownIt("zero").enable(["backticks", "emphasis"])
    reader.inline.ruler.at("backticks", code)
    reader.inline.ruler.before("emphasis", "note_link", link)
    return reader

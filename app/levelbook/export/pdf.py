"""This module writes the guide, or the record, as PDF: tagged for people who listen, with its fonts in it.

Markdown becomes calls of Typst's functions in which every word of a person is a string, so that nothing that somebody
wrote is ever markup. Typst reads what it is given and nothing else: no file, no network, no font of the machine while
its own have every sign. The file is PDF/UA-1, unless no font at all has a sign that somebody used; and the same each
time, dated by the book's day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import unquote

import typst
from markdown_it import MarkdownIt
from markdown_it.token import Token

from levelbook.core.errors import FileIsWrong
from levelbook.core.text.cleaning import clean_line, spoken_day
from levelbook.core.text.html_comments import without_html_comments
from levelbook.export.page_text import page_text
from levelbook.export.shown_pictures import ShownPictures, can_be_decoded, path_and_kind
from levelbook.export.source import ExportSource, GuideFile, Picture
from levelbook.guide.keep import blocks
from levelbook.guide.text.anchors import PageAnchors, github_anchor

_SHOWN: Final = re.compile(r"https?://|mailto:", re.IGNORECASE)
MOST_OF_PICTURES: Final = 20_000_000
"""Bytes of pictures in a document: Typst takes two hundred times as much memory for them."""
_NO_SIGN: Final = "could not be displayed"
"""Typst's message if no font has a character."""


def guide(source: ExportSource) -> bytes:
    """Return the guide as PDF. Raises GuideDamaged, FileIsWrong."""
    return _document(source, source.guide(), f"Guide: {source.team}")


def record(source: ExportSource) -> bytes:
    """Return the record as PDF. Raises GuideDamaged, FileIsWrong."""
    return _document(source, source.record(), f"Record: {source.team}")


def _document(source: ExportSource, file: GuideFile, title: str) -> bytes:
    parsed = blocks.parse(file.text)
    on = source.assessment.on
    title = clean_line(parsed.values.get("title", "")) or title
    writer = _Writer(ShownPictures(file.picture, MOST_OF_PICTURES))
    body = "\n".join(
        writer.blocks(MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(page_text(parsed)))
    )
    said = " · ".join(filter(None, (source.team, source.edition and f"edition {source.edition}", spoken_day(on))))
    head = _HEAD.format(title=_string(title), said=_string(said), year=on.year, month=on.month, day=on.day)
    return _compiled(head + "#{\n" + body + "\n}\n", writer.pictures)


_HEAD: Final = """\
#set document(title: {title}, date: datetime(year: {year}, month: {month}, day: {day}))
#set text(lang: "en", size: 10pt)
#set page("a4", margin: 2.2cm, footer: context [
  #set text(size: 8pt)
  #{said} #h(1fr) #counter(page).display()
])
#set par(justify: false)
#set table(stroke: 0.4pt + luma(160), inset: 4pt)
#set quote(block: true)
#show heading: set block(above: 1.3em, below: 0.7em)
#show table: set text(size: 8pt)
#show table.cell.where(y: 0): strong
#show link: set text(fill: rgb("#0b4f8a"))
"""


def _compiled(text: str, pictures: Mapping[str, bytes]) -> bytes:

    files: Any = {"main.typ": text.encode("utf-8"), **pictures}
    attempts: list[dict[str, Any]] = [
        {"ignore_system_fonts": True, "pdf_standards": ["ua-1"]},
        {"pdf_standards": ["ua-1"]},
        {},  # tagged, and a box for each sign that no font has
    ]
    for attempt in attempts:
        try:
            content: bytes = typst.compile(files, format="pdf", **attempt)
            return content
        except typst.TypstError as error:
            if _NO_SIGN not in str(error):
                raise FileIsWrong.one(f"It cannot be turned into a PDF: {clean_line(str(error))}.") from None
    raise AssertionError("without a standard no sign is missed")


def _can_be_shown(content: bytes) -> bool:
    """Return whether Typst can read a picture."""

    files: Any = {"main.typ": _PICTURE.format("picture.typ", "").encode(), "picture.typ": _as_file(content)}
    try:
        typst.compile(files, format="pdf", ignore_system_fonts=True)
    except typst.TypstError:
        return False
    return True


_PICTURE: Final = '#import "{}": content\n#image(content{})'


def _as_file(content: bytes) -> bytes:
    """Write a picture as a file of Typst's, which takes files of text only from memory."""
    return f"#let content = bytes(({', '.join(map(str, content))},))".encode()


def _string(text: str) -> str:
    r"""Write a text as a string of Typst, in which only `\` and `"` mean something.

    A byte order mark, which shows nothing, is left out: PDF/UA takes none.
    """
    return '"' + text.replace("\ufeff", "").replace("\\", "\\\\").replace('"', '\\"') + '"'


@dataclass
class _Writer:
    """Writes one document, and gathers the pictures that it shows."""

    picture: Picture
    pictures: dict[str, bytes] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)
    """Path of a picture to its name in `pictures`."""
    _level: int = 0
    """Of the last heading: PDF/UA lets none be left out."""
    _anchors: set[str] = field(default_factory=set)
    _headings: PageAnchors = field(default_factory=PageAnchors)
    """The anchors of the headings that are written."""

    def blocks(self, tokens: Sequence[Token]) -> Iterator[str]:
        """Write blocks, a call of a function each."""
        if not self._anchors:
            self._anchors = set(_anchors(tokens))
        place = 0
        while place < len(tokens):
            token = tokens[place]
            end = _end(tokens, place)
            inside = tokens[place + 1 : end]
            match token.type:
                case "heading_open" if not _has_words(inside[0]):  # PDF/UA takes no heading without words
                    yield f"[#metadata(none)#label({_string(_anchor(inside[0], self._headings))})]"
                case "heading_open":
                    self._level = min(int(token.tag[1:]), self._level + 1)
                    plain = _anchor(inside[0], self._headings)
                    words = self.inline(inside[0])
                    yield f"[#heading(level: {self._level}, {words})#label({_string(plain)})]"
                case "paragraph_open":
                    yield self._paragraph(inside[0])
                case "bullet_list_open" | "ordered_list_open":
                    start = f"start: {int(token.attrs['start'])}, " if "start" in token.attrs else ""
                    name = "list" if token.type == "bullet_list_open" else "enum"
                    yield f"{name}({start}{', '.join(self._items(inside))})"
                case "blockquote_open":
                    yield f"quote({self._group(inside)})"
                case "table_open":
                    yield self._table(inside)
                case "fence" | "code_block":
                    yield f"raw({_string(token.content)}, block: true)"
                case "hr":
                    yield "pdf.artifact(line(length: 100%, stroke: 0.4pt + luma(160)))"
                case "html_block":
                    words = without_html_comments(token.content).strip()
                    if words:
                        yield f"par({_string(clean_line(words))})"
            place = end + 1

    def _group(self, tokens: Sequence[Token]) -> str:
        return _block(list(self.blocks(tokens)))

    def _paragraph(self, token: Token) -> str:
        children = token.children or []
        if len(children) == 1 and children[0].type == "image":
            return self._image(children[0])
        return f"par({self.inline(token)})"

    def _items(self, tokens: Sequence[Token]) -> Iterator[str]:
        place = 0
        while place < len(tokens):
            end = _end(tokens, place)
            yield self._item(tokens[place + 1 : end])
            place = end + 1

    def _item(self, tokens: Sequence[Token]) -> str:
        """An item; the paragraphs of a tight list are hidden, so that its items stay close to each other."""
        parts: list[str] = []
        place = 0
        while place < len(tokens):
            end = _end(tokens, place)
            if tokens[place].type == "paragraph_open" and tokens[place].hidden:
                parts.append(self.inline(tokens[place + 1]))
            else:
                parts += self.blocks(tokens[place : end + 1])
            place = end + 1
        return _block(parts)

    def _table(self, tokens: Sequence[Token]) -> str:
        rows: list[list[str]] = []
        heads = 0
        for place, token in enumerate(tokens):
            if token.type == "tr_open":
                rows.append([])
            elif token.type in ("th_open", "td_open"):
                heads += token.type == "th_open"
                rows[-1].append(self.inline(tokens[place + 1]))
        wide = max(map(len, rows))
        header = [f"table.header({', '.join(rows[0])})"] if heads else []
        cells = [cell for row in rows[1 if heads else 0 :] for cell in row]
        return f"table(columns: {wide}, {', '.join([*header, *cells])})"

    def inline(self, token: Token) -> str:
        """Write the words of a line, as one block of code."""
        open_: list[tuple[str, list[str]]] = [("", [])]  # what is open, with what is in it so far
        for child in token.children or []:
            parts = open_[-1][1]
            match child.type:
                case "text":
                    parts.append(_string(child.content))
                case "code_inline":
                    parts.append(f"raw({_string(child.content)})")
                case "softbreak":
                    parts.append('" "')
                case "hardbreak":
                    parts.append("linebreak()")
                case "strong_open" | "em_open" | "s_open" | "link_open":
                    open_.append((self._opening(child), []))
                case "strong_close" | "em_close" | "s_close" | "link_close":
                    function, inside = open_.pop()
                    open_[-1][1].append(f"{function}{_block(inside)})")
                case "image":
                    parts.append(self._image(child))
                case "html_inline":
                    parts.append(_string(without_html_comments(child.content)))
        return _block(open_[0][1])

    def _opening(self, child: Token) -> str:
        if child.type != "link_open":
            return f"{_FUNCTIONS[child.type]}("
        target = str(child.attrs["href"])
        if _SHOWN.match(target):
            return f"link({_string(target)}, "
        if target.startswith("#") and unquote(target[1:]) in self._anchors:
            return f"link(label({_string(unquote(target[1:]))}), "
        return "text("  # a link that leads nowhere in a file of its own is words

    def _image(self, token: Token) -> str:
        """A picture with its words for those who do not see it; only the words where it cannot be shown."""
        target = str(token.attrs["src"])
        words = clean_line("".join(child.content for child in token.children or ())) or clean_line(target)
        if (found := path_and_kind(target)) is not None:
            path, _ = found
            if path not in self._names:
                self._names[path] = self._name_of(path)
            if name := self._names[path]:
                return "[" + _PICTURE.format(name, f", alt: {_string(words)}, width: 75%") + "]"
        return f"par({_string(f'({words})')})"

    def _name_of(self, path: str) -> str:
        """Keep a picture under a name, once however often it is mentioned; empty where it cannot be shown."""
        content = self.picture(path)
        if content is None or not can_be_decoded(content) or not _can_be_shown(content):
            return ""
        name = f"picture-{len(self.pictures) + 1}.typ"
        self.pictures[name] = _as_file(content)
        return name


def _block(parts: Sequence[str]) -> str:
    """Join pieces of content to one."""
    return "{ " + "; ".join(parts) + " }" if parts else "[]"


_FUNCTIONS: Final = {"strong_open": "strong", "em_open": "emph", "s_open": "strike"}


def _end(tokens: Sequence[Token], place: int) -> int:
    """Return where a token that opens at a place closes; the place itself if it opens nothing."""
    depth = 0
    for at in range(place, len(tokens)):
        depth += tokens[at].nesting
        if depth <= 0:
            return at
    return len(tokens) - 1


def _has_words(inline: Token) -> bool:
    return bool(without_html_comments(inline.content).replace("\ufeff", "").strip())


def _anchors(tokens: Sequence[Token]) -> Iterator[str]:
    headings = PageAnchors()
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            yield _anchor(tokens[at + 1], headings)


def _anchor(token: Token, headings: PageAnchors) -> str:
    """The anchor of a heading, as it is on GitHub."""
    words = "".join(child.content for child in token.children or () if child.type in ("text", "code_inline"))
    return headings.add(github_anchor(words) or "section")

r"""The normal form of Markdown says what a text says, and not how it is laid out.

Formatters set blank lines, the marks of emphasis, bullets and numbers of lists, the padding of tables, line ends,
wrapping, escapes and entities in their own way. Two texts have one normal form exactly when they differ in such things
alone. A block's digest is taken of it, so that a formatter is no author.

The reading is markdown-it's (CommonMark with tables and strikethrough). What its tokens leave out is added from the
source: how many cells a row has, since a surplus one is not shown, and every letter and digit there is. The form is
this project's own and versioned: tests hold it to committed digests, so that no release of a library turns a book into
edits. A change of the rules is another `VERSION`, and the markers of earlier ones stay recognised.

It cannot tell a masked character from a bare one (`&#123;` and `{`), which `count_masks` counts.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

from levelbook.guide.text_cache import cached

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

VERSION: Final = 1

_WHITE = re.compile(r"[ \t\r\n]+")
"""What layout may squeeze or break; a no-break space is a character like any other."""
_ORDINAL = re.compile(r"(?<![^\s>])[0-9]{1,9}\\?[.)](?=\s|\Z)")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_NOT_SAID = re.compile(r"[^0-9A-Za-z\x80-\U0010ffff]+")
_ESCAPED_PIPE = re.compile(r"\\.")
_BEFORE_A_ROW = re.compile(r"[ \t>]*")

_KEPT_ATTRIBUTES = ("href", "title", "src", "start", "style")
"""Attributes of links, images, lists (`start`: the first number) and cells (`style`: the alignment)."""


@lru_cache(maxsize=1024)
def digest(text: str) -> str:
    """Return 32 bits of SHA-256 over the normal form as ten decimal digits, which no spell checker corrects."""
    return f"{int(_form(text)[:8], 16):010}"


def _form(text: str) -> str:
    """Return SHA-256 of the normal form in hexadecimal digits, which are those of no other form."""
    return cached(
        f"form-{VERSION}",
        text,
        lambda: hashlib.sha256(normal_form(text).encode("utf-8", "surrogatepass")).hexdigest(),
    )


def normal_form(text: str) -> str:
    """Return what `text` says in Markdown, written down so that two texts that say different things differ."""
    lines = _with_plain_line_ends(text)
    environment: dict[str, Any] = {}
    tokens = parser().parse(lines, environment)
    said = [list(part) for part in _blocks(tokens, lines.split("\n"))]
    definitions = sorted(
        [name, one.get("href", ""), _squeezed(one.get("title", ""))]
        for name, one in environment.get("references", {}).items()
    )
    return json.dumps([VERSION, said, definitions, characters(lines)], ensure_ascii=True, separators=(",", ":"))


def says_the_same(one: str, other: str) -> bool:
    """Tell whether two texts differ in layout at most, with as many characters masked in both."""
    if one == other:
        return True
    if count_masks(one) != count_masks(other):
        return False
    # The form holds them, so where they differ, nothing needs to be parsed, which takes ten times as long.
    return _characters(one) == _characters(other) and _form(one) == _form(other)


@lru_cache(maxsize=8)
def _characters(text: str) -> str:
    """Return the characters of a text; a record is compared with several others by one command."""
    return characters(_with_plain_line_ends(text))


def _with_plain_line_ends(text: str) -> str:
    return text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def count_masks(text: str) -> int:
    """Count the entities of a text. Where a formatter decoded one, the character that it masked acts again."""
    return len(_ENTITY.findall(text))


@cache
def parser() -> MarkdownIt:
    """Return the parser by which guides are read: CommonMark with tables and strikethrough; any link is one."""
    from markdown_it import MarkdownIt  # 25 ms, which a guide pays that is compared with another

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.validateLink = _every_link  # type: ignore[method-assign]  # as its own documentation says to
    return parser


def passages(text: str) -> tuple[str, ...]:
    """Return what each paragraph, heading, list item and cell of a text says, whatever the layout of its source."""
    tokens = parser().parse(_with_plain_line_ends(text))
    said = (list(_words(token.children or ())) for token in tokens if token.type == "inline")
    return tuple(json.dumps(words) for words in said)


def _every_link(url: str) -> bool:
    """Take every link for one: what it leads to is for others to judge."""
    return True


def _squeezed(text: str) -> str:
    return _WHITE.sub(" ", text)


def _blocks(tokens: Iterable[Token], lines: list[str]) -> Iterator[tuple[object, ...]]:
    for token in tokens:
        if token.type in ("paragraph_open", "paragraph_close") and token.hidden:
            continue  # whether a list is tight
        if token.type in ("paragraph_open", "paragraph_close"):
            continue  # a paragraph is its words; tight and loose lists have them with and without
        if token.type == "inline":
            yield ("words", *(tuple(part) for part in _words(token.children or ())))
        elif token.type in ("fence", "code_block"):
            yield ("code", _squeezed(token.info).strip(), token.content)
        elif token.type == "html_block":
            yield ("html", "\n".join(line.rstrip(" \t") for line in token.content.strip("\n").split("\n")))
        elif token.type == "tr_open" and token.map is not None:
            yield ("row", _cells(lines[token.map[0]]))
        else:
            yield (token.type, token.tag, *_attributes(token))


def _attributes(token: Token) -> Iterator[tuple[str, str]]:
    for name in _KEPT_ATTRIBUTES:
        value = token.attrs.get(name)
        if value is not None and not (name == "start" and str(value) == "1"):
            yield name, _squeezed(str(value))


def _words(children: Iterable[Token]) -> Iterator[tuple[object, ...]]:
    """Yield what an inline text says: words joined, each mark around them, breaks that are meant."""
    text = ""
    for token in children:
        if token.type in ("text", "softbreak", "text_special"):
            text += " " if token.type == "softbreak" else token.content
            continue
        if text:
            yield ("text", _squeezed(text))
            text = ""
        if token.type == "code_inline":
            yield ("code", token.content)
        elif token.type == "html_inline":
            yield ("html", token.content)
        elif token.type == "image":
            yield ("image", *_attributes(token), *(tuple(part) for part in _words(token.children or ())))
        else:
            yield (token.type, *_attributes(token))
    if text:
        yield ("text", _squeezed(text))


def _cells(line: str) -> int:
    """Count the cells of a row as they are in the source; a surplus one is shown nowhere."""
    row = _ESCAPED_PIPE.sub("", line[_BEFORE_A_ROW.match(line).end() :]).rstrip(" \t")  # type: ignore[union-attr]  # it matches anything
    return row.removeprefix("|").removesuffix("|").count("|") + 1


def characters(text: str) -> str:
    """Return all letters, digits and characters beyond ASCII of a source, in order, whatever a parser makes of them.

    Numbers of list items are left out, since formatters count in their own way.
    """
    decoded = _ENTITY.sub(lambda match: html.unescape(match[0]), _ORDINAL.sub("", text).replace("\\&", "&amp;"))
    return _NOT_SAID.sub("", decoded)

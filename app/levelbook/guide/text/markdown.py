"""This module encodes people's text for Markdown, and proves that a generated block says only what was meant.

The guide is read raw in a pull request, on GitHub, and through MkDocs with many plug-ins. So a character is encoded
only where it would act, and always as a numeric entity (`&#91;`): that is right in all of them, while a backslash
before a bracket starts a formula in MkDocs. Ordinary prose comes through as it was typed.

The encoders clean their text once more (it costs nothing when it is clean) and return `Markdown`: a template takes
nothing else. They expect to be after the file's front matter, and a template puts white space or punctuation around
them, never a letter or digit.

What a forge acts upon in a pull request, such as `closes #77`, stays as typed here: `forge_guard.py` takes its effect.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NewType

from levelbook.core.text.cleaning import clean, clean_line

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

Markdown = NewType("Markdown", str)
"""Text that says in Markdown what a person typed, or that a template wrote."""

# A bare address that is plain enough to be a link: `<https://…>`. Whatever else begins like one stays text.
# It ends before the full stop of its sentence. Possessive (`*+`), so that a hostile one is given up at once; for the
# same reason nothing below looks further ahead than a word or a fixed length.
_SOLID = r"[\w/#&%+=~@-]"
ADDRESS = (
    r"(?P<address>(?:\A|(?<=[ (\"“‘]))https?://[^\W_][\w-]*+(?:\.[\w-]++)*+(?::[0-9]{1,5})?"
    rf"(?:[/?#](?:[.,:!?]{{0,4}}{_SOLID}|\((?:{_SOLID}|[.,:])*+\))*+)?"
    r"(?=[.,:;!?'\")\]”’…]{0,4}(?:\s|\Z)))"
)

# What acts, and where. All characters of a match are encoded but letters, digits and spaces.
_AT_THE_START = (
    (r"#+|[>:=]", "headings, quotations, definitions, underlined headings"),
    (r"-(?![^\W\d_]|[0-79])", "lists, rules, front matter, rows of a table, --8<--"),
    (r"\+(?!\w)", "lists"),
    (r"%", "comments of MyST, of which nothing would be shown"),
    (r"\d+[.)](?= |\Z)", "numbered lists"),
    (r"!(?=!!)|\?(?=\?\?)|/(?=//)", "admonitions, details, blocks"),
)
_ANYWHERE = (
    (r"[`^{]", "code; notes, superscripts; macros, attributes, critic marks"),
    (r"\\(?![A-Za-z0-9])", "escapes, formulas, a break at the end of the line"),
    (r"<(?!=? |[0-9.,]+ )", "HTML, comments, block markers, addresses"),
    (r"&(?=#|[0-9A-Za-z]+;)", "entities"),
    (r"(?<! )\*|\*(?! )", "emphasis, but not the star of 2 * 3"),
    (r"(?<![^\W_])_|_(?![^\W_])", "emphasis, but not the line of snake_case"),
    (r"(?<! )~|~(?![0-9])", "struck out, subscripts, fences, but not about ~5"),
    (r"(?<! )\$|\$(?![0-9])", "formulas, but not a price of $5"),
    (r"=(?==)|(?<==)=", "highlighting"),
    (r"(?<!\+)\+{2,}+(?=[\w\"'-])", "keys, but not C++"),
    (r":(?=//)", "addresses that are no plain link"),
    (r"(?<=[wW]{3})\.(?![A-Za-z0-9./-]{1,100}+(?<![.-])(?:[,)]? |\Z))", "the same, begun with www"),
    (r":(?![0-9]{2}:)(?=[\w+-]+:)", "emoji by name, but not 12:30:00"),
    (r":(?=[\d+-]*+[^\W\d][\w+-]*+\Z)", "the same, where a template's own colon follows"),
)
# Brackets make links, images, notes and wiki links. A few words in brackets, with a space before and no bracket after,
# could only be a link if somebody defined one of that name, and then it is wanted.
# A task's box is none of them: GitHub looks for it behind any number with a sign, and behind no more than that.
_BRACKETS = (
    r"\[(?<! \[)(?<!\(\[)|\[(?![\w.,:/+%' -]{1,60}\][ .,;)])|\[(?=[ xX]\])",
    "links, images, notes, tasks, [TOC]",
)
_ALL_BRACKETS = (r"[\[\]]", "the end of a link's own text")
_COLUMNS = (r"\|", "columns")
_LAST_HASHES = (r"(?<!#)#++\Z", "the end of a heading")


@functools.cache
def _characters_that_act(*more: tuple[str, str], addresses: bool) -> re.Pattern[str]:
    start = rf"\A(?:{'|'.join(pattern for pattern, _ in _AT_THE_START)})"
    parts = [start, *(pattern for pattern, _ in (*_ANYWHERE, *more))]
    return re.compile("|".join([ADDRESS, *parts] if addresses else parts))


def _encoded(match: re.Match[str]) -> str:
    if match.groupdict().get("address"):
        return f"<{match[0]}>"
    return "".join(c if c.isalnum() else f"&#{ord(c)};" for c in match[0])


# A guide repeats half of what it prints, and a seal assembles several that hardly differ; some hundred bytes each.
_KEPT = functools.lru_cache(8_192)


@_KEPT
def inline(text: str) -> Markdown:
    """Encode `text` as one line inside a paragraph or list item, at its start too. Bare web addresses become links."""
    return Markdown(_characters_that_act(_BRACKETS, addresses=True).sub(_encoded, clean_line(text)))


@_KEPT
def cell(text: str) -> Markdown:
    """Encode `text` as one line inside a cell of a table. Bare web addresses become links."""
    return Markdown(_characters_that_act(_BRACKETS, _COLUMNS, addresses=True).sub(_encoded, clean_line(text)))


@_KEPT
def label(text: str) -> Markdown:
    """Encode `text` as the words of a heading or a link: nothing in it becomes a link itself."""
    pattern = _characters_that_act(_ALL_BRACKETS, _COLUMNS, _LAST_HASHES, addresses=False)
    return Markdown(pattern.sub(_encoded, clean_line(text)))


_TAG_BEGINS = re.compile(r"<(?=[A-Za-z/!?])")


def page_title(text: str) -> str:
    """Return `text` as the title of a whole page, in which no tag begins: `A ‹b>team‹/b>`.

    No encoding would help: MkDocs' themes put a title from the front matter on every page as HTML, and decode that of a
    heading before they put it into `<title>`.
    """
    return _TAG_BEGINS.sub("‹", clean_line(text))


def block(text: str, indent: int = 0) -> Markdown:
    """Encode `text` of several lines as paragraphs, each indented by `indent` spaces (4 in a list: MkDocs needs them).

    Every line that was typed is a paragraph of its own: a break that somebody typed is kept, and no two lines can
    make a table or an underlined heading together.
    """
    lines = (inline(line) for line in clean(text).split("\n"))
    return Markdown("\n\n".join(" " * indent + line for line in lines if line))


_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def yaml(value: str | int | float | bool | Sequence[str] | None) -> str:
    """Encode `value` for front matter, on one line, as JSON, which YAML reads without guessing (`no`, `1.10`, `12:30`).

    Raises ValueError for a number that is not finite.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


# --- Looking at what was generated ------------------------------------------------------------------------------------

# What MkDocs and its plug-ins would act upon, and a CommonMark parser does not see.
_ELSEWHERE = (
    (r"\{[{%#]", "a macro of MkDocs"),
    (r"^[ \t>]*;*-+8<-", "a snippet that MkDocs would fetch"),
    (r"^[ \t>]*\[TOC\][ \t]*$", "a table of contents of MkDocs"),
    (r"^[ \t>]*(?:!!!|\?\?\?|///|:::)", "an admonition or block of MkDocs"),
    (r"^[ \t>]*\*\[[^\]\n]+\]:", "an abbreviation of MkDocs"),
    (r"^[ \t>]*\[[^\]\n]+\]:", "a definition of a link or a note"),
    (r"\{(?:\+\+|--|~~|==|>>)", "a critic mark of MkDocs"),
)


def check_generated(
    text: str, *, headings: Sequence[tuple[int, str | None]] = (), images: bool = False, fences: bool = False
) -> list[str]:
    """List what a generated block (its text without the markers) holds and should not; empty when all is well.

    `headings` are the level and the words (as typed; None for any) of every heading expected, in order. Links may lead
    to http and https, to a mail address, to a path relative to the guide, and to an anchor. Images and code blocks are
    found faults unless allowed; HTML, definitions and what only MkDocs acts upon always are. Each fault is one line,
    with its line number.
    """
    problems = [f"line {line}: {what}" for line, what in sorted(_found_by_others(text))]
    tokens = _parsed(text)
    problems += [f"line {line}: {what}" for line, what in _faults(tokens, images=images, fences=fences)]
    found = [(int(token.tag[1:]), _visible(words)) for token, words in pairwise(tokens) if token.type == "heading_open"]
    expected = [(level, None if words is None else clean_line(words)) for level, words in headings]
    same = len(found) == len(expected) and all(
        got[0] == want[0] and want[1] in (None, got[1]) for got, want in zip(found, expected, strict=True)
    )
    if not same:
        problems.append(f"headings: expected {_listed(expected)}, found {_listed(found)}")
    return problems


def _parsed(text: str) -> list[Token]:
    return _reader().parse(text)


@functools.cache
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt  # 23 ms, which `upgrade`, `template new` and `guide --repair` do without

    class Reader(MarkdownIt):
        def validateLink(self, url: str) -> bool:  # noqa: N802 - the parser's own name
            return True  # otherwise a link to `javascript:` is taken for text, and goes unseen

    return Reader("commonmark").enable("table")


def _found_by_others(text: str) -> Iterator[tuple[int, str]]:
    if clean(text) != text:
        yield 1, "characters that are not clean"
    for pattern, what in _ELSEWHERE:
        for match in re.finditer(pattern, text, re.MULTILINE):
            yield text.count("\n", 0, match.start()) + 1, what


def _faults(tokens: Sequence[Token], *, images: bool, fences: bool, line: int = 1) -> Iterator[tuple[int, str]]:
    for token in tokens:
        line = token.map[0] + 1 if token.map else line
        if token.type in ("html_block", "html_inline"):
            yield line, f"HTML: {_short(token.content)}"
        elif token.type == "link_open" and not _may_lead_to(target := str(token.attrs["href"])):
            yield line, f"a link to {_short(target)}"
        elif token.type == "image" and not (images and _may_lead_to(str(token.attrs["src"]))):
            yield line, f"an image: {_short(str(token.attrs['src']))}"
        elif token.type in ("fence", "code_block") and not fences:
            yield line, f"a code block: {_short(token.content)}"
        yield from _faults(token.children or (), images=images, fences=fences, line=line)


def _may_lead_to(target: str) -> bool:
    if re.match(r"https?://[^/]", target, re.IGNORECASE):
        return True
    if re.fullmatch(r"mailto:[^\s/?]+@[^\s/?]+", target):
        return True
    return not target.startswith("/") and re.match(r"[^/?#]*:", target) is None


def _visible(token: Token) -> str:
    """Return the words of an inline token."""
    return "".join(child.content if child.type != "softbreak" else " " for child in token.children or ())


def _listed(headings: Sequence[tuple[int, str | None]]) -> str:
    lines = (f"{'#' * level} {'(any)' if words is None else _short(words)}" for level, words in headings)
    return ", ".join(lines) or "none"


def _short(text: str) -> str:
    line = clean_line(text)
    return f"“{line}”" if len(line) <= 60 else f"“{line[:59]}…”"

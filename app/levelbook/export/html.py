"""This module writes a guide as one HTML page that loads nothing, sends nothing and runs no script.

The guide's Markdown is rendered by markdown-it. What a person typed stays what it says: HTML in it is shown as text,
comments (the block markers among them) are left out, and links lead to the web or within the page. Pictures beside the
guide are put into the page, from elsewhere they become links. Its Content-Security-Policy holds it to all that.
"""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from importlib import resources
from itertools import pairwise, takewhile
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import clean_line, spoken_day
from levelbook.core.text.html_comments import without_html_comments
from levelbook.export.page_policy import content_policy
from levelbook.export.page_text import page_text
from levelbook.export.shown_pictures import ShownPictures, path_and_kind
from levelbook.export.source import GENERATOR, ExportSource, Picture
from levelbook.guide.keep import blocks
from levelbook.guide.text.anchors import PageAnchors, github_anchor

MOST_OF_PICTURES = 20_000_000
"""Bytes of pictures in a page, each as often as it is mentioned; a page that is larger would not be read again."""


def export(source: ExportSource) -> bytes:
    """Return the guide as one HTML page. Raises GuideDamaged, FileIsWrong."""
    guide = source.guide()
    return web_page(guide.text, guide.picture, edition=source.edition).encode("utf-8")


def web_page(guide: str, picture: Picture, *, edition: str = "") -> str:
    r"""Return the whole page of a guide, the same for the same guide. Line ends are `\n`. Raises DamagedGuide.

    edition: the edition whose guide it is; empty for that of now.
    """
    parsed = blocks.parse(guide)
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = reader.parse(page_text(parsed))
    headings = list(_with_anchors(tokens))
    picture = ShownPictures(picture, MOST_OF_PICTURES)
    _name_cells(tokens)
    for token in tokens:
        _keep_to_text(token)
        if token.children:
            token.children = list(_with_ranges_whole(_safe(token.children, picture)))
    values = {key: html.escape(clean_line(value)) for key, value in parsed.values.items()}
    style = resources.files("levelbook.export").joinpath("html.css").read_text("utf-8")
    parts = {
        "policy": content_policy(style, more="img-src data:"),
        "generator": GENERATOR,
        "title": values.get("title") or "Guide",
        "style": style,
        "contents": "\n".join(_contents(headings)),
        "byline": _byline(values, edition),
        "guide": reader.renderer.render(tokens, reader.options, {}).strip(),
    }
    return re.sub(r"\{(\w+)\}", lambda match: parts[match[1]], _PAGE)


_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
{generator}
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the guide</a>
<nav aria-label="Contents">
{contents}
</nav>
<main id="content">
{byline}
{guide}
</main>
</body>
</html>
"""


def _byline(values: dict[str, str], edition: str) -> str:
    """Say whose guide it is, and of when: a page that is sent about has no folder around it to say so."""
    words = [values.get("handling", ""), values.get("team", ""), values.get("organisation", "")]
    if name := html.escape(edition) or values.get("edition"):
        signed = f", signed by {values['signed_by']}" if values.get("signed_by") else ""
        words.append(f"{'edition' if edition else 'last edition'} {name}{signed}")
    if as_of := values.get("as_of"):
        with suppress(ValueError):  # people may have written something else there
            as_of = spoken_day(date.fromisoformat(as_of))
        words.append(f"as of {as_of}")
    said = " · ".join(filter(None, words))
    return f'<p class="byline">{said}</p>' if said else ""


# Contents


@frozen
class _Heading:
    level: int
    words: str
    anchor: str


def _with_anchors(tokens: Sequence[Token]) -> Iterator[_Heading]:
    """Give each heading the anchor that it has on GitHub, so that the guide's own links find it."""
    anchors = PageAnchors()
    anchors.add("content")  # the page itself has it
    for token, inline in pairwise(tokens):
        if token.type == "heading_open":
            words = "".join(child.content for child in inline.children or () if child.type in ("text", "code_inline"))
            anchor = anchors.add(github_anchor(words) or "section")
            token.attrSet("id", anchor)
            yield _Heading(int(token.tag[1:]), words, anchor)


def _contents(headings: Sequence[_Heading]) -> Iterator[str]:
    """List the chapters, with the practices of each below it."""
    yield "<ul>"
    inside = False
    for place, heading in enumerate(headings):
        if heading.level not in (2, 3) or (heading.level == 3 and not inside):
            continue
        entry = f'<li><a href="#{html.escape(heading.anchor)}">{html.escape(heading.words)}</a>'
        if heading.level == 3:
            yield f"{entry}</li>"
            continue
        if inside:
            yield "</ul></li>"
        below = next((one.level for one in headings[place + 1 :] if one.level < 4), 0)
        inside = below == 3
        yield f"{entry}<ul>" if inside else f"{entry}</li>"
    yield "</ul></li></ul>" if inside else "</ul>"


# What people wrote, made safe


def _keep_to_text(token: Token) -> None:
    """Turn HTML into the text that it is; drop comments, which are for whoever edits the file."""
    if token.type in ("html_block", "html_inline"):
        words = html.escape(without_html_comments(token.content).strip("\n"))
        token.content = f"<p>{words}</p>\n" if words.strip() and token.type == "html_block" else words


def _safe(children: Sequence[Token], picture: Picture) -> Iterator[Token]:
    """Keep links that lead to the web or within the page, and pictures that are in it; others become words."""
    left_out: list[bool] = []
    for place, child in enumerate(children):
        _keep_to_text(child)
        if child.type == "link_open":
            target = str(child.attrs["href"])
            left_out.append(not re.match(r"#|https?://|mailto:", target, re.IGNORECASE))
            if left_out[-1]:
                continue
            if unquote(_words_of_link(children, place)) == unquote(target):
                child.attrSet("class", "address")  # on paper, an address is written behind other words only
        elif child.type == "link_close" and left_out.pop():
            continue
        elif child.type == "image":
            if content := _in_the_page(str(child.attrs["src"]), picture):
                child.attrSet("src", content)
            else:
                words = "".join(one.content for one in child.children or ()) or str(child.attrs["src"])
                child = Token("text", "", 0, content=f"({words})")
        yield child


def _words_of_link(children: Sequence[Token], opening: int) -> str:
    """Return what a reader sees of the link that opens at this place."""
    behind = (children[place] for place in range(opening + 1, len(children)))
    return "".join(child.content for child in takewhile(lambda child: child.type != "link_close", behind))


_RANGE = re.compile(r"((?<!\d)\(?\d+(?:\.\d+)?–\d+(?:\.\d+)?\)?)")
"""A range, tried only where its number begins: at each digit of a long one, that would take time without end."""


def _with_ranges_whole(children: Iterable[Token]) -> Iterator[Token]:
    """Keep a range such as 1–3 on one line: a browser would break it after the dash."""
    for child in children:
        if child.type != "text":
            yield child
            continue
        for place, words in enumerate(_RANGE.split(child.content)):
            if place % 2:
                yield Token("html_inline", "", 0, content=f'<span class="range">{words}</span>')
            elif words:
                yield Token("text", "", 0, content=words)


def _in_the_page(target: str, picture: Picture) -> str:
    """Return an address that holds the picture; empty where it cannot be shown."""
    found = path_and_kind(target)
    if found is None:
        return ""
    path, kind = found
    content = picture(path)
    return f"data:{kind};base64,{base64.b64encode(content).decode()}" if content is not None else ""


def _name_cells(tokens: Sequence[Token]) -> None:
    """Name the column in each cell, since a row becomes a card on a phone, and keep each part's role."""
    columns: list[str] = []
    place = 0
    for opening, inside, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type == "th_open":
            columns.append(inside.content)
            if not inside.content:  # it names nothing, so it is no heading
                opening.tag = closing.tag = "td"
        elif opening.type == "td_open":
            if place < len(columns) and columns[place]:
                opening.attrSet("data-column", columns[place])
            place += 1
        elif opening.type == "table_open":
            columns = []
        elif opening.type == "tr_open":
            place = 0
        if opening.tag in _ROLES and opening.nesting == 1:
            opening.attrSet("role", _ROLES[opening.tag])


_ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "th": "columnheader", "td": "cell"}

"""This module finds links in people's own text that lead to no heading of the guide, and says which heading they meant.

levelbook's links follow a heading that somebody renamed. People's do not: what they wrote stays to the letter.

Most guides have no link of people's, or none but to the heading of a block, which a look at their words alone tells.
Only where one may be dead is the guide read as Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import clean_line
from levelbook.guide.keep import front_matter
from levelbook.guide.keep.blocks import Block, FoundBlock, Parsed, lines_of, parse
from levelbook.guide.keep.normal_form import parser
from levelbook.guide.text.anchors import PageAnchors, github_anchor, heading_of, mkdocs_anchor

if TYPE_CHECKING:
    from markdown_it.token import Token

_LEADS_WITHIN = re.compile(r"\](?:\(|:)[ \t\n]*<?#(?P<target>[^\s)>]*)")
"""Stands in every link to an anchor, `[words](#anchor)` or `[name]: #anchor`, and in text that only looks like one."""
_HTML_ANCHOR = re.compile(r"""\b(?:id|name)=["']?(?P<id>[\w.:-]+)""")
_ATTRIBUTES = re.compile(r"\{(?P<inside>[^{}\n]*)\}")
"""What MkDocs takes for attributes: `{#anchor}`, `{: .class #anchor}`."""
_ID = re.compile(r"#(?P<id>[\w.:-]+)")
_BREAKS = ("softbreak", "hardbreak")
_NEAR = 20
"""Lines in which a link is looked for behind code that goes over several."""


@frozen
class DeadLink:
    """A dead link is one of people's that leads to no heading."""

    block: str
    """Id of the block in which it is, or below which; empty above the first."""
    line: int
    """In the file, from 1."""
    label: str
    """The words that are linked."""
    target: str
    """The anchor to which it leads, without `#`."""
    is_below: bool = False
    """It stands below the block, in people's own text between two."""
    meant: str = ""
    """The heading that it meant, by levelbook's own word for it; empty where nobody can tell."""
    heading: str = ""
    """The heading that stands there now; empty where there is none."""
    is_left_out: bool = False
    """A marker of the team's keeps the part that it meant away."""


class _Link(NamedTuple):
    """A link within the guide: the line in which it stands, from 1, its words, and the anchor to which it leads."""

    line: int
    label: str
    target: str


def dead_links(existing: str, generated: Callable[[], Iterable[Block]]) -> tuple[DeadLink, ...]:
    """Find the dead links in a guide's text that people wrote, in its order. Raises DamagedGuide.

    generated: what levelbook has to say in each block; asked for only where a link is dead.
    """
    parsed = parse(existing)
    there = {block.id: heading_of(block.text.strip("\n")) for block in parsed.blocks}
    alive = {make(words) for words in there.values() for make in (github_anchor, mkdocs_anchor)} - {""}
    if not _may_hold_a_dead_link(parsed, alive):
        return ()
    dead = [link for link in _leading_nowhere(existing) if not _is_in_generated(link.line, parsed.blocks)]
    hidden = _anchors_in_parts(parsed) if dead else set[str]()
    dead = [link for link in dead if link.target.lower() not in hidden]
    if not dead:
        return ()
    own = {block.id: heading_of(block.text) for block in generated()}
    return tuple(_dead_link(link, parsed.blocks, own, there) for link in dead)


def _may_hold_a_dead_link(parsed: Parsed, alive: Collection[str]) -> bool:
    """Tell whether people's words lead, or seem to lead, to anything but anchors that are known to be alive."""

    def leads_elsewhere(words: str) -> bool:
        return any(unquote(found["target"]).lower() not in alive for found in _LEADS_WITHIN.finditer(words))

    if any(map(leads_elsewhere, (parsed.preface, *(block.notes for block in parsed.blocks)))):
        return True
    return any(leads_elsewhere(block.text) and not block.generated for block in parsed.blocks)


def _dead_link(link: _Link, blocks: Sequence[FoundBlock], own: Mapping[str, str], there: Mapping[str, str]) -> DeadLink:
    meant = next((name for name, words in own.items() if words and github_anchor(words) == link.target.lower()), "")
    meant = meant or next((name for name, words in own.items() if words and words == link.label), "")
    block = _last_begun(link.line, blocks)
    return DeadLink(
        block=block.id if block else "",
        line=link.line,
        label=link.label,
        target=clean_line(link.target),
        is_below=block is not None and not _is_in(link.line, block),
        meant=own.get(meant, ""),
        heading=clean_line(there.get(meant, "")),
        is_left_out=any(one.omitted for one in blocks if one.id == meant),
    )


def _is_in_generated(line: int, blocks: Sequence[FoundBlock]) -> bool:
    """Tell whether a line stands in a block in which nobody wrote."""
    block = _last_begun(line, blocks)
    return block is not None and _is_in(line, block) and block.generated


def _is_in(line: int, block: FoundBlock) -> bool:
    """Tell whether a line below a block's first marker stands above its last one."""
    return line <= block.line + 1 + block.text.count("\n")


def _last_begun(line: int, blocks: Sequence[FoundBlock]) -> FoundBlock | None:
    return next((block for block in reversed(blocks) if block.line <= line), None)


# Reading the guide as Markdown


def _leading_nowhere(guide: str) -> list[_Link]:
    """Return all links of a guide, levelbook's among them, that lead to none of its anchors."""
    lines = _without_front_matter(lines_of(guide))
    tokens = parser().parse("\n".join(lines))
    anchors = _anchors(tokens)
    links = (link for token in tokens if token.type == "inline" for link in _links(token, lines))
    return [link for link in links if link.target.lower() not in anchors]


def _without_front_matter(lines: Sequence[str]) -> list[str]:
    """Empty the lines of the front matter, which Markdown would take for a heading."""
    _, below = front_matter.split(lines)
    return [""] * (len(lines) - len(below)) + list(below)


def _anchors(tokens: Sequence[Token]) -> set[str]:
    """Return every anchor that some reader gives a heading of the guide, and those that people set themselves."""
    anchors = {"top"}
    on_github, in_mkdocs = PageAnchors("-"), PageAnchors("_")
    before = ""
    for token in tokens:
        anchors.update(_set_by_people(token))
        for anchor in _anchors_of_heading(token) if before == "heading_open" else ():
            anchors |= {on_github.add(anchor), in_mkdocs.add(anchor)}
        before = token.type
    return anchors


def _anchors_in_parts(parsed: Parsed) -> set[str]:
    """Return the anchors that each part has by itself: code that has no end hides those of the parts behind it."""
    parts = (parsed.preface, *(part for block in parsed.blocks for part in (block.text, block.notes)))
    return set[str]().union(*(_anchors(parser().parse(part)) for part in parts))


def _anchors_of_heading(token: Token) -> set[str]:
    said = "".join(map(_word, token.children or ()))
    both = {said, _ATTRIBUTES.sub("", said)}  # a reader that knows no attributes takes them for words
    return {make(words) for words in both for make in (github_anchor, mkdocs_anchor)} - {""}


def _set_by_people(token: Token) -> Iterator[str]:
    """Yield the anchors that HTML or attributes set."""
    for part in (token, *(token.children or ())):
        if part.type in ("html_block", "html_inline"):
            yield from (found["id"].lower() for found in _HTML_ANCHOR.finditer(part.content))
        elif part.type == "text":
            for attributes in _ATTRIBUTES.finditer(part.content):
                yield from (found["id"].lower() for found in _ID.finditer(attributes["inside"]))


def _links(token: Token, lines: Sequence[str]) -> Iterator[_Link]:
    """Yield the links to anchors in a paragraph, heading or cell."""
    line, end = token.map or (0, len(lines))
    target, words = "", list[str]()
    for child in token.children or ():
        line += child.type in _BREAKS
        if child.type == "link_open":
            target, words = _anchor_in(child), []
        elif child.type == "link_close" and target:
            yield _Link(_line_with(target, lines, range(line, min(line + _NEAR, end))) + 1, _joined(words), target)
        words.append(_word(child))


def _anchor_in(link: Token) -> str:
    """Return the anchor to which a link leads, as people write it; empty where it leads elsewhere or to the top."""
    href = str(link.attrs.get("href", ""))
    return unquote(href[1:]) if href.startswith("#") else ""


def _line_with(target: str, lines: Sequence[str], near: range) -> int:
    """Return the first line that names the target: code in front of it may go over lines that no token counts."""
    return next((number for number in near if target in unquote(lines[number])), near.start)


def _joined(words: Iterable[str]) -> str:
    return clean_line("".join(words))


def _word(token: Token) -> str:
    """Return what a token says in plain words: nothing where it is a mark or HTML."""
    return " " if token.type in _BREAKS else "" if token.type == "html_inline" else token.content

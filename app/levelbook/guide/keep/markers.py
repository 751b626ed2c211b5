"""A marker is a line of a guide file that says where a block begins, ends, or is left out."""

import re
from collections.abc import Iterable, Mapping
from typing import Final, Literal, NamedTuple

MarkerStyle = Literal["html", "mdx"]
"""How markers are written: as HTML comments, or as comments of MDX."""
WRITTEN: Final[Mapping[MarkerStyle, tuple[str, str]]] = {"html": ("<!--", "-->"), "mdx": ("{/*", "*/}")}
_OPENS, _CLOSES = r"(?:<!--|\{/\\?\*)", r"(?:-->|\\?\*/\})"
"""mdformat puts a backslash before a star."""

_ID = r"[a-z0-9]+(?:[-./][a-z0-9]+)*"
MARKER = re.compile(
    rf"{_OPENS} levelbook:(?:begin (?P<begins>{_ID}) (?P<digest>[0-9]{{10}}|[0-9a-f]{{8}})"
    rf"|end (?P<ends>{_ID})|omit (?P<omits>{_ID})) {_CLOSES}[ \t]*"
)
_LIKE_A_MARKER = re.compile(rf"{_OPENS}[ \t]*levelbook[ \t]*:", re.IGNORECASE)
_LOOSE_MARKER = re.compile(
    rf"{_OPENS}[ \t]*levelbook[ \t]*:[ \t]*(?P<kind>begin|end|omit)[ \t]+(?P<id>{_ID})(?![\w./-])"
    rf"[ \t]*(?P<digest>[^<>\s]{{0,20}})[ \t]*{_CLOSES}(?P<after>.*)",
    re.IGNORECASE | re.DOTALL,
)
_DIGEST = re.compile(r"[0-9]{10}|[0-9a-f]{8}")
_SPOILT_DIGEST = re.compile(r"(?:(?=[a-z]*[0-9])[a-z0-9]{6,12})?", re.IGNORECASE)
"""Anything else in the place of a digest is somebody's word."""


class LooseMarker(NamedTuple):
    """A loose marker is one whose digest may be spoilt, and which may share its line with text."""

    kind: str
    """`begin`, `end` or `omit`."""
    id: str
    digest: str
    """Empty where it is spoilt or missing, and for what is no begin."""
    before: str
    after: str
    """The rest of its line, behind a word that somebody wrote in the place of the digest."""


def style_of(lines: Iterable[str]) -> MarkerStyle:
    """Tell how the first marker of a guide is written."""
    first = next((line for line in lines if _LIKE_A_MARKER.match(line)), "")
    return "mdx" if first.startswith("{") else "html"


def is_like_a_marker(line: str) -> bool:
    """Tell whether a line begins as a marker does."""
    return bool(_LIKE_A_MARKER.match(line))


def loose_marker(line: str) -> LooseMarker | None:
    """Read the marker with which a line begins, however spoilt its digest is and whatever follows it."""
    return _loose(_LOOSE_MARKER.match(line), "")


def joined_marker(line: str) -> LooseMarker | None:
    """Read a marker further on in a line, outside code."""
    place = _LIKE_A_MARKER.search(line)
    if place is None or line[: place.start()].count("`") % 2:
        return None
    return _loose(_LOOSE_MARKER.match(line, place.start()), line[: place.start()])


def _loose(found: re.Match[str] | None, before: str) -> LooseMarker | None:
    if found is None:
        return None
    kind, digest = found["kind"].lower(), found["digest"]
    if kind != "begin" and digest and not _DIGEST.fullmatch(digest):
        return None  # neither has a digest that a tool could have spoilt, so somebody wrote that word
    known = digest if kind == "begin" and _DIGEST.fullmatch(digest) else ""
    words = digest if kind == "begin" and not _SPOILT_DIGEST.fullmatch(digest) else ""
    return LooseMarker(kind, found["id"].lower(), known, before, f"{words}{found['after']}")


def can_be_id(text: str) -> bool:
    """Tell whether a text can be a block's id."""
    return bool(re.fullmatch(_ID, text))

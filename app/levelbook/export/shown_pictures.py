"""This module limits the pictures that an exported guide shows, because its text and pictures may be a stranger's.

A guide may mention a picture any number of times, and each time it would be in the page again. And a picture of a few
kilobytes may have so many pixels that a reader which decodes it needs gigabytes.
"""

from __future__ import annotations

import base64
import mimetypes
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote, unquote_to_bytes
from xml.parsers import expat

from levelbook.export.source import Picture

KINDS: Final = ("image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp")
"""Kinds of pictures that an exported guide shows."""
MOST_PIXELS: Final = 50_000_000
"""Pixels of a picture that is decoded; a large photograph has half of that."""
_JPEG_SIZES: Final = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
"""Markers of JPEG after which the size comes."""
_DATA: Final = re.compile(r"\s*data:[^,]*?(?P<base64>;\s*base64)?\s*,(?P<content>.*)", re.DOTALL | re.IGNORECASE)


class ShownPictures:
    """Gives the pictures of one document as `Picture` does, up to a number of bytes in all; later ones are words."""

    def __init__(self, picture: Picture, most: int) -> None:
        """most: bytes of all pictures; one that is asked for again counts again."""
        self._picture = picture
        self._left = most
        self._known: dict[str, bytes | None] = {}

    def __call__(self, path: str) -> bytes | None:
        """Return the content of a picture; None where there is none, or no room for it."""
        if self._left <= 0:
            return None
        if path not in self._known:
            self._known[path] = self._picture(path)
        content = self._known[path]
        self._left -= len(content or b"")
        return content if self._left >= 0 else None


def path_and_kind(target: str) -> tuple[str, str] | None:
    """Return the path of a picture beside the guide, and its kind; None for one elsewhere, or of a kind not shown."""
    path = unquote(target.partition("#")[0].partition("?")[0])
    kind = mimetypes.guess_type(path)[0]
    if kind is None or kind not in KINDS or re.match(r"[a-z][a-z0-9+.-]*:|/", path, re.IGNORECASE):
        return None
    return path, kind


def can_be_decoded(content: bytes) -> bool:
    """Return whether a picture says that it has no more pixels than `MOST_PIXELS`, with the pictures inside it."""
    pixels = _pixels(content)
    if pixels is not None:
        return pixels <= MOST_PIXELS
    try:
        inside = [_pixels(one) for one in _inside_svg(content)]
    except (expat.ExpatError, ValueError, LookupError):
        return False
    return None not in inside and sum(filter(None, inside)) <= MOST_PIXELS


def _pixels(content: bytes) -> int | None:
    """Return the pixels of a PNG, GIF, JPEG or WebP; None for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _number(content, 16, 4) * _number(content, 20, 4)
    if content.startswith((b"GIF87a", b"GIF89a")):
        return _number(content, 6, 2, "little") * _number(content, 8, 2, "little")
    if content.startswith(b"\xff\xd8\xff"):
        return max(_jpeg_pixels(content), default=None)
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return _webp_pixels(content)
    return None


def _number(content: bytes, at: int, size: int, order: str = "big") -> int:
    return int.from_bytes(content[at : at + size], "big" if order == "big" else "little")


def _jpeg_pixels(content: bytes) -> Iterator[int]:
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        if content[at + 1] == 0xFF:  # any number of these may stand before a marker
            at += 1
            continue
        if content[at + 1] in _JPEG_SIZES:
            yield _number(content, at + 5, 2) * _number(content, at + 7, 2)
        if content[at + 1] == 0xDA:  # the picture itself begins
            return
        at += 2 + max(_number(content, at + 2, 2), 2)


def _webp_pixels(content: bytes) -> int:
    kind = content[12:16]
    if kind == b"VP8X":
        return (_number(content, 24, 3, "little") + 1) * (_number(content, 27, 3, "little") + 1)
    if kind == b"VP8L":
        bits = _number(content, 21, 4, "little")
        return ((bits & 0x3FFF) + 1) * ((bits >> 14 & 0x3FFF) + 1)
    return (_number(content, 26, 2, "little") & 0x3FFF) * (_number(content, 28, 2, "little") & 0x3FFF)


def _inside_svg(content: bytes) -> list[bytes]:
    """List the pictures that an SVG holds in its attributes. Raises ExpatError, ValueError and LookupError."""
    found: list[bytes] = []

    def look(_: str, attributes: dict[str, str]) -> None:
        for value in attributes.values():
            if match := _DATA.fullmatch(value):
                text = match["content"]
                found.append(base64.b64decode(text) if match["base64"] else unquote_to_bytes(text))

    parser = expat.ParserCreate()
    parser.StartElementHandler = look
    parser.Parse(content, True)
    return found

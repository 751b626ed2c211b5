"""A guide that lost its markers would get every part twice, and an empty one would get them without people's words."""

from __future__ import annotations

from levelbook.core.errors import FileIsWrong
from levelbook.guide.keep import front_matter as front
from levelbook.guide.keep.blocks import lines_of
from levelbook.guide.keep.markers import is_like_a_marker
from levelbook.reading.toml import LFS_POINTER

_OURS = frozenset(("questionnaire", "as_of"))
"""Keys that every assembled guide has at its top, since the first levelbook."""


def must_hold_its_parts(text: str, path: str) -> None:
    """Raise FileIsWrong where the guide is empty, was assembled and has no marker any more, or is elsewhere.

    An editor leaves an empty file where the disk is full, a power cut one of zero bytes, and editors that show a page
    as it will look drop comments. A page that people began themselves has no markers either, but none of levelbook's
    keys. Markers that a repair turned into text are indented: then all of it is people's text, as they were told.
    """
    if not text.strip("\ufeff \t\r\n"):
        raise FileIsWrong.one(
            "The guide is empty.",
            path=path,
            remedy="Restore it from git; or remove the file, and `levelbook guide` assembles a new one.",
        )
    if "\0" in text:
        raise FileIsWrong.one(
            "The guide holds zero bytes in the place of words, as after a power cut.",
            path=path,
            remedy="Restore it from git, and write into it again what people have added since.",
        )
    if text.startswith(LFS_POINTER):
        raise FileIsWrong.one(
            "This is a pointer of Git LFS, and not the guide itself.",
            path=path,
            remedy="`git lfs pull` brings the guide.",
        )
    if any(is_like_a_marker(line.lstrip(" ")) for line in lines_of(text)) or not front.of(text).keys() >= _OURS:
        return
    raise FileIsWrong.one(
        "The guide has lost its markers, so its parts cannot be told from what people wrote.",
        path=path,
        remedy="Restore it from git, and write into it again what people have added since.",
    )

"""A pattern says which folders of a source may be books: `*` stands for a part of a name, `**` for any folders."""

from __future__ import annotations

from levelbook.core.frozen import frozen

HERE = "."
"""The source's own folder."""


@frozen
class FolderPattern:
    """A pattern of folders inside a source, such as `*/docs/genai-security`."""

    text: str

    def matches(self, folder: str) -> bool:
        """Tell whether it matches a folder, written with slashes from the source on; `.` is the source itself."""
        return _matches(self._parts, () if folder == HERE else tuple(folder.split("/")))

    def leads_through(self, folder: str) -> bool:
        """Tell whether a folder inside this one may match, so that it is worth a look."""
        parts = self._parts
        for name in () if folder == HERE else folder.split("/"):
            if not parts:
                return False
            if parts[0] == "**":
                return True
            if not _name_matches(parts[0], name):
                return False
            parts = parts[1:]
        return bool(parts)

    @property
    def _parts(self) -> tuple[str, ...]:
        return tuple(self.text.split("/"))


def _matches(parts: tuple[str, ...], names: tuple[str, ...]) -> bool:
    """Match from the front, keeping which parts may come next: as many steps as there are names, whatever the stars."""
    open_at = _with_skipped(parts, {0})
    for name in names:
        after = {at for at in open_at if at < len(parts) and parts[at] == "**"}
        after |= {at + 1 for at in open_at if at < len(parts) and parts[at] != "**" and _name_matches(parts[at], name)}
        open_at = _with_skipped(parts, after)
    return len(parts) in open_at


def _with_skipped(parts: tuple[str, ...], places: set[int]) -> set[int]:
    """Add the places behind each `**`, which may stand for no folder."""
    found = set(places)
    for at in sorted(places):
        while at < len(parts) and parts[at] == "**":
            at += 1
            found.add(at)
    return found


def _name_matches(part: str, name: str) -> bool:
    """Look for the pieces between stars from left to right, each as early as it can be: nothing is tried twice."""
    first, *others = part.split("*")
    if not others:
        return part == name
    *between, last = others
    at, end = len(first), len(name) - len(last)
    if at > end or not (name.startswith(first) and name.endswith(last)):
        return False
    for piece in between:
        found = name.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True

"""git leaves both sides of a text that it could not merge between markers, and all three versions in its index."""

from __future__ import annotations

import io
import re
from itertools import islice
from pathlib import Path
from typing import Final

from levelbook.core.frozen import frozen
from levelbook.store.git import Git

_OPENS = re.compile(r"^(<{3,}) ", re.MULTILINE)
"""The first line of a conflict: seven signs, or as many as the attribute `conflict-marker-size` says."""


@frozen
class ConflictSides:
    """Conflict sides are a conflicted text with one side of each conflict kept, and what git calls them."""

    ours: str
    theirs: str
    our_name: str
    their_name: str
    our_lines: tuple[int, ...] = ()
    """The line in the conflicted text of each line of ours, from 1."""
    their_lines: tuple[int, ...] = ()


def both_versions(ours: str, theirs: str, label: str = "") -> str:
    """Return two versions of a stretch between git's markers, each on lines of its own; a label follows their names."""
    mine, other = (f"{text.strip(chr(10))}\n" if text else "" for text in (ours, theirs))
    return f"\n<<<<<<< ours{label}\n{mine}=======\n{other}>>>>>>> theirs{label}\n"


def sides_of(text: str) -> ConflictSides | None:
    """Read both sides of a text with git's conflict markers; None where it has none, or they do not pair up.

    A line of somebody's note may look like the first of them: markers of another number of signs may pair up. Fewer
    than seven signs are somebody's own more often than git's, so that these are tried last.
    """
    sizes = sorted(dict.fromkeys(len(opened[1]) for opened in _OPENS.finditer(text)), key=lambda size: size < 7)
    return next(filter(None, (_sides_between(text, size) for size in islice(sizes, _MOST_SIZES))), None)


_MOST_SIZES: Final = 10


def _sides_between(text: str, size: int) -> ConflictSides | None:
    """Read both sides of a text with markers of so many signs."""
    ours: list[tuple[int, str]] = []
    theirs: list[tuple[int, str]] = []
    names: list[str] = []
    begin, base, middle, end = (sign * size for sign in "<|=>")
    part = "both"
    for number, line in enumerate(io.StringIO(text, newline="\n"), start=1):
        bare = line.rstrip("\r\n")
        if part == "both" and bare.startswith(f"{begin} "):
            part = "ours"
            names = names or [bare[len(begin) + 1 :]]
        elif part == "ours" and bare.startswith(f"{base} "):
            part = "base"
        elif part in ("ours", "base") and bare == middle:
            part = "theirs"
        elif part == "theirs" and bare.startswith(f"{end} "):
            part = "both"
            names = names[:1] + (names[1:] or [bare[len(end) + 1 :]])
        else:
            if part in ("both", "ours"):
                ours.append((number, line))
            if part in ("both", "theirs"):
                theirs.append((number, line))
    if part != "both" or not names:
        return None
    our_name, their_name = names
    our_lines, our_texts = zip(*ours, strict=True) if ours else ((), ())
    their_lines, their_texts = zip(*theirs, strict=True) if theirs else ((), ())
    return ConflictSides("".join(our_texts), "".join(their_texts), our_name, their_name, our_lines, their_lines)


def has_markers(text: str) -> bool:
    """Return whether git's markers of a conflict stand in a text, also where they do not pair up.

    Fewer than seven signs, of which `conflict-marker-size` may speak, count only at both ends of a conflict.
    """
    opens, closes = ({len(found) for found in re.findall(rf"^({sign}{{3,}}) ", text, re.MULTILINE)} for sign in "<>")
    return any(signs >= 7 for signs in opens | closes) or bool(opens & closes)


def versions_of(path: Path, git: Git) -> tuple[bytes, bytes, bytes] | None:
    """Read base, ours and theirs of a file that git could not merge; the base is empty where both sides added the file.

    None where a side is missing, or there is no git.
    """
    try:
        found = [git.staged(path, stage) for stage in (1, 2, 3)]
    except FileNotFoundError:
        return None
    base, ours, theirs = found
    return None if ours is None or theirs is None else (base or b"", ours, theirs)

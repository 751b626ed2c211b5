"""Names are compared as people type them: whether two of them mean the same person."""

from __future__ import annotations

from collections.abc import Iterable

NOBODY = ""
"""In the place of a name: nobody has taken it yet."""


def is_named(name: str, who: str) -> bool:
    """Tell whether a typed name means this person: the same, or the first words of the longer one."""
    if not name or not who:
        return False
    one, other = sorted((name.casefold().split(), who.casefold().split()), key=len)
    return bool(one) and other[: len(one)] == one


def spellings(names: Iterable[str]) -> dict[str, str]:
    """Map each name without its capitals to its first spelling; in alphabetical order, nobody last."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(folded(name), name)
    return dict(sorted(found.items(), key=lambda pair: (pair[0] == NOBODY, pair[0])))


def folded(name: str) -> str:
    """Return a name as it is compared: capitals and spaces do not count."""
    return " ".join(name.casefold().split())

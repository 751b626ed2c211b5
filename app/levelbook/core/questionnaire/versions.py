"""Versions of a questionnaire are compared as people write them: which of two is the later one."""

from __future__ import annotations

import re


def numbers_of(version: str) -> tuple[int, ...] | None:
    """Read `1.10.0` as numbers that can be compared; None for a version that is no row of numbers."""
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9}){0,7}", version):
        return None
    found = [int(part) for part in version.split(".")]
    while found and found[-1] == 0:
        found.pop()
    return tuple(found)


def is_later(version: str, than: str) -> bool:
    """Tell whether a version is certainly the later one."""
    one, other = numbers_of(version), numbers_of(than)
    return one is not None and other is not None and one > other

"""Digests of texts, by which sealed files are known again."""

from __future__ import annotations

import hashlib

from levelbook.core.errors import Problem
from levelbook.core.frozen import frozen


@frozen
class Difference:
    """A difference is a file that is not, byte for byte, what was sealed or stored."""

    name: str
    """Path inside the folder; empty for the folder itself."""
    problem: Problem
    found: bytes | None = None
    """The file's content if it was changed; None if it is missing, was added or cannot be read."""


def digest(content: str | bytes) -> str:
    r"""Return SHA-256 over a text with its line ends as `\n`, since git may check it out with others."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    if b"\r" in data:  # to look for it takes a twentieth of the time that replacing nothing does
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return hashlib.sha256(data).hexdigest()

"""This module caches the results of checking texts, by the digest of the text.

A guide has hundreds of texts that are the same at each assembly, and reading them as Markdown takes longer than
everything else. The results for the most recently used texts are kept in the user's cache folder, with a checksum.
Nothing depends on the cache: a missing or damaged result is computed again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from levelbook.store.cache import Cache

KEPT: Final = Cache("texts", 2)
MOST: Final = 4_000
"""Texts of some ten books."""


class _Memory:
    """The results so far, with the most recently used text last."""

    def __init__(self, known: dict[str, str]) -> None:
        self.known = known
        self.has_news = False


def cached(what: str, text: str, find_out: Callable[[], str]) -> str:
    """Return what `find_out` says of a text, or said of it before.

    what: names the question, of which a text may be asked several.
    """
    memory = _memory()
    name = f"{what} {hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"
    answer = memory.known.pop(name, None)
    if answer is None:
        answer = find_out()
        memory.has_news = True
    memory.known[name] = answer
    if len(memory.known) > MOST:
        memory.known.pop(next(iter(memory.known)), None)
    return answer


def keep() -> None:
    """Keep what was found out since, as far as possible."""
    memory = _memory()
    if memory.has_news:
        memory.has_news = False
        content = json.dumps(dict(memory.known), separators=(",", ":")).encode()
        KEPT.keep(_readers(), hashlib.sha256(content).hexdigest().encode() + b"\n" + content)


@cache
def _memory() -> _Memory:
    total, _, content = (KEPT.find(_readers()) or b"").partition(b"\n")
    if hashlib.sha256(content).hexdigest().encode() != total:
        return _Memory({})
    known = json.loads(content)
    return _Memory(known)


@cache
def _readers() -> str:
    """A name for the code that reads texts: another version of it may find out something else."""
    libraries = (find_spec(name) for name in ("markdown_it", "leather"))
    files = [Path(one.origin) for one in libraries if one is not None and one.origin is not None]
    files += sorted(Path(__file__).parent.rglob("*.py"))
    seen = [(str(path), path.stat()) for path in files]
    stamps = [(name, one.st_size, one.st_mtime_ns) for name, one in seen]
    return hashlib.sha256(json.dumps(stamps).encode()).hexdigest()

"""Cached output of a command is printed again while nothing that it reads has changed.

`score`, `gaps` and `diff` only read, and `guide` writes nothing where everything is up to date. Where the book's
fingerprint is the one of the last time, what they printed then is what they would print now: it is kept in the user's
cache folder, with a sum over itself, and printed before anything is imported that knows what it means.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from levelbook.book.fingerprint import cache_output, cached_output, fingerprint
from levelbook.cli import diagnostics
from levelbook.cli.output import columns, put_exactly
from levelbook.core.errors import ExitCode


def run(words: Sequence[str], kept: Mapping[str, frozenset[str]], command: Callable[[], int]) -> int:
    """Return the exit code of a command line: `command` runs it, unless what it would print is known.

    kept: the commands whose output may be kept, each with its options of which that is true.
    """
    return diagnostics.run(lambda: _run(words, kept, command))


def _run(words: Sequence[str], kept: Mapping[str, frozenset[str]], command: Callable[[], int]) -> int:
    start = _start(words, kept)
    if start is None or not (_can_be_copied(sys.stdout) and _can_be_copied(sys.stderr)):
        return command()
    before = _key(start, words)
    if before is None:
        return command()
    known = _whole(cached_output(before))
    if known is not None:
        put_exactly(known)
        return int(ExitCode.DONE)
    with _copied("stdout") as out, _copied("stderr") as err:
        code = command()
    # Whoever warns looks again: of an altered edition, git's history says what was sealed. And what has changed since
    # was changed by the command, or by somebody else.
    if code == 0 and not err.getvalue() and _key(start, words) == before:
        cache_output(before, _with_sum(out.getvalue()))
    return code


def _start(words: Sequence[str], kept: Mapping[str, frozenset[str]]) -> Path | None:
    """Return the folder in which a command line looks for the book; None if its output is not cached."""
    start, rest = Path(), list(words)
    if len(rest) > 1 and rest[0] == "-C":
        start, rest = Path(rest[1]), rest[2:]
    if not rest or rest[0] not in kept or not kept[rest[0]].issuperset(rest[1:]):
        return None
    return start


def _key(start: Path, words: Sequence[str]) -> str | None:
    """Return a cache key for a command line: it covers the book and everything that affects the layout.

    None where nothing tells it, as in a folder that is gone.
    """
    book = fingerprint(start)
    here = _here()
    if book is None or here is None:
        return None
    laid_out = [
        *words,
        here,
        *(str(stream.isatty() and columns()) for stream in (sys.stdout, sys.stderr)),
        f"{sys.stdout.encoding} {sys.stdout.errors}",
        *(f"{name}={value}" for name, value in sorted(os.environ.items()) if name.startswith("LEVELBOOK_")),
    ]
    text = json.dumps([book, laid_out])
    return hashlib.sha256(text.encode()).hexdigest()


def _here() -> str | None:
    with contextlib.suppress(OSError):
        return str(Path.cwd())
    return None


def _with_sum(printed: bytes) -> bytes:
    return hashlib.sha256(printed).hexdigest().encode() + b"\n" + printed


def _whole(content: bytes | None) -> bytes | None:
    """Return the text that `_with_sum` was given; None if it is damaged."""
    total, _, printed = (content or b"").partition(b"\n")
    return printed if hashlib.sha256(printed).hexdigest().encode() == total else None


# --- Streams ----------------------------------------------------------------------------------------------------------


def _can_be_copied(stream: TextIO | None) -> bool:
    return isinstance(stream, io.TextIOWrapper)


class _Copy(io.RawIOBase):
    """Copies everything that is written to a stream."""

    def __init__(self, stream: io.TextIOWrapper, beside: io.BytesIO) -> None:
        self.stream = stream
        self.beside = beside

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self.stream.isatty()

    def fileno(self) -> int:
        return self.stream.fileno()

    def write(self, data: bytes) -> int:  # type: ignore[override]  # a text stream gives nothing else
        self.beside.write(data)  # first, so that the copy is whole where nobody reads the stream any more
        self.stream.buffer.write(data)
        self.stream.buffer.flush()
        return len(data)


@contextlib.contextmanager
def _copied(name: str) -> Iterator[io.BytesIO]:
    """Replace `sys.stdout` or `sys.stderr` with a stream that keeps a copy."""
    stream = getattr(sys, name)
    beside = io.BytesIO()
    stream.flush()
    copied = cast(BinaryIO, _Copy(stream, beside))
    copy = io.TextIOWrapper(copied, stream.encoding, stream.errors, newline="", write_through=True)
    setattr(sys, name, copy)
    try:
        yield beside
    finally:
        copy.flush()
        copy.detach()
        setattr(sys, name, stream)

"""What a command printed is printed again while nothing that it reads has changed.

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
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from levelbook.book.fingerprint import fingerprint, keep_output, kept_output


def run(words: Sequence[str], kept: Mapping[str, frozenset[str]], command: Callable[[], int]) -> int:
    """Return the exit code of a command line: `command` runs it, unless what it would print is known.

    kept: the commands whose output may be kept, each with its options of which that is true.
    """
    start = _start(words, kept)
    if start is None or not (_can_be_copied(sys.stdout) and _can_be_copied(sys.stderr)):
        return command()
    before = _key(start, words)
    if before is None:
        return command()
    printed = _Printed.read(kept_output(before))
    if printed is not None:
        _write(sys.stdout, printed.out)
        _write(sys.stderr, printed.err)
        return 0
    with _copied("stdout") as out, _copied("stderr") as err:
        code = command()
    if code == 0 and _key(start, words) == before:  # else it wrote something, or somebody else did
        keep_output(before, _Printed(out.getvalue(), err.getvalue()).content)
    return code


def _start(words: Sequence[str], kept: Mapping[str, frozenset[str]]) -> Path | None:
    """Where a command line looks for the book; None for a command line that is not kept."""
    start, rest = Path(), list(words)
    if len(rest) > 1 and rest[0] == "-C":
        start, rest = Path(rest[1]), rest[2:]
    if not rest or rest[0] not in kept or not kept[rest[0]].issuperset(rest[1:]):
        return None
    return start


def _key(start: Path, words: Sequence[str]) -> str | None:
    """A name for what a command line prints here and now: the book, and all by which its words are laid out."""
    book = fingerprint(start)
    if book is None:
        return None
    laid_out = [
        *words,
        str(Path.cwd()),
        *(str(stream.isatty() and shutil.get_terminal_size().columns) for stream in (sys.stdout, sys.stderr)),
        str(sys.stdout.encoding),
        *(f"{name}={value}" for name, value in sorted(os.environ.items()) if name.startswith("LEVELBOOK_")),
    ]
    text = json.dumps([book, laid_out])
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class _Printed:
    """What a command printed, in bytes."""

    out: bytes
    err: bytes

    @property
    def content(self) -> bytes:
        body = b"%d\n%s%s" % (len(self.out), self.out, self.err)
        return hashlib.sha256(body).hexdigest().encode() + b"\n" + body

    @classmethod
    def read(cls, content: bytes | None) -> _Printed | None:
        """The same from its content; None for anything that is not whole."""
        total, _, body = (content or b"").partition(b"\n")
        if hashlib.sha256(body).hexdigest().encode() != total:
            return None
        length, _, printed = body.partition(b"\n")
        return cls(printed[: int(length)], printed[int(length) :])


# --- Streams ----------------------------------------------------------------------------------------------------------


def _can_be_copied(stream: TextIO | None) -> bool:
    return isinstance(stream, io.TextIOWrapper)


def _write(stream: TextIO, printed: bytes) -> None:
    stream.flush()
    stream.buffer.write(printed)
    stream.buffer.flush()


class _Copy(io.RawIOBase):
    """Whatever is written to a stream, which gets it at once, is kept beside."""

    def __init__(self, stream: io.TextIOWrapper, beside: io.BytesIO) -> None:
        self.stream = stream
        self.beside = beside

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self.stream.isatty()

    def fileno(self) -> int:
        return self.stream.fileno()

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.stream.buffer.write(data)
        self.stream.buffer.flush()
        self.beside.write(data)
        return len(data)


@contextlib.contextmanager
def _copied(name: str) -> Iterator[io.BytesIO]:
    """Put in place of `sys.stdout` or `sys.stderr` one that keeps what goes through it."""
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

"""This module writes a command's output to stdout: plain text, JSON, Markdown. Nothing else writes to stdout.

Raises CouldNotWrite where the output would not be taken, such as by a full disk. Where a pipe's reader has gone, as
`head` does, the rest of the output is dropped and the command goes on: a seal is to be committed all the same.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO, Final, TextIO, cast

from levelbook.core.errors import CouldNotWrite
from levelbook.core.text.cleaning import clean
from levelbook.core.text.json_text import json_text
from levelbook.words.files import cause

# The log of a CI job is read for orders to its runner: GitHub takes `##[add-mask]x` anywhere in a line and
# `::error::x` at the start of one, Azure `##vso[…]x` anywhere.
_ORDER_ANYWHERE: Final = re.compile(r"##(?=(?:vso)?\[)")
_ORDER_AT_START: Final = re.compile(r"^([ \t]*+):(?=:[a-z][a-z-]*+(?: [^\n]*?)?::)", re.MULTILINE)


class ClosedOutput(io.RawIOBase):
    """Takes what is printed where stdout was closed before the command began, and drops it."""

    was_printed_to = False

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # a text stream gives nothing else
        self.was_printed_to = self.was_printed_to or bool(data)
        return len(data)


def stand_in_for_closed_stdout() -> ClosedOutput | None:
    """Let a closed stdout, as after `>&-`, be noticed; None where it is open.

    The numbers of closed streams are taken by the null device, or the next file that is opened would have one of them,
    and a program that levelbook starts would print into it.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
    if sys.stdout is not None:
        return None
    closed = ClosedOutput()
    sys.stdout = io.TextIOWrapper(cast(BinaryIO, closed), "utf-8", write_through=True)
    return closed


def columns() -> int:
    """Return the width of the terminal in characters."""
    import shutil  # 4 ms, which whoever reads through a pipe does without

    return shutil.get_terminal_size().columns


def put(*lines: str) -> None:
    """Print lines of plain text, with control characters made visible.

    In a terminal they are wrapped between words; anywhere else a line stays a line.
    """
    for line in lines:
        _write(_wrapped(clean(line)) + "\n")


def put_prompt(text: str) -> None:
    """Print the start of a line that the person completes. Raises BrokenPipeError where nobody could read it."""
    if not _write(_wrapped(clean(text))):
        raise BrokenPipeError


def put_json(value: Any) -> None:
    """Print a value as JSON, which is UTF-8 in every terminal."""
    text = _ORDER_ANYWHERE.sub(r"#\\u0023", json_text(value))
    _write(text if text == _in_its_encoding(text) else text.encode("utf-8"))


def put_exactly(document: str | bytes) -> None:
    """Print a document as it would be written to a file."""
    _write(document.encode("utf-8") if isinstance(document, str) else document)


def _write(text: str | bytes) -> bool:
    """Return whether somebody reads; False each time once a pipe's reader has gone. Raises CouldNotWrite."""
    try:
        if isinstance(text, bytes) and isinstance(sys.stdout, io.TextIOWrapper):  # anywhere but in tests
            sys.stdout.flush()
            sys.stdout.buffer.write(text)
            sys.stdout.buffer.flush()
            return True
        import click  # 25 ms, which a document that was printed before does without

        click.echo(_in_its_encoding(text) if isinstance(text, str) else text, nl=False)
    except BrokenPipeError:
        return False
    except OSError as error:
        raise CouldNotWrite(f"The output was not written: {cause(error)}.") from error
    return True


def _in_its_encoding(text: str) -> str:
    """Put question marks for what stdout's encoding does not have, as in a terminal that is set to Latin-1."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return text.encode(encoding, "replace").decode(encoding)


def drop_what_cannot_be_written() -> None:
    """Let stdout lead nowhere if it takes nothing: Python tries again at its end, and would exit with 120."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except (OSError, ValueError):  # the latter where it is closed
        with contextlib.suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, sys.stdout.fileno())
            os.close(nowhere)


def _wrapped(text: str) -> str:
    return wrapped_for(sys.stdout, text)


def wrapped_for(stream: TextIO | None, text: str) -> str:
    """Wrap each line of a text between words where a terminal shows it; anywhere else a line stays a line, without
    effect on a job that prints it.
    """
    if stream is None or not stream.isatty():
        return _without_orders(text)
    return "\n".join(fitted(line, indent=len(line) - len(line.lstrip()) + 2) for line in text.split("\n"))


def fitted(text: str, *, indent: int = 0, beside: int = 0) -> str:
    """Wrap a line between words if the terminal is too narrow; `beside` columns are used by something else.

    What follows is indented by `indent`. Spaces at the end stay: a person types on behind them.
    """
    width = max(columns() - beside, 1)  # of a terminal that has hardly any: a word a line
    if _cells(text) <= width:
        return text
    words = text.rstrip()
    broken = textwrap.fill(
        words, width, subsequent_indent=" " * min(indent, width // 2), break_long_words=False, break_on_hyphens=False
    )
    return broken + text[len(words) :]


def in_terminal() -> bool:
    """Return whether input and output are a terminal, so that a person can be asked."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def cursor_moves() -> bool:
    """Return whether the terminal can draw a list or a screen; a dumb one would show the codes that move its cursor."""
    return in_terminal() and os.environ.get("TERM") != "dumb"


def put_table(rows: Iterable[Sequence[str]], *, indent: int = 0, right: Iterable[int] = ()) -> None:
    """Print rows in aligned columns, two spaces between them; columns in `right` are right-aligned."""
    rows = [[clean(cell).replace("\n", " ") for cell in row] for row in rows]
    if not rows:
        return
    widths = [max(_cells(row[column]) for row in rows) for column in range(len(rows[0]))]
    flush_right = set(right)
    for row in rows:
        padded = [
            " " * (width - _cells(cell)) + cell if column in flush_right else cell + " " * (width - _cells(cell))
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        _write(_without_orders((" " * indent + "  ".join(padded)).rstrip()) + "\n")


def _without_orders(text: str) -> str:
    """Break the sign of an order to a CI runner by a space that everybody sees."""
    if "##" in text:
        text = _ORDER_ANYWHERE.sub("## ", text)
    return _ORDER_AT_START.sub(r"\1: ", text) if "::" in text else text


def _cells(text: str) -> int:
    """Return the width of a text in terminal columns."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )

"""This module writes messages to stderr and maps errors to exit codes. Nothing else writes to stderr."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

from levelbook.cli.interrupts import stopped_by_ctrl_c
from levelbook.cli.output import ClosedOutput, drop_what_cannot_be_written, wrapped_for
from levelbook.core.errors import ExitCode, LevelbookError
from levelbook.core.text.cleaning import clean
from levelbook.words.files import cause, shown

_OF_THE_DISK = (errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.EROFS)


def _click() -> Any:
    import click  # 25 ms, which a command that fails in nothing and says nothing may do without

    return click


def say(*lines: str) -> None:
    """Print a message for the person to stderr: what was done, what to do next."""
    with contextlib.suppress(OSError):  # nobody listens
        for line in lines:
            _click().echo(wrapped_for(sys.stderr, clean(line)), err=True)


STOPPED: Final = "Stopped. All answers are saved."


def run(command: Callable[[], object]) -> int:
    """Run a command line and give its exit code: the number that it returns, or 0.

    Every failure is told in words, none as a traceback. A KeyboardInterrupt may carry the words about what it stopped.
    """
    try:
        with stopped_by_ctrl_c():
            result = command()
    except LevelbookError as error:
        say(*_prefixed(error.lines()))
        return int(error.exit_code)
    except _click().ClickException as error:
        say(*_prefixed([_in_one_line(error.format_message()), *_usage(error)]))
        return int(ExitCode.USED_WRONGLY)
    except (KeyboardInterrupt, _click().Abort) as stopped:
        if path := _cut_short(stopped.__cause__):  # click takes each EOFError for the end of somebody's input
            say(*_prefixed(_cut_short_words(path)))
            return int(ExitCode.FILE_IS_WRONG)
        said = stopped.__cause__ if isinstance(stopped.__cause__, KeyboardInterrupt) else stopped  # click wraps it
        say("", str(said) or STOPPED)
        return int(ExitCode.INTERRUPTED)
    except (SystemExit, BrokenPipeError):
        # click leaves so, and quietens stdout, when whoever reads our output has enough.
        return int(ExitCode.DONE)
    except OSError as error:
        # The disk may refuse anything at any time, also to tell what a file is.
        place = f"{shown(Path(error.filename))}: " if isinstance(error.filename, str) else ""
        say(*_prefixed([f"{place}This cannot be read or written: {cause(error)}.", "Earlier answers are saved."]))
        return int(ExitCode.COULD_NOT_WRITE if error.errno in _OF_THE_DISK else ExitCode.FILE_IS_WRONG)
    except ImportError as error:
        # Also late, after something was saved: an upgrade under way has taken files away, or the disk gives none.
        part = f" ({clean(error.name)})" if error.name else ""
        say(
            *_prefixed(
                [
                    f"A part of levelbook, or of a library that it needs, cannot be loaded{part}.",
                    "Is the installation complete? Earlier answers are saved.",
                ]
            )
        )
        return int(ExitCode.FILE_IS_WRONG)
    except Exception as fault:
        if path := _cut_short(fault):
            say(*_prefixed(_cut_short_words(path)))
            return int(ExitCode.FILE_IS_WRONG)
        say(*_fault(fault))
        return int(ExitCode.FAULT)
    finally:
        drop_what_cannot_be_written()
    return result if isinstance(result, int) else int(ExitCode.DONE)


def code_without_stdout(code: int, closed: ClosedOutput) -> int:
    """Return the exit code of a command whose stdout was closed: of one that succeeded and printed something, that the
    output was not written, which is said.
    """
    if code != ExitCode.DONE or not closed.was_printed_to:
        return code
    say(*_prefixed(["The output was not written: stdout is closed.", "What the command does besides is done."]))
    return int(ExitCode.COULD_NOT_WRITE)


def _cut_short(fault: BaseException | None) -> str:
    """Return the path of a compiled module that is damaged, where this is why it could not be loaded; else empty.

    Python writes such a file as far as it fits on a full disk, and never again.
    """
    trace = fault.__traceback__ if isinstance(fault, EOFError | ValueError) else None
    while trace is not None:
        if trace.tb_frame.f_code.co_name == "_compile_bytecode":
            return str(trace.tb_frame.f_locals.get("bytecode_path") or "")
        trace = trace.tb_next
    return ""


def _cut_short_words(path: str) -> list[str]:
    return [
        f"{shown(Path(path))} is damaged, so a part of levelbook cannot be loaded. Was the disk full?",
        "Remove this file: Python makes it again. Earlier answers are saved.",
    ]


def _in_one_line(message: str) -> str:
    """Return what click says, without its list of a line for each choice."""
    return re.sub(r"\s*\n\t", " ", message)


def _usage(error: Exception) -> list[str]:
    """Return a line that points to the command's help."""
    context = error.ctx if isinstance(error, _click().UsageError) else None
    return [f"`{context.command_path} --help` shows how it is used."] if context is not None else []


def _prefixed(lines: Iterable[str]) -> list[str]:
    first, *rest = [line for text in lines for line in text.split("\n")]
    return [f"levelbook: {first}", *(f"  {line}" for line in rest)]


def _fault(fault: BaseException) -> list[str]:
    """Return lines about a fault in levelbook: its place in the code, without anybody's answers."""
    import traceback  # 2 ms, which only a fault pays

    frames = traceback.extract_tb(fault.__traceback__)
    own = [frame for frame in frames if "levelbook" in frame.filename] or list(frames)
    where = f"{Path(own[-1].filename).name}:{own[-1].lineno}, {own[-1].name}" if own else "somewhere"
    lines = [
        f"levelbook: This is a fault in levelbook: {type(fault).__name__} in {where}.",
        "  Earlier answers are saved. Please report this line.",
    ]
    if os.environ.get("LEVELBOOK_DEBUG"):
        lines += traceback.format_exception(fault)
    return lines

"""A stranger's template is rendered apart: in a child process that can open nothing, and ends when it takes too much.

The child gets the template's files once, then a file's name and its data for each text. It is given no environment, and
starts nothing of the present folder. What it says is text or problems and nothing else; whoever asked reads the text
back as that of any template.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import weakref
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, Final

from levelbook.core.errors import Problem
from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import clean_line


@frozen
class Limits:
    """The limits of a template. The record of 5,000 practices takes a third of each at most."""

    seconds: float = 20.0
    """Processor time for one file with all that it includes."""
    waiting: float = 200.0
    """Seconds by the clock, where the processor is busy with other things."""
    memory: int = 1_500_000_000
    """Bytes, for the child as a whole; where the system can limit that, as Linux does."""
    characters: int = 32_000_000
    """Length of the text that one file gives."""


LIMITS: Final = Limits()
LONGEST_MESSAGE: Final = 300
HEAD: Final = 8
"""Bytes that hold the length of each message."""
_MOST_PROBLEMS: Final = 1_000_000
_START: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from levelbook.guide.write.rendering_process import main; main()"
)


class SandboxedTemplate:
    """A child process that renders one template. It is ended when this is no longer used, and with this process."""

    def __init__(self, name: str, files: Mapping[str, str], record: str, most_includes: int, limits: Limits) -> None:
        """name: of the template, for messages. record: the file that writes the record, which is read otherwise."""
        self._limits = limits
        self._name = name
        self._ended: Problem | None = None
        """Why it renders nothing any more."""
        self._one_at_a_time = threading.Lock()
        path = [place for place in sys.path if Path(place).is_absolute()]
        kept = {key: os.environ[key] for key in ("LD_LIBRARY_PATH", "SYSTEMROOT") if key in os.environ}
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", _START, json.dumps(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=os.sep,
            env=kept,
            start_new_session=True,  # Ctrl-C is for whoever asks, who then ends it
        )
        weakref.finalize(self, _end, self._process)
        self._settings = {
            "name": name,
            "files": dict(files),
            "record": record,
            "most_includes": most_includes,
            "limits": asdict(limits),
        }
        self._is_told = False

    def render(self, file: str, view: Mapping[str, Any], up: str) -> str | list[Problem]:
        """Return the text of one file, or what is wrong in the template."""
        with self._one_at_a_time:
            if self._ended is None:
                answer = self._asked(file, view, up)
                if answer is not None:
                    return answer
                self._ended = Problem(
                    f"The template cannot be rendered: {self._why_it_ended()}.", path=f"{self._name}/{file}"
                )
            return [self._ended]  # not tried again: a template of many files would take its time for each

    def _asked(self, file: str, view: Mapping[str, Any], up: str) -> str | list[Problem] | None:
        """Ask the child, and return what it says; None where it has ended instead."""
        watch = threading.Timer(self._limits.waiting, self._process.kill)
        watch.start()
        try:
            assert self._process.stdin is not None and self._process.stdout is not None
            if not self._is_told:
                send(self._process.stdin, self._settings)
                self._is_told = True
            send(self._process.stdin, {"file": file, "view": view, "up": up})
            said = received(self._process.stdout, most=6 * self._limits.characters + _MOST_PROBLEMS)
        except (OSError, ValueError):  # it has ended, or says what no child of ours would
            self._process.kill()
            return None
        finally:
            watch.cancel()
        match said:
            case {"text": str(text)} if len(text) <= self._limits.characters:
                return text
            case {"problems": [*told]}:
                problems = [_problem(one) for one in told if isinstance(one, dict)]
                if "gave_up" in said and problems:
                    self._process.kill()
                    self._ended = problems[0]
                return problems
        self._process.kill()
        return None

    def _why_it_ended(self) -> str:
        code = self._process.wait()
        if code == -getattr(signal, "SIGPROF", 0):
            return f"it takes more than {self._limits.seconds:g} seconds of the processor"
        if code == -getattr(signal, "SIGKILL", 0):
            return f"it takes more than {self._limits.waiting:g} seconds, or more memory than there is"
        return f"the process that renders it has ended ({code})"


def _problem(said: Mapping[str, Any]) -> Problem:
    """Make a problem of what the child told: never longer than a person reads, whatever it says."""
    words = {key: clean_line(str(said.get(key, ""))[:LONGEST_MESSAGE]) for key in ("message", "path", "key", "remedy")}
    line = said.get("line")
    message, path, key, remedy = words.values()
    return Problem(message, path, key, line if isinstance(line, int) else None, remedy)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):  # what it was still to be given
                pipe.close()
    process.wait()


# --- Messages ---------------------------------------------------------------------------------------------------------


def send(pipe: IO[bytes], message: Any) -> None:
    """Send a message: its length, then itself as JSON. Raises OSError where nobody is there."""
    content = json.dumps(message, ensure_ascii=True, separators=(",", ":")).encode("ascii")
    pipe.write(len(content).to_bytes(HEAD, "big"))
    pipe.write(content)
    pipe.flush()


def received(pipe: IO[bytes], most: int | None = None) -> Any:
    """Wait for a message. Raises ValueError where it is none, or longer than `most` bytes; EOFError is one of them."""
    length = int.from_bytes(_exactly(pipe, HEAD), "big")
    if most is not None and length > most:
        raise ValueError("a message that is too long")
    return json.loads(_exactly(pipe, length))


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    content = pipe.read(length)
    if len(content) != length:
        raise ConnectionResetError("the other side has ended")
    return content

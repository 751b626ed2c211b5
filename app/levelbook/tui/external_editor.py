"""A person's own editor, opened at a line of a file, while the app steps aside."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from levelbook.core.errors import UsedWrongly
from levelbook.words.files import cause, shown

if TYPE_CHECKING:
    from levelbook.tui.app import LevelbookApp

_PLUS = {
    "vi", "vim", "nvim", "view", "elvis", "vile", "nano", "rnano", "pico", "emacs", "emacsclient", "mg", "jed",
    "micro", "kak", "joe", "jmacs", "ne", "ed", "less",
}  # fmt: skip
"""Editors that take `+N` before the file."""
_COLON = {"hx", "helix", "subl", "zed"}
"""Editors that take `FILE:N`."""
_CODE = {"code", "code-insiders", "codium", "code-oss", "cursor", "windsurf"}
"""Editors that take `-g FILE:N`, and must be told to wait."""
_WAITS = {"subl": "-w", "zed": "--wait"}


def command(environ: Mapping[str, str], path: Path, line: int) -> list[str]:
    """The command that opens a file, at a line where the editor is known to take one. Raises UsedWrongly."""
    name = "VISUAL" if environ.get("VISUAL", "").strip() else "EDITOR"
    given = environ.get(name, "").strip()
    if not given:
        raise UsedWrongly(
            "No editor is set.", remedy="Name yours in EDITOR before you start levelbook: export EDITOR=nano"
        )
    try:
        words = shlex.split(given)
    except ValueError:
        words = []
    if not words:
        raise UsedWrongly(
            f"{name} is {given}, which is not a command.", remedy="Quotes come in pairs, such as: 'my editor' -w"
        )
    return [*words, *_at(words, str(path), line)]


def _at(words: list[str], path: str, line: int) -> list[str]:
    program = Path(words[0]).name.removesuffix(".exe")
    if program in _CODE:
        waits = [] if {"-w", "--wait"} & set(words) else ["-w"]
        return [*waits, "-g", f"{path}:{line}"]
    if program in _COLON:
        waits = [_WAITS[program]] if program in _WAITS and not {"-w", "--wait"} & set(words) else []
        return [*waits, f"{path}:{line}"]
    return [f"+{line}", path] if program in _PLUS else [path]


def edit(app: LevelbookApp, path: Path, line: int) -> None:
    """Open the editor and come back when it is closed. Raises UsedWrongly with what was in the way."""
    words = command(os.environ, path, line)
    try:
        with app.keys_are_elsewhere(), app.suspend():
            failure = _run(words)
    except SuspendNotSupported:
        raise UsedWrongly(
            "This terminal cannot be suspended for an editor.", remedy=f"Open {shown(path)} in another window."
        ) from None
    if failure:
        raise UsedWrongly(failure, remedy="EDITOR or VISUAL names the editor.")


def _run(words: list[str]) -> str:
    """Run it to its end; what went wrong, in a sentence, or nothing. Raises nothing: the app has to come back."""
    try:
        with _keys_are_the_editors():
            ended = subprocess.run(words, check=False)
    except FileNotFoundError:
        return f"There is no program {words[0]}."
    except OSError as error:
        return f"{words[0]} could not be started: {cause(error)}."
    if ended.returncode < 0:
        return f"{words[0]} was ended by {signal.Signals(-ended.returncode).name}. What it saved is kept."
    return f"{words[0]} ended with error {ended.returncode}." if ended.returncode else ""


@contextmanager
def _keys_are_the_editors() -> Iterator[None]:
    """Ctrl-C and Ctrl-\\ in the editor's terminal mean the editor. A handler, unlike ignoring, is not inherited."""
    told = (signal.SIGINT, signal.SIGQUIT)
    before = [signal.signal(one, lambda *_: None) for one in told]
    try:
        yield
    finally:
        for one, handler in zip(told, before, strict=True):
            signal.signal(one, handler)

"""The app in a real terminal without the half second that its imports take: forked from a process that has done them.

What is forked is a process of its own: it leads a session, has its terminal and ends with its exit code. That
`python -m levelbook` itself starts, and how it ends, is for `terminal.in_python`.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

ENVIRONMENT: Final = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
_AT_ONCE: Final = 65_536
"""Bytes of a message that are taken in together; each is one line."""
_HIGHEST: Final = 1_024
"""Above every descriptor that the process has open."""


class Forked:
    """A forked process: what is asked of a program that runs (`terminal.Process`)."""

    def __init__(self, server: Server, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._server = server

    def poll(self) -> int | None:
        """Return its exit status, below zero the signal that ended it; None while it runs."""
        return self._ended("poll")

    def wait(self) -> int:
        code = self._ended("wait")
        assert code is not None
        return code

    def _ended(self, how: str) -> int | None:
        if self.returncode is None:
            self.returncode = self._server.ask({how: self.pid})
        return self.returncode


class Server:
    """The process that apps are forked from; this one waits for it, so that its time counts as the tests' own."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair()
        words = [sys.executable, str(Path(__file__)), str(theirs.fileno())]
        self._process = subprocess.Popen(words, pass_fds=[theirs.fileno()], start_new_session=True)
        theirs.close()

    def ask(self, request: Mapping[str, Any], *descriptors: int) -> Any:
        socket.send_fds(self._socket, [json.dumps(request).encode() + b"\n"], descriptors)
        return json.loads(_line(self._socket)[0])

    def end(self) -> None:
        self._socket.close()
        self._process.wait()


@cache
def _server() -> Server:
    return Server()


def in_a_fork(words: Sequence[str], terminal: int) -> Forked:
    """Start what `python -m levelbook` does with these words at a terminal."""
    environment = {**os.environ, **ENVIRONMENT}
    for name in ("LINES", "COLUMNS"):
        environment.pop(name, None)
    request = {"words": list(words), "environment": environment, "folder": str(Path.cwd())}
    return Forked(_server(), _server().ask(request, terminal))


def end() -> None:
    """End the process that apps are forked from, if there is one."""
    if _server.cache_info().currsize:
        _server().end()
        _server.cache_clear()


def _line(from_: socket.socket) -> tuple[bytes, list[int]]:
    """Take in one message and the descriptors with it; an empty one where nobody is at the other end any more."""
    line, descriptors = b"", []
    while not line.endswith(b"\n"):
        came, held, _, _ = socket.recv_fds(from_, _AT_ONCE, 1)
        if not came:
            return b"", descriptors
        line += came
        descriptors += held
    return line, descriptors


# --- In that process --------------------------------------------------------------------------------------------------


def _serve(asked: socket.socket) -> None:
    import levelbook.__main__
    import levelbook.cli.main
    import levelbook.tui.app
    import levelbook.tui.portfolio.app
    import levelbook.tui.resolve.app  # noqa: F401
    from levelbook.tui.vote.screen import VoteScreen

    VoteScreen.seconds_to_see = 0.0  # whoever plays a workshop settles as soon as the result is on the screen
    while True:
        line, descriptors = _line(asked)
        if not line:
            return
        request = json.loads(line)
        if descriptors:
            answer: int | None = _fork(request, descriptors[0])
            os.close(descriptors[0])
        else:
            [(how, pid)] = request.items()
            ended, status = os.waitpid(pid, os.WNOHANG if how == "poll" else 0)
            answer = os.waitstatus_to_exitcode(status) if ended else None
        asked.sendall(json.dumps(answer).encode() + b"\n")


def _fork(request: Mapping[str, Any], terminal: int) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 71
    try:
        code = _become(request["words"], request["environment"], request["folder"], terminal)
    finally:
        os._exit(code)


def _become(words: Sequence[str], environment: Mapping[str, str], folder: str, terminal: int) -> int:
    from levelbook.__main__ import Apps
    from levelbook.cli.main import run
    from support.terminal import sit_down_at
    from torture.processes import at_standard_streams

    os.setsid()
    sit_down_at(terminal)
    for descriptor in (0, 1, 2):
        os.dup2(terminal, descriptor)
    os.closerange(3, _HIGHEST)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    at_standard_streams()
    return run(list(words), Apps())


if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]
    with socket.socket(fileno=int(sys.argv[1])) as _asked:
        _serve(_asked)

"""The kernel forbids a process, and whatever it starts, to make an internet socket."""

from __future__ import annotations

import ctypes
import json
import os
import platform
import socket
import struct
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from support.command_line import typed
from support.fresh_process import in_a_fresh_process
from torture.processes import load_everything

_MACHINES: Final = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""Machine to what the kernel calls it, and the number of its call `socket`."""
CAN_FORBID: Final = sys.platform == "linux" and platform.machine() in _MACHINES

_LOAD, _IS_EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _KILL = 0x7FFF0000, 0x80000000
_NUMBER, _MACHINE, _FIRST_ARGUMENT = 0, 4, 16
"""Where in what a filter is given of a call."""
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2


def forbid_internet() -> None:
    """From now on, whoever here or in a child asks for a socket of AF_INET or AF_INET6 is killed (SIGSYS)."""
    machine, number = _MACHINES[platform.machine()]
    steps = (
        (_LOAD, 0, 0, _MACHINE),
        (_IS_EQUAL, 0, 5, machine),
        (_LOAD, 0, 0, _NUMBER),
        (_IS_EQUAL, 0, 3, number),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_IS_EQUAL, 2, 0, socket.AF_INET),
        (_IS_EQUAL, 1, 0, socket.AF_INET6),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _KILL),
    )
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(steps), ctypes.addressof(code)))
    libc = ctypes.CDLL(None, use_errno=True)
    for words in ((_NO_NEW_PRIVILEGES, 1, 0, 0, 0), (_SET_SECCOMP, _FILTER, program, 0, 0)):
        if libc.prctl(*words):
            raise OSError(ctypes.get_errno(), "The kernel takes no such filter.")


def without_internet(do: Callable[[], int]) -> int:
    """Do something in a child without internet; its exit status, or minus the signal that ended it."""
    pid = os.fork()
    if not pid:
        code = 71
        try:
            forbid_internet()
            code = do()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def typed_without_internet(lines: Sequence[str], folder: Path) -> list[tuple[int, str]]:
    """Type lines one after the other in a child without internet: exit code, and what each wrote to stderr.

    A line that ends the child has minus the signal for its code, and the next child goes on after it. They are forked
    from a process that imported all of levelbook without internet, too.
    """
    return in_a_fresh_process(_type_in_children, tuple(lines), folder)


def _type_in_children(lines: Sequence[str], folder: Path) -> list[tuple[int, str]]:
    forbid_internet()
    load_everything()
    return typed_in_children(lines, folder)


def typed_in_children(lines: Sequence[str], folder: Path) -> list[tuple[int, str]]:
    """Type lines in children of this process, a new one after each that a line has ended."""
    said, results = folder / "said", list[tuple[int, str]]()
    while left := lines[len(results) :]:
        said.write_text("", "utf-8")
        ended = without_internet(partial(_type_in, left, folder, said))
        done = [json.loads(line) for line in said.read_text("utf-8").splitlines()]
        results += [(code, errors) for code, errors in done]
        if len(done) < len(left):
            results.append((ended, "it ended the process"))
    return results


def _type_in(lines: Sequence[str], folder: Path, said: Path) -> int:
    for line in lines:
        typed_line = typed(*line.split(), folder=folder)
        with said.open("a", encoding="utf-8") as file:
            file.write(json.dumps([typed_line.code, typed_line.err]) + "\n")
    return 0

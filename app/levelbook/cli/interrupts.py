"""Signals that ask the program to end: Ctrl-C, a `kill` and a closed terminal stop a question or a command.

Nothing that is being saved in a conversation is cut off: there they wait for the next question. And no question misses
one, however close to its beginning or its end it comes.
"""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, NoReturn


class ToldToEnd(KeyboardInterrupt):
    """A `kill` or a closed terminal interrupted a question, and no person did."""


_ASKING_TO_END: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def stopped_by_ctrl_c() -> Iterator[None]:
    """Let Ctrl-C raise KeyboardInterrupt meanwhile, once: what it stops is said then, whatever is pressed again.

    A second one ends the process at once, should something that is being cleared away take long.
    """
    held = signal.getsignal(signal.SIGINT)
    if held in (None, signal.SIG_IGN):
        yield
        return
    try:
        signal.signal(signal.SIGINT, _stop)
        yield
    finally:
        signal.signal(signal.SIGINT, held)


def _stop(*_: object) -> NoReturn:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    raise KeyboardInterrupt("Stopped. Earlier answers are saved.")


class _Remembered:
    """A handler that remembers a signal until the next question."""

    def __init__(self) -> None:
        self.told: KeyboardInterrupt | None = None

    def __call__(self, number: int, _: object) -> None:
        self.told = _interrupt_of(number)

    def raise_it(self) -> None:
        told, self.told = self.told, None
        if told is not None:
            raise told


@contextmanager
def ended_at_questions() -> Iterator[None]:
    """Let a signal wait for the next question meanwhile, or for the end: nothing that is being saved is cut off.

    A terminal that is closed ends the input, and is heard of by a signal, in either order.
    """
    before = _heard_so_far()
    remembered = _Remembered()
    try:
        for one in before:
            signal.signal(one, remembered)
        yield
    finally:
        for one, held in before.items():
            signal.signal(one, held)
    remembered.raise_it()


@contextmanager
def interrupted_by_signals(
    end: Callable[[KeyboardInterrupt], object] | None = None,
) -> Iterator[Sequence[KeyboardInterrupt]]:
    """Let a `kill` and a closed terminal interrupt a question as Ctrl-C does. Raises ToldToEnd, KeyboardInterrupt.

    Else the process would end at once: with the terminal as a prompt needs it, without echo, and without what was said
    just before. Where somebody ignores a signal, as nohup does, it stays ignored. A terminal that is gone interrupts
    too: it fails to be read before the signal comes, or to be cleared after it.

    Gives what signals have said so far. Nothing is raised in the midst of the question: an exception between two steps
    of a prompt would make it wait without end, and one after a line was read would lose it. A question that was
    answered meanwhile keeps its answer, and in a conversation the next one is ended.

    end: ends the question when a signal comes.
    """
    before = _heard_so_far()
    remembering = [held for held in before.values() if isinstance(held, _Remembered)]
    told: list[KeyboardInterrupt] = []

    def interrupt(number: int, _: object) -> None:
        told.append(_interrupt_of(number))
        if end is not None:
            end(told[0])

    try:
        for one in before:
            signal.signal(one, interrupt)
        for held in remembering:
            held.raise_it()
        yield told
    except OSError as gone:
        if told or gone.errno == errno.EIO:
            raise ToldToEnd from gone
        raise
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
    if told and not remembering:
        raise told[0]
    for held in remembering:
        held.told = held.told or next(iter(told), None)


def wait_for_input(descriptor: int, told: Sequence[object]) -> None:
    """Wait until something can be read, or a signal says that nothing more should be.

    Python alone hears of a signal that comes just before it begins to read only once something was read.
    """
    import select  # 1 ms, which a command that asks nobody does without

    heard, hears = os.pipe()
    os.set_blocking(hears, False)
    before = signal.set_wakeup_fd(hears, warn_on_full_buffer=False)
    try:
        while not told and descriptor not in select.select([descriptor, heard], [], [])[0]:
            os.read(heard, 1)
    finally:
        signal.set_wakeup_fd(before)
        os.close(heard)
        os.close(hears)


def _heard_so_far() -> dict[int, Callable[..., object] | int]:
    """Return the handlers of the signals that nobody ignores."""
    held = {one: signal.getsignal(one) for one in _ASKING_TO_END}
    return {one: handler for one, handler in held.items() if handler not in (None, signal.SIG_IGN)}


def _interrupt_of(number: int) -> KeyboardInterrupt:
    return KeyboardInterrupt() if number == signal.SIGINT else ToldToEnd()

"""A process that has done nothing yet, for what forks children of its own.

Whoever runs tests may have threads of a library by now, such as a database's. A child that is forked then has their
locks and not them, and waits for ever as soon as it needs one.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def in_a_fresh_process(do: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """Do something in a new process, and return what came of it. All of it has to be picklable."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(do, *given, **named).result()

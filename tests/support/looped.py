"""Many cases in one test that names each that failed: for texts by the hundred, of which none needs its own report."""

from __future__ import annotations

import functools
import inspect
import zlib
from collections.abc import Callable, Iterable
from typing import Any, Final

from support.examples import is_large
from support.hostile_texts import HOSTILE

MOST_TOLD: Final = 5
"""Failures that are told whole; of the rest the names are enough."""

Test = Callable[..., None]


def looped(argument: str, cases: Iterable[tuple[str, Any]]) -> Callable[[Test], Test]:
    """Run a test once for all cases, pairs of a name and a value that is passed as `argument`.

    Every case is tried, and the test fails with the names of all that failed. Fixtures are shared between the cases.
    """
    named = tuple(cases)
    assert named, "without cases nothing is tried"

    def decorate(test: Test) -> Test:
        signature = inspect.signature(test)
        assert argument in signature.parameters, f"{test.__name__} takes no {argument}"

        @functools.wraps(test)
        def all_cases(**fixtures: Any) -> None:
            failed: list[tuple[str, Exception]] = []
            for name, value in named:
                try:
                    test(**{argument: value}, **fixtures)
                except Exception as error:
                    failed.append((name, error))
            if failed:
                raise AssertionError(_report(failed, len(named))) from failed[0][1]

        others = [one for name, one in signature.parameters.items() if name != argument]
        all_cases.__signature__ = signature.replace(parameters=others)  # type: ignore[attr-defined]
        return all_cases

    return decorate


def each_hostile_text(test: Test) -> Test:
    """Run a test that takes a `text` once for all of `HOSTILE`."""
    return looped("text", HOSTILE)(test)


def each_class_of_hostile_text(test: Test) -> Test:
    """Run a test that takes a `text` for one of each class of `HOSTILE`, and in a large run for all of them.

    For whole documents, where what is asked is whether each place encodes its words: that the encoding is right for
    every text is asked of it alone. Each test takes other members of a class than the next, and always the same ones.
    """
    return looped("text", HOSTILE if is_large() else one_of_each_class(test.__name__))(test)


def one_of_each_class(test: str) -> list[tuple[str, str]]:
    """Choose one text of each class of `HOSTILE`; which one, the name of the test settles."""
    classes: dict[str, list[tuple[str, str]]] = {}
    for name, text in HOSTILE:
        classes.setdefault(name.rpartition(" ")[0], []).append((name, text))
    return [members[zlib.crc32(f"{test} {name}".encode()) % len(members)] for name, members in classes.items()]


def _report(failed: list[tuple[str, Exception]], of: int) -> str:
    told = [f"{name}: {type(error).__name__}: {error}" for name, error in failed[:MOST_TOLD]]
    return "\n".join([f"{len(failed)} of {of} failed: {', '.join(name for name, _ in failed)}", *told])

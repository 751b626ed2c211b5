"""Many cases in one test that names each that failed: for texts by the hundred, of which none needs its own report."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable
from typing import Any, Final

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


def _report(failed: list[tuple[str, Exception]], of: int) -> str:
    told = [f"{name}: {type(error).__name__}: {error}" for name, error in failed[:MOST_TOLD]]
    return "\n".join([f"{len(failed)} of {of} failed: {', '.join(name for name, _ in failed)}", *told])

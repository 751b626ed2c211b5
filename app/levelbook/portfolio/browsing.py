"""Going through a portfolio from list to list: one inquiry for each unit and quarter, one question at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from typing import Final, TypeVar

from levelbook.core.portfolio.glance import Glance
from levelbook.core.portfolio.question import Question
from levelbook.portfolio.asking import Inquiry
from levelbook.portfolio.glances import kept_glance
from levelbook.portfolio.settings import Portfolio

T = TypeVar("T")

MOST_KEPT: Final = 4
"""Inquiries that stay open, the last ones used: each holds the editions that it is over."""


class Browser:
    """Runs inquiries about units of a portfolio, one thread at a time. Raises what an inquiry does."""

    def __init__(self, portfolio: Portfolio, question: Question | None = None) -> None:
        self.portfolio = portfolio
        self.question = question or Question()
        """The first question; the same is asked about other units and quarters."""
        self._lock = threading.Lock()
        self._kept: dict[tuple[str | None, str | None], Inquiry] = {}
        self._newest: str | None = None
        """The last quarter, once it is known."""

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, *raised: object) -> None:
        with self._lock:
            for inquiry in self._kept.values():
                inquiry.__exit__()
            self._kept.clear()

    @cached_property
    def glance(self) -> Glance | None:
        """Return the stored first screen, if it fits the question; otherwise None, and an inquiry is needed.

        Raises FileIsWrong.
        """
        return kept_glance(self.portfolio) if self.question.is_open else None

    def begin(self) -> Future[None]:
        """Start the first inquiry in the background; errors reach the code that waits for it."""
        begun: Future[None] = Future()

        def find() -> None:
            try:
                with self.asking(self.question.unit, self.question.quarter):
                    begun.set_result(None)
            except BaseException as error:
                begun.set_exception(error)

        threading.Thread(target=find, daemon=True).start()
        return begun

    @contextmanager
    def asking(self, unit: str | None, quarter: str | None) -> Iterator[Inquiry]:
        """Give the inquiry about a unit in a quarter, to nobody else meanwhile. None: all units; the last quarter."""
        with self._lock:
            inquiry = self._kept.pop((unit, quarter or self._newest), None)
            if inquiry is not None and inquiry.is_collected_anew():
                inquiry.__exit__()
                inquiry = None
            if inquiry is None:
                inquiry = Inquiry(self.portfolio, replace(self.question, unit=unit, quarter=quarter))
            if quarter is None:
                self._newest = inquiry.asked.quarter
            self._kept[unit, inquiry.asked.quarter] = inquiry
            while len(self._kept) > MOST_KEPT:
                self._kept.pop(next(iter(self._kept))).__exit__()
            yield inquiry

    def ask(self, unit: str | None, quarter: str | None, find: Callable[[Inquiry], T]) -> T:
        """Return what is found about a unit in a quarter."""
        with self.asking(unit, quarter) as inquiry:
            return find(inquiry)

"""Going through a portfolio from list to list: one inquiry for each unit and quarter, one question at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, TypeVar, cast

from levelbook.core.portfolio.first_view import FirstView
from levelbook.core.portfolio.question import PortfolioQuestion
from levelbook.portfolio.engine import QueryCancellation, QueryCancelled
from levelbook.portfolio.first_view_cache import stored_first_view
from levelbook.portfolio.inquiry import Inquiry
from levelbook.portfolio.settings import Portfolio

T = TypeVar("T")

MOST_KEPT: Final = 4
"""Inquiries that stay open, the last ones used: each holds the editions that it is over."""


class Browser:
    """Runs inquiries about units of a portfolio, one thread at a time. Raises what an inquiry does.

    Whoever does not wait for an answer any more lets go of it, or leaves: then that thread gets QueryCancelled.
    """

    def __init__(self, portfolio: Portfolio, question: PortfolioQuestion | None = None) -> None:
        self.portfolio = portfolio
        self.question = question or PortfolioQuestion()
        """The first question; the same is asked about other units and quarters."""
        self._lock = threading.Lock()
        self._open: dict[tuple[str | None, str | None], _Open] = {}
        self._newest: str | None = None
        """The last quarter, once it is known."""
        self._turn = threading.Lock()
        """Held while it is said or looked up who is asking."""
        self._opening: QueryCancellation | None = None
        self._asking: QueryCancellation | None = None
        self._asked = 0
        """How many answers were let go of."""
        self._is_left = False

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, *raised: object) -> None:
        self.leave()
        with self._lock:
            for one in self._open.values():
                one.inquiry.__exit__()
            self._open.clear()

    @cached_property
    def first_view(self) -> FirstView | None:
        """Return the stored first screen, if it fits the question; otherwise None, and an inquiry is needed.

        Raises FileIsWrong.
        """
        return stored_first_view(self.portfolio) if self.question.is_open else None

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
            yield self._opened(unit, quarter).inquiry

    def ask(
        self,
        unit: str | None,
        quarter: str | None,
        find: Callable[[Inquiry], T],
        *,
        known_as: Hashable | None = None,
        anew: bool = False,
    ) -> T:
        """Return what is found about a unit in a quarter.

        known_as: keep it under this name, and take what was kept, for as long as the inquiry stays open and is of one
        collection. anew: find it again all the same.
        """
        asked = self._asked
        with self._lock:
            one = self._opened(unit, quarter)
            name = (known_as, one.inquiry.asked.collected_at)
            if known_as is not None and not anew and name in one.found:
                return cast(T, one.found[name])
            with self._turn:
                if asked != self._asked:
                    raise QueryCancelled
                self._asking = one.inquiry.cancellation
            try:
                found = find(one.inquiry)
            finally:
                with self._turn:
                    self._asking = None
                    if not self._is_left:
                        one.inquiry.cancellation.reset()
            if known_as is not None:
                one.found[known_as, one.inquiry.asked.collected_at] = found
            return found

    def abandon(self) -> None:
        """End what somebody asked until now, who does not wait for it any more. An inquiry that is opened is kept."""
        with self._turn:
            self._asked += 1
            if self._asking is not None:
                self._asking.cancel()

    def leave(self) -> None:
        """End everything that is being found, and whatever is asked later."""
        with self._turn:
            self._is_left = True
            self._asked += 1
            for cancellation in (self._opening, self._asking):
                if cancellation is not None:
                    cancellation.cancel()

    def _opened(self, unit: str | None, quarter: str | None) -> _Open:
        if self._is_left:
            raise QueryCancelled
        one = self._open.pop((unit, quarter or self._newest), None)
        if one is not None and one.inquiry.is_collected_anew():
            one.inquiry.__exit__()
            one = None
        if one is None:
            cancellation = QueryCancellation()
            with self._turn:
                if self._is_left:
                    raise QueryCancelled
                self._opening = cancellation
            try:
                one = _Open(
                    Inquiry(
                        self.portfolio, replace(self.question, unit=unit, quarter=quarter), cancellation=cancellation
                    )
                )
            finally:
                with self._turn:
                    self._opening = None
        if quarter is None:
            self._newest = one.inquiry.asked.quarter
        self._open[unit, one.inquiry.asked.quarter] = one
        while len(self._open) > MOST_KEPT:
            self._open.pop(next(iter(self._open))).inquiry.__exit__()
        return one


@dataclass
class _Open:
    """An inquiry that is open, and what was found by it."""

    inquiry: Inquiry
    found: dict[tuple[Hashable, str], object] = field(default_factory=dict)
    """By name and time of collecting."""

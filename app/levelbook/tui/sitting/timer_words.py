"""The clock in words: `3:10 here · 41 of 90 min`, and a nudge when something takes longer than it was meant to."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content

from levelbook.core.assessment.plan import closing_minutes
from levelbook.tui.plain import EMPTY, join, line


@dataclass(frozen=True)
class ClockWords:
    """The same at two lengths."""

    words: Content = EMPTY
    short: Content = EMPTY


SILENT = ClockWords()


def told(here: int, in_all: int, *, meant: int, planned_minutes: int | None, settled: bool) -> ClockWords:
    """Seconds on this practice and in all; `meant` are the seconds that this practice was meant to take."""
    minutes, time = in_all // 60, f"{here // 60}:{here % 60:02}"
    so_far = f"{minutes} of {planned_minutes} min" if planned_minutes else f"{minutes} min"
    if planned_minutes and minutes >= planned_minutes - closing_minutes(planned_minutes):
        is_up = minutes >= planned_minutes
        close = line(f"{so_far}: {'time is up, close now?' if is_up else 'time for the close?'}", "amber")
        return ClockWords(join(line(f"{time} here · ", "dim"), close), line(f"{so_far}: close?", "amber"))
    if here > meant:
        wanted = "move on?" if settled else "settle, park or vote?"
        nudge = line(f"{time} here: time to {wanted}", "amber")
        return ClockWords(join(nudge, line(f" · {so_far}", "dim")), line(f"{time} {wanted}", "amber"))
    return ClockWords(line(f"{time} here · {so_far}", "dim"), line(f"{time} · {so_far}", "dim"))

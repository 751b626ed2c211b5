"""The clock in words: time on this practice, elapsed, planned and left, and a nudge when something takes too long."""

from __future__ import annotations

from datetime import timedelta

from textual.content import Content

from levelbook.core.assessment.workshop_plan import closing_minutes
from levelbook.core.frozen import frozen
from levelbook.tui.literal_text import EMPTY, join, line
from levelbook.words.sitting import left_open_words, time_words


@frozen
class ClockWords:
    """The words of the clock, at three lengths."""

    words: Content = EMPTY
    medium: Content = EMPTY
    short: Content = EMPTY


SILENT = ClockWords()


def clock_words(here: int, elapsed: int, *, meant: int, planned_minutes: int | None, settled: bool) -> ClockWords:
    """Say how long it is on this practice and since the beginning, both given in seconds.

    `meant`: the seconds that this practice was meant to take.
    """
    minutes, time = elapsed // 60, f"{here // 60}:{here % 60:02}"
    so_far = time_words(planned_minutes, timedelta(seconds=elapsed))
    short = medium = so_far
    if planned_minutes:
        left = planned_minutes - minutes
        open_for = left_open_words(minutes)
        short = open_for or (f"{left} min left" if left >= 0 else f"{-left} min over")
        medium = open_for or f"elapsed {minutes}, planned {planned_minutes}, left {left}"
    if planned_minutes and minutes >= planned_minutes - closing_minutes(planned_minutes):
        is_up = minutes >= planned_minutes
        said = so_far if open_for else f"{minutes} min elapsed of {planned_minutes} planned"
        close = line(f"{said}: {'time is up, close now?' if is_up else 'time for the close?'}", "amber")
        words = join(line(f"{time} here · ", "dim"), close)
        return ClockWords(words, close, line(f"{short}: close?", "amber"))
    if here > meant:
        wanted = "move on?" if settled else "decide, park or vote?"
        nudge = line(f"{time} here: time to {wanted}", "amber")
        short_nudge = line(f"{time} {wanted}", "amber")
        return ClockWords(join(nudge, line(f" · {so_far}", "dim")), nudge, short_nudge)
    return ClockWords(
        line(f"{time} here · {so_far}", "dim"), line(f"{time} · {medium}", "dim"), line(f"{time} · {short}", "dim")
    )

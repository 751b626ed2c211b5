"""The trend over all editions: a plot, a line for each section, and all of it in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import partial

from textual.content import Content

from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.scoring import NO_FIGURES, Figures
from levelbook.core.text.cleaning import spoken_day
from levelbook.core.text.rounding import movement, one_decimal
from levelbook.tui import labels
from levelbook.tui.editions.plot import Point, fitting, plot, sparkline
from levelbook.tui.literal_text import EMPTY, join, line
from levelbook.tui.widgets.rows import Row
from levelbook.words.figures import figure_words, per_cent, reached_range, span_words
from levelbook.words.proof import proven_in_series

BLANK = Row(EMPTY)
_MOST = 40
"""Editions in a sparkline."""


def rows(now: Assessment, width: int, height: int) -> list[Row]:
    """The whole trend, over all editions and now. Raises FileIsWrong where an edition cannot be read."""
    times = [*(past.assessment for past in now.editions), now]
    return [*_overall(times, width, height), BLANK, *_sections(times, width), BLANK, *_table(times)]


# Overall


def _overall(times: Sequence[Assessment], width: int, height: int) -> list[Row]:
    shown = times[-fitting(len(times), width) :]
    top = max(time.questionnaire.max_level for time in shown)
    points = [_point(time) for time in shown]
    lines_a_level = max(1, min(4, (height - 6) // max(1, top)))
    made = [Row(join(line("Overall", "head"), line("  "), _legend(points)))]
    if len(shown) < len(times):
        made.append(Row(line(f"The last {len(shown) - 1} of {len(times) - 1} editions, and now.", "dim")))
    return made + [Row(one, clip=True) for one in plot(points, top, width, lines_a_level)]


def _legend(points: Sequence[Point]) -> Content:
    said = [join(line("● ", "chosen"), line("level", "dim"))]
    if any(point.is_range for point in points):
        said.append(join(line("┬│┴ ", "amber"), line("possible range while answers are open", "dim")))
    return Content("   ").join([*said, line("╌ target", "dim")])


def _point(time: Assessment) -> Point:
    figures = time.scorecard.overall
    return Point(time.name, figures.level, figures.low, figures.high, figures.target, _is_range(figures))


def _is_range(figures: Figures) -> bool:
    return bool(span_words(figures))


# Sections


def _sections(times: Sequence[Assessment], width: int) -> list[Row]:
    """Return each section's levels as a bar line and as numbers; present sections first, then removed ones."""
    made = [Row(join(line("Sections", "head"), line("  each column an edition, the last one now", "dim")))]
    numbers = {section.id: str(number) for number, section in enumerate(times[-1].questionnaire.sections, start=1)}
    titles = {section.id: section.title for time in times for section in time.questionnaire.sections}
    ids = [*numbers, *(name for name in titles if name not in numbers)]
    for name in ids:
        held = [_figures(time, name) for time in times]
        if any(figures.low is not None for figures in held):
            made += _section(numbers.get(name, "–"), titles[name], times, held, width)
    return made


def _figures(time: Assessment, section_id: str) -> Figures:
    section = time.scorecard.sections_by_id.get(section_id)
    return section.figures if section else NO_FIGURES


def _section(number: str, title: str, times: Sequence[Assessment], held: Sequence[Figures], width: int) -> list[Row]:
    top = max(time.questionnaire.max_level for time in times)
    levels = [figures.level for figures in held][-_MOST:]
    spark = line(sparkline(levels, top), "blue")
    first, last = _first_and_last(held)
    change = moved_words(first.level, last.level, held[-1])
    lead = line(f"{number:<4}", "blue")
    if len(held) == 2 or width >= 90:
        right = join(spark, line("  "), *_between(first, last), line("  "), _padded(change, 11))
        made = [Row(line(title), lead=lead, right=right, clip=True)]
    else:
        made = [
            Row(line(title), lead=lead, right=join(spark, line("  "), _padded(change, 11)), clip=True),
        ]
    if len(held) > 2:
        numbers = line(" → ", "dim").join([_short(figures) for figures in held])
        made.append(Row(numbers, lead=line(" " * 4)))
    return made


def _padded(words_: Content, width: int) -> Content:
    return words_.pad_right(max(0, width - words_.cell_length))


def _between(first: Figures, last: Figures) -> tuple[Content, ...]:
    return _padded(_short(first), 13), line("→ ", "dim"), _padded(_short(last), 13)


def _short(figures: Figures) -> Content:
    """Write a level: `1.6`, `1.6 (1.1–2.9)`, `(0.0–4.0)` where there is only a range, `–` where nothing counts."""
    if figures.low is None or figures.high is None:
        return line("–", "dim")
    span = span_words(figures)
    if figures.level is None:
        return line(f"({span})", "dim")
    level = line(one_decimal(figures.level))
    return join(level, line(f" ({span})", "dim")) if span else level


def _first_and_last(held: Sequence[Figures]) -> tuple[Figures, Figures]:
    """The first that has a level, and the last; where no two have one, the first and the last of all."""
    known = [figures for figures in held if figures.level is not None]
    return (known[0], known[-1]) if len(known) > 1 else (held[0], held[-1])


def moved_words(first: Fraction | None, last: Fraction | None, now: Figures) -> Content:
    """Say how far a section came; in hundredths where its two figures with one decimal differ by another figure."""
    if now.low is None:
        return line("not asked", "dim")
    if now.level is None:
        return line("no level yet" if first is None else "no level now", "warn")
    if first is None or last is None:
        return line("first level", "dim")
    if first == last:
        return line("as before", "dim")
    if one_decimal(abs(last - first)) == "0.0":
        return line("hardly moved", "dim")
    change = movement(first, last).change.lstrip("+−")
    return line(f"up {change}", "good") if last > first else line(f"down {change}", "warn")


# Numbers


def _table(times: Sequence[Assessment]) -> list[Row]:
    """Say what the plot shows, in words and figures, the newest first."""
    proven = proven_in_series((time.scorecard.overall.evidenced, time.scorecard) for time in times)
    wide = max(13, 1 + max(map(len, proven)))
    named = partial(_named, wide=max(10, 19 + 13 - wide))  # names give way, so that 80 columns hold the last one
    heads = f"{'level':<14}{'target':>7}{'proven':>{wide}}{'reached':>8}{'answered':>9}"
    made = [Row(line("In numbers", "head")), Row(line(heads, "dim"), lead=named("", ""))]
    for number, time in reversed(list(enumerate(times, start=1))):
        figures = time.scorecard.overall
        cells = [
            _padded(labels.level_and_range(figures), 14),
            line(f"{figure_words(figures.target):>7}"),
            line(f"{proven[number - 1]:>{wide}}"),
            line(_per_cent(reached_range(time.scorecard.sections, figures), figures).rjust(8)),
            line(_per_cent(per_cent(figures.coverage), figures).rjust(9)),
        ]
        is_now = number == len(times)
        day = "" if is_now else spoken_day(time.on, times[-1].on)
        made.append(Row(join(*cells), lead=named("" if is_now else str(number), time.name, day), clip=True))
    return made


def _per_cent(share: int | str, figures: Figures) -> str:
    """Write a share; a dash where nothing is in scope."""
    return "–" if figures.target is None else f"{share}%"


def _named(number: str, name: str, day: str = "", *, wide: int) -> Content:
    said = f"{name}" if not day or name[:4].isdigit() else f"{name}, {day}"
    return join(line(f"{number:>3} ", "dim"), line(said).truncate(wide, ellipsis=True, pad=True), line("  "))

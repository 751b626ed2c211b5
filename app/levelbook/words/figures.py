"""This module writes figures, shares, days, counted things and lists as every front end says them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from levelbook.core.assessment.scoring import Figures, SectionScore, most_attainable
from levelbook.core.errors import Problem
from levelbook.core.questionnaire.questionnaire import Effort
from levelbook.core.text.cleaning import spoken_day
from levelbook.core.text.rounding import movement, one_decimal, plain, units

EFFORT_WORDS: dict[Effort, str] = {"S": "small", "M": "medium", "L": "large"}


def level_words(figures: Figures) -> str:
    """Write a level with its range while what is open could move it: `1.6 (1.1–2.9)`, `no level yet (0.0–4.0)`."""
    if figures.low is None or figures.high is None:
        return "no level"
    return in_range("no level yet" if figures.level is None else one_decimal(figures.level), span_words(figures))


def span_words(figures: Figures, places: int = 1) -> str:
    """Write between which levels the open answers leave a team: `1.1–2.9`.

    Empty where nothing is open, and where whatever is still said would leave the level as it is written.
    """
    if figures.low is None or figures.high is None or figures.coverage == 1:
        return ""
    low, high = (plain(units(bound, places), places) for bound in (figures.low, figures.high))
    return "" if low == high else f"{low}–{high}"


def in_range(level: str, span: str) -> str:
    """Write a level before its range, where there is one."""
    return f"{level} ({span})" if span else level


def ranged_words(level: str, figures: Figures) -> str:
    """Add the range to a level that is printed already, with as many decimals as it has: `1.82 (1.66–2.04)`.

    An empty one was not printed before, as where nothing is there to compare it with.
    """
    if not level or figures.level is None or figures.low is None or figures.high is None:
        return level_words(figures)
    return in_range(level, span_words(figures, len(level.partition(".")[2])))


def per_cent(share: Fraction | None) -> int:
    """Round a share to whole per cent, half up, but never to 100 or 0 what is not quite all or nothing."""
    if share is None:
        return 0
    whole = int(share * 100 + Fraction(1, 2))
    if share < 1 and whole == 100:
        return 99
    return 1 if share > 0 and whole == 0 else whole


def share_words(share: Fraction | None) -> str:
    """Write a share in whole per cent; a dash where there is none."""
    return "–" if share is None else f"{per_cent(share)}%"


def reached_range(sections: Iterable[SectionScore], overall: Figures) -> str:
    """Write how much of the target is reached, in whole per cent without a sign: `64`; `15–80` while anything is open.

    The lower end counts what is open as nothing, the upper end as on target. A dash where nothing is in scope.
    """
    if overall.attainment is None:
        return "–"
    low, high = per_cent(overall.attainment), per_cent(most_attainable(sections))
    return str(low) if low == high else f"{low}–{high}"


def answered_words(section: SectionScore) -> str:
    """Say from how many answers a section's level comes: `1 of 6 answered`; empty where from all or none."""
    settled, counting = section.settled_of
    return f"{settled} of {counting} answered" if 0 < settled < counting else ""


def before_and_after(old: Fraction | None, new: Fraction | None) -> tuple[str, str]:
    """Write two levels with as many decimals as it takes to tell truly by how much they differ."""
    if old is None or new is None:
        return figure_words(old), figure_words(new)
    moved = movement(old, new)
    return moved.before, moved.after


def former_words(old: Fraction | None, new: Fraction | None) -> str:
    """Say beside a figure what it was: `before 2.1`, `as before`, or which way it moved by less than is printed."""
    if old == new:
        return "as before"
    first, second = before_and_after(old, new)
    if first != second or old is None or new is None:
        return f"before {first}"
    return movement(old, new).change_words


def figure_words(figure: Fraction | None) -> str:
    """Write a figure with one decimal; a dash where there is none."""
    return "–" if figure is None else one_decimal(figure)


def day_words(day: date | None, today: date) -> str:
    """Write a day as people say it; empty where there is none."""
    return spoken_day(day, today) if day else ""


def plural(count: int, one: str, many: str = "") -> str:
    """Write a count with its noun: `1 practice`, `3 practices`."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def problems_words(problems: Sequence[Problem]) -> str:
    """Say how many problems were found, and how many of them are listed where not all are: `3 problems found.`"""
    count = sum(problem.stands_for for problem in problems)
    more = f"; the first {len(problems) - 1:,} are listed" if count > len(problems) else ""
    return f"{count:,} {'problem' if count == 1 else 'problems'} found{more}."


def listed(items: Iterable[str], last: str = "and") -> str:
    """Join items as a sentence does: `a, b and c`."""
    found = list(items)
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} {last} {found[-1]}"


def sealed_elsewhere_words(editions: Sequence[str]) -> str:
    """Name editions that others have sealed since the book was opened."""
    what = "edition" if len(editions) == 1 else "editions"
    return f"Sealed elsewhere: {what} {listed(f'“{name}”' for name in editions)}."


def first_of(names: Sequence[str], most: int = 5) -> str:
    """Name the first of a list, and show that more follow: `a, b, c …`."""
    return f"{', '.join(names[:most])}{' …' if len(names) > most else ''}"


def days_words(timezone: str) -> str:
    """Say by which time zone a book counts its days; an empty name means that its settings name none."""
    if timezone:
        return f"Days are counted in {timezone}, as `timezone` in levelbook.toml says."
    return "Days are counted in UTC: levelbook.toml names no `timezone`, such as Europe/Berlin."

"""Days are read as people type them where only one day can be meant, else refused with an example.

Which spelling means what, as of Sunday 22 November 2026:

typed                                    read as
---------------------------------------  ---------------------------------------------------------------
2026-12-04, 20261204, 2026/12/4          4 December 2026
4 Dec, Dec 4th, Fri 4 December 2026      the next 4 December; with a year, that one
4.12., 4.12.26                           dots put the day first
25/12, 12/25/2026                        25 December; 4/12 could be two days, so it is asked about
friday, this friday, by friday           the next Friday; a weekday is never today
next friday                              only where everybody means the same one
in 2 weeks, +14d, 3 days ago             counted from today
end of week, month, quarter, year        Friday, or the last day
end of January, Q1, end of 2027          the next last day of that
mid January, start of January            the 15th, the 1st
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Literal

from levelbook.core.text.cleaning import MONTHS, clean_line, spoken_day

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_NAMED_DAYS = {"today": 0, "tomorrow": 1, "day after tomorrow": 2, "yesterday": -1, "day before yesterday": -2}
_COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_SPANS = {"eow": "week", "eom": "month", "eoq": "quarter", "eoy": "year"}

_BEFORE = re.compile(r"(?:(?:by|until|till|on|due|the)\s+)+(?=\S)")
"""Words that say nothing about which day it is."""
_NUMBER = rf"(?:\d{{1,4}}|{'|'.join(_COUNTS)})"
_UNIT = r"(?P<unit>d|w|m|y|days?|weeks?|fortnights?|months?|quarters?|years?)"
_NAME = rf"(?P<name>(?:{'|'.join(name[:3].lower() for name in MONTHS)})[a-z]{{0,6}})"
_WEEKDAY = rf"(?P<weekday>(?:{'|'.join(name[:3].lower() for name in WEEKDAYS)})[a-z]{{0,6}})"

Groups = dict[str, str | None]
"""The parts of what was typed, by name."""
DayMaker = Callable[[Groups, date, bool], date | None]
"""Makes a day of the parts, as of today; the last such day where the flag is set. None: they mean nothing."""


class _SaysNoDay(ValueError):
    """An error of a text that names no single day, not even one that the calendar lacks."""


def parse_day(text: str, today: date, *, past: bool = False) -> date:
    """Read the day that somebody typed. Without a year it is the next such day, today included.

    With `past` it is the last such day: nobody has seen evidence next December.

    Raises ValueError, its message a sentence for the person, when it is no day or could be two.
    """
    typed = " ".join(text.lower().split())
    if said_before := _BEFORE.match(typed):
        typed = typed[said_before.end() :]
    for shape, way in _SHAPES:
        match = shape.fullmatch(typed)
        found = way(match.groupdict(), today, past) if match else None
        if found:
            return found
    raise _SaysNoDay(f"“{_short(text)}” is not a day that levelbook can read. {how_to_write_a_day(today, past=past)}")


def how_to_write_a_day(today: date, *, past: bool = False) -> str:
    """Say in a sentence how a day may be typed, with examples of the past where it has to be in the past."""
    example = today if past else date(2026, 12, 4)
    ago = "2 weeks ago" if past else "in 2 weeks"
    return f"Write it like {example.isoformat()}, {spoken_day(example)} or {ago}."


def parse_past_day(text: str, today: date) -> date:
    """Read the day on which something happened: the last such day. Raises ValueError also for one to come."""
    found = parse_day(text, today, past=True)
    if found > today + timedelta(days=1):  # east of Greenwich it is tomorrow already
        raise ValueError(f"{spoken_day(found)} is in the future. Write a past day, like {today.isoformat()}.")
    return found


_DATED = re.compile(r"(.*)@([^@]+)", re.DOTALL)
_WITH_YEAR = re.compile(r"\d{4}([-/])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2(?:19|20)\d{2}", re.ASCII)
"""Digits that are meant as a day, also where the calendar has none such; a version ends in no such year."""


def dated_reference(said: str, today: date) -> tuple[str, date | Literal[""] | None]:
    """Split `REF@DATE`, a reference to evidence and when it was seen, at its last `@`.

    Without a date it is None; after a last `@` alone it is empty: nobody knows when. Raises ValueError for a day to
    come, for one that the calendar does not have, and for a misspelt one.
    """
    dated = _DATED.fullmatch(said)
    if dated and (_WITH_YEAR.fullmatch(dated[2]) or _is_a_day(dated[2], today)):
        return clean_line(dated[1]), parse_past_day(dated[2], today)
    if dated and _is_a_day(meant := _WORD.sub(_spelt, dated[2]), today):
        raise ValueError(
            f"“{_short(dated[2])}” is not a day that levelbook can read. Did you mean “{_short(meant)}”? "
            f"If it belongs to the reference, put @ and the day after it."
        )
    where = clean_line(said)
    return (where[:-1].rstrip("@ "), "") if where.endswith("@") else (where, None)


def _is_a_day(text: str, today: date) -> bool:
    """Tell whether what follows an `@` says a day in words, also one that the calendar does not have.

    `package@1.2` and `noor@may` are references.
    """
    if not _WORD.search(text):
        return False
    try:
        parse_day(text, today, past=True)
    except _SaysNoDay:
        return False
    except ValueError:
        return True
    return True


_WORD = re.compile(r"[^\W\d_]+")


def _spelt(word: re.Match[str]) -> str:
    """Return the word of a day, such as a weekday, that a word was probably meant to be; else the word itself."""
    from difflib import get_close_matches  # 1 ms, for which only evidence with an `@` in its reference waits

    known = [*" ".join(_NAMED_DAYS).split(), *map(str.lower, (*WEEKDAYS, *MONTHS)), "days", "weeks", "months", "years"]
    near = get_close_matches(word[0].lower(), known, n=1, cutoff=0.75) if 4 <= len(word[0]) <= 20 else []
    return near[0] if near else word[0]


def past_day_warning(day: date, today: date) -> str:
    """Warn that a day is past, `22 August is past: 3 months ago`; empty for today and all days to come."""
    return f"{spoken_day(day, today)} is past: {ago_words(day, today)}" if day < today else ""


def ago_words(day: date, today: date) -> str:
    """Say how long a day is past: `yesterday`, `12 days ago`, `3 months ago`."""
    days = (today - day).days
    if days == 1:
        return "yesterday"
    if days < 60:
        return f"{days} days ago"
    return f"{days // 30} months ago" if days < 730 else f"{days // 365} years ago"


def short_day(day: date, today: date) -> str:
    """Write a day for a column, `4 Dec`, with the year more than half a year from `today`. It can be typed back."""
    near = abs((day - today).days) <= 183
    return f"{day.day} {MONTHS[day.month - 1][:3]}" + ("" if near else f" {day.year}")


def weekday_of(day: date) -> str:
    """Name the weekday of a day, in English."""
    return WEEKDAYS[day.weekday()]


# --- The ways to make a day ---------------------------------------------------------------------------------------


def _by_date(groups: Groups, today: date, past: bool) -> date | None:
    """A day and a month, by name or by number."""
    month = _month(groups["name"] or "") if groups.get("name") else int(groups["month"] or 0)
    if month is None:
        return None
    found = _dated(int(groups["day"] or 0), month, groups.get("year"), today, past)
    return _checked_weekday(found, groups.get("weekday"))


def _dated(day: int, month: int, year: str | None, today: date, past: bool) -> date:
    """Return that day of the year given, of this century where it has two digits; else of the nearest year with it."""
    if year:
        return _existing(int(year) + (2000 if len(year) == 2 else 0), month, day)
    # Nine years, because 29 February may be eight away.
    years = range(today.year, today.year - 9, -1) if past else range(today.year, today.year + 9)
    for candidate in years:
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if found <= today if past else found >= today:
            return found
    return _existing(today.year, month, day)


def _existing(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        missing = f"{day} {MONTHS[month - 1]} {year}" if 1 <= month <= 12 else f"month {month}"
        raise ValueError(f"There is no {missing}. Write the day like 2026-12-04.") from None


def _checked_weekday(day: date, word: str | None) -> date | None:
    """A weekday beside a date has to be its own."""
    if not word:
        return day
    index = _only_one(word, WEEKDAYS)
    if index is None:
        return None
    if index != day.weekday():
        raise ValueError(f"{spoken_day(day)} is a {weekday_of(day)}, not a {WEEKDAYS[index]}. Write one of the two.")
    return day


def _day_or_month_first(groups: Groups, today: date, past: bool) -> date:
    """Half the world writes the month first, so `04/05` is asked about and `25/12` is not."""
    first, second, year = int(groups["first"] or 0), int(groups["second"] or 0), groups.get("year")
    if first > 12 or second > 12 or first == second:
        day, month = (first, second) if second <= 12 else (second, first)
        return _dated(day, month, year, today, past)
    raise _could_be_two(_dated(first, second, year, today, past), _dated(second, first, year, today, past))


def _could_be_two(one: date, other: date) -> ValueError:
    return ValueError(
        f"That could be {spoken_day(one)} or {spoken_day(other)}. Write {one.isoformat()} or {spoken_day(one)}"
        f" if you mean the first, {other.isoformat()} or {spoken_day(other)} if the second."
    )


def _counted(groups: Groups, today: date, past: bool) -> date:
    """Count days, weeks, months, quarters or years forward from today, or back."""
    back = groups.get("back")
    number = back or groups.get("count") or "1"
    amount = _COUNTS.get(number) or int(number)
    return _later(today, -amount if back else amount, (groups["unit"] or "d")[0])


def _later(today: date, amount: int, unit: str) -> date:
    """`amount` of d(ays), w(eeks), f(ortnights), m(onths), q(uarters) or y(ears) after today.

    A month later than the 31st is its last day.
    """
    try:
        if unit in "dwf":
            return today + timedelta(days=amount * {"d": 1, "w": 7, "f": 14}[unit])
        months = today.year * 12 + today.month - 1 + amount * {"m": 1, "q": 3, "y": 12}[unit]
        last = _last_of_month(*divmod(months, 12))
        return last.replace(day=min(today.day, last.day))
    except (OverflowError, ValueError):
        raise ValueError("That day is too far away. Write it like 2026-12-04.") from None


def _last_of_month(year: int, month: int) -> date:
    """The last day of a month, which is counted from 0. Raises ValueError beyond the calendar."""
    if (year, month) == (date.max.year, 11):
        return date.max
    return date(year + month // 11, (month + 1) % 12 + 1, 1) - timedelta(days=1)


def _named(groups: Groups, today: date, past: bool) -> date | None:
    offset = _NAMED_DAYS.get(groups["named"] or "")
    return None if offset is None else today + timedelta(days=offset)


def _by_weekday(groups: Groups, today: date, past: bool) -> date | None:
    """The next such day, never today; with `past` the last one."""
    index = _only_one(groups["weekday"] or "", WEEKDAYS)
    if index is None:
        return None
    ahead = (index - today.weekday() - 1) % 7 + 1
    return today + timedelta(days=ahead - (14 if ahead == 7 else 7) if past or groups.get("last") else ahead)


def _next_weekday(groups: Groups, today: date, past: bool) -> date | None:
    """The first to come for some, that of the next week for others, and weeks begin on Monday or on Sunday."""
    index = _only_one(groups["weekday"] or "", WEEKDAYS)
    if index is None:
        return None
    coming = today + timedelta(days=(index - today.weekday() - 1) % 7 + 1)
    monday = today - timedelta(days=today.weekday())
    sunday = today - timedelta(days=(today.weekday() + 1) % 7)
    meant = {coming, monday + timedelta(days=7 + index), sunday + timedelta(days=7 + (index + 1) % 7)}
    if len(meant) > 1:
        raise _could_be_two(min(meant), max(meant))
    return coming


def _end_of_span(groups: Groups, today: date, past: bool) -> date | None:
    """The end of this or the next week (its Friday), month, quarter or year."""
    span = _SPANS.get(groups["span"] or "", groups["span"])
    ahead = 1 if groups.get("next") else 0
    if span == "week":
        friday = today - timedelta(days=today.weekday()) + timedelta(days=4)
        return friday + timedelta(days=7 * (ahead + (friday < today and not past)))
    months = {"month": 1, "quarter": 3, "year": 12}[span or ""]
    first = (today.year * 12 + today.month - 1) // months * months + months * ahead
    try:
        return _last_of_month(*divmod(first + months - 1, 12))
    except ValueError:
        raise ValueError("That day is too far away. Write it like 2026-12-04.") from None


def _part_of_month(groups: Groups, today: date, past: bool) -> date | None:
    """The last day of a month by its name, its first, or the 15th for the middle of it."""
    month = _month(groups["name"] or "")
    if month is None:
        return None
    part = (groups["part"] or "").partition(" ")[0]
    if part != "end":
        return _dated(15 if part == "mid" else 1, month, groups.get("year"), today, past)
    return _last_day_of(month, groups.get("year"), today, past)


def _end_of_quarter(groups: Groups, today: date, past: bool) -> date:
    return _last_day_of(int(groups["quarter"] or 1) * 3, groups.get("year"), today, past)


def _last_day_of(month: int, given: str | None, today: date, past: bool) -> date:
    """The last day of that month in the year given, else the nearest such day."""
    if given:
        year = int(given) + (2000 if len(given) == 2 else 0)
        _existing(year, month, 1)
        return _last_of_month(year, month - 1)
    ends = (_last_of_month(year, month - 1) for year in _years_around(today))
    return max(day for day in ends if day <= today) if past else min(day for day in ends if day >= today)


def _years_around(today: date) -> Iterator[int]:
    yield from range(max(1, today.year - 1), min(date.max.year, today.year + 1) + 1)


def _end_of_year(groups: Groups, today: date, past: bool) -> date:
    return _existing(int(groups["year"] or 0), 12, 31)


def _which_day_of_it(groups: Groups, today: date, past: bool) -> date | None:
    """A month alone is no day; whoever wrote it means its beginning or its end."""
    month = _month(groups["name"] or "") if groups.get("name") else int(groups["month"] or 0)
    if month is None or not 1 <= month <= 12:
        return None
    name = MONTHS[month - 1]
    raise _SaysNoDay(f"Which day of {name}? Write 1 {name}, 15 {name} or end of {name}.")


def _month(word: str) -> int | None:
    index = _only_one(word, MONTHS)
    return None if index is None else index + 1


def _only_one(word: str, names: tuple[str, ...]) -> int | None:
    """The index of the name that `word` begins, from three letters on."""
    found = [index for index, name in enumerate(names) if len(word) >= 3 and name.lower().startswith(word)]
    return found[0] if len(found) == 1 else None


def _short(text: str) -> str:
    line = clean_line(text)
    return line if len(line) <= 40 else f"{line[:39]}…"


_YEAR = r"(?P<year>\d{4})"
_OF = r"(?:\s*(?:of|in|/|,)?\s*'?(?P<year>\d{4}))?"
_WAYS: tuple[tuple[str, DayMaker], ...] = (
    (r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})", _by_date),
    (r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})", _by_date),
    (rf"(?:{_WEEKDAY}\.?,?\s+)?(?P<day>\d{{1,2}})\.\s*(?P<month>\d{{1,2}})"
     r"(?:\.?|\.\s*(?P<year>\d{4}|\d{2}))", _by_date),
    (r"(?P<first>\d{1,2})([/-])(?P<second>\d{1,2})(?:\2(?P<year>\d{4}|\d{2}))?", _day_or_month_first),
    (rf"(?:{_WEEKDAY}\.?,?\s+)?(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?[\s-]*(?:of\s+)?"
     rf"{_NAME}\.?,?(?:[\s-]*{_YEAR})?", _by_date),
    (rf"(?:{_WEEKDAY}\.?,?\s+)?{_NAME}\.?\s*(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
     rf"(?:,?\s+{_YEAR})?", _by_date),
    (rf"(?:in\s+|\+\s*)(?P<count>{_NUMBER})\s*{_UNIT}", _counted),
    (rf"(?P<count>{_NUMBER})\s*{_UNIT}(?:\s+(?:from\s+(?:now|today)|ahead))?", _counted),
    (rf"-\s*(?P<back>\d{{1,4}})\s*{_UNIT}", _counted),
    (rf"(?P<back>{_NUMBER})\s*{_UNIT}\s+ago", _counted),
    (r"next\s+(?P<unit>week|month|quarter|year)", _counted),
    (r"(?P<named>today|tomorrow|yesterday|day after tomorrow|day before yesterday)", _named),
    (r"(?:end of|end)\s+(?:the\s+|this\s+|(?P<next>next)\s+)?(?P<span>week|month|quarter|year)", _end_of_span),
    (r"(?P<span>eow|eom|eoq|eoy)", _end_of_span),
    (rf"(?P<part>end of|end|mid|beginning of|start of)[\s-]+{_NAME}\.?{_OF}", _part_of_month),
    (rf"(?:(?:end of|end)\s+)?q(?P<quarter>[1-4]){_OF}", _end_of_quarter),
    (rf"(?:(?:end of|end)\s+)?{_YEAR}[\s/-]*q(?P<quarter>[1-4])", _end_of_quarter),
    (rf"(?:end of|end)\s+{_YEAR}", _end_of_year),
    (rf"next\s+{_WEEKDAY}", _next_weekday),
    (rf"(?:this\s+|coming\s+|(?P<last>last)\s+)?{_WEEKDAY}", _by_weekday),
    (rf"{_NAME}\.?(?:\s+{_YEAR})?", _which_day_of_it),
    (rf"{_YEAR}-(?P<month>\d{{1,2}})", _which_day_of_it),
)  # fmt: skip
_SHAPES = tuple((re.compile(shape, re.ASCII), way) for shape, way in _WAYS)

"""This module words what changes in a guide though no answer does, and knows these words again.

Time and other pages change when an answer was last confirmed, what its level was, that a day is past, until when
evidence is valid, how many practices of a chapter moved, and where a reason is given. Each such phrase stands here
once, as words with places for a day, a level or a number. Templates and pages write it by a function of this module,
and the pattern by which it is found in a guide that people edited is made of the same words: the two cannot differ.

`guide/keep/incidental_changes.py` leaves these phrases out to tell whether an answer changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, Literal

from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import MONTHS
from levelbook.guide.text.phrases import NUMBERS, capital, number_in_words, sentence
from levelbook.words.practice_state import LAST_CONFIRMED, MERGED

# The phrases

NOT_KNOWN: Final = "not known"
"""What a level was where nobody knew it."""
WAS: Final = ", was {level}"
VALID_UNTIL: Final = ", valid until {day}"
REASON_AT: Final = "{page} says why it matters."
MOVED: Final = ("{number} up", "{number} down", "{number} without a level now")
CONFIRMATIONS: Final = (sentence(LAST_CONFIRMED), sentence(MERGED))

Promise = Literal["due", "by", "to be found out by", "on"]


@frozen
class _Due:
    """The day of a promise with its words, while it is ahead and once it is past."""

    ahead: str
    late: str


_DUE: Final[dict[Promise, _Due]] = {
    "due": _Due("due {day}", "was due {day}"),
    "by": _Due("by {day}", "was due {day}"),
    "to be found out by": _Due("to be found out by {day}", "was to be found out by {day}"),
    "on": _Due("{day}", "was due {day}"),
}


@frozen
class _Urgency:
    """The label of a row for something promised, while its day is ahead, on that day, and once it is past."""

    ahead: str
    today: str
    late: str


_FIND_OUT: Final = _Urgency("**Find out.**", "**Today: find out.**", "**Late: find out.**")
_PLANNED: Final = _Urgency("Planned.", "**Today.**", "**Late.**")

# Writing them


def was(level: str) -> str:
    """Write what a level was when the round began: ", was 1"; nothing where it was the same."""
    return WAS.format(level=level) if level else ""


def valid_until(day: str) -> str:
    """Write the last day of a piece of evidence that ends before the next round: ", valid until 4 May"."""
    return VALID_UNTIL.format(day=day)


def due(day: str, late: bool, promise: Promise = "due") -> str:
    """Write the day of a promise: "due 4 May"; "was due 4 May" once it is past.

    promise: how it is written while it is ahead; "on" is the day alone.
    """
    if promise not in _DUE:
        raise ValueError(f"a day is written with one of: {', '.join(_DUE)}")
    return (_DUE[promise].late if late else _DUE[promise].ahead).format(day=day)


def urgency(kind: str, late: bool, today: bool) -> str:
    """Write the label of a row for what is to be found out, or else planned: "**Late.**", "**Today: find out.**"."""
    labels = _FIND_OUT if kind == "find-out" else _PLANNED
    return labels.late if late else labels.today if today else labels.ahead


def moved_practices(up: int, down: int, cleared: int) -> str:
    """Write how many practices of a chapter moved: "two up, one down"; nothing where none did.

    cleared: how many had a level when the round began, and have none.
    """
    counts = zip((up, down, cleared), MOVED, strict=True)
    return ", ".join(words.format(number=number_in_words(count)) for count, words in counts if count)


def reason_at(page: str) -> str:
    """Write which page gives a reason that a practice does not: "[How this could hurt us](#…) says why it matters."."""
    return REASON_AT.format(page=page)


# Knowing them again

_DAY = rf"\d{{1,2}} (?:{'|'.join(MONTHS)})"
_PLACES = {
    "day": rf"{_DAY}(?: \d{{4}})?",
    "level": rf"(?:\d+|{re.escape(NOT_KNOWN)})",
    "number": rf"(?:{'|'.join(NUMBERS)}|\d{{1,3}}(?:,\d{{3}}){{0,3}})",
}


def _pattern(words: str) -> str:
    """Return the pattern of a phrase, whatever stands in its places."""
    return re.sub(r"\\\{(\w+)\\\}", lambda place: _PLACES[place[1]], re.escape(words))


def _before_the_day() -> set[str]:
    """Return what stands before the day of a promise, ahead or past, within a sentence and at the beginning of one."""
    every = (words.removesuffix("{day}").strip(" ,;") for each in _DUE.values() for words in (each.ahead, each.late))
    words = {re.escape(one) for one in every if one}
    return words | set(map(capital, words))


_ONE_MOVED = f"(?:{'|'.join(map(_pattern, MOVED))})"
_MOVED = rf"(?:{_ONE_MOVED}(?:, {_ONE_MOVED}){{0,2}})"
_LEFT_OUT: Final = re.compile(
    rf" ?(?:{'|'.join(map(_pattern, CONFIRMATIONS))})"
    rf"|{_pattern(WAS)}(?=[,.])"
    rf"|{_pattern(VALID_UNTIL)}"
    rf"|; {_MOVED}(?=[ \t]*\|[ \t]*$)"  # the last remark on a chapter, in the last cell of its row
    rf"|\b{_MOVED}(?:; )?(?=[^|\n]{{0,500}}\|[ \t]*$)",
    re.MULTILINE,
)
_PROMISED: Final = re.compile(rf"[;,]?(?:(?: |\b)(?:{'|'.join(sorted(_before_the_day()))}))? (?P<day>{_PLACES['day']})")
_DATED: Final = re.compile(rf"{_DAY}(?: (?P<year>\d{{4}}))?")
_AHEAD: Final = {label: one.ahead for one in (_FIND_OUT, _PLANNED) for label in (one.today, one.late)}
"""By the labels that time alone puts on a row, those that were there before it."""
_LABEL: Final = re.compile(
    r"(?<=^\| )(?P<label>\*\*[^*|\n]{1,40}\*\*|[A-Z][a-z]{1,20}(?: [a-z]{1,20})?\.) ", re.MULTILINE
)
_POINTS_ELSEWHERE: Final = REASON_AT.format(page="")


def without_incidents(text: str) -> str:
    """Return a text without the phrases that are there at one time and not at another."""
    return _LEFT_OUT.sub("", text)


def lasting_words(text: str) -> str:
    """Return a text without all phrases of this module; of a promise its day is left, and its label as it was ahead."""
    return _PROMISED.sub(r" \g<day>", without_incidents(_with_labels_ahead(text)))


def _with_labels_ahead(text: str) -> str:
    return _LABEL.sub(lambda row: f"{_AHEAD.get(row['label'], row['label'])} ", text)


def without_label(row: str) -> str:
    """Return a row without its label: "Planned.", "**Late.**" and the like."""
    return _LABEL.sub("", row)


def may_have_one_label(row: str, other: str) -> bool:
    """Tell whether two rows have the same label, or one has a label that time alone puts there instead of any."""
    labels = {found["label"] if (found := _LABEL.match(each, 2)) else "" for each in (row, other)}
    return len(labels) == 1 or not labels.isdisjoint(_AHEAD)


def points_elsewhere(line: str) -> bool:
    """Tell whether a line says which page gives the reason."""
    return line.endswith(_POINTS_ELSEWHERE)


def without_years(text: str) -> str:
    """Return a text whose days have no year; the guide leaves out its own."""
    return _DATED.sub(lambda found: found[0].removesuffix(f" {found['year']}"), text)


def years(text: str) -> list[str]:
    """Return the year of each day in a text, in order; empty where it has none."""
    return [found["year"] or "" for found in _DATED.finditer(text)]


def with_days(text: str, written: Callable[[str], str]) -> str:
    """Return a text whose days are written anew, each by `written` of what stands there: "4 May" or "4 May 2026"."""
    return _DATED.sub(lambda found: written(found[0]), text)


PROMISES: Final[tuple[Promise, ...]] = ("due", "by", "on")
"""How the day of a promise is written that once it is past "was due"."""


def ahead_of_its_day(line: str, promise: Promise) -> str:
    """Return a line as it was while the days of its promises were ahead, and written as `promise` says."""
    for one in (_DUE["to be found out by"], _DUE[promise]):
        late, ahead = (words.removesuffix("{day}") for words in (one.late, one.ahead))
        if promise == "by":
            line = line.replace(f"; {late}", f" {ahead}")
        line = line.replace(late, ahead).replace(capital(late), capital(ahead))
    return _with_labels_ahead(line)

"""Functions here parse values from the command line: facts, days, evidence. They raise UsedWrongly with an example."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, NoReturn

from levelbook.core.answers.answers import Evidence
from levelbook.core.errors import UsedWrongly
from levelbook.core.questionnaire.questionnaire import FactValue
from levelbook.core.text.cleaning import clean_line
from levelbook.core.text.days import dated_reference, parse_day, parse_past_day, past_day_warning
from levelbook.core.text.numbers import whole_number


def facts(given: Iterable[str], option: str = "--fact") -> dict[str, FactValue | None]:
    """Parse facts, `ID=CHOICE[,CHOICE]…` each; `ID=` clears. Choices for the same fact are combined.

    option: the one that they were given with, for the example in a refusal. Raises UsedWrongly.
    """
    found: dict[str, tuple[str, ...] | None] = {}
    for text in given:
        name, equals, choices = text.partition("=")
        if not equals:
            raise UsedWrongly(
                f"“{text}” names no choice.", remedy=f"Give it as ID=CHOICE, such as {option} exposure=staff-only."
            )
        chosen = tuple(choice.strip() for choice in choices.split(",") if choice.strip())
        found[name.strip()] = (*(found.get(name.strip()) or ()), *chosen) or None
    return dict(found)


def day(text: str | None, option: str, today: date, *, past: bool = False) -> date | Literal[""] | None:
    """Parse a day; None if none was given, empty to clear it. `past`: the day has to be in the past.

    Raises UsedWrongly.
    """
    if text is None:
        return None
    if not text.strip():
        return ""
    try:
        found = a_day(text, today, past=past)
    except ValueError as error:
        raise UsedWrongly(f"{option}: {error}") from None
    return found


def a_day(text: str, today: date, *, past: bool = False) -> date:
    """Parse a day in any spelling. Raises ValueError with a sentence, also if it has to be in the past and is not."""
    return parse_past_day(text, today) if past else parse_day(text, today)


def past_day_warnings(day: date | Literal[""] | None, today: date, option: str = "") -> list[str]:
    """Return a warning about a promised day in the past, which is accepted all the same."""
    words = past_day_warning(day, today) if day else ""
    return [f"{option}: {words}." if option else f"{words}."] if words else []


def numbers_words(count: int, between: str = "") -> str:
    """Say which numbers a list takes: `Give a number from 1 to 4.`; of several, with what stands `between` them."""
    if count == 1:
        return "There is only number 1."
    if not between:
        return f"Give a number from 1 to {count}."
    return f"Give numbers from 1 to {count}, such as 1{between}{min(3, count)}."


def needed_day(text: str, option: str, today: date) -> date:
    """Parse a required day. Raises UsedWrongly."""
    found = day(text, option, today)
    if not found:
        raise UsedWrongly(f"{option} needs a day.", remedy=f"Such as {option} 2026-12-04.")
    return found


def evidence(given: Iterable[str], today: date) -> tuple[Evidence, ...]:
    """Parse evidence, `KIND=REF[@DATE]` each: the kind ends at the first `=`, a date follows the last `@`.

    Without one it was seen today, as in the app; a last `@` alone says that nobody knows when. Raises UsedWrongly.
    """
    pieces = []
    for text in given:
        kind, equals, reference = text.partition("=")
        if not equals:
            raise UsedWrongly(
                f"“{text}” is not evidence.",
                remedy="Give it as KIND=REFERENCE@DATE, such as --evidence "
                "sampled=https://wiki.example/limits@2026-11-11.",
            )
        try:
            where, seen = dated_reference(reference, today)
        except ValueError as error:
            raise UsedWrongly(f"--evidence: {error}") from None
        if not where:
            raise UsedWrongly(
                f"“{text}” does not say where the evidence is.", remedy="Such as --evidence sampled=RA-398."
            )
        seen_on = today if seen is None else seen or None
        pieces.append(Evidence(kind=clean_line(kind), reference=where, seen_on=seen_on))
    return tuple(pieces)


def here(given: Iterable[str]) -> dict[str, str]:
    """Parse texts on criteria, `CRITERION=TEXT` each; `CRITERION=` clears. Raises UsedWrongly."""
    lines: dict[str, str] = {}
    for text in given:
        name, equals, words = text.partition("=")
        if not equals:
            raise UsedWrongly(
                f"“{text}” names no criterion.",
                remedy="Give it as CRITERION=TEXT, such as --here per-user-limits='30 an hour'.",
            )
        lines[name.strip()] = words
    return lines


def beside(option: str, values: Sequence[str], of: str, count: int) -> tuple[str | None, ...]:
    """Return the values of an option that accompanies another: given once for all, or as often as the other.

    None stands for each where the option was not given. Raises UsedWrongly for any other number of them.
    """
    if (len(values) > 1 and len(values) != count) or (values and not count):
        raise UsedWrongly(
            f"{option} is there {len(values)} times and {of} {count}.",
            remedy=f"Give {option} once, or as often as {of}.",
        )
    if not values:
        return (None,) * count
    return tuple(values) if len(values) == count else tuple(values) * count


def practice_and_words(text: str, option: str, *, needs_words: bool) -> tuple[str, str]:
    """Parse `ID=WORDS`; `ID` alone if the words are optional. Raises UsedWrongly."""
    name, _, words = text.partition("=")
    if not name.strip() or (needs_words and not words.strip()):
        raise UsedWrongly(
            f"“{text}” is not enough for {option}.", remedy=f"Give it as ID=WORDS, such as {option} 4.2='the limits'."
        )
    return name.strip(), clean_line(words)


def number_and_words(text: str, option: str) -> tuple[int, str]:
    """Parse `N=WORDS`, or `N` alone. Raises UsedWrongly."""
    written, _, words = text.partition("=")
    number = whole_number(written)
    if number is None:
        raise UsedWrongly(
            f"“{text}” is not a number for {option}.",
            remedy=f"Such as {option} 2: `levelbook sitting` numbers the parked items.",
        )
    return number, clean_line(words)


def number_name_and_day(text: str, option: str, today: date) -> tuple[int, str, date | None]:
    """Parse `N=NAME@DATE`, with the day in any spelling, or `N=NAME`. Raises UsedWrongly."""
    number, words = number_and_words(text, option)
    name, _, written = words.partition("@")
    if not name.strip():
        raise UsedWrongly(
            f"“{text}” is not enough for {option}.", remedy=f"Give it as N=NAME, such as {option} '2=Ana@4 December'."
        )
    return number, name.strip(), day(written, option, today) or None


def missing(what: str, option: str) -> NoReturn:
    """Raise UsedWrongly for a missing option without a terminal to ask in."""
    raise UsedWrongly(f"{what} is missing.", remedy=f"Give it with {option}.")

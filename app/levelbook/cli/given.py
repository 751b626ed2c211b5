"""What is given on the command line, turned into values: facts, days, evidence. Raises UsedWrongly with an example."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Literal, NoReturn

from levelbook import clock
from levelbook.core.answers import Evidence, FactValue
from levelbook.core.text import clean_line, parse_day
from levelbook.errors import UsedWrongly


def facts(given: Iterable[str]) -> dict[str, FactValue | None]:
    """`ID=CHOICE[,CHOICE]…` each; `ID=` clears."""
    found: dict[str, FactValue | None] = {}
    for text in given:
        name, equals, choices = text.partition("=")
        if not equals:
            raise UsedWrongly(f"“{text}” is no fact.", remedy="Give it as ID=CHOICE, such as --fact exposure=staff-only.")
        chosen = tuple(choice.strip() for choice in choices.split(",") if choice.strip())
        found[name.strip()] = chosen or None
    return found


def day(text: str | None, option: str) -> date | Literal[""] | None:
    """A day; None where none was given, empty where it is to be cleared."""
    if text is None:
        return None
    if not text.strip():
        return ""
    try:
        return parse_day(text, clock.today())
    except ValueError as error:
        raise UsedWrongly(f"{option}: {error}") from None


def needed_day(text: str, option: str) -> date:
    """A day that has to be there."""
    found = day(text, option)
    if not found:
        raise UsedWrongly(f"{option} needs a day.", remedy=f"Such as {option} 2026-12-04.")
    return found


def evidence(given: Iterable[str]) -> tuple[Evidence, ...]:
    """`KIND=REF[@DATE]` each: the kind ends at the first `=`, a date is only a last `@YYYY-MM-DD`."""
    pieces = []
    for text in given:
        kind, equals, reference = text.partition("=")
        if not equals:
            raise UsedWrongly(
                f"“{text}” is no evidence.",
                remedy="Give it as KIND=REFERENCE@DATE, such as --evidence sampled=https://wiki.example/limits@2026-11-11.",
            )
        dated = re.fullmatch(r"(.*)@(\d{4}-\d{2}-\d{2})", reference, re.DOTALL)
        values: dict[str, Any] = {"kind": clean_line(kind), "reference": dated[1] if dated else reference}
        if dated:
            values["seen_on"] = needed_day(dated[2], "--evidence")
        pieces.append(Evidence(**values))
    return tuple(pieces)


def here(given: Iterable[str]) -> dict[str, str]:
    """`CRITERION=TEXT` each; `CRITERION=` clears."""
    lines: dict[str, str] = {}
    for text in given:
        name, equals, words = text.partition("=")
        if not equals:
            raise UsedWrongly(
                f"“{text}” names no criterion.", remedy="Give it as CRITERION=TEXT, such as --here per-user-limits='30 an hour'."
            )
        lines[name.strip()] = words
    return lines


def missing(what: str, option: str) -> NoReturn:
    """Without a terminal nobody can be asked."""
    raise UsedWrongly(f"{what} is missing.", remedy=f"Give it with {option}.")

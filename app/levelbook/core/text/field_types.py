"""A field of a file has a type that says what its value has to be like: `owner: Line`, `impact: 1 to 3`.

To a type checker a `Line` is a `str`. What more it has to be is beside the type, as plain data in `Annotated`:

what is there                   what it says
----------------------------------  --------------------------------------------------------------------------
a function, such as `clean_line`    the value goes through it, and is kept as it comes back; ValueError refuses
`Before(function)`                  the same, before anybody looks at the value's type
`Ge(1)`, `Gt`, `Le`, `Len(1, 20)`     bounds of a number, and of how many items a list has
`Pattern(regex)`                    the same rule again, for JSON Schema

So each key of a file is in one place: as a field of a frozen dataclass here in the core. A field may be called
otherwise in the file, with `field(metadata={"key": "from"})`; a field named `unknown` takes all keys that the class
does not have. `reading/strict.py` reads files by these; `Cleaned` keeps text clean in values that code makes.
"""

from __future__ import annotations

import collections.abc
import functools
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final, TypeVar, Union, get_args, get_origin, get_type_hints

from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import clean, clean_line, valid_id

T = TypeVar("T")

UNKNOWN: Final = "unknown"
"""The field that takes the keys of a file which its class does not have."""


@frozen
class Before:
    """`Before` marks a check of what is in the file, before its type is looked at."""

    check: Callable[[object], object]


@frozen
class Pattern:
    """A pattern repeats what a text's function accepts as a regular expression, for JSON Schema."""

    regex: str


class _Bound:
    """A number that a value is held to. A plain class, because every command makes some before it does anything."""

    __slots__ = ("number",)

    def __init__(self, number: int) -> None:
        self.number = number


class Ge(_Bound):
    """The value is at least this."""


class Gt(_Bound):
    """The value is more than this."""


class Le(_Bound):
    """The value is at most this."""


class Len:
    """A list has at least so many items, and at most so many."""

    __slots__ = ("least", "most")

    def __init__(self, least: int, most: int | None = None) -> None:
        self.least, self.most = least, most


# --- Checks -----------------------------------------------------------------------------------------------------------


def _id(value: str) -> str:
    if not valid_id(value):
        raise ValueError("an id is lower-case words joined by hyphens, at most 64 characters")
    return value


def _practice_id(value: str) -> str:
    section, dot, practice = value.rpartition(".")
    _id(practice)
    if dot:
        _id(section)
    return value


def _not_empty(value: str) -> str:
    if not value.strip():
        raise ValueError("this text is empty")
    return value


def _no_time(value: object) -> object:
    """Strict dates would also take a date-time at midnight."""
    if isinstance(value, datetime):
        raise ValueError("a day such as 2026-12-04 is wanted here, without a time")
    return value


def _to_the_second(value: datetime) -> datetime:
    """Times are shown to people and decide nothing; a time without a zone is taken for UTC."""
    aware = value if value.tzinfo else value.replace(tzinfo=UTC)
    return aware.astimezone(UTC).replace(microsecond=0)


# --- Types ------------------------------------------------------------------------------------------------------------

Line = Annotated[str, clean_line]
"""Text of one line, or none."""
RequiredLine = Annotated[str, clean_line, _not_empty]
"""Text of one line that says something."""
Text = Annotated[str, clean]
"""Text that may have several lines, or none."""
RequiredText = Annotated[str, _not_empty, clean]
"""Text that may have several lines and says something."""
Id = Annotated[str, _id, Pattern("^[a-z0-9]+(-[a-z0-9]+)*$")]
PracticeId = Annotated[str, _practice_id, Pattern("^[a-z0-9]+(-[a-z0-9]+)*$")]
"""In a section's file without the section, which only the program puts before it."""
Weight = Annotated[float | int, Gt(0), Le(1_000_000)]
LevelNumber = Annotated[int, Ge(0), Le(100)]
Count = Annotated[int, Ge(0), Le(1_000_000)]
FormatNumber = Annotated[int, Ge(1), Le(1)]
"""The only format that there is. A `Literal[1]` would take `true` and `1.0` too, which are equal to it."""
Day = Annotated[date, Before(_no_time)]
UtcTime = Annotated[datetime, _to_the_second]
"""A time to the second, in UTC."""


# --- Looking at a class -----------------------------------------------------------------------------------------------


def once_per_class(function: Callable[[Any], T]) -> Callable[[Any], T]:
    """Remember what a function finds out about each class."""
    return functools.cache(function)


@once_per_class
def hints_of(kind: Any) -> Mapping[str, Any]:
    """Return the fields of a dataclass: name to type, with all that is beside it."""
    return get_type_hints(kind, include_extras=True)


@once_per_class
def file_keys(kind: Any) -> Mapping[str, str]:
    """Return the fields of a dataclass in order: name to key in a file; without `unknown`."""
    return {field.name: field.metadata.get("key", field.name) for field in fields(kind) if field.name != UNKNOWN}


@once_per_class
def required_fields(kind: Any) -> frozenset[str]:
    """Return the names of the fields of a dataclass that have to be given."""
    return frozenset(
        field.name for field in fields(kind) if field.default is MISSING and field.default_factory is MISSING
    )


# --- Values made by code ----------------------------------------------------------------------------------------------


class Cleaned:
    """`Cleaned` is the base of frozen dataclasses that hold people's words: whoever makes one, its text is clean.

    Raises ValueError, with the field's name, where a required text is empty.
    """

    def __post_init__(self) -> None:
        for name, cleaned in _cleaners(type(self)):
            try:
                object.__setattr__(self, name, cleaned(getattr(self, name)))
            except ValueError as error:
                raise ValueError(f"{name}: {error}") from None


Cleaner = Callable[[Any], Any]


@once_per_class
def _cleaners(kind: Any) -> tuple[tuple[str, Cleaner], ...]:
    """The fields of a class that have functions beside their type, each with what they do."""
    found = ((name, _cleaner(hint)) for name, hint in hints_of(kind).items() if name in file_keys(kind))
    return tuple((name, cleaner) for name, cleaner in found if cleaner is not None)


def _cleaner(hint: Any) -> Cleaner | None:
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Annotated:
        steps = [_cleaner(inside[0]), *(mark for mark in inside[1:] if isinstance(mark, types.FunctionType))]
        return _one_after_the_other([step for step in steps if step is not None])
    if origin in (Union, types.UnionType):
        of_branch = next((step for one in inside if (step := _cleaner(one)) is not None), None)
        return of_branch and (lambda value: None if value is None else of_branch(value))
    if origin is tuple and (item := _cleaner(inside[0])):
        return lambda value: tuple(map(item, value))
    if origin is collections.abc.Mapping and (line := _cleaner(inside[1])):
        return lambda value: {key: line(text) for key, text in value.items()}
    return None


def _one_after_the_other(steps: list[Cleaner]) -> Cleaner | None:
    if len(steps) <= 1:
        return steps[0] if steps else None
    return lambda value: functools.reduce(lambda changed, step: step(changed), steps, value)

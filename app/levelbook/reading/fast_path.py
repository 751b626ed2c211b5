"""This module reads tables without problems quickly, without a validator.

Files written by levelbook hold hardly anything else: every value has the type of its field, and there is no unknown
key. Such a table becomes its value here. Everything else, even if it is valid, goes to
`strict.py`, which alone reports what is wrong and in which words; it is only imported then.
Both return the same value for tables that both accept (tests/reading/test_fast_path.py).
"""

from __future__ import annotations

import collections.abc
import types
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from datetime import date, datetime
from typing import Annotated, Any, Final, Literal, TypeVar, Union, cast, get_args, get_origin

from levelbook.core.text.field_types import (
    UNKNOWN,
    Before,
    Ge,
    Gt,
    Le,
    Len,
    file_keys,
    hints_of,
    once_per_class,
    required_fields,
)
from levelbook.reading.toml import Lines, Location

T = TypeVar("T")

Reader = Callable[[Any], Any]
"""Turns what stands in a file into what a value holds. Raises ValueError for what is left to `strict`."""


def read(
    kind: type[T],
    table: Mapping[str, Any],
    path: str = "",
    *,
    lines: Callable[[], Lines] | None = None,
    at: Location = (),
) -> T:
    """Return the value of a class that a table holds, as `strict.read` does. Raises FileIsWrong likewise."""
    value = read_or_none(kind, table)
    if value is not None:
        return value
    from levelbook.reading import strict  # 40 ms with pydantic's engine, which a table with nothing wrong does without

    return strict.read(kind, table, path, lines=lines, at=at)


def read_or_none(kind: type[T], table: object) -> T | None:
    """Return the value of a class that a table holds; None for a table that only `strict` reads, right or wrong."""
    try:
        return cast(T, _table(kind)(table))
    except ValueError:
        return None


class _LeftToStrict(ValueError):
    """Raised for a table that `strict` has to read."""


@once_per_class
def _table(kind: Any) -> Reader:
    """Read the table of a dataclass."""
    hints = hints_of(kind)
    readers = {key: (name, _of(hints[name])) for name, key in file_keys(kind).items()}
    required = required_fields(kind)
    keeps_unknown = UNKNOWN in hints

    def read_table(found: Any) -> Any:
        values: dict[str, Any] = {}
        unknown: dict[str, Any] = {}
        for key, held in _exactly(dict, found).items():
            if key in readers:
                name, reader = readers[key]
                values[name] = reader(held)
            else:
                unknown[key] = held
        if (unknown and not keeps_unknown) or not required <= values.keys():
            raise _LeftToStrict
        if unknown:
            values[UNKNOWN] = unknown
        return kind(**values)

    return read_table


_SCALARS: Final = (str, bool, int, float, date, datetime)


def _of(hint: Any) -> Reader:
    """Read a type as it stands beside a field."""
    if hint in _SCALARS:
        return lambda found: _exactly(hint, found)
    if hint is Any:
        return lambda found: found
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _marked(_of(inside[0]), inside[1:])
    if origin in (Union, types.UnionType):
        given = _one_of_types([branch for branch in inside if branch is not type(None)])
        may_be_none = type(None) in inside  # which JSON can say, and TOML cannot
        return (lambda found: None if found is None else given(found)) if may_be_none else given
    if origin is Literal:
        return lambda found: _one_of(inside, found)
    if origin is tuple:
        item = _of(inside[0])
        return lambda found: tuple([item(one) for one in _exactly(list, found)])
    if origin is collections.abc.Mapping:
        key, value = map(_of, inside)
        return lambda found: {key(name): value(held) for name, held in _exactly(dict, found).items()}
    # Looked up when it is read, since a class may hold others of its own kind.
    return (lambda found: _table(hint)(found)) if is_dataclass(hint) else _never


def _exactly(kind: type[T], found: Any) -> T:
    """Return what is of this very type: `True` is no number, a time no day."""
    if type(found) is not kind:
        raise _LeftToStrict
    return found


def _one_of(choices: tuple[Any, ...], found: Any) -> Any:
    if type(found) is not str or found not in choices:
        raise _LeftToStrict
    return found


def _one_of_types(branches: list[Any]) -> Reader:
    """Read one of several types, told by what is there; where that does not tell, only `strict` does."""
    if len(branches) == 1:
        return _of(branches[0])
    kinds = [_kind_in_file(branch) for branch in branches]
    if None in kinds or len(set(kinds)) < len(kinds):
        return _never
    readers = dict(zip(kinds, map(_of, branches), strict=True))
    return lambda found: readers.get(type(found), _never)(found)


def _kind_in_file(hint: Any) -> type[Any] | None:
    """Return the type of a value in a file: a list, a table, or the type itself."""
    origin = get_origin(hint)
    if origin is Annotated:
        return _kind_in_file(get_args(hint)[0])
    if origin is tuple:
        return list
    if origin is collections.abc.Mapping or is_dataclass(hint):
        return dict
    return hint if hint in _SCALARS else None


def _never(_: Any) -> Any:
    raise _LeftToStrict


# --- Marks ------------------------------------------------------------------------------------------------------------


def _marked(reader: Reader, marks: tuple[Any, ...]) -> Reader:
    """Read a type with what stands beside it: checks before, then the type, then bounds and functions in order."""
    before = [mark.check for mark in marks if isinstance(mark, Before)]
    after = [step for mark in marks if (step := _step(mark)) is not None]

    def read_marked(found: Any) -> Any:
        for check in before:
            found = check(found)
        value = reader(found)
        for step in after:
            value = step(value)
        return value

    return read_marked


def _step(mark: Any) -> Reader | None:
    """Return the check of a mark once the type is right; None if there is nothing to check."""
    if isinstance(mark, types.FunctionType):
        return mark
    if isinstance(mark, Len):
        return lambda found: _held(found, mark.least <= len(found) and (mark.most is None or len(found) <= mark.most))
    if isinstance(mark, Ge):
        return lambda found: _held(found, found >= mark.number)
    if isinstance(mark, Gt):
        return lambda found: _held(found, found > mark.number)
    if isinstance(mark, Le):
        return lambda found: _held(found, found <= mark.number)
    return None


def _held(found: Any, holds: bool) -> Any:
    if not holds:
        raise _LeftToStrict
    return found

"""Strict reading turns what people wrote in a file into a value of the core, or says every problem in it.

A class of the core says beside its fields what they have to be like (`core/text/fields.py`). Here, and only here, that
is handed to pydantic: each dataclass becomes a model with the same fields which is strict (a `true` is no number, a
number no text) and refuses keys that it does not know, unless the class has a field `unknown` for them. What the model
has accepted becomes the dataclass again.

Models written out by hand would say every field a second time. As it is, a new key of a file is one line in the core;
that it is read, its error messages and its JSON Schema follow from there.
"""

from __future__ import annotations

import collections.abc
import functools
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
    create_model,
)

from levelbook.core.text.fields import UNKNOWN, Before, Pattern, file_keys, hints_of, once_per_class
from levelbook.errors import FileIsWrong
from levelbook.reading.problems import problems_from
from levelbook.reading.toml import Lines, Location

T = TypeVar("T")


def read(
    kind: type[T],
    table: Mapping[str, Any],
    path: str = "",
    prefix: str = "",
    *,
    lines: Callable[[], Lines] | None = None,
    at: Location = (),
) -> T:
    """Return the value of a class that a table holds. Raises FileIsWrong with every problem, one for each key.

    path: the file, as the person would name it. prefix: stands before the dotted keys of problems; `at` is the same as
    a location, for line numbers. lines: where the file's keys stand; asked only when something is wrong.
    """
    try:
        value: T = _adapter(kind).validate_python(table)
    except ValidationError as error:
        found = problems_from(error, path, prefix, data=table, kind=kind, lines=lines() if lines else None, at=at)
        raise FileIsWrong(found) from None
    return value


def read_or_none(kind: type[T], table: object) -> T | None:
    """Return the same; None, without a word of why, where the table does not fit."""
    try:
        value: T = _adapter(kind).validate_python(table)
    except ValidationError:
        return None
    return value


def json_schema(kind: type[Any]) -> dict[str, Any]:
    """Make the JSON Schema of the tables that `read` accepts for a class, draft 2020-12."""
    return _model(kind).model_json_schema()


# --- Models of dataclasses --------------------------------------------------------------------------------------------


class _Strict(BaseModel):
    # Deferred: a command pays only for the validators of the files that it reads.
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)


class _KeepsUnknown(BaseModel):
    model_config = ConfigDict(strict=True, extra="allow", frozen=True, defer_build=True, validate_by_name=True)


@once_per_class
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(_strict(kind))


@once_per_class
def _model(kind: Any) -> type[BaseModel]:
    """The pydantic model of a dataclass: the same name, docstring and fields."""
    hints, keys = hints_of(kind), file_keys(kind)
    made: dict[str, Any] = {}
    for field in fields(kind):
        if field.name == UNKNOWN:
            continue
        about: dict[str, Any] = {}
        if field.default is not MISSING:
            about["default"] = field.default
        elif field.default_factory is not MISSING:
            about["default_factory"] = field.default_factory
        if keys[field.name] != field.name:
            about["alias"] = keys[field.name]
        made[field.name] = (_strict(hints[field.name]), Field(**about))
    base = _KeepsUnknown if UNKNOWN in hints else _Strict
    return create_model(kind.__name__, __base__=base, __doc__=kind.__doc__, **made)


def _strict(hint: Any) -> Any:
    """A type of the core in pydantic's words."""
    origin, inside = get_origin(hint), get_args(hint)
    if isinstance(hint, type) and is_dataclass(hint):
        return _annotated(_model(hint), AfterValidator(functools.partial(_made, hint)))
    if origin is Annotated:
        return _annotated(_strict(inside[0]), *map(_mark, inside[1:]))
    if origin is tuple:
        # TOML has lists; frozen values hold tuples. Only the list itself is taken leniently, not what is in it.
        return _annotated(_of(tuple, _strict(inside[0]), ...), Field(strict=False))
    if origin in (Union, types.UnionType):
        return _union(inside)
    if origin is collections.abc.Mapping:
        return _of(Mapping, *map(_strict, inside))
    return hint


def _annotated(kind: Any, *marks: Any) -> Any:
    return _of(Annotated, kind, *marks)


def _of(generic: Any, *inside: Any) -> Any:
    return generic[inside]


def _made(kind: type[Any], model: BaseModel) -> Any:
    """The dataclass of what its model has accepted. Raises ValueError where the class refuses it after all."""
    unknown = {} if model.model_extra is None else {UNKNOWN: model.model_extra}
    return kind(**model.__dict__, **unknown)


def _mark(mark: Any) -> Any:
    """Turn what stands beside a type into pydantic's words; it knows bounds already."""
    if isinstance(mark, Before):
        return BeforeValidator(mark.check)
    if isinstance(mark, Pattern):
        return WithJsonSchema({"type": "string", "pattern": mark.regex, "maxLength": 64})
    return AfterValidator(mark) if isinstance(mark, types.FunctionType) else mark


def _union(branches: tuple[Any, ...]) -> Any:
    """One of several types. A list or a table is told by what stands there, so that errors speak of the one meant."""
    table = next((branch for branch in branches if is_dataclass(branch)), None)
    if table is None or len(branches) != 2 or type(None) in branches:
        return _of(Union, *map(_strict, branches))
    tagged = [_annotated(_strict(one), Tag("table" if one is table else "other")) for one in branches]
    return _annotated(_of(Union, *tagged), Discriminator(_kind_of_value))


def _kind_of_value(value: object) -> str:
    return "table" if isinstance(value, Mapping) else "other"

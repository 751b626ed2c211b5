"""Strict reading turns what people wrote in a file into a value of the core, or says every problem in it.

A class of the core says beside its fields what they have to be like (`core/text/field_types.py`). Only here is that
handed to pydantic: each dataclass becomes the schema of a table which is strict (a `true` is no number, a number no
text) and refuses keys that it does not know, unless the class has a field `unknown` for them. Of a table that was
accepted the dataclass is made.

Models written out by hand would say every field a second time. As it is, a new key of a file is one line in the core;
that it is read, its error messages and its JSON Schema follow from there. The schemas are handed straight to pydantic's
engine, `pydantic_core`: to import `BaseModel` takes 2.6 times as long, and a class for each table as long again.
"""

from __future__ import annotations

import collections.abc
import operator
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeVar, Union, cast, get_args, get_origin

from pydantic_core import PydanticKnownError, SchemaValidator, ValidationError
from pydantic_core import core_schema as schemas
from pydantic_core.core_schema import CoreConfig, CoreSchema, ErrorType

from levelbook.core.errors import FileIsWrong
from levelbook.core.text.field_types import (
    UNKNOWN,
    Before,
    Ge,
    Gt,
    Le,
    Len,
    Pattern,
    file_keys,
    hints_of,
    once_per_class,
)
from levelbook.reading.toml import Lines, Location
from levelbook.reading.validation_problems import problems_from

T = TypeVar("T")

_STRICT = CoreConfig(strict=True)


def read(
    kind: type[T],
    table: Mapping[str, Any],
    path: str = "",
    *,
    lines: Callable[[], Lines] | None = None,
    at: Location = (),
) -> T:
    """Return the value of a class that a table holds. Raises FileIsWrong with every problem, one for each key.

    path: the file, as the person would name it. at: where in the file the table is. lines: where the file's keys
    stand; asked only when something is wrong.
    """
    try:
        value: T = _validator(kind).validate_python(table)
    except ValidationError as error:
        found = problems_from(error, path, data=table, kind=kind, lines=lines() if lines else None, at=at)
        raise FileIsWrong(found) from None
    return value


def read_or_none(kind: type[T], table: object) -> T | None:
    """Return the value of a class that a table holds; None, without a word of why, where the table does not fit."""
    try:
        value: T = _validator(kind).validate_python(table)
    except ValidationError:
        return None
    return value


def from_json_or_none(kind: type[T], text: bytes) -> T | None:
    """Return the value that JSON in UTF-8 holds; None where `read` has to say why not, of what `json` makes of it.

    By the same rules, in half the time: pydantic's engine makes the values while it reads. A key that no class knows is
    passed over, and not kept; a class whose values hold days or times is for `read` alone, as JSON has none.
    """
    try:
        value: T = _json_validator(kind).validate_json(text)
    except ValidationError:
        return None
    return value


def json_schema(kind: type[Any]) -> dict[str, Any]:
    """Make the JSON Schema of the tables that `read` accepts for a class, draft 2020-12."""
    from pydantic.json_schema import GenerateJsonSchema  # 80 ms, which only `questionnaire schema` pays

    return GenerateJsonSchema().generate(_Schemas(for_editors=True).whole(kind))


@once_per_class
def _validator(kind: Any) -> SchemaValidator:
    return SchemaValidator(_Schemas().whole(kind), _STRICT)


@once_per_class
def _json_validator(kind: Any) -> SchemaValidator:
    return SchemaValidator(_SchemasOfJson().whole(kind), _STRICT)


# --- Schemas of dataclasses -------------------------------------------------------------------------------------------


_PLAIN: Mapping[Any, Callable[[], CoreSchema]] = {
    str: schemas.str_schema,
    bool: schemas.bool_schema,
    int: schemas.int_schema,
    float: schemas.float_schema,
    date: schemas.date_schema,
    datetime: schemas.datetime_schema,
    Any: schemas.any_schema,
}


class _Schemas:
    """The schemas of a dataclass and of all that are in its fields, each under the name of its class."""

    def __init__(self, *, for_editors: bool = False) -> None:
        self.for_editors = for_editors
        """A text is described by its pattern, in place of a function that says the same."""
        self.definitions: dict[str, CoreSchema] = {}

    def whole(self, kind: type[Any]) -> CoreSchema:
        """Return the schema of a table, with the definitions of all tables inside."""
        table = self._table(kind)
        return schemas.definitions_schema(table, list(self.definitions.values())) if self.definitions else table

    def _table(self, kind: type[Any], ref: str | None = None) -> CoreSchema:
        """Accept a table with the keys of a dataclass, and make the dataclass of it."""
        hints, keys = hints_of(kind), file_keys(kind)
        known = {
            keys[field.name]: self._field(field, hints[field.name]) for field in fields(kind) if field.name in keys
        }
        table = schemas.typed_dict_schema(
            known,
            cls=kind,
            extra_behavior="allow" if UNKNOWN in hints else "forbid",
            config=_STRICT,
        )
        return schemas.no_info_after_validator_function(_maker(kind), table, ref=ref)

    def _field(self, field: Field[Any], hint: Any) -> schemas.TypedDictField:
        schema = self._of(hint)
        required = False
        if field.default is not MISSING:
            schema = schemas.with_default_schema(schema, default=field.default)
        elif field.default_factory is not MISSING:
            schema = schemas.with_default_schema(schema, default_factory=field.default_factory)
        else:
            required = True
        return schemas.typed_dict_field(schema, required=required)

    def _of(self, hint: Any) -> CoreSchema:
        """The schema of a type as it is beside a field."""
        if hint in _PLAIN:
            return _PLAIN[hint]()
        origin, inside = get_origin(hint), get_args(hint)
        if origin is Annotated:
            return self._marked(inside[0], inside[1:])
        if origin in (Union, types.UnionType):
            return self._union(inside)
        if origin is Literal:
            return schemas.literal_schema(list(inside))
        if origin is tuple:
            # TOML has lists; frozen values hold tuples. Only the list itself is taken leniently, not what is in it.
            return schemas.tuple_variable_schema(self._of(inside[0]), strict=False)
        if origin is collections.abc.Mapping:
            return schemas.dict_schema(*map(self._of, inside), strict=False)
        return self._reference(hint)

    def _reference(self, kind: type[Any]) -> CoreSchema:
        """Refer to the table of another dataclass."""
        name = f"{kind.__module__}.{kind.__qualname__}:{id(kind)}"
        if name not in self.definitions:
            self.definitions[name] = schemas.any_schema()
            self.definitions[name] = self._table(kind, name)
        return schemas.definition_reference_schema(name)

    def _union(self, branches: tuple[Any, ...]) -> CoreSchema:
        """Accept one of several types. A list or a table is told by what is there, so that errors speak of it."""
        given = [branch for branch in branches if branch is not type(None)]
        table = next((branch for branch in given if is_dataclass(branch)), None)
        if len(given) == 1:
            schema = self._of(given[0])
        elif table is not None and len(given) == 2:
            other = next(branch for branch in given if branch is not table)
            schema = schemas.tagged_union_schema({"other": self._of(other), "table": self._of(table)}, _kind_of_value)
        else:
            schema = schemas.union_schema([self._of(branch) for branch in given])
        return schema if len(given) == len(branches) else schemas.nullable_schema(schema)

    def _marked(self, hint: Any, marks: tuple[Any, ...]) -> CoreSchema:
        """The schema of a type with what is beside it."""
        pattern = next((mark for mark in marks if isinstance(mark, Pattern)), None)
        if pattern is not None and self.for_editors:
            return schemas.str_schema(pattern=pattern.regex, max_length=64)
        schema = self._of(hint)
        for mark in marks:
            if isinstance(mark, Before):
                schema = schemas.no_info_before_validator_function(mark.check, schema)
            elif isinstance(mark, types.FunctionType):
                schema = schemas.no_info_after_validator_function(mark, schema)
            elif not isinstance(mark, Pattern):
                schema = _bounded(schema, mark)
        return schema


class _SchemasOfJson(_Schemas):
    """Schemas for text of JSON, whose tables become dataclasses without a call of Python for each."""

    def _table(self, kind: type[Any], ref: str | None = None) -> CoreSchema:
        hints, keys = hints_of(kind), file_keys(kind)
        known = [
            schemas.dataclass_field(
                field.name,
                self._field(field, hints[field.name])["schema"],
                validation_alias=keys[field.name],
                kw_only=True,
            )
            for field in fields(kind)
            if field.name in keys
        ]
        if UNKNOWN in hints:
            nothing = schemas.with_default_schema(schemas.any_schema(), default_factory=dict)
            known.append(schemas.dataclass_field(UNKNOWN, nothing, init=False))
        return schemas.dataclass_schema(
            kind,
            schemas.dataclass_args_schema(
                kind.__name__, known, extra_behavior="ignore" if UNKNOWN in hints else "forbid"
            ),
            [field.name for field in fields(kind)],
            post_init=hasattr(kind, "__post_init__"),
            strict=False,  # a table is no dataclass yet; what is in it is as strict as ever
            config=_STRICT,
            ref=ref,
        )


def _maker(kind: type[Any]) -> Callable[[dict[str, Any]], Any]:
    """Return what makes the dataclass of a table that was accepted, whose defaults stand in it.

    Raises ValueError, when called, where the class refuses it after all.
    """
    keys, keeps_unknown = file_keys(kind), UNKNOWN in hints_of(kind)
    are_names = all(name == key for name, key in keys.items())

    def made(table: dict[str, Any]) -> Any:
        if are_names and len(table) == len(keys):  # nothing to rename or to keep: an edition has hundreds of these
            return kind(**table)
        values = {name: table.pop(key) for name, key in keys.items()}
        return kind(**values, **({UNKNOWN: table} if keeps_unknown else {}))

    return made


def _kind_of_value(value: object) -> str:
    return "table" if isinstance(value, Mapping) else "other"


# --- Bounds -----------------------------------------------------------------------------------------------------------


_BOUNDS: Mapping[type[Any], tuple[str, ErrorType, Callable[[Any, Any], bool]]] = {
    Gt: ("gt", "greater_than", operator.gt),
    Ge: ("ge", "greater_than_equal", operator.ge),
    Le: ("le", "less_than_equal", operator.le),
}


def _bounded(schema: CoreSchema, mark: Any) -> CoreSchema:
    """Bound a number, or how many items a list or a table has."""
    if isinstance(mark, Len):
        lengths = {"min_length": mark.least or None, "max_length": mark.most}
        return _with(schema, {name: length for name, length in lengths.items() if length is not None})
    name, error, holds = _BOUNDS[type(mark)]
    bound = mark.number
    if schema["type"] == "int":
        return _with(schema, {name: bound})

    def checked(value: Any) -> Any:
        if not holds(value, bound):
            raise PydanticKnownError(error, {name: bound})
        return value

    # As pydantic does it for a union; the keys in JSON Schema are its own, and no validator knows them.
    return schemas.no_info_after_validator_function(checked, schema, metadata={"pydantic_js_updates": {name: bound}})


def _with(schema: CoreSchema, settings: Mapping[str, Any]) -> CoreSchema:
    changed: Any = {**schema, **settings}
    return cast(CoreSchema, changed)

"""Problems say in our words what pydantic found wrong with values that people wrote, one for each key."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import is_dataclass, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Annotated, Any, Final, Union, get_args, get_origin

from levelbook.core.errors import Problem
from levelbook.core.text.cleaning import clean_line, nearest
from levelbook.core.text.field_types import file_keys, hints_of
from levelbook.reading.toml import Lines, Location, dotted, shortened

if TYPE_CHECKING:
    from pydantic_core import ValidationError


def problems_from(
    error: ValidationError,
    path: str,
    *,
    data: object,
    kind: type[Any],
    lines: Lines | None = None,
    at: Location = (),
) -> list[Problem]:
    """Word every problem that reading `data` as a class of fields found, one for each key.

    at: where in the file `data` is.
    """
    found: dict[Location, list[tuple[Any, bool]]] = {}
    """Place to its errors, each with whether it came from one branch of several that the value could have taken."""
    for detail in error.errors(include_input=False, include_url=False):
        location, branched = _real_location(detail, data)
        found.setdefault(location, []).append((detail, branched))
    above = {location[:length] for location in found for length in range(len(location))}
    problems = []
    for location, details in found.items():
        wanted = [
            detail
            for detail, branched in details
            if not (branched and location in above) and not _is_long_enough(detail, data)
        ]
        if wanted:
            place = (*at, *location)
            line = lines.find(place) if lines else None
            problem = _in_words(wanted, location, data, kind)
            problems.append(replace(problem, path=path, key=dotted(place), line=line))
    return problems


def _is_long_enough(detail: Any, data: object) -> bool:
    """Tell whether a list is called too short only because items that have problems of their own were not counted."""
    if detail["type"] != "too_short":
        return False
    location, _ = _real_location(detail, data)
    found = _value_at(data, location)
    return isinstance(found, list | tuple) and len(found) >= detail["ctx"]["min_length"]


def _real_location(detail: Any, data: object) -> tuple[Location, bool]:
    """The location without the names of the branches of a union that pydantic puts between the keys."""
    location: Location = ()
    branched = False
    value: Any = data
    parts = detail["loc"]
    for place, part in enumerate(parts):
        is_last = place == len(parts) - 1
        is_key = isinstance(value, Mapping) and part in value
        is_index = isinstance(value, list | tuple) and isinstance(part, int) and part < len(value)
        if is_key or is_index:
            value = value[part]
        elif part == "[key]" and is_last:
            continue
        elif not (is_last and detail["type"] == "missing"):
            branched = True
            continue
        location = (*location, part)
    return location, branched


_WANTED: Final[Mapping[str, str]] = {
    "string_type": "text in quotes",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a table",
    "mapping_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "date_type": "a day such as 2026-12-04, without quotes",
    "datetime_type": "a time such as 2026-12-04T14:02:11Z, without quotes",
    "finite_number": "a finite number",
}


def _wanted(detail: Any) -> str | None:
    """Say what would have been allowed, after "it must be"; None where the error has a sentence of its own."""
    context = detail.get("ctx", {})
    match detail["type"]:
        case kind if kind in _WANTED:
            return _WANTED[kind]
        case "literal_error":
            return str(context["expected"]).replace("'", "")
        case "greater_than":
            return f"more than {context['gt']}"
        case "greater_than_equal":
            return f"at least {context['ge']}"
        case "less_than":
            return f"less than {context['lt']}"
        case "less_than_equal":
            return f"at most {context['le']}"
        case "too_short":
            return f"a list of at least {_items(context['min_length'])}"
        case "too_long":
            return f"a list of at most {_items(context['max_length'])}"
        case _:
            return None


def _items(count: int) -> str:
    return f"{count} item{'' if count == 1 else 's'}"


def _in_words(details: Sequence[Any], location: Location, data: object, kind: type[Any]) -> Problem:
    """One problem for all that was found at one place, still without the file's name and line."""
    kinds = {detail["type"] for detail in details}
    if "missing" in kinds:
        return Problem("This key is missing.")
    if "extra_forbidden" in kinds:
        known = _known_keys(kind, location[:-1])
        near = nearest(str(location[-1]), known)
        listed = f"Keys here are {', '.join(known)}." if 0 < len(known) <= 16 else ""
        return Problem("There is no such key here.", remedy=f"Did you mean “{near}”?" if near else listed)
    subject = "This name" if any(detail["loc"][-1:] == ("[key]",) for detail in details) else "This"
    found = found_words(location[-1] if subject == "This name" else _value_at(data, location))
    wanted = list(dict.fromkeys(words for detail in details if (words := _wanted(detail))))
    if "float_type" in kinds and "int_type" in kinds:
        wanted.remove(_WANTED["int_type"])
    if wanted:
        return Problem(f"{subject} is {found}; it must be {' or '.join(wanted)}.")
    own = details[0].get("ctx", {}).get("error")
    said = clean_line(str(own) if own is not None else details[0]["msg"]).rstrip(".")
    says_it_all = not location or found == "an empty text"
    return Problem(f"{said[:1].upper()}{said[1:]}." if says_it_all else f"{subject} is {found}: {said}.")


def _value_at(data: Any, location: Location) -> object:
    for part in location:
        data = data[part]
    return data


def found_words(value: object) -> str:
    """Say what is there: its kind, and the value itself only when it is short."""
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return f"the number {value}"
        case "":
            return "an empty text"
        case str():
            return f"the text “{shortened(value)}”"
        case datetime():
            return f"the time {value.isoformat()}"
        case date():
            return f"the day {value.isoformat()}"
        case time():
            return f"the time of day {value.isoformat()}"
        case list() | tuple():
            return f"a list of {len(value)}" if value else "an empty list"
        case Mapping():
            return "a table"
        case _:
            return "something else"


def _known_keys(kind: type[Any], location: Location) -> list[str]:
    """The keys that may be in the table at `location`, as the classes have them."""
    found: list[Any] = [kind]
    for part in location:
        found = [inner for one in found for inner in _inside(one, part)]
    return list(dict.fromkeys(key for one in found if is_dataclass(one) for key in file_keys(one).values()))


def _inside(kind: Any, part: str | int) -> Iterator[Any]:
    """The types that `kind[part]` may have."""
    if is_dataclass(kind):
        for name, key in file_keys(kind).items():
            if key == part:
                yield from _branches(hints_of(kind)[name])
    elif isinstance(part, int) or get_origin(kind) not in (tuple, list):
        arguments = get_args(kind)
        if arguments:
            yield from _branches(arguments[0] if isinstance(part, int) else arguments[-1])


def _branches(annotation: Any) -> Iterator[Any]:
    """The alternatives of an annotation, without what is beside it."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _branches(get_args(annotation)[0])
    elif origin in (Union, types.UnionType):
        for branch in get_args(annotation):
            yield from _branches(branch)
    else:
        yield annotation

"""A frozen value is a dataclass that nobody can change, and whose class costs next to nothing until it is used.

`dataclass(frozen=True)` writes and compiles six small functions for a class as soon as that is imported: half a
millisecond each time, of which the commands that score a book pay for some 75 and use half. `frozen` leaves that to the
first value that is made, or the first look at the fields. `dataclasses` then looks at the class as ever, so `fields`,
`replace` and `is_dataclass` know it. Of the functions only `__init__` has to be compiled; what the others do is written
here once for all classes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from functools import cache
from operator import attrgetter
from typing import Any, Final, NoReturn, TypeVar, dataclass_transform, overload

T = TypeVar("T")

_FIELDS: Final = "__dataclass_fields__"
"""Where `dataclasses` looks for the fields of a class."""
_LOCK: Final = threading.RLock()
"""Held while a class is looked at, which two threads may be the first to use."""


@overload
def frozen(kind: type[T], /) -> type[T]: ...


@overload
def frozen(*, kw_only: bool = False) -> Callable[[type[T]], type[T]]: ...


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(kind: type[T] | None = None, /, *, kw_only: bool = False) -> type[T] | Callable[[type[T]], type[T]]:
    """Make a class a frozen dataclass, compared by its fields; what the class defines itself stays.

    kw_only: its fields are given by name. It may be derived from another such class, and not from other dataclasses.
    """

    def made(kind: type[T]) -> type[T]:
        setattr(kind, _FIELDS, _FieldsLater(kind, kw_only=kw_only))
        for name, function in {**_FUNCTIONS, "__init__": _init_later(kind)}.items():
            if vars(kind).get(name) is None:  # Python itself puts None for `__hash__` beside an `__eq__`
                setattr(kind, name, function)
        return kind

    return made if kind is None else made(kind)


class _FieldsLater:
    """The fields of a class, found out when they are asked for."""

    def __init__(self, kind: type[Any], *, kw_only: bool) -> None:
        self.kind = kind
        self.kw_only = kw_only

    def __get__(self, _: object, owner: type[Any]) -> Any:
        with _LOCK:
            if vars(self.kind)[_FIELDS] is self:
                dataclass(init=False, repr=False, eq=False, kw_only=self.kw_only)(self.kind)
        return vars(self.kind)[_FIELDS]


def _init_later(kind: type[Any]) -> Callable[..., None]:
    """Make an `__init__` that makes the real one, and steps aside."""

    def first(self: Any, *given: Any, **named: Any) -> None:
        init: Any = _init(kind)
        kind.__init__ = init
        init(self, *given, **named)

    return first


def _init(kind: type[Any]) -> Callable[..., None]:
    """Compile an `__init__` that takes the fields of a class; a default is made anew where a function makes it."""
    # Two underscores, since a field may have any other name.
    known: dict[str, Any] = {"__missing": MISSING}
    positional: list[str] = []
    by_name: list[str] = []
    body = ["__held = self.__dict__"]
    for one in fields(kind):
        name = value = one.name
        given = name
        if one.default is not MISSING:
            known[f"__default_{name}"] = one.default
            given = f"{name}=__default_{name}"
        elif one.default_factory is not MISSING:
            known[f"__make_{name}"] = one.default_factory
            given, value = f"{name}=__missing", f"__make_{name}() if {name} is __missing else {name}"
        (by_name if one.kw_only else positional).append(given)
        body.append(f"__held[{name!r}] = {value}")
    if hasattr(kind, "__post_init__"):
        body.append("self.__post_init__()")
    taken = ", ".join(["self", *positional, *(["*", *by_name] if by_name else [])])
    exec(f"def __init__({taken}):\n " + "\n ".join(body), known)  # noqa: S102 - of names of fields alone
    init: Callable[..., None] = known["__init__"]
    init.__qualname__ = f"{kind.__qualname__}.__init__"
    return init


# --- What all of them do ----------------------------------------------------------------------------------------------


@cache
def _compared(kind: Any) -> Callable[[Any], Any]:
    return _getter([one.name for one in fields(kind) if one.compare])


@cache
def _hashed(kind: Any) -> Callable[[Any], Any]:
    return _getter([one.name for one in fields(kind) if (one.compare if one.hash is None else one.hash)])


def _getter(names: list[str]) -> Callable[[Any], Any]:
    return attrgetter(*names) if names else lambda _: ()


def _eq(self: Any, other: Any) -> Any:
    kind: Any = self.__class__
    if other.__class__ is not kind:
        return NotImplemented
    values = _compared(kind)
    return values(self) == values(other)


def _hash(self: Any) -> int:
    kind: Any = self.__class__
    return hash(_hashed(kind)(self))


def _repr(self: Any) -> str:
    said = (f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)
    return f"{type(self).__qualname__}({', '.join(said)})"


def _setattr(self: Any, name: str, value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delattr(self: Any, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


_FUNCTIONS: Final = {
    "__eq__": _eq, "__hash__": _hash, "__repr__": _repr, "__setattr__": _setattr, "__delattr__": _delattr,
}  # fmt: skip

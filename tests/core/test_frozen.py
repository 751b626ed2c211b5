"""A frozen value does what a frozen dataclass does, and its class waits for the first use."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import FrozenInstanceError, dataclass, field, fields, is_dataclass, replace
from functools import cached_property
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.frozen import frozen


class Counted:
    """What both of the classes below begin with."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", self.name.strip())  # type: ignore[attr-defined, has-type]


@frozen
class Ours(Counted):
    """A value."""

    name: str
    size: int = 1
    parts: list[int] = field(default_factory=list, hash=False)
    aside: str = field(default="", compare=False, repr=False)

    @cached_property
    def doubled(self) -> int:
        return 2 * self.size


@dataclass(frozen=True)
class Theirs(Counted):
    """The same value."""

    name: str
    size: int = 1
    parts: list[int] = field(default_factory=list, hash=False)
    aside: str = field(default="", compare=False, repr=False)

    @cached_property
    def doubled(self) -> int:
        return 2 * self.size


@frozen(kw_only=True)
class Base:
    """Fields that are given by name."""

    first: int = 1


@frozen(kw_only=True)
class Derived(Base):
    """More of them, of which one has to be given."""

    second: int


arguments = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["a", " b "]),
        "size": st.integers(0, 2),
        "parts": st.lists(st.integers(0, 1), max_size=1),
        "aside": st.sampled_from(["", "x"]),
        "other": st.just(1),
    },
)


def done(function: Callable[[], Any]) -> Any:
    """What a function returns, or the kind of error that it raises."""
    try:
        return function()
    except Exception as error:
        return type(error)


@given(st.lists(st.just("c") | st.integers(0, 2), max_size=3), arguments, arguments)
def test_it_is_made_compared_hashed_shown_and_changed_as_dataclasses_do(
    given_first: list[Any], some: dict[str, Any], others: dict[str, Any]
) -> None:
    def said(kind: Any) -> list[Any]:
        one, other = done(lambda: kind(*given_first, **some)), done(lambda: kind(**others))
        if type(one) is type or type(other) is type:
            return [one if type(one) is type else vars(one), other if type(other) is type else vars(other)]
        return [
            vars(one), list(vars(one)), one == other, one != other, hash(one) == hash(other), one == kind.__name__,
            repr(one).replace(kind.__qualname__, ""), done(lambda: vars(replace(one, **others))),
            one.doubled, dataclasses.asdict(one), copy.deepcopy(one) == one, pickle.loads(pickle.dumps(one)) == one,
        ]  # fmt: skip

    assert said(Ours) == said(Theirs)


def test_nobody_changes_it() -> None:
    value = Ours("a")

    for name in ("name", "new"):
        with pytest.raises(FrozenInstanceError):
            setattr(value, name, "b")
    with pytest.raises(FrozenInstanceError):
        del value.size  # type: ignore[misc]

    assert value == Ours("a")


def test_a_default_that_a_function_makes_is_nobody_elses() -> None:
    assert Ours("a").parts is not Ours("a").parts


def test_fields_of_a_derived_class_come_after_those_of_its_base() -> None:
    assert [one.name for one in fields(Derived)] == ["first", "second"]
    assert (Derived(second=2).first, Derived(second=2) == Base(first=1)) == (1, False)
    with pytest.raises(TypeError, match="missing 1 required keyword-only argument: 'second'"):
        Derived()  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Derived(1, 2)  # type: ignore[misc]


def test_a_field_may_have_any_name() -> None:
    @frozen
    class Odd:
        held: int
        missing: int = 2
        make_held: list[int] = field(default_factory=list)
        default_missing: int = 4
        MISSING: int = 5

    assert vars(Odd(1)) == {"held": 1, "missing": 2, "make_held": [], "default_missing": 4, "MISSING": 5}


def test_what_a_class_defines_itself_stays() -> None:
    @frozen
    class Named:
        name: str
        note: str = ""

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Named) and other.name == self.name

        def __repr__(self) -> str:
            return self.name

    assert Named("a", "x") == Named("a", "y")
    assert repr(Named("a")) == "a"
    assert hash(Named("a", "x")) != hash(Named("a", "y"))


def test_threads_that_use_a_class_first_at_once_all_see_its_fields() -> None:
    for _ in range(20):

        @frozen
        class Fresh:
            a: int = 1
            b: list[int] = field(default_factory=list)

        seen: list[Any] = []
        start = threading.Barrier(4)

        def use(start: threading.Barrier = start, kind: Any = Fresh, seen: list[Any] = seen) -> None:
            start.wait()
            seen.append((vars(kind()), [one.name for one in fields(kind)]))

        threads = [threading.Thread(target=use) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert seen == [({"a": 1, "b": []}, ["a", "b"])] * 4


def test_a_class_is_looked_at_when_it_is_first_used() -> None:
    probe = """
import dataclasses
looked_at = []
really = dataclasses._process_class
def look(kind, *rest):
    looked_at.append(kind.__name__)
    return really(kind, *rest)
dataclasses._process_class = look
from levelbook.core.answers.answers import Step, Vote
assert "Step" not in looked_at and "Vote" not in looked_at
assert dataclasses.is_dataclass(Step) and "Step" in looked_at
Vote(level=1, count=2)
assert "Vote" in looked_at
"""

    subprocess.run([sys.executable, "-c", probe], check=True)


def test_it_is_a_dataclass_to_whoever_asks() -> None:
    assert is_dataclass(Ours)
    assert is_dataclass(Ours("a"))
    assert Ours.__match_args__ == Theirs.__match_args__

"""Options and arguments that take a number are read as people type one: in the ten digits, without `_` or `+`.

click would take for 3 whatever Python does, such as `0_3` or digits of another script, and answer a practice with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from levelbook.core.text.numbers import exact_number, minutes_of_text, whole_number

if TYPE_CHECKING:
    from collections.abc import Callable

    Fail = Callable[..., Any]


def _plain(value: Any, fail: Fail) -> Any:
    """Return a whole number as it is typed; of one below nought, the command says what it takes instead."""
    if not isinstance(value, str):
        return value
    digits = value.strip().removeprefix("-")
    number = whole_number(digits)
    if number is None:
        fail(f"'{value}' is {'too long a' if digits.isascii() and digits.isdigit() else 'not a whole'} number.")
        return None
    return -number if value.strip().startswith("-") else number


class _WholeNumber(click.types.IntParamType):
    """A whole number of any size that a command takes."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return _plain(value, lambda message: self.fail(message, param, ctx))


class WholeNumberIn(click.IntRange):
    """A whole number in a range."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return super().convert(_plain(value, lambda message: self.fail(message, param, ctx)), param, ctx)


class _Share(click.types.FloatParamType):
    """A share of the whole, from 0 to 1."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            share = exact_number(value.strip()) if isinstance(value, str) else value
            if 0 <= share <= 1:
                return float(share)
        except ValueError:
            pass
        return self.fail("Give a share from 0 to 1, such as 0.6.", param, ctx)


class _Minutes(click.types.IntParamType):
    """A length of time in minutes, as people type one."""

    name = "minutes"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return minutes_of_text(value) if isinstance(value, str) else value
        except ValueError:
            return self.fail(f"'{value}' is no length of time. Give minutes, such as 90, or 1h30.", param, ctx)


WHOLE_NUMBER: Final = _WholeNumber()
SHARE: Final = _Share()
MINUTES: Final = _Minutes()

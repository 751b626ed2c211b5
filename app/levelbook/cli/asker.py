"""Asking a person one thing at a time: with questionary in a terminal, as plain numbered lines anywhere else.

Both give None when the person has no more to say (end of input, Ctrl-D, Ctrl-C at a question), never an exception.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from levelbook.cli.output import put
from levelbook.core.text import clean_line

if TYPE_CHECKING:
    from questionary import Question


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen: the key that names it, and its words."""

    key: str
    words: str


class Asker(Protocol):
    """How a person is asked."""

    def choose(self, question: str, options: Sequence[Option], chosen: str | None = None) -> str | None:
        """The key of one option; None when there is no more input."""

    def choose_many(self, question: str, options: Sequence[Option], chosen: Sequence[str] = ()) -> list[str] | None:
        """The keys of several options, possibly none; None when there is no more input."""

    def line(self, question: str, given: str = "") -> str | None:
        """A line of text, possibly empty; None when there is no more input."""


def asker(*, plain: bool = False) -> Asker:
    """The asker for where we are: questionary needs a terminal at both ends."""
    if plain or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return PlainLines()
    return InTerminal()


class PlainLines:
    """Numbered lines on stdout, answers as lines on stdin: no cursor movement, no colour."""

    def choose(self, question: str, options: Sequence[Option], chosen: str | None = None) -> str | None:
        put(question)
        for number, option in enumerate(options, start=1):
            mark = " (as it is)" if option.key == chosen else ""
            put(f"  {number} {option.words}{mark}")
        while (said := self._read("Number: ")) is not None:
            if not said and chosen is not None:
                return chosen
            found = _pick(said, options)
            if found is not None:
                return found
            put(f"“{said}” is none of them. Give a number from 1 to {len(options)}.")
        return None

    def choose_many(self, question: str, options: Sequence[Option], chosen: Sequence[str] = ()) -> list[str] | None:
        put(question + " (several may apply)")
        for number, option in enumerate(options, start=1):
            put(f"  {number} {option.words}{' (as it is)' if option.key in chosen else ''}")
        while (said := self._read("Numbers, with commas: ")) is not None:
            if not said:
                return list(chosen)
            picked = [_pick(part.strip(), options) for part in said.split(",") if part.strip()]
            if picked and all(picked):
                return [key for key in picked if key]
            put(f"“{said}” is not understood. Give numbers from 1 to {len(options)}, such as 1,3.")
        return None

    def line(self, question: str, given: str = "") -> str | None:
        said = self._read(f"{question}{f' [{given}]' if given else ''}: ")
        return given if said == "" else said

    @staticmethod
    def _read(prompt: str) -> str | None:
        sys.stdout.write(prompt)
        sys.stdout.flush()
        try:
            raw = sys.stdin.readline()
        except KeyboardInterrupt:
            raw = ""
        except UnicodeDecodeError:
            put("", "That line is not UTF-8 and was not taken.")
            return "\N{REPLACEMENT CHARACTER}"
        if not sys.stdin.isatty():
            put("")  # what was piped in is not echoed; the next line starts fresh
        return clean_line(raw) if raw else None


def _pick(said: str, options: Sequence[Option]) -> str | None:
    """By number, or by the option's own key."""
    if said.isascii() and said.isdigit() and 1 <= int(said) <= len(options):
        return options[int(said) - 1].key
    return said if any(option.key == said for option in options) else None


class InTerminal:
    """questionary's prompts. It takes texts as they are: nothing in them is markup."""

    def choose(self, question: str, options: Sequence[Option], chosen: str | None = None) -> str | None:
        import questionary

        choices = [questionary.Choice(option.words, option.key) for option in options]
        default = next((choice for choice in choices if choice.value == chosen), None)
        picked: str | None = _asked(questionary.select(question, choices, default=default, qmark=""))
        return picked

    def choose_many(self, question: str, options: Sequence[Option], chosen: Sequence[str] = ()) -> list[str] | None:
        import questionary

        choices = [questionary.Choice(option.words, option.key, checked=option.key in chosen) for option in options]
        picked: list[str] | None = _asked(questionary.checkbox(question, choices, qmark=""))
        return picked

    def line(self, question: str, given: str = "") -> str | None:
        import questionary

        said: str | None = _asked(questionary.text(question, default=given, qmark=""))
        return None if said is None else clean_line(said)


def _asked(prompt: Question) -> Any:
    """The answer; None where the person ended the input instead."""
    try:
        return prompt.unsafe_ask()
    except (KeyboardInterrupt, EOFError):
        return None

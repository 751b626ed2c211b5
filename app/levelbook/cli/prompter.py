"""A prompter puts questions to a person: with questionary in a terminal, as plain numbered lines elsewhere.

Both give None when the person has no more to say: the input has ended, or Ctrl-D was pressed. Ctrl-C interrupts
everything, as anywhere else; so does a `kill` or a closed terminal while a question waits.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final, Protocol

from levelbook.cli.diagnostics import STOPPED, say
from levelbook.cli.interrupts import ToldToEnd, interrupted_by_signals, wait_for_input
from levelbook.cli.output import cursor_moves, fitted, put, put_prompt
from levelbook.cli.parameters import numbers_words
from levelbook.cli.typed_choice import add_keys
from levelbook.core.errors import CouldNotWrite, UsedWrongly
from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import clean_line, clean_lines, has_unreadable_bytes
from levelbook.core.text.numbers import whole_number

HELP: Final = "?"
"""This character alone asks for help at every question, so it is nobody's sentence."""
BACK: Final = "<"
"""Goes back at a question. No choice of a fact can have it as its id."""

PASTE: Final = 0.05
"""Seconds within which the lines of a paste follow each other."""

LONGEST_LINE: Final = 1_000_000
"""Bytes of one line that are read: a pipe may hold a line without an end."""
LONGEST_OF_A_TERMINAL: Final = 4_095 if sys.platform == "linux" else 1_023
"""Bytes of one line that a terminal holds while it is edited: what is typed or pasted behind them is dropped."""
MOST_ALIKE: Final = 100_000
"""Lines in a row that say the same; what a pipe says longer than that has no end."""

if TYPE_CHECKING:
    from prompt_toolkit.application import Application
    from questionary import Question


@frozen
class Option:
    """An option to choose: its key and its words."""

    key: str
    words: str


class Prompter(Protocol):
    """A prompter puts questions to a person, one at a time."""

    unentered: str
    """What was typed at the last question and not entered, where the terminal went or something interrupted it."""

    def choose(
        self, question: str, options: Sequence[Option], chosen: str | None = None, *, leave: str = ""
    ) -> str | None:
        """Ask for one option and return its key; None when there is no more input.

        With `leave`, the words for choosing none of them, an empty key for that.
        """

    def choose_many(
        self, question: str, options: Sequence[Option], chosen: Sequence[str] = (), *, none: str = ""
    ) -> list[str] | None:
        """Ask for several options, possibly none, and return their keys; None when there is no more input.

        With `none`, the key of the option that says so: in a terminal, where Enter alone is easily pressed on a line
        that only the cursor is on, that option has to be chosen.
        """

    def line(self, question: str, given: str = "", *, for_editing: bool = False) -> str | None:
        """Ask for a line of text, possibly empty; None when there is no more input.

        In a terminal, what is typed replaces what the line offers, unless that is offered `for_editing`.
        """

    def pasted(self) -> str:
        """Return the other lines of a paste whose first line was just read, as lines; empty where there are none."""

    def is_heard(self) -> bool:
        """Return whether a person answers who can be asked back; a file or a pipe cannot."""

    def is_over(self) -> bool:
        """Return whether the input is known to have ended."""


def prompter(*, plain: bool = False) -> Prompter:
    """Return the right prompter: questionary needs a terminal for input and output."""
    return InTerminal() if cursor_moves() and not plain else PlainLines()


class PlainLines:
    """Numbered lines on stdout, answers as lines on stdin: no cursor movement, no colour."""

    def __init__(self) -> None:
        self._typed = _Typed()
        self._ahead: bytes | None = None
        """A line that was read ahead."""
        self._last, self._times = b"", 0
        """The last line, and how many times in a row it was read."""
        self.unentered = ""

    def choose(
        self, question: str, options: Sequence[Option], chosen: str | None = None, *, leave: str = ""
    ) -> str | None:
        listed = [
            f"  {number} {option.words}{' (as it is)' if option.key == chosen else ''}"
            for number, option in enumerate(options, start=1)
        ]
        put(question, *listed)
        while (said := self._read(f"Number (Enter: {leave}): " if leave else "Number: ")) is not None:
            if not said and (chosen is not None or leave):
                return chosen or ""
            found = _pick(said, options)
            if found is not None:
                return found
            if said == HELP:
                put(*listed, numbers_words(len(options)))
                continue
            put(f"“{said}” is not in the list. {numbers_words(len(options))}")
        return None

    def choose_many(
        self, question: str, options: Sequence[Option], chosen: Sequence[str] = (), *, none: str = ""
    ) -> list[str] | None:
        listed = [
            f"  {number} {option.words}{' (as it is)' if option.key in chosen else ''}"
            for number, option in enumerate(options, start=1)
        ]
        put(question + " (several may apply)", *listed)
        while (said := self._read("Numbers, with commas, or none: ")) is not None:
            if not said:
                return list(chosen or ([none] if none else []))
            if said == "none":
                return [none] if none else []
            if said == HELP:
                put(*listed, f"{numbers_words(len(options), ',')} none chooses none of them.")
                continue
            picked = [_pick(part, options) for part in said.replace(",", " ").split()]
            if picked and all(picked):
                return [key for key in picked if key]
            put(f"“{said}” is not understood. {numbers_words(len(options), ',')}")
        return None

    def line(self, question: str, given: str = "", *, for_editing: bool = False) -> str | None:
        said = self._read(f"{question}{f' [{given}]' if given else ''}: ")
        return given if said == "" else said

    def pasted(self) -> str:
        return clean_lines(_waiting(sys.stdin.fileno())) if self.is_heard() else ""

    def is_heard(self) -> bool:
        return sys.stdin is not None and sys.stdin.isatty()

    def is_over(self) -> bool:
        if self._ahead is None and sys.stdin is not None and not sys.stdin.isatty():
            with self._kept_or_told():
                self._ahead = self._next()
        return self._ahead == b""

    @contextmanager
    def _kept_or_told(self) -> Iterator[None]:
        """Keep the line at which somebody stops, or say that it is not kept: a terminal may have dropped it."""
        try:
            yield
        except KeyboardInterrupt as stopped:
            self.unentered = self.unentered or _begun_line()
            if self.unentered or isinstance(stopped, ToldToEnd) or not self.is_heard():
                raise
            raise KeyboardInterrupt(f"{STOPPED} A line that you were typing is not kept.") from None

    def _next(self) -> bytes:
        """Read a line; empty at the end. Raises UsedWrongly for input that has no end."""
        with interrupted_by_signals() as told:
            raw = self._typed.line(told)
        self._last, self._times = raw, self._times + 1 if raw == self._last else 1
        if len(raw) > LONGEST_LINE or self._times > MOST_ALIKE:
            what = "has a line of more than 1 MB" if len(raw) > LONGEST_LINE else "repeats one line without an end"
            raise UsedWrongly(f"The input {what}, so no more of it is read.", remedy="All answers before are saved.")
        return raw

    def _read(self, prompt: str) -> str | None:
        with self._kept_or_told():  # from the prompt on: people type once they see it
            put_prompt(prompt)
            raw, self._ahead = self._ahead, None
            if raw is None:
                raw = self._next()
        if not raw or not sys.stdin.isatty():
            put("")  # nobody has pressed Enter; the next line starts fresh
        if not raw:
            return None
        if sys.stdin.isatty() and len(raw.rstrip(b"\r\n")) >= LONGEST_OF_A_TERMINAL:
            say(
                f"The terminal passes on {LONGEST_OF_A_TERMINAL:,} bytes of a line and drops the rest, so the end of "
                "this one may be missing. Look at what was saved, and add the rest as a line of its own."
            )
        return clean_line(_readable(raw, sys.stdin.encoding or "utf-8"))


class _Typed(io.RawIOBase):
    """Lines that are typed or piped: read as far as they are there, and waited for until a signal comes."""

    def __init__(self) -> None:
        self._told: Sequence[KeyboardInterrupt] = ()
        self._buffer = io.BufferedReader(self)

    def line(self, told: Sequence[KeyboardInterrupt]) -> bytes:
        """Read a line; empty at the end. Raises what is `told` before there is one."""
        if sys.stdin is None:
            return b""
        self._told = told
        is_ours = isinstance(sys.stdin.buffer, io.BufferedReader)  # anywhere but in tests
        return (self._buffer if is_ours else sys.stdin.buffer).readline(LONGEST_LINE + 1)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # a reader gives no other buffer
        wait_for_input(sys.stdin.fileno(), self._told)
        for told in self._told:
            raise told
        read = os.read(sys.stdin.fileno(), len(buffer))
        buffer[: len(read)] = read
        return len(read)


def _waiting(terminal: int) -> str:
    """Read what a terminal, by its file descriptor, holds behind a line that was just read.

    These are the other lines of a paste, the last one perhaps without its end.
    """
    import select  # 1 ms, and the next one too, which a pipe does without
    import termios

    before = termios.tcgetattr(terminal)
    by_character = termios.tcgetattr(terminal)
    by_character[3] &= ~termios.ICANON  # else a last line without its end is there only when Enter is pressed
    by_character[6][termios.VMIN] = 1
    rest = b""
    termios.tcsetattr(terminal, termios.TCSANOW, by_character)
    try:
        while select.select([terminal], [], [], PASTE)[0] and (more := os.read(terminal, 65_536)):
            rest += more
    finally:
        termios.tcsetattr(terminal, termios.TCSANOW, before)
    return _readable(rest, "utf-8")


def _begun_line() -> str:
    """Read the line that somebody has begun to type; empty where the terminal is gone, and its line with it."""
    with suppress(Exception):  # whatever a terminal says that is going, there is nothing to read then
        return clean_line(_waiting(sys.stdin.fileno())) if sys.stdin.isatty() else ""
    return ""


def _readable(raw: bytes, encoding: str) -> str:
    """Decode what was typed, and say where a part of it could not be read."""
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        _say_unreadable(encoding)
        return raw.decode(encoding, errors="replace")


def _say_unreadable(encoding: str) -> None:
    say(f"That line is not {encoding.upper()}; unreadable characters are shown as \N{REPLACEMENT CHARACTER}.")


def _pick(said: str, options: Sequence[Option]) -> str | None:
    """Find the option with that number or key."""
    number = whole_number(said)
    if number is not None and 1 <= number <= len(options):
        return options[number - 1].key
    return said if any(option.key == said for option in options) else None


class InTerminal:
    """Prompts of questionary. Texts are shown as they are, without markup."""

    def __init__(self) -> None:
        self.unentered = ""

    def choose(
        self, question: str, options: Sequence[Option], chosen: str | None = None, *, leave: str = ""
    ) -> str | None:
        import questionary  # 90 ms, which a pipe does without

        offered = [Option("", leave), *options] if leave else options
        choices = [questionary.Choice(_wrapped_option(option.words), option.key) for option in offered]
        default = next((choice for choice in choices if choice.value == chosen), None)
        prompt = questionary.select(
            fitted(question, beside=_KEYS_WORDS),
            choices,
            default=default,
            qmark="",
            instruction="(arrow keys, or type)",
            use_jk_keys=False,
        )
        picked: str | None = _asked_in_a_list(prompt, question, offered, many=False)
        return picked

    def choose_many(
        self, question: str, options: Sequence[Option], chosen: Sequence[str] = (), *, none: str = ""
    ) -> list[str] | None:
        import questionary  # 90 ms, which a pipe does without

        choices = [
            questionary.Choice(_wrapped_option(option.words), option.key, checked=option.key in chosen)
            for option in options
        ]
        words = next((option.words for option in options if option.key == none), "")

        def enough(picked: list[str]) -> bool | str:
            return bool(picked or not none) or f"Space chooses, then Enter goes on. “{words}” is in the list too."

        keys = "(space chooses, Enter goes on)"
        prompt = questionary.checkbox(
            fitted(question, beside=_KEYS_WORDS), choices, qmark="", instruction=keys, validate=enough
        )
        picked: list[str] | None = _asked_in_a_list(prompt, question, options, many=True)
        return picked

    def line(self, question: str, given: str = "", *, for_editing: bool = False) -> str | None:
        import questionary  # 90 ms, which a pipe does without

        prompt = questionary.text(fitted(question, beside=20), default=given, qmark="")
        if given and not for_editing:
            _select(prompt.application)
        try:
            said: str | None = _asked(prompt)
        except KeyboardInterrupt:
            self.unentered = clean_line(prompt.application.current_buffer.text)
            raise
        if said is None:  # Ctrl-D ends an empty line alone; a terminal that is gone ends any
            self.unentered = clean_line(prompt.application.current_buffer.text)
        if said is not None and not said.isascii() and has_unreadable_bytes(said):
            _say_unreadable("utf-8")
        return None if said is None else clean_line(said)

    def pasted(self) -> str:
        from prompt_toolkit.input import create_input  # 0 ms, and the next one too: questionary has them loaded
        from prompt_toolkit.input.typeahead import get_typeahead

        ahead = "".join(key.data for key in get_typeahead(create_input()))
        return clean_lines(ahead + _waiting(sys.stdin.fileno()))

    def is_heard(self) -> bool:
        return True

    def is_over(self) -> bool:
        return False


def _select(application: Application[Any]) -> None:
    """Select the text that a line begins with: typing or pasting replaces it; moving the cursor keeps it."""
    from prompt_toolkit.filters import has_selection  # 0 ms, and the others too: questionary has them loaded
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
    from prompt_toolkit.keys import Keys

    pressed = KeyBindings()

    @pressed.add(Keys.BracketedPaste, filter=has_selection)
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.cut_selection()
        event.current_buffer.insert_text(event.data.replace("\r\n", "\n").replace("\r", "\n"))

    def edits(event: KeyPressEvent) -> None:
        event.current_buffer.exit_selection()
        event.key_processor.feed(event.key_sequence[0], first=True)

    for key in ("c-a", "c-b", "c-e", "c-f", "c-k", "c-u", "c-w"):
        pressed.add(key, filter=has_selection)(edits)

    def select() -> None:
        buffer = application.current_buffer
        buffer.cursor_position = 0
        buffer.start_selection()
        if buffer.selection_state is not None:
            buffer.selection_state.enter_shift_mode()
        buffer.cursor_position = len(buffer.text)

    own = [application.key_bindings] if application.key_bindings is not None else []
    application.key_bindings = merge_key_bindings([*own, pressed])
    application.pre_run_callables.append(select)


_KEYS_WORDS = 34
"""Columns that questionary needs after a question for its key hints."""


def _wrapped_option(words: str) -> str:
    """Wrap an option between words, indented behind its pointer and its box."""
    return fitted(words, indent=5, beside=6)


def _asked_in_a_list(prompt: Question, question: str, options: Sequence[Option], *, many: bool) -> Any:
    """Return the key chosen, or a list of `many`; None if the person ended the input instead.

    The list leaves the screen, and the question stays with what was chosen, wrapped between words.
    """
    add_keys(prompt.application, [one.key for one in options], [one.words for one in options], many=many)
    prompt.application.erase_when_done = True
    try:
        picked = _asked(prompt)
    except KeyboardInterrupt:
        with suppress(CouldNotWrite):  # the terminal is gone
            put(question)
        raise
    keys = picked if many else [picked]
    words = "; ".join(one.words for one in options if one.key in (keys or ()))
    put(f"{question} {words}".rstrip() if words or picked is None else f"{question} none of them")
    return picked


def _suspends(application: Application[Any]) -> None:
    """Let Ctrl-Z stop the program as in any other line of a shell; questionary would write its character."""
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings  # 0 ms: they are loaded

    pressed = KeyBindings()

    @pressed.add("c-z", eager=True)
    def _(event: KeyPressEvent) -> None:
        event.app.suspend_to_background()

    own = [application.key_bindings] if application.key_bindings is not None else []
    application.key_bindings = merge_key_bindings([*own, pressed])


def _asked(prompt: Question) -> Any:
    """Return the answer; None if the person ended the input instead."""
    _suspends(prompt.application)
    try:
        with interrupted_by_signals(_Ending(prompt.application)):
            return prompt.application.run(handle_sigint=False)  # it would not hear of one in a list, or at its end
    except EOFError:
        return None


class _Ending:
    """Ends a prompt of questionary when a signal says so, from within its event loop."""

    def __init__(self, application: Application[Any]) -> None:
        self._application = application
        self._told: KeyboardInterrupt | None = None
        application.pre_run_callables.append(self._end_if_told)

    def __call__(self, told: KeyboardInterrupt) -> None:
        self._told = told
        if self._application.loop is not None:  # else the prompt has not begun, and looks when it does, or has ended
            self._application.loop.call_soon_threadsafe(self._end_if_told)

    def _end_if_told(self) -> None:
        answer = self._application.future
        if self._told is not None and answer is not None and not answer.done():
            self._application.exit(exception=self._told)

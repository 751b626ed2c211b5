"""A person at a terminal is asked by lists and lines, and can end each in the same way."""

from __future__ import annotations

import asyncio
import io
import os
import signal
from types import SimpleNamespace
from typing import Any

import pytest
from prompt_toolkit.application import Application, create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from levelbook.cli import prompter
from levelbook.cli.interrupts import ToldToEnd, ended_at_questions
from levelbook.cli.parameters import numbers_words
from levelbook.cli.prompter import LONGEST_OF_A_TERMINAL, InTerminal, Option, PlainLines
from levelbook.core.errors import UsedWrongly

CTRL_D, ENTER, BACKSPACE = "\x04", "\r", "\x7f"
OPTIONS = [Option("a", "First"), Option("b", "Second"), Option("<", "Back")]


def asked(kind: str, typed: str) -> object:
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        keys.send_text(typed)
        if kind == "line":
            return InTerminal().line("What?")
        return InTerminal().choose("Which?", OPTIONS) if kind == "one" else InTerminal().choose_many("Which?", OPTIONS)


@pytest.mark.parametrize("kind", ["line", "one", "many"])
def test_ctrl_d_ends_a_list_as_it_ends_a_line(kind: str) -> None:
    assert asked(kind, CTRL_D) is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Jonas"),
        ("Samir", "Samir"),
        ("\x1b[200~Samir\x1b[201~", "Samir"),
        ("\x1b[C Berg", "Jonas Berg"),
        ("\x05 Berg", "Jonas Berg"),
        (BACKSPACE, ""),
        ("\x15Tom", "Tom"),
    ],
)
def test_what_is_typed_takes_the_place_of_what_a_line_offers_unless_the_cursor_is_moved_first(
    typed: str, said: str
) -> None:
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        keys.send_text(typed + ENTER)
        assert InTerminal().line("Who?", "Jonas") == said


def test_a_sentence_that_is_offered_for_editing_is_added_to_and_not_replaced() -> None:
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        keys.send_text(" in May" + ENTER)
        assert InTerminal().line("Note", "We tried it", for_editing=True) == "We tried it in May"


def test_a_line_is_not_lost_that_somebody_was_typing_when_the_terminal_went(monkeypatch: pytest.MonkeyPatch) -> None:
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        keys.send_text("half a line")
        keys.close()
        closed = InTerminal()
        assert closed.line("What?") is None
    assert closed.unentered == "half a line"

    run = Application.run

    def told_while_typing(prompt: Application[object], **how: Any) -> object:
        def hear() -> None:
            prompt.current_buffer.insert_text("half a line")
            signal.raise_signal(signal.SIGHUP)

        prompt.pre_run_callables.append(hear)
        return run(prompt, **how)

    monkeypatch.setattr(Application, "run", told_while_typing)
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    told = InTerminal()
    try:
        with (
            create_pipe_input() as keys,
            create_app_session(input=keys, output=DummyOutput()),
            pytest.raises(ToldToEnd),
        ):
            told.line("What?")
    finally:
        signal.signal(signal.SIGHUP, before)
    assert told.unentered == "half a line"


def test_a_signal_between_two_steps_of_the_prompt_does_not_make_it_wait_without_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = asyncio.Handle._run
    told: list[asyncio.Handle] = []

    def told_before_the_last_step(step: asyncio.Handle) -> None:
        if not told and prompt and prompt[0].future and prompt[0].future.done():
            told.append(step)
            signal.raise_signal(signal.SIGHUP)
        run(step)

    def too_long(*_: object) -> None:
        raise TimeoutError

    prompt: list[Application[object]] = []
    ask = Application.run
    monkeypatch.setattr(Application, "run", lambda asked, **how: (prompt.append(asked), ask(asked, **how))[1])
    monkeypatch.setattr(asyncio.Handle, "_run", told_before_the_last_step)
    held = signal.signal(signal.SIGHUP, signal.SIG_DFL), signal.signal(signal.SIGALRM, too_long)
    signal.alarm(30)
    try:
        with (
            ended_at_questions(),
            create_pipe_input() as keys,
            create_app_session(input=keys, output=DummyOutput()),
        ):
            keys.send_text(f"a line{ENTER}")
            assert InTerminal().line("What?") == "a line"
            with pytest.raises(ToldToEnd):
                InTerminal().line("And then?")
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGHUP, held[0])
        signal.signal(signal.SIGALRM, held[1])
    assert told


def test_an_interrupt_that_no_key_sent_ends_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    run = Application.run

    def told_in_the_list(prompt: Application[object], **how: Any) -> object:
        prompt.pre_run_callables.append(lambda: signal.raise_signal(signal.SIGINT))
        return run(prompt, **how)

    monkeypatch.setattr(Application, "run", told_in_the_list)
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        keys.send_text(ENTER)  # for one that does not hear of it
        with pytest.raises(KeyboardInterrupt):
            InTerminal().choose("Which?", OPTIONS)


def test_a_line_that_the_terminal_has_cut_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    person, terminal = os.openpty()
    try:
        with os.fdopen(terminal, encoding="utf-8", closefd=False) as lines:
            monkeypatch.setattr("sys.stdin", lines)
            for length in (LONGEST_OF_A_TERMINAL - 1, LONGEST_OF_A_TERMINAL + 100):
                os.write(person, b"w" * length + b"\n")
                said = PlainLines().line("Note")
                assert said is not None and len(said) == min(length, LONGEST_OF_A_TERMINAL)
                told = " ".join(capsys.readouterr().err.split())
                assert ("the end of this one may be missing" in told) == (length > LONGEST_OF_A_TERMINAL)
    finally:
        os.close(person)
        os.close(terminal)


def test_other_keys_choose_as_before() -> None:
    assert asked("one", f"\x1b[B{ENTER}") == "b"
    assert asked("one", "<") == "<"
    assert asked("many", f" {ENTER}") == ["a"]


@pytest.mark.parametrize(
    ("kind", "typed", "chosen"),
    [
        ("one", f"second{ENTER}", "b"),
        ("one", f"b{ENTER}", "b"),
        ("one", f"2{ENTER}", "b"),
        ("one", f"jk{ENTER}{ENTER}", "a"),  # refused, and only then taken from the pointer
        ("one", f"sx{BACKSPACE}{ENTER}", "b"),
        ("one", f"\x1b[200~second\x1b[201~{ENTER}", "b"),
        ("many", f"sec{ENTER}{ENTER}", ["b"]),
        ("many", f"i{ENTER}{ENTER}", []),
        ("many", f"sec first{ENTER}{ENTER}", ["a", "b"]),
    ],
)
def test_letters_typed_in_a_list_choose_or_are_refused(kind: str, typed: str, chosen: object) -> None:
    assert asked(kind, typed) == chosen


def test_enter_alone_leaves_everything_as_it_is_where_that_is_a_choice() -> None:
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        keys.send_text(ENTER)
        assert InTerminal().choose("Which?", OPTIONS, leave="no change") == ""


def test_what_was_chosen_in_a_list_stays_with_its_question(capsys: pytest.CaptureFixture[str]) -> None:
    asked("one", f"b{ENTER}")
    asked("many", f"a b {ENTER}")
    asked("many", ENTER)
    assert capsys.readouterr().out == "Which? Second\nWhich? First; Second\nWhich? none of them\n"


def test_a_list_says_which_numbers_it_takes() -> None:
    assert numbers_words(1) == numbers_words(1, ",") == "There is only number 1."
    assert numbers_words(2, " ") == "Give numbers from 1 to 2, such as 1 2."
    assert numbers_words(5) == "Give a number from 1 to 5."
    assert numbers_words(5, ",") == "Give numbers from 1 to 5, such as 1,3."


def test_a_terminal_that_cannot_move_its_cursor_is_asked_by_plain_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream in ("stdin", "stdout"):
        monkeypatch.setattr(f"sys.{stream}", SimpleNamespace(isatty=lambda: True))
    for term, kind in (("xterm", InTerminal), ("dumb", PlainLines)):
        monkeypatch.setenv("TERM", term)
        assert type(prompter.prompter()) is kind
    monkeypatch.setenv("TERM", "xterm")
    assert type(prompter.prompter(plain=True)) is PlainLines


@pytest.mark.parametrize(("given", "lines"), [(b"2\n" + b"x" * 60, 1), (b"y\n" * 9, 5)])
def test_a_pipe_without_an_end_is_not_read_for_ever(monkeypatch: pytest.MonkeyPatch, given: bytes, lines: int) -> None:
    monkeypatch.setattr(prompter, "LONGEST_LINE", 50)
    monkeypatch.setattr(prompter, "MOST_ALIKE", 5)
    piped = SimpleNamespace(buffer=io.BytesIO(given), encoding="utf-8", isatty=lambda: False)
    monkeypatch.setattr("sys.stdin", piped)
    asking = PlainLines()

    assert all(asking.line("What?") for _ in range(lines))
    with pytest.raises(UsedWrongly, match="no more of it is read"):
        asking.line("What?")

"""When Ctrl-C, a `kill` and a closed terminal are heard."""

from __future__ import annotations

import ctypes
import operator
import os
import select
import signal
import subprocess
import sys
import threading
from functools import partial
from typing import Any

import pytest

from levelbook import __main__
from levelbook.cli import diagnostics
from levelbook.cli.interrupts import ended_at_questions, interrupted_by_signals, stopped_by_ctrl_c, wait_for_input


def test_a_signal_just_before_a_wait_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    reads, writes = os.pipe()
    really = select.select
    tell = partial(getattr(ctypes.CDLL(None), "raise"), int(signal.SIGINT))

    def told_just_before(*waited_for: Any) -> Any:
        return list(map(operator.call, (tell, partial(really, *waited_for))))[1]  # Python runs no handler between them

    monkeypatch.setattr(select, "select", told_just_before)
    late = threading.Timer(60, os.write, (writes, b"a line that ends what would wait without end"))
    late.start()
    try:
        with pytest.raises(KeyboardInterrupt), interrupted_by_signals() as told:
            wait_for_input(reads, told)
        assert not late.finished.is_set()
    finally:
        late.cancel()
        os.close(reads)
        os.close(writes)


def test_an_interrupt_after_the_last_question_of_a_conversation_is_told_once_everything_is_saved() -> None:
    saved = []
    with pytest.raises(KeyboardInterrupt), ended_at_questions():
        signal.raise_signal(signal.SIGINT)
        saved.append("the last answer")
    assert saved


def test_an_interrupt_of_a_command_does_not_say_that_what_it_was_about_is_saved(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert diagnostics.run(lambda: signal.raise_signal(signal.SIGINT)) == 130
    assert capsys.readouterr().err.split("\n") == ["", "Stopped. Earlier answers are saved.", ""]


def test_only_the_first_interrupt_of_a_command_raises() -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), stopped_by_ctrl_c():
        try:
            signal.raise_signal(signal.SIGINT)
        finally:
            assert signal.getsignal(signal.SIGINT) is signal.SIG_DFL
    assert signal.getsignal(signal.SIGINT) is before


def test_where_interrupts_are_ignored_they_stay_so() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        __main__._end_at_once_when_interrupted()
        with stopped_by_ctrl_c(), ended_at_questions(), interrupted_by_signals():
            signal.raise_signal(signal.SIGINT)
    finally:
        assert signal.signal(signal.SIGINT, before) is signal.SIG_IGN


@pytest.mark.parametrize("when", ["before the command line is loaded", "once it has ended"])
def test_an_interrupt_while_nothing_can_be_said_ends_the_process_without_a_word(when: str) -> None:
    tell = "lambda *_: signal.raise_signal(signal.SIGINT)"
    hook = {
        "before the command line is loaded": f"sys.meta_path.insert(0, type('', (), {{'find_spec': {tell}}}))",
        "once it has ended": f"import atexit; atexit.register({tell})",
    }[when]
    program = (
        f"import signal, sys; sys.argv[1:] = ['--version']; from levelbook import __main__\n{hook}\n__main__.main()"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (-signal.SIGINT, "")

"""The program in a real terminal: start, answer, resize, be killed, open again."""

from __future__ import annotations

import errno
import signal
import termios
from io import StringIO
from pathlib import Path
from threading import Thread

import pytest
from textual.drivers._writer_thread import MAX_QUEUED_WRITES

from levelbook.book.session import Session
from levelbook.book.unsaved.drafts import Drafts
from levelbook.store.team_folder import Settings
from levelbook.tui.resumable_driver import PatientWriter
from support.terminal import Terminal, in_python

F3 = "\x1bOR"
RESTORED = b"\x1b[?1049l"
"""The alternate screen was left."""
TAKEN = b"\x1b[?1049h"
"""The alternate screen was gone to."""


@pytest.fixture
def real_book(tmp_path: Path) -> Path:
    path = tmp_path / "book"
    Session.create(path, Settings(team="Retail", questionnaire="genai-security"), who="Noor")
    return path


def levels(book: Path) -> dict[str, int | None]:
    return {name: answer.level for name, answer in Session.open(book).now.book.answers.items()}


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80x24", "120x36"])
def test_answer_resize_be_killed_and_find_everything(real_book: Path, size: tuple[int, int]) -> None:
    with Terminal(real_book, *size) as terminal:
        terminal.shows("not answered yet")
        terminal.press(F3)
        terminal.shows("0  ")
        terminal.press("2")
        terminal.shows("● 2")
        terminal.press("\r")
        terminal.shows("practice 2 of")
        terminal.press("3")
        terminal.shows("● 3")
        terminal.resize(120, 40)
        terminal.shows("F7 Editions")
        terminal.shows("● 3")
        terminal.resize(40, 10)
        terminal.shows("60 by 16")
        terminal.resize(80, 24)
        terminal.shows("● 3")
        terminal.kill(signal.SIGKILL)
    assert sorted(level for level in levels(real_book).values() if level is not None) == [2, 3]
    with Terminal(real_book) as terminal:
        terminal.shows("2 of ")


def test_told_to_end_it_leaves_the_terminal_as_it_was(real_book: Path) -> None:
    with Terminal(real_book, start=in_python) as terminal:
        terminal.shows("not answered yet")
        terminal.press(F3)
        terminal.shows("practice 1 of")
        terminal.press("4")
        terminal.shows("● 4")
        terminal.kill(signal.SIGTERM)
        terminal.drain()
        assert RESTORED in terminal.raw
        assert b"Traceback" not in terminal.raw
    assert 4 in levels(real_book).values()


@pytest.mark.parametrize("stop", [signal.SIGSTOP, signal.SIGTSTP])
def test_stopped_and_continued_from_outside_it_goes_on_and_leaves_the_terminal_as_it_was(
    real_book: Path, stop: signal.Signals
) -> None:
    with Terminal(real_book) as terminal:
        terminal.shows("not answered yet")
        before = terminal.threads()
        for times in (2, 3):
            terminal.kill(stop)
            terminal.until(terminal.is_stopped)
            terminal.kill(signal.SIGCONT)
            terminal.until(lambda times=times: terminal.raw.count(TAKEN) == times)  # type: ignore[misc]

        def is_asked_the_first() -> bool:
            """Whoever takes a terminal throws away what was typed before, so a key may have to be pressed again."""
            if "practice 1 of" not in terminal.text:
                terminal.press(F3)
            return "practice 1 of" in terminal.text

        terminal.until(is_asked_the_first)
        terminal.press("4")
        terminal.shows("● 4")
        assert terminal.threads() == before, "nothing reads the keys a second time"
        terminal.press("q")
        assert terminal.drain() == 0
        assert terminal.modes() & termios.ECHO and terminal.modes() & termios.ICANON
    assert 4 in levels(real_book).values()


def test_a_closed_terminal_ends_it_and_loses_nothing(real_book: Path) -> None:
    with Terminal(real_book) as terminal:
        terminal.shows("not answered yet")
        terminal.press(F3)
        terminal.shows("practice 1 of")
        terminal.press("1")
        terminal.shows("● 1")
        terminal.close()
        terminal.kill(signal.SIGHUP)
        terminal.wait()
    assert 1 in levels(real_book).values()


class Gone(StringIO):
    """A terminal that was closed."""

    def write(self, _: str) -> int:
        raise OSError(errno.EIO, "Input/output error")

    def flush(self) -> None:
        raise OSError(errno.EIO, "Input/output error")


def test_a_terminal_that_is_gone_takes_what_is_written_so_that_the_app_can_end() -> None:
    writer = PatientWriter(Gone())
    writer.start()

    def write() -> None:
        for _ in range(2 * MAX_QUEUED_WRITES):
            writer.write("words")
        writer.stop()

    told = Thread(target=write, daemon=True)
    told.start()
    told.join(30)
    assert not told.is_alive()


def test_q_leaves_with_nothing_to_save(real_book: Path) -> None:
    with Terminal(real_book) as terminal:
        terminal.shows("not answered yet")
        terminal.press("q")
        assert terminal.drain() == 0
        assert RESTORED in terminal.raw


def test_leaving_while_not_saved_says_so_is_exit_5_and_the_answer_is_offered_the_next_time(real_book: Path) -> None:
    answers = real_book / "answers.toml"
    with Terminal(real_book) as terminal:
        terminal.shows("not answered yet")
        terminal.press(F3)
        terminal.shows("practice 1 of")
        answers.chmod(0o444)
        terminal.press("2")
        terminal.shows("NOT SAVED")
        terminal.press("q")
        assert terminal.drain() == 5
        assert b"Not saved: the answer to 1.1." in terminal.raw
        assert b"offers it when the book is opened again." in terminal.raw
    answers.chmod(0o644)
    assert set(levels(real_book).values()) == set()

    with Terminal(real_book) as terminal:
        terminal.shows("Not saved the last time")
        terminal.shows("the answer to 1.1")
        terminal.press("\r")
        terminal.shows("Recovered: the answer to 1.1.")
        terminal.press("q")
        assert terminal.drain() == 0
    assert list(levels(real_book).values()) == [2]
    with Terminal(real_book) as terminal:
        terminal.shows("1 of ")
        assert "Not saved the last time" not in terminal.text


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGHUP])
def test_told_to_end_while_not_saved_it_keeps_the_answer(real_book: Path, told: signal.Signals) -> None:
    answers = real_book / "answers.toml"
    with Terminal(real_book) as terminal:
        terminal.shows("not answered yet")
        terminal.press(F3)
        terminal.shows("practice 1 of")
        answers.chmod(0o444)
        terminal.press("3")
        terminal.shows("NOT SAVED")
        terminal.kill(told)
        assert terminal.drain() == 5
    answers.chmod(0o644)
    with Terminal(real_book) as terminal:
        terminal.shows("Not saved the last time")


@pytest.mark.parametrize("end", ["ctrl+q", "SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT", "closed"])
def test_a_half_typed_note_is_there_again_however_the_app_ended(real_book: Path, end: str) -> None:
    with Terminal(real_book) as terminal:
        terminal.shows("not answered yet")
        terminal.press(F3)
        terminal.shows("practice 1 of")
        terminal.press("m")
        terminal.shows("What was said")
        terminal.press("The cap was a gue")
        terminal.shows("The cap was a gue")
        if end == "ctrl+q":
            terminal.press("\x11")
            terminal.shows("Keep it for later")
            terminal.press("k")
        elif end == "closed":
            terminal.close()
        else:
            terminal.kill(signal.Signals[end])
        if end in ("SIGINT", "SIGQUIT"):
            assert terminal.drain() == 130
            assert RESTORED in terminal.raw
        terminal.wait()
    with Terminal(real_book) as terminal:
        terminal.shows("not answered yet")
        terminal.press(F3)
        terminal.shows("Typed and not saved: “Note")
        terminal.press("m")
        terminal.shows("The cap was a gue")
        terminal.press("ss\x13")
        terminal.shows(" saved ")
    assert [answer.note for answer in Session.open(real_book).now.book.answers.values()] == ["The cap was a guess"]


def test_a_half_typed_note_is_on_the_disk_before_the_app_stops(real_book: Path) -> None:
    """Whoever stops it may never continue it."""
    with Terminal(real_book) as terminal:
        terminal.shows("not answered yet")
        terminal.press(F3)
        terminal.shows("practice 1 of")
        terminal.press("m")
        terminal.shows("What was said")
        terminal.press("The cap was a gue")
        terminal.shows("The cap was a gue")
        terminal.kill(signal.SIGTSTP)
        terminal.until(terminal.is_stopped)
        [draft] = Drafts(Session.open(real_book)).all
        assert list(draft.typed.values()) == ["The cap was a gue"]


def test_bytes_that_are_no_text_are_shown_and_told_and_the_app_goes_on(real_book: Path) -> None:
    """Such as a paste from a terminal, or a file, of another encoding."""
    with Terminal(real_book) as terminal:
        terminal.shows("not answered yet")
        terminal.press(F3)
        terminal.shows("practice 1 of")
        terminal.press("m")
        terminal.shows("What was said")
        terminal.send(b"\x1b[200~Caf\xe9 and more\x1b[201~")
        terminal.shows("Caf\ufffd and more")
        terminal.shows("not UTF-8")
        terminal.press(", typed\x13")
        terminal.shows(" saved ")
    assert [answer.note for answer in Session.open(real_book).now.book.answers.values()] == [
        "Caf\ufffd and more, typed"
    ]


def test_hostile_names_reach_the_terminal_as_words(tmp_path: Path) -> None:
    book = tmp_path / "book"
    Session.create(book, Settings(team="[/] [bold]\x1b]0;title\x07", questionnaire="genai-security"), who="Noor")
    with Terminal(book) as terminal:
        terminal.shows("[/] [bold]␛]0;title␇")
        assert b"\x1b]0;title" not in terminal.raw


def test_a_vote_the_presenter_view_and_the_keys_of_the_interview_in_a_real_terminal(real_book: Path) -> None:
    with Terminal(real_book) as terminal:
        terminal.shows("not answered yet")
        terminal.press(F3)
        terminal.shows("practice 1 of")
        terminal.press("v")
        terminal.shows("abstains")
        terminal.press("1134")
        terminal.shows("4 shown")
        terminal.press("\r")
        terminal.shows("From 1 to 4; the median is 2.")
        terminal.resize(120, 40)
        terminal.shows("They speak first.")
        terminal.press("2")
        terminal.shows("● 2")
        terminal.shows("votes differ: 1 to 4")
        terminal.press("z")
        terminal.until(lambda: "votes differ" not in terminal.text)
        terminal.press("3")
        terminal.shows("● 3")
        terminal.press("\x1b")
        terminal.shows("votes differ")
        terminal.press("\x1a")
        terminal.shows("● 2")
        terminal.press("q")
        assert terminal.drain() == 0
    (answer,) = [answer for answer in Session.open(real_book).now.book.answers.values() if answer.level is not None]
    assert answer.level == 2
    assert sum(vote.count for vote in answer.votes) == 4

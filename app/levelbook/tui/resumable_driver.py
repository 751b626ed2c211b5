"""This terminal driver survives a stop from outside, bytes that are no text, and a terminal that is gone.

Stopped by SIGSTOP, Textual's driver hears only of the continuing, and starts a second time what runs already: a second
thread reads keys, the first is never told to end, and what is taken for the terminal's own modes are those of the app.
A terminal that is closed tells its programs to continue as well; there, nothing is to be started at all.

A paste from a file of another encoding has bytes that are not UTF-8, which end an app of Textual's with a traceback.

A terminal that is gone ends the thread that writes to it. Whatever is written then fills that thread's queue, and once
it is full the app waits for it without end, as after a connection that dropped while an editor was open.
"""

from __future__ import annotations

import termios
from codecs import IncrementalDecoder, getincrementaldecoder
from contextlib import suppress
from functools import partial
from typing import IO

from textual import events
from textual.drivers import linux_driver
from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

NOT_UTF_8 = "The terminal sent bytes that are not UTF-8. They are shown as \N{REPLACEMENT CHARACTER}."


def _lenient_decoder(encoding: str) -> partial[IncrementalDecoder]:
    """Make what Textual's input thread decodes with, which asks for a strict decoder and lets nobody choose."""
    return partial(getincrementaldecoder(encoding), errors="replace")


class _PerhapsGone:
    """A terminal's file that drops what can no longer be written, instead of raising."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, text: str) -> None:
        with suppress(OSError):
            self._file.write(text)

    def flush(self) -> None:
        with suppress(OSError):
            self._file.flush()

    def fileno(self) -> int:
        return self._file.fileno()


class PatientWriter(WriterThread):
    """Goes on taking what is written when the terminal is gone, until it is told to stop."""

    def __init__(self, file: IO[str]) -> None:
        super().__init__(_PerhapsGone(file))  # type: ignore[arg-type]  # it is asked for nothing else of a file


class ResumableDriver(LinuxDriver):
    """Resumes after any stop as after one that it was told about, and reads whatever bytes a terminal sends."""

    def start_application_mode(self) -> None:
        """Take the terminal, with a writer that outlives it."""
        linux_driver.WriterThread = PatientWriter  # type: ignore[attr-defined]  # where Textual takes it from
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual has no types here

    def _sigtstp_application(self, *_: object) -> None:
        """Stop at the next turn of the loop: a signal may arrive while the terminal is being taken."""
        self._loop.call_soon_threadsafe(self._stop)

    def _stop(self) -> None:
        """Stop, once what was typed is on the disk: nobody knows whether the app is ever continued."""
        keep = getattr(self._app, "keep_what_is_typed", None)
        if keep is not None:
            keep()
        super()._sigtstp_application()

    def _sigcont_application(self, *_: object) -> None:
        """Come back at the next turn of the loop, likewise."""
        self._loop.call_soon_threadsafe(self._come_back)

    def _come_back(self) -> None:
        """Leave the terminal first, where nobody did before the stop; then take it again."""
        if self._app.return_code is not None or not self._has_terminal():
            return
        if self._auto_restart and not self._must_signal_resume:
            self.suspend_application_mode()
        super()._sigcont_application()

    def run_input_thread(self) -> None:
        """Read what is typed; what is no text becomes replacement characters."""
        linux_driver.getincrementaldecoder = _lenient_decoder  # type: ignore[attr-defined, assignment]  # likewise
        super().run_input_thread()

    def process_message(self, message: Message) -> None:
        """Pass on what was typed, and say where a part of it could not be read."""
        typed = message.text if isinstance(message, events.Paste) else getattr(message, "character", None)
        if typed and "\N{REPLACEMENT CHARACTER}" in typed:
            self._loop.call_soon_threadsafe(partial(self._app.notify, NOT_UTF_8, severity="warning", markup=False))
        super().process_message(message)

    def _has_terminal(self) -> bool:
        try:
            termios.tcgetattr(self.fileno)
        except termios.error:
            return False
        return True

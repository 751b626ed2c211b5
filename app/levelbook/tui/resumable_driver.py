"""This terminal driver lets an app that was stopped and continued from outside still end properly.

Stopped by SIGSTOP, Textual's driver hears only of the continuing, and starts a second time what runs already: a second
thread reads keys, the first is never told to end, and what is taken for the terminal's own modes are those of the app.
A terminal that is closed tells its programs to continue as well; there, nothing is to be started at all.
"""

from __future__ import annotations

import termios

from textual.drivers.linux_driver import LinuxDriver


class ResumableDriver(LinuxDriver):
    """Resumes after any stop as after one that it was told about."""

    def _sigtstp_application(self, *_: object) -> None:
        """Stop at the next turn of the loop: a signal may arrive while the terminal is being taken."""
        self._loop.call_soon_threadsafe(super()._sigtstp_application)

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

    def _has_terminal(self) -> bool:
        try:
            termios.tcgetattr(self.fileno)
        except termios.error:
            return False
        return True

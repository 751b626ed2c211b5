"""The open app looks at the disk now and then, takes in what others wrote, and says so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from levelbook.book.disk_changes import disk_state, read_settings_again
from levelbook.book.undo_words import named
from levelbook.core.errors import LevelbookError
from levelbook.words.figures import sealed_elsewhere_words

if TYPE_CHECKING:
    from levelbook.tui.app import LevelbookApp

SECONDS_BETWEEN_LOOKS = 3.0
"""Each costs less than a millisecond."""


class DiskWatch:
    """A watch on the disk for changes by others."""

    def __init__(self, app: LevelbookApp) -> None:
        self._app = app
        self.is_paused = False
        """Treat changes on disk up to now as this app's own."""
        self._disk = disk_state(app.session)
        """The folder as it was when it was last looked at."""
        self._last_told = ""
        self._was_closed = False
        """Whether others closed the sitting and nobody was told yet."""

    def taken_in(self) -> None:
        """Take the guide as it is for what is known: this app wrote it. What others wrote meanwhile is still news."""
        self.is_paused = False
        self._disk = replace(self._disk, guide=disk_state(self._app.session).guide)

    def take_in_changes(self) -> bool:
        """Take in what others wrote meanwhile, and tell of it; whether there was anything."""
        if self.is_paused:
            return False  # what comes to the disk now is this app's own
        ballots = self._app.session.ballots
        try:
            self._app.session.take_in_changes()
            changed = self._look_at_disk() or self._app.session.ballots is not ballots
        except LevelbookError as wrong:
            said = " ".join(wrong.lines())
            if said != self._last_told:  # it is looked at often, and said once
                self._app.tell(wrong)
            self._last_told = said
            return False
        self._last_told = ""
        return self.tell_news() or changed

    def _look_at_disk(self) -> bool:
        """Take in settings, editions, sittings, offers and the guide; whether any is another. Raises FileIsWrong.

        An open book goes on with the questionnaire that it was opened with, and says that there is another.
        """
        before, now = self._disk, disk_state(self._app.session)
        if before == now:
            return False
        self._disk = now
        changed = now.guide != before.guide
        if now.offers != before.offers:
            self._app.session.read_offers_again()
            changed = True
        if now.sittings != before.sittings:
            self._app.session.read_sittings_again()
            own = f"{self._app.workshop.day.isoformat()}.toml"
            others_changed = any(name != own for name, *_ in now.sittings ^ before.sittings)
            was_closed = self._app.workshop.sitting.closed
            changed = self._app.workshop.take_in_changes() or others_changed or changed
            self._was_closed = self._app.workshop.sitting.closed and not was_closed
        if now.editions != before.editions:
            changed = self._take_in_editions() or changed
        if now.settings != before.settings:
            self._take_in_settings()
            changed = True
        if now.questionnaire != before.questionnaire:
            self._app.say("The questionnaire has changed. Quit and open the book again to answer it as it is now.")
        return changed

    def _take_in_editions(self) -> bool:
        known = {edition.name for edition in self._app.session.editions.all}
        self._app.session.forget_editions()
        found = [edition.name for edition in self._app.session.editions.all if edition.name not in known]
        found = [*self._app.session.sealed_elsewhere(), *found]
        if found:
            self._app.say(sealed_elsewhere_words(found))
        return bool(found) or len(self._app.session.editions.all) != len(known)

    def _take_in_settings(self) -> None:
        if read_settings_again(self._app.session):
            self._app.say("levelbook.toml names another questionnaire. Quit and open the book again to answer it.")

    def tell_news(self) -> bool:
        """Say what others changed; whether there was anything."""
        news = self._app.session.changed_elsewhere()
        said = ["Others closed the sitting."] if self._was_closed else []
        self._was_closed = False
        if news:
            numbers = self._app.session.questionnaire.numbers
            names = named([numbers.get(name, f"“{name}”") for name in news])
            said.append(f"Others changed {names}. What they wrote is shown now.")
        if said:
            self._app.say(" ".join(said))
        return bool(said)

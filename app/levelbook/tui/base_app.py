"""The base of all our apps applies a person's settings: keys, theme and inks, and no colour under NO_COLOR."""

from __future__ import annotations

from collections.abc import Sequence

from textual.filter import LineFilter

from levelbook.core.errors import FileIsWrong
from levelbook.core.text.cleaning import clean_line
from levelbook.keymap.user_settings import UserSettings
from levelbook.tui.notifications import NotificationsApp
from levelbook.tui.theme import DARK, THEMES, Inks, WithoutColours


class SettingsApp(NotificationsApp):
    """An app with a person's own keys and theme."""

    TITLE = "levelbook"

    def __init__(self, settings: UserSettings | None = None, wrong_settings: FileIsWrong | None = None) -> None:
        """wrong_settings: why the person's own could not be read; the defaults are used then."""
        super().__init__()
        self.was_interrupted = False
        """SIGINT or SIGQUIT ended the app."""
        self._wrong_settings = wrong_settings
        for theme in THEMES:
            self.register_theme(theme)
        settings = settings or UserSettings()
        self.theme = settings.theme
        self.inks = Inks(coloured=not self.no_color)
        self.keys = settings.keys
        """The keys of every command, for what is said of them on the screens."""
        self.set_keymap(settings.keys.keymap())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The inks, for the moment before a theme of ours is chosen."""
        return DARK.variables

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual would turn colours into greys for `NO_COLOR`, which are colours still."""
        return [WithoutColours()] if self.no_color else super().get_line_filters()

    def action_next_theme(self) -> None:
        names = [theme.name for theme in THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)]

    def tell_wrong_settings(self) -> None:
        """Say that the usual keys and colours are used, and why."""
        if self._wrong_settings is not None:
            said = "Your settings have an error, so the default keys and colours are used."
            self.notify(
                clean_line(f"{said} {self._wrong_settings.lines()[0]} `levelbook keys` says more."),
                severity="warning",
                timeout=12,
                markup=False,
            )

"""What is drawn can be read: contrast in every theme, and no colour at all where none is wanted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.color import Color
from textual.theme import Theme

from levelbook.book.session import Session
from levelbook.keymap.user_settings import THEME_NAMES
from levelbook.store.team_folder import Settings
from levelbook.tui.theme import CONTRAST, INKS, THEMES
from support.terminal import Terminal

GROUNDS = ("background", "surface", "panel", "ink-cursor")
DRAWN_ONLY = {"faint"}
"""Inks of lines and dots, in which no word stands."""


def variables(theme: Theme) -> dict[str, str]:
    return {**theme.to_color_system().generate(), **theme.variables}


def luminance(color: Color) -> float:
    """As WCAG 2 defines it."""
    parts = [value / 255 for value in (color.r, color.g, color.b)]
    red, green, blue = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: Color, other: Color) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def pairs(theme: Theme) -> dict[str, float]:
    """Every ink that has a colour, on every ground that it may stand on, with its contrast."""
    colours = variables(theme)
    found = {}
    for name, ink in INKS.items():
        words, _, ground = ink.partition("on ")
        colour = re.search(r"\$([\w-]+)", words)
        if colour is None or name in DRAWN_ONLY:
            continue
        for under in (ground[1:],) if ground else GROUNDS:
            found[f"{name} on {under}"] = ratio(Color.parse(colours[colour[1]]), Color.parse(colours[under]))
    return found


def test_black_on_white_is_21_to_1() -> None:
    assert ratio(Color.parse("#000000"), Color.parse("#ffffff")) == pytest.approx(21)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_words_can_be_read_on_every_ground(theme: Theme) -> None:
    least = 7.0 if theme is CONTRAST else 4.5

    assert len(pairs(theme)) > 50
    assert {pair: figure for pair, figure in pairs(theme).items() if figure < least} == {}


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_the_row_under_the_cursor_has_a_ground_of_its_own(theme: Theme) -> None:
    colours = variables(theme)

    for under in GROUNDS[:3]:
        assert ratio(Color.parse(colours["ink-cursor"]), Color.parse(colours[under])) > 1.08


def test_settings_may_name_exactly_the_themes_there_are() -> None:
    assert tuple(theme.name for theme in THEMES) == THEME_NAMES


COLOUR = re.compile(rb"\x1b\[(?:[0-9:]+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]")


@pytest.fixture(name="real_book", scope="module")
def _real_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("look") / "book"
    Session.create(path, Settings(team="Retail", questionnaire="genai-security"), who="Noor")
    return path


def drive(terminal: Terminal) -> None:
    """Home, interview, a form, a picker, the palette."""
    terminal.shows("not answered yet")
    terminal.press("\x1bOR")
    terminal.shows("practice 1 of")
    terminal.press("u")
    terminal.shows("Who finds out?")
    terminal.press("\x1b")
    terminal.until(lambda: "Who finds out?" not in terminal.text)
    terminal.press("g")
    terminal.shows("Go to")
    terminal.press("\x1b")
    terminal.until(lambda: "Go to" not in terminal.text)
    terminal.press("\x10")
    terminal.shows("Search for commands")


def test_with_no_color_not_one_colour_is_sent(real_book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    with Terminal(real_book) as terminal:
        terminal.shows("not answered yet")
        cursor = next(number for number, line in enumerate(terminal.screen.display) if "▸" in line)
        assert terminal.screen.buffer[cursor][10].reverse, "the row under the cursor stands out"
        drive(terminal)
        assert COLOUR.findall(terminal.raw) == []


def test_without_no_color_there_are_colours(real_book: Path) -> None:
    with Terminal(real_book) as terminal:
        drive(terminal)
        assert COLOUR.findall(terminal.raw) != []

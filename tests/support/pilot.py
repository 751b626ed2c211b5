"""What tests of the TUI share: a small book, a way to wait, and what is on the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input

from levelbook.book.session import Session
from levelbook.core.answers.answers import Answer
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.store import team_folder
from levelbook.store.answers_file import AnswersFile
from levelbook.store.team_folder import Settings
from levelbook.tui.app import LevelbookApp
from levelbook.tui.interview.screen import InterviewScreen
from levelbook.tui.widgets.line_input import SentenceInput
from support.builders import NOON, a_book, tiny_questionnaire

MOST_LOOKS = 1_500
"""How often it is looked whether something has come that a thread or a timer brings; counted, so that a slow machine
has as many."""

Size = tuple[int, int]
SIZES: list[Size] = [(80, 24), (120, 36)]
both_sizes = pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x36"])
"""For what looks or works otherwise where there is more room; all else that takes a `size` is tried at the smaller."""
every_size = pytest.mark.parametrize("size", [*SIZES, (200, 60)], ids=["80x24", "120x36", "200x60"])
"""For pages of text, which may become too wide to read."""

RULES = [
    {
        "when": {"exposure": ["public"]},
        "because": "everybody can reach it",
        "floor": [{"level": 3, "practices": ["s1.p1"]}],
    },
    {"when": {"role": {"only": ["saas"]}}, "because": "the vendor does it", "inherited": ["s2"]},
    {"when": {"role": {"only": ["none"]}}, "because": "you do not use it", "not_applicable": ["s3"]},
]


def a_questionnaire(**changes: Any) -> Questionnaire:
    return tiny_questionnaire(rules=RULES, **changes)


def open_book(
    path: Path,
    questionnaire: Questionnaire | None = None,
    team: str = "Retail",
    answers: Mapping[str, Answer] | None = None,
) -> Session:
    """The book in a folder; a new one with these answers where there is none."""
    asked = questionnaire or a_questionnaire()
    if path.exists():
        folder = team_folder.open_folder(path)
        return Session(folder, asked, AnswersFile.load(folder.answers_path, asked), "Noor", lambda: NOON)
    folder = team_folder.create(path, Settings(team=team, questionnaire="genai-security"))
    file = AnswersFile.create(folder.answers_path, asked, a_book(asked, answers))
    return Session(folder, asked, file, "Noor", lambda: NOON)


async def until(pilot: Pilot[Any], holds: Callable[[], object]) -> None:
    """Wait for a condition, never for a duration."""
    for _ in range(MOST_LOOKS):
        if holds():
            return
        await pilot.pause(0.01)
    raise AssertionError("It never came to hold.")


def text_of(app: App[Any]) -> str:
    """What is on the screen, line by line."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


async def shows(pilot: Pilot[Any], words: str) -> None:
    """Wait until these words are on the screen."""
    try:
        await until(pilot, lambda: words in text_of(pilot.app))
    except AssertionError:
        raise AssertionError(f"“{words}” is not shown on:\n{text_of(pilot.app)}") from None


# The interview


def interview(app: LevelbookApp) -> InterviewScreen:
    screen = app.get_screen("interview")
    assert isinstance(screen, InterviewScreen)
    return screen


def said(session: Session, practice: str = "s1.p1") -> Answer:
    return session.now.book.answer(practice)


def form_field(app: App[Any], name: str) -> Input | SentenceInput:
    """A field of the form that is open, by its id."""
    widget = app.screen.query_one(f"#field-{name}")
    assert isinstance(widget, Input | SentenceInput)
    return widget


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, and wait until what they did is done."""
    await pilot.press(*keys)
    await pilot.pause()


def practice_shown(app: LevelbookApp) -> str:
    """The id of the practice that the interview shows; empty on any other screen."""
    return app.screen.practice_id if isinstance(app.screen, InterviewScreen) else ""

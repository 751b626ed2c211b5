"""Texts that try to be more than text are shown literally on every screen, and end nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from levelbook.book.session import Session
from levelbook.core.answers.answers import Accepted, Answer, Evidence, Step
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.core.text.cleaning import clean, clean_line
from levelbook.store import team_folder
from levelbook.store.answers_file import AnswersFile
from levelbook.store.team_folder import Settings
from levelbook.tui.app import LevelbookApp
from levelbook.tui.base.form_screen import FormScreen
from levelbook.tui.interview.screen import InterviewScreen
from support.builders import NOON, a_book, an_answer
from support.examples import is_large
from support.hostile_texts import HOSTILE
from support.looped import one_of_each_class
from support.pilot import a_questionnaire, text_of, until

DAY = date(2026, 12, 4)
NARROW_AND_TALL = (90, 60)
"""No section list beside the words, so that what wraps can be put together again."""


TEXTS = [text for _, text in HOSTILE if clean_line(text).strip()]
"""All that hold something."""
FIRSTS = list({name.rpartition(" ")[0]: text for name, text in reversed(HOSTILE) if text in TEXTS}.values())
"""One of each class."""
MARKUP = [
    " ".join(text for name, text in HOSTILE if name.startswith("textual markup")),
    " ".join(text for name, text in HOSTILE if name in ("bidi 1", "escape sequence 3")),
    next(text for name, text in HOSTILE if name == "long 3"),
]
"""What would hurt a widget."""
GROUPS = [TEXTS[start : start + 60] for start in range(0, len(TEXTS), 60)]
in_groups = pytest.mark.parametrize("texts", GROUPS, ids=[texts[0][:20].strip() for texts in GROUPS])


LISTS = ("ask", "avoid", "metrics", "meanwhile", "provider_evidence", "references", "threats")


def hostile_questionnaire(texts: list[str]) -> Questionnaire:
    """A practice for each text, which stands in everything that a questionnaire says."""
    asked = a_questionnaire(sections=1, practices=len(texts))
    section = asked.sections[0]

    def spoilt(practice: Any, raw: str) -> Any:
        text = clean_line(raw)
        levels = tuple(
            replace(
                level,
                statement=text,
                criteria=tuple(replace(one, text=text) for one in level.criteria),
                actions=tuple(replace(one, text=text) for one in level.actions),
                evidence=(text,),
            )
            for level in practice.levels
        )
        lists = dict.fromkeys(
            ("ask", "avoid", "metrics", "meanwhile", "provider_evidence", "references", "threats"), (text,)
        )
        return replace(practice, title=text, rule=text, question=text, why=clean(raw), levels=levels, **lists)

    practices = tuple(spoilt(practice, text) for practice, text in zip(section.practices, texts, strict=True))
    facts = tuple(
        replace(
            fact,
            question=clean_line(texts[0]),
            choices=tuple(replace(one, label=clean_line(texts[-1])) for one in fact.choices),
        )
        for fact in asked.facts
    )
    sections = (replace(section, title=clean_line(texts[0]), practices=practices),)
    return replace(asked, facts=facts, sections=sections)


def hostile_book(path: Path, texts: list[str]) -> Session:
    """A book in which each text stands in every field of an answer."""
    asked = hostile_questionnaire(texts)
    name = clean_line(texts[0])
    folder = team_folder.create(path, Settings(team=name, about=name, questionnaire="genai-security"))
    answers = {practice: hostile_answer(text) for practice, text in zip(asked.practices, texts, strict=True)}
    file = AnswersFile.create(folder.answers_path, asked, a_book(asked, answers))
    return Session(folder, asked, file, name, lambda: NOON)


def hostile_answer(text: str) -> Answer:
    step = Step(text=clean_line(text), owner=text, ticket=text, due=date(2026, 1, 1))
    return an_answer(
        1,
        note=text,
        owner=text,
        due=DAY,
        here={"c1-a": text},
        evidence=(Evidence(kind="sampled", reference=text, seen_on=DAY),),
        steps=(step,),
        accepted=Accepted(level=0, by=text, until=DAY, reason=text),
        target=3,
        target_reason=text,
    )


_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def shown_literally(app: LevelbookApp, text: str) -> bool:
    return bare(clean_line(text)) in bare(text_of(app))


def assert_harmless(app: LevelbookApp) -> str:
    """Return what the screen shows, in which nothing may act."""
    shown = text_of(app)
    assert not _FORBIDDEN.search(shown.replace("\n", ""))
    return shown


@in_groups
async def test_hostile_text_in_every_field_is_shown_literally(texts: list[str], tmp_path: Path) -> None:
    session = hostile_book(tmp_path / "book", texts)
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=NARROW_AND_TALL) as pilot:
        await pilot.pause()
        for practice, text in zip(session.questionnaire.practices, texts, strict=True):
            assert isinstance(app.screen, InterviewScreen)
            app.screen.open(practice)
            await pilot.pause()
            shown = assert_harmless(app)
            if len(text) < 60:
                assert bare(clean_line(text)) in bare(shown), text


async def test_hostile_text_ends_no_screen(tmp_path: Path) -> None:
    """One of each class, in a large run all; the interview shows each of them above."""
    texts = TEXTS if is_large() else [text for _, text in one_of_each_class("screens") if text in TEXTS]
    session = hostile_book(tmp_path / "book", texts)
    app = LevelbookApp(session)
    async with app.run_test(size=(80, 200)) as pilot:
        for key in ("f2", "f4", "f5", "f7", "f6", "f8", "f3"):
            await pilot.press(key)
            await pilot.pause()
            assert_harmless(app)
        await pilot.press("slash")
        await pilot.pause()
        assert_harmless(app)


async def test_hostile_text_ends_no_form(tmp_path: Path) -> None:
    session = hostile_book(tmp_path / "book", MARKUP)
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for practice in session.questionnaire.practices:
            for key in ("i", "r", "d", "l", "v", "p", "f", "e", "s", "o", "t", "a", "m", "u", "x"):
                assert isinstance(app.screen, InterviewScreen)
                app.screen.open(practice)
                await pilot.press(key)
                assert len(app.screen_stack) == 3, key
                assert_harmless(app)
                await pilot.press("escape")


def fields(app: LevelbookApp) -> Iterator[Input | TextArea]:
    yield from app.screen.query(Input)
    yield from app.screen.query(TextArea)


async def test_hostile_text_typed_into_a_form_is_kept_clean(session: Session) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for text in FIRSTS:
            await type_and_save(pilot, "x", text[:300])
            assert session.now.book.answer("s1.p1").not_applicable == clean_line(text[:300])
            assert_harmless(app)
        everything = "\n".join(FIRSTS)
        await type_and_save(pilot, "m", everything)
        assert session.now.book.answer("s1.p1").note == clean(everything).strip("\n")


async def type_and_save(pilot: Pilot[None], key: str, text: str) -> None:
    app = pilot.app
    assert isinstance(app, LevelbookApp)
    await pilot.press(key)
    await until(pilot, lambda: isinstance(app.screen, FormScreen))
    for field in fields(app):
        if isinstance(field, Input):
            field.value = text
        else:
            field.text = text
    await pilot.press("ctrl+s")
    await until(pilot, lambda: isinstance(app.screen, InterviewScreen))


async def test_hostile_text_in_a_notice_is_shown_literally(session: Session) -> None:
    app = LevelbookApp(session)
    async with app.run_test(size=(80, 40), notifications=True) as pilot:
        for text in FIRSTS:
            app.clear_notifications()
            app.say(text[:60])
            try:
                await until(pilot, lambda text=text: shown_literally(app, text[:60]))  # type: ignore[misc]
            except AssertionError:
                raise AssertionError(f"{text!r} is not shown on:\n{text_of(app)}") from None
            assert_harmless(app)


@pytest.mark.parametrize("size", [(60, 16), (200, 60)], ids=["60x16", "200x60"])
async def test_very_long_text_breaks_nothing_in_the_smallest_and_the_largest_terminal(
    size: tuple[int, int], tmp_path: Path
) -> None:
    texts = [
        "x" * 2_500,
        "word " * 500,
        "👩\u200d👩\u200d👧 " * 125,
        "\u202eright to left \u05e9\u05dc\u05d5\u05dd " * 75,
    ]
    session = hostile_book(tmp_path / "book", texts)
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for practice in session.questionnaire.practices:
            assert isinstance(app.screen, InterviewScreen)
            app.screen.open(practice)
            for keys in (
                ("2", "down"),
                ("v", *"123", "enter", "escape", "down", "enter"),
                ("i", "end", "escape"),
                ("z", "z"),
                ("C", "C"),
            ):
                await pilot.press(*keys)
                assert_harmless(app)
            assert session.now.book.answer(practice).level == 2

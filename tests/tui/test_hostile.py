"""Texts that try to be more than text are shown literally on every screen, and end nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from driving import a_questionnaire, open_book, text_of, until
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from builders import NOON, a_book, an_answer
from hostile import HOSTILE
from levelbook.core.answers import Accepted, Answer, Evidence, Step
from levelbook.core.questionnaire import Questionnaire
from levelbook.core.text import clean, clean_line
from levelbook.session import Session
from levelbook.store import team_folder
from levelbook.store.answers_file import AnswersFile
from levelbook.store.team_folder import Settings
from levelbook.tui.app import LevelbookApp
from levelbook.tui.screens.interview import InterviewScreen
from levelbook.tui.widgets.form import FormScreen

DAY = date(2026, 12, 4)
NARROW_AND_TALL = (90, 60)
"""No section list beside the words, so that what wraps can be put together again."""


def classes() -> list[tuple[str, list[str]]]:
    """The hostile texts that hold something, by what they try."""
    found: dict[str, list[str]] = {}
    for name, text in HOSTILE:
        if clean_line(text).strip():
            found.setdefault(name.rpartition(" ")[0], []).append(text)
    return list(found.items())


every_class = pytest.mark.parametrize("texts", [texts for _, texts in classes()], ids=[name for name, _ in classes()])


LISTS = ("ask", "avoid", "metrics", "meanwhile", "provider_evidence", "references", "threats")


def hostile_questionnaire(texts: list[str]) -> Questionnaire:
    """A practice for each text, which stands in everything that a questionnaire says."""
    asked = a_questionnaire(sections=1, practices=len(texts))
    section = asked.sections[0]

    def spoilt(practice: Any, raw: str) -> Any:
        text = clean_line(raw)
        levels = tuple(
            level.model_copy(
                update={
                    "statement": text,
                    "criteria": tuple(one.model_copy(update={"text": text}) for one in level.criteria),
                    "actions": tuple(one.model_copy(update={"text": text}) for one in level.actions),
                    "evidence": (text,),
                }
            )
            for level in practice.levels
        )
        lists = dict.fromkeys(
            ("ask", "avoid", "metrics", "meanwhile", "provider_evidence", "references", "threats"), (text,)
        )
        return practice.model_copy(
            update={"title": text, "rule": text, "question": text, "why": clean(raw), "levels": levels, **lists}
        )

    practices = tuple(spoilt(practice, text) for practice, text in zip(section.practices, texts, strict=True))
    facts = tuple(
        fact.model_copy(
            update={
                "question": clean_line(texts[0]),
                "choices": tuple(one.model_copy(update={"label": clean_line(texts[-1])}) for one in fact.choices),
            }
        )
        for fact in asked.facts
    )
    sections = (section.model_copy(update={"title": clean_line(texts[0]), "practices": practices}),)
    return Questionnaire(asked.file.model_copy(update={"facts": facts}), sections, asked.rules)


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


def assert_harmless(app: LevelbookApp) -> None:
    assert not _FORBIDDEN.search(text_of(app).replace("\n", ""))


@every_class
async def test_hostile_text_in_every_field_is_shown_literally_in_the_interview(
    texts: list[str], tmp_path: Path
) -> None:
    session = hostile_book(tmp_path / "book", texts)
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=NARROW_AND_TALL) as pilot:
        await pilot.pause()
        for practice, text in zip(session.questionnaire.practices, texts, strict=True):
            assert isinstance(app.screen, InterviewScreen)
            app.screen.open(practice)
            await pilot.pause()
            assert_harmless(app)
            if len(text) < 60:
                assert shown_literally(app, text), text


@every_class
async def test_hostile_text_ends_no_screen_and_no_form(texts: list[str], tmp_path: Path) -> None:
    session = hostile_book(tmp_path / "book", texts)
    app = LevelbookApp(session)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        for key in ("f2", "f4", "f5", "f7", "f6"):
            await pilot.press(key)
            await pilot.pause()
            assert_harmless(app)
        await pilot.press("f3")
        await pilot.pause()
        for key in ("i", "e", "s", "o", "t", "a", "m", "u", "x", "slash"):
            await pilot.press(key)
            await pilot.pause()
            assert_harmless(app)
            while len(app.screen_stack) > 2:
                await pilot.press("escape")
                await pilot.pause()


def fields(app: LevelbookApp) -> Iterator[Input | TextArea]:
    yield from app.screen.query(Input)
    yield from app.screen.query(TextArea)


@every_class
async def test_hostile_text_typed_into_a_form_is_kept_clean_and_shown(texts: list[str], tmp_path: Path) -> None:
    session = open_book(tmp_path / "book")
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        for text in texts[:4]:
            for key in ("m", "x"):
                await type_and_save(pilot, key, text[:300])
                assert_harmless(app)
        answer = session.book.answer("s1.p1")
        assert answer.not_applicable == clean_line(texts[:4][-1][:300])


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
        await pilot.pause()
        for _, texts in classes():
            app.clear_notifications()
            for text in texts[:3]:
                app.say(text[:60])
            await pilot.pause()
            await until(pilot, lambda texts=texts: shown_literally(app, texts[0][:60]))  # type: ignore[misc]
            assert_harmless(app)

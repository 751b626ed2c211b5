"""Editions: any two are chosen and compared, the trend is drawn, the guides' words are set side by side."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.pilot import Pilot

from levelbook.book.publishing.publish import Publisher
from levelbook.book.sealing import edition_changes as book_changes
from levelbook.book.sealing.seal import seal
from levelbook.book.session import Session
from levelbook.book.sittings.workshop import Workshop
from levelbook.core.answers.answers import Answer, AnswerBook
from levelbook.core.answers.edits import Edit
from levelbook.core.assessment.assessment import PastEdition
from levelbook.core.assessment.scoring import Figures
from levelbook.core.errors import CouldNotWrite
from levelbook.core.text.cleaning import clean_line, spoken_day
from levelbook.store.answers_file import AnswersFile
from levelbook.tui.app import LevelbookApp
from levelbook.tui.editions import plot, trend
from levelbook.tui.editions.rows import NOW, Pair, compared_from, compared_to, picked
from levelbook.tui.editions.screen import EditionsScreen
from levelbook.tui.editions.trend import moved_words
from levelbook.tui.interview.screen import InterviewScreen
from levelbook.tui.widgets.rows import Row, Rows
from levelbook.tui.widgets.view_tabs import ViewTabs
from levelbook.words.practice_changes import KIND_WORDS
from support.builders import a_book, an_assessment, levels, tiny_questionnaire
from support.hostile_texts import HOSTILE
from support.pilot import Size, both_sizes, every_size, shows, text_of, until
from support.published_book import BACKUPS, opened, write_in


@pytest.fixture
def session(root: Path) -> Session:
    return opened(root)


def screen_of(app: LevelbookApp) -> EditionsScreen:
    assert isinstance(app.screen, EditionsScreen)
    return app.screen


def pair_of(app: LevelbookApp) -> tuple[str, str]:
    pair = screen_of(app).pair
    return pair.old, pair.new


async def compared(pilot: Pilot[Any]) -> None:
    """Wait until the screen shows what it was asked for."""
    app = pilot.app
    assert isinstance(app, LevelbookApp)
    await until(pilot, lambda: not screen_of(app).is_comparing)
    await pilot.pause()


def told(app: LevelbookApp) -> str:
    """Everything on the right, however far down."""
    return "\n".join(
        row.lead.plain + row.words.plain + row.right.plain for row in app.screen.query_one("#moved", Rows).rows
    )


# Which two


NAMES = ["a", "b", "c", NOW]


def test_from_takes_now_as_the_end_where_the_end_would_come_first() -> None:
    assert compared_from(NAMES, Pair("a", "b"), "c") == Pair("c", NOW, "c")
    assert compared_from(NAMES, Pair("a", "c"), "b") == Pair("b", "c", "b")
    assert compared_from(NAMES, Pair("a", "b"), NOW) is None


def test_to_takes_the_one_before_where_it_would_end_before_it_begins() -> None:
    assert compared_to(NAMES, Pair("c", NOW), "b") == Pair("a", "b", "b")
    assert compared_to(NAMES, Pair("a", NOW), "c") == Pair("a", "c", "c")
    assert compared_to(NAMES, Pair("b", NOW), "a") is None


def test_the_two_that_were_picked_last_are_compared_the_older_first() -> None:
    pair = picked(NAMES, Pair("b", "c", "c"), "a")
    assert (pair.old, pair.new) == ("a", "c")
    pair = picked(NAMES, pair, NOW)
    assert (pair.old, pair.new) == ("a", NOW)
    assert picked(NAMES, pair, NOW) == pair


@both_sizes
async def test_f_and_t_choose_what_is_compared(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "editions")
    async with app.run_test(size=size) as pilot:
        await shows(pilot, "From first to second")
        await pilot.press("t")
        await shows(pilot, "From first to now")
        assert pair_of(app) == ("first", NOW)
        await pilot.press("down", "f")
        await shows(pilot, "From second to now")
        assert pair_of(app) == ("second", NOW)


@both_sizes
async def test_enter_and_a_click_compare_what_was_picked_last(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "editions")
    async with app.run_test(size=size) as pilot:
        await shows(pilot, "From first to second")
        await pilot.press("enter")
        await shows(pilot, "From second to now")
        await click_on(pilot, "first")
        await shows(pilot, "From first to now")
        assert pair_of(app) == ("first", NOW)


async def click_on(pilot: Pilot[Any], words: str) -> None:
    """Click on the first place where these words stand."""
    for y, shown in enumerate(text_of(pilot.app).split("\n")):
        found = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", shown)
        if found:
            await pilot.click(offset=(found.start(), y))
            return
    raise AssertionError(f"“{words}” is not shown on:\n{text_of(pilot.app)}")


async def test_what_cannot_be_a_beginning_or_an_end_is_said(session: Session) -> None:
    app = LevelbookApp(session, "editions")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await shows(pilot, "From first to second")
        await pilot.press("f")
        await shows(pilot, "Nothing comes after “now”")
        await pilot.press("end", "t")
        await shows(pilot, "No edition comes before this one")
        assert pair_of(app) == ("first", "second")


# What moved


@every_size
async def test_what_moved_begins_with_what_to_look_at(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "editions")
    async with app.run_test(size=size) as pilot:
        await shows(pilot, "From first to second")
        said = told(app)
        for before, after in (
            ("Like for like", "The change"),
            ("The change", "Look here first"),
            ("Look here first", "worse   "),
            ("worse   ", "Newly answered"),
            ("Newly answered", "answered   "),
        ):
            assert said.index(before) < said.index(after)
        assert "1.1  Backups  2 → 1  “The restore took a day”" in said


async def test_a_page_down_from_a_list_that_is_all_in_sight_goes_on_in_what_moved(session: Session) -> None:
    app = LevelbookApp(session, "editions")
    async with app.run_test(size=(80, 24)) as pilot:
        await compared(pilot)
        editions, told = screen_of(app).query_one("#editions", Rows), screen_of(app).query_one("#moved", Rows)
        picked, first = editions.cursor, told.cursor
        assert editions.has_focus
        await pilot.press("pagedown")
        assert told.has_focus and (editions.cursor, told.cursor != first) == (picked, True)


async def test_the_longest_words_for_a_change_stand_apart_from_the_practice(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(KIND_WORDS, "worse", max(KIND_WORDS.values(), key=len))
    app = LevelbookApp(session, "editions")
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "From first to second")
        assert f"{KIND_WORDS['worse']} 1.1  Backups" in told(app)


async def test_a_long_reason_for_what_moved_can_be_read_to_its_end(session: Session) -> None:
    reason = f"{'two managers could not say why; ' * 12}that is the end."
    session.apply("data.backups", Edit(level=0, level_reason=reason))
    app = LevelbookApp(session, "editions")
    async with app.run_test(size=(120, 36)) as pilot:
        await shows(pilot, "From second to now")
        await shows(pilot, "that is the end”")


async def test_enter_on_what_moved_opens_the_practice(session: Session) -> None:
    app = LevelbookApp(session, "editions")
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Look here first")
        await pilot.press("tab", "enter")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen))
        assert isinstance(app.screen, InterviewScreen)
        assert app.screen.practice_id == "data.backups"


async def test_promises_of_last_time_and_what_nobody_looked_at_are_told(session: Session) -> None:
    from datetime import date

    from levelbook.core.answers.edits import StepEdit

    step = StepEdit(text="Try a restore [/]", due=date(2026, 11, 25))
    session.apply("data.backups", Edit(owner="Ana", step=step))
    seal(session, "third")
    app = LevelbookApp(session, "editions")
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("t")
        await pilot.press("down", "f")
        await shows(pilot, "From third to now")
        assert "Promised up to third  1 late" in told(app)
        assert "Try a restore [/] · Ana, by 25 November · late" in told(app), "a step without a name is its owner's"
        assert "Not reviewed" in told(app)
        assert "in the interview c confirms one, L a list" in told(app)


async def test_a_promise_that_was_put_off_is_told_with_both_days(session: Session) -> None:
    from datetime import date

    from levelbook.core.answers.edits import StepEdit

    session.apply("data.backups", Edit(owner="Ana", step=StepEdit(text="Try a restore", due=date(2027, 1, 25))))
    seal(session, "third")
    session.apply("data.backups", Edit(step=StepEdit(number=1, due=date(2027, 2, 25))))
    app = LevelbookApp(session, "editions")
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("t", "down", "f")
        await shows(pilot, "From third to now")
        assert "put off from 25 January to 25 February" in " ".join(told(app).split())


async def test_a_level_that_an_old_file_brought_back_is_told_beside_what_moved_until_now(
    session: Session, root: Path
) -> None:
    session.apply("data.backups", Edit(level=3))
    path = session.folder.answers_path
    in_mid_round = path.read_text("utf-8")
    session.apply("data.backups", Edit(level=2))
    seal(session, "third")
    path.write_text(in_mid_round, "utf-8")
    app = LevelbookApp(opened(root), "editions")
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("t", "down", "f")
        await shows(pilot, "From third to now")
        assert "1 answer says something else than in the last edition" in told(app)


# The views


@every_size
async def test_v_goes_from_what_moved_to_the_trend_to_the_guides_text(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "editions")
    async with app.run_test(size=size) as pilot:
        await shows(pilot, "From first to second")
        await pilot.press("v")
        await shows(pilot, "Overall")
        assert screen_of(app).mode == "trend"
        await pilot.press("v")
        await shows(pilot, "The guide from first to second")
        assert screen_of(app).mode == "text"
        await pilot.press("v")
        await shows(pilot, "From first to second")
        assert screen_of(app).mode == "moved"


@both_sizes
async def test_a_click_on_a_views_name_shows_it(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "editions")
    async with app.run_test(size=size) as pilot:
        await shows(pilot, "From first to second")
        for words, mode in (("Guide text", "text"), ("Trend", "trend"), ("Changes", "moved"), ("next view", "trend")):
            await click_on(pilot, words)
            await until(pilot, lambda mode=mode: screen_of(app).mode == mode)  # type: ignore[misc]
            await compared(pilot)


@every_size
async def test_the_trend_is_a_plot_a_line_for_each_section_and_all_of_it_in_numbers(
    session: Session, size: Size
) -> None:
    app = LevelbookApp(session, "editions")
    async with app.run_test(size=size) as pilot:
        await pilot.press("v")
        await shows(pilot, "Overall")
        await compared(pilot)
        said = told(app)
        for words in ("first", "second", "now", "3┤", "0┤", "●", "┬", "┴", "target"):
            assert words in said.partition("Sections")[0], words
        assert "down 0.5" in said  # 1. Looking after data: 2 to 1.5
        assert "2.0 (1.0–2.5) → 1.5 → 1.5" in said
        numbers = said.partition("In numbers")[2]
        assert "2.0 (0.5–2.8)" in numbers
        assert "answered" in numbers.splitlines()[1] and "…" not in numbers, "every column is there"
        assert "as it is" not in said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [("1.75", "2", "up 0.25"), ("2", "1.5", "down 0.5"), ("1.7", "1.72", "hardly moved"), ("1.7", "1.7", "as before")],
)
def test_a_sections_change_is_what_its_figures_differ_by(first: str, last: str, said: str) -> None:
    """From 1.75 to 2 the screen shows 1.8 → 2.0, which is not up 0.3."""
    now = Figures(level=Fraction(last), low=Fraction(last), high=Fraction(last))

    assert str(moved_words(Fraction(first), Fraction(last), now)) == said


def trend_of(before: AnswerBook, now: AnswerBook) -> list[Row]:
    """The trend of the same practice from one edition to now."""
    first, last = (an_assessment(tiny_questionnaire(1, 1), book) for book in (before, now))
    return trend.rows(replace(last, editions=(PastEdition("first", 1, first.on, lambda: first),)), 76, 20)


def test_a_section_that_has_its_first_level_or_none_any_more_is_not_as_before() -> None:
    questionnaire = tiny_questionnaire(1, 1)
    shown = [row.right.plain for row in trend_of(levels(questionnaire), levels(questionnaire, 1))]
    assert any("first level" in words for words in shown)
    assert not any("as before" in words for words in shown)
    assert str(moved_words(Fraction(1), Fraction(1), Figures(low=Fraction(0), high=Fraction(3)))) == "no level now"


def test_a_share_of_nothing_is_a_dash() -> None:
    book = a_book(tiny_questionnaire(1, 1), {"s1.p1": Answer(not_applicable="No such thing")})
    assert "%" not in trend_of(book, book)[-1].words.plain


async def test_the_trend_goes_with_the_answers(session: Session) -> None:
    app = LevelbookApp(session, "editions")
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("v")
        await shows(pilot, "Overall")
        session.apply("data.backups", Edit(level=3))
        screen_of(app).redraw()
        await until(pilot, lambda: "1.5 → 2.5" in told(app))


@every_size
async def test_the_guides_text_marks_changed_words_and_shows_hostile_ones_literally(
    session: Session, size: Size
) -> None:
    words = "Ours [/] [TODO] \x1b]0;title\x07 \u202etxt"
    write_in(session, BACKUPS, words)
    app = LevelbookApp(session, "editions")
    async with app.run_test(size=size) as pilot:
        await pilot.press("t", "down", "f")
        await shows(pilot, "From second to now")
        await pilot.press("v", "v")
        await shows(pilot, "The guide from second to now")
        await shows(pilot, "[/] [TODO]")
        await shows(pilot, "1.1 Backups")
        assert clean_line(words) in told(app)
        assert "\x1b" not in text_of(app)
        row = next(row for row in app.screen.query_one("#moved", Rows).rows if "Ours" in row.words.plain)
        assert row.lead.plain == "+ "


async def test_the_guides_text_is_still_at_its_beginning_after_the_terminal_became_another_size(
    session: Session,
) -> None:
    app = LevelbookApp(session, "editions")
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("v", "v")
        await shows(pilot, "The guide from first to second")
        await compared(pilot)
        await pilot.press("f1")
        await pilot.resize_terminal(80, 24)
        await pilot.press("escape")
        await compared(pilot)
        await shows(pilot, "The guide from first to second")
        await pilot.press("f3")
        await pilot.resize_terminal(120, 24)
        await pilot.press("f7")
        await compared(pilot)
        assert app.screen.query_one("#moved", Rows).scroll_offset.y == 0


async def test_changed_words_are_told_without_colour(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = LevelbookApp(session, "editions")
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("v", "v")
        await shows(pilot, "The guide from first to second")
        await compared(pilot)
        assert "Level [-2-]{+1+} claimed,{+ was 2,+} target 2" in told(app)


async def test_enter_on_a_part_of_the_guides_text_opens_its_practice(session: Session) -> None:
    app = LevelbookApp(session, "editions")
    async with app.run_test(size=(200, 60)) as pilot:
        await pilot.press("v", "v")
        await shows(pilot, "The guide from first to second")
        await pilot.press("tab", "enter")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen))


async def test_two_guides_that_say_the_same_are_told_so(session: Session) -> None:
    app = LevelbookApp(session, "editions")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("t", "down", "f")
        await pilot.press("v", "v")
        await shows(pilot, "The two guides say the same.")


# In the background


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Comparing waits until it is opened."""
    held, real = Event(), book_changes.guide_changes

    def waits(publisher: Publisher, old: str, new: str) -> Any:
        assert held.wait(60)
        return real(publisher, old, new)

    monkeypatch.setattr(book_changes, "guide_changes", waits)
    yield held
    held.set()


async def test_while_it_compares_it_says_so_and_keys_work(session: Session, gate: Event) -> None:
    app = LevelbookApp(session, "editions")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("v", "v")
        await shows(pilot, "comparing…")
        await pilot.press("t")
        assert pair_of(app) == ("first", NOW)
        await pilot.press("v")
        await shows(pilot, "From first to now")
        gate.set()
        await compared(pilot)
        assert "From first to now" in told(app), "late news about the text changes nothing"


async def test_an_edition_without_its_guide_is_told_in_words(session: Session) -> None:
    (session.editions.edition("first").path / "guide.md").unlink()
    app = LevelbookApp(session, "editions")
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("v", "v")
        await shows(pilot, "guide.md: This file is missing.")
        await pilot.press("v")
        await shows(pilot, "From first to second")


async def test_hostile_names_in_an_edition_are_told_literally_and_end_nothing(session: Session) -> None:
    path = session.editions.edition("first").path / "edition.toml"
    path.write_text(path.read_text("utf-8").replace('name = "first"', 'name = "[/] [@click=app.quit]"'), "utf-8")
    session.forget_editions()
    app = LevelbookApp(session, "editions")
    async with app.run_test(size=(120, 36)) as pilot:
        await shows(pilot, "edition.toml")
        await pilot.press("v", "f", "t", "enter")
        assert isinstance(app.screen, EditionsScreen)


# Sealing


@pytest.mark.parametrize("text", [text for name, text in HOSTILE if name in ("textual markup 1", "bidi 1", "html 1")])
async def test_a_hostile_name_for_an_edition_is_refused_in_words(session: Session, text: str) -> None:
    from textual.widgets import Input

    session.apply("changes.reviews", Edit(owner="Zoe"))
    app = LevelbookApp(session, "editions")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("s")
        await shows(pilot, "Seal an edition")
        app.screen.query_one(Input).value = text
        await pilot.press("enter", "enter")
        await shows(pilot, "cannot be used")
        assert [edition.name for edition in session.editions.all] == ["first", "second"]


async def test_sealing_names_the_sitting_that_is_still_open(session: Session) -> None:
    app = LevelbookApp(session, "editions")
    async with app.run_test(size=(80, 24)) as pilot:
        app.workshop.begin(90, ["Ana"])
        await pilot.press("s")
        await shows(pilot, f"The sitting of {spoken_day(app.workshop.day)} is still open:")


async def test_nothing_is_sealed_that_changed_while_the_form_was_open(session: Session) -> None:
    session.apply("data.backups", Edit(level=3))
    app = LevelbookApp(session, "editions")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("s")
        await shows(pilot, "Signed by")
        Workshop(Session.open(session.folder.path)).begin(60, ["Ana"])
        await pilot.press("ctrl+s")
        await shows(pilot, "The sittings have changed since the book was opened")
        await shows(pilot, "NOT sealed")
        await pilot.press("s")
        await shows(pilot, "Signed by")
        await pilot.press("ctrl+s")
        await shows(pilot, "Sealed edition")


async def test_nothing_is_sealed_while_the_disk_refuses_what_was_said(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise CouldNotWrite("the disk is full")

    app = LevelbookApp(session, "editions")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        with monkeypatch.context() as patch:
            patch.setattr(AnswersFile, "save", full)
            assert app.attempt(lambda: session.apply("data.backups", Edit(level=3))) is None
            await pilot.press("s")
            await shows(pilot, "NOT SAVED: the disk is full")
            assert "Signed by" not in text_of(app)
        await pilot.press("s")
        await shows(pilot, "Signed by")
        await pilot.press("ctrl+s")
        await shows(pilot, "Sealed edition")


async def test_a_name_that_no_edition_can_have_leaves_the_form_open_with_who_signs(session: Session) -> None:
    from textual.widgets import Input

    session.apply("data.backups", Edit(level=3))
    app = LevelbookApp(session, "editions")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("s")
        await shows(pilot, "Signed by")
        for wrong, why in (("Ana, Zoë", "cannot be used"), ("first", "There is already an edition")):
            name, signed = app.screen.query(Input)
            name.value, signed.value = wrong, "Noor"
            await pilot.press("ctrl+s")
            await shows(pilot, why)
            assert "NOT written" not in text_of(app)
        name, _ = app.screen.query(Input)
        name.value = "third"
        await pilot.press("ctrl+s")
        await shows(pilot, "signed by Noor")


async def test_what_was_to_be_found_out_is_told_with_who_and_by_when(session: Session) -> None:
    past = session.now.on - timedelta(days=9)
    session.apply("data.backups", Edit(unsure=True, ask_whom="Lea", ask_by=past))
    seal(session, "third")
    session.apply("data.backups", Edit(note="asked again"))
    app = LevelbookApp(session, "editions")
    async with app.run_test(size=(120, 36)) as pilot:
        await shows(pilot, f"Find out: Backups · Lea, by {spoken_day(past, session.now.on)} · late")


@pytest.mark.parametrize("is_gone", [False, True])
async def test_the_form_names_the_edition_as_it_will_be_called(session: Session, *, is_gone: bool) -> None:
    day = session.now.on.isoformat()
    session.apply("data.backups", Edit(level=3))
    sealed = seal(session)
    session.apply("data.backups", Edit(level=2))
    if is_gone:
        shutil.rmtree(sealed.path)
        session = Session.open(session.folder.path, clock=session.clock)
    app = LevelbookApp(session, "editions")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s")
        await shows(pilot, f"{day}-2 if you leave this empty")


@pytest.mark.parametrize("size", [(100, 30), (120, 36)], ids=["100x30", "120x36"])
async def test_who_signed_an_edition_is_read_in_full_in_the_narrow_list_too(
    session: Session, size: tuple[int, int]
) -> None:
    session.apply("data.backups", Edit(level=3))
    seal(session, "third", signed_by=["Noor", "H. Lindqvist"])
    app = LevelbookApp(session, "editions")
    async with app.run_test(size=size) as pilot:
        await shows(pilot, "Lindqvist")


async def test_those_who_sign_an_edition_are_named_in_the_form_and_in_the_list(session: Session) -> None:
    from textual.widgets import Input

    session.apply("data.backups", Edit(level=3))
    app = LevelbookApp(session, "editions")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("s")
        await shows(pilot, "Signed by")
        name, signed = app.screen.query(Input)
        name.value, signed.value = "third", "Noor, H. Lindqvist; noor"
        await pilot.press("ctrl+s")
        await shows(pilot, "signed by Noor and H. Lindqvist")
    assert session.editions.edition("third").signed_by == ("Noor", "H. Lindqvist")
    assert "signed by Noor and H. Lindqvist" in session.folder.record_path.read_text("utf-8")


async def test_before_the_first_edition_no_key_ends_anything(tmp_path: Path) -> None:
    from support.pilot import open_book

    app = LevelbookApp(open_book(tmp_path / "book"), "editions")
    async with app.run_test(size=(80, 24)) as pilot:
        for key in ("f", "t", "v", "v", "v", "enter", "down"):
            await pilot.press(key)
        await shows(pilot, "Nothing has been sealed yet.")


# The plot by itself


def drawn(levels: list[int], width: int = 60, top: int = 4, *, is_range: bool = False) -> list[str]:
    points = [
        plot.Point(f"e{place}", Fraction(level), Fraction(0), Fraction(top), Fraction(2), is_range)
        for place, level in enumerate(levels)
    ]
    return [line.plain for line in plot.plot(points, top, width, 2)]


def test_a_level_stands_on_the_line_of_its_number() -> None:
    lines = drawn([0, 4, 2])
    for level, tick in ((0, "0┤"), (4, "4┤"), (2, "2┤")):
        assert "●" in next(line for line in lines if tick in line), level


@pytest.mark.parametrize("width", [24, 40, 76, 110])
@pytest.mark.parametrize("count", [1, 2, 7, 30])
def test_a_plot_is_never_wider_than_there_is_room_and_has_every_point(width: int, count: int) -> None:
    shown = plot.fitting(count, width)
    lines = drawn([place % 5 for place in range(shown)], width)

    assert max(map(len, lines)) <= width
    assert sum(line.count("●") for line in lines) == shown


def test_where_something_is_open_the_range_is_drawn_from_end_to_end() -> None:
    column = [line[lines[0].index("┬")] for lines in [drawn([2], is_range=True)] for line in lines[:9]]
    assert column == ["┬", "│", "│", "│", "●", "│", "│", "│", "┴"]
    assert not any("┬" in line for line in drawn([2]))


def test_a_sparkline_has_a_column_for_each_and_a_point_where_nothing_is_known() -> None:
    assert plot.sparkline([Fraction(0), Fraction(2), None, Fraction(4)], 4) == "▁▅·█"


def test_the_modes_line_knows_what_comes_next() -> None:
    modes = ViewTabs({"a": "A", "b": "B"}, "b", "editions-view")
    assert modes.following() == "a"

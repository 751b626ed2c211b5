"""The roadmap: read in any order, filtered, and changed in place; every key is asserted on what the session holds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from levelbook.book.session import Session
from levelbook.core.answers.answers import Accepted, Answer, Step
from levelbook.core.answers.edits import Edit, StepEdit
from levelbook.core.answers.people import NOBODY
from levelbook.core.assessment.roadmap import Count, RoadmapEntry, RoadmapView
from levelbook.core.text.cleaning import clean_line
from levelbook.keymap.effective_keys import Keys
from levelbook.store import team_folder
from levelbook.store.answers_file import AnswersFile
from levelbook.store.team_folder import Settings
from levelbook.tui.app import LevelbookApp
from levelbook.tui.base.form_screen import FormScreen
from levelbook.tui.interview.screen import InterviewScreen
from levelbook.tui.roadmap.rows import UNANSWERED, head, row_subject
from levelbook.tui.roadmap.screen import RoadmapScreen, found_again
from levelbook.tui.widgets.rows import ChoiceRows, Row, Rows
from support.builders import DAY, NOON, a_book
from support.hostile_texts import HOSTILE
from support.pilot import Size, a_questionnaire, both_sizes, form_field, open_book, shows, text_of, until

PAST, SOON = date(2026, 11, 1), date(2026, 12, 18)
ANSWERS = {
    "s1.p1": Answer(level=1, owner="Priya", due=SOON),
    "s1.p2": Answer(
        level=0,
        steps=(
            Step(text="Read the logs", owner="Ana", due=PAST, ticket="RA-1"),
            Step(text="Write it down", owner="Noor"),
        ),
    ),
    "s1.p3": Answer(unsure=True, ask_whom="Tom", ask_by=SOON),
    "s1.p4": Answer(level=2),
    "s2.p1": Answer(level=0, accepted=Accepted(level=0, by="Head", until=SOON, reason="It is being replaced.")),
    **{f"s{section}.p{number}": Answer(level=2) for section, number in ((2, 2), (2, 3), (2, 4))},
    "s3.p1": Answer(level=2, steps=(Step(text="Keep it up", owner="Ana"),)),
    **{f"s3.p{number}": Answer(level=2) for number in (2, 3, 4)},
}


@pytest.fixture
def session(book: Path) -> Session:
    """Three gaps, something to find out, an accepted risk, and a step of a practice that is as high as needed."""
    asked = a_questionnaire()
    folder = team_folder.create(book, Settings(team="Retail", questionnaire="genai-security"))
    answers = {name: answer.signed() for name, answer in ANSWERS.items()}
    file = AnswersFile.create(folder.answers_path, asked, a_book(asked, answers))
    return Session(folder, asked, file, "Noor", lambda: NOON)


def screen_of(pilot: Pilot[None]) -> RoadmapScreen:
    screen = pilot.app.screen
    assert isinstance(screen, RoadmapScreen)
    return screen


def rows_of(pilot: Pilot[None]) -> ChoiceRows:
    return screen_of(pilot).query_one("#gaps", ChoiceRows)


def at(pilot: Pilot[None]) -> tuple[str, str]:
    """What the cursor is on: practice and part."""
    found = row_subject(rows_of(pilot).cursor)
    assert found is not None
    return found.practice_id, found.part


def go(pilot: Pilot[None], practice_id: str, part: str = "0") -> None:
    """Put the cursor on something."""
    rows = rows_of(pilot)
    spots = (row_subject(row.key) for row in rows.rows)
    rows.move_to(next(spot.key for spot in spots if spot and (spot.practice_id, spot.part) == (practice_id, part)))


def listed(pilot: Pilot[None]) -> list[tuple[str, str]]:
    """Everything that is shown, as practice and part."""
    found = (row_subject(row.key) for row in rows_of(pilot).rows)
    return [(one.practice_id, one.part) for one in found if one]


async def opened(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, RoadmapScreen) and rows_of(pilot).rows)


# What is shown


@both_sizes
async def test_gaps_stand_by_wave_with_their_steps_beneath_and_a_suggestion_where_there_is_none(
    session: Session, size: Size
) -> None:
    app = LevelbookApp(session, "roadmap")
    async with app.run_test(size=size) as pilot:
        await shows(pilot, "3 gaps, 1 unsure, 3 open steps, 1 promise late")
        await shows(pilot, "by wave, all shown")
        assert listed(pilot) == [
            ("s1.p3", "0"),
            ("s1.p2", "0"),
            ("s1.p2", "1"),
            ("s1.p2", "2"),
            ("s1.p1", "0"),
            ("s1.p1", "+"),
            ("s2.p1", "0"),
            ("s3.p1", "0"),
            ("s3.p1", "1"),
        ]
        for words in (
            "Read the logs",
            "late 1 Nov",
            "+ S Set up b for level 2.",
            "until 18 Dec",
            "due 18 Dec",
            "ask by 18 Dec",
        ):
            await shows(pilot, words)


@both_sizes
async def test_what_the_cursor_is_on_stands_below_with_all_its_words(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "roadmap")
    async with app.run_test(size=size) as pilot:
        await opened(pilot)
        await pilot.press("down", "down")
        await shows(pilot, "Ana · by 1 November, which was 21 days ago · RA-1")
        await pilot.press("down", "down", "down")
        await shows(pilot, "t adds it as a step")
        await pilot.press("up")
        await shows(pilot, "level 1, Ad hoc, 1 below target · owner Priya, due 18 December")
        await pilot.press("home")
        await shows(pilot, "unsure: Tom finds out by 18 December")


async def test_it_says_when_there_are_no_gaps(session: Session) -> None:
    for practice in session.questionnaire.practices:
        session.apply(practice, Edit(level=2))
    session.apply("s3.p1", Edit(step=StepEdit(number=1, drop=True)))
    session.apply("s1.p2", Edit(step=StepEdit(number=1, drop=True)))
    session.apply("s1.p2", Edit(step=StepEdit(number=1, drop=True)))
    app = LevelbookApp(session, "roadmap")
    async with app.run_test() as pilot:
        await shows(pilot, "No gaps: every practice is on target.")
        await pilot.press("space", "o", "t", "n", "delete", "enter")
        assert isinstance(app.screen, RoadmapScreen)


# QueueProgress


@both_sizes
async def test_enter_goes_to_the_practice_in_the_interview(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "roadmap")
    async with app.run_test(size=size) as pilot:
        await opened(pilot)
        go(pilot, "s3.p1", "1")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen) and app.screen.practice_id == "s3.p1")


async def test_a_click_goes_there_too(session: Session) -> None:
    app = LevelbookApp(session, "roadmap")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.click("#gaps", offset=(6, 4))
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen) and app.screen.practice_id == "s1.p2")


# Changing


@both_sizes
async def test_space_says_that_a_step_is_done_and_that_it_is_not(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "roadmap")
    async with app.run_test(size=size) as pilot:
        await opened(pilot)
        go(pilot, "s1.p2", "1")
        await pilot.press("space")
        assert session.now.book.answer("s1.p2").steps[0].done_on == DAY
        await shows(pilot, "done 22 Nov")
        assert at(pilot) == ("s1.p2", "1")
        await pilot.press("space")
        assert session.now.book.answer("s1.p2").steps[0].done_on is None
        assert at(pilot) == ("s1.p2", "1")


async def test_space_marks_the_step_under_the_cursor_after_others_removed_one_before_it(
    session: Session, book: Path
) -> None:
    session.apply("s1.p2", Edit(step=StepEdit(text="Ask Tom")))
    app = LevelbookApp(session, "roadmap")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        go(pilot, "s1.p2", "2")
        open_book(book).apply("s1.p2", Edit(step=StepEdit(number=1, drop=True)))
        app.on_app_focus()
        await pilot.press("space")
        done = [(step.text, step.done_on) for step in session.now.book.answer("s1.p2").steps]
        assert done == [("Write it down", DAY), ("Ask Tom", None)]


async def test_the_last_step_done_stays_in_sight_also_where_nothing_else_is_owed(session: Session) -> None:
    app = LevelbookApp(session, "roadmap")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        go(pilot, "s3.p1", "1")
        await pilot.press("space")
        assert session.now.book.answer("s3.p1").steps[0].done_on == DAY
        assert at(pilot) == ("s3.p1", "1")
        await pilot.press("space")
        assert session.now.book.answer("s3.p1").steps[0].is_open


async def test_space_on_a_gap_says_where_to_press_it(session: Session) -> None:
    app = LevelbookApp(session, "roadmap")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await opened(pilot)
        before = session.now.book
        await pilot.press("space")
        await shows(pilot, "Move to a step first: space marks it as done.")
        await pilot.press("delete")
        await shows(pilot, "removes it.")
        assert session.now.book == before


@both_sizes
async def test_t_takes_the_suggestion_on_as_a_step_of_the_owners(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "roadmap")
    async with app.run_test(size=size) as pilot:
        await opened(pilot)
        go(pilot, "s1.p1", "+")
        await pilot.press("t")
        step = session.now.book.answer("s1.p1").steps[0]
        assert (step.text, step.from_action, step.owner) == ("Set up b for level 2.", "reach-2-b", "Priya")
        assert at(pilot) == ("s1.p1", "1")
        await pilot.press("t")
        assert [one.from_action for one in session.now.book.answer("s1.p1").steps] == ["reach-2-b", "reach-2-a"]
        await pilot.press("ctrl+z", "ctrl+z")
        assert session.now.book.answer("s1.p1").steps == ()
        assert at(pilot) == ("s1.p1", "+")


async def test_what_a_provider_is_asked_for_is_taken_on_in_words(session: Session) -> None:
    session.set_fact("role", ("saas",))
    session.apply("s2.p2", Edit(level=0))
    app = LevelbookApp(session, "roadmap")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        go(pilot, "s2.p2", "+")
        await pilot.press("t")
        assert [step.text for step in session.now.book.answer("s2.p2").steps] == [
            "Get from the provider: their report on p2"
        ]


@pytest.mark.parametrize("practice_id", ["s1.p3", "s3.p1"])
async def test_nothing_is_taken_on_where_nothing_is_suggested(session: Session, practice_id: str) -> None:
    """Where nobody knows yet where the team stands, and where it is as high as needed."""
    app = LevelbookApp(session, "roadmap")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await opened(pilot)
        before = session.now.book
        go(pilot, practice_id)
        await pilot.press("t")
        await shows(
            pilot, "Find out your level first" if practice_id == "s1.p3" else "There are no more suggestions here."
        )
        assert session.now.book == before


async def fill_in(pilot: Pilot[None], key: str, **values: str) -> None:
    """Open a form by its key, fill it in, and save it."""
    await pilot.press(key)
    await until(pilot, lambda: isinstance(pilot.app.screen, FormScreen))
    for name, value in values.items():
        form_field(pilot.app, name).value = value
    await pilot.press("ctrl+s")
    await until(pilot, lambda: isinstance(pilot.app.screen, RoadmapScreen))


@both_sizes
async def test_o_sets_who_when_and_ticket_of_the_step_under_the_cursor(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "roadmap")
    async with app.run_test(size=size) as pilot:
        await opened(pilot)
        go(pilot, "s1.p2", "2")
        await fill_in(pilot, "o", owner="Jonas", due="18 Dec", ticket="RA-9")
        step = session.now.book.answer("s1.p2").steps[1]
        assert (step.text, step.owner, step.due, step.ticket) == ("Write it down", "Jonas", SOON, "RA-9")
        assert at(pilot) == ("s1.p2", "2")
        await shows(pilot, "Jonas")


async def test_o_on_a_gap_sets_its_owner_and_day(session: Session) -> None:
    app = LevelbookApp(session, "roadmap")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        go(pilot, "s1.p2")
        await fill_in(pilot, "o", owner="Jonas", due="end of january")
        answer = session.now.book.answer("s1.p2")
        assert (answer.owner, answer.due) == ("Jonas", date(2027, 1, 31))
        assert at(pilot) == ("s1.p2", "0")


async def test_o_on_something_unsure_sets_who_finds_out_by_when_and_it_stays_unsure(session: Session) -> None:
    app = LevelbookApp(session, "roadmap")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await fill_in(pilot, "o", whom="Ana", by="friday")
        answer = session.now.book.answer("s1.p3")
        assert (answer.status, answer.ask_whom, answer.ask_by) == ("unsure", "Ana", date(2026, 11, 27))


async def test_o_on_an_accepted_risk_sets_who_answers_for_it_until_when(session: Session) -> None:
    app = LevelbookApp(session, "roadmap")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        go(pilot, "s2.p1")
        await fill_in(pilot, "o", by="H. Lindqvist", until="Q1")
        accepted = session.now.book.answer("s2.p1").accepted
        assert accepted is not None
        assert (accepted.by, accepted.until, accepted.reason) == (
            "H. Lindqvist",
            date(2027, 3, 31),
            "It is being replaced.",
        )


async def test_a_form_that_is_left_changes_nothing(session: Session) -> None:
    app = LevelbookApp(session, "roadmap")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        before = session.now.book
        for key in ("o", "n"):
            await pilot.press(key)
            await until(pilot, lambda: isinstance(app.screen, FormScreen))
            await pilot.press("x", "escape", "down", "enter")
            await until(pilot, lambda: isinstance(app.screen, RoadmapScreen))
        assert session.now.book == before


async def test_n_adds_a_step_in_own_words(session: Session) -> None:
    app = LevelbookApp(session, "roadmap")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        go(pilot, "s1.p1")
        await fill_in(pilot, "n", text="Talk to the vendor", due="3 days ago")
        step = session.now.book.answer("s1.p1").steps[0]
        assert (step.text, step.owner, step.due) == ("Talk to the vendor", "Priya", date(2026, 11, 19))
        await shows(pilot, "late 19 Nov")
        assert at(pilot) == ("s1.p1", "1")


async def test_delete_drops_a_step_and_undo_brings_it_back(session: Session) -> None:
    session.apply("s1.p2", Edit(step=StepEdit(number=2, text="Ask Tom.")))
    app = LevelbookApp(session, "roadmap")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await opened(pilot)
        go(pilot, "s1.p2", "2")
        before = session.now.book.answer("s1.p2").steps
        await pilot.press("delete")
        await shows(pilot, "Removed step “Ask Tom”. ctrl+z brings it back.")
        assert session.now.book.answer("s1.p2").steps == before[:1]
        assert at(pilot) == ("s1.p2", "1")
        await pilot.press("ctrl+z")
        assert session.now.book.answer("s1.p2").steps == before


async def test_a_change_is_on_disk_at_once_and_a_refusal_loses_nothing(session: Session, book: Path) -> None:
    app = LevelbookApp(session, "roadmap")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        go(pilot, "s1.p2", "1")
        await pilot.press("space")
        assert open_book(book).now.book.answer("s1.p2").steps[0].done_on == DAY
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        form_field(app, "text").value = ""
        await pilot.press("ctrl+s")
        await shows(pilot, "Describe the step.")
        assert session.now.book.answer("s1.p2").steps[0].text == "Read the logs"


# Reading it otherwise


@pytest.mark.parametrize(
    ("letter", "sort", "words"),
    [
        ("o", "owner", "by owner, all shown"),
        ("s", "section", "by section, all shown"),
        ("d", "date", "by date, all shown"),
        ("w", "roadmap", "by wave, all shown"),
    ],
)
async def test_s_sorts_and_the_cursor_stays_on_the_same_thing(
    session: Session, letter: str, sort: str, words: str
) -> None:
    app = LevelbookApp(session, "roadmap")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        go(pilot, "s1.p2", "2")
        await pilot.press("s", letter)
        await shows(pilot, words)
        assert screen_of(pilot).roadmap_view == RoadmapView(sort=sort)  # type: ignore[arg-type]
        assert at(pilot) == ("s1.p2", "2")


async def test_by_owner_each_has_a_heading_and_nobodys_comes_last(session: Session) -> None:
    session.apply("s1.p4", Edit(level=0))
    app = LevelbookApp(session, "roadmap")
    async with app.run_test(size=(80, 40)) as pilot:
        await opened(pilot)
        await pilot.press("s", "o")
        await shows(pilot, "No owner")
        headings = [row.words.plain.strip() for row in rows_of(pilot).rows if not row.key and row.words]
        assert headings == ["Ana", "Head", "Noor", "Priya", "Tom", "No owner"]


@pytest.mark.parametrize(
    ("keys", "roadmap_view", "words", "shown"),
    [
        (("f", "l"), RoadmapView(late=True), "only what is late", [("s1.p2", "0"), ("s1.p2", "1")]),
        (("l",), RoadmapView(late=True), "1 of 3 gaps, 1 open step, 1 promise late", [("s1.p2", "0"), ("s1.p2", "1")]),
        (("f", "m"), RoadmapView(who="Noor"), "only Noor's", [("s1.p2", "0"), ("s1.p2", "2")]),
        (("f", "n"), RoadmapView(who=NOBODY), "Nothing matches: no owner", []),
        (("l", "l"), RoadmapView(), "by wave, all shown", None),
        (("l", "f", "m"), RoadmapView(who="Noor", late=True), "Nothing matches: Noor's · what is late", []),
        (("l", "f", "m", "f", "e"), RoadmapView(), "by wave, all shown", None),
    ],
)
async def test_f_and_l_show_only_some_and_it_is_said_in_words(
    session: Session, keys: tuple[str, ...], roadmap_view: RoadmapView, words: str, shown: list[tuple[str, str]] | None
) -> None:
    app = LevelbookApp(session, "roadmap")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press(*keys)
        await shows(pilot, words)
        assert screen_of(pilot).roadmap_view == roadmap_view
        assert shown is None or listed(pilot) == shown


async def test_a_person_and_a_section_are_chosen_from_the_list(session: Session) -> None:
    app = LevelbookApp(session, "roadmap")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        for key in ("who:Ana", "section:s3"):
            await pilot.press("f")
            await shows(pilot, "Filter")
            app.screen.query_one(ChoiceRows).move_to(key)
            await pilot.press("enter")
            await opened(pilot)
        assert screen_of(pilot).roadmap_view == RoadmapView(who="Ana", section="s3")
        assert listed(pilot) == [("s3.p1", "0"), ("s3.p1", "1")]
        await shows(pilot, "only Ana's · 3 Section s3")
        await pilot.press("f", "escape")
        assert screen_of(pilot).roadmap_view == RoadmapView(who="Ana", section="s3")


async def test_what_was_just_changed_stays_in_sight_until_it_is_read_otherwise(session: Session) -> None:
    app = LevelbookApp(session, "roadmap")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("l")
        go(pilot, "s1.p2", "1")
        await pilot.press("space")
        assert session.now.book.answer("s1.p2").steps[0].done_on == DAY
        assert at(pilot) == ("s1.p2", "1")
        await pilot.press("l", "l")
        await shows(pilot, "Nothing matches: what is late.")


def test_the_cursor_goes_to_what_is_nearest_when_its_thing_is_gone() -> None:
    rows = [Row(key=f"0|{name}") for name in ("s1.p1|0", "s1.p1|1", "s1.p2|0", "s1.p3|0")]
    before = [row.key for row in rows]

    assert found_again("0|s1.p1|2", before, rows) == "0|s1.p1|1"
    assert found_again("0|s1.p1|+", before, rows) == "0|s1.p1|1"
    assert found_again("7|s1.p2|0", before, rows) == "0|s1.p2|0"
    assert found_again("0|s1.p2|0", before, rows[:1] + rows[3:]) == "0|s1.p3|0"
    assert found_again("0|s1.p3|0", before, rows[:2]) == "0|s1.p1|1"
    assert found_again("0|s1.p3|0", before, []) is None
    assert found_again("", before, rows) is None


# Hostile, and much


async def test_hostile_names_steps_and_tickets_are_shown_literally_and_end_nothing(book: Path) -> None:
    texts = [text for name, text in HOSTILE if name.startswith(("textual markup", "escape", "bidi", "long"))]
    texts = [text for text in texts if clean_line(text).strip()]
    asked = a_questionnaire(sections=2, practices=(len(texts) + 1) // 2)
    answers = {
        name: Answer(
            level=0,
            owner=clean_line(text)[:2000],
            steps=(Step(text=clean_line(text), owner=clean_line(text), ticket=clean_line(text), due=PAST),),
        ).signed()
        for name, text in zip(asked.practices, texts, strict=False)
    }
    folder = team_folder.create(book, Settings(team="Retail", questionnaire="genai-security"))
    file = AnswersFile.create(folder.answers_path, asked, a_book(asked, answers))
    hostile = Session(folder, asked, file, clean_line(texts[0]), lambda: NOON)
    app = LevelbookApp(hostile, "roadmap")
    async with app.run_test(size=(140, 60)) as pilot:
        await opened(pilot)
        for keys in (("s", "o"), ("s", "d"), ("f", "m"), ("f", "escape"), ("f", "e"), ("o", "escape"), ("n", "escape")):
            await pilot.press(*keys)
            assert "\x1b" not in text_of(app)
            assert "\u202e" not in text_of(app)
        await pilot.press("end")
        await shows(pilot, "late 1 Nov")
        detail = screen_of(pilot).query_one("#detail", Rows)
        for row in list(rows_of(pilot).rows):
            rows_of(pilot).move_to(row.key)
            screen_of(pilot)._show_detail()
            assert detail.rows or not row.key


async def test_of_two_thousand_gaps_only_those_in_sight_are_drawn_and_none_is_compared_with_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[RoadmapEntry] = []

    def compare(one: RoadmapEntry, other: object) -> bool:
        compared.append(one)
        return one is other

    monkeypatch.setattr(RoadmapEntry, "__eq__", compare)
    asked = a_questionnaire(sections=20, practices=100)
    session = open_book(tmp_path / "large", asked)
    app = LevelbookApp(session, "roadmap")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("u")
        await shows(pilot, "0 gaps, 2000 not answered, 0 open steps")
        rows = rows_of(pilot)
        assert len(listed(pilot)) == 2000
        assert len(rows._layout.drawn) < 60
        assert len(compared) < 10_000
        await pilot.press("end", "o")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        app.screen.query_one("#field-owner", Input).value = "Ana"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, RoadmapScreen))
        assert session.now.book.answer("s20.p100").owner == "Ana"
        assert at(pilot) == ("s20.p100", "0")


async def test_what_nobody_has_answered_is_one_line_unless_it_is_asked_for(tmp_path: Path) -> None:
    session = open_book(tmp_path / "open")
    session.apply("s1.p2", Edit(level=0))
    session.apply("s2.p1", Edit(owner="Ana"))  # not answered, and still somebody's
    app = LevelbookApp(session, "roadmap")
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "1 gap, 11 not answered, 0 open steps")
        await shows(pilot, "10 practices not answered yet")
        assert {found.practice_id for row in rows_of(pilot).rows if (found := row_subject(row.key))} == {
            "s1.p2",
            "s2.p1",
        }
        await pilot.press("u")
        await until(pilot, lambda: sum(row_subject(row.key) is not None for row in rows_of(pilot).rows) >= 12)
        await pilot.press("u")
        await shows(pilot, "10 practices not answered yet")
        while not rows_of(pilot).cursor.startswith(UNANSWERED):
            await pilot.press("down")
        await pilot.press("enter")
        await until(pilot, lambda: sum(row_subject(row.key) is not None for row in rows_of(pilot).rows) >= 12)


@both_sizes
async def test_where_every_action_is_done_it_asks_whether_the_level_holds_by_now(session: Session, size: Size) -> None:
    for action in session.questionnaire.practices["s1.p1"].level(2).actions:
        session.apply("s1.p1", Edit(step=StepEdit(text=action.text, from_action=action.id, done_on=PAST)))
    app = LevelbookApp(session, "roadmap")
    async with app.run_test(size=size) as pilot:
        await opened(pilot)
        while at(pilot)[0] != "s1.p1":
            await pilot.press("down")
        await shows(pilot, "Are you at level 2 now?")


def test_the_first_line_leaves_out_that_all_is_shown_before_it_cuts_what_is_counted(session: Session) -> None:
    found = Count(gaps=28, unsure=1, unanswered=3, steps=9, late=4)
    narrow, wide = (
        head(session, RoadmapView(), found, found, Keys(), width=width)[0].right.plain for width in (80, 112)
    )
    assert (narrow, wide) == ("by wave", "by wave, all shown")

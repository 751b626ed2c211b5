"""Home: promises first, then where the team stands, then what waits; on one screen, and in text without a terminal."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from levelbook.book import summary
from levelbook.book.sealing.seal import seal
from levelbook.book.session import Session
from levelbook.book.sittings import parked_items
from levelbook.book.sittings.close import Closing
from levelbook.book.sittings.workshop import Workshop, list_of
from levelbook.core.answers.answers import Evidence, Vote
from levelbook.core.answers.edits import Edit, StepEdit
from levelbook.core.assessment.roadmap import RoadmapView
from levelbook.core.text.cleaning import clean_line
from levelbook.store import sittings_file, team_folder
from levelbook.store.answers_file import AnswersFile
from levelbook.store.git import Git
from levelbook.store.team_folder import Settings
from levelbook.tui.app import LevelbookApp
from levelbook.tui.confirm_list.screen import ConfirmScreen
from levelbook.tui.guide.screen import GuideScreen
from levelbook.tui.home.screen import HomeScreen
from levelbook.tui.interview.screen import InterviewScreen
from levelbook.tui.roadmap.screen import RoadmapScreen
from levelbook.tui.widgets.rows import ChoiceRows
from support.builders import NOON, a_book, tiny_questionnaire
from support.demo_book import copied_demo
from support.hostile_texts import HOSTILE
from support.later_rounds import as_sealed, hand_in
from support.pilot import Size, a_questionnaire, both_sizes, open_book, practice_shown, shows, text_of, until

PAST = date(2026, 11, 1)


def list_with(pilot: Pilot[None], part: str) -> tuple[ChoiceRows, str]:
    """The list that has a row whose key holds this, and that key."""
    for rows in pilot.app.screen.query(ChoiceRows):
        for row in rows.rows:
            if part in row.key and rows.display:
                return rows, row.key
    raise AssertionError(f"No row has “{part}” on:\n{text_of(pilot.app)}")


def keys(pilot: Pilot[None]) -> list[str]:
    """The keys of all rows that are shown."""
    return [row.key for rows in pilot.app.screen.query(ChoiceRows) for row in rows.rows if row.key]


async def choose(pilot: Pilot[None], part: str) -> None:
    """Go to the row whose key holds this, and press Enter."""
    await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen) and keys(pilot))
    rows, key = list_with(pilot, part)
    rows.focus()
    rows.move_to(key)
    await pilot.press("enter")


async def test_a_copied_sitting_is_told_as_one_that_needs_a_look(session: Session) -> None:
    folder = session.folder.sittings_path
    sittings_file.change(folder, session.now.on, lambda sitting: sitting.changed(team="Another team"))
    app = LevelbookApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "There are sittings that need a look.")


def in_a_second_round(book: Path, *, days: int = 10) -> Session:
    """A book with an edition of the shipped questionnaire, and a sitting some days later."""
    made = book.parent.parent / f"in-a-second-round-of-{days}-days"
    if not made.exists():
        _seal_a_first_round(made, NOON - timedelta(days=days))
    shutil.copytree(made, book)
    return Session.open(book, who="Noor", clock=lambda: NOON)


def _seal_a_first_round(folder: Path, now: datetime) -> None:
    session = Session.create(folder, Settings(team="Retail"), who="Noor", clock=lambda: now)
    first = next(iter(session.questionnaire.practices))
    session.apply(first, Edit(level=1, step=StepEdit(text="Promised then", owner="Ana", due=PAST)))
    session.apply(first, Edit(step=StepEdit(text="Promised too", owner="Ana")))
    seal(session)


# Promises


@both_sizes
async def test_late_promises_come_first_the_oldest_on_top_and_enter_opens_them(session: Session, size: Size) -> None:
    session.apply("s2.p3", Edit(level=1, step=StepEdit(text="Read the logs", owner="Ana", due=PAST)))
    session.apply("s1.p2", Edit(unsure=True, ask_whom="Tom", ask_by=PAST - timedelta(days=1)))
    app = LevelbookApp(session)
    async with app.run_test(size=size) as pilot:
        await shows(pilot, "Promises")
        await shows(pilot, "2 late")
        assert "kept" not in text_of(app)
        assert [key for key in keys(pilot) if "#late" in key] == ["practice:s1.p2#late0", "practice:s2.p3#late1"]
        for words in ("Find out: P2", "late 31 Oct", "Read the logs", "late 1 Nov"):
            await shows(pilot, words)
        await choose(pilot, "s2.p3#late")
        await until(pilot, lambda: practice_shown(app) == "s2.p3")


async def test_a_gap_whose_own_day_is_past_is_late_too(session: Session) -> None:
    session.apply("s1.p1", Edit(level=0, owner="Priya", due=PAST))
    app = LevelbookApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Close the gap: P1")


async def test_of_many_late_ones_the_rest_are_counted_and_lead_to_the_roadmap(session: Session) -> None:
    for number in range(1, 5):
        session.apply(f"s1.p{number}", Edit(level=1, step=StepEdit(text=f"Step {number}", due=PAST)))
    app = LevelbookApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "and 2 more are late")
        assert sum("#late" in key for key in keys(pilot)) == 2
        await choose(pilot, "late:")
        await until(pilot, lambda: isinstance(app.screen, RoadmapScreen))
        assert isinstance(app.screen, RoadmapScreen)
        assert app.screen.roadmap_view == RoadmapView(late=True)
        await shows(pilot, "only what is late")


async def test_on_the_first_round_nothing_is_said_of_kept_and_without_late_ones_nothing_at_all(
    session: Session,
) -> None:
    session.apply("s1.p1", Edit(level=1, step=StepEdit(text="Done already", done_on=PAST)))
    app = LevelbookApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Where you stand")
        assert "Promises" not in text_of(app)


@both_sizes
async def test_steps_done_since_the_last_edition_are_counted_as_kept(book: Path, size: Size) -> None:
    session = in_a_second_round(book)
    app = LevelbookApp(session)
    async with app.run_test(size=size) as pilot:
        await shows(pilot, "none kept since 12 November, 1 late")
        first = next(iter(session.questionnaire.practices))
        session.apply(first, Edit(step=StepEdit(number=1, done_on=NOON.date())))
        await pilot.press("f5", "f2")
        await shows(pilot, "1 kept since 12 November, none late")
        assert ("Promised then" in text_of(app)) is (size[0] >= 110)


async def test_a_promise_without_a_date_is_counted_though_it_is_never_late(book: Path) -> None:
    app = LevelbookApp(in_a_second_round(book))
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "none kept since 12 November, 1 late, 1 without a date")


async def test_at_a_late_step_the_key_is_said_to_confirm_the_level_and_not_the_step(book: Path) -> None:
    app = LevelbookApp(in_a_second_round(book))
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Promised then")
        await pilot.press("enter")
        await shows(pilot, "1 below target · c confirms it (a step is due)")


# Where the team stands


@both_sizes
async def test_sections_stand_as_bars_against_what_they_need_and_in_numbers(session: Session, size: Size) -> None:
    session.apply("s1.p1", Edit(level=2))
    app = LevelbookApp(session)
    async with app.run_test(size=size) as pilot:
        await shows(pilot, "2.0 (0.5–3.5) of 2.0")
        await shows(pilot, "target 2.0")
        await shows(pilot, "1 of 12 answered")
        await shows(pilot, "target 2.0, 8–100% reached  not proven")
        await choose(pilot, "#sections2")
        await until(pilot, lambda: practice_shown(app) == "s2.p1")


async def test_at_level_0_nothing_is_called_unproven(session: Session) -> None:
    session.apply("s1.p1", Edit(level=0))
    app = LevelbookApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "0–92% reached")
        assert "reached  not proven" not in text_of(app)


async def test_with_room_they_stand_beside_and_tab_goes_there(session: Session) -> None:
    app = LevelbookApp(session)
    async with app.run_test(size=(120, 36)) as pilot:
        await shows(pilot, "Where you stand")
        assert app.focused is not None
        assert app.focused.id == "promised"
        await pilot.press("tab")
        assert app.focused.id == "standing"
        await pilot.press("down", "enter")
        await until(pilot, lambda: practice_shown(app) == "s2.p1")
        await pilot.press("f2")
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: app.focused is not None and app.focused.id == "promised")
        await shows(pilot, "Where you stand")


async def test_everything_is_on_one_screen_of_80_by_24(session: Session) -> None:
    session.apply("s2.p3", Edit(level=1, step=StepEdit(text="Read the logs", owner="Ana", due=PAST)))
    app = LevelbookApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        for words in ("Promises", "Where you stand", "Section s3", "11 practices not answered yet", "No edition yet."):
            await shows(pilot, words)


# What waits


@both_sizes
async def test_what_is_not_answered_yet_leads_to_the_first_of_them(session: Session, size: Size) -> None:
    session.apply("s1.p1", Edit(level=2))
    app = LevelbookApp(session)
    async with app.run_test(size=size) as pilot:
        await shows(pilot, "11 practices not answered yet")
        await choose(pilot, "waiting:new")
        await until(pilot, lambda: practice_shown(app) == "s1.p2")
        assert isinstance(app.screen, InterviewScreen)
        assert app.screen.queue_choice.only == "new"


async def test_open_facts_lead_to_the_profile(session: Session) -> None:
    app = LevelbookApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "2 open facts: your targets may rise")
        await choose(pilot, "screen:profile")
        await until(pilot, lambda: getattr(app.screen, "name_in_commands", "") == "profile")


async def test_i_goes_on_with_the_interview(session: Session) -> None:
    app = LevelbookApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Where you stand")
        await pilot.press("i")
        await until(pilot, lambda: practice_shown(app) == "s1.p1")


async def test_ballots_lead_to_where_they_are_furthest_apart(session: Session) -> None:
    hand_in(session, {"Ana": {"s2.p2": 0}, "Tom": {"s2.p2": 4}})
    app = LevelbookApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "2 ballots; 2 levels or more apart on 1 practice")
        await choose(pilot, "differ:")
        await until(pilot, lambda: practice_shown(app) == "s2.p2")
        assert isinstance(app.screen, InterviewScreen)
        assert app.screen.queue_choice.listed == ("s2.p2",)


async def test_a_ballot_that_nobody_has_filled_in_is_not_counted(session: Session) -> None:
    hand_in(session, {"Ana": {"s2.p2": 2}, "Tom": {"s2.p2": 3}, "Chi": {}})
    app = LevelbookApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "2 ballots; never more than one level apart")
        await pilot.press("f8")
        await shows(pilot, "Ballots: 2")
        await shows(pilot, "Ana, Tom; 1 not filled in yet")


def test_votes_of_an_earlier_round_are_no_ballots_of_this_one(session: Session) -> None:
    session.apply("s1.p1", Edit(level=2, votes=(Vote(level=0, count=1), Vote(level=4, count=1)), abstained=0))
    hand_in(session, {"Ana": {"s2.p2": 2}})
    assert summary.ballots_words(session) == "1 ballot"
    hand_in(session, {"Tom": {"s2.p3": 3}})
    assert summary.ballots_words(session) == "2 ballots", "they answer different practices"
    hand_in(session, {"Eve": {"s2.p2": 3}})
    assert summary.ballots_words(session) == "3 ballots; never more than one level apart"


async def test_ballots_that_agree_lead_nowhere(session: Session) -> None:
    hand_in(session, {"Ana": {"s2.p2": 2}, "Tom": {"s2.p2": 3}})
    app = LevelbookApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "2 ballots; never more than one level apart")
        assert "differ:" not in keys(pilot)


async def test_a_ballot_that_cannot_be_read_is_named_and_no_list_is_offered_as_agreed(session: Session) -> None:
    hand_in(session, {"Ana": {"s2.p2": 2}, "Tom": {"s2.p2": 3}})
    assert [score.id for score in list_of(session, "agreed")] == ["s2.p2"]
    (session.folder.ballots_path / "eve.toml").write_text("no TOML [")
    session.read_ballots_again()
    app = LevelbookApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "1 of 3 ballots cannot be read:")
        assert "ballots agree" not in text_of(app) and not list_of(session, "agreed")


async def test_todays_sitting_is_told_while_it_is_open(session: Session) -> None:
    app = LevelbookApp(session)
    app.workshop.begin(90, ["Ana", "Tom"])
    session.apply("s1.p1", Edit(level=2))
    parked_items.park(app.workshop, "The vendor")
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Today's sitting: 2 participants, 1 practice taken up, 1 item parked")
        await choose(pilot, "screen:sitting")
        await until(pilot, lambda: getattr(app.screen, "name_in_commands", "") == "sitting")


async def test_no_two_rows_have_the_cursor_at_once(session: Session) -> None:
    app = LevelbookApp(session)
    app.workshop.begin(90, ["Ana"])
    Closing(app.workshop).bring_proof("s1.p4", "the log", "Bea")
    Closing(app.workshop).close()
    async with app.run_test(size=(120, 36)) as pilot:
        await shows(pilot, "1 piece of evidence")
        assert len(keys(pilot)) == len(set(keys(pilot)))
        await choose(pilot, "screen:sitting#evidence")
        await until(pilot, lambda: getattr(app.screen, "name_in_commands", "") == "sitting")


# Dates


async def test_the_next_round_is_told_with_the_last_edition(book: Path) -> None:
    app = LevelbookApp(in_a_second_round(book))
    async with app.run_test(size=(120, 36)) as pilot:
        await shows(pilot, "Last edition of 12 November.")
        await shows(pilot, "12 February")


async def test_home_points_at_the_guides_part_for_trouble_until_somebody_has_written_there(book: Path) -> None:
    session = in_a_second_round(book)
    app = LevelbookApp(session)
    async with app.run_test(size=(120, 36)) as pilot:
        await shows(pilot, "The guide does not say yet whom to call")
        await choose(pilot, "screen:guide")
        await until(pilot, lambda: isinstance(app.screen, GuideScreen))
    text = session.folder.guide_path.read_text("utf-8")
    session.folder.guide_path.write_text(text.replace("**Not filled in yet.**", "Call Noor."), "utf-8")
    async with LevelbookApp(session).run_test(size=(120, 36)) as again:
        await shows(again, "Where you stand")
        assert "whom to call" not in text_of(again.app)


async def test_an_altered_edition_is_told_above_everything_that_is_compared_with_it(book: Path) -> None:
    session = in_a_second_round(book)
    [answers] = session.folder.editions_path.glob("*/answers.toml")
    text = answers.read_text("utf-8")
    assert "level = 1" in text
    answers.write_text(text.replace("level = 1", "level = 0", 1), "utf-8")
    async with LevelbookApp(session).run_test(size=(80, 24)) as pilot:
        await shows(pilot, "was altered after it was sealed (answers.toml)")
        first = next(text for text in text_of(pilot.app).splitlines()[1:] if text.strip())
        assert first.strip().startswith("Edition ")


def test_a_round_that_is_overdue_is_said_to_be(book: Path) -> None:
    said = summary.round_words(in_a_second_round(book, days=100))

    assert said.is_warning
    assert said.words.endswith("The next round was due on 14 November, 8 days ago.")


def test_an_agreed_day_for_the_next_round_is_the_one(book: Path) -> None:
    session = in_a_second_round(book)
    workshop = Workshop(session)
    workshop.begin()
    Closing(workshop).meet_again(date(2026, 12, 1))

    assert summary.round_words(session).words == "Last edition of 12 November. The next round is due on 1 December."


async def test_a_sitting_that_cannot_be_read_ends_nothing(book: Path) -> None:
    session = in_a_second_round(book)
    session.folder.sittings_path.mkdir()
    (session.folder.sittings_path / "2026-11-15.toml").write_text("format = ")
    app = LevelbookApp(session)
    async with app.run_test(size=(120, 36)) as pilot:
        await shows(pilot, "due on 12 February.")


# Hostile text, and much


@both_sizes
async def test_hostile_names_and_steps_are_shown_literally_and_end_nothing(session: Session, size: Size) -> None:
    texts = [
        clean_line(text) for name, text in HOSTILE if name.startswith(("textual markup", "escape", "bidi", "long"))
    ]
    for text in dict.fromkeys(filter(None, texts)):
        for name, due in (("s1.p1", PAST), ("s2.p1", None)):
            session.apply(name, Edit(level=0, step=StepEdit(text=text, owner=text, due=due)))
    session.apply("s1.p2", Edit(unsure=True, ask_whom="[/]", ask_by=PAST))
    app = LevelbookApp(session)
    async with app.run_test(size=size) as pilot:
        await shows(pilot, "late 1 Nov")
        await pilot.press("end", "home", "end")
        assert "\x1b" not in text_of(app)
        assert "\u202e" not in text_of(app)


async def test_a_book_where_nothing_is_in_scope_says_so(book: Path) -> None:
    rule = {"when": {"role": {"only": ["none"]}}, "because": "you use none", "not_applicable": ["s1", "s2", "s3"]}
    questionnaire = tiny_questionnaire(rules=[rule])
    folder = team_folder.create(book, Settings(team="Retail", questionnaire="genai-security"))
    file = AnswersFile.create(folder.answers_path, questionnaire, a_book(questionnaire, profile={"role": ("none",)}))
    app = LevelbookApp(Session(folder, questionnaire, file, "Noor", lambda: NOON))
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Nothing is in scope, so there is nothing to measure.")
        await pilot.press("enter")


async def test_home_of_two_thousand_practices_is_one_screen(tmp_path: Path) -> None:
    app = LevelbookApp(open_book(tmp_path / "large", a_questionnaire(sections=20, practices=100)))
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "2000 practices not answered yet")


def test_kept_and_late_are_told_apart_by_when_they_were_done(book: Path) -> None:
    session = in_a_second_round(book)
    first = next(iter(session.questionnaire.practices))
    session.apply(first, Edit(step=StepEdit(number=2, done_on=NOON.date())))

    found = summary.promises(session)
    assert [one.step.text for one in found.kept] == ["Promised too"]
    assert [one.step.text for one in found.late] == ["Promised then"]
    assert found.since == date(2026, 11, 12)


def test_an_edition_with_a_name_of_its_own_is_called_by_it(book: Path) -> None:
    session = in_a_second_round(book)
    seal(session, "spring")
    session.forget_editions()

    assert summary.round_words(session).words.startswith("Last edition “spring” of 22 November.")


def test_the_day_of_the_sitting_is_what_home_calls_today(session: Session) -> None:
    workshop = Workshop(session)
    assert summary.sitting_words(workshop) == ""
    workshop.begin()
    assert summary.sitting_words(workshop) == "Today's sitting: no practice taken up"
    Closing(workshop).close()
    assert summary.sitting_words(workshop).endswith(", closed")
    assert sittings_file.read(session.folder.sittings_path, datetime(2026, 11, 22).date()) is not None


def test_a_sitting_that_goes_on_past_midnight_is_not_called_that_of_today(session: Session) -> None:
    Workshop(session).begin()
    session.clock = lambda: NOON + timedelta(hours=14)
    assert summary.sitting_words(Workshop(session)) == "The sitting of 22 November: no practice taken up"


async def test_enter_opens_the_row_it_was_pressed_on_after_others_answered_what_was_above(session: Session) -> None:
    session.apply("s1.p2", Edit(level=2))
    as_sealed(session)
    session.apply("s1.p3", Edit(unsure=True))
    hand_in(session, {"Ana": {"s1.p2": 2}, "Tom": {"s1.p2": 2}})
    app = LevelbookApp(session)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await shows(pilot, "1 practice on which the ballots agree")
        rows = app.screen.query_one("#promised", ChoiceRows)
        rows.move_to("waiting:agreed")
        session.apply_all({name: Edit(level=2) for name in session.questionnaire.practices if name != "s1.p2"})
        app.show_again()
        assert "waiting:revisit" not in [row.key for row in rows.rows] and rows.cursor == "waiting:agreed"
        session.apply("s1.p2", Edit(level=2))
        await pilot.press("enter")
        await shows(pilot, "These practices no longer wait")


def test_home_offers_no_list_of_what_was_taken_out_of_it_to_be_discussed(session: Session) -> None:
    hand_in(session, {"Ana": {"s1.p1": 2, "s1.p2": 1}, "Tom": {"s1.p1": 2, "s1.p2": 1}})
    workshop = Workshop(session)
    workshop.begin()

    def offered() -> list[str]:
        left = summary.open_practices(session, workshop.still_to_discuss)
        return [one.words.partition(":")[0] for one in left if one.as_list]

    workshop.pull_out("s1.p1")
    assert offered() == ["1 practice on which the ballots agree"]
    workshop.pull_out("s1.p2")
    assert offered() == []
    assert not workshop.plan().agreed, "as the plan says"


def test_home_names_a_carried_answer_that_was_taken_out_of_its_list_until_somebody_reviews_it(
    session: Session,
) -> None:
    session.apply_all({name: Edit(level=1) for name in session.questionnaire.practices})
    as_sealed(session)
    workshop = Workshop(session)

    def waiting() -> dict[str, str]:
        return {one.id: one.words for one in summary.open_practices(session, workshop.still_to_discuss)}

    workshop.pull_out("s1.p1")
    assert waiting()["pulled-out"] == "1 practice taken out of the list, to discuss"
    session.apply("s1.p1", Edit(confirm=True))
    assert "pulled-out" not in waiting()


def test_home_counts_what_was_discussed_before_a_seal_of_the_same_day_in_its_list_again(session: Session) -> None:
    names = ("s1.p1", "s1.p2")
    session.apply_all({name: Edit(level=1) for name in names})
    as_sealed(session)
    workshop = Workshop(session)
    workshop.begin()
    workshop.pull_out("s1.p1")
    session.apply_all({name: Edit(level=2) for name in names})
    as_sealed(session, "second")

    counts = {one.id: one.count for one in summary.open_practices(session, workshop.still_to_discuss)}

    assert counts["carried"] == 2


async def test_a_list_that_home_offers_holds_as_many_as_home_says(session: Session) -> None:
    """What the ballots agree on stands in a list of its own, so it is not among what still stands."""
    for name in ("s1.p1", "s1.p2", "s1.p3"):
        session.apply(name, Edit(level=2))
    as_sealed(session)
    hand_in(session, {"Ana": {"s1.p1": 2, "s1.p2": 0}, "Tom": {"s1.p1": 2, "s1.p2": 3}})
    app = LevelbookApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "1 practice on which the ballots agree")
        await shows(pilot, "1 practice with an answer to confirm")
        assert text_of(app).count("confirm as a list, about 1 minute") == 2, "as the plan of a sitting says"
        await choose(pilot, "waiting:carried")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        await shows(pilot, "P3")
        assert isinstance(app.screen, ConfirmScreen)
        assert [score.id for score in app.screen.listed.found] == ["s1.p3"]


async def test_a_wide_home_wraps_words_and_shortens_none(tmp_path: Path) -> None:
    app = LevelbookApp(copied_demo(tmp_path / "demo"), "home")
    async with app.run_test(size=(120, 36)) as pilot:
        await shows(pilot, "First on the roadmap")
        assert "…" not in text_of(app)
        await shows(pilot, "User education and access")


async def test_whoever_leaves_before_everything_is_drawn_just_leaves(session: Session) -> None:
    app = LevelbookApp(session, "home")
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Where you stand")
        home = app.screen
        assert isinstance(home, HomeScreen)
        await home.remove_children()
        home._draw_the_rest("")


def test_what_was_reviewed_with_the_old_evidence_is_told_apart_from_what_is_to_be_reviewed(session: Session) -> None:
    expired = Evidence(kind="sampled", reference="RA-1", seen_on=date(2025, 1, 1))
    for name in ("s1.p1", "s1.p2"):
        session.apply(name, Edit(level=2, evidence=(expired,)))
    as_sealed(session)
    session.apply("s1.p1", Edit(confirm=True))

    said = [one.words for one in summary.open_practices(session)]

    assert said == [
        "11 practices to review: 10 not answered yet, 1 with expired evidence",
        "1 practice reviewed, with evidence that has expired",
    ]


async def test_a_section_that_a_provider_does_is_called_inherited(session: Session, size: Size) -> None:
    session.set_fact("role", ("saas",))
    app = LevelbookApp(session, "home")
    async with app.run_test(size=size) as pilot:
        await shows(pilot, "inherited")


async def test_a_conflict_that_git_left_inside_of_a_note_is_named(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.apply("s1.p1", Edit(note="One.\nTwo."))
    path = session.folder.answers_path
    path.write_text(path.read_text("utf-8").replace("Two.", "<<<<<<< HEAD\nTwo.\n=======\n>>>>>>> theirs"), "utf-8")
    monkeypatch.setattr(Git, "unmerged_in", lambda self, folder: frozenset({"answers.toml"}))
    async with LevelbookApp(open_book(session.folder.path)).run_test(size=(80, 24)) as pilot:
        await shows(pilot, "git could not merge this file")

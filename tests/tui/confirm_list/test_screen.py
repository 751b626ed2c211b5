"""Lists that are confirmed in one turn, by their keys and by what the session holds afterwards."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from levelbook.book.session import Session
from levelbook.book.sittings.workshop import Workshop
from levelbook.book.unsaved.drafts import Drafts
from levelbook.core.answers.answers import Accepted, Vote
from levelbook.core.answers.edits import Edit
from levelbook.core.errors import CouldNotWrite
from levelbook.store.answers_file import AnswersFile
from levelbook.tui import labels
from levelbook.tui.app import LevelbookApp
from levelbook.tui.base.pickers import Picker
from levelbook.tui.confirm_list.screen import ConfirmScreen
from levelbook.tui.interview.screen import InterviewScreen
from levelbook.tui.sitting.screen import SittingScreen
from levelbook.tui.widgets.rows import Rows
from levelbook.tui.widgets.seen_rows import SeenRows
from support.builders import tiny_questionnaire
from support.later_rounds import as_sealed, hand_in
from support.pilot import Size, a_questionnaire, both_sizes, open_book, shows, text_of, until

pytestmark = pytest.mark.drawn_each_time  # what was drawn is what somebody saw, and can confirm
FOUR = ("s1.p1", "s1.p2", "s1.p3", "s1.p4")


def agreed(session: Session) -> Session:
    """Three ballots that agree on four practices."""
    hand_in(
        session,
        {
            "Ana": dict.fromkeys(FOUR, 2),
            "Tom": dict.fromkeys(FOUR, 2),
            "Eve": {"s1.p1": 1, "s1.p2": 3},
        },
    )
    return session


def as_sealed_now(book: Path) -> Session:
    """The book as it is on the disk, of which an edition was sealed."""
    session = open_book(book)
    as_sealed(session)
    return session


async def open_list(pilot: Pilot[None], app: LevelbookApp, kind: str, section: str | None = None) -> ConfirmScreen:
    await pilot.pause()
    screen = ConfirmScreen(kind, section)
    await app.push_screen(screen)
    await until(pilot, lambda: bool(screen.listed.seen) or not screen.listed.found)
    return screen


async def test_a_list_is_refused_with_the_reason_once_a_ballot_breaks_while_it_is_shown(session: Session) -> None:
    agreed(session)
    app = LevelbookApp(session)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await open_list(pilot, app, "agreed")
        (session.folder.ballots_path / "eve.toml").write_text("no TOML [")
        await pilot.press("c")
        await shows(pilot, "Nothing was confirmed: 1 of 3 ballots cannot be read.")
        await shows(pilot, "Restore the ballot")
        assert not any(session.now.scorecard[name].confirmed for name in FOUR)


async def test_a_list_counts_what_it_saved_where_others_answered_a_row_first_and_one_undo_takes_that_back(
    session: Session, book: Path
) -> None:
    agreed(session)
    app = LevelbookApp(session)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await open_list(pilot, app, "agreed")
        app.disk.is_paused = True  # theirs comes after the last look at the disk
        open_book(book).apply("s1.p1", Edit(level=4))
        await pilot.press("c")
        await shows(pilot, "Confirmed 3.")
        await pilot.press("ctrl+z")
        await shows(pilot, "Undone: 3 ")
        assert [session.now.book.answer(name).level for name in FOUR] == [4, None, None, None]


@both_sizes
async def test_a_list_says_why_the_practice_under_the_cursor_needs_another_look(tmp_path: Path, size: Size) -> None:
    session = open_book(tmp_path / "book", a_questionnaire(practices=20))
    names = list(session.questionnaire.practices)
    hand_in(session, {who: dict.fromkeys(names, 2) for who in ("Ana", "Tom")})
    past = session.now.on - timedelta(days=1)
    session.apply(names[0], Edit(level=1, accepted=Accepted(level=1, by="Lin", until=past, reason="Later.")))
    as_sealed(session)
    app = LevelbookApp(session)
    async with app.run_test(size=size) as pilot:
        screen = await open_list(pilot, app, "agreed")
        assert screen.cursor == names[0]
        await shows(pilot, "the risk is no longer accepted")


def test_ballots_that_were_counted_are_not_told_twice(session: Session) -> None:
    agreed(session)

    def told() -> str:
        return labels.evidence_steps_and_owner(session, session.now.scorecard["s1.p3"]).plain

    session.apply("s1.p3", Edit(level=2, votes=(Vote(level=2, count=2),), from_ballots=True))
    assert told().count("ballots") == 1 and "ballots all 2" in told()
    session.apply("s1.p3", Edit(level=2, votes=(Vote(level=1, count=2),), from_ballots=True))
    assert "ballots all 1" in told() and "ballots now all 2" in told()


def test_a_single_ballot_is_told_as_one(session: Session) -> None:
    hand_in(session, {"Ana": {"s1.p3": 0}})
    assert "one ballot says 0" in labels.evidence_steps_and_owner(session, session.now.scorecard["s1.p3"]).plain
    session.apply("s1.p3", Edit(level=2, votes=(Vote(level=2, count=1),)))
    assert "one vote says 2" in labels.evidence_steps_and_owner(session, session.now.scorecard["s1.p3"]).plain


def test_an_accepted_risk_is_said_before_words_that_may_fill_the_line(session: Session) -> None:
    risk = Accepted(level=1, by="Lin", until=session.now.on, reason="Later.")
    session.apply("s1.p3", Edit(level=1, accepted=risk, note="said so"))

    said = labels.evidence_steps_and_owner(session, session.now.scorecard["s1.p3"]).plain

    assert 0 <= said.find("risk accepted at 1") < said.find("note")


@both_sizes
async def test_a_list_shows_what_the_ballots_gave_and_confirms_all_in_one_turn(session: Session, size: Size) -> None:
    app = LevelbookApp(agreed(session), "sitting")
    async with app.run_test(size=size) as pilot:
        screen = await open_list(pilot, app, "agreed")
        await shows(pilot, "1 at 1, 2 at 2   → 2, target 2")
        await shows(pilot, "It looks like level 2.")
        await until(pilot, lambda: len(screen.listed.seen) == 4)
        await shows(pilot, "c confirm these 4")
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, SittingScreen))
        assert [session.now.book.answer(name).level for name in FOUR] == [2, 2, 2, 2]
        assert [(vote.level, vote.count) for vote in session.now.book.answer("s1.p2").votes] == [(2, 2), (3, 1)]

        await pilot.press("ctrl+z")
        assert session.now.book.answers == {}
        await pilot.press("ctrl+y")
        assert session.now.book.answer("s1.p4").level == 2


async def test_a_list_says_which_levels_it_would_change_and_changed(session: Session) -> None:
    session.apply("s1.p1", Edit(level=1))
    session.apply("s1.p2", Edit(level=2))
    as_sealed(session)
    app = LevelbookApp(agreed(session), "sitting")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(pilot, app, "agreed")
        await shows(pilot, "1 at 1, 2 at 2   was 1  → 2, target 2")
        assert text_of(app).count("was ") == 1, "only where the answer moves"
        await pilot.press("c")
        await until(
            pilot, lambda: any("4, 1 with another level than before" in one.message for one in app._notifications)
        )


@both_sizes
async def test_a_digit_changes_the_level_of_its_row_only(session: Session, size: Size) -> None:
    app = LevelbookApp(agreed(session), "sitting")
    async with app.run_test(size=size) as pilot:
        await open_list(pilot, app, "agreed")
        await pilot.press("down", "3")
        await shows(pilot, "It looks like level 3.")
        assert session.now.book.answers == {}, "nothing is said before the list is confirmed"
        await pilot.press("9")
        await shows(pilot, "c confirm these 4")
        await pilot.press("c")
        assert [session.now.book.answer(name).level for name in FOUR] == [2, 3, 2, 2]


async def test_a_level_given_in_a_list_is_still_there_when_one_comes_back(session: Session) -> None:
    app = LevelbookApp(agreed(session), "sitting")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(pilot, app, "agreed")
        await pilot.press("down", "3", "escape")
        await until(pilot, lambda: isinstance(app.screen, SittingScreen))
        assert any("1 level given in the list: c there confirms it." in one.message for one in app._notifications)
        await open_list(pilot, app, "agreed")
        await shows(pilot, "→ 3, target 2")
        await pilot.press("c")
        assert [session.now.book.answer(name).level for name in FOUR] == [2, 3, 2, 2]


async def test_leaving_asks_first_where_a_level_was_given_in_a_list_and_not_confirmed(session: Session) -> None:
    app = LevelbookApp(agreed(session), "sitting")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(pilot, app, "agreed")
        await pilot.press("down", "3", "q")
        await shows(pilot, "1 level given in a list and not confirmed. If you keep it, it will be there")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        await pilot.press("q")
        await shows(pilot, "Leave?")
        await pilot.press("down", "enter")
        await until(pilot, lambda: app._exit)
    assert session.now.book.answers == {}
    assert Drafts(session).all == ()


async def test_levels_given_in_a_list_are_there_again_however_the_app_ended_but_not_over_a_newer_answer(
    session: Session, book: Path
) -> None:
    app = LevelbookApp(agreed(session), "sitting")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(pilot, app, "agreed")
        await pilot.press("1", "down", "3")
        app.exit()  # as at a signal: nobody is asked
    open_book(book).apply("s1.p1", Edit(note="Somebody wrote here since."))

    app = LevelbookApp(open_book(book), "sitting")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(pilot, app, "agreed")
        assert app.workshop.levels_in_lists == {"s1.p2": 3}
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, SittingScreen))
    assert [open_book(book).now.book.answer(name).level for name in FOUR] == [2, 3, 2, 2]
    assert Drafts(open_book(book)).all == ()


async def test_levels_that_another_app_discards_stay_on_the_disk_while_they_wait_in_this_one(session: Session) -> None:
    app = LevelbookApp(agreed(session), "sitting")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(pilot, app, "agreed")
        await pilot.press("down", "3")
        [draft] = Drafts(session).all
        Drafts(session).discard(draft)
        app.on_app_focus()
        assert [one.typed for one in Drafts(session).all] == [{"s1.p2": "3"}]
        await pilot.press("c")
        app.on_app_focus()
        assert Drafts(session).all == ()


async def test_once_the_list_is_confirmed_the_app_is_left_at_once(session: Session) -> None:
    app = LevelbookApp(agreed(session), "sitting")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(pilot, app, "agreed")
        await pilot.press("3", "c", "q")
        await until(pilot, lambda: app._exit)


async def test_a_level_given_in_a_list_holds_only_as_long_as_the_answer_is_as_it_was(session: Session) -> None:
    workshop = Workshop(agreed(session))
    workshop.give_in_list("s1.p1", 3)
    session.apply("s1.p1", Edit(level=1))
    assert workshop.given_in_list("s1.p1") is None
    session.undo()
    assert workshop.given_in_list("s1.p1") is not None


@both_sizes
async def test_space_pulls_a_row_out_to_talk_about_it_and_puts_it_back(session: Session, size: Size) -> None:
    app = LevelbookApp(agreed(session), "sitting")
    async with app.run_test(size=size) as pilot:
        await open_list(pilot, app, "agreed")
        await pilot.press("space")
        await shows(pilot, "to discuss")
        await shows(pilot, "c confirm these 3   1 to discuss")
        assert app.workshop.plan().to_discuss[0].id == "s1.p1"
        await pilot.press("space")
        await shows(pilot, "c confirm these 4")
        assert app.workshop.pulled_out == ()

        await pilot.press("space", "c")
        await until(pilot, lambda: isinstance(app.screen, SittingScreen))
        assert session.now.book.answer("s1.p1").level is None
        assert session.now.book.answer("s1.p2").level == 2


async def test_what_is_pulled_out_in_a_sitting_is_on_disk(session: Session) -> None:
    app = LevelbookApp(agreed(session), "sitting")
    app.workshop.begin(90, ["Ana"])
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(pilot, app, "agreed")
        await pilot.press("space")
        assert session.sittings.all[0][1].pulled_out == ("s1.p1",)


@both_sizes
async def test_an_inherited_list_is_filled_by_digits_and_says_what_to_ask_for(
    session: Session, size: Size, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(LevelbookApp, "say", lambda _, words: told.append(words))
    session.set_fact("role", ("saas",))
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=size) as pilot:
        await open_list(pilot, app, "inherited")
        await shows(pilot, "They prove 2.")
        await shows(pilot, "Get from the provider: their report on p1")
        await shows(pilot, "Nothing to confirm yet: 4 without a level.")
        await pilot.press("2", "down", "1", "down", "3", "delete")
        await shows(pilot, "c confirm these 2   2 without a level")
        await pilot.press("c")
        assert [session.now.book.answer(f"s2.p{number}").level for number in (1, 2, 3, 4)] == [2, 1, None, None]
        assert told[-1].endswith("but none is recorded for 2.1 P1. e adds it in the interview.")
        await shows(pilot, "Nothing to confirm yet: 2 without a level.")
        await pilot.press("ctrl+z")
        assert session.now.book.answer("s2.p1").level is None


@both_sizes
async def test_a_carried_list_confirms_what_stands_and_says_since_when(session: Session, size: Size) -> None:
    for name in FOUR[:3]:
        session.apply(name, Edit(level=2))
    as_sealed(session)
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=size) as pilot:
        await open_list(pilot, app, "carried")
        await shows(pilot, "22 November   → 2, target 2")
        await pilot.press("1")
        await shows(pilot, "was 2  → 1")
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, SittingScreen))
        assert [session.now.book.answer(name).level for name in FOUR[:3]] == [1, 2, 2]
        assert all(session.now.scorecard[name].confirmed for name in FOUR[:3])


@both_sizes
async def test_an_answer_that_was_merged_of_two_is_said_to_be(session: Session, book: Path, size: Size) -> None:
    session.apply("s1.p1", Edit(level=2))
    file = open_book(book)._file
    merged = file.book.answer("s1.p1").changed(level=1, confirmed_by="", confirmed_at=None, confirmed_after="").signed()
    file.save(file.book.with_answer("s1.p1", merged), answers={"s1.p1"}, facts=set())
    merged_session = as_sealed_now(book)
    app = LevelbookApp(merged_session, "sitting")
    async with app.run_test(size=size) as pilot:
        await open_list(pilot, app, "carried")
        await shows(pilot, "merged, answered 22 November   → 1, target 2")


async def test_what_was_not_on_the_screen_is_not_confirmed(tmp_path: Path) -> None:
    session = open_book(tmp_path / "book", a_questionnaire(practices=20))
    names = [f"s1.p{number}" for number in range(1, 21)]
    for name in names:
        session.apply(name, Edit(level=2))
    as_sealed(session)
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_list(pilot, app, "carried")
        rows = screen.query_one(SeenRows)
        await until(pilot, lambda: screen.listed.seen == {rows.key_at(y) for y in range(rows.size.height)})
        await shows(pilot, f"{rows.size.height} of 20 seen: scroll through the rest once")
        await pilot.press("c")
        assert not any(session.now.scorecard[name].confirmed for name in names)
        assert app.screen is screen

        await pilot.press("pagedown", "pagedown")
        await until(pilot, lambda: len(screen.listed.seen) == 20)
        await shows(pilot, "c confirm these 20")
        await pilot.press("c")
        assert all(session.now.scorecard[name].confirmed for name in names)


async def test_what_was_read_stays_seen_where_more_about_the_next_row_takes_its_room(tmp_path: Path) -> None:
    session = open_book(tmp_path / "book", a_questionnaire(practices=20))
    for number in range(1, 21):
        session.apply(f"s1.p{number}", Edit(level=2))
    as_sealed(session)
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_list(pilot, app, "carried")
        rows = screen.query_one(SeenRows)
        await until(pilot, lambda: screen.listed.seen == {rows.key_at(y) for y in range(rows.size.height)})
        height, seen = rows.size.height, set(screen.listed.seen)
        await pilot.press("down")
        about = screen.query_one("#about", Rows)
        about.styles.height = about.outer_size.height + 2
        await until(pilot, lambda: rows.size.height < height)
        await pilot.pause()
        assert screen.listed.seen >= seen


async def test_pages_that_are_turned_at_once_are_each_seen(tmp_path: Path) -> None:
    session = open_book(tmp_path / "book", a_questionnaire(practices=60))
    for number in range(1, 61):
        session.apply(f"s1.p{number}", Edit(level=2))
    as_sealed(session)
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_list(pilot, app, "carried")
        for _ in range(12):
            screen.query_one(SeenRows).action_leap(1)
        await until(pilot, lambda: len(screen.listed.seen) == 60)
        await shows(pilot, "c confirm these 60")


async def test_enter_goes_to_the_practice_and_escape_back_without_a_change(session: Session) -> None:
    app = LevelbookApp(agreed(session), "sitting")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(pilot, app, "agreed")
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen) and app.screen.practice_id == "s1.p2")
        await open_list(pilot, app, "agreed")
        await pilot.press("3", "escape")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen))
        assert session.now.book.answers == {}


async def test_a_click_moves_the_cursor_and_goes_nowhere(session: Session) -> None:
    app = LevelbookApp(agreed(session), "sitting")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_list(pilot, app, "agreed")
        await pilot.click("#list", offset=(20, 2))
        await until(pilot, lambda: screen.cursor == "s1.p3")
        assert app.screen is screen


@both_sizes
async def test_a_list_of_one_section_is_reached_from_the_interview(session: Session, size: Size) -> None:
    for name in ("s1.p1", "s1.p2", "s3.p1"):
        session.apply(name, Edit(level=2))
    as_sealed(session)
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size) as pilot:
        await pilot.press("L")
        await until(pilot, lambda: isinstance(app.screen, Picker))
        await shows(pilot, "Section s1")
        await pilot.press("1")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        await shows(pilot, "c confirm these 2")
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen))
        assert session.now.scorecard["s1.p2"].confirmed
        assert not session.now.scorecard["s3.p1"].confirmed


async def test_the_interview_says_when_no_list_waits(session: Session) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("L")
        await shows(pilot, "There is nothing to confirm as a list: what is still open needs discussion.")


async def test_a_list_that_cannot_be_saved_stays_said_and_is_told(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise CouldNotWrite("the disk is full")

    app = LevelbookApp(agreed(session), "sitting")
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        screen = await open_list(pilot, app, "agreed")
        await until(pilot, lambda: len(screen.listed.seen) == 4)
        with monkeypatch.context() as patch:
            patch.setattr(AnswersFile, "save", full)
            await pilot.press("c")
            await shows(pilot, "the disk is full")
            assert session.now.book.answer("s1.p1").level == 2
            assert app.saved[1]
            assert "NOT SAVED" in text_of(app)


async def test_an_empty_list_says_so(session: Session) -> None:
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(pilot, app, "carried")
        await shows(pilot, "Nothing is left in this list.")
        await pilot.press("c", "space", "2", "delete", "enter")
        assert session.now.book.answers == {}


async def test_ballots_without_a_level_are_counted_among_those_that_are_named(session: Session) -> None:
    hand_in(session, {"Ana": {"s1.p1": 2}, "Tom": {"s1.p1": 2}, "Eve": {"s1.p1": None}})
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=(120, 36)) as pilot:
        await open_list(pilot, app, "agreed")
        await shows(pilot, "3 ballots: 2 at 2, 1 gave no level, median 2")


async def test_nothing_of_a_short_list_is_cut_in_a_terminal_of_24_lines(session: Session) -> None:
    app = LevelbookApp(agreed(session), "sitting")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(pilot, app, "agreed")
        await shows(pilot, "4 practices on which the ballots agree  proposed: the median, rounded down")
        assert "…" not in text_of(app)


async def test_the_row_under_the_cursor_stays_in_sight_when_what_is_said_about_it_takes_more_lines(
    tmp_path: Path,
) -> None:
    many = [f"s1.p{number}" for number in range(1, 41)]
    session = open_book(tmp_path / "book", tiny_questionnaire(1, 40))
    hand_in(session, {name: dict.fromkeys(many, 2) for name in ("Ana", "Tom")})
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await open_list(pilot, app, "agreed")
        await pilot.press("end")
        await pilot.pause()
        rows = screen.query_one("#list", Rows)
        height = rows.size.height

        screen.query_one("#about").styles.height = 16
        await until(pilot, lambda: rows.size.height < height)
        await pilot.pause()

        assert screen.cursor == many[-1]
        assert many[-1] in [rows.key_at(line) for line in range(rows.size.height)]

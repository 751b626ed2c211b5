"""A vote over the interview, by what the session holds after it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from levelbook.book.session import Session
from levelbook.book.sittings.workshop import Workshop
from levelbook.core.answers.answers import Answer, Vote
from levelbook.core.answers.edits import Edit
from levelbook.store import ballots
from levelbook.tui.app import LevelbookApp
from levelbook.tui.interview.screen import InterviewScreen
from levelbook.tui.vote import rows as view
from levelbook.tui.vote.screen import VoteScreen
from levelbook.tui.widgets.rows import Row
from support.pilot import Size, interview, open_book, press, said, shows, text_of, until

NAMES = ("Ana", "Ben", "Chi", "Tom")


def counts(session: Session) -> list[tuple[int, int, str]]:
    return [(vote.level, vote.count, vote.who) for vote in said(session).votes]


async def is_over(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, InterviewScreen))


@pytest.fixture
def team(session: Session) -> Session:
    """A book with a sitting of four, of whom one agrees to be named."""
    workshop = Workshop(session)
    workshop.begin(90, NAMES)
    workshop.agree_to_be_named("Ben")
    return session


def hand_in(session: Session, *levels: int) -> None:
    """Ballots that give the first practice these levels."""
    for number, level in enumerate(levels):
        folder = session.folder.ballots_path
        name, file = ballots.create(folder, session.questionnaire, f"Voter {number}", session.now.book.profile)
        answer = Answer(level=level, wording=session.questionnaire.wording("s1.p1", inherited=False)).signed()
        file.save(file.book.with_answer("s1.p1", answer), answers=["s1.p1"])
        assert name
    session.read_ballots_again()


async def test_one_digit_for_each_and_one_to_settle(team: Session, size: Size) -> None:
    app = LevelbookApp(team, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "v", "1")
        await shows(pilot, "1 of 4 has shown, 3 to go")
        await press(pilot, "1")
        await shows(pilot, "2 of 4 have shown")
        await press(pilot, "2", "4")
        await shows(pilot, "From 1 to 4; the median is between 1 and 2.")
        await shows(pilot, "Lowest 1: Ana, Ben. Highest 4: Tom. They speak first.")
        assert said(team) == Answer()
        await press(pilot, "2")
        await is_over(pilot)
        assert said(team).level == 2
        assert counts(team) == [(1, 1, ""), (1, 1, "Ben"), (2, 1, ""), (4, 1, "")]
        assert app.workshop.sitting.taken_up == ("s1.p1",)


async def test_a_digit_too_many_is_no_level(team: Session, size: Size, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quick scribe who counts one person too many has not seen what the others showed."""
    monkeypatch.setattr(VoteScreen, "seconds_to_see", 3_600.0)
    app = LevelbookApp(team, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "v", *"11243")
        await shows(pilot, "All 4 had shown, so that digit was left out.")
        await shows(pilot, "From 1 to 4")
        assert said(team) == Answer()
        monkeypatch.setattr(VoteScreen, "seconds_to_see", 0.0)
        await press(pilot, "3")
        await is_over(pilot)
        assert said(team).level == 3


async def test_a_digit_too_many_of_one_participant_is_told_in_the_singular(
    session: Session, size: Size, monkeypatch: pytest.MonkeyPatch
) -> None:
    Workshop(session).begin(90, NAMES[:1])
    monkeypatch.setattr(VoteScreen, "seconds_to_see", 3_600.0)
    async with LevelbookApp(session, "interview").run_test(size=size, notifications=True) as pilot:
        await press(pilot, "v", *"12")
        await shows(pilot, "The one participant had shown, so that digit was left out.")


async def test_a_vote_is_one_turn_and_on_disk(team: Session, book: Path, size: Size) -> None:
    app = LevelbookApp(team, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "v", *"1124", "2")
        await is_over(pilot)
        assert open_book(book).now.book.answer("s1.p1") == said(team)
        await press(pilot, "ctrl+z")
        assert said(team) == Answer()


async def test_enter_keeps_the_votes_and_settles_on_none(team: Session, size: Size) -> None:
    app = LevelbookApp(team, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "v", *"1134", "enter")
        await is_over(pilot)
        assert said(team).status == "unanswered"
        assert sum(vote.count for vote in said(team).votes) == 4
        await shows(pilot, "votes differ: 1 to 4")


async def test_votes_kept_on_an_answered_practice_leave_its_level_and_say_so(team: Session) -> None:
    team.apply("s1.p1", Edit(level=2))
    app = LevelbookApp(team, "interview")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "left", "v", *"1124")
        await shows(pilot, "⏎ keeps the votes, and level 2 stays.")
        await press(pilot, "enter")
        await is_over(pilot)
        assert said(team).level == 2


async def test_escape_leaves_without_a_change(team: Session, size: Size) -> None:
    app = LevelbookApp(team, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        for typed in ((), ("1",), ("1", "1", "2", "4")):
            await press(pilot, "v", *typed, "escape", *(["down", "enter"] if typed else []))
            await is_over(pilot)
            assert app.drafts.all == ()
            assert said(team) == Answer()


async def test_hands_that_another_app_discarded_are_kept_while_the_vote_is_open(team: Session) -> None:
    app = LevelbookApp(team, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "v", "1", "2")
        await until(pilot, lambda: len(app.drafts.all) == 1)
        [hands] = app.drafts.all
        app.drafts.discard(hands)
        await until(pilot, lambda: [one.typed for one in app.drafts.all] == [hands.typed])


async def test_hands_that_were_shown_are_there_again_after_ctrl_q(team: Session, book: Path) -> None:
    app = LevelbookApp(team, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "v", *"1", "minus", *"2")
        await shows(pilot, "3 of 4 have shown")
        await pilot.press("ctrl+q")
        await shows(pilot, "Typed and not saved: “Vote · 1.1 P1”.")
        await press(pilot, "enter")
        await until(pilot, lambda: not app.is_running)

    again = LevelbookApp(open_book(book), "home")
    async with again.run_test(size=(80, 24), notifications=True) as pilot:
        await shows(pilot, "“Vote · 1.1 P1” has unsaved text")
        await press(pilot, "f3", "v")
        await shows(pilot, "3 of 4 have shown")
        await press(pilot, "4", "2")
        await is_over(pilot)
        assert [(vote.level, vote.count) for vote in said(again.session).votes] == [(1, 1), (2, 1), (4, 1)]
        assert (said(again.session).abstained, again.drafts.all) == (1, ())


async def test_hands_that_come_back_are_laid_out_for_the_terminal_from_the_first_frame(
    team: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    widths: list[int] = []

    def made(*given: Any, width: int, **named: Any) -> list[Row]:
        widths.append(width)
        return rows_of(*given, width=width, **named)

    rows_of = view.rows
    monkeypatch.setattr(view, "rows", made)
    for size in ((80, 24), (120, 36)):
        app = LevelbookApp(team, "interview")
        async with app.run_test(size=size) as pilot:
            widths.clear()
            await press(pilot, "v")
            await shows(pilot, "have shown")
            assert len(set(widths)) == 1, size


async def test_hands_kept_for_later_stay_with_their_people_and_a_latecomer_shows_last(team: Session) -> None:
    app = LevelbookApp(team, "interview")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "v", "0", "1", "3", "escape")
        await shows(pilot, "Keep it for later")
        await press(pilot, "enter")
        await is_over(pilot)
        app.workshop.add_participants(["Eve"])
        app.workshop.remove_participant("Ben")

        await press(pilot, "v")
        await shows(pilot, "2 of 4 have shown")
        await shows(pilot, "What does Tom show?")
        await shows(pilot, "Left out of this vote, as no longer on the list: Ben 1.")


async def test_somebody_who_is_listed_elsewhere_during_the_vote_shows_last(team: Session, book: Path) -> None:
    app = LevelbookApp(team, "interview")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "v", *"1234")
        await shows(pilot, "From 1 to 4")
        Workshop(open_book(book)).add_participants(["Eve"])
        app.post_message(events.AppFocus())
        await shows(pilot, "Not shown: Eve.")
        await press(pilot, "backspace")
        await shows(pilot, "What does Eve show?")
        Workshop(open_book(book)).remove_participant("Ben")
        app.post_message(events.AppFocus())
        await shows(pilot, "3 of 4 have shown")
        await shows(pilot, "Left out of this vote, as no longer on the list: Ben 2.")


async def test_minus_abstains_and_backspace_takes_back(team: Session, size: Size) -> None:
    app = LevelbookApp(team, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "v", "3", "backspace", "1", "minus", "1", "4", "backspace", "2")
        await shows(pilot, "From 1 to 2, within one level; the median is 1. One abstains.")
        await press(pilot, "enter")
        await is_over(pilot)
        assert counts(team) == [(1, 2, ""), (2, 1, "")]
        assert said(team).abstained == 1
        await press(pilot, "v")
        await shows(pilot, "Kept so far: 1 to 2, median 1, 1 abstained.")


async def test_everybody_may_abstain_and_the_team_settle_all_the_same(team: Session, size: Size) -> None:
    app = LevelbookApp(team, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "v", *["minus"] * 4)
        await shows(pilot, "Everybody abstains.")
        await press(pilot, "enter")
        await shows(pilot, "nothing to keep")
        await press(pilot, "1")
        await is_over(pilot)
        assert (said(team).level, said(team).votes) == (1, ())


async def test_a_name_that_ends_in_a_full_stop_gets_no_second_one(session: Session) -> None:
    Workshop(session).begin(90, ("Ana", "Ben K.", "Priya N."))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "v", *"14", "enter")
        await shows(pilot, "Lowest 1: Ana. Highest 4: Ben K. They speak first.")
        await shows(pilot, "Not shown: Priya N.")
        assert ".." not in text_of(app)


async def test_without_participants_any_number_shows_and_enter_ends_it(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "v", "enter")
        await shows(pilot, "Nobody has shown a level yet.")
        await press(pilot, *"22234", "enter")
        await shows(pilot, "Lowest 2: three. Highest 4: one. They speak first.")
        await press(pilot, "3")
        await is_over(pilot)
        assert (said(session).level, counts(session)) == (3, [(2, 3, ""), (3, 1, ""), (4, 1, "")])


async def test_a_digit_above_the_scale_is_said_and_no_hand(team: Session, size: Size) -> None:
    app = LevelbookApp(team, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "v", "7")
        await shows(pilot, "There is no level 7.")
        assert isinstance(app.screen, VoteScreen)
        assert app.screen.show.levels == ()
        await press(pilot, *"1124", "9")
        assert said(team) == Answer()


async def test_the_result_shows_what_the_lowest_and_the_highest_level_mean_in_full(team: Session, size: Size) -> None:
    levels = team.questionnaire.practices["s1.p1"].levels
    app = LevelbookApp(team, "interview")
    async with app.run_test(size=size) as pilot:
        await press(pilot, "v", *"1134")
        for level in (1, 4):
            await shows(pilot, levels[level].statement)


async def test_the_statements_stand_on_the_screen_while_hands_are_typed_in(team: Session, size: Size) -> None:
    app = LevelbookApp(team, "interview")
    async with app.run_test(size=size) as pilot:
        await press(pilot, "v", "1")
        for level in team.questionnaire.practices["s1.p1"].levels:
            await shows(pilot, f"{level.level}  {level.statement}")


@pytest.mark.parametrize("size", [(120, 36)])
async def test_with_room_each_statement_stands_beside_its_bar(team: Session, size: Size) -> None:
    app = LevelbookApp(team, "interview")
    async with app.run_test(size=size) as pilot:
        await press(pilot, "v", *"2234")
        await shows(pilot, "████ 1")
        bars = [line for line in text_of(app).split("\n") if "█" in line]
        levels = team.questionnaire.practices["s1.p1"].levels
        assert all(levels[at].statement in line for at, line in zip((4, 3, 2), bars, strict=True))


async def test_after_a_vote_the_cursor_stays_where_it_was(team: Session, size: Size) -> None:
    app = LevelbookApp(team, "interview")
    async with app.run_test(size=size) as pilot:
        await press(pilot, "down", "down", "down")
        before = interview(app).cursor
        assert before != "level:0"
        await press(pilot, "v", *"2222", "2")
        await until(pilot, lambda: said(team).level == 2)
        await is_over(pilot)
        await press(pilot)
        assert interview(app).cursor == before


async def test_the_histogram_names_levels_counts_and_what_is_needed(team: Session, size: Size) -> None:
    app = LevelbookApp(team, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "v", *"2234")
        lines = [line for line in text_of(app).split("\n") if "█" in line]
        assert [line.count("█") for line in lines] == [4, 4, 8]
        for words in ("4 Measured and improving", "████ 1", "2 Defined", "████████ 2", "◂target"):
            await shows(pilot, words)


async def test_a_dissent_keeps_its_reason_and_the_name_only_where_it_may(team: Session, size: Size) -> None:
    app = LevelbookApp(team, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "v", *"1124", "d")
        await shows(pilot, "Who disagrees?")
        await press(pilot, "enter")
        await shows(pilot, "Dissent · ")
        unwrapped = " ".join(text_of(app).replace("│", " ").split())
        assert "in the guide, which has room for two reasons of at most 160 characters" in unwrapped
        await press(pilot, *"All is logged", "enter", "enter")
        await shows(pilot, "Dissent at 4, without a name: All is logged")
        await press(pilot, "d", "down", "down", "enter", *"Not on Sundays", "ctrl+s")
        await press(pilot, "2")
        await is_over(pilot)
        kept = [vote for vote in said(team).votes if vote.reason]
        assert kept == [
            Vote(level=1, count=1, who="Ben", reason="Not on Sundays"),
            Vote(level=4, count=1, reason="All is logged"),
        ]


async def test_for_one_dissent_a_name_may_be_kept_after_all(team: Session, size: Size) -> None:
    app = LevelbookApp(team, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "v", *"1124", "d", "enter", *"Why", "enter", "right", "ctrl+s", "enter")
        await is_over(pilot)
        assert Vote(level=4, count=1, who="Tom", reason="Why") in said(team).votes
        assert not app.workshop.sitting.participants[3].named


async def test_an_empty_reason_takes_the_dissent_back(team: Session, size: Size) -> None:
    app = LevelbookApp(team, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(
            pilot, "v", *"1124", "d", "enter", *"Why", "ctrl+s", "d", "enter", *["backspace"] * 3, "ctrl+s", "enter"
        )
        await is_over(pilot)
        assert not any(vote.reason for vote in said(team).votes)


async def test_b_takes_the_ballots_as_the_vote_and_they_stand_beside_any(team: Session, size: Size) -> None:
    hand_in(team, 1, 3, 3)
    app = LevelbookApp(team, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await shows(pilot, "ballots 1 to 3, median 3")
        await press(pilot, "v", *"1124")
        await shows(pilot, "2 in the ballots")
        await shows(pilot, "The ballots: 1 to 3, median 3.")
        await press(pilot, "b")
        await shows(pilot, "Lowest 1: one. Highest 3: two.")
        await press(pilot, "3")
        await is_over(pilot)
        assert (said(team).level, counts(team)) == (3, [(1, 1, ""), (3, 2, "")])
        assert said(team).from_ballots


async def test_whoever_takes_the_ballots_sees_that_one_cannot_be_read(team: Session) -> None:
    hand_in(team, 2, 2)
    (team.folder.ballots_path / "eve.toml").write_text("no TOML [")
    team.read_ballots_again()
    app = LevelbookApp(team, "interview")
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "v")
        await shows(pilot, "b takes the ballots")
        await shows(pilot, "1 of 3 ballots cannot be read")


async def test_ballots_taken_by_mistake_give_the_hands_back(team: Session, size: Size) -> None:
    hand_in(team, 1, 3, 3)
    app = LevelbookApp(team, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "v", *"11", "b")
        await shows(pilot, "Lowest 1: one. Highest 3: two.")
        await press(pilot, "backspace")
        await shows(pilot, "2 of 4 have shown, 2 to go")
        await shows(pilot, "What does Chi show?")
        await press(pilot, *"24", "b", "backspace")
        await shows(pilot, "Lowest 1: Ana, Ben. Highest 4: Tom. They speak first.")


async def test_b_without_ballots_says_so(team: Session, size: Size) -> None:
    app = LevelbookApp(team, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "v", "b")
        await shows(pilot, "No ballot gives a level here.")


async def test_a_vote_on_an_inherited_practice_is_about_the_inherited_scale(team: Session, size: Size) -> None:
    team.set_fact("role", ("saas",))
    app = LevelbookApp(team, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, InterviewScreen)
        app.screen.open("s2.p1")
        await press(pilot, "v", *"2223", "2")
        await is_over(pilot)
        assert said(team, "s2.p1").level == 2


async def test_a_practice_that_is_not_for_the_team_is_not_voted_on(team: Session, size: Size) -> None:
    team.set_fact("role", ("none",))
    app = LevelbookApp(team, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, InterviewScreen)
        app.screen.open("s3.p1")
        await press(pilot, "v")
        await shows(pilot, "does not apply to your profile")
        assert isinstance(app.screen, InterviewScreen)


async def test_an_answer_given_elsewhere_during_the_vote_keeps_the_vote_open(
    team: Session, book: Path, size: Size
) -> None:
    app = LevelbookApp(team, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "v", *"1124")
        open_book(book).apply("s1.p1", Edit(level=4))
        await press(pilot, "2")
        await shows(pilot, "Changed elsewhere")
        assert said(team).level == 4
        assert isinstance(app.screen, VoteScreen)
        await press(pilot, "2")
        await is_over(pilot)
        assert said(team).level == 2


async def test_hostile_names_are_shown_as_words_and_cut_to_their_column(session: Session, size: Size) -> None:
    Workshop(session).begin(90, ["[/] [bold]x", "\u202eevil", "👩‍👩‍👧 family", "n" * 300])
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "v", "1")
        await shows(pilot, "[/] [bold]x")
        await shows(pilot, "<U+202E>evil")
        await press(pilot, *"144")
        await shows(pilot, "Lowest 1: [/] [bold]x, <U+202E>evil.")
        await press(pilot, "2")
        await is_over(pilot)
        assert said(session).level == 2


async def test_the_result_names_who_has_not_shown(team: Session, size: Size) -> None:
    app = LevelbookApp(team, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "v", *"12", "enter")
        await shows(pilot, "Not shown: Chi, Tom.")


async def test_names_stand_where_they_stay_from_the_first_look_on(session: Session) -> None:
    Workshop(session).begin(90, ("Ana", "Lena", "Noor", "Omar", "Priya", "Sam", "Tom", "Yi-Ling O'Brien"))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "v")
        await shows(pilot, "0 of 8 have shown")
        await until(pilot, lambda: "Priya" in next(row for row in text_of(app).splitlines() if "▸ Ana" in row))

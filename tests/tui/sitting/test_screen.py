"""The sitting's screen, by its keys and by what the sitting and the session hold afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from levelbook.book.session import BallotOf, Session
from levelbook.book.sittings import parked_items
from levelbook.book.sittings.close import Closing
from levelbook.book.sittings.workshop import Workshop
from levelbook.core.answers.answers import Vote
from levelbook.core.answers.ballots import spread_of
from levelbook.core.answers.edits import Edit
from levelbook.core.answers.sittings import EvidenceToBring, Parked, Participant, Sitting
from levelbook.core.assessment.review import CAUSES, Cause
from levelbook.core.assessment.workshop_plan import Item
from levelbook.core.text.cleaning import clean_line, spoken_day
from levelbook.store import sittings_file
from levelbook.store.answers_file import AnswersFile
from levelbook.tui.app import LevelbookApp
from levelbook.tui.base.form_screen import FormScreen
from levelbook.tui.close.screen import CloseScreen
from levelbook.tui.confirm_list.screen import ConfirmScreen
from levelbook.tui.interview.screen import InterviewScreen
from levelbook.tui.sitting.rows import why
from levelbook.tui.sitting.screen import SittingScreen
from levelbook.tui.widgets.rows import Rows
from support.builders import DAY, NOON
from support.hostile_texts import HOSTILE
from support.later_rounds import hand_in, nothing_can_be_written
from support.pilot import Size, both_sizes, form_field, open_book, shows, text_of, until


def on_disk(session: Session) -> Sitting | None:
    return sittings_file.read(session.folder.sittings_path, DAY)


def move_to(app: LevelbookApp, key: str) -> None:
    """Put the cursor on a row, in whichever part it stands."""
    for rows in app.screen.query(Rows):
        if key in [row.key for row in rows.rows]:
            rows.focus()
            rows.move_to(key)
            return
    raise AssertionError(f"{key} is not on:\n{text_of(app)}")


async def form_open(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, FormScreen) and pilot.app.focused is not None)


async def form_closed(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, SittingScreen))


# Before


@both_sizes
async def test_before_a_sitting_the_plan_for_ninety_minutes_is_shown(session: Session, size: Size) -> None:
    hand_in(session, {"Ana": {"s1.p1": 0, "s1.p2": 2}, "Tom": {"s1.p1": 4, "s1.p2": 2}})
    app = LevelbookApp(session)
    async with app.run_test(size=size) as pilot:
        await pilot.press("f8")
        await shows(pilot, "Before the sitting")
        await shows(pilot, "In 90 minutes: 1 list of 1 practice in 1 min; 11 to discuss")
        await shows(pilot, "1 practice on which the ballots agree: confirm as a list")
        await shows(pilot, "ballots 0–4")
        await shows(pilot, "Ballots: 2")
        assert on_disk(session) is None


@both_sizes
async def test_plus_and_minus_change_the_minutes_by_a_quarter_of_an_hour(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, SittingScreen)
        await pilot.press("minus", "minus", "minus")
        assert screen.minutes == 45
        await pilot.press("plus")
        assert screen.minutes == 60
        for _ in range(9):
            await pilot.press("minus")
        assert screen.minutes == 15
        await shows(pilot, "Left for another time")


@pytest.mark.parametrize(
    ("typed", "minutes"), [("60", 60), ("1h30", 90), ("2h", 120), ("1.5 h", 90), ("45 min", 45), ("1:15", 75)]
)
async def test_minutes_are_typed_as_people_write_them(session: Session, typed: str, minutes: int) -> None:
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("l")
        await form_open(pilot)
        app.screen.query_one(Input).value = typed
        await pilot.press("enter")
        await form_closed(pilot)
        assert isinstance(app.screen, SittingScreen)
        assert app.screen.minutes == minutes


@pytest.mark.parametrize("typed", ["", "soon", "0", "-5", "99999", "1h2h"])
async def test_minutes_that_are_none_are_refused_and_what_was_typed_stays(session: Session, typed: str) -> None:
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("b")
        await form_open(pilot)
        app.screen.query_one("#field-minutes", Input).value = typed
        app.screen.query_one("#field-names", Input).value = "Ana"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen.query(".refusal.shown"))
        assert app.screen.query_one("#field-names", Input).value == "Ana"
        assert on_disk(session) is None


@both_sizes
async def test_b_begins_with_those_who_handed_in_a_ballot(session: Session, size: Size) -> None:
    hand_in(session, {"Ana": {}, "Tom": {}})
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.press("b")
        await form_open(pilot)
        names = app.screen.query_one("#field-names", Input)
        assert names.value == "Ana, Tom, "
        await pilot.press(*"Eve ;ana,", "enter", *"60", "enter")
        await form_closed(pilot)
        assert session.sittings.all[0][1].names == ("Ana", "Tom", "Eve")
        assert session.sittings.all[0][1].planned_minutes == 60
        await shows(pilot, "Sitting of 22 November")
        await shows(pilot, "0 of 12 done")
        await shows(pilot, "Ana is on the list once, though entered twice.")


async def test_those_of_last_time_are_offered_and_what_was_parked_then_is_shown(session: Session) -> None:
    sittings_file.change(
        session.folder.sittings_path,
        DAY.replace(month=8),
        lambda sitting: sitting.changed(
            participants=(Participant(name="Maud"),), parked=(Parked(text="Who pays?", practice="s2.p2"),)
        ),
    )
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=(120, 36)) as pilot:
        await shows(pilot, "Last time: 22 August")
        await shows(pilot, "Open from earlier sittings: 1")
        await shows(pilot, "Who pays? (since 22 August)")
        move_to(app, "then:s2.p2#0")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen) and app.screen.practice_id == "s2.p2")
        await pilot.press("f8", "b")
        await form_open(pilot)
        assert app.screen.query_one("#field-names", Input).value == "Maud, "
        await shows(pilot, "1 parked item of earlier sittings is still open")


async def test_evidence_that_nobody_brought_is_listed_before_a_sitting_and_in_it(session: Session) -> None:
    proof = EvidenceToBring(practice="s2.p2", what="the log", who="Bea", by=DAY.replace(month=9, day=1))
    earlier = Sitting(closed=True, proofs=(proof,))
    sittings_file.change(session.folder.sittings_path, DAY.replace(month=8), lambda _: earlier)
    app = LevelbookApp(session)
    async with app.run_test(size=(120, 36)) as pilot:
        await shows(pilot, "1 piece of evidence is")  # the column is narrow, and wraps
        await pilot.press("f8")
        await shows(pilot, "Evidence to bring: 1")
        await shows(pilot, "the log – Bea, by 1 September, late")

    Workshop(session).begin()
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=(120, 36)) as pilot:
        await shows(pilot, "Who is here: 0")
        await shows(pilot, "Evidence to bring: 1")


@both_sizes
async def test_what_became_of_evidence_is_said_on_its_row_and_undone(
    session: Session, size: Size, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(LevelbookApp, "say", lambda _, words: told.append(words))
    proof = EvidenceToBring(practice="s2.p2", what="the log", who="Bea", by=DAY.replace(month=9, day=1))
    month_ago = DAY.replace(month=8)
    folder = session.folder.sittings_path
    sittings_file.change(folder, month_ago, lambda _: Sitting(closed=True, proofs=(proof,)))

    def held() -> EvidenceToBring:
        sitting = sittings_file.read(folder, month_ago)
        assert sitting is not None
        return sitting.proofs[0]

    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        move_to(app, "evidence:1")
        await pilot.press("e")
        await form_open(pilot)
        form_field(app, "who").value = "Tom"
        await pilot.press("ctrl+s")
        await form_closed(pilot)
        await until(pilot, lambda: held().who == "Tom")

        move_to(app, "evidence:1")
        await pilot.press("enter")
        await form_open(pilot)
        await pilot.press("right", "ctrl+s")
        await form_closed(pilot)
        await until(pilot, lambda: held().outcome == "kept")
        assert "Evidence to bring" not in text_of(app)
        assert told == ["The answer to 2.2 P2 holds no evidence yet. e adds it in the interview."]

        await pilot.press("ctrl+z")
        await until(pilot, lambda: held().outcome is None)
        assert [one.who for one in app.workshop.evidence.to_bring] == ["Tom"]


async def test_what_became_of_evidence_waits_for_a_disk_that_refuses_it(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    month_ago, folder = DAY.replace(month=8), session.folder.sittings_path
    proof = EvidenceToBring(practice="s2.p2", what="the log", who="Bea")
    sittings_file.change(folder, month_ago, lambda _: Sitting(closed=True, proofs=(proof,)))
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await pilot.pause()
        with nothing_can_be_written(monkeypatch):
            move_to(app, "evidence:1")
            await pilot.press("enter")
            await form_open(pilot)
            await pilot.press("right", "ctrl+s")
            await form_closed(pilot)
            await shows(pilot, "NOT SAVED: the disk is full")
        app.attempt(lambda: session.apply("s1.p1", Edit(level=2)))
        assert app.workshop.unkept is None
        assert sittings_file.read(folder, month_ago) == Sitting(closed=True, proofs=(proof.changed(outcome="kept"),))


async def test_the_form_about_evidence_is_about_its_row_after_an_earlier_piece_was_settled(session: Session) -> None:
    agreed = tuple(EvidenceToBring(practice="s2.p2", what=what) for what in ("scores", "scans", "a page"))
    dropped = agreed[0].changed(outcome="dropped", reason="never kept")
    sitting = Sitting(closed=True, proofs=(dropped, *agreed[1:]))
    sittings_file.change(session.folder.sittings_path, DAY.replace(month=8), lambda _: sitting)
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=(120, 36)) as pilot:
        await shows(pilot, "Evidence to bring: 2")
        for down, what in enumerate(("scans", "a page")):
            app.screen.query_one("#people", Rows).focus()
            await pilot.press("home", *["down"] * down, "e")
            await form_open(pilot)
            await shows(pilot, f"{what}. Agreed on")
            await pilot.press("escape")
            await form_closed(pilot)


async def test_a_sitting_takes_over_what_is_open_and_d_settles_it(session: Session) -> None:
    earlier = Sitting(closed=True, parked=(Parked(text="Who pays?"), Parked(text="Keys", outcome="given", owner="Ana")))
    sittings_file.change(session.folder.sittings_path, DAY.replace(month=8), lambda _: earlier)
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("b")
        await form_open(pilot)
        await pilot.press("ctrl+s")
        await form_closed(pilot)
        await shows(pilot, "Keys (since 22 August) – given to Ana")
        move_to(app, "parked:Keys")
        await pilot.press("up")
        await shows(pilot, "d settle ")
        await pilot.press("d")
        await shows(pilot, "Settled “Who pays?”, left open by an earlier sitting.")
        assert "d settle" not in text_of(app), "nothing is left to settle"
        await pilot.press("d")
        await shows(pilot, "“Who pays?” is settled already.")
        held = on_disk(session)
        assert held is not None
        assert [one.outcome for one in held.parked] == ["settled", "given"]


async def test_what_others_decided_since_the_row_was_drawn_is_not_removed(session: Session) -> None:
    app = LevelbookApp(session, "sitting")
    app.workshop.begin(90, ["Ana"])
    parked_items.park(app.workshop, "Who pays?")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        move_to(app, "parked:Who pays?")
        other = Workshop(open_book(session.folder.path))
        parked_items.decide(other, other.sitting.parked[0], other.sitting.parked[0].decided("given", owner="Ana"))
        await pilot.press("d")
        await shows(pilot, "Others have changed “Who pays?” meanwhile: given to Ana.")


async def test_a_closed_sitting_says_what_it_took_up_and_no_share_of_another_plan(session: Session) -> None:
    done = Sitting(begun_at=NOON, closed=True, taken_up=("s1.p1", "s1.p2"))
    sittings_file.change(session.folder.sittings_path, DAY, lambda _: done)
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "2 practices taken up")
        assert " done " not in text_of(app)


async def test_keys_of_a_sitting_say_that_none_was_begun(session: Session) -> None:
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        for key in ("p", "m", "c"):
            await pilot.press(key)
            await shows(pilot, "Begin the sitting first.")
            await pilot.press("escape")
            await until(pilot, lambda: "Begin the sitting first." not in text_of(app))
        assert on_disk(session) is None


# Taking up


@both_sizes
async def test_enter_on_a_list_opens_it(session: Session, size: Size) -> None:
    hand_in(session, {name: {"s1.p2": 2} for name in ("Ana", "Tom")})
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        move_to(app, "list:agreed")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        await pilot.press("escape")
        await form_closed(pilot)


@both_sizes
async def test_enter_on_a_practice_goes_through_the_plan_in_its_order(session: Session, size: Size) -> None:
    hand_in(session, {"Ana": {"s3.p4": 0, "s2.p1": 1}, "Tom": {"s3.p4": 4, "s2.p1": 3}})
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        move_to(app, "talk:s2.p1")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen) and app.screen.practice_id == "s2.p1")
        assert isinstance(app.screen, InterviewScreen)
        assert app.screen.queue_choice.listed[:3] == ("s3.p4", "s2.p1", "s1.p1")
        await pilot.press("left")
        assert app.screen.practice_id == "s3.p4"


async def test_lists_come_first_also_for_the_cursor(session: Session) -> None:
    hand_in(session, {name: {"s1.p2": 2} for name in ("Ana", "Tom")})
    app = LevelbookApp(session, "sitting")
    app.workshop.begin(90)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "1 practice on which the ballots agree")
        assert "Start with" not in text_of(app)


@both_sizes
async def test_t_starts_with_the_first_that_is_not_done(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "sitting")
    app.workshop.begin(90)
    session.apply("s1.p1", Edit(level=2))
    async with app.run_test(size=size) as pilot:
        await shows(pilot, "Go on with 1.2")
        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen) and app.screen.practice_id == "s1.p2")


@both_sizes
async def test_what_is_done_is_shown_as_done_and_an_undo_brings_it_back(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "sitting")
    app.workshop.begin(90)
    async with app.run_test(size=size) as pilot:
        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen))
        await pilot.press("2", "f8")
        await shows(pilot, "1 of 12 done")
        await shows(pilot, "[x] 1.1  P1")
        assert session.sittings.all[0][1].taken_up == ("s1.p1",)
        move_to(app, "done:s1.p1")
        await pilot.press("ctrl+z")
        await shows(pilot, "0 of 12 done")
        assert session.sittings.all[0][1].taken_up == ()


async def test_what_is_folded_opens(session: Session) -> None:
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "and 7 more")
        move_to(app, "more:talk:")
        await pilot.press("enter", "end")
        await until(pilot, lambda: "talk:s3.p4" in [row.key for row in app.screen.query_one("#plan", Rows).rows])


async def test_when_all_is_done_it_says_so(session: Session) -> None:
    app = LevelbookApp(session, "sitting")
    app.workshop.begin(90)
    session.apply_all({name: Edit(level=2) for name in session.questionnaire.practices})
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await shows(pilot, "12 of 12 done")
        await shows(pilot, "all planned work is done")
        await pilot.press("t")
        await shows(pilot, "Everything that was planned is done.")


# The room


@both_sizes
async def test_people_are_added_named_and_taken_off(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "sitting")
    app.workshop.begin(90, ["Ana"])
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.press("w")
        await form_open(pilot)
        await pilot.press(*"Tom,Eve,ana", "enter")
        await form_closed(pilot)
        await shows(pilot, "ana (as Ana) is on the list already.")
        assert session.sittings.all[0][1].names == ("Ana", "Tom", "Eve")

        move_to(app, "person:Tom")
        await pilot.press("space")
        assert [one.named for one in session.sittings.all[0][1].participants] == [False, True, False]
        await shows(pilot, "may be named")
        assert "⏎ open" not in text_of(app), "Enter opens nothing here"
        await pilot.press("enter")
        assert [one.named for one in session.sittings.all[0][1].participants] == [False, True, False]
        await shows(pilot, "space says whether this person may be named.")
        session.apply("s1.p1", Edit(level=1, votes=(Vote(level=1, count=1, who="Tom"),)))
        await pilot.press("space")
        assert [one.named for one in session.sittings.all[0][1].participants] == [False, False, False]
        await shows(pilot, "1.1 still has Tom's name beside a vote. A new vote leaves it out.")
        await pilot.press("d")
        assert session.sittings.all[0][1].names == ("Ana", "Eve")
        screen = app.screen
        assert isinstance(screen, SittingScreen)
        assert screen.cursor == "person:Eve", "on whoever is there now"
        await pilot.press("d")
        assert screen.cursor == "person:Ana", "on the last who is left"


@both_sizes
async def test_the_plan_lists_an_answer_of_this_round_that_the_ballots_contradict(session: Session, size: Size) -> None:
    session.apply("s1.p1", Edit(level=3))
    hand_in(session, {"Ana": {"s1.p1": 0}, "Tom": {"s1.p1": 0}})
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=size) as pilot:
        await shows(pilot, "answered 3, ballots 0")
        move_to(app, "talk:s1.p1")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen) and app.screen.practice_id == "s1.p1")


@pytest.mark.parametrize("cause", [cause for cause in CAUSES if cause != "new"])
def test_a_reason_to_discuss_leaves_room_for_the_title(session: Session, cause: Cause) -> None:
    """The plan's column has 72 columns on a projector of 120, and a title is what a room reads first."""
    item = Item(session.now.scorecard["s1.p1"], spread_of([1, 4]), "essential", causes=(cause,))

    said = why(item)

    assert said.plain.startswith("essential, ") and said.plain.endswith(", ballots 1–4")
    assert said.cell_length <= 40


async def test_the_cursor_stays_on_its_row_when_others_remove_one_above(session: Session) -> None:
    app = LevelbookApp(session, "sitting")
    app.workshop.begin(90, ["Ana", "Tom"])
    for text in ("Who pays?", "Lunch"):
        parked_items.park(app.workshop, text)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Lunch")
        for key in ("parked:Lunch", "person:Tom"):
            move_to(app, key)
            sittings_file.change(
                session.folder.sittings_path,
                DAY,
                lambda one: one.changed(parked=one.parked[-1:], participants=one.participants[-1:]),
            )
            app.on_app_focus()
            screen = app.screen
            assert isinstance(screen, SittingScreen) and screen.cursor == key
        await pilot.press("space")
        assert [(one.name, one.named) for one in session.sittings.all[0][1].participants] == [("Tom", True)]


@both_sizes
async def test_things_are_parked_gone_to_and_dropped(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "sitting")
    app.workshop.begin(90, ["Ana"])
    parked_items.park(app.workshop, "Who pays?", "s2.p3", "Ana")
    async with app.run_test(size=size) as pilot:
        await pilot.press("p")
        await form_open(pilot)
        await pilot.press("enter", "ctrl+s")
        await until(pilot, lambda: app.screen.query(".refusal.shown"))
        await pilot.press(*"Lunch", "ctrl+s")
        await form_closed(pilot)
        assert [one.text for one in session.sittings.all[0][1].parked] == ["Who pays?", "Lunch"]

        move_to(app, "parked:Lunch")
        await pilot.press("delete")
        assert [one.text for one in session.sittings.all[0][1].parked] == ["Who pays?"]
        move_to(app, "parked:Who pays?")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen) and app.screen.practice_id == "s2.p3")


async def test_where_two_columns_are_narrow_days_and_headings_are_whole(session: Session) -> None:
    session.apply("s1.p1", Edit(level=2))
    app = LevelbookApp(session, "sitting")
    app.workshop.begin(90, ["Ana"])
    what, who = "the rule and one blocked name, live or in a test", "Hugo Schwarzenbach-Villanueva"
    Closing(app.workshop).bring_proof("s1.p1", what, who, DAY)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        plan, people = (
            " ".join(" ".join(half).split())
            for half in zip(*((one[:62], one[62:]) for one in text_of(app).splitlines()), strict=True)
        )
        assert "Sitting of 0 min elapsed, 90 planned, 90 left 22 November" in plan, "in two lines, and whole"
        assert "Who is here: 1 space: named beside a vote" in people
        assert f"Schwarzenbach-Villanueva, by {spoken_day(DAY, DAY)}" in people


@both_sizes
async def test_minutes_are_kept(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "sitting")
    app.workshop.begin(90)
    async with app.run_test(size=size) as pilot:
        await pilot.press("m")
        await form_open(pilot)
        app.screen.query_one(TextArea).text = "We met.\nWe agreed."
        await pilot.press("ctrl+s")
        await form_closed(pilot)
        assert session.sittings.all[0][1].minutes == "We met.\nWe agreed."
        await pilot.press("end")
        await shows(pilot, "We agreed.")


async def test_the_length_of_a_sitting_can_be_changed_while_it_goes_on(session: Session) -> None:
    app = LevelbookApp(session, "sitting")
    app.workshop.begin(90)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("minus")
        await shows(pilot, "75 planned")
        assert session.sittings.all[0][1].planned_minutes == 75


async def test_c_goes_to_the_close_and_escape_back(session: Session) -> None:
    app = LevelbookApp(session, "sitting")
    app.workshop.begin(90)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, CloseScreen))
        await pilot.press("escape")
        await form_closed(pilot)


async def test_tab_goes_between_the_plan_and_the_room_where_both_have_room(session: Session) -> None:
    app = LevelbookApp(session, "sitting")
    app.workshop.begin(90, ["Ana"])
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("tab", "space")
        assert session.sittings.all[0][1].participants[0].named
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: app.focused is app.screen.query_one("#plan"))
        await shows(pilot, "0 of 12 done")


async def test_a_click_opens_what_it_hits(session: Session) -> None:
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Begin: enter who is here")
        line = next(place for place, text in enumerate(text_of(app).split("\n")) if "Begin: enter" in text)
        await pilot.click(offset=(10, line))
        await form_open(pilot)


async def test_names_that_the_settings_hide_are_not_said_to_appear_in_the_record(session: Session) -> None:
    session.folder = replace(session.folder, settings=replace(session.folder.settings, people="none"))
    async with LevelbookApp(session, "sitting").run_test(size=(80, 24)) as pilot:
        await pilot.press("b")
        await shows(pilot, "Names stay in this sitting's file")


async def test_b_begins_another_sitting_on_the_day_after_one_was_closed(session: Session) -> None:
    app = LevelbookApp(session, "sitting")
    app.workshop.begin(90, ["Ana"])
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("b")
        await shows(pilot, "The sitting has already begun.")
        Closing(app.workshop).close()
        await pilot.press("b")
        await shows(pilot, "The sitting was closed, and stays so;")
        session.clock = lambda: NOON + timedelta(days=1)
        await pilot.press("f2", "f8")
        await shows(pilot, "Begin today's: enter who is here")
        await pilot.press("b")
        await form_open(pilot)
        assert app.screen.query_one("#field-names", Input).value == "Ana, "
        await pilot.press("ctrl+s")
        await form_closed(pilot)
        assert [day for day, _ in session.sittings.all] == [DAY, DAY + timedelta(days=1)]
        assert not app.workshop.sitting.closed


async def test_a_ballot_that_comes_in_late_is_in_the_plan(session: Session, book: Path) -> None:
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "To discuss")
        hand_in(open_book(book), {"Ana": {"s1.p1": 0}, "Tom": {"s1.p1": 4}})
        await pilot.press("f2", "f8")
        await shows(pilot, "ballots 0–4")


# What can go wrong


async def test_a_ballot_says_that_a_sitting_belongs_to_the_team(session: Session) -> None:
    hand_in(session, {"Ana": {}})
    file = AnswersFile.load(session.folder.ballots_path / "ana.toml", session.questionnaire)
    alone = Session(session.folder, session.questionnaire, file, "Ana", lambda: NOON, BallotOf("Ana", {}))
    app = LevelbookApp(alone, "sitting")
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "This is Ana's ballot")
        await shows(pilot, "A sitting belongs")
        await pilot.press("b", "t", "w", "p", "m", "c", "l", "plus", "minus", "space", "d", "enter")
        assert isinstance(app.screen, SittingScreen)
        assert on_disk(session) is None


async def test_a_wrong_file_is_told_and_read_again_once_it_is_mended(session: Session, book: Path) -> None:
    path = sittings_file.path_of(session.folder.sittings_path, DAY)
    path.parent.mkdir()
    path.write_text("format = 1\nplaned_minutes = [/red]\n")
    app = LevelbookApp(open_book(book))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("f8")
        await shows(pilot, "Today's sitting cannot be read")
        await shows(pilot, f"{DAY}.toml:2")  # the folder before it breaks where it likes
        await pilot.press("b", "t", "p", "c")
        assert path.read_text().endswith("[/red]\n")
        await pilot.press("f3", "2")
        assert open_book(book).now.book.answer("s1.p1").level == 2

        path.write_text("format = 1\nplanned_minutes = 45\n")
        await pilot.press("f8")
        await shows(pilot, "Sitting of 22 November")
        assert app.workshop.sitting.planned_minutes == 45


async def test_a_full_disk_is_told_and_nothing_typed_is_lost(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await pilot.pause()
        app.workshop.begin(90, ["Ana"])
        with nothing_can_be_written(monkeypatch):
            await pilot.press("p")
            await form_open(pilot)
            await pilot.press(*"Lunch", "ctrl+s")
            await form_closed(pilot)
            await shows(pilot, "NOT SAVED: the disk is full")
            await shows(pilot, "Lunch")
            await pilot.press("f3", "2")
            await shows(pilot, "SITTING NOT SAVED: the disk is full")
            assert session.now.book.answer("s1.p1").level == 2
        await pilot.press("3")
        await until(pilot, lambda: not app.saved[1])
        held = on_disk(session)
        assert held is not None
        assert [one.text for one in held.parked] == ["Lunch"]
        assert held.taken_up == ("s1.p1",)


async def test_hostile_names_and_parked_things_are_shown_literally(session: Session) -> None:
    texts = [text for _, text in HOSTILE if clean_line(text).strip()]
    app = LevelbookApp(session, "sitting")
    app.workshop.begin(90, [text.replace(",", " ") for text in texts])
    parked = tuple(Parked(text=clean_line(text), practice="s1.p1", by=clean_line(text)) for text in texts)
    app.workshop.change(lambda sitting: sitting.changed(parked=parked))
    app.workshop.set_minutes("\n".join(texts))
    async with app.run_test(size=(120, 36)) as pilot:
        for key in ("tab", "down", "space", "end", "c", "escape"):
            await pilot.press(key)
            await pilot.pause()
            assert "\x1b" not in text_of(app)
        await pilot.press("home")
        shown = [str(row.words) for row in app.screen.query_one("#people", Rows).rows]
        for text in (text for text in texts if len(text) < 20 and text.isascii() and text.isprintable()):
            assert any(clean_line(text) in words for words in shown), text


@pytest.mark.parametrize("key", ["enter", "c"])
async def test_a_sitting_that_nobody_closed_is_offered_for_closing(session: Session, key: str) -> None:
    begun = NOON - timedelta(days=3)
    session.clock = lambda: begun
    Workshop(session).begin(90, ["Ana"])
    session.clock = lambda: NOON
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "was never closed: close it now")
        await pilot.press(key)
        await shows(pilot, "What we take on")
        await pilot.press("c")
        await shows(pilot, "22 February 2027  in 92 days")
        await pilot.press("c")
        await shows(pilot, "The sitting is closed")
    assert app.workshop.forgotten is None

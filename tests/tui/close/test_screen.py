"""The close of a sitting, by its keys and by what the sitting and the answers hold afterwards."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from levelbook.book.session import Session
from levelbook.book.sittings import parked_items
from levelbook.book.sittings.close import Closing
from levelbook.book.sittings.workshop import Workshop
from levelbook.book.unsaved.drafts import Drafts
from levelbook.core.answers.answers import Evidence, Step
from levelbook.core.answers.edits import Edit, StepEdit
from levelbook.core.answers.sittings import EvidenceToBring, Parked, Sitting, TakenOn
from levelbook.core.text.cleaning import clean_line
from levelbook.keymap.effective_keys import Keys
from levelbook.store import sittings_file
from levelbook.tui.app import LevelbookApp
from levelbook.tui.base.form_screen import FormScreen
from levelbook.tui.close import forms
from levelbook.tui.close.rows import rows
from levelbook.tui.close.screen import CloseScreen
from levelbook.tui.home.rows import DRAFTS
from levelbook.tui.interview.screen import InterviewScreen
from levelbook.tui.publishing import Publishing
from levelbook.tui.sitting.screen import SittingScreen
from levelbook.tui.widgets.bars import KeyBar
from levelbook.tui.widgets.form import FormValues
from levelbook.tui.widgets.rows import ChoiceRows
from support.builders import DAY, an_answer
from support.hostile_texts import HOSTILE
from support.pilot import Size, both_sizes, form_field, open_book, shows, text_of, until


@pytest.fixture(autouse=True)
def _answers(session: Session) -> None:
    """Two gaps, of which one has a step, something unsure, and a level without proof."""
    session.apply("s1.p1", Edit(level=1, step=StepEdit(text="Read the logs", owner="Tom")))
    session.apply("s1.p2", Edit(level=1))
    session.apply("s1.p3", Edit(unsure=True))
    session.apply("s1.p4", Edit(level=3))


def kept(session: Session) -> Sitting:
    return session.sittings.all[0][1]


async def opened(pilot: Pilot[None]) -> CloseScreen:
    """The close of a sitting with Ana and Tom."""
    app = pilot.app
    assert isinstance(app, LevelbookApp)
    await pilot.pause()
    if not app.workshop.is_open:
        app.workshop.begin(90, ["Ana", "Tom"])
    await pilot.press("c")
    await until(pilot, lambda: isinstance(app.screen, CloseScreen) and app.focused is not None)
    assert isinstance(app.screen, CloseScreen)
    return app.screen


async def fill_in(pilot: Pilot[None], **values: str) -> None:
    app = pilot.app
    await until(pilot, lambda: isinstance(app.screen, FormScreen) and app.focused is not None)
    for name, value in values.items():
        form_field(app, name).value = value
    await pilot.press("ctrl+s")
    await until(pilot, lambda: isinstance(app.screen, CloseScreen))


# What is taken on


@both_sizes
async def test_space_takes_a_step_on_and_puts_it_back(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=size) as pilot:
        await opened(pilot)
        await shows(pilot, "[ ] 1.1  Read the logs")
        await shows(pilot, "No steps taken on yet.")
        await pilot.press("space")
        await shows(pilot, "[x] 1.1  Read the logs")
        await shows(pilot, "1 step: Tom 1")
        assert [(one.practice, one.step, one.owner) for one in kept(session).taken_on] == [
            ("s1.p1", "Read the logs", "Tom")
        ]
        await pilot.press("space")
        await shows(pilot, "[ ] 1.1  Read the logs")
        assert kept(session).taken_on == ()


@both_sizes
async def test_a_next_action_becomes_a_step_and_the_cursor_stays_on_it(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=size, notifications=True) as pilot:
        screen = await opened(pilot)
        await pilot.press("down", "down", "space")
        await until(pilot, lambda: screen.cursor.startswith("step:s1.p2#step "))
        assert session.now.book.answer("s1.p2").steps[0].from_action == "reach-2-b"
        assert kept(session).taken_on[0].practice == "s1.p2"
        await pilot.press("space")
        await until(pilot, lambda: screen.cursor.startswith("step:s1.p2") and "#step " not in screen.cursor)
        assert kept(session).taken_on == ()
        assert session.now.book.answer("s1.p2").steps == (), "it is a suggestion again"
        await pilot.press("o")
        await fill_in(pilot, owner="Bea")
        await pilot.press("space")
        await shows(pilot, "It stays an open step of 1.2.")
        assert [step.owner for step in session.now.book.answer("s1.p2").steps] == ["Bea"]


@both_sizes
async def test_the_effort_of_what_is_proposed_stands_apart_from_its_owner(session: Session, size: Size) -> None:
    session.apply("s1.p2", Edit(owner="Lee"))
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=size) as pilot:
        await opened(pilot)
        await shows(pilot, "effort S, Lee")


@both_sizes
async def test_o_gives_it_an_owner_and_a_date_and_takes_it_on(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=size) as pilot:
        await opened(pilot)
        await pilot.press("o")
        await shows(pilot, "Read the logs. Saving takes it on.")
        await fill_in(pilot, owner="Ana", due="in 2 weeks")
        step = session.now.book.answer("s1.p1").steps[0]
        assert (step.owner, step.due) == ("Ana", date(2026, 12, 6))
        assert [(one.owner, one.due) for one in kept(session).taken_on] == [("Ana", date(2026, 12, 6))]
        await shows(pilot, "Ana, by 6 December")
        await pilot.press("enter")
        await fill_in(pilot, owner="", due="")
        assert [(one.owner, one.due) for one in kept(session).taken_on] == [("", None)]
        await shows(pilot, "1 step: 1 without a name")


async def test_a_date_that_is_none_is_refused_with_an_example_and_one_that_is_past_is_pointed_out(
    session: Session,
) -> None:
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        app.screen.query_one("#field-due", Input).value = "04/05/2027"
        await pilot.press("ctrl+s")
        await shows(pilot, "That could be 4 May 2027")
        assert kept(session).taken_on == ()
        await fill_in(pilot, due="2026-11-01")
        await shows(pilot, "by 1 November, late")


@both_sizes
async def test_n_takes_on_a_step_in_own_words(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=size) as pilot:
        await opened(pilot)
        await pilot.press("down", "down", "n")
        await fill_in(pilot, text="Ask [legal] first", owner="Ana", due="friday")
        assert [step.text for step in session.now.book.answer("s1.p2").steps] == ["Ask [legal] first"]
        assert [(one.practice, one.owner) for one in kept(session).taken_on] == [("s1.p2", "Ana")]
        await shows(pilot, "[x] 1.2  Ask [legal] first")
        taken_on = kept(session).taken_on
        await pilot.press("n")
        await fill_in(pilot, text="Ask [legal] first", owner="", due="")
        assert kept(session).taken_on == taken_on  # the same step, and Ana's still


async def test_the_load_is_counted_by_person_and_too_much_is_said_gently(session: Session) -> None:
    app = LevelbookApp(session, "sitting")
    app.workshop.begin(90)
    for place in range(4):
        Closing(app.workshop).take_on("s1.p1", text=f"Step {place}", owner="Ana")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await shows(pilot, "4 steps: Ana 4")
        await shows(pilot, "Ana has 4: can somebody else take one?")
        for place in range(4):
            Closing(app.workshop).take_on("s1.p2", text=f"Thing {place}", owner="Tom" if place else "")
        await pilot.press("right", "left")
        await shows(pilot, "8 steps: Ana 4, Tom 3, 1 without a name")
        await shows(pilot, "8 steps are a lot for one round. Which 7 matter most?")


async def test_undo_takes_a_step_that_was_taken_on_back(session: Session) -> None:
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("down", "down", "space", "ctrl+z")
        assert session.now.book.answer("s1.p2").steps == ()
        assert kept(session).taken_on == ()
        await shows(pilot, "No steps taken on yet.")


async def test_the_line_of_keys_names_only_what_does_something_on_the_row(session: Session) -> None:
    app = LevelbookApp(session, "sitting")
    app.workshop.begin(90)
    parked_items.park(app.workshop, "Who pays?")
    session.apply("s1.p3", Edit(clear=True))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)

        def keys() -> list[str]:
            return [one.footer for one in screen.query_one(KeyBar).commands if one.where]

        assert keys()[:3] == ["take on", "who, when", "another"]
        await pilot.press("space")
        assert keys()[0] == "put back"
        await pilot.press("right")
        assert keys()[:2] == ["who brings it", "another"], "there is nothing to remove yet"
        await pilot.press("right")
        await shows(pilot, "there is nothing to find out")
        assert keys() == ["next", "close", "back"]
        await pilot.press("right", "space")
        await shows(pilot, "[x]")
        assert keys()[0] == "reopen"


async def test_the_narrowest_screen_has_room_for_the_key_that_closes_and_for_what_evidence_is_asked(
    session: Session,
) -> None:
    earlier = Sitting(closed=True, proofs=(EvidenceToBring(practice="s1.p4", what="the log", who="Bea"),))
    sittings_file.change(session.folder.sittings_path, DAY.replace(month=8), lambda _: earlier)
    async with LevelbookApp(session, "sitting").run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await shows(pilot, "c close")
        await pilot.press("right")
        await shows(pilot, "agreed earlier, then not proven yet, largest first")


# Proof, and finding out


@both_sizes
async def test_somebody_brings_proof_and_nobody_does_after_all(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=size) as pilot:
        await opened(pilot)
        await pilot.press("right")
        await shows(pilot, "3 claimed, not proven yet")
        await pilot.press("space")
        await fill_in(pilot, what="the drill's minutes", who="Ana", by="2026-12-01")
        assert [(one.practice, one.what, one.who, one.by) for one in kept(session).proofs] == [
            ("s1.p4", "the drill's minutes", "Ana", date(2026, 12, 1))
        ]
        await shows(pilot, "[x] 1.4  the drill's minutes")
        await pilot.press("o")
        await fill_in(pilot, who="Tom")
        assert [one.who for one in kept(session).proofs] == ["Tom"]
        await pilot.press("n")
        await fill_in(pilot, what="a record too")
        assert len(kept(session).proofs) == 2
        await pilot.press("home", "space")
        assert [one.what for one in kept(session).proofs] == ["a record too"]


async def test_the_cursor_stays_on_the_practice_whose_evidence_is_agreed_on(session: Session) -> None:
    session.apply("s2.p1", Edit(level=3))
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press("right", "end", "space")
        await fill_in(pilot, what="the drill's minutes")
        await until(pilot, lambda: screen.cursor == "proof:s2.p1#the drill's minutes")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: screen.cursor == "proof:s2.p1#")


async def test_a_form_changes_the_evidence_it_was_opened_for_after_others_removed_an_earlier_one(
    session: Session,
) -> None:
    app = LevelbookApp(session, "sitting")
    app.workshop.begin(90)
    proofs = tuple(EvidenceToBring(practice="s1.p4", what=what) for what in ("scans", "a page"))
    app.workshop.change(lambda one: one.changed(proofs=proofs))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press("right", "down", "o")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        sittings_file.change(session.folder.sittings_path, DAY, lambda one: one.changed(proofs=one.proofs[1:]))
        await fill_in(pilot, who="Ana")
        assert [(one.what, one.who) for one in kept(session).proofs] == [("a page", "Ana")]
        await until(pilot, lambda: screen.cursor == "proof:s1.p4#a page")


async def test_a_form_takes_on_the_step_it_was_opened_for_after_others_removed_an_earlier_one(
    session: Session, book: Path
) -> None:
    session.apply("s1.p1", Edit(step=StepEdit(text="Keep the logs")))
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("down", "o")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        open_book(book).apply("s1.p1", Edit(step=StepEdit(number=1, drop=True)))
        await fill_in(pilot, owner="Ana")
        assert [(one.step, one.owner) for one in kept(session).taken_on] == [("Keep the logs", "Ana")]


@both_sizes
async def test_somebody_finds_out(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=size) as pilot:
        await opened(pilot)
        await pilot.press("right", "right")
        await shows(pilot, "nobody")
        await pilot.press("enter")
        await fill_in(pilot, whom="Tom", by="4 dec")
        answer = session.now.book.answer("s1.p3")
        assert (answer.status, answer.ask_whom, answer.ask_by) == ("unsure", "Tom", date(2026, 12, 4))
        await shows(pilot, "3 Find out 1/1")


async def test_i_goes_to_the_practice(session: Session) -> None:
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("right", "right", "i")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen) and app.screen.practice_id == "s1.p3")


# What was parked


@both_sizes
async def test_parked_items_are_settled_given_and_carried(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "sitting")
    app.workshop.begin(90, ["Ana", "Tom"])
    for text in ("Who pays?", "Who may stop it?", "Lunch", "Keys"):
        parked_items.park(app.workshop, text, "s1.p1", "Tom")
    async with app.run_test(size=size) as pilot:
        await opened(pilot)
        await pilot.press("right", "right", "right")
        await shows(pilot, "▸4 Parked 0/4")
        await shows(pilot, "[ ] 1.1  Who pays?")
        await pilot.press("space")
        await shows(pilot, "[x] 1.1  Who pays?")
        await pilot.press("down", "o")
        await fill_in(pilot, who="Ana", due="in 2 weeks")
        await shows(pilot, "given to Ana, by 6 December")
        await pilot.press("down", "n")
        await shows(pilot, "“Lunch”: saving settles it.")
        await fill_in(pilot, decision="At [one]")
        await shows(pilot, "settled: At [one]")
        await pilot.press("down", "p")
        await shows(pilot, "carried to the next sitting")
        await shows(pilot, "▸4 Parked 4/4")
        assert [(one.outcome, one.decision, one.owner, one.due) for one in kept(session).parked] == [
            ("settled", "", "", None),
            ("given", "", "Ana", date(2026, 12, 6)),
            ("settled", "At [one]", "", None),
            ("carried", "", "", None),
        ]
        await pilot.press("home", "space")
        await shows(pilot, "▸4 Parked 3/4")
        await pilot.press("right")
        await shows(pilot, "▸5 Next round")
        await shows(pilot, "1 undecided parked item goes to the next sitting.")
        await pilot.press("c")
        await shows(pilot, "1 settled, 3 open")
        assert [one.outcome for one in kept(session).parked] == ["carried", "given", "settled", "carried"]


@both_sizes
async def test_the_day_by_which_a_parked_item_is_given_is_never_cut(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "sitting")
    app.workshop.begin(90)
    parked_items.park(app.workshop, "Who pays for the decoy keys, and from which of our budgets?")
    Closing(app.workshop).give(1, "Yi-Ling O'Brien", date(2026, 11, 4))
    async with app.run_test(size=size) as pilot:
        await opened(pilot)
        await pilot.press("right", "right", "right")
        await shows(pilot, "given to Yi-Ling O'Brien, by 4 November, late")


async def test_a_parked_item_is_given_to_somebody_by_name(session: Session) -> None:
    app = LevelbookApp(session, "sitting")
    app.workshop.begin(90)
    parked_items.park(app.workshop, "Who pays?")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("right", "right", "right", "enter")
        await until(pilot, lambda: isinstance(app.screen, FormScreen) and app.focused is not None)
        await pilot.press("ctrl+s")
        await shows(pilot, "Who gets it?")
        assert kept(session).parked[0].outcome is None


async def test_where_nothing_is_parked_the_close_has_no_such_part(session: Session) -> None:
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("right", "right", "right")
        await shows(pilot, "▸4 Next round")


# The date, and closing


@both_sizes
async def test_closing_shows_the_date_first_and_agrees_on_it(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=size) as pilot:
        await opened(pilot)
        await pilot.press("c")
        await shows(pilot, "22 February 2027  in 92 days")
        assert not kept(session).closed
        await pilot.press("c")
        assert kept(session).closed
        assert kept(session).next_round == date(2027, 2, 22)
        await shows(pilot, "The sitting is closed")
        await shows(pilot, "Next round 22 February 2027")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, SittingScreen))
        await shows(pilot, "closed")


@both_sizes
async def test_the_last_part_names_a_form_whose_text_nobody_saved(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "sitting")
    app.drafts.keep("s1.p1", "New step · 1.1 P1", "", {"text": ""}, {"text": "Rotate the keys"})
    async with app.run_test(size=size) as pilot:
        await opened(pilot)
        await pilot.press("c")
        await shows(pilot, "“New step · 1.1 P1” has unsaved text, so it is not in this sitting.")


@both_sizes
async def test_another_day_is_agreed_and_one_that_is_past_is_refused(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=size) as pilot:
        await opened(pilot)
        await pilot.press("right", "right", "right", "o")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await shows(pilot, "Leave it empty for 22 February 2027, after the usual time between rounds.")
        app.screen.query_one("#field-day", Input).value = DAY.isoformat()
        await pilot.press("enter")
        await shows(pilot, "The next round comes after this one.")
        await fill_in(pilot, day="in 3 months")
        assert kept(session).next_round == date(2027, 2, 22)
        await shows(pilot, "As agreed.")
        await pilot.press("enter")
        await shows(pilot, "Leave it empty to take this day back.")
        await fill_in(pilot, day="")
        assert kept(session).next_round is None


async def test_the_arrow_never_closes_and_the_way_back_from_the_summary_stays_open(session: Session) -> None:
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press("left")
        assert screen.part == "steps"
        await pilot.press(*["right"] * 5)
        assert screen.part == "date"
        assert not kept(session).closed
        said = [one.message for one in app._notifications]
        assert "This is the last part. c closes the sitting." in said
        await pilot.press("c")
        assert screen.part == "closed"
        await pilot.press("right", "left")
        assert screen.part == "date"
        await shows(pilot, "The sitting is closed. c shows its summary.")
        assert "closes the sitting" not in text_of(app)
        assert "close it" not in text_of(app)
        await pilot.press("left", "c")
        assert screen.part == "closed"
        await pilot.press("left")
        await pilot.press("right")
        assert screen.part == "closed"
        await pilot.press("escape", "c")
        await shows(pilot, "The sitting is closed")


@both_sizes
async def test_undo_of_the_close_leaves_its_summary_and_redo_shows_it_again(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=size) as pilot:
        screen = await opened(pilot)
        await pilot.press("c", "c")
        await shows(pilot, "The sitting is closed")
        await pilot.press("ctrl+z")
        assert not kept(session).closed
        assert "The sitting is closed" not in text_of(app)
        assert screen.part == "date"
        await pilot.press("ctrl+y")
        assert kept(session).closed
        await shows(pilot, "The sitting is closed")


async def test_a_sitting_that_is_opened_again_elsewhere_is_not_shown_as_closed(session: Session) -> None:
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press("c", "c")
        path = next(session.folder.sittings_path.glob("*.toml"))
        path.write_text(path.read_text().replace("closed = true\n", ""))
        await until(pilot, lambda: screen.part == "date")


@both_sizes
async def test_the_summary_says_all_that_was_agreed(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "sitting")
    app.workshop.begin(90, ["Ana", "Tom"])
    Closing(app.workshop).take_on("s1.p1", number=1, due=date(2026, 12, 4))
    Closing(app.workshop).bring_proof("s1.p4", "a record", "Ana")
    parked_items.park(app.workshop, "Lunch")
    session.apply("s2.p1", Edit(level=2))
    Closing(app.workshop).close()
    async with app.run_test(size=size) as pilot:
        await opened(pilot)
        for words in (
            "Ana, Tom",
            "1 practice taken up, 1 item parked",
            "Read the logs · Tom, by 4 December",
            "a record · Ana",
            "P3 · nobody yet",
        ):
            await shows(pilot, words)


async def test_the_summary_says_who_takes_on_a_long_step_and_by_when(session: Session) -> None:
    long = "Note the worst call of each tool that your riskiest agent holds, and remove the worst tool you can spare."
    app = LevelbookApp(session, "sitting")
    app.workshop.begin(90, ["Ana", "Tom"])
    Closing(app.workshop).take_on("s1.p1", text=long, owner="Siobhán Ó Briain", due=date(2027, 1, 20))
    Closing(app.workshop).close()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        said = " ".join(text_of(app).split())
        assert "spare · Siobhán Ó Briain, by 20 January" in said


async def test_the_summary_says_who_takes_care_of_a_parked_mail(session: Session) -> None:
    app = LevelbookApp(session, "sitting")
    app.workshop.begin(90, ["Ana", "Tom"])
    parked_items.park(app.workshop, "We agreed on the phone that somebody asks them again. " * 12, "Ana")
    closing = Closing(app.workshop)
    closing.give(1, "Tom", date(2027, 1, 20))
    closing.close()
    async with app.run_test(size=(120, 36)) as pilot:
        await shows(pilot, "given to Tom, by 20 January")  # beside the plan
        await opened(pilot)
        assert "… · given to Tom, by 20 January" in " ".join(text_of(app).split())


async def test_the_summary_names_evidence_that_an_earlier_sitting_agreed_on_and_nobody_has_brought(
    session: Session,
) -> None:
    earlier = Sitting(closed=True, proofs=(EvidenceToBring(practice="s1.p4", what="the log", who="Bea"),))
    sittings_file.change(session.folder.sittings_path, DAY.replace(month=8), lambda _: earlier)
    app = LevelbookApp(session, "sitting")
    app.workshop.begin(90, ["Ana"])
    Closing(app.workshop).close()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await shows(pilot, "none agreed, 1 from earlier sittings still to be brought")
        await shows(pilot, "the log · Bea")


async def test_evidence_that_was_added_since_it_was_agreed_on_is_brought_in_its_part_and_in_the_summary(
    session: Session,
) -> None:
    app = LevelbookApp(session, "sitting")
    app.workshop.begin(90, ["Ana"])
    closing = Closing(app.workshop)
    closing.bring_proof("s1.p4", "the log", "Bea")
    closing.bring_proof("s1.p1", "the plan", "Tom", DAY)
    session.apply("s1.p4", Edit(evidence=(Evidence(kind="sampled", reference="log 12", seen_on=DAY),)))
    said = {row.words.plain: row.right.plain for row in rows(closing, "proofs", Keys())}
    assert [said[what] for what in ("the log  P4", "the plan  P1")] == ["brought", "Tom, by 22 November"]
    closing.close()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await shows(pilot, "1 piece to bring, 1 brought")
        await shows(pilot, "the log · brought")


async def test_what_was_agreed_stays_wherever_the_close_is_left(session: Session, book: Path) -> None:
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("space", "right", "f2")
        await until(pilot, lambda: not isinstance(app.screen, CloseScreen))
    assert kept(session).taken_on
    assert not kept(session).closed


async def test_assemble_and_seal_are_offered_once_it_is_closed(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(Publishing, "assemble", lambda _: asked.append("assemble"))
    monkeypatch.setattr(Publishing, "seal", lambda _, name, signed_by, _book: asked.append(f"seal {name} {signed_by}"))
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await opened(pilot)
        await pilot.press("s")
        await shows(pilot, "Close the sitting first")
        await pilot.press("c", "c")
        await shows(pilot, "Seal an edition")
        await pilot.press("enter", "down", "enter")
        await until(pilot, lambda: isinstance(app.screen, FormScreen) and app.focused is not None)
        await fill_in(pilot, signed_by="Ana, Tom")
        await pilot.press("a", "s")
        await until(pilot, lambda: isinstance(app.screen, FormScreen) and app.focused is not None)
        await pilot.press("escape")
        assert asked == ["assemble", "seal None ['Ana', 'Tom']", "assemble"]


async def test_a_click_takes_a_step_on(session: Session) -> None:
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.click("#part", offset=(20, 0))
        await until(pilot, lambda: len(kept(session).taken_on) == 1)


async def test_own_words_need_a_step_or_a_proof(session: Session) -> None:
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await opened(pilot)
        await pilot.press("right", "right", "n")
        await shows(pilot, "Move to a step or a piece of evidence first.")


async def test_hostile_texts_end_no_part_of_the_close(tmp_path: Path) -> None:
    texts = [text for _, text in HOSTILE if clean_line(text).strip()]
    steps = tuple(Step(text=clean_line(f"x {text}"), owner=text) for text in texts)
    unsure = an_answer(
        None, unsure=True, ask_whom=" ".join(text for name, text in HOSTILE if name.startswith("textual markup"))
    )
    answers = {"s1.p1": an_answer(1, steps=steps), "s1.p3": unsure, "s1.p4": an_answer(3)}
    app = LevelbookApp(open_book(tmp_path / "hostile", answers=answers), "sitting")
    taken_on = tuple(TakenOn(practice="s1.p1", step=step.text, owner=step.owner) for step in steps)
    proofs = tuple(
        EvidenceToBring(practice="s1.p4", what=clean_line(f"x {text}"), who=clean_line(text)) for text in texts
    )
    app.workshop.begin(90, texts)
    app.workshop.change(lambda sitting: sitting.changed(taken_on=taken_on, proofs=proofs))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        for key in ("o", "escape", "n", "escape", "end", "right", "o", "escape", "end", "right", "right", "c", "end"):
            await pilot.press(key)
            await pilot.pause()
            assert "\x1b" not in text_of(app)


def test_a_decision_is_about_the_item_that_it_was_typed_for_and_not_an_earlier_one_of_the_same_words(
    session: Session,
) -> None:
    app = LevelbookApp(session, "sitting")
    app.workshop.begin(90, ["Ana", "Tom"])
    earlier = Parked(text="Who pays?", by="Ana", since=date(2026, 8, 20))
    app.workshop.change(lambda sitting: sitting.changed(parked=(earlier,)))
    parked_items.park(app.workshop, "Who pays?", by="Tom")

    forms.decision(Closing(app.workshop), 2).accept(FormValues({"decision": "We do"}, {}))

    assert [(one.by, one.decision) for one in kept(session).parked] == [("Ana", ""), ("Tom", "We do")]


@pytest.mark.parametrize("form", ["a step's owner", "a decision", "the date"])
async def test_home_opens_the_form_of_the_close_that_has_unsaved_text(session: Session, form: str) -> None:
    workshop = Workshop(session)
    workshop.begin(90)
    parked_items.park(workshop, "Who pays?")
    keep = Drafts(session).keep
    if form == "a step's owner":
        keep("s1.p1", "Who and when · 1.1 P1", "", {}, {"owner": "Half a"}, subject="Read the logs", screen="close")
    elif form == "a decision":
        keep("", "What was decided", "", {}, {"decision": "Half a"}, subject="Who pays?", screen="close")
    else:
        keep("", "The next round", "", {}, {"day": "Half a"}, screen="close")
    app = LevelbookApp(session, "home")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await shows(pilot, "has unsaved text")
        app.screen.query_one("#promised", ChoiceRows).move_to(DRAFTS)
        await pilot.press("enter")
        await shows(pilot, "Your unsaved text is here again.")
        assert "Half a" in text_of(app)
        await pilot.press("ctrl+s" if form == "a decision" else "escape")
        if form == "a decision":
            await until(pilot, lambda: isinstance(app.screen, CloseScreen))
            assert kept(session).parked[0].decision == "Half a"

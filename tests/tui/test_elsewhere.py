"""What others wrote while a screen is open: seen when people come back to it, and told."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from textual import events

from levelbook.book.sealing.seal import make_edition
from levelbook.book.session import Session
from levelbook.book.sittings import parked_items
from levelbook.book.sittings.close import Closing
from levelbook.book.sittings.workshop import Workshop
from levelbook.core.answers.answers import Answer
from levelbook.core.answers.edits import Edit, StepEdit
from levelbook.core.answers.sittings import EvidenceToBring, ProofOutcome, Sitting
from levelbook.store import ballots, sittings_file
from levelbook.tui.app import LevelbookApp
from levelbook.tui.screen_messages import GuideAssembled
from support.builders import DAY
from support.later_rounds import as_sealed
from support.pilot import open_book, shows, text_of, until

SIZE = (120, 36)


async def test_coming_back_to_the_terminal_shows_what_others_answered(session: Session, book: Path) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await shows(pilot, "not answered yet")
        open_book(book).apply("s1.p1", Edit(level=4))
        app.post_message(events.AppFocus())
        await shows(pilot, "● 4")
        await shows(pilot, "Others changed 1.1. What they wrote is shown now.")


async def test_coming_back_from_a_form_or_another_screen_shows_it_too(session: Session, book: Path) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("o")
        open_book(book).apply("s1.p1", Edit(level=3))
        await pilot.press("escape")
        await shows(pilot, "● 3")
        await pilot.press("f5")
        open_book(book).apply("s1.p1", Edit(level=1))
        await pilot.press("f3")
        await shows(pilot, "● 1")


async def test_undo_says_that_what_others_changed_since_stays_and_undoes_nothing_older_instead(
    session: Session, book: Path
) -> None:
    session.apply("s2.p1", Edit(note="older"))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("2")
        await until(pilot, lambda: session.now.book.answer("s1.p1").level == 2)
        open_book(book).apply("s1.p1", Edit(note="theirs"))
        app.post_message(events.AppFocus())
        await shows(pilot, "Others changed 1.1. What they wrote is shown now.")
        await pilot.press("ctrl+z")
        await shows(pilot, "Your last change stays: others have changed 1.1 since.")
        assert (session.now.book.answer("s1.p1").level, session.now.book.answer("s2.p1").note) == (2, "older")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: session.now.book.answer("s2.p1").note == "")


async def test_undo_just_after_others_changed_the_same_says_so_and_shows_it(session: Session, book: Path) -> None:
    session.apply("s2.p1", Edit(note="older"))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("2")
        await until(pilot, lambda: session.now.book.answer("s1.p1").level == 2)
        open_book(book).apply("s1.p1", Edit(level=4))
        await pilot.press("ctrl+z")
        await shows(pilot, "Your last change stays: others have changed 1.1 since.")
        await shows(pilot, "Others changed 1.1. What they wrote is shown now.")
        await shows(pilot, "● 4")
        assert "There is nothing to undo." not in text_of(app)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: session.now.book.answer("s2.p1").note == "")


async def test_what_others_answered_is_told_when_something_is_saved(session: Session, book: Path) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.pause()
        open_book(book).apply_all({f"s2.p{n}": Edit(level=3) for n in range(1, 5)})
        await pilot.press("2")
        await shows(pilot, "Others changed 2.1, 2.2, 2.3 and 2.4. What they wrote is shown now.")
        assert session.now.book.answer("s1.p1").level == 2


async def test_a_file_that_went_wrong_is_told_once_and_the_sitting_goes_on(session: Session, book: Path) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.pause()
        good = session.folder.answers_path.read_text()
        session.folder.answers_path.write_text(good + "\n<<<<<<< ours\n")
        app.post_message(events.AppFocus())
        await shows(pilot, "answers.toml")
        app.clear_notifications()
        app.post_message(events.AppFocus())
        await pilot.press("i", "escape")
        await until(pilot, lambda: "answers.toml" not in text_of(app))
        session.folder.answers_path.write_text(good)
        await pilot.press("2")
        await shows(pilot, "saved ")
        assert open_book(book).now.book.answer("s1.p1").level == 2


async def test_a_sitting_that_others_close_is_told_with_what_they_changed(session: Session, book: Path) -> None:
    app = LevelbookApp(session, "sitting")
    app.workshop.begin(90)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.pause()
        other = open_book(book)
        other.apply("s1.p1", Edit(level=2))
        Closing(Workshop(other)).close()
        app.post_message(events.AppFocus())
        await shows(pilot, "Others closed the sitting. Others changed 1.1. What they wrote is shown now.")


async def test_an_edition_sealed_elsewhere_is_on_home_and_told(root: Path) -> None:
    session = Session.open(root)
    app = LevelbookApp(session, "home")
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await shows(pilot, "Last edition")
        other = Session.open(root)
        other.apply(next(iter(other.questionnaire.practices)), Edit(level=1))
        make_edition(other.state, other.clock, "autumn")
        app.post_message(events.AppFocus())
        await shows(pilot, "Sealed elsewhere: edition “autumn”.")
        await shows(pilot, "Last edition “autumn”")


async def test_what_is_sealed_in_the_app_is_not_told_as_sealed_elsewhere(root: Path) -> None:
    app = LevelbookApp(Session.open(root), "editions")
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        app.session.apply(next(iter(app.session.questionnaire.practices)), Edit(level=1))
        app.publishing.seal("winter", ())
        await shows(pilot, "Sealed edition winter.")
        assert not app.disk.take_in_changes()


async def test_what_others_wrote_while_the_app_sealed_is_taken_in_afterwards(root: Path) -> None:
    app = LevelbookApp(Session.open(root), "editions")
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        app.session.apply(next(iter(app.session.questionnaire.practices)), Edit(level=1))
        app.disk.is_paused = True
        other = Session.open(root)
        Workshop(other).begin(60, ["Ana"])
        app.publishing.done(GuideAssembled(sealed=make_edition(other.state, other.clock, "autumn")))
        await pilot.pause()

        app.disk.take_in_changes()

        assert app.workshop.sitting.names == ("Ana",)
        assert app.session.editions.last_name == "autumn"


async def test_sealing_when_nothing_has_changed_makes_no_other_edition_and_says_so(root: Path) -> None:
    app = LevelbookApp(Session.open(root), "editions")
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        app.session.apply(next(iter(app.session.questionnaire.practices)), Edit(level=1))
        app.publishing.seal("winter", ())
        await shows(pilot, "Sealed edition winter.")
        held = [edition.name for edition in app.session.editions.all]
        app.publishing.seal("spring", ())
        await shows(pilot, "Nobody has changed anything since edition winter, so no edition “spring” was made.")
        app.session.forget_editions()
        assert [edition.name for edition in app.session.editions.all] == held


async def test_a_sitting_that_others_write_in_is_shown(session: Session, book: Path) -> None:
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=SIZE) as pilot:
        await shows(pilot, "Begin")
        Workshop(open_book(book)).begin(60, ["Ana"])
        app.post_message(events.AppFocus())
        await shows(pilot, "Ana")
        parked_items.park(Workshop(open_book(book)), "Lunch")
        app.post_message(events.AppFocus())
        await shows(pilot, "Lunch")


async def test_evidence_of_an_earlier_sitting_that_others_settle_leaves_the_sitting_and_home(session: Session) -> None:
    def agreed(outcome: ProofOutcome | None) -> None:
        proof = EvidenceToBring(practice="s1.p1", what="scan reports", by=DAY, outcome=outcome)
        month_ago = DAY - timedelta(days=30)
        sittings_file.change(session.folder.sittings_path, month_ago, lambda _: Sitting(closed=True, proofs=(proof,)))

    session.apply("s1.p1", Edit(level=2))
    as_sealed(session)
    agreed(None)
    app = LevelbookApp(session)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "with agreed evidence that is due" in " ".join(text_of(app).split()))
        await pilot.press("f8")
        await shows(pilot, "Evidence to bring: 1")
        agreed("kept")
        app.post_message(events.AppFocus())
        await until(pilot, lambda: "Evidence to bring" not in text_of(app) and "is due" not in text_of(app))
        await pilot.press("f2")
        await shows(pilot, "11 practices to review: 11 not answered")


async def test_changed_settings_are_shown_without_opening_the_book_again(session: Session, book: Path) -> None:
    app = LevelbookApp(session, "home")
    async with app.run_test(size=SIZE) as pilot:
        await shows(pilot, "Retail")
        path = session.folder.settings_path
        path.write_text(path.read_text().replace("Retail", "Wholesale"))
        app.post_message(events.AppFocus())
        await shows(pilot, "Wholesale")


async def test_a_guide_written_elsewhere_is_shown(root: Path) -> None:
    app = LevelbookApp(Session.open(root), "guide")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        path = app.session.folder.guide_path
        path.write_text(path.read_text() + "\n## Our own chapter\n\nWords.\n")
        app.post_message(events.AppFocus())
        await shows(pilot, "Our own chapter")


async def test_the_disk_is_looked_at_without_a_key_or_a_focus(session: Session, book: Path) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=SIZE) as pilot:
        await shows(pilot, "not answered yet")
        open_book(book).apply("s1.p1", Edit(level=4))
        await shows(pilot, "● 4")


async def test_an_open_list_shows_what_others_did_to_its_answer(session: Session, book: Path) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("s")
        open_book(book).apply("s1.p1", Edit(step=StepEdit(text="Read the logs")))
        app.post_message(events.AppFocus())
        await shows(pilot, "Read the logs")


async def test_ballots_that_come_in_while_home_is_open_are_counted(session: Session, book: Path) -> None:
    app = LevelbookApp(session, "home")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: text_of(app).count("ballot") == 0)
        other = open_book(book)
        _, file = ballots.create(other.folder.ballots_path, other.questionnaire, "Eve", {})
        wording = other.questionnaire.wording("s1.p1", inherited=False)
        file.save(file.book.with_answer("s1.p1", Answer(level=3, wording=wording).signed()), answers=["s1.p1"])
        app.post_message(events.AppFocus())
        await shows(pilot, "1 ballot")


async def test_an_answer_that_others_gave_anew_is_not_said_to_be_removed(session: Session, book: Path) -> None:
    session.apply("s1.p1", Edit(level=1))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("left")
        open_book(book).apply("s1.p1", Edit(level=4))
        await pilot.press("delete")
        await shows(pilot, "Changed elsewhere: ")
        assert "Removed" not in text_of(app)


async def test_no_undo_is_promised_of_a_step_that_others_reworded_in_the_same_moment(
    session: Session, book: Path
) -> None:
    session.apply("s1.p1", Edit(level=1, step=StepEdit(text="Read the logs")))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("left", "s")
        await shows(pilot, "d remove")
        open_book(book).apply("s1.p1", Edit(step=StepEdit(number=1, text="Read the logs each day")))
        await pilot.press("d")
        await shows(pilot, "Removed step “Read the logs”.")
        assert "brings it back" not in text_of(app)

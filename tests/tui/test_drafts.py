"""Words that were typed into a form and not saved are on the disk, and there again when the form is opened again."""

from __future__ import annotations

import shutil
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import TextArea

from levelbook.book.session import Session
from levelbook.book.sittings.workshop import Workshop
from levelbook.book.unsaved.drafts import Drafts
from levelbook.book.unsaved.moved_book import unreadable
from levelbook.cli.ask.interview import Interview
from levelbook.cli.prompter import PlainLines
from levelbook.core.answers.answers import Evidence
from levelbook.core.answers.edits import Edit, StepEdit
from levelbook.core.errors import CouldNotWrite
from levelbook.store import user_paths
from levelbook.store.private_files import PrivateFolder
from levelbook.store.team_folder import Settings
from levelbook.tui.app import LevelbookApp
from levelbook.tui.base.form_screen import DRAFT_EVERY, FormScreen
from levelbook.tui.base.pickers import Picker
from levelbook.tui.home.rows import DRAFTS
from levelbook.tui.interview.screen import InterviewScreen
from levelbook.tui.screen_messages import OpenPractice
from levelbook.tui.vote.screen import VoteScreen
from levelbook.tui.widgets.rows import ChoiceRows
from support.builders import NOON
from support.hostile_texts import HOSTILE
from support.pilot import form_field, interview, open_book, press, said, shows, text_of, until


def kept(session: Session) -> list[dict[str, str]]:
    """What the drafts about the first practice hold."""
    return [dict(draft.typed) for draft in Drafts(session).of_practice("s1.p1")]


async def form_open(pilot: Pilot[None], key: str) -> None:
    await press(pilot, key)
    await until(pilot, lambda: isinstance(pilot.app.screen, FormScreen) and pilot.app.focused is not None)


def test_words_in_a_form_are_on_the_disk_within_a_second() -> None:
    assert DRAFT_EVERY <= 0.5, "seconds between looks; the rest of the second is for the disk"


async def test_words_in_a_form_are_on_the_disk_for_nobody_else_without_a_key_for_it(session: Session) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await form_open(pilot, "o")
        await press(pilot, *"Ana")
        await until(pilot, lambda: kept(session) == [{"owner": "Ana"}])
        [path] = PrivateFolder("drafts", session.answers_path).path.iterdir()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        await press(pilot, "backspace", "backspace", "backspace")
        await until(pilot, lambda: kept(session) == [])


async def test_they_are_kept_when_the_app_is_left_and_there_again_in_the_form(session: Session, book: Path) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await form_open(pilot, "o")
        await pilot.press(*"Ana", "ctrl+q")
        await shows(pilot, "Typed and not saved: “Owner · 1.1 P1”.")
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        assert form_field(app, "owner").value == "Ana"
        await pilot.press("ctrl+q")
        await shows(pilot, "Keep it for later")
        await press(pilot, "k")
        await until(pilot, lambda: not app.is_running)
    assert kept(session) == [{"owner": "Ana"}]

    again = LevelbookApp(open_book(book), "interview")
    async with again.run_test(size=(80, 24), notifications=True) as pilot:
        await shows(pilot, "Typed and not saved: “Owner · 1.1 P1”. o opens it again, with your text.")
        await form_open(pilot, "o")
        await shows(pilot, "Your unsaved text is here again.")
        assert form_field(again, "owner").value == "Ana"
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: said(again.session).owner == "Ana")
        assert kept(session) == []


@pytest.mark.parametrize("leave", ["escape", "ctrl+q"])
async def test_where_text_cannot_be_kept_the_form_stays_open_until_it_is_discarded(
    session: Session, monkeypatch: pytest.MonkeyPatch, leave: str
) -> None:
    monkeypatch.setattr(user_paths, "state_path", lambda: None)
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await form_open(pilot, "o")
        await press(pilot, *"Ana", leave)
        await shows(pilot, "Stay, to save or copy it")
        assert "Keep it for later" not in text_of(app)
        await press(pilot, "s")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        assert form_field(app, "owner").value == "Ana"
        await press(pilot, leave, "down", "enter")
        await until(pilot, lambda: not (app.is_running and isinstance(app.screen, FormScreen)))
    app.unsaved.leave()


async def test_an_app_that_ends_with_text_that_cannot_be_kept_says_which_form_it_was_in(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(user_paths, "state_path", lambda: None)
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await form_open(pilot, "o")
        await press(pilot, *"Ana")
        app.exit()  # as a signal and a closed terminal do
    with pytest.raises(CouldNotWrite, match=r"The text of “Owner · 1\.1 P1” could not be kept\."):
        app.unsaved.leave()


async def test_what_is_saved_or_given_up_leaves_no_draft(session: Session) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        for name, leave in (("Ana", ["ctrl+s"]), ("Tom", ["escape", "down", "enter"])):
            await form_open(pilot, "o")
            await press(pilot, *name)
            await until(pilot, lambda: kept(session))
            await press(pilot, *leave)
            await until(pilot, lambda: isinstance(app.screen, InterviewScreen))
            assert kept(session) == []
        assert said(session).owner == "Ana"


async def test_whatever_leaves_a_form_with_words_in_it_asks_in_the_same_way(session: Session) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        for leave in ("escape", "ctrl+q"):
            await form_open(pilot, "o")
            await press(pilot, "a", leave)
            await shows(pilot, "Typed and not saved: “Owner · 1.1 P1”.")
            await press(pilot, "escape", "escape")
            await shows(pilot, "Leave?")
            await press(pilot, "k")
            await until(pilot, lambda: isinstance(app.screen, InterviewScreen))
        assert kept(session) == [{"owner": "aa"}]


async def test_words_about_one_criterion_are_not_those_about_another(session: Session) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "1", "down")
        await form_open(pilot, "h")
        await press(pilot, *"mine", "escape", "k")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen))
        await press(pilot, "down")
        await form_open(pilot, "h")
        assert form_field(app, "line").value == ""


async def test_forms_about_no_practice_are_kept_and_named_where_they_were_opened(session: Session, book: Path) -> None:
    Workshop(session).begin()
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=(80, 24)) as pilot:
        await form_open(pilot, "p")
        await press(pilot, *"Lunch", "escape", "k")
        await until(pilot, lambda: not isinstance(app.screen, FormScreen))

    again = LevelbookApp(open_book(book), "home")
    async with again.run_test(size=(80, 24), notifications=True) as pilot:
        await shows(pilot, "“Park something” has unsaved text")
        await press(pilot, "f8")
        await shows(pilot, "Typed and not saved: “Park something”.")
        await form_open(pilot, "p")
        assert form_field(again, "text").value == "Lunch"


def test_two_apps_that_have_one_form_open_keep_a_draft_each(session: Session, book: Path) -> None:
    one, other = Drafts(session), Drafts(open_book(book))
    one.keep("s1.p1", "Owner", "", {}, {"owner": "Ana"})
    toms = other.keep("s1.p1", "Owner", "", {}, {"owner": "Tom"})
    assert sorted(draft["owner"] for draft in kept(session)) == ["Ana", "Tom"]

    other.discard(toms)
    assert kept(session) == [{"owner": "Ana"}]

    anas = other.of_form("s1.p1", "Owner")
    other.keep("s1.p1", "Owner", "", {}, {"owner": "Ana Lima"}, instead_of=anas)
    assert kept(session) == [{"owner": "Ana Lima"}], "one app goes on with what another began"


async def test_what_another_app_takes_over_and_discards_stays_on_the_disk_while_a_form_has_it(
    session: Session, book: Path
) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await form_open(pilot, "o")
        await press(pilot, *"Ana")
        await until(pilot, lambda: kept(session) == [{"owner": "Ana"}])

        other = Drafts(open_book(book))
        taken = other.of_form("s1.p1", "Owner · 1.1 P1")
        other.discard(other.keep("s1.p1", "Owner · 1.1 P1", "", {}, {"owner": "Ana Lima"}, instead_of=taken))
        await until(pilot, lambda: kept(session) == [{"owner": "Ana"}])


# Others, meanwhile


async def test_what_others_wrote_into_other_fields_while_a_form_was_open_stays(session: Session, book: Path) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await form_open(pilot, "o")
        await press(pilot, *"Ana")
        open_book(book).apply("s1.p1", Edit(due=NOON.date() + timedelta(days=9)))
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: said(session).owner == "Ana")
        assert said(open_book(book)).due == NOON.date() + timedelta(days=9)


async def test_where_others_changed_the_same_field_both_are_shown_and_the_form_stays_open(
    session: Session, book: Path
) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await form_open(pilot, "o")
        await press(pilot, *"Ana")
        open_book(book).apply("s1.p1", Edit(owner="[b]Tom"))
        await press(pilot, "ctrl+s")
        await shows(pilot, "“Who owns it” now says “[b]Tom”.")
        assert form_field(app, "owner").value == "Ana"
        assert said(open_book(book)).owner == "[b]Tom"
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: said(open_book(book)).owner == "Ana")


async def test_what_others_wrote_is_told_until_the_field_holds_just_that(session: Session, book: Path) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await form_open(pilot, "o")
        await press(pilot, *"Ana")
        open_book(book).apply("s1.p1", Edit(owner="Tom"))
        await press(pilot, "ctrl+s")
        await shows(pilot, "now says “Tom”.")
        form_field(app, "owner").value = "Tomas"
        await pilot.pause()
        assert "now says “Tom”." in text_of(app)
        form_field(app, "owner").value = "Tom"
        await until(pilot, lambda: "now says" not in text_of(app))


async def test_a_note_that_others_wrote_meanwhile_is_below_the_typed_one(session: Session, book: Path) -> None:
    theirs = " ".join(f"Their word {number}." for number in range(200))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await form_open(pilot, "m")
        await press(pilot, *"Mine")
        open_book(book).apply("s1.p1", Edit(note=theirs))
        await press(pilot, "ctrl+s")
        await shows(pilot, "Keep what holds, and save again.")
        await shows(pilot, "Save (ctrl+s)")
        assert app.screen.query_one("#field-note", TextArea).text == f"Mine\n\n{theirs}"
        assert kept(session) == [{"note": f"Mine\n\n{theirs}"}]
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: said(open_book(book)).note == f"Mine\n\n{theirs}")


async def test_a_long_value_of_others_leaves_the_field_and_the_keys_to_be_seen(session: Session, book: Path) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await form_open(pilot, "x")
        await press(pilot, *"Mine")
        theirs = f"{'Their word. ' * 200}The end"
        open_book(book).apply("s1.p1", Edit(not_applicable=theirs))
        await press(pilot, "ctrl+s")
        await shows(pilot, "“Why does it not apply to you” now says “Their word.")
        await shows(pilot, "Save (ctrl+s)")
        await press(pilot, "tab", "end")
        await shows(pilot, "The end”.")
        await shows(pilot, "Save again to keep yours.")


async def test_a_step_that_others_moved_is_found_again(session: Session, book: Path) -> None:
    for text in ("First", "Second"):
        session.apply("s1.p1", Edit(step=StepEdit(text=text)))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        interview(app).open("s1.p1")
        await press(pilot, "s", "down")
        await form_open(pilot, "enter")
        await press(pilot, *"Ana")
        open_book(book).apply("s1.p1", Edit(step=StepEdit(number=1, drop=True)))
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: [(step.text, step.owner) for step in said(session).steps] == [("Second", "Ana")])


async def test_a_step_that_others_removed_is_not_taken_for_another(session: Session, book: Path) -> None:
    for text in ("First", "Second"):
        session.apply("s1.p1", Edit(step=StepEdit(text=text)))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "s")
        await form_open(pilot, "enter")
        await press(pilot, *"Ana")
        open_book(book).apply("s1.p1", Edit(step=StepEdit(number=1, drop=True)))
        await press(pilot, "ctrl+s")
        await shows(pilot, "Others removed this step.")
        assert [(step.text, step.owner) for step in said(session).steps] == [("Second", "")]


async def test_what_others_wrote_meanwhile_stands_in_the_fields_that_nobody_typed_in(
    session: Session, book: Path
) -> None:
    Drafts(session).keep("s1.p1", "Owner · 1.1 P1", "", {"owner": "", "due": ""}, {"owner": "Ana", "due": ""})
    open_book(book).apply("s1.p1", Edit(owner="Tom", due=NOON.date() + timedelta(days=9)))
    app = LevelbookApp(open_book(book), "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await form_open(pilot, "o")
        assert (form_field(app, "owner").value, form_field(app, "due").value) == ("Ana", "2026-12-01")


@pytest.mark.parametrize(("key", "form", "field"), [("o", "Owner", "owner"), ("m", "Note", "note")])
async def test_a_draft_that_comes_back_overwrites_nothing_that_others_wrote_since_in_the_same_field(
    session: Session, book: Path, key: str, form: str, field: str
) -> None:
    Drafts(session).keep("s1.p1", f"{form} · 1.1 P1", "", {}, {field: "Mine"})
    open_book(book).apply("s1.p1", Edit(owner="Theirs", note="Theirs"))
    app = LevelbookApp(open_book(book), "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await form_open(pilot, key)
        await press(pilot, "ctrl+s")
        await shows(pilot, "Theirs")
        await shows(pilot, "after you opened this form")
        assert getattr(said(open_book(book)), field) == "Theirs"
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: getattr(said(open_book(book)), field).startswith("Mine"))


async def test_what_levelbook_proposes_is_not_said_to_be_written_by_others(session: Session, book: Path) -> None:
    before, typed = {"seen": "2026-01-09"}, {"reference": "RA-1", "seen": "2026-01-02"}
    Drafts(session).keep("s1.p1", "Evidence · 1.1 P1", "", before, typed)
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await form_open(pilot, "e")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: [str(one.seen_on) for one in said(open_book(book)).evidence] == ["2026-01-02"])


def test_a_draft_is_named_once_more_after_a_month_and_deleted_a_week_later(session: Session) -> None:
    drafts = Drafts(session)
    drafts.keep("s1.p1", "Note · 1.1 P1", "", {}, {"note": "Half a"})

    session.clock = lambda: NOON + timedelta(days=30)
    assert drafts.over() == ()
    session.clock = lambda: NOON + timedelta(days=31)
    assert [draft.form for draft in drafts.over()] == ["Note · 1.1 P1"]
    session.clock = lambda: NOON + timedelta(days=37)
    assert drafts.over() == ()
    assert kept(session) == [{"note": "Half a"}]
    session.clock = lambda: NOON + timedelta(days=38)
    assert drafts.over() == ()
    assert kept(session) == []


def test_drafts_of_a_deleted_book_are_deleted_as_well_and_not_those_of_one_that_is_there(
    session: Session, tmp_path: Path
) -> None:
    for name in ("deleted", "there"):
        other = Session.create(tmp_path / name, Settings(team=name, questionnaire="genai-security"), who="Noor")
        other.clock = session.clock
        Drafts(other).keep("s1.p1", "Note", "", {}, {"note": "Half a"})
    shutil.rmtree(tmp_path / "deleted")

    def files() -> int:
        return len(list(PrivateFolder("drafts").path.rglob("*.toml")))

    for days, left in ((30, 2), (31, 2), (37, 2), (38, 1)):
        session.clock = lambda days=days: NOON + timedelta(days=days)  # type: ignore[misc]
        Drafts(session).clear_away_of_gone_books()
        assert files() == left
    assert len(list(PrivateFolder("drafts").path.glob("*.of"))) == 1


async def test_a_draft_that_lost_its_end_is_told_and_not_taken_for_an_empty_one(session: Session, book: Path) -> None:
    Drafts(session).keep("s1.p1", "Note · 1.1 P1", "", {}, {"note": "Half a"})
    [path] = PrivateFolder("drafts", session.answers_path).path.glob("*.toml")
    path.write_text(path.read_text("utf-8").partition("\n[typed]")[0], "utf-8")

    assert (kept(session), unreadable(session)) == ([], (path,))
    app = LevelbookApp(open_book(book), "home")
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: any("cannot be read any more" in one.message for one in app._notifications))


async def test_the_text_of_a_book_that_moved_to_another_disk_is_offered(
    session: Session, book: Path, tmp_path: Path
) -> None:
    Drafts(session).keep("s1.p1", "Note · 1.1 P1", "", {}, {"note": "Half a"})
    shutil.copytree(book, moved := tmp_path / "moved")
    shutil.rmtree(book)
    app = LevelbookApp(open_book(moved), "home")
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Was it moved here?")
        await press(pilot, "t")
        await shows(pilot, "“Note · 1.1 P1” has unsaved text")
    assert kept(open_book(moved)) == [{"note": "Half a"}]


async def test_the_text_of_a_step_comes_back_in_that_step_wherever_it_is_by_now(session: Session) -> None:
    for text in ("First", "Second", "Third"):
        session.apply("s1.p1", Edit(step=StepEdit(text=text)))
    drafts, title, others = Drafts(session), "Step 2 · 1.1 P1", ("First", "Third")
    kept = drafts.keep("s1.p1", title, "", {"text": "Second"}, {"owner": "Ana"}, subject="Second")

    assert drafts.of_form("s1.p1", title, "Second", others) == kept
    assert drafts.of_form("s1.p1", "Step 1 · 1.1 P1", "Second", ("Third",)) == kept, "the first was removed"
    assert drafts.of_form("s1.p1", title, "Third", ("Second",)) is None
    assert drafts.of_form("s1.p1", title, "Second one", others) == kept, "it was reworded"
    assert drafts.of_form("s1.p1", title, "Something else", others) is None, "it was removed"
    assert drafts.of_form("s1.p1", "Step 3 · 1.1 P1", "Third", ("First", "Second one")) is None


def test_the_text_of_a_step_that_was_removed_is_said_to_have_no_form(session: Session) -> None:
    session.apply("s1.p1", Edit(step=StepEdit(text="Rotate the keys")))
    drafts = Drafts(session)
    typed = drafts.keep("s1.p1", "Step 1 · 1.1 P1", "", {}, {"owner": "Ana"}, subject="Rotate the keys")
    note = drafts.keep("s1.p1", "Note · 1.1 P1", "", {}, {"note": "Typed."})
    assert not drafts.why_no_form(typed)

    session.apply("s1.p1", Edit(step=StepEdit(number=1, text="Rotate all the keys")))
    assert not drafts.why_no_form(typed)
    session.apply("s1.p1", Edit(step=StepEdit(number=1, drop=True)))

    assert drafts.why_no_form(typed) == "Its step is not there any more"
    assert not drafts.why_no_form(note)


async def test_home_opens_the_form_itself_that_has_unsaved_text(session: Session) -> None:
    Drafts(session).keep("s1.p1", "Note · 1.1 P1", "", {}, {"note": "Half a"})
    app = LevelbookApp(session, "home")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await shows(pilot, "has unsaved text")
        app.screen.query_one("#promised", ChoiceRows).move_to(DRAFTS)
        await press(pilot, "enter")
        await shows(pilot, "Your unsaved text is here again.")
        assert app.screen.query_one("#field-note", TextArea).text == "Half a"
        await pilot.pause()
        assert "opens it again" not in text_of(app)


async def test_every_form_of_the_interview_is_opened_again_by_its_text_also_those_behind_a_list(
    session: Session,
) -> None:
    kind = session.questionnaire.evidence_kinds[0].id
    session.apply("s1.p1", Edit(level=1, evidence=(Evidence(kind=kind, reference="a link"),)))
    for text in ("First", "Rotate the keys"):
        session.apply("s1.p1", Edit(step=StepEdit(text=text)))
    criterion = session.now.book.answer("s1.p1").claims(session.questionnaire.practices["s1.p1"])[0]
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        for title, field, subject in (
            ("Owner · 1.1 P1", "owner", ""),
            ("Evidence · 1.1 P1", "reference", ""),
            ("Step 2 · 1.1 P1", "owner", "Rotate the keys"),
            ("New step · 1.1 P1", "text", ""),
            ("How it is done here", "line", criterion),
        ):
            draft = app.drafts.keep("s1.p1", title, "", {}, {field: "Half a"}, subject=subject)
            app.post_message(OpenPractice("s1.p1", draft=draft))
            await until(pilot, lambda: isinstance(app.screen, FormScreen) and app.focused is not None)
            assert form_field(app, field).value == "Half a", title
            app.drafts.discard(draft)
            app.screen.dismiss()
            await until(pilot, lambda: isinstance(app.screen, InterviewScreen))


def test_the_text_of_a_step_that_was_removed_fills_no_other_step_and_comes_back_with_it(session: Session) -> None:
    texts = ("Rotate the keys of the agent", "Rotate the keys of the tool")
    for text in texts:
        session.apply("s1.p1", Edit(step=StepEdit(text=text)))
    drafts = Drafts(session)
    drafts.keep("s1.p1", "Step 1 · 1.1 P1", "", {}, {"owner": "Ana"}, subject=texts[0])

    session.apply("s1.p1", Edit(step=StepEdit(number=1, drop=True)))
    assert drafts.of_form("s1.p1", "Step 1 · 1.1 P1", texts[1], ()) is None
    assert drafts.of_form("s1.p1", "New step · 1.1 P1") is None
    [typed] = drafts.all
    assert (typed.form, drafts.why_no_form(typed)) == ("Step · 1.1 P1", "Its step is not there any more")

    session.undo()
    assert drafts.of_form("s1.p1", "Step 1 · 1.1 P1", texts[0], texts[1:]) == typed
    assert not drafts.why_no_form(typed)


async def test_the_text_of_a_new_step_comes_back_only_where_it_was_typed(session: Session) -> None:
    session.apply("s1.p1", Edit(level=1))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        interview(app).open("s1.p1")
        await press(pilot, "s", "down")
        await form_open(pilot, "enter")
        await press(pilot, *"Ana")
        await press(pilot, "escape", "k")
        await until(pilot, lambda: not isinstance(app.screen, FormScreen | Picker))
        await press(pilot, "down")
        await form_open(pilot, "enter")
        assert form_field(app, "owner").value == "", "another action's"
        await press(pilot, "escape")
        await until(pilot, lambda: not isinstance(app.screen, FormScreen))
        await press(pilot, "up")
        await form_open(pilot, "enter")
        assert form_field(app, "owner").value == "Ana"


async def test_whoever_says_that_a_gone_book_is_another_one_is_not_asked_again(
    session: Session, book: Path, tmp_path: Path
) -> None:
    Drafts(session).keep("s1.p1", "Note · 1.1 P1", "", {}, {"note": "Half a"})
    shutil.copytree(book, another := tmp_path / "another")
    shutil.rmtree(book)
    async with LevelbookApp(open_book(another), "home").run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Was it moved here?")
        await press(pilot, "n")
    async with LevelbookApp(open_book(another), "home").run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Where you stand")
        await pilot.pause()
        assert "Was it moved here?" not in text_of(pilot.app)


def test_a_clock_that_is_years_ahead_for_a_day_deletes_no_draft(session: Session) -> None:
    drafts = Drafts(session)
    drafts.keep("s1.p1", "Note · 1.1 P1", "", {}, {"note": "Half a"})
    years = timedelta(days=9 * 365)

    for after in (years, years + timedelta(hours=9), timedelta(days=1)):
        session.clock = lambda after=after: NOON + after  # type: ignore[misc]
        drafts.over()
    assert kept(session) == [{"note": "Half a"}]

    session.clock = lambda: NOON + timedelta(days=31)
    assert [draft.form for draft in drafts.over()] == ["Note · 1.1 P1"], "as if it had never been named"
    session.clock = lambda: NOON + timedelta(days=38)
    drafts.over()
    assert kept(session) == []


def test_texts_of_every_kind_come_back(session: Session) -> None:
    drafts = Drafts(session)
    for _, text in HOSTILE[::11]:
        draft = drafts.keep("s1.p1", "Note", "", {"note": "x"}, {"note": f"y{text}", "other": text})
        assert drafts.of_form("s1.p1", "Note") == draft, text


async def test_several_forms_with_unsaved_text_are_named_with_the_keys_that_open_them(session: Session) -> None:
    drafts = Drafts(session)
    for title in ("Step 2 · 1.1 P1", "Note · 1.1 P1"):
        drafts.keep("s1.p1", title, "", {}, {"text": "Half a"})
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await shows(pilot, "open them again, with your text.")
        drafts.keep("s1.p1", "How it is done here", "", {}, {"line": "Half a"}, subject="c1-a")
        app.unsaved.say_drafts("s1.p1")
        await shows(pilot, "Open them again to find your text.")


async def test_what_was_typed_as_evidence_stays_while_the_close_asks_who_brings_some(session: Session) -> None:
    session.apply("s1.p1", Edit(level=2))
    Workshop(session).begin()
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        interview(app).open("s1.p1")
        await form_open(pilot, "e")
        await press(pilot, *"a-link", "escape", "k")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen))
        await press(pilot, "f8", "c", "right")
        await form_open(pilot, "enter")
        assert "Your unsaved text is here again." not in text_of(app)
        await press(pilot, *"Tom", "shift+tab", *"log", "ctrl+s")
        await until(pilot, lambda: [one.who for one in app.workshop.sitting.proofs] == ["Tom"])
        assert [typed["reference"] for typed in kept(session)] == ["a-link"]


def test_a_draft_with_other_fields_is_of_another_form(session: Session) -> None:
    drafts = Drafts(session)
    drafts.keep("s1.p1", "Evidence", "", {}, {"reference": "a link"})

    assert drafts.of_form("s1.p1", "Evidence", fields=["what", "who"]) is None
    assert drafts.of_form("s1.p1", "Evidence", fields=["kind", "reference"]) is not None


class Killed(BaseException):
    """The end of a process that does nothing more."""


class Typing(PlainLines):
    """Somebody types these lines; then all ends."""

    def __init__(self, *lines: str) -> None:
        super().__init__()
        self.lines = list(lines)

    def _next(self) -> bytes:
        if not self.lines:
            raise Killed
        return f"{self.lines.pop(0)}\n".encode()

    def is_heard(self) -> bool:
        return True

    def pasted(self) -> str:
        return ""


async def test_what_was_entered_in_a_form_of_ask_is_in_the_same_form_of_the_app(session: Session) -> None:
    session.apply("s1.p1", Edit(level=0))
    for lines, fields in (
        (("s", "Rotate the keys", "Zoe"), {"text": "Rotate the keys", "owner": "Zoe", "due": ""}),
        (("u", "Priya"), {"whom": "Priya", "by": ""}),
        (("o", "Priya"), {"owner": "Priya", "due": ""}),
        (("t", "4"), {"target": "4", "reason": ""}),
        (
            ("a", "1", "2099-01-29", "Ana"),
            {"level": "1", "until": "2099-01-29", "by": "Ana", "reason": ""},
        ),
        (("e", "3", "RA-1"), {"reference": "RA-1"}),
    ):
        with pytest.raises(Killed):
            Interview(Workshop(session), Typing(*lines), ["s1.p1"]).run()
        [draft] = Drafts(session).all
        app = LevelbookApp(session, "interview")
        async with app.run_test(size=(80, 24)) as pilot:
            app.post_message(OpenPractice("s1.p1", draft=draft))
            await shows(pilot, "Your unsaved text is here again.")
            held = {name: app.screen.query_one(f"#field-{name}").value for name in fields}
            assert held == fields, draft.form
        for one in Drafts(session).all:
            Drafts(session).discard(one)


async def test_the_hands_of_a_vote_in_ask_are_those_of_the_apps_vote(session: Session) -> None:
    Workshop(session).begin(names=["Ana", "Tom", "Zoe"])
    with pytest.raises(Killed):
        Interview(Workshop(session), Typing("v", "132", "2 because of the new tool", "nobody checks"), ["s1.p1"]).run()
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "v")
        await until(pilot, lambda: isinstance(app.screen, VoteScreen))
        assert isinstance(app.screen, VoteScreen)
        told = "Typed after these hands in `levelbook ask`, and not saved: 2 because of the new tool"
        await until(pilot, lambda: told in [one.message for one in app._notifications])
        assert (app.screen.show.levels, app.screen.are_shown) == ((1, 3, 2), True)
        assert [one.reason for one in app.screen.show.dissents.values()] == ["nobody checks"]
        await press(pilot, "2")
        await until(pilot, lambda: session.now.book.answer("s1.p1").level == 2)
    assert session.now.book.answer("s1.p1").level_reason == "of the new tool"


async def test_a_reason_typed_in_ask_that_the_apps_vote_does_not_keep_is_told(session: Session) -> None:
    Workshop(session).begin(names=["Ana", "Tom", "Zoe"])
    title = f"Vote · {session.questionnaire.numbers['s1.p1']} {session.questionnaire.practices['s1.p1'].title}"
    typed = {"hands": "1 3 2", "people": "Ana\nTom\nZoe", "settled": "2 because of the new tool"}
    Drafts(session).keep("s1.p1", title, "", {}, typed)
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "v")
        await until(pilot, lambda: isinstance(app.screen, VoteScreen))
        await press(pilot, "1")
        told = "Not kept: “of the new tool”, the reason for level 2 typed in `levelbook ask`."
        await until(pilot, lambda: told in [one.message for one in app._notifications])
    assert session.now.book.answer("s1.p1").level == 1
    assert session.now.book.answer("s1.p1").level_reason == ""

"""Ways through the interview: what is gone through, jumps and the way back, its end, and less or more on the screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from levelbook.book.queue import neighbour, place_of, queue
from levelbook.book.session import Session
from levelbook.book.sittings.close import Closing
from levelbook.book.sittings.workshop import Workshop
from levelbook.book.undo_words import turn_words
from levelbook.core.answers.answers import Answer, Evidence, Vote
from levelbook.core.answers.edits import Edit, StepEdit
from levelbook.core.assessment.queue import QueueChoice
from levelbook.keymap.user_settings import UserSettings
from levelbook.store.sittings_file import read
from levelbook.tui.app import LevelbookApp
from levelbook.tui.base.form_screen import FormScreen
from levelbook.tui.base.pickers import Picker
from levelbook.tui.interview.screen import InterviewScreen
from levelbook.tui.practice_details.screen import PracticeDetailsScreen
from levelbook.tui.screen_messages import OpenPractice
from levelbook.tui.widgets.rows import Rows
from support import published_book
from support.builders import tiny_questionnaire
from support.later_rounds import as_sealed
from support.pilot import Size, a_questionnaire, interview, open_book, press, said, shows, text_of, until

# What is gone through


async def test_orders_are_chosen_in_the_same_picker_and_said_in_the_progress_line(tmp_path: Path, size: Size) -> None:
    session = open_book(tmp_path / "book", a_questionnaire(changes={"s2.p3": {"impact": 3, "essential": True}}))
    session.apply("s3.p2", Edit(votes=(Vote(level=0, count=1), Vote(level=4, count=1))))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "f", "2")
        await shows(pilot, "essential first · practice 2 of 12")
        await press(pilot, "left")
        assert interview(app).practice_id == "s2.p3"
        await press(pilot, "f", "3")
        await shows(pilot, "differing first")
        assert interview(app).queue_choice == QueueChoice(order="spread")
        await press(pilot, "f", "d")
        assert interview(app).practice_id == "s3.p2"
        await shows(pilot, "only differ · practice 1 of 1")
        assert interview(app).queue_choice == QueueChoice("differ", order="spread")


def test_filters_count_nothing_that_the_team_left_out_but_what_is_to_be_looked_at_again(tmp_path: Path) -> None:
    session = open_book(tmp_path / "book", a_questionnaire(changes={"s2.p3": {"impact": 3, "essential": True}}))
    session.apply("s1.p1", Edit(level=1))
    session.apply("s2.p3", Edit(not_applicable="nothing is stored"))
    as_sealed(session)
    counts = {only: place_of(session, QueueChoice(only), "")[1] for only in ("all", "essential", "carried", "revisit")}
    assert counts == {"all": 11, "essential": 0, "carried": 1, "revisit": 11}


def test_what_needs_another_look_begins_with_what_is_late_and_goes_on_from_there_once_it_is_settled(
    tmp_path: Path,
) -> None:
    session = open_book(tmp_path / "book")
    session.apply("s2.p1", Edit(level=1, due=session.now.on))
    session.apply("s3.p2", Edit(level=1, step=StepEdit(text="Write it", due=session.now.on)))
    as_sealed(session)
    revisit = QueueChoice("revisit")

    assert [score.id for score in queue(session, revisit)][:3] == ["s3.p2", "s2.p1", "s1.p1"]
    session.apply("s3.p2", Edit(confirm=True))
    assert neighbour(session, revisit, "s3.p2", 1) == "s2.p1"
    assert neighbour(session, revisit, "s2.p1", 1) == "s1.p1"


def test_what_needs_another_look_begins_anew_after_a_practice_that_needs_none(tmp_path: Path) -> None:
    session = open_book(tmp_path / "book")
    session.apply("s2.p1", Edit(level=1, due=session.now.on))
    session.apply("s3.p2", Edit(level=1))
    as_sealed(session)
    revisit = QueueChoice("revisit")

    assert "s3.p2" not in [score.id for score in queue(session, revisit)]
    assert neighbour(session, revisit, "s3.p2", 1) == "s2.p1"
    assert neighbour(session, revisit, "s3.p2", -1) is None


def test_whoever_was_to_find_out_what_is_settled_by_now_has_nothing_left_to_do(tmp_path: Path) -> None:
    session = open_book(tmp_path / "book")
    session.apply("s2.p1", Edit(unsure=True, ask_whom=session.who))
    assert [score.id for score in queue(session, QueueChoice("mine"))] == ["s2.p1"]
    session.apply("s2.p1", Edit(level=1))
    assert not queue(session, QueueChoice("mine"))


async def test_the_picker_counts_every_filter_and_marks_what_is_so_now(session: Session, size: Size) -> None:
    session.apply("s1.p3", Edit(unsure=True))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "f")
        assert isinstance(app.screen, Picker)
        lines = text_of(app).split("\n")
        for name, count in (("all", "12 practices"), ("new", "11 practices"), ("unsure", "1 practice")):
            assert any(f" {name} " in line and count in line for line in lines), name
        assert any("● all" in line for line in lines)
        assert any("● in order" in line for line in lines)


async def test_practices_that_do_not_apply_are_gone_through_and_no_number_on_the_screen_counts_them(
    session: Session, size: Size
) -> None:
    session.apply("s1.p1", Edit(level=2))
    session.apply("s1.p2", Edit(not_applicable="nothing to restore"))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        interview(app).open("s1.p1")
        for place in ("1 of 11", "does not apply, 11 do", "2 of 11"):
            await shows(pilot, place)
            assert "1 of 11 " in text_of(app)  # answered
            assert "of 12" not in text_of(app)
            await press(pilot, "enter")
        await press(pilot, "f")
        assert any(" all " in line and "11 practices" in line for line in text_of(app).split("\n"))


async def test_a_list_from_elsewhere_is_gone_through_in_its_order_and_can_be_left(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        interview(app).go_through(QueueChoice(listed=("s3.p1", "s1.p2")))
        await pilot.pause()
        assert interview(app).practice_id == "s3.p1"
        await shows(pilot, "your list · practice 1 of 2")
        await press(pilot, "enter")
        assert interview(app).practice_id == "s1.p2"
        await press(pilot, "2")
        interview(app).open("s1.p1")
        await shows(pilot, "your list · 2 practices")  # one of them is answered: 2 to go would be false
        interview(app).open("s1.p2")
        await press(pilot, "f", "l")
        assert interview(app).queue_choice.listed
        await press(pilot, "f", "a", "enter")
        assert interview(app).practice_id == "s1.p3"


async def test_inherited_practices_are_gone_through_as_one_list(session: Session, size: Size) -> None:
    session.set_fact("role", ("saas",))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "f", "i")
        await shows(pilot, "only inherited · practice 1 of 4")
        for practice in ("s2.p1", "s2.p2", "s2.p3", "s2.p4"):
            assert interview(app).practice_id == practice
            await press(pilot, "2", "enter")
        assert [said(session, f"s2.p{n}").level for n in range(1, 5)] == [2, 2, 2, 2]


async def test_the_end_of_a_walk_says_so_and_what_is_next(session: Session, size: Size) -> None:
    session.apply("s1.p2", Edit(unsure=True))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        interview(app).open("s3.p4")
        await press(pilot, "enter")
        await shows(pilot, "That was the last one.")
        await shows(pilot, "nobody could say")
        await press(pilot, "u")
        assert interview(app).practice_id == "s1.p2"
        assert interview(app).queue_choice == QueueChoice("unsure")
        await press(pilot, "enter")
        await shows(pilot, "the last one (only unsure)")
        await press(pilot, "s")
        assert app.screen is interview(app)
        assert interview(app).practice_id == "s1.p2"
        await press(pilot, "enter", "h")
        await until(pilot, lambda: app.screen is app.get_screen("home"))


async def test_the_end_within_a_sitting_leads_to_its_close(session: Session, size: Size) -> None:
    Workshop(session).begin(90)
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        interview(app).open("s3.p4")
        await press(pilot, "enter", "t")
        await until(pilot, lambda: app.screen is app.get_screen("sitting"))


async def test_at_the_very_end_none_is_left(session: Session, size: Size) -> None:
    session.apply_all({name: Edit(level=2) for name in session.questionnaire.practices})
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        interview(app).open("s3.p4")
        await press(pilot, "enter")
        await shows(pilot, "Everything is answered.")


def with_a_sitting_that_was_closed(app: LevelbookApp) -> None:
    app.workshop.begin(90)
    Closing(app.workshop).close()


def with_all_answered_but_one_that_nobody_knows(app: LevelbookApp) -> None:
    app.session.apply_all({name: Edit(level=2) for name in app.session.questionnaire.practices})
    app.session.apply("s1.p2", Edit(unsure=True))


@pytest.mark.parametrize(
    ("prepare", "unsaid"),
    [
        (with_a_sitting_that_was_closed, "and the close"),
        (with_all_answered_but_one_that_nobody_knows, "Everything is answered."),
    ],
)
async def test_the_end_says_no_more_than_is_so(
    session: Session, prepare: Callable[[LevelbookApp], None], unsaid: str
) -> None:
    app = LevelbookApp(session, "interview")
    prepare(app)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        interview(app).open("s3.p4")
        await press(pilot, "enter")
        await shows(pilot, "That was the last one.")
        assert unsaid not in text_of(app)


# Jumps and the way back


async def test_backspace_goes_back_to_where_a_jump_began(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "enter", "slash", *"2.3", "enter", "enter", "slash", *"3.1", "enter")
        assert interview(app).practice_id == "s3.p1"
        await press(pilot, "backspace")
        assert interview(app).practice_id == "s2.p4"
        await press(pilot, "backspace")
        assert interview(app).practice_id == "s1.p2"
        await press(pilot, "backspace")
        assert interview(app).practice_id == "s1.p1"


async def test_see_also_says_what_was_answered_there_and_goes_there_and_back(tmp_path: Path, size: Size) -> None:
    asked = a_questionnaire(changes={"s1.p1": {"see_also": ["s2.p2", "s3.p3"]}, "s2.p4": {"see_also": ["s1.p1"]}})
    session = open_book(tmp_path / "book", asked)
    session.apply("s2.p2", Edit(level=1, note="in spring"))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "l")
        await shows(pilot, "level 1, Ad hoc, 1 below target")
        await shows(pilot, "in spring")
        await shows(pilot, "Practices that refer to this one")
        await press(pilot, "enter")
        assert interview(app).practice_id == "s2.p2"
        await press(pilot, "backspace")
        assert interview(app).practice_id == "s1.p1"
        await press(pilot, "l", "down", "down", "enter")
        assert interview(app).practice_id == "s2.p4"


async def test_a_neighbour_that_does_not_apply_is_not_said_to_wait_for_an_answer(tmp_path: Path, size: Size) -> None:
    session = open_book(tmp_path / "book", a_questionnaire(changes={"s1.p1": {"see_also": ["s3.p1"]}}))
    session.set_fact("role", ("none",))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "l")
        await shows(pilot, "does not apply to you")


async def test_two_thousand_practices_are_jumped_through_by_number_and_by_words(tmp_path: Path, size: Size) -> None:
    session = open_book(tmp_path / "book", tiny_questionnaire(sections=40, practices=50))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "slash", *"37.49", "enter")
        assert interview(app).practice_id == "s37.p49"
        await press(pilot, "slash", *"s9.p5", "enter")
        assert interview(app).practice_id == "s9.p5"


# Parts of more about it


async def test_each_part_of_more_has_its_key_and_the_keys_switch_between_them(tmp_path: Path, size: Size) -> None:
    more = {"ask": ["Who reads it?"], "references": ["nist-x:A.1"], "threats": ["atlas-x:T9"], "see_also": ["s1.p2"]}
    session = open_book(tmp_path / "book", a_questionnaire(changes={"s1.p1": more}))
    shown = {"i": "Who reads it?", "r": "A.1", "d": "T9", "l": "This practice refers to"}
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        for key, words in shown.items():
            await press(pilot, key)
            assert isinstance(app.screen, PracticeDetailsScreen)
            await shows(pilot, words)
            await press(pilot, key)
            await until(pilot, lambda: app.screen is interview(app))
        await press(pilot, "i")
        for key in "rdli":
            await press(pilot, key)
            await shows(pilot, shown[key])
        for key in ("right", "tab", "right"):
            await press(pilot, key)
        await shows(pilot, "This practice refers to")
        await press(pilot, "left")
        await shows(pilot, "T9")
        await press(pilot, "escape")
        assert app.screen is interview(app)
        assert said(session) == Answer()


async def test_a_part_without_anything_says_so(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        for key, words in (("r", "No sources"), ("d", "No threats"), ("l", "No related practices")):
            await press(pilot, key)
            await shows(pilot, words)
            await press(pilot, "escape")


async def test_titles_of_references_are_looked_up_beside_the_keys(tmp_path: Path, size: Size) -> None:
    from levelbook.store.team_folder import Settings

    session = Session.create(tmp_path / "book", Settings(team="Retail", questionnaire="genai-security"), who="Noor")
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        interview(app).open("model-deployment.input-validation-and-sanitisation")
        await press(pilot, "d")
        await shows(pilot, "Prompt Injection")
        assert "owasp-llm-top10-2026" in interview(app).frameworks


# Digits that move on


async def test_digits_move_on_at_once_where_a_person_wants_it(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview", settings=UserSettings(move_on=True))
    async with app.run_test(size=size, notifications=True) as pilot:
        await shows(pilot, "digits move on")
        await press(pilot, "2", "3")
        assert (said(session).level, said(session, "s1.p2").level) == (2, 3)
        assert interview(app).practice_id == "s1.p3"
        await press(pilot, "9")
        assert interview(app).practice_id == "s1.p3"
        await press(pilot, "M", "1")
        assert interview(app).practice_id == "s1.p3"
        assert said(session, "s1.p3").level == 1


async def test_digits_are_made_to_move_on_for_this_sitting(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "M")
        await shows(pilot, "answers and goes to the next")
        await press(pilot, "2")
        assert interview(app).practice_id == "s1.p2"
        interview(app).open("s3.p4")
        await press(pilot, "2")
        await shows(pilot, "the last one")
        assert said(session, "s3.p4").level == 2


# The presenter view


async def test_the_presenter_view_shows_the_question_and_its_levels_and_nothing_else(
    session: Session, size: Size
) -> None:
    session.set_fact("exposure", "public")
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=False) as pilot:
        await press(pilot, "z")
        await until(pilot, lambda: "0 of 12" not in text_of(app))
        shown = text_of(app)
        assert session.questionnaire.practices["s1.p1"].question in shown
        assert all(f"It looks like level {level}." in shown for level in range(5))
        for words in ("Retail", "target", "next", "not answered", "Section", "everybody can reach it"):
            assert words not in shown
        await press(pilot, "2")
        assert said(session).level == 2
        await shows(pilot, "● 2")
        await press(pilot, "enter")
        await shows(pilot, session.questionnaire.practices["s1.p2"].question)
        await press(pilot, "v", *"1", "enter", "1")
        assert said(session, "s1.p2").level == 1
        await press(pilot, "z")
        await shows(pilot, "Retail")
        await shows(pilot, "2 of 12")


async def test_escape_leaves_the_presenter_view_with_the_cursor_in_its_place(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "4", "z")
        await shows(pilot, "shows everything again.")
        await press(pilot, "enter", "escape")
        await shows(pilot, "Retail")
        assert not app._notifications, "what the notice says is done"
        assert not interview(app).is_presenting
        await until(pilot, lambda: interview(app).cursor == "level:0")
        await press(pilot, "down", "2", "down", "space")
        assert said(session, "s1.p2").unmet == ("c2-a",)


# Parking


async def test_p_parks_with_the_practice_once_a_sitting_is_begun_and_undo_takes_it_back(
    session: Session, size: Size
) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "enter", "p")
        await shows(pilot, "No sitting has begun.")
        await press(pilot, "escape")
        assert read(session.folder.sittings_path, date(2026, 11, 22)) is None
        await press(pilot, "p", "b")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await press(pilot, *"Ana", "enter", "enter")
        await shows(pilot, "What do you park?")
        await press(pilot, *"Who owns it?", "enter", *"Ana", "enter")
        await shows(pilot, "Parked: item 1 of this sitting.")
        kept = read(session.folder.sittings_path, date(2026, 11, 22))
        assert kept is not None
        assert [(item.text, item.practice, item.by) for item in kept.parked] == [("Who owns it?", "s1.p2", "Ana")]
        assert kept.names == ("Ana",)
        await press(pilot, "p")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await press(pilot, "enter", "enter")
        await shows(pilot, "Say in a few words what it is about.")
        await press(pilot, "escape", "ctrl+z")
        await shows(pilot, "Undone: “Who owns it?” is no longer parked.")
        await press(pilot, "ctrl+y")
        await shows(pilot, "Redone: “Who owns it?” is parked.")


async def test_without_a_sitting_it_can_be_a_note_on_the_practice(session: Session) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "p", "n")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await press(pilot, *"Who owns it?", "ctrl+s")
        await until(pilot, lambda: said(session).note == "Who owns it?")
        assert not app.workshop.is_open


# What people say of it


async def test_votes_and_ballots_are_in_the_status_in_words(session: Session, size: Size) -> None:
    session.apply("s1.p1", Edit(votes=(Vote(level=1, count=2), Vote(level=3, count=1))))
    session.apply("s1.p2", Edit(votes=(Vote(level=2, count=2),)))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await shows(pilot, "votes differ: 1 to 3")
        await press(pilot, "enter")
        await shows(pilot, "votes all 2")


async def test_the_footer_offers_only_what_does_something_here(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await shows(pilot, "v vote")
        footer = text_of(app).split("\n")[-1]
        assert "strike" not in footer
        assert "confirm" not in footer
        await press(pilot, "2", "down")
        await shows(pilot, "space strike")
        await shows(pilot, "h here")
        await press(pilot, "space")
        await shows(pilot, "space tick")
        await press(pilot, "up")
        await until(pilot, lambda: "strike" not in text_of(app).split("\n")[-1])


# Undoing


async def test_undo_works_inside_evidence_and_steps_and_shows_what_came_back(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "2", "s", "n", *"Read the logs", "ctrl+s", "n", *"Then act", "ctrl+s")
        assert len(said(session).steps) == 2
        await press(pilot, "ctrl+z")
        assert [step.text for step in said(session).steps] == ["Read the logs"]
        await until(pilot, lambda: "Then act" not in text_of(app))
        await press(pilot, "ctrl+y")
        await shows(pilot, "Then act")
        assert len(said(session).steps) == 2
        await press(pilot, "escape", "e", *"wiki", "ctrl+s", "e", "d")
        assert said(session).evidence == ()
        await press(pilot, "ctrl+z")
        assert said(session).evidence[0].reference == "wiki"
        await shows(pilot, "wiki")


async def test_what_is_removed_from_a_list_is_named_and_undo_says_that_it_is_back(session: Session, size: Size) -> None:
    session.apply("s1.p1", Edit(level=1, evidence=(Evidence(kind="asserted", reference="RA-1"),)))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "left", "e")
        await shows(pilot, "d remove")
        await press(pilot, "d")
        await shows(pilot, "Removed evidence “RA-1”. ctrl+z brings it back.")
        assert said(session).evidence == ()
        await press(pilot, "ctrl+z")
        await shows(pilot, "Undone: evidence removed from 1.1. “RA-1” is back.")
        await press(pilot, "ctrl+y")
        await shows(pilot, "Redone: evidence removed from 1.1. “RA-1” is gone.")


async def test_clearing_an_answer_says_how_it_comes_back(session: Session, size: Size) -> None:
    session.apply("s1.p1", Edit(level=2))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "left", "delete")
        await shows(pilot, "Removed the answer to 1.1. ctrl+z brings it back.")
        await press(pilot, "ctrl+z")
        await shows(pilot, "Undone: answer to 1.1 cleared. Now: level 2")


async def test_undoing_something_elsewhere_closes_the_list_and_shows_it_there(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "2", "enter", "s", "ctrl+z")
        await until(pilot, lambda: app.screen is interview(app))
        assert said(session) == Answer()
        assert interview(app).practice_id == "s1.p1"
        await shows(pilot, "Undone: 1.1 set to level 2. Now: not answered yet.")


async def test_a_list_that_is_undone_says_what_came_back(session: Session, size: Size) -> None:
    session.apply_all({f"s1.p{n}": Edit(level=2) for n in range(1, 5)})
    session.apply_all({f"s{s}.p{n}": Edit(level=3) for s in (1, 2) for n in range(1, 5)})
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "ctrl+z")
        await shows(pilot, "Undone: 8 answers, 1.1, 1.2, 1.3, 1.4, 2.1 and 3 more.")
        assert said(session).level == 2
        turn = session.redo()
        assert turn is not None
        assert said(session, "s2.p4").level == 3
        assert turn_words(session, turn, str, undone=False).endswith("Now all are at level 3.")
        session.undo()
        assert turn_words(session, turn, str, undone=True).endswith("Now 4 not answered, 4 at level 2.")


async def test_opened_from_elsewhere_the_cursor_stands_on_the_level_that_was_said(session: Session) -> None:
    session.apply("s1.p2", Edit(level=2))
    app = LevelbookApp(session, "home")
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(OpenPractice("s1.p2"))
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen) and app.screen.practice_id == "s1.p2")
        await until(pilot, lambda: app.screen.query_one("#sheet", Rows).cursor == "level:2")


async def test_one_key_says_why_a_level_moved_since_the_last_edition(root: Path) -> None:
    session = published_book.opened(root)
    session.apply("data.backups", Edit(level_reason=""))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(120, 36)) as pilot:
        app.post_message(OpenPractice("data.backups"))
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen) and app.screen.practice_id == "data.backups")
        await press(pilot, "B")
        await shows(pilot, "The last edition has level 1 too.")
        await press(pilot, "enter", "3")
        await shows(pilot, "B because")
        await press(pilot, "B")
        await shows(pilot, "Level 1 in the last edition, level 3 now.")
        await press(pilot, *"We restored twice", "enter")
        await until(pilot, lambda: said(session, "data.backups").level_reason == "We restored twice")
        await shows(pilot, "because: We restored twice")
        await until(pilot, lambda: "B because" not in text_of(app))

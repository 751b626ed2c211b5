"""Every key of the interview, by what the session holds after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from levelbook.book.sealing.seal import seal
from levelbook.book.session import Session
from levelbook.core.answers.answers import Answer, Evidence
from levelbook.core.answers.edits import Edit, StepEdit
from levelbook.store.team_folder import Settings
from levelbook.tui.app import LevelbookApp
from levelbook.tui.base.form_screen import FormScreen
from levelbook.tui.interview import forms, rows
from levelbook.tui.interview.rows import Density, sheet
from levelbook.tui.interview.screen import InterviewScreen
from levelbook.tui.screen_messages import OpenPractice
from levelbook.tui.widgets.bars import KeyBar
from support.pilot import Size, both_sizes, form_field, interview, open_book, press, said, shows, text_of, until
from support.small_book import BACKUPS, new_book


async def type_into(pilot: Pilot[None], text: str) -> None:
    """Replace what the focused field holds."""
    field = pilot.app.focused
    if isinstance(field, Input):
        field.value = text
    else:
        assert isinstance(field, TextArea)
        field.text = text
    await pilot.pause()


async def test_a_digit_answers_and_stays(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "2")
        assert said(session).level == 2
        assert interview(app).practice_id == "s1.p1"
        await press(pilot, "4")
        assert said(session).level == 4


async def test_an_answer_is_on_disk_before_the_next_frame(session: Session, book: Path, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        interview(app).action_level(3)
        assert open_book(book).now.book.answer("s1.p1").level == 3


@pytest.mark.parametrize(("key", "words"), [("9", "There is no level 9."), ("space", "Move to a criterion")])
async def test_a_digit_beyond_the_scale_and_space_on_a_level_are_refused_in_words(
    session: Session, size: Size, key: str, words: str
) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, key)
        assert said(session) == Answer()
        await shows(pilot, words)


async def test_enter_moves_on_and_left_goes_back(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        way = [
            ("enter", "s1.p2"),
            ("right", "s1.p3"),
            ("n", "s1.p4"),
            ("enter", "s2.p1"),
            ("left", "s1.p4"),
            ("b", "s1.p3"),
        ]
        for key, practice in way:
            await press(pilot, key)
            assert interview(app).practice_id == practice


async def test_at_the_end_enter_stays_and_says_so(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        interview(app).open("s3.p4")
        await press(pilot, "enter")
        assert interview(app).practice_id == "s3.p4"
        await shows(pilot, "the last one")


async def test_space_strikes_a_criterion_out_and_ticks_it_again(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "2", "down", "space")
        assert said(session).unmet == ("c2-a",)
        await shows(pilot, "not yet")
        await press(pilot, "space")
        assert said(session).unmet == ()


async def test_space_ticks_a_criterion_of_a_higher_level(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "1", "down", "down", "down", "down", "space")
        assert said(session).met == ("c2-a",)


async def test_h_says_how_a_criterion_is_done_here(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "2", "down", "h")
        await type_into(pilot, "in gateway/limits.yaml")
        await press(pilot, "enter")
        assert said(session).here == {"c2-a": "in gateway/limits.yaml"}
        await shows(pilot, "here: in gateway/limits.yaml")


async def test_u_says_who_finds_out_by_when(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "u")
        await type_into(pilot, "Tom")
        await press(pilot, "enter")
        await type_into(pilot, "4 December")
        await press(pilot, "enter")
        answer = said(session)
        assert (answer.unsure, answer.ask_whom, answer.ask_by) == (True, "Tom", date(2026, 12, 4))
        await shows(pilot, "unsure: Tom finds out by 4 December")


async def test_u_needs_nothing_but_two_enters(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "u", "enter", "enter")
        assert said(session).unsure


async def test_x_wants_a_reason(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "x", "enter")
        assert said(session) == Answer()
        await shows(pilot, "needs a reason")
        await type_into(pilot, "no model is tuned")
        await press(pilot, "enter")
        assert said(session).not_applicable == "no model is tuned"
        await press(pilot, "2")
        await shows(pilot, "1.1 was not applicable: no model is tuned. ctrl+z brings that back.")
        await press(pilot, "x", "enter")
        assert said(session).not_applicable == "no model is tuned", "a digit by mistake does not lose the reason"


async def test_e_adds_evidence_and_its_list_drops_it(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "2", "e")
        await type_into(pilot, "wiki/limits")
        await press(pilot, "enter")
        await type_into(pilot, "11 November")
        await press(pilot, "enter")
        piece = said(session).evidence[0]
        assert (piece.kind, piece.reference, piece.seen_on) == ("documented", "wiki/limits", date(2026, 11, 11))
        await press(pilot, "e", "d")
        assert said(session).evidence == ()
        await press(pilot, "escape")
        assert app.screen is interview(app)


async def test_the_practice_below_a_list_of_its_steps_shows_what_was_done_in_the_list(session: Session) -> None:
    session.apply("s1.p1", Edit(step=StepEdit(text="Ask legal")))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "s")
        assert "steps 1 done" not in text_of(app)
        await press(pilot, "space")
        await shows(pilot, "steps 1 done")
        assert app.screen is not interview(app)


async def test_enter_on_evidence_that_was_seen_again_asks_for_the_day_alone(session: Session, size: Size) -> None:
    held = Evidence(kind="sampled", reference="wiki/limits", seen_on=date(2026, 7, 1))
    session.apply("s1.p1", Edit(evidence=(held,)))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "e")
        await shows(pilot, "⏎ seen again")
        await press(pilot, "enter", "enter")
        assert said(session).evidence == (held, replace(held, seen_on=session.now.on))


async def test_the_kind_of_evidence_is_chosen_by_arrows_and_letters_leave_it_as_it_is(
    session: Session, size: Size
) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "2", "e", "shift+tab", "down", "down", *"jack", "enter")
        await type_into(pilot, "pen test")
        await press(pilot, "ctrl+s")
        assert said(session).evidence[0].kind == "tested"


async def test_s_takes_on_an_action_of_the_next_level(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "2", "s", "down", "enter")
        await type_into(pilot, "Ana")
        await press(pilot, "enter")
        await type_into(pilot, "in 2 weeks")
        await press(pilot, "enter")
        await type_into(pilot, "RA-1")
        await press(pilot, "enter")
        step = said(session).steps[0]
        assert (step.from_action, step.owner, step.due, step.ticket) == ("reach-3-a", "Ana", date(2026, 12, 6), "RA-1")
        assert step.text == "Set up a for level 3."


async def test_a_step_in_own_words_is_changed_done_and_dropped(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "s", "n")
        await type_into(pilot, "Read the logs")
        await press(pilot, "ctrl+s")
        assert said(session).steps[0].text == "Read the logs"
        await press(pilot, "up", "enter", "shift+tab")
        await type_into(pilot, "Read all logs")
        await press(pilot, "ctrl+s")
        assert [step.text for step in said(session).steps] == ["Read all logs"]
        await press(pilot, "space")
        assert said(session).steps[0].done_on == date(2026, 11, 22)
        await press(pilot, "space")
        assert said(session).steps[0].done_on is None
        await press(pilot, "d")
        assert said(session).steps == ()


async def test_a_step_in_the_words_of_an_open_one_is_refused_in_its_form(session: Session) -> None:
    session.apply("s1.p1", Edit(step=StepEdit(text="Read the logs")))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "s", "n")
        await type_into(pilot, "Read the logs")
        await press(pilot, "ctrl+s")
        await shows(pilot, "is step 1 already")
        assert len(said(session).steps) == 1


async def test_a_list_over_the_interview_names_only_keys_that_do_something_on_the_row(session: Session) -> None:
    app = LevelbookApp(session, "interview")

    def keys() -> list[str]:
        return [one.footer for one in app.screen.query_one(".body KeyBar", KeyBar).commands]

    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "2", "s")
        assert keys() == ["in own words", "back"]
        await press(pilot, "down")
        assert keys() == ["add", "in own words", "back"]
        await press(pilot, "enter", "ctrl+s", "home")
        assert keys() == ["change", "in own words", "done", "remove", "back"]
        await press(pilot, "space")
        assert keys() == ["change", "in own words", "reopen", "remove", "back"]
        await press(pilot, "d", "escape", "e", "escape")
        session.apply("s1.p1", Edit(evidence=(Evidence(kind="tested", reference="pen test"),)))
        await press(pilot, "e")
        assert keys() == ["seen again", "new", "remove", "back"]
        await press(pilot, "down")
        assert keys() == ["new", "back"]


async def test_d_removes_the_step_under_the_cursor_after_others_removed_one_above(session: Session, book: Path) -> None:
    for text in ("Read the logs", "Keep the logs", "Ask Tom"):
        session.apply("s1.p1", Edit(step=StepEdit(text=text)))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "s", "down")
        open_book(book).apply("s1.p1", Edit(step=StepEdit(number=1, drop=True)))
        app.on_app_focus()
        await press(pilot, "d")
        assert [step.text for step in said(session).steps] == ["Ask Tom"]


async def test_o_sets_owner_and_due(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "o")
        await type_into(pilot, "Priya")
        await press(pilot, "enter")
        await type_into(pilot, "2027-01-29")
        await press(pilot, "enter")
        assert (said(session).owner, said(session).due) == ("Priya", date(2027, 1, 29))


async def test_t_sets_an_own_target_and_takes_it_back(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "t", "3", "enter")
        await type_into(pilot, "the board wants it")
        await press(pilot, "enter")
        assert (said(session).target, said(session).target_reason) == (3, "the board wants it")
        await shows(pilot, "target 3, set by you")
        await press(pilot, "t", "2", "ctrl+s")
        assert (said(session).target, said(session).target_reason) == (None, "")


async def test_an_own_target_without_a_reason_is_refused_and_nothing_is_lost(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "t", "4", "ctrl+s")
        assert said(session) == Answer()
        await shows(pilot, "needs a reason")
        assert isinstance(app.screen, FormScreen)
        await press(pilot, "enter")
        await type_into(pilot, "because")
        await press(pilot, "ctrl+s")
        assert said(session).target == 4


async def test_where_the_target_is_reached_there_is_no_risk_to_accept(session: Session) -> None:
    session.apply("s1.p1", Edit(level=4))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        interview(app).open("s1.p1")
        await press(pilot, "a")
        await shows(pilot, "is reached, so there is no risk to accept.")


@pytest.mark.parametrize("edit", [Edit(), Edit(unsure=True)])
async def test_a_risk_is_accepted_only_once_there_is_a_level(session: Session, edit: Edit) -> None:
    session.apply("s1.p1", edit)
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        interview(app).open("s1.p1")
        await press(pilot, "a")
        await shows(pilot, "has no level yet. Answer it first")


async def test_a_accepts_a_risk_until_a_day(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "1", "a")
        await shows(pilot, "While the level is below it, and at least the one")
        await press(pilot, "enter")
        await type_into(pilot, "1 March 2027")
        await press(pilot, "ctrl+s")
        assert said(session).accepted is None, "whoever types is not who accepts it"

        await type_into(pilot, "H. Lindqvist")
        await press(pilot, "enter", "enter")
        await type_into(pilot, "replaced in spring")
        await press(pilot, "enter")
        accepted = said(session).accepted
        assert accepted is not None
        assert (accepted.level, accepted.by, accepted.until) == (1, "H. Lindqvist", date(2027, 3, 1))
        assert session.now.scorecard["s1.p1"].accepted_holds


async def test_a_level_that_others_give_meanwhile_leaves_the_form_of_a_risk_open(session: Session, book: Path) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "1", "a")
        await type_into(pilot, "H. Lindqvist")
        open_book(book).apply("s1.p1", Edit(level=3))
        await press(pilot, "ctrl+s")
        await shows(pilot, "Others have changed what this is about meanwhile.")
        await shows(pilot, "H. Lindqvist")
        assert said(session) == open_book(book).now.book.answer("s1.p1")


async def test_a_day_that_is_none_is_refused_in_the_form(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "o")
        await type_into(pilot, "Priya")
        await press(pilot, "enter")
        await type_into(pilot, "04/05/2026")
        await press(pilot, "enter")
        await shows(pilot, "That could be")
        await shows(pilot, "Priya")
        assert said(session) == Answer()


async def test_a_carried_answer_with_a_new_note_says_which_key_confirms_it(tmp_path: Path, size: Size) -> None:
    session = new_book(tmp_path)
    session.apply(BACKUPS, Edit(level=2))
    seal(session, "q1")
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        interview(app).open(BACKUPS)
        await shows(pilot, "c confirms it (not reviewed yet)")
        await press(pilot, "m")
        await type_into(pilot, "Ask Tom.")
        await press(pilot, "ctrl+s")
        await shows(pilot, "Nobody has reviewed the answer to 1.1 in this round: c confirms it.")
        assert not session.now.scorecard[BACKUPS].confirmed
        await press(pilot, "c")
        assert session.now.scorecard[BACKUPS].confirmed
        assert "Nobody has reviewed" not in text_of(app)
        await press(pilot, "m")
        await type_into(pilot, "Ask Ana.")
        await press(pilot, "ctrl+s")
        assert session.now.scorecard[BACKUPS].confirmed


async def test_every_reason_to_look_again_is_in_view_where_there_is_room(tmp_path: Path) -> None:
    session = new_book(tmp_path)
    late = date(2026, 11, 1)
    session.apply(BACKUPS, Edit(level=1, due=late, step=StepEdit(text="Copy", owner="Ana", due=late)))
    seal(session, "q1")
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        interview(app).open(BACKUPS)
        await shows(pilot, "c confirms it (a step is due, the target")
        await shows(pilot, "is due)")


async def test_m_keeps_a_note_of_several_lines(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "m")
        await type_into(pilot, "first\nsecond")
        await press(pilot, "ctrl+s")
        assert said(session).note == "first\nsecond"


async def test_escape_leaves_a_form_without_a_change(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    for key in "uxotam":
        async with LevelbookApp(session, "interview").run_test(size=size, notifications=True) as pilot:
            await press(pilot, key, "escape")
            assert said(session) == Answer(), key
            assert isinstance(pilot.app.screen, InterviewScreen)
    assert app is not None


async def test_c_confirms_and_refuses_what_nobody_answered(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "c")
        await shows(pilot, "nobody has answered it")
        session.apply("s1.p1", Edit(level=2))
        before = said(session).confirmed_at
        await press(pilot, "c")
        assert said(session).confirmed_at is not None
        assert before is not None


async def test_delete_clears_the_answer_and_keeps_note_and_owner(session: Session, size: Size) -> None:
    session.apply("s1.p1", Edit(level=2, note="kept", owner="Ana"))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        interview(app).open("s1.p1")
        await press(pilot, "delete")
        assert (said(session).level, said(session).note, said(session).owner) == (None, "kept", "Ana")


async def test_undo_and_redo_go_through_the_sitting_and_show_the_practice(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "1", "3", "enter", "2")
        await press(pilot, "ctrl+z")
        assert said(session, "s1.p2") == Answer()
        await press(pilot, "ctrl+z")
        assert said(session).level == 1
        assert interview(app).practice_id == "s1.p1"
        await press(pilot, "ctrl+z", "ctrl+z")
        assert said(session) == Answer()
        await shows(pilot, "nothing to undo")
        await press(pilot, "ctrl+y", "ctrl+y", "ctrl+y")
        assert said(session).level == 3
        assert said(session, "s1.p2").level == 2


async def test_jump_finds_by_number_and_by_part_of_a_title(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "slash", "2", "full_stop", "3", "enter")
        assert interview(app).practice_id == "s2.p3"
        await press(pilot, "slash", "p", "4", "down", "enter")
        assert interview(app).practice_id == "s2.p4"
        await press(pilot, "slash", "escape")
        assert interview(app).practice_id == "s2.p4"


async def test_a_filter_goes_through_only_what_was_chosen(session: Session, size: Size) -> None:
    for practice in ("s1.p3", "s2.p2", "s3.p1"):
        session.apply(practice, Edit(unsure=True))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "f", "u")
        assert interview(app).practice_id == "s1.p3"
        await shows(pilot, "only unsure · practice 1 of 3")
        await press(pilot, "2", "enter")
        assert interview(app).practice_id == "s2.p2"
        await press(pilot, "enter", "enter")
        assert interview(app).practice_id == "s3.p1"
        await press(pilot, "f", "a", "left")
        assert interview(app).practice_id == "s2.p4"


async def test_i_shows_prompts_and_why(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "i")
        await shows(pilot, session.questionnaire.practices["s1.p1"].why)
        await press(pilot, "escape")
        assert app.screen is interview(app)


def test_the_form_for_evidence_names_what_a_provider_has_to_give_and_not_what_proves_a_level_of_ones_own(
    session: Session,
) -> None:
    session.set_fact("role", ("saas",))
    session.apply("s2.p1", Edit(level=2))
    score = session.now.scorecard["s2.p1"]
    about = forms.evidence(session, score).form.about
    assert about == f"Get from the provider: {'; '.join(score.practice.provider_evidence)}."


async def test_an_inherited_practice_shows_its_own_scale_and_what_to_ask(session: Session, size: Size) -> None:
    session.set_fact("role", ("saas",))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        interview(app).open("s2.p1")
        await press(pilot, "2")
        shown = text_of(app)
        assert "They prove 2." in shown
        assert session.questionnaire.practices["s2.p1"].provider_evidence[0] in shown
        assert "inherited: the vendor does it" in shown
        assert said(session, "s2.p1").level == 2
        assert "Do a of level" not in shown


async def test_a_practice_that_is_not_for_the_team_takes_no_answer(session: Session, size: Size) -> None:
    session.set_fact("role", ("none",))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        interview(app).open("s3.p1")
        await press(pilot, "2")
        assert said(session, "s3.p1") == Answer()
        await shows(pilot, "does not apply to your profile")


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("u", "so there is nothing to answer"),
        ("x", "so there is nothing to answer"),
        ("c", "so there is nothing to answer"),
        ("t", "so it has no target"),
        ("a", "so there is no risk to accept"),
    ],
)
async def test_nothing_is_asked_about_a_practice_that_is_not_for_the_team(
    session: Session, key: str, words: str
) -> None:
    session.set_fact("role", ("none",))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        interview(app).open("s3.p1")
        await press(pilot, key)
        await until(pilot, lambda: words in " ".join(text_of(app).replace("│", " ").split()))
        assert not isinstance(app.screen, FormScreen)
        assert said(session, "s3.p1") == Answer()


async def test_a_practice_that_the_team_left_out_has_no_target_on_the_screen(session: Session) -> None:
    session.apply("s1.p1", Edit(target=4, target_reason="we want more"))
    session.apply("s1.p1", Edit(not_applicable="no model is tuned"))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        interview(app).open("s1.p1")
        await shows(pilot, "does not apply")
        assert "target" not in text_of(app)
        await press(pilot, "t")
        await shows(pilot, "has no effect while the practice does not apply to you")
        await press(pilot, "escape", "o")
        await shows(pilot, "By when?")
        await press(pilot, "escape", "a")
        await shows(pilot, "so there is no risk to")


async def test_an_accepted_risk_is_refused_at_the_first_field_that_lacks_something(session: Session) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "1", "a")
        assert "withdraw" not in text_of(app), "nothing is accepted that could be withdrawn"
        for field, refusal, words in (
            ("by", "needs a name", "Tom"),
            ("until", "needs a last day", "1 March 2027"),
            ("reason", "needs a reason", "next year"),
        ):
            await press(pilot, "ctrl+s")
            await shows(pilot, refusal)
            assert app.focused is form_field(app, field)
            await type_into(pilot, words)
        await press(pilot, "ctrl+s")
        assert said(session).accepted is not None
        await press(pilot, "a")
        await shows(pilot, "none: withdraw it")


async def test_the_line_of_keys_calls_saving_what_the_button_does(session: Session) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "u")
        await shows(pilot, "ctrl+s unsure")
        await press(pilot, "escape", "m")
        await shows(pilot, "ctrl+s save")


async def test_the_reason_for_a_target_is_in_sight(session: Session, size: Size) -> None:
    session.set_fact("exposure", "public")
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        await shows(pilot, "target 3: everybody can reach it")


async def test_progress_and_range_are_always_in_sight(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "3")
        await shows(pilot, "1 of 12")
        await shows(pilot, "3.0 (0.3–3.9)")


async def test_question_levels_and_the_chosen_levels_criteria_fit(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "3")
        shown = text_of(app)
        assert session.questionnaire.practices["s1.p1"].question in shown
        assert all(f"It looks like level {level}." in shown for level in range(5))
        assert "[x] Do a of level 3." in shown
        assert "[x] Do b of level 3." in shown


@both_sizes
async def test_a_click_answers_strikes_and_jumps(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()

        async def click(words: str) -> None:
            lines = text_of(app).split("\n")
            y = next(number for number, text in enumerate(lines) if words in text)
            await pilot.click(offset=(lines[y].index(words) + 1, y))
            await pilot.pause()

        await click("It looks like level 2.")
        assert said(session).level == 2
        await click("Do b of level 2.")
        assert said(session).unmet == ("c2-b",)
        if size[0] >= 100:
            await click("Section s2")
            assert interview(app).practice_id == "s2.p1"
        else:
            await click("Section s1")
            await until(pilot, lambda: not isinstance(app.screen, InterviewScreen))


async def test_closing_without_leaving_and_opening_again_finds_everything(
    session: Session, book: Path, size: Size
) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "2", "enter", "3", "enter", "u", "enter", "enter")
        kept = session.now.book
        again = open_book(book)
        assert again.now.book == kept
    async with LevelbookApp(again, "interview").run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        await shows(pilot, "2 of 12")


def test_folded_criteria_of_an_unanswered_practice_are_counted_and_not_said_to_be_missing(session: Session) -> None:
    def folded() -> str:
        density = Density(folded=True)
        shown = sheet(session, session.now.scorecard["s1.p1"], "level:2", density, wide=False)
        return " ".join(row.words.plain for row in shown)

    assert "2 criteria" in folded() and "criteria hold" not in folded()
    session.apply("s1.p1", Edit(level=2))
    assert "2 of 2 criteria hold" in folded()


async def test_ticked_criteria_cut_no_statement_where_there_is_little_room(tmp_path: Path) -> None:
    """The shipped questionnaire, whose statements and criteria are long."""
    session = Session.create(tmp_path / "book", Settings(team="Retail", questionnaire="genai-security"), who="Noor")
    practice = session.questionnaire.practices["model-deployment.rate-limiting-and-abuse-detection"]
    session.apply(practice.id, Edit(level=2, here=dict.fromkeys(practice.criteria, "in our own words, at some length")))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(OpenPractice(practice.id))
        await shows(pilot, "4 of 4 criteria hold")
        shown = " ".join(text_of(app).split())
        for level in practice.levels:
            assert level.statement in shown
        await press(pilot, "down")
        await shows(pilot, "[x] Limit tokens, and spending where billed")


def test_the_details_say_of_expired_evidence_until_when_it_was_valid(session: Session) -> None:
    held = tuple(Evidence(kind="sampled", reference=f"RA-{year}", seen_on=date(year, 1, 2)) for year in (2024, 2026))
    session.apply("s1.p1", Edit(level=2, evidence=held))

    told = [row.words.plain for row in rows.details(session, session.now.scorecard["s1.p1"])]

    assert any(one.startswith("RA-2024") and "; it was valid until 1 May" in one for one in told), told

"""What a team agrees on at the end of a sitting, by what the answers and the sitting hold afterwards."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from levelbook.book.session import Session
from levelbook.book.sittings import parked_items
from levelbook.book.sittings.close import Closing
from levelbook.book.sittings.workshop import Workshop
from levelbook.core.answers.answers import Evidence
from levelbook.core.answers.edits import Edit, StepEdit
from levelbook.core.errors import CouldNotWrite, UsedWrongly
from levelbook.store.answers_file import AnswersFile
from levelbook.words.practice_state import next_work_words
from support.builders import DAY, NOON, tiny_questionnaire
from support.later_rounds import as_sealed, new_session

VENDOR = {"when": {"role": {"only": ["saas"]}}, "because": "the vendor does it", "inherited": ["s2"]}


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return new_session(tmp_path / "book", tiny_questionnaire(rules=[VENDOR]))


@pytest.fixture
def closing(session: Session) -> Closing:
    workshop = Workshop(session)
    workshop.begin()
    return Closing(workshop)


def reopened(session: Session) -> Session:
    """The same book, opened by somebody else."""
    file = AnswersFile.load(session.folder.answers_path, session.questionnaire)
    return Session(session.folder, session.questionnaire, file, "Eve", lambda: NOON)


def test_the_offers_are_open_steps_and_next_actions_in_roadmap_order(session: Session, closing: Closing) -> None:
    session.apply("s1.p1", Edit(level=1, step=StepEdit(text="Read the logs", owner="Tom")))
    session.apply("s1.p2", Edit(level=0, step=StepEdit(text="Did it", done_on=DAY)))
    session.apply("s1.p3", Edit(level=3))
    session.apply("s1.p4", Edit(level=0, owner="Ana", step=StepEdit(text="Name somebody")))
    proposed_steps = closing.proposed_steps()

    assert [(one.score.id, one.number, one.text) for one in proposed_steps] == [
        ("s1.p4", 1, "Name somebody"),
        ("s1.p1", 1, "Read the logs"),
        ("s1.p1", None, "Set up b for level 2."),
    ]
    assert [one.owner for one in proposed_steps] == ["", "Tom", ""]


def test_steps_of_what_nobody_knows_yet_and_of_what_is_high_enough_can_be_taken_on(
    session: Session, closing: Closing
) -> None:
    session.apply("s1.p1", Edit(unsure=True, step=StepEdit(text="Ask them")))
    session.apply("s1.p2", Edit(level=4, step=StepEdit(text="Keep it up")))

    assert {proposed.text for proposed in closing.proposed_steps()} >= {"Ask them", "Keep it up"}


def test_a_next_action_is_taken_on_with_its_owner_and_stands_in_the_answer(session: Session, closing: Closing) -> None:
    session.apply("s1.p1", Edit(level=1, owner="Ana"))
    closing.take_on("s1.p1", due=date(2027, 1, 15))
    step = session.now.book.answer("s1.p1").steps[0]

    assert (step.text, step.from_action, step.owner) == ("Set up b for level 2.", "reach-2-b", "Ana")
    assert [(one.step, one.owner, one.due) for one in closing.sitting.taken_on] == [
        (step.text, "Ana", date(2027, 1, 15))
    ]
    assert [one.place for one in closing.proposed_steps()] == [1]
    assert closing.sitting.load() == {"Ana": 1}


def test_giving_a_step_to_somebody_else_keeps_its_place_and_an_empty_owner_clears(
    session: Session, closing: Closing
) -> None:
    session.apply("s1.p1", Edit(level=1))
    closing.take_on("s1.p1", text="Read the logs", owner="Ana", due=DAY)
    closing.take_on("s1.p1", text="Write it down")
    closing.take_on("s1.p1", number=1, owner="", due="")

    assert [(one.step, one.owner, one.due) for one in closing.sitting.taken_on] == [
        ("Read the logs", "", None),
        ("Write it down", "", None),
    ]
    assert session.now.book.answer("s1.p1").steps[0].owner == ""


def test_a_suggestion_that_is_put_back_is_one_again_and_what_people_said_stays_a_step(
    session: Session, closing: Closing
) -> None:
    session.apply("s1.p1", Edit(level=1, owner="Ana"))
    said = session.now.book.answer("s1.p1")
    closing.take_on("s1.p1")
    closing.drop_step(1)
    assert (closing.sitting.taken_on, session.now.book.answer("s1.p1")) == ((), said)
    session.undo()
    session.undo()
    assert [one.step for one in closing.sitting.taken_on] == [session.now.book.answer("s1.p1").steps[0].text]
    session.redo()
    session.redo()

    for words in ({"due": DAY}, {"owner": "Tom"}, {"text": "Read the logs"}):
        closing.take_on("s1.p1", **words)
        closing.drop_step(1)
        assert closing.sitting.taken_on == ()
        assert [(one.number, one.place) for one in closing.proposed_steps()][:1] == [(1, None)]
        session.apply("s1.p1", Edit(step=StepEdit(number=1, drop=True)))

    session.apply("s1.p1", Edit(step=StepEdit(from_action="reach-2-b")))
    session.forget_changes(["s1.p1"])  # as after the book was opened again
    closing.take_on("s1.p1", number=1)
    closing.drop_step(1)
    assert len(session.now.book.answer("s1.p1").steps) == 1, "it was a step before"


def test_a_step_taken_on_follows_its_answer_and_goes_with_an_undo(session: Session, closing: Closing) -> None:
    session.apply("s1.p1", Edit(level=1))
    closing.take_on("s1.p1", text="Read the logs")
    session.apply("s1.p1", Edit(step=StepEdit(number=1, text="Read them all", owner="Tom")))
    assert [(one.step, one.owner) for one in closing.sitting.taken_on] == [("Read them all", "Tom")]
    session.undo()
    assert [(one.step, one.owner) for one in closing.sitting.taken_on] == [("Read the logs", "")]
    session.undo()
    assert closing.sitting.taken_on == ()
    assert session.now.book.answer("s1.p1").steps == ()
    session.redo()
    assert [one.step for one in closing.sitting.taken_on] == ["Read the logs"], "redo takes it on again"
    session.apply("s1.p1", Edit(step=StepEdit(number=1, drop=True)))
    assert closing.sitting.taken_on == ()
    session.undo()
    assert [one.step for one in closing.sitting.taken_on] == ["Read the logs"]


def test_nothing_can_be_taken_on_where_the_questionnaire_knows_no_action(session: Session, closing: Closing) -> None:
    session.apply("s2.p1", Edit(level=4))
    with pytest.raises(UsedWrongly, match="no next step"):
        closing.take_on("s2.p1")
    closing.take_on("s2.p1", text="Keep it there")
    assert [one.practice for one in closing.sitting.taken_on] == ["s2.p1"]


@pytest.mark.parametrize("wanted", [("the report", "the pen test"), ()])
def test_of_what_a_provider_does_the_close_proposes_what_the_roadmap_does(
    tmp_path: Path, wanted: tuple[str, ...]
) -> None:
    asked = tiny_questionnaire(rules=[VENDOR], changes={"s2.p1": {"provider_evidence": wanted}})
    session = new_session(tmp_path / "book", asked)
    workshop = Workshop(session)
    workshop.begin()
    closing = Closing(workshop)
    session.set_fact("role", ("saas",))
    session.apply("s2.p1", Edit(level=0, owner="Ana"))
    first, *others = wanted or ("evidence of how they do it",)
    gap = next(gap for gap in session.now.roadmap if gap.score.id == "s2.p1")
    assert next_work_words(gap) == f"Get from the provider: {'; '.join((first, *others))}"

    def proposed() -> list[tuple[str, int | None, str]]:
        return [(one.text, one.number, one.owner) for one in closing.proposed_steps()]

    assert proposed() == [(f"Get from the provider: {first}", None, "Ana")]
    closing.take_on("s2.p1")
    [step] = session.now.book.answer("s2.p1").steps
    assert (step.text, step.owner) == (f"Get from the provider: {first}", "Ana")
    taken = (step.text, 1, "Ana")
    assert proposed() == [taken, *((f"Get from the provider: {item}", None, "Ana") for item in others)]
    closing.drop_step(1)
    assert session.now.book.answer("s2.p1").steps == (), "a suggestion again, as one of the questionnaire's actions is"


def test_what_lacks_most_proof_comes_first(session: Session, closing: Closing) -> None:
    session.apply("s1.p1", Edit(level=2))
    session.apply("s1.p2", Edit(level=4))
    session.apply("s1.p3", Edit(level=1))
    session.apply("s1.p4", Edit(level=3, evidence=(Evidence(kind="tested", reference="a drill", seen_on=DAY),)))

    assert [one.id for one in closing.unproven()] == ["s1.p2", "s1.p1"]


def test_proofs_are_brought_changed_and_dropped(session: Session, closing: Closing) -> None:
    closing.bring_proof("s1.p1", "the minutes", "Ana", DAY)
    closing.bring_proof("s1.p2", "a record")
    closing.change_proof(1, "the signed minutes", "Tom")
    assert [(one.practice, one.what, one.who, one.by) for one in closing.sitting.proofs] == [
        ("s1.p1", "the signed minutes", "Tom", None),
        ("s1.p2", "a record", "", None),
    ]
    closing.drop_proof(1)
    assert [one.practice for one in closing.sitting.proofs] == ["s1.p2"]
    for refused in (lambda: closing.change_proof(2, "x"), lambda: closing.change_proof(1, " ")):
        with pytest.raises(UsedWrongly):
            refused()


def test_evidence_is_not_reworded_to_what_somebody_else_brings(session: Session, closing: Closing) -> None:
    session.apply("s1.p1", Edit(level=2))
    closing.bring_proof("s1.p1", "The access review", "Ana")
    closing.bring_proof("s1.p1", "The log", "Tom")

    with pytest.raises(UsedWrongly, match="brought already: Ana"):
        closing.change_proof(2, "The access review", "Tom")

    assert [(one.what, one.who) for one in closing.sitting.proofs] == [("The access review", "Ana"), ("The log", "Tom")]


def test_the_next_round_is_as_agreed_else_as_due_else_by_the_settings(session: Session, closing: Closing) -> None:
    assert closing.next_round() == (date(2027, 2, 22), "settings")
    as_sealed(session, sealed_at=NOON.replace(month=10))
    assert closing.next_round() == (date(2027, 1, 22), "due")
    as_sealed(session)
    assert closing.next_round() == (date(2027, 2, 22), "settings"), "what was due today is past"
    closing.meet_again(date(2027, 3, 1))
    assert closing.next_round() == (date(2027, 3, 1), "agreed")
    with pytest.raises(UsedWrongly, match="comes after"):
        closing.meet_again(DAY)


@pytest.mark.parametrize("days_early", [1, 20, 45])
def test_a_round_that_is_held_early_is_not_the_next_one(session: Session, closing: Closing, days_early: int) -> None:
    a_round = timedelta(days=session.folder.settings.round_days)
    as_sealed(session, sealed_at=NOON - a_round + timedelta(days=days_early))
    assert closing.next_round() == (DAY + a_round, "settings")


def test_closing_agrees_on_the_day_that_was_shown(session: Session, closing: Closing) -> None:
    day, _ = closing.next_round()
    closing.workshop.begin(90)
    closing.close()
    assert closing.sitting.closed
    assert closing.sitting.next_round == day
    assert session.sittings.all[-1][1] == closing.sitting


def test_the_next_round_of_a_forgotten_sitting_is_agreed_on_the_day_of_its_close(
    session: Session, closing: Closing
) -> None:
    session.clock = lambda: NOON + timedelta(days=200)
    late = Workshop(session)
    late.reopen_forgotten()
    again = Closing(late)

    assert again.next_round()[0] > DAY + timedelta(days=200)
    with pytest.raises(UsedWrongly, match="comes after this one"):
        again.meet_again(DAY + timedelta(days=200))
    again.close()
    assert again.sitting.next_round == DAY + timedelta(days=200 + session.folder.settings.round_days)


def test_a_day_that_passed_before_a_forgotten_sitting_was_closed_is_not_when_the_team_meets_again(
    session: Session, closing: Closing
) -> None:
    closing.meet_again(DAY + timedelta(days=20))
    session.clock = lambda: NOON + timedelta(days=50)
    late = Workshop(session)
    late.reopen_forgotten()
    again = Closing(late)

    day = DAY + timedelta(days=50 + session.folder.settings.round_days)
    assert again.next_round() == (day, "settings")
    again.close()
    assert again.sitting.next_round == day


def test_an_undo_takes_back_what_the_close_settled_one_thing_at_a_time(session: Session, closing: Closing) -> None:
    session.apply("s1.p1", Edit(level=1, step=StepEdit(text="Read the logs")))
    closing.take_on("s1.p1", number=1)
    closing.bring_proof("s1.p1", "the minutes")
    closing.close()

    session.undo()
    assert not closing.sitting.closed
    session.undo()
    assert closing.sitting.proofs == ()
    session.undo()
    assert closing.sitting.taken_on == ()
    assert len(session.now.book.answer("s1.p1").steps) == 1


def test_a_decision_that_others_took_meanwhile_stays_and_the_words_of_the_second_are_in_the_minutes(
    session: Session, closing: Closing
) -> None:
    for text in ("Who pays?", "Who tells the branches?", "Lunch"):
        parked_items.park(closing.workshop, text)
    second, third, others = (Closing(Workshop(session)) for _ in range(3))
    others.settle(1, "From the ops budget")
    parked_items.take_back(others.workshop, 2)
    others.carry(2)

    for refused, message in (
        (lambda: closing.settle(1, "We do not buy it"), "settled: From the ops budget"),
        (lambda: second.give(2, "Mira", DAY), "off the list"),
        (lambda: third.settle(3), "carried to the next sitting"),
    ):
        with pytest.raises(UsedWrongly, match=message):
            refused()

    held = Workshop(session).sitting
    assert [(one.text, one.outcome, one.decision) for one in held.parked] == [
        ("Who pays?", "settled", "From the ops budget"),
        ("Lunch", "carried", ""),
    ]
    assert held.minutes.split("\n") == [
        "Not taken, because others had decided meanwhile: “Who pays?”, settled: We do not buy it",
        "Not taken, because others had decided meanwhile: “Who tells the branches?”, given to Mira, by 22 November",
    ]
    closing.settle(1, "We do not buy it, says finance")
    assert Workshop(session).sitting.parked[0].decision == "We do not buy it, says finance", "it was seen by then"


def test_what_is_parked_already_is_said_and_not_parked_twice(closing: Closing) -> None:
    parked_items.park(closing.workshop, "Who pays?", by="Ana")
    closing.settle(1, "From the ops budget")

    with pytest.raises(UsedWrongly, match=r"already \(raised by Ana; settled: From the ops budget\)"):
        parked_items.park(closing.workshop, "Who pays?", by="Tom")

    parked_items.park(closing.workshop, "Who pays?", "s1.p1", by="Tom")
    assert [(one.by, one.decision) for one in closing.sitting.parked] == [("Ana", "From the ops budget"), ("Tom", "")]


def test_what_others_changed_meanwhile_is_neither_removed_nor_replaced_in_silence(
    session: Session, closing: Closing
) -> None:
    parked_items.park(closing.workshop, "Who pays?")
    closing.bring_proof("s1.p1", "the minutes", "Ana")
    others = Closing(Workshop(session))
    others.settle(1, "From the ops budget")
    others.change_proof(1, "the signed minutes", "Tom")

    with pytest.raises(UsedWrongly, match="From the ops budget"):
        parked_items.take_back(closing.workshop, 1)
    others.change_proof(1, "the minutes of May", "Tom")
    with pytest.raises(UsedWrongly, match="Others have changed this evidence"):
        closing.change_proof(1, "a record", "Kim")

    held = Workshop(session).sitting
    assert [one.decision for one in held.parked] == ["From the ops budget"]
    assert [one.what for one in held.proofs] == ["the minutes of May"]


def test_a_step_is_taken_on_by_its_words_wherever_others_have_moved_it(session: Session, closing: Closing) -> None:
    session.apply("s1.p1", Edit(level=1, step=StepEdit(text="Read the logs")))
    session.apply("s1.p2", Edit(level=1, step=StepEdit(text="Read the logs")))
    others = reopened(session)
    others.apply("s1.p1", Edit(step=StepEdit(number=1, drop=True)))
    for change in (StepEdit(number=1, drop=True), StepEdit(text="Theirs"), StepEdit(text="Theirs too")):
        others.apply("s1.p2", Edit(step=change))

    for name in ("s1.p1", "s1.p2"):
        closing.take_on(name, text="Write it down", owner="Tom")

    taken = [(one.practice, one.step, one.owner) for one in closing.sitting.taken_on]
    assert taken == [("s1.p1", "Write it down", "Tom"), ("s1.p2", "Write it down", "Tom")]
    assert "Write it down" in [step.text for step in reopened(session).now.book.answer("s1.p1").steps]


def test_evidence_agreed_twice_keeps_the_person_and_the_day_that_nobody_spoke_of_again(
    session: Session, closing: Closing
) -> None:
    others = Closing(Workshop(session))
    others.bring_proof("s1.p1", "the minutes", "Tom", DAY)

    closing.bring_proof("s1.p1", "the minutes")
    assert [(one.who, one.by) for one in closing.sitting.proofs] == [("Tom", DAY)]

    others.bring_proof("s1.p1", "the minutes", "Eve")
    with pytest.raises(UsedWrongly, match=r"Others have changed “the minutes” meanwhile: Eve, by 22 November\."):
        closing.bring_proof("s1.p1", "the minutes", "Kim")
    closing.bring_proof("s1.p1", "the minutes", "Kim")
    assert [(one.who, one.by) for one in closing.sitting.proofs] == [("Kim", DAY)], "it was seen by then"


def test_what_others_have_changed_is_not_said_to_be_removed(session: Session, closing: Closing) -> None:
    session.apply("s1.p1", Edit(level=1))
    closing.take_on("s1.p1", text="Read the logs")
    closing.bring_proof("s1.p1", "the minutes", "Tom")
    others = Closing(Workshop(reopened(session)))
    others.take_on("s1.p1", text="Read the logs", owner="Eve")
    with pytest.raises(UsedWrongly, match="“Read the logs” meanwhile: Eve"):
        closing.drop_step(1)
    others.change_proof(1, "the minutes", "Eve")
    with pytest.raises(UsedWrongly, match="“the minutes” meanwhile: Eve"):
        closing.drop_proof(1)
    closing.drop_step(1)
    closing.drop_proof(1)
    assert (closing.sitting.taken_on, closing.sitting.proofs) == ((), ())


def test_a_step_that_the_disk_refuses_is_taken_on_once_it_takes_it(
    session: Session, closing: Closing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise CouldNotWrite("The disk is full.")

    session.apply("s1.p1", Edit(level=1))
    with monkeypatch.context() as patch, pytest.raises(CouldNotWrite):
        patch.setattr(AnswersFile, "save", full)
        closing.take_on("s1.p1", text="Read the logs", owner="Tom")
    session.save()

    assert [(one.step, one.owner) for one in Workshop(reopened(session)).sitting.taken_on] == [("Read the logs", "Tom")]


def test_a_day_that_others_agreed_on_meanwhile_is_not_replaced_in_silence(session: Session, closing: Closing) -> None:
    Closing(Workshop(session)).meet_again(date(2027, 2, 1))

    with pytest.raises(UsedWrongly, match="Others have agreed on 1 February 2027 meanwhile"):
        closing.meet_again(date(2027, 3, 1))
    assert closing.sitting.next_round == date(2027, 2, 1)
    closing.meet_again(date(2027, 3, 1))
    assert Workshop(session).sitting.next_round == date(2027, 3, 1), "it was seen by then"

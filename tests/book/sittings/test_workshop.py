"""What a team does together in one sitting, by what the answers and the sitting hold afterwards."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from levelbook.book.checks.nonblocking_problems import problems
from levelbook.book.session import BallotOf, Session
from levelbook.book.sittings import parked_items
from levelbook.book.sittings.close import Closing
from levelbook.book.sittings.workshop import Workshop
from levelbook.core.answers.ballots import ParticipantVote
from levelbook.core.answers.edits import Edit, StepEdit
from levelbook.core.answers.sittings import EvidenceToBring, Parked, Sitting
from levelbook.core.errors import CouldNotWrite, FileIsWrong, NotConfirmed, UsedWrongly
from levelbook.store import sittings_file
from levelbook.store.answers_file import AnswersFile
from support.builders import DAY, NOON, tiny_questionnaire
from support.later_rounds import as_sealed, hand_in, new_session, nothing_can_be_written, nothing_is_confirmed
from support.pilot import open_book

ASKED = tiny_questionnaire(
    rules=[
        {"when": {"role": {"only": ["saas"]}}, "because": "the vendor does it", "inherited": ["s2"]},
        {"when": {"role": {"only": ["none"]}}, "because": "there is none", "not_applicable": ["s2"]},
    ]
)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return new_session(tmp_path / "book", ASKED)


@pytest.fixture
def workshop(session: Session) -> Workshop:
    return Workshop(session)


def on_disk(session: Session) -> Sitting | None:
    return sittings_file.read(session.folder.sittings_path, DAY)


def test_what_is_answered_of_a_practice_that_does_not_apply_is_not_taken_up(
    session: Session, workshop: Workshop
) -> None:
    session.set_fact("role", ("none",))
    workshop.begin(90)

    session.apply("s2.p1", Edit(level=2))
    workshop.vote("s2.p2", [ParticipantVote(2)], 2)
    session.apply("s1.p1", Edit(level=2))

    assert workshop.sitting.taken_up == ("s1.p1",)


def test_what_somebody_answers_after_the_close_is_not_said_to_have_been_discussed(
    session: Session, workshop: Workshop
) -> None:
    workshop.begin(90)
    session.apply("s1.p1", Edit(level=2))
    workshop.change(lambda sitting: sitting.changed(closed=True))

    session.apply("s1.p2", Edit(level=2))

    assert workshop.sitting.taken_up == ("s1.p1",)


# Beginning


def test_only_beginning_begins_a_sitting(session: Session, workshop: Workshop) -> None:
    for change in (
        lambda: parked_items.park(workshop, "Who pays?"),
        lambda: workshop.add_to_minutes("We met."),
        lambda: workshop.add_participants(["Ana"]),
        lambda: Closing(workshop).bring_proof("s1.p1", "the minutes"),
        lambda: Closing(workshop).close(),
    ):
        with pytest.raises(UsedWrongly, match="No sitting is open"):
            change()
    workshop.vote("s1.p1", [ParticipantVote(2)], 2)

    assert on_disk(session) is None


def test_lines_that_others_added_to_the_minutes_stay_when_they_are_set(session: Session, workshop: Workshop) -> None:
    workshop.begin(90, ["Ana"])
    workshop.set_minutes("We met.\nAt nine.")
    Workshop(open_book(session.folder.path, ASKED)).add_to_minutes("Tom asks the provider.")

    workshop.set_minutes("We met.\nAt ten.")

    held = on_disk(session)
    assert held is not None and held.minutes == "We met.\nAt ten.\nTom asks the provider."


def test_what_others_took_out_of_a_list_stays_out_of_it(session: Session, workshop: Workshop) -> None:
    workshop.begin(90)
    others = Workshop(open_book(session.folder.path, ASKED))
    workshop.pull_out("s1.p1")
    others.pull_out("s1.p2")
    workshop.pull_out("s1.p1", wanted=False)
    workshop.pull_out("s1.p3")

    held = on_disk(session)
    assert held is not None and held.pulled_out == ("s1.p2", "s1.p3")


def test_an_undo_takes_back_what_was_said_in_the_sitting_in_the_order_in_which_it_was_said(
    session: Session, workshop: Workshop
) -> None:
    workshop.begin(90, ["Ana"])
    parked_items.park(workshop, "Who pays?", "s1.p1")
    session.apply("s1.p1", Edit(level=2))
    workshop.remove_participant("Ana")
    workshop.set_minutes("We met.")

    session.undo()
    session.undo()
    assert (workshop.sitting.minutes, workshop.sitting.names) == ("", ("Ana",))
    session.undo()
    assert (session.now.book.answer("s1.p1").level, len(workshop.sitting.parked)) == (None, 1)
    session.undo()
    assert workshop.sitting.parked == ()
    assert session.undo() is None, "a sitting that was begun stays"
    session.redo()
    assert [one.text for one in workshop.sitting.parked] == ["Who pays?"]
    assert on_disk(session) == workshop.sitting


def test_an_undo_leaves_what_others_wrote_into_the_sitting(session: Session, workshop: Workshop) -> None:
    workshop.begin(90, ["Ana"])
    file = AnswersFile.load(session.folder.answers_path, ASKED)
    other = Workshop(Session(session.folder, ASKED, file, "Eve", lambda: NOON))
    parked_items.park(workshop, "Lunch")
    parked_items.park(other, "Dinner")
    other.add_participants(["Eve"])

    session.undo()

    assert [one.text for one in workshop.sitting.parked] == ["Dinner"]
    assert workshop.sitting.names == ("Ana", "Eve")


def test_there_is_no_sitting_until_one_is_begun(session: Session, workshop: Workshop) -> None:
    session.apply("s1.p1", Edit(level=2))
    assert not workshop.is_open
    assert on_disk(session) is None

    workshop.begin(60, [" Ana ", "Tom", "ana", ""])
    assert workshop.sitting.names == ("Ana", "Tom")
    assert workshop.sitting.planned_minutes == 60
    assert on_disk(session) == workshop.sitting


def test_a_sitting_is_gone_on_with_after_the_app_was_left(session: Session, workshop: Workshop) -> None:
    workshop.begin(60, ["Ana"])
    parked_items.park(workshop, "Who pays?", "s1.p1", "Tom")
    again = Workshop(session)

    assert again.is_open
    assert again.sitting == workshop.sitting
    assert again.begin(names=["Ana", "Eve"]).names == ("Ana", "Eve")
    assert again.sitting.planned_minutes == 60


def test_a_sitting_of_no_length_is_refused_and_none_begins(session: Session, workshop: Workshop) -> None:
    for minutes in (-1, 1441):
        with pytest.raises(UsedWrongly, match="1 to 1440"):
            workshop.begin(minutes, ["Ana"])
    assert on_disk(session) is None


def test_a_name_stands_beside_a_vote_only_where_its_owner_agrees(workshop: Workshop) -> None:
    workshop.begin(names=["Ana", "Tom"])
    workshop.agree_to_be_named("Ana")
    assert [(one.name, one.named) for one in workshop.sitting.participants] == [("Ana", True), ("Tom", False)]
    workshop.agree_to_be_named("Ana", named=False)
    workshop.remove_participant("Tom")
    assert [(one.name, one.named) for one in workshop.sitting.participants] == [("Ana", False)]
    with pytest.raises(UsedWrongly, match="Tom"):
        workshop.remove_participant("Tom")


# What is taken up


def test_what_is_settled_in_a_sitting_was_taken_up_and_what_is_taken_back_was_not(
    session: Session, workshop: Workshop
) -> None:
    session.apply("s1.p1", Edit(level=2))
    workshop.begin(90)
    session.apply("s1.p2", Edit(level=2))
    session.apply("s1.p3", Edit(unsure=True))
    session.apply("s1.p4", Edit(note="only a note"))
    session.apply("s1.p1", Edit(step=StepEdit(text="Only a step")))
    assert workshop.sitting.taken_up == ("s1.p2", "s1.p3")

    for _ in range(3):
        session.undo()
    assert workshop.sitting.taken_up == ("s1.p2",)
    session.redo()
    session.apply("s1.p2", Edit(clear=True))
    assert workshop.sitting.taken_up == ("s1.p3",)
    assert on_disk(session) == workshop.sitting


def test_a_vote_that_settles_nothing_was_taken_up_and_stays_to_talk_about(session: Session, workshop: Workshop) -> None:
    workshop.begin(90)
    workshop.vote("s1.p1", [ParticipantVote(0), ParticipantVote(3)])
    plan = workshop.plan()

    assert workshop.sitting.taken_up == ("s1.p1",)
    assert plan.done == ()
    assert "s1.p1" in [item.id for item in plan.to_discuss]


def test_what_was_voted_on_stays_taken_up_when_more_is_noted_or_a_level_is_taken_back(
    session: Session, workshop: Workshop
) -> None:
    workshop.begin(90)
    workshop.vote("s1.p1", [ParticipantVote(0), ParticipantVote(3)])
    session.apply("s1.p1", Edit(note="Ana asks the provider."))
    assert workshop.sitting.taken_up == ("s1.p1",)

    session.apply("s1.p1", Edit(level=2))
    session.undo()
    assert workshop.sitting.taken_up == ("s1.p1",)

    for _ in range(2):
        session.undo()
    assert workshop.sitting.taken_up == ()


def test_a_carried_answer_whose_change_is_taken_back_was_not_taken_up(session: Session, workshop: Workshop) -> None:
    session.apply("s1.p1", Edit(level=2))
    as_sealed(session)
    workshop.begin(90)
    session.apply("s1.p1", Edit(level=3))
    assert workshop.sitting.taken_up == ("s1.p1",)

    session.undo()

    assert workshop.sitting.taken_up == ()


@pytest.mark.parametrize(
    "edit",
    [Edit(step=StepEdit(text="Rehearse", owner="Ana")), Edit(note="Ana asks."), Edit(owner="Ana"), Edit(due=DAY)],
    ids=["a step", "a note", "an owner", "a day"],
)
def test_a_carried_answer_that_only_got_a_step_or_a_note_was_not_taken_up(
    session: Session, workshop: Workshop, edit: Edit
) -> None:
    session.apply("s1.p1", Edit(level=2))
    as_sealed(session)
    workshop.begin(90)
    session.apply("s1.p1", edit)
    assert workshop.sitting.taken_up == ()

    session.apply("s1.p1", Edit(confirm=True))
    assert workshop.sitting.taken_up == ("s1.p1",)


def test_what_was_discussed_before_a_seal_stays_taken_up_when_a_later_change_is_taken_back(
    session: Session, workshop: Workshop
) -> None:
    workshop.begin(90)
    session.apply("s1.p1", Edit(level=2))
    as_sealed(session)
    session.apply("s1.p1", Edit(level=3))
    session.undo()
    assert workshop.sitting.taken_up == ("s1.p1",)


def test_the_plan_of_a_sitting_shows_what_is_done(session: Session, workshop: Workshop) -> None:
    workshop.begin(30)
    session.apply("s1.p2", Edit(level=2))
    plan = workshop.plan()

    assert plan.minutes == 30
    assert [item.id for item in plan.done] == ["s1.p2"]
    assert workshop.plan(45).minutes == 45
    assert Workshop(session).plan() == plan


# Lists


def test_a_list_is_one_turn_keeps_the_ballots_counts_and_one_undo_takes_it_back(
    session: Session, workshop: Workshop
) -> None:
    hand_in(session, {"Ana": {"s1.p1": 2, "s1.p2": 3}, "Tom": {"s1.p1": 2, "s1.p2": 2}, "Eve": {"s1.p1": 1}})
    plan = workshop.plan()
    assert [item.id for item in plan.agreed] == ["s1.p1", "s1.p2"]

    workshop.confirm_list({item.id: item.spread.proposal for item in plan.agreed if item.spread})
    first = session.now.book.answer("s1.p1")
    assert (first.level, [(vote.level, vote.count) for vote in first.votes]) == (2, [(1, 1), (2, 2)])
    assert session.now.book.answer("s1.p2").level == 2
    assert first.from_ballots

    session.undo()
    assert session.now.book.answers == {}


def test_an_undone_list_leaves_nothing_taken_up_where_an_earlier_round_had_voted(
    session: Session, workshop: Workshop
) -> None:
    """Its undo brings back the votes of the earlier round: they are no new ones."""
    workshop.vote("s1.p1", [ParticipantVote(1), ParticipantVote(1)], 1)
    workshop.vote("s1.p2", [ParticipantVote(0), ParticipantVote(3)])
    workshop.vote("s1.p3", [ParticipantVote(2)], 2)
    as_sealed(session)
    hand_in(session, {"Ana": {"s1.p1": 2, "s1.p2": 2, "s1.p3": 2}, "Tom": {"s1.p1": 2, "s1.p2": 2, "s1.p3": 2}})
    workshop.begin(90)
    agreed = {item.id: item.spread.proposal for item in workshop.plan().agreed if item.spread}
    assert list(agreed) == ["s1.p1", "s1.p2", "s1.p3"]

    workshop.confirm_list(agreed)
    assert workshop.sitting.taken_up == ("s1.p1", "s1.p2", "s1.p3")
    session.undo()

    assert workshop.sitting.taken_up == ()
    assert workshop.plan().done == ()
    assert [item.id for item in workshop.plan().agreed] == ["s1.p1", "s1.p2", "s1.p3"]
    session.redo()
    assert workshop.sitting.taken_up == ("s1.p1", "s1.p2", "s1.p3")


def test_a_vote_of_this_round_that_is_undone_was_not_taken_up_where_an_earlier_round_had_voted(
    session: Session, workshop: Workshop
) -> None:
    workshop.vote("s1.p1", [ParticipantVote(1), ParticipantVote(1)], 1)
    as_sealed(session)
    workshop.begin(90)
    workshop.vote("s1.p1", [ParticipantVote(2), ParticipantVote(2)], 2)
    session.undo()

    assert workshop.sitting.taken_up == ()


def test_a_list_counts_the_ballots_of_this_round_and_not_the_votes_of_an_earlier_one(
    session: Session, workshop: Workshop
) -> None:
    workshop.vote("s1.p1", [ParticipantVote(0, reason="nobody reads it"), ParticipantVote(4)], 2)
    session.apply("s1.p1", Edit(unmet=("c2-a",)))
    as_sealed(session)
    hand_in(session, {"Ana": {"s1.p1": 2}, "Tom": {"s1.p1": 2}, "Eve": {"s1.p1": 3}})
    workshop.begin(90)

    workshop.confirm_list({"s1.p1": 2})

    answer = session.now.book.answer("s1.p1")
    assert [(vote.level, vote.count, vote.reason) for vote in answer.votes] == [(2, 2, ""), (3, 1, "")]
    assert answer.from_ballots
    assert answer.unmet == ("c2-a",), "the level stays, and so does what it does without"
    assert session.now.scorecard["s1.p1"].confirmed


def test_a_list_leaves_the_votes_that_the_room_showed_in_this_round(session: Session, workshop: Workshop) -> None:
    workshop.vote("s1.p1", [ParticipantVote(1), ParticipantVote(2)], 2)
    hand_in(session, {"Ana": {"s1.p1": 2}, "Tom": {"s1.p1": 2}})

    workshop.confirm_list({"s1.p1": 2})

    answer = session.now.book.answer("s1.p1")
    assert [(vote.level, vote.count) for vote in answer.votes] == [(1, 1), (2, 1)]
    assert not answer.from_ballots


def test_a_vote_in_the_room_is_no_longer_the_ballots(session: Session, workshop: Workshop) -> None:
    workshop.vote("s1.p1", [ParticipantVote(1), ParticipantVote(2)], 1, from_ballots=True)
    assert session.now.book.answer("s1.p1").from_ballots

    workshop.vote("s1.p1", [ParticipantVote(1), ParticipantVote(2)], 2)
    assert not session.now.book.answer("s1.p1").from_ballots


def test_what_is_carried_is_confirmed_as_it_stands(session: Session, workshop: Workshop) -> None:
    session.apply("s1.p1", Edit(level=2, unmet=("c2-a",)))
    session.apply("s1.p2", Edit(level=1))
    as_sealed(session)
    assert [one.id for one in workshop.plan().carried] == ["s1.p1", "s1.p2"]

    workshop.confirm_list({"s1.p1": 2, "s1.p2": 3})
    assert session.now.scorecard["s1.p1"].confirmed
    assert session.now.book.answer("s1.p1").unmet == ("c2-a",), "confirming changes nothing"
    assert session.now.book.answer("s1.p2").level == 3


def test_one_refused_in_a_list_refuses_all_of_it(session: Session, workshop: Workshop) -> None:
    with pytest.raises(UsedWrongly):
        workshop.confirm_list({"s1.p1": 2, "s1.p2": 9})
    assert session.now.book.answers == {}


def test_what_is_pulled_out_is_talked_about_first_and_kept_when_a_sitting_begins(
    session: Session, workshop: Workshop
) -> None:
    hand_in(session, {name: {"s1.p3": 2, "s1.p4": 2} for name in ("Ana", "Tom")})
    workshop.pull_out("s1.p4")
    assert on_disk(session) is None, "before a sitting nothing is written"
    assert [item.id for item in workshop.plan().agreed] == ["s1.p3"]
    assert workshop.plan().to_discuss[0].id == "s1.p4"

    workshop.begin(90)
    workshop.pull_out("s1.p3")
    assert workshop.sitting.pulled_out == ("s1.p4", "s1.p3")
    workshop.pull_out("s1.p4", wanted=False)
    assert Workshop(session).pulled_out == ("s1.p3",)


def test_what_was_pulled_out_and_not_talked_about_is_in_its_list_again_once_the_sitting_is_closed(
    session: Session, workshop: Workshop
) -> None:
    """Home counted it nowhere until the next day."""
    hand_in(session, {name: {"s1.p3": 2} for name in ("Ana", "Tom")})
    workshop.begin(90)
    workshop.pull_out("s1.p3")
    assert workshop.plan().agreed == ()
    workshop.change(lambda sitting: sitting.changed(closed=True))

    assert [item.id for item in workshop.plan().agreed] == ["s1.p3"]
    workshop.pull_out("s1.p3")
    assert (workshop.plan().agreed, workshop.sitting.closed) == ((), True)


# Parking


def test_things_are_parked_with_their_practice_and_taken_back(session: Session, workshop: Workshop) -> None:
    workshop.begin()
    parked_items.park(workshop, "  Who\npays? ", "s1.p1", "Tom")
    parked_items.park(workshop, "Lunch")
    assert [one.text for one in workshop.sitting.parked] == ["Who pays?", "Lunch"]

    parked_items.take_back(workshop, 1)
    assert [one.text for one in workshop.sitting.parked] == ["Lunch"]
    with pytest.raises(UsedWrongly, match="number 2"):
        parked_items.take_back(workshop, 2)
    with pytest.raises(UsedWrongly, match="There is nothing to"):
        parked_items.park(workshop, "  ")


def test_an_item_that_somebody_was_to_see_to_by_now_waits_for_a_new_decision(
    workshop: Workshop, session: Session
) -> None:
    workshop.begin(90)
    parked_items.park(workshop, "Keys")
    first = Closing(workshop)
    first.give(1, "Ana", DAY + timedelta(days=1))
    assert first.undecided() == ()
    first.close()

    session.clock = lambda: NOON + timedelta(days=2)
    second = Workshop(session)
    second.begin(90)
    closing = Closing(second)
    assert [one.text for one in closing.undecided()] == ["Keys"]
    closing.give(1, "Tom", DAY + timedelta(days=9))
    assert closing.undecided() == ()


def test_what_was_parked_goes_from_sitting_to_sitting_until_it_is_settled(session: Session, workshop: Workshop) -> None:
    workshop.begin(90)
    parked_items.park(workshop, "Who pays?", "s1.p1", "Tom")
    parked_items.park(workshop, "Who may stop it?")
    parked_items.park(workshop, "Lunch")
    first = Closing(workshop)
    first.settle(3, "At one")
    first.give(2, "Ana", date(2026, 11, 23))
    first.carry(1)
    first.close()

    session.clock = lambda: NOON + timedelta(days=1)
    second = Workshop(session)
    assert [(one.text, one.outcome, one.since) for one in second.left_open] == [
        ("Who pays?", None, DAY),
        ("Who may stop it?", "given", DAY),
    ]
    second.begin(60)
    assert second.sitting.parked == second.left_open
    parked_items.park(second, "Keys")
    closing = Closing(second)
    closing.settle(2)
    assert [one.text for one in closing.undecided()] == ["Who pays?", "Keys"]
    closing.close()
    assert [one.outcome for one in second.sitting.parked] == ["carried", "settled", "carried"]

    session.clock = lambda: NOON + timedelta(days=30)
    third = Workshop(session)
    third.begin()
    parked_items.park(third, "Names")

    assert [(one.text, one.practice, one.by, one.since) for one in third.sitting.parked] == [
        ("Who pays?", "s1.p1", "Tom", DAY),
        ("Keys", "", "", DAY + timedelta(days=1)),
        ("Names", "", "", None),
    ]
    assert [one.outcome for one in session.sittings.all[0][1].parked] == ["carried", "given", "settled"]


def test_what_somebody_has_is_late_after_its_day_and_not_before(session: Session, workshop: Workshop) -> None:
    workshop.begin(90)
    parked_items.park(workshop, "Who pays?")
    Closing(workshop).give(1, "Ana", DAY)
    [item] = parked_items.still_open(workshop)

    assert not item.is_late(DAY)
    assert item.is_late(DAY + timedelta(days=1))
    with pytest.raises(UsedWrongly, match="Who gets it"):
        Closing(workshop).give(1, "  ")
    Closing(workshop).reopen(1)
    assert workshop.sitting.parked == (Parked(text="Who pays?"),)


def test_a_sitting_that_nobody_closed_leaves_its_items_to_the_next(session: Session, workshop: Workshop) -> None:
    workshop.begin()
    parked_items.park(workshop, "Who pays?")

    session.clock = lambda: NOON + timedelta(days=2)

    assert [one.text for one in Workshop(session).begin(90).parked] == ["Who pays?"]


def test_what_older_sittings_never_decided_on_is_open_only_from_the_last_of_them(session: Session) -> None:
    for days, text in ((40, "Coffee"), (20, "Who pays?")):
        older = Sitting(closed=True, parked=(Parked(text=text),))
        sittings_file.change(session.folder.sittings_path, DAY - timedelta(days=days), lambda _, older=older: older)

    assert [one.text for one in Workshop(session).left_open] == ["Who pays?"]


def test_what_an_earlier_sitting_left_is_settled_when_it_is_taken_off_the_list(
    session: Session, workshop: Workshop
) -> None:
    workshop.begin()
    parked_items.park(workshop, "Who pays?")
    Closing(workshop).close()
    session.clock = lambda: NOON + timedelta(days=1)
    later = Workshop(session)
    later.begin(90)
    parked_items.take_back(later, 1)

    assert [one.outcome for one in later.sitting.parked] == ["settled"]
    Closing(later).close()
    session.clock = lambda: NOON + timedelta(days=2)
    assert Workshop(session).left_open == ()


def test_a_sitting_that_another_machine_held_meanwhile_hides_no_open_item(session: Session, workshop: Workshop) -> None:
    workshop.begin()
    parked_items.park(workshop, "Who pays?")
    Closing(workshop).close()
    elsewhere = Sitting(closed=True, parked=(Parked(text="Keys", outcome="carried"),))
    sittings_file.change(session.folder.sittings_path, DAY + timedelta(days=1), lambda _: elsewhere)
    session.clock = lambda: NOON + timedelta(days=2)
    later = Workshop(session)
    later.begin(90)

    assert [one.text for one in later.sitting.parked] == ["Who pays?", "Keys"]
    assert later.begin(60).parked == later.sitting.parked, "going on takes nothing over twice"


def test_what_another_hand_wrote_into_the_sitting_meanwhile_stays(session: Session, workshop: Workshop) -> None:
    workshop.begin(90, ["Ana"])
    parked_items.park(workshop, "Lunch")
    other = Workshop(session)
    parked_items.take_back(other, 1)
    parked_items.park(other, "Dinner")
    parked_items.take_back(workshop, 1)

    assert workshop.sitting.parked == (Parked(text="Dinner"),)


def test_after_a_sitting_was_closed_another_begins_on_another_day_but_not_before(
    session: Session, workshop: Workshop
) -> None:
    workshop.begin(90, ["Ana"])
    session.clock = lambda: NOON + timedelta(hours=14)
    workshop.begin(60, anew=True)
    parked_items.park(workshop, "Lunch")
    assert workshop.day == DAY, "one that is not closed goes on past midnight"
    Closing(workshop).close()
    assert workshop.is_past
    workshop.begin(45)
    assert workshop.day == DAY

    workshop.begin(90, ["Tom"], anew=True)
    assert not workshop.is_past
    assert [(day, sitting.names) for day, sitting in session.sittings.all] == [
        (DAY, ("Ana",)),
        (DAY + timedelta(days=1), ("Tom",)),
    ]


# What can go wrong


def test_a_ballot_has_no_sitting_even_while_the_team_sits(session: Session, workshop: Workshop) -> None:
    workshop.begin(90, ["Ana"])
    hand_in(session, {"Ana": {}})
    file = AnswersFile.load(session.folder.ballots_path / "ana.toml", ASKED)
    alone = Session(session.folder, ASKED, file, "Ana", lambda: NOON, BallotOf("Ana", {}))
    of_ana = Workshop(alone)
    alone.apply("s1.p1", Edit(level=2))

    assert not of_ana.is_open
    with pytest.raises(UsedWrongly, match="belongs to the team"):
        of_ana.begin(90)
    assert Workshop(session).sitting.taken_up == ()


def test_one_that_could_not_be_written_when_it_was_begun_is_written_later_with_its_beginning(
    session: Session, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with nothing_can_be_written(monkeypatch), pytest.raises(CouldNotWrite):
        workshop.begin(90, ["Ana"])

    parked_items.park(workshop, "Who pays?")

    assert on_disk(session) == workshop.sitting
    assert (workshop.sitting.begun_at, workshop.sitting.names) == (NOON, ("Ana",))


def test_a_sitting_that_cannot_be_written_stays_in_memory_and_is_tried_again(
    session: Session, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop.begin(90, ["Ana"])
    with nothing_can_be_written(monkeypatch):
        with pytest.raises(CouldNotWrite):
            parked_items.park(workshop, "Who pays?")
        session.apply("s1.p1", Edit(level=2))
        assert isinstance(workshop.unkept, CouldNotWrite)
        assert workshop.sitting.parked[0].text == "Who pays?"
        assert workshop.sitting.taken_up == ("s1.p1",)
    assert on_disk(session) == Sitting(
        team="Retail", begun_at=NOON, planned_minutes=90, participants=workshop.sitting.participants
    )

    session.apply("s1.p1", Edit(note="x"))
    assert workshop.unkept is None
    assert on_disk(session) == workshop.sitting
    assert workshop.sitting.taken_up == ("s1.p1",)
    assert len(workshop.sitting.parked) == 1


@pytest.mark.parametrize("is_of_today", [True, False])
def test_evidence_that_others_settled_while_the_disk_was_full_stays_so_and_keeps_nothing_from_being_written(
    session: Session, monkeypatch: pytest.MonkeyPatch, *, is_of_today: bool
) -> None:
    proof, day = EvidenceToBring(practice="s1.p1", what="the log"), DAY if is_of_today else DAY - timedelta(days=7)
    sittings_file.change(session.folder.sittings_path, day, lambda _: Sitting(closed=not is_of_today, proofs=(proof,)))
    session.read_sittings_again()
    workshop = Workshop(session)
    workshop.begin()
    [promise] = workshop.evidence.to_bring
    assert promise.evidence is not None
    with nothing_can_be_written(monkeypatch):
        for reason in ("We have no log", "It was lost"):
            with pytest.raises(CouldNotWrite):
                workshop.evidence.settle(promise.evidence, "dropped", reason)
    kept = proof.changed(outcome="kept")
    sittings_file.change(session.folder.sittings_path, day, lambda sitting: sitting.changed(proofs=(kept,)))

    parked_items.park(workshop, "Lunch")

    assert (workshop.unkept, workshop.unsaved) == (None, False)
    held = sittings_file.read(session.folder.sittings_path, day)
    assert held is not None
    assert held.proofs == (kept,)
    assert "“the log”, It was lost" in held.minutes
    assert [one.text for one in on_disk(session).parked] == ["Lunch"]


def test_what_was_parked_and_not_confirmed_is_parked_once(
    session: Session, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop.begin(90)
    with nothing_is_confirmed(monkeypatch), pytest.raises(NotConfirmed):
        parked_items.park(workshop, "Who pays?")
    assert isinstance(workshop.unkept, NotConfirmed)

    parked_items.park(workshop, "Lunch")

    assert [one.text for one in workshop.sitting.parked] == ["Who pays?", "Lunch"]
    assert on_disk(session) == workshop.sitting
    assert workshop.unkept is None


def test_an_answer_that_could_not_be_saved_at_first_was_taken_up_all_the_same(
    session: Session, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise CouldNotWrite("the disk is full")

    workshop.begin(90)
    with monkeypatch.context() as patch:
        patch.setattr(AnswersFile, "save", full)
        with pytest.raises(CouldNotWrite):
            session.apply("s1.p1", Edit(level=2))
    session.apply("s1.p2", Edit(level=2))
    assert workshop.sitting.taken_up == ("s1.p1", "s1.p2")


def test_a_wrong_file_is_told_left_alone_and_read_again_once_it_is_mended(session: Session) -> None:
    path = sittings_file.path_of(session.folder.sittings_path, DAY)
    path.parent.mkdir()
    path.write_text("format = 1\nplanned_minutes = 'ninety'\n")
    workshop = Workshop(session)

    assert isinstance(workshop.wrong, FileIsWrong)
    assert not workshop.is_open
    with pytest.raises(FileIsWrong, match="planned_minutes"):
        workshop.begin(60, ["Ana"])
    session.apply("s1.p1", Edit(level=2))
    assert "ninety" in path.read_text()
    assert session.sittings.all == ()
    assert any("planned_minutes" in str(problem) for problem in problems(session))

    path.write_text("format = 1\nplanned_minutes = 45\n")
    workshop.read_again()
    assert workshop.wrong is None
    assert workshop.sitting.planned_minutes == 45


def test_a_file_that_is_gone_during_a_sitting_is_not_begun_again_without_what_it_said(
    session: Session, workshop: Workshop
) -> None:
    workshop.begin(90, ["Ana"])
    parked_items.park(workshop, "Who pays?")
    path = sittings_file.path_of(session.folder.sittings_path, DAY)
    away = path.rename(session.folder.path / "away")

    with pytest.raises(CouldNotWrite, match="gone while the book is open"):
        Closing(workshop).close()
    assert on_disk(session) is None

    away.rename(path)
    parked_items.park(workshop, "Lunch")
    assert on_disk(session) == workshop.sitting
    assert workshop.sitting.closed
    assert [one.text for one in workshop.sitting.parked] == ["Who pays?", "Lunch"]
    assert workshop.sitting.names == ("Ana",)


def test_a_file_that_breaks_during_a_sitting_refuses_no_answer_and_gets_it_all_later(
    session: Session, workshop: Workshop
) -> None:
    workshop.begin(90, ["Ana"])
    path = sittings_file.path_of(session.folder.sittings_path, DAY)
    held = path.read_text()
    path.write_text("<<<<<<< ours\n" + held)
    session.apply("s1.p1", Edit(level=2))
    assert isinstance(workshop.unkept, FileIsWrong)
    assert session.now.book.answer("s1.p1").level == 2

    path.write_text(held)
    parked_items.park(workshop, "Lunch")
    assert workshop.unkept is None
    assert on_disk(session) == workshop.sitting
    assert workshop.sitting.taken_up == ("s1.p1",)


def test_texts_of_every_kind_are_kept_and_read_back(session: Session, workshop: Workshop) -> None:
    names = ["[/] [red]Ana", "Tom \U0001f469\u200d\U0001f680", "\u05d3\u05e0\u05d4", "x" * 3000]
    workshop.begin(90, names)
    parked_items.park(workshop, "[@click=app.quit]\x1b[2J", "s1.p1", names[0])
    workshop.set_minutes('one\n"""\ntwo\x07\n')
    again = Workshop(session)

    assert again.sitting == workshop.sitting
    assert again.sitting.names[0] == names[0]
    assert "\x1b" not in again.sitting.parked[0].text
    assert again.sitting.minutes.startswith('one\n"""\ntwo')


def test_a_vote_that_settles_keeps_counts_and_the_names_of_those_who_agree(
    session: Session, workshop: Workshop
) -> None:
    workshop.vote("s1.p1", [ParticipantVote(1), ParticipantVote(2, "Ana")], level=1)
    answer = session.now.book.answer("s1.p1")
    assert [(vote.level, vote.who) for vote in answer.votes] == [(1, ""), (2, "Ana")]


def test_what_waits_for_a_sitting_stays_its_own_when_an_earlier_one_is_opened_to_be_closed(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    Workshop(session).begin()
    session.clock = lambda: NOON + timedelta(days=2)
    today = DAY + timedelta(days=2)
    workshop = Workshop(session)
    with nothing_can_be_written(monkeypatch):
        for refused in (workshop.begin, lambda: parked_items.park(workshop, "Who pays?")):
            with pytest.raises(CouldNotWrite):
                refused()
        assert workshop.day == today

        workshop.reopen_forgotten()
        assert workshop.day == DAY
        assert [one.text for one in workshop.unsaved_sittings[today].parked] == ["Who pays?"]
    workshop.save()

    held = dict(session.sittings.all)
    assert {day: [one.text for one in sitting.parked] for day, sitting in held.items()} == {
        DAY: [],
        today: ["Who pays?"],
    }

"""Turns that can be taken back and made again."""

from __future__ import annotations

from levelbook.book.undo import Change, Turn, UndoHistory
from support.builders import an_answer


def turn(*ids: str) -> Turn:
    return Turn(tuple(Change("answer", name, an_answer(1), an_answer(2)) for name in ids))


def history(*turns: Turn) -> UndoHistory:
    made = UndoHistory()
    for one in turns:
        made.add(one)
    return made


def test_turns_are_taken_back_latest_first_and_made_again_in_their_order() -> None:
    one, two = turn("s1.p1"), turn("s1.p2")
    made = history(one, two)

    assert (made.undo(), made.undo(), made.undo()) == (two, one, None)
    assert (made.redo(), made.redo(), made.redo()) == (one, two, None)


def test_after_a_new_turn_what_was_undone_cannot_be_made_again() -> None:
    made = history(turn("s1.p1"))
    made.undo()
    made.add(turn("s1.p2"))

    assert made.redo() is None
    assert made.undo() == turn("s1.p2")


def test_what_others_changed_is_forgotten_done_or_undone_and_the_rest_of_its_turn_is_not() -> None:
    made = history(turn("s1.p1", "s1.p2"), turn("s1.p3"), turn("s1.p2"))
    made.undo()

    made.forget(["s1.p2"])

    assert made.redo() is None
    assert (made.undo(), made.undo(), made.undo()) == (turn("s1.p3"), turn("s1.p1"), None)


def test_a_turn_that_others_have_overtaken_comes_up_once_and_is_not_made_again() -> None:
    made = history(turn("s1.p1"), turn("s1.p2", "s1.p3"), turn("s1.p4"), turn("s1.p3"))
    made.undo()

    made.overtake(["s1.p3"])

    assert made.redo() is None, "what was undone of it"
    assert made.undo() == turn("s1.p4")
    came = made.undo()
    assert came is not None
    assert came.overtaken == ("s1.p3",)
    assert made.undo() == turn("s1.p1")
    assert (made.redo(), made.redo(), made.redo()) == (turn("s1.p1"), turn("s1.p4"), None)


def test_the_reverse_of_a_turn_undoes_its_last_change_first() -> None:
    both = Turn((Change("fact", "role", None, ("saas",)), Change("answer", "s1.p1", an_answer(1), an_answer(2))))

    assert both.reverse.changes == (
        Change("answer", "s1.p1", an_answer(2), an_answer(1)),
        Change("fact", "role", ("saas",), None),
    )
    assert both.practice_ids == ("s1.p1",)


def test_a_turn_that_says_what_stood_there_changes_nothing() -> None:
    assert Turn((Change("answer", "s1.p1", an_answer(2), an_answer(2)),)).changes_nothing
    assert not turn("s1.p1").changes_nothing

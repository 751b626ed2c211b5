"""What the columns of a strange table could be is proposed by their heads, and by what their cells can be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from levelbook.packs.column_guess import LEVELS, Guess, guess_columns
from levelbook.packs.question_table import REQUIRED, Grid


def guessed(*rows: list[str]) -> Guess:
    return guess_columns(Grid("table", rows))


def names(guess: Guess) -> dict[str, str]:
    return {one.name: one.head for one in guess.columns}


def test_usual_heads_are_known_wherever_their_row_is_and_shown_with_what_stands_below() -> None:
    found = guessed(
        ["Security controls 2026", "", "", "", "", ""],
        ["Ref", "Domain", "Control name", "Assessment question", "Level 0", "Level 1"],
        ["A1", "Keys", "Vault", "Where are keys?", "Anywhere", "In a vault"],
    )

    assert found.head_row == 2
    assert names(found) == {
        "section": "Domain", "title": "Control name", "question": "Assessment question",
        "0": "Level 0", "1": "Level 1", "id": "Ref",
    }  # fmt: skip
    assert found.columns[0].example == "Keys"
    assert (found.missing, found.unused) == ((), ())
    assert found.as_columns == {
        "section": "Domain", "title": "Control name", "question": "Assessment question", "id": "Ref",
    }  # fmt: skip


def test_levels_may_begin_at_any_number_and_carry_their_names() -> None:
    found = guessed(["Section", "Title", "Question", "1 – Initial", "2 – Managed", "3 – Defined"])

    assert {one: head for one, head in names(found).items() if one.isdecimal()} == {
        "0": "1 – Initial", "1": "2 – Managed", "2": "3 – Defined",
    }  # fmt: skip


def test_numbers_with_a_hole_are_no_levels() -> None:
    found = guessed(["Section", "Title", "Question", "Level 1", "Level 3"])

    assert found.missing == (LEVELS,)
    assert found.unused == ("Level 1", "Level 3")


def test_a_column_whose_cells_do_not_fit_is_left_out_even_where_it_would_be_read_by_its_name() -> None:
    found = guessed(["Section", "Title", "Question", "0", "1", "Impact"], ["a", "b", "c", "d", "e", "High"])

    assert found.unused == ("Impact",)
    assert found.as_columns == {"impact": ""}


def test_what_nothing_looks_like_is_said() -> None:
    assert guessed(["Fruit", "Colour"]).missing == (*REQUIRED, LEVELS)
    assert guessed().missing == (*REQUIRED, LEVELS)


@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=5))
def test_no_column_is_proposed_twice_and_every_head_is_said_once_or_not_at_all(rows: list[list[str]]) -> None:
    found = guessed(*rows)

    heads = [one.head for one in found.columns]
    assert len({one.name for one in found.columns}) == len(heads)
    assert len(set(heads)) == len(heads)
    assert not set(heads) & set(found.unused)

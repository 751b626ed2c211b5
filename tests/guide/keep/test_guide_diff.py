"""Two guides compared: block by block, and word by word."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.guide.keep import merge
from levelbook.guide.keep.blocks import Block
from levelbook.guide.keep.guide_diff import TOP, compare, heading, in_words
from levelbook.guide.keep.word_diff import Piece, changed_words, excerpt, in_lines, marked
from support.hostile_texts import ACTING
from support.looped import each_hostile_text

TEXTS = st.lists(st.sampled_from([*ACTING, "one ", "two ", "three\n", "fünf ", "安全な"]), max_size=60).map("".join)


def taken(pieces: tuple[Piece, ...], other: str) -> str:
    """The text that comes of leaving out what is only in the other."""
    return "".join(piece.text for piece in pieces if piece.kind != other)


def shown(old: str, new: str) -> str:
    return marked(changed_words(old, new))


def guide(*given: Block, preface: str = "", notes: str = "") -> str:
    made = merge.assemble(None, given, {}).text
    return f"{preface}{made}{notes}"


def test_a_heading_is_said_without_what_ends_it() -> None:
    assert heading("text\n## Rate  limits \t##  \nmore") == "Rate  limits"
    assert heading("no heading") == heading("#none") == ""


# Words


@given(TEXTS, TEXTS)
def test_taking_the_new_words_gives_the_new_text_and_the_old_ones_the_old(old: str, new: str) -> None:
    pieces = changed_words(old, new)

    assert taken(pieces, "old") == new
    assert taken(pieces, "new") == old


@each_hostile_text
def test_no_character_of_a_hostile_text_is_lost(text: str) -> None:
    for old, new in (("", text), (text, ""), ("before " + text, text + " after"), (text, text)):
        pieces = changed_words(old, new)

        assert taken(pieces, "old") == new
        assert taken(pieces, "new") == old


@given(TEXTS, TEXTS)
def test_pieces_side_by_side_are_of_different_kinds_and_none_is_empty(old: str, new: str) -> None:
    pieces = changed_words(old, new)

    assert all(piece.text for piece in pieces)
    assert all(one.kind != other.kind for one, other in pairwise(pieces))


def test_changed_words_stand_between_signs() -> None:
    assert shown("Ask Ana before the release.", "Ask Priya before each release.") == (
        "Ask [-Ana-]{+Priya+} before [-the-]{+each+} release."
    )
    assert shown("end", "end and more") == "end{+ and more+}"
    assert shown("the same", "the same") == "the same"


def test_a_short_word_between_two_changes_counts_as_changed() -> None:
    assert shown("level 2 of 3 now", "level 1 of 4 now") == "level [-2 of 3-]{+1 of 4+} now"


def test_a_whole_item_of_a_list_came_or_went_not_parts_of_two() -> None:
    few, many = "- Ask first.\n- Put it down.", "- Ask first.\n- Name who.\n- Put it down."

    assert shown(few, many) == "- Ask first.{+\n- Name who.+}\n- Put it down."
    assert shown(many, few) == "- Ask first.[-\n- Name who.-]\n- Put it down."
    assert shown("- a\n- b", "- a\n- b\n- c") == "- a\n- b{+\n- c+}"


def test_a_script_without_blanks_is_compared_by_character() -> None:
    assert shown("出力を検査する", "出力を確認する") == "出力を[-検査-]{+確認+}する"


def test_a_line_end_that_came_or_went_is_shown() -> None:
    lines = in_lines(changed_words("one two", "one\n\ntwo"))

    assert [marked(line) for line in lines] == ["one[- -]{+↵↵+}", "two"]


def test_an_excerpt_has_the_lines_that_changed_and_says_where_some_are_left_out() -> None:
    old = "\n".join(["first", "", "second", "third", "fourth"])
    new = "\n".join(["First", "", "second", "third", "Fourth"])

    assert [line and marked(line) for line in excerpt(in_lines(changed_words(old, new)))] == [
        "[-first-]{+First+}",
        None,
        "[-fourth-]{+Fourth+}",
    ]


def test_a_guide_of_ten_thousand_words_keeps_the_words_that_stayed() -> None:
    chance = random.Random(7)
    old = [f"word{chance.randrange(900)}" for _ in range(10_000)]
    new = [f"{word}x" if place % 50 == 0 else word for place, word in enumerate(old)]
    pieces = changed_words(" ".join(old), " ".join(new))

    assert sum(len(piece.text.split()) for piece in pieces if piece.kind == "new") == 200


def test_a_word_that_stands_everywhere_costs_nothing_and_loses_nothing() -> None:
    old, new = "same " * 20_000, "same " * 19_000 + "other " * 1_000
    pieces = changed_words(old, new)

    assert taken(pieces, "old") == new
    assert taken(pieces, "new") == old


# Blocks


def test_lines_that_a_formatter_wrapped_are_no_changed_words() -> None:
    old = "Ask Ana before the\nrelease, and never\nafter it.\n\n- One item that\n  goes on.\n- Two."
    new = "Ask Tom before the release, and never after it.\n\n- One item that goes on.\n- Two."
    (change,) = compare(guide(Block("rules", old)), guide(Block("rules", new)))
    assert marked(change.words) == new.replace("Tom", "[-Ana-]{+Tom+}")


def test_lines_whose_ends_mean_something_are_compared_as_they_are() -> None:
    kept = "## Rules\nOne.\n\n```\na\nb\n```\n\n| a |\n| - |\n| b |\n\nTop\n===\nText\n***\nLow\n---\n"
    kept += "First  \nsecond\\\nthird\n1. Fourth\n> Fifth"
    (change,) = compare(guide(Block("rules", kept)), guide(Block("rules", f"{kept}\n\nNew.")))
    assert marked(change.words) == f"{kept}{{+\n\nNew.+}}"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Run:\n\n    make a\n    make b", "Run:\n\n    make a make b"),
        ("Head\n---\nWords", "Head ---\nWords"),
        ("One\n***\nTwo", "One ***\nTwo"),
        ("<pre>\none\n</pre>", "<pre> one </pre>"),
    ],
)
def test_a_block_that_changed_never_shows_nothing(old: str, new: str) -> None:
    changes = compare(guide(Block("rules", old)), guide(Block("rules", new)))
    assert "↵" in in_words(changes)


def test_blocks_are_told_as_added_changed_and_removed() -> None:
    old = guide(Block("about", "# About\n\nAsk Ana."), Block("rules", "## Rules"))
    new = guide(Block("about", "# About\n\nAsk Priya."), Block("next", "## Next"))

    assert [(change.id, change.kind, change.heading) for change in compare(old, new)] == [
        ("about", "changed", "About"),
        ("next", "added", "Next"),
        ("rules", "removed", "Rules"),
    ]


def test_peoples_words_on_top_and_below_a_block_are_compared_too() -> None:
    one = Block("about", "# About")
    old, new = guide(one, preface="Ours [/].\n\n", notes="\nCall 4.12.\n"), guide(one, notes="\nCall 4.13.\n")

    top, about = sorted(compare(old, new), key=lambda change: change.id != TOP)
    assert (top.kind, top.old) == ("removed", "Ours [/].")
    assert marked(about.words).endswith("Call [-4.12.-]{+4.13.+}")


def test_in_words_a_block_that_changed_shows_the_lines_that_did() -> None:
    old = guide(Block("about", "# About\n\nAsk Ana.\n\nDaily."))
    new = guide(Block("about", "# About\n\nAsk Priya.\n\nDaily."))

    assert in_words(compare(old, new)) == "changed: about\n Ask [-Ana.-]{+Priya.+}\n"
    assert in_words(compare(old, old)) == "The guides are the same.\n"


def test_how_wide_the_columns_of_a_table_are_is_no_change() -> None:
    old = "| What | Who |\n| ---- | --- |\n| Read | Tom |\n\nA line  with  blanks."
    new = (
        "| What     | Who          |\n| -------- | ------------ |\n| Read     | Tom, 4 April |\n\nA line  with  blanks."
    )
    (change,) = compare(guide(Block("a", old)), guide(Block("a", new)))
    assert in_words((change,)).count("[-") == 1
    assert "| Read | [-Tom-]{+Tom, 4 April+} |" in in_words((change,))
    assert "A line  with  blanks." in taken(change.words, "old")

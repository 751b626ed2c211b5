"""What moved the level and the share reached: no figure contradicts the word of its row without saying why."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.cli.comparison_lines import comparison_lines
from levelbook.core.answers.answers import Answer
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.comparison import Comparison, compare
from levelbook.words.level_parts import against_words, attainment_words, parts_by_practice, reached_words
from levelbook.words.practice_changes import MOVES_NO_LEVEL, change_rows
from support.any_assessments import assessments, books, questionnaires
from support.builders import DAY, a_book, an_assessment, levels, tiny_questionnaire
from support.examples import examples

UP, DOWN = ("better", "answered", "new", "back in scope"), ("worse", "not known", "gone", "out of scope")


def number(text: str) -> int:
    return round(100 * float(text.replace("−", "-")))


@examples(150)
@given(assessments(name="then"), st.data())
def test_no_printed_part_contradicts_its_word(before: Assessment, data: st.DataObject) -> None:
    same = data.draw(st.booleans())
    other = before.questionnaire if same else data.draw(questionnaires(levels=before.questionnaire.max_level + 1))
    comparison = compare(before, Assessment("now", other, data.draw(books(other)), before.on))
    every = change_rows(comparison, date.isoformat, str)
    rows = [row for row in every if row.kind not in MOVES_NO_LEVEL]
    parts, others = parts_by_practice(comparison, rows)

    assert parts_by_practice(comparison, every) == (parts, others), "no figure stands beside what moves no level"
    assert all(any(row.practice.counts) or row.kind == "left out" for row in every), "nothing of what counts never"
    for row in rows:
        part = parts.get(row.practice.id, "")
        why = against_words(comparison, row, part)
        agrees = not part or not ((row.kind in UP and part[0] == "−") or (row.kind in DOWN and part[0] == "+"))
        assert bool(why) is not agrees, (row, part, why)
        if why and row.kind in ("better", "worse"):
            own, rest = re.fullmatch(r"(\S+) by its own level, (\S+) because .+", why).groups()  # type: ignore[union-attr]
            assert number(own) + number(rest) == number(part)
            assert number(own) * (1 if row.kind == "better" else -1) >= 0
    for line in comparison_lines(comparison, DAY):
        if found := re.match(r"  (better|worse) .*?\((\S)\S+ of the level(.*)\)", line):
            word, sign, why = found.groups()
            assert (sign == ("+" if word == "better" else "−")) or "because" in why, line


@pytest.mark.parametrize("rise", range(3, 12))
def test_the_short_list_and_the_long_one_print_the_same_figure_of_a_practice(rise: int) -> None:
    questionnaire = tiny_questionnaire(1, 39)
    then = an_assessment(questionnaire, levels(questionnaire, *[1] * 39), "then")
    now = an_assessment(questionnaire, levels(questionnaire, *[2] * rise, *[0] * 3, *[1] * (36 - rise)))
    comparison = compare(then, now)

    rows = change_rows(comparison, date.isoformat, str)
    listed, _ = parts_by_practice(comparison, rows)
    titles = {row.practice.id: row.title for row in rows}
    long = {(titles[name], figure) for name, figure in listed.items()}
    for most in range(1, rise + 3):
        short = comparison.shares(most)
        assert short is not None and short.most and set(short.most) <= long


def test_a_level_that_went_up_and_counts_for_less_says_so() -> None:
    questionnaire = tiny_questionnaire()
    first, *others = list(questionnaire.practices)
    old = {first: Answer(level=3), others[0]: Answer(level=0)}
    new = {first: Answer(level=4)} | {name: Answer(level=0) for name in others}
    comparison = compare(
        Assessment("then", questionnaire, a_book(questionnaire, old), DAY),
        Assessment("now", questionnaire, a_book(questionnaire, new), DAY),
    )

    [line] = [line for line in comparison_lines(comparison, DAY) if line.startswith("  better ")]
    assert re.search(
        r"\(−\d\.\d\d of the level: \+\d\.\d\d by its own level, −\d\.\d\d because it now counts for less and is "
        r"above the average\)",
        line,
    ), line


def test_a_share_reached_that_fell_names_what_let_it_fall() -> None:
    questionnaire = tiny_questionnaire(1, 3, changes={"s1.p1": {"title": "P1, and more"}})
    before = a_book(questionnaire, {f"s1.p{number}": Answer(level=2) for number in (1, 2, 3)})
    after = a_book(questionnaire, {"s1.p1": Answer(level=0), "s1.p2": Answer(unsure=True), "s1.p3": Answer(level=3)})
    comparison = compare(*(Assessment("", questionnaire, book, DAY) for book in (before, after)))

    assert attainment_words(comparison) == "down because of “P1, and more” and P2"
    assert "Of target: 100% to 33–67%, down because of “P1, and more” and P2." in comparison_lines(comparison, DAY)


def test_a_share_reached_that_fell_is_not_only_said_to_be_up_because_of_a_practice() -> None:
    """What left is no longer missing; the one beside it, with its high target, counts for more since."""
    questionnaire = tiny_questionnaire(2, 2)
    far = {"s1.p2": Answer(level=0, target=4, target_reason="law"), "s2.p1": Answer(level=2), "s2.p2": Answer(level=2)}
    books = (a_book(questionnaire, said) for said in (far, {**far, "s1.p1": Answer(not_applicable="none here")}))
    comparison = compare(*(Assessment("", questionnaire, book, DAY) for book in books))

    assert attainment_words(comparison) == ("down because the shares of other practices have changed; up because of P1")


def test_a_practice_whose_target_was_raised_is_not_why_more_is_reached_though_it_weighs_less() -> None:
    """The section of P1 alone was missing as a whole; since P2 counts too, P1 is half of it."""
    questionnaire = tiny_questionnaire(2, 2, changes={"s2.p1": {"title": "Q1"}, "s2.p2": {"title": "Q2"}})
    reached = {"s2.p1": Answer(level=2), "s2.p2": Answer(level=2)}
    before = {**reached, "s1.p2": Answer(not_applicable="none here")}
    after = {**reached, "s1.p1": Answer(target=3, target_reason="law"), "s1.p2": Answer(level=2)}
    comparison = compare(*(Assessment("", questionnaire, a_book(questionnaire, said), DAY) for said in (before, after)))

    assert dict(comparison.attainment_parts())["P1"] > 0
    assert attainment_words(comparison) == "up because of P2"


def test_whatever_is_only_counted_comes_after_an_and() -> None:
    questionnaire = tiny_questionnaire(1, 5)
    sides = ({f"s1.p{number}": Answer(level=level) for number in range(1, 6)} for level in (1, 2))
    comparison = compare(*(Assessment("", questionnaire, a_book(questionnaire, side), DAY) for side in sides))

    assert attainment_words(comparison) == "up because of P1, P2, P3 and 2 more"


def test_a_change_for_which_there_are_words_instead_of_a_figure_is_set_off_by_commas() -> None:
    questionnaire = tiny_questionnaire(10, 20)
    one, two = (
        {name: Answer(level=1 + (place < raised)) for place, name in enumerate(questionnaire.practices)}
        for raised in (1, 2)
    )
    lines = comparison_lines(
        compare(*(Assessment("", questionnaire, a_book(questionnaire, said), DAY) for said in (one, two))), DAY
    )
    assert any(line.startswith("The whole change, up by less than 0.01: answers ") for line in lines)


def test_parts_with_more_decimals_than_the_change_say_what_they_add_up_to() -> None:
    """“+0.1” stood over practices that add up to +0.14, and nothing said that both are the same change."""

    def compared(*levels_after: int) -> Comparison:
        questionnaire = tiny_questionnaire(1, 7)
        names = list(questionnaire.practices)
        before = {name: Answer(level=1) for name in names}
        after = {name: Answer(level=level) for name, level in zip(names, levels_after, strict=False)}
        books = (a_book(questionnaire, answers) for answers in (before, {**before, **after}))
        return compare(*(Assessment("", questionnaire, book, DAY) for book in books))

    comparison = compared(2)
    lines = comparison_lines(comparison, DAY)
    at = lines.index("By practice, +0.14 to two decimals:")
    assert "The whole change +0.1: answers +0.1, questionnaire 0.0, profile 0.0." in lines[:at]
    assert "(+0.14 of the level)" in lines[at + 1]
    assert not any(line.startswith("By practice") for line in comparison_lines(compared(1), DAY))


def test_parts_with_as_many_decimals_as_the_change_need_no_sum_of_their_own() -> None:
    """1.33 to 1.67 is +0.34 as printed, though 4/3 to 5/3 would be rounded to +0.33."""
    questionnaire = tiny_questionnaire(1, 3)
    books = (levels(questionnaire, *given) for given in ((1, 1, 2), (1, 2, 2)))
    lines = comparison_lines(compare(*(Assessment("", questionnaire, book, DAY) for book in books)), DAY)
    assert "The whole change +0.34: answers +0.34, questionnaire 0.00, profile 0.00." in lines
    assert not any(line.startswith("By practice") for line in lines)


def test_a_move_that_whole_per_cent_do_not_show_is_called_slight() -> None:
    questionnaire = tiny_questionnaire(10, 20)
    (first, *_), same = questionnaire.practices, {name: Answer(level=1) for name in questionnaire.practices}

    def reached(level: int) -> str:
        books = (a_book(questionnaire, {**same, first: Answer(level=given)}) for given in (1, level))
        return reached_words(compare(*(Assessment("", questionnaire, book, DAY) for book in books)))

    assert (reached(2), reached(1)) == ("50%, slightly up because of P1", "50%, as before")

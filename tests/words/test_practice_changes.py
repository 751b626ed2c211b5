"""What became of practices, in rows: no figure beside a row says the opposite of its word without saying why."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.cli.comparison_lines import comparison_lines
from levelbook.core.answers.answers import Answer, Evidence, TakenOver
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.comparison import Comparison, PracticeChange, compare
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.words.practice_changes import (
    KINDS,
    LOOK_FIRST,
    MOVES_NO_LEVEL,
    ChangeRow,
    against_words,
    attainment_words,
    by_heading,
    change_rows,
    parts_by_practice,
    reached_words,
)
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


@pytest.mark.parametrize(
    ("own", "words"),
    [(Answer(), "not answered"), (Answer(unsure=True), "not known"), (Answer(level=1), "ours")],
)
def test_an_answer_is_taken_over_from_ours_only_where_we_had_one(own: Answer, words: str) -> None:
    theirs = Answer(level=2, offer=TakenOver(offer="gateway", team="Platform", edition="q1", digest="1", level=2))
    questionnaire = tiny_questionnaire(1, 2)

    def moved(*answers: Answer) -> list[tuple[str, str, str]]:
        then, now = (an_assessment(questionnaire, a_book(questionnaire, {"s1.p1": one}), "x") for one in answers)
        rows = change_rows(compare(then, now), date.isoformat, str)
        return [(row.kind, row.old, row.new) for row in rows if row.kind in ("taken over", "own again")]

    assert moved(own, theirs) == [("taken over", words, "Platform, edition q1")]
    assert moved(theirs, own) == [("own again", "Platform, edition q1", words)]


def test_a_level_that_moved_with_an_offer_has_the_offer_as_its_reason() -> None:
    questionnaire = tiny_questionnaire(1, 2)

    def theirs(level: int, edition: str, *unmet: str) -> Answer:
        taken = TakenOver(offer="gateway", team="Platform", edition=edition, digest="1", level=level)
        return Answer(level=level, unmet=unmet, offer=taken)

    def because(*answers: Answer) -> list[str]:
        then, now = (an_assessment(questionnaire, a_book(questionnaire, {"s1.p1": one}), "x") for one in answers)
        rows = change_rows(compare(then, now), date.isoformat, str)
        return [row.because for row in rows if row.kind in ("better", "worse")]

    assert because(theirs(2, "q1"), theirs(3, "q2")) == ["taken over from Platform, and no evidence that counts"]
    assert because(theirs(3, "q1"), theirs(2, "q2")) == ["taken over from Platform"]
    assert because(Answer(level=3), theirs(2, "q1")) == ["taken over from Platform"]
    by_us = because(theirs(3, "q1", "c3-a"), theirs(3, "q2"))
    assert by_us == ["no reason given, and no evidence that counts"]


def test_a_lowered_target_says_which_fact_changed_or_what_the_team_withdrew() -> None:
    rules = [
        {"when": {"exposure": ["public"]}, "because": "all can", "floor": [{"level": 4, "practices": ["s1"]}]},
        {"when": {"exposure": ["staff-only"]}, "because": "staff can", "floor": [{"level": 3, "practices": ["s1.p1"]}]},
    ]
    questionnaire = tiny_questionnaire(1, 2, rules=rules)
    label = {one.id: one.label for one in questionnaire.facts_by_id["exposure"].choices}
    asks = questionnaire.facts_by_id["exposure"].question

    def reasons(then: Assessment, now: Assessment) -> list[str]:
        rows = change_rows(compare(then, now), date.isoformat, str)
        assert [row.kind for row in rows if row.kind in ("need lowered", "need raised")] == [row.kind for row in rows]
        return [row.because for row in rows]

    def at(exposure: str | None, **answer: Any) -> Assessment:
        profile = {"exposure": exposure} if exposure else {}
        book = a_book(questionnaire, {"s1.p1": Answer(level=1, **answer)}, profile)
        return an_assessment(questionnaire, book, exposure or "now")

    was = f"“{label['public']}”"
    assert reasons(at("public"), at(None)) == [f"{asks} not answered, before {was}"] * 2
    assert reasons(at("public"), at("not-known")) == [f"{asks} not known, before {was}"] * 2
    assert reasons(at("public"), at("staff-only")) == [f"{asks} “{label['staff-only']}”, before {was}"] * 2
    assert reasons(at(None), at("public")) == ["all can"] * 2
    own = {"target": 4, "target_reason": "We promised it."}
    assert reasons(at(None, **own), at(None)) == ["raised by the team until now: We promised it"]


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


def test_evidence_that_an_unsure_answer_held_already_is_no_reason_for_its_level() -> None:
    questionnaire = tiny_questionnaire()
    name = next(iter(questionnaire.practices))
    held = Evidence(kind="tested", reference="the old run", seen_on=DAY)
    fresh = Evidence(kind="tested", reference="the new run", seen_on=DAY)

    def because(*evidence: Evidence) -> str:
        before = a_book(questionnaire, {name: Answer(unsure=True, evidence=(held,))})
        after = a_book(questionnaire, {name: Answer(level=2, evidence=evidence)})
        sides = [Assessment("", questionnaire, book, DAY) for book in (before, after)]
        return next(row.because for row in change_rows(compare(*sides), date.isoformat, str))

    assert because(held) == "no evidence added"
    assert because(held, Evidence(kind="asserted", reference="Tom", seen_on=DAY)) == "no new evidence that counts"
    assert because(held, fresh).startswith("the new run")


def test_evidence_that_ran_out_that_was_taken_away_or_that_came_is_a_row_of_its_own() -> None:
    questionnaire = tiny_questionnaire(1, 1)
    name = next(iter(questionnaire.practices))
    old = Evidence(kind="documented", reference="the old page", seen_on=DAY)
    best = Evidence(kind="tested", reference="the October run", seen_on=DAY)

    def rows(before: Answer, after: Answer, later: date = DAY) -> list[tuple[str, str, str, str]]:
        sides = (
            Assessment("", questionnaire, a_book(questionnaire, {name: before}), DAY),
            Assessment("", questionnaire, a_book(questionnaire, {name: after}), later),
        )
        return [(row.words, row.old, row.new, row.because) for row in change_rows(compare(*sides), date.isoformat, str)]

    both, one = Answer(level=2, evidence=(best,)), Answer(level=2, evidence=(old,))
    assert rows(Answer(level=4, evidence=(best,)), Answer(level=4, evidence=(old,))) == [
        ("evidence lost", "4 proven", "2 proven", "the October run is no longer among the evidence")
    ]
    [(words, was, now, because)] = rows(both, both, date(2030, 1, 1))
    assert (words, was, now) == ("evidence lost", "2 proven", "evidence expired")
    assert because.startswith("the October run, valid until 2027-")
    long_gone = Evidence(kind="tested", reference="the run of 2020", seen_on=date(2020, 1, 1))
    [row] = rows(Answer(level=2, evidence=(long_gone, old)), Answer(level=2, evidence=(long_gone,)))
    assert row[3] == "the old page is no longer among the evidence", "the other had run out before"
    [row] = rows(Answer(level=2, evidence=(long_gone, old)), Answer(level=2))
    assert row[3] == "the old page is no longer among the evidence", "what proved nothing is no loss"
    ahead = Evidence(kind="documented", reference="the plan", seen_on=DAY + timedelta(days=1))
    [row] = rows(Answer(level=2, evidence=(ahead,)), Answer(level=2, evidence=(ahead,)), DAY + timedelta(days=2))
    assert (row[0], row[3]) == ("evidence gained", "the plan, documented 2026-11-23"), "its day has come"
    assert rows(Answer(level=2), one) == [
        ("evidence gained", "not proven yet", "2 proven", "the old page, documented 2026-11-22")
    ]
    assert rows(one, both) == []
    assert [row[0] for row in rows(Answer(level=4, evidence=(best,)), Answer(level=2, evidence=(best,)))] == ["worse"]
    assert [row[0] for row in rows(Answer(level=2), Answer(level=3, evidence=(old,)))] == ["better"]
    assert [row[0] for row in rows(Answer(level=3, evidence=(best,)), Answer(level=2))] == ["worse", "evidence lost"]


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


def test_a_practice_whose_answer_was_put_aside_is_asked_again_and_moves_the_level_though_no_word_changed() -> None:
    questionnaire = tiny_questionnaire(1, 1)
    sides = (a_book(questionnaire, {"s1.p1": answer}) for answer in (Answer(level=3), Answer()))
    held, put_aside = (Assessment("", questionnaire, book, DAY).scorecard["s1.p1"] for book in sides)

    def said(after: PracticeScore) -> tuple[str, bool]:
        change = PracticeChange("s1.p1", "P1", ("reworded",), held, after, None)
        return ChangeRow("asked anew", change, "3", "", "").words, change.moves

    assert said(put_aside) == ("asked again", True)
    assert said(held) == ("reworded", False)


def test_what_the_team_leaves_out_as_soon_as_the_questionnaire_asks_it_is_listed_though_it_never_counted() -> None:
    then, now = tiny_questionnaire(1, 1), tiny_questionnaire(1, 2)
    answers = {"s1.p1": Answer(level=2)}
    left_out = answers | {"s1.p2": Answer(not_applicable="Ours are offline", answered_by="Noor")}
    sides = (Assessment("", then, a_book(then, answers), DAY), Assessment("", now, a_book(now, left_out), DAY))
    said = comparison_lines(compare(*sides), DAY)
    assert said[-1] == "  left out            P2: not there to not applicable: Ours are offline (Noor)"


def test_a_reason_that_several_practices_share_is_printed_once() -> None:
    questionnaire = tiny_questionnaire(1, 3)
    same, other = Answer(unsure=True, ask_whom="Tom"), Answer(unsure=True, ask_whom="Noor")
    before = dict.fromkeys(questionnaire.practices, Answer(level=2))
    after = dict(zip(questionnaire.practices, (same, other, same), strict=True))
    sides = [Assessment("", questionnaire, a_book(questionnaire, answers), DAY) for answers in (before, after)]
    said = [line for line in comparison_lines(compare(*sides), DAY) if "not known" in line]

    assert [line.rpartition(": ")[2] for line in said] == ["Tom finds out", "same reason as above", "Noor finds out"]


def test_every_kind_of_change_is_under_one_heading_which_fits_it() -> None:
    questionnaire = tiny_questionnaire(1, 1)
    earlier, later = (an_assessment(questionnaire, levels(questionnaire, level)) for level in (1, 2))
    (change,) = compare(earlier, later).practices
    rows = [ChangeRow(kind, change, "", "", "") for kind in KINDS]
    kinds = {heading: [row.kind for row in group] for heading, group in by_heading(rows).items()}
    assert sorted(kind for group in kinds.values() for kind in group) == sorted(KINDS)
    assert kinds["Look here first"] == list(LOOK_FIRST)
    assert (kinds["Better"], kinds["Newly answered"], kinds["Evidence"]) == (["better"], ["answered"], ["proof gained"])
    assert by_heading([]) == {}

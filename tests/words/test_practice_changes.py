"""What became of practices, in rows with their reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from levelbook.cli.comparison_lines import comparison_lines
from levelbook.core.answers.answers import Accepted, Answer, Evidence, TakenOver
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.comparison import compare
from levelbook.core.assessment.practice_change import PracticeChange
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.words.practice_changes import (
    KINDS,
    LOOK_FIRST,
    MOVES_NO_LEVEL,
    NOTHING_CHANGED,
    ChangeRow,
    by_heading,
    change_rows,
)
from support.builders import DAY, a_book, an_assessment, levels, tiny_questionnaire


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


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (Answer(level=2), Answer(level=2, unmet=("c2-a",)), ("criteria lost", "met", "not met", "{c2-a}")),
        (Answer(level=2, unmet=("c2-a",)), Answer(level=2), ("criteria gained", "not met", "met", "{c2-a}")),
        (Answer(level=2), Answer(level=2, met=("c3-a",)), ("criteria gained", "not met", "met", "{c3-a}")),
        (Answer(level=2, met=("c3-a",)), Answer(level=2), ("criteria lost", "met", "not met", "{c3-a}")),
        (Answer(), Answer(unsure=True, ask_whom="Ana"), ("still open", "not answered", "not known", "Ana finds out")),
        (Answer(unsure=True), Answer(), ("still open", "not known", "not answered", "")),
    ],
)
def test_exceptions_that_changed_and_what_stays_open_otherwise_have_a_row_and_move_no_level(
    before: Answer, after: Answer, told: tuple[str, str, str, str]
) -> None:
    questionnaire = tiny_questionnaire(1, 1)
    texts = {name: one.text.rstrip(".") for name, (_, one) in questionnaire.practices["s1.p1"].criteria.items()}
    sides = [an_assessment(questionnaire, a_book(questionnaire, {"s1.p1": one}), "x") for one in (before, after)]
    comparison = compare(*sides)

    rows = change_rows(comparison, date.isoformat, str)

    said = told[3].strip("{}")
    assert [(row.kind, row.old, row.new, row.because) for row in rows] == [(*told[:3], texts.get(said, said))]
    assert told[0] in MOVES_NO_LEVEL and not comparison.practices[0].moves
    lines = comparison_lines(comparison, DAY)
    assert any(line.startswith(f"  {told[0]} ") for line in lines) and NOTHING_CHANGED not in lines


def test_criteria_that_come_and_go_with_the_level_are_told_by_the_level_alone() -> None:
    questionnaire = tiny_questionnaire(1, 1)
    sides = [
        an_assessment(questionnaire, a_book(questionnaire, {"s1.p1": one}), "x")
        for one in (Answer(level=2, met=("c3-a",)), Answer(level=3))
    ]
    assert [row.kind for row in change_rows(compare(*sides), date.isoformat, str)] == ["better"]
    assert [row.kind for row in change_rows(compare(*sides[::-1]), date.isoformat, str)] == ["worse"]


def test_a_question_that_was_reworded_and_never_answered_is_said_once() -> None:
    old, new = tiny_questionnaire(1, 1), tiny_questionnaire(1, 1, changes={"s1.p1": {"question": "Do we still?"}})
    then = an_assessment(old, a_book(old), "x")
    now = an_assessment(new, a_book(new), "now")

    said = [line.split("  ")[-1] for line in comparison_lines(compare(then, now), DAY) if "reworded  " in line]
    assert said == ["P1: not answered: the question or its levels were reworded"]


def test_a_level_that_moved_with_an_offer_has_the_offer_as_its_reason() -> None:
    questionnaire = tiny_questionnaire(1, 2)

    def theirs(level: int, edition: str, *unmet: str, here: int | None = None) -> Answer:
        taken = TakenOver(offer="gateway", team="Platform", edition=edition, digest="1", level=level)
        return Answer(level=level if here is None else here, unmet=unmet, offer=taken)

    def because(*answers: Answer) -> list[str]:
        then, now = (an_assessment(questionnaire, a_book(questionnaire, {"s1.p1": one}), "x") for one in answers)
        rows = change_rows(compare(then, now), date.isoformat, str)
        return [row.because for row in rows if row.kind in ("better", "worse")]

    assert because(theirs(2, "q1"), theirs(3, "q2")) == ["taken over from Platform with no evidence that counts"]
    assert because(theirs(3, "q1"), theirs(2, "q2")) == ["taken over from Platform"]
    assert because(Answer(level=3), theirs(2, "q1")) == ["taken over from Platform"]
    less_here = because(theirs(3, "q1"), theirs(2, "q2", "c1-a", here=0))
    assert less_here == ["taken over from Platform, but not all of it is met here"]
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
    assert reasons(at(None, **own), at(None)) == ["raised by the team until now: “We promised it”"]


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
    again = Answer(level=2, evidence=(replace(best, seen_on=DAY + timedelta(days=30)),))
    [row] = rows(one_run := Answer(level=2, evidence=(best,)), again, date(2030, 1, 1))
    assert row[3].startswith("the October run, valid until 2027-"), "it was seen again in between, and ran out too"
    [row] = rows(one_run, Answer(level=2, evidence=(replace(best, seen_on=date(2020, 1, 1)),)))
    assert row[3].startswith("the October run, valid until 2020-"), "only an older sight of it is left"
    long_gone = Evidence(kind="tested", reference="the run of 2020", seen_on=date(2020, 1, 1))
    [row] = rows(Answer(level=2, evidence=(long_gone, old)), Answer(level=2, evidence=(long_gone,)))
    assert row[3] == "the old page is no longer among the evidence", "the other had run out before"
    [row] = rows(Answer(level=2, evidence=(long_gone, old)), Answer(level=2))
    assert row[3] == "the old page is no longer among the evidence", "what proved nothing is no loss"
    ahead = Evidence(kind="documented", reference="the plan", seen_on=DAY + timedelta(days=1))
    [row] = rows(Answer(level=2, evidence=(ahead,)), Answer(level=2, evidence=(ahead,)), DAY + timedelta(days=2))
    assert (row[0], row[3]) == ("evidence gained", "the plan, documented 2026-11-23"), "its day has come"
    [row] = rows(one, one, DAY - timedelta(days=10))
    assert row[3] == "the old page is dated 2026-11-22, which is still to come", "the clock was set back"
    [row] = rows(one, Answer(level=2, evidence=(replace(old, seen_on=None),)))
    assert row[3] == "the old page has no day any more"
    assert rows(Answer(level=2), one) == [
        ("evidence gained", "not proven yet", "2 proven", "the old page, documented 2026-11-22")
    ]
    assert rows(one, both) == []
    assert [row[0] for row in rows(Answer(level=4, evidence=(best,)), Answer(level=2, evidence=(best,)))] == ["worse"]
    assert [row[0] for row in rows(Answer(level=2), Answer(level=3, evidence=(old,)))] == ["better"]
    assert [row[0] for row in rows(Answer(level=3, evidence=(best,)), Answer(level=2))] == ["worse", "evidence lost"]


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
    assert said[-1] == "  left out            P2: not there to not applicable: “Ours are offline” (Noor)"


def test_a_reason_that_several_practices_share_is_printed_once() -> None:
    questionnaire = tiny_questionnaire(1, 3)
    same, other = Answer(unsure=True, ask_whom="Tom"), Answer(unsure=True, ask_whom="Noor")
    before = dict.fromkeys(questionnaire.practices, Answer(level=2))
    after = dict(zip(questionnaire.practices, (same, other, same), strict=True))
    sides = [Assessment("", questionnaire, a_book(questionnaire, answers), DAY) for answers in (before, after)]
    said = [line for line in comparison_lines(compare(*sides), DAY) if "not known" in line]

    assert [line.rpartition(": ")[2] for line in said] == ["Tom finds out", "same reason as above", "Noor finds out"]


@pytest.mark.parametrize(("then", "now", "kind"), [(2, 1, "worse"), (1, 0, "worse"), (0, 1, "better")])
def test_a_level_that_moved_without_a_word_is_said_to_have_no_reason_also_where_it_asks_for_no_evidence(
    then: int, now: int, kind: str
) -> None:
    questionnaire = tiny_questionnaire(1, 1)
    sides = [an_assessment(questionnaire, levels(questionnaire, level), "x") for level in (then, now)]

    rows = change_rows(compare(*sides), date.isoformat, str)

    assert [(row.kind, row.because) for row in rows if row.kind == kind] == [(kind, "no reason given")]


def test_two_things_said_of_the_row_above_are_told_apart() -> None:
    rules = [{"when": {"role": ["saas"]}, "because": "No tools", "not_applicable": ["s1.p2", "s1.p3"]}]
    questionnaire = tiny_questionnaire(1, 3, rules=rules)
    book = a_book(questionnaire, {"s1.p1": Answer(level=3), "s1.p2": Answer(level=0), "s1.p3": Answer(level=0)})
    then, now = (
        Assessment("", questionnaire, replace(book, profile=facts), DAY) for facts in ({"role": ("saas",)}, {})
    )

    said = [line for line in comparison_lines(compare(then, now), DAY) if line.startswith("  now in scope")]

    assert "because it is below the average): left out until now: No tools" in said[0]
    assert said[1].endswith("likewise): same reason as above")


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


def test_who_accepts_a_risk_cannot_accept_it_in_anybody_elses_words() -> None:
    questionnaire, name = tiny_questionnaire(), "s1.p1"
    noors, anas = (
        Accepted(level=1, by=by, until=date(2027, 4, 30), reason="Later") for by in ("Noor: “I agree.” Tom", "Ana")
    )

    def because(*answers: Answer) -> str:
        before, after = (
            Assessment("", questionnaire, a_book(questionnaire, {name: answer}), DAY) for answer in answers
        )
        [row] = change_rows(compare(before, after), date.isoformat, str)
        return row.because

    quoted = "“Noor: ‘I agree.’ Tom”"
    assert because(Answer(level=1), Answer(level=1, accepted=noors)) == f"“Later” ({quoted})"
    assert because(Answer(level=1, accepted=noors), Answer(level=1, accepted=anas)) == f"“Later” (Ana, before {quoted})"

"""The roadmap as somebody reads it, and what the team owes and has kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.answers.agreed_evidence import AgreedEvidence
from levelbook.core.answers.answers import Answer, Step
from levelbook.core.answers.people import NOBODY, is_named, spellings
from levelbook.core.answers.sittings import EvidenceToBring
from levelbook.core.assessment.promises import Promise
from levelbook.core.assessment.roadmap import (
    EVERYTHING,
    SORTS,
    Count,
    Group,
    RoadmapEntry,
    RoadmapView,
    arrange,
    count,
    is_owed_by,
    people,
    roadmap_entries,
)
from support.builders import DAY
from support.examples import examples
from support.promising_team import ANSWERS, PAST, a_card


def groups(roadmap_view: RoadmapView = EVERYTHING, keep: tuple[tuple[str, int], ...] = ()) -> tuple[Group, ...]:
    card = a_card(ANSWERS)
    return arrange(roadmap_entries(card, keep=keep), roadmap_view, card, keep)


def outline(found: tuple[Group, ...]) -> dict[str, list[tuple[str, tuple[int, ...]]]]:
    """Heading to the practices under it, each with the numbers of what of it is read, 0 for itself."""
    return {
        group.key: [(entry.id, tuple(one.number for one in entry.promises)) for entry in group.entries]
        for group in found
    }


def test_as_the_roadmap_has_it_gaps_stand_by_wave_with_their_steps_and_after_them_what_is_reached_and_open() -> None:
    assert outline(groups()) == {
        "find-out": [("s1.p3", (0,))],
        "now": [("s1.p1", (0, 1, 2, 3))],
        "later": [("s2.p2", (1,)), ("s1.p2", (0,))],
        "accepted": [("s2.p1", (0,))],
        "reached": [("s2.p3", (1,))],
    }


def test_by_owner_each_has_what_is_theirs_and_nobodys_comes_last() -> None:
    assert outline(groups(RoadmapView(sort="owner"))) == {
        "Ana": [("s1.p1", (1,)), ("s2.p3", (1,))],
        "Head": [("s2.p1", (0,))],
        "Priya": [("s1.p1", (0, 2, 3))],
        "tom": [("s1.p3", (0,)), ("s2.p2", (1,))],
        NOBODY: [("s1.p2", (0,))],
    }


def test_an_accepted_gap_is_its_owners_and_found_by_whoever_accepts_it() -> None:
    card = a_card({"s2.p1": replace(ANSWERS["s2.p1"], owner="Olu")})
    whole = roadmap_entries(card)

    assert people(whole) == ("Head", "Olu")
    assert [group.key for group in arrange(whole, RoadmapView(sort="owner"), card)][:1] == ["Olu"]
    for who in ("Olu", "Head"):
        assert [entry.id for group in arrange(whole, RoadmapView(who=who), card) for entry in group.entries] == [
            "s2.p1"
        ]


def test_what_nobody_is_asked_to_find_out_is_left_to_whoever_owns_it() -> None:
    card = a_card({"s1.p3": Answer(unsure=True, owner="Zoe")})
    groups = arrange(roadmap_entries(card), RoadmapView(who=NOBODY), card)
    assert "s1.p3" not in [entry.id for group in groups for entry in group.entries]
    assert "Zoe" in people(roadmap_entries(card))


def test_by_section_gaps_stand_in_the_questionnaires_order_of_sections() -> None:
    assert outline(groups(RoadmapView(sort="section"))) == {
        "s1": [("s1.p3", (0,)), ("s1.p1", (0, 1, 2, 3)), ("s1.p2", (0,))],
        "s2": [("s2.p2", (1,)), ("s2.p1", (0,)), ("s2.p3", (1,))],
    }


def test_by_date_late_comes_first_then_what_is_to_come_and_what_has_no_day_last() -> None:
    assert outline(groups(RoadmapView(sort="date"))) == {
        "late": [("s1.p3", (0,)), ("s1.p1", (1,))],
        "coming": [("s1.p1", (0, 2)), ("s2.p2", (1,)), ("s2.p1", (0,))],
        "undated": [("s1.p1", (3,)), ("s1.p2", (0,)), ("s2.p3", (1,))],
    }


@pytest.mark.parametrize(
    ("roadmap_view", "found"),
    [
        (RoadmapView(who="Ana"), {"now": [("s1.p1", (1,))], "reached": [("s2.p3", (1,))]}),
        (RoadmapView(who="Tom Baker"), {"find-out": [("s1.p3", (0,))], "later": [("s2.p2", (1,))]}),
        (RoadmapView(who=NOBODY), {"later": [("s1.p2", (0,))]}),
        (RoadmapView(late=True), {"find-out": [("s1.p3", (0,))], "now": [("s1.p1", (1,))]}),
        (RoadmapView(late=True, who="ana"), {"now": [("s1.p1", (1,))]}),
        (RoadmapView(section="s2", who="Tom"), {"later": [("s2.p2", (1,))]}),
        (RoadmapView(section="s2", late=True), {}),
    ],
)
def test_filtered_only_what_is_wanted_is_shown(roadmap_view: RoadmapView, found: dict[str, object]) -> None:
    assert outline(groups(roadmap_view)) == found


def test_what_was_just_touched_stays_where_it_is_filtered_away() -> None:
    assert outline(groups(RoadmapView(late=True), keep=(("s1.p2", 0),)))["later"] == [("s1.p2", (0,))]


def test_a_done_step_of_a_practice_that_is_reached_stays_only_while_it_was_just_touched() -> None:
    card = a_card({"s2.p3": Answer(level=2, steps=(Step(text="Keep it up", done_on=DAY),))})

    assert "s2.p3" not in {entry.id for entry in roadmap_entries(card)}
    assert "s2.p3" in {entry.id for entry in roadmap_entries(card, keep=[("s2.p3", 1)])}


def test_steps_that_the_last_edition_holds_as_done_are_not_read_again() -> None:
    card = a_card(ANSWERS)
    first = next(entry for entry in roadmap_entries(card, ANSWERS) if entry.id == "s1.p1")

    assert [one.number for one in first.steps] == [1, 2]


def test_counts_are_of_known_gaps_what_is_unsure_open_steps_and_late_promises_each_once() -> None:
    card = a_card(ANSWERS)

    assert count(roadmap_entries(card), DAY) == Count(gaps=4, unsure=1, steps=4, late=2)
    for sort in SORTS:
        found = [entry for group in groups(RoadmapView(sort=sort)) for entry in group.entries]
        assert count(found, DAY) == Count(gaps=4, unsure=1, steps=4, late=2)


def test_people_are_named_once_however_their_capitals() -> None:
    assert people(roadmap_entries(a_card(ANSWERS))) == ("Ana", "Head", "Priya", "tom")


def test_nothing_is_suggested_beside_open_steps_nor_before_it_is_known_where_the_team_stands() -> None:
    suggested = {entry.id for entry in roadmap_entries(a_card(ANSWERS)) if entry.suggestion}

    assert suggested == {"s1.p2"}


@pytest.mark.parametrize(
    ("name", "who", "same"),
    [
        ("Ana", "ana", True),
        ("Ana Lima", "Ana", True),
        ("Ana", "Ana  Lima", True),
        ("Ana Lima", "Ana Reis", False),
        ("Anabel", "Ana", False),
        ("", "Ana", False),
        (" ", "Ana", False),
    ],
)
def test_a_name_means_a_person_by_its_first_words(name: str, who: str, same: bool) -> None:
    assert is_named(name, who) is same
    assert is_named(who, name) is same


def test_spellings_are_in_alphabetical_order_and_nobody_last() -> None:
    assert list(spellings(["tom", "", "Ana", "Tom", "ana "]).values()) == ["Ana", "tom", ""]


NAMES = st.sampled_from(["", "Ana", "ana", "Tom Baker", "Tom", "[/] x"])
DAYS = st.one_of(st.none(), st.dates(date(2026, 11, 15), date(2026, 12, 1)))
STEPS = st.builds(Step, text=st.just("x"), owner=NAMES, due=DAYS, done_on=st.one_of(st.none(), st.just(DAY)))
SAID = st.one_of(
    st.builds(Answer, level=st.integers(0, 3), owner=NAMES, due=DAYS, steps=st.lists(STEPS, max_size=3).map(tuple)),
    st.builds(Answer, unsure=st.just(True), ask_whom=NAMES, ask_by=DAYS, steps=st.lists(STEPS, max_size=2).map(tuple)),
)


@examples(60)
@given(st.dictionaries(st.sampled_from(["s1.p1", "s1.p2", "s1.p3", "s2.p1", "s2.p2"]), SAID))
def test_every_sort_reads_everything_exactly_once(answers: dict[str, Answer]) -> None:
    """Nothing is lost under a heading, and nothing stands under two."""
    card = a_card(answers)
    whole = roadmap_entries(card)
    everything = sorted((entry.id, one.number) for entry in whole for one in entry.promises)

    for sort in SORTS:
        found = arrange(whole, RoadmapView(sort=sort), card)
        assert sorted(
            (entry.id, one.number) for group in found for entry in group.entries for one in entry.promises
        ) == (everything)
        assert all(group.entries for group in found)


@examples(60)
@given(st.dictionaries(st.sampled_from(["s1.p1", "s1.p2", "s1.p3", "s2.p1", "s2.p2"]), SAID), NAMES, st.booleans())
def test_a_filter_holds_what_it_says_and_misses_nothing(answers: dict[str, Answer], who: str, only_late: bool) -> None:
    card = a_card(answers)
    whole = roadmap_entries(card)
    roadmap_view = RoadmapView(who=who, late=only_late)

    wanted = {
        (entry.id, one.number)
        for entry in whole
        for one in entry.promises
        if is_owed_by(one, who) and (one.is_late(DAY) or not only_late)
    }
    found = arrange(whole, roadmap_view, card)
    assert {(entry.id, one.number) for group in found for entry in group.entries for one in entry.promises} == wanted


def test_a_stop_says_whether_it_is_meant_itself() -> None:
    by_owner = {group.key: group.entries[0] for group in groups(RoadmapView(sort="owner"))}

    assert isinstance(by_owner["Ana"], RoadmapEntry)
    assert not by_owner["Ana"].has_gap_promise
    assert by_owner["Priya"].has_gap_promise


def test_evidence_that_is_to_be_brought_stands_with_its_practice_and_is_counted_once_where_it_is_late() -> None:
    card = a_card({**ANSWERS, "s2.p3": Answer(level=2)})
    agreed = [
        AgreedEvidence(name, EvidenceToBring(practice=name, what=what, who="Bea", by=PAST), PAST, "open")
        for name, what in (("s1.p1", "the log"), ("s1.p1", "the plan"), ("s2.p3", "the list"))
    ]
    evidence = [Promise(card[one.practice], "evidence", "Bea", PAST, evidence=one) for one in agreed]
    plain, whole = roadmap_entries(card), roadmap_entries(card, evidence=evidence)

    assert {entry.id: len(entry.evidence) for entry in whole if entry.evidence} == {"s1.p1": 2, "s2.p3": 1}
    assert next(entry.place for entry in whole if entry.id == "s2.p3") == "reached"
    assert count(whole, DAY).late == count(plain, DAY).late + 3

    bea = [entry for group in arrange(whole, RoadmapView(who="Bea"), card) for entry in group.entries]
    assert [(entry.id, entry.has_gap_promise, entry.suggestion) for entry in bea] == [
        ("s1.p1", False, None),
        ("s2.p3", False, None),
    ]

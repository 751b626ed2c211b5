"""A sitting's parked items go on until somebody decides, and two versions of one sitting lose nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.answers.answers import Answer, AnswerBook, Evidence
from levelbook.core.answers.sittings import (
    AgreedEvidence,
    EvidenceToBring,
    Parked,
    Participant,
    Sitting,
    TakenOn,
    agreed_evidence,
    agreed_next_round,
    joined,
    left_open,
    numbered,
    piece_digest,
    with_all_of,
    with_change,
    with_decision,
    without,
)
from levelbook.core.errors import UsedWrongly
from support.builders import DAY, NOON
from support.examples import examples
from support.growth import lines_run

LATER = DAY + timedelta(days=90)
PROOF = EvidenceToBring(practice="s1.p1", what="The restore log", who="Bea", by=DAY + timedelta(days=18))
ITEM = Parked(text="Who owns the gateway?", practice="s1.p1")


def test_the_latest_sitting_says_when_to_meet_again_and_only_after_the_edition() -> None:
    first, second = Sitting(next_round=LATER), Sitting(next_round=LATER + timedelta(days=7))

    assert agreed_next_round([(DAY, first), (DAY + timedelta(days=1), second)], DAY) == second.next_round
    assert agreed_next_round([(DAY, first)], LATER) is None


def test_what_was_given_to_somebody_stays_open_and_what_was_settled_does_not() -> None:
    given_, settled = ITEM.decided("given", owner="Ana", due=LATER), ITEM.decided("settled", decision="Platform does.")

    assert left_open([(DAY, Sitting(parked=(given_,)))]) == (given_.changed(since=DAY),)
    assert left_open([(DAY, Sitting(parked=(given_,))), (LATER, Sitting(parked=(settled.changed(since=DAY),)))]) == ()


def test_what_was_carried_is_open_again_with_its_first_day() -> None:
    carried = Sitting(parked=(ITEM.decided("carried"),))

    assert left_open([(DAY, carried)]) == (ITEM.changed(since=DAY),)


def test_what_nobody_decided_on_is_open_in_the_last_sitting_only() -> None:
    undecided = Sitting(parked=(ITEM,))

    assert left_open([(DAY, undecided)]) == (ITEM.changed(since=DAY),)
    assert left_open([(DAY, undecided), (LATER, Sitting())]) == ()


def test_what_a_merge_adds_to_an_earlier_sitting_is_open_also_after_the_next_one_began() -> None:
    merged = Sitting(begun_at=NOON, closed=True, parked=(ITEM,))

    assert left_open([(DAY, merged), (LATER, Sitting())]) == (ITEM.changed(since=DAY),)


NO_ANSWERS = AnswerBook("q", "1")


def same(practice_id: str) -> str:
    return practice_id


def fates(sittings: list[tuple[date, Sitting]], answers: dict[str, Answer]) -> list[str]:
    return [one.fate for one in agreed_evidence(sittings, AnswerBook("q", "1", answers=answers), same)]


@pytest.mark.parametrize(
    ("seen_on", "fate"),
    [(None, "open"), (DAY - timedelta(days=1), "open"), (DAY, "open"), (DAY + timedelta(days=1), "kept")],
)
def test_evidence_of_an_older_sitting_is_brought_by_what_was_seen_after_it(seen_on: date | None, fate: str) -> None:
    held = [(DAY, Sitting(proofs=(PROOF,)))]
    answer = Answer(level=2, evidence=(Evidence(kind="log", seen_on=seen_on),))

    assert fates(held, {}) == ["open"]
    assert fates(held, {"s1.p1": answer}) == [fate]
    assert fates(held, {"s1.p2": answer}) == ["open"], "evidence of another practice is no answer"


@pytest.mark.parametrize("seen_on", [None, DAY - timedelta(days=9), DAY])
def test_evidence_that_was_added_since_brings_it_whenever_it_was_seen(seen_on: date | None) -> None:
    held = [(DAY, Sitting(proofs=(PROOF.changed(pieces=1),)))]
    known, added = Evidence(kind="log", reference="old", seen_on=DAY), Evidence(kind="log", seen_on=seen_on)

    assert fates(held, {"s1.p1": Answer(level=2, evidence=(known,))}) == ["open"]
    assert fates(held, {"s1.p1": Answer(level=2, evidence=(known, added))}) == ["kept"]


@pytest.mark.parametrize("seen_on", [None, DAY - timedelta(days=9), DAY])
def test_a_piece_that_took_the_place_of_another_brings_it_whenever_it_was_seen(seen_on: date | None) -> None:
    old, new = (Evidence(kind="log", reference=name, seen_on=seen_on) for name in ("old", "new"))
    held = [(DAY, Sitting(proofs=(PROOF.changed(pieces=1, had=(piece_digest(old),)),)))]
    older = [(DAY, Sitting(proofs=(PROOF.changed(pieces=1),)))]
    answer = {"s1.p1": Answer(level=2, evidence=(new,))}

    assert fates(held, answer) == ["kept"]
    assert fates(older, answer) == ["open"], "a file of an older levelbook does not say which piece was there"
    assert fates(held, {"s1.p1": Answer(level=2, evidence=(old.changed(kind="tested"),))}) == ["open"]
    assert fates(held, {"s1.p1": Answer(level=2)}) == ["open"]


def test_each_piece_brings_one_of_what_was_agreed_the_first_first() -> None:
    other = PROOF.changed(what="the other one", pieces=0)
    held = [(DAY, Sitting(proofs=(PROOF.changed(pieces=0), other)))]
    answer = Answer(level=2, evidence=(Evidence(kind="log", seen_on=DAY),))

    assert fates(held, {"s1.p1": answer}) == ["kept", "open"]


def _digests(references: Iterable[str]) -> tuple[str, ...]:
    return tuple(piece_digest(Evidence(kind="log", reference=name)) for name in sorted(references))


@given(
    st.lists(
        st.tuples(
            st.sampled_from([None, 0, 1, 2, 9]), st.integers(0, 3), st.sets(st.sampled_from("012345"), max_size=4)
        ),
        max_size=8,
    ),
    st.lists(st.sampled_from([None, -1, 0, 1, 2, 3]), max_size=8),
)
def test_of_the_pieces_that_are_new_the_first_one_brings_what_was_agreed(
    agreed: list[tuple[int | None, int, set[str]]], seen: list[int | None]
) -> None:
    days = [DAY + timedelta(days=after) for after in sorted(after for _, after, _ in agreed)]
    held = [
        (day, Sitting(proofs=(PROOF.changed(what=f"{place}", pieces=pieces, had=_digests(had)),)))
        for place, (day, (pieces, _, had)) in enumerate(zip(days, agreed, strict=True))
    ]
    evidence = [
        Evidence(kind="log", seen_on=None if after is None else DAY + timedelta(days=after), reference=f"{place}")
        for place, after in enumerate(seen)
    ]

    free, expected = list(enumerate(evidence)), []
    for day, sitting in held:
        pieces, had = sitting.proofs[0].pieces, sitting.proofs[0].had
        new = [
            (place, piece)
            for place, piece in free
            if (pieces is not None and place >= pieces)
            or (piece.seen_on is not None and piece.seen_on > day)
            or (had and piece_digest(piece) not in had)
        ]
        expected.append("kept" if new else "open")
        free = [one for one in free if one not in new[:1]]

    assert fates(held, {"s1.p1": Answer(level=2, evidence=tuple(evidence))}) == expected


@pytest.mark.parametrize("seen_after", [-1, 1])
def test_thousands_of_pieces_are_matched_in_time_proportional_to_their_number(seen_after: int) -> None:
    def lines(number: int) -> int:
        proofs = tuple(PROOF.changed(what=f"{place}", pieces=0) for place in range(number))
        held, day = [(DAY, Sitting(proofs=proofs))], DAY + timedelta(days=seen_after)
        evidence = tuple(Evidence(kind="log", seen_on=day, reference=f"{place}") for place in range(number))
        answers = {"s1.p1": Answer(level=2, evidence=evidence)}
        assert set(fates(held, answers)) == {"kept"}
        return lines_run(lambda: fates(held, answers))

    assert lines(400) < 6 * lines(100)


def test_a_change_to_thousands_of_items_takes_time_in_proportion_to_their_number() -> None:
    def lines(number: int) -> int:
        before = tuple(ITEM.changed(text=f"Question {place}") for place in range(number))
        after, now = (tuple(one.changed(by=name) for one in before) for name in ("Ana", "Tom"))
        undone, done, held = Sitting(parked=before), Sitting(parked=after), Sitting(parked=(*now, *after))
        assert with_change(held, done, undone).parked == (*now, *before)
        return lines_run(lambda: with_change(held, done, undone))

    assert lines(200) < 6 * lines(50)


def test_a_decision_that_others_overtook_stays_theirs_and_adds_no_item_when_mine_is_undone() -> None:
    mine, theirs = ITEM.decided("given", owner="Ana"), ITEM.decided("settled", decision="Platform does.")
    my_proof, their_proof = PROOF.changed(who="Ana"), PROOF.changed(outcome="dropped", reason="gone")
    before, after = Sitting(parked=(ITEM,), proofs=(PROOF,)), Sitting(parked=(mine,), proofs=(my_proof,))

    held = Sitting(parked=(theirs,), proofs=(their_proof,))
    assert with_change(held, after, before) == held
    assert with_change(Sitting(), after, before) == Sitting(), "what others removed stays removed"


@pytest.mark.parametrize(
    ("held", "left"),
    [
        ("Old.\nMine.\nTheirs.", "Old.\nTheirs."),
        ("Theirs.\n\nOld.\nMine.", "Theirs.\n\nOld."),
        ("Old.\nMine, reworded by them.", "Old.\nMine, reworded by them."),
    ],
)
def test_a_line_of_the_minutes_is_taken_back_after_others_wrote_into_them_too(held: str, left: str) -> None:
    before, after = Sitting(minutes="Old."), Sitting(minutes="Old.\nMine.")

    assert with_change(Sitting(minutes=held), after, before).minutes == left


def test_a_reworded_line_of_the_minutes_is_back_in_its_place_after_others_added_one() -> None:
    before, after = Sitting(minutes="One.\nTwo."), Sitting(minutes="First.\nTwo.")

    assert with_change(Sitting(minutes="First.\nTwo.\nTheirs."), after, before).minutes == "One.\nTwo.\nTheirs."


def test_two_versions_of_a_long_sitting_become_one_in_time_proportional_to_their_length() -> None:
    def lines(number: int) -> int:
        steps = tuple(TakenOn(practice="s1.p1", step=f"Step {place}") for place in range(number))
        mine, theirs = Sitting(taken_on=steps), Sitting(taken_on=tuple(one.changed(owner="Ana") for one in steps))
        assert len(with_all_of(mine, theirs, DAY).taken_on) == 2 * number
        return lines_run(lambda: with_all_of(mine, theirs, DAY))

    assert lines(200) < 6 * lines(50)


@pytest.mark.parametrize("outcome", ["kept", "dropped"])
def test_what_somebody_said_became_of_evidence_settles_it(outcome: str) -> None:
    assert fates([(DAY, Sitting(proofs=(PROOF.changed(outcome=outcome),)))], {}) == [outcome]


def test_evidence_that_is_agreed_on_anew_has_its_latest_day_and_stands_once() -> None:
    dropped, anew = PROOF.changed(outcome="dropped", reason="nobody has it"), PROOF.changed(who="Tom", by=LATER)
    found = agreed_evidence([(DAY, Sitting(proofs=(dropped,))), (LATER, Sitting(proofs=(anew,)))], NO_ANSWERS, same)

    assert found == (AgreedEvidence("s1.p1", anew, LATER, "open", 1),)


def test_evidence_of_a_renamed_practice_is_brought_by_the_answer_to_its_present_name() -> None:
    held = [(DAY, Sitting(proofs=(PROOF,)))]
    later = Answer(level=2, evidence=(Evidence(kind="log", seen_on=LATER),))
    found = agreed_evidence(held, AnswerBook("q", "1", answers={"new.name": later}), lambda name: "new.name")

    assert [(one.practice, one.fate) for one in found] == [("new.name", "kept")]


@pytest.mark.parametrize(
    ("evidence", "fate"),
    [([{"kind": "log", "seen_on": LATER}], "kept"), (["a log"], "open"), (1, "open")],
)
def test_evidence_that_was_brought_before_an_upgrade_retired_the_answer_stays_brought(
    evidence: object, fate: str
) -> None:
    held = [(DAY, Sitting(proofs=(PROOF.changed(pieces=1),)))]
    pieces = [{"kind": "page", "seen_on": DAY}, *evidence] if isinstance(evidence, list) else evidence
    book = AnswerBook("q", "1", retired={PROOF.practice: {"evidence": pieces}})

    assert [one.fate for one in agreed_evidence(held, book, lambda name: "new.name")] == [fate]


def test_two_versions_of_a_sitting_hold_evidence_once_with_what_became_of_it() -> None:
    settled = Sitting(proofs=(PROOF.changed(outcome="kept"),))

    assert with_all_of(Sitting(proofs=(PROOF,)), settled, DAY).proofs == settled.proofs
    assert with_all_of(settled, Sitting(proofs=(PROOF,)), DAY).proofs == settled.proofs


def test_an_item_is_late_once_its_day_is_past_and_only_while_somebody_has_it() -> None:
    given_ = ITEM.decided("given", owner="Ana", due=DAY)

    assert not given_.is_late(DAY)
    assert given_.is_late(LATER)
    assert not given_.decided("settled", decision="done").is_late(LATER)


def test_another_outcome_leaves_nothing_of_the_earlier_one() -> None:
    assert ITEM.decided("given", owner="Ana", due=DAY).decided("carried") == ITEM.changed(outcome="carried")


def test_steps_are_counted_by_who_took_them_on_the_most_first() -> None:
    steps = tuple(
        TakenOn(practice="s1.p1", step=name, owner=who) for name, who in [("a", "Tom"), ("b", "Ana"), ("c", "Ana")]
    )

    assert list(Sitting(taken_on=(*steps, TakenOn(practice="s1.p2", step="d"))).load().items()) == [
        ("Ana", 2),
        ("Tom", 1),
        ("", 1),
    ]


@pytest.mark.parametrize("spelt", ["ana lima", "ANA LIMA", "Ana  Lima"])
def test_a_name_in_another_case_is_counted_as_the_same_person(spelt: str) -> None:
    steps = [TakenOn(practice="s1.p1", step=name, owner=who) for name, who in [("a", "Ana Lima"), ("b", spelt)]]

    assert Sitting(taken_on=tuple(steps)).load() == {"Ana Lima": 2}


def test_a_number_beyond_the_list_is_answered_with_how_many_there_are() -> None:
    assert numbered([ITEM], 1, "parked item") is ITEM
    with pytest.raises(UsedWrongly) as caught:
        numbered([ITEM], 2, "parked item")
    assert (caught.value.args[0], caught.value.remedy) == ("There is no parked item number 2.", "There is 1.")
    with pytest.raises(UsedWrongly) as caught:
        numbered([ITEM, ITEM], 3, "parked item")
    assert caught.value.remedy == "There are 2."


def test_an_item_of_the_same_words_and_day_is_not_joined_twice() -> None:
    other = ITEM.changed(text="Who pays?")

    assert joined((ITEM,), (ITEM.changed(since=DAY), other), DAY) == (ITEM, other)


def test_two_items_of_the_same_words_each_keep_what_was_decided_on_them() -> None:
    """As where two machines parked one each, and somebody merged the files."""
    theirs = ITEM.changed(by="Tom")
    decided = with_decision((ITEM, theirs), theirs, theirs.decided("settled", decision="ok"))

    assert [(item.by, item.outcome) for item in decided] == [("", None), ("Tom", "settled")]
    carried = with_decision(decided, ITEM, ITEM.decided("carried"))
    assert left_open([(DAY, Sitting(parked=carried))]) == (ITEM.changed(since=DAY),)
    assert with_change(
        Sitting(parked=carried, minutes="x"), Sitting(parked=carried), Sitting(parked=decided)
    ).parked == (decided)


def test_a_decision_is_about_one_item_only() -> None:
    other = ITEM.changed(since=LATER)

    decided = with_decision((ITEM, other), other, other.decided("settled", decision="ok"))

    assert [item.outcome for item in decided] == [None, "settled"]


def test_only_the_first_equal_one_is_taken_out() -> None:
    assert without((1, 2, 1), 1) == (2, 1)
    assert without((1, 2), 3) == (1, 2)


names = st.sampled_from(["Ana", "ana", "Tom", "Noor Haas"])
practices = st.lists(st.sampled_from(["s1.p1", "s1.p2", "s2.p1"]), unique=True, max_size=3).map(tuple)
parked = st.lists(
    st.builds(Parked, text=st.sampled_from(["a", "b"]), since=st.sampled_from([None, DAY, LATER])), max_size=2
)
sittings = st.builds(
    Sitting,
    begun_at=st.sampled_from([None, NOON]),
    next_round=st.sampled_from([None, LATER]),
    closed=st.booleans(),
    taken_up=practices,
    pulled_out=practices,
    minutes=st.sampled_from(["", "Agreed.", "Agreed.\nAnd more."]),
    participants=st.lists(
        st.builds(Participant, name=names), max_size=2, unique_by=lambda one: one.name.casefold()
    ).map(tuple),
    parked=parked.map(tuple),
)


@examples(80)
@given(sittings, sittings)
def test_two_versions_of_a_sitting_become_one_that_says_all_that_either_said(held: Sitting, other: Sitting) -> None:
    both = with_all_of(held, other, DAY)

    for one in (held, other):
        assert set(one.taken_up) <= set(both.taken_up)
        assert set(one.pulled_out) <= set(both.pulled_out)
        assert set(one.minutes.split("\n")) - {""} <= set(both.minutes.split("\n"))
        assert {name.casefold() for name in one.names} <= {name.casefold() for name in both.names}
        assert {(item.text, item.since or DAY) for item in one.parked} <= {
            (item.text, item.since or DAY) for item in both.parked
        }
        assert both.closed >= one.closed
    assert with_all_of(both, other, DAY) == both, "a second time nothing is added"

"""Agreed evidence is brought by what was added or seen since, and each piece brings one thing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.answers.agreed_evidence import AgreedEvidence, agreed_evidence
from levelbook.core.answers.answers import Answer, AnswerBook, Evidence
from levelbook.core.answers.sittings import (
    EvidenceToBring,
    Sitting,
    piece_digest,
)
from support.builders import DAY
from support.growth import lines_run

LATER = DAY + timedelta(days=90)
PROOF = EvidenceToBring(practice="s1.p1", what="The restore log", who="Bea", by=DAY + timedelta(days=18))


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

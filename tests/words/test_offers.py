"""What moved in an offer is said in whole words."""

from __future__ import annotations

from datetime import date

import pytest

from levelbook.core.answers.answers import Evidence, TakenOver
from levelbook.core.answers.offers import MovedOn
from levelbook.words.offers import moved_words, sealed_words


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("", "1 piece of evidence is gone"),
        ("b", "1 piece of evidence is new, 1 is gone"),
        ("abc", "2 pieces of evidence are new"),
    ],
)
def test_evidence_that_is_only_gone_is_still_called_evidence(now: str, said: str) -> None:
    def offered(pieces: str) -> TakenOver:
        evidence = tuple(Evidence(kind="documented", reference=one) for one in pieces)
        return TakenOver(offer="copies", team="Platform", edition="q1", digest=pieces, level=2, evidence=evidence)

    moved = MovedOn(offered("a"), offered(now), ("evidence",), "q2")
    assert moved_words(moved) == f"Platform has moved on in edition q2: {said}"


def test_several_things_that_moved_in_an_offer_are_told_apart() -> None:
    def offered(level: int, criteria: tuple[str, ...], piece: str) -> TakenOver:
        evidence = (Evidence(kind="documented", reference=piece),)
        where = {"offer": "copies", "team": "Platform", "edition": "q1", "digest": piece}
        return TakenOver(**where, level=level, criteria=criteria, evidence=evidence)

    moved = MovedOn(offered(3, ("a", "b"), "x"), offered(2, (), "y"), ("level", "uncovered", "evidence"), "q2")
    assert moved_words(moved) == (
        "Platform has moved on in edition q2: its level went from 3 to 2; it no longer covers a and b; "
        "1 piece of evidence is new, 1 is gone"
    )


def test_an_edition_is_named_with_its_day_as_people_say_it() -> None:
    assert sealed_words("q3", date(2026, 12, 3)) == "q3 of 3 December 2026"
    assert sealed_words("2026-12-03", date(2026, 12, 3)) == "2026-12-03"

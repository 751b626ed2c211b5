"""Agreed evidence that was brought, sealed, and taken away later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from levelbook.core.answers.answers import Answer, Evidence
from levelbook.core.answers.sittings import EvidenceToBring, Sitting
from levelbook.core.assessment.assessment import Assessment, PastEdition
from levelbook.core.assessment.promises import evidence_outcomes, late
from levelbook.core.errors import FileIsWrong
from support.builders import DAY, a_book, an_assessment, tiny_questionnaire

HELD = DAY - timedelta(days=90)
"""The day of the sitting that agreed on the evidence."""
PROOF = EvidenceToBring(practice="s1.p1", what="the log", who="Sam", by=HELD + timedelta(days=10), pieces=0)
SAMPLED = Evidence(kind="sampled", seen_on=HELD + timedelta(days=5))
"""Counts for 120 days, so that it has run out on `AFTER` and not on DAY."""
AFTER = DAY + timedelta(days=60)
SETTLED = Answer(level=2, evidence=(SAMPLED,))
BARE = Answer(level=2)


def in_rounds(*rounds: tuple[date, Answer], proofs: tuple[tuple[date, EvidenceToBring], ...] = ()) -> Assessment:
    """Return the record of the last of some rounds; each of the others was sealed on its day with its answer."""
    agreed = ((HELD, PROOF), *proofs)
    editions: tuple[PastEdition, ...] = ()
    last = None
    for number, (day, answer) in enumerate(rounds, 1):
        held = tuple((one, Sitting(proofs=(proof,))) for one, proof in agreed if one <= day)
        questionnaire = tiny_questionnaire(1, 2, default_target=2)
        now = replace(
            an_assessment(questionnaire, a_book(questionnaire, {"s1.p1": answer})),
            name=f"e{number}",
            on=day,
            last_edition=last.name if last else "",
            editions=editions,
            read_sittings=lambda held=held: held,
        )
        editions, last = (*editions, PastEdition(now.name, number, day, lambda now=now: now)), now
    assert last is not None
    return last


def test_what_was_brought_in_time_is_not_late_where_it_was_taken_away_after_it_ran_out() -> None:
    now = in_rounds((DAY, SETTLED), (AFTER, BARE))

    assert [one.fate for one in now.agreed_evidence] == ["kept"]
    assert late(now) == ()
    assert now.before is not None
    assert evidence_outcomes(now.before, now) == (), "the edition has told that it was brought"


def test_it_stays_so_in_every_later_round() -> None:
    rounds = [(AFTER + timedelta(days=90 * place), BARE) for place in range(4)]

    assert late(in_rounds((DAY, SETTLED), *rounds)) == ()


def test_what_was_taken_away_while_it_still_counted_is_to_be_brought_again() -> None:
    now = in_rounds((DAY, SETTLED), (DAY + timedelta(days=1), BARE))
    assert [one.who for one in late(now)] == ["Sam"]
    assert now.before is not None
    assert [(one.fate, one.is_reopened) for one in evidence_outcomes(now.before, now)] == [("late", True)]

    much_later = in_rounds((DAY, SETTLED), (DAY + timedelta(days=1), BARE), (AFTER, BARE))
    assert [one.who for one in late(much_later)] == ["Sam"], "no day makes good what an edition says is missing"


def test_what_was_taken_away_in_its_own_round_was_never_brought() -> None:
    assert [one.who for one in late(in_rounds((AFTER, BARE)))] == ["Sam"]


def test_evidence_that_does_not_run_out_is_to_be_brought_again_where_it_was_taken_away() -> None:
    undated = Answer(level=2, evidence=(Evidence(kind="documented"),))

    assert [one.who for one in late(in_rounds((DAY, undated), (AFTER, BARE)))] == ["Sam"]


def test_a_new_piece_brings_what_was_agreed_on_since_and_not_what_was_brought_before() -> None:
    anew = (AFTER, EvidenceToBring(practice="s1.p1", what="a new log", who="Noor", by=AFTER, pieces=0))
    fresh = Answer(level=2, evidence=(Evidence(kind="sampled", seen_on=AFTER + timedelta(days=3)),))

    now = in_rounds((DAY, SETTLED), (AFTER + timedelta(days=5), fresh), proofs=(anew,))
    assert [(one.proof.what, one.fate) for one in now.agreed_evidence] == [("the log", "kept"), ("a new log", "kept")]


def test_the_same_words_agreed_on_again_ask_for_new_evidence() -> None:
    again = (AFTER, PROOF.changed(by=AFTER + timedelta(days=1)))

    now = in_rounds((DAY, SETTLED), (AFTER + timedelta(days=5), BARE), proofs=(again,))
    assert [one.fate for one in now.agreed_evidence] == ["open"]


def test_an_edition_that_cannot_be_read_settles_nothing() -> None:
    now = in_rounds((DAY, SETTLED), (AFTER, BARE))

    def unreadable() -> Assessment:
        raise FileIsWrong.one("This is no TOML.", path="answers.toml")

    damaged = tuple(replace(one, read=unreadable) for one in now.editions)
    assert [one.who for one in late(replace(now, editions=damaged))] == ["Sam"]


@pytest.mark.parametrize("editions", [2, 400])
def test_a_promise_that_is_open_for_hundreds_of_rounds_is_found_open(editions: int) -> None:
    rounds = [(HELD + timedelta(days=20 + place), BARE) for place in range(editions)]

    assert [one.who for one in late(in_rounds(*rounds))] == ["Sam"]

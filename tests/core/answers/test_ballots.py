"""How far apart people are: spread, median, where to start from, and the counts that an answer keeps."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.answers.answers import Answer
from levelbook.core.answers.ballots import (
    Ballot,
    ParticipantVote,
    Spread,
    answers_present_wording,
    spread_of,
    spread_of_votes,
    spreads,
    votes_of,
)
from levelbook.core.questionnaire.tailoring import tailor
from support.builders import a_book, an_answer, tiny_questionnaire

LEVELS = st.lists(st.one_of(st.none(), st.integers(0, 4)), max_size=12)
SOME = st.lists(st.integers(0, 4), min_size=1, max_size=12)


def spread(*levels: int | None) -> Spread:
    found = spread_of(levels)
    assert found is not None
    return found


@given(LEVELS)
def test_everybody_is_counted_once(levels: list[int | None]) -> None:
    found = spread_of(levels)
    if found is None:
        assert all(level is None for level in levels)
    else:
        assert found.voters + found.abstained == len(levels)
        assert all(count > 0 for count in found.counts.values())
        assert list(found.counts) == sorted(found.counts)


@given(SOME)
def test_at_least_half_stand_on_either_side_of_the_median(levels: list[int]) -> None:
    found = spread(*levels)
    assert 2 * sum(level <= found.median for level in levels) >= len(levels)
    assert 2 * sum(level >= found.median for level in levels) >= len(levels)
    assert found.low <= found.median <= found.high


@given(SOME)
def test_the_proposal_is_a_level_that_somebody_gave_and_never_above_the_median(levels: list[int]) -> None:
    found = spread(*levels)
    assert found.proposal in levels
    assert found.proposal <= found.median
    assert 2 * sum(level <= found.proposal for level in levels) >= len(levels)


@given(SOME, st.randoms())
def test_the_order_of_the_hands_means_nothing(levels: list[int], random: st.DataObject) -> None:
    shuffled = list(levels)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert spread(*levels) == spread(*shuffled)


def test_the_median_of_two_in_the_middle_is_half_way_and_the_proposal_the_lower() -> None:
    assert spread(1, 2).median == Fraction(3, 2)
    assert spread(1, 2).proposal == 1
    assert spread(0, 1, 3, 4).median == 2
    assert spread(0, 1, 3, 4).proposal == 1
    assert spread(3, 3, 0).median == 3


@given(LEVELS)
def test_what_agrees_is_never_wide(levels: list[int | None]) -> None:
    found = spread_of(levels)
    assert found is None or not (found.agrees and found.is_wide)


def test_one_alone_agrees_with_nobody_and_neither_do_few_where_most_abstain() -> None:
    assert not spread(2).agrees
    assert spread(2, 2).agrees
    assert spread(2, 3, None, None).agrees
    assert not spread(2, 3, None, None, None).agrees
    assert not spread(1, 3).agrees


@given(
    st.lists(
        st.builds(ParticipantVote, st.one_of(st.none(), st.integers(0, 4)), st.sampled_from(["", "Ana"]), st.just("")),
        max_size=9,
    )
)
def test_votes_keep_every_level_that_was_shown(hands: list[ParticipantVote]) -> None:
    levels = [hand.level for hand in hands]
    assert spread_of_votes(Answer(votes=votes_of(hands), abstained=levels.count(None) or None)) == spread_of(levels)


def test_a_name_or_a_reason_stands_apart_from_the_counts() -> None:
    votes = votes_of(
        [
            ParticipantVote(2),
            ParticipantVote(2),
            ParticipantVote(4, "Ana"),
            ParticipantVote(1, reason="It was switched off."),
            ParticipantVote(None),
        ]
    )
    assert [(vote.level, vote.count, vote.who, vote.reason) for vote in votes] == [
        (1, 1, "", "It was switched off."),
        (2, 2, "", ""),
        (4, 1, "Ana", ""),
    ]


def test_a_ballot_to_a_question_that_was_worded_anew_says_nothing() -> None:
    questionnaire = tiny_questionnaire(1, 2)
    tailoring = tailor(questionnaire, {})
    now = an_answer(3).changed(wording=questionnaire.wording("s1.p1", inherited=False))
    old, unsure = an_answer(0), Answer(unsure=True)
    books = [a_book(questionnaire, {"s1.p1": one, "s1.p2": Answer(level=1)}) for one in (now, now, old, unsure)]
    found = spreads((Ballot(f"b{place}", book) for place, book in enumerate(books)), tailoring)

    assert not answers_present_wording(old, tailoring, "s1.p1")
    assert found["s1.p1"] == Spread({3: 2}, abstained=1)
    assert found["s1.p2"].voters == 4


def test_what_the_rules_leave_out_has_no_spread() -> None:
    rules = [{"when": {"role": {"only": ["none"]}}, "because": "not here", "not_applicable": ["s1"]}]
    questionnaire = tiny_questionnaire(1, 1, rules=rules)
    books = [a_book(questionnaire, {"s1.p1": Answer(level=1)})]
    assert spreads([Ballot("b", books[0])], tailor(questionnaire, {"role": ("none",)})) == {}
    assert "s1.p1" in spreads([Ballot("b", books[0])], tailor(questionnaire, {}))

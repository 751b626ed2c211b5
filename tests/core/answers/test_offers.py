"""What one team offers, what an answer takes over of it, and what became of it since."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.answers.answers import NOTHING, Answer, AnswerBook, TakenOver
from levelbook.core.answers.offers import Offer, OfferedPractice, OwnOffer, PresentWording, moved_on, offered_practices
from support.builders import an_answer, tiny_questionnaire
from support.examples import examples
from support.offers import SAMPLED
from support.offers import an_offer as made_up_offer

TINY = tiny_questionnaire(1, 2)
NAME = "s1.p1"
PRACTICE = TINY.practices[NAME]
CRITERIA = tuple(PRACTICE.criteria)
ASKED = PresentWording("tiny", "1.0.0", TINY.wording(NAME, inherited=False))


OFFERED = made_up_offer().practices[NAME].changed(wording=ASKED.wording)


def an_offer(**changes: Any) -> Offer:
    return made_up_offer(**{"practices": {NAME: OFFERED}, **changes})


def taken(**changes: Any) -> TakenOver:
    found = an_offer().taken(NAME)
    assert found is not None
    return found.changed(**changes)


def newer(**changes: Any) -> Offer:
    """The next edition of the offer, in which the practice is otherwise."""
    offered = an_offer().practices[NAME].changed(**changes)
    return an_offer(edition="q4", number=4, digest="0000000000000000004", practices={NAME: offered})


def test_an_answer_takes_over_the_level_and_holds_what_the_offer_covers() -> None:
    answer = NOTHING.taking_over(PRACTICE, taken())

    assert answer.level == 3
    assert answer.claims(PRACTICE) == CRITERIA[:6]
    assert answer.all_evidence == (SAMPLED,)
    assert answer.evidence == ()


def test_a_criterion_that_the_offer_leaves_to_the_team_caps_its_level_until_the_team_meets_it() -> None:
    answer = NOTHING.taking_over(PRACTICE, taken(criteria=tuple(name for name in CRITERIA[:6] if name != "c2-a")))

    assert (answer.level, answer.unmet) == (1, ("c2-a",))
    assert answer.toggled(PRACTICE, "c2-a").level == 3
    assert answer.toggled(PRACTICE, "c2-a").unmet == ()


def test_what_the_team_meets_already_it_does_not_have_to_say_again() -> None:
    own = an_answer(level=2)

    answer = own.taking_over(PRACTICE, taken(criteria=("c3-a", "c3-b")))

    assert (answer.level, answer.unmet) == (3, ())


def test_what_the_team_strikes_out_of_an_offer_stays_struck_out_when_it_has_moved_on() -> None:
    struck = NOTHING.taking_over(PRACTICE, taken()).toggled(PRACTICE, "c3-a")

    again = struck.taking_over(PRACTICE, taken(digest="4"))

    assert (struck.level, again.level, again.unmet) == (2, 2, ("c3-a",))


def test_what_only_the_earlier_edition_covered_is_not_taken_for_the_teams_own() -> None:
    answer = NOTHING.taking_over(PRACTICE, taken()).taking_over(PRACTICE, taken(criteria=CRITERIA[:4]))

    assert (answer.level, answer.unmet) == (2, ("c3-a", "c3-b"))


@pytest.mark.parametrize(
    "own",
    [
        lambda answer: answer.at_level(PRACTICE, 1),
        lambda answer: answer.as_unsure(),
        lambda answer: answer.as_not_applicable("we have none"),
        lambda answer: answer.cleared(),
    ],
)
def test_whoever_answers_by_themselves_takes_over_nothing_any_more(own: Any) -> None:
    assert own(NOTHING.taking_over(PRACTICE, taken())).offer is None


@examples(200)
@given(
    level=st.integers(0, 4),
    covered=st.sets(st.sampled_from(CRITERIA)),
    own=st.builds(Answer, level=st.none() | st.integers(0, 4), met=st.sets(st.sampled_from(CRITERIA)).map(tuple)),
    ticks=st.lists(st.sampled_from(CRITERIA), max_size=6),
)
def test_the_level_is_never_above_the_offered_one_nor_at_a_criterion_that_is_not_met(
    level: int, covered: set[str], own: Answer, ticks: list[str]
) -> None:
    answer = own.taking_over(PRACTICE, taken(level=level, criteria=tuple(sorted(covered))))
    for criterion in ticks:
        answer = answer.toggled(PRACTICE, criterion)

    below = [at for name, (at, _) in PRACTICE.criteria.items() if at <= level and name not in answer.claims(PRACTICE)]
    assert answer.level == max(0, min([level, *(at - 1 for at in below)]))
    assert answer.capped(PRACTICE) == answer


def test_a_team_offers_what_its_answers_say_and_no_practice_without_a_level() -> None:
    answer = an_answer(level=2, unmet=("c1-b",), evidence=(SAMPLED,))
    book = AnswerBook("tiny", "1.0.0", {}, {NAME: answer})
    own = OwnOffer(for_whom="Everybody.", practices=(NAME, "s1.p2", "gone.x"))

    assert offered_practices(own, book, TINY) == {
        NAME: OfferedPractice(level=2, wording=answer.wording, criteria=("c1-a", "c2-a", "c2-b"), evidence=(SAMPLED,))
    }


def test_what_a_team_has_taken_over_itself_is_offered_to_nobody() -> None:
    book = AnswerBook("tiny", "1.0.0", {}, {NAME: NOTHING.taking_over(PRACTICE, taken())})

    assert offered_practices(OwnOffer(for_whom="Everybody.", practices=(NAME,)), book, TINY) == {}


def test_an_offer_may_cover_only_some_of_the_criteria_that_hold() -> None:
    book = AnswerBook("tiny", "1.0.0", {}, {NAME: an_answer(level=1)})
    own = OwnOffer(for_whom="Everybody.", practices=(NAME,), only={NAME: ("c1-b", "c4-a")})

    assert offered_practices(own, book, TINY)[NAME].criteria == ("c1-b",)


def test_an_answer_has_not_moved_on_while_the_offer_says_the_same_of_it() -> None:
    answer = NOTHING.taking_over(PRACTICE, taken())

    assert moved_on(answer, NAME, ASKED, {"gateway": an_offer()}) is None
    assert moved_on(answer, NAME, ASKED, {"gateway": newer()}) is None
    assert moved_on(an_answer(level=3), NAME, ASKED, {}) is None


def test_what_moved_is_named() -> None:
    answer = NOTHING.taking_over(PRACTICE, taken())
    fresh = SAMPLED.changed(seen_on=date(2026, 12, 1))

    moved = moved_on(answer, NAME, ASKED, {"gateway": newer(level=2, criteria=("c4-a",), evidence=(fresh,))})

    assert moved is not None
    assert moved.what == ("level", "covered", "uncovered", "evidence")
    assert (moved.edition, moved.has_ended) == ("q4", False)
    assert moved.now is not None
    assert moved.now.level == 2


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"level": 4}, ("level",)),
        ({"evidence": ()}, ("evidence",)),
        ({"team": "Somebody else"}, ("source",)),
        ({"edition": "q9", "number": 9}, ("source",)),
    ],
)
def test_a_copy_that_is_not_what_its_edition_offers_is_told_with_what_that_offers(
    changes: dict[str, Any], what: tuple[str, ...]
) -> None:
    raised = replace(NOTHING.taking_over(PRACTICE, taken()), wording=ASKED.wording).changed(offer=taken(**changes))

    moved = moved_on(raised, NAME, ASKED, {"gateway": an_offer()})

    assert moved is not None
    assert (moved.what, moved.now, moved.is_changed_copy) == (what, taken(), True)


@pytest.mark.parametrize(
    ("offers", "why"),
    [
        ({}, "gone"),
        ({"gateway": an_offer(digest="4", version="2.0.0")}, "other-version"),
        ({"gateway": an_offer(digest="4", withdrawn=True, practices={})}, "withdrawn"),
        ({"gateway": an_offer(digest="4", practices={})}, "not-offered"),
        ({"gateway": newer(wording="00000000")}, "asked-otherwise"),
    ],
)
def test_an_offer_that_has_ended_says_why(offers: dict[str, Offer], why: str) -> None:
    moved = moved_on(NOTHING.taking_over(PRACTICE, taken()), NAME, ASKED, offers)

    assert moved is not None
    assert (moved.what, moved.has_ended) == ((why,), True)


@pytest.mark.parametrize(
    ("offer", "why"),
    [
        (an_offer(version="0.9.0"), "other-version"),
        (an_offer(practices={NAME: OFFERED.changed(wording="00000000")}), "asked-otherwise"),
    ],
    ids=["upgraded here", "the same edition taken again"],
)
def test_the_same_edition_says_nothing_of_words_that_changed_here_since(offer: Offer, why: str) -> None:
    reworded = replace(NOTHING.taking_over(PRACTICE, taken()), wording="00000000")

    moved = moved_on(reworded, NAME, ASKED, {"gateway": offer})

    assert moved is not None
    assert (moved.what, moved.has_ended) == ((why,), True)


def test_words_that_an_upgrade_carried_over_do_not_end_an_offer() -> None:
    carried = replace(NOTHING.taking_over(PRACTICE, taken()), wording=ASKED.wording)

    assert moved_on(carried, NAME, ASKED, {"gateway": an_offer(version="0.9.0")}) is None


def test_an_edition_before_the_one_taken_over_is_older_where_it_says_something_else() -> None:
    answer = NOTHING.taking_over(PRACTICE, taken(edition="q4", number=4, digest="4", level=2))
    answer = answer.changed(wording=ASKED.wording)
    withdrawn = an_offer(withdrawn=True, practices={})

    for offer in (an_offer(), withdrawn):
        moved = moved_on(answer, NAME, ASKED, {"gateway": offer})
        assert moved is not None
        assert (moved.what, moved.has_ended) == (("older",), True)

    same = answer.changed(offer=taken(edition="q4", number=4, digest="4"))
    assert moved_on(same, NAME, ASKED, {"gateway": an_offer()}) is None
    unnumbered = answer.changed(offer=taken(edition="q4", number=None, digest="4", level=2))
    moved = moved_on(unnumbered, NAME, ASKED, {"gateway": an_offer()})
    assert moved is not None
    assert moved.what == ("level",)


def test_an_offer_that_somebody_changed_is_known_by_its_rev() -> None:
    assert not an_offer().edited_outside
    assert replace(an_offer(), team="Somebody else").edited_outside

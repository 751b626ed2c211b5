"""A show of hands while it is typed in."""

from __future__ import annotations

import pytest

from levelbook.core.answers.ballots import ParticipantVote, votes_of
from levelbook.core.answers.hand_vote import Dissent, HandVote, level_and_reason
from levelbook.core.answers.sittings import Participant

TEAM = (Participant(name="Ana"), Participant(name="Ben", named=True), Participant(name="Tom"))


def shown(*levels: int | None, participants: tuple[Participant, ...] = TEAM) -> HandVote:
    show = HandVote(participants)
    for level in levels:
        show = show.showing(level)
    return show


def test_it_is_everybodys_turn_in_order_and_then_it_is_complete() -> None:
    assert shown().turn == TEAM[0]
    assert shown(1).turn == TEAM[1]
    assert not shown(1, 2).is_complete
    assert shown(1, None, 2).is_complete
    assert shown(1, None, 2).turn is None


def test_nobody_shows_twice() -> None:
    assert shown(1, 2, 3, 4).levels == (1, 2, 3)


def test_without_participants_any_number_of_hands_is_taken() -> None:
    show = shown(1, 1, 2, 4, None, participants=())

    assert not show.is_complete
    assert show.levels == (1, 1, 2, 4, None)


def test_the_last_hand_is_taken_back_with_what_was_said_about_it() -> None:
    show = shown(1, 2, 4).dissenting(2, Dissent("we log all of it")).dissenting(0, Dissent("nobody looks"))

    assert show.taken_back() == shown(1, 2).dissenting(0, Dissent("nobody looks"))
    assert shown().taken_back() == shown()


def test_ballots_taken_for_the_hands_give_them_back() -> None:
    typed = shown(1, 2).dissenting(0, Dissent("nobody looks"))
    ballots = typed.of_ballots([1, 3, 3])

    assert (ballots.levels, ballots.participants, ballots.typed) == ((1, 3, 3), (), typed.typed)
    assert ballots.is_of_ballots
    assert ballots.taken_back() == typed
    assert not typed.is_of_ballots
    assert ballots.of_ballots([2]).taken_back() == typed
    assert ballots.dissenting(0, Dissent("we log it")).taken_back() == typed
    assert shown().of_ballots([1]).typed == {}


def test_a_name_is_kept_only_where_its_owner_agrees() -> None:
    assert shown(1, 2, None).hands == [ParticipantVote(1), ParticipantVote(2, "Ben"), ParticipantVote(None)]


def test_a_dissent_keeps_its_reason_and_the_name_that_was_agreed_to_for_it() -> None:
    show = shown(1, 2, 4).dissenting(2, Dissent("we log all of it", "Tom")).dissenting(1, Dissent("it was off"))

    assert show.hands == [
        ParticipantVote(1),
        ParticipantVote(2, "", "it was off"),
        ParticipantVote(4, "Tom", "we log all of it"),
    ]
    assert sum(vote.count for vote in votes_of(show.hands)) == 3


def test_an_empty_reason_takes_a_dissent_back() -> None:
    show = shown(1, 2, 4).dissenting(2, Dissent("so", "Tom"))

    assert show.dissenting(2, Dissent("")) == shown(1, 2, 4)


def test_names_at_a_level_are_those_who_showed_it() -> None:
    assert shown(1, 4, 1).names_at(1) == ("Ana", "Tom")
    assert shown(1, 4, 1, participants=()).names_at(1) == ()


def test_those_furthest_from_the_middle_come_first_and_abstentions_never() -> None:
    people = tuple(Participant(name=name) for name in "abcde")

    assert shown(2, None, 4, 2, 1, participants=people).outliers_first() == [2, 4, 0, 3]
    assert shown(None).outliers_first() == ()


def test_what_was_typed_is_gone_on_with_where_the_same_people_sit_there() -> None:
    people = (Participant(name="Ana"), Participant(name="Tom"))
    shown = HandVote(people).showing(None).showing(3).dissenting(1, Dissent("No drill", "Tom"))

    assert HandVote(people).with_typed(shown.typed) == shown
    assert HandVote(people).left_out(shown.typed) == ()
    for damaged in ("1 x", "1 ²", f"1 {'9' * 5_000}"):
        assert HandVote(people).with_typed({**shown.typed, "hands": damaged}) == HandVote(people)
    assert HandVote(people).typed == {}


def test_typed_hands_stay_with_their_people_when_somebody_comes_or_goes() -> None:
    ana, ben, tom, eve = (Participant(name=name) for name in ("Ana", "Ben", "Tom", "Eve"))
    typed = (
        HandVote((ana, ben, tom)).showing(0).showing(None).showing(3).dissenting(2, Dissent("No drill", "Tom")).typed
    )

    later = HandVote((ana, ben, tom, eve))
    assert later.with_typed(typed).levels == (0, None, 3)
    assert later.with_typed(typed).turn == eve

    fewer = HandVote((eve, ana, tom))
    assert fewer.with_typed(typed) == HandVote((ana, tom, eve), (0, 3), {1: Dissent("No drill", "Tom")})
    assert fewer.left_out(typed) == (("Ben", None),)
    assert HandVote((eve,)).with_typed(typed) == HandVote((eve,))
    assert HandVote().with_typed(typed) == HandVote()


def test_typed_hands_of_nobody_in_particular_stay_only_while_nobody_is_listed() -> None:
    typed = shown(1, 3, participants=()).typed

    assert HandVote().with_typed(typed) == shown(1, 3, participants=())
    assert HandVote().left_out(typed) == ()
    assert HandVote(TEAM).with_typed(typed) == HandVote(TEAM)
    assert HandVote(TEAM).left_out(typed) == (("", 1), ("", 3))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2", (2, "")),
        ("2 because of the gateway", (2, "of the gateway")),
        ("two because", (None, "")),
        ("", (None, "")),
    ],
)
def test_a_level_is_settled_on_alone_or_with_its_reason(said: str, meant: tuple[int | None, str]) -> None:
    assert level_and_reason(said) == meant

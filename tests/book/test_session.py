"""A team's session, and a participant's: what is said once, what a whole list says, and when to meet again."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from levelbook.book.checks.nonblocking_problems import problems
from levelbook.book.contents.rounds import next_round
from levelbook.book.disk_changes import read_settings_again
from levelbook.book.publishing.publish import Publisher
from levelbook.book.sealing.seal import seal
from levelbook.book.session import Session
from levelbook.book.sittings import parked_items
from levelbook.book.sittings.workshop import Workshop
from levelbook.book.undo import Turn
from levelbook.core.answers.answers import Vote
from levelbook.core.answers.ballots import spread_of, spread_of_votes
from levelbook.core.answers.edits import Edit
from levelbook.core.answers.sittings import Sitting
from levelbook.core.errors import CouldNotWrite, FileIsWrong, UnknownId, UsedWrongly
from levelbook.store import answers_file, ballots, sittings_file
from support.builders import DAY
from support.small_book import BACKUPS, PRACTICES, RESTORES, REVIEWS, hand_in, later, new_book, noon


@pytest.fixture(name="session")
def _session(tmp_path: Path) -> Session:
    session = new_book(tmp_path)
    session.set_fact("holds", ("business",))
    session.set_fact("hosting", "ourselves")
    return session


def held(session: Session) -> bytes:
    return session.folder.answers_path.read_bytes()


# --- A participant's ballot -------------------------------------------------------------------------------------------


@pytest.fixture(name="ana")
def _ana(session: Session) -> Session:
    """Ana's ballot, begun under other facts than the team's."""
    ballots.create(session.folder.ballots_path, session.questionnaire, "Ana", {"holds": ("nothing",), "hosting": "x"})
    return Session.open_ballot(session.folder.path, "ana", clock=noon())


def test_a_ballot_is_asked_as_the_teams_profile_says_whatever_it_was_begun_with(session: Session, ana: Session) -> None:
    assert ana.now.book.profile == session.now.book.profile
    assert {name: ana.now.tailoring[name].scope for name in PRACTICES} == {
        name: session.now.tailoring[name].scope for name in PRACTICES
    }

    ana.apply(REVIEWS, Edit(level=1))
    assert ana.now.book.profile == session.now.book.profile, "and it still is after something was saved"

    session.set_fact("hosting", "provider")
    again = Session.open_ballot(session.folder.path, "ana", clock=noon())
    assert again.now.tailoring[BACKUPS].scope == "inherited"


def test_a_ballot_answers_no_facts(session: Session, ana: Session) -> None:
    before = held(session)

    with pytest.raises(UsedWrongly, match="the team's profile"):
        ana.set_fact("hosting", "provider")

    assert (held(session), ana.unsaved, ana.undo()) == (before, False, None)


def test_a_ballot_has_no_editions_and_so_nothing_carried(session: Session) -> None:
    session.apply(REVIEWS, Edit(level=2))
    seal(session, "first")
    own = Session.open_ballot(session.folder.path, hand_in(session, "Ana", {}), clock=noon(90))

    own.apply(REVIEWS, Edit(level=1))

    assert own.editions.all == ()
    assert own.now.book.answer(REVIEWS).confirmed_after == ""
    assert own.now.scorecard[REVIEWS].confirmed
    assert next_round(own.editions, own.sittings, own.folder.settings) is None
    assert own.ballots.all == ()


def test_what_a_ballot_says_is_saved_in_its_own_file_and_nowhere_else(session: Session, ana: Session) -> None:
    hand_in(session, "Tom", {REVIEWS: 3})
    teams, toms = held(session), (session.folder.ballots_path / "tom.toml").read_bytes()

    ana.apply(REVIEWS, Edit(level=1, note="as I see it"))

    kept = answers_file.read(session.folder.ballots_path / "ana.toml", within=session.folder.path)
    assert (kept.answer(REVIEWS).level, kept.answer(REVIEWS).answered_by) == (1, "Ana")
    assert kept.unknown == {"participant": "Ana"}
    assert (held(session), (session.folder.ballots_path / "tom.toml").read_bytes()) == (teams, toms)


def test_team_and_participants_write_at_the_same_time_and_nothing_is_lost(session: Session, ana: Session) -> None:
    session.apply(BACKUPS, Edit(level=2))
    ana.apply(BACKUPS, Edit(level=0))
    session.apply(REVIEWS, Edit(level=3))
    ana.apply(REVIEWS, Edit(level=1))
    session.undo()

    team, own = later(session), Session.open_ballot(session.folder.path, "ana", clock=noon())

    assert [team.now.book.answer(name).level for name in PRACTICES] == [2, None, None]
    assert [own.now.book.answer(name).level for name in PRACTICES] == [0, None, 1]


def test_what_the_participant_changed_in_another_window_meanwhile_is_kept(session: Session, ana: Session) -> None:
    other = Session.open_ballot(session.folder.path, "ana", clock=noon())
    other.apply(BACKUPS, Edit(level=0))

    ana.apply(REVIEWS, Edit(level=1))

    assert [ana.now.book.answer(name).level for name in PRACTICES] == [0, None, 1]
    assert ana.now.book.profile == session.now.book.profile


def test_an_undo_in_a_ballot_takes_back_only_its_own(session: Session, ana: Session) -> None:
    session.apply(REVIEWS, Edit(level=3))
    ana.apply(REVIEWS, Edit(level=1))

    ana.undo()

    assert ana.now.book.answer(REVIEWS).is_empty
    assert later(session).now.book.answer(REVIEWS).level == 3


def test_an_anonymous_ballot_is_signed_by_nobody_though_git_knows_who_types(session: Session) -> None:
    ballot_id = hand_in(session, "", {REVIEWS: 1})
    text = (session.folder.ballots_path / f"{ballot_id}.toml").read_text("utf-8")

    assert session.who == "Noor" and "Noor" not in text
    assert "2026" not in text


def test_a_ballot_that_nobody_made_is_unknown(session: Session, ana: Session) -> None:
    with pytest.raises(UnknownId) as caught:
        Session.open_ballot(session.folder.path, "anna", clock=noon())
    assert "ana" in caught.value.remedy


def test_work_beside_a_session_sees_nothing_that_is_said_after_it_began(session: Session) -> None:
    session.apply(BACKUPS, Edit(level=1))
    beside = session.state.now
    session.apply(BACKUPS, Edit(level=3))
    session.set_fact("hosting", "provider")

    assert (beside.book.answer(BACKUPS).level, session.now.book.answer(BACKUPS).level) == (1, 3)
    assert beside.scorecard[BACKUPS].level == 1
    assert beside.book.profile != session.now.book.profile


# --- A whole list at once ---------------------------------------------------------------------------------------------


def test_a_list_is_one_turn_and_one_undo_takes_it_back(session: Session) -> None:
    session.apply(BACKUPS, Edit(level=1, note="before"))
    before, told = held(session), list[Turn]()
    session.tell(told.append)

    session.apply_all({BACKUPS: Edit(level=2), RESTORES: Edit(level=1), REVIEWS: Edit(unsure=True)})

    assert [turn.practice_ids for turn in told] == [(BACKUPS, RESTORES, REVIEWS)]
    assert [later(session).now.book.answer(name).status for name in PRACTICES] == ["answered", "answered", "unsure"]
    session.undo()
    assert held(session) == before
    session.redo()
    assert [later(session).now.book.answer(name).level for name in PRACTICES] == [2, 1, None]


def test_a_digit_typed_by_mistake_and_corrected_loses_nothing_that_was_said_of_the_level(session: Session) -> None:
    criterion = next(iter(session.questionnaire.practices[BACKUPS].criteria))
    session.apply(BACKUPS, Edit(level=2, level_reason="the vault came", unmet=(criterion,)))
    before = held(session)

    session.apply(BACKUPS, Edit(level=0))
    session.apply(BACKUPS, Edit(level=2))
    assert held(session) == before

    session.apply(BACKUPS, Edit(level=0))
    elsewhere = later(session)
    elsewhere.apply(BACKUPS, Edit(level=1))
    session.take_in_changes()
    session.apply(BACKUPS, Edit(level=2))
    assert not session.now.book.answer(BACKUPS).unmet, "others have said since what holds"


@pytest.mark.parametrize("wrong", [Edit(level=9), Edit(confirm=True), Edit(not_applicable=" ")])
def test_where_one_of_a_list_is_refused_nothing_of_it_is_said(session: Session, wrong: Edit) -> None:
    session.apply(BACKUPS, Edit(level=1))
    before = held(session)

    with pytest.raises(UsedWrongly):
        session.apply_all({BACKUPS: Edit(level=2), RESTORES: wrong, REVIEWS: Edit(level=2)})

    assert held(session) == before
    assert session.now.book.answer(BACKUPS).level == 1
    turn = session.undo()
    assert turn is not None and turn.practice_ids == (BACKUPS,), "the turn before is still the last one"


def test_an_empty_list_says_nothing_and_leaves_nothing_to_undo(session: Session) -> None:
    told = list[Turn]()
    session.tell(told.append)
    before = held(session)

    session.apply_all({})

    assert (told, held(session)) == ([], before)
    turn = session.undo()
    assert turn is not None and turn.changes[0].kind == "fact"


# --- Votes from round to round ----------------------------------------------------------------------------------------

THREE = (Vote(level=1, count=2), Vote(level=3, count=1, reason="I saw it"))


@pytest.fixture(name="next_quarter")
def _next_quarter(session: Session) -> Session:
    """Reviews were voted on and settled at 2, and sealed; 90 days have gone by."""
    session.apply(REVIEWS, Edit(level=2, votes=THREE))
    session.apply(BACKUPS, Edit(level=1))
    seal(session, "first")
    return later(session, 90)


@pytest.mark.parametrize("edit", [Edit(level=3), Edit(level=2), Edit(unsure=True), Edit(toggle="recorded")])
def test_what_is_said_anew_in_a_later_round_drops_the_votes_of_the_earlier(next_quarter: Session, edit: Edit) -> None:
    assert next_quarter.apply(REVIEWS, edit).votes == ()


@pytest.mark.parametrize("edit", [Edit(confirm=True), Edit(note="more"), Edit(owner="Tom")])
def test_what_only_confirms_or_adds_to_an_answer_keeps_its_votes(next_quarter: Session, edit: Edit) -> None:
    assert next_quarter.apply(REVIEWS, edit).votes == THREE


def test_new_votes_take_the_place_of_old_ones(next_quarter: Session) -> None:
    fresh = (Vote(level=2, count=3),)

    assert next_quarter.apply(REVIEWS, Edit(level=2, votes=fresh)).votes == fresh
    assert next_quarter.apply(REVIEWS, Edit(level=1)).votes == fresh, "said again in the same round"


def test_votes_that_settled_nothing_stay_when_the_team_settles_later_in_the_round(next_quarter: Session) -> None:
    next_quarter.apply(BACKUPS, Edit(votes=THREE))
    next_quarter.apply(RESTORES, Edit(votes=THREE))

    assert next_quarter.apply(BACKUPS, Edit(level=2)).votes == THREE
    assert next_quarter.apply(RESTORES, Edit(unsure=True)).votes == THREE


def test_votes_of_the_first_round_stay_while_it_lasts(session: Session) -> None:
    session.apply(REVIEWS, Edit(votes=THREE))

    assert session.apply(REVIEWS, Edit(level=2)).votes == THREE
    assert session.apply(REVIEWS, Edit(level=3)).votes == THREE


# --- How far apart people are -----------------------------------------------------------------------------------------


def test_the_spread_is_that_of_the_ballots_else_of_the_votes_else_none(session: Session) -> None:
    session.apply_all({name: Edit(level=2, votes=THREE) for name in (REVIEWS, BACKUPS)})
    hand_in(session, "Ana", {REVIEWS: 0})
    hand_in(session, "Tom", {REVIEWS: 2})
    session.read_ballots_again()

    assert session.ballots.spread(session.now, REVIEWS) == spread_of([0, 2])
    assert session.ballots.spread(session.now, BACKUPS) == spread_of_votes(session.now.book.answer(BACKUPS))
    assert session.ballots.spread(session.now, RESTORES) is None


def test_a_ballot_that_came_in_since_counts_once_ballots_are_looked_at_again(session: Session) -> None:
    assert session.ballots.spread(session.now, REVIEWS) is None
    ballots.create(session.folder.ballots_path, session.questionnaire, "Ana", {})
    Session.open_ballot(session.folder.path, "ana", clock=noon()).apply(REVIEWS, Edit(level=1))
    assert session.ballots.spread(session.now, REVIEWS) is None

    session.read_ballots_again()

    assert session.ballots.spread(session.now, REVIEWS) == spread_of([1])


# --- When to meet again -----------------------------------------------------------------------------------------------


def meet(session: Session, day: date, next_round: date | None = None) -> None:
    sittings_file.change(
        session.folder.sittings_path, day, lambda _: Sitting(next_round=next_round, closed=True, minutes=str(day))
    )


def days(number: int) -> timedelta:
    return timedelta(days=number)


@pytest.fixture(name="sealed")
def _sealed(session: Session) -> Session:
    """Sealed today."""
    session.apply(REVIEWS, Edit(level=2))
    seal(session, "first")
    return session


def test_before_an_edition_no_round_is_due(session: Session) -> None:
    meet(session, DAY, DAY + days(60))

    assert next_round(session.editions, session.sittings, session.folder.settings) is None


def test_without_a_sitting_the_next_round_is_as_the_settings_say(sealed: Session) -> None:
    assert next_round(sealed.editions, sealed.sittings, sealed.folder.settings) == DAY + days(92)


@pytest.mark.parametrize("held_on", [-30, -2, 0, 3])
def test_what_a_sitting_of_the_round_agreed_counts_whether_before_or_after_the_seal(
    session: Session, held_on: int
) -> None:
    session.apply(REVIEWS, Edit(level=2))
    if held_on <= 0:
        meet(session, DAY + days(held_on), DAY + days(60))
    seal(session, "first")
    if held_on > 0:
        meet(session, DAY + days(held_on), DAY + days(60))

    assert next_round(session.editions, session.sittings, session.folder.settings) == DAY + days(60)


def test_of_several_sittings_the_latest_that_agreed_a_day_counts(sealed: Session) -> None:
    meet(sealed, DAY - days(9), DAY + days(30))
    meet(sealed, DAY - days(2), DAY + days(40))
    meet(sealed, DAY)

    assert next_round(sealed.editions, sealed.sittings, sealed.folder.settings) == DAY + days(40)


def test_a_day_that_the_edition_has_overtaken_agrees_nothing(sealed: Session) -> None:
    meet(sealed, DAY - days(9), DAY)

    assert next_round(sealed.editions, sealed.sittings, sealed.folder.settings) == DAY + days(92)


def test_what_an_earlier_round_agreed_says_nothing_about_the_next(session: Session) -> None:
    session.apply(REVIEWS, Edit(level=2))
    meet(session, DAY, DAY + days(80))
    seal(session, "first")
    early = later(session, 70)
    early.apply(REVIEWS, Edit(level=3))
    seal(early, "second")

    assert next_round(early.editions, early.sittings, early.folder.settings) == DAY + days(70 + 92), (
        "80 was meant for the round that came at 70"
    )
    meet(early, DAY + days(71), DAY + days(140))
    assert next_round(early.editions, early.sittings, early.folder.settings) == DAY + days(140)


def test_an_edition_in_between_leaves_the_day_that_the_last_sitting_agreed(session: Session) -> None:
    session.apply(REVIEWS, Edit(level=2))
    meet(session, DAY, DAY + days(100))
    seal(session, "first")
    between = later(session, 10)
    between.apply(REVIEWS, Edit(level=3))
    seal(between, "second")

    assert next_round(between.editions, between.sittings, between.folder.settings) == DAY + days(100)
    assert f"next_round: {DAY + days(100)}" in between.folder.guide_path.read_text("utf-8")
    third = later(session, 101)
    third.apply(REVIEWS, Edit(level=2))
    seal(third, "third")
    assert next_round(third.editions, third.sittings, third.folder.settings) == DAY + days(101 + 92)


def test_a_day_agreed_earlier_does_not_come_back_once_the_last_agreed_day_is_past(session: Session) -> None:
    session.apply(REVIEWS, Edit(level=2))
    meet(session, DAY - days(9), DAY + days(100))
    meet(session, DAY - days(5), DAY - days(1))
    seal(session, "first")

    assert next_round(session.editions, session.sittings, session.folder.settings) == DAY + days(92)


def test_a_sitting_that_cannot_be_read_is_told_and_agrees_nothing(sealed: Session) -> None:
    meet(sealed, DAY, DAY + days(60))
    path = sittings_file.path_of(sealed.folder.sittings_path, DAY + days(1))
    path.write_text("format = 1\nnext_round = soon\n", "utf-8")

    assert next_round(sealed.editions, sealed.sittings, sealed.folder.settings) == DAY + days(60)
    assert [problem.line for problem in problems(sealed)] == [2]
    with pytest.raises(FileIsWrong):
        Publisher(sealed.state).assembled()


def test_a_book_that_is_gone_while_it_is_open_is_asked_for_and_nobody_is_told_to_begin_one(session: Session) -> None:
    session.folder.path.rename(session.folder.path.with_name("moved"))

    with pytest.raises(FileIsWrong) as caught:
        read_settings_again(session)

    assert "Was the book moved" in " ".join(caught.value.lines())


@pytest.mark.parametrize("name", ["", "levelbook.toml"], ids=["the whole book", "its settings"])
def test_nothing_is_written_where_a_book_was_and_what_was_said_is_written_once_it_is_back(
    session: Session, name: str
) -> None:
    session.apply(REVIEWS, Edit(level=1))
    workshop, gone = Workshop(session), session.folder.path / name
    gone.rename(away := session.folder.path.with_name("away"))
    before = sorted(session.folder.path.rglob("*"))

    for write in (
        lambda: workshop.begin(90, ["Ana"]),
        lambda: parked_items.park(workshop, "Who pays?"),
        lambda: session.apply(REVIEWS, Edit(level=2)),
        lambda: Publisher(session.state).write(),
        lambda: seal(session),
    ):
        with pytest.raises(CouldNotWrite):
            write()
    assert sorted(session.folder.path.rglob("*")) == before

    away.rename(gone)
    session.save()
    workshop.save()
    held = Session.open(session.folder.path)
    assert held.now.book.answer(REVIEWS).level == 2
    assert [item.text for _, sitting in held.sittings.all for item in sitting.parked] == ["Who pays?"]


def test_another_teams_book_without_about_is_told_from_a_renamed_one_by_its_answers(
    session: Session, tmp_path: Path
) -> None:
    session.apply(REVIEWS, Edit(level=1))
    workshop, place = Workshop(session), session.folder.path
    other = new_book(tmp_path / "other", team="Payments")
    other.apply(REVIEWS, Edit(level=3))
    place.rename(tmp_path / "away")
    other.folder.path.rename(place)

    for write in (lambda: workshop.begin(90, ["Ana"]), lambda: session.apply(REVIEWS, Edit(level=2))):
        with pytest.raises(CouldNotWrite, match="another book by now: Payments"):
            write()

    assert Session.open(place).now.book.answer(REVIEWS).level == 3


def test_nothing_is_written_into_another_teams_book_in_the_place_of_the_open_one_nor_taken_in_from_it(
    session: Session, tmp_path: Path
) -> None:
    session.apply(REVIEWS, Edit(level=1))
    workshop, place, away = Workshop(session), session.folder.path, tmp_path / "away"
    other = new_book(tmp_path / "other", team="Payments")
    other.apply(REVIEWS, Edit(level=3))
    settings = other.folder.settings_path
    settings.write_text(settings.read_text("utf-8").replace('# about = ""', 'about = "Fraud"'))
    place.rename(away)
    other.folder.path.rename(place)
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}

    for write in (
        lambda: workshop.begin(90, ["Ana"]),
        lambda: session.apply(REVIEWS, Edit(level=2)),
        lambda: Publisher(session.state).write(),
        lambda: seal(session),
        session.take_in_changes,
        lambda: read_settings_again(session),
    ):
        with pytest.raises(CouldNotWrite, match="another book by now: Payments, Fraud"):
            write()
    assert {path: path.read_bytes() for path in place.rglob("*") if path.is_file()} == before
    assert session.now.book.answer(REVIEWS).level == 2

    place.rename(tmp_path / "back")
    away.rename(place)
    session.save()
    workshop.save()
    held = Session.open(place)
    assert (held.now.book.answer(REVIEWS).level, [sitting.names for _, sitting in held.sittings.all]) == (2, [("Ana",)])


@pytest.mark.parametrize("about", ["", "Chat"])
def test_a_book_whose_team_is_renamed_while_it_is_open_stays_that_book(session: Session, about: str) -> None:
    settings = session.folder.settings_path
    settings.write_text(settings.read_text("utf-8").replace('# about = ""', f'about = "{about}"'))
    read_settings_again(session)
    settings.write_text(settings.read_text("utf-8").replace('"Retail"', '"Payments"'))

    session.apply(REVIEWS, Edit(level=1))
    read_settings_again(session)

    assert session.folder.settings.team == "Payments"

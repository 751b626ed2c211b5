"""A practice in plainer words for the same demand: what was said to the old words is carried, and nobody is asked."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from pathlib import Path

import pytest
import tomli_w

from levelbook.book.sealing.seal import seal
from levelbook.book.session import Session
from levelbook.book.summary import asked_again, open_practices
from levelbook.book.upgrade import Upgrade
from levelbook.core.answers.edits import Edit
from levelbook.core.assessment.comparison import compare
from levelbook.packs.read import read_questionnaire
from support.small_book import noon
from support.two_versions import answer_all, new_team, second_version


def words_of(folder: Path) -> str:
    return read_questionnaire(folder).wording("changes.reviews", inherited=False)


@pytest.fixture(name="root")
def _root(tmp_path: Path) -> Path:
    """A book of the first version, sealed, and then the version in which changes.reviews is clarified."""
    session = new_team(tmp_path)
    answer_all(session)
    seal(session, "first")
    second_version(tmp_path / "questions", {"became": "clarified", "wording": words_of(tmp_path / "questions")})
    return tmp_path


def upgraded(root: Path) -> Session:
    Upgrade.open(root / "book", clock=noon(1)).carry_out()
    return Session.open(root / "book", who="Noor", clock=noon(1))


def test_an_answer_to_the_words_that_were_clarified_is_carried_and_signed_for_the_plainer_ones(root: Path) -> None:
    session = upgraded(root)
    answer = session.now.book.answer("changes.reviews")

    assert answer.level == 2 and answer.here == {"c1-a": "in the pull request"}
    assert answer.wording == session.questionnaire.wording("changes.reviews", inherited=False)
    assert answer.rev == answer.true_rev, "so that nobody takes it for edited outside"
    assert asked_again(session).reworded == ()


def test_a_clarified_practice_is_compared_like_for_like_and_is_no_change(root: Path) -> None:
    session = upgraded(root)
    session.apply("changes.reviews", Edit(level=3))

    comparison = compare(session.editions.assessment(session.editions.all[0]), session.now)

    changed = {one.id: one for one in comparison.practices}
    assert changed["changes.reviews"].changes == ("up",)
    # Copies stays 2 and Reviews goes from 2 to 3; both were asked the same both times.
    assert comparison.like_for_like is not None
    assert (comparison.like_for_like.practices, comparison.like_for_like.change) == (2, Fraction(1, 2))


def test_what_was_confirmed_in_the_round_stays_confirmed(tmp_path: Path) -> None:
    session = new_team(tmp_path)
    answer_all(session)
    seal(session, "first")
    session = Session.open(tmp_path / "book", who="Noor", clock=noon(1))
    session.apply("changes.reviews", Edit(confirm=True))
    second_version(tmp_path / "questions", {"became": "clarified", "wording": words_of(tmp_path / "questions")})

    card = upgraded(tmp_path).now.scorecard

    assert card.practices["changes.reviews"].confirmed


def test_an_answer_to_still_older_words_is_asked_again(tmp_path: Path) -> None:
    """Whoever had not confirmed the words before has not said that the demand in them is met."""
    session = new_team(tmp_path)
    answer_all(session)
    seal(session, "first")
    second_version(tmp_path / "questions", {"became": "clarified", "wording": "00000000"})

    assert asked_again(upgraded(tmp_path)).reworded == ("changes.reviews",)


def test_a_demand_that_changed_after_it_was_clarified_is_asked_again(tmp_path: Path) -> None:
    session = new_team(tmp_path)
    answer_all(session)
    seal(session, "first")
    words = words_of(tmp_path / "questions")
    folder = second_version(tmp_path / "questions", {"became": "reworded"})
    path = folder / "migrations.toml"
    table = tomllib.loads(path.read_text("utf-8"))
    clarified = {"id": "changes.reviews", "became": "clarified", "wording": words, "why": "Plainer words."}
    table["upgrades"][0]["practices"].append(clarified)
    path.write_text(tomli_w.dumps(table), "utf-8")

    assert asked_again(upgraded(tmp_path)).reworded == ("changes.reviews",)


# --- Clarified up to a level


@pytest.fixture(name="up_to_2")
def _up_to_2(tmp_path: Path) -> Path:
    """A book of the first version whose changes.reviews is at 2, and then the version that clarifies levels 0 to 2."""
    answer_all(new_team(tmp_path))
    return tmp_path


def clarify_up_to_2(root: Path) -> None:
    seal(Session.open(root / "book", who="Noor", clock=noon()), "first")
    said = {"became": "clarified", "wording": words_of(root / "questions"), "up_to": 2}
    second_version(root / "questions", said)


def reviews(root: Path, edit: Edit) -> None:
    Session.open(root / "book", who="Noor", clock=noon()).apply("changes.reviews", edit)


def test_an_answer_up_to_the_level_that_is_clarified_is_carried(up_to_2: Path) -> None:
    clarify_up_to_2(up_to_2)

    assert asked_again(upgraded(up_to_2)).reworded == ()


@pytest.mark.parametrize("higher", [Edit(level=3), Edit(met=("c3-a",))], ids=["a level", "a criterion"])
def test_an_answer_that_speaks_of_a_higher_level_is_asked_again_and_told_as_reworded(
    up_to_2: Path, higher: Edit
) -> None:
    reviews(up_to_2, higher)
    clarify_up_to_2(up_to_2)
    upgrade = Upgrade.open(up_to_2 / "book", clock=noon(1))

    assert {move.old: move.became for move in upgrade.outcome.practices}["changes.reviews"] == "reworded"
    assert asked_again(upgraded(up_to_2)).reworded == ("changes.reviews",)


def test_a_rise_above_what_is_clarified_is_no_comparison_of_like_with_like(up_to_2: Path) -> None:
    clarify_up_to_2(up_to_2)
    session = upgraded(up_to_2)
    session.apply("changes.reviews", Edit(level=3))

    comparison = compare(session.editions.assessment(session.editions.all[0]), session.now)

    assert comparison.like_for_like is not None
    assert comparison.like_for_like.practices == 1, "Copies alone: of Reviews something else is asked at level 3"


def test_what_is_not_known_is_carried_whatever_the_levels_say(up_to_2: Path) -> None:
    reviews(up_to_2, Edit(unsure=True))
    clarify_up_to_2(up_to_2)

    assert asked_again(upgraded(up_to_2)).reworded == ()


def test_what_does_not_apply_is_asked_again_with_the_rest_so_that_home_counts_alike(tmp_path: Path) -> None:
    session = new_team(tmp_path)
    answer_all(session)
    session.apply("changes.reviews", Edit(not_applicable="no changes"))
    seal(session, "first")
    second_version(tmp_path / "questions", {"became": "clarified", "wording": "00000000"})

    session = upgraded(tmp_path)

    assert asked_again(session).reworded == ("changes.reviews",)
    assert any("1 reworded" in one.words for one in open_practices(session))

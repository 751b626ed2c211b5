"""Levels that were given in a list and not confirmed, kept over an upgrade of the questionnaire."""

from __future__ import annotations

from pathlib import Path

import pytest

from levelbook.book.session import Session
from levelbook.book.sittings.workshop import Workshop
from levelbook.book.unsaved.drafts import LEVELS_LEFT, Drafts
from levelbook.book.unsaved.kept_levels import FORM, KeptLevels
from levelbook.book.upgrade import Upgrade
from levelbook.core.answers.edits import Edit
from levelbook.core.errors import CouldNotWrite
from levelbook.packs.read import read_questionnaire
from levelbook.store import draft_files
from support import two_versions


def given_before_an_upgrade(root: Path, levels: dict[str, int | None]) -> None:
    """Levels given in a list under the first version; then the second one comes out."""
    session = two_versions.new_team(root)
    session.apply_all({name: Edit(level=1) for name in ("data.backups", "changes.reviews", "data.restores")})
    workshop = Workshop(session)
    for name, level in levels.items():
        workshop.give_in_list(name, level)
    KeptLevels(workshop, Drafts(session)).keep()
    two_versions.publish(root)


def opened_again(root: Path) -> tuple[Workshop, Drafts, KeptLevels]:
    session = Session.open(root / "book", who="Noor")
    workshop, drafts = Workshop(session), Drafts(session)
    kept = KeptLevels(workshop, drafts)
    kept.restore()
    return workshop, drafts, kept


def upgrade(root: Path) -> None:
    Upgrade.open(root / "book", who="Ana").carry_out()


def test_a_level_given_in_a_list_goes_along_with_a_practice_that_an_upgrade_renamed(tmp_path: Path) -> None:
    given_before_an_upgrade(tmp_path, {"data.backups": 3})
    upgrade(tmp_path)

    workshop, _, kept = opened_again(tmp_path)

    assert workshop.levels_in_lists == {"data.copies": 3}
    workshop.give_in_list("changes.secrets", 2)
    kept.keep()
    assert opened_again(tmp_path)[0].levels_in_lists == {"data.copies": 3, "changes.secrets": 2}


@pytest.mark.parametrize("name", ["changes.reviews", "data.restores", "data.tapes", "changes.tests"])
def test_a_level_given_to_what_is_not_asked_any_more_is_in_no_list_and_is_named(tmp_path: Path, name: str) -> None:
    given_before_an_upgrade(tmp_path, {name: 3, "data.backups": None})
    upgrade(tmp_path)

    for _ in range(2):
        workshop, drafts, _ = opened_again(tmp_path)
        assert workshop.waiting_in_lists() == []
        [left] = drafts.all
        assert (left.form, left.words) == (LEVELS_LEFT, (f"{name}: 3",))
        assert drafts.why_no_form(left)


def test_a_level_given_to_a_practice_that_kept_its_id_when_it_was_split_is_not_one_of_its_part(tmp_path: Path) -> None:
    given_before_an_upgrade(tmp_path, {"changes.reviews": 3})
    change = {"became": "split", "to": ["changes.reviews", "changes.secrets"]}
    two_versions.second_version(tmp_path / "questions", change)
    upgrade(tmp_path)

    workshop, drafts, _ = opened_again(tmp_path)

    assert workshop.levels_in_lists == {}
    assert [one.words for one in drafts.all] == [("changes.reviews: 3",)]


def test_levels_given_before_an_upgrade_stay_where_the_disk_takes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_before_an_upgrade(tmp_path, {"data.tapes": 3, "data.backups": 2})
    upgrade(tmp_path)

    def full(*_: object) -> None:
        raise CouldNotWrite("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(draft_files, "write", full)
        workshop, drafts, kept = opened_again(tmp_path)
        assert workshop.levels_in_lists == {"data.copies": 2}
        assert kept.try_to_keep() is not None
        assert [one.typed for one in drafts.all] == [{"data.tapes": "3", "data.backups": "2"}]

    kept.keep()
    assert {one.form: one.typed for one in drafts.all} == {
        LEVELS_LEFT: {"data.tapes": "data.tapes: 3"},
        FORM: {"data.copies": "2"},
    }


def test_a_level_given_in_a_list_is_not_given_again_where_somebody_answered_after_the_upgrade(tmp_path: Path) -> None:
    given_before_an_upgrade(tmp_path, {"data.backups": 3})
    upgrade(tmp_path)
    Session.open(tmp_path / "book", who="Tom").apply("data.copies", Edit(level=2))

    assert opened_again(tmp_path)[0].levels_in_lists == {}


def test_a_level_given_again_after_somebody_answered_is_kept_again(tmp_path: Path) -> None:
    session = two_versions.new_team(tmp_path)
    session.apply("data.backups", Edit(level=1))
    workshop = Workshop(session)
    kept = KeptLevels(workshop, Drafts(session))
    workshop.give_in_list("data.backups", 3)
    kept.keep()
    session.apply("data.backups", Edit(level=2))
    assert opened_again(tmp_path)[0].levels_in_lists == {}

    workshop.give_in_list("data.backups", 3)
    kept.keep()

    assert opened_again(tmp_path)[0].levels_in_lists == {"data.backups": 3}


def test_levels_of_a_later_version_wait_for_it(tmp_path: Path) -> None:
    given_before_an_upgrade(tmp_path, {})
    book = tmp_path / "book" / "answers.toml"
    before = book.read_bytes()
    upgrade(tmp_path)
    workshop, _, kept = opened_again(tmp_path)
    workshop.give_in_list("data.copies", 4)
    kept.keep()
    book.write_bytes(before)
    two_versions.write_version(tmp_path / "questions", two_versions.FIRST)

    assert opened_again(tmp_path)[0].levels_in_lists == {}

    two_versions.publish(tmp_path)
    upgrade(tmp_path)
    assert opened_again(tmp_path)[0].levels_in_lists == {"data.copies": 4}


def test_a_level_given_in_a_list_goes_along_with_words_that_were_only_clarified(tmp_path: Path) -> None:
    given_before_an_upgrade(tmp_path, {"changes.reviews": 3})
    two_versions.write_version(tmp_path / "questions", two_versions.FIRST)
    words = read_questionnaire(tmp_path / "questions").wording("changes.reviews", inherited=False)
    two_versions.second_version(tmp_path / "questions", {"became": "clarified", "wording": words, "up_to": 3})
    upgrade(tmp_path)

    assert opened_again(tmp_path)[0].levels_in_lists == {"changes.reviews": 3}


def test_a_level_above_those_that_were_only_clarified_is_in_no_list(tmp_path: Path) -> None:
    given_before_an_upgrade(tmp_path, {"changes.reviews": 3})
    two_versions.write_version(tmp_path / "questions", two_versions.FIRST)
    words = read_questionnaire(tmp_path / "questions").wording("changes.reviews", inherited=False)
    two_versions.second_version(tmp_path / "questions", {"became": "clarified", "wording": words, "up_to": 2})
    upgrade(tmp_path)

    workshop, drafts, _ = opened_again(tmp_path)

    assert (workshop.levels_in_lists, [one.form for one in drafts.all]) == ({}, [LEVELS_LEFT])

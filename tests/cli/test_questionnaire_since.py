"""`levelbook questionnaire check --since`: what became of ids and words between two versions, and is not said."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from levelbook.core.text.short_digests import in_digits
from levelbook.packs.read import read_questionnaire
from support.command_line import Type
from support.two_versions import FIRST, MIGRATIONS, SECOND, answer_all, new_team, second_version, write_version


def words_of(folder: Path) -> str:
    return in_digits(read_questionnaire(folder).wording("changes.reviews", inherited=False)) or ""


def since(levelbook: Type, root: Path, change: dict[str, Any] | None) -> list[str]:
    """What `questionnaire check --since` says of the second version, beside what it says without."""
    older, newer = write_version(root / "older", FIRST), second_version(root / "newer", change)
    plain = levelbook("questionnaire", "check", str(newer)).out.splitlines()
    return [
        line
        for line in levelbook("questionnaire", "check", str(newer), "--since", str(older)).out.splitlines()
        if line not in plain and "problem" not in line
    ]


def test_words_that_changed_unsaid_are_found_with_what_to_write(levelbook: Type, tmp_path: Path) -> None:
    words = words_of(write_version(tmp_path / "one", FIRST))

    (found,) = since(levelbook, tmp_path, None)

    assert (
        "The words of changes.reviews changed, and migrations.toml does not mention it: every team is asked again."
        in found
    )
    assert f'became = "clarified" with wording = "{words}"' in found
    assert since(levelbook, tmp_path, {"became": "reworded"}) == []
    assert since(levelbook, tmp_path, {"became": "clarified", "wording": words}) == []


def test_a_practice_that_is_renamed_and_reworded_is_followed_to_its_new_id(levelbook: Type, tmp_path: Path) -> None:
    older = write_version(tmp_path / "older", FIRST)
    section = older / "sections" / "01-data.toml"
    section.write_text(section.read_text("utf-8").replace('question = "', 'question = "Once more: ', 1), "utf-8")

    def said(became: dict[str, Any] | None) -> str:
        """What is found where an upgrade after the one that renames it says what became of its words."""
        migrations = copy.deepcopy(MIGRATIONS)
        first, second = migrations["upgrades"]
        if became:
            first["practices"][0]["to"] = second["actions"][0]["practice"] = "data.copies"
            second["practices"][0] = {"id": "data.copies", "why": "Plainer words.", **became}
        newer = write_version(tmp_path / "newer", SECOND, migrations=migrations)
        return levelbook("questionnaire", "check", str(newer), "--since", str(older)).out

    words = in_digits(read_questionnaire(older).wording("data.backups", inherited=False))
    unsaid = said(None)
    assert "data.backups was renamed to data.copies, and its words changed too: every team is asked again." in unsaid
    assert (
        f'data.copies is reworded; or, if it demands the same, became = "clarified" with wording = "{words}"' in unsaid
    )
    for became in ({"became": "reworded"}, {"became": "clarified", "wording": words}):
        assert "every team is asked again" not in (found := said(became)) and "digest" not in found


def test_a_digest_of_other_words_is_found_with_the_right_one(levelbook: Type, tmp_path: Path) -> None:
    words = words_of(write_version(tmp_path / "one", FIRST))

    (found,) = since(levelbook, tmp_path, {"became": "clarified", "wording": "0000000000"})

    assert found.endswith(f'but `wording` is not the digest of its earlier words. Write wording = "{words}".')


def test_ids_that_are_gone_unsaid_are_found(levelbook: Type, tmp_path: Path) -> None:
    older = write_version(tmp_path / "older", FIRST)
    newer = second_version(tmp_path / "newer", {"became": "reworded"})
    section = older / "sections" / "02-changes.toml"
    section.write_text(section.read_text("utf-8").replace('id = "c1-b"', 'id = "another"', 1), "utf-8")

    said = levelbook("questionnaire", "check", str(newer), "--since", str(older)).out

    assert "The criterion “another” of changes.reviews is gone, and migrations.toml does not mention it." in said
    assert "Say what became of it: renamed, split, merged or retired." in said


def test_a_version_without_a_map_is_told_what_to_begin_with(levelbook: Type, tmp_path: Path) -> None:
    older, newer = write_version(tmp_path / "older", FIRST), write_version(tmp_path / "newer", SECOND, migrations=None)

    said = levelbook("questionnaire", "check", str(newer), "--since", str(older))

    assert said.code == 1
    assert 'Add [[upgrades]] with from = "1.0.0" and to = "2.0.0".' in said.out


def test_a_version_that_does_not_come_after_the_other_is_told_so(levelbook: Type, tmp_path: Path) -> None:
    older, newer = write_version(tmp_path / "older", FIRST), second_version(tmp_path / "newer", None)
    for one, other in ((older, older), (older, newer)):
        said = levelbook("questionnaire", "check", str(one), "--since", str(other))
        assert said.code == 1 and "which does not come after" in said.out
        assert "[[upgrades]]" not in said.out


def test_an_upgrade_says_what_was_clarified(levelbook: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = new_team(tmp_path)
    answer_all(session)
    questions = tmp_path / "questions"
    second_version(questions, {"became": "clarified", "wording": words_of(questions)})
    monkeypatch.chdir(tmp_path)

    shown = levelbook("upgrade", "--dry-run").out

    assert "  clarified Reviews. Plainer words." in shown.splitlines()
    assert "To be asked afterwards: 4 practices that have no answer." in shown

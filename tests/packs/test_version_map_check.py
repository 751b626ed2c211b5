"""`migrations.toml`: everything that can be wrong in what is said about ids, each said with place and remedy."""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from levelbook.core.errors import FileIsWrong
from levelbook.packs.companions import file_texts
from levelbook.packs.read import read_questionnaire
from levelbook.packs.version_map_file import MigrationsFile
from levelbook.reading import strict
from support import REPOSITORY
from support.two_versions import MIGRATIONS, SECOND, reworded, write_version

Spoil = Callable[[list[dict[str, Any]]], object]
"""Breaks the list of upgrades."""


def problems(folder: Path, spoil: Spoil = lambda upgrades: None) -> list[str]:
    """What reading the second version says, each as `key: message remedy`."""
    migrations = copy.deepcopy(MIGRATIONS)
    spoil(migrations["upgrades"])
    reworded(write_version(folder, SECOND, migrations=migrations))
    try:
        read_questionnaire(folder)
    except FileIsWrong as wrong:
        assert all(problem.path.endswith("migrations.toml") for problem in wrong.problems)
        return [f"{problem.key}: {problem.message} {problem.remedy}" for problem in wrong.problems]
    return []


def test_a_map_without_a_fault_is_read_with_its_questionnaire(tmp_path: Path) -> None:
    assert problems(tmp_path) == []
    questionnaire = read_questionnaire(tmp_path)
    assert questionnaire.version_map is not None
    assert [upgrade.to_version for upgrade in questionnaire.version_map.upgrades] == ["1.1.0", "2.0.0"]
    assert "migrations.toml" in file_texts(tmp_path), "an edition holds it too"


WRONG: list[tuple[str, Spoil, str]] = [
    (
        "a gap between versions",
        lambda ups: ups[0].update(to="1.2.0"),
        "upgrades[1].from: This begins with “1.1.0”; the upgrade before it ends with “1.2.0”.",
    ),
    ("versions in a circle", lambda ups: ups[1].update(to="1.0.0"), "upgrades[1].to: “1.0.0” was there before"),
    ("versions that fall", lambda ups: ups[0].update({"from": "1.3.0"}), "“1.1.0” is not later than “1.3.0”"),
    ("an end elsewhere", lambda ups: ups.pop(), "The last upgrade leads to “1.1.0”; this is version “2.0.0”"),
    (
        "an unknown target",
        lambda ups: ups[1]["practices"][0].update(to="data.copes"),
        "upgrades[1].practices[0].to: This version has no practice “data.copes”. Did you mean “data.copies”?",
    ),
    (
        "a part that is not there",
        lambda ups: ups[1]["practices"][1].update(to=["data.restoring", "data.rehearsal"]),
        "upgrades[1].practices[1].to[1]: This version has no practice “data.rehearsal”.",
    ),
    (
        "a source that still exists",
        lambda ups: ups[0]["practices"].append(
            {"id": "changes.secrets", "became": "renamed", "to": "data.copies", "why": "So."}
        ),
        "The practice “changes.secrets” still exists, but is said to be renamed.",
    ),
    (
        "an id that becomes two things",
        lambda ups: ups[1]["practices"].append({"id": "data.restores", "became": "retired", "why": "So."}),
        "upgrades[1].practices[5].id: The practice “data.restores” becomes two things.",
    ),
    (
        "versions in a circle",
        lambda ups: ups[1].update(to="1.0.0"),
        "upgrades[1].to: “1.0.0” was there before: the versions form a cycle.",
    ),
    (
        "a circle in one upgrade",
        lambda ups: ups[0]["practices"].extend(
            [
                {"id": "x.a", "became": "renamed", "to": "x.b", "why": "So."},
                {"id": "x.b", "became": "renamed", "to": "x.a", "why": "So."},
            ]
        ),
        "These form a cycle: “x.a” to “x.b” to “x.a”.",
    ),
    (
        "a circle over two",
        lambda ups: ups[1]["practices"][0].update(to="data.backups"),
        "“data.backups” was dropped with “1.1.0”; so these form a cycle.",
    ),
    (
        "an id named after it is gone",
        lambda ups: ups[1]["practices"].append({"id": "data.tapes", "became": "reworded", "why": "So."}),
        "“data.tapes” no longer exists since “1.1.0”.",
    ),
    (
        "two renamed to one",
        lambda ups: [change.update(became="renamed") for change in ups[1]["practices"][3:]],
        "Where several become one, they are “merged”.",
    ),
    ("a split into one", lambda ups: ups[1]["practices"][1].update(to="data.restoring"), "“to” is a list of ids"),
    ("a target of nothing", lambda ups: ups[0]["practices"][1].update(to="data.copies"), "What is retired has no “to”"),
    (
        "no target",
        lambda ups: ups[1]["practices"][0].pop("to"),
        "upgrades[1].practices[0]: What is renamed becomes one: “to” is an id.",
    ),
    ("no sentence", lambda ups: ups[0]["practices"][0].pop("why"), "upgrades[0].practices[0].why: This key is missing"),
    (
        "an empty sentence",
        lambda ups: ups[0]["practices"][0].update(why=" "),
        "practices[0].why: This is the text “”: this text is empty",
    ),
    ("an unknown key", lambda ups: ups[0]["practices"][0].update(wy="x"), "Did you mean “why”?"),
    ("an unknown change", lambda ups: ups[0]["practices"][0].update(became="moved"), "practices[0].became"),
    (
        "a practice without its section",
        lambda ups: ups[0]["practices"][0].update(id="backups"),
        "a practice is named here with its section",
    ),
    (
        "a criterion by its practice's new name",
        lambda ups: ups[0]["criteria"][0].update(practice="data.saved-copies"),
        "Name it as before: “data.backups”.",
    ),
    (
        "a criterion of no practice",
        lambda ups: ups[0]["criteria"][0].update(practice="data.backup"),
        "upgrades[0].criteria[0].practice: There is no practice “data.backup”.",
    ),
    (
        "a criterion that leads nowhere",
        lambda ups: ups[0]["criteria"][0].update(to="plam"),
        "upgrades[0].criteria[0].to: This version has no criterion “plam”. Did you mean “plan”?",
    ),
    (
        "a criterion that still exists",
        lambda ups: ups[0]["criteria"][0].update(id="c2-b"),
        "The criterion “c2-b” still exists, but is said to be renamed.",
    ),
    (
        "an action that leads nowhere",
        lambda ups: ups[1]["actions"][0].update(to="second-copy"),
        "This version has no action “second-copy”.",
    ),
    (
        "a choice that leads nowhere",
        lambda ups: ups[1]["choices"][0].update(to="clouds"),
        "upgrades[1].choices[0].to: This version has no choice “clouds”. Did you mean “cloud”?",
    ),
    ("a choice that still exists", lambda ups: ups[1]["choices"][1].update(id="business"), "still exists"),
    (
        "a clarified practice without the words before",
        lambda ups: ups[1]["practices"][2].update(became="clarified"),
        "upgrades[1].practices[2]: A clarified practice must name the digest of its earlier text, as “wording”.",
    ),
    (
        "a digest that is none",
        lambda ups: ups[1]["practices"][2].update(became="clarified", wording="the old ones"),
        "a wording is the ten digits that answers.toml has for it",
    ),
    (
        "words before of what is not clarified",
        lambda ups: ups[1]["practices"][2].update(wording="91c07d2e"),
        "upgrades[1].practices[2].wording: What is reworded has no “wording”.",
    ),
    (
        "a level of what is not clarified",
        lambda ups: ups[1]["practices"][2].update(up_to=2),
        "upgrades[1].practices[2].up_to: What is reworded has no “up_to”.",
    ),
    (
        "clarified up to the top",
        lambda ups: ups[1]["practices"][2].update(became="clarified", wording="91c07d2e", up_to=4),
        "upgrades[1].practices[2].up_to: The scale goes to 4, so this leaves nothing out.",
    ),
    (
        "a clarified criterion",
        lambda ups: ups[0]["criteria"][0].update(became="clarified", to=None) or ups[0]["criteria"][0].pop("to"),
        "Only a practice can be clarified",
    ),
    ("a fact that leads nowhere", lambda ups: ups[1]["facts"][0].update(to="runing"), "Did you mean “running”?"),
]


@pytest.mark.parametrize(("spoil", "said"), [pytest.param(spoil, said, id=name) for name, spoil, said in WRONG])
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, spoil: Spoil, said: str) -> None:
    found = problems(tmp_path, spoil)

    assert any(said in problem for problem in found), found
    assert len(found) <= 4, found


def test_a_part_may_keep_the_id_of_the_whole_and_one_may_be_merged_into_another(tmp_path: Path) -> None:
    def spoil(ups: list[dict[str, Any]]) -> None:
        ups[1]["practices"][1:] = [
            {"id": "changes.reviews", "became": "split", "to": ["changes.reviews", "changes.secrets"], "why": "So."},
            {"id": "changes.tests", "became": "merged", "to": "changes.trials", "why": "So."},
            {"id": "changes.trials", "became": "same", "why": "It covers more."},
        ]

    assert problems(tmp_path, spoil) == []


def test_the_page_for_authors_shows_a_map_that_can_be_read() -> None:
    page = (REPOSITORY / "docs" / "upgrades.md").read_text("utf-8")
    found = re.search(r"```toml\n(.*?)```", page, re.DOTALL)
    assert found is not None

    read = strict.read(MigrationsFile, tomllib.loads(found[1]))

    shown = {change.became for upgrade in read.upgrades for change in upgrade.practices}
    assert shown == {"renamed", "clarified", "reworded", "split", "merged", "retired"}


def test_a_map_that_splits_ids_into_very_many_parts_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each part may be split again, so that following all of them would not end in any time that somebody has."""
    monkeypatch.setattr("levelbook.packs.version_map_file.MOST_PARTS_IN_ALL", 1)

    found = problems(tmp_path)

    assert any("parts in all; at most 1 are followed" in problem for problem in found), found

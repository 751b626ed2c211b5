"""A version map is walked from any version to the present one, and says what became of each id."""

from __future__ import annotations

from typing import Any

import pytest

from levelbook.core.questionnaire.version_map import (
    IdOutcome,
    UpgradePath,
    VersionMap,
    successors,
    upgrade_path_from,
    whole_upgrade_path,
)
from levelbook.packs.version_map_file import MigrationsFile
from levelbook.reading import strict
from support.two_versions import FIRST, MIDDLE, MIGRATIONS, SECOND


def version_map(*upgrades: dict[str, Any]) -> VersionMap:
    return VersionMap(strict.read(MigrationsFile, {"format": 1, "upgrades": list(upgrades)}).upgrades)


WHOLE = version_map(*MIGRATIONS["upgrades"])
PATH = whole_upgrade_path(WHOLE)


def test_an_id_that_is_not_named_is_the_same() -> None:
    assert PATH.practice("data.new") == IdOutcome((("data.new",),))


def test_a_name_is_followed_through_every_version_with_all_reasons() -> None:
    outcome = PATH.practice("data.backups")

    assert (outcome.ids, outcome.became, outcome.asked_again) == (("data.copies",), "renamed", False)
    assert outcome.why == ("Assessments count too.", "One word is enough.")


def test_split_and_merged_practices_are_asked_again_and_retired_ones_are_no_more() -> None:
    split, merged, retired = (PATH.practice(name) for name in ("data.restores", "changes.tests", "data.tapes"))

    assert (split.ids, split.asked_again) == (("data.restoring", "data.rehearsals"), True)
    assert (merged.ids, merged.asked_again) == (("changes.trials",), True)
    assert (retired.to, retired.became, retired.asked_again) == ((), "retired", False)


def test_a_criterion_goes_where_its_practice_goes_and_a_choice_where_its_fact_goes() -> None:
    assert PATH.outcome("criteria", ("data.backups", "c2-a")).to == (("data.copies", "plan"),)
    assert PATH.outcome("criteria", ("data.restores", "c1-a")).to == (
        ("data.restoring", "c1-a"),
        ("data.rehearsals", "c1-a"),
    )
    assert PATH.outcome("choices", ("hosting", "provider")).to == (("running", "cloud"),)
    assert PATH.outcome("criteria", ("data.tapes", "c1-a")).became == "retired"


def test_from_a_later_version_only_the_rest_of_the_way_is_walked() -> None:
    assert upgrade_path_from(FIRST, WHOLE).practice("data.tapes").to == ()
    assert upgrade_path_from(MIDDLE, WHOLE).practice("data.tapes").ids == ("data.tapes",)
    assert upgrade_path_from(SECOND, WHOLE) == UpgradePath()
    assert upgrade_path_from(FIRST, None) == UpgradePath()


@pytest.mark.parametrize(("version", "upgrades"), [("0.9", 2), ("1.0.5", 2), ("1.5", 1), ("3.0.0", 0), ("spring", 0)])
def test_a_version_that_no_upgrade_names_lies_where_its_number_says(version: str, upgrades: int) -> None:
    assert len(upgrade_path_from(version, WHOLE).upgrades) == upgrades


def test_an_id_that_came_back_is_no_successor_of_itself() -> None:
    there = {("data.copies",), ("data.restoring",), ("changes.reviews",)}

    found = successors(PATH, "practices", there.__contains__)

    assert found == {
        ("data.backups",): ("data.copies",),
        ("data.saved-copies",): ("data.copies",),
        ("data.restores",): ("data.restoring",),
    }


def test_an_id_may_be_among_the_parts_that_it_was_split_into() -> None:
    change = {"id": "s1.p1", "became": "split", "to": ["s1.p1", "s1.p9"], "why": "So."}
    path = whole_upgrade_path(version_map({"from": "1", "to": "2", "practices": [change]}))

    assert path.practice("s1.p1").ids == ("s1.p1", "s1.p9")
    assert not path.upgrades[0].practices[0].is_gone


def test_a_level_that_one_upgrade_leaves_out_stays_left_out_after_a_later_one() -> None:
    first = {"id": "a.b", "became": "clarified", "wording": "11111111", "why": "Plainer."}
    second = {"id": "a.b", "became": "clarified", "wording": "22222222", "up_to": 2, "why": "Level 3 is another."}
    path = whole_upgrade_path(
        version_map({"from": "1", "to": "2", "practices": [first]}, {"from": "2", "to": "3", "practices": [second]})
    )

    assert [path.clarified("a.b", "11111111", reached) for reached in (2, 3)] == ["own", None]
    assert [path.clarified("a.b", "22222222", reached) for reached in (2, 3)] == ["own", None]


def test_a_provider_is_asked_by_the_question_alone_so_no_level_is_left_out() -> None:
    change = {"id": "a.b", "became": "clarified", "inherited_wording": "33333333", "up_to": 1, "why": "Plainer."}
    path = whole_upgrade_path(version_map({"from": "1", "to": "2", "practices": [change]}))

    assert path.clarified("a.b", "33333333", 4) == "inherited"

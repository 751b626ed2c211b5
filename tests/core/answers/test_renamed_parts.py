"""Criteria and actions of an answer get the names that a later version gives them; what has none is handed back."""

from __future__ import annotations

from typing import Any

from levelbook.core.answers.answers import Answer, Step
from levelbook.core.answers.renamed_parts import RenamedParts, joined
from levelbook.core.questionnaire.version_map import whole_upgrade_path
from levelbook.packs.version_map_file import MigrationsFile
from levelbook.reading import strict
from support.builders import tiny_questionnaire

PRACTICE = tiny_questionnaire(1, 1).practices["s1.p1"]


def parts(*criteria: dict[str, Any], actions: tuple[dict[str, Any], ...] = ()) -> RenamedParts:
    """The parts of s1.p1 after an upgrade that says this of its criteria and actions."""

    def said(changes: tuple[dict[str, Any], ...]) -> list[dict[str, Any]]:
        return [{"practice": "s1.p1", "why": "So.", **change} for change in changes]

    upgrade = {"from": "0.9.0", "to": "1.0.0", "criteria": said(criteria), "actions": said(actions)}
    version_map = strict.read(MigrationsFile, {"format": 1, "upgrades": [upgrade]})
    return RenamedParts(whole_upgrade_path(version_map), "s1.p1", PRACTICE)  # type: ignore[arg-type]


def test_a_renamed_criterion_is_renamed_wherever_the_answer_names_it() -> None:
    renamed = parts({"id": "old", "became": "renamed", "to": "c2-a"})

    said, left = renamed.exceptions(Answer(unmet=("old", "c1-a"), here={"old": "in the wiki"}))

    assert said == {"unmet": ("c2-a", "c1-a"), "met": (), "here": {"c2-a": "in the wiki"}}
    assert left == {}


def test_what_has_no_place_any_more_is_handed_back() -> None:
    retired = parts({"id": "old", "became": "retired"})

    said, left = retired.exceptions(Answer(unmet=("old",), met=("old", "c3-a"), here={"old": "so"}))

    assert said == {"unmet": (), "met": ("c3-a",), "here": {}}
    assert left == {"unmet": ["old"], "met": ["old"], "here": {"old": "so"}}


def test_that_a_whole_held_says_that_its_parts_do() -> None:
    split = parts({"id": "both", "became": "split", "to": ["c3-a", "c3-b"]})

    assert split.exceptions(Answer(met=("both",)))[0]["met"] == ("c3-a", "c3-b")


def test_a_merged_criterion_holds_only_where_all_its_parts_held() -> None:
    merged = parts({"id": "one", "became": "merged", "to": "c3-a"}, {"id": "two", "became": "merged", "to": "c3-a"})

    assert merged.exceptions(Answer(met=("one", "two")))[0]["met"] == ("c3-a",)
    assert merged.exceptions(Answer(met=("one",)))[1] == {"met": ["one"]}
    assert merged.exceptions(Answer(unmet=("one",)))[0]["unmet"] == ("c3-a",)
    assert merged.exceptions(Answer(here={"one": "in A", "two": "in B"}))[0]["here"] == {"c3-a": "in A; in B"}


def test_a_criterion_that_takes_in_another_must_have_held_itself() -> None:
    """Whether the map says so, or it can only be so because one other was merged into it."""
    one = parts({"id": "one", "became": "merged", "to": "c3-a"})
    named = parts(
        {"id": "one", "became": "merged", "to": "c3-a"},
        {"id": "two", "became": "merged", "to": "c3-a"},
        {"id": "c3-a", "became": "reworded"},
    )

    assert one.exceptions(Answer(met=("one",)))[0]["met"] == ()
    assert one.exceptions(Answer(met=("one", "c3-a")))[0]["met"] == ("c3-a",)
    assert named.exceptions(Answer(met=("one", "two")))[1] == {"met": ["one", "two"]}


def test_a_step_follows_its_action_and_stays_a_step_without_it() -> None:
    renamed = parts(
        actions=({"id": "old", "became": "renamed", "to": "reach-2-a"}, {"id": "gone", "became": "retired"})
    )

    steps, lost = renamed.steps((Step(text="A", from_action="old"), Step(text="B", from_action="gone"), Step(text="C")))

    assert [(step.text, step.from_action) for step in steps] == [("A", "reach-2-a"), ("B", ""), ("C", "")]
    assert lost == [{"text": "B", "from": "gone"}]


def test_a_wording_is_the_present_one_where_only_names_of_criteria_have_changed() -> None:
    questionnaire = tiny_questionnaire(1, 1)
    before = questionnaire.wording_with("s1.p1", {"c2-a": "old"}, inherited=False)
    renamed = parts({"id": "old", "became": "renamed", "to": "c2-a"})

    assert renamed.wording(before, questionnaire) == questionnaire.wording("s1.p1", inherited=False)
    assert renamed.wording("00000000", questionnaire) == "00000000"


def test_the_same_line_stands_once() -> None:
    assert (joined("so", "so"), joined("", "so"), joined("so", "or so")) == ("so", "so", "so; or so")

"""An action whose step is done is finished: nothing proposes it again."""

from __future__ import annotations

from pathlib import Path

import pytest

from levelbook.book.session import Session
from support.command_line import Type

ASKED = "All actions towards level 1 are done. Are you at level 1 now? If not, what is missing?"
ACTIONS = ("Make one copy today, and write down how.",)


@pytest.fixture(name="finished")
def _finished(levelbook: Type, folder: Path) -> Path:
    """1.1 stands at level 0; the one action towards level 1 was a step, which is done."""
    levelbook("answer", "1.1", "--level", "0")
    action = Session.open(folder).now.scorecard["data.backups"].next_action
    assert action is not None and action.text == ACTIONS[0]
    levelbook("answer", "1.1", "--step-from", action.id, "--step-owner", "Ana")
    assert f"step: {ACTIONS[0][:-1]} – Ana" in levelbook("gaps").out
    levelbook("answer", "1.1", "--step-number", "1", "--done", "today")
    return folder


def test_where_no_action_is_left_gaps_and_guide_say_so(levelbook: Type, finished: Path) -> None:
    gaps = levelbook("gaps").out
    assert ACTIONS[0] not in gaps
    assert ASKED in gaps

    assert ASKED in levelbook("answer", "1.1").out
    levelbook("guide")
    guide = (finished / "guide.md").read_text("utf-8")
    assert ASKED in guide
    assert ACTIONS[0] not in guide
    assert ASKED in (finished / "record.md").read_text("utf-8")


def test_where_no_action_is_left_json_has_null(levelbook: Type, finished: Path) -> None:
    gap = next(one for one in levelbook("gaps", "--json").json if one["id"] == "data.backups")
    assert (gap["action"], gap["effort"], gap["steps"]) == (None, None, [])
    scored = next(one for one in levelbook("score", "--json").json["practices"] if one["id"] == "data.backups")
    assert scored["effort"] is None


def test_where_another_action_is_left_it_is_the_next(levelbook: Type, tmp_path: Path) -> None:
    """The case that was met: the only small action of level 2 was done, and named again."""
    levelbook("-C", str(tmp_path), "init", "book", "--team", "Blue", "--yes")
    book = str(tmp_path / "book")
    levelbook("-C", book, "answer", "2.3", "--level", "1", "--step-from", "shortest-life")
    levelbook("-C", book, "answer", "2.3", "--step-number", "1", "--done", "today")
    gap = next(one for one in levelbook("-C", book, "gaps", "--json").json if one["title"] and one["level"] == 1)

    assert gap["action"] != "shortest-life"
    assert gap["steps"] == []


def test_an_action_that_was_begun_anew_is_open_again(levelbook: Type, finished: Path) -> None:
    action = Session.open(finished).now.book.answer("data.backups").steps[0].from_action
    levelbook("answer", "1.1", "--step-from", action)

    score = Session.open(finished).now.scorecard["data.backups"]
    assert score.next_action is not None and score.next_action.id == action


def test_what_a_provider_has_given_is_not_asked_for_again(levelbook: Type, folder: Path) -> None:
    levelbook("profile", "--fact", "holds=business", "--fact", "hosting=provider")
    levelbook("answer", "1.1", "--level", "1")
    [asked] = Session.open(folder).now.scorecard["data.backups"].practice.provider_evidence
    assert f"get from the provider: {asked}\n" in levelbook("gaps").out
    levelbook("answer", "1.1", "--step", f"Get from the provider: {asked}", "--done", "today")
    gaps = levelbook("gaps").out
    assert "get from the provider" not in gaps
    assert "The provider has given all that is asked for. Are you at level 2 now? If not, what is missing?" in gaps

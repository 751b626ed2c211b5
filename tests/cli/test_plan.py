"""`levelbook plan`: what to take up in the time there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from support.ballot_text import ballot_text
from support.command_line import Type


@pytest.fixture(name="apart")
def _apart(levelbook: Type, folder: Path) -> Path:
    """Three ballots: they agree on 1.2, and are far apart on 2.1."""
    for name, restores, reviews in (("Ana", 2, 0), ("Ben", 2, 3), ("Eve", 3, 1)):
        path = folder.parent / f"{name}.toml"
        path.write_text(ballot_text({"data.restores": restores, "changes.reviews": reviews}, name))
        assert levelbook("ballot", "import", str(path)).code == 0
    return folder


def test_before_anything_is_said_everything_wants_talk_essentials_first(levelbook: Type, folder: Path) -> None:
    said = levelbook("plan")

    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines()[0] == "Plan for 90 minutes: 3 to discuss."
    assert "Discuss (about 6 minutes)" in said.out
    assert "   1 1.1 Backups: essential; 2 minutes" in said.out
    assert "The close takes 10 minutes" in said.out


def test_what_is_planned_beyond_an_hour_is_in_minutes_and_adds_up_with_the_close(
    levelbook: Type, tmp_path: Path
) -> None:
    book = str(tmp_path / "bank")
    levelbook("-C", book, "init", "--team", "Retail", "--like", "bank-assistant", "--yes")

    said = levelbook("-C", book, "plan", "--minutes", "90").out

    parts = re.findall(r"(?:lists?|discuss) \(about (\d+) minutes?\)|The close takes (\d+) minutes", said)
    assert sum(int(first or second) for first, second in parts) in (89, 90)


def test_what_does_not_apply_is_not_called_unanswered_among_what_is_done(levelbook: Type, folder: Path) -> None:
    levelbook("sitting", "begin")
    levelbook("answer", "1.1", "--not-applicable", "no data")
    levelbook("answer", "1.2", "--unsure")

    said = levelbook("plan")

    assert "  1.1 Backups: not applicable" in said.out
    assert "  1.2 Restoring: unsure" in said.out


def test_lists_come_first_with_what_they_hold_and_why(levelbook: Type, apart: Path) -> None:
    levelbook("profile", "--fact", "holds=business", "--fact", "hosting=provider")

    said = levelbook("plan", "--minutes", "60")

    lines = said.out.splitlines()
    assert lines[0] == "Plan for 60 minutes: 1 agreed and 1 inherited to go through as lists, 1 to discuss."
    assert lines.index("  1 practice on which the ballots agree") < lines.index("  1 practice done by a provider")
    assert "    1.2 Restoring: level 2 (ballots 2 at 2, 1 at 3)" in lines
    assert any(line.startswith("   1 2.1 ") and line.endswith("ballots 0 to 3; 4 minutes") for line in lines)


def test_an_answer_that_the_ballots_contradict_is_to_discuss_until_a_sitting_has_taken_it_up(
    levelbook: Type, apart: Path
) -> None:
    levelbook("answer", "2.1", "--level", "2")

    assert "answered 2, ballots 0 to 3; 4 minutes" in levelbook("plan").out
    assert "2 levels or more apart on 1 practice; 1 answer contradicts them" in levelbook().out

    levelbook("sitting", "begin")
    levelbook("answer", "2.1", "--level", "1")
    levelbook("sitting", "close")

    assert "answered" not in levelbook("plan").out
    assert "2 levels or more apart on 1 practice, discussed by now.\n" in levelbook().out


def test_a_list_and_a_reason_count_whoever_gave_no_level(levelbook: Type, apart: Path) -> None:
    path = apart.parent / "Zoe.toml"
    path.write_text(ballot_text({"data.restores": "unsure", "changes.reviews": "unsure"}, "Zoe"))
    assert levelbook("ballot", "import", str(path)).code == 0

    lines = levelbook("plan", "--minutes", "60").out.splitlines()

    assert "    1.2 Restoring: level 2 (ballots 2 at 2, 1 at 3, 1 gave no level)" in lines
    assert any(" 2.1 " in line and line.endswith("ballots 0 to 3, 1 gave no level; 4 minutes") for line in lines)


def test_what_was_answered_before_this_round_is_a_list(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.2", "--level", "2")
    levelbook("seal", "first")

    said = levelbook("plan")

    assert "Plan for 90 minutes: 1 already answered to go through as a list, 2 to discuss." in said.out
    assert "  1 practice with an answer to confirm\n    1.2 Restoring: level 2\n" in said.out


def test_what_the_time_does_not_reach_is_named(levelbook: Type, folder: Path) -> None:
    said = levelbook("plan", "--minutes", "3")

    assert said.out.splitlines()[0] == "Plan for 3 minutes: 1 to discuss, 2 left for another time."
    assert "Left for another time (2)" in said.out


def test_when_everything_is_settled_it_says_so(levelbook: Type, folder: Path) -> None:
    for number in ("1.1", "1.2", "2.1"):
        levelbook("answer", number, "--level", "2")

    assert levelbook("plan").out == "All reviewed in this round: there is nothing left to discuss.\n"


def test_where_nothing_is_in_scope_nobody_is_said_to_have_reviewed_it(levelbook: Type, folder: Path) -> None:
    for number in ("1.1", "1.2", "2.1"):
        levelbook("answer", number, "--not-applicable", "We keep nothing.")

    for words in (("plan",), ("ask", "--plan")):
        assert levelbook(*words, given="").out == "Nothing is in scope, so there is nothing to discuss.\n"


@pytest.mark.parametrize("typed", ["90", "1h30", "1:30", "1.5 h", "90 min"])
def test_a_length_is_typed_as_people_write_it(levelbook: Type, folder: Path, typed: str) -> None:
    assert levelbook("plan", "--minutes", typed).out.startswith("Plan for 90 minutes")
    assert levelbook("ask", "--plan", typed, given="").code == 0
    assert levelbook("sitting", "begin", "--minutes", typed).out.startswith("The sitting has begun: 90 minutes.")


@pytest.mark.parametrize("minutes", ["0", "-5", "2000", "soon", "٩٠", ""])
def test_no_sittings_length_is_exit_2(levelbook: Type, folder: Path, minutes: str) -> None:
    said = levelbook("plan", "--minutes", minutes)

    assert (said.code, said.out) == (2, "")


def test_as_json_all_keys_are_there(levelbook: Type, apart: Path) -> None:
    shape = levelbook("plan", "--minutes", "60", "--json").json

    assert list(shape) == ["minutes", "closing_minutes", "agreed", "inherited", "carried", "talk", "later", "done"]
    (agreed,) = shape["agreed"]
    assert (agreed["id"], agreed["level"]) == ("data.restores", 2)
    assert agreed["spread"] == {
        "counts": [{"level": 2, "count": 2}, {"level": 3, "count": 1}],
        "abstained": 0,
        "low": 2,
        "high": 3,
        "median": 2.0,
    }
    assert [list(item) for item in shape["talk"]] == [["id", "title", "reason", "causes", "seconds", "spread"]] * 2
    assert [(item["id"], item["reason"]) for item in shape["talk"]] == [
        ("changes.reviews", "essential"),
        ("data.backups", "essential"),
    ]
    assert [item["spread"] is None for item in shape["talk"]] == [False, True]
    assert "1.1" not in str(shape)


def test_a_practice_on_which_the_ballots_agree_is_listed_with_what_is_due(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.2", "--level", "2", "--step", "Try a restore", "--step-due", "2020-01-01")
    assert levelbook("seal", "first").code == 0
    for name in ("Ana", "Ben"):
        path = folder.parent / f"{name}.toml"
        path.write_text(ballot_text({"data.restores": 2}, name))
        assert levelbook("ballot", "import", str(path)).code == 0

    lines = levelbook("plan", "--minutes", "60").out.splitlines()

    assert "    1.2 Restoring: level 2 (ballots 2 at 2); a step is due" in lines, lines


def test_what_changed_facts_affect_needs_another_look_until_somebody_has_confirmed_it(
    levelbook: Type, folder: Path
) -> None:
    def overtaken() -> list[str]:
        lines = levelbook("plan").out.splitlines()
        return [line.split()[1] for line in lines if "your facts have changed" in line]

    facts = ("holds=business", "hosting=provider")
    for practice in ("1.2", "2.1"):
        levelbook("answer", practice, "--level", "2")
    levelbook("seal", "q1")
    levelbook("profile", *(word for fact in facts for word in ("--fact", fact)))
    assert overtaken() == ["1.2"], "its target is higher now"

    for edition in ("q2", "q3"):  # nobody has looked at it
        levelbook("answer", "2.1", "--confirm")
        assert levelbook("seal", edition).code == 0
        assert overtaken() == ["1.2"], edition

    levelbook("profile", "--fact", "hosting=")
    assert overtaken() == [], "the facts are those for which it was answered"
    levelbook("profile", "--fact", "hosting=provider")
    levelbook("answer", "1.2", "--confirm")
    levelbook("answer", "2.1", "--confirm")
    levelbook("seal", "q4")
    assert overtaken() == [], "it was confirmed after the facts had changed"


def test_home_estimates_what_the_plan_does_for_the_same_practices(levelbook: Type, folder: Path) -> None:
    for name, level in (("Ana", 0), ("Ben", 3)):
        path = folder.parent / f"{name}.toml"
        path.write_text(ballot_text({"data.backups": level, "data.restores": level, "changes.reviews": level}, name))
        levelbook("ballot", "import", str(path))

    assert "Discuss (about 12 minutes)" in levelbook("plan").out, "three levels apart: four minutes each"
    assert "3 practices not answered yet (about 12 minutes)." in levelbook().out


def test_a_vote_that_settled_nothing_is_to_discuss_in_the_rounds_after_it_until_somebody_settles_it(
    levelbook: Type, folder: Path
) -> None:
    levelbook("answer", "1.1", "--level", "2")
    levelbook("seal", "first")
    levelbook("ask", given="v\n133\n\n\nq\n")
    for name, level in (("second", "1"), ("third", "2")):
        levelbook("answer", "1.2", "--level", level)
        levelbook("seal", name)
    levelbook("answer", "1.2", "--level", "3")

    assert " 1.1 Backups: essential, put to a vote, not settled; " in levelbook("plan").out
    levelbook("guide")
    assert "We could not agree: our votes ranged from 1 to 3." in (folder / "guide.md").read_text("utf-8")

    levelbook("answer", "1.1", "--confirm")
    levelbook("seal", "fourth")
    assert "    1.1 Backups: level 2" in levelbook("plan").out


def test_a_vote_that_settles_nothing_leaves_an_answer_of_the_same_round_to_settle(
    levelbook: Type, folder: Path
) -> None:
    levelbook("answer", "1.1", "--level", "2", "--owner", "Ana")
    levelbook("ask", "--only", "all", given="v\n133\n\n\nq\n")

    assert "1.1 Backups: essential, put to a vote, not settled; " in levelbook("plan").out
    assert ", put to a vote, not settled" in levelbook("answer", "1.1", "--note", "Ben looks at the log.").out
    levelbook("guide")
    assert "We could not agree: our votes ranged from 1 to 3." in (folder / "guide.md").read_text("utf-8")

    assert "\nleft_open = true\n" in (folder / "answers.toml").read_text("utf-8")
    levelbook("answer", "1.1", "--level", "2")
    assert "left_open" not in (folder / "answers.toml").read_text("utf-8")
    assert "not settled" not in levelbook("plan").out


@pytest.mark.usefixtures("folder")
def test_a_vote_left_open_is_so_after_a_seal_too(levelbook: Type) -> None:
    levelbook("answer", "1.1", "--level", "2")
    levelbook("ask", "--only", "all", given="v\n133\n\n\nq\n")
    levelbook("seal", "first")

    assert "1.1 Backups: essential, put to a vote, not settled; " in levelbook("plan").out
    levelbook("answer", "1.1", "--confirm")
    assert "not settled" not in levelbook("plan").out

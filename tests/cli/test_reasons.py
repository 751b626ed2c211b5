"""Why a level moved: said with the level, kept for one round, and printed wherever that move is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from levelbook.core.answers.answers import Answer
from support.command_line import Type
from support.made_guides import unpadded

SaidOf = Callable[[str], Answer]
WHY = "The new gateway copies every night."


@pytest.fixture(name="round_two")
def _round_two(levelbook: Type, folder: Path) -> Path:
    """The small book after its first edition, in which 1.1 stands at level 1 with proof, and 1.2 at 2."""
    levelbook("answer", "1.1", "--level", "1", "--evidence", "documented=https://wiki.example/copies@2026-11-02")
    levelbook("answer", "1.2", "--level", "2")
    assert levelbook("seal", "q1").code == 0
    return folder


def row_of_changes(levelbook: Type, kind: str) -> str:
    said = unpadded(levelbook("diff", "--markdown").out)
    return next(line for line in said.splitlines() if line.startswith(f"| {kind}"))


def test_a_reason_is_given_with_the_level_and_printed_with_the_move(
    levelbook: Type, said_of: SaidOf, round_two: Path
) -> None:
    said = levelbook("answer", "1.1", "--level", "2", "--level-because", WHY)

    assert (said.code, f"Why this level: {WHY}" in said.out) == (0, True)
    assert said_of("data.backups").level_reason == WHY
    row = next(line for line in levelbook("diff").out.splitlines() if "Backups: 1 to 2" in line)
    assert row.endswith(": “The new gateway copies every night”")
    table = row_of_changes(levelbook, "better")
    assert "| “The new gateway copies every night” |" in table
    change = next(one for one in levelbook("diff", "--json").json["practices"] if one["id"] == "data.backups")
    assert change["reason"] == WHY
    levelbook("guide")
    assert f"1 to 2: “{WHY}”" in (round_two / "guide.md").read_text("utf-8")


def test_a_reason_can_be_added_later_and_taken_away(levelbook: Type, said_of: SaidOf, round_two: Path) -> None:
    levelbook("answer", "1.1", "--level", "2")
    levelbook("answer", "1.1", "--level-because", WHY)
    assert said_of("data.backups").level_reason == WHY

    levelbook("answer", "1.1", "--level-because", "")
    assert said_of("data.backups").level_reason == ""


def test_a_level_that_has_not_moved_takes_no_reason(levelbook: Type, said_of: SaidOf, round_two: Path) -> None:
    for words in ((), ("--level", "1")):
        said = levelbook("answer", "1.1", *words, "--level-because", WHY)
        assert (said.code, said.out) == (2, "")
        assert "The last edition has level 1 too. Give the new level first, then say why it moved." in said.err
    assert said_of("data.backups").level_reason == ""


def test_a_reason_belongs_to_a_level(levelbook: Type, folder: Path) -> None:
    said = levelbook("answer", "1.1", "--level-because", WHY)

    assert (said.code, said.out) == (2, "")
    assert "1.1 has no level, so there is none to give a reason for." in said.err


def test_a_reason_alone_confirms_nothing(levelbook: Type, round_two: Path) -> None:
    before = levelbook("score", "--json").json["overall"]["confirmed"]
    levelbook("answer", "1.2", "--level-because", WHY)

    assert levelbook("score", "--json").json["overall"]["confirmed"] == before == 0


def test_a_reason_is_kept_for_one_round(levelbook: Type, said_of: SaidOf, round_two: Path) -> None:
    levelbook("answer", "1.1", "--level", "2", "--level-because", WHY)
    levelbook("seal", "q2")
    levelbook("answer", "1.1", "--confirm")
    assert WHY.rstrip(".") not in levelbook("diff", "q2", "now").out
    assert WHY.rstrip(".") in levelbook("diff", "q1", "now").out

    levelbook("answer", "1.1", "--level", "1")
    assert said_of("data.backups").level_reason == ""
    assert WHY.rstrip(".") not in levelbook("diff", "q2", "now").out


@pytest.mark.parametrize("words", [["--unsure"], ["--not-applicable", "No data."], ["--clear"]])
def test_what_has_no_level_keeps_no_reason(levelbook: Type, said_of: SaidOf, round_two: Path, words: list[str]) -> None:
    levelbook("answer", "1.1", "--level", "2", "--level-because", WHY)
    levelbook("answer", "1.1", *words)

    assert said_of("data.backups").level_reason == ""


def test_evidence_that_the_last_edition_held_is_no_reason(levelbook: Type, round_two: Path) -> None:
    levelbook("answer", "1.1", "--level", "2")
    better = row_of_changes(levelbook, "better")
    assert better.endswith("| no reason given, and no evidence added |"), "nothing is claimed to be the cause"
    assert "wiki" not in better

    levelbook("answer", "1.1", "--evidence", "documented=https://wiki.example/anew@2026-11-20")
    better = row_of_changes(levelbook, "better")
    assert "wiki.example/anew" in better


def test_the_interview_takes_a_reason_with_the_digit_or_by_its_word(
    levelbook: Type, said_of: SaidOf, round_two: Path
) -> None:
    levelbook("ask", "--section", "data", given=f"1\nb\n2 because {WHY}\n1\n")
    levelbook("ask", "--section", "data", given="\nbecause The restore failed.\n")

    assert (said_of("data.backups").level, said_of("data.backups").level_reason) == (2, WHY)
    assert (said_of("data.restores").level, said_of("data.restores").level_reason) == (
        1,
        "The restore failed.",
    )


def test_the_interview_says_how_to_give_a_reason_where_a_level_moved(levelbook: Type, round_two: Path) -> None:
    said = levelbook("ask", "--section", "data", given="2\n2\n")

    assert said.out.count("say why it moved") == 1
    assert "The last edition has level 1." in said.out


def test_a_note_is_nobodys_reason_and_stays_in_the_record(levelbook: Type, folder: Path) -> None:
    levelbook("-C", str(folder), "answer", "1.1", "--level", "2")
    levelbook("-C", str(folder), "answer", "1.2", "--level", "1")
    levelbook("-C", str(folder), "seal", "first")
    levelbook("-C", str(folder), "answer", "1.1", "--level", "1", "--note", "The tape was sold, do not tell.")
    levelbook("-C", str(folder), "answer", "1.2", "--level", "2", "--note", "Legal is annoyed.")

    levelbook("-C", str(folder), "guide")
    said = levelbook("-C", str(folder), "diff").out + levelbook("-C", str(folder), "diff", "--markdown").out
    guide, record = ((folder / name).read_text("utf-8") for name in ("guide.md", "record.md"))

    assert "| worse | Backups | 2 | 1 | no reason given |" in unpadded(said)
    for words in ("The tape was sold", "Legal is annoyed"):
        assert words not in said
        assert words not in guide
        assert words in record


def test_whoever_moves_a_level_is_asked_why_and_only_a_reviewer_reads_that_no_reason_was_given(
    levelbook: Type, round_two: Path
) -> None:
    assert levelbook("answer", "1.1", "--level", "1").err == ""
    asked = levelbook("answer", "1.1", "--level", "2")
    assert asked.err == "The last edition has level 1. To say why it moved, add --level-because.\n"
    assert levelbook("answer", "1.1", "--level-because", WHY).err == ""
    assert levelbook("answer", "1.1", "--level", "2", "--level-because", WHY).err == ""

    levelbook("answer", "1.2", "--level", "1")
    levelbook("guide")
    for words in (("diff",), ("diff", "--markdown")):
        assert levelbook(*words).out.count("no reason given") == 1
    assert "no reason" not in (round_two / "guide.md").read_text("utf-8")


def test_a_level_that_needs_no_evidence_is_not_said_to_lack_any(levelbook: Type, round_two: Path) -> None:
    def answered() -> str:
        return next(line for line in levelbook("diff").out.splitlines() if line.startswith("  answered"))

    levelbook("answer", "2.1", "--level", "1")
    assert "evidence" not in answered()
    levelbook("answer", "2.1", "--level", "2")
    assert "no evidence that counts" in answered()

"""A comparison tells which promises were put off or dropped, also one of a round in between."""

from __future__ import annotations

from pathlib import Path

from support.command_line import Type

STEP = ("--step", "Copy it elsewhere", "--step-owner", "Ana", "--step-due", "2027-01-31")


def test_a_step_that_was_promised_and_removed_between_two_editions_is_told_in_their_comparison(
    levelbook: Type, folder: Path
) -> None:
    levelbook("answer", "1.1", "--level", "1")
    levelbook("seal", "q1")
    levelbook("answer", "1.1", *STEP)
    levelbook("seal", "q2")
    levelbook("answer", "1.1", "--step-number", "1", "--drop-step")
    levelbook("answer", "1.2", "--level", "1")
    levelbook("seal", "q3")

    said = levelbook("diff", "q1", "q3").out
    assert "Promised up to q1: nothing was open; since then 1 dropped.\n" in said
    assert said.endswith("  dropped             Copy it elsewhere (Ana)\n")
    markdown = levelbook("diff", "q1", "q3", "--markdown").out
    assert "Promised since: 1 dropped. Dropped: Copy it elsewhere (Ana)." in markdown
    assert "Promised up to q2: 1 dropped.\n" in levelbook("diff", "q2", "q3").out
    assert "Promised" not in levelbook("diff", "q3", "now").out


def test_a_step_with_a_later_day_than_promised_is_told_as_put_off(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "1", *STEP)
    levelbook("seal", "q1")
    levelbook("answer", "1.1", "--step-number", "1", "--step-due", "2027-03-31")
    levelbook("answer", "1.2", "--level", "1")

    said = levelbook("diff", "q1", "now").out
    assert "Promised up to q1: 1 not late yet.\n" in said
    assert said.endswith("  put off             Copy it elsewhere (Ana), from 31 January to 31 March\n")
    levelbook("answer", "1.1", "--step-number", "1", "--step-due", "2027-01-15")
    assert "put off" not in levelbook("diff", "q1", "now").out, "an earlier day puts nothing off"

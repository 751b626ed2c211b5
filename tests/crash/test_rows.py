"""A little of each row of `make torture` that needs neither root nor strace."""

from __future__ import annotations

from pathlib import Path

import pytest

from torture import damage, signals
from torture.outcome import Budget, Outcome

WITHOUT_END = Budget(float("inf"))


def assert_harmless(outcome: Outcome, tries: int) -> None:
    """Nothing went wrong, and it was tried."""
    assert [str(fault) for fault in outcome.faults] == []
    assert (outcome.tries, outcome.skipped) == (tries, [])


@pytest.mark.parametrize("part", [slice(0, 4), slice(-4, None)])
def test_however_the_app_is_told_to_end_what_was_typed_is_there_again(part: slice, tmp_path: Path) -> None:
    assert_harmless(signals.run_row(WITHOUT_END, tmp_path / "row", part), 4)


def test_a_damaged_file_is_an_error_or_told_or_changes_no_figure(tmp_path: Path) -> None:
    assert_harmless(damage.run_row(WITHOUT_END, tmp_path / "row", every=130), 17)


def test_a_figure_that_changes_without_a_word_is_seen(tmp_path: Path) -> None:
    cut, edited = damage.Damage("book/answers.toml", 400, 0), damage.Damage("book/levelbook.toml", 40, 0)
    before, after = (damage.Reading({"score --json": {"level": level}}, ("All is well.",)) for level in (1.5, 2.0))
    told = damage.Reading(after.figures, ("1.1 was edited outside of levelbook.",))

    assert [fault.kind for fault in damage.judge(cut, before, after)] == ["untrue"]
    assert list(damage.judge(cut, before, told)) == []
    assert list(damage.judge(edited, before, after)) == [], "people may say there what they like"

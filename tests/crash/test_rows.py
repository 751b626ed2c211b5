"""A little of each row of `make torture` that needs neither root nor strace."""

from __future__ import annotations

from pathlib import Path

import pytest

from torture import signals
from torture.outcome import Budget, Outcome

WITHOUT_END = Budget(float("inf"))


def assert_harmless(outcome: Outcome, tries: int) -> None:
    """Nothing went wrong, and it was tried."""
    assert [str(fault) for fault in outcome.faults] == []
    assert (outcome.tries, outcome.skipped) == (tries, [])


@pytest.mark.parametrize("part", [slice(0, 4), slice(-4, None)])
def test_however_the_app_is_told_to_end_what_was_typed_is_there_again(part: slice, tmp_path: Path) -> None:
    assert_harmless(signals.run_row(WITHOUT_END, tmp_path / "row", part), 4)

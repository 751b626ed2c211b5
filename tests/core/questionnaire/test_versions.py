"""Which of two versions of a questionnaire is the later one."""

from __future__ import annotations

import pytest

from levelbook.core.questionnaire.versions import is_later, numbers_of


@pytest.mark.parametrize(("version", "than"), [("1.10.0", "1.9.0"), ("2", "1.9.9"), ("1.0.1", "1.0"), ("1.2", "1.1.7")])
def test_numbers_are_compared_as_numbers(version: str, than: str) -> None:
    assert is_later(version, than)
    assert not is_later(than, version)


def test_zeros_at_the_end_make_no_other_version() -> None:
    assert numbers_of("1.0.0") == numbers_of("1") == (1,)
    assert not is_later("1.0.0", "1") and not is_later("1", "1.0.0")


@pytest.mark.parametrize("version", ["", "1.x", "v1", "1..2", "1.0-rc1", "-1", " 1", "1234567890", "1.2.3.4.5.6.7.8.9"])
def test_of_a_version_that_is_no_row_of_numbers_nothing_is_certain(version: str) -> None:
    assert numbers_of(version) is None
    assert not is_later(version, "0.1") and not is_later("9.9", version)

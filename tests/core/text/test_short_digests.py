"""Short digests spelt with letters and without."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.text.short_digests import in_digits, in_hex


@given(st.integers(0, 2**32 - 1))
def test_both_spellings_are_the_same_32_bits(number: int) -> None:
    spelt = f"{number:08x}"

    assert in_digits(spelt) == f"{number:010}"
    assert in_hex(in_digits(spelt)) == spelt


@pytest.mark.parametrize("other", [None, 7, "", "f77f47a", "F77F47AA", "f77f47aa0", "g77f47aa", "4294967295"])
def test_nothing_else_is_taken_for_eight_hexadecimal_digits(other: object) -> None:
    assert in_digits(other) is None


@pytest.mark.parametrize(
    "other", [None, 7, "", "123456789", "4294967296", "12345678901", "f77f47aa", "123456789\u0663"]
)
def test_nothing_else_is_taken_for_ten_decimal_ones(other: object) -> None:
    assert in_hex(other) is None

"""Names in the letters a to z, for ids and names of files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.text.latin_letters import in_latin_letters
from support.examples import examples


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Łukasz Żółć", "lukasz zolc"),
        ("Søren Ærø", "soren aero"),
        ("Đorđe Gauß", "dorde gauss"),
        ("Þór Guðni", "thor gudni"),
        ("IŞIK Ilgın", "isik ilgin"),
        ("Əli Œuvre", "eli oeuvre"),
        ("D’Arcy-Ó 2", "d’arcy-o 2"),
        ("Иван", "иван"),
    ],
)
def test_no_latin_letter_is_dropped_and_other_scripts_stay(name: str, written: str) -> None:
    assert in_latin_letters(name) == written


@examples(100)
@given(st.text())
def test_what_is_written_plainly_once_stays(text: str) -> None:
    once = in_latin_letters(text)

    assert in_latin_letters(once) == once

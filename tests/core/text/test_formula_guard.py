"""A text in a cell of a CSV file is no formula, and comes back as it was."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.text.formula_guard import formula_safe, kept_as_text, without_formula_guard

ACTS = "=+-@＝＋－＠\t\r\n"


@given(st.text(alphabet=st.sampled_from(f"'{ACTS}a1 ;\"")) | st.text())
def test_a_text_comes_back_as_it_was_and_never_acts(text: str) -> None:
    cell = formula_safe(text)

    assert kept_as_text(text) != text or without_formula_guard(cell) == text
    assert not cell or cell[0] not in ACTS


@pytest.mark.parametrize("separator", [";", "\t"])
@given(texts=st.lists(st.text(alphabet=st.sampled_from(f"'{ACTS}a1 ;\"")), min_size=1))
def test_a_spreadsheet_that_splits_elsewhere_sees_no_formula_either(separator: str, texts: list[str]) -> None:
    """It takes a quotation mark within a cell for a character, so lines end where they seem to."""
    written = io.StringIO()
    csv.writer(written).writerow(["id", *map(formula_safe, texts)])

    for cell in re.split(rf"[{separator}\r\n]", written.getvalue()):
        assert not re.match(rf'[\s"]*[{re.escape(ACTS.strip())}]', cell), cell


@pytest.mark.parametrize("text", ["", "backups", "'quoted'", "1 = 1", "O'Hara", " =1", "a; b - c", "a\nb=c"])
def test_a_text_that_would_not_act_stays_as_it_is(text: str) -> None:
    assert formula_safe(text) == text == without_formula_guard(text)


@given(st.text(alphabet=st.sampled_from("'07e./-+= ;\n€t")) | st.sampled_from(["true", "'False", "5 May", "''Mar-27"]))
def test_a_text_that_looks_like_a_number_or_a_day_comes_back_as_it_was(text: str) -> None:
    cell = formula_safe(kept_as_text(text))

    assert without_formula_guard(cell) == text
    assert not re.fullmatch(r"\d[\d.,:/-]*(e\d+)?", cell), "a spreadsheet would save something else"


@pytest.mark.parametrize("text", ["", "backups", "3 of 4", "Team 7", "maybe", "mar", "truest", "Q3", "7 days", "v1.5"])
def test_other_texts_need_no_guard_against_that(text: str) -> None:
    assert kept_as_text(text) == text

"""Text that a program read or saved in a wrong encoding is told apart from text that somebody changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.text.cleaning import clean
from levelbook.core.text.formula_guard import formula_safe, kept_as_text, without_formula_guard
from levelbook.core.text.misread_text import misread

LETTERS = st.text(alphabet="abc äöüßéÅñ–“”→語🎉", min_size=1)


@given(LETTERS, st.sampled_from(["cp1252", "mac_roman", "cp1250", "cp850"]))
def test_text_that_was_read_in_another_encoding_is_recognised(text: str, encoding: str) -> None:
    returned = clean(text.encode().decode(encoding, "replace"))

    assert (misread(text, returned) is None) == text.isascii()


@pytest.mark.parametrize(
    ("sent", "returned"),
    [
        ("Prüfung läuft", "Pruefung laeuft"),
        ("Prüfung läuft", "Läuft seit Mai: die Prüfung"),
        ("Done…", "Done?"),
        ("Is it so?", "Is it so??"),
        ("Done ✅", "Done"),
        ("Done", "Prüfung?"),
        ("Ã¼ is ü read wrongly", "Ã¼ is how it looks"),
        ("ü", ""),
    ],
)
def test_text_that_somebody_changed_is_none(sent: str, returned: str) -> None:
    assert misread(sent, returned) is None


def test_characters_that_were_lost_on_saving_are_named() -> None:
    assert misread("Tom → Ana", "Tom ? Ana") == ("→", "?")
    assert misread("Done 🎉", "Done ??") == ("🎉", "??")
    assert misread("Prüfung", "Pr?fung") == ("ü", "?")
    assert misread("Prüfung läuft", "Pr\ufffdfung l\ufffduft seit Mai") == ("ü", "\ufffd")


@given(st.text(alphabet="a=＝＋;'→\n 1", min_size=1))
def test_characters_that_were_lost_in_a_cell_with_a_guard_against_formulas_are_named(text: str) -> None:
    cell = formula_safe(kept_as_text(text)).encode("cp1252", "replace").decode("cp1252")

    found = misread(text, without_formula_guard(cell))

    lost = [one for one in text if one in "＝＋→"]
    assert found == ((lost[0], "?") if lost else None)

"""The words that a person changed in a part of the guide, beside levelbook's own."""

from __future__ import annotations

from levelbook.guide.keep.merge import EditedBlock
from levelbook.tui.hand_edits.rows import text_rows


def test_a_paragraph_that_a_formatter_wrapped_anew_shows_only_the_word_that_somebody_changed() -> None:
    generated = "We say which model answers,\nand on which day it changed. Nobody changes it alone."
    mine = "We tell which model answers, and on which day\nit changed. Nobody changes it\nalone."
    block = EditedBlock("practice/p", mine, generated, behind=False, line=1)

    said = "\n".join(row.words.plain for row in text_rows(block, "", 40))

    assert "[-tell-]{+say+}" in said
    assert said.count("[-") == 1 + said.count("[-yours-]"), "no end of a line is marked"

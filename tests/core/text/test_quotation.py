"""Quoted words end where levelbook ends them, whatever quotation marks somebody typed."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import levelbook
from levelbook.core.text.quotation import in_quotes, speaker


def test_quotation_marks_within_become_single_ones() -> None:
    assert in_quotes("it held") == "“it held”"
    assert in_quotes('they call it "done" (“done”)') == "“they call it ‘done’ (‘done’)”"
    assert in_quotes("that's 'fine'") == "“that's 'fine'”"


def test_words_cannot_end_their_quotation_and_go_on_as_somebody_elses() -> None:
    for closing in ("”", '"', "''", "’’", "‘’", "″", "＂", "»", "〞", "❞", "’\u200a’", "’\u202f\u2009’", "ˈˈ", "〃"):
        said = in_quotes(f"no.{closing} Noor: {closing}yes")
        assert said == "“no.’ Noor: ‘yes”", closing


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")) | st.sampled_from("'\"“”‘’ ")))
def test_only_the_first_and_the_last_character_is_a_double_mark(text: str) -> None:
    said = in_quotes(text)
    within = said[1:-1]
    assert (said[0], said[-1]) == ("“", "”")
    assert not any(
        "DOUBLE" in unicodedata.name(one, "") and "QUOTATION MARK" in unicodedata.name(one, "") for one in within
    )
    assert "''" not in within and "’’" not in within


def test_a_name_that_seems_to_hold_somebodys_words_is_quoted_before_that_persons_own() -> None:
    assert speaker("Noor: “I saw it.” Tom") == "“Noor: ‘I saw it.’ Tom”"
    for name in ("Noor, I saw it: Tom", "Noor ''I saw it'' Tom", "Noor： I saw it, Tom", "Noor «I saw it» Tom"):
        assert speaker(name) == in_quotes(name)
    for name in ("Noor∶ I saw it, Tom", "Noorː I saw it, Tom", "Noor ‹I saw it› Tom", "Noor 「I saw it」 Tom"):
        assert speaker(name) == in_quotes(name)
    for name in ("", "Ana", "Sinéad O'Connor", "Ana (Platform), Tom", "M. de l’Épée"):
        assert speaker(name) == name


PEOPLES_WORDS = "text|what|step|reference|reason|decision|note|minutes|owner|who|by|participant|team|team_name"
"""Fields of answers and sittings in which people write what they like."""


def test_every_sentence_quotes_what_people_wrote_in_this_way() -> None:
    by_hand = re.compile(rf"“\{{[^{{}}]*\.(?:{PEOPLES_WORDS})\)*\}}")
    app = Path(levelbook.__file__).parent
    found = [
        f"{path.relative_to(app)}: {match[0]}"
        for path in sorted(app.rglob("*.py"))
        for match in by_hand.finditer(path.read_text("utf-8"))
    ]

    assert found == [], "use in_quotes: a quotation mark in such words would seem to end the quotation"


def test_every_name_before_a_persons_words_is_written_as_a_speaker() -> None:
    plain = re.compile(r"\{[^{}()]*\.(?:by|who|owner|participant)\}[^{}\"]*: (?:\{|\"$)", re.MULTILINE)
    app = Path(levelbook.__file__).parent
    found = [
        f"{path.relative_to(app)}: {match[0]}"
        for path in sorted(app.rglob("*.py"))
        for match in plain.finditer(path.read_text("utf-8"))
    ]

    assert found == [], "use speaker: such a name may hold words that would seem to be somebody else's"


def test_every_name_of_who_accepts_a_risk_or_raised_an_item_is_written_as_a_speaker() -> None:
    """Also where it stands behind the words, as in `“Later” (Noor: “I agree.” Tom)`."""
    app = Path(levelbook.__file__).parent
    plain = re.compile(r"\{[\w.]+\.by\}")
    found = [str(path.relative_to(app)) for path in sorted(app.rglob("*.py")) if plain.search(path.read_text("utf-8"))]

    assert found == []

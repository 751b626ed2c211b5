"""What people type is cleaned once, loses nothing, and can then be shown anywhere; words become values, and back."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levelbook.core.text.cleaning import clean, clean_line, nearest, valid_id, with_full_stop
from support.examples import examples
from support.growth import assert_grows_at_most, least_ratio
from support.hostile_texts import ACTING, HOSTILE

ANY_TEXT = st.one_of(
    st.text(),
    st.text(st.characters(categories=["Cc", "Cf", "Cs", "Mn", "So", "Lo"]), max_size=12),
    st.lists(st.sampled_from([*ACTING, *(text for _, text in HOSTILE if len(text) < 50)]), max_size=8).map("".join),
)


# --- Cleaning ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("a\r\nb\rc\nd\u2028e\u2029f", "a\nb\nc\nd\ne\nf"),
        ("a\tb", "a\tb"),
        ("\x1b[31m\x00\x07\x0b", "\u241b[31m\u2400\u2407\u240b"),
        ("\x7f", "\u2421"),
        ("\x85\x9b31m", "\ufffd\ufffd31m"),
        ("a\u202egnp.exe", "a<U+202E>gnp.exe"),
        ("\u2066x\u2069 \u200e \u061c", "<U+2066>x<U+2069> <U+200E> <U+061C>"),
        ("pass\u200bword\ufeff\u00ad\u2060\u3164", "pass<U+200B>word<U+FEFF><U+00AD><U+2060><U+3164>"),
        ("\ud800 \ufffe \ufdd0 \U0001ffff", "\ufffd \ufffd \ufffd \ufffd"),
        ("hi\U000e0068\U000e0069", "hi<U+E0068><U+E0069>"),
        ("e\u0301", "\u00e9"),
        ("a\u200db a\u200cb", "a<U+200D>b a<U+200C>b"),
        ("x\ufe0f", "x<U+FE0F>"),
        ("\u2764\ufe0f\ufe0f", "\u2764\ufe0f<U+FE0F>"),
    ],
)
def test_what_cannot_be_kept_is_shown(raw: str, cleaned: str) -> None:
    """Nothing is dropped, and nothing acts on a terminal."""
    assert clean(raw) == cleaned


@pytest.mark.parametrize(
    "typed",
    [
        "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
        "\U0001f9d1\U0001f3fd\u200d\U0001f4bb \U0001f44d\U0001f3fd",
        "\u2764\ufe0f\u200d\U0001f525 \U0001f3f3\ufe0f\u200d\U0001f308 \u260e\ufe0e",
        "1\ufe0f\u20e3 #\ufe0f\u20e3",
        "\U0001f1f8\U0001f1ea",
        "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    ],
)
def test_emoji_of_several_characters_are_kept(typed: str) -> None:
    """Families, skin colours, keycaps and flags."""
    assert clean(typed) == typed


@pytest.mark.parametrize(
    "typed",
    [
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "\u0915\u094d\u200d\u0937",
        "\u0d28\u0d4d\u200c\u0d28",
        "\u1781\u200b\u1798",
        "\u845b\U000e0100\u57ce",
        "\u05e9\u05dc\u05d5\u05dd, \u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35",
    ],
    ids=["Persian", "Hindi", "Malayalam", "Khmer", "Japanese name", "Hebrew and Thai"],
)
def test_invisible_characters_that_a_script_needs_are_kept(typed: str) -> None:
    """Between letters of scripts that write with them."""
    assert clean(typed) == typed


@examples(800)
@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing_more(raw: str) -> None:
    """So it does no harm to clean again at an edge."""
    once = clean(raw)

    assert once == clean(once)
    assert clean_line(once) == clean_line(raw) == clean(clean_line(raw))


@examples(800)
@given(ANY_TEXT)
def test_clean_text_is_composed_and_holds_nothing_that_acts_or_hides(raw: str) -> None:
    """Every control character but line break and tab is gone, and so is every bidi control."""
    text = clean(raw)

    assert unicodedata.is_normalized("NFC", text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]", text)
    text.encode()  # no lone surrogate is left, so it can be written


@settings(deadline=None)
@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"], codec="utf-8")))
def test_what_can_be_seen_is_kept(raw: str) -> None:
    """Letters, digits, punctuation, symbols and spaces are only composed."""
    blank = set("\u115f\u1160\u3164\uffa0")  # letters by name, but there is nothing to see

    assert clean("".join(c for c in raw if c not in blank)) == unicodedata.normalize(
        "NFC", "".join(c for c in raw if c not in blank)
    )


def test_a_line_is_one_line_without_white_space_at_its_ends() -> None:
    """Breaks and tabs become single spaces; spaces that were typed between words stay."""
    assert clean_line("  one\r\n two\tthree  four\n\n five \n") == "one two three  four five"


@settings(deadline=None)
@given(ANY_TEXT)
def test_a_line_never_holds_a_break_or_a_tab(raw: str) -> None:
    """Whatever came in."""
    line = clean_line(raw)

    assert len(line.splitlines()) <= 1
    assert "\t" not in line
    assert line == line.strip()


@pytest.mark.parametrize("raw", ["Words of a note.\n" * 12_000, "S\u00e4kerhet \u2013 p\u00e5 riktigt.\n" * 9_000])
def test_long_text_with_nothing_to_clean_costs_next_to_nothing(raw: str) -> None:
    """Cleaning at every edge is free: only a text with something in it is gone through character by character."""
    texts = (raw, raw + "\u202e")

    assert least_ratio(lambda which: clean(texts[which]), 0, 1) > 2


def test_hostile_text_of_any_length_is_cleaned_soon() -> None:
    """No pattern looks at the same characters again and again."""
    pieces = ("\u202e", "\U0001f469\u200d", "1\ufe0f", "\U0001f3f4\U000e0067", "\u0915\u200d", "\r", " \n", "\x1b", " ")

    def clean_all(length: int) -> None:
        for piece in pieces:
            clean_line(f"a{piece * length}b\tc")

    assert_grows_at_most(24, clean_all, 2_000, 16_000)


def test_of_very_many_marks_on_a_letter_those_beyond_a_hundred_are_named() -> None:
    cleaned = clean("a" + "\u0316" * 103 + "b" + "\u0316" * 2)

    assert cleaned == "a" + "\u0316" * 100 + "<U+0316>" * 3 + "b" + "\u0316" * 2
    assert clean(cleaned) == cleaned


@given(st.text("a\u1e69\u0301\u0327\u0344", max_size=200))
def test_a_heap_of_marks_is_cleaned_once(raw: str) -> None:
    assert clean(clean(raw)) == clean(raw)


def test_spaces_before_a_tab_are_one_space_and_others_stay() -> None:
    assert clean_line("a  b \t c\n\nd") == "a  b c d"


def test_cleaning_needs_nothing_slow() -> None:
    """difflib waits until somebody misspells something."""
    code = "import sys, levelbook.core.text.cleaning as t; t.clean('\u00e4'); sys.exit('difflib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --- Names ------------------------------------------------------------------------------------------------------------

KNOWN = [
    "model-deployment.output-filtering",
    "model-deployment.rate-limiting",
    "incident-response.trigger-events",
    "RA",
]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("model-deployment.output-filtring", "model-deployment.output-filtering"),
        ("output-filtering", "model-deployment.output-filtering"),
        ("Trigger Events", "incident-response.trigger-events"),
        ("model_deployment.rate_limiting", "model-deployment.rate-limiting"),
        ("ra", "RA"),
        ("quantum", None),
        ("", None),
        ("x" * 10_000, None),
    ],
)
def test_the_nearest_known_name_is_the_one_that_was_probably_meant(word: str, meant: str | None) -> None:
    """And none, where it would be a guess."""
    assert nearest(word, KNOWN) == meant


@pytest.mark.parametrize(
    "text", ["a", "output-filtering", "owasp-llm-top10-2026", "2026-11-22-2", "x" * 64, "now", "com10"]
)
def test_ids_are_lower_case_words_joined_by_hyphens(text: str) -> None:
    """A date is one too: editions are named so."""
    assert valid_id(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "a-",
        "-a",
        "a--b",
        "A",
        "a_b",
        "a.b",
        "a b",
        "a\n",
        "../../x",
        "\u00e4",
        "\u0663",
        "x" * 65,
        "con",
        "prn",
        "aux",
        "nul",
        "com1",
        "lpt9",
    ],
)
def test_what_could_leave_the_folder_or_be_a_device_is_no_id(text: str) -> None:
    """An id may become a file name, on any system."""
    assert not valid_id(text)


def test_a_place_may_reserve_names_of_its_own() -> None:
    """`now` is no name for an edition."""
    assert not valid_id("now", reserved={"now"})


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("Done", "Done."),
        ("Done.", "Done."),
        ("They said “done.”", "They said “done.”"),
        ("They said “done”", "They said “done”."),
        ('They asked "why?"', 'They asked "why?"'),
        ("It is the teams’", "It is the teams’."),
        ("", ""),
    ],
)
def test_a_full_stop_is_added_only_where_no_mark_ends_the_text(text: str, ended: str) -> None:
    assert with_full_stop(text) == ended

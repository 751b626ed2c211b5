"""What a form holds once what was typed and what others wrote are merged."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.answers.form_fields import MergedFields, both_texts, merge_fields

FIELDS = st.dictionaries(st.sampled_from("abc"), st.sampled_from(["", "x", "y"]))


def test_each_field_is_merged_on_its_own_and_only_a_field_that_both_changed_is_in_conflict() -> None:
    before = {"owner": "", "due": "2026-12-04", "note": "a", "text": "b"}
    typed = {"owner": "Ana", "due": "2026-12-04", "note": "mine", "text": "both"}
    now = {"owner": "", "due": "2026-12-09", "note": "theirs", "text": "both"}

    assert merge_fields(before, typed, now) == MergedFields(
        {"owner": "Ana", "due": "2026-12-09", "note": "mine", "text": "both"}, ("note",)
    )


@given(FIELDS, FIELDS, FIELDS)
def test_what_was_typed_is_never_lost(before: dict[str, str], typed: dict[str, str], now: dict[str, str]) -> None:
    merged = merge_fields(before, typed, now)

    for name, mine in typed.items():
        assert merged.values[name] == mine or mine == before.get(name, "")
    assert all(typed[name] != before.get(name, "") for name in merged.conflicts)


TEXTS = st.text("ab \n", max_size=8)


def test_a_text_that_both_changed_holds_both_and_what_both_began_with_once() -> None:
    assert both_texts("", "mine", "theirs ") == "mine\n\ntheirs"
    assert both_texts("Said: a.", "Said: a. Mine.", "Said: a. Theirs.") == "Said: a. Mine.\n\nTheirs."
    assert both_texts("Said: a.", "", "Theirs.") == "Theirs."


@given(TEXTS, TEXTS, TEXTS)
def test_no_word_of_either_is_missing_in_the_text_of_both(before: str, mine: str, theirs: str) -> None:
    both = both_texts(before, mine, theirs)

    assert both.startswith(mine.rstrip())
    assert both.endswith(theirs.removeprefix(before).strip() or theirs)

"""Markdown as rows: nothing ends it, nothing of people's words is lost, and chapters are cut where they begin."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.text.cleaning import clean
from levelbook.tui.guide import markdown, rows
from levelbook.tui.widgets.rows import Row
from support.hostile_texts import ACTING
from support.looped import each_hostile_text

GUIDE = """\
---
title: Working safely
---
<!-- levelbook:begin about 00000000 -->
# Working safely

Hello.
<!-- levelbook:end about -->

<!-- levelbook:begin rules 00000000 -->
## Our rules

- Be kind.
<!-- levelbook:end rules -->

Our own words.

```
## no heading
```

<!-- levelbook:begin section/one 00000000 -->
## Section one
<!-- levelbook:end section/one -->
<!-- levelbook:begin practice/one.two 00000000 -->
### A practice
<!-- levelbook:end practice/one.two -->
"""


def plain(rows: list[Row]) -> str:
    return "\n".join(f"{row.lead.plain}{row.words.plain}" for row in rows)


def test_chapters_begin_at_their_headings_and_own_their_blocks() -> None:
    found = rows.chapters(GUIDE)
    assert [chapter.title for chapter in found] == ["Start", "Our rules", "Section one"]
    assert [chapter.blocks for chapter in found] == [("about",), ("rules",), ("section/one", "practice/one.two")]


def test_markers_are_not_shown_and_words_between_blocks_are() -> None:
    start, rules, section = rows.chapters(GUIDE)
    shown = plain(rows.page_rows(rules, {}, 60))
    assert "levelbook:" not in shown
    assert "Our own words." in shown
    assert "## no heading" in shown
    assert "Hello." in plain(rows.page_rows(start, {}, 60))
    assert "A practice" in plain(rows.page_rows(section, {}, 60))


def test_a_chapter_says_that_one_of_its_blocks_is_behind() -> None:
    section = rows.chapters(GUIDE)[2]
    states = {"practice/one.two": "behind", "about": "edited"}
    assert section.state(states) == "behind"
    assert "behind" in plain(rows.page_rows(section, states, 60))


def test_lists_tables_and_quotations_are_drawn() -> None:
    text = "1. one\n   - inner\n2. two\n\n> said\n\n| a | b |\n|---|---|\n| x | long words here |\n\n---\n"
    shown = plain(markdown.rows(text, 40))
    assert "1. one" in shown
    assert "   • inner" in shown
    assert "2. two" in shown
    assert "│ said" in shown
    assert re.search(r"x +long words here", shown)


def test_words_in_a_table_are_whole() -> None:
    table = (
        "| Chapter | Claimed | Proven | Target | Remarks |\n|---|---|---|---|---|\n"
        "| Incident response | 1.3 (1.0–2.0), 3 of 4 answered | not proven | 2.5 | lowest: Trigger events, 1 |\n"
        "| User education and access | 1.7 (1.3–2.3), 3 of 4 answered | 1.7 | 2.5 | lowest: Feedback channels, 0 |\n"
    )
    shown = plain(markdown.rows(table, 54)).split()
    assert {"Chapter", "response", "education", "(1.0–2.0),", "answered", "proven", "Feedback"} <= {*shown}
    assert "───" in plain(markdown.rows(table, 54))


@pytest.mark.parametrize("width", [12, 40, 90])
def test_a_table_never_grows_wider_than_there_is_room(width: int) -> None:
    table = "| section | level | needed |\n|---|---|---|\n" + "| Secure model deployment | 1.6 (0.7–3.1) | 2.8 |\n" * 3
    rows = markdown.rows(table, width)
    if "─" in plain(rows):  # else its rows are written out, and wrap as every row does
        assert max(row.lead.cell_length + len(part) for row in rows for part in row.words.plain.split("\n")) <= width


def test_a_table_whose_words_do_not_fit_is_written_out_row_by_row() -> None:
    table = "| Chapter | Claimed | Remarks |\n|---|---|---|\n| Risk governance | 1.8 | De-identification |\n"
    assert [row.words.plain for row in markdown.rows(table, 30)] == [
        "Risk governance",
        "Claimed 1.8; Remarks De-identification",
    ]


def test_an_address_that_is_its_own_text_is_shown_once() -> None:
    assert plain(markdown.rows("<https://a.example/b> and [here](https://a.example/c)", 80)) == (
        "https://a.example/b and here (https://a.example/c)"
    )


@each_hostile_text
def test_hostile_markdown_ends_nothing(text: str) -> None:
    for chapter in rows.chapters(clean(text)):
        for row in rows.page_rows(chapter, {}, 60):
            row.words.wrap(40)


@given(st.lists(st.sampled_from(ACTING), max_size=40).map("".join))
def test_any_mixture_is_drawn(text: str) -> None:
    for chapter in rows.chapters(clean(text)):
        rows.page_rows(chapter, {}, 40)


@given(st.lists(st.from_regex(r"[a-z]{3,9}", fullmatch=True), min_size=1, max_size=30), st.integers(10, 100))
def test_no_word_of_a_paragraph_a_list_or_a_table_is_lost(words: list[str], width: int) -> None:
    text = f"{' '.join(words)}\n\n" + "\n".join(f"- {word}" for word in words) + "\n\n| h |\n|---|\n"
    text += "\n".join(f"| {word} |" for word in words)
    shown = plain(markdown.rows(text, width))
    assert all(shown.count(word) >= 3 for word in words)

"""The normal form says what a text says: no layout of a formatter changes it, every change of a word does."""

from __future__ import annotations

import tomllib
from pathlib import Path

import mdformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.guide.keep.blocks import parse
from levelbook.guide.keep.normal_form import count_masks, digest, normal_form, says_the_same
from support import REPOSITORY

VECTORS = tomllib.loads((Path(__file__).parent / "normal_form_vectors.toml").read_text("utf-8"))["vectors"]
GUIDES = sorted((REPOSITORY / "docs" / "example").glob("*/guide.md"))
PARTS = [block.text for guide in GUIDES for block in parse(guide.read_text("utf-8")).blocks if block.text.strip()]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["what"])
def test_a_digest_is_what_it_was_when_it_was_first_written(vector: dict[str, str]) -> None:
    """Digests stand in other people's guides: where a library reads a text otherwise by now, mend this side."""
    assert digest(vector["text"]) == vector["digest"]


SAME = {
    "marks of emphasis": ("*a* **b**", "_a_ __b__"),
    "escapes": ("a\\_b 1\\. c", "a_b 1. c"),
    "entities": ("a &amp; b &lt;c&gt; &#91;d&#93;", "a & b \\<c> \\[d\\]"),
    "bullets": ("- a\n- b", "* a\n* b"),
    "numbers of a list": ("1. a\n2. b\n3. c", "1. a\n1. b\n1. c"),
    "brackets of a list": ("1. a\n2. b", "1) a\n2) b"),
    "tight and loose": ("- a\n- b", "- a\n\n- b"),
    "indents": ("- a\n  - b", "-   a\n    - b"),
    "wrapping": ("a long line of words", "a long\nline of\nwords"),
    "a sentence that ends in a number, wrapped": ("from 1 to 2. Then", "from 1 to\n2\\. Then"),
    "line ends": ("a\n\nb", "a\r\n\r\nb"),
    "blank lines": ("# a\nb", "# a\n\nb\n"),
    "both headings": ("a\n===", "# a"),
    "both hard breaks": ("a  \nb", "a\\\nb"),
    "padding of a table": ("|a|b|\n|-|:-|\n|1|2|", "| a   | b   |\n| --- | :-- |\n| 1   | 2   |"),
    "fences": ("```toml\na\n```", "~~~toml\na\n~~~"),
    "an indented block of code": ("    a", "```\na\n```"),
    "spaces": ("a  b", "a b"),
}


@pytest.mark.parametrize("name", SAME)
def test_layout_is_no_difference(name: str) -> None:
    one, other = SAME[name]
    assert normal_form(one) == normal_form(other)


OTHER = {
    "a word": ("a b", "a c"),
    "emphasis": ("a *b*", "a b"),
    "strength": ("*b*", "**b**"),
    "a heading's level": ("# a", "## a"),
    "a heading and a paragraph": ("# a", "a"),
    "two paragraphs": ("a\n\nb", "a b"),
    "the kind of a list": ("- a", "1. a"),
    "the first number of a list": ("1. a", "4. a"),
    "nesting": ("- a\n  - b", "- a\n- b"),
    "where a link leads": ("[a](b)", "[a](c)"),
    "a link's title": ('[a](b "c")', "[a](b)"),
    "an image": ("![a](b)", "[a](b)"),
    "code": ("`a`", "a"),
    "space in code": ("`a  b`", "`a b`"),
    "a language": ("```toml\na\n```", "```\na\n```"),
    "a comment": ("a <!-- b -->", "a"),
    "a comment's words": ("<!-- b -->", "<!-- c -->"),
    "a surplus cell": ("|a|b|\n|-|-|\n|1|2|", "|a|b|\n|-|-|\n|1|2|3|"),
    "an alignment": ("|a|\n|-|", "|a|\n|:-|"),
    "a definition": ("a\n\n[x]: y", "a"),
    "a hard break": ("a\\\nb", "a\nb"),
    "a figure": ("1.5 of 4", "1.6 of 4"),
    "a no-break space": ("a\u00a0b", "a b"),
    "a quotation": ("> a", "a"),
    "struck out": ("~~a~~", "a"),
    "a rule": ("a\n\n---\n\nb", "a\n\nb"),
}


@pytest.mark.parametrize("name", OTHER)
def test_whatever_is_said_otherwise_is_a_difference(name: str) -> None:
    one, other = OTHER[name]
    assert normal_form(one) != normal_form(other)


def test_a_mask_that_was_decoded_says_the_same_and_is_counted() -> None:
    assert normal_form("&#123;{ x }}") == normal_form("{{ x }}")
    assert (count_masks("&#123;{ x }}"), count_masks("{{ x }}")) == (1, 0)
    assert not says_the_same("&#123;{ x }}", "{{ x }}")


@pytest.mark.parametrize("options", [{}, {"wrap": 60, "number": True}, {"wrap": "no"}], ids=str)
def test_a_real_formatter_changes_the_layout_of_every_part_and_the_form_of_none(options: dict[str, object]) -> None:
    changed = 0
    for part in PARTS:
        laid_out = mdformat.text(part, options=options, extensions={"gfm"})
        changed += laid_out != part
        assert normal_form(laid_out) == normal_form(part), part
    assert changed > len(PARTS) // 4, "or it has formatted nothing"


@given(st.sampled_from(PARTS), st.data())
def test_a_word_more_or_less_or_another_is_always_seen(part: str, data: st.DataObject) -> None:
    words = [place for place in range(len(part)) if part[place].isalpha()]
    place = data.draw(st.sampled_from(words))
    edited = data.draw(
        st.sampled_from(
            [
                part[:place] + part[place + 1 :],
                part[:place] + "x" + part[place:],
                part[:place] + "ß" + part[place + 1 :],
            ]
        )
    )
    assert normal_form(edited) != normal_form(part)


@given(st.sampled_from(PARTS), st.data())
def test_line_breaks_where_spaces_are_change_nothing(part: str, data: st.DataObject) -> None:
    """In paragraphs: a line that would begin a list, a heading or a table is what a formatter does not break there."""
    lines = part.split("\n")
    prose = [place for place, line in enumerate(lines) if line[:1].isalpha() and " " in line and "|" not in line]
    if not prose:
        return
    place = data.draw(st.sampled_from(prose))
    breaks = [at for at, letter in enumerate(lines[place]) if letter == " " and lines[place][at + 1 : at + 2].isalpha()]
    if not breaks:
        return
    at = data.draw(st.sampled_from(breaks))
    wrapped = [*lines[:place], lines[place][:at], lines[place][at + 1 :], *lines[place + 1 :]]
    if "<!--" not in part and "```" not in part:
        assert normal_form("\n".join(wrapped)) == normal_form(part)


def test_texts_of_other_letters_are_told_apart_without_parsing_either(monkeypatch: pytest.MonkeyPatch) -> None:
    def parse(_: str) -> str:
        raise AssertionError("it was parsed")

    monkeypatch.setattr("levelbook.guide.keep.normal_form._form", parse)

    assert not says_the_same("Level 2 of 4", "Level 3 of 4")

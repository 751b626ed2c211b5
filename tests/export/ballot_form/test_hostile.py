"""Texts that try to be more than text: in what is asked, in what is typed, and on the way to TOML."""

from __future__ import annotations

import json
import tomllib

import pytest
from playwright.sync_api import expect

from levelbook.core.text.cleaning import clean
from levelbook.store import answers_text
from support.ballot_forms import Filler, a_form, a_practice, for_the_page
from support.hostile_texts import HOSTILE

TEXTS = (
    *(text for _, text in HOSTILE),
    "</script><script>window.owned = true</script>",
    '<img src=x onerror="window.owned = true">',
    "\"'`${7*7}\\",
    "👩‍👩‍👧 शक्ति שלום مرحبا",
    "ten thousand " * 770,
)

SHARES = [pytest.param(TEXTS[first::6], id=f"share {first + 1}") for first in range(6)]
"""Six forms of usual size: one of all texts would be larger than any that is sent."""


def as_javascript_has_it(text: str) -> str:
    """Two halves of a pair are one character there, and what remains of a half becomes U+FFFD on the way out."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@pytest.mark.parametrize("texts", SHARES)
def test_what_is_asked_is_shown_literally_and_becomes_no_element(open_form, texts: tuple[str, ...]) -> None:
    practices = tuple(
        a_practice(place, section_title=text, title=text, question=text, statements=(text,))
        for place, text in enumerate(texts)
    )
    nasty = "</title></script><img src=x onerror='window.owned = true'>\u202e"
    filler = open_form(a_form(team=nasty, about=nasty, title=nasty, practices=practices))

    wrong = filler.page.evaluate(
        """json => JSON.parse(json).filter((text, place) => {
            const part = document.querySelector(`.practice[data-place="${place}"]`);
            const texts = [".title", "legend", ".statement"].map((name) => part.querySelector(name));
            // A statement of no words leaves only the level's name.
            return texts.some((found) => found === null ? text !== "" : found.textContent !== text);
        })""",
        for_the_page(texts),
    )
    assert wrong == []
    expect(filler.page.get_by_role("heading", level=1)).to_have_text(nasty)
    assert filler.page.locator("img, table, b, iframe, bdi *, legend *").count() == 0
    assert filler.page.locator("script").count() == 2
    assert filler.page.evaluate("window.owned") is None


def type_notes(filler: Filler, texts: tuple[str, ...]) -> None:
    """Each text as the note on the practice at its place."""
    filler.page.evaluate(
        """json => JSON.parse(json).forEach((text, place) => {
            const note = document.getElementById(`note-${place}`);
            note.value = text;
            note.dispatchEvent(new Event("input", { bubbles: true }));
        })""",
        for_the_page(texts),
    )


@pytest.mark.parametrize("texts", SHARES)
def test_every_hostile_note_survives_a_reload_and_the_way_into_answers(open_form, texts: tuple[str, ...]) -> None:
    filler = open_form(a_form(len(texts)))
    filler.name.fill("Ana")
    type_notes(filler, texts)

    filler.page.reload()
    _, saved = filler.save()

    book = answers_text.parse(saved, "ballot.toml")
    for place, text in enumerate(texts):
        answer = book.answers.get(f"section-{place // 2 + 1}.practice-{place}")
        if as_javascript_has_it(text).strip(" \t\n\r\x0b\x0c\u00a0\u3000\u2028\u2029\ufeff"):
            assert answer is not None and answer.note == clean(as_javascript_has_it(text)), repr(text[:40])
        else:
            assert answer is None, repr(text)


def test_every_text_comes_through_toml_as_it_was(open_form) -> None:
    page = open_form().page

    quoted = json.loads(page.evaluate("json => JSON.stringify(JSON.parse(json).map(tomlString))", for_the_page(TEXTS)))

    for text, toml in zip(TEXTS, quoted, strict=True):
        assert "\n" not in toml
        assert tomllib.loads(f"k = {toml}")["k"] == as_javascript_has_it(text), repr(text[:40])


def test_every_character_that_toml_may_refuse_comes_through(open_form) -> None:
    every = "".join(map(chr, [*range(0x20), 0x22, 0x5C, *range(0x7F, 0xA0), 0xFEFF, 0xFFFE, 0x10FFFF]))

    toml = open_form().page.evaluate("json => tomlString(JSON.parse(json))", for_the_page(every))

    assert tomllib.loads(f"k = {toml}")["k"] == every


def test_what_a_reader_of_the_file_could_not_see_is_written_as_an_escape(open_form) -> None:
    toml = open_form().page.evaluate("tomlString('a\\u202egnp.exe\\u200f\\x7f')")

    assert toml == r'"a\u202egnp.exe\u200f\u007f"'


def test_a_key_that_is_not_bare_is_quoted(open_form) -> None:
    odd = 'a "b"]\n[c'
    filler = open_form(a_form(practices=(a_practice(0, id=f"{odd}.practice"),)))
    filler.choice(0, 1).check()
    filler.name.fill("Ana")

    assert tomllib.loads(filler.save()[1].decode())["answers"] == {
        odd: {"practice": {"level": 1, "wording": "00000000"}}
    }


@pytest.mark.parametrize("name", ['Ana "the cap" Lima', "אנה \u202e", "a\\b", "x" * 10_000, "</script>"])
def test_a_hostile_name_comes_through_as_it_was_typed_up_to_120_characters(open_form, name: str) -> None:
    filler = open_form()
    filler.choice(0, 1).check()
    filler.name.fill(name)

    assert tomllib.loads(filler.save()[1].decode())["participant"] == name[:120]

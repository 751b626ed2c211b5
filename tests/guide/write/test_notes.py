"""A team's notes may use a safe part of Markdown, whoever renders it; everything else stays the text that was typed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.text.cleaning import clean
from levelbook.guide.text.markdown import block, check_generated
from levelbook.guide.write import record_check
from levelbook.guide.write.notes import links_in, notes, quoted_notes
from support.examples import examples
from support.growth import assert_grows_at_most
from support.hostile_texts import ACTING, HOSTILE
from support.html_words import HtmlWords
from support.looped import looped
from support.markdown_readers import ENGINES

ALLOWED = {"p", "em", "strong", "code", "ul", "ol", "li", "a"}


class _Page(HtmlWords):
    """What a reader sees: elements, where links lead, and words, with a mark before each item of a list."""

    def __init__(self, html: str) -> None:
        self.links: list[str] = []
        super().__init__(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        assert not {name for name, _ in attrs} - {"href"}, f"attributes {attrs}"
        self.links += [value or "" for name, value in attrs if name == "href"]


_MARKS = re.compile(r"[^\w]|_")
_LINK = re.compile(r"\]\((?:https://|mailto:)[^\s()]*(?:\([^\s()]*\)[^\s()]*)*\)")


def _only_words(text: str) -> str:
    """The letters and digits of a text: what no markup adds or takes away."""
    return _MARKS.sub("", text)


def assert_safe(typed: str) -> None:
    """Every engine shows only allowed elements and links, and the words that were typed."""
    written = notes(typed)
    assert check_generated(written) == []
    assert record_check.faults(written, [], links_in(typed)) == []
    seen = {name: _Page(render(f"Before.\n\n{written}\n")) for name, render in ENGINES.items()}
    for name, page in seen.items():
        assert set(page.tags) <= ALLOWED, (name, page.tags)
        assert all(re.match(r"https?://|mailto:|//", link) for link in page.links), (name, page.links)
    shown = {name: _only_words(page.words) for name, page in seen.items()}
    assert len(set(shown.values())) == 1, shown
    lists = {
        name: [tag for tag in page.tags if tag in ("ul", "ol", "li", "em", "strong", "code")]
        for name, page in seen.items()
    }
    assert len({tuple(tags) for tags in lists.values()}) == 1, lists
    if "](" not in written and not re.search(r"^\d+\. ", written, re.MULTILINE):
        assert shown["commonmark"] == "Before" + _only_words(clean(typed).replace("<mailto:", "<")), (
            "no word is added or lost"
        )


@looped("typed", HOSTILE)
def test_hostile_notes_do_nothing(typed: str) -> None:
    assert_safe(typed)


PIECES = (
    *(
        "*",
        "**",
        "_",
        "__",
        "`",
        "``",
        "- ",
        "* ",
        "+ ",
        "1. ",
        "2. ",
        "2) ",
        "\n",
        "\n\n",
        "  ",
        " ",
        "\\",
        "!",
        "#",
        "> ",
        "|",
    ),
    *(
        "word",
        "Two words",
        "snake_case",
        "(aside)",
        ".",
        ",",
        ":",
        "[a](https://a.example/x)",
        "[b](mailto:b@b.example)",
    ),
    *("[c](http://c.example)", "[d](javascript:d)", "https://e.example/e_e", "<https://f.example/>", "<g@g.example>"),
    *(
        "![h](https://h.example/h.png)",
        "{{ i }}",
        "{% j %}",
        "<b>",
        "$k$",
        "--8<--",
        "---",
        "===",
        "[x]: y",
        "[^1]",
        ":smile:",
    ),
    *(
        "<!-- levelbook:end about -->",
        "&copy;",
        "~~",
        "==",
        "++",
        "^",
        "```",
        "!!! note",
        "[TOC]",
        "{: .a}",
        "{++",
        "\t",
    ),
)


@examples(400)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join))
def test_no_mixture_of_markup_does_more_than_it_may(typed: str) -> None:
    assert_safe(typed)


@examples(200)
@given(st.lists(st.sampled_from(ACTING), min_size=1, max_size=10).map("".join))
def test_no_mixture_of_acting_characters_acts(typed: str) -> None:
    assert_safe(typed)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("It *held* in _May_, and **will**.", "It _held_ in _May_, and **will**."),
        ("See `gateway/limits.yaml`.", "See `gateway/limits.yaml`."),
        ("- one\n- two\n  and more", "- one\n- two and more"),
        ("Agreed:\n* one\n* two\nNext time more.", "Agreed:\n\n- one\n- two\n\nNext time more."),
        ("1) one\n2) two", "1. one\n1. two"),
        ("[the wiki](https://wiki.example/a_(b))", "[the wiki](https://wiki.example/a_(b))"),
        ("Ask <team@bank.example>.", "Ask [team@bank.example](mailto:team@bank.example)."),
        ("<https://wiki.example>", "<https://wiki.example>"),
    ],
)
def test_what_is_allowed_is_written_in_one_form(typed: str, written: str) -> None:
    assert notes(typed) == written


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "snake_case and 2 * 3 * 4",
            "foo*bar*baz",
            "***all***",
            r"\*escaped\*",
            r"C:\temp\*.log",
            "# head",
            "> quote",
        ),
        *(
            "- a\n  - nested",
            "2026. was quiet",
            "1. a\n1. b",
            "- a\n\n  b",
            "```\ncode\n```",
            "    code",
            "---",
            "a | b\n--|--",
        ),
        *("[x](http://a.example)", "[x](javascript:x)", "![x](https://a.example/x.png)", '[x](https://a.example "t")'),
        *(
            "[https://bank.example](https://a.example)",
            "[x](https://user@a.example)",
            "[x]: https://a.example",
            "`{{ x }}`",
        ),
        *("<b>bold</b>", "`<b>`", "a `` b", "*", "**", "- ", "<ftp://a.example>"),
    ],
)
def test_everything_else_keeps_the_bytes_that_it_had(typed: str) -> None:
    assert notes(typed) == block(typed)


@examples(200)
@given(st.text(alphabet=st.characters(exclude_characters="*_`[<-+."), max_size=40))
def test_a_note_without_markup_keeps_its_bytes(typed: str) -> None:
    if not re.search(r"\d\)", typed):
        assert notes(typed) == block(typed)


def test_every_line_is_indented() -> None:
    assert notes("*a*\n- b\n- c", 4) == "    _a_\n\n    - b\n    - c"


@looped(
    "piece", [(repr(one), one) for one in ("*a ", "`a", "[a](https://a.example) ", "- a\n", "<a@a.example> ", "_", "[")]
)
def test_a_long_note_is_read_at_once(piece: str) -> None:
    assert_grows_at_most(24, lambda length: notes((piece * length)[:length]), 1_000, 8_000)


@looped("mark", [(one, one) for one in "*_"])
def test_a_word_between_thousands_of_marks_is_read_at_once(mark: str) -> None:
    assert_grows_at_most(24, lambda count: notes(f"{mark * count}a{mark * count}"), 1_000, 8_000)


def test_only_links_that_people_wrote_may_lead_out_of_the_record() -> None:
    written = notes("See [the wiki](https://wiki.example/a_(b)).")
    other = "[x](https://evil.example)"

    assert record_check.faults(written, [], links_in(written)) == []
    assert record_check.faults(f"{written}\n{other}", [], links_in(written)) == ["line 2: a link that leads elsewhere"]


def test_a_bracket_in_code_is_not_closed_by_one_in_the_text_after_it() -> None:
    typed = "set `list[` so (B'](here) and <mailto:a@b.example>"
    written = notes(typed)

    assert written == "set `list[` so (B'&#93;(here) and [a@b.example](mailto:a@b.example)"
    assert record_check.faults(written, [], links_in(typed)) == []


def test_a_note_is_printed_as_a_quotation() -> None:
    assert quoted_notes("*a*\n- b\n- c", 4) == "    > _a_\n    >\n    > - b\n    > - c"
    assert quoted_notes(" \n") == ""


@looped("typed", HOSTILE)
def test_hostile_notes_stay_in_their_quotation(typed: str) -> None:
    written = quoted_notes(typed)

    assert check_generated(written) == []
    assert record_check.faults(written, [], links_in(typed)) == []
    for name, render in ENGINES.items():
        page = _Page(render(f"Before.\n\n{written}\n\nAfter.\n"))
        assert set(page.tags) <= {*ALLOWED, "blockquote"}, (name, page.tags)
        assert page.tags.count("blockquote") == bool(written), name
        assert page.words.rstrip().endswith("After."), name


@pytest.mark.parametrize("line", ["# Heading", "```", "---", "[x]: https://a.example"])
def test_what_a_template_may_not_write_is_found_in_a_quotation_too(line: str) -> None:
    assert record_check.faults(f"> {line}", []) != []

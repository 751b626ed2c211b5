"""What people type is what readers see, whoever renders the guide; and it can be nothing but words."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable

import pytest
import yaml as pyyaml  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.text.cleaning import clean, clean_line
from levelbook.guide.text.markdown import block, cell, check_generated, inline, label, yaml
from support.examples import examples
from support.growth import assert_grows_at_most
from support.hostile_texts import ACTING, HOSTILE
from support.html_words import HtmlWords
from support.looped import looped
from support.markdown_readers import ENGINES

# --- The judges -------------------------------------------------------------------------------------------------------


PAGE = """# Title

{inline}

Before {inline} after, **strong:** {inline}
{inline}

- {inline}
- *Here: {inline}*
- **{inline}**

1. {inline} (small)

{block}

- a note:

{indented}

> {inline}

| {cell} | end |
|---|---|
| {cell} | **{cell}** |
| [{label}](#title) | {cell} |

## {label}

See [{label}](record.md) and {inline}.
"""


class _Skeleton(HtmlWords):
    """Elements and words of a page. A link whose words are its own address is taken for words."""

    def __init__(self, html: str) -> None:
        self._link: tuple[str, int] | None = None
        super().__init__(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        if tag == "a":
            self._link = (dict(attrs).get("href") or "", len(self.words))
        assert not {name for name, _ in attrs} - {"id", "href"}, f"attributes {attrs}"

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(f"/{tag}")
        if tag == "a" and self._link and self._is_address(*self._link):
            self.tags[-2:] = []
            assert "a" not in self.tags[-1:], "a link in a link"

    def _is_address(self, target: str, start: int) -> bool:
        if target in ("#title", "record.md"):
            return False
        shown = self.words[start:]
        assert re.match(r"https?://|mailto:|//", target), f"a link to {target}"
        assert shown and not re.search(r"[\s<>]", shown), f"a link around {shown!r}"
        return True


def _page(typed: str) -> str:
    places = {"inline": inline(typed), "cell": cell(typed), "label": label(typed)}
    return PAGE.format(**places, block=block(typed), indented=block(typed, 4))


def _squeezed(words: str) -> str:
    return "".join(words.split())


def assert_only_words(typed: str) -> None:
    """Every engine shows a page with `typed` in every place as a harmless page's elements, and as what was typed."""
    line = _squeezed(clean_line(typed))
    notes = [_squeezed(note) for note in clean(typed).split("\n") if note.strip()]
    if not line:
        return  # an empty text leaves an empty place, which is the template's affair
    harmless = PAGE.format(
        inline="WORD",
        cell="WORD",
        label="WORD",
        block="\n\n".join(f"NOTE{number}E" for number in range(len(notes))),
        indented="\n\n".join(f"    NOTE{number}E" for number in range(len(notes))),
    )
    page = _page(typed)
    for name, render in ENGINES.items():
        expected, got = _Skeleton(render(harmless)), _Skeleton(render(page))
        assert got.tags == expected.tags, name
        wanted = re.sub(
            r"WORD|NOTE(\d+)E", lambda found: notes[int(found[1])] if found[1] else line, _squeezed(expected.words)
        )
        assert _squeezed(got.words) == wanted, name


# --- Nothing that people type acts ------------------------------------------------------------------------------------


@looped("typed", HOSTILE)
def test_hostile_text_is_shown_as_it_was_typed_and_nothing_else_happens(typed: str) -> None:
    """In paragraphs, lists, notes, tables, headings and links, by every engine."""
    assert_only_words(typed)


@examples(300)
@given(st.lists(st.sampled_from(ACTING), min_size=1, max_size=10).map("".join))
def test_no_mixture_of_acting_characters_acts(typed: str) -> None:
    """Whatever stands beside what."""
    assert_only_words(typed)


@examples(100)
@given(st.text(max_size=20))
def test_any_text_at_all_is_only_text(typed: str) -> None:
    """Including every alphabet and everything invisible."""
    assert_only_words(typed)


PLACES: dict[str, Callable[[str], str]] = {"inline": inline, "cell": cell, "label": label, "block": block}


@looped("piece", [(repr(one), one) for one in (*ACTING, "'https://a/", "(https://a/", "www.a", ":a", "&a", "1", "[a")])
def test_very_long_text_is_encoded_at_once(piece: str) -> None:
    """No pattern looks at the same characters again and again."""

    def encode_all(length: int) -> None:
        typed = (piece * length)[:length] + "\\"
        for encode in (inline, cell, label):
            encode(typed)

    assert_grows_at_most(24, encode_all, 1_000, 8_000)


@pytest.mark.parametrize("encode", PLACES.values(), ids=PLACES)
@given(typed=st.lists(st.sampled_from(ACTING)).map("".join))
@examples(100)
def test_encoded_text_holds_no_line_break_but_between_paragraphs(encode: Callable[[str], str], typed: str) -> None:
    """One line in is one line out, so nothing can start a block of its own."""
    assert "\n" not in encode(typed).replace("\n\n", "" if encode is block else "\n")


# --- Ordinary prose stays as it is ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "30 questions an hour, 200,000 tokens a day, in gateway/limits.yaml (since May).",
        "It ships at 95 % \u2013 or not at all: \u201cnothing\u201d, 'else', \"ever\"!",
        "Ask ana.lind_q+test@bank.example; R&D and AT&T agree?",
        "5 > 3, 3 < 5, x >= 3, <200 ms, 2 * 3 * 4, a = b, 1/2, +5 and -5",
        "snake_case_word, kebab-case, C++ and issue #5, 50%",
        "Start at 12:30:00 UTC; costs $5 a day for ~30 users",
        "Covered by [LLM01:2025] and ([TODO] later), see [our list].",
        r"On the share, C:\Users\ana\limits",
        "At www.intranet.example/limits, if anybody asks",
        "It fails -- sometimes --- always... {never} closes: }".replace("{never} ", ""),
        "Answer: no",
        "2026 was quiet",
        "-5 \u00b0C outside",
        "s\u00e4kerhet, \u65e5\u672c\u8a9e\u3002 \U0001f44d\U0001f3fd",
        "a | b",
    ],
)
def test_ordinary_prose_comes_through_unchanged(typed: str) -> None:
    """The guide is read raw in a pull request."""
    assert inline(typed) == typed


def test_what_would_act_becomes_a_numeric_entity() -> None:
    """A backslash would be a formula in MkDocs."""
    assert inline("1. *x* in `y` [z](u)") == "1&#46; &#42;x&#42; in &#96;y&#96; &#91;z](u)"


def test_a_word_behind_a_colon_at_the_end_makes_no_emoji_with_the_templates_colon() -> None:
    assert inline("arn:s3:::bucket").endswith("::&#58;bucket")
    assert (inline("Bucket: one"), inline("at 12:30"), inline("1:2")) == ("Bucket: one", "at 12:30", "1:2")


def test_a_line_that_begins_with_a_percent_sign_is_no_comment_of_myst() -> None:
    """MyST-Parser 5.2 shows nothing of one."""
    assert inline("%YAML 1.2") == "&#37;YAML 1.2"
    assert inline("95 % of calls") == "95 % of calls"


@pytest.mark.parametrize("typed", ["0- [ ] buy", "1: [x] done", "3) [X] done", "so [x] it"])
def test_no_box_of_a_task_stays(typed: str) -> None:
    """GitHub ticks one in a line below a list's item, and drops what is before it."""
    assert "[" not in inline(typed)


def test_only_a_cell_and_a_label_encode_the_bar() -> None:
    """Elsewhere it separates nothing."""
    assert (inline("a | b"), cell("a | b"), label("a | b")) == ("a | b", "a &#124; b", "a &#124; b")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("https://wiki.example/limits", "<https://wiki.example/limits>"),
        ("See https://a.example/x_y_z.", "See <https://a.example/x_y_z>."),
        ("(http://a.example:8080/?q=1&r=%20#top)", "(<http://a.example:8080/?q=1&r=%20#top>)"),
        ("https://a.example/wiki/Foo_(bar), then", "<https://a.example/wiki/Foo_(bar)>, then"),
        ("https://s\u00e4ker.example/\u00e5", "<https://s\u00e4ker.example/\u00e5>"),
        ("\u201chttps://a.example\u201d", "\u201c<https://a.example>\u201d"),
    ],
)
def test_a_plain_web_address_becomes_a_link(typed: str, written: str) -> None:
    """Readers want to click; the sentence around it keeps its punctuation."""
    assert inline(typed) == cell(typed) == written


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "ftp://a.example/x",
        "file:///etc/passwd",
        "https://a.example/\\x",
        "https://a.example/<x>",
        "https://a.example/x\u202ey",
        "https://a.example/?a=1&copy;=2",
        "https://a.example/{{x}}",
        "xhttps://a.example",
    ],
)
def test_any_other_address_stays_text(typed: str) -> None:
    """Half a link would lead somewhere else than it says."""
    for render in ENGINES.values():
        assert "href" not in render(str(inline(typed)))


def test_a_label_holds_no_link() -> None:
    """It often is the text of one."""
    assert label("https://a.example ]") == "https&#58;//a.example &#93;"


def test_each_line_of_a_block_is_an_indented_paragraph() -> None:
    """Breaks that somebody typed are kept, blank lines and white space at the ends are not."""
    assert block("one\n  two  \n\n\n- three\n", 4) == "    one\n\n    two\n\n    &#45; three"
    assert block(" \n") == ""


# --- Front matter -----------------------------------------------------------------------------------------------------


@looped("value", [*HOSTILE, *((repr(value), value) for value in (3, 1.5, True, None, ["no", "a: b"]))])
def test_yaml_reads_front_matter_back_as_it_was(value: str | int | float | bool | list[str] | None) -> None:
    """Not `no` as false, not 12:30 as 750, and on one line whatever is in it."""
    value = clean(value) if isinstance(value, str) else value
    written = yaml(value)
    assert pyyaml.safe_load(f"key: {written}\n") == {"key": value}
    assert len(f"{written} ".splitlines()) == 1


@examples(200)
@given(st.text())
def test_front_matter_is_one_line_of_json_for_any_text(typed: str) -> None:
    """Cleaned or not."""
    assert pyyaml.safe_load(yaml(clean(typed))) == clean(typed)
    assert len(f"{yaml(typed)} ".splitlines()) == 1


def test_front_matter_takes_no_infinite_number() -> None:
    """JSON has none."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        yaml(float("inf"))


# --- Looking at what was generated ------------------------------------------------------------------------------------

GENERATED = """### Output filtering

**Nobody knew.** See [the rules](#rules), [record.md](record.md#later), <https://a.example> and `code`.

- one *two*

| a | b |
|---|---|
| c | d |"""


def test_a_block_as_a_template_writes_it_has_no_faults() -> None:
    """Emphasis, lists, tables, code in a line, and links that are allowed."""
    assert check_generated(GENERATED, headings=[(3, "Output filtering")]) == []
    assert check_generated(GENERATED, headings=[(3, None)]) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("x <br> y", "line 1: HTML: \u201c<br>\u201d"),
        ("x\n\n<div>", "line 3: HTML: \u201c<div>\u201d"),
        ("<!-- levelbook:end about -->", "line 1: HTML: \u201c<!-- levelbook:end about -->\u201d"),
        ("a\n\n[x](javascript:alert(1))", "line 3: a link to \u201cjavascript:alert(1)\u201d"),
        ("[x](java&#115;cript:alert)", "line 1: a link to \u201cjavascript:alert\u201d"),
        ("[x](//evil.example)", "line 1: a link to \u201c//evil.example\u201d"),
        ("[x](mailto:a@b.example?bcc=c@d.example)", "line 1: a link to \u201cmailto:a@b.example?bcc=c@d.example\u201d"),
        ("![x](y.png)", "line 1: an image: \u201cy.png\u201d"),
        ("```\nx\n```", "line 1: a code block: \u201cx\u201d"),
        ("    x", "line 1: a code block: \u201cx\u201d"),
        ("a {{ x }}", "line 1: a macro of MkDocs"),
        ("a\n--8<-- 'x'", "line 2: a snippet that MkDocs would fetch"),
        ("[TOC]", "line 1: a table of contents of MkDocs"),
        ("!!! note", "line 1: an admonition or block of MkDocs"),
        ("*[HTML]: x", "line 1: an abbreviation of MkDocs"),
        ("[x]: https://a.example", "line 1: a definition of a link or a note"),
        ("{++x++}", "line 1: a critic mark of MkDocs"),
        ("a\x1bb", "line 1: characters that are not clean"),
        ("# x", "headings: expected none, found # \u201cx\u201d"),
        ("x\n===", "headings: expected none, found # \u201cx\u201d"),
    ],
)
def test_a_fault_is_named_with_its_line(text: str, fault: str) -> None:
    """One line for each."""
    assert check_generated(text) == [fault]


def test_headings_must_be_exactly_those_expected() -> None:
    """Level, words and order."""
    assert check_generated("## A\n\n### B", headings=[(2, "A"), (3, "B")]) == []
    assert check_generated("## A", headings=[(2, "A"), (3, "B")]) == [
        "headings: expected ## \u201cA\u201d, ### \u201cB\u201d, found ## \u201cA\u201d"
    ]
    assert check_generated("### A", headings=[(2, "A")]) != []
    assert check_generated("## A", headings=[(2, "B")]) != []


def test_images_and_code_blocks_may_be_allowed() -> None:
    """A chart is an image, but never one that leads somewhere odd."""
    assert check_generated("![chart](charts/a.svg)", images=True) == []
    assert check_generated("```\nx\n```", fences=True) == []
    assert check_generated("![chart](data:image/svg+xml,x)", images=True) != []


@looped("typed", HOSTILE)
def test_hostile_text_that_was_encoded_passes_the_check(typed: str) -> None:
    """What the encoders write is what the check allows, and a heading is compared with what was typed."""
    title = clean_line(typed) or "x"
    text = f"## {label(title)}\n\n{inline(title)}\n\n- {inline(title)}\n\n{block(typed)}\n\n| {cell(title)} |\n|---|"
    assert check_generated(text, headings=[(2, title)]) == []


def test_encoding_does_not_load_a_markdown_parser() -> None:
    """`levelbook score` starts quickly."""
    code = "import sys, levelbook.guide.text.markdown as m; m.inline('x'); sys.exit('markdown_it' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

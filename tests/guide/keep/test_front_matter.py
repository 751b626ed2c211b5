"""levelbook's own keys in a guide's front matter, beside people's."""

from typing import Any

import pytest
import yaml as pyyaml

from levelbook.guide.keep import front_matter
from levelbook.guide.keep.blocks import parse
from levelbook.guide.keep.merge import assemble
from support.guide_files import ABOUT, marked


@pytest.mark.parametrize(
    "line",
    [
        "title: Ask Alder: how we work",
        "title: Ask Alder:",
        "title: @alder",
        "title: `alder`",
        "title: %alder",
        "title: *alder*",
        "title: - alder",
        'title: "Ask" Alder',
        "title: 'Ask Alder",
        "title: Ask Alder",
        "title: 10:30 is when we meet",
        "title: https://wiki.example/alder",
        "title: Ask Alder # or: Alder",
        'title: "Ask Alder: how we work"  # ours',
        "title: 'It''s: ours'",
        "title: [a, 'b: c']",
        "title: {a: b}",
        "title: >-",
        "title: -1",
        "title:",
        "# title: a: b",
    ],
)
def test_a_line_that_no_reader_of_yaml_takes_is_found(line: str) -> None:
    text = f"\n---\nteam: Retail\n{line}\n---\n\n# Ours: all\n"
    try:
        pyyaml.safe_load(f"team: Retail\n{line}\n")
        expected = []
    except pyyaml.YAMLError:
        expected = [(4, "title")]

    assert list(front_matter.unreadable(text)) == expected


class TestFrontMatter:
    OWN = {"title": "Safe", "team": "Retail", "as_of": "2026-11-22"}  # noqa: RUF012

    def set(self, *lines: str, own: dict[str, str | None] | None = None) -> list[str]:
        text = assemble("\n".join(("---", *lines, "---", "")), [], own or self.OWN).text
        assert assemble(text, [], own or self.OWN).text == text
        assert text.startswith("---\n") and text.endswith("\n---\n")
        return text.split("\n")[1:-2]

    def test_own_keys_are_set_where_they_stand_and_all_else_stays(self) -> None:
        assert self.set(
            "# Ours: see the wiki",
            "tags:",
            "  - safety  ",
            "",
            "  title: not this one",
            "as_of: 2026-08-22  # a day",
            "'team' : 'Old'",
            "description: |",
            "  Two",
            "    lines: yes",
        ) == [
            "title: Safe",
            "# Ours: see the wiki",
            "tags:",
            "  - safety  ",
            "",
            "  title: not this one",
            "as_of: 2026-11-22 # a day",
            "team: Retail",
            "description: |",
            "  Two",
            "    lines: yes",
        ]

    def test_a_missing_key_goes_after_the_one_before_it(self) -> None:
        assert self.set('title: "Safe"', "x: 1", 'as_of: "2026-11-22"') == [
            'title: "Safe"',
            "team: Retail",
            "x: 1",
            'as_of: "2026-11-22"',
        ]

    def test_a_key_that_has_no_value_now_is_taken_out(self) -> None:
        own: dict[str, str | None] = {"title": "Safe", "edition": None}

        assert self.set('title: "Old"', 'edition: "2026-08-22" # the first', "x: 1", own=own) == [
            "title: Safe",
            "# the first",
            "x: 1",
        ]

    def test_what_stands_below_an_own_key_becomes_a_comment(self) -> None:
        assert self.set(
            "title:", "  Our own", "", "  # said Ana", "- title", "x:", "  y: 1", "team: a", "as_of: b"
        ) == [
            "title: Safe",
            "#   Our own",
            "",
            "  # said Ana",
            "# - title",
            "x:",
            "  y: 1",
            "team: Retail",
            "as_of: 2026-11-22",
        ]

    def test_an_own_key_is_set_once(self) -> None:
        assert self.set("title: a", "team: b", "as_of: c", 'as_of: "d"', 'as_of: "e # f" # ours') == [
            "title: Safe",
            "team: Retail",
            "as_of: 2026-11-22",
            "# ours",
        ]

    @pytest.mark.parametrize("value", ["no", "1.10", 'a "b" \\ # c', "Bücher: 12:30", "a\nb\r", "\u2028\x85\x7f", ""])
    def test_values_are_read_back_as_they_were(self, value: str) -> None:
        text = assemble(None, [ABOUT], {"title": value, "team": "x"}).text

        assert parse(text).values == {"title": value, "team": "x"}
        assert pyyaml.safe_load(text.split("---\n")[1]) == {"title": value, "team": "x"}, "no number, no truth value"

    @pytest.mark.parametrize("value", ["1.10", 'it\'s: "so" # here', "- a", "a" * 90 + " b", "# a", "null"])
    def test_what_is_no_plain_word_is_folded_since_formatters_disagree_on_quotes(self, value: str) -> None:
        assert self.set(own={"title": value}) == ["title: >-", f"  {value}"]

    def test_a_folded_value_is_read_whole_and_set_whole(self) -> None:
        there = (
            "title: >- # ours",
            "  Safe",
            "  and sound",
            "x: >",
            "  y",
            "team: >-",
            "  Old",
            "  new",
            "as_of: 2026",
        )

        assert self.set(*there, own={"title": "Safe and sound", "team": "Retail", "as_of": None}) == [
            "title: >- # ours",
            "  Safe",
            "  and sound",
            "x: >",
            "  y",
            "team: Retail",
            "#   new",
        ]

    def test_values_that_a_person_or_a_formatter_wrote_are_read_too(self) -> None:
        text = '---\na: 2026-11-22 # then\nb: \'it\'\'s\'\n"c": "d"\nb: twice\ne: "\\x41"\nf:\n---\n'

        assert parse(text).values == {"a": "2026-11-22", "b": "it's", "c": "d", "e": "\\x41", "f": ""}

    def test_a_guide_without_front_matter_gets_one(self) -> None:
        assert assemble(f"On top.\n\n{marked(ABOUT)}", [ABOUT], {"title": "Safe"}).text == (
            f"---\ntitle: Safe\n---\n\nOn top.\n\n{marked(ABOUT)}\n"
        )

    @pytest.mark.parametrize(
        "text", ["---\n\nHello\n\n---\n\nMore", "---\na: b\n\nMore", "# a\n\n---\nb: c\n---", "----\na: b\n---"]
    )
    def test_rules_drawn_around_text_are_no_front_matter(self, text: str) -> None:
        new = assemble(text, [ABOUT], {"title": "Safe"}).text

        assert f"---\ntitle: Safe\n---\n\n{text}\n\n<!--" in new
        assert assemble(new, [ABOUT], {"title": "Safe"}).text == new

    @pytest.mark.parametrize("more", ["", "a: b\n"])
    def test_a_rule_and_a_code_fence_that_shows_a_marker_are_no_front_matter(self, more: str) -> None:
        text = f"---\n```\n{more}<!-- LEVELBOOK:\n---\n```"

        new = assemble(text, [ABOUT], {"title": "Safe"}).text

        assert parse(text).front_matter is None
        assert f"---\n\n{text}\n\n" in new and assemble(new, [ABOUT], {"title": "Safe"}).text == new

    def test_front_matter_never_reaches_into_a_block(self) -> None:
        text = "---\na: b\n" + marked(ABOUT, "---") + "\n"

        assert parse(text).front_matter is None
        assert parse(text).preface == "---\na: b"

    def test_front_matter_is_found_below_blank_lines_and_closed_by_dots(self) -> None:
        assert parse("\ufeff\n \n--- \na: b\n...\ntext").front_matter == ("a: b",)


def test_a_guide_of_rules_is_looked_at_a_bounded_number_of_times(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = 0
    look = front_matter.split

    def counted(lines: Any) -> Any:
        nonlocal looks
        looks += 1
        return look(lines)

    monkeypatch.setattr(front_matter, "split", counted)

    assert front_matter.misplaced(["Text.", *["---", "a: b"] * 1_000]) is None
    assert looks < 250

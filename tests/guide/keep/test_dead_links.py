"""Links that people wrote in a guide are followed: which lead to no heading, and which heading they meant."""

import pytest

from levelbook.book.publishing.guide_links import dead_link_words
from levelbook.guide.keep.dead_links import DeadLink, dead_links
from levelbook.guide.keep.merge import assemble
from support.growth import assert_grows_at_most
from support.guide_files import ABOUT, ACCESS, BLOCKS, OUTPUT, after, guide, marked

OMITTED = f"<!-- levelbook:omit {OUTPUT.id} -->"


def found(text: str) -> list[tuple[str, str, str, str]]:
    links = dead_links(text, lambda: BLOCKS)
    assert all(link.target in text.split("\n")[link.line - 1] for link in links), "the line is that of the file"
    return [(link.block, link.target, link.meant, link.heading) for link in links]


def test_a_link_to_a_heading_that_was_renamed_names_both_headings() -> None:
    text = after(ACCESS, "See [the other](#output).", guide("On top, [access](#access).\n"))
    assert found(text) == []

    renamed = text.replace("### Output", "### What we show").replace("### Access", "### Who may call")
    assert found(renamed) == [
        ("", "access", "Access", "Who may call"),
        (ACCESS.id, "output", "Output", "What we show"),
    ]
    assert found(text.replace("### Output", "Nothing.")) == [(ACCESS.id, "output", "Output", "")]


def test_a_link_to_a_part_that_the_team_left_out_says_so() -> None:
    text = guide(after(ABOUT, "See [the other](#output).", guide(None)).replace(marked(OUTPUT), OMITTED))
    [link] = dead_links(text, lambda: BLOCKS)
    assert dead_link_words(link).endswith("the guide has no such heading; the team left “Output” out.")


def test_a_link_between_two_blocks_is_said_to_be_below_the_first() -> None:
    inside = guide(None).replace("<!-- levelbook:end about", "[there](#nowhere)\n\n<!-- levelbook:end about")
    for text, is_below in ((inside, False), (after(ABOUT, "[there](#nowhere)", guide(None)), True)):
        [link] = dead_links(text, lambda: BLOCKS)
        assert (link.block, link.is_below) == ("about", is_below)


def test_a_heading_behind_code_that_has_no_end_is_there_and_a_link_that_leads_to_it_is_not_dead() -> None:
    text = guide("[a](#output) [b](#our-own) [c](#nowhere)\n\n```\nNo end\n")
    text = after(OUTPUT, "#### Our own", text)
    assert found(text) == [("", "nowhere", "", "")]


def test_a_link_that_meant_no_part_of_the_guide_is_found_by_its_words_or_named_alone() -> None:
    text = after(ABOUT, "[Output](#once) and [there](#nowhere).", guide(None))
    assert found(text) == [("about", "once", "Output", "Output"), ("about", "nowhere", "", "")]


@pytest.mark.parametrize(
    "note",
    [
        "[there][one]\n\n[one]: #nowhere",
        "[the\nre](#nowhere)",
        "| a |\n|---|\n| [there](<#nowhere> 'x') |",
        "[![there](#x)](#nowhere)",
    ],
)
def test_a_link_is_found_in_whatever_way_markdown_writes_it(note: str) -> None:
    [link] = dead_links(after(ABOUT, note, guide(None)), lambda: BLOCKS)
    assert (link.block, link.label.replace(" ", ""), link.target) == ("about", "there", "nowhere")


def test_the_line_is_that_of_the_link_in_a_file_with_a_front_matter_and_in_a_paragraph_of_many() -> None:
    text = assemble(guide(None), BLOCKS, {"title": "Output"}).text
    assert found(after(ABOUT, "One `code\nspan`\nand [there](#nowhere),\nand [there](#title-output)", text)) == [
        ("about", "nowhere", "", ""),
        ("about", "title-output", "", ""),
    ]


def test_a_guide_whose_links_lead_to_headings_of_its_blocks_is_not_read_as_markdown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("levelbook.guide.keep.dead_links.parser", lambda: pytest.fail("a look is enough"))
    assert found(after(ABOUT, "[a](#output) [b](<#Access> 'b')\n\n[c]: #deployment", guide(None))) == []


def test_what_levelbook_writes_is_not_looked_at_because_its_links_follow_the_headings() -> None:
    assert dead_links(guide(None), lambda: pytest.fail("nothing has to be assembled")) == ()


@pytest.mark.parametrize(
    "note",
    [
        "[a](#output) [b](#Output) [c](#our-own) [d](#set) [e](#here) [f](record.md#later) ![g](#x) [h](#top)\n\n"
        '_Our_ *own*\n---------\n\n<a id="here"></a>\n\n#### Any {#set}',
        "Write `[a](#nowhere)`.\n\n```\n[a](#nowhere)\n```",
        "Over lines: `a\n[a](#nowhere)`.\n\n- In a list:\n\n      [a](#nowhere)",
        "<!--\n[a](#nowhere)\n-->\n\n\\[a](#nowhere)",
        "[a](#a_b) [b](#set) [c](#the-one-we-use) [d](#)\n\n"
        "#### a_b\n\n#### B { .wide #set }\n\n#### The [one](#a_b) `we` _use_",
        "[one](#notes) [two](#notes-1) [three](#notes_1)\n\n#### Notes\n\n#### Notes",
        "[one](#round-1) [two](#round-2) [three](#round_1)\n\n#### Round\n\n#### Round 1\n\n#### Round",
        "[caf](#café-au-lait) [caf](#cafe-au-lait) [caf](#caf%C3%A9-au-lait)\n\n#### Café au lait",
    ],
)
def test_no_link_is_called_dead_that_some_reader_follows(note: str) -> None:
    assert found(after(ABOUT, note, guide(None))) == []


def test_what_people_wrote_is_cleaned_before_anybody_reads_it() -> None:
    [link] = dead_links(after(ABOUT, "[a\x1bb](#c%07d)", guide(None)), lambda: BLOCKS)
    assert isinstance(link, DeadLink)
    assert "\x1b" not in link.label and "\x07" not in link.target


@pytest.mark.parametrize("words", ["[a ", "{a ", "[a](#b ", "`a ", "# {", "[a][", "![", "\\[", "<a id=", "`\n[a](#x)"])
def test_the_work_grows_with_the_text_and_no_faster(words: str) -> None:
    text = guide(None)
    assert_grows_at_most(
        40, lambda size: dead_links(after(ABOUT, f"{words * size}\n\n[a](#x)", text), tuple), 500, 5_000
    )

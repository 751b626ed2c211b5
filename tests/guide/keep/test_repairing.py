"""A damaged guide becomes one sound guide: every human line stays, and no block stands twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.guide.keep.blocks import Block, DamagedGuide, FoundBlock, digest, parse, without_trailing_blanks
from levelbook.guide.keep.merge import assemble
from levelbook.guide.keep.repairing import NO_DIGEST, repair
from support.examples import examples
from support.guide_files import ABOUT, ACCESS, BLOCKS, CHAPTER, OUTPUT, after, damages, guide, marked

KNOWN = {block.id: [block.text] for block in BLOCKS}
FRONT = {"title": "Working safely", "as_of": "2026-11-22", "questionnaire": "genai-security 1.1.0"}


def words(text: str) -> list[str]:
    with pytest.raises(DamagedGuide) as caught:
        parse(text)
    return [message for _, message in caught.value.damages]


def block(text: str, wanted: Block) -> FoundBlock:
    return next(one for one in parse(text).blocks if one.id == wanted.id)


def test_a_guide_without_damage_stays_as_it_is() -> None:
    text = after(ABOUT, "A note.\n\n\n", guide(None))

    assert repair("\ufeff" + text.replace("\n", "\r\n")) == text


@pytest.mark.parametrize("spoilt", ["0482O13307", "31415x", "fo1dab1e0", ""])
def test_two_markers_that_pair_up_are_a_block_though_the_digest_is_spoilt(spoilt: str) -> None:
    text = after(ACCESS, "Ask Noor.", guide(None)).replace(
        f"{ACCESS.id} {digest(ACCESS.text)}", f"{ACCESS.id} {spoilt}"
    )
    assert words(text)[0].startswith(f"the digest in this marker of “{ACCESS.id}” is spoilt or gone")

    assert repair(text, KNOWN) == after(ACCESS, "Ask Noor.", guide(None)), "its text proves that nobody wrote in it"
    changed = repair(text.replace("Only the gateway", "Only our gateway"), KNOWN)
    assert block(changed, ACCESS).digest == NO_DIGEST, "somebody did"
    assert guide(changed).count("### Access") == guide(changed).count("Only our gateway") == 1


@pytest.mark.parametrize("word", ["asap", "2026-11-30", "4.12", "Ana?", "Q3"])
def test_a_word_that_somebody_wrote_in_the_place_of_a_digest_stays(word: str) -> None:
    text = guide(None).replace(f"{ACCESS.id} {digest(ACCESS.text)}", f"{ACCESS.id} {word}")

    assert word in guide(repair(text, KNOWN)).replace(f"begin {ACCESS.id} {NO_DIGEST}", "").split()


def test_an_id_that_was_corrected_in_one_marker_is_the_one_that_levelbook_knows() -> None:
    for kind in ("begin", "end"):
        text = guide(None).replace(f"levelbook:{kind} {ACCESS.id}", f"levelbook:{kind} practice/deploy.accesses")

        assert repair(text, KNOWN) == guide(None)


def test_a_block_without_its_end_ends_where_the_generated_text_ends() -> None:
    text = guide(None).replace(f"<!-- levelbook:end {ACCESS.id} -->\n", "Ask Noor.\n")

    for known in (KNOWN, {}):
        assert guide(repair(text, known)) == after(ACCESS, "Ask Noor.", guide(None))


def test_a_block_without_its_end_in_which_somebody_wrote_keeps_the_words_below_it() -> None:
    text = guide(None).replace(
        f"gateway calls the model.**\n\n<!-- levelbook:end {ACCESS.id} -->\n", "one calls.**\nAsk Noor."
    )

    new = guide(repair(text, KNOWN))
    assert (without_trailing_blanks(block(new, ACCESS).text), block(new, ACCESS).generated) == (ACCESS.text, True)
    assert block(new, ACCESS).notes == "**Only the one calls.**\nAsk Noor."


def test_a_block_without_its_begin_begins_at_its_heading() -> None:
    begin = f"<!-- levelbook:begin {ACCESS.id} {digest(ACCESS.text)} -->\n"
    text = after(CHAPTER, "A note.", guide(None)).replace(begin, "")

    new = guide(repair(text, KNOWN))
    assert new == after(CHAPTER, "A note.", guide(None))


def test_a_marker_joined_with_text_is_named_and_taken_apart() -> None:
    text = guide(None)
    begin, end = f"<!-- levelbook:begin {ACCESS.id} {digest(ACCESS.text)} -->", f"<!-- levelbook:end {ACCESS.id} -->"
    for joined, said in (
        (text.replace(f"{begin}\n\n", f"{begin} "), f"a marker joined with a line of text (“begin {ACCESS.id}”)"),
        (text.replace(f"{end}\n\n<!--", f"{end} <!--"), f"a marker joined with a line of text (“end {ACCESS.id}”)"),
        (text.replace(f"\n\n{end}", f" {end}"), f"the end of “{ACCESS.id}” is joined with a line of text"),
        (text.replace(end, f"  {end}"), f"the end of “{ACCESS.id}” is indented"),
    ):
        assert any(said in message for message in words(joined)), words(joined)
        assert repair(joined, KNOWN) == text


@pytest.mark.parametrize("row", ["| {} |  |", "|{}|", "| {}"])
def test_a_marker_inside_a_table_is_named_and_taken_out(row: str) -> None:
    table = Block(ACCESS.id, "### Access\n\n| who | what |\n| --- | --- |\n| Noor | keys |")
    end = f"<!-- levelbook:end {ACCESS.id} -->"
    text = guide(None, ABOUT, table, OUTPUT)
    inside = text.replace(end, row.format(end))

    assert f"the end of “{ACCESS.id}” is inside a table; it has to be alone, at the start of its line" in words(inside)
    assert repair(inside, {**KNOWN, table.id: [table.text]}) == text
    beside = text.replace(f"| Noor | keys |\n{end}", f"| Noor | keys {end} |")
    assert repair(beside, {**KNOWN, table.id: [table.text]}) == text


def test_a_marker_that_somebody_only_mentions_is_text_in_a_damaged_guide_too() -> None:
    mention = f"The part ends at `<!-- levelbook:end {ACCESS.id} -->`, or at <!-- levelbook:end {OUTPUT.id} -->."
    text = after(ABOUT, mention, guide(None)).replace(f"<!-- levelbook:end {ACCESS.id} -->\n", "")

    assert mention in repair(text, KNOWN)


@pytest.mark.parametrize("kind", ["omit", "end"])
def test_a_word_that_somebody_wrote_into_a_marker_without_a_digest_stays(kind: str) -> None:
    line = f"<!-- levelbook:{kind} {ACCESS.id} (later) -->"
    text = guide(None).replace(f"<!-- levelbook:end {ACCESS.id} -->", line)

    assert line in repair(text, KNOWN)


class TestFrontMatter:
    TOC = "<!-- START doctoc -->\n**Contents**\n\n- [Access](#access)\n\n---\n\n<!-- END doctoc -->"

    def test_what_a_tool_inserted_above_it_is_named_and_goes_below_it(self) -> None:
        text = assemble(None, BLOCKS, FRONT).text
        moved = f"{self.TOC}\n\n{text}"

        assert damages(moved) == [10]
        assert "front matter begins here, below other text" in words(moved)[0]
        repaired = repair(moved, KNOWN)
        assert repaired == text.replace("---\n\n<!-- levelbook", f"---\n\n{self.TOC}\n\n<!-- levelbook", 1)
        assert assemble(repaired, BLOCKS, FRONT).text == repaired

    def test_what_a_tool_inserted_below_it_stays_on_top_of_the_text(self) -> None:
        text = assemble(None, BLOCKS, FRONT).text
        below = text.replace("---\n\n<!-- levelbook", f"---\n\n{self.TOC}\n\n<!-- levelbook", 1)

        assert assemble(below, BLOCKS, FRONT).text == below

    def test_two_rules_around_what_looks_like_a_key_are_text(self) -> None:
        text = f"Before.\n\n---\nNote: read on\n---\n\n{guide(None)}"

        assert guide(text) == text


class TestTwice:
    def test_of_a_block_and_its_generated_copy_one_stays(self) -> None:
        text = guide(None)
        twice = text.replace(marked(ACCESS), f"{marked(ACCESS)}\n\nHers.\n\n{marked(ACCESS)}\n\nHis.")

        assert repair(twice) == after(ACCESS, "Hers.\n\nHis.", text)

    def test_what_somebody_wrote_in_either_copy_stays(self) -> None:
        text = guide(None)
        hers = marked(ACCESS, f"\n{ACCESS.text}\n\nHers.\n")
        assert repair(text.replace(marked(ACCESS), f"{marked(ACCESS)}\n{hers}")) == text.replace(marked(ACCESS), hers)

        his = marked(ACCESS, f"\n{ACCESS.text}\n\nHis.\n")
        both = repair(text.replace(marked(ACCESS), f"{hers}\n{his}"), KNOWN)
        assert both == text.replace(marked(ACCESS), f"{hers}\n\nHis.")

    def test_both_sides_of_a_conflict_stay_and_what_git_wrote_goes(self) -> None:
        sides = "<<<<<<< HEAD\nour words\n||||||| base\nold words\n"
        sides += "=======\ntheir words\n=======\n>>>>>>> theirs\n\n=======\n"
        repaired = repair(after(ABOUT, sides, guide(None)))

        assert "\nour words\nold words\ntheir words\n=======\n\n=======\n" in repaired
        assert not any(line.startswith(("<<<", ">>>", "|||")) for line in guide(repaired).split("\n"))

    def test_of_a_conflict_between_two_generated_texts_no_words_are_left(self) -> None:
        ours, theirs = Block("about", "# Ours"), Block("about", "# Theirs")
        begin, _, end = marked(ours).partition("# Ours")
        their_begin = marked(theirs).partition("# Theirs")[0]
        text = f"<<<<<<< HEAD\n{begin}# Ours\n=======\n{their_begin}# Theirs\n>>>>>>> theirs{end}\n"

        assert guide(repair(text), ABOUT) == f"{marked(ABOUT)}\n"

    def test_of_a_conflict_inside_a_block_whose_lines_are_all_generated_the_newest_text_is_left(self) -> None:
        known = {ABOUT.id: [ABOUT.text, "# Once\n\nOld.", "# Once\n\nOlder."]}
        mixed = "# Once\n\n<<<<<<< HEAD\nOld.\n||||||| base\nOlder.\n=======\nOld.\n>>>>>>> theirs"

        assert repair(guide(None).replace(marked(ABOUT), marked(ABOUT, mixed)), known) == guide(None)

        typed = repair(guide(None).replace(marked(ABOUT), marked(ABOUT, mixed.replace("# Once", "# Hers"))), known)
        assert "# Hers" in typed and parse(typed).blocks[0].id == ABOUT.id

    def test_a_block_with_the_middle_of_a_conflict_in_it_is_somebodys(self) -> None:
        text = f"<<<<<<< HEAD\n{marked(ABOUT, 'ours')}".replace("ours", "ours\n=======\ntheirs") + "\n>>>>>>> theirs\n"

        assert [found.text for found in parse(repair(text)).blocks] == ["ours\ntheirs"]

    def test_an_underlined_heading_between_two_conflicts_stays(self) -> None:
        text = "<<<<<<< a\n>>>>>>> b\nHeading\n=======\n>>>>>>> c\n"

        assert repair(text) == "Heading\n=======\n"

    def test_a_merge_that_took_the_lines_of_both_sides_leaves_one_guide(self) -> None:
        """As `git merge-file --union` and “accept both changes” leave it: two begins, one end, lines of both."""
        new = Block(
            ACCESS.id, "### Access\n\n**Only the gateway calls the model.**\n\nNoor looks at it.\n\nEvery week."
        )
        old = Block(ACCESS.id, "### Access\n\n**Only the gateway calls the model.**\n\nTom looks at it.\n\nEvery day.")
        begins = [f"<!-- levelbook:begin {ACCESS.id} {digest(one.text)} -->" for one in (old, new)]
        shared = "### Access\n\n**Only the gateway calls the model.**"
        mixed = "\n".join(
            [
                *begins,
                shared,
                "",
                "Tom looks at it.",
                "",
                "Every day.",
                "Ask Ana first.",
                "Noor looks at it.",
                "",
                "Every week.",
            ]
        )
        text = guide(None, ABOUT, new, OUTPUT).replace(marked(new), f"{mixed}\n<!-- levelbook:end {ACCESS.id} -->")

        repaired = repair(text, {**KNOWN, ACCESS.id: [new.text, old.text]})
        merged = guide(repaired, ABOUT, new, OUTPUT)
        assert merged.count("levelbook:begin practice/deploy.access") == merged.count("### Access") == 1
        assert "Ask Ana first." in merged
        without = repair(text.replace("Ask Ana first.\n", ""), {**KNOWN, ACCESS.id: [new.text, old.text]})
        assert without == guide(None, ABOUT, new, OUTPUT)


# By property

HUMAN = st.integers(1, 99).map("human {}.".format)


def _cut_end(draw: st.DrawFn, lines: list[str]) -> None:
    _cut(draw, lines, "end")


def _cut_begin(draw: st.DrawFn, lines: list[str]) -> None:
    _cut(draw, lines, "begin")


def _cut(draw: st.DrawFn, lines: list[str], kind: str) -> None:
    del lines[draw(st.sampled_from(_at(lines, kind)))]


def _at(lines: list[str], kind: str = "") -> list[int]:
    return [index for index, line in enumerate(lines) if line.startswith(f"<!-- levelbook:{kind}")] or [0]


def _spoil(draw: st.DrawFn, lines: list[str]) -> None:
    place = draw(st.sampled_from(_at(lines, "begin")))
    lines[place] = re.sub(r"[0-9]{3} -->", "O7l -->", lines[place])


def _join_with_next(draw: st.DrawFn, lines: list[str]) -> None:
    place = draw(st.sampled_from(_at(lines)))
    if place + 1 < len(lines) and not lines[place + 1].startswith("<!--"):
        lines[place : place + 2] = [f"{lines[place]} {lines[place + 1]}"]


def _join_with_line_above(draw: st.DrawFn, lines: list[str]) -> None:
    place = draw(st.sampled_from(_at(lines)))
    if place and lines[place - 1].strip() and not lines[place - 1].startswith("<!--"):
        lines[place - 1 : place + 1] = [f"{lines[place - 1]} {lines[place]}"]


def _copy(draw: st.DrawFn, lines: list[str]) -> None:
    begin = draw(st.sampled_from(_at(lines, "begin")))
    end = next((index for index in _at(lines, "end") if index > begin), begin)
    place = draw(st.sampled_from([begin, end + 1, len(lines)]))
    lines[place:place] = lines[begin : end + 1]


def _put_on_top(draw: st.DrawFn, lines: list[str]) -> None:
    lines[0:0] = [draw(HUMAN), ""]


def _write(draw: st.DrawFn, lines: list[str]) -> None:
    lines.insert(draw(st.integers(0, len(lines))), draw(HUMAN))


HARMS: list[Callable[[st.DrawFn, list[str]], None]] = [
    _cut_end,
    _cut_begin,
    _spoil,
    _join_with_next,
    _join_with_line_above,
    _copy,
    _put_on_top,
]


@st.composite
def harmed(draw: st.DrawFn) -> str:
    text = assemble(None, BLOCKS, FRONT).text
    lines = text.rstrip("\n").split("\n")
    for act in draw(st.lists(st.sampled_from([_write, *HARMS]), min_size=1, max_size=4)):
        act(draw, lines)
    return "\n".join(lines) + "\n"


def _human(text: str) -> set[str]:
    return set(re.findall(r"human [0-9]+\.", text))


@examples(400)
@given(harmed())
def test_whatever_harms_a_guide_one_guide_comes_of_it_with_every_human_line(text: str) -> None:
    repaired = repair(text, KNOWN)
    new = assemble(repaired, BLOCKS, FRONT).text

    assert repair(repaired, KNOWN) == repaired
    assert _human(text) == _human(repaired) == _human(new)
    assert [one.id for one in parse(new).blocks] == [one.id for one in BLOCKS]


@examples(200)
@given(harmed())
def test_where_people_wrote_nothing_the_guide_is_as_it_was(text: str) -> None:
    """Each block stands once, though a line of text may be left where nobody can prove whose it is."""
    new = assemble(repair(re.sub(r"human [0-9]+\.", "", text), KNOWN), BLOCKS, FRONT).text
    counted = Counter(one.id for one in parse(new).blocks)

    assert set(counted.values()) == {1}
    for one in parse(new).blocks:
        wanted = next(block.text for block in BLOCKS if block.id == one.id)
        assert digest(one.text) == digest(wanted) or not one.generated


def test_thousands_of_markers_joined_in_one_line_are_taken_apart_or_stay_text() -> None:
    joined = " ".join(f"<!-- levelbook:begin a 0123456789 --> word{number}" for number in range(3_000))

    mended = repair(f"# Guide\n\ntext {joined}\n" + "<!-- levelbook:end a -->\n" * 3_000)

    parse(mended)
    assert set(range(3_000)) - set(map(int, re.findall(r"\bword([0-9]+)\b", mended))) == set()

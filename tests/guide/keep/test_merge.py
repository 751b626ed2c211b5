"""What people write in a guide survives its next assembly: by example."""

import hashlib
import re
import sys

import pytest

from levelbook.core.errors import UnknownId
from levelbook.guide.keep import normal_form
from levelbook.guide.keep.blocks import Block, DamagedGuide, between_markers, digest, has_digest
from levelbook.guide.keep.guide_diff import compare
from levelbook.guide.keep.merge import (
    Assembled,
    BlockState,
    EditedBlock,
    KeptNote,
    assemble,
    edited,
    status,
    take_generated,
    take_mine,
)
from support.growth import assert_grows_at_most
from support.guide_files import ABOUT, ACCESS, BLOCKS, CHAPTER, OUTPUT, after, assembled, guide, marked


class TestAssembling:
    def test_a_new_guide_is_front_matter_and_blocks_with_one_blank_line_between(self) -> None:
        new = assemble(None, [ABOUT, CHAPTER], {"title": "Safe", "team": "Retail"})

        assert new.text == (
            "---\ntitle: Safe\nteam: Retail\n---\n\n"
            f"<!-- levelbook:begin about {digest(ABOUT.text)} -->\n\n# Working safely\n\nHow we work.\n\n"
            "<!-- levelbook:end about -->\n\n"
            f"<!-- levelbook:begin section/deploy {digest(CHAPTER.text)} -->\n\n## Deployment\n\n"
            "<!-- levelbook:end section/deploy -->\n"
        )
        assert new.blocks == (BlockState("about", False, False), BlockState("section/deploy", False, False))
        assert new.kept == ()

    def test_assembling_again_changes_nothing(self) -> None:
        first = after(ACCESS, "A note.\n\n\n  with blanks  ", guide("On top.\n"))

        assert guide(guide(first)) == guide(first)

    def test_an_untouched_block_takes_the_new_text_and_digest(self) -> None:
        newer = Block(ABOUT.id, "# Working more safely")

        assert guide(guide(None), newer, CHAPTER, ACCESS, OUTPUT) == guide(None, newer, CHAPTER, ACCESS, OUTPUT)

    def test_trimmed_line_ends_and_blank_lines_at_the_edges_are_no_edit(self) -> None:
        text = marked(ABOUT, "\n# Working safely  \n\t\nHow we work.\t\n\n")

        assert status(text, BLOCKS) == (BlockState("about", edited=False, behind=False),)
        assert guide(text, ABOUT) == f"{text}\n", "written anew, the next formatter would lay it out once more"

    def test_an_edited_block_is_kept_to_the_letter_under_its_old_digest(self) -> None:
        text = guide(None).replace("How we work.", "\n  How *we* work.  \x0c")
        newer = Block(ABOUT.id, "# Newer")

        same = assembled(text)
        assert marked(ABOUT, "\n# Working safely\n\n\n  How *we* work.  \x0c\n") in same.text
        assert same.blocks[0] == BlockState("about", edited=True, behind=False)

        later = assembled(same.text, newer, CHAPTER)
        assert marked(ABOUT, "\n# Working safely\n\n\n  How *we* work.  \x0c\n") in later.text
        assert later.blocks[0] == BlockState("about", edited=True, behind=True)

    def test_an_edited_block_is_no_longer_behind_when_the_generated_text_comes_back(self) -> None:
        text = guide(None).replace("How we work.", "How they work.")
        text = guide(text, Block(ABOUT.id, "# Newer"), CHAPTER)

        assert assembled(text).blocks[0] == BlockState("about", edited=True, behind=False)

    def test_an_edit_that_says_what_levelbook_says_now_is_no_edit_any_more(self) -> None:
        newer = Block(ABOUT.id, "# Working safely\n\nHow all of us work.")
        text = marked(ABOUT, between_markers(newer.text))

        assert status(text, [newer]) == (BlockState("about", edited=False, behind=False),)
        assert guide(text, newer) == marked(newer) + "\n"

    def test_an_emptied_block_stays_empty(self) -> None:
        text = guide(None).replace(ABOUT.text + "\n", "")

        assert assembled(text).text == text
        assert assembled(text).blocks[0] == BlockState("about", edited=True, behind=False)

    def test_a_block_removed_with_its_markers_comes_back_where_it_was(self) -> None:
        text = guide(None)

        assert guide(text.replace(marked(ACCESS), "")) == text

    def test_text_before_the_first_block_stays_on_top(self) -> None:
        text = guide("Read this first.\n\n" + guide(None), CHAPTER, ABOUT)

        assert text.startswith("Read this first.\n\n<!-- levelbook:begin section/deploy")

    def test_a_document_that_never_was_a_guide_becomes_the_text_on_top(self) -> None:
        assert guide("# Our own page\n\nWords.", ABOUT) == f"# Our own page\n\nWords.\n\n{marked(ABOUT)}\n"

    def test_notes_move_with_their_block(self) -> None:
        text = guide(after(ACCESS, "Ask Noor.", guide(None)), ABOUT, CHAPTER, OUTPUT, ACCESS)

        assert text.endswith(f"{marked(OUTPUT)}\n\n{marked(ACCESS)}\n\nAsk Noor.\n")

    def test_a_new_block_goes_after_the_notes_of_the_one_before_it(self) -> None:
        text = guide(after(CHAPTER, "Ask Noor.", guide(None, ABOUT, CHAPTER, OUTPUT)))

        assert f"{marked(CHAPTER)}\n\nAsk Noor.\n\n{marked(ACCESS)}\n\n{marked(OUTPUT)}" in text

    def test_no_files_at_all_are_a_file_with_one_line_end(self) -> None:
        assert assemble("", [], {}).text == "\n"
        assert assemble("\ufeff\r\n \r\n", [], {}).text == "\n"


class TestFiles:
    def test_line_ends_and_byte_order_mark_of_any_kind_are_read_and_not_written(self) -> None:
        text = after(ACCESS, "Ask Noor.", guide("---\ntags: [a]\n---\n\nOn top.\n"))

        for line_end in ("\r\n", "\r"):
            assert guide("\ufeff" + text.replace("\n", line_end)) == text
        assert guide(text.rstrip("\n")) == text

    def test_only_line_ends_end_a_line(self) -> None:
        note = "one\x0ctwo\u2028three\x85four\x0b\x1cfive\u2029 \n\x0c\n\u2028"
        text = guide(after(ACCESS, note, guide(None)))

        assert f"\n\n{note}\n\n" in text
        assert guide(text) == text

    def test_blank_lines_and_trailing_blanks_inside_a_note_stay(self) -> None:
        note = "    code  \n\n \n\nend\t"

        assert f"-->\n\n{note}\n\n<!--" in guide(after(ACCESS, "\n\n" + note + "\n \n\n", guide(None)))

    def test_the_digest_is_of_what_the_text_says_whatever_its_layout(self) -> None:
        assert digest("# Über\n\n  uns") == digest("\r\n \n# Über\t\r\n \r\nuns  \r\n\n")
        assert digest("# Über\n\nuns") != digest("# Über\n\nWir")
        assert re.fullmatch(r"[0-9]{10}", digest("# Über"))

    def test_a_marker_of_an_earlier_levelbook_is_over_the_text_to_the_letter(self) -> None:
        earlier = hashlib.sha256("# Über\n\n  uns".encode()).hexdigest()[:8]

        assert has_digest("# Über\n\n  uns", earlier)
        assert has_digest("\r\n \n# Über\t\r\n \r\n  uns  \r\n\n", earlier)
        assert not has_digest("# Über\n\nuns", earlier)


class TestBlocksThatGo:
    def test_an_untouched_block_without_notes_goes_without_a_trace(self) -> None:
        assert guide(guide(None), ABOUT, CHAPTER, OUTPUT) == guide(None, ABOUT, CHAPTER, OUTPUT)

    def test_notes_of_a_block_that_goes_are_kept_under_a_line_that_says_where_they_were(self) -> None:
        kept_notes = Block("kept-notes", "## Kept")
        text = after(ACCESS, "Ask Noor.\n\nNot Tom.", guide(None))
        new = assembled(text, ABOUT, CHAPTER, kept_notes=kept_notes, titles={ACCESS.id: "Access\ncontrols"})

        assert new.text.endswith(
            f"{marked(CHAPTER)}\n\n{marked(kept_notes)}\n\n_Kept from “Access controls”:_\n\nAsk Noor.\n\nNot Tom.\n"
        )
        assert new.kept == (KeptNote(ACCESS.id, "Access controls", "Ask Noor.\n\nNot Tom."),)
        assert assembled(new.text, ABOUT, CHAPTER, kept_notes=kept_notes) == Assembled(new.text, new.blocks, ())

    @pytest.mark.parametrize("left_out", [False, True])
    def test_notes_below_a_block_that_comes_and_goes_stay_where_they_stand(self, left_out: bool) -> None:
        threats = Block("bulletins", "## New threats")
        text = after(threats, "Below.", after(ABOUT, "Above.", guide(None, ABOUT, threats, CHAPTER)))
        if left_out:
            text = text.replace(marked(ABOUT), "<!-- levelbook:omit about -->")
        new = assembled(text, ABOUT, CHAPTER)

        assert new.kept == () and text.count("Below.") == new.text.count("Below.") == 1
        assert new.text.index("Above.") < new.text.index("Below.") < new.text.index("begin section/deploy")
        again = guide(new.text, ABOUT, threats, CHAPTER)
        assert again.index("Below.") < again.index("begin bulletins") < again.index("begin section/deploy")

    def test_of_an_edited_block_that_goes_the_whole_text_is_kept_before_its_notes(self) -> None:
        text = after(ACCESS, "A note.", guide(None)).replace("**Only the gateway", "**Nobody")
        new = assembled(text, ABOUT, CHAPTER)

        assert new.kept[0].text == "### Access\n\n**Nobody calls the model.**\n\nA note."
        assert f"_Kept from “{ACCESS.id}”:_\n\n{new.kept[0].text}" in new.text

    def test_of_an_emptied_block_that_goes_nothing_is_left(self) -> None:
        assert "kept-notes" not in guide(guide(None).replace(ACCESS.text, ""), ABOUT)

    def test_kept_notes_are_added_to_those_that_are_there(self) -> None:
        text = after(OUTPUT, "Second.", after(ACCESS, "First.", guide(None)))
        text = guide(guide(text, ABOUT, OUTPUT), ABOUT)

        assert text.index("First.") < text.index(f"_Kept from “{OUTPUT.id}”:_") < text.index("Second.")
        assert text.count("levelbook:begin kept-notes") == 1

    def test_kept_notes_stay_when_their_block_comes_back(self) -> None:
        text = guide(guide(after(ACCESS, "Ask Noor.", guide(None)), ABOUT))

        assert text.count("Ask Noor.") == 1
        assert text.index(f"end {ACCESS.id}") < text.index("begin kept-notes") < text.index("Ask Noor.")

    def test_a_kept_note_that_a_person_removed_stays_away(self) -> None:
        text = after(OUTPUT, "Second.", after(ACCESS, "First.", guide(None)))
        text = guide(text, ABOUT).replace("First.\n\n", "")

        assert guide(text, ABOUT) == text

    def test_the_kept_notes_go_when_nothing_is_left_under_them(self) -> None:
        text = guide(after(ACCESS, "Ask Noor.", guide(None)), ABOUT)
        emptied = text.replace(f"_Kept from “{ACCESS.id}”:_\n\nAsk Noor.\n", "")

        assert guide(emptied, ABOUT) == guide(None, ABOUT)

    def test_kept_notes_in_which_a_person_wrote_stay_though_nothing_is_left_under_them(self) -> None:
        text = guide(after(ACCESS, "Ask Noor.", guide(None)), ABOUT)
        text = text.replace(f"_Kept from “{ACCESS.id}”:_\n\nAsk Noor.\n", "").replace("## Kept", "## Really kept")

        assert "## Really kept" in guide(text, ABOUT)

    def test_the_generated_text_of_kept_notes_with_nothing_under_them_is_none(self) -> None:
        text = guide(after(ACCESS, "Ask Noor.", guide(None)), ABOUT)
        text = text.replace(f"_Kept from “{ACCESS.id}”:_\n\nAsk Noor.\n", "").replace("## Kept", "## Really kept")

        taken = take_generated(guide(text, ABOUT), "kept-notes", [ABOUT])

        assert "kept" not in taken.lower()
        assert guide(taken, ABOUT) == taken

    def test_a_template_without_kept_notes_loses_nothing(self) -> None:
        assert "## Kept notes" in guide(after(ACCESS, "Ask Noor.", guide(None)), ABOUT, kept_notes=None)


class TestRenames:
    NEW = Block("practice/deploy.entry", "### Entry")

    def test_a_renamed_block_takes_its_notes_along_and_the_new_text(self) -> None:
        text = after(ACCESS, "Ask Noor.", guide(None, ABOUT, ACCESS))
        new = assembled(text, ABOUT, self.NEW, renamed={ACCESS.id: self.NEW.id})

        assert new.text == f"{marked(ABOUT)}\n\n{marked(self.NEW)}\n\nAsk Noor.\n"
        assert assembled(new.text, ABOUT, self.NEW, renamed={ACCESS.id: self.NEW.id}) == new

    def test_a_renamed_block_keeps_what_a_person_wrote_in_it(self) -> None:
        text = guide(None, ABOUT, ACCESS).replace("### Access", "### Our access")
        new = assembled(text, ABOUT, self.NEW, renamed={ACCESS.id: self.NEW.id})

        assert f"<!-- levelbook:begin {self.NEW.id} {digest(ACCESS.text)} -->\n\n### Our access" in new.text
        assert new.blocks[1] == BlockState(self.NEW.id, edited=True, behind=True)
        assert status(text, [ABOUT, self.NEW], renamed={ACCESS.id: self.NEW.id})[1] == BlockState(ACCESS.id, True, True)

    def test_a_rename_onto_a_block_that_the_file_has_is_a_block_that_goes(self) -> None:
        text = after(ACCESS, "Ask Noor.", guide(None, ACCESS, self.NEW))
        new = assembled(text, self.NEW, renamed={ACCESS.id: self.NEW.id})

        assert [kept.id for kept in new.kept] == [ACCESS.id]

    def test_of_two_blocks_that_became_one_the_first_goes_on_and_the_other_is_kept(self) -> None:
        text = after(OUTPUT, "Second.", after(ACCESS, "First.", guide(None)))
        new = assembled(text, ABOUT, self.NEW, renamed={ACCESS.id: self.NEW.id, OUTPUT.id: self.NEW.id})

        assert f"{marked(self.NEW)}\n\nFirst." in new.text
        assert [kept.text for kept in new.kept] == ["Second."]

    def test_an_id_that_the_template_still_has_is_not_renamed(self) -> None:
        text = after(ACCESS, "Ask Noor.", guide(None, ACCESS))

        assert f"{marked(ACCESS)}\n\nAsk Noor." in guide(text, ACCESS, self.NEW, renamed={ACCESS.id: self.NEW.id})


class TestStatus:
    def test_it_lists_the_blocks_in_the_order_of_the_file(self) -> None:
        text = guide(None, OUTPUT, ABOUT)

        assert [state.id for state in status(text, BLOCKS)] == [OUTPUT.id, ABOUT.id]

    def test_it_agrees_with_the_assembly(self) -> None:
        text = after(OUTPUT, "A note.", guide(None).replace("### Access", "### Our access"))
        new = assembled(text, ABOUT, Block(ACCESS.id, "### Newer"))

        assert status(new.text, [ABOUT, Block(ACCESS.id, "### Newer")]) == new.blocks

    def test_what_people_edited_is_given_beside_what_would_be_written_now(self) -> None:
        text = after(ACCESS, "A note.", guide(None).replace("### Access", "### Our access"))
        newer = Block(ACCESS.id, "### Newer")

        assert edited(guide(None), BLOCKS) == ()
        ours = marked(ACCESS).replace("### Access", "### Our access")
        line = text[: text.index(ours)].count("\n") + 1
        mine = "### Our access\n\n**Only the gateway calls the model.**"
        assert edited(text, BLOCKS) == (EditedBlock(ACCESS.id, mine, ACCESS.text, behind=False, line=line),)
        assert edited(text, [ABOUT, newer]) == (EditedBlock(ACCESS.id, mine, newer.text, behind=True, line=line),)
        assert edited(text, [ABOUT]) == (EditedBlock(ACCESS.id, mine, None, behind=True, line=line),)

    def test_an_edited_block_that_the_template_no_longer_has_is_behind(self) -> None:
        text = guide(None, ABOUT, ACCESS).replace("### Access", "### Our access")

        assert status(text, [ABOUT])[1] == BlockState(ACCESS.id, edited=True, behind=True)


class TestTaking:
    NEWER = Block(ABOUT.id, "# Newer")

    def edited(self) -> str:
        return after(ABOUT, "A note.", guide(None).replace("How we work.", "How *we* work."))

    def test_taking_mine_keeps_the_text_and_is_no_longer_behind(self) -> None:
        taken = take_mine(self.edited(), "about", [self.NEWER])

        assert taken == self.edited().replace(digest(ABOUT.text), digest(self.NEWER.text))
        assert status(taken, [self.NEWER])[0] == BlockState("about", edited=True, behind=False)

    def test_taking_the_generated_text_drops_the_words_in_the_block_and_keeps_its_notes(self) -> None:
        taken = take_generated(self.edited(), "about", [self.NEWER])

        assert taken.startswith(f"{marked(self.NEWER)}\n\nA note.\n\n<!-- levelbook:begin section/deploy")
        assert status(taken, [self.NEWER])[0] == BlockState("about", edited=False, behind=False)

    def test_taking_the_generated_text_fills_an_emptied_block(self) -> None:
        emptied = guide(None).replace(ABOUT.text + "\n", "")

        assert take_generated(emptied, "about", BLOCKS) == guide(None)

    @pytest.mark.parametrize("take", [take_mine, take_generated])
    def test_a_block_that_the_guide_or_its_template_lacks_cannot_be_taken(self, take: object) -> None:
        for block_id, blocks in (("rules", [Block("rules", "")]), ("about", [CHAPTER])):
            with pytest.raises(UnknownId):
                take(guide(None), block_id, blocks)  # type: ignore[operator]

    @pytest.mark.parametrize("take", [take_mine, take_generated])
    def test_a_damaged_guide_is_refused(self, take: object) -> None:
        with pytest.raises(DamagedGuide):
            take(marked(ABOUT) + "\n<!-- levelbook:end about -->", "about", [ABOUT])  # type: ignore[operator]


def test_the_work_grows_with_the_number_of_blocks() -> None:
    """Half of the blocks edited, a fifth gone, all with notes, reordered."""

    def blocks(version: str, count: int) -> list[Block]:
        return [
            Block(f"practice/s.p{n}", f"### {n}\n\n" + f"{version} words of a practice\n" * 20) for n in range(count)
        ]

    def older(count: int) -> str:
        text = assemble(None, blocks("old", count), {"title": "x"}).text.replace("### 1", "### edited 1")
        return text.replace(" -->\n\n<!--", " -->\n\nA note.\n\n```\ncode\n```\n\n<!--")

    texts = {count: older(count) for count in (100, 1_000)}

    def again(count: int) -> None:
        newer = blocks("new", count)[:0:-1][: count * 4 // 5]
        new = assemble(texts[count], newer, {"title": "y"}, renamed={"practice/s.p1": "practice/s.none"})
        assert len(new.blocks) == count * 4 // 5 + 1

    assert_grows_at_most(30, again, 100, 1_000)


class TestTheTeamsOwnPart:
    """The block whose words are the team's: levelbook writes only lines to write over."""

    ASKED = ("Not filled in yet.", "1. Whom to call.", "2. The off switch.")
    SKELETON = Block("trouble", "## If something looks wrong\n\n" + "\n".join(ASKED))
    WRITTEN = "## If something looks wrong\n\nNoor, 020 7946 0112."

    def state(self, text: str, skeleton: Block = SKELETON) -> BlockState:
        return next(state for state in status(text, [ABOUT, skeleton]) if state.id == "trouble")

    def test_what_is_written_over_it_is_kept_and_never_edited_nor_behind(self) -> None:
        text = guide(guide(None, ABOUT, self.SKELETON).replace(self.SKELETON.text, self.WRITTEN), ABOUT, self.SKELETON)
        newer = Block("trouble", "## If something looks wrong\n\n1. Whom to ring.\n2. What to keep.")

        for skeleton in (self.SKELETON, newer):
            again = guide(guide(text, ABOUT, skeleton), ABOUT, skeleton)
            assert self.WRITTEN in again
            assert self.state(again, skeleton) == BlockState("trouble", edited=False, behind=False, filled=True)
            assert edited(again, [ABOUT, skeleton]) == ()

    def test_while_nobody_has_written_it_follows_the_template_and_every_line_is_open(self) -> None:
        newer = Block("trouble", "## If something looks wrong\n\n1. Whom to ring.")
        text = guide(guide(None, ABOUT, self.SKELETON), ABOUT, newer)

        assert newer.text in text and self.SKELETON.text not in text
        assert self.state(text, newer).unfilled == ("1. Whom to ring.",)
        emptied = text.replace(newer.text + "\n", "")
        assert self.state(emptied, newer).unfilled == ("1. Whom to ring.",)

    def test_a_line_that_still_stands_is_open_and_one_that_was_written_over_is_not(self) -> None:
        text = guide(None, ABOUT, self.SKELETON).replace("1. Whom to call.", "1. Call Noor.")

        assert self.state(text).unfilled == ("Not filled in yet.", "2. The off switch.")

    def test_a_line_that_a_formatter_has_wrapped_or_numbered_is_open_still(self) -> None:
        asked = ("**Not filled in yet.** Write over these lines.", "1. Whom to call.", "1. The off switch: where.")
        skeleton = Block("trouble", "## If something looks wrong\n\n" + "\n".join(asked))
        text = guide(None, ABOUT, skeleton).replace("1. Whom to call.", "1. Call Noor.")
        wrapped = text.replace("yet.** Write over", "yet.** Write\nover").replace(
            "1. The off switch: where", "2.  The off switch:\n    where"
        )

        assert wrapped.count("\n") == text.count("\n") + 2
        assert self.state(wrapped, skeleton).unfilled == (asked[0], asked[2])
        assert self.state(wrapped.replace("    where.", "    in the hall."), skeleton).unfilled == (asked[0],)

    def test_words_below_it_count_as_well(self) -> None:
        text = after(self.SKELETON, "Call Noor.", guide(None, ABOUT, self.SKELETON))

        assert self.state(text).unfilled == ()
        assert self.state(guide(text, ABOUT, self.SKELETON)).unfilled == ()

    def test_when_the_template_has_no_such_part_the_words_are_kept(self) -> None:
        text = guide(None, ABOUT, self.SKELETON).replace(self.SKELETON.text, self.WRITTEN)

        assert "Noor, 020 7946 0112." in guide(text, ABOUT).partition("## Kept notes")[2]

    def test_only_taking_the_generated_text_drops_them(self) -> None:
        text = guide(None, ABOUT, self.SKELETON).replace(self.SKELETON.text, self.WRITTEN)

        assert "Noor" in take_mine(text, "trouble", [ABOUT, self.SKELETON])
        assert "Noor" not in take_generated(text, "trouble", [ABOUT, self.SKELETON])


def test_a_guide_of_5000_practices_is_compared_in_linear_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every block was laid out otherwise, so each is read; counted are calls and the characters that are read."""

    def work_of(count: int) -> tuple[int, float]:
        blocks = [Block(f"practice/s.p{n}", f"### {n}\n\nWords of *practice* {n}.") for n in range(count)]
        formatted = re.sub(r"\*(practice)\*", r"_\1_", assemble(None, blocks, {}).text)
        read = calls = 0

        def squeezed(text: str) -> str:
            nonlocal read
            read += len(text)
            return re.sub(r"[*_]", "", text)

        def counted(_: object, event: str, __: object) -> None:
            nonlocal calls
            calls += event == "call"

        monkeypatch.setattr(normal_form, "normal_form", squeezed)
        normal_form.digest.cache_clear()
        before = sys.getprofile()
        sys.setprofile(counted)
        try:
            changed = compare(formatted, assemble(formatted, blocks, {}).text)
        finally:
            sys.setprofile(before)
        assert changed == ()
        return calls, read / len(formatted)

    (few_calls, few_read), (many_calls, many_read) = work_of(500), work_of(5_000)

    assert many_calls <= 11 * few_calls
    assert many_read <= 8, "each block a few times, however many there are"
    assert few_read > 0

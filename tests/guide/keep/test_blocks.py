"""A guide taken apart: damage, markers that are only shown, and repair."""

from typing import Any, ClassVar

import pytest

from levelbook.core.errors import ExitCode, UsedWrongly
from levelbook.guide.keep import blocks as reading
from levelbook.guide.keep.blocks import Block, DamagedGuide, parse, without_trailing_blanks
from levelbook.guide.keep.merge import assemble, bring_back, status
from levelbook.guide.keep.repairing import repair
from support.guide_files import ABOUT, ACCESS, BLOCKS, CHAPTER, OUTPUT, after, damages, guide, marked

B, E = "<!-- levelbook:begin about 12345678 -->", "<!-- levelbook:end about -->"
B2, E2 = "<!-- levelbook:begin rules 12345678 -->", "<!-- levelbook:end rules -->"


class TestDamage:
    @pytest.mark.parametrize(
        ("lines", "where"),
        [
            ([E], [1]),
            ([B, "text"], [1]),
            ([B, "text", B2, E2, E], [3, 5]),
            ([B, "text", B2, E2], [3]),
            ([B, "text", E2, E], [3]),
            ([B, E, E], [3]),
            ([B, B, E], [2]),
            ([B, E, "text", B, E], [4]),
            ([B, E, "", "<!-- levelbook:begin rules -->"], [4]),
            (["<!-- levelbook:begin about 12345678 --> words"], [1]),
            (["<!-- levelbook:begin about 1234567G -->"], [1]),
            (["<!-- levelbook:begin About 12345678 -->"], [1]),
            (["<!-- levelbook:end -->"], [1]),
            (["<!--levelbook:begin about 12345678-->", E], [1, 2]),
            (["<!-- Levelbook:end about -->"], [1]),
            ([B, "<!-- levelbook:", E], [2]),
            (["<<<<<<< HEAD", "a", "=======", "b", ">>>>>>> theirs"], [1, 5]),
            ([E, "text", "<!-- levelbook:x", B], [1, 3, 4]),
        ],
    )
    def test_all_of_it_is_refused_at_once_with_line_numbers(self, lines: list[str], where: list[int]) -> None:
        for line_end in ("\n", "\r\n", "\r"):
            assert damages(line_end.join(lines)) == where
        with pytest.raises(DamagedGuide):
            assemble("\n".join(lines), [ABOUT], {})
        with pytest.raises(DamagedGuide):
            status("\n".join(lines), [ABOUT])

    def test_it_is_told_as_a_wrong_file_with_a_remedy(self) -> None:
        with pytest.raises(DamagedGuide) as caught:
            parse(f"{B}\ntext\n{E}\n{E}")

        assert caught.value.exit_code == ExitCode.FILE_IS_WRONG
        assert [problem.line for problem in caught.value.problems] == [4]
        assert "about" in caught.value.problems[0].message
        assert "--repair" in caught.value.remedy

    @pytest.mark.parametrize(
        "line", [" " + B, "    " + B, "> " + E, "See " + B, "`" + B + "`", "<!-- level -->", "======="]
    )
    def test_what_does_not_stand_at_column_0_is_text(self, line: str) -> None:
        text = f"{marked(ABOUT)}\n\n{line}\n"

        assert guide(text, ABOUT) == text

    def test_blanks_after_a_marker_are_no_damage(self) -> None:
        assert guide(f"{B}  \ntext\n{E}\t", ABOUT) == f"{B}\ntext\n{E}\n"

    @pytest.mark.parametrize("line", [B, "<!-- levelbook:", "<<<<<<< HEAD", ">>>>>>>"])
    def test_generated_text_never_contains_a_marker(self, line: str) -> None:
        for text in (line, f"text\n{line}", f"text\r{line}"):
            with pytest.raises(ValueError, match="about"):
                guide(None, Block("about", text))

    def test_blocks_that_could_not_be_told_apart_later_are_a_mistake_of_the_caller(self) -> None:
        for blocks in ([ABOUT, ABOUT], [Block("About", "")], [Block("a b", "")], [Block("kept-notes", "")]):
            with pytest.raises(ValueError):
                assemble(None, blocks, {})
        with pytest.raises(ValueError):
            assemble(None, [], {}, kept_notes=ABOUT)


class TestMarkersInCodeFences:
    BEGIN = "<!-- levelbook:begin practice/x.y 12345678 -->"
    SHOWN = f"A block looks so:\n\n```\n{BEGIN}\n…\n<!-- levelbook:end practice/x.y -->\n```"

    @pytest.mark.parametrize("inside", ["", f"{BEGIN}\n", f"{marked(OUTPUT)}\n", "<!-- levelbook:omit about -->\n"])
    def test_what_a_fence_shows_is_text(self, inside: str) -> None:
        text = after(ABOUT, self.SHOWN.replace("…\n", inside), guide(None))

        assert guide(text) == text
        assert self.SHOWN.replace("…\n", inside) in text

    def test_indented_in_its_fence_it_is_text(self) -> None:
        text = after(ABOUT, self.SHOWN.replace("<!--", "  <!--"), guide(None))

        assert guide(text) == text

    def test_a_slip_of_a_fence_that_never_closes_refuses_nothing(self) -> None:
        text = guide(after(ABOUT, "```\nA slip.", guide(None)), ABOUT, OUTPUT)

        assert f"```\nA slip.\n\n{marked(OUTPUT)}" in text

    def test_slips_around_a_block_that_levelbook_generated_do_not_keep_it(self) -> None:
        text = guide(after(ACCESS, "```", after(CHAPTER, "```", guide(None))), ABOUT, CHAPTER)

        assert f"_Kept from “{ACCESS.id}”:_\n\n```\n" in text and ACCESS.text not in text

    @pytest.mark.parametrize("fence", ["```", "~~~~", "  ```"])
    def test_of_a_block_and_its_picture_the_picture_is_text(self, fence: str) -> None:
        text = f"{fence}\n{marked(ABOUT, '…')}\n{fence}\n\n{marked(ABOUT)}\n"

        assert [without_trailing_blanks(block.text) for block in parse(text).blocks] == [ABOUT.text]
        assert repair(text) == text


class TestLeavingOut:
    OMIT = f"<!-- levelbook:omit {CHAPTER.id} -->"

    def test_a_block_left_out_by_a_marker_stays_away_with_its_notes_in_place(self) -> None:
        text = guide(None).replace(marked(CHAPTER), f"{self.OMIT}\n\nAsk Noor instead.")

        assert guide(text) == text
        assert guide(text, *reversed((ABOUT, CHAPTER, ACCESS))).count(f"{self.OMIT}\n\nAsk Noor instead.") == 1
        assert [state.id for state in status(text, [ABOUT, CHAPTER, ACCESS]) if state.omitted] == [CHAPTER.id]

    def test_it_stays_away_while_the_guide_has_no_such_block_and_when_it_comes_back(self) -> None:
        text = guide(None).replace(marked(CHAPTER), self.OMIT)

        without = guide(text, ABOUT, ACCESS, OUTPUT)
        assert self.OMIT in without
        assert guide(without) == text

    def test_bringing_it_back_ends_it(self) -> None:
        text = guide(None).replace(marked(CHAPTER), f"{self.OMIT}\n\nAsk Noor instead.")

        back = bring_back(text, CHAPTER.id, [ABOUT, CHAPTER, ACCESS])
        assert f"{marked(CHAPTER)}\n\nAsk Noor instead." in back
        with pytest.raises(UsedWrongly, match=f"does not leave out “{ABOUT.id}”"):
            bring_back(text, ABOUT.id, [ABOUT, CHAPTER, ACCESS])
        gone = bring_back(text, CHAPTER.id, [ABOUT, ACCESS])
        assert self.OMIT not in gone and "Ask Noor instead." in gone

    def test_inside_a_block_or_beside_the_block_itself_it_is_damage(self) -> None:
        assert damages(guide(None).replace(ACCESS.text, self.OMIT)) != []
        assert damages(f"{guide(None)}\n{self.OMIT}\n") != []


class TestTitle:
    TITLE: ClassVar = {"title": "Working safely"}

    def test_a_title_that_a_person_gave_the_guide_stays(self) -> None:
        text = assemble(None, BLOCKS, self.TITLE).text
        named = text.replace('title: "Working safely"', "title: Our house rules")

        assert assemble(named, BLOCKS, self.TITLE).text == named

    @pytest.mark.parametrize("there", ['title: "Working safely"', "title:", ""])
    def test_a_title_that_levelbook_set_follows_the_settings(self, there: str) -> None:
        text = assemble(None, BLOCKS, self.TITLE).text.replace('title: "Working safely"', there)
        about = Block("about", "# Working safely on Alder\n\nHow we work.")

        new = assemble(text, (about, *BLOCKS[1:]), {"title": "Working safely on Alder"}).text

        assert parse(new).values["title"] == "Working safely on Alder"


def test_thousands_of_code_fences_that_show_a_marker_are_read_in_a_bounded_number_of_looks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks = 0
    look = reading._scan_but

    def counted(*of: Any) -> Any:
        nonlocal looks
        looks += 1
        return look(*of)

    monkeypatch.setattr(reading, "_scan_but", counted)
    shown = "```\n<!-- levelbook:begin x 0123456789 -->\n```\n\n"

    parsed = parse("# Guide\n\n" + shown * 400)

    assert parsed.blocks == () and looks < 250

"""Pages of a guide say nothing to people who have its file open: nobody can write in a page."""

from __future__ import annotations

import pytest

from levelbook.export.page_text import TO_WRITERS, page_text
from levelbook.guide.keep import blocks, merge
from levelbook.guide.keep.blocks import Block
from levelbook.guide.write.assemble import assemble
from support import bank


@pytest.mark.parametrize("width", [80, 10_000])
def test_a_page_leaves_out_only_what_tells_people_how_to_write_in_the_file(width: int) -> None:
    made = assemble(*bank.before_the_first_answer(), bank.template())
    wrapped = [Block(one.id, one.text.replace(" or in", "\nor in") if width == 80 else one.text) for one in made.blocks]
    parsed = blocks.parse(merge.assemble(None, wrapped, made.front_matter, titles=made.titles).text)
    whole = " ".join("\n\n".join(f"{one.text}\n\n{one.notes}" for one in parsed.blocks).split())
    shown = " ".join(page_text(parsed).split())

    assert "your words stay" in whole and "your words stay" not in shown
    for sentence in TO_WRITERS.values():
        assert f" {sentence}" in whole
        whole = whole.replace(f" {sentence}", "")
    assert shown == whole


def test_a_page_keeps_the_same_words_where_people_wrote_them() -> None:
    sentence = TO_WRITERS["about"]
    begin, end = "<!-- levelbook:begin rules 0000000000 -->", "<!-- levelbook:end rules -->"
    guide = f"{sentence}\n\n{begin}\n{sentence}\n{end}\n\n{sentence}\n"

    assert page_text(blocks.parse(guide)).split() == f"{sentence} {sentence} {sentence}".split()

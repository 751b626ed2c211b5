"""Guides of a few blocks, and what a person makes of them in an editor."""

import pytest

from levelbook.guide.keep.blocks import Block, DamagedGuide, between_markers, digest, parse
from levelbook.guide.keep.merge import Assembled, assemble

ABOUT = Block("about", "# Working safely\n\nHow we work.")
CHAPTER = Block("section/deploy", "## Deployment")
ACCESS = Block("practice/deploy.access", "### Access\n\n**Only the gateway calls the model.**")
OUTPUT = Block("practice/deploy.output", "### Output\n\n**Show answers as text.**")
BLOCKS = (ABOUT, CHAPTER, ACCESS, OUTPUT)


def guide(existing: str | None, *blocks: Block, **more: object) -> str:
    return assembled(existing, *blocks, **more).text


def assembled(existing: str | None, *blocks: Block, **more: object) -> Assembled:
    return assemble(existing, blocks or BLOCKS, {}, **more)  # type: ignore[arg-type]


def after(block: Block, note: str, text: str) -> str:
    """`text` with a note written under a block."""
    end = f"<!-- levelbook:end {block.id} -->\n"
    assert end in text
    return text.replace(end, f"{end}\n{note}\n")


def marked(block: Block, text: str | None = None) -> str:
    """A block as levelbook writes it, or with other text between its markers, to the letter, if `text` is given."""
    begin, end = f"<!-- levelbook:begin {block.id} {digest(block.text)} -->", f"<!-- levelbook:end {block.id} -->"
    return f"{begin}\n{between_markers(block.text) if text is None else text}\n{end}"


def damages(text: str) -> list[int]:
    with pytest.raises(DamagedGuide) as caught:
        parse(text)
    return [line for line, _ in caught.value.damages]

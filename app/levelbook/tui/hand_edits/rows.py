"""Rows for hand-edited parts of the guide, beside the text that levelbook would write now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.content import Content

from levelbook.book.session import Session
from levelbook.guide.keep.guide_diff import changed_text, heading
from levelbook.guide.keep.merge import EditedBlock
from levelbook.tui.literal_text import EMPTY, join, line
from levelbook.tui.widgets import word_diff as words_view
from levelbook.tui.widgets.rows import Row

BLANK = Row(EMPTY)

FATES = {
    "mine": ("kept", "good"),
    "generated": ("replaced", "good"),
    "behind": ("behind", "warn"),
    "edited": ("edited", "dim"),
}
"""The word and ink for each state of a part."""


def title(session: Session, block: EditedBlock) -> str:
    """The number and heading by which people know a part."""
    practice = block.id.removeprefix("practice/")
    number = session.questionnaire.numbers.get(practice, "") if practice != block.id else ""
    named = heading(block.generated or "") or heading(block.mine) or block.id
    return f"{number} {named}".strip()


def in_order(edited: Sequence[EditedBlock]) -> list[EditedBlock]:
    """Say what is behind first, each kind in the order of the file."""
    return sorted(edited, key=lambda block: not block.behind)


def fate(block: EditedBlock, settled: Mapping[str, str]) -> str:
    return settled.get(block.id) or ("behind" if block.behind else "edited")


def list_rows(session: Session, edited: Sequence[EditedBlock], settled: Mapping[str, str]) -> list[Row]:
    """Return a row for each part, with its state."""
    rows = []
    for block in edited:
        word, ink = FATES[fate(block, settled)]
        rows.append(Row(line(title(session, block)), lead=line(f"{word:<10}", ink), key=block.id, clip=True))
    return rows


def text_rows(block: EditedBlock, settled: str, room: int) -> list[Row]:
    """Return both texts in one, with changed words marked."""
    return words_view.laid_out([_said(block, settled), BLANK, *_texts(block, settled)], room)


def _said(block: EditedBlock, settled: str) -> Row:
    if settled == "generated":
        return Row(line("Replaced with levelbook's text.", "good"))
    if block.generated is None:
        said = "The guide no longer has this part. The next assembly moves these words to the kept notes."
        return Row(line(said, "warn"))
    if settled == "mine":
        return Row(join(line("Your words stay. ", "good"), _legend()))
    if block.behind:
        return Row(join(line("levelbook's text has changed since  ", "warn"), _legend()))
    return Row(join(line("Edited; levelbook has nothing new here  ", "dim"), _legend()))


def _legend() -> Content:
    return join(line("[-", "warn"), line("yours", "struck"), line("-]", "warn"), line(" {+levelbook's+}", "good"))


def _texts(block: EditedBlock, settled: str) -> list[Row]:
    if settled == "generated":
        return words_view.whole(block.generated or "", "same")
    if block.generated is None:
        return words_view.whole(block.mine, "same")
    if not block.mine:
        return [
            Row(line("Your text is empty.", "dim")),
            BLANK,
            *words_view.whole(block.generated, "new"),
        ]
    return words_view.rows(changed_text(block.mine, block.generated), whole=True)

"""What changed from one edition to another, or until now: in words for a reviewer, and guide by guide."""

from __future__ import annotations

from collections.abc import Iterable

from levelbook.book.contradictions import contradictions
from levelbook.book.edition_basis import Basis
from levelbook.book.publish import Publisher
from levelbook.core.assessment.comparison import Comparison
from levelbook.errors import FileIsWrong
from levelbook.guide.keep import blocks
from levelbook.guide.keep.comparing import BlockChange, compare
from levelbook.guide.keep.merge import BlockState
from levelbook.guide.write import assemble as making
from levelbook.guide.write.assemble import HandEditSummary
from levelbook.store import documents
from levelbook.words.contradictions import contradiction_words
from levelbook.words.files import shown


def changes(publisher: Publisher, comparison: Comparison, basis: Basis | None = None) -> str:
    """A comparison in Markdown for a reviewer."""
    used = basis or publisher.basis()
    return making.changes(
        comparison, publisher.current(used), publisher.context(used), _hand_edits(publisher, used), publisher.template
    )


def _hand_edits(publisher: Publisher, basis: Basis) -> HandEditSummary:
    written = publisher.assembled_by(basis)
    parsed = blocks.parse(written.guide.text)
    notes = sum(bool(text.strip()) for text in (parsed.preface, *(block.notes for block in parsed.blocks)))

    def titles(states: Iterable[BlockState]) -> tuple[str, ...]:
        return tuple(written.titles.get(state.id, state.id) for state in states)

    trouble = next((block for block in parsed.blocks if block.id == blocks.TROUBLE and not block.omitted), None)
    return HandEditSummary(
        notes=notes,
        edited=titles(state for state in written.edited if not state.behind),
        behind=titles(written.behind),
        left_out=titles(state for state in written.guide.blocks if state.omitted),
        contradictions=tuple(map(contradiction_words, contradictions(publisher, written))),
        trouble="" if trouble is None else "to fill" if trouble.is_unwritten else "filled in",
    )


def guide_changes(publisher: Publisher, old: str, new: str) -> tuple[BlockChange, ...]:
    """The guides of two editions, or of one and now, compared block by block. Raises FileIsWrong, GuideDamaged."""
    return compare(_guide_of(publisher, old), _guide_of(publisher, new))


def _guide_of(publisher: Publisher, name: str) -> str:
    if name == "now":
        return publisher.assembled().guide.text
    path = publisher.book.editions.edition(name).path / "guide.md"
    try:
        text = documents.read_text(path, within=publisher.folder.path)
        blocks.parse(text)
    except FileNotFoundError:
        raise FileIsWrong.one("This file is missing.", path=shown(path), remedy="Restore it from git.") from None
    except blocks.DamagedGuide as damaged:
        remedy = "An edition stays as it was sealed: restore it from git."
        raise blocks.DamagedGuide(damaged.damages, path=shown(path), remedy=remedy) from None
    return text

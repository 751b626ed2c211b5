"""This module describes the changes between two editions, or until now: in words for a reviewer, and guide by guide."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from levelbook.book.editions.compare import NOW
from levelbook.book.publishing.contradictions import contradictions, contradictions_in
from levelbook.book.publishing.edition_basis import EditionBasis
from levelbook.book.publishing.publish import Publisher, team_of
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.comparison import Comparison
from levelbook.core.errors import FileIsWrong
from levelbook.core.text.cleaning import told_apart
from levelbook.guide.keep import blocks
from levelbook.guide.keep.guide_diff import BlockChange, compare
from levelbook.guide.keep.merge import BlockState, unfilled_lines
from levelbook.guide.text.anchors import heading_of
from levelbook.guide.text.markdown import label
from levelbook.guide.write import assemble as making
from levelbook.guide.write.assemble import HandEditSummary
from levelbook.store import text_files
from levelbook.store.editions import RESTORE
from levelbook.words.contradictions import contradiction_words
from levelbook.words.files import shown


def changes(publisher: Publisher, comparison: Comparison, basis: EditionBasis | None = None) -> str:
    """Return a comparison in Markdown for a reviewer. It uses only what was sealed with a sealed edition.

    basis: by which the edition is made that is being sealed. Raises FileIsWrong, GuideDamaged.
    """
    used = basis or publisher.basis()
    if basis is None and comparison.after.name != NOW:
        after, editions = comparison.after, publisher.book.editions
        edition = editions.edition(after.name)
        context = replace(publisher.context(used), team=team_of(editions.settings_of(edition)))
        template = publisher.template
        sources = making.page_sources(after, context, template)
        titles, skeleton = making.block_titles(sources, template), making.skeleton(sources, template)
        guide = _guide_of(publisher, edition.name)
        hand_edits = _sealed_hand_edits(guide, after, titles, skeleton, edition.behind)
        return making.changes(sources, comparison, hand_edits, template)
    hand_edits = _hand_edits(publisher, used)
    return publisher.documents(used).changes(comparison, hand_edits)


def _hand_edits(publisher: Publisher, basis: EditionBasis) -> HandEditSummary:
    written = publisher.assembled_by(basis)

    names = _names_in(blocks.parse(written.guide.text).blocks, written.titles)

    def titles(states: Iterable[BlockState]) -> tuple[str, ...]:
        return tuple(told_apart(names.get(state.id, state.id) for state in states))

    left = next((state.unfilled for state in written.guide.blocks if state.id == blocks.TROUBLE and state.filled), ())
    return replace(
        _summary_of(written.guide.text),
        trouble_left=len(left),
        edited=titles(state for state in written.edited if not state.behind),
        behind=titles(written.behind),
        left_out=titles(state for state in written.guide.blocks if state.omitted),
        contradictions=tuple(map(contradiction_words, contradictions(publisher, written))),
    )


def _sealed_hand_edits(
    guide: str, sealed: Assessment, titles: Mapping[str, str], skeleton: str, behind: Collection[str]
) -> HandEditSummary:
    """Return the hand edits in an edition's guide.

    titles: the words that name each block, by its id. skeleton: what levelbook writes into the team's own part.
    behind: ids of the edited blocks for which levelbook's own text had changed.
    """
    found = blocks.parse(guide).blocks
    titles = _names_in(found, titles)
    own = next((one for one in found if one.id == blocks.TROUBLE and not one.omitted and not one.is_unwritten), None)
    edited = [one.id for one in found if not one.generated and one.id != blocks.TROUBLE]
    return replace(
        _summary_of(guide),
        trouble_left=len(unfilled_lines(own, skeleton)) if own else 0,
        edited=tuple(told_apart(titles.get(name, name) for name in edited if name not in behind)),
        behind=tuple(told_apart(titles.get(name, name) for name in edited if name in behind)),
        left_out=tuple(told_apart(titles.get(one.id, one.id) for one in found if one.omitted)),
        contradictions=tuple(map(contradiction_words, contradictions_in(guide, edited, sealed))),
    )


def _names_in(found: Iterable[blocks.FoundBlock], titles: Mapping[str, str]) -> dict[str, str]:
    """Name each block by its heading in the guide, which people rename; one without keeps levelbook's title."""
    headings = {one.id: heading_of(blocks.trimmed(blocks.lines_of(one.text))) for one in found if not one.generated}
    return {**titles, **{name: label(heading) for name, heading in headings.items() if heading}}


def _summary_of(guide: str) -> HandEditSummary:
    """Return what a guide's text alone shows: its notes, and whether the team's own part was filled in."""
    parsed = blocks.parse(guide)
    notes = sum(bool(text.strip()) for text in (parsed.preface, *(block.notes for block in parsed.blocks)))
    trouble = next((block for block in parsed.blocks if block.id == blocks.TROUBLE and not block.omitted), None)
    return HandEditSummary(
        notes=notes,
        trouble="" if trouble is None else "to fill" if trouble.is_unwritten else "filled in",
    )


def guide_changes(publisher: Publisher, old: str, new: str) -> tuple[BlockChange, ...]:
    """The guides of two editions, or of one and now, compared block by block. Raises FileIsWrong, GuideDamaged."""
    return compare(_guide_of(publisher, old), _guide_of(publisher, new))


def _guide_of(publisher: Publisher, name: str) -> str:
    if name == NOW:
        return publisher.assembled().guide.text
    path = publisher.book.editions.edition(name).path / "guide.md"
    try:
        text = text_files.read_text(path, within=publisher.folder.path)
        blocks.parse(text)
    except FileNotFoundError:
        raise FileIsWrong.one("This file is missing.", path=shown(path), remedy="Restore it from git.") from None
    except blocks.DamagedGuide as damaged:
        raise blocks.DamagedGuide(damaged.damages, path=shown(path), remedy=RESTORE) from None
    return text

"""This module compares the guide on disk with what a publisher would write, and says what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from levelbook import __version__
from levelbook.book.publishing.guide_damage import located
from levelbook.book.publishing.left_guide import gone_guide
from levelbook.book.publishing.publish import Publisher, Written
from levelbook.core.errors import Problem
from levelbook.core.text.cleaning import clean_line
from levelbook.guide.keep import blocks, front_matter
from levelbook.guide.write.assemble import ASSEMBLED_BY
from levelbook.guide.write.block_plan import BULLETINS
from levelbook.words.files import shown


def unreadable_front_matter(publisher: Publisher) -> Iterator[Problem]:
    """Report keys at the guide's top that levelbook reads and a site generator cannot: people type there."""
    for line, key in front_matter.unreadable(publisher.guide_text() or ""):
        yield Problem(
            "This line is not valid YAML, so a site generator cannot read the page's front matter.",
            path=shown(publisher.folder.guide_path),
            key=key,
            line=line,
            remedy="Put the value between quotation marks.",
        )


def assembled_by_another(publisher: Publisher) -> Problem | None:
    """Report that another levelbook assembled the guide, so that its text cannot be told from that of answers that
    changed since; None where this one did, or there is no guide yet. Raises GuideDamaged, FileIsWrong.
    """
    text = publisher.guide_text()
    if text is None:
        return None
    try:
        found = blocks.parse(text)
    except blocks.DamagedGuide as damaged:
        raise located(damaged, publisher.folder) from None
    by = found.values.get("assembled_by", "")
    if by == ASSEMBLED_BY or not found.blocks:
        return None
    other = clean_line(by) or "an earlier levelbook"
    return Problem(
        f"This was assembled by {other}, and this is {__version__}.",
        path=shown(publisher.folder.guide_path),
        remedy="Assemble it once with this version: `levelbook guide`.",
    )


def out_of_date(publisher: Publisher) -> list[Problem]:
    """Return the findings of `guide --check`: files that differ from an assembly as of the guide's own day.

    Not of a guide that another levelbook assembled (`assembled_by_another`), which words things otherwise.
    """
    text = publisher.guide_text()
    guide = shown(publisher.folder.guide_path)
    if text is None and (gone := gone_guide(publisher.folder, publisher.book.editions)) is not None:
        return [gone]
    if text is None:
        return [Problem("There is no guide yet.", path=guide, remedy="`levelbook guide` assembles it.")]
    try:
        found = blocks.parse(text)
    except blocks.DamagedGuide as damaged:
        raise located(damaged, publisher.folder) from None
    if not found.blocks:
        said = "This page has none of the guide's parts."
        return [Problem(said, path=guide, remedy="`levelbook guide` adds them; what people wrote stays.")]
    values = found.values
    publisher.book.editions.must_be_whole()
    if values.get("assembled_by") != ASSEMBLED_BY:
        return []
    written = publisher.assembled_by(publisher.basis(_day_or_none(values.get("as_of", ""))), new_bulletins=False)
    problems = [
        Problem(
            "Its parts are not in the template's order."
            if path == publisher.folder.guide_path and _is_only_reordered(text, written.guide.text)
            else "This does not match the answers.",
            path=shown(path),
            remedy="`levelbook guide` assembles it.",
        )
        for path in written.changed
        if path != publisher.folder.guide_path or _without_layout(text) != _without_layout(written.guide.text)
    ]
    problems += [
        Problem(
            f"In {block} a formatter decoded characters that levelbook had masked, so they act as markup again.",
            path=guide,
            remedy="`levelbook guide` masks them; keep the formatter away from this file.",
        )
        for block in written.unmasked
    ]
    return problems + _behind(publisher, written)


def behind(publisher: Publisher) -> list[Problem]:
    """Name the blocks that people edited and whose answers changed since. Raises GuideDamaged, FileIsWrong."""
    try:
        edited = publisher.is_edited()
    except blocks.DamagedGuide as damaged:
        raise located(damaged, publisher.folder) from None
    # Without one, nothing has to be assembled for this.
    return _behind(publisher, publisher.assembled()) if edited else []


def _behind(publisher: Publisher, written: Written) -> list[Problem]:
    return [
        Problem(
            f"{state.id} was edited by hand and is behind the answers.",
            path=shown(publisher.folder.guide_path),
            remedy=f"Settle it: `levelbook guide --take mine {state.id}`, or `--take generated`.",
        )
        for state in written.behind
        if state.id != BULLETINS
    ]


def _is_only_reordered(held: str, assembled: str) -> bool:
    """Tell whether two sound guides have the same parts, in another order."""
    one, other = (blocks.parse(text).blocks for text in (held, assembled))
    texts = [{block.id: block.text for block in found} for found in (one, other)]
    return texts[0] == texts[1] and [block.id for block in one] != [block.id for block in other]


def _without_layout(guide: str) -> str:
    """Return a guide without what editors change by themselves: empty lines in a row, blanks at the ends of lines."""
    text = "\n".join(line.rstrip() for line in guide.strip().splitlines())
    return re.sub(r"\n{3,}", "\n\n", text)


def _day_or_none(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

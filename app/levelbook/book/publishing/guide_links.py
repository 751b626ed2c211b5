"""This module says which links that people keep in the guide lead to no heading, and where they should lead."""

from __future__ import annotations

from levelbook.book.publishing.guide_damage import located
from levelbook.book.publishing.publish import Publisher
from levelbook.core.text.quotation import in_quotes
from levelbook.guide.keep import blocks
from levelbook.guide.keep.dead_links import DeadLink, dead_links
from levelbook.guide.text.anchors import github_anchor

DEAD_LINK_REMEDY = "Correct the link there: levelbook changes nothing in text that people edited."


def dead_links_in(publisher: Publisher, guide: str) -> tuple[DeadLink, ...]:
    """Find the dead links that people keep in a guide's text. Raises GuideDamaged, FileIsWrong."""
    try:
        return dead_links(guide, lambda: publisher.documents(publisher.basis()).blocks)
    except blocks.DamagedGuide as damaged:
        raise located(damaged, publisher.folder) from None


def dead_link_words(link: DeadLink) -> str:
    """`about: the link “Output” leads to #output, and the guide has no such heading; it is “What we show” now.`"""
    place = f"{'below ' if link.is_below else ''}{link.block}: " if link.block else ""
    said = f"{place}the link {in_quotes(link.label)} leads to #{link.target}, and the guide has no such heading"
    if not link.meant:
        return f"{said}."
    meant = in_quotes(link.meant)
    if link.is_left_out:
        return f"{said}; the team left {meant} out."
    if not link.heading:
        return f"{said}; {meant} is not there."
    return f"{said}; {meant} is {in_quotes(link.heading)} now (#{github_anchor(link.heading)})."

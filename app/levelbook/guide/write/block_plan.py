"""This module decides which blocks the guide has for a team, in which order, and what each is rendered from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.comparison import compare
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.scoring import SectionScore
from levelbook.core.frozen import frozen
from levelbook.guide.keep.blocks import TROUBLE
from levelbook.guide.text.anchors import Anchors
from levelbook.guide.text.markdown import page_title
from levelbook.guide.write.inputs import GuideContext, PageSources
from levelbook.guide.write.pages import (
    about,
    bulletins,
    chapters,
    largest_gaps,
    next_steps,
    recent_changes,
    rules,
    standing,
)
from levelbook.guide.write.practices import inherited_view, practice_view
from levelbook.guide.write.render import Template, TemplateBlock, View

EDITION = "edition"
"""The block that says which edition this is and when the next round is. It has no heading."""
BULLETINS = "bulletins"
"""The block that tells what became known lately. It is there only while there is something."""


@frozen
class PlannedBlock:
    """A planned block is a block before it is rendered: the template file and the view that it is given."""

    id: str
    file: str
    view: View
    heading: tuple[int, str] | None
    images: bool = False


def page_sources(current: Assessment, context: GuideContext, template: Template) -> PageSources:
    """Gather what all pages are written from, with the headings that the guide will have."""
    before, began = current.before, current.before_the_round
    comparison = compare(before, current) if before else None
    # An edition that was sealed only for an upgrade splits a round for nobody who reads the guide.
    round_comparison = comparison if began is before or began is None else compare(began, current)
    sources = PageSources(
        current,
        context,
        comparison,
        round_comparison,
        template.words_about(current.questionnaire.id),
        Anchors(context.edited_headings),
        {change.id: change for change in round_comparison.practices} if round_comparison else {},
    )
    anchors = sources.anchors
    for entry in template.blocks:
        if not _has_page(sources, entry.id):
            continue
        if entry.id == "chapters":
            for section, scores in _chapters(current):
                anchors.add(f"section/{section.id}", section.section.title)
                for score in scores:
                    anchors.add(f"practice/{score.id}", score.practice.title, chapter=section.section.title)
            continue
        if entry.id == EDITION:
            continue
        title = entry.title_for(context.team.about, current.questionnaire)
        anchors.add(entry.id, page_title(title) if entry.id == "about" else title)
        if entry.id == "inherited":
            for score in _outside_chapters(current, entry.id):
                chapter = current.questionnaire.sections_by_id[score.practice.section].title
                anchors.add(f"practice/{score.id}", score.practice.title, chapter=chapter)
    return sources


def planned_blocks(sources: PageSources, template: Template) -> Iterator[PlannedBlock]:
    """Yield the guide's blocks in their order."""
    for entry in template.blocks:
        if not _has_page(sources, entry.id):
            continue
        if entry.id == "chapters":
            yield from _chapter_blocks(sources, entry)
        elif entry.id == "inherited":
            yield from _inherited_blocks(sources, entry)
        elif entry.id == "not-for-us":
            yield from _excluded_blocks(sources, entry)
        else:
            yield _page_block(sources, entry, _PAGES[entry.id](sources))


def kept_notes(template: Template) -> PlannedBlock:
    """Return the block that takes in people's words whose own block is gone."""
    entry = template.block("kept-notes")
    return PlannedBlock(entry.id, entry.file, {"title": entry.title}, (entry.heading, entry.title))


_PAGES = {
    "about": about.page,
    EDITION: about.edition,
    TROUBLE: about.trouble,
    "rules": rules.page,
    "harm": largest_gaps.page,
    "next": next_steps.page,
    "since": recent_changes.page,
    BULLETINS: bulletins.page,
    "standing": standing.page,
}


def _has_page(sources: PageSources, block_id: str) -> bool:
    """Tell whether a page that is not always there has something to say."""
    if block_id == "since":
        return sources.comparison is not None
    if block_id == "harm":
        return largest_gaps.has_page(sources)
    if block_id == BULLETINS:
        return bool(sources.context.recent and sources.context.recent.threats)
    if block_id in _OUTSIDE_CHAPTERS:
        return bool(_outside_chapters(sources.current, block_id))
    return block_id != "kept-notes"


def _chapters(current: Assessment) -> Iterator[tuple[SectionScore, list[PracticeScore]]]:
    for section in current.scorecard.sections:
        scores = [score for score in section.practices if chapters.in_its_chapter(score)]
        if scores:
            yield section, scores


_OUTSIDE_CHAPTERS: Final[Mapping[str, Callable[[PracticeScore], bool]]] = {
    "inherited": lambda score: score.counts and score.inherited,
    "not-for-us": lambda score: not score.counts,
}
"""Blocks for what is in no chapter, with the practices that are in each."""


def _outside_chapters(current: Assessment, block_id: str) -> list[PracticeScore]:
    """Return the practices of one of `_OUTSIDE_CHAPTERS`."""
    every = (score for section in current.scorecard.sections for score in section.practices)
    return list(filter(_OUTSIDE_CHAPTERS[block_id], every))


def _chapter_blocks(sources: PageSources, entry: TemplateBlock) -> Iterator[PlannedBlock]:
    for section, scores in _chapters(sources.current):
        block_id = f"section/{section.id}"
        heading = (entry.heading, sources.anchors.heading(block_id))
        yield PlannedBlock(block_id, entry.file, {"chapter": chapters.section(sources, section)}, heading)
        for score in scores:
            yield _practice_block(entry, practice_view(sources, score))


def _inherited_blocks(sources: PageSources, entry: TemplateBlock) -> Iterator[PlannedBlock]:
    scores = _outside_chapters(sources.current, entry.id)
    yield _page_block(sources, entry, chapters.inherited(sources, scores))
    reasons: list[str] = []
    for score in scores:
        view = inherited_view(sources, score, reasons)
        yield _practice_block(entry, view)
        reasons += view["scope_because"]


def _excluded_blocks(sources: PageSources, entry: TemplateBlock) -> Iterator[PlannedBlock]:
    scores = _outside_chapters(sources.current, entry.id)
    yield _page_block(sources, entry, chapters.not_applicable_here(sources, scores))
    for view in chapters.exclusions(sources, scores):
        yield PlannedBlock(f"practice/{view['id']}", entry.practice, {"practice": view}, None)


def _page_block(sources: PageSources, entry: TemplateBlock, page: View) -> PlannedBlock:
    title = sources.anchors.heading(entry.id)
    heading = None if entry.id == EDITION else (entry.heading, title)
    return PlannedBlock(entry.id, entry.file, {"title": title, "page": page}, heading, images=entry.id == "standing")


def _practice_block(entry: TemplateBlock, view: View) -> PlannedBlock:
    heading = (entry.heading + 1, str(view["heading"]))
    return PlannedBlock(f"practice/{view['id']}", entry.practice, {"practice": view}, heading)

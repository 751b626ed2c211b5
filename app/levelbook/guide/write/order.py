"""The order of the guide: which blocks it has for a team, and what each of them is rendered from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from levelbook.core.assessment.scoring import PracticeScore, SectionScore
from levelbook.guide.write.anchors import Anchors
from levelbook.guide.write.inputs import GuideInput, PageSources
from levelbook.guide.write.pages import about, bulletins, chapters, next_steps, rules, since, standing
from levelbook.guide.write.practices import inherited_view, practice_view
from levelbook.guide.write.render import Context, Part, Template

BULLETINS = "bulletins"
"""The block that tells what became known since the last edition. It is there only while there is something."""


@dataclass(frozen=True)
class Piece:
    """A block before it is rendered."""

    id: str
    file: str
    context: Context
    heading: tuple[int, str] | None
    images: bool = False


def page_sources(guide_input: GuideInput, template: Template) -> PageSources:
    """What all pages are made from, with the headings that the guide will have."""
    anchors = Anchors(guide_input.edited_headings)
    for part in template.parts:
        if not _has_page(guide_input, part.id):
            continue
        if part.id == "chapters":
            for section, scores in _chapters(guide_input):
                anchors.add(f"section/{section.id}", section.section.title)
                for score in scores:
                    anchors.add(f"practice/{score.id}", score.practice.title, chapter=section.section.title)
            continue
        scores = _aside(guide_input, part.id)
        if part.id in ("inherited", "not-for-us") and not scores:
            continue
        anchors.add(part.id, part.title_for(guide_input.team.about))
        if part.id == "inherited":
            for score in scores:
                chapter = guide_input.current.questionnaire.sections_by_id[score.practice.section].title
                anchors.add(f"practice/{score.id}", score.practice.title, chapter=chapter)
    moved = guide_input.since.practices if guide_input.since else ()
    return PageSources(guide_input, template.manifest, anchors, {change.id: change for change in moved})


def pieces(sources: PageSources, template: Template) -> Iterator[Piece]:
    """The guide's blocks in their order."""
    for part in template.parts:
        if part.id == "chapters":
            yield from _chapter_pieces(sources, part)
        elif part.id == "inherited":
            yield from _inherited_pieces(sources, part)
        elif part.id == "not-for-us":
            yield from _excluded_pieces(sources, part)
        elif part.id in _PAGES and _has_page(sources.input, part.id):
            title = sources.anchors.heading(part.id)
            context = {"title": title, "page": _PAGES[part.id](sources)}
            yield Piece(part.id, part.file, context, (part.heading, title), images=part.id == "standing")


def kept_notes(template: Template) -> Piece:
    """The block that takes in people's words whose own block is no more."""
    part = template.part("kept-notes")
    return Piece(part.id, part.file, {"title": part.title}, (part.heading, part.title))


_PAGES = {
    "about": about.page,
    "rules": rules.page,
    "next": next_steps.page,
    "since": since.page,
    BULLETINS: bulletins.page,
    "standing": standing.page,
}


def _has_page(guide_input: GuideInput, part_id: str) -> bool:
    """Whether there is something to say on a page that is not always there."""
    if part_id == "since":
        return guide_input.since is not None
    return bool(guide_input.threats) if part_id == BULLETINS else part_id != "kept-notes"


def _chapters(guide_input: GuideInput) -> Iterator[tuple[SectionScore, list[PracticeScore]]]:
    for section in guide_input.current.scorecard.sections:
        scores = [score for score in section.practices if chapters.in_its_chapter(score)]
        if scores:
            yield section, scores


def _aside(guide_input: GuideInput, part_id: str) -> list[PracticeScore]:
    """The practices that stand under `inherited` or `not-for-us`."""
    every = (score for section in guide_input.current.scorecard.sections for score in section.practices)
    if part_id == "inherited":
        return [score for score in every if score.counts and score.inherited]
    return [score for score in every if not score.counts] if part_id == "not-for-us" else []


def _chapter_pieces(sources: PageSources, part: Part) -> Iterator[Piece]:
    for section, scores in _chapters(sources.input):
        block = f"section/{section.id}"
        heading = (part.heading, sources.anchors.heading(block))
        yield Piece(block, part.file, {"chapter": chapters.section(sources, section)}, heading)
        for score in scores:
            yield _practice_piece(part, practice_view(sources, score))


def _inherited_pieces(sources: PageSources, part: Part) -> Iterator[Piece]:
    scores = _aside(sources.input, part.id)
    if not scores:
        return
    title = sources.anchors.heading(part.id)
    context = {"title": title, "page": chapters.inherited(sources, scores)}
    yield Piece(part.id, part.file, context, (part.heading, title))
    reasons: list[str] = []
    for score in scores:
        view = inherited_view(sources, score, reasons)
        yield _practice_piece(part, view)
        reasons += view["scope_because"]


def _excluded_pieces(sources: PageSources, part: Part) -> Iterator[Piece]:
    scores = _aside(sources.input, part.id)
    if not scores:
        return
    title = sources.anchors.heading(part.id)
    context = {"title": title, "page": chapters.not_for_us(sources, scores)}
    yield Piece(part.id, part.file, context, (part.heading, title))
    before: PracticeScore | None = None
    for score in scores:
        view = chapters.exclusion(sources, score, before)
        yield Piece(f"practice/{score.id}", part.practice, {"practice": view}, None)
        before = score


def _practice_piece(part: Part, view: Context) -> Piece:
    heading = (part.heading + 1, str(view["heading"]))
    return Piece(f"practice/{view['id']}", part.practice, {"practice": view}, heading)

"""The order of the guide: which blocks it has for a team, and what each of them is rendered from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from levelbook.core.assessment.scoring import PracticeScore, SectionScore
from levelbook.guide.write.anchors import Anchors
from levelbook.guide.write.inputs import Desk, GuideInput
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


def desk_of(given: GuideInput, template: Template) -> Desk:
    """What all pages are made from, with the headings that the guide will have."""
    anchors = Anchors(given.edited_headings)
    for part in template.parts:
        if not _has_page(given, part.id):
            continue
        if part.id == "chapters":
            for section, scores in _chapters(given):
                anchors.add(f"section/{section.id}", section.section.title)
                for score in scores:
                    anchors.add(f"practice/{score.id}", score.practice.title, chapter=section.section.title)
            continue
        scores = _aside(given, part.id)
        if part.id in ("inherited", "not-for-us") and not scores:
            continue
        anchors.add(part.id, part.title_for(given.team.about))
        if part.id == "inherited":
            for score in scores:
                chapter = given.current.questionnaire.sections_by_id[score.practice.section].title
                anchors.add(f"practice/{score.id}", score.practice.title, chapter=chapter)
    moved = given.since.practices if given.since else ()
    return Desk(given, template.manifest, anchors, {change.id: change for change in moved})


def pieces(desk: Desk, template: Template) -> Iterator[Piece]:
    """The guide's blocks in their order."""
    for part in template.parts:
        if part.id == "chapters":
            yield from _chapter_pieces(desk, part)
        elif part.id == "inherited":
            yield from _inherited_pieces(desk, part)
        elif part.id == "not-for-us":
            yield from _excluded_pieces(desk, part)
        elif part.id in _PAGES and _has_page(desk.given, part.id):
            title = desk.anchors.heading(part.id)
            context = {"title": title, "page": _PAGES[part.id](desk)}
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


def _has_page(given: GuideInput, part_id: str) -> bool:
    """Whether there is something to say on a page that is not always there."""
    if part_id == "since":
        return given.since is not None
    return bool(given.threats) if part_id == BULLETINS else part_id != "kept-notes"


def _chapters(given: GuideInput) -> Iterator[tuple[SectionScore, list[PracticeScore]]]:
    for section in given.current.scorecard.sections:
        scores = [score for score in section.practices if chapters.in_its_chapter(score)]
        if scores:
            yield section, scores


def _aside(given: GuideInput, part_id: str) -> list[PracticeScore]:
    """The practices that stand under `inherited` or `not-for-us`."""
    every = (score for section in given.current.scorecard.sections for score in section.practices)
    if part_id == "inherited":
        return [score for score in every if score.counts and score.inherited]
    return [score for score in every if not score.counts] if part_id == "not-for-us" else []


def _chapter_pieces(desk: Desk, part: Part) -> Iterator[Piece]:
    for section, scores in _chapters(desk.given):
        block = f"section/{section.id}"
        heading = (part.heading, desk.anchors.heading(block))
        yield Piece(block, part.file, {"chapter": chapters.section(desk, section)}, heading)
        for score in scores:
            yield _practice_piece(part, practice_view(desk, score))


def _inherited_pieces(desk: Desk, part: Part) -> Iterator[Piece]:
    scores = _aside(desk.given, part.id)
    if not scores:
        return
    title = desk.anchors.heading(part.id)
    context = {"title": title, "page": chapters.inherited(desk, scores)}
    yield Piece(part.id, part.file, context, (part.heading, title))
    reasons: list[str] = []
    for score in scores:
        view = inherited_view(desk, score, reasons)
        yield _practice_piece(part, view)
        reasons += view["scope_because"]


def _excluded_pieces(desk: Desk, part: Part) -> Iterator[Piece]:
    scores = _aside(desk.given, part.id)
    if not scores:
        return
    title = desk.anchors.heading(part.id)
    context = {"title": title, "page": chapters.not_for_us(desk, scores)}
    yield Piece(part.id, part.file, context, (part.heading, title))
    before: PracticeScore | None = None
    for score in scores:
        view = chapters.exclusion(desk, score, before)
        yield Piece(f"practice/{score.id}", part.practice, {"practice": view}, None)
        before = score


def _practice_piece(part: Part, view: Context) -> Piece:
    heading = (part.heading + 1, str(view["heading"]))
    return Piece(f"practice/{view['id']}", part.practice, {"practice": view}, heading)

"""Guide, record and changes, made from a team's record and a template. No files, no clock: the same gives the same.

given.py      what they are made from
practices.py  one practice as plain data, in its form          ─┐
pages.py      the guide's opening pages and chapter heads       ├─ what templates see
dossier.py    the record                                        │
review.py     the changes                                      ─┘
render.py     data and template to Markdown
charts.py and drawing.py
              figures to SVG
specimens.py  made-up teams, to try a template on
web_page.py   a guide as one HTML page
markdown.py and readback.py
              what was rendered is read back: it must hold the template's headings and nothing that acts
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from levelbook.core.changes import Comparison
from levelbook.core.scoring import Figures, PracticeScore, SectionScore
from levelbook.core.text import clean_line
from levelbook.errors import FileIsWrong, Problem
from levelbook.guide import charts, dossier, pages, readback, review
from levelbook.guide.anchors import Anchors
from levelbook.guide.blocks import Block, Parsed
from levelbook.guide.given import Desk, GuideInput, HandEdits, PastEdition, Team
from levelbook.guide.markdown import check_generated, label
from levelbook.guide.practices import inherited_view, practice_view
from levelbook.guide.render import Context, Part, Template

__all__ = ["Documents", "GuideInput", "HandEdits", "PastEdition", "Team", "assemble", "changes"]


BULLETINS = "bulletins"
"""The block that tells what became known since the last edition. It is there only while there is something."""


@dataclass(frozen=True)
class Documents:
    """Everything that is generated, before people's words come in."""

    front_matter: Mapping[str, str | None]
    """levelbook's own keys in their order; None where there is nothing to say yet."""
    blocks: tuple[Block, ...]
    kept_notes: Block
    titles: Mapping[str, str]
    """Block id to the words that name it, safe in Markdown; also of blocks that this guide does not have."""
    record: str
    charts: Mapping[str, str]
    """File name to SVG."""


@dataclass(frozen=True)
class _Piece:
    """A block before it is rendered."""

    id: str
    file: str
    context: Context
    heading: tuple[int, str] | None
    images: bool = False


def assemble(given: GuideInput, template: Template) -> Documents:
    """Guide, record and charts. Raises FileIsWrong when the template is at fault."""
    desk = _desk(given, template)
    blocks = _rendered(template, list(_pieces(desk, template)), "../" * given.guide.count("/"))
    kept = template.part("kept-notes")
    [kept_notes] = _rendered(
        template,
        [_Piece("kept-notes", kept.file, {"title": kept.title}, (kept.heading, kept.title))],
        "../" * given.guide.count("/"),
    )
    return Documents(
        front_matter=_front_matter(desk),
        blocks=tuple(blocks),
        kept_notes=kept_notes,
        titles=_titles(desk, template),
        record=_record(template, dossier.record(desk)),
        charts=_charts(desk),
    )


def changes(comparison: Comparison, given: GuideInput, hand_edits: HandEdits, template: Template) -> str:
    """What moved between two snapshots, for a reviewer. Raises FileIsWrong when the template is at fault."""
    desk = _desk(given, template)
    file, view = template.document("changes"), review.changes(desk, comparison, hand_edits)
    text = template.render(file, view)
    _refuse(template, file, "The changes", check_generated(text, headings=view["headings"]))
    return text + "\n"


def faults(given: GuideInput, hand_edits: HandEdits, template: Template) -> list[Problem]:
    """All that is wrong with what a template makes of a team: of guide, record and changes, not only the first."""
    desk = _desk(given, template)
    kept = template.part("kept-notes")
    pieces = [
        *_pieces(desk, template),
        _Piece("kept-notes", kept.file, {"title": kept.title}, (kept.heading, kept.title)),
    ]
    writers: list[Callable[[], object]] = [partial(_rendered, template, [piece], "") for piece in pieces]
    writers.append(lambda: _record(template, dossier.record(desk)))
    if given.since is not None:
        writers.append(partial(changes, given.since, given, hand_edits, template))
    found: list[Problem] = []
    for write in writers:
        try:
            write()
        except FileIsWrong as wrong:
            found += wrong.problems
    return found


def with_old_news(made: tuple[Block, ...], held: Parsed) -> tuple[Block, ...]:
    """The blocks with what is told of new threats as the guide has it, or without where it has nothing of the kind.

    For checks: a guide must not turn red overnight because somebody else published a bulletin.
    """
    old = next((block for block in held.blocks if block.id == BULLETINS), None)
    if old is not None and not old.generated:
        return made
    blocks = [block for block in made if block.id != BULLETINS]
    if old is not None:
        place = next(place for place, block in enumerate(blocks) if block.id == "standing")
        blocks.insert(place, Block(BULLETINS, old.text))
    return tuple(blocks)


# The order of the guide


def _desk(given: GuideInput, template: Template) -> Desk:
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


def _has_page(given: GuideInput, part_id: str) -> bool:
    """Whether there is something to say on a page that is not always there."""
    if part_id == "since":
        return given.since is not None
    return bool(given.threats) if part_id == BULLETINS else part_id != "kept-notes"


def _chapters(given: GuideInput) -> Iterator[tuple[SectionScore, list[PracticeScore]]]:
    for section in given.current.scorecard.sections:
        scores = [score for score in section.practices if pages.in_its_chapter(score)]
        if scores:
            yield section, scores


def _aside(given: GuideInput, part_id: str) -> list[PracticeScore]:
    """The practices that stand under `inherited` or `not-for-us`."""
    every = (score for section in given.current.scorecard.sections for score in section.practices)
    if part_id == "inherited":
        return [score for score in every if score.counts and score.inherited]
    return [score for score in every if not score.counts] if part_id == "not-for-us" else []


def _pieces(desk: Desk, template: Template) -> Iterator[_Piece]:
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
            yield _Piece(part.id, part.file, context, (part.heading, title), images=part.id == "standing")


_PAGES = {
    "about": pages.about,
    "rules": pages.rules,
    "next": pages.next_steps,
    "since": pages.since,
    BULLETINS: pages.bulletins,
    "standing": pages.standing,
}


def _chapter_pieces(desk: Desk, part: Part) -> Iterator[_Piece]:
    for section, scores in _chapters(desk.given):
        block = f"section/{section.id}"
        heading = (part.heading, desk.anchors.heading(block))
        yield _Piece(block, part.file, {"chapter": pages.section(desk, section)}, heading)
        for score in scores:
            yield _practice_piece(part, practice_view(desk, score))


def _inherited_pieces(desk: Desk, part: Part) -> Iterator[_Piece]:
    scores = _aside(desk.given, part.id)
    if not scores:
        return
    title = desk.anchors.heading(part.id)
    context = {"title": title, "page": pages.inherited(desk, scores)}
    yield _Piece(part.id, part.file, context, (part.heading, title))
    reasons: list[str] = []
    for score in scores:
        view = inherited_view(desk, score, reasons)
        yield _practice_piece(part, view)
        reasons += view["scope_because"]


def _excluded_pieces(desk: Desk, part: Part) -> Iterator[_Piece]:
    scores = _aside(desk.given, part.id)
    if not scores:
        return
    title = desk.anchors.heading(part.id)
    context = {"title": title, "page": pages.not_for_us(desk, scores)}
    yield _Piece(part.id, part.file, context, (part.heading, title))
    before: PracticeScore | None = None
    for score in scores:
        view = pages.exclusion(desk, score, before)
        yield _Piece(f"practice/{score.id}", part.practice, {"practice": view}, None)
        before = score


def _practice_piece(part: Part, view: Context) -> _Piece:
    heading = (part.heading + 1, str(view["heading"]))
    return _Piece(f"practice/{view['id']}", part.practice, {"practice": view}, heading)


# Rendering, and reading back


def _rendered(template: Template, pieces: list[_Piece], up: str) -> list[Block]:
    """All blocks, read back together (one parse for the guide); each by itself only to name the one at fault."""
    blocks = [Block(piece.id, template.render(piece.file, piece.context, up)) for piece in pieces]
    everything = "\n\n".join(block.text for block in blocks)
    headings = [piece.heading for piece in pieces if piece.heading]
    if check_generated(everything, headings=headings, images=True):
        for piece, block in zip(pieces, blocks, strict=True):
            own = [piece.heading] if piece.heading else []
            _refuse(
                template,
                piece.file,
                f"Block “{piece.id}”",
                check_generated(block.text, headings=own, images=piece.images),
            )
        _refuse(
            template,
            "template.toml",
            "The guide as a whole",
            check_generated(everything, headings=headings, images=True),
        )
    return blocks


def _record(template: Template, view: Context) -> str:
    file = template.document("record")
    text = template.render(file, view)
    _refuse(template, file, "The record", readback.faults(text, view["headings"]))
    return text + "\n"


def _refuse(template: Template, file: str, what: str, problems: Iterable[str]) -> None:
    found = list(problems)
    if found:
        raise template.fault(file, f"{what} holds what a guide may not: {'; '.join(found[:5])}.")


# What goes beside the blocks


def _front_matter(desk: Desk) -> dict[str, str | None]:
    given = desk.given
    questionnaire = given.current.questionnaire
    return {
        "title": clean_line(desk.anchors.heading("about")),
        "team": clean_line(given.team.name),
        "organisation": clean_line(given.team.organisation) or None,
        "edition": given.edition or None,
        "previous": given.previous or None,
        "as_of": given.as_of.isoformat(),
        "questionnaire": f"{questionnaire.id} {questionnaire.version}",
        "next_round": given.next_round.isoformat() if given.next_round else None,
    }


def _titles(desk: Desk, template: Template) -> dict[str, str]:
    titles: dict[str, str] = {}
    snapshots = [*([desk.given.since.before] if desk.given.since else []), desk.given.current]
    for snapshot in snapshots:  # the current one last: its titles count
        for section in snapshot.questionnaire.sections:
            titles[f"section/{section.id}"] = label(section.title)
            titles |= {f"practice/{practice.id}": label(practice.title) for practice in section.practices}
    own = {part.id: part.title_for(desk.given.team.about) for part in template.parts if part.id != "chapters"}
    return titles | {block: label(title) for block, title in own.items()}


def _charts(desk: Desk) -> dict[str, str]:
    scorecard = desk.given.current.scorecard
    top = scorecard.questionnaire.max_level
    found: dict[str, str] = {}
    counting = [section for section in scorecard.sections if section.counts]
    if scorecard.overall.level is not None:
        bars = [
            charts.Bar(
                section.section.title,
                section.figures.level,
                section.figures.low or Fraction(0),
                section.figures.high or Fraction(0),
                section.figures.target or Fraction(0),
                section.figures.evidenced,
            )
            for section in counting
        ]
        found["standing.svg"] = charts.standing(bars, top, pages.chart_words(desk, counting))
    past = desk.given.history
    if len(past) >= 2:
        points = [_point(edition.name, edition.overall) for edition in past]
        found["trend.svg"] = charts.trend(points, top, pages.trend_words(desk))
    return found


def _point(name: str, overall: Figures) -> charts.Point:
    return charts.Point(name, overall.level, overall.low, overall.high, overall.target, overall.evidenced)

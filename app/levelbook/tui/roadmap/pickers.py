"""Pickers for the roadmap's order and filter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, replace

from levelbook.book.session import Session
from levelbook.core.answers.people import NOBODY
from levelbook.core.assessment.roadmap import SORTS, RoadmapEntry, RoadmapView, Sort, arrange, count, people
from levelbook.tui.base.pickers import Choice, Picker
from levelbook.tui.literal_text import line
from levelbook.tui.roadmap.rows import SORT_WORDS
from levelbook.tui.widgets.rows import Row
from levelbook.words.standing import gap_count_words

ABOUT: dict[Sort, str] = {
    "roadmap": "the most urgent first",
    "owner": "what each of you has taken on",
    "section": "in the order of the questionnaire",
    "date": "late first, then day by day",
}
LETTERS: dict[Sort, str] = {"roadmap": "w", "owner": "o", "section": "s", "date": "d"}

EVERYTHING, LATE, MINE, NOBODYS, PERSON, SECTION = "everything", "late", "mine", "nobody", "who:", "section:"
"""What the choices are called, or begin with."""


def sort_picker(roadmap_view: RoadmapView) -> Picker:
    """Offer the orders."""
    choices = []
    for sort in SORTS:
        row = Row(
            line(ABOUT[sort], "dim"),
            lead=line(f"{LETTERS[sort]} ", "key")
            + line(f"{SORT_WORDS[sort]:<12}", "strong" if sort == roadmap_view.sort else ""),
            key=sort,
            right=line("now" if sort == roadmap_view.sort else "", "dim"),
            clip=True,
        )
        choices.append(Choice(sort, row, letter=LETTERS[sort]))
    return Picker("Sort the roadmap", choices, current=roadmap_view.sort)


def sort_of(key: str) -> Sort:
    return next(sort for sort in SORTS if sort == key)


def filter_picker(session: Session, whole: Sequence[RoadmapEntry], roadmap_view: RoadmapView) -> Picker:
    """Offer the filters."""
    offered = [
        (EVERYTHING, "everything", "e"),
        (LATE, "late or not" if roadmap_view.late else "what is late", "l"),
        *([(MINE, f"mine ({session.who})", "m")] if session.who else []),
        (NOBODYS, "no owner", "n"),
        *((f"{PERSON}{name}", f"{name}'s", "") for name in people(whole)),
        *((f"{SECTION}{name}", _section_words(session, name), "") for name in _sections(session, whole)),
    ]
    choices = [
        _choice(session, whole, key, words, letter, filtered(roadmap_view, key, session.who))
        for key, words, letter in offered
    ]
    return Picker("Filter", choices, about="You can combine a person, a section and late.")


def _choice(
    session: Session, whole: Sequence[RoadmapEntry], key: str, words: str, letter: str, then: RoadmapView
) -> Choice:
    groups = arrange(whole, replace(then, sort="roadmap"), session.now.scorecard)
    counted = count((entry for group in groups for entry in group.entries), session.now.on)
    row = Row(
        line(words),
        lead=line(f"{letter or ' '} ", "key"),
        key=key,
        right=line(
            gap_count_words(counted.gaps, counted.unsure, counted.unanswered), "" if any(astuple(counted)) else "dim"
        ),
        clip=True,
    )
    return Choice(key, row, letter=letter)


def _section_words(session: Session, name: str) -> str:
    return f"{session.questionnaire.numbers[name]} {session.questionnaire.sections_by_id[name].title}"


def _sections(session: Session, whole: Sequence[RoadmapEntry]) -> list[str]:
    """List the sections with something on the roadmap, in the questionnaire's order."""
    held = {entry.score.practice.section for entry in whole}
    return [section.id for section in session.questionnaire.sections if section.id in held]


def filtered(roadmap_view: RoadmapView, key: str, me: str) -> RoadmapView:
    """Return the view after a choice: a person or a section in place of another, late or not; everything clears."""
    if key == LATE:
        return replace(roadmap_view, late=not roadmap_view.late)
    if key == MINE:
        return replace(roadmap_view, who=me)
    if key == NOBODYS:
        return replace(roadmap_view, who=NOBODY)
    if key.startswith(PERSON):
        return replace(roadmap_view, who=key.removeprefix(PERSON))
    if key.startswith(SECTION):
        return replace(roadmap_view, section=key.removeprefix(SECTION))
    return RoadmapView(sort=roadmap_view.sort)

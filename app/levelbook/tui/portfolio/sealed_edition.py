"""A sealed edition to read: who the team is, then section by section what it said, with evidence, steps and risks."""

from __future__ import annotations

from collections.abc import Iterator

from levelbook.core.portfolio.reports.team_details import TeamEdition, TeamPractice
from levelbook.tui.literal_text import EMPTY, join, line
from levelbook.tui.widgets.layout import Row
from levelbook.words import portfolio as words

_FIGURES = (
    ("Level", "level"),
    ("Lowest", "low"),
    ("Highest", "high"),
    ("Target", "target"),
    ("Counts as proven", "evidenced"),
)


def sealed_rows(found: TeamEdition) -> Iterator[Row]:
    """Yield the rows of an edition; those of practices can be found by their ids."""
    edition = found.edition
    yield Row(line(words.team(found.name, found.team), "head"))
    yield from _facts(found)
    for name, key in _FIGURES:
        exact = edition[f"{key}_exact"]
        said = words.level(edition[key]) + (f", exactly {exact}" if exact and "/" in exact else "")
        yield Row(line(said), lead=line(f"{name:<17}", "dim"))
    section = ""
    for practice in found.practices:
        if practice.section != section:
            section = practice.section
            yield Row(EMPTY)
            yield Row(line(found.sections.get(section, section), "head"))
        yield from _practice(found, practice)


def _facts(found: TeamEdition) -> Iterator[Row]:
    edition = found.edition
    said = {
        "Unit": words.unit(found.unit),
        "Edition": f"{edition['name']}, number {edition['number']}",
        "Sealed on": words.day(edition["sealed_on"]),
        "Questionnaire": f"{edition['questionnaire']}@{edition['version']}",
        "Book": edition["place"],
        "Digest": edition["digest"],
        **{fact: ", ".join(choices) for fact, choices in found.facts.items()},
    }
    for name, value in said.items():
        yield Row(line(value), lead=line(f"{name:<16} ", "dim"))


def _practice(found: TeamEdition, practice: TeamPractice) -> Iterator[Row]:
    lead = line(f"{words.practice_level(practice):>4}  ", "strong" if practice.counts else "dim")
    below = line(f"  {practice.gap} below target {practice.target}", "warn") if practice.gap else EMPTY
    moved = line(f"  {words.practice_change(practice)} since the edition before", "dim") if practice.change else EMPTY
    yield Row(join(line(practice.title), below, moved), lead=lead, key=practice.practice)
    for piece in found.of("evidence", practice.practice):
        seen = f", seen on {words.day(piece['seen_on'])}" if piece["seen_on"] else ""
        until = f", until {words.day(piece['valid_until'])}" if piece["valid_until"] else ""
        yield _under(f"Evidence, {piece['kind']}: {piece['reference'] or 'no reference'}{seen}{until}")
    for step in found.of("steps", practice.practice):
        done = f"done on {words.day(step['done_on'])}" if step["done_on"] else ""
        due = f"due {words.day(step['due'])}" if step["due"] else ""
        about = ", ".join(filter(None, (done or due, step["ticket"])))
        yield _under(f"Step: {step['text']}" + (f" ({about})" if about else ""))
    for risk in found.of("risks", practice.practice):
        held = "" if risk["holds"] else ", no longer valid"
        yield _under(f"Risk accepted at {risk['level']} until {words.day(risk['until'])}{held}: {risk['reason']}")


def _under(said: str) -> Row:
    return Row(line(said, "dim"), lead=line(" " * 6))

"""Ids that are there twice and names that nothing has are found alike in every file of a questionnaire."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from levelbook.core.errors import Problem
from levelbook.packs.files import Source, did_you_mean, quoted
from levelbook.packs.partial_questionnaire import PartialQuestionnaire
from levelbook.reading.toml import Location


def repeated(ids: Iterable[tuple[Location, str]], source: Source, what: str) -> Iterator[Problem]:
    """Yield a problem for every repeated id."""
    seen: set[str] = set()
    for location, name in ids:
        if name in seen:
            yield source.problem(location, f"The {what} {quoted(name)} appears twice.", "Give one of them another id.")
        seen.add(name)


def known_name(
    partial: PartialQuestionnaire, source: Source, location: Location, name: str, *, sections: bool
) -> Iterator[Problem]:
    """Yield a problem if no practice has that name, nor, with `sections`, a section."""
    known = partial.names if sections else partial.practice_ids
    section, _, practice = name.partition(".")
    if name in known or (section in partial.unreadable_sections and (practice or sections)):
        return
    what = "practice or section" if sections else "practice"
    yield source.problem(location, f"There is no {what} {quoted(name)}.", did_you_mean(name, known))

"""Citations list the framework items that a practice is based on, and the threats that it protects against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.frameworks import Framework
from levelbook.core.questionnaire.questionnaire import Practice, Questionnaire
from levelbook.core.questionnaire.tailoring import Tailoring


@frozen
class Cited:
    """The items of one framework that a practice cites."""

    framework: str
    """The framework's name, or its key if the file could not be read."""
    items: tuple[tuple[str, str], ...]
    """Id and title of each item, with remarks; the title is empty if it says no more than the id."""


def cited_frameworks(practice: Practice) -> set[str]:
    """Return the keys of the frameworks that a practice names."""
    return {name.partition(":")[0] for name in (*practice.references, *practice.threats)}


def in_force(questionnaire: Questionnaire, tailoring: Tailoring, references: Iterable[str]) -> list[str]:
    """Return the references that apply: to a law only if a rule in force names it."""
    laws = {name.partition(":")[0] for rule in questionnaire.rules for name in rule.legal}
    return [name for name in references if name.partition(":")[0] not in laws or tailoring.brings_in(name)]


def cited(practice: Practice, references: Iterable[str], frameworks: Mapping[str, Framework]) -> list[Cited]:
    """Group references by framework; skip a superseded framework if the practice names its successor."""
    named = cited_frameworks(practice)
    grouped: dict[str, list[str]] = {}
    for reference in references:
        key, _, item = reference.partition(":")
        framework = frameworks.get(key)
        if framework is None or framework.superseded_by not in named:
            grouped.setdefault(key, []).append(item)
    return [_cited(key, items, frameworks.get(key)) for key, items in grouped.items()]


def _cited(key: str, items: Iterable[str], framework: Framework | None) -> Cited:
    if framework is None:
        return Cited(key, tuple((item, "") for item in items))
    found = {item: framework.by_id.get(item) for item in items}
    titles = ((item, framework.titled(held) if held else "") for item, held in found.items())
    return Cited(framework.name, tuple(titles))

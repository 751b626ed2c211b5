"""This module reads the requirements of a CISO Assistant framework: a tree, whose assessable nodes become practices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from fractions import Fraction
from typing import Final

from levelbook.core.frozen import frozen
from levelbook.packs.published_models.published_yaml import Table

MOST_DEPTH: Final = 15


@frozen
class Requirement:
    """A node of the framework, with its children."""

    table: Table
    urn: str
    below: list[Requirement] = field(default_factory=list)

    @property
    def is_assessable(self) -> bool:
        return self.table.values.get("assessable") == "true"

    @property
    def title(self) -> str:
        """Return its reference and name, or the beginning of its description."""
        reference, name, described = (self.table.text(key, required=False) for key in ("ref_id", "name", "description"))
        words = described.split()
        name = name or " ".join(words[:9]) + ("…" if len(words) > 9 else "")
        return f"{reference} {name}".strip() or self.urn.rpartition(":")[2]

    @property
    def weight(self) -> Fraction:
        return weight_of(self.table)

    @property
    def groups(self) -> tuple[str, ...]:
        return self.table.texts("implementation_groups")

    @property
    def everything_below(self) -> Iterator[Requirement]:
        for one in self.below:
            yield one
            yield from one.everything_below


def weight_of(table: Table) -> Fraction:
    """Return a weight; CISO Assistant treats 0 and a missing weight as 1. Raises FileIsWrong."""
    weight = table.number("weight") if "weight" in table.values else Fraction(0)
    if weight < 0:
        raise table.wrong("weight", "A weight cannot be below 0.")
    return weight or Fraction(1)


def sections_of(framework: Table) -> list[tuple[str, list[Requirement]]]:
    """Return section titles with their requirements; those without a parent share a section. Raises FileIsWrong."""
    found: list[tuple[str, list[Requirement]]] = []
    loose: list[Requirement] = []
    for root in _roots(framework):
        if root.is_assessable:
            loose.append(root)
        elif any(one.is_assessable for one in root.everything_below):
            found.append((root.title, [root]))
    if loose:
        found.append(("Requirements", loose))
    if not found:
        raise framework.wrong("requirement_nodes", "Nothing in this framework can be assessed.")
    return found


def _roots(framework: Table) -> list[Requirement]:
    by_urn: dict[str, Requirement] = {}
    for table in framework.tables("requirement_nodes"):
        urn = table.text("urn")
        if urn in by_urn:
            raise table.wrong("urn", "Another requirement has this urn.")
        if "min_score" in table.values or "max_score" in table.values:
            message = "This requirement has its own scale, which levelbook cannot combine with the framework's."
            raise table.wrong("min_score", message)
        by_urn[urn] = Requirement(table, urn)
    roots: list[Requirement] = []
    for one in by_urn.values():
        above = by_urn.get(one.table.text("parent_urn", required=False))
        (above.below if above else roots).append(one)
        _must_lead_up(one, by_urn)
    return roots


def _must_lead_up(one: Requirement, by_urn: Mapping[str, Requirement]) -> None:
    above: Requirement | None = one
    for _ in range(MOST_DEPTH):
        above = by_urn.get(above.table.text("parent_urn", required=False)) if above else None
        if above is None:
            return
    raise one.table.wrong("parent_urn", f"This requirement is under itself, or more than {MOST_DEPTH} levels deep.")

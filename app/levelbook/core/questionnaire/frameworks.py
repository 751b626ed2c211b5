"""Frameworks are bodies of controls, threats and law to which a questionnaire refers: their ids and titles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any

from levelbook.core.text.cleaning import valid_id
from levelbook.core.text.fields import Line, Pattern, RequiredLine, Text


def _framework_key(value: str) -> str:
    if not valid_id(value.replace(".", "-")):
        raise ValueError("a framework's key is lower-case words and numbers joined by hyphens or full stops")
    return value


FrameworkKey = Annotated[str, _framework_key, Pattern("^[a-z0-9]+([.-][a-z0-9]+)*$")]


@dataclass(frozen=True, slots=True)
class FrameworkItem:
    """One item of a framework. Keys that levelbook does not use are kept as they are."""

    id: RequiredLine
    title: RequiredLine
    url: Line = ""
    unverified: bool = False
    """The id or title came from memory and was not checked with the issuer."""
    unknown: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """Keys that levelbook does not use, as they are."""


@dataclass(frozen=True)
class Framework:
    """Ids and titles of a body of controls, threats or law. Mirrors `frameworks/*.toml`."""

    key: FrameworkKey
    name: RequiredLine
    version: RequiredLine
    items: tuple[FrameworkItem, ...]
    url: Line = ""
    law: bool = False
    """Shown only where a rule in force names it."""
    note: Text = ""
    unknown: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """Keys that levelbook does not use, as they are."""

    @cached_property
    def by_id(self) -> Mapping[str, FrameworkItem]:
        """Map the id of each item to the item."""
        return {item.id: item for item in self.items}

    @property
    def superseded_by(self) -> str:
        """Name the key of the edition that took this one's place; empty for a current one."""
        return str(self.unknown.get("superseded_by") or "")

"""Frameworks are bodies of controls, threats and law to which a questionnaire refers: their ids and titles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any

from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import MONTHS, valid_id
from levelbook.core.text.field_types import Day, Line, Pattern, RequiredLine, Text


def _framework_key(value: str) -> str:
    if not valid_id(value.replace(".", "-")):
        raise ValueError("a framework's key is lower-case words and numbers joined by hyphens or full stops")
    return value


_ISSUERS_DAY = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?")


def _issuers_day(value: str) -> str:
    if value and not _ISSUERS_DAY.fullmatch(value):
        raise ValueError("a day is written 2026-09-15 here; or 2026-09 or 2026, where the issuer says no more")
    return value


IssuersDay = Annotated[str, _issuers_day, Pattern("^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$")]
"""A day, a month or a year as text: not every issuer says on which day it published something."""
FrameworkKey = Annotated[str, _framework_key, Pattern("^[a-z0-9]+([.-][a-z0-9]+)*$")]


@dataclass(frozen=True, slots=True)
class FrameworkItem:
    """One item of a framework. Keys that levelbook does not use are kept as they are."""

    id: RequiredLine
    title: RequiredLine
    url: Line = ""
    unverified: bool = False
    """The id or title came from memory and was not checked with the issuer."""
    retired: Line = ""
    """The version in which the issuer retired the id; empty if it is current. Books that cite it still find it here."""
    successor: Line = ""
    """The id of the item that replaced it; empty if none did."""
    unknown: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """Keys that levelbook does not use, as they are."""


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty is an obligation of a law, with its first day. A team sees it if a rule brings the item in."""

    item: RequiredLine
    """Id of the law's item."""
    what: RequiredLine
    """What has to be done, in one sentence."""
    starts: Day = field(metadata={"key": "from"})
    """The first day on which it applies."""
    checked_on: Day | None = None
    """The day on which somebody checked the date, because dates of laws move."""
    source: Line = ""
    """Where that was read."""
    unverified: bool = False
    """True if no text by the issuer was read that says so."""


@frozen
class Framework:
    """Ids and titles of a body of controls, threats or law. Mirrors `frameworks/*.toml`."""

    key: FrameworkKey
    name: RequiredLine
    version: RequiredLine
    """The version that was read."""
    items: tuple[FrameworkItem, ...]
    url: Line = ""
    law: bool = False
    """True for a law, which is shown only if a rule in force names it."""
    note: Text = ""
    version_date: IssuersDay = ""
    """When the issuer published that version, as `2026-09-15`, `2026-09` or `2026`."""
    retrieved: IssuersDay = ""
    """The day on which it was read here."""
    replaces: tuple[FrameworkKey, ...] = ()
    """Keys of earlier files that this one replaces: books that name them in their settings get this one."""
    duties: tuple[Duty, ...] = ()
    """Duties of a law: what has to be done from which day."""
    unknown: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """Keys that levelbook does not use, as they are."""

    @cached_property
    def by_id(self) -> Mapping[str, FrameworkItem]:
        """Map the id of each item to the item."""
        return {item.id: item for item in self.items}

    def successor_of(self, item: FrameworkItem) -> FrameworkItem | None:
        """Return the item that replaced a retired one; None if the file has none."""
        return self.by_id.get(item.successor) if item.successor else None

    def titled(self, item: FrameworkItem) -> str:
        """Return the title with remarks for the reader: that the id was retired, or could not be verified.

        A title that repeats the id is left out.
        """
        remarks = []
        if item.retired:
            after = self.successor_of(item)
            now = f", now {after.id} {after.title}" if after else ""
            remarks.append(f"retired in {item.retired}{now}")
        if item.unverified:
            remarks.append("not verified with the issuer")
        title = item.title if item.title != item.id else ""
        return " ".join([*([title] if title else []), *(f"({remark})" for remark in remarks)])

    @property
    def superseded_by(self) -> str:
        """Return the key of the framework that replaced this one; empty for a current one."""
        return str(self.unknown.get("superseded_by") or "")


def spoken_issuers_day(day: str) -> str:
    """Return `15 September 2026`, `September 2026` or `2026`; empty for no day."""
    found = _ISSUERS_DAY.fullmatch(day)
    if not found:
        return ""
    year, month, number = found.groups()
    return " ".join(
        part for part in (str(int(number)) if number else "", MONTHS[int(month) - 1] if month else "", year) if part
    )

"""A draft holds the words of a form that somebody has not saved: kept elsewhere, and there again in the same form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from levelbook.core.answers.answers import Entry
from levelbook.core.text.fields import Line, RequiredLine, Text, UtcTime
from levelbook.frozen import frozen

KEPT_FOR = timedelta(days=30)
"""After so long a draft is named once more, and then deleted."""


@frozen(kw_only=True)
class Draft(Entry):
    """A draft is what stood in a form. The order of the fields is the order of the keys in the file."""

    form: RequiredLine
    """The form's title."""
    subject: Line = ""
    """What it is about, where other forms about the same practice have the same title."""
    screen: Line = ""
    """The screen that it was opened on."""
    practice: Line = ""
    """Id of the practice that the form is about; empty for none."""
    rev: Line = ""
    """The `rev` of the practice's answer when the form was opened."""
    kept_at: UtcTime
    named_again: bool = False
    """Whether the draft was named after its time was over."""
    before: Mapping[str, Text]
    """Id of each field to what stood in it when the form was opened; empty ones are left out."""
    typed: Mapping[str, Text]
    """The same as it was left."""

    @property
    def identity(self) -> tuple[str, ...]:
        """Return what tells a draft from others of the same book."""
        return self.practice, self.rev, self.form, *([self.subject] if self.subject else [])

    def is_over(self, now: datetime) -> bool:
        """Tell whether its time is over."""
        return now - self.kept_at > KEPT_FOR

    def value(self, field: str, now: str) -> str:
        """Return what a field of the form that is opened again should hold: what was typed, else what it holds now."""
        before, typed = self.before.get(field, ""), self.typed.get(field, "")
        return now if typed == before else typed

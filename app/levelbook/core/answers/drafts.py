"""A draft is the unsaved text of a form, stored outside the book and restored when the same form is opened again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from levelbook.core.answers.answers import Entry
from levelbook.core.frozen import frozen
from levelbook.core.text.field_types import Line, RequiredLine, Text, UtcTime

KEPT_FOR = timedelta(days=30)
"""The age at which a draft is announced once more."""
STAYS_FOR = timedelta(days=7)
"""The time from this announcement to its deletion, in which whoever has a wrong clock can put it right."""


_ITS_PRACTICE = re.compile(r" · \d+\.\d+ .*")
"""A practice's number and title in the title of a form, which a new version of the questionnaire may change."""


def kind_of_form(title: str) -> str:
    """Return the title of a form without the practice that it is about."""
    return _ITS_PRACTICE.sub("", title)


@frozen(kw_only=True)
class Draft(Entry):
    """A draft is the content of a form. The order of the fields is the order of the keys in the file."""

    form: RequiredLine
    """The form's title."""
    subject: Line = ""
    """The subject of the form, if other forms about the same practice have the same title."""
    screen: Line = ""
    """The screen that it was opened on."""
    practice: Line = ""
    """Id of the practice that the form is about; empty for none."""
    rev: Line = ""
    """The `rev` of the practice's answer when the form was opened."""
    wording: Line = ""
    """The digest of what the practice asked as this was typed; empty for a form about none, and in older drafts."""
    app: Line = ""
    """The app or the form that wrote it, by an id made by chance: two of the same title keep a draft each."""
    kept_at: UtcTime
    named_at: UtcTime | None = None
    """The time at which the draft was announced after its time was over."""
    before: Mapping[str, Text]
    """Map field ids to their content when the form was opened; empty fields are left out."""
    typed: Mapping[str, Text]
    """Map field ids to their content when the form was left."""

    @property
    def kind(self) -> str:
        """Return the form's title without the practice."""
        return kind_of_form(self.form)

    @property
    def identity(self) -> tuple[str, ...]:
        """Return the values that identify a draft within its book."""
        known = (self.practice, self.rev, self.form)
        if self.app:
            return *known, self.subject, self.app
        return *known, *([self.subject] if self.subject else [])

    @property
    def words(self) -> tuple[str, ...]:
        """Return what was typed in each field that was changed, in the form's order."""
        return tuple(text for name, text in self.typed.items() if text and text != self.before.get(name, ""))

    def is_over(self, now: datetime) -> bool:
        """Tell whether its time is over."""
        return now - self.kept_at > KEPT_FOR

    def was_named(self, now: datetime) -> bool:
        """Tell whether it was announced; in the future it was not, by whatever clock that was."""
        return self.named_at is not None and self.named_at <= now

    def may_be_deleted(self, now: datetime) -> bool:
        """Tell whether its time is over, and whoever was told so had time to look for it."""
        return self.is_over(now) and self.named_at is not None and now - self.named_at >= STAYS_FOR

    def value(self, field: str, now: str) -> str:
        """Return the content for a field of the reopened form: the typed text, or else its present content."""
        before, typed = self.before.get(field, ""), self.typed.get(field, "")
        return now if typed == before else typed

    def before_or_now(self, field: str, now: str) -> str:
        """Return what a typed field held when its text was begun; of a field that nobody typed in, what it holds."""
        before, typed = self.before.get(field, ""), self.typed.get(field, "")
        return now if typed in (before, now) else before

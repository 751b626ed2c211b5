"""A form as values: what its fields ask, what was given, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from levelbook.core.errors import UsedWrongly
from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import clean_line
from levelbook.core.text.quotation import in_quotes


@frozen
class Field:
    """A field of a form."""

    id: str
    label: str
    value: str = ""
    kind: Literal["line", "sentence", "day", "words", "choice"] = "line"
    """`sentence` is one line that wraps, `words` are several."""
    hint: str = ""
    """Shown in the empty field."""
    choices: tuple[tuple[str, str], ...] = ()
    """Value and label, where `kind` is `choice`."""
    known: tuple[str, ...] = ()
    """What was typed in such a field before; offered while typing."""
    names: bool = False
    """Several names with commas between them; a pasted list of lines gets its commas."""
    past: bool = False
    """A day on which something happened: the last such day, not the next, and none to come."""
    whole: bool = False
    """What is typed takes the place of the whole value, as in every field with a day; else it is gone on with."""

    proposed: bool = False
    """The value is levelbook's proposal, such as today: nobody entered it, also where another is proposed by now."""

    def shown(self, value: str) -> str:
        """Return a value as people read it: a choice by its words, nothing as such."""
        return dict(self.choices).get(value, value) or "nothing"


class FieldRefused(UsedWrongly):
    """A refusal of one field."""

    def __init__(self, field_id: str, message: str, *, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.field_id = field_id


class ChangedElsewhere(FieldRefused):
    """Others wrote something else into fields that were typed in: label and value of each."""

    def __init__(self, fields: Sequence[Field], now: Mapping[str, str]) -> None:
        """fields: the typed ones that others wrote into. now: id to what each field holds by them."""
        theirs = [(field.label, field.shown(now[field.id])) for field in fields]
        said = " ".join(f"“{label.rstrip('?:')}” now says {in_quotes(value)}." for label, value in theirs)
        super().__init__(
            fields[0].id, said, remedy="Others wrote that after you opened this form. Save again to keep yours."
        )
        self.theirs = {field.id: now[field.id] for field in fields}
        """Id of each field to what it holds by others."""


class TextChangedElsewhere(FieldRefused):
    """Others wrote something else into a text of several lines, which is below the typed one by now."""

    def __init__(self, field_id: str, label: str) -> None:
        super().__init__(
            field_id,
            f"Others wrote into “{label.rstrip('?:')}” after you opened this form. Their words are below yours.",
            remedy="Keep what holds, and save again.",
        )


@frozen
class FormValues:
    """The values that were filled in."""

    values: Mapping[str, str]
    days: Mapping[str, date | Literal[""]]

    def text(self, name: str) -> str:
        return self.values[name].strip()

    def wanted_text(self, name: str, otherwise: str) -> str:
        """Return words that must be given. Raises FieldRefused with `otherwise`."""
        text = self.text(name)
        if not text:
            raise FieldRefused(name, otherwise)
        return text

    def names(self, name: str) -> list[str]:
        """Names with commas, semicolons or line breaks between them."""
        return [one for part in re.split(r"[,;\n]", self.values[name]) if (one := clean_line(part))]

    def day(self, name: str) -> date | Literal[""]:
        """A day; empty where none was given."""
        return self.days[name]

    def wanted_day(self, name: str, otherwise: str) -> date:
        """A day that must be given. Raises FieldRefused with `otherwise`."""
        day = self.days[name]
        if day == "":
            raise FieldRefused(name, otherwise)
        return day

    @property
    def is_empty(self) -> bool:
        return not any(value.strip() for value in self.values.values())


@frozen
class Form:
    """A title, a sentence, and fields."""

    title: str
    fields: tuple[Field, ...]
    about: str = ""
    save: str = "Save"
    first: str = ""
    """The field that the form opens at; empty for the first one that takes text."""
    subject: str = ""
    """What it is about, where other forms about the same practice have the same title, or may get it."""
    other_subjects: tuple[str, ...] | None = None
    """For a form with a number in its title: what the others are about, whose drafts are not this one's."""

    @property
    def values(self) -> dict[str, str]:
        """Id of each field to what it holds when the form is opened."""
        return {field.id: field.value for field in self.fields}

    @property
    def opens_at(self) -> str:
        """Id of the field that is ready for typing: no list, unless the form says so."""
        texts = (field.id for field in self.fields if field.kind != "choice")
        return self.first or next(texts, self.fields[0].id)

"""What every file of a questionnaire is made of: ids, texts, weights, lists, and the base of all its values.

They are frozen, strict (a `true` is no number, a number no text) and refuse keys that they do not know.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from levelbook.core.text.cleaning import clean, clean_line, valid_id


def _id(value: str) -> str:
    if not valid_id(value):
        raise ValueError("an id is lower-case words joined by hyphens, at most 64 characters")
    return value


def _practice_id(value: str) -> str:
    section, dot, practice = value.rpartition(".")
    _id(practice)
    if dot:
        _id(section)
    return value


def _not_empty(value: str) -> str:
    if not value.strip():
        raise ValueError("this text is empty")
    return value


@dataclass(frozen=True)
class Shaped:
    """How JSON Schema describes a text that a validator of ours checks."""

    pattern: str

    def __get_pydantic_json_schema__(self, _schema: Any, _handler: Any) -> dict[str, Any]:
        return {"type": "string", "pattern": self.pattern, "maxLength": 64}


T = TypeVar("T")
Many = Annotated[tuple[T, ...], Field(strict=False)]
"""TOML has lists; frozen values hold tuples. Only the list itself is taken leniently, not what is in it."""
Id = Annotated[str, AfterValidator(_id), Shaped("^[a-z0-9]+(-[a-z0-9]+)*$")]
PracticeId = Annotated[str, AfterValidator(_practice_id), Shaped("^[a-z0-9]+(-[a-z0-9]+)*$")]
Text = Annotated[str, AfterValidator(_not_empty), AfterValidator(clean_line)]
"""One line, for titles, sentences and whatever stands in a list."""
Prose = Annotated[str, AfterValidator(_not_empty), AfterValidator(clean)]
"""Text that may have several lines."""
Weight = Annotated[float | int, Field(gt=0, le=1_000_000, allow_inf_nan=False)]
LevelNumber = Annotated[int, Field(ge=0, le=100)]


class Content(BaseModel):
    """The base of everything read from a questionnaire's files."""

    # Deferred: a command pays only for the validators of the files that it reads.
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)

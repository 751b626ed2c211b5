"""What a field has to be like stands beside its type; values that code makes hold clean text too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from levelbook.core.text.field_types import (
    Cleaned,
    Line,
    RequiredLine,
    Text,
    UtcTime,
    file_keys,
    required_fields,
)


@dataclass(frozen=True, kw_only=True)
class Letter(Cleaned):
    """Something that people write."""

    to: RequiredLine = field(metadata={"key": "for"})
    said: Text = ""
    copies: tuple[Line, ...] = ()
    stamps: Mapping[str, Line] = field(default_factory=dict)
    sent: UtcTime | None = None
    count: int = 0
    unknown: Mapping[str, object] = field(default_factory=dict)


def test_whoever_makes_a_value_its_text_is_clean() -> None:
    letter = Letter(
        to=" Ana\tLima ", said="one\r\ntwo\x1b", copies=("a\nb",), stamps={"x": " y "}, unknown={"as": "it\x1bis"}
    )

    assert (letter.to, letter.said, letter.copies) == ("Ana Lima", "one\ntwo␛", ("a b",))
    assert letter.stamps == {"x": "y"}
    assert letter.unknown == {"as": "it\x1bis"}, "what nobody here knows stays as it was found"
    assert replace(letter, said="\x00").said == "␀"


def test_times_are_kept_to_the_second_in_utc() -> None:
    lisbon = datetime(2026, 7, 1, 9, 30, 15, 999, tzinfo=timezone(timedelta(hours=1)))

    assert Letter(to="Ana", sent=lisbon).sent == datetime(2026, 7, 1, 8, 30, 15, tzinfo=UTC)
    assert Letter(to="Ana", sent=datetime(2026, 7, 1)).sent == datetime(2026, 7, 1, tzinfo=UTC)
    assert Letter(to="Ana").sent is None


@pytest.mark.parametrize("nothing", ["", " ", "\n\t"])
def test_a_required_line_says_something(nothing: str) -> None:
    with pytest.raises(ValueError, match="to: this text is empty"):
        Letter(to=nothing)


def test_a_class_tells_its_keys_in_a_file_and_which_of_its_fields_are_required() -> None:
    assert list(file_keys(Letter).values()) == ["for", "said", "copies", "stamps", "sent", "count"]
    assert required_fields(Letter) == {"to"}

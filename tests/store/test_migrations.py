"""Older file formats brought forward."""

from __future__ import annotations

from typing import Any

import pytest

from levelbook.errors import FileIsWrong
from levelbook.store import migrations
from levelbook.store.migrations import bring_forward, step


def test_a_document_of_the_current_format_is_left_as_it_is() -> None:
    document = {"format": 1, "a": 2}

    assert bring_forward("answers", document, "a.toml") is document


@pytest.mark.parametrize("found", [None, 0, -1, True, "1", 1.0])
def test_a_format_is_a_whole_number(found: object) -> None:
    document = {"a": 1} if found is None else {"format": found}

    with pytest.raises(FileIsWrong) as caught:
        bring_forward("settings", document, "a.toml")

    assert caught.value.problems[0].key == "format"
    assert caught.value.problems[0].path == "a.toml"


def test_a_format_of_the_future_is_from_a_newer_levelbook() -> None:
    with pytest.raises(FileIsWrong, match="from a newer levelbook"):
        bring_forward("edition", {"format": 2}, "a.toml")


def test_an_old_document_goes_through_every_step_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "CURRENT", {"answers": 3})
    monkeypatch.setattr(migrations, "_STEPS", {})

    @step("answers", from_format=2)
    def second(document: dict[str, Any]) -> dict[str, Any]:
        return document | {"done": [*document["done"], 2]}

    @step("answers", from_format=1)
    def first(document: dict[str, Any]) -> dict[str, Any]:
        return document | {"done": [1]}

    assert bring_forward("answers", {"format": 1}, "a.toml") == {"format": 3, "done": [1, 2]}
    with pytest.raises(ValueError, match="two steps"):
        step("answers", from_format=1)(first)

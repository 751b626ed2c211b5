"""A framework's items are found by their ids, and an earlier edition names its successor."""

from __future__ import annotations

import pytest

from levelbook.core.questionnaire.frameworks import Framework, FrameworkItem
from levelbook.errors import FileIsWrong
from levelbook.reading import strict

TABLE = {"key": "some-code-1.0", "name": "Some code", "version": "1.0", "items": [{"id": "A.1", "title": "First"}]}


def test_an_item_is_found_by_its_id() -> None:
    framework = strict.read(Framework, TABLE)

    assert framework.by_id == {"A.1": FrameworkItem("A.1", "First")}


def test_an_earlier_edition_names_its_successor_and_a_current_one_none() -> None:
    assert strict.read(Framework, TABLE).superseded_by == ""
    assert strict.read(Framework, {**TABLE, "superseded_by": "some-code-2.0"}).superseded_by == "some-code-2.0"


def test_keys_that_levelbook_does_not_use_are_kept_as_they_are() -> None:
    framework = strict.read(Framework, {**TABLE, "items": [{"id": "A.1", "title": "First", "chapter": 3}]})

    assert framework.items[0].unknown == {"chapter": 3}


@pytest.mark.parametrize("key", ["Some-Code", "some code", "some_code", "some--code", ""])
def test_a_key_is_lower_case_words_and_numbers(key: str) -> None:
    with pytest.raises(FileIsWrong, match="lower-case words and numbers"):
        strict.read(Framework, {**TABLE, "key": key})

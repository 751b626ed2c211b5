"""A framework's items are found by their ids, and an earlier edition names its successor."""

from __future__ import annotations

import pytest

from levelbook.core.errors import FileIsWrong
from levelbook.core.questionnaire.frameworks import Framework, FrameworkItem, spoken_issuers_day
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


MOVED = strict.read(
    Framework,
    {
        **TABLE,
        "items": [
            {"id": "A.1", "title": "First", "retired": "1.1", "successor": "A.2"},
            {"id": "A.2", "title": "The first, in parts"},
            {"id": "A.3", "title": "Third", "retired": "1.1", "successor": "A.9", "unverified": True},
            {"id": "A.4", "title": "A.4"},
        ],
    },
)


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ("A.1", "First (retired in 1.1, now A.2 The first, in parts)"),
        ("A.2", "The first, in parts"),
        ("A.3", "Third (retired in 1.1) (not verified with the issuer)"),
        ("A.4", ""),
    ],
)
def test_a_title_says_what_a_reader_has_to_know(item: str, said: str) -> None:
    assert MOVED.titled(MOVED.by_id[item]) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [("2026-09-05", "5 September 2026"), ("2026-09", "September 2026"), ("2026", "2026"), ("", "")],
)
def test_an_issuers_day_is_said_as_exactly_as_it_is_known(day: str, said: str) -> None:
    assert spoken_issuers_day(strict.read(Framework, {**TABLE, "version_date": day}).version_date) == said


@pytest.mark.parametrize("day", ["15 September 2026", "2026-13", "2026-9-5", "26"])
def test_an_issuers_day_of_another_form_is_refused_with_an_example(day: str) -> None:
    with pytest.raises(FileIsWrong, match="2026-09-15 here"):
        strict.read(Framework, {**TABLE, "version_date": day})

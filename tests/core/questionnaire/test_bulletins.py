"""What a bulletin has to hold."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from levelbook.core.errors import FileIsWrong
from levelbook.core.questionnaire.bulletins import Bulletin
from levelbook.core.questionnaire.questionnaire import ListTest
from levelbook.reading import strict

GOOD = {"date": date(2026, 11, 1), "sentence": "It broke.", "practices": ["s1.p1"], "source": "A paper"}


def test_a_bulletin_names_day_sentence_practices_and_source_and_may_give_an_address() -> None:
    assert strict.read(Bulletin, GOOD).url is None
    assert strict.read(Bulletin, {**GOOD, "url": "https://news.example/1"}).url == "https://news.example/1"


def test_a_bulletin_may_say_which_facts_it_concerns() -> None:
    assert strict.read(Bulletin, GOOD).when == {}
    tested = strict.read(Bulletin, {**GOOD, "when": {"role": ["builds"], "tools": {"none": ["no"]}}}).when
    assert tested == {"role": ("builds",), "tools": ListTest(none=("no",))}


@pytest.mark.parametrize(
    "wrong",
    [
        {"practices": []},
        {"sentence": ""},
        {"url": "ftp://news.example"},
        {"url": "javascript:alert(1)"},
        {"url": "https://news.example/a b"},
        {"url": "https://news.example/\u202e"},
        {"date": "2026-11-01"},
        {"when": ["builds"]},
    ],
)
def test_a_bulletin_without_them_or_with_an_odd_address_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(FileIsWrong):
        strict.read(Bulletin, {**GOOD, **wrong})

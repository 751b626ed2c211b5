"""docs/exchange.md shows a command and a picture for everything that goes out of a book or comes in."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from levelbook.book.answer_import import Elsewhere
from levelbook.book.authoring.question_import import KINDS
from levelbook.export.registry import FORMATS
from support import REPOSITORY

DOCS = REPOSITORY / "docs"
PAGE = (DOCS / "exchange.md").read_text("utf-8")
SECTIONS = re.split(r"^##+ ", PAGE, flags=re.MULTILINE)[1:]
PICTURE = re.compile(r"!\[([^\]]*)\]\(pictures/([^)]+)\)")
LARGEST = 60_000
"""How many bytes a picture may have."""

EXPORTS = {f"export-{name}": f"levelbook export {name}" for name in FORMATS}
ANSWERS = {f"import-{name}": f"levelbook import answers .*--from {name}" for name in ("csv", *get_args(Elsewhere))}
FILES = {f"import-{name}": f"levelbook import {name} " for name in ("xlsx", "tickets")}
MODELS = {f"model-{kind}": f"levelbook questionnaire import {kind} " for kind in KINDS}
SHOWN = EXPORTS | ANSWERS | FILES | MODELS


@pytest.mark.parametrize("name", SHOWN)
def test_a_section_gives_the_command_and_one_picture_of_what_comes_of_it(name: str) -> None:
    commands = re.compile(rf"^{SHOWN[name]}(?![\w.-])" if SHOWN[name][-1] != " " else f"^{SHOWN[name]}", re.MULTILINE)

    holding = [section for section in SECTIONS if re.search(rf"\(pictures/{re.escape(name)}\.(png|svg)\)", section)]

    assert len(holding) == 1, f"{len(holding)} sections show a picture {name}; `make exchange-pictures` takes it"
    assert commands.search(holding[0]), "the section of the picture does not give its command"


def test_each_picture_is_small_and_says_what_it_shows_and_none_is_left_over() -> None:
    shown = PICTURE.findall(PAGE)
    held = {path.name: path.stat().st_size for path in (DOCS / "pictures").iterdir()}

    assert sorted(file for _, file in shown) == sorted(held), "a picture is missing, shown twice or shown nowhere"
    assert {file.rpartition(".")[0] for _, file in shown} == set(SHOWN)
    assert [words for words, _ in shown if len(words.split()) < 4] == []
    assert {name: size for name, size in held.items() if size > LARGEST} == {}

"""What levelbook writes comes out of real formatters as it went in, or differs in what is nobody's edit."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from levelbook.core.answers.answers import Answer
from levelbook.guide.keep.merge import status
from support.builders import tiny_questionnaire
from support.demo_book import copied_demo
from support.formatters import FORMATTERS, mdformat, prettier
from support.made_guides import documents, text_of


@pytest.fixture(scope="module", name="written")
def _written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything that the example book holds outside its sealed editions, and the changes of the last one."""
    book, written = (tmp_path_factory.mktemp(name) / "book" for name in ("demo", "written"))
    session = copied_demo(book)
    shutil.copytree(book, written, ignore=shutil.ignore_patterns("editions", "questionnaires", ".*"))
    shutil.copy(session.editions.all[-1].path / "changes.md", written)
    return written


def contents(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*.*")}


@pytest.mark.parametrize("formatter", FORMATTERS, ids=lambda one: one.__name__)
def test_no_formatter_changes_a_file_of_the_example_book(
    formatter: Callable[[Path], None], written: Path, tmp_path: Path
) -> None:
    there = tmp_path / "book"
    shutil.copytree(written, there)
    assert {"guide.md", "record.md", "changes.md", "answers.toml", "levelbook.toml"} <= contents(there).keys()

    formatter(there)

    assert contents(there) == contents(written)


HOSTILE = "{{ x }} *a_b* [c](https://d.example) <e> `f` | g\n1. h\n2. i\n\n- j\n  - k"


@pytest.mark.parametrize("formatter", [mdformat, prettier], ids=lambda one: one.__name__)
def test_what_a_formatter_does_to_masked_words_is_no_edit(formatter: Callable[[Path], None], tmp_path: Path) -> None:
    """mdformat decodes the masks: `check` says so, and an assembly masks again."""
    answer = Answer(level=1, here={"s1.p1.1.a": HOSTILE.split("\n")[0]}, note=HOSTILE)
    made = documents(tiny_questionnaire(1, 2), {"s1.p1": answer})
    (tmp_path / "guide.md").write_text(text_of(made), "utf-8")

    formatter(tmp_path)

    assert not [one.id for one in status((tmp_path / "guide.md").read_text("utf-8"), made.blocks) if one.edited]

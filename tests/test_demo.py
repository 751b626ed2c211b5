"""The example team: two quarters of life, by the same calls as any other."""

from __future__ import annotations

from pathlib import Path

import pytest

from levelbook import demo
from levelbook.core.changes import Comparison
from levelbook.errors import UsedWrongly
from levelbook.publishing import Publisher
from levelbook.session import Session


@pytest.fixture(scope="module", name="folder")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "book"
    demo.build(path)
    return path


@pytest.fixture(name="comparison")
def _comparison(folder: Path) -> Comparison:
    session = Session.open(folder)
    first, second = session.history.editions
    return session.compare(first.name, second.name)


def test_between_its_editions_everything_that_can_happen_happened(comparison: Comparison) -> None:
    assert comparison.only("up") and comparison.only("down")
    after = [change.after for change in comparison.practices if change.after]
    assert any(one.status == "unsure" for one in after)
    assert any(one.accepted_holds for one in after)
    assert any(one.status == "not-applicable" for one in after)


def test_the_line_that_was_written_by_hand_stands_in_the_second_editions_guide(folder: Path) -> None:
    session = Session.open(folder)

    guides = [(edition.path / "guide.md").read_text("utf-8") for edition in session.history.editions]

    assert ["the savings campaign" in guide for guide in guides] == [False, True]


def test_directly_after_the_seal_the_guide_is_that_editions(folder: Path) -> None:
    session = Session.open(folder)
    last = session.history.editions[-1]

    assert Publisher(session).assembled().changed == ()
    assert (folder / "guide.md").read_bytes() == (last.path / "guide.md").read_bytes()
    assert (folder / "record.md").read_bytes() == (last.path / "record.md").read_bytes()


def test_it_never_writes_into_a_folder_that_holds_something(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")

    with pytest.raises(UsedWrongly, match="not empty"):
        demo.build(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]

"""A collection that is killed, or finds no room, leaves the last good store, and the next one ends its work."""

from __future__ import annotations

import resource
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from levelbook.portfolio.store import Store
from levelbook.store.atomic import is_temporary
from support.sealed_books import Book
from torture.processes import Ended, nothing, run
from torture.scenes import how_it_ended, tree
from torture.steps import at_step, die


@pytest.fixture(name="model")
def _model(tmp_path: Path) -> Path:
    """A portfolio that was collected before two of its teams sealed once more."""
    model = tmp_path / "model"
    model.mkdir()
    source = f'[[sources]]\nid = "docs"\nfolder = "{tmp_path / "docs"}"\n'
    (model / "portfolio.toml").write_text(f'format = 1\norganisation = "Example Bank"\n{source}', "utf-8")
    books = [Book(tmp_path / "docs" / name / "genai", name.title()) for name in ("cards", "loans")]
    for book in books:
        book.seal(date(2026, 5, 2))
    assert collected(model).code == 0
    for book in books:
        book.seal(date(2026, 8, 20), {"data.owners": 3, "data.secrets": 1, "model.limits": None})
    return model


def collected(portfolio: Path, before: Callable[[], None] = nothing) -> Ended:
    words = ("-C", str(portfolio), "portfolio", "collect")
    return run(words, portfolio, portfolio.parent / "said", before=before)


def _room_for(size: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize("size", [1_000, 6_000, "killed"])
def test_whatever_stops_a_collection_the_last_store_stays_and_the_next_one_ends_the_work(
    model: Path, tmp_path: Path, size: int | str
) -> None:
    store, reached = Store(model / "store"), tmp_path / "reached"
    last = store.manifest()

    ended = collected(model, _room_for(size) if isinstance(size, int) else at_step(40, die, reached))

    assert list(how_it_ended(ended, "collect")) == []
    assert ended.code == (5 if isinstance(size, int) else -9), ended.said
    assert (store.manifest(), store.damaged(last)) == (last, ())
    again = collected(model)
    assert (again.code, "2 new editions, 2 known before" in again.said) == (0, True)
    assert [name for name in tree(model) if any(map(is_temporary, name.split("/")))] == []

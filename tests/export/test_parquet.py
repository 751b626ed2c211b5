"""A Parquet file has a typed row for each practice: days are dates, moments are UTC, and nothing is NaN."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from levelbook.book.export_file import export_source
from levelbook.book.session import Session
from levelbook.core.answers.edits import Edit
from levelbook.export.registry import FORMATS
from support.small_book import BACKUPS, RESTORES, REVIEWS, new_book

duckdb = pytest.importorskip("duckdb")


@pytest.fixture(name="session")
def _session(tmp_path: Path) -> Session:
    session = new_book(tmp_path)
    session.apply(BACKUPS, Edit(level=2, note='it\'s\n"here"', owner="Ana", due=date(2026, 12, 4)))
    session.apply(RESTORES, Edit(not_applicable="Nothing to restore."))
    return session


def written(session: Session, tmp_path: Path) -> Path:
    path = tmp_path / "answers.parquet"
    path.write_bytes(FORMATS["parquet"].export(export_source(session.state)))
    return path


def asked(path: Path, columns: str) -> list[Any]:
    found: list[Any] = duckdb.sql(f"SELECT {columns} FROM '{path}'").fetchall()
    return found


def test_each_practice_has_a_row_with_what_is_said_of_it(session: Session, tmp_path: Path) -> None:
    rows = asked(written(session, tmp_path), "id, level, low, high, target, counts, note, owner, due, answered_at")

    assert rows == [
        (BACKUPS, 2, 2, 2, 2, True, 'it\'s\n"here"', "Ana", date(2026, 12, 4), datetime(2026, 11, 22, 12)),
        (RESTORES, None, None, None, None, False, None, None, None, datetime(2026, 11, 22, 12)),
        (REVIEWS, None, 0, 3, 2, True, None, None, None, None),
    ]


def test_its_types_are_those_that_every_engine_takes(session: Session, tmp_path: Path) -> None:
    kinds = {kind for _, kind, *_ in duckdb.sql(f"DESCRIBE SELECT * FROM '{written(session, tmp_path)}'").fetchall()}

    assert kinds == {"VARCHAR", "DATE", "BOOLEAN", "BIGINT", "TIMESTAMP"}, "where nothing is DOUBLE, nothing is NaN"


def test_it_is_written_wherever_the_folder_for_temporary_files_is(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "o'brien"))
    (tmp_path / "o'brien").mkdir()

    assert asked(written(session, tmp_path), "count(*)") == [(3,)]


def test_the_same_book_gives_the_same_bytes(session: Session, tmp_path: Path) -> None:
    assert written(session, tmp_path).read_bytes() == written(session, tmp_path).read_bytes()

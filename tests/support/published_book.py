"""A small book with a guide and two editions, and what people do to its guide."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from levelbook.book.sealing.seal import seal
from levelbook.book.session import Session
from levelbook.core.answers.edits import Edit
from levelbook.packs.starter_files import starter
from levelbook.store.team_folder import Settings

BACKUPS, RESTORES = "practice/data.backups", "practice/data.restores"
FIRST = datetime(2026, 8, 22, 12, tzinfo=UTC)
SECOND = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = datetime(2026, 12, 1, 12, tzinfo=UTC)


def build(root: Path) -> None:
    """Three practices; 1.1 went from 2 to 1 between the editions `first` and `second`, 1.2 was answered for it.

    Made once in each process of tests, and copied.
    """
    shutil.copytree(_made().name, root, dirs_exist_ok=True)


@cache
def _made() -> TemporaryDirectory[str]:
    """Make the book. It is gone with this process."""
    folder = TemporaryDirectory(prefix="published-")
    _make(Path(folder.name))
    return folder


def _make(root: Path) -> None:
    for name, text in starter("small", "Small").items():
        path = root / "questions" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    settings = Settings(team="Retail", questionnaire="../questions")
    session = Session.create(root / "book", settings, who="Noor", clock=lambda: FIRST)
    session.apply("data.backups", Edit(level=2))
    seal(session, "first")
    session = opened(root, SECOND)
    session.apply("data.backups", Edit(level=1, level_reason="The restore took a day.", note="The restore took a day."))
    session.apply("data.restores", Edit(level=2))
    seal(session, "second")


def opened(root: Path, now: datetime = LATER) -> Session:
    return Session.open(root / "book", who="Noor", clock=lambda: now)


def write_in(session: Session, block: str, words: str) -> None:
    """A person writes a line at the end of a block."""
    path = session.folder.guide_path
    text, end = path.read_text("utf-8"), f"<!-- levelbook:end {block} -->"
    assert end in text
    path.write_text(text.replace(end, f"\n{words}\n{end}"), "utf-8")


def two_behind(session: Session, words: str) -> None:
    """Two parts that people edited and that levelbook would write otherwise by now, and one that is only edited."""
    for block in (BACKUPS, RESTORES, "rules"):
        write_in(session, block, words)
    session.apply("data.backups", Edit(level=3))
    session.apply("data.restores", Edit(level=3))

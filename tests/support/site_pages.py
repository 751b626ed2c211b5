"""The pages of a book of two quarters in which people typed everything that is hostile, for real sites to build."""

from __future__ import annotations

import shutil
from pathlib import Path

from levelbook.book.publishing.publish import Publisher
from levelbook.book.session import Session
from levelbook.core.answers.answers import Evidence
from levelbook.core.answers.edits import Edit
from levelbook.core.text.cleaning import clean_line
from support.demo_book import copied_demo
from support.hostile_texts import HOSTILE


def write_pages(folder: Path, *settings: str) -> Path:
    """Write guide, record, changes and charts into `folder/docs`; `settings` are lines for levelbook.toml."""
    book = folder / "book"
    copied_demo(book)
    with (book / "levelbook.toml").open("a", encoding="utf-8") as file:
        file.write("".join(f"{line}\n" for line in settings))
    session = Session.open(book)
    texts = [text for _, text in HOSTILE]
    practices = [one.id for one in session.now.scorecard.counting if one.settled]
    share = -(-len(texts) // len(practices))
    for place, practice in enumerate(practices):
        some = [text for text in texts[place * share : (place + 1) * share] if clean_line(text)]
        pieces = tuple(Evidence(kind="documented", reference=text, seen_on=session.now.on) for text in some)
        session.apply(practice, Edit(note="\n\n".join(some), owner=some[0] if some else None, evidence=pieces))
    Publisher(session.state).write()
    docs = folder / "docs"
    docs.mkdir()
    for name in ("guide.md", "record.md"):
        shutil.copy(book / name, docs)
    shutil.copytree(book / "charts", docs / "charts")
    shutil.copy(session.editions.all[-1].path / "changes.md", docs)
    return docs

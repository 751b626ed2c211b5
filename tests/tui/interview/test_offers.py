"""The interview shows what an answer takes over from another team, and what moved since."""

from __future__ import annotations

from pathlib import Path

import pytest

from levelbook.book.session import Session
from levelbook.core.answers.edits import Edit
from levelbook.core.errors import UsedWrongly
from levelbook.store import offers_file
from levelbook.tui import labels
from levelbook.tui.interview.rows import offer
from support.offers import an_offer
from support.small_book import BACKUPS, new_book

TEAM = "Platform [x]"
"""Square brackets in what people write are text."""


@pytest.fixture(name="session")
def _session(tmp_path: Path) -> Session:
    session = new_book(tmp_path)
    taken = an_offer(BACKUPS, team=TEAM).taken(BACKUPS)
    session.apply(BACKUPS, Edit(take_over=taken))
    return session


def put_offer(session: Session, **changes: object) -> None:
    known = {"questionnaire": session.questionnaire.id, "version": session.questionnaire.version, "team": TEAM}
    offers_file.write(session.folder.offers_path, an_offer(BACKUPS, **{**known, **changes}))
    session.read_offers_again()


def shown(session: Session) -> str:
    rows = offer(session, session.now.scorecard[BACKUPS])
    return "\n".join(f"{row.lead.plain}{row.words.plain}" for row in rows)


def test_it_says_from_whom_the_level_is(session: Session) -> None:
    put_offer(session)

    assert f"from {TEAM}, edition q3, which has level 3" in shown(session)
    assert "moved on" not in shown(session)
    assert f"from {TEAM}" in labels.evidence_steps_and_owner(session, session.now.scorecard[BACKUPS]).plain


def test_an_offer_that_others_wrote_meanwhile_is_noticed(session: Session) -> None:
    put_offer(session)
    put_offer(session, edition="q4", digest="4", withdrawn=True, practices={})

    assert "edition q4 of Platform [x] no longer offers it" in shown(session)
    with pytest.raises(UsedWrongly, match="cannot be confirmed"):
        session.apply(BACKUPS, Edit(confirm=True))


def test_an_undo_brings_back_the_teams_own_answer(session: Session) -> None:
    session.undo()

    assert session.now.book.answer(BACKUPS).offer is None
    session.redo()
    assert session.now.book.answer(BACKUPS).offer is not None

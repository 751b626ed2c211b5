"""Home counts the promises that were kept in a round as the comparison with its edition does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from levelbook.book import summary
from levelbook.book.sealing.seal import seal
from levelbook.book.session import Session
from levelbook.core.answers.answers import Accepted
from levelbook.core.answers.edits import Edit, StepEdit
from levelbook.core.assessment import promise_outcomes
from levelbook.core.assessment.promises import kept_promises
from support.builders import DAY
from support.small_book import BACKUPS, later, new_book

DUE = DAY + timedelta(days=30)
STEP = Edit(level=1, step=StepEdit(text="Copy it elsewhere"))
STEP_DONE = Edit(step=StepEdit(number=1, done_on=DUE))
GAP = Edit(level=1, owner="Tom", due=DUE)
ACCEPTED = Edit(level=0, owner="Tom", due=DUE, accepted=Accepted(level=0, by="Ana", until=DUE, reason="No money."))


def stop(session: Session) -> None:
    session.apply(BACKUPS, STEP_DONE)
    session.apply(BACKUPS, Edit(not_applicable="We hold nothing any more."))


def reach_the_target(session: Session) -> None:
    session.apply(BACKUPS, Edit(level=2))


@pytest.mark.parametrize(
    ("promised", "happens", "kept"),
    [(STEP, stop, 1), (GAP, reach_the_target, 1), (ACCEPTED, reach_the_target, 0)],
    ids=["left out since", "a gap was closed", "a gap that was accepted was closed"],
)
def test_home_counts_what_was_kept_as_the_comparison_does(
    tmp_path: Path, promised: Edit, happens: Callable[[Session], None], kept: int
) -> None:
    session = new_book(tmp_path)
    session.set_fact("holds", ("business",))
    session.apply(BACKUPS, promised)
    edition = seal(session, "first")
    session = later(session, 60)
    happens(session)

    compared = promise_outcomes.promises(session.editions.assessment(edition), session.now)
    assert len(summary.promises(session).kept) == len(kept_promises(compared)) == kept

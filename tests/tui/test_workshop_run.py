"""The recorded run of a whole workshop: a real terminal of 80x24, from the first key to the sealed edition."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from levelbook import clock
from levelbook.book.session import Session
from levelbook.store import sittings_file
from support.terminal import Terminal
from support.workshop import MOST_PRESSES, NAMED, VOTES, play, prepare


def test_a_workshop_with_eight_ballots_ten_votes_a_list_an_undo_and_a_close_takes_few_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "book"
    asked = prepare(folder).now.scorecard.settled_of[1]
    with Terminal(folder) as terminal:
        recording = play(folder, terminal)

    assert recording.presses < MOST_PRESSES
    session = Session.open(folder)
    assert session.now.scorecard.settled_of == (asked, asked)
    assert sum(bool(answer.votes) for answer in session.now.book.answers.values()) >= VOTES
    [stored], wrong = sittings_file.read_all(session.folder.sittings_path)
    sitting = stored.sitting
    assert sitting.closed and not wrong
    assert (len(sitting.participants), len(sitting.taken_on), len(sitting.parked)) == (8, 4, 1)
    assert all(taken.owner and taken.due for taken in sitting.taken_on)
    [edition] = session.editions.all
    assert "guide.md" in edition.files

    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int((clock.now() + timedelta(days=2)).timestamp())))
    with Terminal(folder) as terminal:
        terminal.shows("1 parked item is open")
        terminal.press(NAMED["F8"])
        terminal.shows("Open from earlier sittings: 1")
        terminal.shows("Does the daily cap hold at night?")

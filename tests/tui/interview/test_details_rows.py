"""What is shown of a practice beyond its levels."""

from __future__ import annotations

from pathlib import Path

import pytest

from levelbook.core.answers.hand_vote import HandVote
from levelbook.core.answers.sittings import Participant
from levelbook.keymap.effective_keys import Keys
from levelbook.tui.interview import presenter
from levelbook.tui.interview import rows as interview
from levelbook.tui.practice_details.rows import rows
from levelbook.tui.vote import rows as vote
from levelbook.tui.widgets.layout import Row
from support.builders import SCALE, without_meanings
from support.pilot import a_questionnaire, open_book


def headings(folder: Path, why: str) -> list[str]:
    session = open_book(folder, a_questionnaire(changes={"s1.p1": {"why": why, "ask": ["Who reads it?"]}}))
    shown = rows(session, session.now.scorecard.practices["s1.p1"], "ask", {})
    return [row.words.plain for row in shown]


def test_a_practice_without_a_reason_has_no_heading_for_one(tmp_path: Path) -> None:
    assert "Why" in headings(tmp_path / "with", "It burns.")
    assert "Why" not in headings(tmp_path / "without", "")


def shown_of_levels(folder: Path, *, named: bool) -> dict[str, str]:
    """Where levels are shown, to the text there."""
    asked = a_questionnaire() if named else without_meanings(a_questionnaire())
    session = open_book(folder, asked)
    score = session.now.scorecard.practices["s1.p1"]
    hands = HandVote((Participant(name="Ana"),), (1,))
    found = {
        "interview": interview.sheet(session, score, "", interview.Density(), wide=True),
        "presenter": presenter.rows(session, score, presenter.Density(), ""),
        "vote": vote.rows(session, score, hands, Keys(), vote.Density(), shown=True, width=120),
    }
    return {place: "\n".join(map(_text, shown)) for place, shown in found.items()}


def _text(row: Row) -> str:
    return row.lead.plain + row.words.plain


@pytest.mark.parametrize("place", ["interview", "presenter", "vote"])
def test_a_level_is_called_by_its_number_alone_where_it_has_no_other_name(tmp_path: Path, place: str) -> None:
    with_names = shown_of_levels(tmp_path / "named", named=True)[place]
    without = shown_of_levels(tmp_path / "numbered", named=False)[place]

    assert all(name in with_names for name in SCALE)
    assert "Level " not in without
    assert "It looks like level 4." in without

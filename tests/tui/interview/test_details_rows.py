"""What is shown of a practice beyond its levels."""

from __future__ import annotations

from pathlib import Path

from levelbook.tui.practice_details.rows import rows
from support.pilot import a_questionnaire, open_book


def headings(folder: Path, why: str) -> list[str]:
    session = open_book(folder, a_questionnaire(changes={"s1.p1": {"why": why, "ask": ["Who reads it?"]}}))
    shown = rows(session, session.now.scorecard.practices["s1.p1"], "ask", {})
    return [row.words.plain for row in shown]


def test_a_practice_without_a_reason_has_no_heading_for_one(tmp_path: Path) -> None:
    assert "Why" in headings(tmp_path / "with", "It burns.")
    assert "Why" not in headings(tmp_path / "without", "")

"""States said in words: short where there is one line for them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from levelbook.core.answers.edits import Edit
from levelbook.core.assessment.scoring import score
from levelbook.core.questionnaire.tailoring import tailor
from levelbook.tui import labels
from support.builders import DAY, NOON, tiny_questionnaire
from support.pilot import open_book

LONG = [f"reason {number}, which is a whole sentence about the team" for number in (1, 2, 3)]


def test_reasons_that_are_too_long_for_one_line_are_counted_behind_the_first() -> None:
    rules = [
        {"when": {"exposure": ["public"]}, "because": because, "floor": [{"level": 3, "practices": ["s1.p1"]}]}
        for because in LONG
    ]
    found = score(tailor(tiny_questionnaire(rules=rules), {"exposure": "public"}), {}, DAY)["s1.p1"]

    assert labels.reasons(found) == [f"target 3: {'; '.join(LONG)}"]
    assert labels.reasons(found, on_one_line=True) == [f"target 3: {LONG[0]}; 2 more reasons"]


def test_an_owner_whose_day_is_past_is_late_while_there_is_a_gap(tmp_path: Path) -> None:
    session = open_book(tmp_path / "book")

    def said() -> str:
        return labels.owner_and_due("Ana", session.now.scorecard["s1.p1"], session).plain

    session.apply("s1.p1", Edit(level=1, owner="Ana", due=NOON.date() - timedelta(days=9)))
    assert said() == "owner Ana, due 13 November, late"
    session.apply("s1.p1", Edit(level=4))
    assert said() == "owner Ana, was due 13 November"
    session.apply("s1.p1", Edit(due=NOON.date()))
    assert said() == "owner Ana, due 22 November"

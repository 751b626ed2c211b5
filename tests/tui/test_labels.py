"""States said in words: short where there is one line for them."""

from __future__ import annotations

from levelbook.core.assessment.scoring import score
from levelbook.core.questionnaire.tailoring import tailor
from levelbook.tui import labels
from support.builders import DAY, tiny_questionnaire

LONG = [f"reason {number}, which is a whole sentence about the team" for number in (1, 2, 3)]


def test_reasons_that_are_too_long_for_one_line_are_counted_behind_the_first() -> None:
    rules = [
        {"when": {"exposure": ["public"]}, "because": because, "floor": [{"level": 3, "practices": ["s1.p1"]}]}
        for because in LONG
    ]
    found = score(tailor(tiny_questionnaire(rules=rules), {"exposure": "public"}), {}, DAY)["s1.p1"]

    assert labels.reasons(found) == [f"target 3: {'; '.join(LONG)}"]
    assert labels.reasons(found, on_one_line=True) == [f"target 3: {LONG[0]}; 2 more reasons"]

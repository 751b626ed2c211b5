"""States said in words: short where there is one line for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from levelbook.core.answers.answers import Accepted, Evidence
from levelbook.core.answers.edits import Edit, StepEdit
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


def test_what_does_not_apply_is_neither_late_nor_to_be_found_out(tmp_path: Path) -> None:
    session, past = open_book(tmp_path / "book"), DAY - timedelta(days=9)
    session.apply("s1.p1", Edit(unsure=True, ask_whom="Tom", ask_by=past, step=StepEdit(text="Ask", due=past)))
    counts = session.now.scorecard["s1.p1"]
    left_out = replace(counts, counts=False)

    assert labels.state(session, counts).plain == "unsure: Tom finds out by 13 November, late"
    assert labels.state(session, left_out).plain == "unsure; not counted, because the practice does not apply to you"
    assert labels.evidence_steps_and_owner(session, counts).plain == "steps 1, 1 late"
    assert labels.evidence_steps_and_owner(session, left_out).plain == "steps 1"


def test_an_accepted_risk_says_why_it_does_not_hold(tmp_path: Path) -> None:
    session = open_book(tmp_path / "book")
    accepted = Accepted(level=1, by="Tom", until=DAY + timedelta(days=30), reason="next year")

    def said() -> str:
        return labels.evidence_steps_and_owner(session, session.now.scorecard["s1.p1"]).plain

    session.apply("s1.p1", Edit(accepted=accepted))
    assert said() == "risk accepted at 1 until 22 December by Tom (not valid: the practice has no level)"
    session.apply("s1.p1", Edit(level=1))
    assert said().endswith("risk accepted at 1 until 22 December by Tom")
    session.apply("s1.p1", Edit(level=4))
    assert said().endswith("(not needed: the target is reached)")


def test_open_steps_and_those_that_are_done_are_counted_apart(tmp_path: Path) -> None:
    session = open_book(tmp_path / "book")
    session.apply("s1.p1", Edit(unsure=True, step=StepEdit(text="Ask", done_on=DAY)))
    assert labels.evidence_steps_and_owner(session, session.now.scorecard["s1.p1"]).plain == "steps 1 done"
    session.apply("s1.p1", Edit(step=StepEdit(text="Ask again")))
    assert labels.evidence_steps_and_owner(session, session.now.scorecard["s1.p1"]).plain == "steps 1 open, 1 done"


def test_pieces_of_evidence_that_have_expired_are_counted(tmp_path: Path) -> None:
    session, old = open_book(tmp_path / "book"), DAY - timedelta(days=500)
    session.apply("s1.p1", Edit(level=3, evidence=(Evidence(kind="sampled", reference="log", seen_on=old),)))
    assert labels.evidence_steps_and_owner(session, session.now.scorecard["s1.p1"]).plain == "evidence: 1, 1 expired"
    session.apply("s1.p1", Edit(evidence=(Evidence(kind="documented", reference="page", seen_on=DAY),)))
    said = labels.evidence_steps_and_owner(session, session.now.scorecard["s1.p1"]).plain
    assert said == "evidence: 2, level 2 proven, 1 expired"

"""A ticket finds its step by the step's own words, and is refused where there is any doubt."""

from __future__ import annotations

import pytest

from levelbook.core.answers.answers import Answer, Step
from levelbook.core.assessment.tickets import MARK, ReturnedTicket, TicketsFound, judge_tickets, mark_of
from support.builders import DAY, a_book, an_assessment, tiny_questionnaire

TINY = tiny_questionnaire(1, 2)
STEPS = (
    Step(text="Read logs"),
    Step(text="Write it down", ticket="RA-1"),
    Step(text="Twice"),
    Step(text="Twice", done_on=DAY),
)
NOW = an_assessment(TINY, a_book(TINY, {"s1.p1": Answer(level=1, steps=STEPS)}))


def returned(step: Step, ticket: str, practice_id: str = "s1.p1") -> ReturnedTicket:
    """What a tracker gives back of a step: the mark in its text, beside the ticket."""
    found = MARK.search(f"Do it.\n\n{mark_of(practice_id, step, team='A Team')}.")
    assert found is not None
    return ReturnedTicket("line 2", found[1], found[2], ticket)


def judged(*tickets: ReturnedTicket) -> TicketsFound:
    return judge_tickets(tickets, NOW, team="A Team")


def test_a_step_gets_the_ticket_that_was_made_of_it() -> None:
    found = judged(returned(STEPS[0], "RA-7"))

    assert [(one.practice_id, one.number, one.ticket) for one in found.changes] == [("s1.p1", 1, "RA-7")]
    assert (found.refused, found.held) == ((), 0)


def test_the_ticket_of_another_team_that_took_on_the_same_step_is_refused() -> None:
    found = judge_tickets([returned(STEPS[0], "RA-7")], NOW, team="Another Team")

    assert found.changes == () and "or it is one of another team" in found.refused[0]


def test_one_that_has_its_ticket_already_is_left_alone() -> None:
    found = judged(returned(STEPS[1], "RA-1"))

    assert (found.changes, found.refused, found.held) == ((), (), 1)


@pytest.mark.parametrize(
    ("tickets", "words"),
    [
        ([returned(STEPS[1], "RA-2")], "has the ticket RA-1 already"),
        ([returned(STEPS[2], "RA-3")], "2 steps of s1.p1 have the same words"),
        ([returned(Step(text="Read all logs"), "RA-4")], "no step of s1.p1 has these words any more"),
        ([returned(STEPS[0], "RA-5", "s1.p2")], "no step of s1.p2 has these words any more"),
        ([returned(STEPS[0], "RA-6", "s9.gone")], "the questionnaire has no practice s9.gone"),
        ([returned(STEPS[0], "RA-7"), returned(STEPS[0], "RA-8")], "the same step is RA-7 further up"),
    ],
)
def test_where_there_is_any_doubt_it_is_refused_in_words(tickets: list[ReturnedTicket], words: str) -> None:
    (refused,) = judged(*tickets).refused

    assert refused.startswith("line 2: ") and words in refused


def test_several_steps_of_one_practice_get_theirs_one_after_the_other() -> None:
    steps = (Step(text="One"), Step(text="Two"))
    now = an_assessment(TINY, a_book(TINY, {"s1.p1": Answer(steps=steps), "s1.p2": Answer(steps=steps[:1])}))
    tickets = [returned(steps[0], "A-1"), returned(steps[1], "A-2"), returned(steps[0], "A-3", "s1.p2")]

    edits = judge_tickets(tickets, now, team="A Team").edits

    assert {name: [edit.step.ticket for edit in wanted if edit.step] for name, wanted in edits.items()} == {
        "s1.p1": ["A-1", "A-2"],
        "s1.p2": ["A-3"],
    }

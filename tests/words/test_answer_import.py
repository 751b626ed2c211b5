"""What comes in from outside is told field by field: what is new, what becomes of what was there."""

from __future__ import annotations

import pytest

from levelbook.core.answers.edits import Edit
from levelbook.core.answers.external_answer import ExternalAnswer
from levelbook.core.assessment.answer_import import AnswerImport, RowChange, RowRefusal
from levelbook.core.assessment.tickets import TicketsFound
from levelbook.core.errors import MOST_PROBLEMS
from levelbook.words.answer_import import answer_import_lines, change_words, ticket_lines
from support.builders import tiny_questionnaire

TINY = tiny_questionnaire(1, 1)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (ExternalAnswer(), ExternalAnswer(answer="2", note="See\nthe wiki"), "answer 2 Defined, note “See / the wiki”"),
        (
            ExternalAnswer(answer="1", owner="Ana"),
            ExternalAnswer(answer="2", owner="Tom"),
            "answer 1 Ad hoc → 2 Defined, owner Ana → Tom",
        ),
        (ExternalAnswer(owner="Ana", note="Old"), ExternalAnswer(), "note “Old” taken out, owner Ana taken out"),
        (ExternalAnswer(due="2027-03-01"), ExternalAnswer(due="2027-04-01"), "due 2027-03-01 → 2027-04-01"),
    ],
)
def test_a_field_is_told_with_what_was_there_if_anything_was(
    before: ExternalAnswer, after: ExternalAnswer, words: str
) -> None:
    [practice] = TINY.practices

    told = change_words(RowChange("row 2", practice, before, after, Edit()), TINY)

    assert told.partition(": ")[2] == words


def test_a_file_made_of_very_many_refused_rows_is_told_up_to_a_number() -> None:
    refused = tuple(RowRefusal(f"line {n}", "", "There is no such practice.") for n in range(MOST_PROBLEMS + 1_234))
    questionnaire = tiny_questionnaire()

    of_rows = answer_import_lines(AnswerImport((), refused, 0), questionnaire)
    of_tickets = ticket_lines(TicketsFound((), tuple(one.why for one in refused), 0), questionnaire)
    of_as_many_as_fit = answer_import_lines(AnswerImport((), refused[:MOST_PROBLEMS], 0), questionnaire)

    for lines in (of_rows, of_tickets):
        assert len(lines) == MOST_PROBLEMS + 2
        assert lines[-2] == "  refuse  1,234 more, not listed" and "2234 refused" in lines[-1]
    assert len(of_as_many_as_fit) == MOST_PROBLEMS + 1 and "not listed" not in "".join(of_as_many_as_fit)

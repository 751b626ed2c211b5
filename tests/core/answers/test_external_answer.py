"""What is said outside levelbook goes out as texts, and a row that comes back says whether anybody changed it."""

from __future__ import annotations

import re
from datetime import date

import pytest

from levelbook.core.answers.answers import Answer
from levelbook.core.answers.external_answer import SENT, ExternalAnswer, choices, chosen, external_answer_of
from support.builders import tiny_questionnaire

TINY = tiny_questionnaire(1, 1, levels=3)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(level=2, level_reason="the gateway came"), ExternalAnswer("2", "the gateway came")),
        (Answer(unsure=True, note="Tom knows."), ExternalAnswer("unsure", note="Tom knows.")),
        (Answer(not_applicable="no models"), ExternalAnswer("not applicable", "no models")),
        (Answer(owner="Ana", due=date(2026, 12, 4)), ExternalAnswer(owner="Ana", due="2026-12-04")),
    ],
)
def test_an_answer_goes_out_as_texts(answer: Answer, said: ExternalAnswer) -> None:
    assert external_answer_of(answer) == said


def test_a_fingerprint_changes_with_every_field_and_with_the_practice() -> None:
    said = ExternalAnswer("2", "r", "n", "o", "2026-12-04")
    others = [ExternalAnswer(**{**vars(said), name: "x"}) for name in vars(said)]

    marks = {one.fingerprint("s1.p1") for one in (said, *others)} | {said.fingerprint("s1.p2")}

    assert len(marks) == len(others) + 2
    assert all(re.fullmatch(rf"{SENT}[0-9a-f]{{8}}", mark) for mark in marks)


def test_people_choose_by_number_name_or_both() -> None:
    assert choices(TINY) == {
        "0": "0 Absent", "1": "1 Ad hoc", "2": "2 Defined", "unsure": "Unsure", "not applicable": "Not applicable",
    }  # fmt: skip
    for text in ("1", "1 Ad hoc", "ad HOC"):
        assert chosen(text, TINY) == "1"
    assert (chosen("", TINY), chosen("UNSURE", TINY)) == ("", "unsure")
    assert chosen("3", TINY) is chosen("hoc", TINY) is None

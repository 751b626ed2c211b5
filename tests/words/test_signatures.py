"""Who gave an answer that a merge brought together with another, and on which of the team's days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from levelbook.core.answers.answers import Answer
from levelbook.words.merging import signature_words

TOKYO = timezone(timedelta(hours=9))
LATE = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)


def test_a_signature_has_the_teams_own_day_and_a_name_where_there_is_one() -> None:
    assert signature_words(Answer(answered_by="Priya", answered_at=LATE), ["claim"], TOKYO) == "Priya, 23 November 2026"
    assert signature_words(Answer(answered_at=LATE), ["claim"], UTC) == "22 November 2026"
    assert signature_words(Answer(), ["claim"], UTC) == ""


def test_whoever_confirmed_an_answer_since_it_was_given_is_told_with_the_day() -> None:
    given = Answer(answered_by="Mara", answered_at=datetime(2026, 5, 12, tzinfo=UTC))
    confirmed = replace(given, confirmed_by="Tom", confirmed_at=LATE)
    assert signature_words(confirmed, ["claim"], UTC) == "Mara, 12 May 2026; confirmed by Tom, 22 November 2026"
    nameless = replace(confirmed, confirmed_by="")
    assert signature_words(nameless, ["claim"], UTC) == "Mara, 12 May 2026; confirmed 22 November 2026"
    at_once = replace(given, confirmed_by="Mara", confirmed_at=given.answered_at)
    assert signature_words(at_once, ["claim"], UTC) == "Mara, 12 May 2026"

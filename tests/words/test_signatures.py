"""Who gave an answer that a merge brought together with another, and on which of the team's days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from levelbook.core.answers.answers import Answer
from levelbook.words.merging import signature_words

TOKYO = timezone(timedelta(hours=9))
LATE = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)


def test_a_signature_has_the_teams_own_day_and_a_name_where_there_is_one() -> None:
    assert signature_words(Answer(answered_by="Priya", answered_at=LATE), ["claim"], TOKYO) == "Priya, 23 November 2026"
    assert signature_words(Answer(answered_at=LATE), ["claim"], UTC) == "22 November 2026"
    assert signature_words(Answer(), ["claim"], UTC) == ""

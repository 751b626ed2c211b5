"""This module tells when a carried answer was last reviewed, from the editions that it was sealed in.

An answer names the edition after which it was confirmed. An edition also counts one as confirmed that says something
else than before, and an upgrade seals an edition that ends no round: both are taken into account here.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.errors import FileIsWrong


def last_confirmed(now: Assessment, score: PracticeScore) -> date | None:
    """Return the day on which a carried answer was last confirmed; None where nobody has since it was merged.

    That is the day of the latest edition that counts it as confirmed because it says something else than before,
    else the day on which somebody confirmed it. Raises FileIsWrong where an edition cannot be read.
    """
    answer = score.answer
    if answer.confirmed_at is None:
        return None
    confirmed_on = now.day_of(answer.confirmed_at)
    is_old = now.scorecard.judge.is_from_an_earlier_edition(score.id, answer)
    after, editions = answer.confirmed_after, now.editions_before
    for place in reversed(range(len(editions))):
        past = editions[place]
        if past.name != after or past.ends_round or past.day <= confirmed_on:
            continue
        # What counted as confirmed when an upgrade began names the edition of the upgrade since.
        at_upgrade = now.score_in(past, score.id)
        if at_upgrade is None or not at_upgrade.confirmed:
            return confirmed_on
        after, editions = at_upgrade.answer.confirmed_after, editions[: place + 1]
    for past in reversed(editions):
        if past.day <= confirmed_on or past.previous == after:
            break  # that edition counts it for this very confirmation, and is not read
        then = now.score_in(past, score.id)
        if then is not None and is_old and then.answer.claim != answer.claim:
            continue
        if then is None or then.confirmed:
            return past.day if then is not None else confirmed_on
    return confirmed_on


def reviewed_up_to(now: Assessment, score: PracticeScore) -> date | None:
    """Return the day of the edition that ended the round in which a carried answer was last reviewed.

    None where that cannot be told or read."""
    answer, editions = score.answer, now.editions_before
    if answer.confirmed_at is None:
        return None
    with suppress(FileIsWrong):
        for place in reversed(range(len(editions))):
            if editions[place].previous != answer.confirmed_after:
                then = now.score_in(editions[place], score.id)
                if then is not None and not then.confirmed:
                    continue
            return next((past.day for past in editions[place:] if past.ends_round), None)
    return None

"""The limits that a team sets itself for `check`, and the problems where one is passed."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from levelbook.book.session import Session
from levelbook.core.assessment.scoring import most_attainable
from levelbook.core.errors import Problem
from levelbook.core.frozen import frozen
from levelbook.core.text.rounding import plain
from levelbook.words.figures import per_cent, plural, share_words


@frozen
class Limits:
    """Limits that a team sets itself; None asks for nothing."""

    min_attainment: float | None = None
    """The least share of what is needed, 0 to 1."""
    max_age: int | None = None
    """The most days since the edition of the last round."""
    max_stale: int | None = None
    """The highest allowed number of practices with expired evidence."""


def passed_limits(limits: Limits, session: Session) -> Iterator[Problem]:
    """Report every limit that is passed."""
    min_attainment, max_age, max_stale = limits.min_attainment, limits.max_age, limits.max_stale
    attainment = session.now.scorecard.overall.attainment
    if min_attainment is not None and attainment is not None and attainment < Fraction(str(min_attainment)):
        least = Fraction(str(min_attainment)) * 100
        reached = share_words(attainment)
        if per_cent(attainment) >= least:  # rounded up it would contradict what is said of it
            reached = f"{plain(int(attainment * 1000), 1)}%"
        most = most_attainable(session.now.scorecard.sections)
        remedy = ""
        if most is not None and most > attainment:
            remedy = (
                "Unanswered practices count as level 0 here; if they all reach their targets, it is "
                f"{share_words(most)}."
            )
        yield Problem(f"{reached} of target is reached; at least {float(least):g}% is required.", remedy=remedy)
    if max_age is not None:
        last = session.editions.last_of_a_round
        if last is None:
            yield Problem("Nothing has been sealed yet.", remedy="`levelbook seal` makes an edition.")
        elif (age := (session.now.on - last.day).days) > max_age:
            which = "" if last is session.editions.last else ", the last one that ended a round,"
            yield Problem(
                f"Edition {last.name}{which} is {plural(age, 'day')} old; the limit is {max_age}.",
                remedy=_next_round_words(session),
            )
    if max_stale is not None:
        stale = [one.id for one in session.now.scorecard.counting if one.evidence_is_stale]
        if len(stale) > max_stale:
            yield Problem(f"The evidence of {plural(len(stale), 'practice')} has expired: {', '.join(stale)}.")


def _next_round_words(session: Session) -> str:
    """Say what of a round is before the team: answers to confirm, practices to settle, the seal."""
    counting = session.now.scorecard.counting
    again = sum(one.settled and not one.confirmed for one in counting)
    open_ = sum(not one.settled for one in counting)
    left = [
        f"{plural(again, 'answer')} {'is' if again == 1 else 'are'} not confirmed in this round" if again else "",
        f"{plural(open_, 'practice')} {'is' if open_ == 1 else 'are'} not settled" if open_ else "",
    ]
    if not any(left):
        return "Everything is reviewed: `levelbook seal` makes an edition."
    how = "Hold the next round with `levelbook` or `levelbook ask`"
    return f"{how}: {' and '.join(filter(None, left))}. Then `levelbook seal` makes an edition."

"""The day of the last review is that of whichever came last: a confirmation, or an edition that counted as one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from levelbook.core.answers.answers import Answer, Evidence
from levelbook.core.assessment.assessment import Assessment, PastEdition
from levelbook.core.assessment.last_review import last_confirmed, reviewed_up_to
from levelbook.core.questionnaire.questionnaire import Questionnaire
from support.builders import DAY, a_book, an_answer, tiny_questionnaire

ONE, TWO = tiny_questionnaire(1, 1), tiny_questionnaire(1, 2)
EVIDENCE = (Evidence(kind="documented", reference="D-1", seen_on=date(2027, 2, 20)),)


def sealed(
    questionnaire: Questionnaire,
    answers: Mapping[str, Answer],
    day: date,
    *before: PastEdition,
    ends_round: bool = True,
) -> PastEdition:
    """An edition of that day, which is its name too, after these."""
    asked = {
        name: replace(answer, wording=questionnaire.wording(name, inherited=False)).signed()
        for name, answer in answers.items()
    }
    last = before[-1] if before else None
    made = Assessment(
        day.isoformat(),
        questionnaire,
        a_book(questionnaire, asked),
        day,
        last.name if last else "",
        last.assessment.book.answers if last else None,
        editions=before,
    )
    return PastEdition(made.name, len(before) + 1, day, lambda: made, made.last_edition, ends_round=ends_round)


def after(*editions: PastEdition, on: date) -> Assessment:
    """The open book after these editions, in which nobody has answered anything since the last."""
    then = editions[-1].assessment
    return Assessment("now", then.questionnaire, then.book, on, then.name, then.book.answers, editions=editions)


def test_a_change_that_an_edition_counted_as_reviewed_was_last_confirmed_on_its_day() -> None:
    first = an_answer(1)
    november = sealed(ONE, {"s1.p1": first}, date(2026, 11, 30))
    march = sealed(ONE, {"s1.p1": first.changed(evidence=EVIDENCE)}, date(2027, 3, 2), november)
    june = sealed(ONE, {"s1.p1": first.changed(evidence=EVIDENCE)}, date(2027, 6, 1), november, march)

    found = {}
    for editions in ((november,), (november, march), (november, march, june)):
        now = after(*editions, on=date(2027, 7, 1))
        found[editions[-1].day] = (
            last_confirmed(now, now.scorecard["s1.p1"]),
            reviewed_up_to(now, now.scorecard["s1.p1"]),
        )

    assert found == {
        november.day: (DAY, november.day),
        march.day: (march.day, march.day),
        june.day: (march.day, march.day),
    }


def test_an_answer_that_nobody_has_confirmed_since_it_was_merged_has_no_day() -> None:
    november = sealed(ONE, {"s1.p1": replace(an_answer(1), confirmed_at=None)}, date(2026, 11, 30))
    now = after(november, on=date(2027, 1, 7))

    score = now.scorecard["s1.p1"]

    assert (last_confirmed(now, score), reviewed_up_to(now, score)) == (None, None)


def test_what_an_upgrade_found_changed_was_last_confirmed_on_its_day_and_not_when_somebody_last_confirmed_it() -> None:
    old = an_answer(1)
    new = old.changed(evidence=EVIDENCE)

    def answers(changed: Answer, confirmed_after: str) -> dict[str, Answer]:
        """The first is changed and nobody confirmed it; the second was confirmed before the upgrade."""
        at = datetime(2027, 4, 20, 12, tzinfo=UTC)
        since = {"confirmed_after": confirmed_after} if confirmed_after == "2027-05-28" else {}
        second = replace(old, confirmed_at=at, confirmed_after=confirmed_after)
        return {"s1.p1": replace(changed, **since), "s1.p2": second}

    november = sealed(TWO, answers(old, ""), date(2026, 11, 30))
    march = sealed(TWO, answers(old, "2026-11-30"), date(2027, 3, 2), november)
    upgrade = sealed(TWO, answers(new, "2027-03-02"), date(2027, 5, 28), november, march, ends_round=False)
    june = sealed(TWO, answers(new, "2027-05-28"), date(2027, 6, 1), november, march, upgrade)
    now = after(november, march, upgrade, june, on=date(2027, 9, 1))

    assert [last_confirmed(now, score) for score in now.scorecard.practices.values()] == [
        date(2027, 5, 28),
        date(2027, 4, 20),
    ]

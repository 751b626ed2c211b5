"""This module follows promises from one record to a later one, through the editions in between.

A comparison over several rounds tells what each of these rounds held people to, also where the later record no longer
holds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import pairwise

from levelbook.core.answers.answers import Answer
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.pairing import Pairing
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.promises import (
    Promise,
    PromiseOutcome,
    evidence_outcomes,
    is_backwards,
    outcomes_of,
    promised_up_to,
    same_step,
)
from levelbook.core.errors import FileIsWrong
from levelbook.core.frozen import frozen


def promises(before: Assessment, after: Assessment) -> tuple[PromiseOutcome, ...]:
    """Compare all promises before with those since, in questionnaire order.

    Promises about practices that the later questionnaire no longer has come last, as dropped; behind them what an
    edition in between promised and neither record has, as what was asked and found out since, or a step that was
    removed again. There are none where the comparison goes backwards: what was promised later was not dropped, and what
    was done later is not open again.
    """
    if is_backwards(before, after):
        return ()
    first, *between = (_Record(Pairing.of(one, after)) for one in (before, *_in_between(before, after)))
    found = _outcomes(first, after.questionnaire.practices)
    if not between:
        return found
    found = _with_ends_in_between(first, between, _with_steps_in_between(first, between, found))
    told = {_key(one) for one in found}
    for number, past in enumerate(between, start=1):
        held_to = [
            name
            for name in after.questionnaire.practices
            if past.answer(name).due or past.answer(name).unsure
            if not all(one.number for one in promised_up_to(past.as_promised(name)))
        ]
        ended = _with_ends_in_between(past, between[number:], _outcomes(past, held_to))
        since = [one for one in ended if not one.is_new and one.promise.kind != "step"]
        found += tuple(replace(one, is_new=True) for one in since if _key(one) not in told)
        told |= {_key(one) for one in since}
    return found


def _key(one: PromiseOutcome) -> tuple[str, str, str]:
    """Return the practice and what is promised about it: once, unless it is evidence, or a step."""
    agreed = one.promise.evidence
    return one.practice_id, one.promise.kind, agreed.proof.what if agreed else ""


def _in_between(before: Assessment, after: Assessment) -> Iterable[Assessment]:
    """Give the records of the editions between two records, the oldest first, except those that cannot be read."""
    past = [edition for edition in after.editions if edition.name != after.name]
    names = [edition.name for edition in past]
    for edition in past[names.index(before.name) + 1 :] if before.name in names else ():
        with suppress(FileIsWrong):
            yield edition.assessment


@frozen
class _Record:
    """An earlier record, with what a later one is compared with."""

    pairing: Pairing
    """With the later record."""

    def answer(self, name: str) -> Answer:
        """Return the answer to a later id, which needs no scoring."""
        return self.pairing.carried.book.answer(name)

    def as_promised(self, name: str) -> PracticeScore:
        """Return the earlier score of a later id, with the later ids of its steps.

        Whether a practice counted and which level was wanted is as it was: a new version of the questionnaire takes
        back nothing that somebody was held to. Of an edition in between few practices are asked for, so each is scored
        when it is.
        """
        if name not in self._scores:
            self._scores[name] = self._as_promised(name)
        return self._scores[name]

    @cached_property
    def _scores(self) -> dict[str, PracticeScore]:
        return {}

    def earlier_score(self, name: str) -> PracticeScore | None:
        """Return the score of the earlier practice that has a later id; None where there is none."""
        return self.pairing.before.score_alone(self.pairing.earlier.get(name, ""))

    def _as_promised(self, name: str) -> PracticeScore:
        was = self.earlier_score(name)
        if was is not None and self.pairing.carried is self.pairing.before:
            return was
        carried = self.pairing.carried.score_alone(name)
        assert carried is not None, "the later questionnaire has it"
        if was is None:
            return carried
        return replace(carried, counts=was.counts, target=was.target, accepted_holds=was.accepted_holds)


def _outcomes(record: _Record, names: Iterable[str]) -> tuple[PromiseOutcome, ...]:
    """Follow what an earlier record promised to the later one, then what that has promised since.

    names: the practices that are followed. Evidence, and practices that are no more, are followed of all.
    """
    pairing = record.pairing
    before, after = pairing.before, pairing.after
    new = after.scorecard.practices
    evidence: dict[str, list[PromiseOutcome]] = {}
    for one in evidence_outcomes(before, after):
        evidence.setdefault(one.practice_id, []).append(one)
    found: list[PromiseOutcome] = []
    for name in names:
        found += [*outcomes_of(record.as_promised(name), new[name], after.on), *evidence.pop(name, ())]
    for name in pairing.gone:
        gone = before.score_alone(name)
        if gone is not None and not pairing.successors(name):
            found += [PromiseOutcome(promise, "dropped", None, promise.who) for promise in promised_up_to(gone)]
    return (*found, *(one for outcomes in evidence.values() for one in outcomes))


def _with_ends_in_between(
    record: _Record, between: Sequence[_Record], found: Iterable[PromiseOutcome]
) -> tuple[PromiseOutcome, ...]:
    """Tell as done what was found out, or a gap that was closed, by an edition in between, before the practice went out
    of scope, or was left out.

    record: the one that promised it. found: what that one and the last record tell.
    """
    return tuple(
        replace(one, fate="done")
        if _is_about_itself(one) and one.fate == "dropped" and _was_done(record, between, one)
        else one
        for one in found
    )


def _is_about_itself(one: PromiseOutcome) -> bool:
    """Tell whether it is about the practice, and neither a step nor evidence."""
    return not one.is_new and not one.promise.number and one.promise.evidence is None


def _was_done(record: _Record, between: Iterable[_Record], dropped: PromiseOutcome) -> bool:
    name = dropped.practice_id
    if name not in record.pairing.after.questionnaire.practices:
        return False
    for past in between:
        score = past.earlier_score(name)
        outcomes = outcomes_of(record.as_promised(name), score, past.pairing.before.on) if score is not None else ()
        if any(
            _is_about_itself(one) and (one.promise.kind, one.fate) == (dropped.promise.kind, "done") for one in outcomes
        ):
            return True
    return False


# Steps over several rounds


@frozen
class _FollowedStep:
    """A step followed from edition to edition, until it was done or removed, or up to the later record."""

    promise: Promise
    """As it was first promised."""
    round: int
    """The number of the record that first promised it; 0 is the earlier record of the comparison."""
    outcome: PromiseOutcome
    """The last that is known of it."""


def _with_steps_in_between(
    first: _Record, between: Sequence[_Record], found: Iterable[PromiseOutcome]
) -> tuple[PromiseOutcome, ...]:
    """Complete what became of steps by what the editions in between know. found: what both records alone tell."""
    after = first.pairing.after
    days = [*(record.pairing.before.on for record in between), after.on]
    told: dict[str, list[PromiseOutcome]] = {}
    for one in found:
        told.setdefault(one.practice_id, []).append(one)
    since: list[PromiseOutcome] = []
    for name, new in after.scorecard.practices.items():
        if any(record.answer(name).steps for record in between):
            way = [*(record.as_promised(name) for record in (first, *between)), new]
            followed = _followed_steps(way, days)
            told[name] = _corrected(told.get(name, ()), followed)
            since += _removed_again(told[name], followed)
    for pairing in (record.pairing for record in between):
        for name in pairing.gone:
            gone = pairing.before.score_alone(name)
            steps = [one for one in promised_up_to(gone) if one.number] if gone and not pairing.successors(name) else ()
            outcomes = [PromiseOutcome(promise, "dropped", None, promise.who, is_new=True) for promise in steps]
            known = [one for one in (*told.get(name, ()), *since) if one.practice_id == name]
            since += [one for one in outcomes if not any(_is_same(one, other) for other in known)]
    return (*(one for outcomes in told.values() for one in outcomes), *since)


def _followed_steps(way: Sequence[PracticeScore], days: Sequence[date]) -> list[_FollowedStep]:
    """Follow the steps of a practice from record to record. days: those of all records but the first.

    Steps that only the last record has are not among them.
    """
    found: list[_FollowedStep] = []
    open_steps = {one.number: (one, 0) for one in promised_up_to(way[0]) if one.number}
    for number, ((old, new), on) in enumerate(zip(pairwise(way), days, strict=True), start=1):
        is_last, still_open = number == len(days), {}
        for one in outcomes_of(old, new, on):
            if not one.promise.number or (one.is_new and is_last):
                continue
            first = (one.promise, number) if one.is_new else open_steps[one.promise.number]
            if is_last or one.now is None or one.fate in ("done", "dropped"):
                found.append(_FollowedStep(*first, one))
            else:
                still_open[one.now.number] = first
        open_steps = still_open
    return found


def _corrected(told: Sequence[PromiseOutcome], followed: Iterable[_FollowedStep]) -> list[PromiseOutcome]:
    """Tell of a step that seems to be removed what became of it, where the editions in between know better: it was done
    before somebody removed it, or got other words in each round. Of two steps with the same words, one that is left
    is one of them.
    """
    left = [one.now for one in told if one.now is not None and not one.is_new]
    known = {one.promise.number: one.outcome for one in followed if one.round == 0}
    corrected: dict[int, PromiseOutcome] = {}
    for place, one in enumerate(told):
        is_gone = one.promise.number and not one.is_new and one.fate == "dropped" and one.now is None
        later = known.get(one.promise.number) if is_gone else None
        now = later.now if later is not None else None
        is_left = now is not None and any(one.score is now.score and one.number == now.number for one in left)
        if later is not None and later.fate != "dropped" and not is_left:
            corrected[place] = replace(later, promise=one.promise)
    return [
        corrected.get(place, one)
        for place, one in enumerate(told)
        if not (one.is_new and any(one.fate == other.fate and _is_same(one, other) for other in corrected.values()))
    ]


def _removed_again(told: Iterable[PromiseOutcome], followed: Iterable[_FollowedStep]) -> list[PromiseOutcome]:
    """List the steps that were promised since the earlier record, and that the later one no longer has."""
    found: list[PromiseOutcome] = []
    for one in followed:
        outcome = replace(one.outcome, is_new=True, is_reopened=False)
        if not one.round or outcome.fate not in ("done", "dropped"):
            continue
        is_there = any(other.now is not None and _is_same(other, outcome) for other in told)
        is_told = any(other.fate == outcome.fate and _is_same(other, outcome) for other in (*told, *found))
        if not is_there and not is_told:
            found.append(outcome)
    return found


def _is_same(one: PromiseOutcome, other: PromiseOutcome) -> bool:
    """Tell whether two outcomes are of one step, as each was last seen."""
    last, other_last = one.now or one.promise, other.now or other.promise
    return bool(last.number and other_last.number) and same_step(last.step, other_last.step)

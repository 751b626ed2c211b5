"""Promises are what a team owes or has kept: steps, things to find out, evidence that a sitting agreed on, gaps with an
owner or a day, accepted risks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal

from levelbook.core.answers.agreed_evidence import AgreedEvidence, EvidenceFate
from levelbook.core.answers.answers import NOTHING, Answer, Step
from levelbook.core.assessment.gaps import day_of_step, owner_and_due
from levelbook.core.assessment.practice_score import PracticeScore, least_effort
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.questionnaire import Effort
from levelbook.core.text.cleaning import without_full_stop

if TYPE_CHECKING:
    from levelbook.core.assessment.assessment import Assessment

Kind = Literal["step", "done", "find-out", "gap", "evidence", "accepted", "found-out", "closed", "brought"]
"""`done` is a step that was done in this round; a `find-out`, `gap` or `evidence` that was kept is `found-out`,
`closed` or `brought`."""
KEPT = ("done", "found-out", "closed", "brought")


@dataclass(frozen=True, slots=True)
class Promise:
    """One thing that somebody does, finds out, brings, looks after or answers for."""

    score: PracticeScore
    kind: Kind
    who: str
    """A step without a name of its own is its practice's owner's."""
    by: date | None
    number: int = 0
    """Number of a step in its answer, from 1."""
    evidence: AgreedEvidence | None = None
    """What is brought; None for every other kind."""

    @property
    def step(self) -> Step:
        return self.score.answer.steps[self.number - 1]

    @property
    def owner(self) -> str:
        """Name the person whose work it is. An accepted gap is still its owner's; `who` answers for the risk. What
        nobody is asked to find out is left to whoever owns the practice, or else a step of it.
        """
        if self.kind == "accepted":
            return self.score.answer.owner or self.who
        return self.who or (owner_and_due(self.score.answer)[0] if self.kind == "find-out" else "")

    def day(self, on: date) -> date | None:
        """Return the day by which it is to be kept; that of a step without one is its practice's, as `day_of_step`."""
        return day_of_step(self.score, self.step, on) if self.kind == "step" else self.by

    def is_late(self, on: date) -> bool:
        return self.by is not None and self.by < on and self.kind not in KEPT


def promises_of(score: PracticeScore, before: Answer = NOTHING) -> tuple[Promise, ...]:
    """List what is owed about one practice that counts: itself first, then its steps in their order.

    The practice itself is among it unless all about it is in its steps: no owner of its own, and no day. `before` is
    what the last edition holds, so that steps done since are named too.
    """
    steps = tuple(_steps(score, before))
    itself = _gap_promise(score, has_steps=any(step.kind == "step" for step in steps))
    return (itself, *steps) if itself else steps


def _gap_promise(score: PracticeScore, *, has_steps: bool) -> Promise | None:
    answer = score.answer
    if answer.status == "unsure":
        return Promise(score, "find-out", answer.ask_whom, answer.ask_by)
    if score.accepted_holds and answer.accepted:
        return Promise(score, "accepted", answer.accepted.by, answer.accepted.until)
    if not score.gap and score.settled:
        return None
    if has_steps and not answer.owner and answer.due is None:
        return None
    return Promise(score, "gap", answer.owner, answer.due)


def _steps(score: PracticeScore, before: Answer) -> Iterable[Promise]:
    steps = score.answer.steps
    paired = paired_steps(before.steps, steps) if before.steps else {}
    for place, step in enumerate(steps):
        who = step.owner or score.answer.owner
        if step.is_open:
            yield Promise(score, "step", who, step.due, place + 1)
        elif place not in paired or before.steps[paired[place]].is_open:
            yield Promise(score, "done", who, step.due, place + 1)


def promised(score: PracticeScore) -> tuple[Promise, ...]:
    """List what somebody is held to about a practice: open steps, what a named person or a day is to find out, and a
    gap that is to be closed by a day."""
    found = [one for one in _steps(score, NOTHING) if one.kind == "step"]
    itself = _gap_promise(score, has_steps=bool(found)) if score.counts else None
    if itself is not None and (itself.by or (itself.kind == "find-out" and itself.who)) and itself.kind != "accepted":
        found.insert(0, itself)
    return tuple(found)


def promised_up_to(score: PracticeScore) -> tuple[Promise, ...]:
    """List what a record has promised about a practice, by that record alone: nothing while it does not count."""
    return promised(score) if score.counts else ()


Fate = Literal["done", "late", "open", "undated", "accepted", "dropped"]
"""A gap is `accepted` that nobody is held to, because somebody answers for its risk; its owner keeps it."""


@frozen
class PromiseOutcome:
    """A promise outcome says what became of something that somebody was to do, find out or close."""

    promise: Promise
    """As it was promised."""
    fate: Fate
    """`open` has a day that is not past, and `undated` has none; a step without one has until its practice is due."""
    now: Promise | None
    """As it stands later; None where it is no more."""
    who: str = ""
    """Who takes it now, or took it before."""
    is_new: bool = False
    """Whether it was promised since the earlier record."""
    is_reopened: bool = False
    """Whether it was a step or evidence that the earlier record held for done, and that is open again."""

    @property
    def practice_id(self) -> str:
        return self.promise.score.id

    @property
    def put_off_to(self) -> date | None:
        """The later day that an open promise has by now, or a late one had; None where none came after the first."""
        if self.fate not in ("open", "late") or self.promise.by is None or self.now is None or self.now.by is None:
            return None
        return self.now.by if self.now.by > self.promise.by else None


def outcomes_of(old: PracticeScore, new: PracticeScore, on: date) -> list[PromiseOutcome]:
    """Follow what was promised about one practice by the earlier record, then what was promised since.

    Which is which depends on the earlier record alone.
    """
    made, there = promised_up_to(old), [*promised(new), *_done_steps(new)]
    paired = paired_steps(old.answer.steps, new.answer.steps)
    followed = _followed(made, there, paired)
    found: list[PromiseOutcome] = []
    for promise, later in zip(made, followed, strict=True):
        who = (later.who if later else "") or promise.who or new.answer.owner
        found.append(PromiseOutcome(promise, _fate(promise, later, new, on), later, who))
    if not new.counts:
        return found
    for promise in there:
        earlier = paired.get(promise.number - 1) if promise.number else None
        was_done = earlier is not None and not old.answer.steps[earlier].is_open
        was_made = any(promise is other for other in followed) or any(_is_itself(promise, other) for other in made)
        if was_made or (was_done and promise.kind == "done"):
            continue  # what was done by then is nothing that was promised since
        fate = _fate(promise, promise, new, on)
        found.append(PromiseOutcome(promise, fate, promise, promise.who, is_new=True, is_reopened=was_done))
    return found


def _followed(made: Sequence[Promise], there: Sequence[Promise], paired: Mapping[int, int]) -> list[Promise | None]:
    """Find each promise among the later ones; a step that is not among them, as one that has mostly its words.

    Only a step that nobody had before can be another one's new wording. paired: as `paired_steps` gives it.
    """
    later_steps = {one.number - 1: one for one in there if one.number}
    by_earlier = {earlier: later_steps[later] for later, earlier in paired.items() if later in later_steps}
    found = [
        by_earlier.get(one.number - 1)
        if one.number
        else next((other for other in there if _is_itself(one, other)), None)
        for one in made
    ]
    free = [one for place, one in later_steps.items() if place not in paired]
    for place, one in enumerate(made):
        if one.number and found[place] is None:
            found[place] = next((other for other in free if _is_reworded(one.step, other.step)), None)
            free = [other for other in free if other is not found[place]]
    return found


def paired_steps(earlier: Sequence[Step], later: Sequence[Step]) -> dict[int, int]:
    """Map the position of each later step to that of the earlier step that it is, if there is one.

    A team may do the same again, in the same words: each step is one other at most, and of several the most alike.
    """
    found: dict[int, int] = {}
    free = dict(enumerate(earlier))
    for is_one in (_is_equal, _is_equal_but_for_being_done, same_step):
        for place, step in enumerate(later):
            if place in found or not free:
                continue
            at = next((number for number, other in free.items() if is_one(step, other)), None)
            if at is not None:
                found[place] = at
                del free[at]
    return found


def _is_equal(one: Step, other: Step) -> bool:
    return one == other


def _is_equal_but_for_being_done(one: Step, other: Step) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in ("text", "from_action", "owner", "due", "ticket"))


_MOST_WORDS = 0.6
"""How alike two steps are (0 to 1) that are one in other words; short ones that share only small words stay below."""


def _is_reworded(one: Step, other: Step) -> bool:
    """Tell whether a step has mostly the words of another, and its person or its day."""
    if one.from_action and other.from_action:
        return False
    return has_mostly_its_words(one.text, other.text) and (one.owner == other.owner or one.due == other.due)


def has_mostly_its_words(one: str, other: str) -> bool:
    """Tell whether a step's text has mostly the words of another's, as where it was reworded."""
    return SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False).ratio() >= _MOST_WORDS


def _done_steps(score: PracticeScore) -> tuple[Promise, ...]:
    """List the steps of a practice that are done, whenever that was."""
    return tuple(one for one in _steps(score, NOTHING) if one.kind == "done")


def _is_itself(one: Promise, other: Promise) -> bool:
    """Tell whether both are the promise about the practice itself, of one kind."""
    return not one.number and not other.number and one.kind == other.kind


def _fate(promise: Promise, later: Promise | None, new: PracticeScore, on: date) -> Fate:
    if later is not None and later.kind == "done":
        return "done"
    if (
        not promise.number
        and new.counts
        and new.settled
        and (promise.kind == "find-out" or is_closed(promise.score, new))
    ):
        return "done"
    if promise.kind == "gap" and new.accepted_holds:
        return "accepted"
    if later is None or not new.counts:  # nobody is asked for anything about what is no longer for this team
        return "dropped"
    return _fate_by_day(later.day(on), on)


def is_closed(old: PracticeScore, new: PracticeScore) -> bool:
    """Tell whether a gap was closed by a higher level. Where only the target was lowered, nobody closed it."""
    return not new.gap and new.low > old.low


def same_step(one: Step, other: Step) -> bool:
    """Tell whether two steps are one promise: from the same action, or in the same words."""
    if one.from_action and other.from_action:
        return one.from_action == other.from_action
    return one.text == other.text


def to_bring(assessment: Assessment) -> tuple[Promise, ...]:
    """List the evidence that sittings agreed on and nobody has brought, in the order in which they agreed on it.

    Nobody is asked for any of a practice that does not count.
    """
    if not any(one.fate == "open" for one in assessment.agreed_evidence):
        return ()
    scores = {score.id: score for score in assessment.scorecard.counting}
    return tuple(
        _evidence(one, scores[one.practice])
        for one in assessment.agreed_evidence
        if one.fate == "open" and one.practice in scores
    )


def _evidence(one: AgreedEvidence, score: PracticeScore) -> Promise:
    return Promise(score, "evidence", one.proof.who, one.proof.by, evidence=one)


def is_backwards(before: Assessment, after: Assessment) -> bool:
    """Tell whether a record is compared with one from before it, as where somebody names the later edition first."""
    return after.name != before.name and any(one.name == after.name for one in before.editions)


def evidence_outcomes(before: Assessment, after: Assessment) -> tuple[PromiseOutcome, ...]:
    """Follow the evidence that was to be brought by the earlier record, then what was agreed on since.

    What was brought by then and was removed since is to be brought again, and is told with what was agreed on since.
    What a practice has that the later questionnaire no longer has was dropped with it. What a sitting agreed on that is
    gone is in neither: nobody knows what became of it (`unknown_evidence`).
    """
    unknown = {one.key for one in unknown_evidence(before, after)}
    then = {(after.present_id(one.practice), one.proof.what): one for one in before.agreed_evidence}
    now = {one.key: one for one in after.agreed_evidence}
    found: list[PromiseOutcome] = []
    for key, earlier in then.items():
        if earlier.key in unknown or earlier.day > after.on:
            continue
        score = after.score_of(key[0]) or before.score_alone(earlier.practice)
        if score is not None and _is_promised(before, earlier):
            found.append(_evidence_outcome(earlier, now.get(key), score, after))
    for key, one in now.items():
        score, known = after.score_of(one.practice), then.get(key)
        if known is None or known.fate == "open":
            is_newer = known is None or not _is_promised(before, known)
        else:
            is_newer = one.day > known.day
        is_reopened = known is not None and known.fate != "open" and one.fate == "open" and not is_newer
        if (is_newer or is_reopened) and score is not None and score.counts:
            outcome = _evidence_outcome(one, one, score, after, is_new=True)
            was_kept = known is not None and known.fate == "kept"
            found.append(replace(outcome, is_reopened=is_reopened and was_kept))
    return tuple(found)


def _is_promised(record: Assessment, agreed: AgreedEvidence) -> bool:
    """Tell whether evidence is to be brought by a record, and of a practice that counts in it."""
    score = record.score_alone(agreed.practice)
    return agreed.fate == "open" and score is not None and score.counts


def unknown_evidence(before: Assessment, after: Assessment) -> tuple[AgreedEvidence, ...]:
    """List the evidence that was to be brought by the earlier record, and that a sitting agreed on which the later one
    no longer has, as where somebody removed its file; or which was closed, and has it no longer. One that was held
    after the later record's day, as where an edition is compared with an older one, is not gone.
    """
    if not before.agreed_evidence:
        return ()
    # Nobody takes evidence out of a sitting that is closed: what becomes of it is written into it.
    closed = {day for day, sitting in before.sittings if sitting.closed}
    held, now = {day for day, _ in after.sittings} - closed, {one.key for one in after.agreed_evidence}
    return tuple(
        one
        for one in before.agreed_evidence
        if _is_promised(before, one)
        and one.day <= after.on
        and one.day not in held
        and (after.present_id(one.practice), one.proof.what) not in now
        and (score := after.score_of(after.present_id(one.practice))) is not None
        and score.counts
    )


def _evidence_outcome(
    agreed: AgreedEvidence,
    later: AgreedEvidence | None,
    score: PracticeScore,
    after: Assessment,
    *,
    is_new: bool = False,
) -> PromiseOutcome:
    there = after.score_of(score.id)
    fate: Fate = "dropped"  # nobody is asked for anything about what is no longer for this team
    if later is not None and there is not None and there.counts:
        fate = _fate_by_day(later.proof.by, after.on) if later.fate == "open" else _SETTLED[later.fate]
    still = _evidence(later, score) if later else None
    return PromiseOutcome(_evidence(agreed, score), fate, still, (later or agreed).proof.who, is_new)


_SETTLED: Mapping[EvidenceFate, Fate] = {"kept": "done", "dropped": "dropped"}


def _fate_by_day(by: date | None, on: date) -> Fate:
    if by is None:
        return "undated"
    return "late" if by < on else "open"


def late(assessment: Assessment) -> tuple[Promise, ...]:
    """Everything whose day is past, the oldest first."""
    on = assessment.on
    owed = [one for score in assessment.scorecard.counting for one in promises_of(score)]
    found = [one for one in (*owed, *to_bring(assessment)) if one.is_late(on)]
    return tuple(sorted(found, key=lambda one: one.by or on))


def kept_promises(outcomes: Iterable[PromiseOutcome]) -> tuple[Promise, ...]:
    """Name what was kept: the step that was done last first, then what was found out, and gaps that were closed."""
    found = [
        one.now if one.now is not None and one.now.number else _as_kept(one.promise)
        for one in outcomes
        if one.fate == "done"
    ]

    def done_on(one: Promise) -> date:
        return (one.step.done_on or date.min) if one.number else date.min

    return tuple(sorted(found, key=done_on, reverse=True))


_AS_KEPT: Mapping[Kind, Kind] = {"find-out": "found-out", "gap": "closed", "evidence": "brought"}


def _as_kept(promise: Promise) -> Promise:
    return replace(promise, kind=_AS_KEPT[promise.kind])


PROOF_OF_A_PROVIDER = "evidence of how they do it"
"""What to get from a provider where the questionnaire does not say what."""


@frozen
class Suggestion:
    """The questionnaire's next action for a gap, which nobody has taken on yet."""

    text: str
    effort: Effort | None = None
    action: str = ""
    """Id of the questionnaire's action; empty for what a provider is asked for."""


def left_to_get(score: PracticeScore) -> tuple[str, ...]:
    """List what to get from the provider of an inherited practice that no step names, finished ones included.

    Where the questionnaire does not say what to get, that is evidence of how they do it.
    """
    if not score.inherited:
        return ()
    wanted = _wanted_of_provider(score)
    said = [without_full_stop(step.text) for step in score.answer.steps]
    return tuple(item for item in wanted if not any(text.endswith(without_full_stop(item)) for text in said))


def _wanted_of_provider(score: PracticeScore) -> tuple[str, ...]:
    return score.practice.provider_evidence or (PROOF_OF_A_PROVIDER,)


def all_is_done(score: PracticeScore) -> bool:
    """Tell whether the questionnaire proposes nothing more, although the level has not risen."""
    return not left_to_get(score) if score.inherited else score.all_actions_are_done


def _got_from_provider(item: str) -> str:
    return f"Get from the provider: {item}"


def is_what_a_provider_is_asked_for(score: PracticeScore, text: str) -> bool:
    """Tell whether a step of an inherited practice has the words of one of its suggestions."""
    return score.inherited and text in map(_got_from_provider, _wanted_of_provider(score))


def suggestion(score: PracticeScore) -> Suggestion | None:
    """The least work towards the next level that is not among the steps; of an inherited practice, what to ask for."""
    if score.inherited:
        item = next(iter(left_to_get(score)), None)
        return Suggestion(_got_from_provider(item)) if item else None
    action = least_effort(score.actions_to_take_on)
    return Suggestion(action.text, action.effort, action.id) if action else None

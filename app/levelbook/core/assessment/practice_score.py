"""One practice is judged on a day: target, gap, what its evidence proves (docs/design.md, "The arithmetic")."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import field, replace
from datetime import date
from typing import Literal

from levelbook.core.answers.answers import NOTHING, Answer, Evidence, Status, Step
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.questionnaire import EFFORTS, Action, Practice, Questionnaire, Scope
from levelbook.core.questionnaire.tailoring import Placement
from levelbook.core.text.day_arithmetic import days_after

Band = Literal["high", "medium", "low"]
Backing = Literal["proven", "partly", "expired", "said"]
"""What is behind a level today: evidence that proves it; evidence that proves a lower one; only evidence that has
run out; nothing but the team's word."""


@frozen
class PracticeScore:
    """A practice score holds what is computed of one practice."""

    practice: Practice
    placement: Placement
    answer: Answer
    counts: bool
    """Whether it is in scope, and the team has not said that it does not apply."""
    target: int
    """The rules' target, or the team's own where that is higher."""
    evidenced: int | None
    fresh_evidenced: int | None
    """What `evidenced` would be had nothing expired."""
    backing: Backing | None
    """None while there is no level. More than `evidenced` says: a level that asks for no evidence is `said` as well."""
    confirmed: bool
    accepted_holds: bool
    """There is a gap, and somebody answers for it today."""
    max_level: int

    @property
    def id(self) -> str:
        return self.practice.id

    @property
    def scope(self) -> Scope:
        return self.placement.scope

    @property
    def inherited(self) -> bool:
        return self.placement.scope == "inherited"

    @property
    def is_essential(self) -> bool:
        """Tell whether it is one of the essential ones of what the team does itself: others are asked for evidence."""
        return self.practice.essential and not self.inherited

    @property
    def status(self) -> Status:
        return self.answer.status

    @property
    def level(self) -> int | None:
        """The level said; kept also where the practice does not count."""
        return self.answer.level

    @property
    def settled(self) -> bool:
        return self.counts and self.level is not None

    @property
    def low(self) -> int:
        return self.level if self.level is not None else 0

    @property
    def high(self) -> int:
        return self.level if self.level is not None else self.max_level

    @property
    def target_reason(self) -> str:
        """Return one reason for the target: the team's for one of its own; empty where the target is the default."""
        if self.target > self.placement.target:
            return self.answer.target_reason
        return next(iter(self.placement.target_because), "")

    @property
    def gap(self) -> int:
        return max(0, self.target - (self.level or 0))

    def owner_is_late(self, on: date) -> bool:
        """Tell whether the day of its owner is past, who is held to it while there is a gap and no risk is accepted.

        Nobody is while it does not count; while nobody knows the level, somebody is only to find that out.
        """
        due = self.answer.due
        is_held = self.counts and self.gap > 0 and not self.accepted_holds and self.status != "unsure"
        return is_held and due is not None and due < on

    def step_is_late(self, step: Step, on: date) -> bool:
        """Tell whether the day of an open step is past; nobody is held to one of a practice that does not count."""
        return self.counts and step.is_open and step.due is not None and step.due < on

    @property
    def gap_known(self) -> bool:
        return self.level is not None

    @property
    def priority(self) -> int:
        return self.practice.impact * self.gap

    @property
    def band(self) -> Band | None:
        """high from 6, medium from 3, low above 0."""
        if self.priority >= 6:
            return "high"
        if self.priority >= 3:
            return "medium"
        return "low" if self.priority > 0 else None

    @property
    def next_action(self) -> Action | None:
        """The least-effort action of the next level that is not finished, the first of equals; None where none is left.

        Of level 1 while unsettled. An inherited practice has none.
        """
        return least_effort(self.open_actions)

    @property
    def actions_to_take_on(self) -> tuple[Action, ...]:
        """The actions of the next level that are not among the steps, done ones included."""
        taken = {step.from_action for step in self.answer.steps}
        return tuple(action for action in self._next_level_actions if action.id not in taken)

    @property
    def open_actions(self) -> tuple[Action, ...]:
        """The actions of the next level whose step is not done, as the questionnaire has them."""
        steps = self.answer.steps
        taken = {step.from_action for step in steps if step.is_open}
        finished = {step.from_action for step in steps if not step.is_open} - taken
        return tuple(action for action in self._next_level_actions if action.id not in finished)

    @property
    def all_actions_are_done(self) -> bool:
        """Every action of the next level is finished: either that level holds by now, or something else is missing."""
        return bool(self._next_level_actions) and not self.open_actions

    @property
    def _next_level_actions(self) -> tuple[Action, ...]:
        following = (self.level or 0) + 1
        return () if self.inherited or following > self.max_level else self.practice.level(following).actions

    @property
    def has_proof(self) -> bool:
        """Evidence proves some of its level today; at level 0 there is nothing to prove."""
        return self.counts and bool(self.level) and self.backing in ("proven", "partly")

    @property
    def unproven_levels(self) -> int:
        """Count the levels that are said and that evidence does not prove today; 0 of what is open."""
        return 0 if self.level is None else self.level - (self.evidenced or 0)

    @property
    def is_by_word(self) -> bool:
        """Tell whether it counts as proven without any evidence, because its level needs none."""
        return self.counts and bool(self.evidenced) and not self.has_proof

    @property
    def evidence_is_stale(self) -> bool:
        """More would be proved had nothing expired."""
        return self.evidenced is not None and self.fresh_evidenced is not None and self.fresh_evidenced > self.evidenced

    @property
    def evidence_is_out_of_date(self) -> bool:
        """Evidence showed more of its level until it ran out, also of one that needs none, where nobody renews it."""
        return self.evidence_is_stale or self.backing == "expired"


@frozen
class Judge:
    """A judge scores a single practice: it has the questionnaire, the day, and what the last edition holds."""

    questionnaire: Questionnaire
    on: date
    last_edition: str = ""
    """Its name; empty before the first."""
    last_answers: Mapping[str, Answer] | None = None
    """What it holds, by full id; None before the first."""
    read_earlier_revs: Callable[[], Collection[str]] = field(default=frozenset, repr=False, compare=False)
    """Reads the `rev` of each answer in the editions before the last one; called only when needed."""
    read_earlier_answers: Callable[[str], Collection[Answer]] = field(default=lambda _id: (), repr=False, compare=False)
    """Reads the answers to an id in those editions; called only when needed."""
    read_voted_since_confirmed: Callable[[str, Answer], bool] = field(
        default=lambda _id, _answer: False, repr=False, compare=False
    )
    """Tells by earlier editions whether an answer of an id got its votes after it was last confirmed; called only when
    the last edition has the same votes."""

    def practice(self, practice: Practice, placement: Placement, answer: Answer) -> PracticeScore:
        capped = answer.capped(practice)
        if capped is not answer:  # somebody raised it outside levelbook, and it stays marked so
            answer = capped.changed(rev="")
        counts = placement.scope != "not-applicable" and answer.status != "not-applicable"
        target = placement.target
        if answer.target is not None and answer.target > target:
            target = min(answer.target, self.questionnaire.max_level)
        settled = answer.level is not None
        return PracticeScore(
            practice=practice,
            placement=placement,
            answer=answer,
            counts=counts,
            target=target,
            evidenced=self._proved(answer, expire=True) if settled else None,
            fresh_evidenced=self._proved(answer, expire=False) if settled else None,
            backing=self._backing(answer),
            confirmed=self._is_confirmed(practice, placement, answer),
            accepted_holds=counts and self._accepted_holds(answer, target),
            max_level=self.questionnaire.max_level,
        )

    def _is_confirmed(self, practice: Practice, placement: Placement, answer: Answer) -> bool:
        if answer.claims_nothing or answer.edited_outside:
            return False
        if answer.awaits_review or self.is_left_open_by_vote(practice.id, answer):
            return False
        if answer.wording != self.questionnaire.wording(practice.id, inherited=placement.scope == "inherited"):
            return False
        return self.is_of_this_round(practice.id, answer) and not self.is_from_an_ended_round(practice.id, answer)

    def is_of_this_round(self, practice_id: str, answer: Answer) -> bool:
        """Tell whether an answer was given or confirmed since the last edition, or its claim has changed since: then it
        is not the last edition's again, nor that of one before."""
        if self.last_answers is None or answer.confirmed_after == self.last_edition:
            return True
        return self._differs_from_last(practice_id, answer) and not self._is_in_an_earlier_edition(practice_id, answer)

    def is_from_an_earlier_edition(self, practice_id: str, answer: Answer) -> bool:
        """Tell whether an answer is another one than the last edition's, and claims just what an edition before that
        does: somebody brought an old one back, and nobody has looked at it, whoever owns it since. The `rev` of one
        edited outside says nothing."""
        if not answer.rev or self.last_answers is None or answer.confirmed_after == self.last_edition:
            return False
        is_another = self._differs_from_last(practice_id, answer) and not answer.edited_outside
        return is_another and self._is_in_an_earlier_edition(practice_id, answer)

    def _is_in_an_earlier_edition(self, practice_id: str, answer: Answer) -> bool:
        """Tell whether an edition before the last one has an answer; or has its claim, signed as the last one's is.

        Lines of how it is done, evidence and targets change without a new signature, and owners and notes change the
        `rev` of a claim that stays as it was.
        """
        if answer.rev in self.read_earlier_revs():
            return True
        is_signed_alike = answer.signature == (self.last_answers or {}).get(practice_id, NOTHING).signature
        return is_signed_alike and any(answer.claim == one.claim for one in self.read_earlier_answers(practice_id))

    def is_from_an_ended_round(self, practice_id: str, answer: Answer) -> bool:
        """Tell whether an answer claims something else than the last edition and was given in a round before it, whose
        editions do not have it: an old file or a branch brought it, and nobody has looked at it since.

        It has another level, or another signature: whoever adds to the last edition's answer leaves that as it is.
        """
        if not answer.rev or self.last_answers is None or answer.confirmed_after == self.last_edition:
            return False
        if answer.claims_nothing or answer.edited_outside or answer.awaits_review:
            return False  # each is told as what it is
        if answer.answered_at is None:
            return False  # nobody can tell when it was given
        last = self.last_answers.get(practice_id, NOTHING)
        is_another = (answer.level, answer.not_applicable) != (last.level, last.not_applicable)
        is_another = is_another or (answer.claim != last.claim and answer.signature != last.signature)
        return is_another and not self._is_in_an_earlier_edition(practice_id, answer)

    def is_left_open_by_vote(self, practice_id: str, answer: Answer) -> bool:
        """Tell whether the room voted after the answer was last confirmed and settled nothing, in this round or an
        earlier one, so that the level is still the one before."""
        if answer.left_open:
            return answer.level is not None
        # What follows is for answers of an older levelbook, which has no key for it.
        if not answer.votes or answer.level is None or self.last_answers is None:
            return False
        if answer.confirmed_after == self.last_edition:
            return False
        last = self.last_answers.get(practice_id, NOTHING)
        if (answer.level, answer.offer) != (last.level, last.offer):
            return False
        return answer.votes != last.votes or self.read_voted_since_confirmed(practice_id, answer)

    def _differs_from_last(self, practice_id: str, answer: Answer) -> bool:
        return answer.claim != (self.last_answers or {}).get(practice_id, NOTHING).claim

    def _accepted_holds(self, answer: Answer, target: int) -> bool:
        accepted = answer.accepted
        if accepted is None or answer.level is None or answer.level >= target:
            return False
        return self.on <= accepted.until and answer.level >= accepted.level

    def has_run_out_since(self, score: PracticeScore, day: date) -> bool:
        """Tell whether evidence or an accepted risk of a practice held on an earlier day, and does not today."""
        if score.evidence_is_stale and replace(self, on=day)._proved(score.answer, expire=True) > (
            score.evidenced or 0
        ):
            return True
        accepted = score.answer.accepted
        return accepted is not None and day <= accepted.until < self.on

    def _proved(self, answer: Answer, *, expire: bool) -> int:
        """The highest level up to the one said whose `needs` the strongest valid piece meets."""
        strengths = self.questionnaire.strengths
        strongest = max((self.strength(piece, expire=expire) for piece in answer.all_evidence), default=0)
        scale = self.questionnaire.scale
        proved = (step.level for step in scale[: (answer.level or 0) + 1] if strengths.get(step.needs, 0) <= strongest)
        return max(proved, default=0)

    def _backing(self, answer: Answer) -> Backing | None:
        if answer.level is None:
            return None
        if any(self.is_proof(piece) for piece in answer.all_evidence):
            return "proven" if self._proved(answer, expire=True) >= answer.level else "partly"
        return "expired" if any(self.is_proof(piece, expire=False) for piece in answer.all_evidence) else "said"

    def strength(self, piece: Evidence, *, expire: bool = True) -> int:
        """Rate a piece on the day; one that has run out, or has no day, counts as said only."""
        return self.questionnaire.strengths[piece.kind] if self._holds(piece, expire=expire) else 0

    def is_proof(self, piece: Evidence, *, expire: bool = True) -> bool:
        """Tell whether a piece is more than the team's word on the day: it counts, and its kind is not the weakest."""
        kinds = self.questionnaire.evidence_kinds
        return self._holds(piece, expire=expire) and (len(kinds) == 1 or piece.kind != kinds[0].id)

    def _holds(self, piece: Evidence, *, expire: bool) -> bool:
        """Tell whether a piece counts as what its kind says."""
        kind = self.questionnaire.kinds_by_id.get(piece.kind)
        if kind is None:
            return False
        if kind.valid_days is None:
            return True
        if piece.seen_on is None or piece.seen_on > self.on:
            return False
        return not expire or self.on <= days_after(piece.seen_on, kind.valid_days)

    def valid_until(self, piece: Evidence) -> date | None:
        """The last day on which a dated piece counts; None where it does not run out or has no day."""
        kind = self.questionnaire.kinds_by_id.get(piece.kind)
        if kind is None or kind.valid_days is None or piece.seen_on is None:
            return None
        return days_after(piece.seen_on, kind.valid_days)


def least_effort(actions: Iterable[Action]) -> Action | None:
    """The action of the least effort, the first of equals; None of none."""
    return min(actions, key=lambda action: EFFORTS.index(action.effort), default=None)

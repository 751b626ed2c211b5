"""The scorecard: levels as ranges, coverage, evidence and targets (docs/design.md, "The arithmetic").

All figures are exact fractions. Inside a section, weights are made whole numbers first, so that a section of a
thousand practices is a sum of integers and one changed answer costs one practice, one section and one short sum.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Literal

from levelbook.core.answers.answers import NOTHING, Answer, Evidence, Status
from levelbook.core.questionnaire.questionnaire import EFFORTS, Action, Practice, Questionnaire, Scope, Section, exact
from levelbook.core.questionnaire.tailoring import Placement, Tailoring

Band = Literal["high", "medium", "low"]
Backing = Literal["proven", "partly", "expired", "said"]
"""What stands behind a level today: evidence that proves it; evidence that proves a lower one; only evidence that has
run out; nothing but the team's word."""


@dataclass(frozen=True)
class Figures:
    """What is computed of a section, and of everything. All None where nothing counts."""

    level: Fraction | None = None
    """Over the answered practices only; None while there are none."""
    low: Fraction | None = None
    high: Fraction | None = None
    evidenced: Fraction | None = None
    """The level that the evidence held today proves; over answered practices, like `level`."""
    target: Fraction | None = None
    attainment: Fraction | None = None
    """How much of the target is reached, 0 to 1."""
    coverage: Fraction | None = None
    """Share that is answered, 0 to 1."""
    confirmed: Fraction | None = None
    """Share that was looked at in this round, 0 to 1."""


NO_FIGURES = Figures()


@dataclass(frozen=True)
class PracticeScore:
    """What is computed of one practice."""

    practice: Practice
    placement: Placement
    answer: Answer
    counts: bool
    """It is in scope, and the team has not said that it does not apply."""
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
    def gap(self) -> int:
        return max(0, self.target - (self.level or 0))

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
        return min(self.open_actions, key=lambda action: EFFORTS.index(action.effort), default=None)

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
    def evidence_is_stale(self) -> bool:
        """More would be proved had nothing expired."""
        return self.evidenced is not None and self.fresh_evidenced is not None and self.fresh_evidenced > self.evidenced


@dataclass(frozen=True)
class SectionScore:
    """What is computed of one section."""

    section: Section
    figures: Figures
    practices: tuple[PracticeScore, ...]

    @property
    def id(self) -> str:
        return self.section.id

    @cached_property
    def lowest(self) -> PracticeScore | None:
        """The answered practice with the lowest level, the first of equals."""
        settled = (score for score in self.practices if score.settled)
        return min(settled, key=lambda score: score.low, default=None)

    @cached_property
    def counts(self) -> bool:
        return any(score.counts for score in self.practices)

    @cached_property
    def settled_of(self) -> tuple[int, int]:
        """How many of the practices that count are answered, and how many count."""
        return sum(score.settled for score in self.practices), sum(score.counts for score in self.practices)

    @cached_property
    def practice_weights(self) -> Fraction:
        """The plain weights of its practices that count, added up."""
        held = Counter(score.practice.weight for score in self.practices if score.counts)
        return sum((exact(weight) * times for weight, times in held.items()), Fraction(0))


@dataclass(frozen=True)
class Scorecard:
    """Everything computed from questionnaire, profile and answers, on a day."""

    tailoring: Tailoring
    on: date
    overall: Figures
    sections: tuple[SectionScore, ...]
    judge: Judge

    @property
    def questionnaire(self) -> Questionnaire:
        return self.tailoring.questionnaire

    @cached_property
    def practices(self) -> Mapping[str, PracticeScore]:
        """Full id to score, in questionnaire order."""
        return {score.id: score for section in self.sections for score in section.practices}

    @cached_property
    def sections_by_id(self) -> Mapping[str, SectionScore]:
        return {section.id: section for section in self.sections}

    @property
    def settled_of(self) -> tuple[int, int]:
        """How many of the practices that count are answered, and how many count."""
        parts = [section.settled_of for section in self.sections]
        return sum(settled for settled, _ in parts), sum(counting for _, counting in parts)

    @cached_property
    def counting(self) -> tuple[PracticeScore, ...]:
        return tuple(score for section in self.sections for score in section.practices if score.counts)

    def __getitem__(self, practice_id: str) -> PracticeScore:
        section = self.sections_by_id[practice_id.partition(".")[0]]
        return next(score for score in section.practices if score.id == practice_id)

    def with_answer(self, practice_id: str, answer: Answer) -> Scorecard:
        """The scorecard after one answer changed. Costs one section, however large the questionnaire."""
        section_id = practice_id.partition(".")[0]

        def rescored(section: SectionScore) -> SectionScore:
            scores = tuple(
                self.judge.practice(score.practice, score.placement, answer) if score.id == practice_id else score
                for score in section.practices
            )
            return score_section(section.section, scores)

        sections = tuple(rescored(section) if section.id == section_id else section for section in self.sections)
        return replace(self, sections=sections, overall=score_overall(sections))


@dataclass(frozen=True)
class Judge:
    """What it takes to judge a single practice: the questionnaire, the day, and what the last edition holds."""

    questionnaire: Questionnaire
    on: date
    last_edition: str = ""
    """Its name; empty before the first."""
    last_answers: Mapping[str, Answer] | None = None
    """What it holds, by full id; None before the first."""

    def practice(self, practice: Practice, placement: Placement, answer: Answer) -> PracticeScore:
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
        if answer.status in ("unsure", "unanswered") or answer.edited_outside:
            return False
        if answer.answered_at is not None and answer.confirmed_at is None:  # merged of two, and seen by nobody yet
            return False
        if answer.wording != self.questionnaire.wording(practice.id, inherited=placement.scope == "inherited"):
            return False
        if self.last_answers is None or answer.confirmed_after == self.last_edition:
            return True
        return answer.claim != self.last_answers.get(practice.id, NOTHING).claim

    def _accepted_holds(self, answer: Answer, target: int) -> bool:
        accepted = answer.accepted
        if accepted is None or answer.level is None or answer.level >= target:
            return False
        return self.on <= accepted.until and answer.level >= accepted.level

    def _proved(self, answer: Answer, *, expire: bool) -> int:
        """The highest level up to the one said whose `needs` the strongest valid piece meets."""
        strengths = self.questionnaire.strengths
        strongest = max((self.strength(piece, expire=expire) for piece in answer.evidence), default=0)
        scale = self.questionnaire.scale
        proved = (step.level for step in scale[: (answer.level or 0) + 1] if strengths.get(step.needs, 0) <= strongest)
        return max(proved, default=0)

    def _backing(self, answer: Answer) -> Backing | None:
        if answer.level is None:
            return None
        if any(self.is_proof(piece) for piece in answer.evidence):
            return "proven" if self._proved(answer, expire=True) >= answer.level else "partly"
        return "expired" if any(self.is_proof(piece, expire=False) for piece in answer.evidence) else "said"

    def strength(self, piece: Evidence, *, expire: bool = True) -> int:
        """How strong a piece is on the day; one that has run out, or has no day, counts as said only."""
        return self.questionnaire.strengths[piece.kind] if self._holds(piece, expire=expire) else 0

    def is_proof(self, piece: Evidence, *, expire: bool = True) -> bool:
        """Whether a piece is more than the team's word on the day: it counts, and is not of the weakest of kinds."""
        kinds = self.questionnaire.evidence_kinds
        return self._holds(piece, expire=expire) and (len(kinds) == 1 or piece.kind != kinds[0].id)

    def _holds(self, piece: Evidence, *, expire: bool) -> bool:
        """Whether a piece counts as what its kind says."""
        kind = self.questionnaire.kinds_by_id.get(piece.kind)
        if kind is None:
            return False
        if kind.valid_days is None:
            return True
        if piece.seen_on is None or piece.seen_on > self.on:
            return False
        return not expire or self.on <= piece.seen_on + timedelta(days=kind.valid_days)

    def valid_until(self, piece: Evidence) -> date | None:
        """The last day on which a dated piece counts; None where it does not run out or has no day."""
        kind = self.questionnaire.kinds_by_id.get(piece.kind)
        if kind is None or kind.valid_days is None or piece.seen_on is None:
            return None
        return piece.seen_on + timedelta(days=kind.valid_days)


def score(
    tailoring: Tailoring,
    answers: Mapping[str, Answer],
    on: date,
    *,
    last_edition: str = "",
    last_answers: Mapping[str, Answer] | None = None,
) -> Scorecard:
    """The scorecard of a team on a day.

    `last_edition` and `last_answers` are the name and the answers of the last edition, by which `confirmed` is judged.
    """
    judge = Judge(tailoring.questionnaire, on, last_edition, last_answers)
    sections = tuple(
        score_section(
            section,
            tuple(
                judge.practice(practice, tailoring[practice.id], answers.get(practice.id, NOTHING))
                for practice in section.practices
            ),
        )
        for section in tailoring.questionnaire.sections
    )
    return Scorecard(tailoring, on, score_overall(sections), sections, judge)


def score_section(section: Section, scores: tuple[PracticeScore, ...]) -> SectionScore:
    """A section's figures: a practice weighs its weight over the weights of those that count."""
    return SectionScore(section, _section_figures(scores), scores)


def _section_figures(scores: tuple[PracticeScore, ...]) -> Figures:
    counting = [score for score in scores if score.counts]
    if not counting:
        return NO_FIGURES
    weights = whole_weights([score.practice.weight for score in counting])
    total = sum(weights)

    # One loop over whole numbers: a section may be long, and this is done at every key.
    said = reached = unsaid = proved = target = settled = confirmed = 0
    for weight, score in zip(weights, counting, strict=True):
        level = score.answer.level
        target += weight * score.target
        confirmed += weight * score.confirmed
        if level is None:
            unsaid += weight * score.max_level
        else:
            settled += weight
            said += weight * level
            reached += weight * min(level, score.target)
            proved += weight * (score.evidenced or 0)
    return Figures(
        level=Fraction(said, settled) if settled else None,
        low=Fraction(said, total),
        high=Fraction(said + unsaid, total),
        evidenced=Fraction(proved, settled) if settled else None,
        target=Fraction(target, total),
        attainment=Fraction(reached, target) if target else Fraction(1),
        coverage=Fraction(settled, total),
        confirmed=Fraction(confirmed, total),
    )


def score_overall(sections: Iterable[SectionScore]) -> Figures:
    """The figures over all sections in which something counts, by their weights."""
    counting = [(exact(section.section.weight), section) for section in sections if section.counts]
    if not counting:
        return NO_FIGURES
    total = sum((weight for weight, _ in counting), Fraction(0))

    def mean(value: Callable[[Figures], Fraction | None]) -> Fraction:
        return sum((weight * (value(s.figures) or 0) for weight, s in counting), Fraction(0)) / total

    def mean_where_known(value: Callable[[Figures], Fraction | None]) -> Fraction | None:
        known = [(weight, figure) for weight, s in counting if (figure := value(s.figures)) is not None]
        if not known:
            return None
        return sum((w * figure for w, figure in known), Fraction(0)) / sum((w for w, _ in known), Fraction(0))

    def share_of_practices(value: Callable[[Figures], Fraction | None]) -> Fraction:
        # Shares of plain practice weights, so sections' own weights play no part.
        held = sum((s.practice_weights * (value(s.figures) or 0) for _, s in counting), Fraction(0))
        return held / sum((s.practice_weights for _, s in counting), Fraction(0))

    target = mean(lambda figures: figures.target)
    # A section's attainment is its reached share of its target, so their product is what it reached.
    reached = mean(lambda figures: (figures.attainment or Fraction(0)) * (figures.target or Fraction(0)))
    return Figures(
        level=mean_where_known(lambda figures: figures.level),
        low=mean(lambda figures: figures.low),
        high=mean(lambda figures: figures.high),
        evidenced=mean_where_known(lambda figures: figures.evidenced),
        target=target,
        attainment=reached / target if target else Fraction(1),
        coverage=share_of_practices(lambda figures: figures.coverage),
        confirmed=share_of_practices(lambda figures: figures.confirmed),
    )


def whole_weights(weights: list[float | int]) -> list[int]:
    """Weights as whole numbers in the same proportion, read as the decimals that were written."""
    if all(type(weight) is int for weight in weights):
        return [int(weight) for weight in weights]
    fractions = [exact(weight) for weight in weights]
    common = lcm(*(fraction.denominator for fraction in fractions))
    return [int(fraction * common) for fraction in fractions]


def shares(sections: Iterable[SectionScore], holds: Callable[[PracticeScore], bool]) -> dict[str, Fraction]:
    """The share of each practice for which `holds` in a weighted mean over these, by full id; they add up to 1.

    Practices weigh their weight within their section, sections theirs; both renewed among what holds.
    """
    chosen: list[tuple[Fraction, list[PracticeScore]]] = []
    for section in sections:
        scores = [score for score in section.practices if holds(score)]
        if scores:
            chosen.append((exact(section.section.weight), scores))
    total = sum((weight for weight, _ in chosen), Fraction(0))
    result: dict[str, Fraction] = {}
    for section_weight, scores in chosen:
        within = sum((exact(score.practice.weight) for score in scores), Fraction(0))
        for one in scores:
            result[one.id] = section_weight / total * exact(one.practice.weight) / within
    return result

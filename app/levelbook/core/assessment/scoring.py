"""The scorecard: levels as ranges, coverage, evidence and targets (docs/design.md, "The arithmetic").

All figures are exact fractions. Inside a section, weights are made whole numbers first, so that a section of a
thousand practices is a sum of integers and one changed answer costs one practice, one section and one short sum.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache, cached_property
from math import lcm

from levelbook.core.answers.answers import NOTHING, Answer
from levelbook.core.assessment.practice_score import Judge, PracticeScore
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.questionnaire import Questionnaire, Section, exact
from levelbook.core.questionnaire.tailoring import Tailoring


@frozen
class Figures:
    """Figures are computed of a section, and of everything. All are None where nothing counts."""

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


@frozen
class SectionScore:
    """A section score holds what is computed of one section."""

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
        """Count how many of the practices that count are answered, and how many count."""
        return sum(score.settled for score in self.practices), sum(score.counts for score in self.practices)

    @cached_property
    def has_proof(self) -> bool:
        """Evidence proves some of its level today."""
        return any(score.has_proof for score in self.practices)

    @property
    def has_expired_proof(self) -> bool:
        """Tell whether all the evidence that proved some practice's level has expired."""
        return any(score.counts and score.backing == "expired" for score in self.practices)

    @property
    def is_by_word(self) -> bool:
        """Tell whether it counts as proven without any evidence."""
        return not self.has_proof and any(score.is_by_word for score in self.practices)

    @cached_property
    def practice_weights(self) -> Fraction:
        """The plain weights of its practices that count, added up."""
        held = Counter(score.practice.weight for score in self.practices if score.counts)
        return sum((exact(weight) * times for weight, times in held.items()), Fraction(0))


@frozen
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
    def has_proof(self) -> bool:
        """Evidence proves some of the team's level today."""
        return any(section.has_proof for section in self.sections)

    @property
    def has_expired_proof(self) -> bool:
        """Tell whether all the evidence that proved some practice's level has expired."""
        return any(section.has_expired_proof for section in self.sections)

    @property
    def settled_of(self) -> tuple[int, int]:
        """Count how many of the practices that count are answered, and how many count."""
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

    def saying(self, answers: Mapping[str, Answer], last_answers: Mapping[str, Answer] | None) -> Scorecard:
        """The same figures beside answers that say the same in other words, as where names of people are left out."""

        def saying(score: PracticeScore) -> PracticeScore:
            return replace(score, answer=answers.get(score.id, NOTHING))

        @cache
        def earlier_revs() -> frozenset[str]:
            """Editions hold the first words: what is as in one of them is found by those."""
            scores = (score for section in self.sections for score in section.practices)
            old = (one.id for one in scores if self.judge.is_from_an_earlier_edition(one.id, one.answer))
            return frozenset(answers[name].rev for name in old)

        sections = tuple(replace(section, practices=tuple(map(saying, section.practices))) for section in self.sections)
        judge = replace(self.judge, last_answers=last_answers, read_earlier_revs=earlier_revs)
        return replace(self, sections=sections, judge=judge)


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
    return score_by(Judge(tailoring.questionnaire, on, last_edition, last_answers), tailoring, answers)


def score_by(judge: Judge, tailoring: Tailoring, answers: Mapping[str, Answer]) -> Scorecard:
    """The scorecard of a team, each practice as a judge sees it."""
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
    return Scorecard(tailoring, judge.on, score_overall(sections), sections, judge)


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


def most_attainable(sections: Iterable[SectionScore]) -> Fraction | None:
    """Return the attainment, 0 to 1, if every unanswered practice turns out to be at its target.

    `attainment` assumes that they are at 0; the two are equal once everything is answered. None if nothing counts.
    """
    counting = [section for section in sections if section.counts]
    reached = target = Fraction(0)
    for section in counting:
        share = exact(section.section.weight) / section.practice_weights
        for score in (score for score in section.practices if score.counts):
            weight = share * exact(score.practice.weight)
            reached += weight * (min(score.low, score.target) if score.settled else score.target)
            target += weight * score.target
    if not counting:
        return None
    return reached / target if target else Fraction(1)


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

"""An explanation shows how a figure is computed: the formula, its values, and the result.

It uses the same numbers as the scorecard, written so that a person can check them with a pencil.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Literal

from levelbook.core.answers.answers import STATUS_WORDS
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.scoring import Figures, Scorecard, SectionScore, shares
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.questionnaire import exact
from levelbook.core.text.cleaning import spoken_day, told_apart, with_full_stop, without_full_stop
from levelbook.core.text.quotation import speaker
from levelbook.core.text.rounding import four_places, one_decimal

COVERAGE = "how much is answered of the practices that count, each by its weight"
CONFIRMED = "how much was looked at this round of the practices that count, each by its weight"
BY_WEIGHT = ", each by its weight"
ATTAINMENT = (
    "the mean level, counted up to the target at most, divided by the mean target; an open answer counts as level 0"
)


@frozen
class Figure:
    """One figure: its name, its formula in words and numbers, and its value."""

    name: str
    formula: str
    values: str
    """The formula with this team's values in it."""
    value: Fraction | None
    unit: Literal["level", "whole", "share", "change"] = "level"
    """How people are shown the value: with one decimal, as the whole number that it is, in per cent, or not beside its
    name, since its values end in it."""
    lacks_evidence: bool = False
    """The value is counted as proven, and no evidence proves any of it."""
    evidence_expired: bool = False
    """Where evidence is lacking, some was held that has expired by now."""

    def shape(self) -> dict[str, object]:
        return {
            "name": self.name,
            "formula": self.formula,
            "values": self.values,
            "value": four_places(self.value),
        }


@frozen
class Explanation:
    """The figures of a practice, a section, or everything."""

    id: str
    title: str
    figures: tuple[Figure, ...]
    notes: tuple[str, ...] = ()
    """Remarks beside the numbers: scope, reasons, an accepted risk."""

    def shape(self) -> dict[str, object]:
        """The JSON shape of `explain --json`."""
        return {
            "id": self.id,
            "title": self.title,
            "figures": [figure.shape() for figure in self.figures],
            "notes": list(self.notes),
        }


def explain_practice(scorecard: Scorecard, one: PracticeScore) -> Explanation:
    """Explain level, evidence, target, gap and priority of one practice, and its share of the whole."""
    notes = [f"Scope: {one.scope.replace('-', ' ')}" + _because(one.placement.scope_because)]
    if not one.counts:
        if one.status == "not-applicable":
            notes.append(f"The team says that it does not apply: {one.answer.not_applicable}")
        notes.append("It does not count, so no figure is made of it.")
        return Explanation(one.id, one.practice.title, (), tuple(notes))
    if one.accepted_holds and one.answer.accepted:
        accepted = one.answer.accepted
        notes.append(
            f"The risk of staying at {accepted.level} is accepted by {speaker(accepted.by)} until "
            f"{spoken_day(accepted.until)}"
            f"{f': {with_full_stop(accepted.reason)}' if accepted.reason else '.'} "
            "The target stays, and the figures still count the gap."
        )
    weight = shares(scorecard.sections, lambda other: other.counts)[one.id]
    return Explanation(
        one.id,
        one.practice.title,
        (
            _level(one),
            _evidenced(scorecard, one),
            _target(scorecard, one),
            Figure(
                "gap",
                "target minus level, never below 0"
                + ("; an open answer counts as level 0" if one.level is None else ""),
                f"{one.target} − {one.low} = {one.gap}"
                if one.low <= one.target
                else f"{one.target} − {one.low} is below 0",
                Fraction(one.gap),
                "whole",
            ),
            Figure(
                "priority",
                "impact times gap; high from 6, medium from 3, low from 1",
                f"{one.practice.impact} × {one.gap} = {one.priority}" + (f" ({one.band})" if one.band else ""),
                Fraction(one.priority),
                "whole",
            ),
            Figure(
                "share",
                "its weight in its section, times the section's weight, among practices that count",
                f"{part_words(weight)} of the overall range and target",
                weight,
                "share",
            ),
        ),
        tuple(notes),
    )


def _level(one: PracticeScore) -> Figure:
    taken = one.answer.offer
    if one.level is not None and taken is not None:
        formula = "the level of the other team, and below the lowest criterion that is not met here"
        unmet = f"; not met here: {', '.join(one.answer.unmet)}" if one.answer.unmet else ""
        values = f"{taken.team}, edition {taken.edition}: {taken.level}{unmet}"
        return Figure("level", formula, values, Fraction(one.level), "whole")
    if one.level is not None:
        return Figure("level", "as answered", str(one.level), Fraction(one.level), "whole")
    return Figure(
        "level",
        "none: the answer is open",
        f"{STATUS_WORDS[one.status]}: between {one.low} and {one.high}",
        None,
        "whole",
    )


def _evidenced(scorecard: Scorecard, one: PracticeScore) -> Figure:
    formula = "the highest level, up to the one answered, that the strongest valid evidence proves"
    if one.evidenced is None:
        return Figure("evidenced", formula, "none: the answer is open", None, "whole")
    kinds = scorecard.questionnaire.evidence_kinds
    held = [(piece, scorecard.judge.strength(piece)) for piece in one.answer.all_evidence]
    best = max((strength for _, strength in held), default=0)
    pieces = ", ".join(
        f"{piece.kind} {f'on {spoken_day(piece.seen_on)}' if piece.seen_on else 'without a day'} "
        f"counts as {kinds[strength].id}"
        for piece, strength in held
    )
    if one.has_proof:
        values = f"{pieces}; the strongest is {kinds[best].id}, which proves level {one.evidenced}"
    else:
        needs_none = f"; level {one.evidenced} needs none, so it is counted" if one.evidenced else ""
        values = f"{pieces or 'no evidence is held'}{needs_none}"
    expired = one.backing == "expired"
    return Figure(
        "evidenced", formula, values, Fraction(one.evidenced), "whole", bool(one.level) and not one.has_proof, expired
    )


def _target(scorecard: Scorecard, one: PracticeScore) -> Figure:
    default = scorecard.questionnaire.default_target
    parts = [f"{default} by default"]
    parts += [f"{one.placement.target} because {without_full_stop(reason)}" for reason in one.placement.target_because]
    if one.answer.target is not None and one.target > one.placement.target:
        parts.append(f"the team's own {one.answer.target} ({without_full_stop(one.answer.target_reason)})")
    formula = "the default, unless a rule or the team itself asks for more"
    return Figure("target", formula, f"{'; '.join(parts)}: the target is {one.target}", Fraction(one.target), "whole")


def explain_section(section: SectionScore) -> Explanation:
    """Explain the figures of a section as weighted means over its practices."""
    counting = [one for one in section.practices if one.counts]
    settled = [one for one in counting if one.settled]
    weigh = _mean_of(lambda one: (one.practice.title, exact(one.practice.weight)))
    figures = _figures(section, counting, settled, weigh, "practices")
    notes = () if counting else ("Nothing in this section counts for this team.",)
    return Explanation(section.id, section.section.title, figures, notes)


def explain_overall(scorecard: Scorecard) -> Explanation:
    """Explain the overall figures: every practice with its share, through its section."""
    if scorecard.overall.target is None:
        return Explanation("overall", "Overall", (), ("Nothing is in scope, so no figure is made.",))
    sections = [section for section in scorecard.sections if section.counts]
    known = [section for section in sections if section.figures.level is not None]

    def mean(members: list[SectionScore], value: Callable[[Figures], Fraction | None]) -> str:
        return _mean_text(
            (section.section.title, exact(section.section.weight), value(section.figures) or Fraction(0))
            for section in members
        )

    overall, counting = scorecard.overall, list(scorecard.counting)
    reached = _mean_text(
        (
            section.section.title,
            exact(section.section.weight),
            (section.figures.attainment or Fraction(0)) * (section.figures.target or Fraction(0)),
        )
        for section in sections
    )
    nothing_to_reach = "" if overall.target else ", which any level reaches"
    every = "the mean over the sections where something counts, each by its weight"
    answered = "the mean over the sections with an answer, each by its weight"
    return Explanation(
        "overall",
        "Overall",
        (
            Figure("level", answered, mean(known, lambda f: f.level), overall.level),
            Figure("low", every, mean(sections, lambda f: f.low), overall.low),
            Figure("high", every, mean(sections, lambda f: f.high), overall.high),
            Figure(
                "evidenced",
                answered,
                mean(known, lambda f: f.evidenced),
                overall.evidenced,
                lacks_evidence=not scorecard.has_proof,
                evidence_expired=scorecard.has_expired_proof,
            ),
            Figure("target", every, mean(sections, lambda f: f.target), overall.target),
            Figure(
                "attainment",
                ATTAINMENT,
                f"{reached}. The mean target is {_number(overall.target)}{nothing_to_reach}",
                overall.attainment,
                "share",
            ),
            Figure("coverage", COVERAGE, _plain_share(counting, lambda one: one.settled), overall.coverage, "share"),
            Figure(
                "confirmed", CONFIRMED, _plain_share(counting, lambda one: one.confirmed), overall.confirmed, "share"
            ),
        ),
    )


def _plain_share(counting: list[PracticeScore], holds: Callable[[PracticeScore], bool]) -> str:
    """`1 of 3 practices, weight 2 of 5`: sections' weights play no part."""
    held = [one for one in counting if holds(one)]
    weights = (sum((exact(one.practice.weight) for one in members), Fraction(0)) for members in (held, counting))
    said = f"{len(held)} of {len(counting)} practices"
    if all(one.practice.weight == 1 for one in counting):
        return said
    return f"{said}, weight {' of '.join(map(_number, weights))}"


Weigh = Callable[[PracticeScore], tuple[str, Fraction]]
MeanText = Callable[[list[PracticeScore], Callable[[PracticeScore], int]], str]


def _mean_of(weigh: Weigh) -> MeanText:
    def mean(members: list[PracticeScore], value: Callable[[PracticeScore], int]) -> str:
        return _mean_text((*weigh(one), Fraction(value(one))) for one in members)

    return mean


def _figures(
    section: SectionScore, counting: list[PracticeScore], settled: list[PracticeScore], mean: MeanText, of: str
) -> tuple[Figure, ...]:
    if not counting:
        return ()
    figures = section.figures
    every, answered = f"the mean over the {of} that count{BY_WEIGHT}", f"the mean over the answered {of}{BY_WEIGHT}"
    reached = mean(counting, lambda one: min(one.low, one.target))
    return (
        Figure("level", answered, mean(settled, lambda one: one.low), figures.level),
        Figure("low", every, mean(counting, lambda one: one.low), figures.low),
        Figure("high", every, mean(counting, lambda one: one.high), figures.high),
        Figure(
            "evidenced",
            answered,
            mean(settled, lambda one: one.evidenced or 0),
            figures.evidenced,
            lacks_evidence=not section.has_proof,
            evidence_expired=section.has_expired_proof,
        ),
        Figure("target", every, mean(counting, lambda one: one.target), figures.target),
        Figure(
            "attainment",
            ATTAINMENT,
            f"{reached}. Targets: {mean(counting, lambda one: one.target)}",
            figures.attainment,
            "share",
        ),
        Figure("coverage", COVERAGE, _plain_share(counting, lambda one: one.settled), figures.coverage, "share"),
        Figure("confirmed", CONFIRMED, _plain_share(counting, lambda one: one.confirmed), figures.confirmed, "share"),
    )


def _mean_text(terms: Iterable[tuple[str, Fraction, Fraction]]) -> str:
    """`Title 2, Title 3; together 5, divided by 2`; "none" where there is nothing to take the mean of."""
    listed = list(terms)
    if not listed:
        return "none"
    titles = told_apart(title for title, _, _ in listed)
    total = sum((weight for _, weight, _ in listed), Fraction(0))
    together = sum((weight * value for _, weight, value in listed), Fraction(0))
    figures = [f"{title} {_number(value)}" for title, (_, _, value) in zip(titles, listed, strict=True)]
    if all(weight == 1 for _, weight, _ in listed):
        return f"{', '.join(figures)}; together {_number(together)}, divided by {_number(total)}"
    parts = [f"{figure} times {_number(weight)}" for figure, (_, weight, _) in zip(figures, listed, strict=True)]
    return f"{', '.join(parts)}; together {_number(together)}, divided by the weights' {_number(total)}"


def _number(value: Fraction | None) -> str:
    """Write a number with at most two decimals."""
    if value is None:
        return "none"
    if value.denominator == 1:
        return str(value.numerator)
    text = f"{float(round(value, 2)):.2f}".rstrip("0").rstrip(".")
    return text or one_decimal(value)


def part_words(value: Fraction) -> str:
    """Write a share as people say it: `1 part in 52`, `3 parts in 104`, `all`."""
    if value == 1:
        return "all"
    return f"{value.numerator} {'part' if value.numerator == 1 else 'parts'} in {value.denominator}"


def _because(reasons: tuple[str, ...]) -> str:
    return " because " + "; ".join(reasons) if reasons else ""

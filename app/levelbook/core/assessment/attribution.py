"""An attribution splits what moved the level exactly: questionnaire, profile, answers; practice by practice.

The parts add up to the change, and so do the practices' contributions (docs/design.md, "What moved the level").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from fractions import Fraction
from functools import cached_property
from typing import Literal

from levelbook.core.assessment.pairing import Pairing, scored
from levelbook.core.assessment.scoring import Scorecard, shares
from levelbook.core.frozen import frozen


@frozen
class Parts:
    """The parts of the level's change: the three add up to it exactly."""

    questionnaire: Fraction
    """The effect of new wording and weights alone on the old record."""
    profile: Fraction
    answers: Fraction


Part = Literal["questionnaire", "profile", "answers"]


@frozen
class AttributionStep:
    """One step on the way: what it changes, and how much of it counts, since profile and answers are each changed once
    first and once last."""

    part: Part
    factor: Fraction
    first: Scorecard
    second: Scorecard
    called: Mapping[str, str] = field(default_factory=dict)
    """Map ids in the first scorecard to ids in the second, if they differ."""

    def terms(self) -> dict[str, Term]:
        """Terms by the second scorecard's practice ids, or the first's for practices that the second does not have."""
        return terms(self.first, self.second, self.called)


@frozen
class AttributionPath:
    """The scorecards on the way from one assessment to another: first the questionnaire, then the profile and the
    answers in either order."""

    start: Scorecard
    reworded: Scorecard
    profile_first: Scorecard
    answers_first: Scorecard
    end: Scorecard

    later: Mapping[str, str] = field(default_factory=dict)
    """Map practice ids at the start to ids in the later questionnaire, if they differ."""

    @classmethod
    def between(cls, pairing: Pairing) -> AttributionPath:
        carried, after = pairing.carried, pairing.after
        same_profile = carried.book.profile == after.book.profile
        return cls(
            start=pairing.before.scorecard,
            reworded=carried.scorecard,
            profile_first=carried.scorecard if same_profile else scored(after.questionnaire, after, carried),
            answers_first=after.scorecard if same_profile else scored(after.questionnaire, carried, after),
            end=after.scorecard,
            later={old: new for new, old in pairing.earlier.items() if old != new},
        )

    @property
    def why_not(self) -> str | None:
        """The reason why the split is impossible; None if it is possible."""
        stops = (
            (self.start, "nothing was answered at the start"),
            (self.end, "nothing is answered at the end"),
            (self.reworded, "the new questionnaire asks nothing that the old record answers"),
            (self.profile_first, "under the new profile nothing of the old record counts"),
            (self.answers_first, "under the old profile nothing of the new record counts"),
        )
        return next((why for card, why in stops if card.overall.level is None), None)

    def parts(self) -> Parts:
        start, reworded, profile_first, answers_first, end = (
            card.overall.level or Fraction(0)
            for card in (self.start, self.reworded, self.profile_first, self.answers_first, self.end)
        )
        half = Fraction(1, 2)
        return Parts(
            questionnaire=reworded - start,
            profile=half * ((profile_first - reworded) + (end - answers_first)),
            answers=half * ((end - profile_first) + (answers_first - reworded)),
        )

    @property
    def stages(self) -> tuple[AttributionStep, ...]:
        """Return the steps of the way; where the profile stayed as it was, the answers are changed once."""
        half = Fraction(1, 2)
        if self.profile_first is self.reworded and self.answers_first is self.end:
            return (
                AttributionStep("questionnaire", Fraction(1), self.start, self.reworded, self.later),
                AttributionStep("answers", Fraction(1), self.reworded, self.end),
            )
        return (
            AttributionStep("questionnaire", Fraction(1), self.start, self.reworded, self.later),
            AttributionStep("profile", half, self.reworded, self.profile_first),
            AttributionStep("answers", half, self.profile_first, self.end),
            AttributionStep("answers", half, self.reworded, self.answers_first),
            AttributionStep("profile", half, self.answers_first, self.end),
        )

    @cached_property
    def own_moves(self) -> Mapping[str, Fraction]:
        """Return the effect of each practice's own level, by id as in `contributions`; the rest is due to its share."""
        total: dict[str, Fraction] = {}
        for stage in self.stages:
            for name, term in stage.terms().items():
                total[name] = total.get(name, Fraction(0)) + stage.factor * term.by_level
        return total

    @cached_property
    def from_start_to_end(self) -> Mapping[str, Term]:
        """Return each practice's share and level at the start and at the end, by id as in `contributions`."""
        return terms(self.start, self.end, self.later)

    def contributions(self) -> dict[str, Fraction]:
        total: dict[str, Fraction] = {}
        for stage in self.stages:
            for name, term in stage.terms().items():
                total[name] = total.get(name, Fraction(0)) + stage.factor * term.value
        return total


@frozen
class Term:
    """One practice's contribution to the level's change between two scorecards: `ē·Δv + (v̄ − c)·Δe`."""

    old_share: Fraction
    """`e`, its share of the level, before."""
    new_share: Fraction
    old: int
    """`v`, its level, before; if it has a level on one side only, that level on both."""
    new: int
    centre: Fraction
    """`c`, the mean of both levels."""

    @property
    def value(self) -> Fraction:
        return self.by_level + self.above * self.gained

    @property
    def by_level(self) -> Fraction:
        """`ē·Δv`: the effect of its own level."""
        return (self.old_share + self.new_share) / 2 * (self.new - self.old)

    @property
    def above(self) -> Fraction:
        """`v̄ − c`: how far it is above the average of what is answered."""
        return Fraction(self.old + self.new, 2) - self.centre

    @property
    def gained(self) -> Fraction:
        """`Δe`: the growth of its share of the level."""
        return self.new_share - self.old_share


def contributions(first: Scorecard, second: Scorecard) -> dict[str, Fraction]:
    """Compute each practice's contribution between two scorecards that both have a level; they add up to the change."""
    return {name: term.value for name, term in terms(first, second).items()}


def terms(first: Scorecard, second: Scorecard, called: Mapping[str, str] = {}) -> dict[str, Term]:
    """Return the terms of each practice's contribution, by id.

    called: ids in the first scorecard to ids in the second, if they differ.
    """
    old_shares = {called.get(name, name): (share, first.practices[name].low) for name, share in _of_level(first)}
    new_shares = dict(_of_level(second))
    centre = ((first.overall.level or Fraction(0)) + (second.overall.level or Fraction(0))) / 2
    result: dict[str, Term] = {}
    for name in {**old_shares, **new_shares}:
        old_share, old = old_shares.get(name) or (Fraction(0), second.practices[name].low)
        new = second.practices[name].low if name in new_shares else old
        result[name] = Term(old_share, new_shares.get(name, Fraction(0)), old, new, centre)
    return result


def _of_level(card: Scorecard) -> Iterable[tuple[str, Fraction]]:
    """Map practices with a share of the level to their shares."""
    return shares(card.sections, lambda one: one.settled).items()

"""A comparison shows the differences of two editions and why the level moved (docs/design.md, "What moved the level").

`compare` takes two assessments, each an edition or the present state. All figures are exact: the parts add up to the
change, and so do the practices' contributions. If the later one has another version of the questionnaire, the
earlier record goes through its version map first, so that a renamed practice counts as the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cached_property
from itertools import takewhile

from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.attribution import AttributionPath, Parts
from levelbook.core.assessment.like_for_like import LikeForLike, like_for_like, shares_alike
from levelbook.core.assessment.pairing import Pairing
from levelbook.core.assessment.practice_change import Change, PracticeChange, practice_change
from levelbook.core.assessment.scoring import shares
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.facts import reworded_facts
from levelbook.core.text.rounding import (
    MOST_PLACES,
    PrintedChange,
    apportioned,
    change_words,
    movement,
    places_that_show,
    signed,
    units,
)


@frozen
class Breakdown:
    """A breakdown says what each practice moved the level by, as printed: in hundredths that add up to the change.

    Every page prints these figures, however many practices it names, so that a practice has one figure.
    """

    change: int
    by_practice: Mapping[str, int]
    """Contributions of changed practices by id. For all others, only the share of the level has changed."""

    def others(self, named: Iterable[str]) -> int:
        """Return the sum of the contributions of all practices except those named by id."""
        return self.change - sum(self.by_practice[name] for name in named)


@frozen
class Shares:
    """The largest contributions to a level's change, and the rest together, as printed figures that add up."""

    change: str
    most: tuple[tuple[str, str], ...]
    """Titles and figures, largest first."""
    others: int
    """The number of other practices with a contribution."""
    others_moved: int
    """The number of these that have changed; for the rest, only their share of the level has changed."""
    rest: str
    """The sum of the other contributions."""
    others_show: bool
    """True if one of these has a figure of its own as printed, also where they cancel each other out."""
    most_by_share: str
    """Title of the practice that moved the level most, or that alone is left, where only its share has changed; else
    empty."""


@frozen
class Comparison:
    """A comparison of two assessments, the older first."""

    before: Assessment
    after: Assessment
    parts: Parts | None
    why_no_parts: str
    """The reason, as a sentence, if `parts` is None; otherwise empty."""
    like_for_like: LikeForLike | None
    """None if nothing was answered both times under the same wording."""
    practices: tuple[PracticeChange, ...]
    """All practices of either side: the later questionnaire's in its order, then the gone ones."""
    way: AttributionPath
    pairing: Pairing

    @property
    def change(self) -> Fraction | None:
        old, new = self.before.scorecard.overall.level, self.after.scorecard.overall.level
        return None if old is None or new is None else new - old

    @property
    def movement(self) -> PrintedChange | None:
        """The level's change in words that add up, its parts in the order answers, questionnaire, profile; None where
        one of the levels does not exist. With decimals that also show the change like for like."""
        old, new = self.before.scorecard.overall.level, self.after.scorecard.overall.level
        if old is None or new is None:
            return None
        split = (self.parts.answers, self.parts.questionnaire, self.parts.profile) if self.parts else ()
        same = self.like_for_like.change if self.like_for_like else Fraction(0)
        return movement(old, new, split, least=places_that_show(same))

    def attainment_parts(self) -> tuple[tuple[str, Fraction], ...]:
        """Split the change of the attainment among practices, by title: the parts add up to it exactly.

        Where r is what a practice reaches of the whole target t, the change is (Δr − attainment before × Δt) / t after.
        """
        old, new = self.before.scorecard, self.after.scorecard
        if old.overall.attainment is None or new.overall.attainment is None or not new.overall.target:
            return ()
        old_shares, new_shares = (shares(card.sections, lambda one: one.counts) for card in (old, new))
        found = []
        for change in self.practices:
            reached = target = Fraction(0)
            for one, by_id, sign in ((change.before, old_shares, -1), (change.after, new_shares, 1)):
                if one is not None and one.counts:
                    reached += sign * by_id[one.id] * min(one.level or 0, one.target)
                    target += sign * by_id[one.id] * one.target
            found.append((change.title, (reached - old.overall.attainment * target) / new.overall.target))
        return tuple(found)

    @property
    def reworded_facts(self) -> tuple[str, ...]:
        """Ids of the facts that read differently under one version of the questionnaire."""
        return reworded_facts(self.before.questionnaire, self.after.questionnaire)

    @property
    def like_for_like_words(self) -> str:
        """The change like for like, with as many decimals as the level's; empty if there is none."""
        if self.like_for_like is None:
            return ""
        change, said = self.like_for_like.change, self.movement
        if said and change == said.new - said.old:
            return said.change_words
        return change_words(change, said.places if said else places_that_show(change))

    @cached_property
    def alike_reworded(self) -> int:
        """The number of practices in `like_for_like` whose question was reworded, and not answered again since."""
        alike = shares_alike(self.pairing)
        return sum(change.id in alike for change in self.practices if change.has("reworded"))

    @cached_property
    def breakdown(self) -> Breakdown | None:
        """The contribution of each practice; None if there is no attribution."""
        old, new = self.before.scorecard.overall.level, self.after.scorecard.overall.level
        if self.parts is None or old is None or new is None:
            return None
        # With two decimals: one practice of forty seldom moves a whole tenth. Where the levels are printed with two as
        # well, after less before is the change; where they are not, nobody sees what they would be rounded to.
        said = self.movement
        are_levels_as_exact = said is not None and said.places == MOST_PLACES
        change = units(new - old, MOST_PLACES)
        if are_levels_as_exact:
            change = units(new, MOST_PLACES) - units(old, MOST_PLACES)
        parts = {one.id: one.contribution or Fraction(0) for one in self.moved}
        others = sum((one.contribution or Fraction(0) for one in self.practices if not one.changes), Fraction(0))
        *figures, _ = apportioned(change, [*parts.values(), others], MOST_PLACES)
        return Breakdown(change, dict(zip(parts, figures, strict=True)))

    def shares(self, most: int) -> Shares | None:
        """The largest contributions by practice; None if there is no attribution.

        Where only one more has changed, it is named as well: a single one is not “the others”.
        """
        breakdown = self.breakdown
        if breakdown is None:
            return None
        contributing = [change for change in self.practices if change.contribution]
        by_practice = breakdown.by_practice
        # By the printed figure first: of two equal parts one may be rounded up, and nobody would name the other.
        movers = sorted(
            (change for change in contributing if change.moves),
            key=lambda one: (-abs(by_practice[one.id]), -abs(one.contribution or Fraction(0))),
        )
        shown = most + 1 if len(movers) == most + 1 else most
        named = list(takewhile(lambda change: by_practice[change.id], movers[:shown]))
        others = {change.id for change in contributing} - {change.id for change in named}
        asked = contributing if len(others) > 1 else [change for change in contributing if change.id in others]
        largest = max(asked, key=lambda one: abs(one.contribution or Fraction(0)), default=None)
        rest = breakdown.others(change.id for change in named)
        return Shares(
            change=signed(breakdown.change, MOST_PLACES),
            most=tuple((change.title, signed(by_practice[change.id], MOST_PLACES)) for change in named),
            others=len(others),
            others_moved=len(movers) - len(named),
            rest=signed(rest, MOST_PLACES),
            others_show=rest != 0 or any(by_practice.get(name) for name in others),
            most_by_share=largest.title if largest and not largest.moves else "",
        )

    @property
    def moved(self) -> tuple[PracticeChange, ...]:
        return tuple(change for change in self.practices if change.changes)

    def only(self, *kinds: Change) -> tuple[PracticeChange, ...]:
        return tuple(change for change in self.practices if change.has(*kinds))


def compare(before: Assessment, after: Assessment) -> Comparison:
    """Compare two assessments: differences, the parts of the level's change, and each practice's contribution."""
    pairing = Pairing.of(before, after)
    path = AttributionPath.between(pairing)
    contributions = path.contributions() if path.why_not is None else None
    pairs: list[tuple[str, str | None, str | None]] = [
        (name, pairing.earlier.get(name), name) for name in after.questionnaire.practices
    ]
    pairs += [(name, name, None) for name in pairing.gone]
    return Comparison(
        before=before,
        after=after,
        parts=path.parts() if path.why_not is None else None,
        why_no_parts=path.why_not or "",
        like_for_like=like_for_like(pairing),
        practices=tuple(practice_change(pairing, *pair, contributions) for pair in pairs),
        way=path,
        pairing=pairing,
    )

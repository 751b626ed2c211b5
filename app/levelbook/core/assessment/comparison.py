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
from typing import Literal

from levelbook.core.answers.answers import Answer
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.attribution import AttributionPath, Parts
from levelbook.core.assessment.pairing import Pairing
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.scoring import shares
from levelbook.core.errors import FileIsWrong
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

Change = Literal[
    "answered", "up", "down", "cleared", "scope", "target", "accepted", "proof-lost", "proof-gained",
    "criteria-lost", "criteria-gained", "open", "offer", "reworded", "new", "gone",
]  # fmt: skip


@frozen
class LikeForLike:
    """The change over practices asked and answered both times, which is the figure that people mean."""

    before: Fraction
    after: Fraction
    practices: int

    @property
    def change(self) -> Fraction:
        return self.after - self.before


@frozen
class PracticeChange:
    """The changes of one practice between two assessments."""

    id: str
    title: str
    changes: tuple[Change, ...]
    """The kinds of changes; empty if nothing changed."""
    before: PracticeScore | None
    """The practice's score before; None if that questionnaire does not have it."""
    after: PracticeScore | None
    contribution: Fraction | None
    """Its contribution to the level's change; None if there is no attribution."""
    why: str = ""
    """The questionnaire's remark on a change of its id; may be empty."""
    into: tuple[str, ...] = ()
    """Titles of the later practices that a dropped practice has become, or is part of."""
    criteria_lost: tuple[str, ...] = ()
    """Texts of the criteria that held before and do not hold now, by the team's own exceptions."""
    criteria_gained: tuple[str, ...] = ()
    """Texts of the criteria that hold now and did not before, by the team's own exceptions."""
    is_explained: bool = True
    """False where the reason for the later level was given for a move the other way, in one of the rounds between."""

    def has(self, *kinds: Change) -> bool:
        return not set(kinds).isdisjoint(self.changes)

    @property
    def reason(self) -> str:
        """The team's reason for the changed level; empty if there is none, or if it belongs to an earlier change."""
        old = self.before.answer.level_reason if self.before else ""
        new = self.after.answer.level_reason if self.after else ""
        return new if self.is_explained and new != old and self.has("up", "down", "answered", "new") else ""

    @property
    def counts(self) -> tuple[bool, bool]:
        """Tell whether it counts before or after. An answer that counts neither time changes no figure."""
        before, after = (score is not None and score.counts for score in (self.before, self.after))
        return before, after

    @property
    def is_asked_again(self) -> bool:
        """Tell whether its answer was put aside, because the practice was split or merged, unless answered since."""
        had = self.before is not None and self.before.level is not None
        return self.has("reworded") and had and self.after is not None and self.after.level is None

    @property
    def moves(self) -> bool:
        """Tell whether it has a change that can move the level by itself."""
        counted, counts = self.counts
        by_itself = self.has("answered", "up", "down", "cleared", "new", "gone")
        return counted != counts or by_itself or self.is_asked_again


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
        practices=tuple(_practice_change(pairing, *pair, contributions) for pair in pairs),
        way=path,
        pairing=pairing,
    )


def shares_alike(pairing: Pairing) -> Mapping[str, Fraction]:
    """Return the practices that count and are answered both times in the same wording, with shares among themselves.

    By their later ids.
    """
    before, after = pairing.before, pairing.after

    def same(score: PracticeScore) -> bool:
        old = before.score_of(pairing.earlier.get(score.id, ""))
        return (
            score.settled
            and old is not None
            and old.settled
            and pairing.is_kept(old, score.id)
            and pairing.old_wording(old, score) == _wording(after, score)
        )

    return shares(after.scorecard.sections, same)


def like_for_like(pairing: Pairing) -> LikeForLike | None:
    """Return the change over what was asked and answered both times in the same words; None where nothing was."""
    weights = shares_alike(pairing)
    if not weights:
        return None
    before, after = pairing.before.scorecard.practices, pairing.after.scorecard.practices
    old = sum((share * before[pairing.earlier[name]].low for name, share in weights.items()), Fraction(0))
    new = sum((share * after[name].low for name, share in weights.items()), Fraction(0))
    return LikeForLike(old, new, len(weights))


def _wording(assessment: Assessment, score: PracticeScore) -> str:
    """Return the wording that was answered; an answer that was edited outside may lack it."""
    return score.answer.wording or assessment.questionnaire.wording(score.id, inherited=score.inherited)


def _practice_change(
    pairing: Pairing,
    name: str,
    earlier: str | None,
    later: str | None,
    contributions: Mapping[str, Fraction] | None,
) -> PracticeChange:
    before, after = pairing.before, pairing.after
    old = before.score_of(earlier) if earlier is not None else None
    new = after.score_of(later) if later is not None else None
    one = new or old
    assert one is not None, "one of the two questionnaires has it"
    lost, gained = _criteria(pairing, old, new)
    return PracticeChange(
        id=name,
        title=one.practice.title,
        changes=(
            *_kinds(pairing, old, new),
            *(("criteria-lost",) if lost else ()),
            *(("criteria-gained",) if gained else ()),
        ),
        before=old,
        after=new,
        contribution=None if contributions is None else contributions.get(name, Fraction(0)),
        why=pairing.why(earlier, later),
        into=tuple(practice.title for practice in pairing.successors(name)) if new is None else (),
        criteria_lost=lost,
        criteria_gained=gained,
        is_explained=old is None or new is None or _moved_the_same_way(after, old, new),
    )


def _moved_the_same_way(after: Assessment, old: PracticeScore, new: PracticeScore) -> bool:
    """Tell whether the reason for the later level is about a move up where the level is higher, or down where lower.

    It is kept beside a level for as long as that stands, and was given for what moved in one round.
    """
    before = _answer_before_the_reason(after, new) if new.answer.level_reason else None
    if before is None or before.level is None or old.level is None or new.level is None:
        return True
    return new.level == before.level or (new.level > before.level) == (new.level > old.level)


def _answer_before_the_reason(after: Assessment, score: PracticeScore) -> Answer | None:
    """Return the answer of the edition before the round in which the reason was given; None if no edition tells."""
    record, editions = after, {past.name: past for past in after.editions}
    while record.last_answers is not None:
        earlier = record.last_answers.get(score.id)
        if earlier is None or earlier.level_reason != score.answer.level_reason:
            return earlier
        past = editions.pop(record.last_edition, None)
        if past is None:
            return None
        try:
            record = past.assessment
        except FileIsWrong:
            return None
    return None


def _kinds(pairing: Pairing, old: PracticeScore | None, new: PracticeScore | None) -> Iterable[Change]:
    if old is None:
        yield "new"
    if new is None:
        yield "gone"
    kept = old is not None and (new is None or pairing.is_kept(old, new.id))
    was = old.level if old and kept else None
    now = new.level if new else None
    if was is None and now is not None:
        yield "answered"
    if was is not None and now is not None and now != was:
        yield "up" if now > was else "down"
    if was is not None and now is None and new is not None:
        yield "cleared"
    if old is None or new is None:
        return
    if old.scope != new.scope or old.counts != new.counts:
        yield "scope"
    if old.counts and new.counts and old.target != new.target:
        yield "target"
    if old.answer.accepted != new.answer.accepted or old.accepted_holds != new.accepted_holds:
        yield "accepted"
    if kept:
        yield from _proof(old, new)
        if old.counts and new.counts and was is None and now is None and old.status != new.status:
            yield "open"
        if old.answer.offer != new.answer.offer:
            yield "offer"
    if not kept or pairing.is_reworded(old, new):
        yield "reworded"


def _criteria(
    pairing: Pairing, old: PracticeScore | None, new: PracticeScore | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the texts of criteria that were lost, and of those gained, other than by the level or the questionnaire.

    A criterion that a level asks for comes and goes with that level, whose own change tells it. One that the earlier
    questionnaire did not have, or had at another level, is lost and gained by what the earlier record says itself.
    """
    if old is None or new is None or old.inherited or new.inherited or not pairing.is_kept(old, new.id):
        return (), ()
    if not (old.counts and new.counts) or old.level is None or new.level is None:
        return (), ()
    was, now = pairing.carried.scorecard.practices[new.id].answer, new.answer
    held, holds = set(was.claims(new.practice)), set(now.claims(new.practice))
    met, unmet = pairing.earlier_criteria(old, new)
    lost = (held - holds) & {*now.unmet, *was.met} & met
    gained = (holds - held) & {*was.unmet, *now.met} & unmet
    texts = {name: criterion.text for name, (_, criterion) in new.practice.criteria.items()}
    return (
        tuple(text for name, text in texts.items() if name in lost),
        tuple(text for name, text in texts.items() if name in gained),
    )


def _proof(old: PracticeScore, new: PracticeScore) -> Iterable[Change]:
    """Tell whether more or less of the level is proven, unless the level's own change already shows it."""
    if not (old.counts and new.counts) or old.level is None or new.level is None:
        return
    was, now = old.evidenced or 0, new.evidenced or 0
    # A level that needs no evidence counts as proven by the team's word: there the figures alone show no difference.
    is_gone, is_there = old.has_proof and not new.has_proof, new.has_proof and not old.has_proof
    if now < min(was, new.level) or (is_gone and new.level):
        yield "proof-lost"
    elif new.level <= old.level and (now > was or is_there):
        yield "proof-gained"

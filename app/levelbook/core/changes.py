"""What differs between two editions, and what moved the level (design section 5, last part).

A `Snapshot` is a team's whole state at one time: an edition, or now. `compare` sets two of them side by side. All
figures are exact: the parts add up to the change, and so do the practices' contributions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Literal

from levelbook.core.answers import NOTHING, Answer, AnswerBook, Step
from levelbook.core.conditions import tailor
from levelbook.core.printed import MOST_PLACES, Movement, Shares, movement, shares_of, signed, units
from levelbook.core.promises import same_step
from levelbook.core.questionnaire import Practice, Questionnaire
from levelbook.core.scoring import PracticeScore, Scorecard, score, shares

Change = Literal["answered", "up", "down", "cleared", "scope", "target", "accepted", "reworded", "new", "gone"]


@dataclass(frozen=True)
class Snapshot:
    """A team's whole state at one time."""

    name: str
    """The edition's name, or `now`."""
    questionnaire: Questionnaire
    book: AnswerBook
    on: date
    last_edition: str = ""
    """Name of the edition before this one; empty where there is none."""
    last_answers: Mapping[str, Answer] | None = None

    @cached_property
    def scorecard(self) -> Scorecard:
        return _scored(self.questionnaire, self, self)

    def practice(self, practice_id: str) -> Practice | None:
        return self.questionnaire.practices.get(practice_id)

    def score_of(self, practice_id: str) -> PracticeScore | None:
        return self.scorecard.practices.get(practice_id)


def _scored(questionnaire: Questionnaire, profile: Snapshot, answers: Snapshot) -> Scorecard:
    """One team's profile and answers, its own or another time's, under a questionnaire."""
    return score(
        tailor(questionnaire, profile.book.profile),
        answers.book.answers,
        answers.on,
        last_edition=answers.last_edition,
        last_answers=answers.last_answers,
    )


@dataclass(frozen=True)
class Parts:
    """What moved the level, exactly: the three add up to the change."""

    questionnaire: Fraction
    """What new wording and weights alone do to the old record."""
    profile: Fraction
    answers: Fraction


@dataclass(frozen=True)
class LikeForLike:
    """The change over what was asked and answered both times: the figure people mean."""

    before: Fraction
    after: Fraction
    practices: int

    @property
    def change(self) -> Fraction:
        return self.after - self.before


@dataclass(frozen=True)
class PracticeChange:
    """What became of one practice between two snapshots."""

    id: str
    title: str
    changes: tuple[Change, ...]
    """Empty where nothing changed."""
    before: PracticeScore | None
    """None where that questionnaire does not have it."""
    after: PracticeScore | None
    contribution: Fraction | None
    """Its part of the level's change; None where the parts do not exist."""

    def has(self, *kinds: Change) -> bool:
        return not set(kinds).isdisjoint(self.changes)


@dataclass(frozen=True)
class Comparison:
    """Two snapshots, the older first."""

    before: Snapshot
    after: Snapshot
    parts: Parts | None
    why_no_parts: str
    """A sentence where `parts` is None; empty otherwise."""
    like_for_like: LikeForLike | None
    """None where nothing was answered both times under the same wording."""
    practices: tuple[PracticeChange, ...]
    """All practices of either side: the later questionnaire's in its order, then the gone ones."""
    way: Way

    @property
    def change(self) -> Fraction | None:
        old, new = self.before.scorecard.overall.level, self.after.scorecard.overall.level
        return None if old is None or new is None else new - old

    @property
    def movement(self) -> Movement | None:
        """The level's change in words that add up, its parts in the order answers, questionnaire, profile; None where
        one of the levels does not exist."""
        old, new = self.before.scorecard.overall.level, self.after.scorecard.overall.level
        if old is None or new is None:
            return None
        parts = self.parts
        return movement(old, new, (parts.answers, parts.questionnaire, parts.profile) if parts else ())

    @property
    def like_for_like_words(self) -> str:
        """The change like for like, with as many decimals as the level's; empty where there is none."""
        if self.like_for_like is None:
            return ""
        change, said = self.like_for_like.change, self.movement
        places = said.places if said else 1
        while change and not units(change, places) and places < MOST_PLACES:
            places += 1
        return signed(units(change, places), places)

    def shares(self, most: int) -> Shares | None:
        """What moved the level most, practice by practice; None where the parts do not exist."""
        old, new, said = self.before.scorecard.overall.level, self.after.scorecard.overall.level, self.movement
        if self.parts is None or old is None or new is None or said is None:
            return None
        parts = [(change.title, change.contribution or Fraction(0)) for change in self.practices]
        # With two decimals: one practice of forty seldom moves a whole tenth.
        return shares_of(old, new, parts, most=most, places=max(2, said.places))

    @property
    def moved(self) -> tuple[PracticeChange, ...]:
        return tuple(change for change in self.practices if change.changes)

    def only(self, *kinds: Change) -> tuple[PracticeChange, ...]:
        return tuple(change for change in self.practices if change.has(*kinds))


def compare(before: Snapshot, after: Snapshot) -> Comparison:
    """What differs, what moved the level, and by how much each practice did."""
    path = Way.between(before, after)
    contributions = path.contributions() if path.why_not is None else None
    ids = [*after.questionnaire.practices]
    ids += [name for name in before.questionnaire.practices if name not in after.questionnaire.practices]
    return Comparison(
        before=before,
        after=after,
        parts=path.parts() if path.why_not is None else None,
        why_no_parts=path.why_not or "",
        like_for_like=_like_for_like(before, after),
        practices=tuple(_practice_change(name, before, after, contributions) for name in ids),
        way=path,
    )


Part = Literal["questionnaire", "profile", "answers"]


@dataclass(frozen=True)
class Stage:
    """One step on the way: what it changes, and how much of it counts, since profile and answers are each changed once
    first and once last."""

    part: Part
    factor: Fraction
    first: Scorecard
    second: Scorecard


@dataclass(frozen=True)
class Way:
    """The scorecards on the way from one snapshot to another: first the questionnaire, then the profile and the
    answers in either order."""

    start: Scorecard
    reworded: Scorecard
    profile_first: Scorecard
    answers_first: Scorecard
    end: Scorecard

    @classmethod
    def between(cls, before: Snapshot, after: Snapshot) -> Way:
        return cls(
            start=before.scorecard,
            reworded=_scored(after.questionnaire, before, before),
            profile_first=_scored(after.questionnaire, after, before),
            answers_first=_scored(after.questionnaire, before, after),
            end=after.scorecard,
        )

    @property
    def why_not(self) -> str | None:
        """Why the split cannot be made; None when it can."""
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
    def stages(self) -> tuple[Stage, ...]:
        half = Fraction(1, 2)
        return (
            Stage("questionnaire", Fraction(1), self.start, self.reworded),
            Stage("profile", half, self.reworded, self.profile_first),
            Stage("answers", half, self.profile_first, self.end),
            Stage("answers", half, self.reworded, self.answers_first),
            Stage("profile", half, self.answers_first, self.end),
        )

    def contributions(self) -> dict[str, Fraction]:
        total: dict[str, Fraction] = {}
        for stage in self.stages:
            for name, value in contributions(stage.first, stage.second).items():
                total[name] = total.get(name, Fraction(0)) + stage.factor * value
        return total


@dataclass(frozen=True)
class Term:
    """What one practice did to the level between two scorecards: `ē·Δv + (v̄ − c)·Δe`."""

    old_share: Fraction
    """`e`, its share of the level, before."""
    new_share: Fraction
    old: int
    """`v`, its level, before; where it has one on one side only, that one on both."""
    new: int
    centre: Fraction
    """`c`, the mean of both levels."""

    @property
    def value(self) -> Fraction:
        mean_share = (self.old_share + self.new_share) / 2
        return mean_share * (self.new - self.old) + (Fraction(self.old + self.new, 2) - self.centre) * (
            self.new_share - self.old_share
        )


def contributions(first: Scorecard, second: Scorecard) -> dict[str, Fraction]:
    """By how much each practice moved the level between two scorecards that both have one; they add up to it."""
    return {name: term.value for name, term in terms(first, second).items()}


def terms(first: Scorecard, second: Scorecard) -> dict[str, Term]:
    """The same, before it is summed up: practice id to what went in."""
    old_shares = shares(first.sections, lambda one: one.settled)
    new_shares = shares(second.sections, lambda one: one.settled)
    centre = ((first.overall.level or Fraction(0)) + (second.overall.level or Fraction(0))) / 2
    result: dict[str, Term] = {}
    for name in {**old_shares, **new_shares}:
        old = first.practices[name].low if name in old_shares else second.practices[name].low
        new = second.practices[name].low if name in new_shares else old
        result[name] = Term(old_shares.get(name, Fraction(0)), new_shares.get(name, Fraction(0)), old, new, centre)
    return result


def shares_alike(before: Snapshot, after: Snapshot) -> Mapping[str, Fraction]:
    """The practices that count and are answered both times in the same words, with their shares renewed among these."""

    def same(score: PracticeScore) -> bool:
        earlier = before.score_of(score.id)
        return (
            score.settled
            and earlier is not None
            and earlier.settled
            and _wording(before, earlier) == _wording(after, score)
        )

    return shares(after.scorecard.sections, same)


def _like_for_like(before: Snapshot, after: Snapshot) -> LikeForLike | None:
    weights = shares_alike(before, after)
    if not weights:
        return None
    old = sum((share * before.scorecard.practices[name].low for name, share in weights.items()), Fraction(0))
    new = sum((share * after.scorecard.practices[name].low for name, share in weights.items()), Fraction(0))
    return LikeForLike(old, new, len(weights))


def _wording(snapshot: Snapshot, score: PracticeScore) -> str:
    """The wording under which it was answered; an answer that was edited outside may lack it."""
    return score.answer.wording or snapshot.questionnaire.wording(score.id, inherited=score.inherited)


def _practice_change(
    name: str, before: Snapshot, after: Snapshot, contributions: Mapping[str, Fraction] | None
) -> PracticeChange:
    old, new = before.score_of(name), after.score_of(name)
    practice = after.practice(name) or before.practice(name)
    assert practice is not None, "one of the two questionnaires has it"
    return PracticeChange(
        id=name,
        title=practice.title,
        changes=tuple(_kinds(name, before, after, old, new)),
        before=old,
        after=new,
        contribution=None if contributions is None else contributions.get(name, Fraction(0)),
    )


def _kinds(
    name: str, before: Snapshot, after: Snapshot, old: PracticeScore | None, new: PracticeScore | None
) -> Iterable[Change]:
    if old is None:
        yield "new"
    if new is None:
        yield "gone"
    was = old.level if old else None
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
    inherited = old.inherited and new.inherited
    if before.questionnaire.wording(name, inherited=inherited) != after.questionnaire.wording(
        name, inherited=inherited
    ):
        yield "reworded"


Fate = Literal["done", "late", "open", "dropped"]


@dataclass(frozen=True)
class Promise:
    """A step that was open in the earlier snapshot, and what became of it."""

    practice_id: str
    step: Step
    """As it was promised."""
    fate: Fate
    now: Step | None
    """As it stands in the later snapshot; None where it was dropped."""


def promises(before: Snapshot, after: Snapshot) -> tuple[Promise, ...]:
    """Every step that was open before, in questionnaire order, with what became of it."""
    found: list[Promise] = []
    for name in before.questionnaire.practices:
        now = after.book.answers.get(name, NOTHING).steps
        for step in before.book.answers.get(name, NOTHING).open_steps:
            later = next((other for other in now if same_step(step, other)), None)
            found.append(Promise(name, step, _fate(later, after.on), later))
    return tuple(found)


def _fate(later: Step | None, on: date) -> Fate:
    if later is None:
        return "dropped"
    if not later.is_open:
        return "done"
    return "late" if later.due is not None and later.due < on else "open"

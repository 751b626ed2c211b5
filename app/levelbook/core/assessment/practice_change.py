"""This module says what changed in one practice between two assessments, and why the team says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Literal

from levelbook.core.answers.answers import Answer
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.pairing import Pairing
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.errors import FileIsWrong
from levelbook.core.frozen import frozen

Change = Literal[
    "answered", "up", "down", "cleared", "scope", "target", "accepted", "proof-lost", "proof-gained",
    "criteria-lost", "criteria-gained", "open", "offer", "reworded", "new", "gone",
]  # fmt: skip


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


def practice_change(
    pairing: Pairing,
    name: str,
    earlier: str | None,
    later: str | None,
    contributions: Mapping[str, Fraction] | None,
) -> PracticeChange:
    """Compare one practice, by its id in either questionnaire; `name` is the one that it is listed by.

    contributions: by ids, what each practice moved the level by; None where that cannot be told.
    """
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

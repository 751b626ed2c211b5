"""This module says what became of each practice between two assessments, in rows for a reviewer: the bad first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from levelbook.core.answers.answers import Accepted, Evidence
from levelbook.core.assessment.comparison import Comparison
from levelbook.core.assessment.practice_change import PracticeChange
from levelbook.core.assessment.practice_score import Judge, PracticeScore
from levelbook.core.assessment.promises import is_closed
from levelbook.core.assessment.review import risk_ran_out
from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import without_full_stop
from levelbook.core.text.quotation import in_quotes, speaker
from levelbook.words.facts import ChangedFact, facts_that_lowered
from levelbook.words.proof import NOT_PROVEN, level_or_status, proof_words

KINDS = (
    "worse",
    "not known",
    "proof lost",
    "criteria lost",
    "risk accepted",
    "risk ran out",
    "need lowered",
    "gone",
    "out of scope",
    "left out",
    "acceptance ended",
    "now inherited",
    "now ours",
    "own again",
    "better",
    "answered",
    "proof gained",
    "criteria gained",
    "still open",
    "taken over",
    "back in scope",
    "need raised",
    "asked anew",
    "new",
)
"""The kinds in the order in which they are shown. A reviewer should look at the first ten."""
TARGETS_AND_RISKS = ("need raised", "need lowered", "risk accepted", "risk ran out", "acceptance ended")
"""The kinds that are about what is wanted, or put up with."""
MOVES_NO_LEVEL = (
    *TARGETS_AND_RISKS, "proof lost", "proof gained", "criteria lost", "criteria gained", "still open", "taken over",
    "own again",
)  # fmt: skip
KIND_WORDS = {
    "proof lost": "evidence lost",
    "proof gained": "evidence gained",
    "risk ran out": "acceptance expired",
    "need lowered": "target lowered",
    "need raised": "target raised",
    "asked anew": "reworded",
    "back in scope": "now in scope",
    "own again": "no longer taken over",
}
"""The words for a kind, if its name in templates is not what people say."""
LOOK_FIRST = KINDS[:10]


_HEADINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Look here first", LOOK_FIRST),
    ("Better", ("better",)),
    ("Newly answered", ("answered",)),
    ("Evidence", ("proof gained",)),
    ("Criteria", ("criteria gained",)),
    ("Done by others", ("now inherited", "now ours", "own again", "taken over")),
    ("Questions and targets", ("still open", "acceptance ended", "back in scope", "need raised", "asked anew", "new")),
)


@frozen
class ChangeRow:
    """A change row says one thing that became of one practice."""

    kind: str
    """One of `KINDS`."""
    practice: PracticeChange
    old: str
    new: str
    because: str
    """The reason in a few words; empty if there is none."""

    @property
    def title(self) -> str:
        """Name the practice."""
        return self.practice.title

    def moved(self, arrow: str) -> str:
        """Say what it was before and is now, with an arrow or a word between; once where it stays as it was."""
        return self.new if self.old == self.new else f"{self.old}{arrow}{self.new}"

    @property
    def words(self) -> str:
        """Say the kind."""
        if self.kind == "not known" and self.new == "not answered":
            return "not answered"
        if self.kind == "asked anew" and self.practice.is_asked_again:
            return "asked again"  # it may be split, with not a word of it changed
        return KIND_WORDS.get(self.kind, self.kind)

    @property
    def look_first(self) -> bool:
        """Return whether a reviewer should look at it before the others."""
        return self.kind in LOOK_FIRST


@frozen
class _Phrasing:
    """Phrasing says days and kinds of evidence in words; with the judges of evidence, and the later day."""

    day: Callable[[date], str]
    proof: Callable[[str], str]
    judge: Judge
    then: Judge
    on: date
    lowered_by: Callable[[str], list[ChangedFact]]
    """Gives the changed facts without which a practice's target is lower."""


def change_rows(comparison: Comparison, day: Callable[[date], str], proof: Callable[[str], str]) -> list[ChangeRow]:
    """Return all rows, in the order of `KINDS` and then of the questionnaire.

    There is none of a practice that counts in neither record, unless the team has kept it from counting.

    day: a day in words. proof: a kind of evidence in words.
    """
    lowered_by = partial(facts_that_lowered, comparison)
    then, now = comparison.before.scorecard.judge, comparison.after.scorecard.judge
    phrasing = _Phrasing(day, proof, now, then, comparison.after.on, lowered_by)
    found = [
        ChangeRow(kind, change, old, new, because)
        for change in comparison.practices
        for kind, old, new, because in _kinds(phrasing, change)
        if any(change.counts) or kind == "left out"
    ]
    return sorted(found, key=lambda row: KINDS.index(row.kind))


SAME_REASON = "same reason as above"
"""The words for a reason that the row above has given."""


def by_heading(rows: Iterable[ChangeRow]) -> dict[str, list[ChangeRow]]:
    """Return rows under the heading for their kind, without the headings that have none."""
    found = list(rows)
    groups = {heading: [row for row in found if row.kind in kinds] for heading, kinds in _HEADINGS}
    return {heading: group for heading, group in groups.items() if group}


_NO_REASON = "no reason given"
_NOTHING_ADDED = "no evidence added"
_NOTHING_NEW_COUNTS = "no new evidence that counts"
_NOTHING_COUNTS = "no evidence that counts"
_NO_PROOF = (_NOTHING_ADDED, _NOTHING_NEW_COUNTS, _NOTHING_COUNTS)
_SAYS_NO_REASON = frozenset((_NO_REASON, *_NO_PROOF, *(f"{_NO_REASON}, and {words}" for words in _NO_PROOF)))
"""Words in the place of a reason that give none, so that no row below has the same reason."""


def reasons_once(rows: Iterable[ChangeRow]) -> list[ChangeRow]:
    """Put rows of one kind and reason next to each other, so that only the first of them needs to give the reason."""
    groups: dict[tuple[object, ...], list[ChangeRow]] = {}
    for place, row in enumerate(rows):
        has_reason = row.because and row.because not in _SAYS_NO_REASON
        groups.setdefault((row.kind, row.because) if has_reason else (place,), []).append(row)
    return [
        replace(row, because=SAME_REASON) if place else row
        for group in groups.values()
        for place, row in enumerate(group)
    ]


NOTHING_CHANGED = "No level, target, question or proof changed."
"""Said where there is no row: evidence that proves as much as before, notes and steps may have changed."""


_Cells = tuple[str, str, str, str]
"""Kind, from, to, because."""


def _kinds(phrasing: _Phrasing, change: PracticeChange) -> Iterator[_Cells]:
    """Yield the rows of one practice."""
    old, new = change.before, change.after
    if new is None:
        if change.into:
            yield "asked anew", _state(old), "asked differently", change.why
        else:
            yield "gone", _state(old), "no longer asked", change.why
        return
    if old is None:
        if new.counts:
            because = _proof_of(phrasing, new) if new.settled else change.why
            yield "new", "not there", _state(new), _quoted(change.reason) or because
            yield from _acceptance(phrasing, None, new)
        elif is_left_out(new):
            yield "left out", "not there", "not applicable", _out_because(new)
        return
    if old.counts and not new.counts:
        yield "out of scope", _state(old), "not applicable", _out_because(new)
        return
    if new.counts and not old.counts:
        yield "back in scope", "not applicable", _state(new), _quoted(change.reason) or _back_because(old, new)
        yield from _acceptance(phrasing, old, new)
        return
    if not new.counts:
        if is_left_out(new) and old.scope == "not-applicable":
            yield "left out", "not applicable", "left out by the team", _out_because(new)
        return
    if old.inherited != new.inherited:
        kind = "now inherited" if new.inherited else "now ours"
        yield kind, _done_by(old), _done_by(new), _scope_because(old, new)
    if change.has("down"):
        yield "worse", _state(old), _state(new), _quoted(change.reason) or _worse_by_an_offer(old, new) or _NO_REASON
    elif change.has("cleared"):
        yield "not known", _state(old), _state(new), _who_asks(phrasing, new)
    elif change.has("up"):
        yield "better", _state(old), _state(new), _quoted(change.reason) or _proof_or_no_reason(phrasing, old, new)
    elif change.has("answered"):
        yield "answered", _state(old), _state(new), _quoted(change.reason) or _new_proof(phrasing, old, new)
    if change.has("proof-lost"):
        yield "proof lost", _proven(old), _proven(new), _lost_proof(phrasing, old, new)
    elif change.has("proof-gained"):
        yield "proof gained", _proven(old), _proven(new), _new_proof(phrasing, old, new)
    if change.criteria_lost:
        yield "criteria lost", "met", "not met", _criteria(change.criteria_lost)
    if change.criteria_gained:
        yield "criteria gained", "not met", "met", _criteria(change.criteria_gained)
    if change.has("open"):
        yield "still open", _state(old), _state(new), _who_asks(phrasing, new)
    if change.has("offer"):
        yield _offer(old, new)
    if change.has("accepted"):
        yield from _acceptance(phrasing, old, new)
    if change.has("target"):
        kind = "need raised" if new.target > old.target else "need lowered"
        because = _raised_because(new) if new.target > old.target else _lowered_because(phrasing, old, new)
        yield kind, f"target {old.target}", f"target {new.target}", because or _other_rules(old, new)
    if change.has("reworded") and not change.has("up", "down", "answered", "cleared", "open"):
        yield "asked anew", _state(old), _state(new), change.why or "the question or its levels were reworded"


def _criteria(texts: Iterable[str]) -> str:
    return "; ".join(map(without_full_stop, texts))


def _state(score: PracticeScore | None) -> str:
    if score is None:
        return "not there"
    if not score.counts:
        return "not applicable"
    return str(level_or_status(score))


def _who_asks(phrasing: _Phrasing, score: PracticeScore) -> str:
    answer = score.answer
    if not answer.ask_whom:
        return "nobody is finding out yet" if score.status == "unsure" else ""
    late = ", late" if answer.ask_by and answer.ask_by < phrasing.on else ""
    return f"{answer.ask_whom} finds out" + (f" by {phrasing.day(answer.ask_by)}{late}" if answer.ask_by else "")


def is_left_out(score: PracticeScore) -> bool:
    """Tell whether it is the team that says it does not apply, where the rules would ask it."""
    return not score.counts and score.scope != "not-applicable"


def _raised_because(new: PracticeScore) -> str:
    """Say why more is needed: the team's reason for a target of its own, or the rule's."""
    return _quoted(new.target_reason) if new.target > new.placement.target else new.target_reason


def _out_because(score: PracticeScore) -> str:
    if not is_left_out(score):
        return next(iter(score.placement.scope_because), "")
    by = f" ({speaker(score.answer.answered_by)})" if score.answer.answered_by else ""
    return f"{_quoted(score.answer.not_applicable)}{by}"


def _quoted(reason: str) -> str:
    """Return what a person said, in quotation marks, since words of levelbook stand beside it."""
    return in_quotes(without_full_stop(reason)) if reason else ""


def _back_because(old: PracticeScore, new: PracticeScore) -> str:
    if old.scope == "not-applicable":
        return _scope_because(old, new)
    # The team left it out, and takes that back. What the rules say of its scope held all the time.
    return f"left out until now: {_quoted(old.answer.not_applicable)}"


def _scope_because(old: PracticeScore, new: PracticeScore) -> str:
    """Say why the rules place a practice differently: by the reason that holds now, or the one that no longer does."""
    now, before = (next(iter(score.placement.scope_because), "") for score in (new, old))
    until_now = "inherited" if old.inherited else "left out"
    return now or (f"{until_now} until now: {without_full_stop(before)}" if before else "")


def _done_by(score: PracticeScore) -> str:
    return "inherited" if score.inherited else "ours"


def _lowered_because(phrasing: _Phrasing, old: PracticeScore, new: PracticeScore) -> str:
    """Name the facts whose answers no longer ask for the higher target, or the team's own that is withdrawn."""
    if facts := phrasing.lowered_by(new.id):
        return "; ".join(map(str, facts))
    if old.target > old.placement.target and new.target == new.placement.target:
        reason = old.answer.target_reason
        return f"raised by the team until now{f': {_quoted(reason)}' if reason else ''}"
    return new.target_reason


def _other_rules(old: PracticeScore, new: PracticeScore) -> str:
    """Say that the questionnaire asks for another target, where nothing that the team said does."""
    asks = "more" if new.target > old.target else "less"
    return f"the questionnaire asks for {asks} now" if old.placement.target != new.placement.target else ""


def _proof_or_no_reason(phrasing: _Phrasing, old: PracticeScore, new: PracticeScore) -> str:
    """Name the evidence that came with a better level; where none did, whose offer it is, or that nobody said why."""
    proof = _new_proof(phrasing, old, new)
    if proof and proof not in _NO_PROOF:
        return proof
    taken_over = _by_an_offer(old, new)
    if not proof:  # a level that asks for no evidence
        return taken_over or _NO_REASON
    return f"{taken_over} with {proof}" if taken_over else f"{_NO_REASON}, and {proof}"


def _worse_by_an_offer(old: PracticeScore, new: PracticeScore) -> str:
    """Say whose offer came with a worse level, and that this team meets less of it than is offered, where it does."""
    said, taken = _by_an_offer(old, new), new.answer.offer
    falls_short = said and taken is not None and new.level is not None and new.level < taken.level
    return f"{said}, but not all of it is met here" if falls_short else said


def _by_an_offer(old: PracticeScore, new: PracticeScore) -> str:
    """Say whose offer moved the level, by being taken over or by what the other team does otherwise; else nothing."""
    was, taken = old.answer.offer, new.answer.offer
    if taken is None or (was is not None and (was.level, was.criteria) == (taken.level, taken.criteria)):
        return ""
    return f"taken over from {taken.team}"


def _new_proof(phrasing: _Phrasing, old: PracticeScore, new: PracticeScore) -> str:
    """Name the evidence that counts for a better answer and did not for the earlier one: what did explains nothing."""
    held, had = new.answer.all_evidence, old.answer.all_evidence
    fresh = [piece for piece in held if piece not in had or not phrasing.then.strength(piece)]
    if any(phrasing.judge.strength(piece) > 0 for piece in fresh):
        return _proof_of(phrasing, new, fresh)
    if not any(phrasing.judge.strength(piece) > 0 for piece in held):
        return _without_proof(phrasing, new)
    return _NOTHING_ADDED if all(piece in had for piece in held) else _NOTHING_NEW_COUNTS


def _proof_of(phrasing: _Phrasing, score: PracticeScore, pieces: Iterable[Evidence] | None = None) -> str:
    """Name the strongest valid evidence, the latest of equals; say so where there is none.

    pieces: those to choose from; by default all that the answer holds.
    """
    held = score.answer.all_evidence if pieces is None else pieces
    good = [piece for piece in held if phrasing.judge.strength(piece) > 0]
    if not good:
        return _without_proof(phrasing, score)
    best = max(good, key=lambda piece: (phrasing.judge.strength(piece), piece.seen_on or date.min))
    seen = phrasing.proof(best.kind)
    day = f" {phrasing.day(best.seen_on)}" if best.seen_on else ""
    return f"{best.reference}, {seen}{day}" if best.reference else f"{seen}{day}"


def _without_proof(phrasing: _Phrasing, score: PracticeScore) -> str:
    """Say that a level has no evidence; nothing where the level asks for none."""
    questionnaire = phrasing.judge.questionnaire
    needs = questionnaire.scale[score.level].needs if score.level is not None else ""
    return _NOTHING_COUNTS if questionnaire.strengths.get(needs, 0) > 0 else ""


def _proven(score: PracticeScore) -> str:
    return f"{score.evidenced} proven" if score.has_proof else proof_words(score) or NOT_PROVEN


def _lost_proof(phrasing: _Phrasing, old: PracticeScore, new: PracticeScore) -> str:
    """Name the strongest evidence that ran out, or else that was taken away; what had run out before was lost then.

    Evidence that was seen again in between is the same evidence, with a later day.
    """
    judge, then = phrasing.judge, phrasing.then
    counted = [piece for piece in old.answer.all_evidence if then.strength(piece) > 0]
    names = {(piece.kind, piece.reference) for piece in counted}
    ran_out = [
        (judge.strength(piece, expire=False), piece.reference or phrasing.proof(piece.kind), until)
        for piece in new.answer.all_evidence
        if (piece.kind, piece.reference) in names
        and (until := judge.valid_until(piece)) is not None
        and until < judge.on
    ]
    if ran_out:
        _, what, until = max(ran_out, key=lambda one: (one[0], one[2]))
        return f"{what}, valid until {phrasing.day(until)}"
    held = {(piece.kind, piece.reference) for piece in new.answer.all_evidence}
    gone = [piece for piece in counted if (piece.kind, piece.reference) not in held]
    if not gone:
        return _without_its_day(phrasing, new, names) or "the requirements for it have changed"
    best = max(gone, key=lambda piece: judge.strength(piece, expire=False))
    return f"{best.reference or phrasing.proof(best.kind)} is no longer among the evidence"


def _without_its_day(phrasing: _Phrasing, score: PracticeScore, names: Collection[tuple[str, str]]) -> str:
    """Name evidence whose day is gone or still to come, as after a clock was wrong; empty where none is.

    names: kind and reference of what counted before.
    """
    for piece in score.answer.all_evidence:
        what = piece.reference or phrasing.proof(piece.kind)
        if (piece.kind, piece.reference) in names and piece.seen_on is None:
            return f"{what} has no day any more"
        if (piece.kind, piece.reference) in names and piece.seen_on is not None and piece.seen_on > phrasing.judge.on:
            return f"{what} is dated {phrasing.day(piece.seen_on)}, which is still to come"
    return ""


def _offer(old: PracticeScore, new: PracticeScore) -> _Cells:
    """Say that an answer takes over another team's, does so no longer, or has followed it to another edition."""
    was, taken = old.answer.offer, new.answer.offer
    if taken is None:
        return "own again", _origin(old), _origin(new), ""
    level = f"{taken.team} has level {taken.level}"
    return "taken over", _origin(old), _origin(new), level if was is None or was.level != taken.level else ""


def _origin(score: PracticeScore) -> str:
    taken = score.answer.offer
    if taken is None:
        return "ours" if score.settled else _state(score)
    return f"{taken.team}, edition {taken.edition}"


def _level_and_day(phrasing: _Phrasing, accepted: Accepted) -> str:
    return f"{accepted.level} until {phrasing.day(accepted.until)}"


def _acceptance(phrasing: _Phrasing, old: PracticeScore | None, new: PracticeScore) -> Iterator[_Cells]:
    accepted = new.answer.accepted
    if accepted is not None and new.accepted_holds:
        if old is None or not old.counts:  # nothing was wanted of it, so that the target is news as well
            because = f"{_quoted(accepted.reason)} ({speaker(accepted.by)})"
            now = f"target {new.target}, accepted at {_level_and_day(phrasing, accepted)}"
            yield "risk accepted", _state(old), now, because
            return
        was = old.answer.accepted if old.accepted_holds else None
        before = _level_and_day(phrasing, was) if was is not None else f"target {old.target}"
        who = speaker(accepted.by)
        if was is not None and was.by != accepted.by:
            who = f"{who}, before {speaker(was.by)}"
        because = f"{_quoted(accepted.reason)} ({who})"
        now = _level_and_day(phrasing, accepted)
        if was is None:  # the target stays, unless it was moved as well
            now = f"{f'target {new.target}, ' if new.target != old.target else ''}accepted at {now}"
        yield "risk accepted", before, now, because
    elif old is not None and old.accepted_holds and (was := old.answer.accepted) is not None:
        before = f"{was.level} accepted"
        if accepted is not None and risk_ran_out(new, phrasing.on):
            last = f"its last day was {phrasing.day(accepted.until)} ({speaker(accepted.by)})"
            yield "risk ran out", before, f"{_state(new)}, target {new.target}", last
            return
        ended = f"level {new.low} is below it"
        if not new.settled:
            ended = "the level is no longer known" if new.status == "unsure" else "it is no longer answered"
        if not new.gap:
            ended = "the gap is closed" if is_closed(old, new) else "the target was lowered"
        elif accepted is None and new.settled:  # an answer that is cleared loses it all the same
            ended = "withdrawn"
        yield "acceptance ended", before, _state(new), ended

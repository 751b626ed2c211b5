"""The workshop: a team around one screen. Its plan, its votes, its lists.

A Workshop holds a Session, as a Publisher does. Answers go through the session, so that undo, saving and signing are
the same as ever; what is no answer goes into the sitting, which a Workshop is: `team_sitting.py` keeps it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from levelbook.book.contents.ballots import UNREADABLE_REMEDY
from levelbook.book.contents.sittings import sittings_since
from levelbook.book.session import Session
from levelbook.book.sittings.sitting_evidence import SittingEvidence
from levelbook.book.sittings.team_sitting import TeamSitting, checked_minutes
from levelbook.book.undo import Change, Turn
from levelbook.core.answers.answers import Answer
from levelbook.core.answers.ballots import ParticipantVote, Spread, spread_of, votes_of
from levelbook.core.answers.edits import Edit
from levelbook.core.answers.sittings import Sitting, TakenOn
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.workshop_plan import ListKind, Plan, contradicts, is_done, make_plan, still_to_discuss
from levelbook.core.errors import LevelbookError, UsedWrongly
from levelbook.core.frozen import frozen

USUAL_MINUTES = 90


@frozen
class ListLevel:
    """A level that somebody gave a practice in a list, which nobody has confirmed yet."""

    level: int | None
    """None: the practice is to have no level."""
    answer: Answer
    """The answer at that time; the level is out of date once this changes."""


class Workshop(TeamSitting):
    """A workshop holds what a team does together in one sitting."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.evidence = SittingEvidence(self)
        """The evidence that sittings agreed on, and what becomes of it."""
        self._before_taken_up: dict[str, Answer] = {}
        """The answers that this process saw being taken up, by practice id, as they were before."""
        self._taken_back: list[tuple[Turn, TakenOn]] = []
        """Steps taken on that went with a change of their answer, each with the turn that brings it back."""
        self._list_levels: dict[str, ListLevel] = {}
        session.tell(self._note)

    def _note(self, turn: Turn) -> None:
        """Let the sitting know what was answered or taken back.

        The answer itself is in the book by now, so a sitting that cannot be written must not seem to refuse it: what
        is wrong then is in `unkept`.
        """
        for change in turn.changes:
            if change.kind == "sitting":
                with contextlib.suppress(LevelbookError):
                    self.make_change(change)
        self.try_again()
        if self._sitting is None or self.is_past:
            return
        self._remember_answers(turn, self._sitting)
        if self._after(turn, self._sitting) == self._sitting and not self._waits:
            return
        with contextlib.suppress(LevelbookError):
            self.change(lambda sitting: self._after(turn, sitting), is_own_turn=False)

    def _after(self, turn: Turn, sitting: Sitting) -> Sitting:
        """A sitting after a turn: what is settled was taken up, what is taken back was not; steps keep their owners."""
        taken_up, taken_on = sitting.taken_up, sitting.taken_on
        for change, before, after in self._answers_changed(turn):
            if self._was_taken_back(change.id, after):  # asked first: an undo brings back the votes of an earlier round
                taken_up = tuple(name for name in taken_up if name != change.id)
            elif self._was_taken_up(change.id, before, after):
                is_over = sitting.closed  # what somebody answers at a desk later that day was not discussed in it
                taken_up = taken_up if change.id in taken_up or is_over else (*taken_up, change.id)
            taken_on = tuple(kept for one in taken_on if (kept := _step_after(one, change, before, after)) is not None)
        back = {one.key: one for turned, one in self._taken_back if turned == turn}
        held = {one.key for one in taken_on}
        taken_on = (*taken_on, *(one for key, one in back.items() if key not in held))
        return sitting.changed(taken_up=taken_up, taken_on=taken_on)

    def _answers_changed(self, turn: Turn) -> Iterator[tuple[Change, Answer, Answer]]:
        """Yield a turn's changes of answers, each with the answer before and after it."""
        for change in turn.changes:
            if isinstance(change.after, Answer) and change.id in self.session.questionnaire.practices:
                yield change, change.before if isinstance(change.before, Answer) else Answer(), change.after

    def _remember_answers(self, turn: Turn, sitting: Sitting) -> None:
        """Remember what a turn changes beside its answers, to know when that is taken back: the answers of practices
        before they were taken up, and steps taken on that go with it."""
        for change, before, after in self._answers_changed(turn):
            gone = [one for one in sitting.taken_on if _step_after(one, change, before, after) is None]
            self._taken_back += [(turn.reverse, one) for one in gone]
            if change.id not in sitting.taken_up and self._was_taken_up(change.id, before, after):
                self._before_taken_up[change.id] = before

    def _was_taken_up(self, practice_id: str, before: Answer, after: Answer) -> bool:
        """Return whether a change settles the practice or is a vote on it; a step or a note alone is neither.

        Of a practice that does not apply, nothing is taken up: what is said of it counts for nothing.
        """
        if self.session.now.scorecard[practice_id].scope == "not-applicable":
            return False
        if after.votes and after.votes != before.votes:
            return True
        score = self.session.now.scorecard[practice_id]
        was_done = is_done(self.session.now.scorecard.judge.practice(score.practice, score.placement, before))
        return is_done(score) and (not was_done or _said(before) != _said(after))

    def _was_taken_back(self, practice_id: str, after: Answer) -> bool:
        """Return whether an answer is again as it was before the practice was taken up, or was cleared.

        A practice that was only voted on, or was discussed before a seal, is not done either, but was discussed.
        """
        if is_done(self.session.now.scorecard[practice_id]):
            return False
        return after == self._before_taken_up.get(practice_id) or (after.status == "unanswered" and not after.votes)

    # What to take up

    def plan(self, minutes: int | None = None) -> Plan:
        """Plan the practices for this many minutes; by default those of the sitting, otherwise ninety."""
        wanted = checked_minutes((self.sitting.planned_minutes or USUAL_MINUTES) if minutes is None else minutes)
        return _plan(self.session, wanted, pulled_out=self.pulled_out, taken_up=self.sitting.taken_up)

    @property
    def still_to_discuss(self) -> frozenset[str]:
        """Ids of the practices that were taken out of a list and not settled since, which no list counts.

        What was settled before a seal on the same day is in a list again.
        """
        pulled_out = map(self.session.now.present_id, self.pulled_out)
        return frozenset(still_to_discuss(self.session.now.scorecard, set(pulled_out), self.sitting.taken_up))

    def give_in_list(self, practice_id: str, level: int | None) -> None:
        """Keep a level that somebody gives in a list, until the list is confirmed."""
        self._list_levels[practice_id] = ListLevel(level, self.session.now.book.answer(practice_id))

    def given_in_list(self, practice_id: str) -> ListLevel | None:
        """Return the level that somebody gave in a list; None where nobody did, or the answer has changed since."""
        given = self._list_levels.get(practice_id)
        return given if given and given.answer == self.session.now.book.answer(practice_id) else None

    @property
    def levels_in_lists(self) -> dict[str, int | None]:
        """Map practices to what was given in a list and nobody has confirmed yet: a level, or None for no level."""
        given = {name: self.given_in_list(name) for name in self._list_levels if name not in self.pulled_out}
        return {name: one.level for name, one in given.items() if one is not None}

    def waiting_in_lists(self) -> list[str]:
        """Return the ids of the practices that have a level given in a list, which nobody has confirmed yet."""
        return [name for name, level in self.levels_in_lists.items() if level is not None]

    def confirm_list(self, levels: Mapping[str, int]) -> None:
        """Settle several practices at once, by practice id and level: one turn, one undo.

        A practice that is at that level already is confirmed. Where the ballots gave levels, their counts are
        kept with the answer, in the place of an earlier round's votes. Raises as `Session.apply` does, and UsedWrongly
        while ballots answer any of them and one cannot be read: it may disagree, also where it broke after the list
        was shown. Then nothing of the list is said.
        """
        self._refuse_unless_ballots_are_read(levels)
        self.session.apply_all({name: self._list_edit(name, level) for name, level in levels.items()})

    def _refuse_unless_ballots_are_read(self, names: Collection[str]) -> None:
        answered = set(self.session.ballots.spreads(self.session.now.tailoring))
        self.session.read_ballots_again()
        answered |= self.session.ballots.spreads(self.session.now.tailoring).keys()
        if self.session.ballots.problems and answered.intersection(names):
            raise UsedWrongly(
                f"Nothing was confirmed: {self.session.ballots.left_out_words}. {self.session.ballots.problems[0]}",
                remedy=UNREADABLE_REMEDY,
            )

    def _list_edit(self, practice_id: str, level: int) -> Edit:
        held = self.session.now.book.answer(practice_id)
        spread = self.session.ballots.spreads(self.session.now.tailoring).get(practice_id)
        # The votes of an answer that is still to be confirmed are of an earlier round than the ballots.
        has_votes_of_this_round = bool(held.votes) and self.session.now.scorecard[practice_id].confirmed
        if held.level == level and (spread is None or has_votes_of_this_round):
            return Edit(confirm=True)
        return _vote_edit(level, hands_of(spread), from_ballots=True) if spread else Edit(level=level)

    # Votes

    def vote(
        self,
        practice_id: str,
        hands: Sequence[ParticipantVote],
        level: int | None = None,
        *,
        reason: str = "",
        from_ballots: bool = False,
    ) -> Spread | None:
        """Store the votes, and settle on a level, or on none with None. Raises UsedWrongly.

        reason: why the level has moved. from_ballots: the ballots were counted as the hands, and nobody voted. Gives
        the spread; None where everybody abstained.
        """
        top = self.session.questionnaire.max_level
        for hand in hands:
            if hand.level is not None and not 0 <= hand.level <= top:
                raise UsedWrongly(f"There is no level {hand.level}.", remedy=f"The scale runs from 0 to {top}.")
        self.session.apply(practice_id, _vote_edit(level, hands, reason, from_ballots=from_ballots))
        return spread_of(hand.level for hand in hands)


def list_of(session: Session, kind: ListKind) -> tuple[PracticeScore, ...]:
    """Return one of the plan's lists, including practices taken out for discussion."""
    return plan_of_round(session).listed(kind)


def plan_of_round(session: Session) -> Plan:
    """Plan what is open in this round, whatever a sitting has pulled out or done."""
    return _plan(session, USUAL_MINUTES)


def contradicted(session: Session) -> tuple[str, ...]:
    """Return the ids of the answers that ballots contradict, and no sitting of this round has discussed.

    An answer that is still to be confirmed is none where the ballots are far apart themselves, or agree.
    """
    spreads, card = session.ballots.spreads(session.now.tailoring), session.now.scorecard
    found = [
        name
        for name, spread in spreads.items()
        if contradicts(spread, card[name]) and (card[name].confirmed or not (spread.is_wide or spread.agrees))
    ]
    heard = discussed_in_round(session) if found else frozenset()
    return tuple(name for name in found if name not in heard)


def discussed_in_round(session: Session) -> frozenset[str]:
    """Return the ids of the practices that sittings since the last edition have taken up."""
    held = sittings_since(session.editions, session.sittings, session.editions.last_name)
    return frozenset(session.now.present_id(name) for _, sitting in held for name in sitting.taken_up)


def _plan(session: Session, minutes: int, *, pulled_out: Collection[str] = (), taken_up: Iterable[str] = ()) -> Plan:
    spreads = session.ballots.spreads(session.now.tailoring)
    return make_plan(
        session.now,
        spreads,
        minutes,
        pulled_out={session.now.present_id(name) for name in pulled_out},
        taken_up=[session.now.present_id(name) for name in taken_up],
        all_ballots_read=not session.ballots.problems,
        heard=discussed_in_round(session) if spreads else (),
    )


def hands_of(spread: Spread) -> list[ParticipantVote]:
    """A spread as the hands that it was counted from."""
    shown = [ParticipantVote(level) for level, count in spread.counts.items() for _ in range(count)]
    return [*shown, *(ParticipantVote(None) for _ in range(spread.abstained))]


def _vote_edit(level: int | None, hands: Sequence[ParticipantVote], reason: str = "", *, from_ballots: bool) -> Edit:
    """Return the edit of a vote: the settled level, if any, why it moved, the counts, and whether ballots gave them."""
    abstained = sum(hand.level is None for hand in hands)
    return Edit(
        level=level,
        level_reason=reason or None,
        votes=votes_of(hands),
        abstained=abstained,
        from_ballots=from_ballots,
    )


def _said(answer: Answer) -> tuple[object, ...]:
    """Return an answer's claim, and when it was last made."""
    held = (answer.status, answer.level, answer.not_applicable, answer.unmet, answer.met)
    return (*held, answer.answered_at, answer.confirmed_at, answer.confirmed_after)


def _step_after(taken: TakenOn, change: Change, before: Answer, after: Answer) -> TakenOn | None:
    """Return a step taken on as it is in the answer after a change; None if the step was removed."""
    if taken.practice != change.id:
        return taken
    step = next((step for step in after.steps if step.text == taken.step), None)
    if step is None and len(before.steps) == len(after.steps):  # it may have other words now
        step = next((new for old, new in zip(before.steps, after.steps, strict=True) if old.text == taken.step), None)
    if step is None:
        known = any(old.text == taken.step for old in before.steps)
        return None if known else taken
    return taken.changed(step=step.text, owner=step.owner, due=step.due)

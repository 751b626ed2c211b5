"""The workshop: a team around one screen. Its plan, its votes, its lists, what it parks, and its close.

A Workshop holds a Session, as a Publisher does. Answers go through the session, so that undo, saving and signing are
the same as ever; what is no answer goes into today's sitting (`sittings/<date>.toml`), which is on disk before the
call that changed it returns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from levelbook.core.answers import Answer
from levelbook.core.ballots import Hand, Spread, spread_of, votes_of
from levelbook.core.edits import Edit, StepEdit
from levelbook.core.plan import Plan, make_plan
from levelbook.core.scoring import PracticeScore
from levelbook.core.sittings import Parked, Participant, Proof, Sitting, TakenOn
from levelbook.core.text import clean_line, nearest
from levelbook.errors import UnknownId, UsedWrongly
from levelbook.session import Session, Turn
from levelbook.store import sittings_file

T = TypeVar("T")

STEPS_TO_TAKE_ON = (3, 7)
"""Fewer than the first and little moves until the next round; more than the second and little gets done."""

NO_SITTING = Sitting()


class Workshop:
    """What a team does together in one sitting."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._sitting: Sitting | None = sittings_file.read(session.folder.sittings_path, session.on())
        self._day = session.on()
        session.after_turn = self._note_what_was_taken_up

    # The sitting

    @property
    def is_open(self) -> bool:
        """Whether a sitting was begun today."""
        return self._sitting is not None

    @property
    def sitting(self) -> Sitting:
        """Today's; an empty one while none was begun."""
        return self._sitting or NO_SITTING

    @property
    def day(self) -> date:
        """The day of the sitting, also past midnight."""
        return self._day

    def begin(self, minutes: int | None = None, names: Iterable[str] = ()) -> Sitting:
        """Begin today's sitting, or go on with it. Raises UsedWrongly, FileIsWrong, CouldNotWrite."""
        if minutes is not None:
            checked_minutes(minutes)
        self._change(lambda sitting: sitting.changed(planned_minutes=minutes or sitting.planned_minutes))
        return self.add_participants(names)

    def _change(self, make: Callable[[Sitting], Sitting]) -> Sitting:
        if self.session.ballot:
            raise UsedWrongly("A ballot is filled in alone; a sitting belongs to the team's book.")
        self._sitting = sittings_file.change(self.session.folder.sittings_path, self._day, make)
        return self._sitting

    def _note_what_was_taken_up(self, turn: Turn) -> None:
        """Practices that are settled while a sitting is open were taken up in it."""
        if self._sitting is None:
            return
        settled = [
            change.id
            for change in turn.changes
            if isinstance(change.after, Answer) and change.after.status != "unanswered"
        ]
        fresh = tuple(name for name in settled if name not in self.sitting.taken_up)
        if fresh:
            self._change(lambda sitting: sitting.changed(taken_up=(*sitting.taken_up, *fresh)))

    # Who is there

    def add_participants(self, names: Iterable[str]) -> Sitting:
        """Enter participants; whoever is there already stays as they are."""
        wanted = [name for given in names if (name := clean_line(given))]

        def entered(sitting: Sitting) -> Sitting:
            known = {name.casefold() for name in sitting.names}
            fresh = [Participant(name=name) for name in dict.fromkeys(wanted) if name.casefold() not in known]
            return sitting.changed(participants=(*sitting.participants, *fresh))

        return self._change(entered)

    def remove_participant(self, name: str) -> Sitting:
        """Take somebody off the list. Raises UnknownId."""
        self._participant(name)
        return self._change(
            lambda sitting: sitting.changed(participants=tuple(one for one in sitting.participants if one.name != name))
        )

    def agree_to_be_named(self, name: str, *, named: bool = True) -> Sitting:
        """Whether the name may stand beside a vote: it is its owner's to say. Raises UnknownId."""
        self._participant(name)
        return self._change(
            lambda sitting: sitting.changed(
                participants=tuple(
                    one.changed(named=named) if one.name == name else one for one in sitting.participants
                )
            )
        )

    def _participant(self, name: str) -> Participant:
        for participant in self.sitting.participants:
            if participant.name == name:
                return participant
        names = self.sitting.names
        hint = f"There are: {', '.join(names)}." if names else "Nobody is entered yet."
        raise UnknownId("participant", name, nearest(name, names), hint=hint)

    # What to take up

    def plan(self, minutes: int | None = None) -> Plan:
        """What to take up in so many minutes; by default those of the sitting, else ninety."""
        return make_plan(
            self.session.scorecard,
            self.session.ballot_spreads,
            checked_minutes(minutes or self.sitting.planned_minutes or 90),
        )

    def confirm_list(self, levels: Mapping[str, int]) -> None:
        """Settle several practices at once, by practice id and level: one turn, one undo.

        A practice that stands at that level already is confirmed. Where the ballots gave levels, their counts are
        kept with the answer. Raises as `Session.apply` does; then nothing of the list is said.
        """
        self.session.apply_all({name: self._list_edit(name, level) for name, level in levels.items()})

    def _list_edit(self, practice_id: str, level: int) -> Edit:
        held = self.session.book.answer(practice_id)
        spread = self.session.ballot_spreads.get(practice_id)
        if held.level == level and (spread is None or held.votes):
            return Edit(confirm=True)
        return Edit(level=level, votes=votes_of(hands_of(spread)) if spread else None)

    # Votes

    def vote(self, practice_id: str, hands: Sequence[Hand], level: int | None = None) -> Spread | None:
        """Keep what the hands showed, and settle on a level, or on none with None. Raises UsedWrongly.

        Gives the spread; None where everybody abstained.
        """
        top = self.session.questionnaire.max_level
        for hand in hands:
            if hand.level is not None and not 0 <= hand.level <= top:
                raise UsedWrongly(f"There is no level {hand.level}.", remedy=f"The scale runs from 0 to {top}.")
        self.session.apply(practice_id, Edit(level=level, votes=votes_of(hands)))
        return spread_of(hand.level for hand in hands)

    # Parking, minutes

    def park(self, text: str, practice_id: str = "", by: str = "") -> Sitting:
        """Put something aside, so that the sitting goes on. Raises UsedWrongly for nothing."""
        words = clean_line(text)
        if not words:
            raise UsedWrongly("Nothing was said to park.", remedy="Say in a few words what it is about.")
        parked = Parked(text=words, practice=practice_id, by=clean_line(by))
        return self._change(lambda sitting: sitting.changed(parked=(*sitting.parked, parked)))

    def take_back_parked(self, number: int) -> Sitting:
        """Take something off the list, by its number from 1. Raises UsedWrongly."""
        return self._change(lambda sitting: sitting.changed(parked=_without(sitting.parked, number, "parked item")))

    def set_minutes(self, text: str) -> Sitting:
        """What was said and decided beyond the answers."""
        return self._change(lambda sitting: sitting.changed(minutes=text.strip("\n")))

    # The close

    def candidates(self) -> tuple[PracticeScore, ...]:
        """The practices from whose steps and actions the team chooses what it takes on, in roadmap order."""
        return tuple(gap.score for gap in self.session.roadmap if gap.wave in ("now", "next", "later"))

    def take_on(
        self, practice_id: str, *, number: int | None = None, text: str = "", owner: str = "", due: date | None = None
    ) -> Sitting:
        """Take on a step before the next round: one that the answer holds, by its number, or a new one by its words.

        Without either it is the questionnaire's next action for the practice. The step stands in the answer, with its
        owner and date. Raises UsedWrongly.
        """
        score = self.session.scorecard[practice_id]
        action = None if number is not None or text else score.next_action
        if number is None and not text and action is None:
            raise UsedWrongly("There is no step to take on here.", remedy="Say in a few words what you will do.")
        step = StepEdit(
            number=number,
            text=text or None,
            from_action=action.id if action else None,
            owner=owner or None,
            due=due,
        )
        before = len(score.answer.steps)
        answer = self.session.apply(practice_id, Edit(step=step))
        kept = answer.steps[number - 1 if number is not None else before]
        taken = TakenOn(practice=practice_id, step=kept.text, owner=kept.owner, due=kept.due)
        return self._change(
            lambda sitting: sitting.changed(
                taken_on=(*(one for one in sitting.taken_on if not _is_same(one, taken)), taken)
            )
        )

    def put_back(self, number: int) -> Sitting:
        """Take on one step less, by its number from 1; the answer keeps the step. Raises UsedWrongly."""
        return self._change(lambda sitting: sitting.changed(taken_on=_without(sitting.taken_on, number, "step")))

    def bring_proof(self, practice_id: str, what: str, who: str = "", by: date | None = None) -> Sitting:
        """Somebody brings evidence for a practice. Raises UsedWrongly for nothing."""
        words = clean_line(what)
        if not words:
            raise UsedWrongly("Which proof is meant?", remedy="Say in a few words what will be brought.")
        proof = Proof(practice=practice_id, what=words, who=clean_line(who), by=by)
        return self._change(lambda sitting: sitting.changed(proofs=(*sitting.proofs, proof)))

    def drop_proof(self, number: int) -> Sitting:
        """Nobody brings this one, by its number from 1. Raises UsedWrongly."""
        return self._change(lambda sitting: sitting.changed(proofs=_without(sitting.proofs, number, "proof")))

    def meet_again(self, day: date | None) -> Sitting:
        """The date of the next round; None for as the settings say. Raises UsedWrongly for a day that is past."""
        if day is not None and day <= self._day:
            raise UsedWrongly("The next round comes after this one.", remedy="Give a day that is still to come.")
        return self._change(lambda sitting: sitting.changed(next_round=day))

    def close(self) -> Sitting:
        """The close was gone through to its end."""
        return self._change(lambda sitting: sitting.changed(closed=True))


def checked_minutes(minutes: int) -> int:
    """Raises UsedWrongly for no sitting's length."""
    if not 1 <= minutes <= 1440:
        raise UsedWrongly(f"A sitting takes 1 to 1440 minutes, not {minutes}.", remedy="Such as 90.")
    return minutes


def hands_of(spread: Spread) -> list[Hand]:
    """A spread as the hands that it was counted from."""
    return [Hand(level) for level, count in spread.counts.items() for _ in range(count)]


def _is_same(one: TakenOn, other: TakenOn) -> bool:
    return (one.practice, one.step) == (other.practice, other.step)


def _without(items: tuple[T, ...], number: int, what: str) -> tuple[T, ...]:
    if not 1 <= number <= len(items):
        there = f"There are {len(items)}." if items else "There is none."
        raise UsedWrongly(f"There is no {what} number {number}.", remedy=there)
    return (*items[: number - 1], *items[number:])

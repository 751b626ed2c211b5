"""The workshop: a team around one screen. Who is there, its plan, its votes, its lists, and what it parks.

A Workshop holds a Session, as a Publisher does. Answers go through the session, so that undo, saving and signing are
the same as ever; what is no answer goes into today's sitting (`sittings/<date>.toml`), which is on disk before the
call that changed it returns. A sitting that is not closed goes on past midnight. How one ends is in `wrap_up.py`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import reduce

from levelbook.book.session import Session
from levelbook.book.undo import Change, Turn
from levelbook.core.answers.answers import Answer
from levelbook.core.answers.ballots import Hand, Spread, spread_of, votes_of
from levelbook.core.answers.edits import Edit
from levelbook.core.answers.sittings import (
    Parked,
    Participant,
    Sitting,
    TakenOn,
    joined,
    left_open,
    numbered,
    with_decision,
    without,
)
from levelbook.core.assessment.plan import ListKind, Plan, is_done, make_plan
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.text.cleaning import clean_line, nearest
from levelbook.errors import CouldNotWrite, FileIsWrong, LevelbookError, NotConfirmed, UnknownId, UsedWrongly
from levelbook.store import sittings_file

NO_SITTING = Sitting()
FORGOTTEN_AFTER = timedelta(hours=24)
"""A sitting that nobody closed for so long is over; it is offered for closing."""
USUAL_MINUTES = 90


class Workshop:
    """What a team does together in one sitting."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._day = self._day_to_go_on_with()
        self._sitting: Sitting | None = None
        self.wrong: FileIsWrong | None = None
        """What keeps today's file from being read; the answers are not touched by it."""
        self.unkept: LevelbookError | None = None
        """Why the last changes are not on disk. They stay in memory, and are tried again with the next one."""
        self._waiting: list[Callable[[Sitting], Sitting]] = []
        self._pulled_out: tuple[str, ...] = ()
        self.read_again()
        session.tell(self._note)

    def _day_to_go_on_with(self) -> date:
        """Today, unless another day's sitting is still going on: it is past midnight, or a machine had another day."""
        today, sittings = self.session.now.on, () if self.session.ballot else self.session.sittings.all
        going_on = [day for day, one in sittings if not one.closed and not self._is_forgotten(day, one)]
        return today if any(day == today for day, _ in sittings) else max(going_on, default=today)

    def _is_forgotten(self, day: date, sitting: Sitting) -> bool:
        if sitting.begun_at is not None:
            return self.session.clock() - sitting.begun_at > FORGOTTEN_AFTER
        return self.session.now.on - day > timedelta(days=1)  # a file of an older levelbook knows no more

    @property
    def forgotten(self) -> date | None:
        """The day of the last sitting, where nobody closed it for over 24 hours and no edition holds it as it is."""
        if self.session.ballot or not self.session.sittings.all:
            return None
        day, last = self.session.sittings.all[-1]
        if last.closed or not self._is_forgotten(day, last):
            return None
        sealed = self.session.editions.files_of(self.session.editions.last_name)
        return day if any(one == day for one, _ in self.session.sittings.not_in(sealed)) else None

    def take_up_forgotten(self) -> None:
        """Go back to the sitting that nobody closed, so that it can be closed. Raises FileIsWrong."""
        if (day := self.forgotten) is not None:
            self._day = day
            self.read_again()
            if self.wrong:
                raise self.wrong

    def elapsed(self, now: datetime) -> timedelta | None:
        """How long the sitting has gone on; None where none does, or where nobody knows when it was begun."""
        begun = self.sitting.begun_at
        return None if begun is None or self.sitting.closed else max(now - begun, timedelta(0))

    def read_again(self) -> None:
        """Read today's sitting from disk, such as after somebody mended its file."""
        self.wrong = None
        if self.session.ballot:
            return
        try:
            self._sitting = sittings_file.read(self.session.folder.sittings_path, self._day)
        except FileIsWrong as wrong:
            self.wrong = wrong

    def look_again(self) -> bool:
        """Take in what others wrote into today's sitting; whether there was anything."""
        if self._waiting or self.is_past:
            return False
        before = (self._sitting, self.wrong)
        self.read_again()
        return (self._sitting, self.wrong) != before

    # The sitting

    @property
    def is_open(self) -> bool:
        """Whether a sitting was begun today, or goes on past midnight."""
        return self._sitting is not None

    @property
    def sitting(self) -> Sitting:
        """Today's; an empty one while none was begun."""
        return self._sitting or NO_SITTING

    @property
    def day(self) -> date:
        """The day of the sitting, also past midnight."""
        return self._day

    @property
    def is_past(self) -> bool:
        """The sitting that is open was closed on an earlier day, so that today another can begin.

        One that nobody closed goes on past midnight; so does the last look at one that was closed just before.
        """
        return self.is_open and self.sitting.closed and self._day < self.session.now.on and not self._waiting

    def begin(self, minutes: int | None = None, names: Iterable[str] = (), *, anew: bool = False) -> Sitting:
        """Begin today's sitting, or go on with the one that is open; with `anew` not where it is past.

        Raises UsedWrongly, FileIsWrong, CouldNotWrite.
        """
        if minutes is not None:
            checked_minutes(minutes)
        if not self.is_open or (anew and self.is_past):
            self._day, self._sitting = self._day_to_go_on_with(), None  # the app may have been open since yesterday
            self.read_again()
        if self.wrong:
            raise self.wrong
        pulled_out, enter = self.pulled_out, _entered(names)
        self._pulled_out = ()

        left = self.left_open

        def begun(sitting: Sitting) -> Sitting:
            return enter(
                sitting.changed(
                    planned_minutes=minutes or sitting.planned_minutes,
                    parked=joined(sitting.parked, left, self._day),
                    pulled_out=tuple(dict.fromkeys((*sitting.pulled_out, *pulled_out))),
                )
            )

        return self.change(begun)

    def change(self, make: Callable[[Sitting], Sitting]) -> Sitting:
        """Today's sitting with a change, which is on disk. Raises UsedWrongly, FileIsWrong, CouldNotWrite."""
        if self.session.ballot:
            raise UsedWrongly("A ballot is filled in alone; a sitting belongs to the team's book.")
        changes = (*self._waiting, make)
        if not self.is_open:
            begun = Sitting(begun_at=self.session.clock(), parked=self.left_open)
            changes = (lambda sitting: begun if sitting == NO_SITTING else sitting, *changes)

        def made(sitting: Sitting) -> Sitting:
            return reduce(lambda changed, one: one(changed), changes, sitting)

        try:
            self._sitting = sittings_file.change(self.session.folder.sittings_path, self._day, made)
        except NotConfirmed as fault:
            self._waiting.clear()
            self.read_again()
            self.unkept = fault
            raise
        except (CouldNotWrite, FileIsWrong) as refused:
            self._sitting = make(self.sitting) if self.is_open else made(NO_SITTING)
            self._waiting = list(changes)
            self.unkept = refused
            raise
        self._waiting.clear()
        self.unkept = None
        return self._sitting

    @property
    def unsaved(self) -> bool:
        """Whether something was said in the sitting that is not on disk, because the disk would not take it."""
        return bool(self._waiting)

    def save(self) -> None:
        """Write what is not on disk yet. Raises FileIsWrong, CouldNotWrite."""
        if self._waiting:
            self.change(lambda sitting: sitting)

    def _note(self, turn: Turn) -> None:
        """Let the sitting know what was answered or taken back.

        The answer itself is in the book by now, so a sitting that cannot be written must not seem to refuse it: what
        is wrong then stands in `unkept`.
        """
        if self._sitting is None or self.is_past:
            return
        if self._after(turn, self._sitting) == self._sitting and not self._waiting:
            return
        with contextlib.suppress(LevelbookError):
            self.change(lambda sitting: self._after(turn, sitting))

    def _after(self, turn: Turn, sitting: Sitting) -> Sitting:
        """A sitting after a turn: what is settled was taken up, what is taken back was not; steps keep their owners."""
        taken_up, taken_on = sitting.taken_up, sitting.taken_on
        for change in turn.changes:
            if not isinstance(change.after, Answer) or change.id not in self.session.questionnaire.practices:
                continue
            before = change.before if isinstance(change.before, Answer) else Answer()
            if self._was_taken_up(change.id, before, change.after):
                taken_up = taken_up if change.id in taken_up else (*taken_up, change.id)
            elif not is_done(self.session.now.scorecard[change.id]):
                taken_up = tuple(name for name in taken_up if name != change.id)
            taken_on = tuple(
                kept for one in taken_on if (kept := _kept_up(one, change, before, change.after)) is not None
            )
        return sitting.changed(taken_up=taken_up, taken_on=taken_on)

    def _was_taken_up(self, practice_id: str, before: Answer, after: Answer) -> bool:
        """Whether a change to an answer settles the practice, or is a vote on it; a step or a note alone is neither."""
        if after.votes and after.votes != before.votes:
            return True
        score = self.session.now.scorecard[practice_id]
        was_done = is_done(self.session.now.scorecard.judge.practice(score.practice, score.placement, before))
        return is_done(score) and (not was_done or _said(before) != _said(after))

    # Who is there

    def add_participants(self, names: Iterable[str]) -> Sitting:
        """Enter participants; whoever is there already stays as they are."""
        return self.change(_entered(names))

    def remove_participant(self, name: str) -> Sitting:
        """Take somebody off the list. Raises UnknownId."""
        gone = self._participant(name).name
        return self.change(
            lambda sitting: sitting.changed(participants=tuple(one for one in sitting.participants if one.name != gone))
        )

    def agree_to_be_named(self, name: str, *, named: bool = True) -> Sitting:
        """Whether the name may stand beside a vote: it is its owner's to say. Raises UnknownId."""
        meant = self._participant(name).name
        return self.change(
            lambda sitting: sitting.changed(
                participants=tuple(
                    one.changed(named=named) if one.name == meant else one for one in sitting.participants
                )
            )
        )

    def _participant(self, name: str) -> Participant:
        wanted = clean_line(name).casefold()
        for participant in self.sitting.participants:
            if participant.name.casefold() == wanted:
                return participant
        names = self.sitting.names
        hint = f"There are: {', '.join(names)}." if names else "Nobody is entered yet."
        raise UnknownId("participant", name, nearest(name, names), hint=hint)

    # What to take up

    @property
    def pulled_out(self) -> tuple[str, ...]:
        """Ids of the practices that were taken out of a list, to talk about them."""
        return self.sitting.pulled_out if self.is_open else self._pulled_out

    def pull_out(self, practice_id: str, *, wanted: bool = True) -> None:
        """Take a practice out of its list, to talk about it, or put it back.

        Before a sitting is begun this is kept until then, and not written.
        """
        names = tuple(name for name in self.pulled_out if name != practice_id)
        names = (*names, practice_id) if wanted else names
        if self.is_open:
            self.change(lambda sitting: sitting.changed(pulled_out=names))
        else:
            self._pulled_out = names

    def plan(self, minutes: int | None = None) -> Plan:
        """What to take up in so many minutes; by default those of the sitting, else ninety."""
        wanted = checked_minutes((self.sitting.planned_minutes or USUAL_MINUTES) if minutes is None else minutes)
        return _plan(self.session, wanted, pulled_out=self.pulled_out, taken_up=self.sitting.taken_up)

    def confirm_list(self, levels: Mapping[str, int]) -> None:
        """Settle several practices at once, by practice id and level: one turn, one undo.

        A practice that stands at that level already is confirmed. Where the ballots gave levels, their counts are
        kept with the answer. Raises as `Session.apply` does; then nothing of the list is said.
        """
        self.session.apply_all({name: self._list_edit(name, level) for name, level in levels.items()})

    def _list_edit(self, practice_id: str, level: int) -> Edit:
        held = self.session.now.book.answer(practice_id)
        spread = self.session.ballots.spreads(self.session.now.tailoring).get(practice_id)
        if held.level == level and (spread is None or held.votes):
            return Edit(confirm=True)
        return _vote_edit(level, hands_of(spread)) if spread else Edit(level=level)

    # Votes

    def vote(self, practice_id: str, hands: Sequence[Hand], level: int | None = None) -> Spread | None:
        """Keep what the hands showed, and settle on a level, or on none with None. Raises UsedWrongly.

        Gives the spread; None where everybody abstained.
        """
        top = self.session.questionnaire.max_level
        for hand in hands:
            if hand.level is not None and not 0 <= hand.level <= top:
                raise UsedWrongly(f"There is no level {hand.level}.", remedy=f"The scale runs from 0 to {top}.")
        self.session.apply(practice_id, _vote_edit(level, hands))
        return spread_of(hand.level for hand in hands)

    # Parking, minutes

    def park(self, text: str, practice_id: str = "", by: str = "") -> Sitting:
        """Put something aside, so that the sitting goes on. Raises UsedWrongly for nothing."""
        words = clean_line(text)
        if not words:
            raise UsedWrongly("Nothing was said to park.", remedy="Say in a few words what it is about.")
        parked = Parked(text=words, practice=practice_id, by=clean_line(by))
        return self.change(lambda sitting: sitting.changed(parked=(*sitting.parked, parked)))

    @property
    def left_open(self) -> tuple[Parked, ...]:
        """The parked items that earlier sittings left open; this sitting has taken them over once it is begun."""
        if self.session.ballot:
            return ()
        return left_open((day, one) for day, one in self.session.sittings.all if day < self._day)

    @property
    def still_open(self) -> tuple[Parked, ...]:
        """The parked items about which something is still to be done: of this sitting, else of earlier ones."""
        return tuple(item for item in self.sitting.parked if item.is_open) if self.is_open else self.left_open

    def take_back_parked(self, number: int) -> Sitting:
        """Take something off the list, by its number from 1. Raises UsedWrongly.

        What an earlier sitting left stays there as settled: it would come back otherwise.
        """
        item = numbered(self.sitting.parked, number, "parked item")
        if item.since is not None:
            return self.decide(item.decided("settled"))
        return self.change(lambda sitting: sitting.changed(parked=without(sitting.parked, item)))

    def decide(self, item: Parked) -> Sitting:
        """Keep a parked item with what became of it."""
        return self.change(lambda sitting: sitting.changed(parked=with_decision(sitting.parked, item)))

    def set_minutes(self, text: str) -> Sitting:
        """What was said and decided beyond the answers."""
        return self.change(lambda sitting: sitting.changed(minutes=text.strip("\n")))

    def add_to_minutes(self, text: str) -> Sitting:
        """One more line of what was said and decided. Raises UsedWrongly for nothing."""
        words = clean_line(text)
        if not words:
            raise UsedWrongly("Nothing was said to note down.", remedy="Say in a few words what was decided.")
        return self.change(lambda sitting: sitting.changed(minutes=f"{sitting.minutes}\n{words}".strip("\n")))


def list_of(session: Session, kind: ListKind) -> tuple[PracticeScore, ...]:
    """What stands in one of the plan's lists, also what somebody has pulled out of it to talk about."""
    return _plan(session, USUAL_MINUTES).listed(kind)


def _plan(session: Session, minutes: int, *, pulled_out: Collection[str] = (), taken_up: Iterable[str] = ()) -> Plan:
    return make_plan(
        session.now.scorecard,
        session.ballots.spreads(session.now.tailoring),
        minutes,
        pulled_out=pulled_out,
        taken_up=taken_up,
        placed_then=session.now.placed_before,
    )


def checked_minutes(minutes: int) -> int:
    """Raises UsedWrongly for no sitting's length."""
    if not 1 <= minutes <= 1440:
        raise UsedWrongly(f"A sitting takes 1 to 1440 minutes, not {minutes}.", remedy="Such as 90.")
    return minutes


def hands_of(spread: Spread) -> list[Hand]:
    """A spread as the hands that it was counted from."""
    shown = [Hand(level) for level, count in spread.counts.items() for _ in range(count)]
    return [*shown, *(Hand(None) for _ in range(spread.abstained))]


def _vote_edit(level: int | None, hands: Sequence[Hand]) -> Edit:
    """What a vote changes in an answer: the level, where one is settled, and how many showed which."""
    return Edit(level=level, votes=votes_of(hands), abstained=sum(hand.level is None for hand in hands))


def _said(answer: Answer) -> tuple[object, ...]:
    """What an answer says of how things are, and when it was last said."""
    held = (answer.status, answer.level, answer.not_applicable, answer.unmet, answer.met)
    return (*held, answer.answered_at, answer.confirmed_at)


def _kept_up(taken: TakenOn, change: Change, before: Answer, after: Answer) -> TakenOn | None:
    """What was taken on as its step stands in the answer after a change; None where that step has gone."""
    if taken.practice != change.id:
        return taken
    step = next((step for step in after.steps if step.text == taken.step), None)
    if step is None and len(before.steps) == len(after.steps):  # it may have other words now
        step = next((new for old, new in zip(before.steps, after.steps, strict=True) if old.text == taken.step), None)
    if step is None:
        known = any(old.text == taken.step for old in before.steps)
        return None if known else taken
    return taken.changed(step=step.text, owner=step.owner, due=step.due)


def _entered(names: Iterable[str]) -> Callable[[Sitting], Sitting]:
    """Enters participants; whoever is there already stays as they are."""
    wanted = [name for given in names if (name := clean_line(given))]

    def entered(sitting: Sitting) -> Sitting:
        known = {name.casefold() for name in sitting.names}
        fresh: dict[str, Participant] = {}
        for name in wanted:
            if name.casefold() not in known:
                fresh.setdefault(name.casefold(), Participant(name=name))
        return sitting.changed(participants=(*sitting.participants, *fresh.values()))

    return entered

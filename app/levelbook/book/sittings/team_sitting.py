"""A team's sitting is begun, changed and closed here; it stays in memory while the disk refuses it.

What is no answer goes into it (`sittings/<date>.toml`), which `sitting_writer.py` writes. One that is not closed goes
on past midnight. What a team does in it is in `workshop.py`, `parked_items.py` and `sitting_evidence.py`, how one ends
in `close.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from levelbook.book.contents.sittings import A_DAY, sittings_since
from levelbook.book.session import Session
from levelbook.book.sittings.sitting_writer import Make, SittingWriter
from levelbook.book.undo import Change, Turn
from levelbook.core.answers.sitting_changes import with_change
from levelbook.core.answers.sittings import Parked, Participant, Sitting, joined, left_open
from levelbook.core.errors import CouldNotWrite, FileIsWrong, LevelbookError, NotConfirmed, UnknownId, UsedWrongly
from levelbook.core.text.cleaning import clean_line, clean_lines, nearest
from levelbook.store import sittings_file

NO_SITTING = Sitting()
FORGOTTEN_AFTER = timedelta(hours=24)
"""After this time an open sitting is over, and levelbook offers to close it."""


class TeamSitting:
    """The sitting that a team is in, or that it may begin."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._day = self._open_day()
        self._sitting: Sitting | None = None
        self.wrong: FileIsWrong | None = None
        """The problem with today's file, if any; it does not affect the answers."""
        self._writer = SittingWriter(session)
        self._pulled_out: tuple[str, ...] = ()
        self.read_again()

    def _open_day(self) -> date:
        """Today, unless another day's sitting is still going on: it is past midnight, or a machine had another day.

        One that is further ahead is misdated, and `check` says so.
        """
        today, sittings = self.session.now.on, () if self.session.ballot else self.session.sittings.all
        going_on = [
            day for day, one in sittings if day - today <= A_DAY and not one.closed and not self._is_forgotten(day, one)
        ]
        return today if any(day == today for day, _ in sittings) else max(going_on, default=today)

    def _is_forgotten(self, day: date, sitting: Sitting) -> bool:
        if sitting.begun_at is not None:
            return self.session.clock() - sitting.begun_at > FORGOTTEN_AFTER
        return self.session.now.on - day > timedelta(days=1)  # a file of an older levelbook knows no more

    @property
    def forgotten(self) -> date | None:
        """Return the day of the last sitting if it was left open for over 24 hours.

        A seal may come before its close; one of a round before the last edition's stays as it was left.
        """
        if self.session.ballot or not self.session.sittings.all:
            return None
        day, last = self.session.sittings.all[-1]
        if last.closed or not self._is_forgotten(day, last):
            return None
        editions = self.session.editions
        sealed = editions.last_of_a_round
        before = editions.name_of_a_round(sealed.previous or "") if sealed else ""
        held = sittings_since(editions, self.session.sittings, before)
        return day if any(one == day for one, _ in held) else None

    @property
    def not_closed(self) -> date | None:
        """The day of the sitting that goes on or was left open; None where the last one is closed."""
        return self._day if self.goes_on else self.forgotten

    def reopen_forgotten(self) -> None:
        """Reopen the sitting that was left open, so that it can be closed. Raises FileIsWrong."""
        if (day := self.forgotten) is not None:
            self._go_to(day)
            if self.wrong:
                raise self.wrong

    def _go_to(self, day: date) -> None:
        """Make the sitting of another day the open one."""
        if day != self._day:
            self.session.forget_changes([self._day.isoformat()])
        self._day, self._sitting = day, None
        self.read_again()

    def elapsed(self, now: datetime) -> timedelta | None:
        """Return how long the sitting has lasted; None without a sitting or a start time."""
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

    def take_in_changes(self) -> bool:
        """Take in what others wrote into today's sitting; whether there was anything."""
        if self._waits or self.is_past or self.session.folder.another_book() is not None:
            return False
        before = (self._sitting, self.wrong)
        self.read_again()
        return (self._sitting, self.wrong) != before

    # The sitting

    @property
    def is_open(self) -> bool:
        """Return whether a sitting was begun today, or continues past midnight."""
        return self._sitting is not None

    @property
    def goes_on(self) -> bool:
        """Return whether a sitting is open and nobody has closed it."""
        return self.is_open and not self.sitting.closed

    @property
    def sitting(self) -> Sitting:
        """The open sitting, by default today's; an empty one before it has begun."""
        return self._sitting or NO_SITTING

    @property
    def day(self) -> date:
        """The day of the sitting, also past midnight."""
        return self._day

    @property
    def is_past(self) -> bool:
        """Return whether the present sitting was closed on an earlier day, so that another can begin today.

        One that nobody closed goes on past midnight; so does the last look at one that was closed just before.
        """
        return self.is_open and self.sitting.closed and self._day < self.session.now.on and not self._waits

    def begin(self, minutes: int | None = None, names: Iterable[str] = (), *, anew: bool = False) -> Sitting:
        """Begin today's sitting, or continue the open one; with `anew`, not if it is past.

        Raises UsedWrongly, FileIsWrong, CouldNotWrite.
        """
        if minutes is not None:
            checked_minutes(minutes)
        if not self.is_open or (anew and self.is_past):
            self._go_to(self._open_day())  # the app may have been open since yesterday
        if self.wrong:
            raise self.wrong
        pulled_out, enter = self.pulled_out, _participants_added(names)
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

        if self.is_open:
            return self.change(begun)
        team = self.session.folder.settings.team
        empty = Sitting(team=team, begun_at=self.session.clock(), parked=left)
        return self._write(lambda sitting: begun(empty if sitting == NO_SITTING else sitting))

    def must_be_open(self) -> None:
        """Raises UsedWrongly where no sitting was begun, and FileIsWrong where today's cannot be read."""
        if self.session.ballot:
            raise UsedWrongly("A ballot is filled in alone; a sitting belongs to the team's book.")
        if self.wrong:
            raise self.wrong
        if not self.is_open:
            raise UsedWrongly("No sitting is open.", remedy="Begin a sitting first: `levelbook sitting begin`.")

    def change(self, make: Make, *, is_own_turn: bool = True) -> Sitting:
        """The open sitting with a change, which is on disk, and which undo takes back.

        is_own_turn: not where it goes with the turn of an answer.
        Raises UsedWrongly where no sitting is open, FileIsWrong, CouldNotWrite.
        """
        self.must_be_open()
        before = after = self.sitting

        def noted(sitting: Sitting) -> Sitting:
            nonlocal before, after
            before, after = sitting, make(sitting)
            return after

        try:
            return self._write(noted)
        finally:
            if is_own_turn and after != before:
                self.session.add_turn(Turn((Change("sitting", self._day.isoformat(), before, after),)))

    def make_change(self, change: Change) -> None:
        """Make what a turn says of a sitting true: it was taken back, or made once more. See `change`."""
        before, after = change.before, change.after
        if not isinstance(before, Sitting) or not isinstance(after, Sitting):
            return
        was, wanted = before, after
        if change.id != self._day.isoformat():
            day = date.fromisoformat(change.id)
            self.change_earlier(day, lambda sitting: with_change(sitting, was, wanted), seen=was, is_own_turn=False)
        elif self._sitting is not None:
            self._write(lambda sitting: with_change(sitting, was, wanted))

    def _write(self, make: Make) -> Sitting:
        """Change the open sitting on disk, with everything that waits for it."""
        if self.session.ballot:
            raise UsedWrongly("A ballot is filled in alone; a sitting belongs to the team's book.")
        try:
            self._sitting = self._writer.change(self._day, make, seen=self.sitting)
        except NotConfirmed:
            self.read_again()
            raise
        except (CouldNotWrite, FileIsWrong):
            self._sitting = self._writer.waiting[self._day]
            raise
        return self._sitting

    @contextmanager
    def _brought_up(self) -> Iterator[None]:
        """Bring the open sitting up to the disk if what waited for it was written meanwhile."""
        waited = self._waits
        try:
            yield
        finally:
            if waited and not self._waits:
                self.read_again()

    @property
    def _waits(self) -> bool:
        """Return whether the open sitting has changes that are not on disk."""
        return self._day in self._writer.waiting

    @property
    def unkept(self) -> LevelbookError | None:
        """The reason why the last changes are not on disk; the next one and the app try again."""
        return self._writer.unkept

    @property
    def unsaved(self) -> bool:
        """Return whether a sitting has changes that could not be saved."""
        return bool(self._writer.waiting)

    @property
    def unsaved_sittings(self) -> Mapping[date, Sitting]:
        """Return the sittings that could not be saved, by day, as they are in memory."""
        return self._writer.waiting

    @property
    def sittings_before(self) -> Mapping[date, Sitting]:
        """Return the same sittings without the changes that could not be saved."""
        return self._writer.before

    def try_again(self) -> None:
        """Write what is not on disk yet; what is refused again is in `unkept`."""
        with self._brought_up():
            self._writer.try_again()

    def save(self) -> None:
        """Write what is not on disk yet. Raises FileIsWrong, CouldNotWrite."""
        with self._brought_up():
            self._writer.save()

    # Who is there

    def add_participants(self, names: Iterable[str]) -> Sitting:
        """Add participants; existing ones are unchanged."""
        return self.change(_participants_added(names))

    def remove_participant(self, name: str) -> Sitting:
        """Take somebody off the list. Raises UnknownId."""
        gone = self.participant(name).name
        return self.change(
            lambda sitting: sitting.changed(participants=tuple(one for one in sitting.participants if one.name != gone))
        )

    def agree_to_be_named(self, name: str, *, named: bool = True) -> Sitting:
        """Set whether a participant agrees to be named beside a vote. Raises UnknownId."""
        meant = self.participant(name).name
        return self.change(
            lambda sitting: sitting.changed(
                participants=tuple(
                    one.changed(named=named) if one.name == meant else one for one in sitting.participants
                )
            )
        )

    def participant(self, name: str) -> Participant:
        """Return a participant by name, whatever its capitals. Raises UnknownId."""
        wanted = clean_line(name).casefold()
        for participant in self.sitting.participants:
            if participant.name.casefold() == wanted:
                return participant
        names = self.sitting.names
        hint = f"There are: {', '.join(names)}." if names else "No participant is entered yet."
        raise UnknownId("participant", name, nearest(name, names), hint=hint)

    # What to talk about

    @property
    def pulled_out(self) -> tuple[str, ...]:
        """Ids of the practices that were taken out of a list, to talk about them.

        Once the sitting is closed, nobody is about to, and the lists have them again.
        """
        return self.sitting.pulled_out if self.goes_on else self._pulled_out

    def pull_out(self, practice_id: str, *, wanted: bool = True) -> None:
        """Take a practice out of its list, to talk about it, or put it back.

        Before a sitting is begun this is kept until then, and not written.
        """

        def moved(names: tuple[str, ...]) -> tuple[str, ...]:
            others = tuple(name for name in names if name != practice_id)
            return (*others, practice_id) if wanted else others

        if self.goes_on:
            self.change(lambda sitting: sitting.changed(pulled_out=moved(sitting.pulled_out)))
        else:
            self._pulled_out = moved(self._pulled_out)

    # Earlier sittings, minutes

    @property
    def left_open(self) -> tuple[Parked, ...]:
        """The parked items that earlier sittings left open; this sitting has taken them over once it is begun."""
        if self.session.ballot:
            return ()
        return left_open((day, one) for day, one in self.session.sittings.all if day < self._day)

    def change_earlier(self, day: date, make: Make, *, seen: Sitting, is_own_turn: bool = True) -> None:
        """Change the sitting of another day on disk; undo takes it back.

        seen: what is known of it where its file cannot be read.
        """
        before = after = NO_SITTING

        def noted(sitting: Sitting) -> Sitting:
            nonlocal before, after
            before, after = sitting, make(sitting)
            return after

        try:
            with self._brought_up():
                self._writer.change(day, noted, seen=dict(self.session.sittings.all).get(day, seen))
        finally:
            if is_own_turn and after != before:
                self.session.add_turn(Turn((Change("sitting", day.isoformat(), before, after),)))

    def set_minutes(self, text: str) -> Sitting:
        """Set the minutes: what was said and decided beyond the answers. Lines that others added meanwhile stay."""
        known = {*self.sitting.minutes.split("\n"), *text.split("\n")}

        def written(sitting: Sitting) -> Sitting:
            theirs = (line for line in sitting.minutes.split("\n") if line not in known)
            return sitting.changed(minutes="\n".join([text.strip("\n"), *theirs]).strip("\n"))

        return self.change(written)

    def add_to_minutes(self, text: str) -> Sitting:
        """Add a line to the minutes, or several. Raises UsedWrongly where nothing is said."""
        words = clean_lines(text).strip()
        if not words:
            raise UsedWrongly("There is nothing to note down.", remedy="Say in a few words what was decided.")
        return self.change(lambda sitting: sitting.changed(minutes=f"{sitting.minutes}\n{words}".strip("\n")))


def checked_minutes(minutes: int) -> int:
    """Raises UsedWrongly for no sitting's length."""
    if not 1 <= minutes <= 1440:
        raise UsedWrongly(f"A sitting takes 1 to 1440 minutes, not {minutes}.", remedy="Such as 90.")
    return minutes


def _participants_added(names: Iterable[str]) -> Make:
    """Add participants; existing ones are unchanged."""
    wanted = [name for given in names if (name := clean_line(given))]

    def entered(sitting: Sitting) -> Sitting:
        known = {name.casefold() for name in sitting.names}
        fresh: dict[str, Participant] = {}
        for name in wanted:
            if name.casefold() not in known:
                fresh.setdefault(name.casefold(), Participant(name=name))
        return sitting.changed(participants=(*sitting.participants, *fresh.values()))

    return entered

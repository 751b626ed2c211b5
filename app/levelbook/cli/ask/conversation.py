"""A conversation in plain lines asks a person questions, and reports back what was saved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from typing import Literal, TypeVar

from levelbook.book.session import Session
from levelbook.book.sittings.workshop import Workshop
from levelbook.book.undo import Turn
from levelbook.book.undo_words import turn_words
from levelbook.book.unsaved.drafts import TYPED_AT_A_QUESTION, Drafts
from levelbook.book.unsaved.recovery import Recoveries
from levelbook.cli import parameters
from levelbook.cli.interrupts import ToldToEnd
from levelbook.cli.output import put
from levelbook.cli.prompter import HELP, Option, Prompter
from levelbook.core.answers.answers import Answer
from levelbook.core.answers.edits import Edit
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.errors import AnsweredElsewhere, CouldNotWrite, LevelbookError, NotConfirmed
from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import clean_line, clean_lines, spoken_day, with_full_stop
from levelbook.core.text.days import how_to_write_a_day
from levelbook.words.answer_details import changed_details, detail_words
from levelbook.words.figures import plural, sealed_elsewhere_words
from levelbook.words.practice_state import said_words, state_words
from levelbook.words.standing import progress_words

T = TypeVar("T")

_TRY_AGAIN = Option("again", "try again")
_LEAVE = Option("leave", "leave without it")

_WORTH_KEEPING = 3
"""Characters of a line that was not entered from which on it is kept: fewer are a digit or a letter that commands."""
CLEARS = "-"
"""This character clears an existing text; Enter keeps it."""
WORDS_HELP = "Words are kept as you type them; Enter alone goes on."


class InputEnded(Exception):
    """The input has ended."""


# Where to go after a line


@frozen
class GoTo:
    """Go to another practice, and come back afterwards."""

    practice_id: str


@frozen
class ReplaceQueue:
    """Replace the queue with other practices."""

    ids: tuple[str, ...]
    is_everything: bool = False
    """True for a queue of everything, whose number leaves out what the team left out."""


@frozen
class AddToQueue:
    """Put more practices next in the queue."""

    ids: tuple[str, ...]


Move = Literal["stay", "on", "back"] | GoTo | ReplaceQueue | AddToQueue


class Conversation:
    """Asks questions and reports the results. Everything that it returns is already saved."""

    def __init__(self, workshop: Workshop, prompter: Prompter) -> None:
        self.workshop = workshop
        self.session: Session = workshop.session
        self.prompter = prompter
        self.drafts = Drafts(self.session)
        self.offered: set[tuple[str, ...]] = set()
        """Drafts that a person was asked about in this conversation, by their identities."""
        self.recoveries = Recoveries(workshop)
        self._times_answered: Counter[str] = Counter()
        """Practice id to how often it was answered or confirmed in this conversation, without what was undone."""
        self._in_a_list: set[str] = set()
        """Those that were confirmed in a list."""
        self._ahead = ""
        """Text typed after a letter; it answers the next question."""
        self._is_finishing = False
        """True while the end of the input counts as Enter, so that what has been said is saved."""
        self.is_over = False
        """True once the input has ended."""
        self.is_last = False
        """True where the practice at hand is the last one, after which nobody can go back to it."""
        self.here = ""
        """Id of the practice that the questions are about; empty for none."""
        self._interrupt: KeyboardInterrupt | None = None
        """What ended the input, if a person or a signal interrupted a question."""

    @property
    def answered(self) -> tuple[str, ...]:
        """Practices that were answered or confirmed in this conversation; what was cleared since is none."""
        times, book = self._times_answered, self.session.now.book
        return tuple(name for name in times if times[name] > 0 and book.answer(name).status != "unanswered")

    @property
    def in_ballot(self) -> bool:
        """True if one participant answers on their own."""
        return self.session.ballot is not None

    def score(self, practice_id: str) -> PracticeScore:
        return self.session.now.scorecard[practice_id]

    def claims(self, practice_id: str) -> tuple[str, ...]:
        """Return ids of the criteria that the answer claims; none for a provider's practice."""
        score = self.score(practice_id)
        return () if score.inherited else score.answer.claims(score.practice)

    def titled(self, practice_id: str) -> str:
        """Number and title."""
        return f"{self.session.questionnaire.numbers[practice_id]} {self.score(practice_id).practice.title}"

    def queue_words(self, ids: Sequence[str], *, is_everything: bool) -> str:
        """Say how many practices a queue goes through, and how many more or of them no figure counts."""
        left_out = sum(not self.score(name).counts for name in ids)
        do = "does" if left_out == 1 else "do"
        if not left_out:
            return f"{plural(len(ids), 'practice')} in your queue"
        if is_everything:
            return f"{plural(len(ids) - left_out, 'practice')} in your queue, and {left_out} that {do} not apply"
        return f"{plural(len(ids), 'practice')} in your queue, {left_out} of which {do} not apply"

    def state(self, practice_id: str) -> str:
        """Return the answer in words; on a ballot without the team's target, which participants should not see."""
        score = self.score(practice_id)
        return said_words(score, self.session.now) if self.in_ballot else state_words(score, self.session.now)

    # Asking. Each raises InputEnded when the input has ended.

    def ahead(self, line: str) -> None:
        """Treat this line as already typed."""
        self._ahead = line

    @contextmanager
    def finishing(self) -> Iterator[None]:
        """Treat the end of the input as Enter meanwhile: something was said that stands without the questions left."""
        self._is_finishing = True
        try:
            yield
        finally:
            self._is_finishing = False

    def line(self, question: str) -> str:
        if self._ahead:
            said, self._ahead = self._ahead, ""
            return said
        return self._required(self._line(question))

    def explained_line(self, question: str, how: str) -> str:
        """Ask for a line; “?” is no answer, and `how` explains the question then."""
        while (said := self.line(question)) == HELP:
            put(how)
        return said

    def _line(self, question: str, so_far: str = "", *, asked: str = "", for_editing: bool = False) -> str | None:
        said = self._asked(lambda: self.prompter.line(asked or question, so_far, for_editing=for_editing), so_far)
        if self.is_over:
            self._keep_unentered(question, so_far)
        return said

    def _keep_unentered(self, question: str, so_far: str) -> None:
        """Keep as unsaved text what somebody was typing when the terminal went."""
        typed, self.prompter.unentered = self.prompter.unentered, ""
        if len(typed) < _WORTH_KEEPING or typed == clean_line(so_far):
            return
        form = (
            f"ask: {question}{f' · {self.titled(self.here)}' if self.here else ''}"  # no form of the app has that title
        )
        kept = "`levelbook unsaved` shows it, and `levelbook ask` begins with it."
        try:
            self.drafts.keep(self.here, form, "", {}, {"line": typed}, screen=TYPED_AT_A_QUESTION)
        except NotConfirmed as unsure:
            kept = " ".join(unsure.lines())
        except CouldNotWrite as refused:
            kept = f"It is not kept. {' '.join(refused.lines())}"
        with suppress(CouldNotWrite):  # where the terminal is gone
            put("", f"Typed and not entered: {typed}", kept)

    def _asked(self, ask: Callable[[], str | None], enter: str = "") -> str | None:
        """Return what a question was answered; `enter` where the input has ended while finishing, else None."""
        said = self._heard(ask)
        return enter if said is None and self._is_finishing else said

    def _heard(self, ask: Callable[[], T | None]) -> T | None:
        """Return what a question was answered; None once the input has ended.

        An interrupt ends it too, so that what was said before it is saved. See `go_on_with_interrupt`.
        """
        said = None
        self.keep_recovery()
        if not self.is_over:
            try:
                said = ask()
            except KeyboardInterrupt as interrupt:
                self._interrupt = interrupt
                if self._is_finishing:
                    with suppress(CouldNotWrite):  # the terminal is gone
                        put("")  # what is said to be saved starts a line
        self.is_over = said is None
        return said

    def keep_recovery(self) -> bool:
        """Keep in the person's state folder what the book's disk has refused so far; False where it cannot be kept."""
        try:
            self.recoveries.keep()
        except CouldNotWrite as refused:
            return isinstance(refused, NotConfirmed)
        return True

    def leave(self) -> None:
        """Try once more to save what the disk has refused, and keep it elsewhere if it still does.

        A person is asked before anything is lost that neither takes. Raises CouldNotWrite.
        """
        while self.prompter.is_heard() and not isinstance(self._interrupt, ToldToEnd):
            if (refused := self._refused_everywhere()) is None:
                break
            lost = f"Not saved: {self.recoveries.own_words}. It is kept nowhere else, and lost when you leave."
            put(f"{lost} {refused.message}")
            try:
                chosen = self.prompter.choose("What do you want to do?", (_TRY_AGAIN, _LEAVE))
            except KeyboardInterrupt as interrupt:
                self._interrupt, chosen = interrupt, None
            if chosen != _TRY_AGAIN.key:
                break
        self.recoveries.leave()

    def _refused_everywhere(self) -> CouldNotWrite | None:
        """Return why neither the book nor the person's state folder takes what was said; None where one does."""
        try:
            self.recoveries.keep()
        except NotConfirmed:
            return None
        except CouldNotWrite as refused:
            with suppress(LevelbookError):
                self.recoveries.save_again()
            return refused if self.session.unsaved or self.workshop.unsaved else None
        return None

    def go_on_with_interrupt(self) -> None:
        """Raise the KeyboardInterrupt that ended the input, if one did: call it once everything said is saved."""
        if self._interrupt is not None:
            raise self._interrupt

    def prose(self, question: str, *, in_lines: bool = False) -> str:
        """Ask for words: lines that are pasted along with the first belong to them, and are no commands.

        in_lines: they stay lines, as the app keeps them in the same place.
        """
        return self._with_paste(self.explained_line(question, WORDS_HELP), in_lines=in_lines)

    @staticmethod
    def _required(said: T | None) -> T:
        if said is None:
            raise InputEnded
        return said

    def line_over(self, question: str, so_far: str, *, for_editing: bool = False) -> str:
        """Ask for a line that replaces another: Enter keeps the old one, a hyphen clears it."""
        if not so_far or self._ahead:
            return self.line(question)
        asked = f"{question} (Enter keeps it, {CLEARS} clears it)"
        said = self._required(self._line(question, so_far, asked=asked, for_editing=for_editing))
        offered = clean_line(so_far)  # a terminal offers several lines as one, with the cursor at their end
        if said == offered:
            return so_far
        return "" if said.removeprefix(offered).strip() == CLEARS else said

    def words_over(self, question: str, so_far: str, *, for_editing: bool = False) -> str:
        """Ask for a line that replaces another, likewise; a hyphen is none, also where there is none yet to clear.

        “?” is explained and asked again, unless the old line is “?” itself: Enter keeps that one.
        """
        while True:
            said = self.line_over(question, so_far, for_editing=for_editing)
            if said == so_far or said != HELP:
                return "" if said == CLEARS else said
            put(WORDS_HELP)

    def prose_over(self, question: str, so_far: str, *, in_lines: bool = False) -> str:
        """Ask for words that replace others, of one line or of several; all else is as in `words_over`.

        A terminal offers the old ones for editing: nobody's sentence goes with the first key.
        """
        said = self.words_over(question, so_far, for_editing=True)
        return said if said == so_far else self._with_paste(said, in_lines=in_lines)

    def _with_paste(self, said: str, *, in_lines: bool) -> str:
        if not said:
            return said
        words = f"{said}\n{self.prompter.pasted()}"
        return clean_lines(words).strip() if in_lines else clean_line(words)

    def choose(self, question: str, options: Sequence[Option], *, leave: str = "leave it") -> str:
        """Ask for an option and return its key; empty if the person chooses none."""
        return self._required(self._asked(lambda: self.prompter.choose(question, options, leave=leave)))

    def choose_one(self, question: str, options: Sequence[Option], chosen: str | None = None) -> str:
        """Ask for an option and return its key; one has to be chosen."""
        return self._required(self._heard(lambda: self.prompter.choose(question, options, chosen)))

    def choose_many(self, question: str, options: Sequence[Option], chosen: Sequence[str] = ()) -> list[str]:
        return self._required(self._heard(lambda: self.prompter.choose_many(question, options, chosen)))

    def day(self, question: str, *, past: bool = False, enter: str = "a day, or Enter") -> date | None:
        """Ask for a day until the answer is one; None for an empty line. Warn about a day in the past."""
        while (said := self.line(f"{question} ({enter})")) and said != CLEARS:
            if (day := self.day_of(said, past=past)) is not None:
                return day
        return None

    def day_over(self, question: str, so_far: date | None, *, past: bool = False) -> date | Literal[""] | None:
        """Ask for a day that replaces another: None keeps the old one, empty clears it. `past`: the day has to be in
        the past.
        """
        if so_far is None:
            return self.day(question, past=past)
        while said := self.line(f"{question} (now {spoken_day(so_far)}; Enter keeps it, {CLEARS} clears it)"):
            if said == CLEARS:
                return ""
            if (day := self.day_of(said, past=past)) is not None:
                return day
        return None

    def day_of(self, said: str, *, past: bool = False) -> date | None:
        """Read a day, and warn about one in the past that has to come; None, with the reason printed, for none.

        “?” asks how days are written.
        """
        if said == "?":
            put(how_to_write_a_day(self.session.now.on, past=past))
            return None
        try:
            day = parameters.a_day(said, self.session.now.on, past=past)
        except ValueError as error:
            put(str(error))
            return None
        put(*([] if past else parameters.past_day_warnings(day, self.session.now.on)))
        return day

    # Saying what became of it

    def apply(self, practice_id: str, edit: Edit, *, details: bool = False) -> Answer:
        """Change one answer, and read out the result; of the details, only those that changed."""
        before = detail_words(self.session.now, practice_id) if details else []
        held = self.session.now.book.answer(practice_id)
        answer = self.session.apply(practice_id, edit)
        if answer == held:
            put("Nothing was changed.", "")
            return answer
        if edit.settles or edit.confirm or edit.clear:
            self.count(practice_id)
        put(
            "Saved."
            if details and answer.status == "unanswered"
            else with_full_stop(f"Saved: {self.state(practice_id)}")
        )
        if details:
            claimed: Literal["", "level", "criteria"] = "" if edit.unmet is None else "criteria"
            claimed = claimed if edit.level is None else "level"
            held_now = detail_words(self.session.now, practice_id)
            put(*(f"  {line}" for line in changed_details(before, held_now, claimed=claimed)))
        if edit.settles or edit.confirm or edit.clear:
            self.say_kept()
            self.say_progress()
        put("")
        return answer

    def confirm_list(self, levels: Mapping[str, int]) -> None:
        """Confirm several practices as one change that can be undone.

        Raises AnsweredElsewhere where others have answered some of them otherwise meanwhile; the rest is saved then.
        """
        try:
            self.workshop.confirm_list(levels)
        except AnsweredElsewhere as clash:
            self._say_list_saved({name for name in levels if name not in clash.ids})
            raise
        self._say_list_saved(levels)

    def _say_list_saved(self, names: Collection[str]) -> None:
        if names:
            self.count(*names)
            self._in_a_list |= set(names)
            put(f"Saved: {plural(len(names), 'practice')} in one go; z undoes all of it.")
            self.say_kept()
            self.say_progress()

    def is_done_in_a_list(self, practice_id: str) -> bool:
        """Tell whether a practice was confirmed in a list of this conversation, and nobody has undone it."""
        return practice_id in self._in_a_list and self.score(practice_id).confirmed

    def say_kept(self) -> None:
        """Report a sitting that cannot be written; the answer is saved anyway."""
        unkept = self.workshop.unkept
        if unkept is not None:
            sure = "may not last" if isinstance(unkept, NotConfirmed) else "is not"
            put(f"The answer is saved; the sitting {sure}:", *(f"  {line}" for line in unkept.lines()))

    def say_progress(self) -> None:
        if found := self.session.sealed_elsewhere():
            put(sealed_elsewhere_words(found))
        put(f"{progress_words(self.session.now)}.")

    def say_turn(self, turn: Turn | None, done: str, otherwise: str, *, undone: bool) -> None:
        """Print what was undone or redone, and what is there now."""
        if turn is None:
            put(otherwise)
            return
        put(f"{done}: {turn_words(self.session, turn, self.state, undone=undone)}")
        if turn.sitting_versions is not None:
            self.say_kept()
            return
        self.count(*turn.answered_ids, times=-1 if undone else 1)
        self.say_progress()

    def count(self, *practice_ids: str, times: int = 1) -> None:
        """Count answers that were given or confirmed in this conversation.

        times: -1 for answers that were undone.
        """
        for practice_id in practice_ids:
            self._times_answered[practice_id] += times

    def attempt(self, act: Callable[[], object]) -> bool:
        """Do something that may be refused, and return whether it was done. The reason for a refusal is read out."""
        try:
            act()
        except LevelbookError as error:
            put(*error.lines())
            return False
        return True

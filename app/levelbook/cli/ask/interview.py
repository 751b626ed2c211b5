"""The plain-line interview goes through practices one at a time, in lines of plain text.

A digit answers and goes on; a letter or a word does something else with the practice at hand. Every answer is saved
before the next line is read, so that the end of the input, wherever it comes, only means "stop".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from levelbook.book.sittings.workshop import Workshop
from levelbook.book.undo_words import named
from levelbook.book.unsaved.drafts import TYPED_AT_A_QUESTION
from levelbook.cli.ask import answering, lists
from levelbook.cli.ask.close import close
from levelbook.cli.ask.conversation import AddToQueue, Conversation, GoTo, InputEnded, Move, ReplaceQueue
from levelbook.cli.ask.form import keep_or_discard
from levelbook.cli.ask.keys import help_lines, keys_for, where_offered
from levelbook.cli.ask.navigation import STOPS
from levelbook.cli.ask.read_out import present
from levelbook.cli.interrupts import ended_at_questions
from levelbook.cli.output import put
from levelbook.cli.prompter import BACK, HELP, Option, Prompter
from levelbook.core.answers.hand_vote import level_and_reason
from levelbook.core.assessment.queue import is_carried
from levelbook.core.assessment.workshop_plan import Plan
from levelbook.core.errors import AnsweredElsewhere, LevelbookError
from levelbook.core.text.cleaning import clean_line, with_full_stop
from levelbook.words.figures import plural
from levelbook.words.files import shown
from levelbook.words.standing import progress_words

_OF_A_RECOVERY = (Option("take", "take it in"), Option("discard", "discard it for good"))


class Interview:
    """An interview goes through a queue of practices."""

    def __init__(
        self,
        workshop: Workshop,
        prompter: Prompter,
        practice_ids: Sequence[str],
        plan: Plan | None = None,
        *,
        is_everything: bool = False,
    ) -> None:
        self.conversation = Conversation(workshop, prompter)
        self.session = workshop.session
        self.recoveries = self.conversation.recoveries
        self.ids = list(practice_ids)
        self.plan = plan
        """The plan to follow, if any: its lists come before the queue, and the close after."""
        self.is_everything = is_everything
        """True if the queue is of everything: it also goes through what the team left out, and does not count it."""
        self._place = 0
        self._aside: str | None = None
        """A practice that the person jumped to; afterwards the queue continues."""

    def run(self) -> None:
        """Run until the last practice or the end of the input. Raises CouldNotWrite if an answer could not be saved."""
        with ended_at_questions():
            self._run()

    def _run(self) -> None:
        try:
            self._offer_recoveries()
            self._offer_unentered()
            self._go_through()
        except InputEnded:
            put("")
        finally:  # whatever the disk has refused so far is tried once more, also when the person interrupts
            self.conversation.leave()
        self.conversation.go_on_with_interrupt()
        self._say_goodbye()

    def _go_through(self) -> None:
        if self.conversation.workshop.wrong is not None:
            put(
                "Today's sitting cannot be read, so nothing is recorded in it:",
                *self.conversation.workshop.wrong.lines(),
                "",
            )
        if words := self.recoveries.read_only_words:
            put(words, "")
        if self.plan is not None:
            if not self.conversation.workshop.is_open and self.conversation.workshop.wrong is None:
                put("No sitting has begun, so what you say belongs to none. `levelbook sitting begin` begins one.", "")
            pulled = lists.go_through(self.conversation, self.plan)
            self._make_room(pulled, self.plan.minutes)
        queue = self.conversation.queue_words(self.ids, is_everything=self.is_everything)
        put(f"{queue}. ? explains the keys.", f"{self._so_far()}.", "")
        while (here := self._here) is not None:
            if self.conversation.is_over:
                raise InputEnded
            self._say_news()
            self._present(here)
            self._follow(self._take(here))
        if self.plan is not None:
            self._offer_the_close()

    def _make_room(self, pulled: Sequence[str], minutes: int) -> None:
        """Plan again after practices were taken out of the lists: they take minutes in which others were planned."""
        if not pulled:
            return
        fitting = [item.id for item in self.conversation.workshop.plan(minutes).to_discuss]
        left = [name for name in dict.fromkeys((*pulled, *self.ids)) if name not in fitting]
        self.ids = fitting
        if left:
            do = "does" if len(left) == 1 else "do"
            time = plural(minutes, "minute")
            put(f"{plural(len(left), 'practice')} {do} not fit in {time} any more: for another time.")

    def _so_far(self) -> str:
        return progress_words(self.session.now)

    def _offer_the_close(self) -> None:
        workshop = self.conversation.workshop
        if not workshop.is_open or workshop.sitting.closed:
            return
        while (said := self.conversation.line("Enter goes on to the close, q leaves it").lower()) not in STOPS:
            if said in ("", "close"):
                close(self.conversation, "")
                return
            if said == HELP:
                put("The close asks what you take on, who brings which evidence, and when you meet again.")
            else:
                put(f"“{said}” is not understood. Press Enter, or type q.")

    def _offer_recoveries(self) -> None:
        """Offer to recover what an earlier session could not save; input from a file or a pipe only gets a message."""
        for name, recovery in self.recoveries.offered().items():
            put(f"An earlier session could not save: {self.recoveries.words(recovery)}.")
            if not self.conversation.prompter.is_heard():
                put("`levelbook` and `levelbook ask` in a terminal offer to recover it.", "")
                return
            chosen = self.conversation.choose(
                "What do you want to do with it?", _OF_A_RECOVERY, leave="ask me again next time"
            )
            if chosen == "take":
                self.conversation.attempt(partial(self._recover, name))
            elif chosen == "discard":
                self.recoveries.discard(name)
                put("Discarded.", "")

    def _offer_unentered(self) -> None:
        """Read out what was typed at a question and not entered, as somebody stopped; a person may discard it.

        Of what was typed into a form, name the form: it offers its text itself.
        """
        drafts = self.conversation.drafts
        for draft in drafts.all:
            if draft.screen != TYPED_AT_A_QUESTION:
                put(f"Typed and not saved: “{clean_line(draft.form)}”. {where_offered(self.conversation, draft)}")
                continue
            put(f"Typed and not entered at “{clean_line(draft.form)}”:", *(f"  {words}" for words in draft.words))
            if self.conversation.prompter.is_heard():
                keep_or_discard(self.conversation, draft, "It is not in the book.")

    def _recover(self, name: str) -> None:
        """Take a recovery in, and say what was not taken: it is gone then. Raises as `Recoveries.take_in` does."""
        not_taken = self.recoveries.take_in(name)
        put("Recovered. Answers that others gave since then are kept.", *filter(None, [not_taken]), "")

    def _say_goodbye(self) -> None:
        # After an edition, what was answered before can be confirmed as it stands: no answer is given then.
        is_later_round = bool(self.session.now.last_edition) and not self.conversation.in_ballot
        done = "given or confirmed" if is_later_round else "given"
        said = f"Saved. {plural(len(self.conversation.answered), 'answer')} {done}; {progress_words(self.session.now)}."
        if self.conversation.in_ballot:
            put(f"{said} Your ballot is in {shown(self.session.answers_path)}.")
        else:
            put(said)

    # Where we are

    @property
    def _here(self) -> str | None:
        if self._aside is not None:
            return self._aside
        return self.ids[self._place] if self._place < len(self.ids) else None

    @property
    def _is_last(self) -> bool:
        """Tell whether the queue ends after the practice at hand."""
        left = self.ids[self._place + (self._aside is None) :]
        return all(self.conversation.is_done_in_a_list(name) for name in left)

    def _place_words(self) -> str:
        if self._aside is not None:
            return "aside"
        counted = [name for name in self.ids if not self.is_everything or self.conversation.score(name).counts]
        here = self.ids[self._place]
        return f"{counted.index(here) + 1} of {len(counted)}" if here in counted else "does not apply"

    def _follow(self, move: Move) -> None:
        if isinstance(move, GoTo):
            self._jump(move.practice_id)
        elif isinstance(move, ReplaceQueue):
            self.ids, self._place, self._aside = list(move.ids), 0, None
            self.is_everything = move.is_everything
        elif isinstance(move, AddToQueue):
            self._put_next(move.ids)
        elif self._aside is not None:
            self._aside = None
        elif move == "on":
            self._place += 1
            while self._place < len(self.ids) and self.conversation.is_done_in_a_list(self.ids[self._place]):
                self._place += 1
        elif self._place == 0:
            put("This is the first of them.", "")
        else:
            self._place -= 1

    def _jump(self, practice_id: str) -> None:
        if practice_id in self.ids:
            self._place, self._aside = self.ids.index(practice_id), None
        else:
            self._aside = practice_id

    def _put_next(self, more: Sequence[str]) -> None:
        """Put these practices next; the present one stays."""
        here = self.ids[self._place]
        rest = [name for name in self.ids if name not in more or name == here]
        self._place = rest.index(here)
        rest[self._place + 1 : self._place + 1] = [name for name in more if name != here]
        self.ids = rest

    def _present(self, practice_id: str) -> None:
        """Read out a practice, and name the forms about it with text that nobody saved."""
        present(self.conversation, practice_id, self._place_words())
        for draft in self.conversation.drafts.of_practice(practice_id):
            if draft.screen != TYPED_AT_A_QUESTION:
                put(f"Typed and not saved: “{clean_line(draft.form)}”. {where_offered(self.conversation, draft)}")

    # Taking one line after the other

    def _take(self, practice_id: str) -> Move:
        """Take a person's lines on one practice until one of them leads elsewhere."""
        top = self.session.questionnaire.max_level
        while True:
            self.conversation.here = practice_id
            self.conversation.is_last = self._is_last
            if practice_id in self._say_news():
                self._present(practice_id)
            confirms = "c to confirm, " if is_carried(self.conversation.score(practice_id)) else ""
            said = self.conversation.line(f"Level 0 to {top}, {confirms}or a letter (? lists them)")
            if not said:
                put("")
                return "on"
            # As others have left it: a vote asks everybody who is there by now. What they answered is shown first.
            self.conversation.workshop.take_in_changes()
            try:
                move = self._do(practice_id, said)
            except AnsweredElsewhere as clash:
                put(*clash.lines(), *self._present_states(clash, practice_id))
            except LevelbookError as error:
                put(*error.lines())
            else:
                if move != "stay":
                    return move

    def _present_states(self, clash: AnsweredElsewhere, practice_id: str) -> list[str]:
        """Say what the answers in a clash say: an offer may take over others than the one at hand."""
        names = [name for name in clash.ids if name in self.session.questionnaire.practices]
        if names == [practice_id]:
            return [with_full_stop(f"It says: {self.conversation.state(practice_id)}")]
        numbers = self.session.questionnaire.numbers
        return [with_full_stop(f"{numbers[name]} says: {self.conversation.state(name)}") for name in names]

    def _say_news(self) -> tuple[str, ...]:
        """Say what others changed that the last save took in; its ids. Else the next line would be said over theirs."""
        news = self.session.changed_elsewhere()
        if news:
            put(f"Others changed {named([self.session.questionnaire.numbers.get(name, name) for name in news])}.", "")
        return news

    def _do(self, practice_id: str, said: str) -> Move:
        keys = keys_for(self.conversation)
        level, reason = level_and_reason(said)
        if level is not None and not (reason and self.conversation.in_ballot):
            return answering.level(self.conversation, practice_id, level, reason)
        if said == "?":
            put(*help_lines(keys.values()), "")
            return "stay"
        numbered = self.session.questionnaire.ids_by_number.get(said, "")
        if numbered in self.session.questionnaire.practices:
            return GoTo(numbered)
        if re.fullmatch(r"[0-9]+\.[0-9]+", said):
            numbers = [self.session.questionnaire.numbers[name] for name in self.session.questionnaire.practices]
            section = said.partition(".")[0]
            of_it = [number for number in numbers if number.partition(".")[0] == section]
            last = f"the last one of section {section} is {of_it[-1]}" if of_it else f"the last one is {numbers[-1]}"
            put(f"There is no practice {said}; {last}. j finds one by its title.")
            return "stay"
        word, _, rest = said.partition(" ")
        key = keys.get("back" if said == BACK else word.lower())
        if key is None or (rest and not key.takes_a_line):
            put(f"“{said}” is not understood. ? lists the keys.")
            return "stay"
        self.conversation.ahead(rest.strip())
        try:
            return key.do(self.conversation, practice_id)
        finally:
            self.conversation.ahead("")  # where nothing was asked, the words behind the letter are no command

"""A form is asked line by line; each line that is entered is a draft on the disk before the next question.

Its title and its fields are those of the app's form, so that either of them goes on with what was typed into the other.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from datetime import date
from types import TracebackType
from typing import Final, Literal, Self

from levelbook.cli import parameters
from levelbook.cli.ask.conversation import CLEARS, Conversation
from levelbook.cli.output import put
from levelbook.cli.prompter import HELP, Option
from levelbook.core.answers.drafts import Draft
from levelbook.core.answers.form_fields import merge_fields
from levelbook.core.errors import CouldNotWrite, NotConfirmed, UsedWrongly
from levelbook.core.text.cleaning import clean_line, day_text
from levelbook.core.text.numbers import whole_number

GO_ON: Final = Option("take", "go on with it")
_OF_A_LINE: Final = (Option("keep", "show it again next time"), Option("discard", "discard it for good"))
_WITH_DRAFT: Final = (GO_ON, Option("discard", "discard it for good"))


class Form:
    """The lines of a form, from its first question until it is saved. A form that is left leaves no draft.

    What ends it before, such as the end of the input or a refusal, leaves what was entered as a draft.
    """

    def __init__(
        self,
        conversation: Conversation,
        practice_id: str,
        what: str,
        before: Mapping[str, str] | None = None,
        *,
        subjects: Sequence[str] = ("",),
        screen: str = "interview",
        draft: Draft | None = None,
        is_new: bool = False,
        proposed: Collection[str] = (),
    ) -> None:
        """what: the title of the app's form, without the practice. before: map its field ids to what they hold.

        subjects: what the form may be about, if others of its title are about something else; the first one unless a
            draft is about another.
        proposed: fields whose `before` is a proposal, such as today, and no content of the book.
        draft: a draft to go on with. is_new: what was said already is new, so no draft is offered.
        """
        self._conversation, self._practice_id, self._screen = conversation, practice_id, screen
        self.title = title_of(conversation, practice_id, what)
        self.subject = subjects[0]
        self._subjects = subjects
        self._rev = conversation.session.now.book.answer(practice_id).rev
        self._before = {name: text for name, text in (before or {}).items() if text}
        self._typed = dict(self._before)
        self._proposed = frozenset(proposed)
        self._theirs: dict[str, str] = {}
        """What others have entered into fields of the draft since those were typed."""
        self._draft: Draft | None = None
        self._id = secrets.token_hex(4)
        self._goes_on = False
        """True once a draft is gone on with: each question offers what that holds."""
        self._is_new = is_new
        self._is_refused = False
        """True once the disk has not taken what was entered, which is said once."""
        if draft is not None:
            self._go_on_with(draft)

    def __enter__(self) -> Self:
        """Offer what was typed into this form and not saved."""
        if not self._is_new and self._draft is None:
            found = (self._conversation.drafts.of_form(self._practice_id, self.title, one) for one in self._subjects)
            held = next(filter(None, found), None)
            if held is not None and goes_on(self._conversation, held):
                self._go_on_with(held)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Leave no draft of what was saved or left, or is kept as a recovery because the book's disk refused it."""
        if error is None or (isinstance(error, CouldNotWrite) and self._conversation.keep_recovery()):
            self.discard()
            return
        words = [text for name, text in self._typed.items() if text != self._before.get(name, "")]
        if not words:
            return
        kept = f"What was said is kept as unsaved text of “{self.title}”. `levelbook ask` and the app offer it."
        with suppress(CouldNotWrite):  # where the terminal is gone
            put(kept if self._draft is not None else f"Not saved, and kept nowhere: {', '.join(words)}")

    def _go_on_with(self, draft: Draft) -> None:
        self._draft, self.subject, self._goes_on = draft, draft.subject, True
        names = {*self._before, *draft.before, *draft.typed}
        held = {name: self._before.get(name, "") for name in names}
        self._typed = {name: draft.value(name, held[name]) for name in names}
        conflicts = merge_fields(draft.before, draft.typed, held).conflicts
        self._theirs = {name: held[name] for name in conflicts if name not in self._proposed}
        self._before = {name: text for name in names if (text := draft.before_or_now(name, held[name]))}

    @property
    def typed(self) -> Mapping[str, str]:
        """Map field ids to what they hold by now."""
        return self._typed

    @property
    def before(self) -> Mapping[str, str]:
        """Map field ids to what they held before anything was typed into them."""
        return self._before

    def discard(self) -> None:
        """Leave no draft: what was entered is saved, or was given up."""
        self._typed = dict(self._before)
        self._keep()

    def leave_for_later(self) -> None:
        """Leave what was entered as a draft, which the form offers when it is opened again."""
        self._draft, self._typed = None, dict(self._before)

    def discard_unless_over(self) -> None:
        """Leave no draft where a person left a line empty that is needed; the end of the input leaves one."""
        if not self._conversation.is_over:
            self.discard()

    def enter(self, **fields: str) -> None:
        """Keep what was entered on the disk."""
        self._typed |= fields
        self._keep()

    def _keep(self) -> None:
        typed = {name: text for name, text in self._typed.items() if text or name in self._before}
        drafts = self._conversation.drafts
        if typed == self._before:
            if self._draft is not None:
                drafts.discard(self._draft)
                self._draft = None
            return
        held = self._draft
        if held is not None and (held.typed, held.subject) == (typed, self.subject) and drafts.has(held):
            return  # else another ask, or the app, went on with the same draft, and saved or discarded it
        try:
            self._draft = drafts.keep(
                self._practice_id,
                self.title,
                self._rev,
                self._before,
                typed,
                subject=self.subject,
                screen=self._screen,
                instead_of=self._draft,
                kept_by=self._id,
            )
        except CouldNotWrite as refused:
            if not self._is_refused:
                with suppress(CouldNotWrite):  # where the terminal is gone
                    put(*refused.lines())
            self._is_refused = not isinstance(refused, NotConfirmed)

    # Asking. Each raises InputEnded when the input has ended.

    def _so_far(self, name: str, question: str, *, anew: bool = False) -> str:
        """Return what a question offers to keep; `anew`: only what a draft holds, not what the book holds.

        Where others have entered something else since the draft was typed, ask which of the two holds.
        """
        if name in self._theirs:
            self._settle(name, question)
        text = self._typed.get(name, "")
        return "" if anew and not self._goes_on and text == self._before.get(name, "") else text

    def _settle(self, name: str, question: str) -> None:
        theirs, mine = self._theirs[name], self._typed.get(name, "")
        chosen = self._conversation.choose_one(
            f"{question}: others have entered something else since you typed this. Which one holds?",
            (Option("theirs", _shown(theirs)), Option("mine", f"{_shown(mine)} (yours)")),
        )
        self._before[name] = self._theirs.pop(name)
        self.enter(**{name: theirs if chosen == "theirs" else mine})

    def line(self, name: str, question: str, *, anew: bool = False) -> str:
        """Ask for a line; a hyphen is none, also where there is none yet to clear. “?” is explained, and no line."""
        so_far = self._so_far(name, question, anew=anew)
        said = self._conversation.words_over(question, so_far)
        self.enter(**{name: said})
        return said

    def prose(self, name: str, question: str, *, anew: bool = False) -> str:
        """Ask for words."""
        said = self._conversation.prose_over(question, self._so_far(name, question, anew=anew))
        self.enter(**{name: said})
        return said

    def choose(self, name: str, question: str, options: Sequence[Option]) -> str:
        """Ask for an option, of which a draft may hold one already; its key, or empty if the person chooses none."""
        so_far = self._so_far(name, question, anew=True)
        if so_far in [option.key for option in options]:
            said = self._conversation.choose_one(question, options, so_far)
        else:
            said = self._conversation.choose(question, options)
        if said:
            self.enter(**{name: said})
        return said

    def level(
        self, name: str, question: str, clears: str, *, refuse: Callable[[int], object]
    ) -> int | Literal[""] | None:
        """Ask for a level of the scale until it is one: None leaves what the book holds, empty clears it.

        A wrong one is asked again here. Else the next digit, which mends it, would answer the practice.

        clears: what a hyphen does to that; empty where the book holds none.
        refuse: raises UsedWrongly for a level of the scale that cannot be meant here.
        """
        so_far = self._so_far(name, question, anew=True)
        enter = f"Enter: leave it, {CLEARS} {clears}" if clears else "Enter: leave it"
        asked = question if so_far else f"{question} ({enter})"
        top = self._conversation.session.questionnaire.max_level
        while (said := self._conversation.line_over(asked, so_far)) and said != CLEARS:
            level = whole_number(said)
            if said == HELP:
                put(f"Give a level from 0 to {top}. {enter}.")
            elif level is None or level > top:
                put(f"“{said}” is not a level. The scale runs from 0 to {top}.")
            else:
                try:
                    refuse(level)
                except UsedWrongly as wrong:
                    put(*wrong.lines())
                    continue
                self.enter(**{name: said})
                return level
        self.enter(**{name: ""})
        return "" if said == CLEARS or so_far else None

    def day(self, name: str, question: str, *, past: bool = False, anew: bool = False) -> date | Literal[""] | None:
        """Ask for a day: None where it is what the book holds, empty for none. `past`: it has to be in the past."""
        so_far = self._day_so_far(name, question, past=past, anew=anew)
        said = self._conversation.day_over(question, so_far, past=past)
        day = (so_far or "") if said is None else said
        text = day_text(day or None)
        self.enter(**{name: text})
        return None if text == self._before.get(name, "") and not anew else day

    def _day_so_far(self, name: str, question: str, *, past: bool, anew: bool) -> date | None:
        """Return the day that is offered; a draft of the app has it in the person's own words."""
        words = self._so_far(name, question, anew=anew)
        with suppress(ValueError):
            return parameters.a_day(words, self._conversation.session.now.on, past=past) if words else None
        put(f"“{clean_line(words)}” was typed here, and is no day.")
        return None


def title_of(conversation: Conversation, practice_id: str, what: str) -> str:
    """Return the title of a form about a practice, or about none for an empty id."""
    return f"{what} · {conversation.titled(practice_id)}" if practice_id else what


def goes_on(conversation: Conversation, draft: Draft) -> bool:
    """Offer a draft to a person: whether they go on with it. It may be discarded, or left for later."""
    if not conversation.prompter.is_heard():
        return False
    _read_out(draft)
    put(*filter(None, [conversation.drafts.reworded_words(draft)]))
    conversation.offered.add(draft.identity)
    chosen = conversation.choose("What do you want to do with it?", _WITH_DRAFT, leave="leave it for later")
    if chosen not in ("", GO_ON.key):
        conversation.drafts.discard(draft)
        put("Discarded.", "")
    return chosen == GO_ON.key


def keep_or_discard(conversation: Conversation, draft: Draft, what: str) -> None:
    """Ask whether a draft that nothing goes on with is kept; `what` says what became of it."""
    chosen = conversation.choose_one(f"{what} What do you want to do with it?", _OF_A_LINE, _OF_A_LINE[0].key)
    if chosen == "discard":
        conversation.drafts.discard(draft)
        put("Discarded.", "")


def offer_the_rest(conversation: Conversation, titles: Collection[str]) -> None:
    """Read out what was typed into forms of these titles that no question offered, as others have settled it since."""
    for draft in conversation.drafts.all if conversation.prompter.is_heard() else ():
        if draft.kind in titles and draft.identity not in conversation.offered:
            _read_out(draft)
            keep_or_discard(conversation, draft, "Nothing was asked that this answers.")


def _read_out(draft: Draft) -> None:
    put(f"Typed and not saved: “{clean_line(draft.form)}”.", *(f"  {clean_line(words)}" for words in draft.words))


def _shown(text: str) -> str:
    """Return what a field holds as a choice shows it."""
    return f"“{clean_line(text)}”" if text else "nothing"

"""A hand vote over the interview: the scribe types a digit for each person, and the team records a level or none."""

from __future__ import annotations

import math
from dataclasses import replace
from time import monotonic
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from levelbook.book.sittings.workshop import hands_of
from levelbook.book.undo import Turn
from levelbook.core.answers.ballots import votes_of
from levelbook.core.answers.drafts import Draft
from levelbook.core.answers.hand_vote import HandVote, level_and_reason
from levelbook.core.answers.sittings import Participant
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.errors import CouldNotWrite, UsedWrongly
from levelbook.core.text.quotation import in_quotes
from levelbook.keymap.commands import Command
from levelbook.keymap.effective_keys import BY_ID
from levelbook.tui.base.book_screen import BookView
from levelbook.tui.base.form_screen import DRAFT_EVERY, FormScreen
from levelbook.tui.base.leaving import ask_before_leaving
from levelbook.tui.base.screen import WIDE, Modal
from levelbook.tui.commands import bindings
from levelbook.tui.literal_text import line
from levelbook.tui.vote import rows as view
from levelbook.tui.vote.dissent import dissent_form, dissent_of, who_dissents
from levelbook.tui.widgets.bars import KeyBar
from levelbook.tui.widgets.form import FormValues
from levelbook.tui.widgets.rows import Rows
from levelbook.words.practice_state import unmoved_words
from levelbook.words.spread import hands_left_out_words

AROUND = 6
"""Lines of the box that are not the vote: its frame, a blank line, the line of keys, and a line above and below."""
BOX, WIDE_BOX = 88, 116
"""Columns of the box, as in its styles, in an ordinary and in a wide terminal."""
BESIDE_THE_ROWS = 4
"""Columns of the box that are not the vote: its frame, and a blank column on each side."""


class VoteScreen(BookView, Modal[bool]):
    """The vote. It gives whether something was kept: nothing is until the team records a level, or none."""

    CSS_PATH = "screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("vote")
    closes_by_click = False
    leads_to = ("help",)
    seconds_to_see: ClassVar[float] = 1.0
    """Within them after the last hand a digit is one typed too many: nobody can have seen the result, and settled."""

    def __init__(self, practice_id: str) -> None:
        super().__init__()
        self.practice_id = practice_id
        self._completed_at = -math.inf
        """When the last of the people listed showed a level, by a clock that nobody sets."""
        self._listed: tuple[Participant, ...] = ()
        """The people on the sitting's list as this last looked at it."""
        self.show = HandVote()
        self.are_shown = False
        """All hands are in, and what they say is on the screen."""
        self._draft: Draft | None = None
        """The stored votes."""
        self._settled = ""
        """What was typed after these hands in `levelbook ask`: a level, perhaps with its reason."""

    @property
    def score(self) -> PracticeScore:
        return self.session.now.scorecard[self.practice_id]

    def compose(self) -> ComposeResult:
        practice = self.score.practice
        self._title = f"Vote · {self.session.questionnaire.numbers[practice.id]} {practice.title}"
        with Vertical(classes="body vote") as box:
            box.border_title = line(self._title)
            yield Rows(id="vote", focusable=False, mark=False)
            yield KeyBar(self._commands())
        yield from self.around()

    def on_mount(self) -> None:
        self.set_class(self.app.size.width >= WIDE, "-wide")  # Textual sets it after a first layout without it
        self._listed = self.book_app.workshop.sitting.participants
        self.show = HandVote(self._listed)
        self._draft = self.book_app.drafts.of_form(self.practice_id, self._title)
        if self._draft is not None:
            gone = hands_left_out_words(self.show.left_out(self._draft.typed))
            self.show = self.show.with_typed(self._draft.typed)
            self.are_shown = self.show.is_complete
            self._settled = self._draft.typed.get("settled", "")
            settled = f"Typed after these hands in `levelbook ask`, and not saved: {self._settled}"
            said = (gone, self.book_app.drafts.reworded_words(self._draft), settled if self._settled else "")
            if words := " ".join(filter(None, said)):  # in one, as the next one takes the place of the last
                self.call_after_refresh(self.book_app.say, words)
        self.redraw()
        self.call_after_refresh(self.redraw)  # its exact width is known once it has been laid out
        self.set_interval(DRAFT_EVERY, self._keep_again)

    def on_resize(self) -> None:
        self.query_one("#vote", Rows).styles.max_height = max(4, self.size.height - AROUND)
        self.redraw()

    def after_turn(self, turn: Turn) -> None:
        self.redraw()

    def redraw(self) -> None:
        """Show the hands, of the people who are on the list by now."""
        listed = self.book_app.workshop.sitting.participants
        if listed != self._listed:
            self._take_in(listed)
        rows = self.query_one(Rows)
        width = rows.scrollable_content_region.width or self._width_to_come
        for density in view.DENSITIES:
            said = view.rows(self.session, self.score, self.show, self.keys, density, shown=self.are_shown, width=width)
            if rows.would_take(said, width) <= self.size.height - AROUND:
                break
        self.set_class(not density.spaced, "-close")
        rows.show(said)
        self.query_one(".body KeyBar", KeyBar).offer(self._commands())

    @property
    def _width_to_come(self) -> int:
        """The columns of the rows, before they are laid out: the styles' width of the box without its frame."""
        available = self.app.size.width
        return min(WIDE_BOX if available >= WIDE else BOX, available) - BESIDE_THE_ROWS

    def _take_in(self, listed: tuple[Participant, ...]) -> None:
        """Go on with another list of people, such as one to which others added somebody."""
        self._listed = listed
        typed = (self.show.replaces or self.show).typed
        self.show = self.show.listing(listed)
        if self.show.participants and (gone := hands_left_out_words(self.show.left_out(typed))):
            self.book_app.say(gone)
        self.keep_draft()

    @property
    def _waits_for_more(self) -> bool:
        """The result is shown, and somebody on the list has shown no hand."""
        return self.are_shown and self.show.turn is not None and not self.show.is_of_ballots

    def _commands(self) -> list[Command]:
        """Say what the keys do at this moment."""
        words = {"vote-abstain": "abstains"} if not self.are_shown else {}
        if self.are_shown:
            kept = "keep the ballots" if self.show.is_of_ballots else "keep the votes"
            words |= {"vote-done": kept, "vote-dissent": "dissent"} if self.show.spread else {}
        elif not self.show.participants or self.show.levels:
            words |= {"vote-done": "show"}
        if self.session.ballots.spreads(self.session.now.tailoring).get(self.practice_id):
            words |= {"vote-ballots": "ballots"}
        if self.show.levels:
            words |= {"vote-back": "back to the hands" if self._waits_for_more else "undo last"}
        words |= {"vote-leave": "leave"}
        return [replace(BY_ID[name], footer=word) for name, word in words.items()]

    async def on_key_bar_pressed(self, message: KeyBar.Pressed) -> None:
        message.stop()
        await self.run_action(message.command.action)

    # Hands

    def on_key(self, event: events.Key) -> None:
        """The keys of the levels, as they are in the interview."""
        level = next((level for level in range(10) if event.key in self.keys.of(f"level-{level}")), None)
        if level is None:
            return
        event.stop()
        if level > self.session.questionnaire.max_level:
            top = self.session.questionnaire.max_level
            self.book_app.say(f"There is no level {level}. The scale runs from 0 to {top}.")
        elif not self.are_shown:
            self.take(self.show.showing(level))
        elif monotonic() - self._completed_at < self.seconds_to_see:
            people = len(self.show.participants)
            everybody = f"All {people}" if people > 1 else "The one participant"
            self.book_app.say(f"{everybody} had shown, so that digit was left out. The next one records the level.")
        else:
            self.keep(level)

    def action_abstain(self) -> None:
        if not self.are_shown:
            self.take(self.show.showing(None))

    def take(self, show: HandVote) -> None:
        """Take in another hand; the result is shown once all are in."""
        self.show = show
        if show.is_complete and not self.are_shown:
            self.are_shown = True
            self._completed_at = monotonic()
        self.keep_draft()
        self.redraw()

    @property
    def unsaved_words(self) -> str:
        return self._title if self.show.typed else ""

    def keep_draft(self) -> CouldNotWrite | None:
        """Keep the hands on the disk: nobody shows them twice."""
        if not self.show.typed:
            self._discard_file()
            return None
        typed = self.show.typed | ({"settled": self._settled} if self._settled else {})
        if self._draft is not None and self._draft.typed == typed:
            return None
        rev = self.score.answer.rev
        try:
            self._draft = self.book_app.drafts.keep(
                self.practice_id, self._title, rev, {}, typed, instead_of=self._draft
            )
        except CouldNotWrite as refused:
            self.book_app.tell(refused)
            return refused
        return None

    def _keep_again(self) -> None:
        """Keep the hands once more where another app that opened this vote took them over, or discarded them."""
        if self._draft is not None and not self.book_app.drafts.has(self._draft):
            self._draft = None  # so that a disk that refuses them is reported once
            self.keep_draft()

    def discard_draft(self) -> None:
        self.show = HandVote(self.book_app.workshop.sitting.participants)
        self._settled = ""
        self._discard_file()

    def _discard_file(self) -> None:
        if self._draft is not None:
            self.book_app.drafts.discard(self._draft)
            self._draft = None

    def action_take_back(self) -> None:
        if self._waits_for_more:
            self.are_shown = False
            self.redraw()
        elif self.show.levels:
            self.are_shown = False
            self.take(self.show.taken_back())  # shown again where they are complete: ballots had taken their place

    def action_ballots(self) -> None:
        spread = self.session.ballots.spreads(self.session.now.tailoring).get(self.practice_id)
        if spread is None:
            self.book_app.say("No ballot gives a level here.")
            return
        self.are_shown = True
        self.take(self.show.of_ballots(hand.level for hand in hands_of(spread)))

    def action_dissent(self) -> None:
        if self.are_shown and self.show.spread:
            self.app.push_screen(who_dissents(self.show), self._dissents)

    def _dissents(self, place: str | None) -> None:
        if place is None:
            return
        at = int(place)
        name = self.show.name(at)

        def accept(given: FormValues) -> None:
            names = [self.show.name(one) for one in range(len(self.show.levels))]
            if name and name not in names:
                raise UsedWrongly(f"{name} is no longer on the list.", remedy="Others took them off it meanwhile.")
            self.take(self.show.dissenting(names.index(name) if name else at, dissent_of(given)))

        today = self.session.now.on
        self.app.push_screen(
            FormScreen(lambda: dissent_form(self.show, at), accept, today, practice_id=self.practice_id)
        )

    # Keeping

    def action_done(self) -> None:
        if self.are_shown:
            self.keep(None)
        elif self.show.levels:
            self.are_shown = True
            self.redraw()
        else:
            self.book_app.say("Nobody has shown a level yet.")

    def keep(self, level: int | None) -> None:
        """Keep what the hands showed, and settle on a level or on none."""
        if level is None and self.show.spread is None:
            self.book_app.say("Everybody abstains, so there is nothing to keep. A digit records a level anyway.")
            return
        app, hands, from_ballots = self.book_app, self.show.hands, self.show.is_of_ballots
        typed, because = level_and_reason(self._settled)
        fits = level is not None and typed == level and not unmoved_words(self.score, self.session.now, level)
        reason = because if fits else ""
        try:
            app.attempt(
                lambda: app.workshop.vote(self.practice_id, hands, level, reason=reason, from_ballots=from_ballots)
            )
        except UsedWrongly as refused:
            app.tell(refused)
        else:
            if self.score.answer.votes == votes_of(hands):
                if because and not fits:
                    app.say(f"Not kept: {in_quotes(because)}, the reason for level {typed} typed in `levelbook ask`.")
                self.discard_draft()
                self.dismiss(True)
            else:  # somebody else answered it meanwhile, and theirs is shown now
                self.redraw()

    def action_leave(self) -> None:
        ask_before_leaving([self], lambda: self.dismiss(False))

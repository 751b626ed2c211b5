"""Guide, editions and exports are made in the background, so that nobody is kept from the keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from levelbook import clock
from levelbook.core.errors import LevelbookError, UsedWrongly
from levelbook.store.digests import digest
from levelbook.tui.base.book_screen import BookScreen
from levelbook.tui.literal_text import line
from levelbook.tui.screen_messages import Exported, GuideAssembled
from levelbook.tui.widgets.rows import Row
from levelbook.words.figures import first_of
from levelbook.words.files import shown
from levelbook.words.orphans import remedy, sealing_words

if TYPE_CHECKING:
    from levelbook.book.contents.state import BookState
    from levelbook.book.publishing.publish import Publisher, Written
    from levelbook.tui.app import LevelbookApp


class _AskedToSeal:
    """The book as it was when somebody was asked for an edition's name."""

    def __init__(self, book: BookState) -> None:
        self.book = book

    def take_over(self, written: Written) -> None:
        """Take over the guide that this app itself wrote while the question was open.

        Not where somebody had typed into it since the question: nobody who is asked has seen those words.
        """
        if written.made_of == self.book.guide and self.book.folder.guide_path in written.changed:
            self.book = replace(self.book, guide=digest(written.guide.text))


class Publishing:
    """Publishing from the app: guide, editions, exports."""

    def __init__(self, app: LevelbookApp) -> None:
        self._app = app
        self._is_assembling = False
        self._asked_to_seal: _AskedToSeal | None = None

    def publisher(self) -> Publisher:
        """Say what makes the documents, of the session as it is now: it may work while answers go on."""
        from levelbook.book.publishing.publish import Publisher  # 130 ms, which only the guide pays

        return Publisher(self._app.session.state)

    def assemble(self) -> None:
        """Write guide, record and charts, without keeping anybody from the keys."""
        publisher = self.publisher()
        self._is_assembling = True
        self._app.say_state("assembling…")
        self._in_background(lambda: GuideAssembled(publisher.write()))

    def ask_to_seal(self, screen: BookScreen) -> None:
        """Ask for a name and for who signs, then make an edition: nobody can sign one that is sealed."""
        # 40 ms, which the first paint does without.
        from levelbook.book.people import everybody
        from levelbook.book.publishing.edition_basis import must_be_free, next_name
        from levelbook.book.summary import not_closed_words
        from levelbook.tui.base.form_screen import FormScreen
        from levelbook.tui.widgets.form import Field, FieldRefused, Form, FormValues

        session = self._app.session
        if (session.unsaved or self._app.workshop.unsaved) and not screen.change(self._app.recoveries.save_again):
            return  # an edition is made of what is on the disk
        asked = self._asked_to_seal = _AskedToSeal(session.state)
        usual = next_name(asked.book)
        name = Field("name", "Its name", hint=f"{usual} if you leave this empty")
        signed = Field(
            "signed_by", "Signed by", names=True, known=everybody(session), hint="names with commas, or nobody"
        )
        copied = "An edition is a fixed copy of answers, questionnaire, guide and record."
        about = "\n".join(filter(None, [copied, not_closed_words(self._app.workshop)]))
        form = Form("Seal an edition", (name, signed), about=about, save="Seal")

        def accepted(given: FormValues) -> None:
            if self._is_assembling:
                raise FieldRefused("name", "The guide is still being written.", remedy="Seal again in a moment.")
            if wanted := given.text("name"):
                try:
                    must_be_free(asked.book, wanted, or_last=True)
                except UsedWrongly as refused:
                    raise FieldRefused("name", refused.message, remedy=refused.remedy) from refused
            self.seal(given.text("name") or None, given.names("signed_by"), asked.book)

        self._app.push_screen(FormScreen(lambda: form, accepted, session.now.on))

    def seal(self, name: str | None, signed_by: Sequence[str], as_read: BookState | None = None) -> None:
        """Assemble everything, then make an edition of it; ask first where answers count for nothing.

        as_read: the book as it was when somebody was asked for the name; by default as it is now.
        """
        book = as_read or self._app.session.state
        if words := sealing_words(self._app.session.now):
            self._app.call_later(self._ask_before_sealing, name, signed_by, book, words)  # a form closes first
        else:
            self._seal(name, signed_by, book)

    def _ask_before_sealing(self, name: str | None, signed_by: Sequence[str], book: BookState, words: str) -> None:
        from levelbook.tui.base.pickers import Choice, Picker  # 23 ms, which the first paint does without

        choices = [
            Choice("no", Row(line("Do not seal; fix them first"), lead=line("m ", "key"), key="no"), letter="m"),
            Choice("yes", Row(line("Seal anyway"), lead=line("s ", "key"), key="yes"), letter="s"),
        ]

        def decided(choice: str | None) -> None:
            if choice == "yes":
                self._seal(name, signed_by, book)
            else:
                self._app.say("Nothing was sealed.")

        about = f"{words}\nWhat to do: {remedy(self._app.session.now)}"
        self._app.push_screen(Picker("Seal with orphaned answers?", choices, about=about), decided)

    def _seal(self, name: str | None, signed_by: Sequence[str], book: BookState) -> None:
        """Make the edition, unless nothing has changed since the last one."""
        # 140 ms, which only a seal pays.
        from levelbook.book.sealing.seal import make_edition, must_be_signed_already, unchanged, unchanged_words

        session = self._app.session

        def sealed() -> GuideAssembled:
            if (last := unchanged(book)) is not None:
                must_be_signed_already(last, signed_by)
                return GuideAssembled(unchanged=unchanged_words(last, name))
            return GuideAssembled(sealed=make_edition(book, session.clock, name, signed_by=signed_by))

        self._app.say("Sealing an edition …")
        self._app.say_state("sealing…")
        self._in_background(sealed, what_not="NOT sealed")

    def _in_background(self, work: Callable[[], GuideAssembled], *, what_not: str = "guide NOT written") -> None:
        """what_not: what the line on top says where it is refused."""
        self._app.disk.is_paused = True

        def done() -> None:
            try:
                message = work()
            except LevelbookError as refused:
                message = GuideAssembled(refused=refused, what_not=what_not)
            self._app.post_message(message)

        self._app.run_worker(done, thread=True, exclusive=True, group="guide", exit_on_error=False)

    def done(self, message: GuideAssembled) -> None:
        """Say how it went."""
        self._is_assembling = False
        self._app.disk.taken_in()
        if message.refused:
            self._app.session.forget_editions()  # somebody else may have sealed one
            self._app.say_state(message.what_not, bad=True)
            self._app.tell(message.refused)
        elif message.sealed:
            self._app.session.forget_editions()
            self._app.session.sealed_elsewhere()  # an answer in that very moment may have found it already
            self._app.say_state(f"sealed {local_time()}")
            self._app.say(f"Sealed edition {message.sealed.name}.")
        elif message.unchanged:
            self._app.say_state("")
            self._app.say(message.unchanged)
        elif message.written:
            self._app.say_state(f"guide written {local_time()}" if message.written.changed else "")
            self._app.say(_written_words(message.written))
            if self._asked_to_seal is not None:  # the guide of which an edition is to be made is the one just written
                self._asked_to_seal.take_over(message.written)
        if isinstance(self._app.screen, BookScreen):
            self._app.screen.redraw()

    def export(self, name: str | None) -> None:
        """Write a file in a format of the registry, by its name; None for none."""
        if name is None:
            return
        from levelbook.book.export_file import export_here  # 5 ms, which the first paint does without

        book = self._app.session.state

        def done() -> None:
            try:
                message = Exported(shown(export_here(book, name)))
            except LevelbookError as refused:
                message = Exported(refused=refused)
            self._app.post_message(message)

        self._app.say(f"Exporting {name} …")
        self._app.run_worker(done, thread=True, exclusive=True, group="export", exit_on_error=False)

    def exported(self, message: Exported) -> None:
        """Say where the file is, or why there is none."""
        if message.refused:
            self._app.tell(message.refused)
        else:
            self._app.say(f"Wrote {message.path}.")


def local_time() -> str:
    """Give the local time, as `14:05`."""
    return clock.now().astimezone().strftime("%H:%M")


def _written_words(written: Written) -> str:
    """Say what an assembly wrote, in one sentence."""
    names = first_of([path.name for path in written.changed], 4)
    said = f"Wrote {names}." if written.changed else "Guide, record and charts were up to date."
    if written.edited:
        behind = len(written.behind) or "none"
        said += f" Kept what people wrote in {len(written.edited)} of its parts, {behind} of them behind."
    return said

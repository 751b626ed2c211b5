"""The levels given in lists are kept as a draft until they are confirmed: no team goes through a list twice."""

from __future__ import annotations

from typing import Final

from levelbook.book.sittings.workshop import Workshop
from levelbook.book.unsaved.drafts import Drafts
from levelbook.core.answers.drafts import Draft
from levelbook.core.errors import CouldNotWrite

FORM: Final = "Levels given in a list"
NO_LEVEL: Final = "-"


class KeptLevels:
    """The draft of the levels that wait in the lists of a workshop."""

    def __init__(self, workshop: Workshop, drafts: Drafts) -> None:
        self._workshop = workshop
        self._drafts = drafts
        self._draft: Draft | None = None

    def restore(self) -> None:
        """Give the levels of an earlier session again, of practices that nobody has answered otherwise since."""
        self._draft = self._drafts.of_form("", FORM)
        asked, book = self._workshop.session.questionnaire, self._workshop.session.now.book
        scale = {str(level): level for level in range(asked.max_level + 1)}
        for name, said in self._draft.typed.items() if self._draft is not None else ():
            if name in asked.practices and self._rev_then(name) == book.answer(name).rev:
                self._workshop.give_in_list(name, scale.get(said))

    def _rev_then(self, name: str) -> str:
        return self._draft.before.get(name, "") if self._draft is not None else ""

    def keep(self) -> None:
        """Keep what waits by now, and nothing where nothing does. Raises CouldNotWrite."""
        given = self._workshop.levels_in_lists
        typed = {name: NO_LEVEL if level is None else str(level) for name, level in given.items()}
        if not self._workshop.waiting_in_lists():
            self.discard()
        elif self._draft is None or typed != self._draft.typed or not self._drafts.has(self._draft):
            book = self._workshop.session.now.book
            before = {name: rev for name in given if (rev := book.answer(name).rev)}
            self._draft = self._drafts.keep("", FORM, "", before, typed, screen="sitting", instead_of=self._draft)

    def keep_again(self) -> None:
        """Keep once more what waits, where another app that was opened since took it over, or discarded it."""
        if self._draft is not None and not self._drafts.has(self._draft):
            self.try_to_keep()

    def try_to_keep(self) -> CouldNotWrite | None:
        """Keep what waits; return why the disk refused it, or None where it is kept."""
        try:
            self.keep()
        except CouldNotWrite as refused:
            return refused
        return None

    def discard(self) -> None:
        """Remove the draft."""
        if self._draft is not None:
            self._drafts.discard(self._draft)
            self._draft = None

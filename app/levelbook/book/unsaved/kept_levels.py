"""The levels given in lists are kept as a draft until they are confirmed: no team goes through a list twice.

A draft says what was asked: after an upgrade of the questionnaire, levels go along as answers do, by practices that
were renamed or clarified. What was given to other words, or to a practice that was split, merged or retired, is put
into a draft of its own, which no list shows and `unsaved` names.
"""

from __future__ import annotations

from typing import Final

from levelbook.book.sittings.workshop import Workshop
from levelbook.book.unsaved.drafts import LEVELS_LEFT, Drafts
from levelbook.core.answers.answers import Answer, AnswerBook
from levelbook.core.answers.drafts import Draft
from levelbook.core.errors import CouldNotWrite
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.versions import is_later

FORM: Final = "Levels given in a list"
NO_LEVEL: Final = "-"
_SCREEN: Final = "sitting"
_VERSION: Final = "version"
"""Key of what a draft says of the questionnaire: its id and version. No practice is called so."""


@frozen
class _Before:
    """A practice as it was before its level was given in a list; an empty string stands for what it did not have."""

    rev: str
    """The `rev` of its answer."""
    answered: str
    """The time at which it had been answered, as ISO 8601; an upgrade leaves that alone, unlike the `rev`."""
    asked: str
    """The digest of what it asked."""

    @classmethod
    def in_draft(cls, draft: Draft, practice_id: str) -> _Before:
        """Read what the draft says of a practice."""
        return cls(*(draft.before.get(key, "") for key in cls._keys(practice_id)))

    def as_fields(self, practice_id: str) -> dict[str, str]:
        """Return it as fields of `Draft.before`."""
        return dict(zip(self._keys(practice_id), (self.rev, self.answered, self.asked), strict=True))

    @staticmethod
    def _keys(practice_id: str) -> tuple[str, str, str]:
        return practice_id, f"{practice_id} answered", f"{practice_id} asked"


class KeptLevels:
    """The draft of the levels that wait in the lists of a workshop."""

    def __init__(self, workshop: Workshop, drafts: Drafts) -> None:
        self._workshop = workshop
        self._drafts = drafts
        self._draft: Draft | None = None
        self._left: dict[str, str] = {}
        """Levels of the draft that have no place in the present version, by the ids that practices had."""

    def restore(self) -> None:
        """Give the levels of an earlier session again, of practices that nobody has answered otherwise since.

        A draft of a later version, as after a switch to an older branch, waits for it.
        """
        self._draft = self._drafts.of_form("", FORM)
        if self._draft is None:
            return
        asked = self._workshop.session.questionnaire
        present = f"{asked.id} {asked.version}"
        then = self._draft.before.get(_VERSION, present)
        name_then, _, version_then = then.partition(" ")
        if name_then != asked.id or is_later(version_then, asked.version):
            self._draft = None
            return
        scale = {str(level): level for level in range(asked.max_level + 1)}
        for name, said in self._draft.typed.items():
            now = name if then == present else self._present_id(name, scale.get(said), version_then)
            if now not in asked.practices or said not in (*scale, NO_LEVEL):
                self._left[name] = said
                continue
            before, today = _Before.in_draft(self._draft, name), self._as_of_now(now)
            is_as_then = before.rev == today.rev if then == present else before.answered == today.answered
            if is_as_then:
                self._workshop.give_in_list(now, scale.get(said))
        if self._left:
            self.try_to_keep()

    def _present_id(self, name: str, level: int | None, version: str) -> str:
        """Return the id of the practice that asks now what a practice asked in an earlier version; empty for none."""
        from levelbook.core.answers.upgrade import upgrade  # 8 ms, which only an upgrade pays

        assert self._draft is not None, "a name is of a draft"
        now = self._workshop.session.now
        said = Answer(level=level or 0, wording=_Before.in_draft(self._draft, name).asked)
        known = now.questionnaire
        brought = upgrade(AnswerBook(known.id, version, {}, {name: said}), known)
        found = [(new, one) for new, one in brought.book.answers.items() if one.level == said.level]
        if brought.retired or len(found) != 1:
            return ""
        new, answer = found[0]
        return new if answer.wording == now.tailoring.wording(new) else ""

    def keep(self) -> None:
        """Keep what waits by now, and nothing where nothing does. Raises CouldNotWrite."""
        self._keep_left()
        given = self._workshop.levels_in_lists
        typed = {name: NO_LEVEL if level is None else str(level) for name, level in given.items()}
        if not self._workshop.waiting_in_lists():
            self.discard()
        elif not self._holds(typed, before := self._before(typed)):
            self._draft = self._drafts.keep("", FORM, "", before, typed, screen=_SCREEN, instead_of=self._draft)

    def _holds(self, typed: dict[str, str], before: dict[str, str]) -> bool:
        """Tell whether the draft on the disk has these levels, given to these answers.

        The same level given again, after somebody answered, is to another answer.
        """
        kept = self._draft
        return kept is not None and (kept.typed, kept.before) == (typed, before) and self._drafts.has(kept)

    def _keep_left(self) -> None:
        """Keep what has no place in a list any more, before the draft that it is from is written anew."""
        words = {name: f"{name}: {level}" for name, level in self._left.items() if level != NO_LEVEL}
        if words:
            self._drafts.keep("", LEVELS_LEFT, "", {}, words, screen=_SCREEN)
        self._left.clear()

    def _before(self, names: dict[str, str]) -> dict[str, str]:
        asked = self._workshop.session.questionnaire
        found = {_VERSION: f"{asked.id} {asked.version}"}
        for name in names:
            found |= self._as_of_now(name).as_fields(name)
        return {key: said for key, said in found.items() if said}

    def _as_of_now(self, name: str) -> _Before:
        now = self._workshop.session.now
        answer = now.book.answer(name)
        return _Before(
            rev=answer.rev,
            answered=answer.answered_at.isoformat() if answer.answered_at else "",
            asked=now.tailoring.wording(name),
        )

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

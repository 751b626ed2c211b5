"""The words of open forms are kept as drafts, outside of the book, until they are saved or discarded."""

from __future__ import annotations

import contextlib
import re
import secrets
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import Final

from levelbook.book.session import Session
from levelbook.book.undo import Turn
from levelbook.book.unsaved.moved_book import private_folder
from levelbook.core.answers.answers import Answer
from levelbook.core.answers.drafts import Draft, kind_of_form
from levelbook.core.assessment.promises import has_mostly_its_words
from levelbook.core.errors import CouldNotWrite, NotConfirmed
from levelbook.store import draft_files
from levelbook.store.private_files import PrivateFolder

_ITS_NUMBER: Final = re.compile(r" \d+$")
"""What numbers a form among those of its practice, without the practice: the number of a step."""


_STEP: Final = "Step"


def _is_of_step(draft: Draft) -> bool:
    return bool(draft.subject) and _ITS_NUMBER.sub("", draft.kind) == _STEP


def _removed_steps(before: object, after: object) -> set[str]:
    """Return the texts of the steps that a change of an answer removed; none where it changed something else."""
    if not (isinstance(before, Answer) and isinstance(after, Answer) and len(after.steps) < len(before.steps)):
        return set()
    return {step.text for step in before.steps} - {step.text for step in after.steps}


TYPED_AT_A_QUESTION: Final = "ask"
"""Stands for the screen in drafts of lines that somebody was typing in `levelbook ask` when the terminal went."""
LEVELS_LEFT: Final = "Levels given before an upgrade"
"""The title of drafts of levels that were given in a list, and that no practice asks for any more."""


class Drafts:
    """The drafts of one open book."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._folder = private_folder(session, "drafts")
        self._app = secrets.token_hex(4)
        session.tell(self._forget_numbers_of_removed_steps)

    def keep(
        self,
        practice_id: str,
        form: str,
        rev: str,
        before: Mapping[str, str],
        typed: Mapping[str, str],
        *,
        subject: str = "",
        screen: str = "",
        instead_of: Draft | None = None,
        kept_by: str = "",
    ) -> Draft:
        """Keep what is in a form. Raises CouldNotWrite.

        kept_by: an id made by chance of one form, where another of its title may have left a draft in this process.
        instead_of: the draft that the form was opened with, perhaps another app's; removed once this one is there.
        """
        draft = Draft(
            form=form,
            subject=subject,
            screen=screen,
            practice=practice_id,
            rev=rev,
            wording=self._wording(practice_id),
            app=kept_by or self._app,
            kept_at=self.session.clock(),
            before=before,
            typed=typed,
        )
        try:
            draft_files.write(self._folder, draft)
        except NotConfirmed:
            raise
        except CouldNotWrite as refused:
            raise CouldNotWrite(
                f"The text of “{form}” could not be kept. {refused.message}",
                remedy=refused.remedy or "Save it or copy it, and free space on that disk.",
            ) from refused
        if instead_of is not None and instead_of.identity != draft.identity:
            self.discard(instead_of)
        return draft

    def has(self, draft: Draft) -> bool:
        """Return whether a draft is still on the disk: another app that opens the same form may take it over."""
        return draft_files.name_of(draft) in self._folder.names()

    def discard(self, draft: Draft) -> None:
        """Remove a draft that was saved or discarded."""
        self._folder.remove(draft_files.name_of(draft))

    @property
    def all(self) -> tuple[Draft, ...]:
        """The drafts of the book, the newest first."""
        return tuple(draft_files.read_all(self._folder))

    @property
    def words(self) -> str:
        """Say how many forms have unsaved text, and name the newest; empty where none has."""
        found = self.all
        if len(found) > 1:
            return f"{len(found)} forms have unsaved text: “{found[0].form}” …"
        return f"“{found[0].form}” has unsaved text" if found else ""

    def of_practice(self, practice_id: str) -> tuple[Draft, ...]:
        """The drafts about a practice, the newest first; those about none for an empty id."""
        return tuple(one for one in self.all if self.practice_of(one) == practice_id)

    def practice_of(self, draft: Draft) -> str:
        """Return the id that a draft's practice has now; empty for a draft about none."""
        if draft.practice in self.session.questionnaire.practices:
            return draft.practice
        return self._renamed.get(draft.practice, draft.practice) if draft.practice else ""

    def reworded_words(self, draft: Draft) -> str:
        """Say that a practice asks something else by now than as a draft was typed; empty where it does not."""
        asked = self._wording(self.practice_of(draft))
        if not draft.wording or not asked or draft.wording == asked:
            return ""
        return "What this practice asks has been reworded since this was typed."

    def _wording(self, practice_id: str) -> str:
        tailoring = self.session.now.tailoring
        return tailoring.wording(practice_id) if practice_id in tailoring.placements else ""

    def why_no_form(self, draft: Draft) -> str:
        """Say why no form shows a draft's text again; empty where one does."""
        if draft.screen == TYPED_AT_A_QUESTION:
            return "It was typed at a question of `levelbook ask`"
        if draft.form == LEVELS_LEFT:
            return "What these practices asked has changed"
        practice_id = self.practice_of(draft)
        if not practice_id:
            return ""
        if practice_id not in self.session.questionnaire.practices:
            return "Its practice is not asked any more"
        return "Its step is not there any more" if _is_of_step(draft) and self.step_of(draft) is None else ""

    def step_of(self, draft: Draft) -> int | None:
        """Return the number of the step that a draft is about, from 1; None where it is not there, and for no step.

        A step that was reworded is known by its number and by most of its words.
        """
        if not _is_of_step(draft):
            return None
        steps = [step.text for step in self.session.now.book.answer(self.practice_of(draft)).steps]
        if draft.subject in steps:
            return steps.index(draft.subject) + 1
        found = _ITS_NUMBER.search(draft.kind)
        number = int(found[0]) if found else 0
        is_there = 1 <= number <= len(steps) and has_mostly_its_words(draft.subject, steps[number - 1])
        return number if is_there else None

    def _forget_numbers_of_removed_steps(self, turn: Turn) -> None:
        """Take its number off the drafts of a step that is removed: it comes back in that step alone, if undo does."""
        for change in turn.changes:
            removed = _removed_steps(change.before, change.after)
            for draft in self.of_practice(change.id) if removed else ():
                if draft.subject in removed and _is_of_step(draft):
                    self._take_number_off(draft)

    def _take_number_off(self, draft: Draft) -> None:
        without = draft.changed(form=_ITS_NUMBER.sub("", draft.kind) + draft.form.removeprefix(draft.kind))
        with contextlib.suppress(CouldNotWrite):
            draft_files.write(self._folder, without)
            if without.identity != draft.identity:
                self.discard(draft)

    @cached_property
    def _renamed(self) -> Mapping[str, str]:
        """Old ids of practices to those that took their place."""
        # 8 ms, which only a draft pays that is older than its questionnaire.
        from levelbook.core.questionnaire.version_map import successors, whole_upgrade_path

        known = self.session.questionnaire
        path = whole_upgrade_path(known.version_map)
        found = successors(path, "practices", lambda key: key[0] in known.practices)
        return {old[0]: new[0] for old, new in found.items()}

    def of_form(
        self,
        practice_id: str,
        form: str,
        subject: str = "",
        other_subjects: Collection[str] | None = None,
        *,
        fields: Collection[str] | None = None,
    ) -> Draft | None:
        """The newest draft of a form about a practice, whatever its answer says by now; None where there is none.

        other_subjects: for a form with a number in its title, such as a step's, what the others are about. Their
        numbers may have changed. A step that was reworded is known by its number and by most of its words: by its
        number alone it could be another one, if the draft's own step was removed.
        fields: ids of the form's fields. A draft with others is of another form, and would be lost in this one.
        """
        title = kind_of_form(form)
        found = [one for one in self.of_practice(practice_id) if fields is None or one.typed.keys() <= set(fields)]
        drafts = [(one.kind, one) for one in found]
        if other_subjects is None:
            return next((one for its_title, one in drafts if (its_title, one.subject) == (title, subject)), None)
        kind = _ITS_NUMBER.sub("", title)
        known = (one for its, one in drafts if (_ITS_NUMBER.sub("", its), one.subject) == (kind, subject))
        reworded = (
            one
            for its, one in drafts
            if its == title and one.subject not in other_subjects and has_mostly_its_words(one.subject, subject)
        )
        return next(known, None) or next(reworded, None)

    def over(self) -> tuple[Draft, ...]:
        """Return expired drafts, each once; those returned a week before are deleted. Raises CouldNotWrite."""
        return tuple(self._over_in(self._folder))

    def clear_away_of_gone_books(self) -> None:
        """Delete expired drafts of books that are gone, a week after this was first done. Raises CouldNotWrite.

        Nobody can be told of them in their book, and a book may come back: in that week its own app still offers them.
        """
        for folder in PrivateFolder.of_gone_books("drafts"):
            for _ in self._over_in(folder):
                pass
            folder.remove_if_empty()

    def _over_in(self, folder: PrivateFolder) -> Iterator[Draft]:
        now = self.session.clock()
        for draft in draft_files.read_all(folder):
            if not draft.is_over(now):
                continue
            if draft.may_be_deleted(now):
                folder.remove(draft_files.name_of(draft))
            elif not draft.was_named(now):
                draft_files.write(folder, draft.changed(named_at=now))
                yield draft

"""A book that is about to be begun: everything is looked at before anything is made or asked."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from levelbook import clock
from levelbook.book.authoring import questionnaire_authoring
from levelbook.book.session import Session
from levelbook.core.errors import FileIsWrong, UsedWrongly
from levelbook.core.questionnaire.facts import check_facts
from levelbook.core.questionnaire.questionnaire import FactValue
from levelbook.core.questionnaire.tailoring import fact_states
from levelbook.store import folder_search, path_guard
from levelbook.store.folder_search import SETTINGS
from levelbook.store.team_folder import Settings
from levelbook.words.facts import incompatible_words
from levelbook.words.files import in_command, shown


class NewBook:
    """A book to be created: its questionnaire, and the facts given already."""

    def __init__(
        self, path: Path, questionnaire: Path, like: str | None, facts: Mapping[str, FactValue | None], start: Path
    ) -> None:
        """path: the team folder to be. like: an example profile, whose facts come before those given.
        start: the folder in which the person is, or that they named to work in.

        Raises UsedWrongly where there is a book already, for a fact or a choice that there is not, or for answers that
        cannot all be true; FileIsWrong.
        """
        self._within = path_guard.folder_of(path, start)
        path_guard.real_place(path, within=self._within)
        _refuse_taken(path)
        own = not questionnaire_authoring.is_shipped(questionnaire)
        if own and (problems := questionnaire_authoring.problems(questionnaire, wording=False)):
            raise FileIsWrong(
                problems, remedy="Fix it first; `levelbook questionnaire check` tells you when it is right."
            )
        self._path = path
        self._found = questionnaire
        content = questionnaire_authoring.read(questionnaire)
        self._wanted: dict[str, FactValue | None] = {}
        if like is not None:
            self._wanted.update(questionnaire_authoring.profile(questionnaire, like))
        self._wanted.update(facts)
        check_facts(content, self._wanted)
        given = {fact_id: value for fact_id, value in self._wanted.items() if value is not None}
        if wrong := incompatible_words(content.incompatible, fact_states(content.facts, given)):
            raise UsedWrongly(" ".join(wrong), remedy="Correct one of the answers; nothing has been written yet.")

    @property
    def settings_path(self) -> Path:
        """The file that makes a folder a book."""
        return self._path / SETTINGS

    def begin(self, team: str, organisation: str, about: str) -> Session:
        """Make the team folder with the given facts, and open it. Raises UsedWrongly, CouldNotWrite."""
        named = _as_seen_from(self._path, self._found)
        settings = Settings(
            team=team, organisation=organisation, about=about, questionnaire=named, timezone=clock.zone_of_machine()
        )
        session = Session.create(self._path, settings, within=self._within)
        for fact_id, value in self._wanted.items():
            session.set_fact(fact_id, value)
        return session


def refuse_within_a_book(start: Path) -> None:
    """Raise UsedWrongly where `start` is a book's folder, or lies in one, and nobody named a folder for another book:
    the usual one would be made inside it, where no command looks for it from above.
    """
    if (book := folder_search.upwards(start)) is None:
        return
    is_here = start.resolve() == Path.cwd()
    named = "This" if is_here else shown(start)
    words = "is a book's folder already" if start.resolve() == book else f"lies in the folder of a book, {shown(book)}"
    there = "" if is_here else f" -C {in_command(shown(start))}"
    raise UsedWrongly(
        f"{named} {words}, so no other book was made in it.",
        remedy=f"`levelbook{there}` opens the book. For another one, name a folder elsewhere: levelbook -C FOLDER init",
    )


def within_words(path: Path) -> str:
    """Say that a book to be made in `path`, which somebody named, lies in another's folder; empty where it does not."""
    outer = folder_search.upwards(path.parent)
    return (
        f"The new book lies in the folder of another, {shown(outer)}: from above, only that one is found."
        if outer
        else ""
    )


def _refuse_taken(path: Path) -> None:
    if path.exists() and not path.is_dir():
        raise UsedWrongly(f"{path} is not a folder.", remedy="Name an existing folder, or one to be made.")
    if (path / SETTINGS).exists():
        raise UsedWrongly(
            f"There is already a book in {path}.", remedy="Open it there with `levelbook`, or choose another folder."
        )


def _as_seen_from(path: Path, found: Path) -> str:
    """A questionnaire as the settings in `path` name it: by id where it comes with levelbook, else from there."""
    if questionnaire_authoring.is_shipped(found):
        return found.name
    return Path(os.path.relpath(found.resolve(), path.resolve())).as_posix()

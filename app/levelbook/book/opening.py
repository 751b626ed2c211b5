"""A team folder is opened: its settings, the questionnaire that they name, its answers."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from levelbook.book.questionnaires import questionnaire_in
from levelbook.core.errors import CutShort, FileIsWrong, UnknownId
from levelbook.core.questionnaire.frameworks import Framework
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.packs.find import find_questionnaire
from levelbook.store import folder_search, team_folder
from levelbook.store.answers_file import AnswersFile
from levelbook.store.team_folder import TeamFolder
from levelbook.words.files import shown


@contextlib.contextmanager
def named_in_settings(folder: TeamFolder, key: str) -> Iterator[None]:
    """Blame `levelbook.toml` for a name in it that nothing has. Raises FileIsWrong in place of UnknownId."""
    try:
        yield
    except UnknownId as unknown:
        path = shown(folder.settings_path)
        raise FileIsWrong.one(unknown.message, path=path, key=key, remedy=unknown.remedy) from None


def opened(start: Path) -> tuple[TeamFolder, Questionnaire]:
    """The team folder at or nearest to `start`, and the questionnaire that it names."""
    folder = team_folder.open_folder(folder_search.find(start))
    with named_in_settings(folder, "questionnaire"):
        found = find_questionnaire(folder.settings.questionnaire, folder.path)
    return folder, questionnaire_in(found)


def answers_of(folder: TeamFolder, questionnaire: Questionnaire) -> AnswersFile:
    """Read the team's answers. Raises FileIsWrong, OtherVersion; CutShort with the command that brings them back."""
    try:
        return AnswersFile.load(folder.answers_path, questionnaire)
    except CutShort as short:
        from levelbook.book.restore_hint import with_restore_command  # 2 ms, which only a broken file pays

        raise with_restore_command(folder, short) from None


def frameworks_of(questionnaire: Questionnaire, keys: Collection[str]) -> Mapping[str, Framework]:
    """Read a questionnaire's frameworks that have these keys, with the titles of their items.

    None where the questionnaire comes from no folder. Raises FileIsWrong.
    """
    from levelbook.packs.companions import read_frameworks  # 5 ms, which `score` does without

    return read_frameworks(Path(questionnaire.folder), keys) if questionnaire.folder else {}

"""This module makes a complete copy of an edition, including the questionnaire that it shares with others."""

from __future__ import annotations

import os
from pathlib import Path

from levelbook.book.editions.edition_audit import alterations_in, alterations_in_questionnaires
from levelbook.book.editions.editions import Editions, file_texts_of
from levelbook.core.errors import FileIsWrong, UsedWrongly
from levelbook.store import atomic, path_guard
from levelbook.store.editions import EDITION, OWN_QUESTIONNAIRE
from levelbook.store.questionnaires import SUMS, VALUES
from levelbook.store.text_files import MOST_BYTES
from levelbook.words.files import shown


def copy_edition(editions: Editions, name: str, into: Path) -> Path:
    """Copy an edition to a folder of its name in `into`, and return that folder; it is there whole or not at all.

    Raises UnknownId, UsedWrongly where something of that name is there, FileIsWrong where the edition or its
    questionnaire is not as it was sealed, CouldNotWrite.
    """
    edition = editions.edition(name)
    altered = (*alterations_in(editions, edition).altered, *alterations_in_questionnaires(editions).altered)
    if altered:
        raise FileIsWrong([one.problem for one in altered])
    files = {path: _content(edition.path, path) for path in (EDITION, *edition.files)}
    if edition.questionnaire is not None:
        questionnaire = editions.questionnaire_path(edition)
        names = (*file_texts_of(questionnaire), SUMS, VALUES)
        files |= {f"{OWN_QUESTIONNAIRE}/{path}": _content(questionnaire, path) for path in names}
    within = path_guard.folder_of(into)
    target = into / edition.name
    if os.path.lexists(path_guard.real_place(target, within=within)):
        raise UsedWrongly(f"{shown(target)} already exists.", remedy="Name another folder.")
    atomic.make_folder(into, within=within)
    try:
        atomic.make_whole_folder(target, files, within=within)
    except OSError as error:
        raise atomic.could_not_write(target, error) from error
    return target


def _content(folder: Path, name: str) -> bytes:
    try:
        return path_guard.content(folder / name, within=folder, most=MOST_BYTES)
    except OSError as error:
        raise FileIsWrong.one(f"This file cannot be read: {error.strerror}.", path=shown(folder / name)) from None

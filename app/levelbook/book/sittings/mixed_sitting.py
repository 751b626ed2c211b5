"""This module finds items of a sitting that were mixed when somebody merged two branches' lines by hand."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import date

from levelbook.core.answers.answers import Entry
from levelbook.core.answers.merge import SIDES
from levelbook.core.answers.sitting_merge import merge_sittings, parts_of
from levelbook.core.answers.sittings import Sitting, item_words
from levelbook.core.errors import FileIsWrong, Problem
from levelbook.core.text.quotation import in_quotes
from levelbook.reading.toml import merged_by_item
from levelbook.store import path_guard, sittings_file
from levelbook.store.conflicts import versions_of
from levelbook.store.team_folder import TeamFolder
from levelbook.words.files import shown, typed


def recorded_by_neither(folder: TeamFolder, day: date) -> Iterator[Problem]:
    """Tell of what is in a sitting that was merged by hand as neither branch recorded it, and of what is lost.

    git knows both sides until the file is added.
    """
    path = sittings_file.path_of(folder.sittings_path, day)
    versions = versions_of(path, folder.git)
    if versions is None:
        return
    remedy = f"{merged_by_item(shown(path))}; if it is right as it is, `git add {typed(path)}`."
    with contextlib.suppress(FileIsWrong):  # whoever reads it says what is wrong
        sitting = sittings_file.parse(path_guard.content(path, within=folder.path), shown(path))
        sides = [sittings_file.parse(one, shown(path)) if one else Sitting() for one in versions]
        whole = [merge_sittings(*sides, take=side) for side in SIDES]
        now, *merged = (parts_of(one) for one in (sitting, *whole))
        for item in now.values():
            if isinstance(item, Entry) and not any(item in one.values() for one in merged):
                said = f"{in_quotes(item_words(item))} is in this sitting as neither branch recorded it."
                yield Problem(said, path=shown(path), remedy=remedy)
        for part, item in merged[0].items():
            if isinstance(item, Entry) and part in merged[1] and part not in now:
                said = f"{in_quotes(item_words(item))} is missing from this sitting, and a branch recorded it."
                yield Problem(said, path=shown(path), remedy=remedy)
        held = {line.strip() for line in sitting.minutes.split("\n")}
        for line in whole[0].minutes.split("\n"):
            if line.strip() and line.strip() not in held:
                said = f"{in_quotes(line.strip())} is missing from the minutes, and a branch recorded it."
                yield Problem(said, path=shown(path), key="minutes", remedy=remedy)

"""This module tells a person where the guide is damaged, in few lines, and what mends it."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator

from levelbook.book.publishing import guide_in_git
from levelbook.core.errors import FileIsWrong, Problem
from levelbook.guide.keep import blocks, conflict_marks, git_conflict
from levelbook.store import text_files
from levelbook.store.team_folder import TeamFolder
from levelbook.words.figures import plural
from levelbook.words.files import shown

CONFLICT_REMEDY = "`levelbook guide --repair` merges it: everything that people wrote on either branch is kept."
_USUAL_MARK = re.compile("<{7}(?!<)")
_OWN_LINES = "If somebody wrote these lines themselves, indent them instead."
"""Said of marks with another number of signs than git's usual one: a whole conflict is believed, be it an example."""
MOST_DAMAGES = 5
"""Lines of a damaged guide that are named; the rest is counted, so that the remedy is on the screen too."""


def located(damaged: blocks.DamagedGuide, folder: TeamFolder) -> blocks.DamagedGuide:
    """Return the damage in a few lines, with the file's name and the remedy."""
    path, text = folder.guide_path, text_files.text_or_none(folder.guide_path, within=folder.path) or ""
    if (first := git_conflict.first_line(text)) and _can_be_merged(text, folder):
        count = git_conflict.count(text)
        said = f"git left {plural(count, 'conflict')} here" if count > 1 else "git left a conflict here"
        signs = _USUAL_MARK.match(blocks.lines_of(text)[first - 1])
        remedy = CONFLICT_REMEDY if signs else f"{CONFLICT_REMEDY} {_OWN_LINES}"
        return blocks.DamagedGuide([blocks.Damage(first, f"{said}.")], path=shown(path), remedy=remedy)
    damages = damaged.damages
    if len(damages) > MOST_DAMAGES:
        rest = f"{plural(len(damages) - MOST_DAMAGES, 'more line')} from here on cannot be read either."
        damages = (*damages[:MOST_DAMAGES], blocks.Damage(damages[MOST_DAMAGES].line, rest))
    return blocks.DamagedGuide(damages, path=shown(path), remedy=damaged.remedy)


def _can_be_merged(text: str, folder: TeamFolder) -> bool:
    """Tell whether `guide --repair` merges the conflicts, be it only because git still knows both sides."""
    return (
        git_conflict.merged(text) is not None
        or git_conflict.merged(text, guide_in_git.on_both_branches(folder)) is not None
    )


def conflict_in_a_fence(text: str, folder: TeamFolder) -> int:
    """Return the line, from 1, of a conflict that git left in a code fence of the guide; 0 where it shows one only.

    It is git's where git has the guide unmerged, and neither branch shows as many.
    """
    path = folder.guide_path
    shown_lines = conflict_marks.lines_of_shown_conflicts(blocks.lines_of(text))
    if not shown_lines or path.name not in folder.git.unmerged_in(path.parent):
        return 0
    staged = [(folder.git.staged(path, stage) or b"").decode("utf-8", "replace") for stage in (2, 3)]
    most = max(len(conflict_marks.lines_of_shown_conflicts(blocks.lines_of(one))) for one in staged)
    return min(shown_lines) + 1 if len(shown_lines) > most else 0


def must_not_hide_a_conflict(text: str, folder: TeamFolder) -> None:
    """Raise DamagedGuide where git left a conflict in a code fence of the guide, and it is still unmerged."""
    if line := conflict_in_a_fence(text, folder):
        damage = blocks.Damage(line, "git left a conflict here.")
        raise blocks.DamagedGuide([damage], path=shown(folder.guide_path), remedy=CONFLICT_REMEDY)


def conflict_in_guide(folder: TeamFolder) -> Iterator[Problem]:
    """Name the conflict that git left in the guide, where the book itself cannot be opened yet."""
    with contextlib.suppress(FileIsWrong):
        first = git_conflict.first_line(text_files.text_or_none(folder.guide_path, within=folder.path) or "")
        if first:
            remedy = f"Resolve answers.toml first, then {CONFLICT_REMEDY}"
            yield Problem("git left a conflict here.", path=shown(folder.guide_path), line=first, remedy=remedy)

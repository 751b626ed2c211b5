"""The guide has a part that people fill in first: whom to call when something looks wrong, and what to save.

levelbook writes only a skeleton there, and points at it until somebody has written over it.
"""

from __future__ import annotations

from levelbook.core.errors import FileIsWrong
from levelbook.store import text_files
from levelbook.store.team_folder import TeamFolder

TO_FILL = "The guide does not say yet whom to call when something looks wrong, how to stop it, and what to save."


def to_fill_words(folder: TeamFolder) -> str:
    """Return `TO_FILL` while that part of the guide on disk is not filled in.

    Empty where somebody has, where the guide has no such part or people left it out, and where the guide cannot be read
    or is damaged, which is said elsewhere.
    """
    try:
        text = text_files.text_or_none(folder.guide_path, within=folder.path)
    except FileIsWrong:
        return ""
    if text is None:
        return ""
    from levelbook.guide.keep import blocks  # 10 ms, which a book without a guide does not pay

    try:
        found = next((block for block in blocks.parse(text).blocks if block.id == blocks.TROUBLE), None)
    except blocks.DamagedGuide:
        return ""
    return TO_FILL if found is not None and found.is_unwritten else ""

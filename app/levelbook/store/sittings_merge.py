"""This module merges two branches' texts of one sitting's file, table by table (docs/merging.md)."""

from __future__ import annotations

from levelbook.core.answers.sitting_merge import merge_sittings
from levelbook.core.answers.sittings import Sitting
from levelbook.core.errors import FileIsWrong
from levelbook.reading.toml import decoded, lost_comments
from levelbook.store.sittings_file import parse, render


def merge_sitting_texts(base: bytes, ours: bytes, theirs: bytes, path: str) -> str | None:
    """Merge two versions of a sitting's file, both of which came from `base`, which is empty where both began it.

    None where that is for git's own merge: a version that cannot be read, or both sides said different things of one.
    Comments of people go to the end.
    """
    texts = []
    try:
        before = parse(base, path) if base.strip() else Sitting()
        texts = [decoded(side, path) for side in (ours, theirs)]
        merged = merge_sittings(before, *(parse(text, path) for text in texts))
    except FileIsWrong:
        return None
    if merged is None:
        return None
    text = render(merged)
    for side in texts:
        text += lost_comments(side, text)
    return text if parse(text, path) == merged else None

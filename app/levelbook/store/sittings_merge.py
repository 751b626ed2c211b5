"""This module merges two branches' texts of one sitting's file, item by item (docs/merging.md).

git puts the lines of two items side by side, so that whoever keeps both sides can give one item the outcome of another.
Here an item that both sides changed differently is between the markers twice, each time whole.
"""

from __future__ import annotations

from levelbook.core.answers.answers import Entry
from levelbook.core.answers.sitting_merge import Part, merge_sittings, parts_of
from levelbook.core.answers.sittings import Sitting
from levelbook.core.errors import FileIsWrong
from levelbook.core.frozen import frozen
from levelbook.reading.toml import WHOLE_VERSIONS, decoded, lost_comments
from levelbook.store import toml_text
from levelbook.store.conflicts import both_versions, sides_of
from levelbook.store.sittings_file import head, parse, render


@frozen
class MergedSittingText:
    """A merged text of a sitting's file, and whether both versions of something are in it."""

    text: str
    in_conflict: bool


def merge_sitting_texts(base: bytes, ours: bytes, theirs: bytes, path: str) -> MergedSittingText | None:
    """Merge two versions of a sitting's file, both of which came from `base`, which is empty where both began it.

    None where a version cannot be read. Comments of people go to the end.
    """
    try:
        before = parse(base, path) if base.strip() else Sitting()
        texts = [decoded(side, path) for side in (ours, theirs)]
        one, other = (parse(text, path) for text in texts)
    except FileIsWrong:
        return None
    mine = merge_sittings(before, one, other)
    its = merge_sittings(before, one, other, take="theirs")
    text = render(mine) if mine == its else _with_both(mine, its)
    for side in texts:
        text += lost_comments(side, text)
    kept = sides_of(text)
    found = (text, text) if kept is None else (kept.ours, kept.theirs)
    is_right = [parts_of(parse(side, path)) for side in found] == [parts_of(mine), parts_of(its)]
    return MergedSittingText(text, mine != its) if is_right else None


def _with_both(ours: Sitting, theirs: Sitting) -> str:
    """Render what is the same in two versions once, and the rest as both have it."""
    mine, other = _texts(ours), _texts(theirs)
    parts = dict.fromkeys((*mine, *other))
    text = head(tables=sum(mine[part].startswith("\n[") for part in parts if part in mine and part in other))
    keys = tuple(dict.fromkeys(key for key, _ in parts))
    for part in sorted(parts, key=lambda part: (_rank(mine.get(part), other.get(part)), keys.index(part[0]))):
        held, its = mine.get(part, ""), other.get(part, "")
        text += held if held == its else both_versions(held, its, WHOLE_VERSIONS)
    return text


def _rank(*versions: str | None) -> int:
    """Order keys before tables, to which they would else belong; and between them what is a table on one side only."""
    tables = {text.startswith("\n[") for text in versions if text is not None}
    return (True in tables) + (False not in tables)


def _texts(sitting: Sitting) -> dict[Part, str]:
    """Return the text of each part of a sitting in its file."""
    limit = toml_text.LINE_LIMIT
    return {
        part: toml_text.table(part[0], value.table, is_array=True, line_limit=limit)
        if isinstance(value, Entry)
        else toml_text.inside("", {part[0]: value}, limit)
        for part, value in parts_of(sitting).items()
    }

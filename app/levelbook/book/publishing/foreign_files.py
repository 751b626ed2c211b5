"""This module looks at what lies under the name of a record or a chart: a file of people's, or charts in conflict.

A record and a chart are written whole, so whatever had their name would be lost. A book may begin in a folder of
documentation that has such a file already.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path

from levelbook.core.errors import FileIsWrong, Problem
from levelbook.guide.write.assemble import CHARTS
from levelbook.store import text_files
from levelbook.store.conflicts import sides_of
from levelbook.words.files import shown

_CHART = re.compile(r"\s*(<\?xml[^>]*>\s*)?<svg [^>]*>\s*<title>Level claimed")


def must_not_be_of_others(texts: Mapping[Path, str], *, within: Path) -> None:
    """Raise FileIsWrong for each file that says something and that levelbook cannot have written.

    texts: the record and the charts as they are to be written, by path.
    """
    found = [path for path, text in texts.items() if _is_of_others(path, text, within)]
    if found:
        raise FileIsWrong(
            [
                Problem(
                    "levelbook writes a file of this name, and did not write this one.",
                    path=shown(path),
                    remedy="Move it elsewhere, or rename it; if nothing in it is wanted, remove it.",
                )
                for path in sorted(found)
            ]
        )


def undrawn_in_conflict(charts: Path, drawn: Collection[str], *, within: Path) -> dict[Path, str]:
    """Return the charts that git left in conflict and that no document shows any more, as our side has them.

    drawn: the names of the charts that are drawn now, which are written anew in any case.
    """
    paths = [charts / name for name in CHARTS if name not in drawn]
    found = {path: sides_of(text_files.text_or_none(path, within=within) or "") for path in paths}
    both = {path: (sides.ours, sides.theirs) for path, sides in found.items() if sides}
    return {path: texts[0] for path, texts in both.items() if all(map(_CHART.match, texts))}


def _is_of_others(path: Path, text: str, within: Path) -> bool:
    there = text_files.text_or_none(path, within=within) or ""
    if not there.strip() or there == text:
        return False
    if path.suffix == ".svg":
        sides = sides_of(there)  # git leaves both branches' charts in one file
        return any(_CHART.match(side) is None for side in ((sides.ours, sides.theirs) if sides else (there,)))
    headings = _headings(text)
    return 2 * len(headings & _headings(there)) < len(headings)


def _headings(text: str) -> set[str]:
    return {line.strip() for line in text.splitlines() if line.startswith("## ")}

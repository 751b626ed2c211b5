"""git's three versions of the answers, which its index has whole, are merged answer by answer instead of by lines.

Where the two sides answer different versions of the questionnaire, both are brought to one first. What one side says of
a practice stands under other ids on the other side, so git puts criteria of one practice under another one. All three
versions are upgraded, each whole and in the same way.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import tzinfo
from pathlib import Path
from typing import Any, Final

from levelbook.book.editions.editions import Editions
from levelbook.core.answers.answers import AnswerBook
from levelbook.core.answers.merge import SIDES, MergedBook, merge_books
from levelbook.core.answers.upgrade import is_current, needs_upgrade, upgrade
from levelbook.core.errors import FileIsWrong, OtherVersion, Problem
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.core.questionnaire.versions import is_later
from levelbook.core.text.new_lines import new_lines
from levelbook.reading.files import content_of
from levelbook.reading.toml import decoded, lost_comments
from levelbook.store import atomic
from levelbook.store.answers_merge import merge_texts
from levelbook.store.answers_text import render
from levelbook.store.conflicts import ConflictSides, sides_of
from levelbook.store.git import Git
from levelbook.store.team_folder import TeamFolder
from levelbook.words.files import shown, typed

_MARKER = re.compile(r"([<=>|])\1{2,}( |$)")
_REV: Final = re.compile(r'rev = "\d+"')
_WRITTEN_BY_EVERY_SAVE: Final = ("tables = ", "needs = ", "format = ")
"""Keys above the first heading."""


@frozen
class BroughtTogether:
    """Base, ours and theirs under one version; ours and theirs differ only in what both changed, or in answers."""

    base: AnswerBook
    ours: AnswerBook
    theirs: AnswerBook
    versions: Mapping[str, str]
    """Map `ours` and `theirs` to the version that each answered."""
    text: str
    """The file with ours, and the comments of both sides at its end."""


def former_questionnaire(
    folder: TeamFolder, questionnaire: Questionnaire, books: Sequence[AnswerBook]
) -> Questionnaire | None:
    """Return the older version that both sides answer, if the last edition holds it; else None.

    They are then merged under that one, so that `levelbook upgrade` can seal an edition under it first.
    """
    _, ours, theirs = books
    if is_current(ours, questionnaire) or (ours.questionnaire, ours.version) != (theirs.questionnaire, theirs.version):
        return None
    try:
        editions = Editions(folder, questionnaire)
        held = editions.questionnaire_of(editions.last) if editions.last else None
    except FileIsWrong:
        return None
    return held if held and is_current(ours, held) else None


def brought_together(
    folder: TeamFolder, questionnaire: Questionnaire, merged: str, data: Sequence[bytes], books: Sequence[AnswerBook]
) -> BroughtTogether | None:
    """Bring base, ours and theirs to this questionnaire; None where each answers it already, or another questionnaire.

    merged: the half merged text. data, books: the three versions in git's index, as they are and as they were read.

    Raises OtherVersion where a side was upgraded beyond this questionnaire; FileIsWrong where a person has changed the
    half merged text, since nobody can tell which practice those words are about.
    """
    path = folder.answers_path
    if any(book.questionnaire != questionnaire.id for book in books):
        return None
    if not any(needs_upgrade(book, questionnaire) for book in books):
        return None
    _refuse_later_versions(path, questionnaire, books)
    by_hand = _line_by_hand(merged, data, shown(path))
    if by_hand is not None:
        if not any(needs_upgrade(side, questionnaire) for side in books[1:]):
            return None  # both sides have the same ids, so what stands between the markers can be used
        raise FileIsWrong.one(
            "Neither version that git merges has this line here. The two sides answer different versions of the "
            "questionnaire, so levelbook brings git's own two versions together and would leave this line out.",
            path=shown(path),
            line=by_hand,
            remedy=f"Put your words aside, run `git checkout --merge {typed(path)}` and `levelbook resolve`, then say "
            "them again.",
        )
    zone = folder.settings.zone
    base, ours, theirs = (_brought(book, questionnaire, zone) for book in books)
    mine, other = (merge_books(base, ours, theirs, take=side) for side in SIDES)
    retired = _all_retired(mine, other)
    ours, theirs = (
        replace(side, profile=its.book.profile, retired=retired, unknown=its.book.unknown)
        for side, its in ((ours, mine), (theirs, other))
    )
    text = render(ours, questionnaire)
    for one in data[1:]:
        text += lost_comments(decoded(one, shown(path)), text)
    _, our_book, their_book = books
    return BroughtTogether(base, ours, theirs, {"ours": our_book.version, "theirs": their_book.version}, text)


def merged_by_answers(
    path: Path, merged: str, sides: ConflictSides, data: Sequence[bytes], *, can_be_read: bool
) -> ConflictSides:
    """Return both sides as levelbook merges git's three versions, or `sides` where a person has changed `merged` since.

    git merges lines. A side between its marks may have lines of one answer under another one's heading, or one heading
    twice. What a person has settled there by hand must not be undone, so both sides have to be those that git made;
    where they cannot even be read, it is enough that no line is a person's.

    merged: the half merged text. sides: its two sides. data: base, ours and theirs in git's index.
    """
    if can_be_read:
        gits = sides_of(decoded(_merged_by_lines(data), shown(path)))
        is_as_git_left_it = gits is not None and (gits.ours, gits.theirs) == (sides.ours, sides.theirs)
    else:
        is_as_git_left_it = _line_by_hand(merged, data, shown(path)) is None
    base, ours, theirs = data
    found = merge_texts(base, ours, theirs, shown(path)) if is_as_git_left_it else None
    if found is None:
        return sides
    whole = sides_of(found.text)
    texts = (whole.ours, whole.theirs) if whole else (found.text, found.text)
    return ConflictSides(*texts, sides.our_name, sides.their_name)


def _brought(book: AnswerBook, questionnaire: Questionnaire, zone: tzinfo) -> AnswerBook:
    return upgrade(book, questionnaire, zone=zone).book if needs_upgrade(book, questionnaire) else book


def _all_retired(ours: MergedBook, theirs: MergedBook) -> dict[str, Mapping[str, Any]]:
    """Return what was put aside on either side; what both put aside under one name is kept twice, with a number."""
    kept = dict(ours.book.retired)
    for name, table in theirs.book.retired.items():
        free, number = name, 2
        while kept.get(free, table) != table:
            free, number = f"{name}-{number}", number + 1
        kept[free] = table
    return kept


def _refuse_later_versions(path: Path, questionnaire: Questionnaire, books: Sequence[AnswerBook]) -> None:
    _, *sides = books
    for side, book in zip(SIDES, sides, strict=True):
        if is_later(book.version, questionnaire.version):
            raise OtherVersion(
                [
                    Problem(
                        f"In “{side}” these answers belong to {book.questionnaire} {book.version}; there is only "
                        f"{questionnaire.version} here.",
                        path=shown(path),
                        key="version",
                    )
                ],
                remedy="Use the questionnaire's new version; for one that comes with levelbook, install a newer "
                "levelbook. Then run `levelbook resolve` again.",
            )


def _line_by_hand(merged: str, data: Sequence[bytes], path: str) -> int | None:
    """Find the first line that a person has put into the half merged text; None where git made all of it.

    A line of another answer counts too: `level = 3` stands in many.
    """
    base, ours, theirs = data
    by_driver = merge_texts(base, ours, theirs, path)
    texts = [*(decoded(one, path) for one in data), *([by_driver.text] if by_driver else [])]
    if (found := _first_not_in(merged, texts)) is None:
        return None
    # git may have put lines under another heading: what it makes of these versions is nobody's line.
    by_git = decoded(_merged_by_lines(data), path)
    return None if _first_not_in(merged, [*texts, by_git]) is None else found


def _merged_by_lines(data: Sequence[bytes]) -> bytes:
    """Merge three versions as git does alone, between markers where it cannot."""
    with tempfile.TemporaryDirectory(prefix="levelbook-merge-") as name:
        folder = Path(name).resolve()
        base, ours, theirs = (folder / version for version in ("base", *SIDES))
        for version, content in zip((base, ours, theirs), data, strict=True):
            atomic.write_bytes(version, content, within=folder)
        Git().merge_lines(base, ours, theirs)
        return content_of(ours)


def _first_not_in(merged: str, texts: Sequence[str]) -> int | None:
    """Find the first line of a half merged text that none of some texts has there."""
    versions = [_lines_of(side) for text in texts for side in _both_sides(text)]
    known = {line.strip() for text in texts for line in _lines_of(text)}
    lines = _lines_of(merged)
    found = {number for number, line in enumerate(lines, start=1) if line.strip() not in known}
    if (sides := sides_of(merged)) is not None:
        # A line of a note may look like git's marks; those stand on neither side.
        marks = {number for number, line in enumerate(lines, start=1) if _MARKER.match(line)}
        found -= marks.difference(sides.our_lines, sides.their_lines)
        # What no conflict is about has a heading on either side: git made it if it has its place under one of them.
        made: set[int] = set()
        for side, numbers in ((sides.ours, sides.our_lines), (sides.theirs, sides.their_lines)):
            new = new_lines(_lines_of(side), versions, is_heading=_is_heading, headings=lines)
            made |= {*numbers} - {numbers[index] for index in new}
        found |= {*sides.our_lines, *sides.their_lines} - made
    return min(found.difference(_written_by_every_save(lines)), default=None)


def _lines_of(text: str) -> list[str]:
    """Split a text where git does: a note may hold other signs that Unicode calls ends of lines."""
    return [line.removesuffix("\r") for line in text.split("\n")]


def _written_by_every_save(lines: Sequence[str]) -> Iterator[int]:
    """Yield the number of each line that saving changes by itself."""
    is_head = True
    for number, line in enumerate(lines, start=1):
        is_head = is_head and not _is_heading(line)
        if _REV.fullmatch(line.strip()) or (is_head and line.startswith(_WRITTEN_BY_EVERY_SAVE)):
            yield number


def _is_heading(line: str) -> bool:
    return line.startswith("[")


def _both_sides(text: str) -> tuple[str, ...]:
    sides = sides_of(text)
    return (text,) if sides is None else (sides.ours, sides.theirs)

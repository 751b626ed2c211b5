"""An edition is read and checked against its own digests, and becomes rows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, Final

from levelbook.core.assessment.sealed_scorecard import SealedScorecard
from levelbook.core.errors import FileIsWrong
from levelbook.core.frozen import frozen
from levelbook.core.portfolio.rows import EditionOrigin, EditionRows, rows_of
from levelbook.core.text.cleaning import clean_line
from levelbook.export.scorecard import FORMAT
from levelbook.portfolio.book_sources import BookSource, OpenBook
from levelbook.reading import strict
from levelbook.reading.toml import decoded, parse_toml
from levelbook.store.digests import digest
from levelbook.store.edition_digests import EditionDigests
from levelbook.store.editions import EDITION, RESTORE, SCORECARD, EditionFile
from levelbook.store.file_formats import bring_forward
from levelbook.words.files import cause

_PREVIOUS_DIGEST: Final = re.compile(rb"""^previous_digest[ \t]*=[ \t]*["']([^"'\n]+)["']""", re.MULTILINE)
_PREVIOUS: Final = re.compile(rb"""^previous[ \t]*=[ \t]*["']([^"'\n]*)["']""", re.MULTILINE)

MOST_LOOKED_INTO: Final = 20
"""Editions of one book of which it is sought which one they followed: each among all of a stranger's book."""
MOST_OF_A_REASON: Final = 200
"""Characters of why a scorecard cannot be; what is wrong stands at either end."""


@frozen
class FoundEdition:
    """An edition of a book in a book source, known by its digest."""

    book_source: BookSource
    book: str
    opened: OpenBook
    """Its book, while that is open."""
    name: str
    source: bytes
    """Its edition.toml."""
    digest: str

    @property
    def place(self) -> str:
        """Return where its book lies, as SOURCE:FOLDER."""
        return f"{self.book_source.source.id}:{self.book}"


def find_edition(book_source: BookSource, book: str, name: str, opened: OpenBook) -> FoundEdition:
    """Read no more of an edition than says which one it is. Raises FileIsWrong."""
    source = _content(opened.content, name, EDITION)
    return FoundEdition(book_source, book, opened, name, source, digest(source))


def has_several_histories(found: Sequence[FoundEdition]) -> bool:
    """Tell whether two or more of a book's editions followed none that is in it."""
    names = {edition.name.encode() for edition in found}
    digests = {edition.digest.encode() for edition in found}
    if sum(_begins(edition.source, names, digests) for edition in found) < 2:
        return False
    digests = {one.encode() for one in digests_in_any_layout(found)}
    return sum(_begins(edition.source, names, digests) for edition in found) > 1


def digests_in_any_layout(found: Sequence[FoundEdition]) -> frozenset[str]:
    """Return the digests of editions as they stand, as levelbook lays them out, and under the names by which their
    successors know them: neither a formatter nor a merge that renames one of two of one name changes a history.
    """
    former = FormerDigests(found)
    digests = {edition.digest for edition in found} | former.laid_out
    sought = (one for one in map(predecessor_of, (edition.source for edition in found)) if one[1] not in digests)
    for name, known in islice(sought, MOST_LOOKED_INTO):
        if known and former.has(name, known):
            digests.add(known)
    return frozenset(digests)


class FormerDigests:
    """The digests that editions of one book had under the names by which their successors know them."""

    def __init__(self, found: Sequence[FoundEdition]) -> None:
        self._found = [(one.name, EditionDigests(one.source)) for one in found]

    @property
    def laid_out(self) -> frozenset[str]:
        """The digests that they have in levelbook's own layout, under the names that they have now."""
        return frozenset(filter(None, (digests.laid_out(name) for name, digests in self._found)))

    def has(self, name: str, known: str) -> bool:
        """Tell whether one that was called so had this digest; a merge may have put a number behind its name since."""
        if any(digests.as_it_stands(name) == known for _, digests in self._found):
            return True
        renamed = re.compile(rf"{re.escape(name)}(?:-[0-9]+)?")
        candidates = (digests for called, digests in self._found if renamed.fullmatch(called))
        return any(digests.laid_out(name) == known for digests in islice(candidates, MOST_LOOKED_INTO))


def _begins(source: bytes, names: Collection[bytes], digests: Collection[bytes]) -> bool:
    previous, by_digest = _PREVIOUS.search(source), _PREVIOUS_DIGEST.search(source)
    return previous is None or previous[1] not in names or (by_digest is not None and by_digest[1] not in digests)


def predecessor_of(source: bytes) -> tuple[str, str]:
    """Return the name and the digest by which an `edition.toml` knows the one before it; empty where it names none."""
    previous, by_digest = _PREVIOUS.search(source), _PREVIOUS_DIGEST.search(source)
    name, known = (one[1].decode("utf-8", "replace") if one is not None else "" for one in (previous, by_digest))
    return name, known


def read_edition(found: FoundEdition, team: str, *, with_people: bool) -> EditionRows:
    """Return the rows of an edition, while its book is open. Raises FileIsWrong with what is wrong, LevelbookError."""
    place = f"editions/{found.name}/{EDITION}"
    document = bring_forward("edition", parse_toml(decoded(found.source, place), place), place)
    held = strict.read(EditionFile, document, place)
    card = _scorecard(found, held)
    if card.edition.number != held.number:
        raise FileIsWrong.one("This scorecard belongs to another edition.", path=f"editions/{found.name}/{SCORECARD}")
    if card.edition.name != held.name:  # a merge of two branches that sealed one name has renamed it since
        card = replace(card, edition=replace(card.edition, name=held.name))
    try:
        return rows_of(card, EditionOrigin(team, found.digest, found.place, with_people))
    except (ValueError, OverflowError) as error:
        raise FileIsWrong.one(
            f"This is impossible: {_in_short(str(error))}.", path=f"editions/{found.name}/{SCORECARD}"
        ) from None


def _in_short(reason: str) -> str:
    """Return a reason on one line; what it quotes of a stranger's scorecard may be megabytes long."""
    half = MOST_OF_A_REASON // 2
    return clean_line(reason if len(reason) <= MOST_OF_A_REASON else f"{reason[:half]}…{reason[-half:]}")


def _scorecard(found: FoundEdition, held: EditionFile) -> SealedScorecard:
    wanted = held.files.get(SCORECARD)
    if wanted is None:
        return _older_scorecard(found)
    path = f"editions/{found.name}/{SCORECARD}"
    content = _content(found.opened.content, found.name, SCORECARD)
    if digest(content) != wanted and not _says_the_same(content, held):
        raise FileIsWrong.one("This file was changed after the edition was sealed.", path=path, remedy=RESTORE)
    card = strict.from_json_or_none(SealedScorecard, content)
    return card if card is not None and card.format <= FORMAT else _with_what_is_wrong(content, path)


def _with_what_is_wrong(content: bytes, path: str) -> SealedScorecard:
    """Return a scorecard that is written as no levelbook does. Raises FileIsWrong with every problem of another one."""
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise FileIsWrong.one("This file does not contain readable JSON.", path=path)
    _must_be_known(document, path)
    return strict.read(SealedScorecard, document, path)


def _must_be_known(document: dict[str, Any], path: str) -> None:
    found = document.get("format")
    if isinstance(found, int) and found > FORMAT:
        raise FileIsWrong.one(
            f"This scorecard has format {found}, from a newer levelbook.",
            path=path,
            key="format",
            remedy="Collect with that levelbook or a later one.",
        )


def _says_the_same(content: bytes, held: EditionFile) -> bool:
    from levelbook.book.editions.edition_integrity import meaning  # 60 ms, which only a file in another layout costs

    return meaning(SCORECARD, content.decode("utf-8", "replace")) == held.meaning.get(SCORECARD, "")


def _older_scorecard(found: FoundEdition) -> SealedScorecard:
    folder = found.book_source.checkout(found.book)
    if folder is None:
        raise FileIsWrong.one(
            "This edition was sealed by an older levelbook, and its figures have to be computed from all of its files.",
            path=f"editions/{found.name}/{EDITION}",
            remedy="Check out the repository, and collect it once from that folder.",
        )
    from levelbook.portfolio.older_editions import scorecard_of  # 90 ms, which only a book of format 1 costs

    return scorecard_of(folder, found.name)


def _content(content: Callable[[str, str], bytes], edition: str, name: str) -> bytes:
    try:
        return content(edition, name)
    except FileNotFoundError:
        raise FileIsWrong.one(
            "This file is missing.", path=f"editions/{edition}/{name}", remedy="Restore it from git."
        ) from None
    except OSError as error:
        raise FileIsWrong.one(f"This file cannot be read: {cause(error)}.", path=f"editions/{edition}/{name}") from None

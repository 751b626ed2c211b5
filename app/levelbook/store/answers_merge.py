"""This module merges two branches' texts of `answers.toml`, answer by answer and field by field (docs/merging.md).

git merges lines, and asks whenever two people changed one answer. This merges what the lines say. Where both sides said
different things, both versions of that answer are between conflict markers, each whole and with all that was settled
on its own, so that whoever keeps one side keeps an answer that somebody gave.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from levelbook.core.answers.answers import AnswerBook
from levelbook.core.answers.merge import MergedBook, merge_books
from levelbook.core.errors import FileIsWrong
from levelbook.core.frozen import frozen
from levelbook.reading.toml import comments, decoded, parse_toml
from levelbook.store.answers_text import RenderedBook, answer_toml, parse, profile_toml, table_keys
from levelbook.store.conflicts import both_versions
from levelbook.store.toml_edit import HandWrittenToml, Keys


@frozen
class MergedText:
    """A merged text is UTF-8; `in_conflict` names the practices and facts that are in it twice, or `version`."""

    text: str
    in_conflict: tuple[str, ...]


@frozen
class _Side:
    """A side is one version of the file, with the order in which it lists practices and facts."""

    text: str
    document: Mapping[str, Any]
    book: AnswerBook
    practices: tuple[str, ...]

    @classmethod
    def of(cls, data: bytes, path: str) -> _Side:
        """Raises FileIsWrong."""
        text = decoded(data, path)
        document = parse_toml(text, path)
        book = parse(text, path)
        tables = document.get("answers", {})
        practices = tuple(f"{section}.{name}" for section, inner in tables.items() for name in inner)
        return cls(text, document, book, practices)

    @property
    def is_laid_out(self) -> bool:
        """Return whether the text is what levelbook would write, so that nothing of a person's layout can be lost."""
        rendered = RenderedBook.in_order(self.book, practices=self.practices, facts=self.book.profile)
        return rendered.is_in(self.text.encode("utf-8"))


def merge_texts(base: bytes, ours: bytes, theirs: bytes, path: str) -> MergedText | None:
    """Merge two versions of a file, both of which came from `base`.

    None where that is for git's own merge: a version that cannot be read, a layout by hand that
    would lose something, or a conflict in what is neither an answer nor a fact. Where the sides answer two versions of
    the questionnaire, the whole of both is in conflict: `levelbook resolve` knows what became of each id.
    """
    try:
        sides = [_Side.of(data, path) for data in (base, ours, theirs)]
    except FileIsWrong:
        return None
    if _answer_two_versions(*sides):
        whole = both_versions(sides[1].text, sides[2].text).lstrip("\n")
        return MergedText(whole, ("version",))
    merged = merge_books(*(side.book for side in sides))
    if merged.other:
        return None
    _, mine, other = sides
    practices = tuple(_woven(mine.practices, other.practices))
    if mine.is_laid_out and other.is_laid_out:
        text = "".join(_stretches(merged, merge_books(*(side.book for side in sides), take="theirs").book, practices))
    elif merged.is_clean:
        # A person laid one out, or both: onto ours, unless a comment that they added would be lost.
        onto = next((one for one, its in ((mine, other), (other, mine)) if not _new_comments(its, sides[0])), None)
        found = _onto(onto, merged.book, practices, path) if onto else None
        if found is None:
            return None
        text = found
    else:
        return None
    if merged.is_clean and parse(text, path) != merged.book:
        return None
    return MergedText(text, (*merged.facts, *merged.answers))


def _answer_two_versions(base: _Side, ours: _Side, theirs: _Side) -> bool:
    """Tell whether the sides answer two versions of the questionnaire, and each says something new.

    A practice that was split or merged may have kept its id. What the older side says under it is about something else,
    and only the questionnaire knows that.
    """
    if (ours.book.questionnaire, ours.book.version) == (theirs.book.questionnaire, theirs.book.version):
        return False
    return base.book not in (ours.book, theirs.book)


def _new_comments(side: _Side, base: _Side) -> Counter[str]:
    return Counter(comments(side.text)) - Counter(comments(base.text))


def _woven(ours: Iterable[str], theirs: Iterable[str]) -> Iterator[str]:
    """Yield our order, with what only the other side has after what it follows there."""
    ours = tuple(ours)
    known, before = set(ours), None
    following: dict[str | None, list[str]] = {}
    for name in theirs:
        if name in known:
            before = name
        else:
            following.setdefault(before, []).append(name)
    for anchor in (None, *ours):
        if anchor is not None:
            yield anchor
        yield from following.get(anchor, ())


def _stretches(merged: MergedBook, theirs: AnswerBook, practices: Iterable[str]) -> Iterator[str]:
    """Yield the merged text; what is in conflict as both sides have it, between git's markers."""
    facts = tuple(merged.book.profile)
    rendered = RenderedBook.in_order(merged.book, practices=practices, facts=facts)
    if merged.facts:
        ours = profile_toml(merged.book, facts)
        yield rendered.head.decode("utf-8").removesuffix(ours)
        yield both_versions(ours, profile_toml(theirs, facts))
    else:
        yield rendered.head.decode("utf-8")
    for name, stretch in rendered.answers.items():
        text = stretch.decode("utf-8")
        if name in merged.answers:
            text = both_versions(text, answer_toml(name, theirs.answer(name), merged.book.format))
        yield text
    yield rendered.tail.decode("utf-8")


def _onto(side: _Side, book: AnswerBook, practices: Iterable[str], path: str) -> str | None:
    """Return the text that a person laid out with what the other side said put into it; None where that cannot be."""
    kept = (book.retired, book.unknown, book.version, book.format)
    if kept != (side.book.retired, side.book.unknown, side.book.version, side.book.format):
        return None
    names = tuple(dict.fromkeys((*practices, *side.book.answers, *book.answers)))
    changed: dict[Keys, str] = {
        table_keys(name): answer_toml(name, book.answer(name), book.format)
        for name in names
        if book.answer(name) != side.book.answer(name)
    }
    if book.profile != side.book.profile:
        changed["profile",] = profile_toml(book, side.book.profile)
    written = HandWrittenToml(side.text, side.document).with_tables(
        changed, [("profile",), *map(table_keys, names)], path
    )
    return None if written is None else written.text

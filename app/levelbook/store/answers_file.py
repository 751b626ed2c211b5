"""The answers file is where a team's answers live.

What its text is like is in `answers_text.py`; what it may hold for a questionnaire is in `answers_check.py`. An
AnswersFile adds what a file that several people and an editor share needs: it compares content before it writes, merges
answer by answer, proves what it is about to write, and keeps the comments of somebody who edited by hand.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from levelbook.core.answers.answers import Answer, AnswerBook
from levelbook.core.answers.merge import merge_answers
from levelbook.core.errors import AnsweredElsewhere, CouldNotWrite, FileIsWrong, NotConfirmed, UsedWrongly
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.core.text.cleaning import clean_line
from levelbook.reading.toml import Lines, decoded, parse_toml
from levelbook.store import atomic, path_guard
from levelbook.store.answers_check import check_complete, check_levels, check_version, outside_the_scale
from levelbook.store.answers_text import (
    Reader,
    RenderedBook,
    answer_toml,
    head_toml,
    parse,
    profile_toml,
    render,
    table_keys,
    tables_in,
)
from levelbook.store.table_count import TABLES
from levelbook.store.toml_edit import HandWrittenToml, Keys
from levelbook.words.files import cause, shown


def read(path: Path, *, within: Path) -> AnswerBook:
    """Read the book in a file below the folder `within`: an edition's, or a participant's. Raises FileIsWrong."""
    return parse(bytes_of(path, within=within), shown(path))


def bytes_of(path: Path, *, within: Path) -> bytes:
    """Read what a file below the folder `within` holds. Raises FileIsWrong."""
    try:
        return path_guard.content(path, within=within)
    except FileNotFoundError:
        raise FileIsWrong.one("This file is missing.", path=shown(path), remedy="Restore it from git.") from None
    except OSError as error:
        raise FileIsWrong.one(f"This file cannot be read: {cause(error)}.", path=shown(path)) from None


class _Layout(NamedTuple):
    """The layout of a file's text, computed only when something in it is changed."""

    rendered: RenderedBook
    by_hand: HandWrittenToml | None = None
    """The text, where a person laid it out; None where it is what levelbook would write and nothing else."""

    @classmethod
    def of(cls, text: str, book: AnswerBook, questionnaire: Questionnaire, path: str) -> _Layout:
        rendered = RenderedBook.of(book, questionnaire)
        is_by_hand = not rendered.is_in(text.encode("utf-8"))
        return cls(rendered, HandWrittenToml(text, parse_toml(text, path)) if is_by_hand else None)


class _Content:
    """The content is what the file holds, as text and as values."""

    def __init__(self, data: bytes, book: AnswerBook, look: Callable[[], _Layout]) -> None:
        """look: finds out how it is laid out, once somebody asks."""
        self.data = data
        self.book = book
        self._look = look

    @cached_property
    def layout(self) -> _Layout:
        return self._look()

    @classmethod
    def of(cls, data: bytes, path: str, questionnaire: Questionnaire, *, is_ballot: bool = False) -> _Content:
        """Raises FileIsWrong, CutShort, OtherVersion.

        is_ballot: a form writes only what its participant answered, so practices may have no table.
        """
        text = decoded(data, path)
        reader = Reader(text, path)
        book = reader.book()
        check_version(book, questionnaire, path)
        if not (is_ballot or reader.says_how_many):
            check_complete(reader.names, questionnaire, path)
        try:
            check_levels(book, questionnaire, path)
        except FileIsWrong:
            check_levels(book, questionnaire, path, Lines(text))  # says the same, with line numbers
        return cls(data, book, lambda: _Layout.of(text, book, questionnaire, path))


class AnswersFile:
    """An answers file was read by this sitting, which saves to it."""

    def __init__(self, path: Path, questionnaire: Questionnaire, content: _Content, within: Path | None = None) -> None:
        self.path = path
        self.within = within or path.parent
        """The team folder; where the file lies in it unless another is named."""
        self.questionnaire = questionnaire
        self._content = content
        self._beside: tuple[Path, bytes] | None = None
        """What this sitting has put beside the file because it could not be written, and where."""

    @classmethod
    def load(cls, path: Path, questionnaire: Questionnaire, *, within: Path | None = None) -> AnswersFile:
        """Read and prove a whole file in the team folder `within`. Raises FileIsWrong, OtherVersion."""
        data = bytes_of(path, within=within or path.parent)
        content = _Content.of(data, shown(path), questionnaire, is_ballot=_is_ballot(path, within))
        return cls(path, questionnaire, content, within)

    @classmethod
    def of_text(cls, path: Path, questionnaire: Questionnaire, text: str) -> AnswersFile:
        """Take a text for what the file holds, which is half merged. Raises FileIsWrong, OtherVersion."""
        return cls(path, questionnaire, _Content.of(text.encode("utf-8"), shown(path), questionnaire))

    @classmethod
    def create(
        cls, path: Path, questionnaire: Questionnaire, book: AnswerBook, *, within: Path | None = None
    ) -> AnswersFile:
        """Make a new file with a book in the team folder `within`.

        Raises UsedWrongly where there is one already, CouldNotWrite, FileIsWrong for a link.
        """
        data = render(book, questionnaire).encode("utf-8")
        content = _Content.of(data, shown(path), questionnaire)
        with atomic.locked(path.parent):
            if os.path.lexists(path):
                raise UsedWrongly(f"{shown(path)} already exists.", remedy="Open it, or choose another folder.")
            atomic.write_bytes(path, data, within=within or path.parent)
        return cls(path, questionnaire, content, within)

    @classmethod
    def begun(cls, path: Path, questionnaire: Questionnaire, book: AnswerBook) -> AnswersFile:
        """Make a new file as `create` does, or take one that holds just this, as an interrupted beginning leaves it.

        Raises UsedWrongly for any other, CouldNotWrite, FileIsWrong for a link.
        """
        if not os.path.lexists(path):
            return cls.create(path, questionnaire, book)
        data = render(book, questionnaire).encode("utf-8")
        if bytes_of(path, within=path.parent) != data:
            raise UsedWrongly(
                f"{shown(path)} already exists, and no settings beside it.",
                remedy="Restore the team's levelbook.toml from git, or choose another folder.",
            )
        return cls(path, questionnaire, _Content.of(data, shown(path), questionnaire))

    @property
    def book(self) -> AnswerBook:
        """Return what the file held when it was last read or written."""
        return self._content.book

    @property
    def data(self) -> bytes:
        """Return the bytes that the file held when it was last read or written."""
        return self._content.data

    def get_ready_to_save(self) -> None:
        """Find out how the file is laid out, for which the first save would otherwise wait."""
        _ = self._content.layout

    def as_changed_elsewhere(self) -> AnswersFile | None:
        """Read the file as somebody else has written it since; None while it is as it was, or is gone.

        Raises FileIsWrong, OtherVersion.
        """
        if not self.path.exists() or (data := bytes_of(self.path, within=self.within)) == self._content.data:
            return None
        return AnswersFile(self.path, self.questionnaire, self._content_of(data), self.within)

    def _content_of(self, data: bytes) -> _Content:
        is_ballot = _is_ballot(self.path, self.within)
        return _Content.of(data, shown(self.path), self.questionnaire, is_ballot=is_ballot)

    def save(self, book: AnswerBook, *, answers: Collection[str] = (), facts: Collection[str] = ()) -> AnswerBook:
        """Write the answers and facts of `book` that are named, onto whatever the file holds by now.

        Returns the book that the file then holds.

        Only what is named is taken from `book`: that, and not what differs, is what this sitting has touched.

        What somebody else said in other fields of the same answer stays; the answer is then unconfirmed, since nobody
        has seen it whole. Raises AnsweredElsewhere when the same field says something else in the file by now,
        FileIsWrong and OtherVersion when the file is not what it was, and CouldNotWrite. In each case the file is left
        as it is. Raises NotConfirmed when it was written, and the disk did not confirm it; `book` is that by then.
        """
        real = path_guard.real_place(self.path, within=self.within)
        with atomic.locked(real.parent):
            disk, is_there = self._on_disk(real)
            book = self._with_theirs(disk, book, answers, facts)
            merged = self._changed(disk, book, answers, facts)
            if merged is not disk or not is_there:
                try:
                    atomic.write_bytes(self.path, merged.data, within=self.within)
                except NotConfirmed:
                    self._content = merged
                    raise
            self._content = merged
        return merged.book

    def write_over(
        self, half_merged: bytes, book: AnswerBook, *, answers: Collection[str], facts: Collection[str]
    ) -> AnswerBook:
        """Write this text, with the answers and facts of `book` that are named, over what git left half merged.

        Raises AnsweredElsewhere where the file is not that any more, CouldNotWrite.
        """
        real = path_guard.real_place(self.path, within=self.within)
        with atomic.locked(real.parent):
            if bytes_of(self.path, within=self.within) != half_merged:
                raise AnsweredElsewhere(
                    (), f"{shown(self.path)} has changed since it was read.", remedy="Nothing was written. Try again."
                )
            self._content = self._changed(self._content, book, answers, facts)
            atomic.write_bytes(self.path, self._content.data, within=self.within)
        return self._content.book

    def _on_disk(self, real: Path) -> tuple[_Content, bool]:
        """Return what the file holds now, and whether it is there at all; one that is gone is put back."""
        if not real.exists():
            return self._content, False
        data = bytes_of(self.path, within=self.within)
        if data == self._content.data:
            return self._content, True
        return self._content_of(data), True

    def _with_theirs(
        self, disk: _Content, mine: AnswerBook, answers: Collection[str], facts: Collection[str]
    ) -> AnswerBook:
        """Return `mine` with what somebody else said meanwhile in other fields of the answers that are named.

        Raises AnsweredElsewhere where they said something else in the same field, or about the same fact.
        """
        if disk is self._content:
            return mine
        base, theirs = self._content.book, disk.book
        merged = {name: merge_answers(base.answer(name), mine.answer(name), theirs.answer(name)) for name in answers}
        clashes = [
            name
            for name, one in merged.items()
            if one.conflicts or _is_only_confirmed(base.answer(name), mine.answer(name), theirs.answer(name))
        ]
        for name in facts:
            fact = theirs.profile.get(name)
            if fact != base.profile.get(name) and fact != mine.profile.get(name):
                clashes.append(name)
        if clashes:
            raise AnsweredElsewhere(
                clashes,
                f"Changed elsewhere in {shown(self.path)} since it was read: {', '.join(map(clean_line, clashes))}.",
                remedy="Nothing was written. Look at the file's new content, then answer again.",
            )
        return replace(mine, answers={**mine.answers, **{name: one.answer for name, one in merged.items()}})

    def _changed(
        self, disk: _Content, mine: AnswerBook, touched: Collection[str], touched_facts: Collection[str]
    ) -> _Content:
        """`disk` with what this sitting touched; the very same where that changes nothing."""
        before, by_hand = disk.layout
        answers, rendered = dict(disk.book.answers), dict(before.answers)
        changed: dict[Keys, str] = {}
        for name in touched:
            answer = mine.answer(name)
            table_text = answer_toml(name, answer, disk.book.format)
            if table_text.encode() == rendered.get(name) or (answer.is_empty and name not in rendered):
                continue
            self._prove(name, answer, table_text, disk.book.format)
            rendered[name] = table_text.encode()
            answers[name] = answer
            if answer.is_empty:
                del answers[name]
                if name not in self.questionnaire.practices:
                    table_text = ""
                    del rendered[name]
            changed[table_keys(name)] = table_text
        profile = dict(disk.book.profile)
        for name in touched_facts:
            profile.pop(name, None)
            if mine.profile.get(name):
                profile[name] = mine.profile[name]
        book = replace(disk.book, answers=answers, profile=profile)
        head = before.head
        if profile != disk.book.profile or len(rendered) != len(before.answers):
            tables = len(rendered) + before.tables_in_tail
            head = head_toml(book, self.questionnaire.facts_by_id, tables).encode()
            if Reader(head.decode("utf-8"), shown(self.path)).book(is_part=True).profile != profile:
                raise self._would_not_read_back("the profile")
        if profile != disk.book.profile:
            changed["profile",] = profile_toml(book, self.questionnaire.facts_by_id)
        if not changed:
            return disk
        fresh = RenderedBook(head, rendered, before.tail, before.tables_in_tail)
        if by_hand is None:
            return _Content(fresh.data, book, lambda: _Layout(fresh))
        written = self._changed_by_hand(by_hand, changed, fresh)
        return _Content(written.text.encode("utf-8"), book, lambda: _Layout(fresh, written))

    def _prove(self, name: str, answer: Answer, table_text: str, file_format: int) -> None:
        """Read an answer's tables back before they are written. Raises CouldNotWrite where they say something else."""
        try:
            found: Any = parse_toml(table_text, shown(self.path))
            for key in table_keys(name):
                found = found[key]
            back = Reader(table_text, shown(self.path)).answer(found, table_keys(name))
        except (FileIsWrong, KeyError) as error:
            raise self._would_not_read_back(name) from error
        too_high = list(outside_the_scale(name, answer, self.questionnaire.max_level))
        if back is None or too_high or answer_toml(name, back, file_format) != table_text or back.table != answer.table:
            raise self._would_not_read_back(name)

    def _would_not_read_back(self, what: str) -> CouldNotWrite:
        return CouldNotWrite(
            f"{shown(self.path)} was not written: {clean_line(what)} would not read back as it should.",
            remedy="This is a fault in levelbook; please report it.",
        )

    def _changed_by_hand(
        self, old: HandWrittenToml, changed: Mapping[Keys, str], meant: RenderedBook
    ) -> HandWrittenToml:
        """The text that a person laid out, with only some tables replaced.

        Raises CouldNotWrite when that cannot be done without losing something; what was meant is then beside it.
        """
        order = list(dict.fromkeys([("profile",), *map(table_keys, meant.answers), *changed]))  # and what is removed
        new = old.with_tables(changed, order, shown(self.path))
        counted = None if new is None else new.with_number(TABLES, tables_in(new.document), after="version")
        if counted is not None:
            return counted
        beside, *earlier = self._places_beside(meant.data)
        atomic.write_bytes(beside, meant.data, within=self.within)
        self._beside = beside, meant.data
        remedy = f"Compare the two, then move {beside.name} over {self.path.name}."
        if earlier:
            names = ", ".join(one.name for one in earlier)
            remedy = f"What could not be written before is in {names}. {remedy}"
        raise CouldNotWrite(
            f"{shown(self.path)} is laid out by hand in a way that levelbook cannot change without losing "
            f"something. The new content is in {shown(beside)}.",
            remedy=remedy,
        )

    def _places_beside(self, data: bytes) -> list[Path]:
        """Return the place beside the file for content that cannot be written, and before it those that are taken.

        What somebody else could not write, or wrote there, stays; only what this sitting has put there is replaced.
        """
        taken: list[Path] = []
        for number in count(1):
            place = self.path.with_name(f"{self.path.name}.new" + (f"-{number}" if number > 1 else ""))
            if not os.path.lexists(place):
                break
            held = path_guard.content(place, within=self.within) if place.is_file() else None
            if held == data or (place, held) == self._beside:
                break
            taken.append(place)
        return [place, *taken]


def _is_only_confirmed(base: Answer, mine: Answer, theirs: Answer) -> bool:
    """Return whether somebody confirmed an answer that says something else by now, which they have not seen."""
    return mine != base and mine.content == base.content and theirs.claim != base.claim


def _is_ballot(path: Path, within: Path | None) -> bool:
    return within is not None and path.parent != within

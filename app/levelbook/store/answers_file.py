"""An AnswerBook as the TOML of design section 3, and the file that it lives in.

`render` and `parse` are pure and opposite. `AnswersFile` adds what a file that several people and an editor share
needs: it compares content before it writes, merges answer by answer, proves what it is about to write, and keeps the
comments of somebody who edited by hand.

Every practice has its own stretch of text, empty until answered; so two people who answer different practices change
different lines, with unchanged ones between them, and git merges them. The stretches are kept, so that one answer
costs the rendering of one stretch, however long the questionnaire is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from levelbook.core.answers import Answer, AnswerBook, FactValue, Said
from levelbook.core.problems import known_keys, problems_from
from levelbook.core.questionnaire import NOT_KNOWN, Fact, Questionnaire
from levelbook.core.text import clean_line, nearest
from levelbook.core.toml import Lines, Location, decoded, dotted, parse_toml
from levelbook.errors import AnsweredElsewhere, CouldNotWrite, FileIsWrong, OtherVersion, Problem, UsedWrongly
from levelbook.store import atomic, toml_text
from levelbook.store.atomic import shown
from levelbook.store.by_hand import HandWritten, Keys
from levelbook.store.migrations import CURRENT, bring_forward

COMMENT: Final = "# Written by levelbook. Edit by hand if you like; `levelbook check` finds mistakes.\n"
_TOP_KEYS: Final = ("format", "questionnaire", "version", "profile", "answers", "retired")


# --- A book as text ---------------------------------------------------------------------------------------------------


def render(book: AnswerBook, questionnaire: Questionnaire) -> str:
    """The text of `answers.toml`: always the same for the same book."""
    return _Pages.of(book, questionnaire).data.decode("utf-8")


@dataclass(frozen=True)
class _Pages:
    """A book as UTF-8, in the stretches that change on their own."""

    head: bytes
    """The comment, the top-level keys and the profile."""
    answers: Mapping[str, bytes]
    """Practice id to its tables, in file order."""
    tail: bytes
    """Retired answers and unknown tables."""

    @classmethod
    def of(cls, book: AnswerBook, questionnaire: Questionnaire) -> _Pages:
        strangers = (name for name in book.answers if name not in questionnaire.practices)
        answers = {name: _page(name, book.answer(name)).encode() for name in (*questionnaire.practices, *strangers)}
        return cls(_head(book, questionnaire).encode(), answers, _tail(book).encode())

    @cached_property
    def data(self) -> bytes:
        return b"".join((self.head, *self.answers.values(), self.tail))


def _head(book: AnswerBook, questionnaire: Questionnaire) -> str:
    keys = {"format": CURRENT["answers"], "questionnaire": book.questionnaire, "version": book.version}
    keys |= {name: item for name, item in book.unknown.items() if not toml_text.is_tabular(item)}
    return COMMENT + toml_text.inside("", keys) + _profile_page(book, questionnaire)


def _profile_page(book: AnswerBook, questionnaire: Questionnaire) -> str:
    names = [name for name in questionnaire.facts_by_id if name in book.profile]
    names += [name for name in book.profile if name not in questionnaire.facts_by_id]
    return toml_text.table("profile", {name: book.profile[name] for name in names if book.profile[name]})


def _page(practice_id: str, answer: Answer) -> str:
    return toml_text.table(_header("answers", practice_id), answer.as_table())


def _tail(book: AnswerBook) -> str:
    retired = sorted(book.retired, key=lambda name: name.partition("."))
    tables = [toml_text.table(_header("retired", name), book.retired[name]) for name in retired]
    unknown = {name: item for name, item in book.unknown.items() if toml_text.is_tabular(item)}
    return "".join(tables) + toml_text.inside("", unknown)


def _header(kind: str, practice_id: str) -> str:
    section, _, practice = practice_id.partition(".")
    return f"{kind}.{toml_text.key(section)}.{toml_text.key(practice)}"


def _keys(practice_id: str) -> Keys:
    section, _, practice = practice_id.partition(".")
    return ("answers", section, practice)


# --- Text as a book ---------------------------------------------------------------------------------------------------


def parse(source: str | bytes, path: str) -> AnswerBook:
    """The book that a text holds, whatever questionnaire it answers.

    Raises FileIsWrong with every problem, each with its key and line.
    """
    return _Reader(decoded(source, path), path).book()


def read(path: Path) -> AnswerBook:
    """The book in a file: an edition's, or a participant's. Raises FileIsWrong."""
    return parse(bytes_of(path), shown(path))


def bytes_of(path: Path) -> bytes:
    """What a file holds. Raises FileIsWrong."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise FileIsWrong.one("This file is missing.", path=shown(path), remedy="Restore it from git.") from None
    except OSError as error:
        raise FileIsWrong.one(f"This file cannot be read: {atomic.cause(error)}.", path=shown(path)) from None


class _Reader:
    """One reading of a text, which collects all that is wrong with it."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path
        self.problems: list[Problem] = []

    @cached_property
    def lines(self) -> Lines:
        return Lines(self.text)

    def wrong(self, location: Location, message: str, remedy: str = "") -> None:
        key, line = dotted(location), self.lines.find(location)
        self.problems.append(Problem(message, path=self.path, key=key, line=line, remedy=remedy))

    def book(self) -> AnswerBook:
        document = bring_forward("answers", parse_toml(self.text, self.path), self.path)
        book = AnswerBook(
            questionnaire=self._name(document, "questionnaire"),
            version=self._name(document, "version"),
            profile=dict(self._profile(document)),
            answers=dict(self._answers(document)),
            retired={f"{section}.{name}": table for section, name, table in self._by_practice(document, "retired")},
            unknown={name: item for name, item in document.items() if name not in _TOP_KEYS},
        )
        if self.problems:
            raise FileIsWrong(self.problems)
        return book

    def _name(self, document: Mapping[str, Any], key: str) -> str:
        found = document.get(key)
        if found is None:
            self.wrong((key,), "This key is missing.")
        elif not isinstance(found, str) or not clean_line(found):
            self.wrong((key,), "This must be text in quotes.")
        else:
            return clean_line(found)
        return ""

    def _profile(self, document: Mapping[str, Any]) -> Iterator[tuple[str, FactValue]]:
        for name, value in self._table(document, "profile", ("profile",)).items():
            location = ("profile", name)
            if not self._can_be_shown(name, location):
                continue
            if isinstance(value, str):
                if clean_line(value):
                    yield name, clean_line(value)
            elif isinstance(value, list) and all(isinstance(choice, str) for choice in value):
                choices = tuple(clean_line(choice) for choice in value if clean_line(choice))
                if choices:
                    yield name, choices
            else:
                self.wrong(location, "This must be a choice in quotes, or a list of them.")

    def _answers(self, document: Mapping[str, Any]) -> Iterator[tuple[str, Answer]]:
        for section, name, table in self._by_practice(document, "answers"):
            location = ("answers", section, name)
            answer = self._answer(table, location)
            if answer is not None and not answer.is_empty:
                yield f"{section}.{name}", answer

    def _answer(self, table: Mapping[str, Any], location: Location) -> Answer | None:
        try:
            answer = Answer.model_validate(table)
        except ValidationError as error:
            self.problems += problems_from(
                error, self.path, dotted(location), data=table, model=Answer, lines=self.lines, at=location
            )
            return None
        for criterion in answer.here:
            self._can_be_shown(criterion, (*location, "here", criterion))
        for place, said in _parts(answer):
            for name, info in type(said).model_fields.items():
                # It would be left out when written, and then be missing when read.
                if info.is_required() and getattr(said, name) == "":
                    self.wrong((*location, *place, info.alias or name), "This text is empty.")
        return answer

    def _by_practice(self, document: Mapping[str, Any], kind: str) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        for section, tables in self._table(document, kind, (kind,)).items():
            at = (kind, section)
            if not self._can_be_shown(section, at):
                continue
            if "." in section:
                self.wrong(at, "A section's id has no dot.", "A header is [answers.section.practice].")
                continue
            inner = self._table({section: tables}, section, at)
            for name in inner:
                if self._can_be_shown(name, (*at, name)) and self._is_table(inner[name], (*at, name)):
                    yield section, name, inner[name]

    def _table(self, holder: Mapping[str, Any], key: str, location: Location) -> Mapping[str, Any]:
        found = holder.get(key, {})
        return found if self._is_table(found, location) else {}

    def _is_table(self, found: object, location: Location) -> bool:
        if not isinstance(found, dict):
            self.wrong(location, f"This must be a table: [{dotted(location)}].")
            return False
        return True

    def _can_be_shown(self, name: str, location: Location) -> bool:
        """Ids reach screens and guides, so they hold nothing that cleaning would change."""
        if name and clean_line(name) == name:
            return True
        self.wrong(location, "This id is empty, or holds characters that cannot be shown.")
        return False


def _parts(answer: Answer) -> Iterator[tuple[Location, Said]]:
    """What an answer holds in tables of its own, each with its place."""
    if answer.accepted is not None:
        yield ("accepted",), answer.accepted
    several: Mapping[str, tuple[Said, ...]] = {
        "evidence": answer.evidence,
        "steps": answer.steps,
        "votes": answer.votes,
    }
    for name, entries in several.items():
        for index, entry in enumerate(entries):
            yield (name, index), entry


# --- A book against its questionnaire ---------------------------------------------------------------------------------


def check_version(book: AnswerBook, questionnaire: Questionnaire, path: str = "answers.toml") -> None:
    """Raises OtherVersion where the answers belong to another questionnaire, or to another version of it."""
    theirs, ours = (book.questionnaire, book.version), (questionnaire.id, questionnaire.version)
    if theirs != ours:
        from levelbook.core.migrations import is_later

        is_same = theirs[0] == ours[0]
        remedy = "Bring them forward: levelbook upgrade"
        if is_same and is_later(book.version, questionnaire.version):
            remedy = (
                "Somebody has upgraded them: close levelbook if it is open, and use the questionnaire's new version."
            )
        raise OtherVersion(
            [
                Problem(
                    f"These answers belong to {theirs[0]} {theirs[1]}; the questionnaire is {ours[0]} {ours[1]}.",
                    path=path,
                    key="version" if is_same else "questionnaire",
                )
            ],
            remedy=remedy,
        )


def check_levels(
    book: AnswerBook, questionnaire: Questionnaire, path: str = "answers.toml", lines: Lines | None = None
) -> None:
    """Raises FileIsWrong where a level lies outside the questionnaire's scale."""
    problems = [
        Problem(message, path=path, key=dotted(at), line=lines.find(at) if lines else None)
        for name, answer in book.answers.items()
        for at, message in _outside_the_scale(name, answer, questionnaire.max_level)
    ]
    if problems:
        raise FileIsWrong(problems)


def _outside_the_scale(practice_id: str, answer: Answer, top: int) -> Iterator[tuple[Location, str]]:
    levels: list[tuple[Location, int | None]] = [(("level",), answer.level), (("target",), answer.target)]
    if answer.accepted is not None:
        levels.append((("accepted", "level"), answer.accepted.level))
    levels += [(("votes", index, "level"), vote.level) for index, vote in enumerate(answer.votes)]
    for place, level in levels:
        if level is not None and level > top:
            yield (*_keys(practice_id), *place), f"This is the level {level}; the scale goes from 0 to {top}."


def strangers(book: AnswerBook, questionnaire: Questionnaire, path: str | Path = "answers.toml") -> list[Problem]:
    """What a book names that its questionnaire does not have. All of it is kept, and counts for nothing."""
    where = shown(path) if isinstance(path, Path) else path
    found: list[Problem] = []

    def report(at: Location, message: str, given: str, known: Collection[str]) -> None:
        near = nearest(given, known)
        remedy = f"Did you mean “{near}”?" if near else "It is kept."
        found.append(Problem(message, path=where, key=dotted(at), remedy=remedy))

    for name, value in book.profile.items():
        fact = questionnaire.facts_by_id.get(name)
        if fact is None:
            report(("profile", name), "The questionnaire has no such fact.", name, questionnaire.facts_by_id)
        else:
            found += _strange_choices(fact, value, where)
    for name, answer in book.answers.items():
        practice = questionnaire.practices.get(name)
        if practice is None:
            report(_keys(name), "The questionnaire has no such practice.", name, questionnaire.practices)
        else:
            for at, criterion in _criteria_named(answer):
                if criterion not in practice.criteria:
                    message = f"This practice has no criterion “{criterion}”."
                    report((*_keys(name), *at), message, criterion, practice.criteria)
            for at, action in _actions_named(answer):
                if action not in practice.actions:
                    message = f"This practice has no action “{action}”."
                    report((*_keys(name), *at), message, action, practice.actions)
        for index, piece in enumerate(answer.evidence):
            if piece.kind not in questionnaire.kinds_by_id:
                message = f"There is no kind of evidence “{piece.kind}”; it counts as somebody's word."
                at = (*_keys(name), "evidence", index, "kind")
                report(at, message, piece.kind, questionnaire.kinds_by_id)
        for at, said in [((), answer), *_parts(answer)]:
            for key, known in _misspelt_keys(said):
                report((*_keys(name), *at, key), "levelbook does not know this key.", known, [known])
    return found


def _strange_choices(fact: Fact, value: FactValue, path: str) -> Iterator[Problem]:
    key = dotted(("profile", fact.id))
    choices = (value,) if isinstance(value, str) else value
    known = [*(choice.id for choice in fact.choices), NOT_KNOWN]
    for choice in choices:
        if choice not in known:
            near = nearest(choice, known)
            remedy = f"Did you mean “{near}”?" if near else f"The choices are {', '.join(known)}."
            yield Problem(f"This fact has no choice “{choice}”.", path=path, key=key, remedy=remedy)
    if len(choices) > 1:
        if not fact.many:
            yield Problem("This fact takes one choice.", path=path, key=key)
        alone = [choice.id for choice in fact.choices if choice.exclusive and choice.id in choices]
        for name in alone or [name for name in choices if name == NOT_KNOWN]:
            yield Problem(f"“{name}” stands alone.", path=path, key=key)


def _criteria_named(answer: Answer) -> Iterator[tuple[Location, str]]:
    for index, name in enumerate(answer.unmet):
        yield ("unmet", index), name
    for index, name in enumerate(answer.met):
        yield ("met", index), name
    for name in answer.here:
        yield ("here", name), name


def _actions_named(answer: Answer) -> Iterator[tuple[Location, str]]:
    for index, step in enumerate(answer.steps):
        if step.from_action:
            yield ("steps", index, "from"), step.from_action


def _misspelt_keys(said: Said) -> Iterator[tuple[str, str]]:
    """Unknown keys that look like a known one. Others are somebody's own, and nobody's business."""
    if not said.unknown:
        return
    from difflib import SequenceMatcher  # 4 ms, and hardly anybody has unknown keys

    known = known_keys(type(said))
    for name in said.unknown:
        near = nearest(name, known)
        if near is not None and SequenceMatcher(None, name.lower(), near).ratio() >= 0.8:
            yield name, near


# --- The file ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Content:
    """What the file holds, as text and as values."""

    data: bytes
    book: AnswerBook
    pages: _Pages
    by_hand: HandWritten | None = None
    """The text, where a person laid it out; None where it is the pages and nothing else."""

    @classmethod
    def of(cls, data: bytes, path: str, questionnaire: Questionnaire) -> _Content:
        """Raises FileIsWrong, OtherVersion."""
        text = decoded(data, path)
        book = parse(text, path)
        check_version(book, questionnaire, path)
        try:
            check_levels(book, questionnaire, path)
        except FileIsWrong:
            check_levels(book, questionnaire, path, Lines(text))  # says the same, with line numbers
        pages = _Pages.of(book, questionnaire)
        if text.encode("utf-8") == pages.data:
            return cls(data, book, pages)
        document = parse_toml(text, path)
        if document["format"] != CURRENT["answers"]:
            return cls(data, book, pages)  # with one table replaced it would be half of this format and half of that
        return cls(data, book, pages, HandWritten(text, document))


class AnswersFile:
    """An `answers.toml` that this sitting has read, and saves to."""

    def __init__(self, path: Path, questionnaire: Questionnaire, content: _Content) -> None:
        self.path = path
        self.questionnaire = questionnaire
        self._content = content

    @classmethod
    def load(cls, path: Path, questionnaire: Questionnaire) -> AnswersFile:
        """Read and prove a whole file. Raises FileIsWrong, OtherVersion."""
        return cls(path, questionnaire, _Content.of(bytes_of(path), shown(path), questionnaire))

    @classmethod
    def create(cls, path: Path, questionnaire: Questionnaire, book: AnswerBook) -> AnswersFile:
        """A new file with a book. Raises UsedWrongly where there is one already, CouldNotWrite."""
        data = render(book, questionnaire).encode("utf-8")
        content = _Content.of(data, shown(path), questionnaire)
        with atomic.locked(path.parent):
            if path.exists():
                raise UsedWrongly(f"There is {shown(path)} already.", remedy="Open it, or choose another folder.")
            atomic.write_bytes(path, data)
        return cls(path, questionnaire, content)

    @property
    def book(self) -> AnswerBook:
        """What the file held when it was last read or written."""
        return self._content.book

    def as_changed_elsewhere(self) -> AnswersFile | None:
        """The file as somebody else has written it since; None while it is as it was, or is gone.

        Raises FileIsWrong, OtherVersion.
        """
        if not self.path.exists() or (data := bytes_of(self.path)) == self._content.data:
            return None
        return AnswersFile(self.path, self.questionnaire, _Content.of(data, shown(self.path), self.questionnaire))

    def save(self, book: AnswerBook, *, answers: Collection[str] = (), facts: Collection[str] = ()) -> AnswerBook:
        """Write the answers and facts of `book` that are named, onto whatever the file holds by now.

        Returns the book that the file then holds.

        Only what is named is taken from `book`: that, and not what differs, is what this sitting has touched.

        Raises AnsweredElsewhere when one of them was changed in the file too, FileIsWrong and OtherVersion when the
        file is not what it was, and CouldNotWrite. In each case the file is left as it is.
        """
        try:
            real = atomic.real_path(self.path)
        except OSError as error:
            raise atomic.could_not_write(self.path, error) from error
        with atomic.locked(real.parent):
            disk, is_there = self._on_disk(real)
            self._refuse_clashes(disk, book, answers, facts)
            merged = self._changed(disk, book, answers, facts)
            if merged is not disk or not is_there:
                try:
                    atomic.write_bytes(real, merged.data)
                except CouldNotWrite:
                    if real.is_file() and real.read_bytes() == merged.data:
                        self._content = merged  # written, though the disk did not confirm it
                    raise
            self._content = merged
        return merged.book

    def _on_disk(self, real: Path) -> tuple[_Content, bool]:
        """What the file holds now, and whether it is there at all; one that is gone is put back."""
        if not real.exists():
            return self._content, False
        data = bytes_of(real)
        if data == self._content.data:
            return self._content, True
        return _Content.of(data, shown(self.path), self.questionnaire), True

    def _refuse_clashes(
        self, disk: _Content, mine: AnswerBook, answers: Collection[str], facts: Collection[str]
    ) -> None:
        """Raises AnsweredElsewhere where somebody else and this sitting said different things about the same."""
        if disk is self._content:
            return
        base = self._content
        clashes = [name for name in answers if _clash(base, disk, name, mine.answer(name))]
        for name in facts:
            theirs = disk.book.profile.get(name)
            if theirs != base.book.profile.get(name) and theirs != mine.profile.get(name):
                clashes.append(name)
        if clashes:
            raise AnsweredElsewhere(
                clashes,
                f"Changed elsewhere in {shown(self.path)} since it was read: {', '.join(map(clean_line, clashes))}.",
                remedy="Nothing was written. Look at what it says now, then answer again.",
            )

    def _changed(
        self, disk: _Content, mine: AnswerBook, touched: Collection[str], touched_facts: Collection[str]
    ) -> _Content:
        """`disk` with what this sitting touched; the very same where that changes nothing."""
        answers, pages = dict(disk.book.answers), dict(disk.pages.answers)
        changed: dict[Keys, str] = {}
        for name in touched:
            answer = mine.answer(name)
            page = _page(name, answer)
            if page.encode() == pages.get(name) or (answer.is_empty and name not in pages):
                continue
            self._prove(name, answer, page)
            pages[name] = page.encode()
            answers[name] = answer
            if answer.is_empty:
                del answers[name]
                if name not in self.questionnaire.practices:
                    page = ""
                    del pages[name]
            changed[_keys(name)] = page
        profile = dict(disk.book.profile)
        for name in touched_facts:
            profile.pop(name, None)
            if mine.profile.get(name):
                profile[name] = mine.profile[name]
        book = replace(disk.book, answers=answers, profile=profile)
        head = disk.pages.head
        if profile != disk.book.profile:
            head = _head(book, self.questionnaire).encode()
            if parse(head, shown(self.path)).profile != profile:
                raise self._would_not_read_back("the profile")
            changed["profile",] = _profile_page(book, self.questionnaire)
        if not changed:
            return disk
        fresh = _Pages(head, pages, disk.pages.tail)
        if disk.by_hand is None:
            return _Content(fresh.data, book, fresh)
        written = self._changed_by_hand(disk.by_hand, changed, fresh)
        return _Content(written.text.encode("utf-8"), book, fresh, written)

    def _prove(self, name: str, answer: Answer, page: str) -> None:
        """Read a page back before it is written. Raises CouldNotWrite where it does not say what was meant."""
        try:
            found: Any = parse_toml(page, shown(self.path))
            for key in _keys(name):
                found = found[key]
            back = _Reader(page, shown(self.path))._answer(found, _keys(name))
        except (FileIsWrong, KeyError) as error:
            raise self._would_not_read_back(name) from error
        too_high = list(_outside_the_scale(name, answer, self.questionnaire.max_level))
        if back is None or too_high or _page(name, back) != page or back.as_table() != answer.as_table():
            raise self._would_not_read_back(name)

    def _would_not_read_back(self, what: str) -> CouldNotWrite:
        return CouldNotWrite(
            f"{shown(self.path)} was not written: {clean_line(what)} would not read back as it was meant.",
            remedy="This is a fault in levelbook; please report it.",
        )

    def _changed_by_hand(self, old: HandWritten, changed: Mapping[Keys, str], meant: _Pages) -> HandWritten:
        """The text that a person laid out, with only some tables replaced.

        Raises CouldNotWrite when that cannot be done without losing something; what was meant is then beside it.
        """
        order = [("profile",), *map(_keys, meant.answers)]
        new = old.with_tables(changed, order, shown(self.path))
        if new is not None:
            return new
        beside = self.path.with_name(self.path.name + ".new")
        atomic.write_bytes(beside, meant.data)
        raise CouldNotWrite(
            f"{shown(self.path)} is laid out by hand in a way that levelbook cannot change without losing something."
            f" What it should say now is in {shown(beside)}.",
            remedy=f"Compare the two, then move {beside.name} over {self.path.name}.",
        )


def _clash(base: _Content, disk: _Content, name: str, mine: Answer) -> bool:
    """Whether an answer says something new in the file that `mine` does not say."""
    theirs = disk.pages.answers.get(name)
    if theirs == base.pages.answers.get(name):
        return False
    said = disk.book.answer(name).content
    return said != base.book.answer(name).content and said != mine.content

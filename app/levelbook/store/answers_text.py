"""An answer book is written as TOML (docs/design.md, "Answers"): `render` and `parse` are pure and opposite.

Every practice has its own stretch of text, empty until answered; so two people who answer different practices change
different lines, with unchanged ones between them, and git merges them. The stretches are kept, so that one answer
costs the rendering of one stretch, however long the questionnaire is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any, Final

from levelbook.core.answers.answers import Answer, AnswerBook, Entry
from levelbook.core.errors import CutShort, FileIsWrong, Problem
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.questionnaire import FactValue, Questionnaire
from levelbook.core.text.cleaning import clean_line
from levelbook.core.text.field_types import file_keys, required_fields
from levelbook.core.text.short_digests import in_digits, in_hex
from levelbook.reading import fast_path
from levelbook.reading.toml import Lines, Location, decoded, dotted, parse_toml
from levelbook.store import toml_text
from levelbook.store.file_formats import NEEDS, bring_forward
from levelbook.store.table_count import TABLES, missing_tables, tables_among
from levelbook.store.toml_edit import Keys

COMMENT: Final = "# Written by levelbook. Edit by hand if you like; `levelbook check` finds mistakes.\n"
_READ: Final[dict[Location, tuple[str, Answer]]] = {}
"""The answer that was last read at each place, with its table as text."""
_MOST_KEPT: Final = 1000
"""Places of which the last answer is kept: a stranger's book may have as many practices as it likes."""
_TOP_KEYS: Final = ("format", "needs", "questionnaire", "version", TABLES, "profile", "answers", "retired")


def render(book: AnswerBook, questionnaire: Questionnaire) -> str:
    """Render the text of `answers.toml`: always the same for the same book."""
    return RenderedBook.of(book, questionnaire).data.decode("utf-8")


@frozen
class RenderedBook:
    """A rendered book is UTF-8, in the stretches that change on their own."""

    head: bytes
    """The comment, the top-level keys and the profile."""
    answers: Mapping[str, bytes]
    """Practice id to its tables, in file order."""
    tail: bytes
    """Retired answers and unknown tables."""
    tables_in_tail: int

    @classmethod
    def of(cls, book: AnswerBook, questionnaire: Questionnaire) -> RenderedBook:
        """Render every stretch of a book, in the questionnaire's order."""
        return cls.in_order(book, practices=questionnaire.practices, facts=questionnaire.facts_by_id)

    @classmethod
    def in_order(cls, book: AnswerBook, *, practices: Iterable[str], facts: Iterable[str]) -> RenderedBook:
        """Render every stretch of a book: these practices, answered or not, these facts, and what else it holds."""
        answers = {
            name: answer_toml(name, book.answer(name), book.format).encode()
            for name in dict.fromkeys((*practices, *book.answers))
        }
        in_tail = len(book.retired) + tables_among(book.unknown)
        return cls(head_toml(book, facts, len(answers) + in_tail).encode(), answers, _tail(book).encode(), in_tail)

    @cached_property
    def data(self) -> bytes:
        """Return the whole file."""
        return b"".join((self.head, *self.answers.values(), self.tail))

    def is_in(self, data: bytes) -> bool:
        """Return whether a file is just this; the count of tables may be missing, as in one of an older levelbook."""
        return data in (self.data, uncounted(self.data.decode("utf-8")).encode("utf-8"))


def uncounted(text: str) -> str:
    """Return the text of a file as an older levelbook wrote it, which did not count its tables."""
    return re.sub(rf"^{TABLES} = \d+\n", "", text, count=1, flags=re.MULTILINE)


def head_toml(book: AnswerBook, facts: Iterable[str], tables: int) -> str:
    """Render the comment, the top-level keys and the profile, facts in the order of `facts`.

    tables: how many the whole file has, as `tables_in` counts them.
    """
    keys: dict[str, Any] = {"format": book.format}
    if book.format > 1:
        keys["needs"] = NEEDS["answers"]
    keys |= {"questionnaire": book.questionnaire, "version": book.version, TABLES: tables}
    keys |= {name: item for name, item in book.unknown.items() if not toml_text.is_tabular(item)}
    return COMMENT + toml_text.inside("", keys, _line_limit(book.format)) + profile_toml(book, facts)


def profile_toml(book: AnswerBook, facts: Iterable[str]) -> str:
    """Render `[profile]`: facts in the order of `facts`, others last."""
    names = (name for name in dict.fromkeys((*facts, *book.profile)) if book.profile.get(name))
    said = {name: book.profile[name] for name in names}
    return toml_text.table("profile", said, line_limit=_line_limit(book.format))


def answer_toml(practice_id: str, answer: Answer, file_format: int) -> str:
    """Render the tables of one answer for a file of that format."""
    table = _as_spelt(answer.table, file_format)
    return toml_text.table(_header("answers", practice_id), table, line_limit=_line_limit(file_format))


def _line_limit(file_format: int) -> int | None:
    """Return the columns that a list on one line may have; the first format put every list on one."""
    return None if file_format == 1 else toml_text.LINE_LIMIT


def answer_in(text: str, practice_id: str) -> Answer | None:
    """Read the answer to one id out of a file that levelbook laid out; None where its tables are not together there.

    Raises FileIsWrong.
    """
    own = re.escape(f"answers.{practice_id}")
    found = re.search(rf"(?ms)^\[{own}\]$.*?(?=^\[+(?!{own}[.\]])[a-z]|\Z)", text)
    if found is None:
        return None
    table: Any = parse_toml(found[0], "answers.toml")
    for key in table_keys(practice_id):
        table = table[key]
    return Reader(found[0], "answers.toml").answer(table, table_keys(practice_id))


# --- Digests ----------------------------------------------------------------------------------------------------------

_DIGESTS: Final = ("rev", "wording")


def _as_spelt(table: Mapping[str, Any], file_format: int) -> Mapping[str, Any]:
    """Return an answer's table with its digests as a file of that format spells them: in digits from format 2."""
    return table if file_format == 1 else _with_digests(table, in_digits)


def _as_kept(table: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an answer's table with its digests as they are kept, however its file spells them."""
    return _with_digests(table, in_hex)


def _with_digests(table: Mapping[str, Any], spelt: Callable[[object], str | None]) -> Mapping[str, Any]:
    found = {name: digest for name in _DIGESTS if (digest := spelt(table.get(name))) is not None}
    return {**table, **found} if found else table


# --- The tail, and counting -------------------------------------------------------------------------------------------


def _tail(book: AnswerBook) -> str:
    retired = sorted(book.retired, key=lambda name: name.partition("."))
    limit = _line_limit(book.format)
    tables = [
        toml_text.table(_header("retired", name), _as_spelt(book.retired[name], book.format), line_limit=limit)
        for name in retired
    ]
    unknown = {name: item for name, item in book.unknown.items() if toml_text.is_tabular(item)}
    return "".join(tables) + toml_text.inside("", unknown, limit)


def _header(kind: str, practice_id: str) -> str:
    section, _, practice = practice_id.partition(".")
    return f"{kind}.{toml_text.key(section)}.{toml_text.key(practice)}"


def table_keys(practice_id: str) -> Keys:
    """Return the key of an answer's table, `("answers", section, practice)`."""
    section, _, practice = practice_id.partition(".")
    return ("answers", section, practice)


def tables_in(document: Mapping[str, Any]) -> int:
    """Count the tables of a file: one for each answer and each retired one, and those that levelbook does not know.

    Answering changes nothing in it, since every practice has a table from the beginning; so two branches that both
    answer do not meet in this line.
    """
    by_practice = sum(
        len(inner)
        for kind in ("answers", "retired")
        if isinstance(sections := document.get(kind), dict)
        for inner in sections.values()
        if isinstance(inner, dict)
    )
    return by_practice + tables_among({name: item for name, item in document.items() if name not in _TOP_KEYS})


@lru_cache(32)
def parse(source: str | bytes, path: str) -> AnswerBook:
    """Read the book that a text holds, whatever questionnaire it answers.

    An edition's answers are asked for again at each look at the editions, and never change.

    Raises FileIsWrong with every problem, each with its key and line; CutShort where tables are missing.
    """
    return Reader(decoded(source, path), path).book()


class Reader:
    """A reader reads a text once, and collects all that is wrong with it."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path
        self.problems: list[Problem] = []
        self.names: list[str] = []
        """Ids of the practices that have a table, once `book` has read them."""
        self.says_how_many = False
        """Whether the file says how many tables it has, once `book` has read it."""

    @cached_property
    def lines(self) -> Lines:
        """Say where each key stands; only a problem needs to know."""
        return Lines(self.text)

    def wrong(self, location: Location, message: str, remedy: str = "") -> None:
        """Note a problem at a place."""
        key, line = dotted(location), self.lines.find(location)
        self.problems.append(Problem(message, path=self.path, key=key, line=line, remedy=remedy))

    def book(self, *, is_part: bool = False) -> AnswerBook:
        """Read the whole book; or what is in the head of one. Raises FileIsWrong with every problem, CutShort."""
        try:
            found = parse_toml(self.text, self.path)
        except FileIsWrong as wrong:
            if not is_part and not self.text.strip("\0"):
                lost = Problem("This file holds nothing but zero bytes, as after a power cut.", path=self.path)
                raise CutShort([lost], tables=1) from None
            if not is_part and (tables := self._cut_within_a_line(wrong)):
                raise CutShort(wrong.problems, tables=tables) from None
            raise
        if not found and not is_part:
            should = "It should name its questionnaire and hold the answers."
            empty = Problem(f"This file is empty. {should}", path=self.path)
            raise CutShort([empty], tables=1)
        document = bring_forward("answers", found, self.path)
        short = None if is_part else self._short(document)
        book = AnswerBook(
            questionnaire=self._name(document, "questionnaire"),
            version=self._name(document, "version"),
            profile=dict(self._profile(document)),
            answers=dict(self._answers(document)),
            retired={
                f"{section}.{name}": _as_kept(table) for section, name, table in self._by_practice(document, "retired")
            },
            unknown={name: item for name, item in document.items() if name not in _TOP_KEYS},
            format=found["format"],
        )
        if short is not None:
            raise CutShort([*short.problems, *self.problems], tables=short.tables, remedy=short.remedy)
        if self.problems:
            raise FileIsWrong(self.problems)
        return book

    def _cut_within_a_line(self, wrong: FileIsWrong) -> int:
        """Return how many tables a file should have that ends within one of them; 0 for one that is wrong elsewhere."""
        said = re.search(rf"^{TABLES} = (\d{{1,6}})$", self.text.partition("\n[")[0], re.MULTILINE)
        last = self.text.rstrip("\n").count("\n") + 1
        if said is None or all(problem.line is None or problem.line < last for problem in wrong.problems):
            return 0
        tables = len(re.findall(r"^\[(?:answers|retired)\.[^.\n]+\.[^.\n]+\]$", self.text, re.MULTILINE))
        return int(said[1]) if tables < int(said[1]) or not self.text.endswith("\n") else 0

    def _short(self, document: Mapping[str, Any]) -> CutShort | None:
        """Compare the tables with the number that the file says; more of them are somebody's addition."""
        said = document.get(TABLES)
        self.says_how_many = said is not None
        try:
            return missing_tables(said, tables_in(document), self.path, lambda: self.lines)
        except FileIsWrong as wrong:
            self.problems += wrong.problems
            return None

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
            self.names.append(f"{section}.{name}")
            answer = self._answer_as_before(table, ("answers", section, name))
            if answer is not None and not answer.is_empty:
                yield f"{section}.{name}", answer

    def _answer_as_before(self, table: Mapping[str, Any], location: Location) -> Answer | None:
        """Read one answer, or return the one that was read last under its id where nothing about it has changed.

        Most answers stand in edition after edition, and reading them is most of the work of reading an edition.
        """
        # Equal text, since equal values are not enough: `true` equals 1, and no level is `true`.
        said, problems = repr(table), len(self.problems)
        known = _READ.get(location)
        if known is not None and known[0] == said:
            return known[1]
        answer = self.answer(table, location)
        if answer is not None and len(self.problems) == problems:
            if len(_READ) >= _MOST_KEPT:
                _READ.clear()
            _READ[location] = said, answer
        return answer

    def answer(self, table: Mapping[str, Any], location: Location) -> Answer | None:
        """Read one answer; None once its problems are noted."""
        try:
            answer = fast_path.read(Answer, _as_kept(table), self.path, lines=lambda: self.lines, at=location)
        except FileIsWrong as wrong:
            self.problems += wrong.problems
            return None
        for criterion in answer.here:
            self._can_be_shown(criterion, (*location, "here", criterion))
        for place, said in entries_in(answer):
            for name, key in file_keys(type(said)).items():
                # It would be left out when written, and then be missing when read.
                if name in required_fields(type(said)) and getattr(said, name) == "":
                    self.wrong((*location, *place, key), "This text is empty.")
        return answer

    def _by_practice(self, document: Mapping[str, Any], kind: str) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        for section, tables in self._table(document, kind, (kind,)).items():
            at = (kind, section)
            if not self._can_be_shown(section, at):
                continue
            if "." in section:
                self.wrong(
                    at, "A section's id cannot contain a dot.", "A header looks like [answers.section.practice]."
                )
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
        self.wrong(location, "This id is empty, or contains characters that cannot be shown.")
        return False


def entries_in(answer: Answer) -> Iterator[tuple[Location, Entry]]:
    """Yield what an answer holds in tables of its own, each with its place."""
    if answer.accepted is not None:
        yield ("accepted",), answer.accepted
    if answer.offer is not None:
        yield ("offer",), answer.offer
        for index, piece in enumerate(answer.offer.evidence):
            yield ("offer", "evidence", index), piece
    several: Mapping[str, tuple[Entry, ...]] = {
        "evidence": answer.evidence,
        "steps": answer.steps,
        "votes": answer.votes,
    }
    for name, entries in several.items():
        for index, entry in enumerate(entries):
            yield (name, index), entry

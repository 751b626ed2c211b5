"""TOML that anybody may have written is read with one clear error instead of a hang, a crash or a surprise.

`tomli` sets no bound on the parts of a key or on brackets inside brackets, and accepts numbers that can never be saved.
`parse_toml` looks at the shape of the text first, and `Lines` says where in the file a key stands. What the values have
to be is said by models, and where they are not, by `problems.py`. Nothing here opens a file.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import PurePath
from typing import Any, Final

import tomli  # the parser that is tomllib, compiled: a questionnaire is read in a third of the time

from levelbook.core.errors import FileIsWrong, Problem
from levelbook.core.text.cleaning import clean_line
from levelbook.core.text.conflict_marks import conflict_marks, holds_conflict
from levelbook.reading.newer_toml import REMEDY, newer_syntax

MAX_BYTES: Final = 8 * 1024 * 1024
"""No file of ours comes near: 2,000 answered practices take 2 MB."""
LFS_POINTER: Final = "version https://git-lfs.github.com/spec/"
"""How a file begins that stands for one which Git LFS has not brought yet."""
WHOLE_VERSIONS: Final = " (keep one of the two)"
"""What follows git's names in markers between which each version is whole, and everything else is merged."""
INTEGERS: Final = range(-(2**63), 2**63)

Location = tuple[str | int, ...]
"""Where a value is in a document: keys, and indexes of lists."""


@dataclass(frozen=True)
class Limits:
    """`Limits` bound the shape of a text, so that no parser is asked for much time, memory or stack."""

    line: int = 100_000
    """Characters in a line, not counting what is in strings and comments."""
    depth: int = 24
    """Parts of a key, brackets inside brackets, tables inside tables."""
    long_line: re.Pattern[str] = field(init=False, repr=False)
    long_key: re.Pattern[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        long_key = rf"(?<![\w.-])(?:[\w-]++[ \t]*+\.[ \t]*+){{{self.depth},}}"
        object.__setattr__(self, "long_line", re.compile(rf"[^\n]{{{self.line + 1},}}"))
        object.__setattr__(self, "long_key", re.compile(long_key))


LIMITS: Final = Limits()
"""What every file is held to."""


# --- Reading ----------------------------------------------------------------------------------------------------------


def parse_toml(source: str | bytes, path: str, limits: Limits = LIMITS) -> dict[str, Any]:
    """Return the document that `source` holds: plain dicts and lists, integers within 64 bits, finite numbers.

    Raises FileIsWrong, naming `path` and the line, when it is no TOML or is not the kind that levelbook reads.
    """
    text = decoded(source, path)
    try:
        _look_at_the_shape(text, path, limits)
        document = tomli.loads(text)
    except FileIsWrong:
        _refuse_conflict_markers(text, path)
        raise
    except RecursionError:
        raise FileIsWrong.one("This file is nested too deeply.", path=path) from None
    except ValueError as error:  # TOMLDecodeError, and what Python says of a number with too many digits
        _refuse_conflict_markers(text, path)
        if text.startswith(LFS_POINTER):
            message = "This is a pointer of Git LFS, and not the file itself."
            raise FileIsWrong.one(message, path=path, remedy="`git lfs pull` brings the file.") from None
        raise FileIsWrong([*_no_toml(error, text, path).problems, *newer_problems(text, path)]) from None
    _look_at_the_values(document, text, path, limits)
    return document


def is_toml(source: str | bytes) -> bool:
    """Tell whether a source can be read as TOML, whatever it is about."""
    try:
        parse_toml(source, "")
    except FileIsWrong:
        return False
    return True


def newer_problems(text: str, path: str) -> list[Problem]:
    """List what a text holds of TOML 1.1, which `tomli` reads from 2.4 on and Python's own reader refuses."""
    return [Problem(one.message, path=path, line=one.line, remedy=REMEDY) for one in newer_syntax(text)]


def decoded(source: str | bytes, path: str, max_bytes: int = MAX_BYTES) -> str:
    r"""Decode the text of a file: UTF-8 with or without a byte-order mark, line ends as `\n`.

    Raises FileIsWrong when it is too large or no UTF-8.
    """
    if len(source) > max_bytes:
        raise FileIsWrong.one(
            f"This file has {len(source) / 1e6:.0f} MB; levelbook reads at most {max_bytes // 1024**2} MiB.", path=path
        )
    if isinstance(source, bytes):
        if source.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise FileIsWrong.one("This file is UTF-16.", path=path, remedy="Save it as UTF-8.")
        try:
            source = source.decode("utf-8")
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            byte = f"0x{error.object[error.start]:02x}"
            raise FileIsWrong.one(
                f"The byte {byte} is not UTF-8.", path=path, line=line, remedy="Save it as UTF-8."
            ) from None
    return source.removeprefix("\ufeff").replace("\r\n", "\n")


# Strings and comments, so that what remains is only keys, brackets, numbers. A string that never ends counts up to
# where `tomli` will complain about it.
_BY_LEVELBOOK = "# Written by levelbook"
"""How the first line of a file begins, which differs between versions."""
_STRING_OR_COMMENT = re.compile(
    r'"""(?:[^"\\]|\\[\s\S]|"(?!""))*+(?:"{3,5}|\Z|\\\Z)'
    r"|'''(?:[^']|'(?!''))*+(?:'{3,5}|\Z)"
    r'|"(?:[^"\\\n]|\\[^\n])*+(?:"|\\?$)'
    r"|'[^'\n]*+(?:'|$)"
    r"|#[^\n]*",
    re.MULTILINE,
)
_BRACKET = re.compile(r"[\[\]{}]")


def _skeleton(text: str) -> str:
    """`text` without what its strings and comments say: each string is an `s`, every line is where it was."""
    return _STRING_OR_COMMENT.sub(_placeholder, text)


def _placeholder(match: re.Match[str]) -> str:
    found = match[0]
    if found[0] == "#":
        return ""
    return "s" + "\n" * found.count("\n")


def _is_harmless(skeleton: str, limits: Limits) -> bool:
    """Tell whether a skeleton, with lines where they were or not, holds nothing to refuse."""
    if limits.long_line.search(skeleton) or limits.long_key.search(skeleton):
        return False
    depth = 0
    for bracket in _BRACKET.findall(skeleton):
        depth += 1 if bracket in "[{" else -1
        if depth > limits.depth:
            return False
    return True


def _look_at_the_shape(text: str, path: str, limits: Limits) -> None:
    """Refuse what would cost `tomli` too much time, memory or stack."""
    # Nearly every file is harmless, and where its lines are need not be known to see that.
    if _is_harmless(_STRING_OR_COMMENT.sub("s", text), limits):
        return
    skeleton = _skeleton(text)

    def refuse(message: str, position: int) -> FileIsWrong:
        return FileIsWrong.one(message, path=path, line=skeleton.count("\n", 0, position) + 1)

    if long_line := limits.long_line.search(skeleton):
        raise refuse(f"This line has more than {limits.line:,} characters outside its texts.", long_line.start())
    if long_key := limits.long_key.search(skeleton):
        raise refuse(f"This key has more than {limits.depth} parts.", long_key.start())
    depth = 0
    for bracket in _BRACKET.finditer(skeleton):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > limits.depth:
            raise refuse(f"Brackets are nested more than {limits.depth} deep.", bracket.start())


def _holds_only_plain_values(document: Mapping[str, Any], limits: Limits) -> bool:
    """Tell whether nothing needs a second look: texts, small numbers, days and times in UTC, not too deep."""
    level: list[Any] = [document]
    for _ in range(limits.depth):
        deeper: list[Any] = []
        for holder in level:
            for value in holder.values() if type(holder) is dict else holder:
                kind = type(value)
                if kind is str or kind is bool or kind is date:
                    continue
                if kind is dict or kind is list:
                    deeper.append(value)
                elif kind is datetime and value.tzinfo in (None, UTC) and date.min.year < value.year < date.max.year:
                    continue
                elif kind is not int or value not in INTEGERS:
                    return False
        if not deeper:
            return True
        level = deeper
    return False


_MOST_VALUES_REFUSED: Final = 10_000
"""Values after which nobody looks for more of them: a stranger's file may hold millions."""


def _look_at_the_values(document: Mapping[str, Any], text: str, path: str, limits: Limits) -> None:
    """Refuse what TOML can say and levelbook could not write again."""
    if _holds_only_plain_values(document, limits):
        return
    problems: list[Problem] = []
    lines: list[Lines] = []

    def refuse(location: Location, message: str) -> None:
        if not lines:
            lines.append(Lines(text))  # as long as reading the file takes, so it is made once
        problems.append(Problem(message, path=path, key=dotted(location), line=lines[0].find(location)))

    waiting: list[tuple[Location, Any]] = [((), document)]
    while waiting and len(problems) < _MOST_VALUES_REFUSED:
        location, value = waiting.pop()
        kind = type(value)
        if kind is str or kind is bool:
            continue
        if kind is dict or kind is list:
            if len(location) > limits.depth:
                refuse(location, f"Tables are nested more than {limits.depth} deep.")
                continue
            items = value.items() if kind is dict else enumerate(value)
            waiting.extend(((*location, key), item) for key, item in items)
        elif kind is int:
            if value not in INTEGERS:
                refuse(location, "This number is too large; whole numbers have at most 64 bits.")
        elif kind is float:
            if not math.isfinite(value):
                refuse(location, "This is not a finite number.")
        elif kind is datetime and not _is_on_a_day_everywhere(value):
            refuse(location, "This time is outside the years 1 to 9999, in some time zone at least.")
    if problems:
        raise FileIsWrong(sorted(problems, key=lambda problem: problem.line or 0))


def _is_on_a_day_everywhere(moment: datetime) -> bool:
    """Tell whether a moment, in UTC where it names no zone, can be counted in every time zone."""
    try:
        in_utc = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        return all(in_utc + timedelta(days=days) for days in (-1, 1))
    except OverflowError:
        return False


_PLAIN_WORDS: Final = {"Cannot overwrite a value": "a key on this line already has a value"}
"""The parser's words for what people do most, such as adding a setting that stands further up, in a reader's words."""


def _no_toml(error: ValueError, text: str, path: str) -> FileIsWrong:
    """Repeat what `tomli` said, with its line number taken out of the sentence."""
    message = str(error)
    line: int | None = None
    if place := re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", message):
        message = message[: place.start()]
        line = int(place[1]) if place[1] else text.rstrip("\n").count("\n") + 1
        if (plain := _PLAIN_WORDS.get(message)) is not None:
            return FileIsWrong.one(f"This is not valid TOML: {plain}.", path=path, line=line)
        message += f", at column {place[2]}" if place[2] else ", at the end of the file"
    elif "digits" in message:
        message = "A number has too many digits"
    return FileIsWrong.one(f"This is not valid TOML: {clean_line(message)}.", path=path, line=line)


_LEFT: Final = re.compile(r"([<|=>])\1{6}(?= |$)")
"""A mark that is left of a conflict; a longer line of them is more often somebody's own, as below a heading."""


def _refuse_conflict_markers(text: str, path: str) -> None:
    """Say so when the file is no TOML because a git merge was left half done."""
    lines = text.split("\n")
    marks = conflict_marks(lines, range(len(lines)))
    whole = holds_conflict(marks)
    begins = [index for index, line in enumerate(lines) if (marks.get(index) == "<" if whole else _LEFT.match(line))]
    if not begins:
        return
    words = "A git merge conflict begins here." if whole else "This line is left of a git merge conflict."
    size = len(lines[begins[0]].partition(" ")[0])
    signs = [sign * size for sign in "<|=>"]
    remedy = f"Keep one side of each, and remove the lines that begin with {', '.join(signs[:3])} and {signs[3]}."
    if whole and path.endswith("answers.toml") and "=" in marks.values():
        remedy = "`levelbook resolve` settles them answer by answer."
    elif PurePath(path).parent.name == "sittings" and not text.count(f" ours{WHOLE_VERSIONS}\n"):
        remedy = f"Lines of different items may be mixed here. {merged_by_item(path)}."
    raise FileIsWrong([Problem(words, path=path, line=index + 1) for index in begins], remedy=remedy)


def merged_by_item(path: str) -> str:
    """Say how a sitting that git merged line by line is merged item by item."""
    import shlex  # 3 ms, for which only somebody who is told a command waits

    return f"`levelbook init --git` and then `git checkout --merge {shlex.quote(path)}` merge this sitting item by item"


def comments(text: str) -> list[str]:
    """List the comments of a TOML text, in order, each from its `#` to the end of the line."""
    return [match[0].rstrip() for match in _STRING_OR_COMMENT.finditer(text) if match[0].startswith("#")]


def lost_comments(before: str, after: str) -> str:
    """Return the comments of people that a TOML text had and a new one lacks, as lines to put at its end."""
    lost = Counter(comments(before)) - Counter(comments(after))
    return "".join(f"{one}\n" for one in lost.elements() if not one.startswith(_BY_LEVELBOOK))


# --- Places -----------------------------------------------------------------------------------------------------------


def dotted(location: Sequence[str | int]) -> str:
    """Write a location as people read it: `practices[0].levels[2].statement`."""
    text = ""
    for part in location:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += ("." if text else "") + shown_key(part)
    return text


def shown_key(key: str) -> str:
    """Return one key, quoted where TOML wants it so, and short enough for a sentence."""
    if re.fullmatch(r"[A-Za-z0-9_-]{1,100}", key):
        return key
    return f'"{shortened(key)}"'


def shortened(text: str) -> str:
    """Put somebody's text on one line, short enough for a sentence."""
    line = clean_line(text[:200])
    return line if len(line) <= 40 else f"{line[:39]}…"


class Header:
    """A header is a `[table]` or `[[table]]` line."""

    __slots__ = ("keys", "line", "location")

    def __init__(self, keys: tuple[str, ...], location: Location, line: int) -> None:
        self.keys = keys
        """Its dotted key, as written."""
        self.location = location
        """Its key with the indexes of arrays of tables put in."""
        self.line = line
        """From 1."""


class Lines:
    """`Lines` tells which line of a TOML text holds what: for messages, and for changing one table by hand."""

    def __init__(self, text: str) -> None:
        self.headers: list[Header] = []
        self._known: dict[Location, int] = {}
        counts: dict[Location, int] = {}
        here: Location = ()
        depth = 0
        raw_lines = text.split("\n")
        for number, line in enumerate(_skeleton(text).split("\n"), start=1):
            bare = line.strip()
            if depth == 0 and bare.startswith("["):
                keys = _header_keys(raw_lines[number - 1])
                if keys:
                    here = _with_indexes(keys, counts, is_array=bare.startswith("[["))
                    self.headers.append(Header(keys, here, number))
                    for length in range(1, len(here) + 1):
                        self._known.setdefault(here[:length], number)
                continue
            if depth == 0 and (key := re.match(r"([A-Za-z0-9_-]+)[ \t]*=", bare)):
                self._known.setdefault((*here, key[1]), number)
            depth = max(0, depth + sum(1 if mark in "[{" else -1 for mark in _BRACKET.findall(bare)))

    def find(self, location: Sequence[str | int]) -> int | None:
        """Return the line of a key, else of the table that it is in, else None."""
        for length in range(len(location), 0, -1):
            line = self._known.get(tuple(location[:length]))
            if line is not None:
                return line
        return None


_PLAIN_HEADER = re.compile(r"[ \t]*\[\[?([\w-]+(?:\.[\w-]+)*)\]", re.ASCII)


def _header_keys(line: str) -> tuple[str, ...]:
    plain = _PLAIN_HEADER.match(line)
    if plain:
        return tuple(plain[1].split("."))
    try:
        inside: Any = tomli.loads(line)
    except (ValueError, RecursionError):
        return ()
    keys: list[str] = []
    while inside:
        inside = inside[0] if isinstance(inside, list) else inside
        if inside:
            key, inside = next(iter(inside.items()))
            keys.append(key)
    return tuple(keys)


def _with_indexes(keys: tuple[str, ...], counts: dict[Location, int], *, is_array: bool) -> Location:
    location: Location = ()
    for place, key in enumerate(keys):
        location = (*location, key)
        if is_array and place == len(keys) - 1:
            counts[location] = counts.get(location, 0) + 1
        if location in counts:
            location = (*location, counts[location] - 1)
    return location

"""Every failure that a person can meet, as a tree:

LevelbookError                 the root; never raised itself
├── UsedWrongly           2    a command, an option or a value that cannot be meant
│   ├── UnknownId         2      no practice, fact, choice, edition … of that name
│   └── NoTeamFolder      2      there is no book here
├── FileIsWrong           3    a file that does not hold what it should; carries every problem found
│   ├── GuideDamaged      3      block markers of a guide that do not pair up
│   ├── CutShort          3      answers whose last tables are missing
│   └── OtherVersion      3      answers that belong to another questionnaire or version
├── AnsweredElsewhere     4    somebody else changed the same field of an answer, or sealed an edition meanwhile
└── CouldNotWrite         5    the disk said no; nothing was half-written
    └── NotConfirmed      5      it was written whole, and the disk did not confirm that it will last

Exceptions hold facts. Only the front ends print (`cli/diagnostics.py`, the TUI's notices).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Final


class ExitCode(IntEnum):
    """The exit statuses of commands (docs/design.md, "Exit codes")."""

    DONE = 0
    FOUND = 1
    """A check found something."""
    USED_WRONGLY = 2
    FILE_IS_WRONG = 3
    ANSWERED_ELSEWHERE = 4
    COULD_NOT_WRITE = 5
    FAULT = 70
    """A fault in levelbook itself."""
    INTERRUPTED = 130


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a file, said so that it can be mended."""

    message: str
    """What was found and what is allowed, in one sentence."""
    path: str = ""
    """The file, as the person would name it."""
    key: str = ""
    """Dotted key inside the file, such as `practices[0].levels[2].statement`."""
    line: int | None = None
    """Line number from 1, where it is known."""
    remedy: str = ""
    """What to do about it, such as the nearest known name."""
    stands_for: int = 1
    """How many problems it tells of: more than one where it says how many are not listed."""

    def __str__(self) -> str:
        place = self.path + (f":{self.line}" if self.line is not None else "")
        parts = [part for part in (place, self.key) if part]
        text = ": ".join([*parts, self.message])
        stop = "" if text.endswith((".", "!", "?", ":")) else "."
        return f"{text}{stop} {self.remedy}" if self.remedy else text


class LevelbookError(Exception):
    """The root of all failures that are told to a person, without a traceback."""

    exit_code: ExitCode = ExitCode.FAULT

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def lines(self) -> list[str]:
        """The failure as lines for a person: what, then what to do."""
        return [self.message, *([self.remedy] if self.remedy else [])]


class UsedWrongly(LevelbookError):
    """A command, an option or a value that cannot be meant."""

    exit_code = ExitCode.USED_WRONGLY


LONGEST_NAME: Final = 100
"""Characters of a name that are told where nothing has it: a file may hold any number."""


class UnknownId(UsedWrongly):
    """Nothing has that name; the nearest known one is the remedy."""

    def __init__(self, kind: str, given: str, nearest: str | None = None, *, hint: str = "") -> None:
        super().__init__(
            f"There is no {kind} “{given if len(given) <= LONGEST_NAME else f'{given[: LONGEST_NAME - 1]}…'}”.",
            remedy=f"Did you mean “{nearest}”?" if nearest else hint,
        )
        self.kind = kind
        self.given = given
        self.nearest = nearest


class NoTeamFolder(UsedWrongly):
    """There is no book here, or more than one to choose from."""


MOST_PROBLEMS: Final = 1_000
"""Problems that are told at a time. Whoever made more of them mends these first."""


def the_first_of(problems: Sequence[Problem], *, called: str = "problems") -> Sequence[Problem]:
    """Return the first MOST_PROBLEMS, and one that says how many more there are; all where only one would be left out.

    called: what they are to whoever reads them, in the plural.
    """
    listed, others = problems[:MOST_PROBLEMS], problems[MOST_PROBLEMS:]
    if len(others) < 2:
        return problems
    more = sum(one.stands_for for one in others)
    remedy = "Fix the listed ones first."
    return [*listed, Problem(f"{more:,} more {called} are not listed.", remedy=remedy, stands_for=more)]


class FileIsWrong(LevelbookError):
    """One or more files do not hold what they should. Carries every problem that was found, not only the first.

    Of a file that was made to have very many, the first are carried, and how many more there are.
    """

    exit_code = ExitCode.FILE_IS_WRONG

    def __init__(self, problems: Sequence[Problem], *, remedy: str = "") -> None:
        self.problems = tuple(the_first_of(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems), remedy=remedy)

    @classmethod
    def one(
        cls, message: str, *, path: str = "", key: str = "", line: int | None = None, remedy: str = ""
    ) -> FileIsWrong:
        """The common case of a single problem."""
        return cls([Problem(message, path=path, key=key, line=line, remedy=remedy)])

    def lines(self) -> list[str]:
        return [*(str(problem) for problem in self.problems), *([self.remedy] if self.remedy else [])]

    def each_with_remedy(self) -> list[Problem]:
        """The problems, the last one with the remedy for all, so that it is not lost among those of other files."""
        *most, last = self.problems
        return [*most, replace(last, remedy=last.remedy or self.remedy)]


class GuideDamaged(FileIsWrong):
    """A guide's block markers do not pair up, so that nobody can say which text is whose."""


class CutShort(FileIsWrong):
    """A file of answers has fewer tables than it should: its end is gone, or somebody took tables out."""

    def __init__(self, problems: Sequence[Problem], *, tables: int, remedy: str = "") -> None:
        """tables: how many there should be."""
        super().__init__(problems, remedy=remedy)
        self.tables = tables


class OtherVersion(FileIsWrong):
    """The answers belong to another questionnaire, or to another version of it."""


class AnsweredElsewhere(LevelbookError):
    """Raised if somebody else changed the same field of an answer since it was read; that field was not written.

    Also where somebody else sealed an edition meanwhile; then no other one was made.
    """

    exit_code = ExitCode.ANSWERED_ELSEWHERE

    def __init__(self, ids: Sequence[str], message: str, *, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.ids = tuple(ids)


class CouldNotWrite(LevelbookError):
    """The disk said no. What was there before is still there, whole."""

    exit_code = ExitCode.COULD_NOT_WRITE


class NotConfirmed(CouldNotWrite):
    """A file has its new content, and the disk did not confirm that it will still have it after a power cut."""

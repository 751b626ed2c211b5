"""This module writes the files that tell other tools about a book: git, prettier, spell checkers, pre-commit.

What people wrote in such a file is never changed. One that is missing is made, and missing lines go to the end; where
they could not be added without understanding the rest, people are shown what to add. A tool that the repository does
not use gets no file.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

from levelbook.core.errors import FileIsWrong
from levelbook.core.frozen import frozen
from levelbook.reading.toml import parse_toml
from levelbook.store import atomic, text_files, toml_text
from levelbook.store.team_folder import TeamFolder

ATTRIBUTES: Final = ".gitattributes"
MERGED: Final = "merge=levelbook"
SITTINGS: Final = "sittings/*.toml"

GIT_LINES: Final = (
    "* text=auto eol=lf",
    "*.md diff=markdown",
    "answers.toml diff=levelbook",
    f"answers.toml {MERGED}",
    f"{SITTINGS} {MERGED}",
    "record.md linguist-generated",
    "charts/** linguist-generated",
    "questionnaires/** linguist-generated",
    "ballots/*/** linguist-generated",
    "editions/** linguist-generated",
    "editions/*/changes.md -linguist-generated",
)
"""Lines for the team folder: line ends; the heading above a difference; how answers are merged; and what a forge
folds in a review, which is what is generated and what is sealed, but for what a reviewer reads."""

SEALED: Final = ("editions", "questionnaires")
"""Folders whose files hold to digests; no tool may write in them."""

_TYPOS: Final = ("typos.toml", "_typos.toml", ".typos.toml")
_RIGHT_WORDS: Final = ("alikes",)
"""Parts of words and of ids in the questionnaire that comes with levelbook, which typos takes for misspelt."""
_CODESPELL: Final = ".codespellrc"
_PRETTIER: Final = ".prettierignore"
_PRE_COMMIT: Final = ".pre-commit-config.yaml"
_NAMES_TOOLS: Final = (_PRE_COMMIT, "package.json", "pyproject.toml", "setup.cfg", "Makefile", "Cargo.toml")
"""Files of a repository in which the tools that it uses are named, besides its workflows."""
_MOST_CHARACTERS: Final = 1_000_000


@frozen
class ToolFile:
    """A tool file is one in which lines about this book are missing."""

    path: Path
    within: Path
    """The team folder, or the repository."""
    lines: tuple[str, ...]
    is_for_people: bool = False
    """Whether only a person can add the lines, because they have to be merged with others or the file is a link."""


class ToolFiles:
    """The files by which the tools of a book's repository know of it."""

    def __init__(self, folder: TeamFolder) -> None:
        self._folder = folder

    @cached_property
    def root(self) -> Path | None:
        """Return the top of the repository that the book is in; None where it is in none."""
        return self._folder.git.root_of(self._folder.path)

    @cached_property
    def missing(self) -> tuple[ToolFile, ...]:
        """List what is missing for the tools that the repository uses; nothing where the folder is in none."""
        root = self.root
        if root is None:
            return ()
        path = self._folder.path.resolve()
        book = path.relative_to(root).as_posix()
        sealed = [name if book == "." else f"{book}/{name}" for name in SEALED]
        found = [
            _lines_to_add(path / ATTRIBUTES, path, GIT_LINES),
            *(one for look in (_prettier, _typos, _codespell, _pre_commit) for one in look(root, sealed, book)),
        ]
        return tuple(one for one in found if one.lines)

    def add(self) -> tuple[ToolFile, ...]:
        """Write what can be added, and return it. Raises CouldNotWrite, FileIsWrong, UsedWrongly."""
        addable = tuple(one for one in self.missing if not one.is_for_people)
        for one in addable:
            text = text_files.text_or_none(one.path, within=one.within) or ""
            text += "" if not text or text.endswith("\n") else "\n"
            atomic.write_text(one.path, text + "".join(f"{line}\n" for line in one.lines), within=one.within)
            if any(MERGED in line for line in one.lines):
                self._folder.git.set_up_driver(self._folder.path)
        return addable


def _lines_to_add(path: Path, within: Path, lines: Sequence[str]) -> ToolFile:
    there = _Found.at(path, within)
    stripped = {line.strip() for line in there.text.split("\n")}
    missing = tuple(line for line in lines if line not in stripped)
    return ToolFile(path, within, missing, is_for_people=there.is_closed)


@frozen
class _Found:
    """The content of one of the team's files."""

    text: str
    is_there: bool
    is_closed: bool = False
    """Whether the file exists but is a link or not text, so that levelbook does not write to it."""

    @classmethod
    def at(cls, path: Path, within: Path) -> _Found:
        try:
            text = text_files.text_or_none(path, within=within)
        except FileIsWrong:
            return cls("", is_there=True, is_closed=True)
        return cls((text or "")[:_MOST_CHARACTERS], is_there=text is not None)


# One tool each


def _prettier(root: Path, sealed: Sequence[str], _: str) -> Iterator[ToolFile]:
    if (root / _PRETTIER).exists() or any(root.glob(".prettierrc*")) or _is_named(root, "prettier"):
        yield _lines_to_add(root / _PRETTIER, root, [f"/{name}/" for name in sealed])


def _typos(root: Path, sealed: Sequence[str], _: str) -> Iterator[ToolFile]:
    path = next((root / name for name in _TYPOS if (root / name).exists()), root / _TYPOS[1])
    there = _Found.at(path, root)
    if not there.is_there and not _is_named(root, "typos"):
        return
    if all(name in there.text for name in sealed):
        return
    pair = toml_text.pair("extend-exclude", [f"/{name}/" for name in sealed], toml_text.LINE_LIMIT)
    words = (toml_text.pair(word, word).rstrip("\n") for word in _RIGHT_WORDS)
    lines = ("[files]", *pair.rstrip("\n").split("\n"), "", "[default.extend-words]", *words)
    for_people = there.is_closed or not _can_follow(there.text, "\n".join(lines))
    yield ToolFile(path, root, ("", *lines) if there.text and not for_people else lines, for_people)


def _can_follow(text: str, more: str) -> bool:
    """Return whether TOML may be added to a text: a table that is there already can have no second header."""
    try:
        parse_toml(f"{text}\n{more}", "")
    except FileIsWrong:
        return False
    return True


def _codespell(root: Path, sealed: Sequence[str], _: str) -> Iterator[ToolFile]:
    path = root / _CODESPELL
    there = _Found.at(path, root)
    in_another = any("codespell]" in _Found.at(root / name, root).text for name in ("pyproject.toml", "setup.cfg"))
    if (there.is_there or _is_named(root, "codespell")) and not all(name in there.text for name in sealed):
        skip = ",".join(f"./{name}" for name in sealed)
        yield ToolFile(path, root, ("[codespell]", f"skip = {skip}"), there.is_there or in_another)


def _pre_commit(root: Path, _: Sequence[str], book: str) -> Iterator[ToolFile]:
    path = root / _PRE_COMMIT
    there = _Found.at(path, root)
    if not there.is_there:
        return
    lines: list[str] = []
    if not all(name in there.text for name in SEALED):
        inside = "" if book == "." else f"{re.escape(book)}/"
        lines.append(f"exclude: ^{inside}({'|'.join(SEALED)})/")
    if "levelbook-check" not in there.text:
        lines += [
            "  - repo: local",
            "    hooks:",
            "      - id: levelbook-check",
            "        name: levelbook check",
            f"        entry: levelbook -C {shlex.quote(book)} check",
            "        language: system",
            "        pass_filenames: false",
        ]
    yield ToolFile(path, root, tuple(lines), is_for_people=True)


def _is_named(root: Path, tool: str) -> bool:
    """Return whether a repository names a tool where tools are named."""
    workflows = root / ".github" / "workflows"
    paths = [*(root / name for name in _NAMES_TOOLS), *workflows.glob("*.yml"), *workflows.glob("*.yaml")]
    named = re.compile(rf"(?<![\w-]){tool}(?![\w-])")
    return any(named.search(_Found.at(path, root).text) for path in paths)

"""Answers of several people, merged by git."""

from __future__ import annotations

import os
import random
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from levelbook.core.answers.answers import Answer, AnswerBook
from levelbook.core.questionnaire.questionnaire import short_digest
from levelbook.store import answers_merge
from levelbook.store.answers_text import parse, render
from support.builders import NOON, a_book, a_full_answer, tiny_questionnaire

TINY = tiny_questionnaire(3, 4)
NAMES = list(TINY.practices)


class Repository:
    """A git repository that holds nothing but answers."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run git, out of reach of the tester's own configuration."""
        mine = {
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            **{f"GIT_{who}_{what}": "t@example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
        }
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | mine
        return subprocess.run(["git", *words], cwd=self.path, env=environment, input=given, capture_output=True)

    def commit(self, branches: list[tuple[str, str | None, str]]) -> None:
        """Branches, each with one commit: its name, the branch that it starts from, and its answers.toml."""
        stream = b""
        for name, start, text in branches:
            content = text.encode()
            stream += f"commit refs/heads/{name}\ncommitter t <t@example> 0 +0000\ndata 1\nx\n".encode()
            stream += f"from refs/heads/{start}\n".encode() if start else b""
            stream += f"M 100644 inline answers.toml\ndata {len(content)}\n".encode() + content + b"\n"
        assert self.git("fast-import", "--quiet", given=stream).returncode == 0

    def merge(self, ours: str, theirs: str) -> tuple[bool, str]:
        """Whether git merges without asking, and what answers.toml is then."""
        assert self.git("checkout", "--quiet", "--force", ours).returncode == 0
        went_well = self.git("merge", "--quiet", "--no-edit", theirs).returncode == 0
        text = (self.path / "answers.toml").read_text(encoding="utf-8")
        if not went_well:
            self.git("merge", "--abort")
        return went_well, text


def any_answer(name: str, chance: random.Random) -> Answer:
    """An answer such as a workshop gives, empty now and then; many of its lines are like those of other answers."""
    if chance.random() < 0.1:
        return Answer()
    level = chance.randrange(5)
    note = chance.choice(["", "As before.", "One line.\nAnother line.", f"Said {chance.randrange(1_000)}."])
    full = a_full_answer(level).table
    kept = chance.sample(["due", "unmet", "here", "evidence", "steps"], chance.randrange(6))
    plain = Answer(level=level).changed(note=note, **{key: full[key] for key in kept})
    at = NOON + timedelta(seconds=chance.randrange(10_000))
    return plain.answered(by="Noor", at=at, wording=short_digest(name), after="2026-08-22")


def answered(book: AnswerBook, names: list[str], chance: random.Random) -> AnswerBook:
    """The book with other answers to these practices."""
    for name in names:
        answer = any_answer(name, chance)
        while answer == book.answer(name):
            answer = any_answer(name, chance)
        book = book.with_answer(name, answer)
    return book


class Pairs:
    """Pairs of branches with a common start, and what both together should give."""

    def __init__(self) -> None:
        self.branches: list[tuple[str, str | None, str]] = []
        self.expected: list[str] = []

    def add(self, mine: list[str], theirs: list[str], chance: random.Random) -> None:
        """One side answers some practices, the other side others."""
        number = len(self.expected)
        base = answered(a_book(TINY), chance.sample(NAMES, chance.choice([0, 3, 6, 12])), chance)
        left, right = answered(base, mine, chance), answered(base, theirs, chance)
        both = left
        for name in theirs:
            both = both.with_answer(name, right.answer(name))
        self.branches.append((f"base{number}", None, render(base, TINY)))
        self.branches.append((f"left{number}", f"base{number}", render(left, TINY)))
        self.branches.append((f"right{number}", f"base{number}", render(right, TINY)))
        self.expected.append(render(both, TINY))


def test_different_practices_neighbours_too_never_conflict(tmp_path: Path) -> None:
    """A hundred pairs of branches, each merged by git, give the union of both to the byte."""
    chance = random.Random(20261122)
    pairs = Pairs()
    for number in range(100):
        if number % 2:
            first = chance.randrange(len(NAMES) - 1)
            neighbours = [NAMES[first], NAMES[first + 1]]
            chance.shuffle(neighbours)
            mine, theirs = neighbours
        else:
            mine, theirs = chance.sample(NAMES, 2)
        pairs.add([mine], [theirs], chance)
    repository = Repository(tmp_path)
    repository.commit(pairs.branches)

    for number, expected in enumerate(pairs.expected):
        went_well, text = repository.merge(f"left{number}", f"right{number}")
        assert went_well, f"pair {number} conflicts:\n{text}"
        assert text == expected, f"pair {number}"
        assert not any(answer.edited_outside for answer in parse(text, "answers.toml").answers.values())


def test_many_practices_answered_in_turns_are_never_merged_wrongly(tmp_path: Path) -> None:
    """Where both sides rewrote many answers, git may lose its place among lines that are alike.

    Then it asks, once in a while; it never makes up an answer.
    """
    chance = random.Random(20261123)
    pairs = Pairs()
    for _ in range(40):
        shuffled = chance.sample(NAMES, chance.randrange(3, len(NAMES) + 1))
        pairs.add(shuffled[::2], shuffled[1::2], chance)
    repository = Repository(tmp_path)
    repository.commit(pairs.branches)

    asked = 0
    for number, expected in enumerate(pairs.expected):
        went_well, text = repository.merge(f"left{number}", f"right{number}")
        asked += not went_well
        assert text == expected or "\n<<<<<<< " in text, f"pair {number}"

    assert asked <= 8


def test_the_same_practice_answered_twice_is_always_a_conflict(tmp_path: Path) -> None:
    """Whatever was changed in it: the digest differs, so git asks."""
    chance = random.Random(20261123)
    repository = Repository(tmp_path)
    branches: list[tuple[str, str | None, str]] = []
    for pair in range(20):
        name = chance.choice(NAMES)
        base = answered(a_book(TINY), NAMES, chance).with_answer(name, a_full_answer(2))
        left = base.with_answer(name, a_full_answer(2, owner="Ana"))
        right = base.with_answer(name, a_full_answer(2, steps=()))
        branches.append((f"base{pair}", None, render(base, TINY)))
        branches.append((f"left{pair}", f"base{pair}", render(left, TINY)))
        branches.append((f"right{pair}", f"base{pair}", render(right, TINY)))
    repository.commit(branches)

    for pair in range(20):
        went_well, text = repository.merge(f"left{pair}", f"right{pair}")
        assert not went_well
        assert "\n<<<<<<< " in text


def test_a_merged_text_that_says_something_else_than_was_merged_is_left_to_git(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(7)
    base = a_book(TINY, {})
    sides = [answered(base, [name], chance) for name in NAMES[:2]]
    texts = [render(book, TINY).encode() for book in (base, *sides)]
    (base_text, ours, theirs) = texts
    assert answers_merge.merge_texts(base_text, ours, theirs, "answers.toml") is not None

    monkeypatch.setattr(answers_merge, "_stretches", lambda *_: [ours.decode()])

    assert answers_merge.merge_texts(base_text, ours, theirs, "answers.toml") is None


class Counted(str):
    """A name that counts how often it is compared."""

    compared = 0
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        type(self).compared += 1
        return super().__eq__(other)


def test_two_orders_of_thousands_of_practices_are_woven_with_a_few_comparisons_each() -> None:
    ours = [Counted(f"s.p{number}") for number in range(4_000) if number % 3]
    theirs = [Counted(f"s.p{number}") for number in range(4_000) if number % 2]

    woven = list(answers_merge._woven(ours, theirs))

    assert Counted.compared < 10 * len(woven)
    assert sorted(woven) == sorted({*ours, *theirs})
    assert [name for name in woven if name in set(ours)] == ours
    assert all(woven[woven.index(f"s.p{number}") - 1] == f"s.p{number - 2}" for number in range(3, 999, 6))

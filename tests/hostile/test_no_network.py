"""levelbook uses no network: neither a command, nor the app, nor the git that it asks about a team's book.

A portfolio's sources may name git repositories elsewhere, and only their addresses are asked (tests/portfolio)."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from levelbook.cli.main import COMMANDS
from levelbook.tui.app import LevelbookApp
from support.command_line import typed
from support.pilot import open_book

REACHES_OUT = (
    "socket.bind", "socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.getnameinfo",
    "socket.sendmsg", "socket.sendto", "urllib.Request",
)  # fmt: skip

# Each command at least once, in an order in which a team would use them.
A_TEAM_AT_WORK = """
demo
keys
init docs/book --team Agents --about Skipper --like startup-agent --yes
questionnaire list
template new house-style
-C docs/book answer 4.2 --level 2 --evidence sampled=https://wiki.example/limits@2026-11-11
-C docs/book ask
-C docs/book plan
-C docs/book ballot form
-C docs/book sitting begin --participant Ana
-C docs/book profile
-C docs/book score
-C docs/book gaps
-C docs/book explain overall
-C docs/book guide
-C docs/book export html
-C docs/book export csv
-C docs/book import answers answers.csv --from csv
-C docs/book seal
-C docs/book editions
-C docs/book diff --markdown
-C docs/book check
-C docs/book upgrade
-C docs/book upgrade --files
-C docs/book resolve
portfolio init bank --organisation Bank --books ../docs
-C bank portfolio collect
-C bank portfolio show
merge-driver docs/book/answers.toml docs/book/answers.toml docs/book/answers.toml answers.toml
"""


class Watch:
    """Notes what this process asks of the network. An audit hook cannot be taken away again, so it is switched."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.is_on = False
        sys.addaudithook(self._note)

    def _note(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.is_on:
            return
        opens_internet = event == "socket.__new__" and arguments[1] in (socket.AF_INET, socket.AF_INET6)
        at_a_path = event.startswith("socket.") and isinstance(arguments[-1], (str, bytes))
        if opens_internet or (event in REACHES_OUT and not at_a_path):
            self.seen.append(f"{event} {arguments[1:]}")

    @contextmanager
    def on(self) -> Iterator[list[str]]:
        self.seen.clear()
        self.is_on = True
        try:
            yield self.seen
        finally:
            self.is_on = False


@pytest.fixture(scope="module", name="watch")
def _watch() -> Watch:
    return Watch()


def test_the_watch_sees_whoever_asks_for_the_internet(watch: Watch) -> None:
    with watch.on() as seen, socket.socket(socket.AF_INET, socket.SOCK_DGRAM):
        pass

    assert len(seen) == 1


def test_no_command_asks_for_the_network(watch: Watch, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    lines = A_TEAM_AT_WORK.split("\n")[1:-1]

    assert {_command(line.split()) for line in lines} == set(COMMANDS), "each command has its line"
    for line in lines:
        with watch.on() as seen:
            said = typed(*line.split(), folder=tmp_path)
        assert said.code in (0, 1) or line.endswith("resolve"), f"{line}\n{said.err}"
        assert seen == [], line


def _command(words: Sequence[str]) -> str:
    return words[2] if words[0] == "-C" else words[0]


async def test_the_app_does_not_either(watch: Watch, tmp_path: Path) -> None:
    app = LevelbookApp(open_book(tmp_path / "book"))
    with watch.on() as seen:
        async with app.run_test() as pilot:
            await pilot.press("enter")
            await pilot.pause()

    assert seen == []


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


def test_a_clone_without_its_history_is_not_fetched_and_says_what_it_lacks(tmp_path: Path) -> None:
    there = tmp_path / "there"
    typed("init", str(there), "--team", "Agents", "--about", "Skipper", "--like", "startup-agent", "--yes")
    typed("-C", str(there), "answer", "4.2", "--level", "2")
    typed("-C", str(there), "seal")
    git(there, "init", "-q")
    for message in ("The book", "One more word"):
        (there / "README.md").write_text(f"{message}\n", "utf-8")
        git(there, "add", "--all")
        git(there, "commit", "-q", "-m", message)
    git(there, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--filter=tree:0", there.as_uri(), "here")

    said = typed("diff", "--base", "HEAD~1", folder=tmp_path / "here")

    assert said.code == 2, said.out
    assert "This clone lacks a part of its history" in said.err
    assert "git fetch --refetch --no-filter" in said.err

    git(tmp_path / "here", "fetch", "--refetch", "--no-filter")
    assert typed("diff", "--base", "HEAD~1", folder=tmp_path / "here").code == 0, "the remedy helps"

"""levelbook uses no network: neither a command, nor the app, nor the git that it asks about a team's book.

A portfolio's sources may name git repositories elsewhere, and only their addresses are asked (tests/portfolio)."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import pytest

from levelbook.cli.group import COMMANDS
from levelbook.cli.group import levelbook as cli
from levelbook.export.registry import FORMATS
from levelbook.keymap.commands import SCREENS
from levelbook.tui.app import LevelbookApp
from support import no_internet
from support.command_line import Said, typed
from support.pilot import open_book
from support.repository import git

REACHES_OUT = (
    "socket.bind", "socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.getnameinfo",
    "socket.sendmsg", "socket.sendto", "urllib.Request",
)  # fmt: skip

# Each command, each of its subcommands and each format at least once, in an order in which a team would use them.
A_TEAM_AT_WORK = """
demo
unsaved
keys
init docs/book --team Agents --about Skipper --like startup-agent --yes
questionnaire list
questionnaire show
questionnaire schema
questionnaire new my-questions
questionnaire check my-questions
questionnaire import csv questions.csv from-a-table --title Questions
template new house-style
template check house-style
-C docs/book answer 4.2 --level 2 --evidence sampled=https://wiki.example/limits@2026-11-11
-C docs/book ask
-C docs/book plan
-C docs/book ballot form
-C docs/book ballot new Tom
-C docs/book ballot fill tom
-C docs/book ballot import docs/book/ballots/tom.toml
-C docs/book ballot list
-C docs/book ballot compare
-C docs/book sitting begin --participant Ana
-C docs/book sitting
-C docs/book sitting park Budget
-C docs/book sitting note Agreed.
-C docs/book sitting evidence
-C docs/book sitting close
-C docs/book profile
-C docs/book score
-C docs/book gaps
-C docs/book explain overall
-C docs/book guide
-C docs/book guide --template house-style --trust --stdout
EXPORTS
-C docs/book import answers answers.csv --from csv
-C docs/book import xlsx levelbook.xlsx
-C docs/book import tickets tickets.csv
-C docs/book seal --commit
-C docs/book editions
-C docs/book offers
-C docs/book offers take levelbook-demo
-C docs/book offers confirm
-C docs/book diff --markdown
-C docs/book check
-C docs/book upgrade
-C docs/book upgrade --files
-C docs/book resolve
portfolio init bank --organisation Bank --books ../docs
-C bank portfolio collect
REPORTS
portfolio demo shelves --teams 2
-C bank portfolio compare docs bank
-C bank portfolio
-C bank portfolio open --plain
-C bank portfolio export csv
merge-driver docs/book/answers.toml docs/book/answers.toml docs/book/answers.toml answers.toml
"""
EXPORTS = [
    f"-C docs/book export {name} --yes" for name in FORMATS if name != "dsomm"
]  # it is for another questionnaire
REPORTS = [
    f"-C bank portfolio {report}"
    for report in (
        *("gains", "late", "movement", "page", "practices", "problems", "proof", "risks", "show", "spread", "teams"),
        "trend",
    )
]
REFUSED = ("ballot fill", "ballot import", "offers take", "portfolio compare", "resolve")
"""Lines that end with an error: nobody sits at a terminal, nothing is there to take in, to compare, to settle."""


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
    """Where the kernel can forbid internet sockets, whoever asks for one is killed: a native library, too."""
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / "questions.csv").write_text(
        "section,title,question,0,1\nOne,Looks,Who looks?,Nobody,Somebody\n", "utf-8"
    )
    (tmp_path / "tickets.csv").write_text("Issue key,Summary,levelbook step\n", "utf-8")
    whole = A_TEAM_AT_WORK.replace("EXPORTS", "\n".join(EXPORTS)).replace("REPORTS", "\n".join(REPORTS))
    lines = whole.strip().split("\n")

    assert {_command(line.split()) for line in lines} == set(_all_commands()), "each command has its line"
    with watch.on() as seen:
        typed_lines = no_internet.typed_without_internet if no_internet.CAN_FORBID else _typed_here
        results = typed_lines(lines, tmp_path)
    assert seen == []
    for line, (code, said) in zip(lines, results, strict=True):
        allowed = (2, 3) if _command(line.split()) in REFUSED else (0, 1)
        assert code in allowed, f"{line}\n{said}"


def _all_commands() -> Iterator[str]:
    """Each command, and each of its subcommands in its place."""
    context = click.Context(cli)
    for name in COMMANDS:
        command = cli.get_command(context, name)
        inner = command.list_commands(context) if isinstance(command, click.Group) else []
        yield from (f"{name} {one}" for one in inner)
        if not isinstance(command, click.Group) or command.invoke_without_command:
            yield name


def _command(words: Sequence[str]) -> str:
    """Name a line's command, with its subcommand."""
    first, *rest = words[2:] if words[0] == "-C" else words
    return f"{first} {rest[0]}" if rest and f"{first} {rest[0]}" in set(_all_commands()) else first


def _typed_here(lines: Sequence[str], folder: Path) -> list[tuple[int, str]]:
    """Type lines in this process: exit code, and what each wrote to stderr."""
    return [(said.code, said.err) for said in (typed(*line.split(), folder=folder) for line in lines)]


@pytest.mark.skipif(not no_internet.CAN_FORBID, reason="the kernel forbids no sockets here")
@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
def test_whoever_asks_for_a_forbidden_socket_is_killed_and_others_are_not(family: int) -> None:
    asks = f"import socket; socket.socket({int(family)})"

    assert no_internet.without_internet(lambda: bool(socket.socket(family))) == -signal.SIGSYS
    assert no_internet.without_internet(lambda: socket.socket(socket.AF_UNIX).close() or 7) == 7
    assert no_internet.without_internet(lambda: -subprocess.run([sys.executable, "-c", asks]).returncode) == 31


@pytest.mark.skipif(not no_internet.CAN_FORBID, reason="the kernel forbids no sockets here")
def test_a_line_that_asks_for_one_is_named_and_the_next_ones_are_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asks_if_told(*words: str, folder: Path) -> Said:
        if words == ("ask",):
            socket.socket(socket.AF_INET)
        return Said(0, "", words[0])

    monkeypatch.setattr(no_internet, "typed", asks_if_told)

    found = no_internet.typed_in_children(["one", "ask", "two"], tmp_path)

    assert found == [(0, "one"), (-signal.SIGSYS, "it ended the process"), (0, "two")]


async def test_the_app_does_not_either(watch: Watch, tmp_path: Path) -> None:
    for screen in SCREENS:
        app = LevelbookApp(open_book(tmp_path / screen), screen)
        with watch.on() as seen:
            async with app.run_test() as pilot:
                await pilot.press("enter")
                await pilot.pause()

        assert seen == [], screen


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
    assert "Part of the history is missing from this clone" in said.err
    assert "git fetch --refetch --no-filter" in said.err

    git(tmp_path / "here", "fetch", "--refetch", "--no-filter")
    assert typed("diff", "--base", "HEAD~1", folder=tmp_path / "here").code == 0, "the remedy helps"

"""What each command really loads and reads, in a process of its own: the only way to prove that a deferral defers."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.command_line import typed

PROBE = """
import contextlib, io, json, os, sys
opened = []
def hook(event, args):
    if event == "open" and isinstance(args[0], str):
        opened.append(args[0])
sys.addaudithook(hook)
from levelbook.cli.main import run
for words in json.loads(sys.argv[1]):
    opened.clear()
    with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())):
        code = run(words)
    print(json.dumps({"code": code, "modules": sorted(sys.modules), "opened": opened}), flush=True)
"""


@dataclass(frozen=True)
class Loaded:
    """What a process had loaded after a command, and what the command opened."""

    modules: frozenset[str]
    opened: tuple[str, ...]


def loaded(folder: Path, *commands: Sequence[str]) -> list[Loaded]:
    """Run commands one after the other in a new process: what one of them loads, all after it have loaded too."""
    words = json.dumps([["-C", str(folder), *command] for command in commands])
    done = subprocess.run(
        [sys.executable, "-c", PROBE, words], capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL
    )
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["code"] for one in found] == [0] * len(commands), done.stderr
    return [Loaded(frozenset(one["modules"]), tuple(one["opened"])) for one in found]


@pytest.fixture(scope="module", name="book")
def _book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A team folder on the shipped questionnaire, whose record shows two frameworks."""
    folder = tmp_path_factory.mktemp("imports") / "book"
    assert typed("init", "book", "--team", "T", "--like", "bank-assistant", "--yes", folder=folder.parent).code == 0
    settings = folder / "levelbook.toml"
    text = settings.read_text("utf-8")
    chosen = 'frameworks = ["owasp-llm-top10-2026", "eu-ai-act"]'
    settings.write_text(text.replace("frameworks = []", chosen), "utf-8")
    for words in (["answer", "4.2", "--level", "2"], ["seal", "first"]):
        assert typed("-C", str(folder), *words).code == 0
    return folder


def test_the_version_costs_little_more_than_click() -> None:
    (found,) = loaded(Path(), ["--version"])

    assert found.modules.isdisjoint(
        {"pydantic", "textual", "jinja2", "questionary", "tomllib", "levelbook.book.session"}
    )


SHOW_FIGURES: list[list[str]] = [
    ["score"],
    ["score", "--json"],
    ["answer", "4.2", "--level", "1"],
    ["gaps"],
    ["explain", "overall"],
    ["profile"],
    ["profile", "--fact", "rag=no"],
    ["ask"],
    ["ask", "--plan"],
    ["plan"],
    ["sitting"],
    ["sitting", "begin"],
    ["sitting", "close"],
    ["ballot", "list"],
    ["ballot", "compare"],
    [],
]


def test_what_shows_figures_loads_no_template_and_no_terminal_and_reads_no_framework(book: Path) -> None:
    heavy = {"pydantic", "textual", "rich", "jinja2", "questionary", "prompt_toolkit", "markdown_it", "levelbook.guide"}

    for words, found in zip(SHOW_FIGURES, loaded(book, *SHOW_FIGURES), strict=True):
        home = {"levelbook.guide"} if words == [] else set()  # it looks whether the team's own part is filled in
        assert found.modules.isdisjoint(heavy - home), words
        assert [path for path in found.opened if "/frameworks/" in path] == [], words
        assert any(path.endswith("answers.toml") for path in found.opened), "the hook sees what is opened"
        if words[:1] in (["score"], ["answer"]):
            assert "levelbook.core.questionnaire.version_map" not in found.modules, (
                "only a questionnaire with a past needs them"
            )


def test_comparing_loads_no_terminal(book: Path) -> None:
    for found in loaded(book, ["editions"], ["diff"], ["seal", "--help"], ["keys"]):
        assert found.modules.isdisjoint({"textual", "rich", "questionary"})


def test_only_what_publishes_loads_jinja_and_never_textual(book: Path) -> None:
    (found,) = loaded(book, ["guide"])

    assert "jinja2" in found.modules
    assert found.modules.isdisjoint({"textual", "rich", "questionary"})
    assert any("/frameworks/" in path for path in found.opened)

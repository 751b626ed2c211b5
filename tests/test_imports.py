"""What each command really loads and reads, in a process of its own: the only way to prove that a deferral defers."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

PROBE = """
import json, sys
opened = []
def hook(event, args):
    if event == "open" and isinstance(args[0], str):
        opened.append(args[0])
sys.addaudithook(hook)
from levelbook.cli.main import run
code = run(sys.argv[1:])
sys.stdout.flush()
print(json.dumps({"code": code, "modules": sorted(sys.modules), "opened": opened}), file=sys.stderr)
"""


@dataclass(frozen=True)
class Loaded:
    """What a command loaded and opened."""

    modules: frozenset[str]
    opened: tuple[str, ...]


def loaded(folder: Path, *words: str) -> Loaded:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, "-C", str(folder), *words],
        capture_output=True,
        text=True,
        check=True,
        stdin=subprocess.DEVNULL,
    )
    found = json.loads(done.stderr.splitlines()[-1])
    assert found["code"] == 0, done.stderr
    return Loaded(frozenset(found["modules"]), tuple(found["opened"]))


@pytest.fixture(scope="module", name="book")
def _book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A team folder on the shipped questionnaire, whose record shows two frameworks."""
    folder = tmp_path_factory.mktemp("imports") / "book"
    loaded(folder.parent, "init", "book", "--team", "T", "--like", "bank-assistant", "--yes")
    settings = folder / "levelbook.toml"
    text = settings.read_text("utf-8")
    chosen = 'frameworks = ["owasp-llm-top10-2026", "eu-ai-act"]'
    settings.write_text(text.replace("frameworks = []", chosen), "utf-8")
    loaded(folder, "answer", "4.2", "--level", "2")
    loaded(folder, "seal", "first")
    return folder


def test_the_version_costs_little_more_than_click() -> None:
    modules = loaded(Path(), "--version").modules

    assert modules.isdisjoint({"pydantic", "textual", "jinja2", "questionary", "tomllib", "levelbook.book.session"})


@pytest.mark.parametrize(
    "words",
    [
        ["score"],
        ["score", "--json"],
        ["gaps"],
        ["explain", "overall"],
        ["profile"],
        ["profile", "--fact", "rag=no"],
        ["answer", "4.2", "--level", "1"],
        ["ask"],
        ["ask", "--plan"],
        ["plan"],
        ["sitting"],
        ["sitting", "close"],
        ["ballot", "list"],
        ["ballot", "compare"],
        [],
    ],
    ids=lambda words: " ".join(words) or "home",
)
def test_what_shows_figures_loads_no_template_and_no_terminal_and_reads_no_framework(
    book: Path, words: list[str]
) -> None:
    found = loaded(book, *words)

    heavy = {"textual", "rich", "jinja2", "questionary", "prompt_toolkit", "markdown_it", "levelbook.guide"}
    assert found.modules.isdisjoint(heavy)
    assert [path for path in found.opened if "/frameworks/" in path] == []
    assert any(path.endswith("answers.toml") for path in found.opened), "the hook sees what is opened"
    if words[:1] in (["score"], ["answer"]):
        assert "levelbook.core.questionnaire.version_map" not in found.modules, (
            "only a questionnaire with a past needs them"
        )


@pytest.mark.parametrize("words", [["editions"], ["diff"], ["seal", "--help"], ["keys"]], ids=lambda words: words[0])
def test_comparing_loads_no_terminal(book: Path, words: list[str]) -> None:
    assert loaded(book, *words).modules.isdisjoint({"textual", "rich", "questionary"})


def test_only_what_publishes_loads_jinja_and_never_textual(book: Path) -> None:
    found = loaded(book, "guide")

    assert "jinja2" in found.modules
    assert found.modules.isdisjoint({"textual", "rich", "questionary"})
    assert any("/frameworks/" in path for path in found.opened)

"""What each command really loads and reads, in a process of its own: the only way to prove that a deferral defers."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import grimp
import pytest

from support import REPOSITORY
from support.aging import aged
from support.command_line import typed
from support.small_book import new_book

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


def loaded(folder: Path | None, *commands: Sequence[str]) -> list[Loaded]:
    """Run commands one after the other in a new process: what one of them loads, all after it have loaded too."""
    where = [] if folder is None else ["-C", str(folder)]
    words = json.dumps([[*where, *command] for command in commands])
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
    return aged(folder)


def test_the_version_is_told_before_click_is_loaded() -> None:
    (found,) = loaded(None, ["--version"])

    assert found.modules.isdisjoint(
        {"click", "pydantic", "textual", "jinja2", "questionary", "tomllib", "levelbook.book.session"}
    )


def test_what_was_printed_is_printed_again_before_click_is_loaded(book: Path) -> None:
    words = ["score", "--json"]
    before, again = loaded(book, words)[0], loaded(book, words)[0]

    assert "click" in before.modules
    assert again.modules.isdisjoint({"click", "levelbook.book.session", "levelbook.core.assessment.assessment"})


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
    validator, terminal = {"pydantic", "pydantic_core"}, {"textual", "rich", "questionary", "prompt_toolkit"}
    heavy = validator | terminal | {"jinja2", "markdown_it", "levelbook.guide"}
    loaded(book, ["score"])  # the questionnaire is compiled, as it is in a wheel

    for words, found in zip(SHOW_FIGURES, loaded(book, *SHOW_FIGURES), strict=True):
        # Home looks whether the team's own part of the guide is filled in, for which its text is read as Markdown.
        home = {"levelbook.guide", "markdown_it", "pydantic_core"} if words == [] else set()
        assert found.modules.isdisjoint(heavy - home), words
        assert [path for path in found.opened if Path(path).parent.name == "frameworks"] == [], words
        assert any(path.endswith("answers.toml") for path in found.opened), "the hook sees what is opened"


@pytest.mark.parametrize("words", [["score"], ["answer", "1.1", "--level", "1"]])
def test_a_questionnaire_without_a_past_loads_no_version_map(tmp_path: Path, words: list[str]) -> None:
    folder = new_book(tmp_path).folder.path

    (found,) = loaded(folder, words)

    assert "levelbook.core.questionnaire.version_map" not in found.modules


def test_no_command_about_one_team_loads_the_engine_for_many(book: Path) -> None:
    for found in loaded(book, ["score"], ["diff"], ["check", "--help"], ["export", "csv", "-o", "-"], ["guide"]):
        assert found.modules.isdisjoint({"duckdb", "ibis", "levelbook.portfolio"})


def test_comparing_loads_no_terminal(book: Path) -> None:
    for found in loaded(book, ["editions"], ["diff"], ["seal", "--help"], ["keys"]):
        assert found.modules.isdisjoint({"textual", "rich", "questionary"})


def test_only_what_publishes_loads_jinja_and_never_textual(book: Path) -> None:
    (found,) = loaded(book, ["guide"])

    assert "jinja2" in found.modules
    assert found.modules.isdisjoint({"textual", "rich", "questionary"})
    assert any(Path(path).parent.name == "frameworks" for path in found.opened)


PACKAGE = REPOSITORY / "app" / "levelbook"


def deferred(source: str) -> Iterator[ast.Import | ast.ImportFrom]:
    """The imports inside functions."""
    if not re.search(r"(?m)^[ \t]+(?:from|import)\b", source):
        return  # reading it as Python would take a hundred times as long
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from (one for one in ast.walk(function) if isinstance(one, ast.Import | ast.ImportFrom))


def says_what_it_saves(source: str, one: ast.Import | ast.ImportFrom) -> bool:
    """Whether a comment beside an import, above it or above the imports before it names milliseconds, or a circle.

    Where a module defers many, one comment at its head that begins “Imported late” names each: “`pickers` 5 ms”.
    """
    lines = source.split("\n")
    module = f"{one.module}." if isinstance(one, ast.ImportFrom) else ""
    parts = {part for name in one.names for part in f"{module}{name.name}".split(".")}
    head = "\n".join(re.findall(r"^# .*$", source, re.MULTILINE)).partition("Imported late")[2]
    if any(re.search(rf"`{re.escape(part)}` \d+ ms", head) for part in parts):
        return True
    place = one.lineno - 1
    while re.match(r"\s+(from|import) ", lines[place - 1]) and "#" not in lines[place]:
        place -= 1
    beside = lines[place].partition("#")[2] or (lines[place - 1] if lines[place - 1].lstrip().startswith("#") else "")
    return bool(re.search(r"\d ms\b|imports this module|the same|likewise", beside))


def test_a_deferred_import_says_what_it_saves() -> None:
    silent = []
    for path in sorted(PACKAGE.rglob("*.py")):
        source = path.read_text("utf-8")
        silent += [
            f"{path.relative_to(PACKAGE)}:{one.lineno}"
            for one in deferred(source)
            if not says_what_it_saves(source, one)
        ]

    assert silent == [], "import it at the top, or say how many ms a command's start is spared"


@pytest.mark.parametrize(
    ("source", "is_enough"),
    [
        ("def f():\n    import a\n", False),
        ("def f():\n    import a  # slow\n", False),
        ("def f():\n    import a  # 20 ms, which g does without\n", True),
        ("def f():\n    # 20 ms together.\n    import a\n    import b\n", True),
        ("def f():\n    import a  # 20 ms\n    x = 1\n    import b\n", False),
        ("# Imported late: `a` 20 ms.\ndef f():\n    from x.a import c\n    import b  # 2 ms\n", True),
        ("# Imported late: `a` 20 ms.\ndef f():\n    from x.b import c\n", False),
    ],
)
def test_the_look_at_deferred_imports_finds_those_that_say_nothing(source: str, is_enough: bool) -> None:
    assert all(says_what_it_saves(source, one) for one in deferred(source)) is is_enough


def test_the_name_of_a_command_is_completed_without_a_book() -> None:
    probe = "import sys; from levelbook.cli.main import main\ntry: main()\nexcept SystemExit: print(*sys.modules)"
    environment = {
        **os.environ,
        "_LEVELBOOK_COMPLETE": "bash_complete",
        "COMP_WORDS": "levelbook sc",
        "COMP_CWORD": "1",
    }

    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True, env=environment)

    assert done.stdout.startswith("plain,score\n")
    assert "levelbook.book.session" not in done.stdout.split()


@pytest.fixture(scope="module", name="graph")
def _graph() -> grimp.ImportGraph:
    """The package's imports, also late ones inside functions; what only a type checker reads is no import."""
    return grimp.build_graph("levelbook", exclude_type_checking_imports=True, cache_dir=None)


def in_circles(imported: dict[str, set[str]]) -> list[str]:
    """Which of these import themselves by way of others, or import what does."""
    waiting = dict(imported)
    while free := [name for name, names in waiting.items() if not names & waiting.keys()]:
        for name in free:
            del waiting[name]
    return sorted(waiting)


def test_no_module_imports_itself_by_way_of_others(graph: grimp.ImportGraph) -> None:
    assert in_circles({module: graph.find_modules_directly_imported_by(module) for module in graph.modules}) == []


def test_no_room_imports_itself_by_way_of_others(graph: grimp.ImportGraph) -> None:
    rooms = {module: graph.find_children(module) for module in graph.modules}
    found = {}
    for package, children in rooms.items():
        inside = {child: {child, *graph.find_descendants(child)} for child in children}
        imported = {
            child: {
                other
                for other in children - {child}
                if any(graph.find_modules_directly_imported_by(module) & inside[other] for module in inside[child])
            }
            for child in children
        }
        if circles := in_circles(imported):
            found[package] = circles

    assert found == {}

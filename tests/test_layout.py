"""A newcomer finds the tests of a module of the core where they would look for them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
CORE = TESTS.parent / "app" / "levelbook" / "core"

ONLY_VALUES = {
    "errors.py": "classes without behaviour of their own; tests/reading and tests/cli see how they are said",
    "answers/recovery.py": "values without behaviour of their own; tests/store reads and writes them",
}


def test_every_module_of_the_core_has_a_test_file_of_its_name_in_the_folder_of_its_room() -> None:
    modules = {path.relative_to(CORE) for path in CORE.rglob("*.py") if path.name != "__init__.py"}

    missing = {
        path.as_posix() for path in modules if not (TESTS / "core" / path.parent / f"test_{path.name}").is_file()
    }

    assert missing == set(ONLY_VALUES), "write the tests of a new module, and take out of the list what has some by now"


AT_THE_TOP = {
    *("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "SECURITY.md", "Makefile", "pyproject.toml"),
    *(".ci", ".editorconfig", ".github", ".gitignore", ".pre-commit-config.yaml", ".pre-commit-hooks.yaml"),
    *("app", "bench", "docs", "findings", "guide_templates", "questionnaires", "release", "requirements"),
    *("screenshots", "tests", "torture"),
}


def test_the_top_of_the_repository_holds_what_was_put_there_on_purpose_and_no_output_of_a_command() -> None:
    top = TESTS.parent
    if not (top / ".git").exists():
        pytest.skip("an unpacked sdist has no list of its files")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=top, capture_output=True, text=True, check=True).stdout

    assert {path.split("/", 1)[0] for path in listed.split("\0") if path} <= AT_THE_TOP

"""A newcomer finds the tests of a module of the core where they would look for them."""

from __future__ import annotations

from pathlib import Path

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

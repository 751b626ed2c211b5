"""A release: the same checkout gives the same bytes, with a bill of what it installs, audited honestly."""

from __future__ import annotations

import importlib.util
import io
import json
import os
import shutil
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from levelbook.packs import compiled, find
from levelbook.packs.read import read_questionnaire

ROOT = Path(__file__).parents[1]
SOURCES = ("app", "questionnaires", "guide_templates", "requirements", "release")
FILES = ("pyproject.toml", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE")


def script(name: str) -> ModuleType:
    specification = importlib.util.spec_from_file_location(f"release_{name}", ROOT / "release" / f"{name}.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def checkout(target: Path, *, mode: int, modified_at: int) -> Path:
    """A copy of what a release is built from, its files private or open, and all modified at one moment."""
    for folder in SOURCES:
        shutil.copytree(ROOT / folder, target / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(ROOT / name, target / name)
    for path in sorted(target.rglob("*"), reverse=modified_at % 2 == 0):
        if path.is_file():
            path.chmod(mode)
        os.utime(path, (modified_at, modified_at))
    return target


def test_two_builds_of_one_checkout_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    builds: list[dict[str, bytes]] = []
    umask = os.umask(0o022)
    try:
        for name, mask, mode, modified_at in (
            ("one", 0o022, 0o644, 1_700_000_001),
            ("two", 0o077, 0o600, 1_790_000_002),
        ):
            os.umask(mask)
            monkeypatch.setenv("TZ", {"one": "UTC", "two": "Asia/Tokyo"}[name])
            source = checkout(tmp_path / name / "levelbook", mode=mode, modified_at=modified_at)
            built = script("build").build(source, tmp_path / name / "dist")
            builds.append({path.name: path.read_bytes() for path in built})
    finally:
        os.umask(umask)

    assert sorted(name.rpartition("levelbook-")[2].lstrip("0123456789.") for name in builds[0]) == [
        "-py3-none-any.whl",
        "cdx.json",
        "tar.gz",
    ]
    assert sorted(builds[0]) == sorted(builds[1])
    assert [name for name in builds[0] if builds[0][name] != builds[1][name]] == []
    assert_the_wheel_holds_the_shipped_questionnaire_compiled(builds[0])
    (bill,) = (json.loads(content) for name, content in builds[0].items() if name.endswith(".cdx.json"))
    assert_the_bill_names_what_is_installed(bill)


def assert_the_wheel_holds_the_shipped_questionnaire_compiled(built: dict[str, bytes]) -> None:
    (wheel,) = (content for name, content in built.items() if name.endswith(".whl"))
    folder = ROOT / "questionnaires" / "genai-security"
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        found = archive.read(f"levelbook/_content/{find.COMPILED}/{compiled.fingerprint(folder)}.json")

    assert compiled.loaded(found, folder) == read_questionnaire(folder)


def assert_the_bill_names_what_is_installed(bill: dict[str, Any]) -> None:
    lock = (ROOT / "requirements" / "levelbook.lock").read_text("utf-8")
    locked = {line.partition("==")[0].replace("_", "-").lower() for line in lock.splitlines() if "==" in line}
    listed = {component["name"].replace("_", "-").lower() for component in bill["components"]}
    graph = {entry["ref"]: entry.get("dependsOn", []) for entry in bill["dependencies"]}

    assert bill["bomFormat"] == "CycloneDX"
    assert bill["metadata"]["component"]["name"] == "levelbook"
    assert bill["metadata"]["component"]["purl"].startswith("pkg:pypi/levelbook@")
    assert listed <= locked
    assert {"click", "jinja2", "pydantic", "textual"} <= listed
    assert any(
        dependency.startswith("MarkupSafe==")
        for name in graph
        if name.startswith("Jinja2==")
        for dependency in graph[name]
    )
    assert str(ROOT) not in json.dumps(bill)


FOUND = {"name": "left", "version": "1.0", "vulns": []}
UNKNOWN = {"name": "right", "skip_reason": "not found on the index"}
KNOWN = {"name": "up", "version": "2.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1"]}]}


@pytest.mark.parametrize(
    ("dependencies", "words", "code"),
    [
        ([FOUND], "1 packages audited, none is known to be vulnerable.", 0),
        ([UNKNOWN, UNKNOWN], "Nothing was audited", 0),
        ([FOUND, UNKNOWN], "Not audited, since the index has no advisories for them: right.", 1),
        ([FOUND, UNKNOWN, KNOWN], "up 2.0: PYSEC-1; fixed: 2.1", 1),
    ],
)
def test_an_audit_says_what_was_not_audited(dependencies: list[dict[str, Any]], words: str, code: int) -> None:
    said, exit_code = script("audit").report(dependencies)

    assert words in said
    assert exit_code == code


def test_an_audit_without_a_network_says_so_and_another_fault_of_the_tool_fails() -> None:
    read = script("audit").read

    assert read("", "…\nrequests.exceptions.ConnectionError: refused\n") == (
        "Nothing was audited: the index cannot be reached from here.",
        0,
    )
    assert read("", "ERROR: requirement file requirements/dev.lock is damaged\n")[1] == 1


def test_the_locks_agree_and_the_smaller_one_is_all_that_levelbook_needs() -> None:
    development = (ROOT / "requirements" / "dev.lock").read_text("utf-8")
    pins = [line for line in (ROOT / "requirements" / "levelbook.lock").read_text("utf-8").splitlines() if "==" in line]

    assert pins
    assert all(pin in development for pin in pins), "run `make lock`"


def test_a_release_is_built_without_the_network_but_for_what_the_lock_names() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")

    assert "release/build.py dist" in makefile
    assert "--no-isolation" in (ROOT / "release" / "build.py").read_text("utf-8")

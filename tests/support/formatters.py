"""Real formatters, each as its authors' documentation runs it, over the files of a folder.

mdformat comes with the dev extra. The others are found on the PATH, where `make formatters` puts them; a test that
wants one which is not there is skipped and names it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest


def _found(tool: str) -> str:
    path = shutil.which(tool)
    if path is None:
        pytest.skip(f"{tool} is not installed; `make formatters` installs it")
    return path


def _package(tool: str, package: str) -> str:
    """A file of a node package beside the one that a tool comes from."""
    modules = next(parent for parent in Path(_found(tool)).resolve().parents if parent.name == "node_modules")
    if not (modules / package).exists():
        pytest.skip(f"{package} is not installed; `make formatters` installs it")
    return str(modules / package)


def _run(*command: str, folder: Path, may_fail: bool = False) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert may_fail or done.returncode == 0, done.stdout + done.stderr


def _files(folder: Path, *suffixes: str) -> list[str]:
    return [str(path) for path in sorted(folder.rglob("*")) if path.suffix in suffixes]


def mdformat(folder: Path, *more: str) -> None:
    _run(sys.executable, "-m", "mdformat", *more, *_files(folder, ".md"), folder=folder)


def prettier(folder: Path, *more: str) -> None:
    _run(_found("prettier"), "--write", *more, *_files(folder, ".md"), folder=folder)


def markdownlint(folder: Path) -> None:
    """What it finds and cannot mend is for `markdownlint_finds`; here it only writes."""
    _run(_found("markdownlint-cli2"), "--fix", *_files(folder, ".md"), folder=folder, may_fail=True)


def whitespace_hooks(folder: Path) -> None:
    for hook in ("trailing-whitespace-fixer", "end-of-file-fixer", "mixed-line-ending"):
        _run(_found(hook), *_files(folder, ".md", ".toml", ".svg"), folder=folder)


def taplo(folder: Path) -> None:
    _run(_found("taplo"), "format", *_files(folder, ".toml"), folder=folder)


def tombi(folder: Path) -> None:
    _run(_found("tombi"), "format", "--offline", *_files(folder, ".toml"), folder=folder)


def prettier_toml(folder: Path) -> None:
    plugin = _package("prettier", "prettier-plugin-toml/lib/index.js")
    _run(_found("prettier"), f"--plugin={plugin}", "--write", *_files(folder, ".toml"), folder=folder)


def dprint(folder: Path) -> None:
    settings = folder.parent / "dprint.json"
    settings.write_text(json.dumps({"plugins": [_package("dprint", "@dprint/toml/plugin.wasm")]}), "utf-8")
    _run(_found("dprint"), "fmt", "--config", str(settings), *_files(folder, ".toml"), folder=folder)


def typos(folder: Path) -> None:
    _run(_found("typos"), "--write-changes", *_files(folder, ".md", ".toml"), folder=folder)


def codespell(folder: Path) -> None:
    _run(_found("codespell"), "--write-changes", *_files(folder, ".md", ".toml"), folder=folder)


FORMATTERS: Sequence[Callable[[Path], None]] = (
    mdformat,
    prettier,
    markdownlint,
    whitespace_hooks,
    taplo,
    tombi,
    prettier_toml,
    dprint,
    typos,
    codespell,
)

"""Real git, in a repository of a test: who commits is set by the tests' own machine (`conftest.py`)."""

from __future__ import annotations

import subprocess
from pathlib import Path


def git(folder: Path, *words: str, ok: bool = True) -> str:
    """Run git in a folder and return what it prints; ok: whether it has to succeed."""
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0 or not ok, done.stdout + done.stderr
    return done.stdout


def commit(folder: Path, message: str) -> None:
    """Commit everything that a repository has."""
    git(folder, "add", "--all")
    git(folder, "commit", "-q", "-m", message)


def git_here(*words: str, ok: bool = True) -> str:
    """Run git in the folder in which a test runs."""
    return git(Path(), *words, ok=ok)


def commit_here(message: str) -> None:
    """Commit everything of the repository in which a test runs."""
    commit(Path(), message)

"""The little that levelbook asks of git: who is typing, and one commit of the team folder."""

from __future__ import annotations

import subprocess
from pathlib import Path

from levelbook.core.text import clean_line
from levelbook.errors import CouldNotWrite, UsedWrongly


def user_name(folder: Path) -> str:
    """git's `user.name` as it holds in that folder; empty where there is none, or no git."""
    try:
        done = _git(folder, "config", "user.name")
    except FileNotFoundError:
        return ""
    return clean_line(done.stdout) if done.returncode == 0 else ""


def must_be_in_repository(folder: Path) -> None:
    """Raises UsedWrongly where nothing could be committed."""
    try:
        inside = _git(folder, "rev-parse", "--is-inside-work-tree")
    except FileNotFoundError:
        raise UsedWrongly("git is not installed, so nothing can be committed.") from None
    if inside.returncode != 0:
        raise UsedWrongly(
            f"{folder} is in no git repository.", remedy="Run `git init` first, or seal without --commit."
        )


def commit(folder: Path, message: str) -> str:
    """Commit everything in the folder, and nothing else, as one commit; its short id.

    Raises UsedWrongly where the folder is in no git repository, CouldNotWrite where git refuses.
    """
    must_be_in_repository(folder)
    for words in (("add", "--all", "--", "."), ("commit", "--quiet", "--message", message, "--", ".")):
        done = _git(folder, *words)
        if done.returncode != 0:
            said = clean_line(done.stderr or done.stdout) or "git did not say why"
            raise CouldNotWrite(f"git would not commit: {said}", remedy="The edition is sealed; commit it by hand.")
    return clean_line(_git(folder, "rev-parse", "--short", "HEAD").stdout)


def _git(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["git", *words], cwd=folder, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False
    )

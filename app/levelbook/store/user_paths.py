"""Files that belong to a person and not to a team have their places here. Nothing else knows of one."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from levelbook import __version__

VARIABLE = "LEVELBOOK_SETTINGS"


def compiled_templates_path() -> Path | None:
    """Find a folder for compiled templates that only this user can write to; None if there is none."""
    return cache_path("templates")


def cache_path(kind: str) -> Path | None:
    """Find this version's folder for something that can be computed again; None if there is none."""
    from platformdirs import user_cache_path  # 6 ms, which a shipped questionnaire's score does without

    try:
        folder = user_cache_path("levelbook", appauthor=False) / f"{kind}-{__version__}"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder if _is_ours(folder) else None
    except (OSError, RuntimeError):  # the latter where nobody has a home, as in a container with a user of no name
        return None


def state_path() -> Path | None:
    """Find the folder for a person's unsaved text, which may not exist yet.

    None where there can be none that nobody else can write to.
    """
    from platformdirs import user_state_path  # 6 ms, which only the app and `ask` pay

    try:
        folder = user_state_path("levelbook", appauthor=False)
        return folder if not os.path.lexists(folder) or _is_ours(folder) else None
    except (OSError, RuntimeError):
        return None


def _is_ours(folder: Path) -> bool:
    """Return whether this is a folder of our own, that nobody else can write to."""
    seen = folder.lstat()
    is_ours = not hasattr(os, "getuid") or (seen.st_uid == os.getuid() and not seen.st_mode & 0o022)
    return stat.S_ISDIR(seen.st_mode) and is_ours


def user_settings_path() -> tuple[Path, bool]:
    """Find the file with a person's own settings, and whether LEVELBOOK_SETTINGS names it."""
    named = os.environ.get(VARIABLE, "")
    if named:
        return Path(named), True

    from platformdirs import user_config_path  # 6 ms, which only the app and `keys` pay

    try:
        return user_config_path("levelbook", appauthor=False) / "settings.toml", False
    except RuntimeError:  # nobody has a home here, and so no settings
        return Path(os.devnull), False

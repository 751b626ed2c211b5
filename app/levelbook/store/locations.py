"""Where files are that belong to a person and not to a team. Nothing else looks at a home directory."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "LEVELBOOK_SETTINGS"


def user_settings_path() -> tuple[Path, bool]:
    """The file with a person's own settings, and whether it was named by LEVELBOOK_SETTINGS."""
    named = os.environ.get(VARIABLE, "")
    if named:
        return Path(named), True

    from platformdirs import user_config_path  # knows the folder of each system

    return user_config_path("levelbook", appauthor=False) / "settings.toml", False

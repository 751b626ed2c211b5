"""hatchling calls this when it builds a wheel: each shipped questionnaire goes in compiled, beside its TOML.

Whoever installs the wheel then never waits for 400 KB of TOML to be read and checked (app/levelbook/packs/compiled.py).
The same questionnaires give the same bytes.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileQuestionnaires(BuildHookInterface):
    """Adds `levelbook/_content/compiled/<fingerprint>.json` for each questionnaire to a wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":  # its questionnaires change, and are compiled into the user's cache
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "app"))
        try:
            from levelbook.packs import compiled, find, read
        finally:
            sys.path.remove(str(root / "app"))
        self._folder = tempfile.TemporaryDirectory()
        for manifest in sorted((root / "questionnaires").glob("*/questionnaire.toml")):
            name = f"{compiled.fingerprint(manifest.parent)}.json"
            path = Path(self._folder.name) / name
            path.write_bytes(compiled.compiled(read.read_questionnaire(manifest.parent)))
            build_data["force_include"][str(path)] = f"levelbook/_content/{find.COMPILED}/{name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if version != "editable":
            self._folder.cleanup()

"""JSON as levelbook prints it."""

from __future__ import annotations

import json
from typing import Any

from levelbook.core.text.cleaning import clean


def json_text(value: Any) -> str:
    """Write a value as indented JSON with a line end; characters that nobody could see have become visible."""
    return clean(json.dumps(value, ensure_ascii=False, indent=2)) + "\n"

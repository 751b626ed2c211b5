"""jsonschema reads a grammar of addresses whenever it is imported, for two seconds, and hardly any test needs it.

Here the grammar is read when the first address is checked.
"""

from __future__ import annotations

import importlib
import sys
from importlib.util import find_spec
from types import ModuleType
from typing import Final

_GRAMMAR: Final = "rfc3987_syntax"


def install() -> None:
    """Have jsonschema, once it is imported, ask for the grammar later."""
    if _GRAMMAR not in sys.modules and find_spec(_GRAMMAR) is not None:
        later = ModuleType(_GRAMMAR)
        later.is_valid_syntax = _is_valid_syntax  # type: ignore[attr-defined]
        sys.modules[_GRAMMAR] = later


def _is_valid_syntax(term: str, value: str) -> bool:
    if getattr(sys.modules.get(_GRAMMAR), "is_valid_syntax", None) is _is_valid_syntax:
        del sys.modules[_GRAMMAR]
    return bool(importlib.import_module(_GRAMMAR).is_valid_syntax(term, value))

"""The policy of a page lets it load nothing and send nothing, and run only what it was written with."""

from __future__ import annotations

import base64
import hashlib


def content_policy(style: str, *, script: str = "", more: str = "") -> str:
    """Return the Content-Security-Policy of a page with this style and script; `more` are directives of its own."""
    runs = f" script-src {_digest(script)};" if script else ""
    own = f" {more};" if more else ""
    return f"default-src 'none'; style-src {_digest(style)};{runs}{own} base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

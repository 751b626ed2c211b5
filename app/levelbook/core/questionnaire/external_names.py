"""This module converts our ids to the names that other tools require, for exports, and back, for imports."""

from __future__ import annotations

from typing import Final

OSCAL_NAMESPACE: Final = "urn:levelbook:oscal"
"""The namespace of our props in OSCAL, and of uuids derived from our ids."""


def oscal_token(name: str) -> str:
    """Return an id of ours as OSCAL's token, which begins with a letter or an underscore."""
    return f"_{name}" if name[:1].isdigit() else name


def of_oscal_token(token: str) -> str:
    """Return the id for a token that `oscal_token` made. None of our ids begins with an underscore."""
    return token.removeprefix("_")


def ciso_assistant_urn(questionnaire_id: str, kind: str, *names: str) -> str:
    """Return the urn of an object in a library of CISO Assistant; `kind` is its own term, such as `framework`."""
    return ":".join(("urn", "levelbook", "risk", kind, questionnaire_id, *names))


def requirement_urn(questionnaire_id: str, practice_id: str) -> str:
    """Return the urn by which CISO Assistant's library and audit know a practice."""
    return ciso_assistant_urn(questionnaire_id, "req_node", practice_id)

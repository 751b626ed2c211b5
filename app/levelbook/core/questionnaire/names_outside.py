"""Other tools know our practices by names in a form of their own, which exports write and importers read back."""

from __future__ import annotations

from typing import Final

OSCAL_NAMESPACE: Final = "urn:levelbook:oscal"
"""Namespace of our props in OSCAL, and of the uuids that are made of our ids."""


def oscal_token(name: str) -> str:
    """Return an id of ours as OSCAL's token, which begins with a letter or an underscore."""
    return f"_{name}" if name[:1].isdigit() else name


def of_oscal_token(token: str) -> str:
    """Return the id that `oscal_token` made this token of. None of ours begins with an underscore."""
    return token.removeprefix("_")


def ciso_assistant_urn(questionnaire_id: str, kind: str, *names: str) -> str:
    """Return the urn of a thing in a library of CISO Assistant; `kind` is its word for it, such as `framework`."""
    return ":".join(("urn", "levelbook", "risk", kind, questionnaire_id, *names))


def requirement_urn(questionnaire_id: str, practice_id: str) -> str:
    """Return the urn by which CISO Assistant's library and audit know a practice."""
    return ciso_assistant_urn(questionnaire_id, "req_node", practice_id)

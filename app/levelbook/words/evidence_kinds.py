"""This module says in words what a kind of evidence means, and for how long a piece of it counts."""

from __future__ import annotations

from typing import Final

from levelbook.core.questionnaire.questionnaire import EvidenceKind

_MEANINGS: Final = {
    "asserted": "somebody said so",
    "documented": "a document was seen",
    "sampled": "records or settings were looked at",
    "tested": "it was tried, and it held",
}
"""The usual kinds, which all questionnaires of levelbook have; the ids of others are their own words."""


def evidence_kind_words(kind: EvidenceKind) -> str:
    """Say what a kind means to somebody who chooses one: `documented: a document was seen; counts for 365 days`."""
    said = "; ".join(
        filter(None, (_MEANINGS.get(kind.id), f"counts for {kind.valid_days} days" if kind.valid_days else ""))
    )
    return f"{kind.id}: {said}" if said else kind.id

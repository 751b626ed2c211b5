"""The changes as plain data."""
from __future__ import annotations
from levelbook.core.changes import Comparison
from levelbook.guide.given import Desk, HandEdits
from levelbook.guide.practices import View
def changes(desk: Desk, comparison: Comparison, hand_edits: HandEdits) -> View:
    return {"headings": [(1, "Changes")]}

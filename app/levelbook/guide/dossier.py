"""The record as plain data."""
from __future__ import annotations
from levelbook.guide.given import Desk
from levelbook.guide.practices import View
def record(desk: Desk) -> View:
    return {"headings": [(1, "Record")]}

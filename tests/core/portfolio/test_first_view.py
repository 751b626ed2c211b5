"""A first view says where units stand under the names by which an inquiry says it."""

from __future__ import annotations

from dataclasses import fields
from typing import get_type_hints

from levelbook.core.portfolio.first_view import FirstView
from levelbook.portfolio.inquiry import Inquiry


def test_whoever_shows_a_first_view_can_show_an_inquiry_in_its_place() -> None:
    missing = {one.name for one in fields(FirstView)} - {*vars(Inquiry), "asked"}

    assert not missing
    for name in ("heatmap", "trend", "quarters"):
        assert get_type_hints(getattr(Inquiry, name).func)["return"] == get_type_hints(FirstView)[name]

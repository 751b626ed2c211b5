"""This module holds the form in which somebody parks an item, wherever it is opened."""

from __future__ import annotations

from collections.abc import Sequence

from levelbook.tui.widgets.form import Field, FieldRefused, FormValues


def park_fields(names: Sequence[str]) -> tuple[Field, ...]:
    """Return the fields of the form. names: of the participants, to choose from."""
    return (
        Field("text", "What do you park?", kind="sentence"),
        Field("by", "Who raised it?", known=tuple(names)),
    )


def parked_text(given: FormValues) -> str:
    """Return what is to be parked. Raises FieldRefused where nothing was typed."""
    if not given.text("text"):
        raise FieldRefused("text", "Say in a few words what it is about.")
    return given.text("text")

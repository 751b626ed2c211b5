"""The registry lists the formats in which an assessment can be exported, by name.

A format is one module that has `export(source: ExportSource) -> bytes`, and one entry here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Final

from levelbook.export.source import GENERATOR, ExportSource


@dataclass(frozen=True)
class ExportFormat:
    """One format, and the rules for its files."""

    name: str
    what: str
    """Says what a file of it holds, to complete a sentence: “Write the guide as one HTML page”."""
    noun: str
    """Names a file of it, as in “a page”."""
    ending: str
    """The usual ending of its files, with the dot."""
    module: str
    endings: tuple[str, ...] = ()
    """The only endings that its files may have, in small letters; any where this is empty."""
    mark: str = ""
    """Stands near the top of every file of it: a file that has it may be written over. Empty where none may."""

    def export(self, source: ExportSource) -> bytes:
        """Return the content of a file. Raises what the format and `source.guide` raise."""
        # A command loads only the format that it writes: the guide's page takes 40 ms, a ballot form 6.
        content: bytes = import_module(self.module).export(source)
        return content


FORMATS: Final[Mapping[str, ExportFormat]] = {
    one.name: one
    for one in (
        ExportFormat("json", "the figures as JSON", "file", ".json", "levelbook.export.json"),
        ExportFormat(
            "html",
            "the guide as one HTML page that needs nothing else",
            "page",
            ".html",
            "levelbook.export.html",
            endings=(".html", ".htm"),
            mark=GENERATOR,
        ),
        ExportFormat(
            "ballot-form",
            "a form that any browser opens from disk",
            "form",
            ".html",
            "levelbook.export.ballot_form.page",
        ),
    )
}

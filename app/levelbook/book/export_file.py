"""Exports on disk: what they are made from, where they are written, and what may be written over."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from levelbook.book.published import published
from levelbook.book.state import BookState
from levelbook.errors import UsedWrongly
from levelbook.export.registry import ExportFormat
from levelbook.export.source import ExportSource, GuideFile
from levelbook.store import atomic, documents, guard
from levelbook.store.team_folder import TeamFolder
from levelbook.words.files import shown

if TYPE_CHECKING:
    from levelbook.book.publish import Publisher

_TOP = 2000
"""Characters in which a format's mark is looked for."""


def export_source(book: BookState, publisher: Publisher | None = None, *, only_essential: bool = False) -> ExportSource:
    """Gather what an export of a book is made from.

    publisher: the one that assembles the guide; by default, one with the template that the settings name.
    """

    def guide() -> GuideFile:
        from levelbook.book.publish import Publisher  # 130 ms, which `score --json` and a ballot form do without

        return (publisher or Publisher(book)).guide_file()

    settings = book.folder.settings
    return ExportSource(published(book), settings.team, settings.about, guide, only_essential)


def guide_page_path(folder: TeamFolder) -> Path:
    """Return where the guide's page is written unless another file is named: beside the guide."""
    return folder.guide_path.with_name(f"{folder.guide_path.stem}-page.html")


def write_export(
    form: ExportFormat, source: ExportSource, path: Path, *, within: Path | None = None, over: bool, remedy: str
) -> None:
    """Write an export. It replaces a file that is not known to be of its format only if `over` says so.

    within: the folder below which no link is followed on the way to it; by default as a path that a person typed.
    remedy: what somebody can do whose file was not written over.

    Raises UsedWrongly, FileIsWrong, CouldNotWrite, and what making the export raises.
    """
    within = within or guard.folder_of(path)
    content = form.export(source)
    if form.endings and path.suffix.lower() not in form.endings:
        raise UsedWrongly(f"{shown(path)} is no name for a {form.noun}.", remedy=f"Let it end in {form.ending}.")
    if form.mark:
        there = documents.text_or_none(path, within=within)
        if there is not None and form.mark not in there[:_TOP] and not over:
            raise UsedWrongly(f"{shown(path)} is there already, and is no {form.noun} of levelbook's.", remedy=remedy)
    elif not over and os.path.lexists(path):
        raise UsedWrongly(f"{shown(path)} is there already.", remedy=remedy)
    atomic.write_bytes(path, content, within=within)

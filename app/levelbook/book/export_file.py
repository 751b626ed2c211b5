"""Exports on disk: what they are made from, where they are written, and what may be written over."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from levelbook.book.conflicts_in_texts import conflict_in_answers
from levelbook.book.contents.state import BookState
from levelbook.book.publishing.published_names import published, shown_names
from levelbook.core.errors import FileIsWrong, UsedWrongly
from levelbook.export.registry import FORMATS, ExportFormat
from levelbook.export.source import CheckFindings, ExportSource, GuideFile
from levelbook.store import atomic, path_guard, team_folder, text_files
from levelbook.words.files import shown

if TYPE_CHECKING:
    from levelbook.book.publishing.publish import Publisher
    from levelbook.export.portfolio_tables import PortfolioTables

_TOP = 2000
"""Characters in which a format's mark is looked for."""


def export_source(book: BookState, *, only_essential: bool = False) -> ExportSource:
    """Gather what an export of a book is made from; the guide is assembled with the template that its settings name.

    Raises FileIsWrong where git left a conflict inside of a note: both sides would pass for somebody's words.
    """
    if (conflict := conflict_in_answers(book.folder)) is not None:
        raise FileIsWrong([conflict])

    def assembling() -> Publisher:
        # 130 ms, which `score --json` and a ballot form do without
        from levelbook.book.publishing.publish import Publisher

        return Publisher(book)

    settings = book.folder.settings
    return ExportSource(
        published(book),
        settings.team,
        settings.about,
        lambda: assembling().guide_file(),
        lambda: assembling().record_file(),
        only_essential,
    )


def edition_source(book: BookState, name: str) -> ExportSource:
    """Gather what an export of a sealed edition is made from: its answers and its guide, as they were sealed.

    Raises UnknownId; FileIsWrong where the edition cannot be read.
    """
    edition = book.editions.edition(name)

    def sealed(name: str) -> GuideFile:
        path = edition.path / f"{name}.md"
        text = text_files.text_or_none(path, within=book.folder.path)
        if text is None:
            raise FileIsWrong.one(f"This edition no longer has a {name}.", path=shown(path))
        return GuideFile(
            text, lambda target: text_files.picture_or_none(edition.path / target, within=book.folder.path)
        )

    settings = book.editions.settings_of(edition)  # it is about the team and the system that it was sealed for
    assessment = book.editions.assessment(edition).with_names(shown_names(book))
    return ExportSource(assessment, settings.team, settings.about, lambda: sealed("guide"), lambda: sealed("record"))


def check_source(start: Path) -> CheckFindings:
    """Gather what `check` finds in the book at or nearest to `start`. Raises NoTeamFolder."""
    from levelbook.book.checks.check import check  # 150 ms, which every other format does without
    from levelbook.book.checks.limits import Limits  # likewise

    findings = check(start, Limits())
    return CheckFindings(findings.problems, findings.notices, findings.team)


def export_here(book: BookState, name: str) -> Path:
    """Export the book's present state into the present folder, replacing only files of that format; return the path.

    Raises what `write_export` raises.
    """
    form = FORMATS[name]
    path = Path(form.file)
    source = check_source(book.folder.path) if form.made_of == "findings" else export_source(book)
    write_export(form, source, path, over=False, remedy=f"Move it away, or: levelbook export {name} --yes")
    return path


def write_export(
    form: ExportFormat,
    source: ExportSource | CheckFindings | PortfolioTables,
    path: Path,
    *,
    over: bool,
    remedy: str,
) -> None:
    """Write an export. It replaces a file that is not known to be of its format only if `over` says so.

    It never replaces a file that a book keeps, which may hold the only copy of what people said.

    remedy: what somebody can do whose file was not written over.

    Raises UsedWrongly, FileIsWrong, CouldNotWrite, and what making the export raises.
    """
    within = path_guard.folder_of(path)
    team_folder.must_not_be_of_a_book(path)
    content = form.export(source)
    if form.endings and path.suffix.lower() not in form.endings:
        raise UsedWrongly(
            f"{shown(path)} is not a name for a {form.noun}.", remedy=f"Choose a name that ends in {form.ending}."
        )
    if form.mark:
        there = text_files.text_or_none(path, within=within)
        if there is not None and form.mark not in there[:_TOP] and not over:
            raise UsedWrongly(
                f"{shown(path)} already exists, and is not a {form.noun} that levelbook wrote.", remedy=remedy
            )
    elif not over and os.path.lexists(path):
        raise UsedWrongly(f"{shown(path)} already exists.", remedy=remedy)
    atomic.write_bytes(path, content, within=within)

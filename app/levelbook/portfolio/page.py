"""The page of a portfolio is written where somebody says, over no file that is not such a page."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from levelbook.core.errors import UsedWrongly
from levelbook.export.portfolio_page import html_page, markdown_page
from levelbook.portfolio.inquiry import Inquiry
from levelbook.store import atomic, path_guard, team_folder, text_files
from levelbook.words.files import shown

_TOP: Final = 2_000
"""Characters in which the mark of a page is looked for."""


def html_bytes(inquiry: Inquiry) -> bytes:
    """The page as HTML, UTF-8 bytes. Raises what an inquiry raises."""
    return html_page.page(inquiry.overview, inquiry.top)


def write_page(inquiry: Inquiry, path: Path, *, over: bool = False) -> None:
    """Write the page, as Markdown where the path ends in `.md`. over: replace whatever is there.

    Raises UsedWrongly, CouldNotWrite, and what an inquiry raises.
    """
    is_markdown = path.suffix.lower() == ".md"
    mark = markdown_page.MARK if is_markdown else html_page.MARK
    within = path_guard.folder_of(path)
    team_folder.must_not_be_of_a_book(path)
    there = text_files.text_or_none(path, within=within)
    if there is not None and mark not in there[:_TOP] and not over:
        raise UsedWrongly(
            f"{shown(path)} already exists, and is not a page of a portfolio.",
            remedy="Name another file with --output, or add --yes to replace it.",
        )
    made = markdown_page.page(inquiry.overview) if is_markdown else html_bytes(inquiry)
    atomic.write_bytes(path, made, within=within)

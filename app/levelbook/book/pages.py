"""Pages of HTML that are written where a person wants them, and never over what is not known to be one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from levelbook.book.publish import Publisher
from levelbook.book.session import Session
from levelbook.errors import UsedWrongly
from levelbook.export.ballot_form.page import ballot_form_of, form_html
from levelbook.export.html import GENERATOR
from levelbook.store import atomic, documents
from levelbook.words.files import shown


@dataclass(frozen=True)
class FormPage:
    """A ballot form, and what it asks of whoever fills it in."""

    html: str
    practices: int
    minutes: int


def ballot_form(session: Session, *, only_essential: bool) -> FormPage:
    """The form that participants fill in alone, in any browser."""
    settings = session.folder.settings
    made = ballot_form_of(
        session.now.scorecard, team=settings.team, about=settings.about, only_essential=only_essential
    )
    return FormPage(form_html(made), len(made.practices), made.minutes)


def write_form(page: FormPage, path: Path, *, over: bool) -> None:
    """Write a form; over a file that is there only where that is meant. Raises UsedWrongly, CouldNotWrite."""
    if not over and (path.exists() or path.is_symlink()):
        raise UsedWrongly(f"{shown(path)} is there already.", remedy="Name another file with -o, or add --yes.")
    atomic.write_text(path, page.html)


def guide_page_path(publisher: Publisher) -> Path:
    """Where the guide's page is written unless another file is named: beside the guide."""
    guide = publisher.folder.guide_path
    return guide.with_name(f"{guide.stem}-page.html")


def write_guide_page(publisher: Publisher, path: Path, *, over: bool) -> None:
    """Write the guide as one page; over anything but an earlier page only where that is meant.

    Raises UsedWrongly, GuideDamaged, FileIsWrong, CouldNotWrite.
    """
    page = publisher.web_page()
    if path.suffix.lower() not in (".html", ".htm"):
        raise UsedWrongly(f"{shown(path)} is no name for a page.", remedy="Let it end in .html.")
    there = documents.text_or_none(path)
    if there is not None and GENERATOR not in there[:2000] and not over:
        raise UsedWrongly(
            f"{shown(path)} is there already, and is no page of levelbook's.", remedy="Name another file, or add --yes."
        )
    atomic.write_text(path, page)

"""`levelbook export`: the book in another format."""

from __future__ import annotations

from pathlib import Path

import click

from levelbook.book.editions.compare import NOW
from levelbook.book.export_file import check_source, edition_source, export_source, write_export
from levelbook.book.publishing.guide_code import open_code_notices
from levelbook.cli import shell_completion
from levelbook.cli.diagnostics import say
from levelbook.cli.open_book import open_book, say_which_sittings_count
from levelbook.cli.output import put, put_exactly, put_table
from levelbook.cli.template_trust import agree, trust_option
from levelbook.core.errors import UnknownId, UsedWrongly
from levelbook.core.text.cleaning import nearest
from levelbook.export.registry import FORMATS, ExportFormat
from levelbook.export.source import CheckFindings, ExportSource
from levelbook.words.files import shown
from levelbook.words.orphans import orphan_lines

_PAGES_OF_THE_GUIDE = ("html", "pdf")


@click.command(
    "export",
    epilog="docs/exchange.md shows each format. Some formats need more libraries: pip install 'levelbook[exchange]'",
)
@click.argument("format_name", metavar="[FORMAT]", required=False, shell_complete=shell_completion.export_formats)
@click.option("--list", "list_them", is_flag=True, help="List the formats.")
@click.option(
    "--edition",
    metavar="NAME",
    shell_complete=shell_completion.edition_names,
    help="Export this edition, as it was sealed, instead of the present state of the book.",
)
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(),
    metavar="FILE",
    help="The file to write, in this folder by default; - prints it.",
)
@trust_option
@click.option("--yes", is_flag=True, help="Replace an existing file.")
@click.pass_obj
def command(
    folder: Path,
    format_name: str | None,
    list_them: bool,
    edition: str | None,
    target: str | None,
    trust: str | None,
    yes: bool,
) -> None:
    """Write the book in another format."""
    if list_them:
        put_table([("Format", "File", "Holds"), *((one.name, one.file, one.what) for one in FORMATS.values())])
        return
    form = _format(format_name)
    if edition == NOW:
        edition = None
    if edition is not None and form.made_of != "editions too":
        raise UsedWrongly(f"A {form.noun} is made of the present state of the book.", remedy="Leave out --edition.")
    agree(folder, trust)
    source = _source(folder, form, edition)
    if target == "-":
        put_exactly(form.export(source))
    else:
        path = Path(target or form.file)
        write_export(form, source, path, over=yes, remedy="Name another file with -o, or add --yes.")
        put(f"wrote {shown(path)}")
    if isinstance(source, ExportSource):
        if form.name in _PAGES_OF_THE_GUIDE:
            say(*map(str, open_code_notices(source.guide().text, Path("guide.md"))))
        say(*orphan_lines(source.assessment))


def _format(name: str | None) -> ExportFormat:
    if name is None:
        raise UsedWrongly("Which format?", remedy="`levelbook export --list` names them.")
    if name not in FORMATS:
        raise UnknownId("format", name, nearest(name, FORMATS), hint=f"There are: {', '.join(FORMATS)}.")
    return FORMATS[name]


def _source(folder: Path, form: ExportFormat, edition: str | None) -> ExportSource | CheckFindings:
    if form.made_of == "findings":
        return check_source(folder)
    session = open_book(folder)
    say_which_sittings_count(session)
    book = session.state
    return export_source(book) if edition is None else edition_source(book, edition)

"""`levelbook demo`: build an example team."""

from __future__ import annotations

from pathlib import Path

import click

from levelbook.book import demo
from levelbook.book.editions.compare import compare
from levelbook.cli.apps import apps
from levelbook.cli.comparison_lines import comparison_lines
from levelbook.cli.output import cursor_moves, put
from levelbook.words.files import shown, typed


@click.command("demo", epilog="DIR is levelbook-demo unless given.")
@click.argument("directory", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--no-open", is_flag=True, help="Do not open the book afterwards.")
@click.pass_obj
def command(folder: Path, directory: Path | None, no_open: bool) -> None:
    """Build an example team with two editions, show what moved, and open its book.

    The team runs a bank's customer assistant, over two quarters. Without a terminal, the book is built but not opened.
    """
    path = folder / (directory or Path("levelbook-demo"))
    session = demo.build(path, folder)
    first, second = session.editions.all[-2:]
    put(f"The example team's guide: {shown(session.folder.guide_path)}", "")
    put(*comparison_lines(compare(session.editions, session.now, first.name, second.name), session.now.on))
    put("", f"Look around with: levelbook -C {typed(path)}")
    if cursor_moves() and not no_open:
        apps().open_book(session)

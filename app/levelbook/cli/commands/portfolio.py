"""`levelbook portfolio`: where an organisation's teams stand, from the editions that they sealed."""

from __future__ import annotations

from pathlib import Path

import click

from levelbook.cli.output import put
from levelbook.portfolio import settings
from levelbook.words.files import shown


@click.group("portfolio")
def command() -> None:
    """Many teams in one view: collect what they sealed, and ask where they stand.

    It reads sealed editions, and never changes a team's book.
    """


@command.command("init")
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("--organisation", metavar="NAME", help="What is looked at as a whole.")
@click.option(
    "--books",
    metavar="DIR",
    default="..",
    show_default=True,
    help="The folder below which the teams' books lie, from DIRECTORY unless it is absolute.",
)
@click.pass_obj
def init(start: Path, directory: Path, organisation: str | None, books: str) -> None:
    """Begin a portfolio: write a portfolio.toml, to edit by hand."""
    made = settings.create(start / directory, settings.organisation_name(organisation), books)
    put(f"wrote {shown(made.path / settings.SETTINGS)}: say there which teams and units there are.")
    put(f"Then read their editions: levelbook -C {shown(made.path)} portfolio collect")

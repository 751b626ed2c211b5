"""`levelbook portfolio`: where an organisation's teams stand, from the editions that they sealed."""

from __future__ import annotations

from pathlib import Path

import click

from levelbook.cli.output import put, put_json
from levelbook.cli.portfolio_lines import Progress, collected_shape, put_problems
from levelbook.portfolio import settings
from levelbook.words.figures import plural
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


@command.command("collect")
@click.option("--json", "as_json", is_flag=True, help="What came of it as JSON.")
@click.pass_obj
def collect(start: Path, as_json: bool) -> None:
    """Read what teams have sealed since the last time.

    What cannot be read is listed, and keeps nothing else out: `levelbook portfolio problems` shows it again.
    """
    from levelbook.portfolio.collecting import collect as read  # 40 ms, which `init` does without

    portfolio = settings.open_portfolio(settings.find(start))
    found = read(portfolio, progress=Progress())
    if as_json:
        put_json(collected_shape(found))
        return
    put(
        f"{plural(found.books, 'book')} of {plural(found.teams, 'team')} read, "
        f"{plural(found.new_editions, 'new edition')}, {found.known_editions} known before."
    )
    put_problems(found.problems)


@command.command("problems")
@click.option("--kind", metavar="KIND", help="Only those of one kind, such as unnamed.")
@click.option("--json", "as_json", is_flag=True, help="All of them as JSON.")
@click.pass_obj
def problems(start: Path, kind: str | None, as_json: bool) -> None:
    """What could not be collected, or needs somebody's look."""
    from levelbook.portfolio.store import Store  # 40 ms, which `init` does without

    found = Store(settings.open_portfolio(settings.find(start)).store_path).problems()
    wanted = [row for row in found if kind in (None, row.kind)]
    if as_json:
        put_json([row._asdict() for row in wanted])
    elif wanted:
        for row in wanted:
            put(f"{row.kind}  {row.place}: {row.message}", *([f"  {row.remedy}"] if row.remedy else []))
    else:
        put("Nothing.")

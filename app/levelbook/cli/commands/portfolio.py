"""`levelbook portfolio`: where an organisation's teams stand, from the editions that they sealed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from levelbook.cli import parameters
from levelbook.cli.apps import apps
from levelbook.cli.number_parameter import WholeNumberIn
from levelbook.cli.output import cursor_moves, put, put_exactly, put_json
from levelbook.cli.portfolio_lines import Progress, collected_shape, put_problems
from levelbook.core.errors import UnknownId, UsedWrongly
from levelbook.core.portfolio.question import PortfolioQuestion
from levelbook.core.portfolio.tables import PROBLEM_KINDS
from levelbook.core.text.cleaning import clean_line, nearest
from levelbook.portfolio import settings
from levelbook.words.figures import plural
from levelbook.words.files import shown, typed

if TYPE_CHECKING:
    from levelbook.portfolio.engine import EngineName
    from levelbook.portfolio.inquiry import Inquiry
    from levelbook.portfolio.settings import Portfolio


@click.group(
    "portfolio",
    invoke_without_command=True,
    epilog="Without a command, the portfolio in this folder opens in the terminal, as with `open`.",
)
@click.pass_context
def command(ctx: click.Context) -> None:
    """See many teams in one view: collect their editions, and compare them.

    A portfolio reads sealed editions, and never changes a team's book.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(open_)


@command.command("init")
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("--organisation", metavar="NAME", help="The organisation that the portfolio covers.")
@click.option(
    "--books",
    metavar="DIR",
    default="..",
    show_default=True,
    help="The folder that contains the teams' books; relative to DIRECTORY unless it is absolute.",
)
@click.pass_obj
def init(start: Path, directory: Path, organisation: str | None, books: str) -> None:
    """Begin a portfolio: write a portfolio.toml, to edit by hand."""
    made = settings.create(start / directory, settings.organisation_name(organisation), books, start=start)
    put(f"wrote {shown(made.path / settings.SETTINGS)}: list your teams and units there.")
    put(f"Then read their editions: levelbook -C {typed(made.path)} portfolio collect")


@command.command("collect")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_obj
def collect(start: Path, as_json: bool) -> None:
    """Read the editions that teams have sealed since the last time.

    Editions that cannot be read are listed, and do not stop the rest. `levelbook portfolio problems` lists them too.
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
@click.option("--kind", metavar="KIND", help="Only problems of one kind, such as unnamed.")
@click.option("--json", "as_json", is_flag=True, help="All of them as JSON.")
@click.pass_obj
def problems(start: Path, kind: str | None, as_json: bool) -> None:
    """List what could not be collected or needs attention."""
    if kind is not None and kind not in PROBLEM_KINDS:
        raise UnknownId(
            "kind of problem", kind, nearest(kind, PROBLEM_KINDS), hint=f"There are: {', '.join(PROBLEM_KINDS)}."
        )
    found = settings.open_portfolio(settings.find(start)).store.problems()
    wanted = [row for row in found if kind in (None, row.kind)]
    if as_json:
        put_json([row._asdict() for row in wanted])
    elif wanted:
        for row in wanted:
            put(f"{row.kind}  {clean_line(row.place)}: {row.message}", *([f"  {row.remedy}"] if row.remedy else []))
    else:
        put("There are no problems." if kind is None else f"There are no problems of the kind “{kind}”.")


@command.command("demo", epilog="DIR is portfolio-demo unless given.")
@click.argument("directory", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--teams", type=WholeNumberIn(1, 400), metavar="N", help="How many teams; 40 unless given.")
@click.pass_obj
def demo(start: Path, directory: Path | None, teams: int | None) -> None:
    """Build an example: forty teams of a bank over eight quarters. In a terminal, it opens."""
    from levelbook.cli import portfolio_reports as lines  # 200 ms together, which `init` does without
    from levelbook.portfolio.collecting import collect as read
    from levelbook.portfolio.demo import build
    from levelbook.portfolio.inquiry import Inquiry

    path = start / (directory or Path("portfolio-demo"))
    portfolio = build(path, start, progress=Progress(), teams=teams or 0)
    read(portfolio, progress=Progress())
    if cursor_moves():
        _open_screen(portfolio, PortfolioQuestion())
        put(f"Open it again: levelbook -C {typed(path)} portfolio")
        return
    with Inquiry(portfolio, PortfolioQuestion()) as inquiry:
        lines.put_asked(inquiry.asked)
        lines.put_heatmap(inquiry.heatmap, inquiry.asked)
    put("", "Who is late, what would help most, and what got worse since last quarter:")
    put(*(f"  levelbook -C {typed(path)} portfolio {report}" for report in ("late", "gains", "movement")))


# --- Reports ----------------------------------------------------------------------------------------------------------


def _of_teams(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say which teams it is about."""
    for option in reversed(
        (
            click.option("--unit", metavar="ID", help="Only the teams of a unit and its subunits."),
            click.option(
                "--profile",
                "profile",
                multiple=True,
                metavar="FACT=CHOICE",
                help="Only teams with this fact. Repeatable.",
            ),
            click.option(
                "--questionnaire",
                metavar="ID[@VERSION]",
                help="Only teams that answered this; by default the questionnaire of most teams.",
            ),
            click.option(
                "--quarter", metavar="YYYY-QN", help="Figures as of the end of this quarter; by default the last one."
            ),
            click.pass_obj,
        )
    ):
        function = option(function)
    return function


def _on_an_engine(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the same, and what it is counted by."""
    return click.option(
        "--engine",
        type=click.Choice(["duckdb", "spark"]),
        default="duckdb",
        show_default=True,
        help="The engine; use Spark for more teams than fit on one machine.",
    )(_of_teams(function))


def _asks(function: Callable[..., None]) -> Callable[..., None]:
    """Give a report the same, and how it is printed."""
    function = click.option("--json", "as_json", is_flag=True, help="Print all figures as JSON.")(
        _on_an_engine(function)
    )
    return click.option("--all", "every", is_flag=True, help="Show all lines of a long list.")(function)


def _report(name: str, put_it: str, words: str) -> None:
    """Add the command of one report: what an inquiry calls it, and which function prints it."""

    @command.command(name, help=words)
    @_asks
    def report(start: Path, every: bool, as_json: bool, **asked: Any) -> None:
        from levelbook.cli import portfolio_reports as lines  # 40 ms, which `init` does without

        with _inquiry(start, **asked) as inquiry:
            found = getattr(inquiry, _ATTRIBUTES.get(name, name))
            if as_json:
                _put_as_json(inquiry, name, found)
                return
            lines.put_asked(inquiry.asked)
            more = {"asked": inquiry.asked} if name in ("show", "trend") else {"most": _most(every)}
            getattr(lines, put_it)(found, **more)


_ATTRIBUTES: Mapping[str, str] = {"show": "heatmap"}
for _name, _put, _words in (
    ("show", "put_heatmap", "Show the level of each unit in each section."),
    ("trend", "put_trend", "Show the level of the teams at the end of each quarter."),
    ("teams", "put_teams", "List each team with the figures of its last edition."),
    ("late", "put_late", "List the teams with an overdue round, late steps or no edition."),
    ("risks", "put_risks", "List accepted risks by the month in which they expire."),
    ("proof", "put_proof", "Compare what teams claim with what their evidence proves."),
    ("practices", "put_shortfalls", "List the practices in which most teams are below target."),
    ("gains", "put_gains", "List the practices where one more level would help most."),
    ("spread", "put_spread", "List the teams that are far from the median of their unit."),
    ("movement", "put_movement", "Show what moved in the quarter, like for like."),
):
    _report(_name, _put, _words)


@command.command("page")
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    type=click.Path(path_type=Path),
    default=Path("portfolio.html"),
    show_default=True,
    help="The file to write; a name that ends in .md makes it Markdown, and - prints HTML.",
)
@click.option("--yes", is_flag=True, help="Replace an existing file, whatever it is.")
@_on_an_engine
def page(start: Path, output: Path, yes: bool, **asked: Any) -> None:
    """Write all reports as one page of HTML or Markdown."""
    from levelbook.portfolio.page import html_bytes, write_page  # 20 ms, which `init` does without

    with _inquiry(start, **asked) as inquiry:
        if output == Path("-"):
            put_exactly(html_bytes(inquiry))
            return
        write_page(inquiry, output, over=yes)
    put(f"wrote {shown(output)}")


@command.command(
    "export",
    epilog="xlsx has a sheet for each table, csv has one of them. The mean level of a unit or quarter is followed by "
    "the number of its teams, and ranges have their own columns.",
)
@click.argument("form", metavar="FORMAT", type=click.Choice(["xlsx", "csv"]))
@click.option("--table", default="teams", metavar="NAME", show_default=True, help="The table to write as csv.")
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The file to write, portfolio.xlsx or portfolio.csv by default; - prints it.",
)
@click.option("--yes", is_flag=True, help="Replace an existing file.")
@_on_an_engine
def export(start: Path, form: str, table: str, output: Path | None, yes: bool, **asked: Any) -> None:
    """Write all tables as a workbook, or one as CSV."""
    from levelbook.book.export_file import write_export  # 60 ms, and the next three 40, which `init` does without
    from levelbook.export.portfolio_tables import TABLES, tables_of
    from levelbook.export.registry import PORTFOLIO_FORMATS
    from levelbook.words.portfolio import asked_lines

    if table not in TABLES:
        raise UnknownId("table", table, nearest(table, TABLES), hint=f"There are: {', '.join(TABLES)}.")
    chosen = PORTFOLIO_FORMATS[form]
    with _inquiry(start, **asked) as inquiry:
        source = tables_of(inquiry.overview, tuple(asked_lines(inquiry.asked)), table)
    if output == Path("-"):
        put_exactly(chosen.export(source))
        return
    path = output or Path(chosen.file)
    write_export(chosen, source, path, over=yes, remedy="Name another file with --output, or add --yes.")
    put(f"wrote {shown(path)}")


@command.command("open", epilog="DIR is the present folder unless given. `levelbook keys` lists the screen's keys.")
@click.argument("directory", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--plain", is_flag=True, help="Plain lines in a terminal too, as for a screen reader.")
@_of_teams
def open_(start: Path, directory: Path | None, plain: bool, **asked: Any) -> None:
    """Open the portfolio in the terminal."""
    portfolio = settings.open_portfolio(settings.find(start / directory if directory else start))
    if cursor_moves() and not plain:
        _open_screen(portfolio, _question(**asked))
        return
    from levelbook.cli import portfolio_reports as lines  # 40 ms, the next one the same, which the screen does without
    from levelbook.portfolio.inquiry import Inquiry

    with Inquiry(portfolio, _question(**asked)) as inquiry:
        lines.put_asked(inquiry.asked)
        lines.put_heatmap(inquiry.heatmap, inquiry.asked)
    where = f" -C {typed(start / directory)}" if directory else ""
    put("", f"Next: `levelbook{where} portfolio late`, `gains` and `movement`; --help names the others.")


def _open_screen(portfolio: Portfolio, question: PortfolioQuestion) -> None:
    """Show a portfolio."""
    from levelbook.portfolio.browsing import Browser  # 40 ms, which `init` does without

    with Browser(portfolio, question) as browser:
        apps().open_portfolio(browser)


@command.command("compare")
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@_asks
def compare(start: Path, one: str, other: str, every: bool, as_json: bool, engine: EngineName, **asked: Any) -> None:
    """Compare two units or teams side by side."""
    from levelbook.cli import portfolio_reports as lines  # 40 ms, the next one the same, which `init` does without
    from levelbook.portfolio.inquiry import compared

    portfolio = settings.open_portfolio(settings.find(start))
    inquiry, found = compared(portfolio, _question(**asked), one, other, engine=engine)
    if as_json:
        _put_as_json(inquiry, "compare", found)
        return
    lines.put_asked(inquiry.asked)
    lines.put_compared(found, (one, other), most=_most(every))


def _inquiry(start: Path, engine: EngineName, **asked: Any) -> Inquiry:
    from levelbook.portfolio.inquiry import Inquiry  # 40 ms, which `init` does without

    return Inquiry(settings.open_portfolio(settings.find(start)), _question(**asked), engine=engine)


def _question(
    unit: str | None = None,
    profile: tuple[str, ...] = (),
    questionnaire: str | None = None,
    quarter: str | None = None,
) -> PortfolioQuestion:

    facts: dict[str, tuple[str, ...]] = {}
    for fact, choices in parameters.facts(profile, "--profile").items():
        if not choices:
            raise UsedWrongly(f"--profile {fact}= names no choice.", remedy="Such as --profile exposure=staff-only.")
        facts[fact] = (choices,) if isinstance(choices, str) else choices
    return PortfolioQuestion(unit, facts, questionnaire, quarter)


def _most(every: bool) -> int:
    from levelbook.cli.portfolio_reports import MOST_LINES  # the same

    return 10**9 if every else MOST_LINES


def _put_as_json(inquiry: Inquiry, name: str, found: Any) -> None:
    from levelbook.core.portfolio.figures import shape  # the same

    put_json({"asked": shape(inquiry.asked), name: shape(found)})

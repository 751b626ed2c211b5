"""This module lists the commands: their names and modules, and what happens without one.

A command is imported when it is called, so that `score` never loads Textual or Jinja.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from levelbook import __version__
from levelbook.cli.apps import apps, bring_along
from levelbook.cli.text_parameter import refuse_unreadable_bytes
from levelbook.core.text.cleaning import nearest

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMMANDS: dict[str, tuple[str, str]] = {
    # name: (module under cli/commands, one line of help)
    "init": ("init", "Start a book: create a team folder and ask for the facts."),
    "ask": ("ask", "Run the interview as plain lines, for a terminal, a screen reader or a pipe."),
    "plan": ("plan", "Plan a sitting: what to discuss in the time you have, in order."),
    "ballot": ("ballot", "Make, fill in, import and compare ballots, which participants fill in on their own."),
    "sitting": ("sitting", "Run today's sitting: who is here, what is parked, the close."),
    "profile": ("profile", "Show or set the facts about the team."),
    "answer": ("answer", "Give, change or show one answer."),
    "offers": ("offers", "Share practices between teams: offer, take over, confirm."),
    "score": ("score", "Show the scorecard: levels as ranges, coverage, evidence."),
    "gaps": ("gaps", "Show the roadmap: which gaps to close first."),
    "explain": ("explain", "Explain one figure: its formula and values."),
    "guide": ("guide", "Write the guide, record and charts; settle what people edited."),
    "seal": ("seal", "Seal an edition: a fixed copy of everything."),
    "editions": ("editions", "List the editions."),
    "diff": ("diff", "Show what changed between two editions, and why."),
    "export": ("export", "Write the book in another format: CSV, HTML, JSON, for CI and for other tools."),
    "import": ("import_", "Import answers from outside levelbook, such as from a workbook."),
    "check": ("check", "Find problems, for CI: wrong files, an outdated guide, altered editions."),
    "unsaved": ("unsaved", "List text that was typed and not saved, and take over that of a moved book."),
    "resolve": ("resolve", "Resolve git's conflicts in the answers, one by one."),
    "merge-driver": ("merge_driver", "Merge two branches' answers; git calls this."),
    "upgrade": ("upgrade", "Bring the answers to a new version of the questionnaire."),
    "questionnaire": ("questionnaire", "List, show, check or write questionnaires."),
    "template": ("template", "Start or check a guide template."),
    "portfolio": ("portfolio", "See many teams in one view: collect their editions, compare, find who is late."),
    "keys": ("keys", "Show the keys of the app, and how to change them."),
    "demo": ("demo", "Build an example team with two editions."),
}


class Commands(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"levelbook.cli.commands.{COMMANDS[cmd_name][0]}")
        command = module.command
        assert isinstance(command, click.Command)
        refuse_unreadable_bytes(command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        given = args[0]
        if given not in COMMANDS and not given.startswith("-"):
            guess = nearest(given, COMMANDS)
            ctx.fail(f"There is no command “{given}”." + (f" Did you mean “{guess}”?" if guess else ""))
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem  # 1 ms, which only a tab pays

        # From the table above, so that a tab loads no command either.
        names = [
            CompletionItem(name, help=words) for name, (_, words) in COMMANDS.items() if name.startswith(incomplete)
        ]
        return [*names, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        # From the table above, so that the overview loads no command.
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])


@click.command(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Without a command, the book in this folder opens in the terminal. Every command has --help.",
)
@click.option(
    "-C",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    default=None,
    help="Look for the book or portfolio in DIR, or begin it there; files that you name are still looked for in the "
    "present folder.",
)
@click.version_option(__version__, "--version", message="levelbook %(version)s")
@click.pass_context
def levelbook(ctx: click.Context, folder: Path | None) -> None:
    """How well does this team secure generative AI, and what is next?

    levelbook interviews a team, compares its levels with its targets, and writes the guide that it works by.
    """
    if ctx.obj is not None:
        bring_along(ctx.obj, ctx)
    ctx.obj = folder if folder is not None else Path()
    if ctx.invoked_subcommand is None:
        _open_book(ctx.obj)


def _open_book(start: Path) -> None:
    # 300 ms: the book and all that reads it, which `--version` and `--help` do without.
    from levelbook.cli.open_book import open_session, say_if_all_are_of_another_team
    from levelbook.cli.output import cursor_moves

    session = open_session(start)
    if cursor_moves():
        apps().open_book(session)
    else:
        from levelbook.cli.home import put_home  # 90 ms, which the app does without

        say_if_all_are_of_another_team(session)
        put_home(session)

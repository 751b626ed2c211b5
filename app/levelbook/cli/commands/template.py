"""`levelbook template`: begin a guide template, and try it before a team meets its faults."""

from __future__ import annotations

from pathlib import Path

import click

from levelbook.book.authoring import template_authoring
from levelbook.book.publishing.guide_template import SHIPPED
from levelbook.cli.output import put
from levelbook.core.errors import ExitCode
from levelbook.words.figures import problems_words
from levelbook.words.files import shown, typed


@click.group("template", epilog="docs/templates.md explains what a template may do, and its variables.")
def command() -> None:
    """Start or check a guide template."""


@command.command("check", epilog=f"DIR is the template that comes with levelbook, {SHIPPED}, unless given.")
@click.argument("directory", type=click.Path(), metavar="[DIR]", default=SHIPPED)
def check(directory: str) -> int:
    """Render a template for invented teams; report every fault.

    Guide, record and changes are rendered for teams that have answered nothing, and for teams with two editions and an
    answer of every kind. Exit 1 when there is a fault.
    """
    folder, problems = template_authoring.problems(directory)
    put(*(str(problem) for problem in problems))
    if problems:
        put(problems_words(problems))
        return int(ExitCode.FOUND)
    put(f"{shown(folder)}: renders for every team that it was tried on.")
    return int(ExitCode.DONE)


@command.command("new")
@click.argument("directory", type=click.Path(path_type=Path), metavar="DIR")
def new(directory: Path) -> None:
    """Copy the living guide into a new folder, to change it."""
    for path in template_authoring.begin(directory):
        put(f"wrote {shown(path)}")
    put("", f"Check it with `levelbook template check {typed(directory)}`.")
    put(f"See your team's guide in it with `levelbook guide --template {typed(directory)} --stdout --trust`.")

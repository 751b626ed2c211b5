"""`levelbook template`: begin a guide template, and try it before a team meets its faults."""

from __future__ import annotations

from pathlib import Path

import click

from levelbook import packs
from levelbook.cli.output import put
from levelbook.errors import ExitCode, FileIsWrong, UsedWrongly
from levelbook.store import atomic
from levelbook.words.figures import plural
from levelbook.words.files import shown

SHIPPED = "living-guide"


@click.group("template", epilog="What a template may do and what it is given: docs/templates.md.")
def command() -> None:
    """Begin or check a guide template."""


@command.command("check")
@click.argument("directory", metavar="DIR", default=SHIPPED)
def check(directory: str) -> int:
    """Render it for made-up teams, empty and full; report every fault.

    Guide, record and changes are rendered for teams that have answered nothing, and for teams with two editions and an
    answer of every kind. Exit 1 when there is a fault.
    """
    from levelbook.book import template_trial

    folder = packs.find_template(directory, Path())
    try:
        problems = template_trial.try_out(template_trial.read(folder))
    except FileIsWrong as wrong:
        problems = wrong.problems
    put(*(str(problem) for problem in problems))
    if problems:
        put(f"{plural(len(problems), 'problem')} found.")
        return int(ExitCode.FOUND)
    put(f"{shown(folder)}: renders for every team that it was tried on.")
    return int(ExitCode.DONE)


@command.command("new")
@click.argument("directory", type=click.Path(path_type=Path), metavar="DIR")
def new(directory: Path) -> None:
    """Copy the living guide into a new folder, to change it."""
    if not atomic.is_free(directory):
        raise UsedWrongly(f"{shown(directory)} is there already and not empty.", remedy="Choose a new folder.")
    source = packs.find_template(SHIPPED, Path())
    atomic.make_folder(directory)
    for path in sorted(source.iterdir()):
        if path.is_file():
            atomic.write_text(directory / path.name, path.read_text("utf-8"))
            put(f"wrote {shown(directory / path.name)}")
    put("", f"Check it with `levelbook template check {shown(directory)}`.")
    put(f"See what it makes of a team with `levelbook guide --template {shown(directory)} --stdout`.")

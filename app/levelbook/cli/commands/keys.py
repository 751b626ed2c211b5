"""`levelbook keys`: what the keys of the TUI do, and how to have others."""

from __future__ import annotations

from typing import Any

import click

from levelbook.cli.output import put, put_json, put_table
from levelbook.keymap.commands import COMMANDS, PLACES, Command
from levelbook.keymap.effective_keys import Keys
from levelbook.keymap.key_names import spelling_in_settings
from levelbook.keymap.user_settings import UserSettings, read_user_settings, settings_path
from levelbook.words.files import shown


class _WithTheFile(click.Command):
    """A command whose help ends with the path of the settings file and an example."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        path = settings_path()
        formatter.write_paragraph()
        formatter.write_text("Your settings file, if you have one (LEVELBOOK_SETTINGS names another file):")
        formatter.write(f"\n  {shown(path)}\n\nFor example:\n\n")
        formatter.write("".join(f"  {line}".rstrip() + "\n" for line in EXAMPLE))
        formatter.write_paragraph()
        formatter.write_text(
            "--json prints {file, theme, move_on, commands}; a command is {id, where, name, help, keys, default, "
            "fixed}. A settings file with errors is exit 3."
        )


EXAMPLE = (
    'theme = "levelbook-light"    # or levelbook-dark, levelbook-contrast',
    "move_on = true               # a digit answers and goes on",
    "",
    "[keys]",
    'next = "enter,right,ctrl+n"  # an id, and its keys with commas between them',
    'unsure = "?"',
    'help = "f1"',
)


@click.command("keys", cls=_WithTheFile)
@click.option("--json", "as_json", is_flag=True, help="The commands and their keys as JSON.")
def command(as_json: bool) -> None:
    """List the keys of the app, with the ids to use when you change them in your settings."""
    settings = read_user_settings()
    if as_json:
        put_json(_shape(settings))
        return
    keys = settings.keys
    widths = [
        max(len(cell) for cell in cells)
        for cells in zip(*((one.id, _spelt(keys, one)) for one in COMMANDS), strict=True)
    ]
    for place, title in PLACES.items():
        here = [one for one in COMMANDS if one.where == place]
        if here:
            put(title)
            rows = [
                (one.id.ljust(widths[0]), _spelt(keys, one).ljust(widths[1]), one.help + _changed(keys, one))
                for one in here
            ]
            put_table(rows, indent=2)
            put("")
    put(f"Your settings: {shown(settings_path())}. `levelbook keys --help` shows an example.")


def _spelt(keys: Keys, one: Command) -> str:
    return " ".join(map(spelling_in_settings, keys.of(one.id)))


def _changed(keys: Keys, one: Command) -> str:
    if one.id not in keys.changed:
        return ""
    return f" (you changed it; it was {' '.join(map(spelling_in_settings, one.keys.split(',')))})"


def _shape(settings: UserSettings) -> dict[str, Any]:
    """`{file, theme, move_on, commands: [{id, where, name, help, keys, default, fixed}]}`."""
    path = settings_path()
    return {
        "file": str(path),
        "theme": settings.theme,
        "move_on": settings.move_on,
        "commands": [
            {
                "id": one.id,
                "where": one.where or None,
                "name": one.name,
                "help": one.help,
                "keys": list(settings.keys.of(one.id)),
                "default": one.keys.split(","),
                "fixed": one.is_fixed,
            }
            for one in COMMANDS
        ],
    }

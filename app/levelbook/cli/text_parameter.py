"""Texts on the command line are text: bytes that are not UTF-8 are refused, and not replaced without a word.

Names of files may be any bytes.
"""

from __future__ import annotations

from typing import Any, Final

import click

from levelbook.core.text.cleaning import has_unreadable_bytes


class _Text(click.types.StringParamType):
    """A text of readable characters."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        text = super().convert(value, param, ctx)
        if not text.isascii() and has_unreadable_bytes(text):
            self.fail("This is not UTF-8. Is it from a file or a terminal of another encoding?", param, ctx)
        return text


_TEXT: Final = _Text()


def refuse_unreadable_bytes(command: click.Command) -> None:
    """Let every option and argument of a command, and of those below it, that takes a text take only readable ones."""
    for parameter in command.params:
        if parameter.type is click.STRING:
            parameter.type = _TEXT
        elif isinstance(parameter.type, click.Tuple):
            parameter.type.types = [_TEXT if one is click.STRING else one for one in parameter.type.types]
    if isinstance(command, click.Group):
        for below in command.commands.values():
            refuse_unreadable_bytes(below)

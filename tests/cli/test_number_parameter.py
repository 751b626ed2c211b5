"""Every number on the command line is read as people type one, and nothing else is taken for one."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest

from levelbook.cli.group import COMMANDS
from levelbook.cli.group import levelbook as program
from levelbook.cli.number_parameter import MINUTES, SHARE, WHOLE_NUMBER, WholeNumberIn
from support.command_line import Type


def commands(command: click.Command) -> Iterator[click.Command]:
    yield command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from commands(below)


def test_every_number_of_the_command_line_has_one_reader() -> None:
    numbers = (click.types.IntParamType, click.types.FloatParamType)
    found = [one for command in commands(program) for one in command.params if isinstance(one.type, numbers)]

    assert {"level", "minutes", "limit", "teams", "max_age"} <= {one.name for one in found}
    assert all(one.type in (WHOLE_NUMBER, SHARE, MINUTES) or isinstance(one.type, WholeNumberIn) for one in found)
    assert len(COMMANDS) > 20


@pytest.mark.parametrize("typed", ["٣", "0_1", "+1", "１", "1.0", "", "²"])
def test_what_only_python_takes_for_a_number_is_refused(levelbook: Type, typed: str) -> None:
    for words in (["answer", "1.1", "--level"], ["gaps", "--limit"], ["check", "--max-age"]):
        said = levelbook(*words, typed)
        assert (said.code, f"'{typed}' is not a whole number." in said.err) == (2, True)


@pytest.mark.parametrize(("typed", "number"), [("0", 0), (" 12 ", 12), ("-1", -1), ("007", 7)])
def test_a_whole_number_is_read_with_blanks_around_it(typed: str, number: int) -> None:
    assert WHOLE_NUMBER.convert(typed, None, None) == number


@pytest.mark.parametrize("typed", ["1" * 7, "9" * 5000])
def test_a_number_of_many_digits_is_refused_as_what_it_is(levelbook: Type, typed: str) -> None:
    assert "is too long a number." in levelbook("gaps", "--limit", typed).err
    assert "is no length of time." in levelbook("plan", "--minutes", typed).err


@pytest.mark.parametrize("typed", ["nan", "inf", "٠.٥", "0_1", "-0.1", "1.01", "1e999999999"])
def test_a_share_is_a_number_from_nought_to_one(levelbook: Type, typed: str) -> None:
    said = levelbook("check", "--min-attainment", typed)
    assert (said.code, "Give a share from 0 to 1, such as 0.6." in said.err) == (2, True)
    assert SHARE.convert("0.25", None, None) == 0.25

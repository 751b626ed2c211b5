"""Every command and option says what it does. Which there are is docs/design.md, "The command line"."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest

from levelbook.cli.group import COMMANDS, levelbook
from support.command_line import Type


def command_of(path: str) -> click.Command:
    found: click.Command = levelbook
    for name in path.split():
        assert isinstance(found, click.Group)
        command = found.get_command(click.Context(found), name)
        assert command is not None, path
        found = command
    return found


def every_command() -> Iterator[str]:
    for name in COMMANDS:
        yield name
        command = command_of(name)
        if isinstance(command, click.Group):
            yield from (f"{name} {inner}" for inner in command.commands)


@pytest.mark.parametrize("path", list(every_command()))
def test_every_command_and_option_says_what_it_does(path: str) -> None:
    command = command_of(path)

    assert command.help and command.help.split("\n")[0].endswith(".")
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, f"{path} {option.opts}"


@pytest.mark.parametrize("path", ["", *every_command()])
def test_help_fits_80_columns_and_cuts_no_sentence_short(
    levelbook: Type, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LEVELBOOK_SETTINGS", "settings.toml")  # which is printed, however long its path is

    said = levelbook(*path.split(), "--help")

    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"Usage: levelbook {path}".rstrip())
    assert max(len(line) for line in said.out.splitlines()) <= 80
    assert "..." not in said.out.replace("[ARGS]...", "")


def test_the_overview_names_every_command(levelbook: Type) -> None:
    said = levelbook("--help")

    for name in COMMANDS:
        assert f"\n  {name} " in said.out


@pytest.mark.parametrize("path", list(every_command()))
def test_what_an_argument_is_unless_it_is_given_is_said(path: str) -> None:
    command = command_of(path)

    for argument in command.params:
        if isinstance(argument, click.Argument) and isinstance(argument.default, str):
            epilog = command.epilog or ""
            assert argument.default in epilog and epilog.endswith("unless given."), path


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        (["anser"], "Did you mean “answer”?"),
        (["zzzzzz"], "`levelbook --help` shows how it is used."),
        (["--versoin"], "--version"),
        (["score", "--jsno"], "--json"),
        (["ask", "--only", "essentail"], "'essential'"),
        (["questionnaire", "lst"], "list"),
        (["questionnaire"], ""),
        (["explain"], "Missing argument 'ID'"),
        (["check", "--max-age", "x"], "'x' is not a whole number."),
        (["check", "--min-attainment", "90"], "Give a share from 0 to 1, such as 0.6."),
        (["import", "answers", "x.csv"], "Choose from: csv, "),
    ],
)
def test_a_misspelt_command_is_exit_2_with_the_nearest(levelbook: Type, words: list[str], remedy: str) -> None:
    said = levelbook(*words)

    assert (said.code, said.out) == (2, "")
    assert remedy in said.err

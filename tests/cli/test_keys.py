"""`levelbook keys`: every command with its keys, what was changed, and what is wrong with a settings file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from levelbook.keymap.commands import COMMANDS
from support import REPOSITORY
from support.command_line import Type


@pytest.fixture(name="settings")
def _settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "settings.toml"
    path.write_text("")
    monkeypatch.setenv("LEVELBOOK_SETTINGS", str(path))
    return path


def test_every_command_is_listed_with_its_keys_and_what_it_does(levelbook: Type) -> None:
    said = levelbook("keys")

    assert (said.code, said.err) == (0, "")
    for command in COMMANDS:
        (line,) = [line for line in said.out.splitlines() if line.split()[:1] == [command.id]]
        assert command.help in line
    assert re.search(r"\n  next +enter right n ", said.out)
    assert "\n\nOn every screen\n" in said.out
    assert "you changed it" not in said.out


def test_it_works_without_a_book_and_says_where_the_settings_are(levelbook: Type, settings: Path) -> None:
    assert str(settings) in levelbook("keys").out
    assert str(settings) in levelbook("keys", "--help").out


def test_what_was_changed_is_marked(levelbook: Type, settings: Path) -> None:
    settings.write_text('[keys]\nunsure = "?"\nhelp = "f1"')

    out = levelbook("keys").out

    assert "Nobody knows: say who finds out, and by when (you changed it; it was u)" in out
    assert "(you changed it; it was ? f1)" in out


def test_as_json_all_keys_are_there(levelbook: Type, settings: Path) -> None:
    settings.write_text('theme = "levelbook-contrast"\n[keys]\nunsure = "?"\nhelp = "f1"')

    shape = levelbook("keys", "--json").json

    assert set(shape) == {"file", "theme", "move_on", "commands"}
    assert (shape["file"], shape["theme"]) == (str(settings), "levelbook-contrast")
    by_id = {command["id"]: command for command in shape["commands"]}
    assert list(by_id) == [command.id for command in COMMANDS]
    assert by_id["unsure"] == {
        "id": "unsure",
        "where": "interview",
        "name": "Unsure",
        "help": "Nobody knows: say who finds out, and by when",
        "keys": ["question_mark"],
        "default": ["u"],
        "fixed": False,
    }
    assert by_id["quit-always"]["fixed"] is True
    assert by_id["go"]["where"] is None


def test_a_wrong_file_is_exit_3_with_every_problem(levelbook: Type, settings: Path) -> None:
    settings.write_text('[keys]\nunsre = "u"\nhere = "nowhere"')

    said = levelbook("keys")

    assert (said.code, said.out) == (3, "")
    assert f"{settings.name}:2: keys.unsre: There is no such command. Did you mean “unsure”?" in said.err
    assert f"{settings.name}:3: keys.here: There is no key “nowhere”." in said.err


def test_the_example_in_its_help_and_in_the_documentation_can_be_used_as_it_stands(
    levelbook: Type, settings: Path
) -> None:
    from levelbook.cli.commands.keys import EXAMPLE

    page = (REPOSITORY / "docs" / "keys.md").read_text("utf-8")
    for text in ("\n".join(EXAMPLE), page.split("```toml\n")[1].split("```")[0]):
        settings.write_text(text)
        assert levelbook("keys").code == 0

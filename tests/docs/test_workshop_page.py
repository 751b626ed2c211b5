"""What the facilitator's page promises: its commands run as written, and its keys are the app's."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from levelbook.book.session import Session
from levelbook.cli.main import run
from levelbook.core.answers.edits import Edit
from levelbook.keymap.commands import COMMANDS
from levelbook.store import ballots
from support import REPOSITORY
from support.builders import NOON
from support.documented_commands import blocks, run_as_written

PAGE = (REPOSITORY / "docs" / "workshop.md").read_text("utf-8")
PRACTICE = "model-deployment.output-filtering"


@pytest.fixture(name="repository")
def _repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book with an answer, and beside it an inbox with two ballots that came back."""
    monkeypatch.chdir(tmp_path)
    subprocess.run(["git", "init", "-q"], check=True)
    assert run(["init", ".", "--team", "Retail", "--like", "bank-assistant", "--yes"]) == 0
    session = Session.open(tmp_path, clock=lambda: NOON)
    session.apply(PRACTICE, Edit(level=2))
    for name in ("Tom", "Mira"):
        made, _ = ballots.create(session.folder.ballots_path, session.questionnaire, name, session.now.book.profile)
        Session.open_ballot(tmp_path, made, clock=lambda: NOON).apply(PRACTICE, Edit(level=len(name) - 3))
    session.folder.ballots_path.rename(tmp_path / "inbox")
    return tmp_path


def test_every_command_of_the_page_runs_in_its_order(repository: Path) -> None:
    commands = [line for block in blocks(PAGE) for line in block.splitlines()]
    assert len(commands) >= 8
    said = {line: run_as_written(line, repository) for line in commands}
    assert "Tom" in said["levelbook ballot list"]
    assert "Output filtering" in said["levelbook ballot compare"]
    log = subprocess.run(["git", "log", "--oneline"], cwd=repository, capture_output=True, text=True, check=True)
    assert "edition" in log.stdout


def test_every_command_that_it_names_in_passing_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    named = re.findall(r"`levelbook ([a-z]+(?: [a-z]+)?)", PAGE)
    assert "ballot fill" in named and "keys" in named
    for words in named:
        assert run([*words.split(), "--help"]) == 0, words
    capsys.readouterr()


def test_every_key_of_the_page_is_the_apps_for_that_command() -> None:
    rows = re.findall(r"^\| `(\S+)`(?: to `\S+`)? \| `([a-z0-9-]+)` \|", PAGE, re.MULTILINE)
    assert len(rows) == PAGE.count("\n| `") >= 15
    keys = {command.id: {"space" if key == " " else key for key in command.keys.split(",")} for command in COMMANDS}
    for key, command in rows:
        named = {"-": "minus"}.get(key, key)
        assert {key, named} & keys[command], (key, command, keys[command])


def test_a_table_of_the_close_names_no_key_of_the_sitting() -> None:
    close, *others = PAGE.split("## The last ten minutes")[1].split("## After")[0].split("| Key | Command | |")[1:]
    screens = {command.id: command.where for command in COMMANDS}
    first, *rest = re.findall(r"^\| `\S+` \| `([a-z0-9-]+)` \|", close, re.MULTILINE)
    assert screens[first] == "sitting" and {screens[command] for command in rest} == {"close"}
    elsewhere = [
        named for table in others for named in re.findall(r"^\| `\S+` \| `([a-z0-9-]+)` \|", table, re.MULTILINE)
    ]
    assert elsewhere and {screens[command] for command in elsewhere} == {"sitting"}

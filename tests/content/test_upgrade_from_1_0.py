"""Books of version 1.0.0 come along to the present version, with every answer and every sentence of a person."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from levelbook.book.session import Session
from levelbook.book.upgrade import Upgrade
from levelbook.core.answers.answers import AnswerBook
from levelbook.errors import OtherVersion
from levelbook.packs.find import find_questionnaire
from levelbook.packs.read import read_questionnaire
from levelbook.packs.since import unsaid_changes
from levelbook.store import answers_file, answers_text
from support import version_1_0

OLDER = read_questionnaire(version_1_0.FOLDER)
NEWER = read_questionnaire(find_questionnaire("genai-security", Path()))


@pytest.fixture(name="made", scope="module", params=sorted(version_1_0.TEAMS))
def _made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return version_1_0.make(request.param, tmp_path_factory.mktemp("teams") / request.param)


@pytest.fixture(name="folder")
def _folder(made: Path, tmp_path: Path) -> Path:
    """A team folder of 1.0.0 that a test may upgrade."""
    shutil.copytree(made, tmp_path / made.name)
    return tmp_path / made.name


def book_in(folder: Path) -> AnswerBook:
    path = folder / "answers.toml"
    return answers_text.parse(answers_file.bytes_of(path, within=folder), str(path))


def test_what_changed_since_1_0_is_all_said() -> None:
    assert (OLDER.version, NEWER.version) == ("1.0.0", "1.1.0")
    assert list(map(str, unsaid_changes(OLDER, NEWER))) == []


def test_a_book_of_1_0_is_opened_after_its_upgrade(folder: Path) -> None:
    assert book_in(folder).version == OLDER.version
    with pytest.raises(OtherVersion, match=r"1\.0\.0"):
        Session.open(folder)

    Upgrade.open(folder, who="Noor").carry_out()

    assert Session.open(folder).now.book.version == NEWER.version

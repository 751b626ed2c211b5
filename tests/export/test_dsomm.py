"""A team's progress is written so that DSOMM's app reads the states that the team has reached."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from levelbook.book.authoring import question_import
from levelbook.core.answers.answers import Answer
from levelbook.core.errors import UsedWrongly
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.export import dsomm
from levelbook.packs.read import read_questionnaire
from support import REPOSITORY
from support.builders import a_book, an_answer, an_assessment, tiny_questionnaire
from support.export_sources import source_of
from support.peers import clone

UUIDS = [f"00000000-0000-4000-8000-00000000000{at}" for at in range(4)]
DEFINED = {"Not implemented": 0, "Started": 0.2, "Partly implemented": 0.5, "Fully implemented": 1}


@pytest.fixture(name="known", scope="module")
def _known(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    root = tmp_path_factory.mktemp("dsomm")
    activities = {f"Bake {at}": {"uuid": uuid, "level": 1, "risk": "It burns."} for at, uuid in enumerate(UUIDS)}
    documents = [{"meta": {"version": "1.0"}}, {"Kitchen": {"Baking": activities}}]
    (root / "model.yaml").write_text(yaml.safe_dump_all(documents), "utf-8")
    question_import.import_questions("dsomm", root / "model.yaml", root / "questions")
    return read_questionnaire(root / "questions")


def as_dsomm_reads(content: bytes, uuid: str, team: str) -> float:
    """What its `getProgressValue` gives: the score of the furthest defined state that has a day."""
    progress: Any = (yaml.safe_load(content)["progress"] or {}).get(uuid, {}).get(team, {})
    assert all(isinstance(day, date) for day in progress.values())
    return next((score for title, score in reversed(DEFINED.items()) if title in progress), 0)


@pytest.mark.parametrize("team", ["Retail", "Ana's: #1"])
def test_each_state_that_was_reached_has_the_day_of_the_answer(known: Questionnaire, team: str) -> None:
    names = list(known.practices)
    said = {names[0]: an_answer(2), names[1]: an_answer(3), names[2]: an_answer(0)}

    content = dsomm.export(source_of(an_assessment(known, a_book(known, said)), team))

    assert [as_dsomm_reads(content, uuid, team) for uuid in UUIDS] == [0.5, 1, 0, 0]
    assert list(yaml.safe_load(content)["progress"][UUIDS[0]][team]) == ["Started", "Partly implemented"]
    assert "# Bake 0" in content.decode()
    assert dsomm.export(source_of(an_assessment(known, a_book(known, said)), team)) == content


def test_what_is_open_or_does_not_apply_has_no_progress(known: Questionnaire) -> None:
    names = list(known.practices)
    said = {names[0]: Answer(unsure=True), names[1]: Answer(not_applicable="No oven.")}

    content = dsomm.export(source_of(an_assessment(known, a_book(known, said))))

    assert content == b"progress:\n"


def as_the_app_reads(content: bytes, folder: Path) -> dict[str, dict[str, Any]]:
    """What the app's own classes read in a file, by uuid."""
    app = clone("DevSecOps-MaturityModel")
    esbuild = REPOSITORY / "build" / "peers" / "node_modules" / ".bin" / "esbuild"
    if not esbuild.exists() or shutil.which("node") is None:
        pytest.skip("node or esbuild is missing; `make peers FROM=FOLDER` installs the latter")
    shutil.copytree(Path(__file__).parent / "dsomm_app", folder, dirs_exist_ok=True)
    shutil.copytree(app / "src", folder / "src")
    (folder / "node_modules").symlink_to(esbuild.parents[1])
    (folder / "team-progress.yaml").write_bytes(content)
    bundle = (esbuild, "read_progress.ts", "--bundle", "--platform=node", "--outfile=read_progress.js")
    subprocess.run(bundle, cwd=folder, check=True, capture_output=True)
    read = ("node", "read_progress.js", "team-progress.yaml")
    said = subprocess.run(read, cwd=folder, check=True, capture_output=True, text=True)
    found: dict[str, dict[str, Any]] = json.loads(said.stdout.splitlines()[-1])
    return found


def test_the_apps_own_classes_read_each_state_value_and_day(known: Questionnaire, tmp_path: Path) -> None:
    levels = (1, 2, 3, 0)
    said = {name: an_answer(level) for name, level in zip(known.practices, levels, strict=True)}
    content = dsomm.export(source_of(an_assessment(known, a_book(known, said)), "Ana's: #1"))

    found = as_the_app_reads(content, tmp_path)

    states = list(DEFINED)
    assert {uuid: (one["state"], one["value"]) for uuid, one in found.items()} == {
        uuid: (states[level], DEFINED[states[level]]) for uuid, level in zip(UUIDS, levels, strict=True) if level
    }
    assert {one["team"] for one in found.values()} == {"Ana's: #1"}
    assert all(one["has_days"] for one in found.values())


def test_a_book_of_other_questions_has_no_such_file() -> None:
    tiny = tiny_questionnaire()

    with pytest.raises(UsedWrongly, match="does not use DSOMM"):
        dsomm.export(source_of(an_assessment(tiny, a_book(tiny, {}))))

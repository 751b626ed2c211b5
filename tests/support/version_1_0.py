"""The two example teams as they were when the shipped questionnaire was 1.0.0.

`tests/version_1_0` keeps that version, its TOML files letter by letter, and what happened to the bank's team then.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from levelbook.book import demo
from levelbook.book.sealing.seal import seal
from levelbook.book.session import Session
from levelbook.core.answers.edits import Edit
from levelbook.packs import find
from levelbook.packs.companions import read_profile
from levelbook.store.team_folder import Settings
from support import REPOSITORY

KEPT = REPOSITORY / "tests" / "version_1_0"
FOLDER = KEPT / "questionnaires" / "genai-security"


def retail_assistant(folder: Path) -> None:
    """The bank's assistant, two quarters old."""
    demo.build(folder, script=tomllib.loads((KEPT / "demo.toml").read_text("utf-8")))


def skipper(folder: Path) -> None:
    """The start-up's agent: a first edition over a few answers, then one more."""
    session = Session.create(folder, Settings(team="Agents", about="Skipper", timezone="UTC"), who="Mira")
    for fact, value in read_profile(FOLDER, "startup-agent").profile.items():
        session.set_fact(fact, value)
    session.apply("agentic-ai.human-approval-gates", Edit(level=2, owner="Mira", note="Refunds first."))
    session.apply(
        "agentic-ai.mcp-and-tool-supply-chain", Edit(level=1, here={"known-publisher": "tools.md in the repository"})
    )
    seal(session, "first")
    session.apply("incident-response.trigger-events", Edit(unsure=True, ask_whom="Tom"))


TEAMS = {"retail-assistant": retail_assistant, "skipper": skipper}


def make(team: str, folder: Path) -> Path:
    """Make the team's folder under 1.0.0, as if that were the version that ships."""
    shipped = find.content_roots()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(find, "content_roots", lambda: (KEPT, *shipped))
        TEAMS[team](folder)
    return folder

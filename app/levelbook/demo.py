"""The example team: a book with two quarters of life, made by the same calls as any other.

Everything that happens to it is in `demo.toml`. Nothing is hard-coded afterwards: levels, guide and changes come out
of the session as they would for a real team.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

from levelbook import clock, packs
from levelbook.core.answers import Accepted, Evidence, Step, Vote
from levelbook.core.edits import Edit, StepEdit
from levelbook.errors import UsedWrongly
from levelbook.publishing import Publisher
from levelbook.session import Session
from levelbook.store import atomic, documents
from levelbook.store.team_folder import Settings

Table = Mapping[str, Any]


def build(path: Path) -> Session:
    """Make the example team's folder: two editions, a guide with a note by hand. Raises UsedWrongly if it exists."""
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise UsedWrongly(f"{path} is there already and not empty.", remedy="Give another folder.")
    script = tomllib.loads(resources.files("levelbook").joinpath("demo.toml").read_text("utf-8"))
    first, second = script["rounds"]
    session = _create(path, script, _days_ago(first["days_ago"]))
    _play(session, first)
    Publisher(session).seal()
    _write_by_hand(session, script["note"])
    session = Session.open(path, who=second["by"], now=_days_ago(second["days_ago"]))
    _play(session, second)
    Publisher(session).seal()
    return Session.open(path)


def _days_ago(days: int) -> Callable[[], datetime]:
    then = clock.now() - timedelta(days=days)
    return lambda: then


def _create(path: Path, script: Table, now: Callable[[], datetime]) -> Session:
    settings = Settings(
        team=script["team"],
        organisation=script["organisation"],
        about=script["about"],
        frameworks=tuple(script["frameworks"]),
    )
    session = Session.create(path, settings, who=script["rounds"][0]["by"], now=now)
    profile = packs.read_profile(Path(session.questionnaire.folder), script["profile"])
    for fact, value in profile.profile.items():
        session.set_fact(fact, value)
    return session


def _play(session: Session, round_: Table) -> None:
    for practice_id in round_.get("confirm", ()):
        session.apply(practice_id, Edit(confirm=True))
    for practice_id, said in round_["answers"].items():
        _say(session, practice_id, said)


def _say(session: Session, practice_id: str, said: Table) -> None:
    today = session.on()
    accepted = said.get("accepted")
    session.apply(
        practice_id,
        Edit(
            level=said.get("level"),
            unsure=said.get("unsure", False),
            not_applicable=said.get("not_applicable"),
            note=said.get("note"),
            owner=said.get("owner"),
            due=_day(today, said.get("due")),
            here=said.get("here", {}),
            unmet=tuple(said["unmet"]) if "unmet" in said else None,
            met=tuple(said["met"]) if "met" in said else None,
            evidence=tuple(
                Evidence(
                    kind=piece["kind"], reference=piece["reference"], seen_on=today - timedelta(days=piece["seen"])
                )
                for piece in said.get("evidence", ())
            ),
            no_evidence="evidence" in said,
            accepted=Accepted(
                level=accepted["level"],
                by=accepted["by"],
                until=today + timedelta(days=accepted["until"]),
                reason=accepted["reason"],
            )
            if accepted
            else None,
            ask_whom=said.get("ask_whom"),
            ask_by=_day(today, said.get("ask_by")),
            votes=tuple(Vote(**vote) for vote in said["votes"]) if "votes" in said else None,
        ),
    )
    for name in said.get("done", ()):
        steps = session.book.answer(practice_id).steps
        session.apply(practice_id, Edit(step=StepEdit(number=_number(steps, name), done_on=today - timedelta(days=9))))
    for step in said.get("steps", ()):
        edit = StepEdit(
            text=step.get("text"),
            from_action=step.get("from"),
            owner=step.get("owner"),
            due=_day(today, step.get("due")),
            ticket=step.get("ticket"),
        )
        session.apply(practice_id, Edit(step=edit))


def _day(today: date, days: int | None) -> date | None:
    return None if days is None else today + timedelta(days=days)


def _number(steps: tuple[Step, ...], name: str) -> int:
    """The number of a step, from 1, by its words or the action that it came from."""
    return next(number for number, step in enumerate(steps, start=1) if name in (step.text, step.from_action))


def _write_by_hand(session: Session, note: Table) -> None:
    """A colleague opens the guide in an editor and writes a line under a practice."""
    path = session.folder.guide_path
    end = f"<!-- levelbook:end practice/{note['practice']} -->\n"
    guide = documents.read_text(path)
    assert end in guide, "the practice stands in the example's guide"
    atomic.write_text(path, guide.replace(end, f"{end}\n{note['text']}\n"))

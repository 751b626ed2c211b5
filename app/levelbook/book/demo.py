"""The example team: a book with two quarters of life, made by the same calls as any other.

In each round the participants hand in ballots, meet, vote, take steps on, and seal an edition two days later. For the
next round some have handed in theirs already.

Everything that happens to it is in `demo.toml`. Nothing is hard-coded afterwards: levels, guide and changes come out
of the session as they would for a real team.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

from levelbook import clock
from levelbook.book.publishing.guide_template import named_template
from levelbook.book.sealing.seal import seal
from levelbook.book.session import BallotOf, Session
from levelbook.book.sittings import parked_items
from levelbook.book.sittings.close import Closing
from levelbook.book.sittings.workshop import Workshop
from levelbook.book.unsaved.moved_book import begin_anew
from levelbook.core.answers.answers import Accepted, Evidence, Step
from levelbook.core.answers.ballots import ParticipantVote
from levelbook.core.answers.edits import Edit, StepEdit
from levelbook.core.errors import UsedWrongly
from levelbook.guide.keep import blocks
from levelbook.packs.companions import read_profile
from levelbook.store import atomic, ballots, path_guard, text_files
from levelbook.store.answers_file import AnswersFile
from levelbook.store.team_folder import Settings, System

Table = Mapping[str, Any]


def build(path: Path, start: Path | None = None, script: Table | None = None) -> Session:
    """Make the example team's folder: two editions, a guide with a note by hand. Raises UsedWrongly if it exists.

    start: the folder in which the person is, by default the present one.
    script: what happens to the team, by default what `demo.toml` tells.
    """
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise UsedWrongly(f"{path} already exists and is not empty.", remedy="Give another folder.")
    script = script or tomllib.loads(resources.files("levelbook.book").joinpath("demo.toml").read_text("utf-8"))
    session = _create(path, script, path_guard.folder_of(path, start))
    begin_anew(session)  # every example team has the same name: what was typed into another one is not this one's
    template = named_template(session.folder)  # read once for both editions
    for number, round_ in enumerate(script["rounds"]):
        session.clock = _days_ago(round_["days_ago"])
        _play(session, round_)
        session.clock = _days_ago(round_["sealed_days_ago"])
        seal(session, signed_by=round_["signed_by"], template=template)
        if number == 0:
            _write_by_hand(session, script["note"], script["trouble"])
    session.clock = clock.now
    for ballot in script["ballots"]:
        _hand_in(session, ballot)
    file = AnswersFile.load(session.folder.answers_path, session.questionnaire)
    return Session(session.folder, session.questionnaire, file, None, clock.now)


def _days_ago(days: int) -> Callable[[], datetime]:
    then = clock.now() - timedelta(days=days)
    return lambda: then


def _create(path: Path, script: Table, within: Path) -> Session:
    settings = Settings(
        team=script["team"],
        organisation=script["organisation"],
        about=script["about"],
        handling=script["handling"],
        systems=tuple(System(**system) for system in script["systems"]),
        frameworks=tuple(script["frameworks"]),
        timezone="UTC",  # the same wherever it is made
    )
    first_day = _days_ago(script["rounds"][0]["days_ago"])
    session = Session.create(path, settings, within=within, who=script["by"], clock=first_day)
    profile = read_profile(Path(session.questionnaire.folder), script["profile"])
    for fact, value in profile.profile.items():
        session.set_fact(fact, value)
    return session


def _play(session: Session, round_: Table) -> None:
    """A round: ballots are handed in, then the team sits down."""
    for ballot in round_.get("ballots", ()):
        _hand_in(session, ballot)
    sitting = round_["sitting"]
    workshop = Workshop(session)
    workshop.begin(sitting["minutes"], sitting["participants"])
    for name in sitting["named"]:
        workshop.agree_to_be_named(name)
    workshop.confirm_list({name: _level(session, name) for name in round_.get("confirm", ())})
    for practice_id, vote in round_["votes"].items():
        _vote(workshop, practice_id, vote)
    session.apply_all(
        {practice_id: _edits(session, practice_id, said) for practice_id, said in round_["answers"].items()}
    )
    _close(workshop, sitting)


def _hand_in(session: Session, ballot: Table) -> None:
    """Hand in one participant's answers; without a name the ballot is anonymous."""
    name, profile = ballot.get("name", ""), session.now.book.profile
    _, file = ballots.create(session.folder.ballots_path, session.questionnaire, name, profile)
    own = Session(session.folder, session.questionnaire, file, name, session.clock, BallotOf(name, profile))
    notes = ballot.get("notes", {})
    own.apply_all({id_: Edit(level=level, note=notes.get(id_)) for id_, level in ballot["levels"].items()})


def _level(session: Session, practice_id: str) -> int:
    level = session.now.book.answer(practice_id).level
    assert level is not None, "what is confirmed was answered before"
    return level


def _vote(workshop: Workshop, practice_id: str, vote: Table) -> None:
    hands = [ParticipantVote(level) for level in vote["hands"]] + [ParticipantVote(None)] * vote.get("abstained", 0)
    workshop.vote(
        practice_id, [*hands, *(ParticipantVote(**dissent) for dissent in vote.get("dissents", ()))], vote.get("level")
    )


def _decide(closing: Closing, number: int, parked: Table) -> None:
    """Decide on a parked item, by its number; without a decision it is carried."""
    if "decision" in parked:
        closing.settle(number, parked["decision"])
    elif "owner" in parked:
        closing.give(number, parked["owner"], _day(closing.workshop.day, parked.get("due")))


def _close(workshop: Workshop, sitting: Table) -> None:
    for parked in sitting["parked"]:
        parked_items.park(workshop, parked["text"], parked.get("practice", ""), parked.get("by", ""))
    closing = Closing(workshop)
    for number, parked in enumerate((*sitting.get("left", ()), *sitting["parked"]), start=1):
        _decide(closing, number, parked)
    for taken in sitting["taken_on"]:
        steps = workshop.session.now.book.answer(taken["practice"]).steps
        due = _day(workshop.day, taken.get("due"))
        closing.take_on(taken["practice"], number=_number(steps, taken["step"]), due=due)
    for proof in sitting["proofs"]:
        by = _day(workshop.day, proof["by"])
        closing.bring_proof(proof["practice"], proof["what"], proof["who"], by)
    workshop.set_minutes(sitting["words"])
    closing.meet_again(_day(workshop.day, sitting["next_round"]))
    closing.close()


def _edits(session: Session, practice_id: str, said: Table) -> tuple[Edit, ...]:
    """Return what is said of one practice: the answer itself, the steps that are done, and new steps."""
    today = session.now.on
    accepted = said.get("accepted")
    answer = Edit(
        level=said.get("level"),
        unsure=said.get("unsure", False),
        not_applicable=said.get("not_applicable"),
        level_reason=said.get("level_because"),
        note=said.get("note"),
        owner=said.get("owner"),
        due=_day(today, said.get("due")),
        here=said.get("here", {}),
        unmet=tuple(said["unmet"]) if "unmet" in said else None,
        met=tuple(said["met"]) if "met" in said else None,
        evidence=tuple(
            Evidence(kind=piece["kind"], reference=piece["reference"], seen_on=today - timedelta(days=piece["seen"]))
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
    )
    steps = session.now.book.answer(practice_id).steps
    done = [StepEdit(number=_number(steps, name), done_on=today - timedelta(days=9)) for name in said.get("done", ())]
    new = [
        StepEdit(
            text=step.get("text"),
            from_action=step.get("from"),
            owner=step.get("owner"),
            due=_day(today, step.get("due")),
            ticket=step.get("ticket"),
        )
        for step in said.get("steps", ())
    ]
    return (answer, *(Edit(step=step) for step in (*done, *new)))


def _day(today: date, days: int | None) -> date | None:
    return None if days is None else today + timedelta(days=days)


def _number(steps: tuple[Step, ...], name: str) -> int:
    """The number of a step, from 1, by its words or the action that it came from."""
    return next(number for number, step in enumerate(steps, start=1) if name in (step.text, step.from_action))


def _write_by_hand(session: Session, note: Table, trouble: Table) -> None:
    """A colleague opens the guide in an editor, writes a line under a practice, and fills in the team's own part."""
    path, folder = session.folder.guide_path, session.folder.path
    guide = blocks.parse(text_files.read_text(path, within=folder))
    written = {f"practice/{note['practice']}": note["text"], blocks.TROUBLE: trouble["text"]}
    assert written.keys() <= {block.id for block in guide.blocks}, "these are in the example's guide"

    def by_hand(block: blocks.FoundBlock) -> blocks.FoundBlock:
        if block.id == blocks.TROUBLE:
            heading = blocks.without_trailing_blanks(block.text).partition("\n")[0]
            return replace(block, text=blocks.between_markers(f"{heading}\n\n{written[block.id].strip()}"))
        return replace(block, notes=written[block.id]) if block.id in written else block

    atomic.write_text(path, replace(guide, blocks=tuple(map(by_hand, guide.blocks))).text, within=folder)

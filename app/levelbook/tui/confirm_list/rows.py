"""Lists that are confirmed in one turn: a row for each practice, and more about the one under the cursor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from textual.content import Content

from levelbook.book.session import Session
from levelbook.book.sittings.workshop import Workshop, list_of
from levelbook.core.assessment.last_review import last_confirmed
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.workshop_plan import LIST_KINDS, ListKind
from levelbook.core.errors import FileIsWrong
from levelbook.core.text.cleaning import spoken_day
from levelbook.keymap.effective_keys import Keys
from levelbook.tui import labels
from levelbook.tui.literal_text import join, line
from levelbook.tui.widgets.rows import Row
from levelbook.words.figures import plural
from levelbook.words.plan import causes_words, list_heading, previous_level_words
from levelbook.words.spread import counts_words, lower_words, median_words

ABOUT: Mapping[ListKind, str] = {
    "agreed": "proposed: the median, rounded down",
    "inherited": "type the level that its evidence proves",
    "carried": "does it still hold?",
}


@dataclass
class ConfirmList:
    """A list as it is gone through: what is in it, and what was seen. The workshop keeps the levels given here."""

    kind: ListKind
    section: str | None = None
    """Only this section."""
    found: tuple[PracticeScore, ...] = ()
    """Its contents as of the last `gather`."""
    seen: set[str] = field(default_factory=set)
    """Ids of the rows that were on the screen."""


def members(workshop: Workshop, listed: ConfirmList) -> tuple[PracticeScore, ...]:
    """Say what is in the list now; what was pulled out to talk about is among it, so that it can be put back."""
    found = list_of(workshop.session, listed.kind)
    return tuple(score for score in found if listed.section is None or score.practice.section == listed.section)


def gather(workshop: Workshop, listed: ConfirmList) -> None:
    """Look again at what is in the list."""
    listed.found = members(workshop, listed)


def proposed(workshop: Workshop, listed: ConfirmList, score: PracticeScore) -> int | None:
    """The level that a row is at: as given here, else the ballots' median, else as it was answered."""
    if given := workshop.given_in_list(score.id):
        return given.level
    session = workshop.session
    spread = session.ballots.spreads(session.now.tailoring).get(score.id)
    if listed.kind == "agreed":
        return spread.proposal if spread else None
    return score.level


def to_confirm(workshop: Workshop, listed: ConfirmList) -> dict[str, int]:
    """Practice id to level, of what is confirmed: it has a level, was on the screen, and is not to be talked about."""
    found = {}
    for score in listed.found:
        level = proposed(workshop, listed, score)
        if level is not None and score.id in listed.seen and score.id not in workshop.pulled_out:
            found[score.id] = level
    return found


def waiting(workshop: Workshop, listed: ConfirmList) -> int:
    """Say how many rows hold a level that was given here and is not confirmed."""
    waiting_here = set(workshop.waiting_in_lists())
    return sum(score.id in waiting_here for score in listed.found)


def unseen(listed: ConfirmList) -> int:
    """Say how many rows were not on the screen yet."""
    return sum(score.id not in listed.seen for score in listed.found)


# Drawing


def head(workshop: Workshop, listed: ConfirmList) -> list[Row]:
    """Say which list, and what is to be done with it."""
    count = len(listed.found)
    session = workshop.session
    where = ""
    if listed.section is not None:
        section = session.questionnaire.sections_by_id[listed.section]
        where = f" in {session.questionnaire.numbers[section.id]} {section.title}"
    return [
        Row(
            join(line(list_heading(listed.kind, count), "head"), line(f"{where}  {ABOUT[listed.kind]}", "dim")),
            clip=True,
        )
    ]


def rows(workshop: Workshop, listed: ConfirmList) -> list[Row]:
    """Draw one row for each practice."""
    found = listed.found
    if not found:
        return [Row(line("Nothing is left in this list.", "good"))]
    return [_row(workshop, listed, score) for score in found]


def _row(workshop: Workshop, listed: ConfirmList, score: PracticeScore) -> Row:
    session = workshop.session
    level = proposed(workshop, listed, score)
    pulled_out = score.id in workshop.pulled_out
    box, ink = ("[ ] ", "dim") if pulled_out or level is None else ("[x] ", "good")
    number = session.questionnaire.numbers[score.id]
    return Row(
        line(score.practice.title, "dim" if pulled_out else ""),
        lead=join(line(box, ink), line(f"{number:<5}", "blue")),
        key=score.id,
        right=line("to discuss", "amber") if pulled_out else _right(session, listed, score, level),
        clip=True,
    )


def _right(session: Session, listed: ConfirmList, score: PracticeScore, level: int | None) -> Content:
    """Say what is proposed, and by what."""
    spread = session.ballots.spreads(session.now.tailoring).get(score.id)
    if listed.kind == "agreed" and spread:
        by = f"{counts_words(spread)}   "
    elif listed.kind == "carried":
        by = f"{_when(session, score)}   "
    else:
        by = "" if level is not None else "no level yet"
    was = f"was {score.level}  " if previous_level_words(level, score.level) else ""
    if level is None:
        return join(line(by, "dim"), line(f"   target {score.target}", "dim"))
    said = line(f"→ {level}", "good" if level >= score.target else "warn")
    return join(line(f"{by}{was}", "dim"), said, line(f", target {score.target}", "dim"))


def _when(session: Session, score: PracticeScore) -> str:
    """Say when it was last confirmed; of one that was merged since, and of one of which nobody knows, when answered."""
    now = session.now
    try:
        confirmed_on = last_confirmed(now, score)
    except FileIsWrong:  # `check` says so of the edition; the list is still of use
        confirmed_on = None
    if confirmed_on is not None:
        return spoken_day(confirmed_on, now.on)
    answered_at = score.answer.answered_at
    said = f"answered {spoken_day(now.day_of(answered_at), now.on)}" if answered_at else "no date"
    return f"merged, {said}" if score.answer.awaits_review else said


def about(workshop: Workshop, listed: ConfirmList, practice_id: str, *, tall: bool) -> list[Row]:
    """The row under the cursor: the question, what the level means, what to ask the provider for."""
    session = workshop.session
    score = session.now.scorecard.practices.get(practice_id)
    if score is None:
        return []
    level = proposed(workshop, listed, score)
    shown = [Row(line(score.practice.question, "strong"), lines=3 if tall else 2)]
    if tall or level is None:
        shown += [_statement(session, score, at, level, 2 if tall else 1) for at in range(score.max_level + 1)]
    else:
        shown.append(_statement(session, score, level, level, 2))
    if score.inherited and score.practice.provider_evidence:
        asks = "; ".join(score.practice.provider_evidence)
        lines = 4 if tall else 2 if level is not None else 1
        shown.append(Row(line(asks), lead=line("Get from the provider: ", "amber"), lines=lines))
    elif tall:
        shown.append(Row(_said_by_ballots(session, score)))
        return shown
    if listed.kind == "agreed" and (causes := causes_words(session.now.causes(score))):
        shown.append(Row(line(causes), lead=line("Needs another look: ", "amber"), clip=True))
    return shown


def statement(session: Session, score: PracticeScore, level: int) -> str:
    """Say what a level means for this practice."""
    inherited = session.questionnaire.inherited_statements
    return inherited[level] if score.inherited and inherited else score.practice.level(level).statement


def _statement(session: Session, score: PracticeScore, level: int, chosen: int | None, lines: int) -> Row:
    said = level == chosen
    return Row(
        line(statement(session, score, level), "" if said else "dim"),
        lead=line("● " if said else "○ ", "chosen" if said else "dim") + line(f"{level}  ", "chosen" if said else ""),
        lines=lines,
    )


def _said_by_ballots(session: Session, score: PracticeScore) -> Content:
    spread = session.ballots.spreads(session.now.tailoring).get(score.id)
    if spread is None:
        return labels.state(session, score)
    lower = f"; {words} is proposed" if (words := lower_words(spread)) else ""
    causes = causes_words(session.now.causes(score))
    ballots = plural(spread.voters + spread.abstained, "ballot")
    said = f"{ballots}: {counts_words(spread)}, median {median_words(spread)}{lower}"
    return join(line(said, "dim"), line(f"; {causes}" if causes else "", "amber"))


def foot(workshop: Workshop, listed: ConfirmList, keys: Keys) -> list[Row]:
    """Say what the key to confirm does now."""
    found, rest = listed.found, unseen(listed)
    if not found:
        return [Row(line(f"{keys.key('confirm-leave')} goes back.", "dim"))]
    key, ready = keys.key("confirm-these"), len(to_confirm(workshop, listed))
    if rest:
        seen = len(found) - rest
        said = f"{seen} of {len(found)} seen: scroll through the rest once, then {key} confirms them"
        return [Row(line(said, "amber"), clip=True)]
    pulled = sum(score.id in workshop.pulled_out for score in found)
    left = [
        f"{pulled} to discuss" if pulled else "",
        f"{len(found) - ready - pulled} without a level" if len(found) - ready - pulled else "",
    ]
    said = ", ".join(part for part in left if part)
    if not ready:
        return [Row(line(f"Nothing to confirm yet: {said}.", "dim"), clip=True)]
    these = "confirm this one" if ready == 1 else f"confirm these {ready}"
    return [
        Row(
            join(line(f"{key} ", "key"), line(these, "strong"), line(f"   {said}" if said else "", "dim")),
            right=line(f"one undo reverts {'it' if ready == 1 else 'them'}", "dim"),
            clip=True,
        )
    ]


def kinds_of(workshop: Workshop, section: str | None = None) -> list[tuple[ListKind, str | None, int]]:
    """The lists that there are, those of a section first: kind, section, how many."""
    places = [section, None] if section is not None else [None]
    found = [(kind, place, len(members(workshop, ConfirmList(kind, place)))) for place in places for kind in LIST_KINDS]
    return [one for one in found if one[2]]

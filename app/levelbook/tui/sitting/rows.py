"""The rows of the plan: what is confirmed as lists, what is discussed, what is done, what has to wait."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from typing import Final

from textual.content import Content

from levelbook.book.session import Session
from levelbook.book.sittings.close import Closing
from levelbook.book.sittings.workshop import Workshop
from levelbook.core.answers.ballots import Spread
from levelbook.core.answers.sittings import Sitting
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.review import CAUSES
from levelbook.core.assessment.workshop_plan import LIST_KINDS, Item, ListKind, Plan
from levelbook.core.text.cleaning import spoken_day
from levelbook.keymap.effective_keys import Keys
from levelbook.tui import labels
from levelbook.tui.literal_text import EMPTY, content, join, line
from levelbook.tui.widgets.rows import Row
from levelbook.words.durations import minutes_of
from levelbook.words.figures import plural
from levelbook.words.plan import LIST_ASKS, answered_words, list_heading, nothing_to_discuss_words
from levelbook.words.sitting import time_words

BEGIN, LENGTH, TALK_ON, CLOSE, FORGOTTEN = "begin", "length", "talk-on", "close", "forgotten"
LIST, TALK, LATER, DONE, MORE = "list:", "talk:", "later:", "done:", "more:"
"""What the keys of other rows begin with."""

BLANK = Row(EMPTY)


def minutes_words(seconds: int) -> str:
    """Write seconds as minutes, rounded up as in plain lines: `3 min`."""
    return f"{minutes_of(seconds)} min"


def listed(plan: Plan) -> dict[ListKind, int]:
    """Kind of list to how many practices are in it; only lists that hold something."""
    return {kind: len(found) for kind in LIST_KINDS if (found := plan.listed(kind))}


# Who cannot have a sitting


def ballot_rows(participant: str) -> list[Row]:
    """A ballot is filled in alone."""
    whose = f"{participant}'s ballot" if participant else "an anonymous ballot"
    return [
        Row(line("No sitting here", "head")),
        BLANK,
        Row(line(f"This is {whose}: what one person thinks, given alone. A sitting belongs to the team's book.")),
        Row(line("To meet as a team, open the book itself: `levelbook` in its folder.", "dim")),
    ]


def wrong_rows(workshop: Workshop) -> list[Row]:
    """Today's file holds something that levelbook cannot read."""
    assert workshop.wrong is not None
    return [
        Row(line("Today's sitting cannot be read", "warn bold")),
        BLANK,
        *(Row(content(said)) for said in workshop.wrong.lines()),
        BLANK,
        Row(line("Your answers are not affected. The file stays as it is until somebody repairs it.", "dim")),
        Row(line("It is repaired: read it again"), lead=line("→ ", "key"), key=BEGIN),
    ]


# The plan


def plan_rows(workshop: Workshop, minutes: int, opened: Collection[str], keys: Keys, *, wide: bool) -> list[Row]:
    """Say what to take up, in order. `opened` names the parts that are shown in full."""
    session, plan = workshop.session, workshop.plan(minutes)
    blocks = [
        _head(workshop, plan, keys),
        _lists(plan),
        _talk(session, plan, opened, wide=wide),
        _done(session, plan, opened, wide=wide),
        _later(session, plan, opened),
        _close(workshop, plan, keys),
    ]
    shown: list[Row] = []
    for block in blocks:
        if block:
            shown += [*([BLANK] if shown else []), *block]
    return shown


def _head(workshop: Workshop, plan: Plan, keys: Keys) -> list[Row]:
    if not workshop.is_open:
        return [*_forgotten(workshop, keys), *_before(plan, workshop.session.now, keys)]
    sitting = workshop.sitting
    right = line("closed", "good") if sitting.closed else line(_time_words(workshop, plan), "dim")
    title = f"Sitting of {spoken_day(workshop.day, workshop.session.now.on)}"
    rows = [Row(line(title, "head"), right=right)]
    if workshop.is_past:
        return [*rows, _begin("Begin today's: enter who is here", keys)]
    rows.append(_taken_up(sitting) if sitting.closed else _progress(plan))
    if plan.to_discuss and (plan.done or not listed(plan)):  # lists come first
        first = plan.to_discuss[0]
        number = workshop.session.questionnaire.numbers[first.id]
        rows.append(
            Row(
                line(f"{'Go on with' if plan.done else 'Start with'} {number} {first.score.practice.title}", "strong"),
                lead=line("→ ", "key"),
                key=TALK_ON,
                right=line(keys.key("sitting-talk"), "key"),
                clip=True,
            )
        )
    return rows


def _forgotten(workshop: Workshop, keys: Keys) -> list[Row]:
    """Offer to close the last sitting, where nobody did."""
    day = workshop.forgotten
    if day is None:
        return []
    said = f"The sitting of {spoken_day(day, workshop.session.now.on)} was never closed: close it now"
    right = line(keys.key("sitting-close"), "key")
    return [Row(line(said, "amber"), lead=line("→ ", "key"), key=FORGOTTEN, right=right), BLANK]


def _time_words(workshop: Workshop, plan: Plan) -> str:
    """Say how much time has elapsed, is planned and is left; only what is planned where nobody knows the beginning."""
    return time_words(plan.minutes, workshop.elapsed(workshop.session.clock()))


def _before(plan: Plan, now: Assessment, keys: Keys) -> list[Row]:
    longer, shorter = keys.key("sitting-longer"), keys.key("sitting-shorter")
    said = [_of_lists(plan), _of_talk(plan), f"{plan.closing_minutes} for the close", _to_spare(plan)]
    text = f"In {plan.minutes} minutes: {'; '.join(part for part in said if part)}."
    if plan.is_empty:
        text = nothing_to_discuss_words(now)
    return [
        Row(line("Before the sitting", "head"), right=line("estimated", "dim"), clip=True),
        Row(line(text)),
        _begin("Begin: enter who is here", keys),
        Row(
            line(f"{plan.minutes} minutes"),
            lead=line("→ ", "key"),
            key=LENGTH,
            right=line(f"{shorter} {longer} change it, {keys.key('sitting-length')} to type it", "dim"),
            clip=True,
        ),
    ]


def _begin(text: str, keys: Keys) -> Row:
    right = line(keys.key("sitting-begin"), "key")
    return Row(line(text, "strong"), lead=line("→ ", "key"), key=BEGIN, right=right, clip=True)


def _of_lists(plan: Plan) -> str:
    count = sum(listed(plan).values())
    lists = plural(len(listed(plan)), "list")
    return f"{lists} of {plural(count, 'practice')} in {minutes_words(plan.list_seconds)}" if count else ""


def _of_talk(plan: Plan) -> str:
    return f"{len(plan.to_discuss)} to discuss in {minutes_words(plan.talk_seconds)}" if plan.to_discuss else ""


def _to_spare(plan: Plan) -> str:
    left = (plan.minutes - plan.closing_minutes) * 60 - plan.list_seconds - plan.talk_seconds
    return f"{left // 60} to spare" if left >= 300 else ""


def _taken_up(sitting: Sitting) -> Row:
    """Say what a closed sitting did, also where it settled nothing of what it discussed."""
    return Row(line(f"{plural(len(sitting.taken_up), 'practice')} taken up", "strong"))


def _progress(plan: Plan) -> Row:
    """Say how much of the plan is done, in practices and in minutes."""
    planned = len(plan.done) + sum(listed(plan).values()) + len(plan.to_discuss)
    share = Fraction(len(plan.done), planned) if planned else Fraction(1)
    left = plan.list_seconds + plan.talk_seconds
    work = f"{minutes_words(left)} of work" if left else "all planned work is done"
    said = f"{work}, {plan.closing_minutes} min to close"
    done = line(f"{len(plan.done)} of {planned} done ", "strong")
    return Row(join(done, labels.bar(share, 12), line(f"  {said}", "dim")))


def heading(text: str, right: str = "") -> Row:
    """Make the heading of a block of rows."""
    return Row(line(text, "head"), right=line(right, "dim"), clip=True)


def _lists(plan: Plan) -> list[Row]:
    rows = []
    for kind, count in listed(plan).items():
        rows.append(
            Row(
                join(line(list_heading(kind, count)), line(f": {LIST_ASKS[kind]}", "dim")),
                lead=line("→ ", "key"),
                key=f"{LIST}{kind}",
                right=line(minutes_words(plan.seconds_in(kind)), "dim"),
                clip=True,
            )
        )
    return [heading("Lists", "no discussion needed"), *rows] if rows else []


def _talk(session: Session, plan: Plan, opened: Collection[str], *, wide: bool) -> list[Row]:
    if not plan.to_discuss:
        return []
    right = f"{plural(len(plan.to_discuss), 'practice')}, about {minutes_words(plan.talk_seconds)}"
    rows = [_item(session, item, TALK) for item in plan.to_discuss]
    return [heading("To discuss, in this order", right), *_folded(rows, TALK, opened, 12 if wide else 5)]


def _later(session: Session, plan: Plan, opened: Collection[str]) -> list[Row]:
    if not plan.later:
        return []
    seconds = sum(item.seconds for item in plan.later)
    right = f"{plural(len(plan.later), 'practice')}, about {minutes_words(seconds)}"
    rows = [_item(session, item, LATER) for item in plan.later]
    return [heading("Left for another time", right), *_folded(rows, LATER, opened, 0)]


def _done(session: Session, plan: Plan, opened: Collection[str], *, wide: bool) -> list[Row]:
    if not plan.done:
        return []
    rows = [
        Row(
            line(item.score.practice.title, "dim"),
            lead=join(line("[x] ", "good"), line(f"{session.questionnaire.numbers[item.id]:<5}", "dim")),
            key=f"{DONE}{item.id}",
            right=_said(item.score),
            clip=True,
        )
        for item in reversed(plan.done)
    ]
    right = f"{plural(len(plan.done), 'practice')}, the last first"
    return [heading("Done", right), *_folded(rows, DONE, opened, 6 if wide else 3)]


def _folded(rows: list[Row], kind: str, opened: Collection[str], most: int) -> list[Row]:
    """The first few, and a row that shows the others."""
    if kind in opened or len(rows) <= most + 1:
        return rows
    rest = f"and {len(rows) - most} more" if most else f"show all {len(rows)}"
    return [*rows[:most], Row(line(rest, "dim"), lead=line("… ", "key"), key=f"{MORE}{kind}", clip=True)]


def _said(score: PracticeScore) -> Content:
    if score.level is not None:
        return line(f"level {score.level}", "good" if score.level >= score.target else "warn")
    return line("to find out", "warn") if score.status == "unsure" else line("not applicable", "dim")


def _item(session: Session, item: Item, kind: str) -> Row:
    return Row(
        line(item.score.practice.title),
        lead=line(f"{session.questionnaire.numbers[item.id]:<5}", "blue"),
        key=f"{kind}{item.id}",
        right=join(why(item), line(f"{minutes_words(item.seconds):>7}", "dim")),
        clip=True,
    )


_SHORT_CAUSES: Final = {
    CAUSES["threat"]: "new threat",
    CAUSES["left-out"]: "still n/a?",
    CAUSES["facts"]: "facts changed",
    CAUSES["outside"]: "edited outside",
    CAUSES["moved-on"]: "offer changed",
    CAUSES["voted"]: "not settled",
    CAUSES["ran-out"]: "risk ran out",
    CAUSES["step"]: "step due",
    CAUSES["evidence"]: "evidence due",
    CAUSES["due"]: "target due",
    CAUSES["done"]: "step done",
}
"""A row also holds the title, which is what a room reads first."""


def why(item: Item) -> Content:
    """Say why it is talked about: `essential, ballots 0–3`."""
    ink = "amber" if item.reason in ("pulled-out", "essential") else "dim"
    why = "" if item.reason == "differ" else item.why
    cause = _SHORT_CAUSES.get(item.cause_words, item.cause_words)
    said = ", ".join(filter(None, (_SHORT_CAUSES.get(why, why), cause, answered_words(item))))
    if item.spread is None or not (item.spread.width or item.is_answered):
        return line(said, ink)
    wide = item.spread.is_wide or item.is_answered
    return join(line(f"{said}, " if said else "", ink), line(f"ballots {span(item.spread)}", "warn" if wide else "dim"))


def span(spread: Spread) -> str:
    """Write the lowest and the highest level that somebody gave: `0–3`."""
    return f"{spread.low}–{spread.high}" if spread.width else str(spread.low)


def _close(workshop: Workshop, plan: Plan, keys: Keys) -> list[Row]:
    if not workshop.is_open:
        need = _needs(workshop)
        return [heading("The close", f"{plan.closing_minutes} min"), Row(line(need, "dim"))]
    sitting = workshop.sitting
    said = "steps, evidence, questions, the next date"
    if sitting.closed:
        said = "done; this is its summary"
    elif sitting.taken_on:
        said = f"{plural(len(sitting.taken_on), 'step')} taken on so far"
    return [
        Row(
            join(line("The close", "strong"), line(f": {said}", "dim")),
            lead=line("→ ", "key"),
            key=CLOSE,
            right=line(
                f"{'' if sitting.closed else f'{plan.closing_minutes} min  '}{keys.key('sitting-close')}", "dim"
            ),
            clip=True,
        )
    ]


def _needs(workshop: Workshop) -> str:
    """Say what the close will have to settle, as things stand."""
    closing = Closing(workshop)
    steps, proofs, unsure = len(closing.proposed_steps()), len(closing.unproven()), len(closing.unknown())
    left = len(workshop.left_open)
    said = [
        f"{plural(steps, 'step')} to choose from" if steps else "",
        f"{plural(proofs, 'answer')} without full evidence" if proofs else "",
        f"{plural(unsure, 'thing')} to find out" if unsure else "",
        f"{plural(left, 'parked item')} from earlier sittings" if left else "",
        "the date of the next round",
    ]
    return f"To agree on: {', '.join(part for part in said if part)}."

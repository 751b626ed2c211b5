"""The roadmap as one table, wave by wave."""

from __future__ import annotations

from functools import partial

from textual.content import Content

from levelbook.core.gaps import Gap, Wave, in_waves
from levelbook.core.text import spoken_day
from levelbook.session import Session
from levelbook.tui.plain import EMPTY, join, line
from levelbook.tui.views.words import plural
from levelbook.tui.widgets.rows import Row

WAVES: dict[Wave, tuple[str, str]] = {
    "find-out": ("Find out", "nobody could say, or nobody was asked"),
    "now": ("Now", "priority high"),
    "next": ("Next", "priority medium"),
    "later": ("Later", "priority low"),
    "accepted": ("Accepted", "somebody answers for the gap until a date"),
}

_TITLE = 36


def rows(session: Session, *, width: int) -> list[Row]:
    """Every gap, under its wave."""
    gaps = session.roadmap
    if not gaps:
        return [Row(line("No gaps: every practice that counts is as high as it needs to be.", "good"))]
    shown: list[Row] = []
    for wave, members in in_waves(gaps).items():
        title, about = WAVES[wave]
        if shown:
            shown.append(Row(EMPTY))
        shown.append(
            Row(
                join(line(title, "head"), line(f"  {about}", "dim")),
                right=line(plural(len(members), "gap"), "dim"),
                clip=True,
            )
        )
        shown += [Row(key=gap.score.id, clip=True, late=partial(_row, session, gap, width)) for gap in members]
    return shown


def _row(session: Session, gap: Gap, width: int) -> Row:
    """Number, title, where it is and needs to be, the next thing to do, who and by when."""
    title = line(gap.score.practice.title).truncate(_TITLE, ellipsis=True, pad=True)
    parts: list[Content | str] = [title, "  ", _level(gap), "  "]
    room = width - _TITLE - 44
    if room >= 16:
        parts += [line(_action(gap), "dim").truncate(room, ellipsis=True, pad=True), "  "]
    words = join(*parts, line(_who(session, gap), "" if gap.owner else "dim"))
    number = session.questionnaire.numbers[gap.score.id]
    return Row(words, lead=line(f"{number:<5}", "blue"), key=gap.score.id, right=_due(session, gap), clip=True)


def _level(gap: Gap) -> Content:
    score = gap.score
    if score.gap_known:
        text, ink = f"{score.level} → {score.target}", "warn" if score.band == "high" else ""
    else:
        text, ink = f"{'?' if score.status == 'unsure' else '·'} → {score.target}", "dim"
    return line(text, ink)


def _action(gap: Gap) -> str:
    steps = gap.score.answer.open_steps
    if steps:
        return steps[0].text
    return f"{gap.action.effort} {gap.action.text}" if gap.action else "ask the provider for its evidence"


def _who(session: Session, gap: Gap) -> str:
    if gap.wave == "accepted" and gap.score.answer.accepted:
        return gap.score.answer.accepted.by
    return gap.owner or "nobody yet"


def _due(session: Session, gap: Gap) -> Content:
    answer, today = gap.score.answer, session.on()
    if gap.wave == "accepted" and answer.accepted:
        return line(f"until {spoken_day(answer.accepted.until, today)}", "amber")
    due = answer.ask_by if answer.status == "unsure" else answer.due
    if due is None:
        return EMPTY
    return line(spoken_day(due, today) + (", late" if due < today else ""), "warn" if due < today else "dim")

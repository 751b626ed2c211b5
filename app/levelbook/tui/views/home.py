"""What home shows: promises that are late, what to do next, where the team stands, and the dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from textual.content import Content

from levelbook.asking import Only, Walk, in_minutes, queue
from levelbook.core.gaps import Gap
from levelbook.core.scoring import PracticeScore, SectionScore
from levelbook.core.text import one_decimal, spoken_day
from levelbook.session import Session
from levelbook.tui import hints
from levelbook.tui.plain import EMPTY, join, line
from levelbook.tui.views import words
from levelbook.tui.views.interview import step_words
from levelbook.tui.widgets.rows import Row

PRACTICE, SCREEN, GO_THROUGH = "practice:", "screen:", "only:"
"""What the keys of rows begin with; a practice's key ends with a place, so that it can stand twice."""

BLANK = Row(EMPTY)
AT_MOST = 7


def rows(session: Session, *, wide: bool) -> list[Row]:
    """Home, from top to bottom."""
    blocks = [
        standing(session),
        late(session),
        next_up(session),
        sections(session, wide=wide),
        dates(session),
    ]
    shown: list[Row] = []
    for block in blocks:
        if block:
            shown += [*([BLANK] if shown else []), *block]
    return shown


def _heading(text: str, right: str = "") -> Row:
    return Row(line(text, "head"), right=line(right, "dim"), clip=True)


def standing(session: Session) -> list[Row]:
    """Where the team stands as a whole, and the way into the interview."""
    card, overall = session.scorecard, session.scorecard.overall
    said = [Row(words.progress_line(card, 20), clip=True)]
    if overall.target is None:
        said = [Row(line("Nothing is in scope, so there is nothing to measure.", "dim"))]
    elif overall.level is None:
        said.append(Row(line(f"Nothing is answered yet. You need {one_decimal(overall.target)} on average.", "dim")))
    else:
        proven = one_decimal(overall.evidenced) if overall.evidenced is not None else "nothing"
        reached = int((overall.attainment or 0) * 100)
        text = f"needed {one_decimal(overall.target)} · proven {proven} · {reached}% of what is needed is reached"
        said.append(Row(line(text, "dim")))
    return [*said, *_ways_in(session)]


def _ways_in(session: Session) -> list[Row]:
    ways = []
    facts = len(session.tailoring.open_facts)
    if facts:
        text = f"{words.plural(facts, 'open fact')}: your targets may rise"
        ways.append(
            Row(
                line(text),
                lead=line("→ ", "key"),
                key=f"{SCREEN}profile",
                right=line(f"{hints.key('go-profile')} profile", "dim"),
                clip=True,
            )
        )
    texts: tuple[tuple[Only, str], ...] = (
        ("new", "not answered yet"),
        ("unsure", "unsure"),
        ("carried", "to confirm in this round"),
        ("stale", "with evidence that has run out"),
    )
    for only, text in texts:
        waiting = queue(session, Walk(only))
        if waiting:
            said = f"{words.plural(len(waiting), 'practice')} {text}"
            right = in_minutes(waiting) if only == "new" else ""
            ways.append(
                Row(line(said), lead=line("→ ", "key"), key=f"{GO_THROUGH}{only}", right=line(right, "dim"), clip=True)
            )
    return ways


def late(session: Session) -> list[Row]:
    """Promises that are late, the oldest first."""
    found = sorted(
        (pair for score in session.scorecard.counting for pair in _late(session, score)), key=lambda pair: pair[0]
    )
    if not found:
        return []
    heading = Row(join(line("Late", "warn bold"), line(f"  {words.plural(len(found), 'promise')}", "dim")), clip=True)
    rest = [Row(line(f"and {len(found) - AT_MOST} more", "dim"))] if len(found) > AT_MOST else []
    return [heading, *(row for _, row in found[:AT_MOST]), *rest]


def _late(session: Session, score: PracticeScore) -> Iterator[tuple[date, Row]]:
    """What was promised about one practice for a day that is past."""
    today, answer = session.on(), score.answer
    number = line(f"{session.questionnaire.numbers[score.id]:<5}", "warn")
    for place, step in enumerate(answer.open_steps):
        if step.due is not None and step.due < today:
            key = f"{PRACTICE}{score.id}#late{place}"
            yield step.due, Row(step_words(step, session), lead=number, key=key, lines=2)
    if answer.status == "unsure" and answer.ask_by is not None and answer.ask_by < today:
        who = answer.ask_whom or "Somebody"
        said = line(f"{who} was to find out by {spoken_day(answer.ask_by, today)}: {score.practice.title}")
        yield answer.ask_by, Row(said, lead=number, key=f"{PRACTICE}{score.id}#ask", lines=2)


def next_up(session: Session) -> list[Row]:
    """The top of the roadmap."""
    gaps = [gap for gap in session.roadmap if gap.wave in ("now", "next", "later")]
    if not gaps:
        return []
    top = [_gap(session, gap, place) for place, gap in enumerate(gaps[:5])]
    return [
        _heading("Next", f"{words.plural(len(session.roadmap), 'gap')} on the roadmap ({hints.key('go-roadmap')})"),
        *top,
    ]


def _gap(session: Session, gap: Gap, place: int) -> Row:
    score = gap.score
    stands = f"{score.level} of {score.target}" if score.gap_known else f"? of {score.target}"
    action = gap.action
    said = [line(score.practice.title)]
    if action:
        said.append(line(f": {action.text}", "dim"))
    return Row(
        join(*said),
        lead=line(f"{session.questionnaire.numbers[score.id]:<5}", "blue"),
        key=f"{PRACTICE}{score.id}#next{place}",
        right=line(stands, "warn" if score.band == "high" else "dim"),
        clip=True,
    )


def sections(session: Session, *, wide: bool) -> list[Row]:
    """Each section's level as a bar against what it needs."""
    if all(section.figures.target is None for section in session.scorecard.sections):
        return []
    top = session.questionnaire.max_level
    legend = join(
        Content("━━").stylize("bar"),
        line(" level  ", "dim"),
        Content("┃").stylize("key"),
        line(f" needed, of {top}", "dim"),
    )
    rows = [Row(line("Where you stand", "head"), right=legend, clip=True)]
    title_width = 30 if wide else 24
    return [
        *rows,
        *(_section(session, section, title_width, 40 if wide else 16) for section in session.scorecard.sections),
    ]


def _section(session: Session, section: SectionScore, title_width: int, width: int) -> Row:
    figures = section.figures
    title = line(section.section.title, "" if section.counts else "dim").truncate(title_width, ellipsis=True, pad=True)
    lead = join(line(f"{session.questionnaire.numbers[section.id]:>2} ", "dim"), title, " ")
    first = section.practices[0].id if section.practices else ""
    key = f"{PRACTICE}{first}#section{section.id}" if first else ""
    if figures.target is None:
        return Row(line("not for you", "dim"), lead=lead, key=key, clip=True)
    needs = line(f" of {one_decimal(figures.target)}", "dim")
    drawn = words.level_bar(figures, session.questionnaire.max_level, width)
    said = (
        join(words.level_and_range(figures), needs)
        if figures.level is not None
        else line(f"needs {one_decimal(figures.target)}", "dim")
    )
    return Row(join(drawn, "  ", said), lead=lead, key=key, right=words.tally(section), clip=True)


def dates(session: Session) -> list[Row]:
    """The last edition, and when the next round is due."""
    last, today = session.history.last, session.on()
    due = session.next_round()
    if last is None or due is None:
        return [
            Row(
                line(
                    "No edition yet. Once you have answered enough, seal one "
                    f"({hints.key('go-editions')}): it keeps what you said today.",
                    "dim",
                )
            )
        ]
    overdue = due < today
    text = f"Last edition {last.name}. The next round {'was' if overdue else 'is'} due on {spoken_day(due, today)}."
    return [Row(line(text, "warn" if overdue else "dim"))]

"""Home as text: what `levelbook` alone prints where there is no terminal."""

from __future__ import annotations

from levelbook.cli.output import day_words, plural, put
from levelbook.cli.words import stand_words, standing_words
from levelbook.session import Session


def put_home(session: Session) -> None:
    settings, today = session.settings, session.on()
    put(settings.team + (f" · {settings.about}" if settings.about else ""), "", standing_words(session))
    if session.tailoring.open_facts:
        put(f"Open facts, by which targets may rise: {', '.join(session.tailoring.open_facts)}.")
    last = session.history.last
    due = session.next_round()
    if last is None or due is None:
        put("No edition yet.")
    else:
        put(f"Last edition {last.name}; the next round is due on {day_words(due, today)}.")
    late = [
        (one, step)
        for one in session.scorecard.counting
        for step in one.answer.open_steps
        if step.due is not None and step.due < today
    ]
    if late:
        put("", f"Late ({len(late)}):")
        for one, step in late:
            who = step.owner or "nobody"
            put(f"  {session.questionnaire.numbers[one.id]} {step.text} – {who}, {day_words(step.due, today)}")
    first = session.roadmap[:5]
    if first:
        put("", f"First on the roadmap ({plural(len(session.roadmap), 'gap')}):")
        for gap in first:
            number = session.questionnaire.numbers[gap.score.id]
            put(f"  {number} {gap.score.practice.title}: {stand_words(gap.score)}, needs {gap.score.target}")
    put("", "In a terminal, `levelbook` opens the book; `levelbook --help` lists the commands.")

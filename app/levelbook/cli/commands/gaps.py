"""`levelbook gaps`: the roadmap."""

from __future__ import annotations

from pathlib import Path

import click

from levelbook.book.session import Session
from levelbook.cli.open_book import open_session
from levelbook.cli.output import put, put_json
from levelbook.core.assessment.gaps import Gap, Wave, in_waves
from levelbook.export.json import gaps_shape
from levelbook.words.figures import EFFORT_WORDS, day_words
from levelbook.words.standing import stand_words

WAVE_WORDS: dict[Wave, str] = {
    "find-out": "Find out: nobody knows yet",
    "now": "Now: high priority",
    "next": "Next: medium priority",
    "later": "Later: low priority",
    "accepted": "Accepted for now",
}


@click.command("gaps")
@click.option("--json", "as_json", is_flag=True, help="The roadmap as JSON.")
@click.pass_obj
def command(folder: Path, as_json: bool) -> None:
    """The roadmap: the gaps in the order to close them."""
    session = open_session(folder)
    gaps = session.now.roadmap
    if as_json:
        put_json(gaps_shape(gaps))
        return
    if not gaps:
        put("No gaps: everything that is needed is there.")
    for number, (wave, members) in enumerate(in_waves(gaps).items()):
        put(*([""] if number else []), f"{WAVE_WORDS[wave]} ({len(members)})")
        for gap in members:
            put(*(f"  {line}" for line in _lines(gap, session)))


def _lines(gap: Gap, session: Session) -> list[str]:
    one, answer, today = gap.score, gap.score.answer, session.now.on
    stands = f"{stand_words(one)}, needs {one.target}"
    lines = [f"{session.questionnaire.numbers[one.id]} {one.practice.title}: {stands}, priority {one.priority}"]
    accepted = answer.accepted
    if one.accepted_holds and accepted:
        until = day_words(accepted.until, today)
        lines.append(f"    accepted at {accepted.level} until {until} by {accepted.by}: {accepted.reason}")
    for step in answer.open_steps:
        about = ", ".join(filter(None, (step.owner, day_words(step.due, today), step.ticket)))
        late = " (late)" if step.due and step.due < today else ""
        lines.append(f"    step: {step.text}" + (f" – {about}{late}" if about else ""))
    due = answer.ask_by if answer.status == "unsure" else answer.due
    who = ", ".join(filter(None, (gap.owner, f"by {day_words(due, today)}" if due else "")))
    if who:
        lines.append(f"    {'finds out' if answer.status == 'unsure' else 'owner'}: {who}")
    if gap.action and not answer.open_steps and not one.accepted_holds:
        lines.append(f"    start with: {gap.action.text} ({EFFORT_WORDS[gap.action.effort]})")
    elif one.inherited and one.practice.provider_evidence:
        lines.append(f"    ask the provider for: {'; '.join(one.practice.provider_evidence)}")
    return lines

"""Everything the questionnaire says about one practice beyond its levels."""

from __future__ import annotations

from levelbook.core.scoring import PracticeScore
from levelbook.session import Session
from levelbook.tui.plain import EMPTY, content, join, line
from levelbook.tui.views import words
from levelbook.tui.widgets.rows import Row

BLANK = Row(EMPTY)


def rows(session: Session, score: PracticeScore) -> list[Row]:
    """Prompts first: they are what a facilitator looks for in the room."""
    practice = score.practice
    shown = _list("Ask", practice.ask)
    shown += [BLANK, _heading("The rule"), Row(line(practice.rule, "strong"), lead=line("  "))]
    shown += [BLANK, _heading("Why"), Row(content(practice.why), lead=line("  "))]
    shown += _list("Why it applies and what it needs", tuple(words.reasons(score)) or score.placement.because)
    for level in practice.levels:
        shown += _list(f"What proves level {level.level}", level.evidence)
    shown += _list("While the answer is unknown", practice.meanwhile)
    shown += _list("Do not", practice.avoid)
    shown += _list("Measure", practice.metrics)
    shown += _list("Ask the provider for", practice.provider_evidence)
    shown += _see_also(session, practice.see_also)
    shown += _list("Stands against", practice.threats)
    shown += _list("Rests on", tuple(name for name in practice.references if _counts(session, name)))
    return shown[1:] if shown and shown[0] is BLANK else shown


def _counts(session: Session, reference: str) -> bool:
    """A law's references are shown only where a rule in force names the law."""
    laws = {name.partition(":")[0] for rule in session.questionnaire.rules for name in rule.legal}
    return reference.partition(":")[0] not in laws or session.tailoring.brings_in(reference)


def _heading(text: str) -> Row:
    return Row(line(text, "head"))


def _list(heading: str, items: tuple[str, ...]) -> list[Row]:
    if not items:
        return []
    return [BLANK, _heading(heading), *(Row(line(item), lead=line("  – ", "dim")) for item in items)]


def _see_also(session: Session, ids: tuple[str, ...]) -> list[Row]:
    """Practices that lean on this one, with what was answered there; Enter goes to one."""
    known = [session.scorecard[name] for name in ids if name in session.questionnaire.practices]
    if not known:
        return []
    numbers = session.questionnaire.numbers
    found = [
        Row(
            join(line(other.practice.title), line("  "), words.mark(other)),
            lead=line(f"  {numbers[other.id]:<5}", "blue"),
            key=other.id,
        )
        for other in known
    ]
    return [BLANK, _heading("See also"), *found]

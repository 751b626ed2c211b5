"""This module writes parked items: where they came up, and what became of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from levelbook.core.answers.sittings import EvidenceToBring, Parked, TakenOn
from levelbook.core.text.cleaning import spoken_day
from levelbook.core.text.quotation import in_quotes, speaker
from levelbook.words.figures import plural


def origin_words(item: Parked, practice: str, today: date) -> str:
    """Write where an item came up, who raised it and since when it is open: `4.3 Filtering, raised by Tom, …`.

    practice: how its practice is called here; empty for none.
    """
    since = f"since {spoken_day(item.since, today)}" if item.since else ""
    return ", ".join(filter(None, (practice, f"raised by {speaker(item.by)}" if item.by else "", since)))


def parked_count_words(items: Iterable[Parked]) -> str:
    """Count what a sitting has parked, and what it took over: `1 item parked, 2 from earlier sittings`; of one kind
    alone `2 parked items from earlier sittings`; empty for none.
    """
    taken_over = [item.since is not None for item in items]
    new, old = taken_over.count(False), taken_over.count(True)
    if not old:
        return f"{plural(new, 'item')} parked" if new else ""
    origin = "an earlier sitting" if old == 1 else "earlier sittings"
    if not new:
        return f"{plural(old, 'parked item')} from {origin}"
    return f"{plural(new, 'item')} parked, {old} from {origin}"


def outcome_words(item: Parked, today: date) -> str:
    """Write what became of an item: `given to Ana, by 4 December, late`; empty while nobody has decided."""
    if item.outcome == "settled":
        return f"settled: {item.decision}" if item.decision else "settled"
    if item.outcome == "given":
        by = f", by {spoken_day(item.due, today)}" if item.due else ""
        return f"given to {item.owner or 'nobody'}{by}{', late' if item.is_late(today) else ''}"
    return "carried to the next sitting" if item.outcome == "carried" else ""


_NOT_TAKEN: Final = "Not taken, because others had decided meanwhile:"


def decision_not_taken_words(item: Parked, today: date) -> str:
    """Write a line for the minutes about a decision that others' stands for; empty where nobody typed anything."""
    said = outcome_words(item, today) if item.decision or item.owner else ""
    return f"{_NOT_TAKEN} {in_quotes(item.text)}, {said}" if said else ""


def earlier_decision_words(item: Parked) -> str:
    """Write a line for the minutes about a decision in whose place another comes."""
    return f"Decided before about {in_quotes(item.text)}: {item.decision}"


def evidence_not_taken_words(one: EvidenceToBring) -> str:
    """Write such a line about the reason for which evidence is no longer needed; empty where there is none."""
    return f"{_NOT_TAKEN} {in_quotes(one.what)}, {one.reason}" if one.reason else ""


def step_not_taken_words(step: TakenOn, today: date) -> str:
    """Write such a line about a step that others took on otherwise."""
    by = f", by {spoken_day(step.due, today)}" if step.due else ""
    return f"{_NOT_TAKEN} {in_quotes(step.step)}, taken on by {step.owner or 'nobody'}{by}"


def next_round_not_taken_words(day: date, today: date) -> str:
    """Write such a line about the day of the next round."""
    return f"{_NOT_TAKEN} the next round is on {spoken_day(day, today)}"

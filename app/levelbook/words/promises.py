"""This module says what somebody has promised, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from levelbook.core.assessment.promises import Fate, Kind, Promise, PromiseOutcome, is_backwards, unknown_evidence
from levelbook.core.text.cleaning import spoken_day, without_full_stop
from levelbook.core.text.quotation import in_quotes
from levelbook.words.figures import listed, plural

if TYPE_CHECKING:
    from levelbook.core.assessment.assessment import Assessment

_ABOUT: Mapping[Kind, str] = {
    "find-out": "Find out",
    "gap": "Close the gap",
    "found-out": "Found out",
    "closed": "Gap closed",
}


def promise_words(one: Promise) -> str:
    """Write a promise: the step's words, or `Find out: …`, `Bring evidence: …`, `Close the gap: …`.

    Without a full stop: who made it and by when follows.
    """
    if one.evidence is not None:
        what = without_full_stop(one.evidence.proof.what)
        return f"{'Evidence brought' if one.kind == 'brought' else 'Bring evidence'}: {what}"
    return (
        without_full_stop(one.step.text)
        if one.number
        else f"{_ABOUT.get(one.kind, 'Risk accepted')}: {one.score.practice.title}"
    )


def late_promise_words(one: Promise, by: date) -> str:
    """Say in a sentence what was due on a past day, where the practice is named beside it: a step in its words.

    The rest nobody has said in any words, so nothing of it is quoted.
    """
    due = f"{spoken_day(by)} ({one.who or 'nobody'})"
    if one.number:
        return f"{in_quotes(without_full_stop(one.step.text))} was due on {due}."
    if one.kind == "find-out":
        return f"The level was to be found out by {due}."
    return f"Level {one.score.target} was to be reached by {due}."


def outcome_words(one: PromiseOutcome) -> str:
    """Write a promise in its present state; one that was dropped with the reason that was given, if any."""
    words, now = promise_words(one.now or one.promise), one.now
    reason = now.evidence.proof.reason if now is not None and now.evidence is not None else ""
    return f"{words} – {reason}" if reason and one.fate == "dropped" else words


def put_off_words(one: PromiseOutcome, today: date) -> str:
    """Write the day that was promised and the later one: `from 13 October to 31 December`; empty if not put off."""
    if one.promise.by is None or one.put_off_to is None:
        return ""
    return f"from {spoken_day(one.promise.by, today)} to {spoken_day(one.put_off_to, today)}"


FATE_WORDS: Mapping[Fate, str] = {
    "done": "done",
    "late": "late",
    "accepted": "risk accepted",
    "dropped": "dropped",
    "open": "not late yet",
    "undated": "without a date",
}


def unknown_words(before: Assessment, after: Assessment) -> str:
    """Say of which sittings the later record has nothing, and how much they agreed on; empty where it has them all.

    Where the comparison goes backwards, say that nothing is told of promises.
    """
    if is_backwards(before, after):
        return f"Nothing is said of promises, because {after.name} came before {before.name}."
    found = unknown_evidence(before, after)
    if not found:
        return ""
    days = [spoken_day(day, after.on) for day in sorted({one.day for one in found})]
    gone, they = ("sitting", "is") if len(days) == 1 else ("sittings", "are")
    pieces = plural(len(found), "piece")
    there = {one.day for one in found} & {day for day, _ in after.sittings}
    lost = "gone" if not there else "cut short" if len(there) == len(days) else "gone or cut short"
    return f"The {gone} of {listed(days)} {they} {lost}: what became of {pieces} of evidence agreed there is not known."


def fates_words(fates: Iterable[Fate]) -> str:
    """Count what became of promises: `1 done, 2 late and 3 not late yet`."""
    all_of_them = list(fates)
    return listed(f"{all_of_them.count(fate)} {words}" for fate, words in FATE_WORDS.items() if fate in all_of_them)

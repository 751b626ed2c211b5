"""The changes between two snapshots as plain data, for somebody who reviews them: the bad first, nothing twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from levelbook.core.changes import Comparison, PracticeChange, Promise, promises
from levelbook.core.scoring import Figures, PracticeScore
from levelbook.core.text import spoken_day
from levelbook.guide.given import Desk, HandEdits
from levelbook.guide.practices import View
from levelbook.guide.words import adding_up, before_and_after, decimal, level_with_range, per_cent, signed, unstopped

MOST_BETTER = 12
"""Rows of good news; the rest is counted, so that an ordinary quarter fits a screen."""
KINDS = (
    "worse",
    "not known",
    "out of scope",
    "risk accepted",
    "need lowered",
    "gone",
    "acceptance ended",
    "better",
    "answered",
    "back in scope",
    "need raised",
    "asked anew",
    "new",
)
"""In the order of the table. The first six are what a reviewer should look at."""
LOOK_FIRST = KINDS[:6]


def changes(desk: Desk, comparison: Comparison, hand_edits: HandEdits) -> View:
    before, after = comparison.before, comparison.after
    rows = sorted(_rows(desk, comparison), key=lambda row: KINDS.index(row["kind"]))
    first = [row for row in rows if row["kind"] in LOOK_FIRST]
    others = [row for row in rows if row["kind"] not in LOOK_FIRST]
    old, new = before.scorecard.overall, after.scorecard.overall
    first_level, second_level = before_and_after(old.level, new.level)
    counts = {kind: sum(row["kind"] == kind for row in rows) for kind in KINDS}
    title = _title(desk, comparison)
    return {
        "title": title,
        "from": _named(desk, before.name, before.on),
        "to": _named(desk, after.name, after.on),
        "from_level": _with_range(first_level, old),
        "to_level": _with_range(second_level, new),
        "from_reached": per_cent(old.attainment),
        "to_reached": per_cent(new.attainment),
        "look_first": [{"kind": kind, "count": counts[kind]} for kind in LOOK_FIRST if counts[kind]],
        "rows": first + others[:MOST_BETTER],
        "more": max(0, len(others) - MOST_BETTER),
        "claims": _claims(after.scorecard.counting),
        "moved": _moved(comparison),
        "questionnaire": [before.questionnaire.version, after.questionnaire.version]
        if before.questionnaire.version != after.questionnaire.version
        else [],
        "promises": _promises(promises(before, after), before.on, desk),
        "hand_edits": {
            "notes": hand_edits.notes,
            "edited": list(hand_edits.edited),
            "behind": list(hand_edits.behind),
        },
        "not_looked_at": sum(not score.confirmed for score in after.scorecard.counting),
        "counting": len(after.scorecard.counting),
        "headings": [(1, title)],
    }


def _title(desk: Desk, comparison: Comparison) -> str:
    old, new = (side.scorecard.overall.level for side in (comparison.before, comparison.after))
    when = spoken_day(comparison.after.on)
    first, second = before_and_after(old, new)
    moved = f"level {first} to {second}" if old is not None and new is not None else "what changed"
    return f"{desk.given.team.name}, {when}: {moved}"


def _with_range(level: str, figures: Figures) -> str:
    """A level that is in words already, with its range while something is open."""
    if figures.level is None or figures.coverage == 1:
        return level if figures.level is not None else level_with_range(figures)
    return f"{level} ({decimal(figures.low)}–{decimal(figures.high)})"


def _named(desk: Desk, name: str, on: date) -> str:
    """A snapshot in words: its day, and its name where that is not the day."""
    day = desk.day(on)
    if name == "now":
        return f"now ({day})"
    return day if name == on.isoformat() else f"{name} ({day})"


# The table


def _rows(desk: Desk, comparison: Comparison) -> Iterable[View]:
    for change in comparison.practices:
        for kind, old, new, because in _kinds(desk, change):
            yield {"kind": kind, "title": change.title, "from": old, "to": new, "because": because}


def _kinds(desk: Desk, change: PracticeChange) -> Iterable[tuple[str, str, str, str]]:
    """Every row that one practice gives: kind, from, to, because."""
    old, new = change.before, change.after
    if new is None:
        yield "gone", _state(old), "no longer asked", ""
        return
    if old is None:
        if new.counts:
            yield "new", "not there", _state(new), _proof_of(desk, new)
        return
    if old.counts and not new.counts:
        yield "out of scope", _state(old), "not applicable", _out_because(new)
        return
    if new.counts and not old.counts:
        reasons = new.placement.scope_because
        yield "back in scope", "not applicable", _state(new), next(iter(reasons), "")
        return
    if not new.counts:
        return
    if change.has("down"):
        yield "worse", _state(old), _state(new), _note(old, new) or "nobody said why"
    elif change.has("cleared"):
        yield "not known", _state(old), _state(new), _note(old, new) or _who_asks(desk, new)
    elif change.has("up"):
        yield "better", _state(old), _state(new), _proof_of(desk, new)
    elif change.has("answered"):
        yield "answered", _state(old), _state(new), _proof_of(desk, new)
    if change.has("accepted"):
        yield from _acceptance(desk, old, new)
    if change.has("target"):
        kind = "need raised" if new.target > old.target else "need lowered"
        yield kind, f"needed {old.target}", f"needed {new.target}", _target_because(new)
    if change.has("reworded") and not change.has("up", "down", "answered", "cleared"):
        yield "asked anew", _state(old), _state(new), "the question or its levels were worded anew"


def _state(score: PracticeScore | None) -> str:
    if score is None:
        return "not there"
    if not score.counts:
        return "not applicable"
    if score.level is not None:
        return str(score.level)
    return "not known" if score.status == "unsure" else "not asked"


def _note(old: PracticeScore, new: PracticeScore) -> str:
    """The first line of a note that is new, where it is short enough to be a reason."""
    first = new.answer.note.split("\n", 1)[0]
    return first if new.answer.note != old.answer.note and len(first) <= 160 else ""


def _who_asks(desk: Desk, score: PracticeScore) -> str:
    answer = score.answer
    if not answer.ask_whom:
        return "nobody finds out yet" if score.status == "unsure" else ""
    return f"{answer.ask_whom} finds out" + (f" by {desk.day(answer.ask_by)}" if answer.ask_by else "")


def _out_because(score: PracticeScore) -> str:
    if score.scope == "not-applicable":
        return next(iter(score.placement.scope_because), "")
    by = f" ({score.answer.answered_by})" if score.answer.answered_by else ""
    return f"{unstopped(score.answer.not_applicable)}{by}"


def _target_because(score: PracticeScore) -> str:
    if score.target > score.placement.target:
        return score.answer.target_reason
    return next(iter(score.placement.target_because), "")


def _proof_of(desk: Desk, score: PracticeScore) -> str:
    """The strongest good piece behind a better answer; said plainly where there is none."""
    judge = desk.given.current.scorecard.judge
    good = [piece for piece in score.answer.evidence if judge.strength(piece) > 0]
    if not good:
        return "no proof that counts"
    best = max(good, key=judge.strength)
    seen = desk.word("proof", best.kind, best.kind.replace("-", " "))
    day = f" {desk.day(best.seen_on)}" if best.seen_on else ""
    return f"{best.reference}, {seen}{day}" if best.reference else f"{seen}{day}"


def _acceptance(desk: Desk, old: PracticeScore, new: PracticeScore) -> Iterable[tuple[str, str, str, str]]:
    accepted = new.answer.accepted
    if accepted is not None and new.accepted_holds:
        because = f"{unstopped(accepted.reason)} ({accepted.by})"
        yield "risk accepted", f"needed {new.target}", f"{accepted.level} until {desk.day(accepted.until)}", because
    elif old.accepted_holds:
        was = old.answer.accepted
        ended = "the gap is closed" if not new.gap else "its day has passed" if accepted else "taken back"
        yield "acceptance ended", f"{was.level} accepted" if was else "accepted", _state(new), ended


# What stands below the table


def _claims(scores: Iterable[PracticeScore]) -> View:
    """Answers above what their proof carries, and the widest of them."""
    wide = [score for score in scores if score.level is not None and score.level > (score.evidenced or 0)]
    if not wide:
        return {"count": 0}
    widest = max(wide, key=lambda score: (score.low - (score.evidenced or 0), score.practice.impact))
    return {
        "count": len(wide),
        "title": widest.practice.title,
        "claimed": widest.low,
        "proven": widest.evidenced or 0,
    }


def _moved(comparison: Comparison) -> View:
    """Like for like, and the exact split, with parts that add up as shown."""
    same = comparison.like_for_like
    view: View = {
        "like_for_like": signed(same.change) if same else "",
        "alike": same.practices if same else 0,
        "total": "",
        "parts": {},
        "why_not": comparison.why_no_parts,
        "most": [],
    }
    if comparison.parts and comparison.change is not None:
        parts = comparison.parts
        total, shares = adding_up(comparison.change, [parts.answers, parts.questionnaire, parts.profile])
        view["total"] = total
        view["parts"] = dict(zip(("answers", "questionnaire", "profile"), shares, strict=True))
    return view


def _promises(found: Iterable[Promise], since: date, desk: Desk) -> View:
    by_fate: dict[str, list[Promise]] = {"done": [], "late": [], "open": [], "dropped": []}
    for promise in found:
        by_fate[promise.fate].append(promise)
    return {
        "since": desk.day(since),
        "all": sum(map(len, by_fate.values())),
        "done": len(by_fate["done"]),
        "open": len(by_fate["open"]),
        "late": [{"text": one.step.text, "who": _owner(one)} for one in by_fate["late"]],
        "dropped": [{"text": one.step.text, "who": _owner(one)} for one in by_fate["dropped"]],
    }


def _owner(promise: Promise) -> str:
    return (promise.now or promise.step).owner or promise.step.owner

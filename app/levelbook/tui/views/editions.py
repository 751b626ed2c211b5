"""Two editions side by side: what moved, why the level did, and what became of the promises."""

from __future__ import annotations

from fractions import Fraction

from textual.content import Content

from levelbook.core.changes import Change, Comparison, PracticeChange, promises
from levelbook.core.scoring import PracticeScore
from levelbook.core.text import one_decimal, spoken_day
from levelbook.session import Session
from levelbook.tui import hints
from levelbook.tui.plain import EMPTY, join, line
from levelbook.tui.views import words
from levelbook.tui.views.interview import step_words
from levelbook.tui.widgets.rows import Row

BLANK = Row(EMPTY)
NOW = "now"

GROUPS: tuple[tuple[str, str, tuple[Change, ...]], ...] = (
    ("Worse", "warn", ("down", "cleared")),
    ("Out of scope, or in", "warn", ("scope",)),
    ("Better", "good", ("up",)),
    ("Answered for the first time", "good", ("answered",)),
    ("What is needed", "blue", ("target", "accepted")),
    ("The questionnaire", "blue", ("reworded", "new", "gone")),
)
_WEIGHT: tuple[Change, ...] = (
    "gone", "new", "scope", "down", "cleared", "up", "answered", "target", "accepted", "reworded",
)  # fmt: skip


def first_pair(session: Session) -> tuple[str, str]:
    """What to compare at first: the last edition with now, or the last two while nothing has changed since."""
    names = [edition.name for edition in session.history.editions]
    if not names:
        return "", NOW
    if len(names) > 1 and session.history.last_book == session.book:
        return names[-2], names[-1]
    return names[-1], NOW


def list_rows(session: Session, old: str, new: str) -> list[Row]:
    """Now, then the editions, newest first; the two that are compared are marked."""
    rows = [Row(line("as it is"), lead=_mark(NOW, old, new), key=NOW, clip=True)]
    for edition in reversed(session.history.editions):
        sealed = spoken_day(edition.sealed_at.date(), session.on())
        rows.append(
            Row(line(f"sealed {sealed}", "dim"), lead=_mark(edition.name, old, new), key=edition.name, clip=True)
        )
    return rows


def _mark(name: str, old: str, new: str) -> Content:
    said = "from " if name == old else "to   " if name == new else "     "
    return join(line(said, "key"), line(f"{name:<12} ", "strong" if name in (old, new) else ""))


def report_rows(session: Session, comparison: Comparison) -> list[Row]:
    """What moved and why."""
    rows = [*_level(comparison), BLANK, *_parts(comparison)]
    for title, ink, kinds in GROUPS:
        found = [change for change in comparison.moved if _weightiest(change) in kinds]
        if found:
            rows += [BLANK, Row(join(line(title, f"bold {ink}"), line(f"  {len(found)}", "dim")))]
            rows += [_change(session, change) for change in found]
    if not comparison.moved:
        rows += [BLANK, Row(line("No practice changed.", "dim"))]
    return [*rows, *_promises(session, comparison)]


def _weightiest(change: PracticeChange) -> Change:
    """Under what a practice of which several things changed is shown."""
    return next(kind for kind in _WEIGHT if change.has(kind))


def _level(comparison: Comparison) -> list[Row]:
    before, after = comparison.before, comparison.after
    title = Row(join(line(f"From {before.name} to {after.name}", "head")))
    span = join(
        words.level_and_range(before.scorecard.overall),
        line("  →  ", "dim"),
        words.level_and_range(after.scorecard.overall),
    )
    rows = [title, Row(span, lead=line("Level          ", "dim"))]
    like = comparison.like_for_like
    if like is None:
        rows.append(Row(line("nothing was asked and answered both times", "dim"), lead=line("Like for like  ", "dim")))
    else:
        about = line(f"  over {words.plural(like.practices, 'practice')} answered both times", "dim")
        rows.append(Row(join(_signed(like.change), about), lead=line("Like for like  ", "dim")))
    return rows


def _parts(comparison: Comparison) -> list[Row]:
    if comparison.parts is None:
        return [Row(line(f"The change cannot be split: {comparison.why_no_parts}.", "dim"))]
    parts = comparison.parts
    split = (("answers", parts.answers), ("profile", parts.profile), ("questionnaire", parts.questionnaire))
    said = Content(" · ").join([join(line(f"{name} "), _signed(value)) for name, value in split])
    change = comparison.change
    return [
        Row(
            join(_signed(change) if change is not None else EMPTY, line("  =  ", "dim"), said),
            lead=line("The change     ", "dim"),
        )
    ]


def _signed(value: Fraction) -> Content:
    text = one_decimal(value)
    if text in ("0.0", "-0.0"):
        return line("±0.0", "dim")
    return line(text.replace("-", "−") if value < 0 else f"+{text}", "good" if value > 0 else "warn")


def _change(session: Session, change: PracticeChange) -> Row:
    number = session.questionnaire.numbers.get(change.id, "–")
    said = join(line(change.title), line(f"  {_what(change)}", "dim"))
    moved = change.contribution
    right = _signed(moved) if moved is not None and one_decimal(moved) not in ("0.0", "-0.0") else EMPTY
    key = change.id if change.id in session.questionnaire.practices else ""
    return Row(said, lead=line(f"{number:<5}", "blue"), key=key, right=right, clip=True)


def _what(change: PracticeChange) -> str:
    before, after = change.before, change.after
    said = []
    if change.has("up", "down", "answered", "cleared"):
        said.append(f"{_level_word(before)} → {_level_word(after)}")
    if change.has("target") and before and after:
        said.append(f"needs {before.target} → {after.target}")
    if change.has("scope") and before and after:
        said.append(f"{_scope_word(before)} → {_scope_word(after)}")
    if change.has("accepted") and after:
        said.append("risk accepted" if after.accepted_holds else "risk no longer accepted")
    said += [kind for kind in ("reworded", "new", "gone") if change.has(kind)]
    return ", ".join(said)


def _level_word(score: PracticeScore | None) -> str:
    if score is None:
        return "–"
    return (
        str(score.level) if score.level is not None else {"unsure": "?", "not-applicable": "n/a"}.get(score.status, "·")
    )


def _scope_word(score: PracticeScore) -> str:
    if score.status == "not-applicable":
        return "not applicable, you say"
    return score.scope.replace("-", " ")


def _promises(session: Session, comparison: Comparison) -> list[Row]:
    made = promises(comparison.before, comparison.after)
    if not made:
        return []
    inks = {"done": "good", "late": "warn", "open": "dim", "dropped": "warn"}
    numbers = session.questionnaire.numbers
    rows = [BLANK, Row(line(f"Promised in {comparison.before.name}", "head"))]
    for promise in sorted(made, key=lambda one: list(inks).index(one.fate)):
        lead = join(
            line(f"{promise.fate:<9}", inks[promise.fate]), line(f"{numbers.get(promise.practice_id, '–'):<5}", "blue")
        )
        rows.append(Row(step_words(promise.now or promise.step, session), lead=lead, lines=2))
    return rows


def nothing_rows() -> list[Row]:
    """What stands there before the first edition."""
    return [
        Row(line("Nothing has been sealed yet.", "strong")),
        Row(
            line(
                "An edition keeps answers, guide and record as they are, so that next quarter you see what moved.",
                "dim",
            )
        ),
        Row(join(line("Press "), line(hints.key("seal"), "key"), line(" to seal the first one."))),
    ]

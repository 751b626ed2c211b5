"""A comparison in plain lines: what moved, and why."""

from __future__ import annotations

from datetime import date

from levelbook.cli.output import level_words, plural, share_words, signed
from levelbook.core.changes import Change, Comparison, PracticeChange

KINDS: tuple[tuple[Change, str], ...] = (
    ("down", "worse"),
    ("up", "better"),
    ("answered", "answered"),
    ("cleared", "no longer answered"),
    ("scope", "scope"),
    ("target", "needed level"),
    ("accepted", "accepted risk"),
    ("reworded", "reworded"),
    ("new", "new here"),
    ("gone", "gone"),
)


def moved_words(comparison: Comparison, today: date) -> list[str]:
    """What moved the level, in a few lines, the figure people mean first."""
    before, after = comparison.before, comparison.after
    old, new = before.scorecard.overall, after.scorecard.overall
    lines = [f"From {before.name} to {after.name}: level {level_words(old)} to {level_words(new)}."]
    same = comparison.like_for_like
    if same is not None:
        lines.append(
            f"Like for like, on {plural(same.practices, 'practice')} answered both times: {signed(same.change)}."
        )
    parts = comparison.parts
    if parts is not None:
        lines.append(
            f"The whole change {signed(comparison.change)}: answers {signed(parts.answers)}, "
            f"profile {signed(parts.profile)}, questionnaire {signed(parts.questionnaire)}."
        )
    else:
        lines.append(f"The change cannot be split: {comparison.why_no_parts}.")
    lines.append(f"Of what is needed: {share_words(old.attainment)} to {share_words(new.attainment)}.")
    moved = comparison.moved
    if not moved:
        return [*lines, "No practice changed."]
    lines.append("")
    shown: set[str] = set()
    for kind, words in KINDS:
        for change in comparison.only(kind):
            if change.id not in shown:
                shown.add(change.id)
                lines.append(f"  {words:18}  {_practice_words(change)}")
    return lines


def _practice_words(change: PracticeChange) -> str:
    words = f"{change.title}: {_stand(change, earlier=True)} to {_stand(change, earlier=False)}"
    # With two decimals: one practice of forty seldom moves a whole tenth.
    moved = f"{float(change.contribution or 0):+.2f}".replace("-", "−")
    return words if moved in ("+0.00", "−0.00") else f"{words} ({moved} of the level)"


def _stand(change: PracticeChange, *, earlier: bool) -> str:
    score = change.before if earlier else change.after
    if score is None:
        return "not there"
    if not score.counts:
        return "not applicable"
    said = str(score.level) if score.level is not None else ("unsure" if score.status == "unsure" else "not answered")
    needed = change.has("target") or change.has("scope")
    return said + (f" (needs {score.target})" if needed else "")

"""A comparison in plain lines: what moved, and why."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from levelbook.core.assessment.comparison import Change, Comparison, PracticeChange
from levelbook.core.assessment.scoring import Figures
from levelbook.core.text.cleaning import spoken_day
from levelbook.core.text.rounding import apportioned, signed, units
from levelbook.words.figures import before_and_after, level_words, plural, share_words
from levelbook.words.practice_changes import TARGETS_AND_RISKS, change_rows

KINDS: tuple[tuple[Change, str], ...] = (
    ("down", "worse"),
    ("up", "better"),
    ("answered", "answered"),
    ("cleared", "no longer answered"),
    ("scope", "scope"),
    ("reworded", "reworded"),
    ("new", "new here"),
    ("gone", "gone"),
)
"""What can move the level; targets and accepted risks cannot, and are told apart."""


def moved_words(comparison: Comparison, today: date) -> list[str]:
    """A comparison says what moved the level in a few lines, the figure people mean first."""
    before, after = comparison.before, comparison.after
    old, new = before.scorecard.overall, after.scorecard.overall
    said, same = comparison.movement, comparison.like_for_like
    first, second = (said.before, said.after) if said else ("", "")
    lines = [f"From {before.name} to {after.name}: level {_ranged(first, old)} to {_ranged(second, new)}."]
    if same is not None:
        about = f"on {plural(same.practices, 'practice')} answered both times"
        lines.append(f"Like for like, {about}: {comparison.like_for_like_words}.")
    if comparison.parts is not None and said is not None:
        answers, questionnaire, profile = said.parts
        lines.append(
            f"The whole change {said.change}: answers {answers}, profile {profile}, questionnaire {questionnaire}."
        )
    else:
        lines.append(f"The change cannot be split: {comparison.why_no_parts}.")
    lines.append(f"Of target: {share_words(old.attainment)} to {share_words(new.attainment)}.")
    if not any(any(change.counts) for change in comparison.moved):
        return [*lines, "No practice changed."]
    return [*lines, *_practices(comparison), *_targets_and_risks(comparison, today)]


def _ranged(level: str, figures: Figures) -> str:
    """A level as printed, with its range while something is open."""
    _, bracket, bounds = level_words(figures).partition(" (")
    return level + bracket + bounds if level else level_words(figures)


def _practices(comparison: Comparison) -> list[str]:
    """Each practice says how it moved the level: as printed, they and the rest add up to the change."""
    shown: dict[str, tuple[str, PracticeChange]] = {}
    for kind, words in KINDS:
        for change in comparison.only(kind):
            if any(change.counts):
                shown.setdefault(change.id, (words, change))
    said = comparison.movement
    if not shown:
        return []
    if comparison.parts is None or said is None:
        return ["", *(f"  {words:18}  {_practice_words(change)}{_why(change)}" for words, change in shown.values())]
    places = max(2, said.places)  # one practice of forty seldom moves a whole tenth
    rest = [change.contribution or Fraction(0) for change in comparison.practices if change.id not in shown]
    parts = [change.contribution or Fraction(0) for _, change in shown.values()]
    total = units(said.new, places) - units(said.old, places)
    *figures, left = apportioned(total, [*parts, sum(rest, Fraction(0))], places)
    lines = [""]
    for (words, change), figure in zip(shown.values(), figures, strict=True):
        moved = f" ({signed(figure, places)} of the level)" if figure else ""
        lines.append(f"  {words:18}  {_practice_words(change)}{moved}{_why(change)}")
    if left:
        lines.append(f"  {'':18}  all others, whose share has changed ({signed(left, places)} of the level)")
    return lines


def _targets_and_risks(comparison: Comparison, today: date) -> list[str]:
    """Tell changes of targets and of accepted risks."""

    def day(one: date) -> str:
        return spoken_day(one, today)

    found = [row for row in change_rows(comparison, day, str) if row.kind in TARGETS_AND_RISKS]
    if not found:
        return []
    old, new = comparison.before.scorecard.overall.target, comparison.after.scorecard.overall.target
    first, second = before_and_after(old, new)
    stays = "as before" if first == second else f"before {first}"
    lines = ["", f"Apart from the level: average target {second}, {stays}."]
    for row in found:
        because = f": {row.because}" if row.because else ""
        lines.append(f"  {row.words:18}  {row.title}: {row.old} to {row.new.removeprefix('target ')}{because}")
    return lines


def _practice_words(change: PracticeChange) -> str:
    return f"{change.title}: {_stand(change, earlier=True)} to {_stand(change, earlier=False)}"


def _why(change: PracticeChange) -> str:
    """The questionnaire says what became of it, and why the level moved, as the team said."""
    asked = change.why if change.has("gone", "reworded", "new") else ""
    return "".join(f": {words}" for words in (asked, change.reason) if words)


def _stand(change: PracticeChange, *, earlier: bool) -> str:
    score = change.before if earlier else change.after
    if score is None:
        return "not there"
    if not score.counts:
        return "not applicable"
    said = str(score.level) if score.level is not None else ("unsure" if score.status == "unsure" else "not answered")
    needed = change.has("target") or change.has("scope")
    return said + (f" (target {score.target})" if needed else "")

"""Functions here print a comparison in plain lines: what moved, and why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from levelbook.core.assessment.comparison import Comparison
from levelbook.core.assessment.promise_outcomes import promises
from levelbook.core.assessment.promises import PromiseOutcome
from levelbook.core.text.cleaning import spoken_day
from levelbook.words.facts import changed_facts, compared_reworded_words
from levelbook.words.figures import before_and_after, former_words, plural, ranged_words
from levelbook.words.level_parts import (
    LIKEWISE,
    OTHERS,
    against_once,
    against_words,
    is_finer_by_practice,
    parts_by_practice,
    reached_words,
    sum_by_practice,
)
from levelbook.words.orphans import compared_lines
from levelbook.words.practice_changes import (
    MOVES_NO_LEVEL,
    NOTHING_CHANGED,
    ChangeRow,
    change_rows,
    reasons_once,
)
from levelbook.words.promises import FATE_WORDS, fates_words, outcome_words, put_off_words, unknown_words
from levelbook.words.proof import nothing_proven_words, proven_comparison
from levelbook.words.scoring_model import model_change_words
from levelbook.words.standing import unreviewed_words, whole_round_words


def comparison_lines(comparison: Comparison, today: date) -> list[str]:
    """Say in a few lines what moved the level, the figure people mean first."""
    before, after = comparison.before, comparison.after
    old, new = before.scorecard.overall, after.scorecard.overall
    said, same = comparison.movement, comparison.like_for_like
    first, second = (said.before, said.after) if said else ("", "")
    lines = [f"From {before.name} to {after.name}: {_levels(ranged_words(first, old), ranged_words(second, new))}."]
    lines += filter(None, [whole_round_words(after, before.name), unreviewed_words(after, before.name)])
    if same is not None:
        about = f"on {plural(same.practices, 'practice')} answered both times"
        reworded = f" ({comparison.alike_reworded} of them reworded since)" if comparison.alike_reworded else ""
        lines.append(f"Like for like, {about}{reworded}: {comparison.like_for_like_words}.")
    if comparison.parts is not None and said is not None:
        answers, questionnaire, profile = said.parts
        comma = "" if said.change_words == said.change else ","  # "The whole change, up by less than 0.01"
        lines.append(
            f"The whole change{comma} {said.change_words}: answers {answers}, questionnaire {questionnaire}, "
            f"profile {profile}."
        )
    else:
        lines.append(f"The change cannot be split: {comparison.why_no_parts}.")
    lines += [*compared_lines(comparison), *filter(None, [unknown_words(before, after)])]
    lines += filter(None, [compared_reworded_words(comparison)])
    lines.append(f"Of target: {reached_words(comparison)}.")
    lines.append(f"Proven: {_proven(comparison)}.")
    if after.questionnaire.scoring_model and (words := model_change_words(before, after)):
        lines.append(f"{after.questionnaire.scoring_model.name}: {words}.")
    lines += [f"Fact changed: {one}." for one in changed_facts(comparison)]

    def day(one: date) -> str:
        return spoken_day(one, today)

    rows = change_rows(comparison, day, lambda kind: kind.replace("-", " "))
    if not rows and not any(any(change.counts) for change in comparison.moved):
        return [*lines, NOTHING_CHANGED, *_promises(comparison, today)]
    return [*lines, *_practices(comparison, rows), *_targets_and_risks(comparison, rows), *_promises(comparison, today)]


def _levels(before: str, after: str) -> str:
    """`level 1.6 (1.1–2.9) to 1.8`, `no level yet (0.0–4.0) to level 2.0`; of a level that is not there, it says so."""
    named = "level " if before[:1].isdigit() else ""
    return f"{named}{before} to {'level ' if not named and after[:1].isdigit() else ''}{after}"


def _proven(comparison: Comparison) -> str:
    old, new = comparison.before.scorecard, comparison.after.scorecard
    if not old.has_proof and not new.has_proof:
        return nothing_proven_words(new)
    first, second, stays = proven_comparison(old, new)
    said = f"{second}, {stays}"
    if not new.has_proof and new.overall.evidenced:
        said += "; no evidence proves any of it now"
    return said if "," in stays or first == second or not new.has_proof else f"{first} to {second}"


def _practices(comparison: Comparison, rows: Iterable[ChangeRow]) -> list[str]:
    """List the practices that can move the level, each with its part: as printed, they and the rest add up to it."""
    shown = [row for row in rows if row.kind not in MOVES_NO_LEVEL]
    if not shown:
        return []
    parts, others = parts_by_practice(comparison, shown)
    # Of several rows about one practice, the first has its part.
    finer = [f"By practice, {sum_by_practice(comparison)}:"] if parts and is_finer_by_practice(comparison) else []
    lines, above = ["", *finer], ""
    for row in reasons_once(shown):
        part = parts.pop(row.practice.id, "")
        against = against_words(comparison, row, part)
        lines.append(_row(row, part, against_once(against, above)))
        above = against
    return [*lines, f"  {'':{_KIND}}  {OTHERS} ({others} of the level)"] if others else lines


_KIND = 18
"""The width of the column for the kind of a change."""


def _row(row: ChangeRow, part: str = "", against: str = "") -> str:
    joint = ", " if against.startswith("because") or against == LIKEWISE else ": "
    moved = f" ({part} of the level{joint + against if against else ''})" if part else ""
    because = f": {row.because}" if row.because else ""
    return f"  {row.words:{_KIND}}  {row.title}: {row.moved(' to ')}{moved}{because}"


def _targets_and_risks(comparison: Comparison, rows: Iterable[ChangeRow]) -> list[str]:
    """Print changes of targets and of accepted risks."""
    found = [row for row in rows if row.kind in MOVES_NO_LEVEL]
    if not found:
        return []
    old, new = comparison.before.scorecard.overall.target, comparison.after.scorecard.overall.target
    second, stays = before_and_after(old, new)[1], former_words(old, new)
    return ["", f"Apart from the level: average target {second}, {stays}.", *map(_row, reasons_once(found))]


def _promises(comparison: Comparison, today: date) -> list[str]:
    """Count what became of promises, and name those that were put off or dropped: what is late stands on home."""
    made = promises(comparison.before, comparison.after)
    if not made:
        return []
    old, new = (fates_words(one.fate for one in made if one.is_new is is_new) for is_new in (False, True))
    since = f"; since then {new}" if new else ""
    said = f"Promised up to {comparison.before.name}: {old or 'nothing was open'}{since}."
    put_off = [(one, words) for one in made if (words := put_off_words(one, today))]
    dropped = [one for one in made if one.fate == "dropped"]
    return [
        "",
        said,
        *(f"  {'put off':{_KIND}}  {_promise(one)}, {words}" for one, words in put_off),
        *(f"  {FATE_WORDS[one.fate]:{_KIND}}  {_promise(one)}" for one in dropped),
    ]


def _promise(one: PromiseOutcome) -> str:
    return f"{outcome_words(one)} ({one.who})" if one.who else outcome_words(one)

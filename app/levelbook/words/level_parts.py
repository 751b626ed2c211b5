"""This module says what moved the level, and the share of the target reached, in figures beside the practices."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from levelbook.core.assessment.comparison import Comparison
from levelbook.core.assessment.practice_change import PracticeChange
from levelbook.core.assessment.scoring import Scorecard
from levelbook.core.text.cleaning import told_apart
from levelbook.core.text.rounding import MOST_PLACES, apportioned, signed, units
from levelbook.words.figures import listed, reached_range
from levelbook.words.practice_changes import MOVES_NO_LEVEL, ChangeRow

OTHERS = "practices of which only the share has changed"
"""The words for practices without a figure of their own, which account for the rest of the change."""


def parts_by_practice(comparison: Comparison, rows: Iterable[ChangeRow]) -> tuple[dict[str, str], str]:
    """Say what each practice of the rows moved the level by, by id, and all others; as printed, these add up to it.

    A practice whose rows are all of kinds that move no level is among the others: no figure stands beside such a row.
    What comes to nothing is left out; everything is where the level cannot be split.
    """
    breakdown = comparison.breakdown
    if breakdown is None:
        return {}, ""
    named = {row.practice.id for row in rows if row.kind not in MOVES_NO_LEVEL}
    figures = {name: breakdown.by_practice[name] for name in named}
    others = breakdown.others(figures)
    parts = {name: signed(figure, MOST_PLACES) for name, figure in figures.items() if figure}
    return parts, signed(others, MOST_PLACES) if others else ""


def sum_by_practice(comparison: Comparison) -> str:
    """Say what all practices moved the level by: `+0.08`, and beside a change of `+0.1` `+0.08 to two decimals`.

    A practice seldom moves the level by a whole tenth, so its part has two decimals whatever the change has. Empty
    where the level cannot be split.
    """
    if comparison.breakdown is None:
        return ""
    change = signed(comparison.breakdown.change, MOST_PLACES)
    return f"{change} to two decimals" if is_finer_by_practice(comparison) else change


def is_finer_by_practice(comparison: Comparison) -> bool:
    """Tell whether the parts by practice add up to another figure than the change, because they have more decimals."""
    breakdown, said = comparison.breakdown, comparison.movement
    if breakdown is None or said is None:
        return False
    as_said = (units(said.new, said.places) - units(said.old, said.places)) * int(10 ** (MOST_PLACES - said.places))
    return as_said != breakdown.change


def against_words(comparison: Comparison, row: ChangeRow, part: str) -> str:
    """Say why a practice's part of the change has another sign than one expects of its row; empty where it has not.

    part: as printed, by `parts_by_practice`. A level that went up can have a negative part, because its practice
    counts for less of the whole by now; one that is answered can lower the level, because it is below the average.
    """
    expected = _EXPECTED.get(row.kind, "")
    if not part or not expected or part.startswith(expected):
        return ""
    term = comparison.way.from_start_to_end.get(row.practice.id)
    if term is None:
        return "because of changes in which practices count"
    side = "below" if term.above < 0 else "above"
    if row.kind not in ("better", "worse"):
        was = "is" if expected == "+" else "was"
        is_so = (term.above < 0) == (part.startswith("−") == (expected == "+"))
        return f"because it {was} {side} the average" if is_so else "because of changes in which practices count"
    whole = row.practice.contribution or Fraction(0)
    own = comparison.way.own_moves.get(row.practice.id, Fraction(0))
    places = len(part.partition(".")[2])
    printed, rest = apportioned(units(Fraction(part.replace("−", "-")), places), [own, whole - own], places)
    counts = "less" if term.gained < 0 else "more"
    is_so = term.gained != 0 and (term.above * term.gained < 0) == (whole - own < 0)
    why = f"it now counts for {counts} and is {side} the average" if is_so else "of changes in which practices count"
    return f"{signed(printed, places)} by its own level, {signed(rest, places)} because {why}"


_EXPECTED = {
    "better": "+",
    "answered": "+",
    "new": "+",
    "back in scope": "+",
    "worse": "−",
    "not known": "−",
    "gone": "−",
    "out of scope": "−",
}
"""The sign that one expects of a row's part of the change."""


LIKEWISE = "likewise"
"""The words for what `against_words` has said of the row above."""


def against_once(against: str, above: str) -> str:
    """Return what `against_words` says of a row; where the row above says the same, only that.

    The words are not those for the reason of the row itself, which may stand beside them.
    """
    return LIKEWISE if against and against == above else against


def reached_words(comparison: Comparison) -> str:
    """Say which share of the target is reached, and what moved it: `66% to 69%, up because of A`.

    A share is a range while anything is open: `5–100% to 9–90%`.
    """
    old, new = _shares(comparison)
    shares = f"{old} to {new}" if _share_moves(comparison) else new
    return ", ".join(filter(None, [shares, attainment_words(comparison) or ("" if old != new else "as before")]))


_MOST_NAMED = 3


def attainment_words(comparison: Comparison) -> str:
    """Say what moved the share of the target that is reached: `down because of A, B, C and 2 more; up because of D`.

    Empty where nothing did; *slightly* where the share is the same in whole per cent.
    """
    moved = sorted(comparison.attainment_parts(), key=lambda one: -abs(one[1]))
    # Practices in which nothing changed only weigh otherwise; they are named by nobody. Nor are those whose own change
    # leads the other way: one whose target was raised is no reason why more is reached, though it weighs less by now.
    changed = {(change.title, sign) for change in comparison.practices for sign in _leanings(comparison, change)}
    total = sum((part for _, part in moved), Fraction(0))
    said = []
    for word, sign in (("down", -1), ("up", 1)) if total < 0 else (("up", 1), ("down", -1)):
        names = [title for title, part in moved if part * sign > 0 and (title, sign) in changed]
        if names:
            more = [f"{len(names) - _MOST_NAMED} more"] if len(names) > _MOST_NAMED else []
            said.append(f"{word} because of {listed(told_apart(names[:_MOST_NAMED]) + more)}")
        elif total * sign > 0 and changed:
            said.append(f"{word} because the shares of other practices have changed")
    slightly = "slightly " if len(said) == 1 and not _share_moves(comparison) else ""
    return slightly + "; ".join(said)


def _leanings(comparison: Comparison, change: PracticeChange) -> tuple[int, ...]:
    """Return which way a practice alone would take the share of the target that is reached: 1 up, -1 down, or neither.

    The same terms as in `Comparison.attainment_parts`, at equal weights.
    """
    reached = target = 0
    for one, sign in ((change.before, -1), (change.after, 1)):
        if one is not None and one.counts:
            reached += sign * min(one.level or 0, one.target)
            target += sign * one.target
    led = reached - (comparison.before.scorecard.overall.attainment or 0) * target
    return () if not led else (1,) if led > 0 else (-1,)


def _share_moves(comparison: Comparison) -> bool:
    """Return whether the share of the target is another one, in the whole per cent that people are shown."""
    old, new = _shares(comparison)
    return old != new


def _shares(comparison: Comparison) -> tuple[str, str]:
    """Write the share of the target that is reached, before and after; a dash where nothing is in scope."""
    old, new = (_share(side.scorecard) for side in (comparison.before, comparison.after))
    return old, new


def _share(card: Scorecard) -> str:
    reached = reached_range(card.sections, card.overall)
    return f"{reached}%" if reached != "–" else reached

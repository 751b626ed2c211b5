"""This module explains a change of the level: formulas and values that a person can check with a pencil.

Sums add up as printed, with four decimals: if rounding would break a sum, parts are adjusted in the last digit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from levelbook.core.answers.answers import STATUS_WORDS
from levelbook.core.assessment.attribution import AttributionStep, Parts, Term
from levelbook.core.assessment.comparison import Comparison
from levelbook.core.assessment.explanation import Explanation, Figure, part_words
from levelbook.core.assessment.like_for_like import shares_alike
from levelbook.core.assessment.practice_change import PracticeChange
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.scoring import Scorecard, SectionScore
from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import spoken_day
from levelbook.core.text.quotation import speaker
from levelbook.core.text.rounding import apportioned, plain, signed, units

PLACES = 4

_SAID = {
    "questionnaire": "the level of the old record under the new questionnaire, minus that under the old one",
    "profile": "the mean of changing the profile first and changing it last",
    "answers": "the mean of changing the answers first and changing them last",
}
TERM = "its share times the change of its level, plus its distance from the average times the change of its share"
"""The formula of a practice's contribution in one step; `_MEANS` explains its symbols."""


_ROUNDED = "rounded so that the sum is right: equal parts may differ in the last decimal"
_MEANS = "share and level are the means of before and after, and the average is the overall level"


@frozen
class ChangeExplained(Explanation):
    """An explanation of the change between two assessments."""

    old: str = ""
    new: str = ""
    """Name of the earlier assessment; the later one's is in `new`."""
    practices: tuple[tuple[PracticeChange, str], ...] = ()
    """Practices with a contribution, largest first, each with its figure as printed."""

    def shape(self) -> dict[str, Any]:
        """The JSON shape of `explain --from … --json`."""
        shape = super().shape()
        return {
            "id": shape["id"],
            "title": shape["title"],
            "from": self.old,
            "to": self.new,
            "figures": shape["figures"],
            "practices": [
                {"id": change.id, "title": change.title, "contribution": float(printed.replace("−", "-"))}
                for change, printed in self.practices
            ],
            "notes": shape["notes"],
        }


def explain_change(comparison: Comparison) -> ChangeExplained:
    """Explain the change of the overall level: like for like, then the split, then practice by practice."""
    notes = _changes_without_level(comparison)
    figures = [_like_for_like(comparison)]
    practices: tuple[tuple[PracticeChange, str], ...] = ()
    old, new = _levels(comparison)
    if comparison.parts is None or old is None or new is None:
        notes = [f"The change cannot be split: {comparison.why_no_parts}.", *notes]
    else:
        practices = _contributions_as_printed(comparison, comparison.practices)
        figures.append(_difference("change", "the level at the end minus the level at the start", old, new))
        figures += _parts(comparison, comparison.parts, old, new)
        figures.append(_by_practice(practices, comparison.change))
        notes += _printed_otherwise(comparison, new - old)
    figures += _reached(comparison)
    return _explained(comparison, "overall", "Overall", figures, practices, notes)


def _printed_otherwise(comparison: Comparison, change: Fraction) -> Iterator[str]:
    """Say how a comparison prints the change where that is not what its digits here are rounded to."""
    movement = comparison.movement
    if movement and signed(units(change, movement.places), movement.places) != movement.change:
        yield (
            f"A comparison prints {movement.before} to {movement.after}, {movement.change}: "
            "with fewer digits, so that what it prints adds up."
        )


def explain_section_change(comparison: Comparison, section_id: str, title: str) -> ChangeExplained:
    """Explain one section: its own level, and its practices' contributions to the overall level."""
    sides = [
        assessment.scorecard.sections_by_id.get(section_id) for assessment in (comparison.before, comparison.after)
    ]
    figures = [_own(name, sides) for name in ("level", "target", "attainment")]
    within = [change for change in comparison.practices if change.id.partition(".")[0] == section_id]
    practices: tuple[tuple[PracticeChange, str], ...] = ()
    notes = _changes_without_level(comparison, section_id)
    if comparison.parts is None:
        notes = [f"The change cannot be split: {comparison.why_no_parts}.", *notes]
    else:
        total = sum((change.contribution or Fraction(0) for change in within), Fraction(0))
        practices = _contributions_as_printed(comparison, within)
        figures.append(_by_practice(practices, total, of="part of the overall level's change, "))
    return _explained(comparison, section_id, title, figures, practices, notes)


def explain_practice_change(comparison: Comparison, change: PracticeChange) -> ChangeExplained:
    """Explain one practice: its contribution in each step."""
    notes = [f"{_state(change.before)}, then {_state(change.after)}.", *_changes_without_level(comparison, change.id)]
    renamed = change.before is not None and change.after is not None and change.before.id != change.after.id
    remark = "The questionnaire has renamed this practice" if renamed else "The questionnaire says"
    notes += [f"{remark}: {change.why}"] if change.why else []
    figures: list[Figure] = []
    if change.contribution is None:
        notes.insert(1, f"The change cannot be split: {comparison.why_no_parts}.")
    else:
        found = [(stage, stage.terms().get(change.id)) for stage in comparison.way.stages]
        moved = [(stage, term) for stage, term in found if term is not None and (term.by_level or term.gained)]
        total = _printed_parts(comparison).get(change.id, 0)
        printed = apportioned(total, [stage.factor * term.value for stage, term in moved], PLACES)
        for (stage, term), figure in zip(moved, printed, strict=True):
            figures.append(_stage(comparison, stage, term, figure))
        sum_ = " ".join(_term(figure) for figure in printed) or "nothing moved"
        together = f"{sum_} = {signed(total, PLACES)}"
        added_up = f"all its parts added up{f'; {_ROUNDED}' if len(printed) > 1 else ''}"
        figures.append(Figure("together", added_up, together, change.contribution, "change"))
    return _explained(comparison, change.id, change.title, figures, (), notes)


def _explained(
    comparison: Comparison,
    name: str,
    title: str,
    figures: Sequence[Figure],
    practices: tuple[tuple[PracticeChange, str], ...],
    notes: Sequence[str],
) -> ChangeExplained:
    old, new = comparison.before.name, comparison.after.name
    return ChangeExplained(name, title, tuple(figures), tuple(notes), old, new, practices)


def _levels(comparison: Comparison) -> tuple[Fraction | None, Fraction | None]:
    return comparison.before.scorecard.overall.level, comparison.after.scorecard.overall.level


# Figures of the whole


def _like_for_like(comparison: Comparison) -> Figure:
    formula = "each share times the change of its level, added up over what was answered both times in the same wording"
    same = comparison.like_for_like
    if same is None:
        return Figure("like for like", formula, "none: nothing was answered so", None, "change")
    shares = shares_alike(comparison.pairing)
    old, after = comparison.before.scorecard.practices, comparison.after.scorecard.practices
    before = {name: old[comparison.pairing.earlier[name]] for name in shares}
    moved = [
        f"{after[name].practice.title}, {part_words(share)}, times ({after[name].low} − {before[name].low})"
        for name, share in shares.items()
        if after[name].low != before[name].low
    ]
    still = f"{len(shares) - len(moved)} of {len(shares)} did not move"
    values = f"{'; '.join(moved)}; {still}" if moved else still
    return Figure("like for like", formula, f"{values} = {_change_words(same.change)}", same.change, "change")


def _parts(comparison: Comparison, parts: Parts, old: Fraction, new: Fraction) -> list[Figure]:
    total = units(new, PLACES) - units(old, PLACES)
    named = (("questionnaire", parts.questionnaire), ("profile", parts.profile), ("answers", parts.answers))
    printed = apportioned(total, [part for _, part in named], PLACES)
    figures = [
        Figure(name, _said(comparison, name), f"{_way(comparison, name)} = {signed(figure, PLACES)}", part, "change")
        for (name, part), figure in zip(named, printed, strict=True)
    ]
    sum_ = " ".join(_term(figure) for figure in printed)
    together = f"{sum_} = {signed(total, PLACES)}"
    return [
        *figures,
        Figure("together", f"questionnaire, profile and answers added up; {_ROUNDED}", together, new - old, "change"),
    ]


def _said(comparison: Comparison, part: str) -> str:
    """Describe a part of the change, with words for one step or for two."""
    times = sum(stage.part == part for stage in comparison.way.stages)
    return (
        _SAID[part]
        if times != 1 or part == "questionnaire"
        else f"the level with the new {part}, minus that with the old"
    )


def _way(comparison: Comparison, part: str) -> str:
    """Name the levels between which a part of the change lies."""
    stages = [stage for stage in comparison.way.stages if stage.part == part]
    differences = [f"{_level(stage.second)} − {_level(stage.first)}" for stage in stages]
    if not differences:
        return "it stayed as it was"
    return differences[0] if len(stages) == 1 else " + ".join(f"half of ({one})" for one in differences)


def _level(card: Scorecard) -> str:
    return plain(units(card.overall.level or Fraction(0), PLACES), PLACES)


def _by_practice(practices: Sequence[tuple[PracticeChange, str]], total: Fraction | None, *, of: str = "") -> Figure:
    """Add up contributions to the change of the overall level.

    of: words that say so, where the figures above are of something else.
    """
    printed = [figure for _, figure in practices]
    whole = sum(round(float(figure.replace("−", "-")) * 10**PLACES) for figure in printed)
    values = " ".join(
        f"{change.title} {figure}" + (";" if place + 1 < len(practices) else "")
        for place, (change, figure) in enumerate(practices)
    )
    values = f"{values or 'no practice moved it'} = {signed(whole, PLACES)}"
    return Figure(
        "by practice", f"{of}added up over the practices: {TERM}; {_MEANS}; {_ROUNDED}", values, total, "change"
    )


def _contributions_as_printed(
    comparison: Comparison, changes: Iterable[PracticeChange]
) -> tuple[tuple[PracticeChange, str], ...]:
    """Return those of the practices that have a contribution, largest first, each with its figure."""
    printed = _printed_parts(comparison)
    moved = sorted((one for one in changes if one.contribution), key=lambda one: -abs(one.contribution or Fraction(0)))
    return tuple((change, signed(printed[change.id], PLACES)) for change in moved)


def _printed_parts(comparison: Comparison) -> dict[str, int]:
    """Map practices to their contributions in units of the last decimal; together the change of the level as printed.

    They are rounded once, over all of them, so that a practice has one figure wherever its part is explained.
    """
    old, new = _levels(comparison)
    moved = [change for change in comparison.practices if change.contribution]
    moved.sort(key=lambda one: -abs(one.contribution or Fraction(0)))
    parts = [change.contribution or Fraction(0) for change in moved]
    total = units(new or Fraction(0), PLACES) - units(old or Fraction(0), PLACES)
    return dict(zip((change.id for change in moved), apportioned(total, parts, PLACES), strict=True))


def _reached(comparison: Comparison) -> list[Figure]:
    """Explain the attainment of targets, which is not part of the level."""
    old, new = comparison.before.scorecard.overall, comparison.after.scorecard.overall
    return [
        _difference(
            "needed", "the target at the end minus that at the start; no part of the level", old.target, new.target
        ),
        _difference(
            "attainment",
            "how much of the target is reached at the end, minus that at the start",
            old.attainment,
            new.attainment,
        ),
    ]


def _own(name: str, sides: Sequence[SectionScore | None]) -> Figure:
    """Show one of a section's own figures before and after."""
    old, new = (None if side is None else getattr(side.figures, name) for side in sides)
    return _difference(f"section's {name}", "after minus before", old, new)


def _difference(name: str, formula: str, old: Fraction | None, new: Fraction | None) -> Figure:
    """Show the difference of two figures; both figures if one does not exist."""
    if old is None or new is None:
        said = (plain(units(value, PLACES), PLACES) if value is not None else "none" for value in (old, new))
        return Figure(name, "before, then after", ", then ".join(said), None, "change")
    first, last = units(old, PLACES), units(new, PLACES)
    values = f"{plain(last, PLACES)} − {plain(first, PLACES)} = {signed(last - first, PLACES)}"
    return Figure(name, formula, values, new - old, "change")


# Figures of one practice


def _stage(comparison: Comparison, stage: AttributionStep, term: Term, figure: int) -> Figure:
    both = [other for other in comparison.way.stages if other.part == stage.part]
    when = "last" if stage.second is comparison.way.end else "first"
    name = stage.part if len(both) == 1 else f"{stage.part}, changed {when}"
    share = (term.old_share + term.new_share) / 2
    factor = "" if stage.factor == 1 else "half of "
    mean, moved = Fraction(term.old + term.new, 2), term.new_share - term.old_share
    by_level = f"share {_share(share)} times ({term.new} − {term.old})"
    by_share = f"(level {_level_words(mean)} − average {_level_words(term.centre)}) times {_share(moved, sign=True)}"
    values = f"{factor}({by_level} + {by_share})" if factor else f"{by_level} + {by_share}"
    formula = f"{factor}({TERM}); {_MEANS}" if factor else f"{TERM}; {_MEANS}"
    return Figure(name, formula, f"{values} = {signed(figure, PLACES)}", stage.factor * term.value, "change")


def _share(value: Fraction, *, sign: bool = False) -> str:
    """Write a share in per cent with two decimals."""
    count = units(value * 100, 2)
    return f"{signed(count, 2) if sign else plain(count, 2)}%"


def _level_words(value: Fraction) -> str:
    return plain(units(value, 2), 2).removesuffix(".00")


def _state(score: PracticeScore | None) -> str:
    if score is None:
        return "not there"
    if not score.counts:
        return "not applicable"
    return f"level {score.level}" if score.level is not None else STATUS_WORDS[score.status]


def _term(figure: int) -> str:
    """Write a figure inside a sum."""
    return f"{'−' if figure < 0 else '+'} {plain(abs(figure), PLACES)}"


def _change_words(value: Fraction) -> str:
    return signed(units(value, PLACES), PLACES)


# Apart from the level


def _changes_without_level(comparison: Comparison, within: str = "") -> list[str]:
    """Describe changes of targets and accepted risks, of everything or within a section or practice."""
    said: list[str] = []
    for change in comparison.practices:
        if within and not (change.id == within or change.id.partition(".")[0] == within):
            continue
        old, new = change.before, change.after
        if old is not None and new is not None and change.has("target"):
            said.append(f"Target: {change.title}, {old.target} to {new.target}. A target moves no level.")
        if old is None or new is None or not change.has("accepted"):
            continue
        accepted = new.answer.accepted
        if new.accepted_holds and accepted is not None:
            was = old.answer.accepted if old.accepted_holds else None
            before = (
                f"; before, at {was.level} until {spoken_day(was.until)}, by {speaker(was.by)}"
                if was is not None
                else ""
            )
            said.append(
                f"Accepted: {change.title} at {accepted.level} until {spoken_day(accepted.until)}, by "
                f"{speaker(accepted.by)}: "
                f"{accepted.reason.rstrip('.')}{before}. Accepting a risk moves no level."
            )
        elif old.accepted_holds:
            said.append(f"No longer accepted: {change.title}. Accepting a risk moves no level.")
    return said

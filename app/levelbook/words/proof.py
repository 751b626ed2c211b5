"""This module says what evidence proves, everywhere in the same words; a number stands only where evidence proves it.

A level that needs no evidence is counted in the figures as proven. Whoever reads "proven 1" takes it that something
has been shown, so where no evidence stands behind a figure, people are told that instead of the number.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.words.figures import before_and_after, figure_words

NO_EVIDENCE = "no evidence"


def proof_words(one: PracticeScore) -> str:
    """Say what is behind a level: `proven 2`, `no evidence yet`, `evidence out of date`; empty below level 1."""
    if not one.level:
        return ""
    if one.has_proof:
        return f"proven {one.evidenced}"
    return "evidence out of date" if one.backing == "expired" else f"{NO_EVIDENCE} yet"


def claimed_and_proven(one: PracticeScore) -> str:
    """Say a level beside what is behind it: `3 claimed, proven 2`, `3 claimed, no evidence yet`."""
    return ", ".join(filter(None, (f"{one.low} claimed", proof_words(one))))


def nothing_to_bring_words(counting: Iterable[PracticeScore]) -> str:
    """Say why no evidence is lacking: nothing is answered, no level needs any, or everything is proven."""
    answered = [one for one in counting if one.level is not None]
    if not answered:
        return "Nothing is answered yet, so no level needs evidence."
    if not any(one.has_proof for one in answered):
        return "No answer so far claims a level that needs evidence."
    return "Every level that needs evidence is proven today."


def proven_figure(figure: Fraction | None, has_proof: bool) -> str:
    """Write the level that is proven on average: `1.6`, `no evidence`; a dash where there is no level."""
    return NO_EVIDENCE if figure is not None and not has_proof else figure_words(figure)


def proven_before_and_after(old: tuple[Fraction | None, bool], new: tuple[Fraction | None, bool]) -> tuple[str, str]:
    """Write two such figures, each given with whether any evidence is behind it, so that they tell their difference."""
    first, second = before_and_after(old[0], new[0])
    return (
        proven_figure(*old) if not old[1] else first,
        proven_figure(*new) if not new[1] else second,
    )


def level_or_status(score: PracticeScore) -> int | str:
    """Return the level of a practice that counts; "not known" where nobody could say, "not answered" where none did."""
    if score.level is not None:
        return score.level
    return "not known" if score.status == "unsure" else "not answered"

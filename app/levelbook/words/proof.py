"""This module says what evidence proves, everywhere in the same words; a number stands only where evidence proves it.

A level that needs no evidence is counted in the figures as proven. Whoever reads "proven 1" takes it that something
has been shown, so where no evidence stands behind a figure, people are told that instead of the number.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Final

from levelbook.core.answers.answers import Evidence
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.scoring import Scorecard, SectionScore
from levelbook.core.text.cleaning import spoken_day
from levelbook.words.figures import before_and_after, figure_words, former_words, plural

NOT_PROVEN = "not proven"
"""True where none is held as well as where all of it only counts as the team's word."""
EXPIRED = "evidence expired"
UNPROVEN: Final = (NOT_PROVEN, EXPIRED)
"""What stands in place of a figure of which evidence proves nothing."""
ON_WORD = ", on word"
"""Behind a figure that counts as proven on the team's word alone, in a list of figures that evidence proves."""
ON_EXPIRED = f", {EXPIRED}"
"""Behind such a figure where evidence proved more of it until it expired."""


def proof_words(one: PracticeScore) -> str:
    """Say what is behind a level: `proven 2`, `not proven yet`, `evidence expired`; empty below level 1."""
    if not one.level:
        return ""
    return f"proven {one.evidenced}" if one.has_proof else unproven_words(one)


def unproven_words(one: PracticeScore) -> str:
    """Say why evidence proves nothing of a level: nothing has yet, or what did has expired; else empty."""
    return not_proven_words(one.backing == "expired") if one.backing in ("said", "expired") else ""


def not_proven_words(expired: bool) -> str:
    """Say of a level or a whole that it is not proven: all that proved it has expired, or nothing has proved it."""
    return EXPIRED if expired else f"{NOT_PROVEN} yet"


def nothing_proven_words(card: Scorecard) -> str:
    """Say of a whole of which evidence proves nothing why: nothing has yet, or what did has expired."""
    return not_proven_words(card.has_expired_proof)


def claimed_and_proven(one: PracticeScore) -> str:
    """Say a level beside what is behind it: `3 claimed, proven 2`, `3 claimed, not proven yet`."""
    return ", ".join(filter(None, (f"{one.low} claimed", proof_words(one))))


def unproven_claims(scores: Iterable[PracticeScore]) -> list[PracticeScore]:
    """Return the practices whose level is above what their evidence proves, the largest gap first."""
    wide = [score for score in scores if score.unproven_levels]
    return sorted(wide, key=lambda score: (score.unproven_levels, score.practice.impact), reverse=True)


def nothing_to_bring_words(counting: Iterable[PracticeScore]) -> str:
    """Say why no evidence is lacking: nothing is answered, no level needs any, or everything is proven."""
    answered = [one for one in counting if one.level is not None]
    if not answered:
        return "Nothing is answered yet, so no level needs evidence."
    if not any(one.has_proof for one in answered):
        return "No answer so far claims a level that needs evidence."
    return "Every level that needs evidence is proven today."


def proven_figure(figure: Fraction | None, whole: Scorecard | SectionScore) -> str:
    """Write the level that is proven on average: `1.6`, `not proven`, `evidence expired`; a dash without a level."""
    if figure is None or whole.has_proof:
        return figure_words(figure)
    return EXPIRED if whole.has_expired_proof else NOT_PROVEN


def proven_in_series(figures: Iterable[tuple[Fraction | None, Scorecard | None]]) -> list[str]:
    """Write such figures of several times below each other, each with its scorecard, or None without a level.

    Where evidence proves any of them, all are numbers: "not proven" above "1.0" would tell of a change where there is
    none. What stands on the team's word alone says so, and why: `1.0, on word`, `1.0, evidence expired`.
    """
    held = list(figures)
    if not any(card is not None and card.has_proof for _, card in held):
        return [figure_words(None) if card is None else proven_figure(figure, card) for figure, card in held]
    return [figure_words(figure) + (_behind(card) if figure is not None and card else "") for figure, card in held]


def _behind(card: Scorecard) -> str:
    if card.has_proof:
        return ""
    return ON_EXPIRED if card.has_expired_proof else ON_WORD


def proven_comparison(old: Scorecard, new: Scorecard) -> tuple[str, str, str]:
    """Write two such figures and what the later is beside the former: `("1.0", "1.6", "before 1.0")`.

    Compared are the figures themselves: in place of one that stands on the team's word, "not proven" would tell of a
    change where there is none. `stays` says on which side nothing but the team's word is behind the figure.
    """
    figures = old.overall.evidenced, new.overall.evidenced
    first, second = before_and_after(*figures)
    stays = former_words(*figures)
    if figures[0] and not old.has_proof:
        stays += ", when no evidence proved any of it" if new.has_proof else ""
    return first, second, stays


def on_word_alone(card: Scorecard) -> str:
    """Say how many practices count in a figure on the team's word, beside others that evidence proves; empty for none.

    Their own sections say "not proven", although the figure over all of them counts their levels.
    """
    count = sum(score.is_by_word for score in card.counting)
    if not count or not card.has_proof:
        return ""
    level = card.questionnaire.level_without_proof
    needs = "Level 1 needs" if level == 1 else f"Levels up to {level} need"
    counted = f"{plural(count, 'practice')} {'counts' if count == 1 else 'count'}"
    return f"{needs} no evidence: {counted} there unproven."  # short, for one line of home at 80 columns


def level_or_status(score: PracticeScore) -> int | str:
    """Return the level of a practice that counts; "not known" where nobody could say, "not answered" where none did."""
    if score.level is not None:
        return score.level
    return "not known" if score.status == "unsure" else "not answered"


def last_day_words(piece: Evidence, until: date, today: date) -> str:
    """Write the last day on which evidence counts, with its year where the day on which it was seen has one.

    “1 December 2025, counted until 1 December” would read as one day.
    """
    has_year = piece.seen_on is not None and spoken_day(piece.seen_on, today) == spoken_day(piece.seen_on)
    return spoken_day(until, None if has_year else today)


def proves(score: PracticeScore) -> tuple[str, ...]:
    """Say what would prove the level, as the questionnaire says."""
    if score.inherited:
        return score.practice.provider_evidence
    return score.practice.level(score.level).evidence if score.level is not None else ()

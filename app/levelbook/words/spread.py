"""This module says how far votes or ballots are apart, in plain characters and words."""

from __future__ import annotations

from collections.abc import Sequence

from levelbook.core.answers.answers import Answer
from levelbook.core.answers.ballots import Spread


def counted_word(answer: Answer) -> str:
    """Name what an answer's counts are of: `ballots` where they were only counted, `votes` where the room voted."""
    return "ballots" if answer.from_ballots else "votes"


def histogram(spread: Spread) -> str:
    """Count how many gave each level: `1 at 0, 5 at 2, 2 at 3`."""
    return ", ".join(f"{count} at {level}" for level, count in spread.counts.items())


def range_words(spread: Spread) -> str:
    """Say the range: `1 to 4`, or `all 2`."""
    return f"{spread.low} to {spread.high}" if spread.width else f"all {spread.low}"


def median_words(spread: Spread) -> str:
    """Say the median: `2`, or `between 2 and 3`."""
    middle = spread.median
    whole = int(middle)
    return str(whole) if middle == whole else f"between {whole} and {whole + 1}"


def lower_words(spread: Spread) -> str:
    """Say that the level proposed is the lower median, where the median lies between two levels; else empty."""
    return "" if spread.median == spread.proposal else "the lower median"


def abstained_words(spread: Spread, *, voted: bool = False) -> str:
    """Say how many gave no level, to go behind what the others gave; empty where all gave one.

    voted: whether they were in the room, where a participant abstains.
    """
    return f", {spread.abstained} {'abstained' if voted else 'gave no level'}" if spread.abstained else ""


def counts_words(spread: Spread) -> str:
    """Count how many gave each level, and how many gave none: `2 at 1, 5 at 2, 1 gave no level`."""
    return f"{histogram(spread)}{abstained_words(spread)}"


def spread_words(spread: Spread, *, voted: bool = False) -> str:
    """Return histogram, range and median in one line; a single vote has no range. voted: as for `abstained_words`."""
    abstained = abstained_words(spread, voted=voted)
    if spread.voters == 1:
        return f"{histogram(spread)}; only one gave a level{abstained}"
    return f"{histogram(spread)}; {range_words(spread)}, median {median_words(spread)}{abstained}"


def hands_left_out_words(hands: Sequence[tuple[str, int | None]]) -> str:
    """Say which typed hands are left out because nobody on the list showed them; empty for none."""
    if not hands:
        return ""
    shown = ", ".join(
        " ".join(filter(None, (name, "abstains" if level is None else str(level)))) for name, level in hands
    )
    why = "no longer on the list" if any(name for name, _ in hands) else "typed before anybody was on the list"
    return f"Left out of this vote, as {why}: {shown}."

"""Rows with the team's levels: the whole and each section. They need only the answers.

They are all that home's first frame shows, so this imports neither editions nor ballots nor the guide.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from rich.cells import cell_len

from levelbook.book.session import Session
from levelbook.core.assessment.scoring import SectionScore
from levelbook.core.text.rounding import one_decimal
from levelbook.tui import labels
from levelbook.tui.literal_text import EMPTY, join, line
from levelbook.tui.widgets.rows import Row
from levelbook.words.figures import reached_range
from levelbook.words.proof import UNPROVEN, on_word_alone, proven_figure

PRACTICE = "practice:"
"""What the key of a row that opens a practice begins with; it ends with a place, so that it can appear twice."""

BLANK = Row(EMPTY, clip=True)


def spaced(*blocks: Sequence[Row]) -> list[Row]:
    """Blocks of rows with a blank line between them; empty ones leave none."""
    shown: list[Row] = []
    for block in blocks:
        if block:
            shown += [*([BLANK] if shown else []), *block]
    return shown


def where_we_stand(session: Session, width: int) -> list[Row]:
    """Say where the team stands, as a whole and by section."""
    return spaced(standing(session), sections(session, width))


def standing(session: Session) -> list[Row]:
    """The level with its range against what is needed, what is proven, and how much is answered."""
    overall = session.now.scorecard.overall
    if overall.target is None:
        return [Row(line("Nothing is in scope, so there is nothing to measure.", "dim"))]
    answered, counting = session.now.scorecard.settled_of
    share = Fraction(answered, counting) if counting else Fraction(0)
    covered = join(labels.bar(share, 10), line(f" {answered} of {counting} answered", "dim"))
    if overall.level is None:
        needed = line(f"Nothing is answered yet. The target is {one_decimal(overall.target)} on average.", "dim")
        return [Row(line("Where you stand", "head"), right=covered, clip=True), Row(needed)]
    figure = proven_figure(overall.evidenced, session.now.scorecard)
    proven = ("  " + (figure if figure in UNPROVEN else f"proven {figure}")) if overall.level else ""
    reached = reached_range(session.now.scorecard.sections, overall)
    said = join(
        line("━ ", "bar"),
        line("level ", "dim"),
        labels.level_and_range(overall),
        line("  ┃ ", "key"),
        line(f"target {one_decimal(overall.target)}, {reached}% reached{proven}", "dim"),
    )
    by_word = on_word_alone(session.now.scorecard)
    rows = [Row(line("Where you stand", "head"), right=covered, clip=True), Row(said)]
    return [*rows, Row(line(by_word, "dim"))] if by_word else rows


_SHORTEST_BAR = 6
_BESIDE_A_BAR = 37
"""Columns for the cursor, a number, figures with their range, how much is answered, and what is between them."""


def sections(session: Session, width: int) -> list[Row]:
    """Return each section's level as a bar with its target, and in numbers."""
    scored = session.now.scorecard.sections
    if all(section.figures.target is None for section in scored):
        return []
    longest = max(cell_len(section.section.title) for section in scored)
    title = max(18, min(longest, width - _BESIDE_A_BAR - _SHORTEST_BAR))
    bar = max(_SHORTEST_BAR, min(30, width - title - _BESIDE_A_BAR))
    return [_section(session, section, title, bar) for section in scored]


def _section(session: Session, section: SectionScore, title_width: int, width: int) -> Row:
    figures = section.figures
    title = line(section.section.title, "" if section.counts else "dim").truncate(title_width, ellipsis=True, pad=True)
    lead = join(line(f"{session.questionnaire.numbers[section.id]:>2} ", "dim"), title, " ")
    first = section.practices[0].id if section.practices else ""
    key = f"{PRACTICE}{first}#section{section.id}" if first else ""
    if figures.target is None:
        return Row(line("does not apply", "dim"), lead=lead, key=key, clip=True)
    drawn = labels.level_bar(figures, session.questionnaire.max_level, width)
    needed = one_decimal(figures.target)
    if figures.level is None:
        said = line(f"target {needed}", "dim")
    else:
        said = join(labels.level_and_range(figures), line(f" of {needed}", "dim"))
    return Row(join(drawn, " ", said), lead=lead, key=key, right=labels.tally(section), clip=True)

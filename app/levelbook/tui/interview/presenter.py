"""A practice for the projector: the question and its levels, with room around them, and nothing else."""

from __future__ import annotations

from levelbook.book.session import Session
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.frozen import frozen
from levelbook.tui import labels
from levelbook.tui.interview.rows import LEVEL
from levelbook.tui.literal_text import EMPTY, join, line
from levelbook.tui.widgets.rows import Row

BLANK = Row(EMPTY)


@frozen
class Density:
    """The density with which a practice is laid out for the projector."""

    named: bool = True
    """The level's name stands on a line of its own."""
    blanks: int = 1
    """Lines between levels."""
    lines: int = 0
    """To which a statement is cut; 0 for none."""


DENSITIES = (
    Density(blanks=2),
    Density(),
    Density(named=False),
    Density(named=False, blanks=0),
    Density(named=False, blanks=0, lines=2),
    Density(named=False, blanks=0, lines=1),
)
"""From the most room to the least."""


def rows(session: Session, score: PracticeScore, density: Density, cursor: str) -> list[Row]:
    """Return the presenter's rows, without targets and ballots, so that people vote freely."""
    shown = [Row(line(score.practice.question, "head")), *[BLANK] * max(1, density.blanks)]
    for level in score.practice.levels:
        if level.level:
            shown += [BLANK] * density.blanks
        said = score.level == level.level
        name = "" if score.inherited else session.questionnaire.scale[level.level].own_name
        words = line(labels.statement(session, score, level), "strong" if said else "")
        lead = join(line("● " if said else "  ", "chosen"), line(f"{level.level}   ", "chosen" if said else "key"))
        key = f"{LEVEL}{level.level}"
        if density.named and name:
            shown.append(Row(line(name, "chosen" if said else "blue"), lead=lead, key=key))
            shown.append(Row(words, lead=line("      ")))
        else:
            named = join(line(f"{name}  ", "blue"), words) if name else words
            shown.append(Row(named, lead=lead, key=key, lines=density.lines))
    return shown

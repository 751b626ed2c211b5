"""This module finds text in the guide that claims another level than the answers."""

from __future__ import annotations

from collections.abc import Collection

from levelbook.book.publishing.publish import Publisher, Written
from levelbook.core.assessment.assessment import Assessment
from levelbook.guide.keep import blocks
from levelbook.guide.keep.claimed_levels import claimed_level, claimed_overall
from levelbook.words.contradictions import Contradiction
from levelbook.words.figures import figure_words
from levelbook.words.proof import level_or_status


def contradictions(publisher: Publisher, written: Written) -> tuple[Contradiction, ...]:
    """Find the edited blocks of a guide whose text claims another level than what is answered, in their order."""
    return contradictions_in(written.guide.text, {state.id for state in written.edited}, publisher.book.now)


def contradictions_in(guide: str, edited: Collection[str], now: Assessment) -> tuple[Contradiction, ...]:
    """Find the blocks of these ids, in a guide's text, that claim another level than an assessment has."""
    found: list[Contradiction] = []
    for block in blocks.parse(guide).blocks if edited else ():
        if block.id not in edited:
            continue
        score = now.score_of(block.id.removeprefix("practice/"))
        if block.id == "standing":
            said, level = claimed_overall(block.text), now.scorecard.overall.level
            answered = "no level" if level is None else f"level {figure_words(level)}"
            title = "“Where we stand”"
        elif score is not None:
            claimed = claimed_level(block.text, now.questionnaire.numbers[score.id])
            said = "" if claimed is None else f"level {claimed}"
            answered = f"level {score.level}" if score.settled else str(level_or_status(score))
            answered = answered if score.counts else "not applicable"
            title = f"{now.questionnaire.numbers[score.id]} {score.practice.title}"
        else:
            continue
        if said and said != answered:
            found.append(Contradiction(block.id, title, said, answered))
    return tuple(found)

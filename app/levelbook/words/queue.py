"""This module says in words which practices a walk goes through."""

from __future__ import annotations

from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.queue import Only, Order, QueueChoice

ONLY_WORDS: dict[Only, str] = {
    "all": "all practices in scope",
    "essential": "the practices that matter most",
    "revisit": "what needs another look, late ones first",
    "new": "not answered yet",
    "unsure": "nobody could say",
    "carried": "answered before, not reviewed since",
    "stale": "expired evidence",
    "below": "answered, and below target",
    "differ": "where you disagree, furthest apart first",
    "mine": "what you own, do or find out",
    "inherited": "what a provider does",
}

ORDER_WORDS: dict[Order, tuple[str, str]] = {
    "questionnaire": ("in order", "section by section, as in the questionnaire"),
    "essential": ("essential first", "the practices that matter most before the others"),
    "spread": ("differing first", "where ballots or votes are furthest apart"),
}
"""A name, and what it means."""


def queue_choice_words(now: Assessment, queue_choice: QueueChoice) -> str:
    """Name a walk: `only unsure, essential first`; empty for everything in the questionnaire's order."""
    if queue_choice.listed is not None:
        return "your list"
    said = []
    if queue_choice.only != "all":
        said.append(f"only {queue_choice.only}")
    if queue_choice.section:
        said.append(f"section {now.questionnaire.numbers[queue_choice.section]}")
    if queue_choice.order != "questionnaire" and queue_choice.only != "differ":
        said.append(ORDER_WORDS[queue_choice.order][0])
    return ", ".join(said)

"""This module warns of what a book holds that its questionnaire does not have: which, what it means, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from levelbook.core.answers.answers import Answer
from levelbook.core.answers.orphans import Orphan, meant, orphans
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.words.figures import listed, plural

# 20 ms that `score` does without.
if TYPE_CHECKING:
    from levelbook.core.answers.ballots import Ballot
    from levelbook.core.assessment.comparison import Comparison

MOST_NAMED = 5
"""Orphans that are named in a sentence; the rest is counted."""


def orphan_lines(now: Assessment) -> list[str]:
    """Warn of what is orphaned, a sentence or two a line; no line where nothing is."""
    answers, facts, names = orphaned_answers(now), orphaned_facts(now), orphaned_names(now)
    lines = []
    if answers:
        such = "such a practice" if len(answers) == 1 else "such practices"
        lines.append(
            f"{plural(len(answers), 'orphaned answer')}: {_some(answers)}. "
            f"The questionnaire does not have {such}, so no figure counts {_them(answers)}."
        )
    if facts:
        lines.append(
            f"{plural(len(facts), 'orphaned fact')}: {_some(facts)}. The questionnaire does not have {_them(facts)}, "
            f"so no rule uses {_them(facts)}: scope and targets may be wrong."
        )
    if names:
        they_are = "it is" if len(names) == 1 else "they are"
        lines.append(
            f"{plural(len(names), 'orphaned name')} inside answers: {_some(names)}. "
            f"The questionnaire does not have {_them(names)}, so {they_are} ignored."
        )
    return [*lines, f"What to do: {remedy(now)}"] if lines else []


def remedy(now: Assessment) -> str:
    """Say what to do about what is orphaned, in a sentence or two."""
    from levelbook.core.answers.upgrade import needs_upgrade  # 12 ms, and hardly any book has orphans

    if needs_upgrade(now.book, now.questionnaire):
        return "`levelbook upgrade` moves each to where it belongs."
    called = dict.fromkeys(
        f"{orphan.name or orphan.id} may be {near}"
        for orphan in now.orphans[:MOST_NAMED]
        if (near := meant(orphan, now.book, now.questionnaire))
    )
    guess = f" ({listed(called)})" if called else ""
    return (
        f"in answers.toml, rename by hand whatever has a new id{guess}; or restore it in the questionnaire; "
        "or list the changes in migrations.toml of its next version, and run `levelbook upgrade`. `levelbook "
        "check` says where each one is."
    )


def sealing_words(now: Assessment) -> str:
    """Say what an edition would hold that counts for nothing; empty where it would hold no such answer."""
    found = [*orphaned_answers(now), *orphaned_facts(now)]
    if not found:
        return ""
    counts = "counts" if len(found) == 1 else "count"
    return f"{plural(len(found), 'orphaned answer')} {counts} for nothing, and would be sealed so: {_some(found)}."


def compared_lines(comparison: Comparison) -> list[str]:
    """Warn of each side of a comparison that holds orphaned answers: its figures are without them."""
    return [
        f"In {side.name}, {plural(len(found), 'orphaned answer')} {'counts' if len(found) == 1 else 'count'} for "
        f"nothing: {_some(found)}."
        for side in (comparison.before, comparison.after)
        if (found := [*orphaned_answers(side), *orphaned_facts(side)])
    ]


def ballot_words(ballot: Ballot, questionnaire: Questionnaire) -> str:
    """Say which answers of a ballot are orphaned, and so in no comparison; empty where none is."""
    found = [orphan.id for orphan in orphans(ballot.book, questionnaire) if orphan.kind == "practice"]
    if not found:
        return ""
    counts = "counts" if len(found) == 1 else "count"
    return (
        f"In the ballot {ballot.id}, {plural(len(found), 'orphaned answer')} {counts} for nothing, because the "
        f"questionnaire does not have such a practice: {_some(found)}."
    )


def orphaned_answers(now: Assessment) -> list[str]:
    """Name each orphaned answer to a practice with what it says: `data.backups (level 3)`."""
    return [
        f"{orphan.id} ({answer_words(now.book.answer(orphan.id))})"
        for orphan in now.orphans
        if orphan.kind == "practice"
    ]


def orphaned_facts(now: Assessment) -> list[str]:
    """Name each orphaned fact, or choice of one: `hosting`, `hosting = cloud`."""
    return [
        f"{orphan.id} = {orphan.name}" if orphan.name else orphan.id
        for orphan in now.orphans
        if orphan.kind in ("fact", "choice")
    ]


def orphaned_names(now: Assessment) -> list[str]:
    """Name once each what is orphaned inside answers: `criterion “plan” of 1.1`."""
    return list(dict.fromkeys(_name_words(now, orphan) for orphan in now.orphans if not orphan.is_answer))


def answer_words(answer: Answer) -> str:
    """Say what an answer says, whatever the practice is."""
    if answer.level is not None:
        return f"level {answer.level}"
    return {"unsure": "unsure", "not-applicable": "not applicable"}.get(answer.status, "no level")


def _name_words(now: Assessment, orphan: Orphan) -> str:
    kind = "kind of evidence" if orphan.kind == "evidence" else orphan.kind
    return f"{kind} “{orphan.name}” of {now.questionnaire.numbers[orphan.id]}"


def _some(words: Sequence[str]) -> str:
    if len(words) > MOST_NAMED:
        return f"{', '.join(words[:MOST_NAMED])} and {len(words) - MOST_NAMED} more"
    return listed(words)


def _them(words: Iterable[str]) -> str:
    return "it" if len(list(words)) == 1 else "them"

"""Functions here read a practice out: the question with its levels, and the details on request."""

from __future__ import annotations

from collections.abc import Sequence

from levelbook.book.opening import frameworks_of
from levelbook.book.session import Session
from levelbook.cli.ask.conversation import Conversation, Move
from levelbook.cli.output import put
from levelbook.core.answers.ballots import spread_of_votes
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.errors import FileIsWrong
from levelbook.core.questionnaire.citations import cited, cited_frameworks, in_force
from levelbook.core.questionnaire.questionnaire import Practice
from levelbook.core.text.cleaning import with_full_stop
from levelbook.words.answer_details import detail_words
from levelbook.words.practice_state import all_done_words, another_look_lines, state_words
from levelbook.words.spread import spread_words


def present(conversation: Conversation, practice_id: str, place: str) -> None:
    """Read out one practice, from its title to its levels; `place` is its position in the queue."""
    session, one = conversation.session, conversation.score(practice_id)
    practice = one.practice
    section = session.questionnaire.sections_by_id[practice.section]
    essential = ", essential" if one.is_essential else ""
    put(
        f"{conversation.titled(practice_id)} ({place}, {section.title}{essential})",
        with_full_stop(f"So far: {conversation.state(practice_id)}"),
        *(f"  {line}" for line in (*another_look_lines(one, session.now), *detail_words(session.now, practice_id))),
        *(f"  {words}" for words in [all_done_words(one)] if words),
    )
    put(*_ballot_lines(session, one))
    put(practice.question)
    for level, statement in enumerate(_statements(session, one)):
        mark = " (as answered)" if one.level == level else ""
        put(f"  {session.questionnaire.scale[level].number_and_name}: {statement}{mark}")
    if one.inherited and practice.provider_evidence:
        put(f"  Get from the provider: {'; '.join(practice.provider_evidence)}.")


def _ballot_lines(session: Session, one: PracticeScore) -> list[str]:
    """Say what the ballots of this round give; nothing where the answer was read out with just these counted."""
    ballots = session.ballots.spreads(session.now.tailoring).get(one.id)
    if ballots is None:
        return []
    counted = spread_of_votes(one.answer) if one.answer.from_ballots else None
    said = "" if counted and counted.counts == ballots.counts else spread_words(ballots)
    told = "; ".join(filter(None, (said, session.ballots.left_out_words)))
    return [f"  {'Ballots now' if counted and said else 'Ballots'}: {told}"] if told else []


def _statements(session: Session, one: PracticeScore) -> Sequence[str]:
    if one.inherited:
        return session.questionnaire.inherited_statements
    return [level.statement for level in one.practice.levels]


def why(conversation: Conversation, practice_id: str) -> Move:
    """Read out prompts, reasons, references, threats, and related practices with their answers."""
    practice, session = conversation.score(practice_id).practice, conversation.session
    put(*filter(None, [practice.why]), f"  The rule: {practice.rule}", *(f"  Ask: {prompt}" for prompt in practice.ask))
    put(*(f"  {line}" for line in another_look_lines(conversation.score(practice_id), session.now)))
    put(*(f"  Any level above the lowest needs this: {line}" for line in practice.quality))
    put(*(f"  Because: {reason}" for reason in conversation.score(practice_id).placement.decisive))
    for level in practice.levels:
        if level.evidence:
            put(f"  What proves level {level.level}: {'; '.join(level.evidence)}")
    if practice.meanwhile:
        put(f"  While the answer is unknown: {' '.join(with_full_stop(text) for text in practice.meanwhile)}")
    for words, texts in (
        ("Do not", practice.avoid),
        ("Measure", practice.metrics),
        ("Get from the provider", practice.provider_evidence),
    ):
        if texts:
            put(f"  {words}: {'; '.join(texts)}")
    put(*_cited_lines(session, practice))
    for other in practice.see_also:
        if other in session.questionnaire.practices:
            put(f"  See also {conversation.titled(other)}: {state_words(conversation.score(other), session.now)}")
    put("")
    return "stay"


def _cited_lines(session: Session, practice: Practice) -> list[str]:
    """Return references and threats with their titles, a line for each framework; only the ids if titles cannot be
    read.
    """
    try:
        frameworks = frameworks_of(session.questionnaire, cited_frameworks(practice))
    except FileIsWrong:  # `levelbook questionnaire check` says what is wrong with them
        frameworks = {}
    counting = in_force(session.questionnaire, session.now.tailoring, practice.references)
    return [
        f"  {words}, {one.framework}: {'; '.join(f'{item} {title}'.rstrip() for item, title in one.items)}"
        for words, references in (("References", counting), ("Threats", practice.threats))
        for one in cited(practice, references, frameworks)
    ]

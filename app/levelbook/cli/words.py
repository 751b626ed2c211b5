"""Sentences about a session that several commands print."""

from __future__ import annotations

from levelbook.cli.output import figure_words, level_words, plural, share_words
from levelbook.core.scoring import PracticeScore
from levelbook.core.text import one_decimal
from levelbook.session import FactEffect, Session, in_minutes


def standing_words(session: Session) -> str:
    """One sentence: the level with its range, what is needed, what is proven."""
    overall = session.scorecard.overall
    if overall.target is None:
        return "Nothing is in scope, so there is nothing to measure."
    answered = sum(one.settled for one in session.scorecard.counting)
    of = f"{answered} of {plural(len(session.scorecard.counting), 'practice')} answered"
    if overall.level is None:
        return f"Nothing is answered yet; needed is {one_decimal(overall.target)} of {session.questionnaire.max_level}. {of}."
    return (
        f"Level {level_words(overall)} of {session.questionnaire.max_level}; needed {one_decimal(overall.target)}, "
        f"proven {figure_words(overall.evidenced)}; {share_words(overall.attainment)} of what is needed. {of}."
    )


def status_words(session: Session, practice_id: str) -> str:
    """One practice in one line: title, what was said, what is needed."""
    one = session.scorecard.practices[practice_id]
    return f"{one.practice.title}: {state_words(one, session)}"


def state_words(one: PracticeScore, session: Session) -> str:
    """What was said of a practice and what it needs, in words."""
    if one.scope == "not-applicable":
        return "not applicable: " + "; ".join(one.placement.scope_because)
    answer = one.answer
    if one.status == "not-applicable":
        return f"not applicable, said by the team: {answer.not_applicable}"
    needed = f"needs {one.target}"
    if one.placement.target_because and one.target == one.placement.target:
        needed += f" because {one.placement.target_because[0]}"
    inherited = "inherited, " if one.inherited else ""
    if one.status == "unsure":
        return f"{inherited}unsure, {needed}" + (f"; {answer.ask_whom} finds out" if answer.ask_whom else "")
    if one.status == "unanswered":
        return f"{inherited}not answered, {needed}"
    name = session.questionnaire.scale[one.low].name
    accepted = ", the risk is accepted" if one.accepted_holds else ""
    carried = ", carried" if session.is_carried(one) else ""
    proven = f", proven {one.evidenced}" if one.evidenced != one.level else ""
    return f"{inherited}level {one.level} {name}, {needed}{proven}{accepted}{carried}"


def scope_words(session: Session) -> str:
    """How much there is to do: practices, essential ones, time."""
    asked = session.queue()
    inherited = [one for one in asked if one.inherited]
    essential = [one for one in asked if one.practice.essential and not one.inherited]
    words = f"{plural(len(asked), 'practice')} apply"
    if inherited:
        words += f", {len(inherited)} of them inherited from a provider"
    return f"{words}; {len(essential)} are essential ({in_minutes(essential)}), all of them take {in_minutes(asked)}."


def effect_words(effect: FactEffect) -> list[str]:
    """What a fact changed, one line a kind; a single line where it changed nothing."""
    kinds = (
        (effect.entered, "now in scope"),
        (effect.left, "no longer in scope"),
        (effect.inherited, "now done by a provider"),
        (effect.raised, "needs more"),
        (effect.lowered, "needs less"),
    )
    lines = [
        f"{plural(len(practices), 'practice')} {words}: {_some([practice.title for practice in practices])}"
        for practices, words in kinds
        if practices
    ]
    return lines or ["This changes no practice."]


def _some(titles: list[str], at_most: int = 4) -> str:
    shown = ", ".join(titles[:at_most])
    return shown if len(titles) <= at_most else f"{shown} and {len(titles) - at_most} more"

"""This module compares what two versions of a questionnaire demand of a team, ignoring explanatory sentences."""

from __future__ import annotations

from dataclasses import replace

from levelbook.core.questionnaire.questionnaire import Questionnaire, Rule


def have_same_demands(one: Questionnaire, other: Questionnaire) -> bool:
    """Tell whether both ask the same in the same words, with the same weights and for the same teams.

    A corrected title, reason, reference or licence is not a new demand, nor is a rule that only names laws: it opens no
    round.
    """
    return _demands(one) == _demands(other)


def _demands(questionnaire: Questionnaire) -> tuple[object, ...]:
    practices = tuple(
        (
            practice.id,
            practice.weight,
            practice.impact,
            questionnaire.wording(practice.id, inherited=False),
            questionnaire.wording(practice.id, inherited=True),
        )
        for practice in questionnaire.practices.values()
    )
    return (
        (questionnaire.id, questionnaire.version, questionnaire.default_target),
        tuple((level.level, level.needs) for level in questionnaire.scale),
        questionnaire.evidence_kinds,
        tuple((section.id, section.weight) for section in questionnaire.sections),
        practices,
        tuple(
            (fact.id, fact.question, fact.many, fact.when, fact.otherwise, tuple((c.id, c.label) for c in fact.choices))
            for fact in questionnaire.facts
        ),
        tuple(_demand(rule) for rule in questionnaire.rules if rule.names),
    )


def _demand(rule: Rule) -> Rule:
    """Return a rule without its explanatory sentences."""
    return replace(rule, because="", legal=(), references=())

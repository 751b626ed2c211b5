"""Compares what two editions of a questionnaire ask of a team and need from it, whatever their sentences around it."""

from __future__ import annotations

from dataclasses import replace

from levelbook.core.questionnaire.questionnaire import Questionnaire, Rule


def demand_the_same(one: Questionnaire, other: Questionnaire) -> bool:
    """Tell whether the same is asked in the same words, weighs the same and is needed of the same teams.

    A mended title, reason, reference or licence is no other demand, nor is a rule that only names laws: it opens no
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
            (fact.id, fact.many, fact.when, fact.otherwise, tuple(c.id for c in fact.choices))
            for fact in questionnaire.facts
        ),
        tuple(_demand(rule) for rule in questionnaire.rules if rule.names),
    )


def _demand(rule: Rule) -> Rule:
    """A rule without the sentences that people read."""
    return replace(rule, because="", legal=(), references=())

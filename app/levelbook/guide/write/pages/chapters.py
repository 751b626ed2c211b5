"""Views that lead each chapter, and the two at the end: what others do for the team, and what is not for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.scoring import SectionScore
from levelbook.core.questionnaire.questionnaire import Rule
from levelbook.guide.write.inputs import PageSources
from levelbook.guide.write.phrases import opening
from levelbook.guide.write.practices import heading_view
from levelbook.guide.write.render import View


def in_its_chapter(score: PracticeScore) -> bool:
    """Tell whether a practice is in its chapter: it counts, and the team does it itself."""
    return score.counts and not score.inherited


def section(sources: PageSources, score: SectionScore) -> View:
    """Return what `section.md.jinja` is given."""
    block = f"section/{score.id}"
    return {
        "title": score.section.title,
        "heading": sources.anchors.heading(block) or score.section.title,
        "summary": score.section.summary,
        "unasked": all(one.status == "unanswered" for one in score.practices if one.counts),
        "practices": sum(in_its_chapter(one) for one in score.practices),
    }


def inherited(sources: PageSources, scores: Sequence[PracticeScore]) -> View:
    """Return what `inherited.md.jinja` is given."""
    return {
        "title": sources.anchors.heading("inherited"),
        "owners": sorted({opening(score.answer.owner) for score in scores if score.answer.owner}),
        "needed": [
            {"level": level, "means": statement}
            for level, statement in enumerate(sources.current.questionnaire.inherited_statements)
            if level in {score.target for score in scores}
        ],
    }


def not_for_us(sources: PageSources, scores: Sequence[PracticeScore]) -> View:
    """Return what `not-for-us.md.jinja` is given."""
    return {
        "title": sources.anchors.heading("not-for-us"),
        "practices": len(scores),
        "by_team": sum(score.scope != "not-applicable" for score in scores),
    }


def exclusion(sources: PageSources, score: PracticeScore, before: PracticeScore | None) -> View:
    """Say why one practice is not for this team, and when to ask again; short where the one before has the same reason.

    One reason is enough to keep it out; the record names all.
    """
    by_rule = score.scope == "not-applicable"
    again = _facts_behind(sources, deciding_rules(sources, score)[:1]) if by_rule else []
    return {
        **heading_view(sources, score),
        "by_rule": by_rule,
        "reason": next(iter(score.placement.scope_because), "") if by_rule else score.answer.not_applicable,
        "by": "" if by_rule else score.answer.answered_by,
        "on": sources.day_at(score.answer.answered_at) if not by_rule and score.answer.answered_at else "",
        "again": again,
        "likewise": by_rule and _for_the_same_reason(score, before),
    }


def _for_the_same_reason(score: PracticeScore, before: PracticeScore | None) -> bool:
    """Tell whether the same rule placed the practice above it in the guide, in the same chapter."""
    return (
        before is not None
        and before.scope == score.scope
        and before.placement.scope_because[:1] == score.placement.scope_because[:1]
        and before.practice.section == score.practice.section
    )


def deciding_rules(sources: PageSources, score: PracticeScore) -> list[Rule]:
    """Return the rules in force that take a practice out of scope."""
    names = {score.id, score.practice.section}
    return [rule for rule in sources.current.scorecard.tailoring.rules if not names.isdisjoint(rule.not_applicable)]


def _facts_behind(sources: PageSources, rules_: Iterable[Rule]) -> list[str]:
    """Name the facts on which these rules rest."""
    questionnaire = sources.current.questionnaire
    names = dict.fromkeys(name for rule in rules_ for name in rule.when)
    return [
        sources.word("facts", name) or f"the answer to “{questionnaire.facts_by_id[name].question}”"
        for name in names
        if name in questionnaire.facts_by_id
    ]

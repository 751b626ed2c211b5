"""Views that lead each chapter, and the two at the end: what others do for the team, and what is not for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.scoring import SectionScore
from levelbook.core.questionnaire.questionnaire import Rule
from levelbook.guide.text.phrases import opening
from levelbook.guide.write.inputs import PageSources
from levelbook.guide.write.practices import heading_view
from levelbook.guide.write.render import View


def in_its_chapter(score: PracticeScore) -> bool:
    """Tell whether a practice is in its chapter: it counts, and the team does it itself."""
    return score.counts and not score.inherited


def is_essential_here(score: PracticeScore) -> bool:
    """Tell whether a practice is essential for what the team does itself: what others do is asked of them instead."""
    return score.counts and score.is_essential


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


def not_applicable_here(sources: PageSources, scores: Sequence[PracticeScore]) -> View:
    """Return what `not-for-us.md.jinja` is given."""
    return {
        "title": sources.anchors.heading("not-for-us"),
        "practices": len(scores),
        "by_team": sum(score.scope != "not-applicable" for score in scores),
    }


def exclusions(sources: PageSources, scores: Iterable[PracticeScore]) -> Iterator[View]:
    """Say why each practice is not for this team, and when to ask again; where several are so for all the same reasons,
    the first of them says it for all. Among several reasons one that stood above is told by the practice it stood with.

    The others have a block all the same: what people wrote about them keeps its place.
    """
    views = [_exclusion(sources, score) for score in scores]
    alike: dict[object, list[View]] = defaultdict(list)
    for view in views:
        alike[_grounds(view)].append(view)
    first_given: dict[str, View] = {}
    for view in views:
        group = alike[_grounds(view)]
        is_first = view is group[0]
        told = [_first_reason(reason, first_given.setdefault(reason, group[0]), group[0]) for reason in view["reasons"]]
        reasons = told if len(told) > 1 else view["reasons"]
        yield {**view, "reasons": reasons, "likewise": not is_first, "alike": group[1:] if is_first else []}


def _first_reason(reason: str, first: View, now: View) -> str:
    """Return a reason, or the practice that it was first given for."""
    return reason if first is now else f"as for {first['title']}"


def _grounds(view: View) -> object:
    """Return everything that is said of a practice but its name."""
    return tuple(view["reasons"]), view["by"], view["on"], tuple(view["again"]), view["by_rule"]


def _exclusion(sources: PageSources, score: PracticeScore) -> View:
    by_rule = score.scope == "not-applicable"
    answer = score.answer
    reasons = list(score.placement.scope_because) if by_rule else [answer.not_applicable]
    return {
        **heading_view(sources, score),
        "by_rule": by_rule,
        "reason": next(iter(reasons), ""),
        "reasons": reasons,
        "by": "" if by_rule else answer.answered_by,
        "on": sources.day_at(answer.answered_at) if not by_rule and answer.answered_at else "",
        "again": _facts_behind(sources, deciding_rules(sources, score)) if by_rule else [],
    }


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

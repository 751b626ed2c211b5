"""This page lists the rules that everybody keeps, by the moment at which they matter."""

from __future__ import annotations

from collections import defaultdict

from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.questionnaire.questionnaire import MOMENTS, Moment
from levelbook.guide.write.inputs import PageSources
from levelbook.guide.write.pages.chapters import in_its_chapter, is_essential_here
from levelbook.guide.write.practices import heading_view
from levelbook.guide.write.render import View
from levelbook.guide.write.votes import is_unsettled

MOST_RULE_LINES = 20


def page(sources: PageSources) -> View:
    """Return the essential practices' rules under the first moment of each, at most twenty lines with their headings.

    Where that is too many, those of least impact go first, and of these the last; they are counted.
    """
    counting = sources.current.scorecard.counting
    wanted = _wanted(sources)
    kept = list(wanted)
    while kept and len(kept) + len({score.practice.moments[0] for score in kept}) + (kept != wanted) > MOST_RULE_LINES:
        least = min(score.practice.impact for score in kept)
        kept.remove(next(score for score in reversed(kept) if score.practice.impact == least))
    groups: dict[str, list[View]] = defaultdict(list)
    for score in kept:
        groups[first_moment(score)].append(
            {
                **heading_view(sources, score),
                "settled": not is_unsettled(score.answer),
                "answered": score.status != "unanswered" or is_unsettled(score.answer),
                "rule": score.practice.rule
                if not is_unsettled(score.answer)
                else next(iter(score.practice.meanwhile), score.practice.rule),
            }
        )
    moments = [
        {"moment": moment, "words": _words(sources, moment), "rules": groups[moment]}
        for moment in MOMENTS
        if moment in groups
    ]
    return {
        "moments": moments,
        "none_answered": not any(score.settled for score in kept),
        "chapters": any(in_its_chapter(score) for score in counting),
        "left_out": [heading_view(sources, score) for score in wanted if score not in kept],
        "by_others": [
            heading_view(sources, score) for score in counting if score.practice.essential and score.inherited
        ],
        "marked": any(practice.essential for practice in sources.current.questionnaire.practices.values()),
    }


def has_rules(sources: PageSources) -> bool:
    """Tell whether the page holds a rule, so that it is worth sending somebody there."""
    return bool(_wanted(sources))


def _wanted(sources: PageSources) -> list[PracticeScore]:
    """Return the practices whose rules belong on the page, however much room it has."""
    counting = sources.current.scorecard.counting
    return [score for score in counting if is_essential_here(score) and score.practice.moments]


def _words(sources: PageSources, moment: Moment) -> str:
    """Return the questionnaire's words for a moment, else the template's."""
    own = sources.current.questionnaire.moments
    return own.get(moment) or sources.word("moments", moment, moment)


def first_moment(score: PracticeScore) -> str:
    """Return the moment that the practice names first: there its rule matters most."""
    return score.practice.moments[0]

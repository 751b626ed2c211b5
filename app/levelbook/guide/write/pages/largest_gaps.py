"""This page says in plain words how the team's largest gaps could hurt it."""

from __future__ import annotations

from levelbook.guide.write.inputs import PageSources
from levelbook.guide.write.practices import accepted_view, heading_view
from levelbook.guide.write.render import View
from levelbook.words.practice_state import claim_in_brackets


def has_page(sources: PageSources) -> bool:
    """Tell whether the questionnaire gives a reason for one of the known gaps or unsure answers that would be told."""
    return any(score.practice.why for score in sources.largest_gaps)


def page(sources: PageSources) -> View:
    """Return what `harm.md.jinja` is given: the whole reason of each practice, which its own page then leaves out.

    A practice without a reason is told with its level alone, so that the largest gaps are still the largest."""
    least = min((score.priority for score in sources.largest_gaps if score.settled), default=0)
    return {
        "items": [
            {
                **heading_view(sources, score),
                "why": score.practice.why,
                "claim": claim_in_brackets(score),
                "needed": score.target,
                "known": score.settled,
                "accepted": accepted_view(sources, score),
            }
            for score in sources.largest_gaps
        ],
        "known": sum(score.settled for score in sources.largest_gaps),
        # Accepted risks come last in the roadmap, however large they are.
        "without_accepted": any(
            score.accepted_holds and score.priority > least and score not in sources.largest_gaps
            for score in sources.current.scorecard.counting
        ),
    }

"""This page tells the threats published lately."""

from __future__ import annotations

from levelbook.guide.text.phrases import cut
from levelbook.guide.write.inputs import PageSources
from levelbook.guide.write.practices import heading_view
from levelbook.guide.write.render import View
from levelbook.words.practice_state import claim_in_brackets

MOST_BULLETINS = 5


def page(sources: PageSources) -> View:
    """Return the recent threats that touch the team's practices, the newest first."""
    recent = sources.context.recent
    if recent is None:
        return {}
    shown, more = cut(recent.threats, MOST_BULLETINS)
    since_edition = bool(sources.comparison and sources.comparison.before.on == recent.since)
    return {
        "nothing_answered": not sources.anything_answered,
        "since": sources.day(recent.since),
        "since_edition": since_edition,
        "since_round": recent.is_day_of_edition and not since_edition,
        "items": [
            {
                "day": sources.day(threat.bulletin.date),
                "sentence": threat.bulletin.sentence,
                "source": threat.bulletin.source,
                "url": threat.bulletin.url or "",
                "copy": threat.bulletin.read_in_copy,
                "case": threat.bulletin.case,
                "touched": [
                    {
                        **heading_view(sources, score),
                        "level": str(score.level) if score.level is not None else "",
                        "claim": claim_in_brackets(score),
                        "unsure": score.status == "unsure",
                        "needed": score.target,
                        "there": not score.gap and score.settled,
                    }
                    for score in (sources.current.scorecard[touched.id] for touched in threat.touched)
                ],
            }
            for threat in shown
        ],
        "more": more,
    }

"""This page says where the team stands, by chapter and by edition, and what the charts of it show."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from levelbook.core.assessment.assessment import PastEdition
from levelbook.core.assessment.practice_change import PracticeChange
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.scoring import Figures, SectionScore
from levelbook.core.questionnaire.questionnaire import exact
from levelbook.guide.text.incidental_words import moved_practices
from levelbook.guide.text.phrases import level_with_range, number_in_words
from levelbook.guide.write.charts import MOST_EDITIONS
from levelbook.guide.write.inputs import PageSources
from levelbook.guide.write.practices import heading_view
from levelbook.guide.write.render import View
from levelbook.words.figures import answered_words, figure_words, per_cent, reached_range
from levelbook.words.proof import ON_EXPIRED, ON_WORD, UNPROVEN, proven_figure, proven_in_series


def page(sources: PageSources) -> View:
    """Return what `standing.md.jinja` is given."""
    scorecard = sources.current.scorecard
    overall = scorecard.overall
    sections = [section for section in scorecard.sections if section.counts]
    largest = sections_with_largest_gap(sections)
    return {
        **whole(sources),
        "answered": overall.level is not None,
        "level": figure_words(overall.level),
        "open": sum(not score.settled for score in scorecard.counting),
        "proven": figure_words(overall.evidenced),
        "practices": len(scorecard.counting),
        "open_facts": len(scorecard.tailoring.open_facts),
        "sections": [section_row(sources, section, section.id in largest) for section in sections],
        "trend": trend(sources),
    }


def whole(sources: PageSources) -> View:
    """Return what guide and record both say of the team as a whole."""
    scorecard = sources.current.scorecard
    overall, counting = scorecard.overall, scorecard.counting
    return {
        "counts": bool(counting),
        "max_level": scorecard.questionnaire.max_level,
        "low": figure_words(overall.low),
        "high": figure_words(overall.high),
        "needed": figure_words(overall.target),
        "reached": reached_range(scorecard.sections, overall),
        "settled": sum(score.settled for score in counting),
        "unsure": sum(score.status == "unsure" for score in counting),
        "claims_nothing": overall.level == 0,
        "by_word": sum(score.is_by_word for score in counting),
        "has_proof": scorecard.has_proof,
        "needs_no_proof": scorecard.questionnaire.level_without_proof,
        "chart": "charts/standing.svg" if overall.level is not None else "",
        "alt": chart_words(sources, [section for section in scorecard.sections if section.counts]),
    }


def sections_with_largest_gap(sections: Iterable[SectionScore]) -> list[str]:
    """Return the ids of the sections whose known gaps cost the overall level most: two where both cost the same.

    None stands out among more than two equals.
    """
    gaps = {section.id: gap for section in sections if (gap := _known_gap(section))}
    most = [name for name, gap in gaps.items() if gap == max(gaps.values())]
    return most if len(most) <= 2 else []


def _known_gap(section: SectionScore) -> Fraction:
    """Add up the levels by which answered practices miss their targets, each as heavy as in the overall level."""
    gaps = (exact(score.practice.weight) * score.gap for score in section.practices if score.settled)
    missing = sum(gaps, Fraction(0))
    return exact(section.section.weight) * missing / section.practice_weights if missing else Fraction(0)


def level_and_answered(section: SectionScore) -> str:
    """Write a chapter's level, with how many answers it comes from while any is missing."""
    return ", ".join(filter(None, (level_with_range(section.figures), answered_words(section))))


def proven_words(section: SectionScore) -> str:
    """Write the level that a chapter's evidence proves; where it has none that counts, say so beside the figure."""
    return proven_figure(section.figures.evidenced, section)


def section_row(sources: PageSources, section: SectionScore, has_largest_gaps: bool) -> View:
    """Return a chapter's row of the table."""
    figures = section.figures
    counting = [score for score in section.practices if score.counts]
    open_ = sum(not score.settled for score in counting)
    lowest = _lowest(section)
    block = f"section/{section.id}"
    moved = [sources.changes[score.id] for score in counting if score.id in sources.changes]
    all_inherited = all(score.inherited for score in counting)
    return {
        "title": section.section.title,
        "heading": sources.anchors.heading(block) or section.section.title,
        "link": sources.anchors.link(block) or (sources.anchors.link("inherited") if all_inherited else ""),
        "level": level_and_answered(section),
        "needed": figure_words(figures.target),
        "open": open_,
        "practices": len(counting),
        "remarks": _remarks(section, open_, has_largest_gaps, moved),
        "lowest": {**heading_view(sources, lowest[0]), "level": lowest[0].level, "alike": len(lowest) - 1}
        if lowest and not _almost_there(section)
        else {},
        "evidenced": proven_words(section),
        "reached": reached_range([section], figures),
        "covered": per_cent(figures.coverage),
        "confirmed": per_cent(figures.confirmed),
    }


def _lowest(section: SectionScore) -> list[PracticeScore]:
    """Return the answered practices with the chapter's lowest level; none where all of them are on target."""
    if section.lowest is None:
        return []
    found = [score for score in section.practices if score.settled and score.low == section.lowest.low]
    return found if any(score.gap for score in found) else []


def _almost_there(section: SectionScore) -> bool:
    return (section.figures.attainment or 0) >= Fraction(17, 20)


def _remarks(section: SectionScore, open_: int, has_largest_gaps: bool, moved: Iterable[PracticeChange]) -> list[str]:
    """Return a few words on a chapter."""
    counting = [score for score in section.practices if score.counts]
    if all(score.status == "unanswered" for score in counting):
        return ["not answered yet"]
    changes = [change for change in moved if all(change.counts)]
    up, down, cleared = (sum(change.has(kind) for change in changes) for kind in ("up", "down", "cleared"))
    said: list[str] = []
    if section.figures.attainment == 1:
        said.append("at target")
    elif has_largest_gaps:
        said.append("most still to do")
    elif _almost_there(section) and not open_:
        below = sum(score.gap > 0 for score in counting)
        on_average = (section.figures.level or 0) >= (section.figures.target or 0)
        said.append(f"{number_in_words(below)} below target" if on_average else "almost there")
    return [*said, *filter(None, [moved_practices(up, down, cleared)])]


def chart_words(sources: PageSources, sections: Iterable[SectionScore]) -> str:
    """Say every number that the chart of standing shows, for those who do not see it."""
    said = (
        f"{section.section.title} {level_and_answered(section)}"
        f"{_target_and_proven(section.figures, proven_words(section))}"
        for section in sections
    )
    top = sources.current.questionnaire.max_level
    return f"Level claimed, what of it counts as proven, and target by chapter, from 0 to {top}: {'; '.join(said)}."


def trend(sources: PageSources) -> View:
    """Return the chart of the trend with its words; empty before there are two editions."""
    if len(sources.current.editions) < 2:
        return {}
    return {"chart": "charts/trend.svg", "alt": trend_words(sources)}


def proven_of_editions(editions: Iterable[PastEdition]) -> list[str]:
    """Write for each edition what counts as proven, so that one can be compared with another."""
    return proven_in_series((one.overall.evidenced, one.assessment.scorecard) for one in editions)


def trend_words(sources: PageSources) -> str:
    """Say every number that the chart of the trend shows, edition by edition."""
    editions = sources.current.editions[-MOST_EDITIONS:]
    said = (
        f"{edition.name} {level_with_range(edition.overall)}{_target_and_proven(edition.overall, proven)}"
        for edition, proven in zip(editions, proven_of_editions(editions), strict=True)
    )
    top = sources.current.questionnaire.max_level
    return f"Level claimed, what of it counts as proven, and target by edition, from 0 to {top}: {'; '.join(said)}."


def _target_and_proven(figures: Figures, proven: str) -> str:
    said = f", target {figure_words(figures.target)}"
    if figures.evidenced is None:
        return said
    figure = proven.removesuffix(ON_WORD).removesuffix(ON_EXPIRED)
    if figure in UNPROVEN:
        return f"{said}, {proven}"
    return f"{said}, {figure} counts as proven{proven.removeprefix(figure)}"

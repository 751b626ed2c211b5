"""This module tells what the practices refer to: references and threats by practice, and coverage by framework."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import groupby

from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.questionnaire.frameworks import Framework, FrameworkItem, spoken_issuers_day
from levelbook.core.questionnaire.questionnaire import Practice
from levelbook.core.text.cleaning import spoken_day, told_apart
from levelbook.guide.write.inputs import PageSources
from levelbook.guide.write.practices import heading_view
from levelbook.guide.write.render import View
from levelbook.words.proof import level_or_status


def _citation(sources: PageSources, reference: str) -> View:
    """Put a reference in words: the framework's name, the item's id and title."""
    key, _, item_id = reference.partition(":")
    framework = sources.context.frameworks.get(key)
    item = framework.by_id.get(item_id) if framework else None
    after = framework.successor_of(item) if framework and item else None
    return {
        "key": key,
        "framework": framework.name if framework else key,
        "item": item_id,
        "title": item.title if item else "",
        "unverified": bool(item and item.unverified),
        "retired": item.retired if item else "",
        "successor": f"{after.id} {after.title}" if after else "",
    }


def _applies(sources: PageSources, reference: str) -> bool:
    """Tell whether a reference applies: a law does only where a rule in force says so."""
    framework = sources.context.frameworks.get(reference.partition(":")[0])
    return framework is None or not framework.law or sources.current.scorecard.tailoring.brings_in(reference)


def _applicable(sources: PageSources, practice: Practice, references: Iterable[str]) -> list[str]:
    """Return the references that apply, without a superseded framework's where its successor is mapped as well."""
    mapped = {reference.partition(":")[0] for reference in (*practice.references, *practice.threats)}
    return [
        reference
        for reference in references
        if _applies(sources, reference) and _successor(sources, reference.partition(":")[0]) not in mapped
    ]


def citations(sources: PageSources, references: Iterable[str]) -> list[View]:
    """Group references by framework, each in words, in the order given."""
    grouped: dict[str, list[View]] = {}
    for reference in references:
        cited = _citation(sources, reference)
        grouped.setdefault(cited["framework"], []).append(cited)
    return [
        {"framework": name, "superseded": bool(_successor(sources, cited[0]["key"])), "cited": cited}
        for name, cited in grouped.items()
    ]


def _successor(sources: PageSources, key: str) -> str:
    """Return the key of the edition that superseded a framework; empty for a current one."""
    framework = sources.context.frameworks.get(key)
    return framework.superseded_by if framework else ""


def references_view(sources: PageSources) -> View:
    """Return the references and threats of every practice that counts."""
    scorecard = sources.current.scorecard
    practices = [
        {
            **heading_view(sources, score),
            "references": citations(sources, _applicable(sources, score.practice, score.practice.references)),
            "threats": citations(sources, _applicable(sources, score.practice, score.practice.threats)),
        }
        for score in scorecard.counting
    ]
    used = set(sources.context.chosen)
    for one in practices:
        used |= {cited["key"] for group in (*one["references"], *one["threats"]) for cited in group["cited"]}
    known = sources.context.frameworks
    frameworks = list({known[key].key: known[key] for key in known if key in used}.values())
    return {
        "practices": [one for one in practices if one["references"] or one["threats"]],
        "own_labels": [framework.name for framework in frameworks if _labels_are_ours(framework)],
        "read": [_read(framework) for framework in frameworks],
        "unverified": any(
            cited["unverified"]
            for one in practices
            for group in (*one["references"], *one["threats"])
            for cited in group["cited"]
        ),
    }


def _read(framework: Framework) -> View:
    """Say which version of a framework was read, how old it is, and when and where it was read."""
    return {
        "name": framework.name,
        "version": framework.version,
        "of": spoken_issuers_day(framework.version_date),
        "on": spoken_issuers_day(framework.retrieved),
        "copy": framework.unknown.get("verified_kind") == "secondary-copy",
    }


def duties_view(sources: PageSources) -> list[View]:
    """Return what the laws ask for from which day, by law, of the items that rules in force bring in."""
    return [
        {
            "law": framework.name,
            "item": duty.item,
            "what": duty.what,
            "from": spoken_day(duty.starts),
            "in_force": duty.starts <= sources.current.on,
            "checked": spoken_day(duty.checked_on) if duty.checked_on else "",
            "unverified": duty.unverified,
        }
        for framework in sources.context.frameworks.values()
        for duty in sorted(framework.duties, key=lambda duty: duty.starts)
        if sources.current.scorecard.tailoring.brings_in(f"{framework.key}:{duty.item}")
    ]


def _labels_are_ours(framework: Framework) -> bool:
    """Tell whether the framework's file says that the words beside the ids are not the issuer's."""
    if framework.unknown.get("own_labels") is not None:
        return bool(framework.unknown["own_labels"])
    return re.search(r"\bour (own )?(labels|titles|words)\b", framework.note, re.IGNORECASE) is not None


def coverage_view(sources: PageSources) -> list[View]:
    """Return the coverage of each framework that the team chose."""
    known = sources.context.frameworks
    return [_coverage(sources, known[key]) for key in sources.context.chosen if key in known]


def _coverage(sources: PageSources, framework: Framework) -> View:
    """Return the items that practices in scope cover, with the lowest level among these practices."""
    touched: dict[str, list[PracticeScore]] = {}
    for score in sources.current.scorecard.counting:
        for reference in dict.fromkeys((*score.practice.references, *score.practice.threats)):
            key, _, item_id = reference.partition(":")
            if key == framework.key and _applies(sources, reference):
                touched.setdefault(item_id, []).append(score)
    items = [_covered_item(framework, item, touched[item.id]) for item in framework.items if item.id in touched]
    brought_in = not framework.law or any(
        name.partition(":")[0] == framework.key for name in sources.current.scorecard.tailoring.legal
    )
    return {
        "name": framework.name,
        "version": framework.version,
        "dated": "" if framework.version_date in framework.version else spoken_issuers_day(framework.version_date),
        "law": framework.law,
        "brought_in": brought_in,
        "items": items,
        "touched": len(items),
        "of": sum(1 for item in framework.items if not item.retired or item.id in touched),
        "untouched": id_ranges([item.id for item in framework.items if not item.retired], touched),
        "superseded": _name(sources, _successor(sources, framework.key)),
        "unverified": any(item["unverified"] for item in items),
    }


SHORTEST_RUN = 4
"""Neighbours fewer than these are named one by one."""


def id_ranges(ids: Iterable[str], without: Collection[str]) -> list[str]:
    """Return the ids that are not in `without`, neighbours as one: `C2.1.1 to C2.1.7 (7 items)`.

    ids: all there are, in the order of their framework, so that a reader who has it finds those between.
    """
    said: list[str] = []
    for left_out, neighbours in groupby(ids, key=lambda one: one not in without):
        run = list(neighbours) if left_out else []
        said += run if len(run) < SHORTEST_RUN else [f"{run[0]} to {run[-1]} ({len(run)} items)"]
    return said


def _name(sources: PageSources, key: str) -> str:
    framework = sources.context.frameworks.get(key)
    return framework.name if framework else key


def _covered_item(framework: Framework, item: FrameworkItem, scores: Sequence[PracticeScore]) -> View:
    levels = [score.level for score in scores]
    known = [level for level in levels if level is not None]
    why_open = {str(level_or_status(score)) for score in scores if score.level is None}
    return {
        "item": item.id,
        "title": framework.titled(item),
        "unverified": item.unverified,
        "practices": [
            {"title": title, "level": level_or_status(score)}
            for title, score in zip(told_apart(score.practice.title for score in scores), scores, strict=True)
        ],
        # No level is below 0, whatever those will be that are open.
        "lowest": min(known) if 0 in known or not why_open else why_open.pop() if len(why_open) == 1 else "not known",
        "below": any(score.gap for score in scores),
    }

"""This page tells what changed since the edition with which the round began."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Final

from levelbook.core.assessment.practice_change import PracticeChange
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.text.cleaning import told_apart, without_full_stop
from levelbook.guide.write.inputs import PageSources
from levelbook.guide.write.practices import heading_view
from levelbook.guide.write.render import View
from levelbook.words.figures import before_and_after, listed
from levelbook.words.practice_changes import is_left_out
from levelbook.words.practice_state import claim_words
from levelbook.words.proof import level_or_status

MOST_SINCE = 7

NEWS_KINDS = (
    "worse",
    "not-known",
    "proof",
    "criteria-lost",
    "new-rule",
    "better",
    "criteria-gained",
    "settled",
    "still-open",
    "now-ours",
    "kept-rule",
    "reworded",
    "new-here",
    "now-inherited",
    "out-of-scope",
)
"""The kinds of lines in their order, the bad first."""


def page(sources: PageSources) -> View:
    """Return what changed since that edition, the bad first: in seven lines, or one for each kind if there are more."""
    comparison = sources.round_comparison
    assert comparison is not None, "this page needs an edition to compare with"
    kinds = {kind: _of_one_reason(kind, items) for kind, items in _by_kind(sources, comparison.practices).items()}
    # A kind without a line would be untold, such as all that a new version of the questionnaire asks.
    allotted = _allotted_lines({kind: len(items) for kind, items in kinds.items()}, max(MOST_SINCE, len(kinds)))
    lines: list[View] = []
    for kind, items in kinds.items():
        shown = allotted.get(kind, 0)
        if not shown:
            continue
        singly = items[: shown - 1] if len(items) > shown else items
        told = [*singly, list(chain.from_iterable(items[shown - 1 :]))] if len(items) > shown else singly
        lines += [{**_line(kind, alike), "more": place > 0} for place, alike in enumerate(told)]
    before, after = comparison.before, comparison.after
    gone = [change for change in comparison.practices if change.has("gone") and not change.into]
    old_level, new_level = before_and_after(before.scorecard.overall.level, after.scorecard.overall.level)
    return {
        "title": sources.anchors.heading("since"),
        "day": sources.edition_day(before.name, before.on),
        "lines": lines,
        "version": after.questionnaire.version if after.questionnaire.version != before.questionnaire.version else "",
        "gone": told_apart(change.title for change in gone),
        "from_level": old_level,
        "to_level": new_level,
        "changes": listed(sources.changes_paths),
        "unconfirmed": sum(score.settled and not score.confirmed for score in after.scorecard.counting),
        "answered": sum(score.settled for score in after.scorecard.counting),
        "counting": len(after.scorecard.counting),
    }


_BY_SCOPE: Final = ("out-of-scope", "now-inherited")
"""Kinds of lines that give the reason for where a practice is placed: a person's, or that of a rule."""


def _of_one_reason(kind: str, items: Iterable[View]) -> list[list[View]]:
    """Put practices of a kind together that have one reason, so that it is read once."""
    groups: dict[object, list[View]] = {}
    for place, item in enumerate(items):
        groups.setdefault(_reason(kind, item) or place, []).append(item)
    return list(groups.values())


def _reason(kind: str, item: View) -> tuple[str, str] | None:
    """Return the reason that a line of this kind gives, with who decided; None where it gives none."""
    if kind in _BY_SCOPE:
        return (item["reason"], item["by"]) if item["reason"] else None
    gives_one = kind in ("worse", "new-rule", "better") and item["level_reason"]
    return (item["level_reason"], "") if gives_one else None


def _line(kind: str, told: Sequence[View]) -> View:
    reasons = {_reason(kind, item) for item in told}
    because, by = (reasons.pop() if len(told) > 1 and len(reasons) == 1 else None) or ("", "")
    return {
        "kind": kind,
        "one": told[0] if len(told) == 1 else {},
        "many": list(told) if len(told) > 1 else [],
        "because": because,
        "by": by,
        "by_rule": kind in _BY_SCOPE and all(item["by_rule"] for item in told),
        "all_proven": all(item["proven"] for item in told),
        "any_proven": any(item["proven"] for item in told),
        "any_lost": any(item["lost"] for item in told),
        "all_new": all(item["new"] for item in told),
        "any_new": any(item["new"] for item in told),
    }


def _by_kind(sources: PageSources, changes: Iterable[PracticeChange]) -> dict[str, list[View]]:
    kinds: dict[str, list[View]] = {kind: [] for kind in NEWS_KINDS}
    for change in changes:
        kind = _news_kind(change)
        if kind and change.after is not None:
            kinds[kind].append(_changed_view(sources, change, change.after))
        # Nobody has to renew the evidence of a practice that does not apply, since when is all the same.
        needed = change.after is not None and change.after.counts and kind not in ("worse", "not-known")
        if change.after is not None and needed and (_evidence_went_stale(change) or _lost_evidence(change)):
            kinds["proof"].append(_changed_view(sources, change, change.after))
        for name, texts in (("criteria-lost", change.criteria_lost), ("criteria-gained", change.criteria_gained)):
            if texts and change.after is not None:
                criteria = [without_full_stop(text) for text in texts]
                kinds[name].append({**_changed_view(sources, change, change.after), "criteria": criteria})
    return {kind: items for kind, items in kinds.items() if items}


def _evidence_went_stale(change: PracticeChange) -> bool:
    """Tell whether its evidence has expired now and was not before."""
    before, after = change.before, change.after
    return (
        after is not None
        and after.evidence_is_out_of_date
        and not (before is not None and before.evidence_is_out_of_date)
    )


def _lost_evidence(change: PracticeChange) -> bool:
    """Tell whether evidence that proved its level is no longer held: nobody has to renew it, as where it is stale."""
    return change.has("proof-lost") and not _evidence_went_stale(change)


def _news_kind(change: PracticeChange) -> str:
    """Return the kind of line that tells a change to readers of the guide; empty where it is no news to them."""
    before, after = change.before, change.after
    if after is None:
        return ""
    if before is None:
        return "new-here" if after.counts else "out-of-scope" if is_left_out(after) else ""
    if before.counts and not after.counts:
        return "out-of-scope"
    if after.counts and not before.counts:
        return "new-here"
    if not after.counts:
        return ""
    if before.level is not None and after.level is None:
        return "not-known"
    if change.has("down"):
        return "worse"
    if change.has("up"):
        return "new-rule" if before.gap and not after.gap else "better"
    if change.has("answered"):
        return "settled"
    if change.has("open"):
        return "still-open"
    if before.inherited != after.inherited:
        return "now-inherited" if after.inherited else "now-ours"
    if before.practice.rule == after.practice.rule:
        return ""
    # Other words put nothing in force: only a team that has read them, and says it reaches its target, has the rule.
    if not (after.settled and not after.gap and after.confirmed):
        return "reworded"
    return "new-rule" if before.gap else "kept-rule"


def _changed_view(sources: PageSources, change: PracticeChange, after: PracticeScore) -> View:
    answer = after.answer
    reasons = after.placement.scope_because
    seen = _last_seen(sources, after)
    return {
        **heading_view(sources, after),
        "rule": after.practice.rule,
        "was": "not known" if change.before is None else level_or_status(change.before),
        "level": level_or_status(after),
        "claim": claim_words(after),
        "proven": after.backing == "proven",
        "needed": after.target,
        "note": change.reason,  # its name in templates that people wrote before there were reasons
        "level_reason": change.reason,
        "reason": answer.not_applicable or next(iter(reasons), ""),
        "by": answer.answered_by if answer.not_applicable else "",
        "by_rule": not answer.not_applicable,
        "seen_on": sources.day(seen) if seen else "",
        "lost": _lost_evidence(change),
        "criteria": [],
        "new": change.before is None,
    }


def _last_seen(sources: PageSources, score: PracticeScore) -> date | None:
    """Return the day on which the evidence that has expired was last seen; None where none is."""
    judge, today = sources.current.scorecard.judge, sources.current.on
    ran_out = (
        piece.seen_on
        for piece in score.answer.all_evidence
        if (until := judge.valid_until(piece)) is not None and until < today and judge.is_proof(piece, expire=False)
    )
    return max(filter(None, ran_out), default=None)


def _allotted_lines(sizes: Mapping[str, int], lines: int) -> dict[str, int]:
    """Share lines out: one for each kind, then up to three for each in order, then the rest in order."""
    shares = {kind: int(place < lines) for place, kind in enumerate(sizes)}
    for most in (3, lines):
        for kind, size in sizes.items():
            shares[kind] += max(0, min(size, most) - shares[kind], 0) if sum(shares.values()) < lines else 0
            shares[kind] -= max(0, sum(shares.values()) - lines)
    return shares

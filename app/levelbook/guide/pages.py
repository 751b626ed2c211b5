"""The guide's opening pages as plain data: about, rules, next, since, standing, and what leads each chapter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from levelbook.core.answers import Answer
from levelbook.core.changes import PracticeChange
from levelbook.core.gaps import Gap, roadmap
from levelbook.core.questionnaire import MOMENTS, Rule
from levelbook.core.scoring import Figures, PracticeScore, SectionScore
from levelbook.core.text import spoken_day
from levelbook.guide.charts import MOST_EDITIONS
from levelbook.guide.given import Desk
from levelbook.guide.practices import (
    View,
    accepted_view,
    heading_view,
    step_view,
)
from levelbook.guide.votes import is_unsettled
from levelbook.guide.words import (
    before_and_after,
    capital,
    counted,
    cut,
    decimal,
    level_with_range,
    listed,
    number_in_words,
    per_cent,
)

MOST_RULE_LINES = 20
MOST_NEXT = 7
MOST_BULLETINS = 5
MOST_SINCE = 7


# About


def about(desk: Desk) -> View:
    given = desk.given
    team = given.team
    opened = [
        given.current.questionnaire.facts_by_id[name].question for name in given.current.scorecard.tailoring.open_facts
    ]
    return {
        "title": desk.anchors.heading("about"),
        "team": {"name": team.name, "called": team.called, "organisation": team.organisation, "about": team.about},
        "sentences": profile_sentences(desk),
        "open_facts": opened,
        "edition": given.edition,
        "edition_day": desk.day(_edition_day(desk)) if given.edition else "",
        "as_of": desk.day(given.as_of),
        "as_of_in_full": spoken_day(given.as_of),
        "same_day": _edition_day(desk) == given.as_of,
        "next_round": desk.day(given.next_round) if given.next_round else "",
        "rules_link": desk.anchors.link("rules"),
        "trouble": _where_trouble_goes(desk),
        "builds": desk.fits("builder"),
        "empty": not any(score.settled for score in given.current.scorecard.counting),
    }


def _edition_day(desk: Desk) -> date:
    days = {edition.name: edition.day for edition in desk.given.history}
    return days.get(desk.given.edition, desk.given.as_of)


def _where_trouble_goes(desk: Desk) -> View:
    """The chapter that is most about incidents; empty where none is."""
    best: tuple[Fraction, SectionScore] | None = None
    for section in desk.given.current.scorecard.sections:
        inside = [score for score in section.practices if in_its_chapter(score)]
        about_it = sum("incident" in score.practice.moments[:1] for score in inside)
        share = Fraction(about_it, len(inside)) if inside else Fraction(0)
        if share >= Fraction(1, 2) and (best is None or share > best[0]):
            best = (share, section)
    if best is None:
        return {}
    block = f"section/{best[1].id}"
    return {"heading": desk.anchors.heading(block), "link": desk.anchors.link(block)}


def profile_sentences(desk: Desk) -> list[str]:
    """The team's facts as sentences, from the template's words; facts without words there are left out."""
    states = desk.given.current.scorecard.tailoring.facts
    clauses = desk.words.get("clauses", {})
    sentences: list[str] = []
    shapes = desk.words.get("profile", {}).get("sentences", ())
    for shape in shapes if isinstance(shapes, Sequence) else ():
        if not isinstance(shape, Mapping):
            continue
        said: list[str] = []
        for name in _texts(shape.get("facts")):
            words = clauses.get(name, {})
            state = states.get(name)
            if state and state.asked and not state.open and isinstance(words, Mapping):
                said += [str(words[choice]) for choice in state.choices if words.get(choice)]
        if said:
            sentences.append(capital(f"{shape.get('before', '')}{listed(said)}{shape.get('after', '')}"))
    return sentences


def _texts(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, Sequence) else []


# Rules


def rules(desk: Desk) -> View:
    """Essential practices' rules under the first moment of each, at most twenty lines with their headings.

    Where that is too many, those of least impact go first, and of these the last; they are counted.
    """
    wanted = [
        score
        for score in desk.given.current.scorecard.counting
        if score.practice.essential and in_its_chapter(score) and score.practice.moments
    ]
    kept = list(wanted)
    while kept and len(kept) + len({score.practice.moments[0] for score in kept}) + (kept != wanted) > MOST_RULE_LINES:
        least = min(score.practice.impact for score in kept)
        kept.remove(next(score for score in reversed(kept) if score.practice.impact == least))
    groups: dict[str, list[View]] = defaultdict(list)
    for score in kept:
        groups[first_moment(score)].append(
            {
                **heading_view(desk, score),
                "settled": not is_unsettled(score.answer),
                "rule": score.practice.rule
                if not is_unsettled(score.answer)
                else next(iter(score.practice.meanwhile), score.practice.rule),
            }
        )
    moments = [
        {"moment": moment, "words": desk.word("moments", moment, moment), "rules": groups[moment]}
        for moment in MOMENTS
        if moment in groups
    ]
    return {"moments": moments, "left_out": [heading_view(desk, score) for score in wanted if score not in kept]}


def first_moment(score: PracticeScore) -> str:
    """The one that the practice names first: there its rule matters most."""
    return score.practice.moments[0]


def in_its_chapter(score: PracticeScore) -> bool:
    return score.counts and not score.inherited


# Next


def to_do(desk: Desk) -> tuple[list[View], list[View]]:
    """What is on the guide's page, and what waits in the record: agreed steps by day, what to find out, and then what
    the roadmap proposes. Something to find out is always on the page when there is any."""
    gaps = roadmap(desk.given.current.scorecard)
    waves = {gap.score.id: gap.wave for gap in gaps}
    rows = _agreed(desk, waves) + _to_find_out(desk, gaps)
    dated = sorted((row for row in rows if row["date"]), key=lambda row: str(row["date"]))
    undated_steps = [row for row in rows if not row["date"] and row["kind"] == "step"]
    undated_asks = [row for row in rows if not row["date"] and row["kind"] == "find-out"]
    order = dated + undated_asks + undated_steps + _proposed(desk, gaps)
    shown, rest = order[:MOST_NEXT], order[MOST_NEXT:]
    question = next((row for row in rest if row["kind"] == "find-out"), None)
    if question and not any(row["kind"] == "find-out" for row in shown):
        rest = [shown[-1], *(row for row in rest if row is not question)]
        shown = [*shown[:-1], question]
    return shown, rest


def next_steps(desk: Desk) -> View:
    """What the team does until the next round, what it has to find out, and the risks it has accepted."""
    scorecard = desk.given.current.scorecard
    shown, waiting = to_do(desk)
    accepted = [
        {**heading_view(desk, score), **accepted_view(desk, score), "needed": score.target, "at": score.level}
        for score in scorecard.counting
        if score.answer.accepted and score.gap and (score.accepted_holds or _ran_out(desk, score.answer))
    ]
    unasked = [score for score in scorecard.counting if is_unasked(score)]
    return {
        "rows": shown,
        "waiting": len(waiting),
        "accepted": accepted[:5],
        "accepted_more": max(0, len(accepted) - 5),
        "unasked": len(unasked),
        "unasked_essential": sum(score.practice.essential for score in unasked),
        "nothing_answered": not any(score.status != "unanswered" for score in scorecard.counting),
        "counting": len(scorecard.counting),
    }


def is_unasked(score: PracticeScore) -> bool:
    """Nobody has said or shown anything about it."""
    return score.status == "unanswered" and not is_unsettled(score.answer)


def _ran_out(desk: Desk, answer: Answer) -> bool:
    return answer.accepted is not None and answer.accepted.until < desk.given.as_of


def _agreed(desk: Desk, waves: Mapping[str, str]) -> list[View]:
    """Open steps of everything that counts, in questionnaire order."""
    return [
        {
            **heading_view(desk, score),
            **step_view(desk, score, step),
            "of_provider": False,
            "date": step.due.isoformat() if step.due else "",
            "kind": "step",
            "wave": waves.get(score.id, ""),
        }
        for score in desk.given.current.scorecard.counting
        for step in score.answer.open_steps
    ]


def _to_find_out(desk: Desk, gaps: Iterable[Gap]) -> list[View]:
    """What was asked and nobody could say, or settle."""
    rows: list[View] = []
    for gap in gaps:
        score, answer = gap.score, gap.score.answer
        if not is_unsettled(answer):
            continue
        prompts = score.practice.provider_evidence if score.inherited else score.practice.ask
        rows.append(
            {
                **heading_view(desk, score),
                "text": next(iter(prompts), score.practice.question),
                "of_provider": score.inherited and bool(prompts),
                "here": "",
                "effort": "",
                "who": answer.ask_whom,
                "due": desk.day(answer.ask_by) if answer.ask_by else "",
                "late": bool(answer.ask_by and answer.ask_by < desk.given.as_of),
                "ticket": "",
                "agreed": bool(answer.ask_whom),
                "date": answer.ask_by.isoformat() if answer.ask_by else "",
                "kind": "find-out",
                "wave": "find-out",
            }
        )
    return rows


def _proposed(desk: Desk, gaps: Iterable[Gap]) -> list[View]:
    """The roadmap's next action for each gap for which nothing is agreed."""
    rows: list[View] = []
    for gap in gaps:
        score, action = gap.score, gap.action
        if not score.settled or score.answer.open_steps or gap.wave == "accepted" or action is None:
            continue
        rows.append(
            {
                **heading_view(desk, score),
                "text": action.text,
                "here": "",
                "effort": desk.word("efforts", action.effort, action.effort),
                "who": score.answer.owner,
                "due": desk.day(score.answer.due) if score.answer.due else "",
                "late": bool(score.answer.due and score.answer.due < desk.given.as_of),
                "ticket": "",
                "agreed": False,
                "of_provider": False,
                "date": "",
                "kind": "action",
                "wave": gap.wave,
            }
        )
    return rows


# Since


def since(desk: Desk) -> View:
    """What moved since the edition compared with, the bad first, in at most seven lines."""
    comparison = desk.given.since
    assert comparison is not None, "there is no such page before there is an edition to compare with"
    kinds = _moves(desk, comparison.practices)
    allotted = _share_out({kind: len(items) for kind, items in kinds.items()}, MOST_SINCE)
    lines: list[View] = []
    for kind, items in kinds.items():
        shown = allotted.get(kind, 0)
        if not shown:
            continue
        singly = items[: shown - 1] if len(items) > shown else items
        lines += [{"kind": kind, "one": item, "many": []} for item in singly]
        if len(items) > shown:
            lines.append({"kind": kind, "one": {}, "many": items[shown - 1 :]})
    before, after = comparison.before, comparison.after
    gone = [change for change in comparison.practices if change.has("gone") and not change.into]
    old_level, new_level = before_and_after(before.scorecard.overall.level, after.scorecard.overall.level)
    return {
        "title": desk.anchors.heading("since"),
        "day": desk.day(before.on),
        "lines": lines,
        "version": after.questionnaire.version if after.questionnaire.version != before.questionnaire.version else "",
        "gone": [change.title for change in gone],
        "from_level": old_level,
        "to_level": new_level,
        "changes": desk.given.changes_path,
        "unconfirmed": sum(score.settled and not score.confirmed for score in after.scorecard.counting),
        "answered": sum(score.settled for score in after.scorecard.counting),
    }


def bulletins(desk: Desk) -> View:
    """What became known since the last edition and touches what the team does, the newest first."""
    shown, more = cut(desk.given.threats, MOST_BULLETINS)
    return {
        "items": [
            {
                "day": desk.day(threat.bulletin.date),
                "sentence": threat.bulletin.sentence,
                "source": threat.bulletin.source,
                "url": threat.bulletin.url or "",
                "touched": [
                    {
                        **heading_view(desk, score),
                        "level": str(score.level) if score.level is not None else "",
                        "unsure": score.status == "unsure",
                        "needed": score.target,
                        "there": not score.gap and score.settled,
                    }
                    for score in threat.touched
                ],
            }
            for threat in shown
        ],
        "more": more,
    }


def _moves(desk: Desk, changes: Iterable[PracticeChange]) -> dict[str, list[View]]:
    kinds: dict[str, list[View]] = {
        kind: [] for kind in ("worse", "out-of-scope", "new-rule", "better", "settled", "proof", "new-here")
    }
    for change in changes:
        kind = move_of(change)
        if kind and change.after is not None:
            kinds[kind].append(_move(desk, change, change.after))
        if change.after is not None and _ran_out_since(change) and kind != "worse":
            kinds["proof"].append(_move(desk, change, change.after))
    return {kind: items for kind, items in kinds.items() if items}


def _ran_out_since(change: PracticeChange) -> bool:
    """Its evidence is out of date now, and was not before."""
    before, after = change.before, change.after
    return after is not None and after.evidence_is_stale and not (before is not None and before.evidence_is_stale)


def move_of(change: PracticeChange) -> str:
    """What a reader of the guide should know about a change; empty where it is no news to them."""
    before, after = change.before, change.after
    if after is None:
        return ""
    if before is None:
        return "new-here" if after.counts else ""
    if before.counts and not after.counts:
        return "out-of-scope"
    if after.counts and not before.counts:
        return "new-here"
    if not after.counts:
        return ""
    if change.has("down") or (change.has("cleared") and before.level is not None):
        return "worse"
    if change.has("up"):
        return "new-rule" if before.gap and not after.gap else "better"
    if change.has("answered"):
        return "settled"
    return "new-rule" if before.practice.rule != after.practice.rule else ""


def _move(desk: Desk, change: PracticeChange, after: PracticeScore) -> View:
    answer = after.answer
    old_note = change.before.answer.note if change.before else ""
    note = answer.note.split("\n", 1)[0]
    reasons = after.placement.scope_because
    stale = [piece for piece in answer.evidence if piece.seen_on]
    seen = max((piece.seen_on for piece in stale if piece.seen_on), default=None)
    return {
        **heading_view(desk, after),
        "rule": after.practice.rule,
        "was": "not known" if change.before is None or change.before.level is None else change.before.level,
        "level": "not known" if after.level is None else after.level,
        "needed": after.target,
        "note": note if answer.note != old_note and len(note) <= 160 else "",
        "reason": answer.not_applicable or next(iter(reasons), ""),
        "by": answer.answered_by if answer.not_applicable else "",
        "seen_on": desk.day(seen) if seen else "",
        "new": change.before is None,
    }


def _share_out(sizes: Mapping[str, int], lines: int) -> dict[str, int]:
    """A line for each kind while there are any, then all that the first kinds want, up to three each, then the rest."""
    shares = {kind: int(place < lines) for place, kind in enumerate(sizes)}
    for most in (3, lines):
        for kind, size in sizes.items():
            shares[kind] += max(0, min(size, most) - shares[kind], 0) if sum(shares.values()) < lines else 0
            shares[kind] -= max(0, sum(shares.values()) - lines)
    return shares


# Standing


def standing(desk: Desk) -> View:
    scorecard = desk.given.current.scorecard
    overall = scorecard.overall
    sections = [section for section in scorecard.sections if section.counts]
    open_ = sum(not score.settled for score in scorecard.counting)
    furthest = furthest_section(sections)
    return {
        "counts": bool(sections),
        "answered": overall.level is not None,
        "level": decimal(overall.level),
        "max_level": scorecard.questionnaire.max_level,
        "low": decimal(overall.low),
        "high": decimal(overall.high),
        "open": open_,
        "needed": decimal(overall.target),
        "reached": per_cent(overall.attainment),
        "proven": decimal(overall.evidenced),
        "practices": len(scorecard.counting),
        "open_facts": len(scorecard.tailoring.open_facts),
        "sections": [section_row(desk, section, section is furthest) for section in sections],
        "chart": "charts/standing.svg" if overall.level is not None else "",
        "alt": chart_words(desk, sections),
        "trend": trend(desk),
    }


def furthest_section(sections: Iterable[SectionScore]) -> SectionScore | None:
    """The one with the largest share of what it needs still missing; None while all have it."""
    behind = [section for section in sections if section.figures.level is not None and section.figures.attainment != 1]
    return min(behind, key=lambda section: section.figures.attainment or 0, default=None)


def section_row(desk: Desk, section: SectionScore, furthest: bool) -> View:
    figures = section.figures
    counting = [score for score in section.practices if score.counts]
    open_ = sum(not score.settled for score in counting)
    lowest = section.lowest
    block = f"section/{section.id}"
    moved = [desk.changes[score.id] for score in counting if score.id in desk.changes]
    all_inherited = all(score.inherited for score in counting)
    return {
        "title": section.section.title,
        "heading": desk.anchors.heading(block) or section.section.title,
        "link": desk.anchors.link(block) or (desk.anchors.link("inherited") if all_inherited else ""),
        "level": level_with_range(figures),
        "needed": decimal(figures.target),
        "open": open_,
        "practices": len(counting),
        "remarks": _remarks(section, open_, furthest, moved),
        "lowest": {**heading_view(desk, lowest), "level": lowest.level}
        if lowest and lowest.gap and not _almost_there(section)
        else {},
        "evidenced": decimal(figures.evidenced),
        "reached": per_cent(figures.attainment),
        "covered": per_cent(figures.coverage),
        "confirmed": per_cent(figures.confirmed),
    }


def _almost_there(section: SectionScore) -> bool:
    return (section.figures.attainment or 0) >= Fraction(17, 20)


def _remarks(section: SectionScore, open_: int, furthest: bool, moved: Iterable[PracticeChange]) -> list[str]:
    """A few words on a chapter."""
    counting = [score for score in section.practices if score.counts]
    if all(score.status == "unanswered" for score in counting):
        return ["not yet asked"]
    changes = list(moved)
    up, down = sum(change.has("up") for change in changes), sum(change.has("down") for change in changes)
    said: list[str] = []
    if open_:
        said.append(f"{counted(open_, 'question')} open")
    if section.figures.attainment == 1:
        said.append("has what it needs")
    elif furthest:
        said.append("furthest from what it needs")
    elif _almost_there(section) and not open_:
        below = sum(score.gap > 0 for score in counting)
        on_average = (section.figures.level or 0) >= (section.figures.target or 0)
        said.append(f"{number_in_words(below)} below the need" if on_average else "almost there")
    if up or down:
        directions = ((up, "up"), (down, "down"))
        said.append(", ".join(f"{number_in_words(n)} {way}" for n, way in directions if n))
    return said


def chart_words(desk: Desk, sections: Iterable[SectionScore]) -> str:
    """What the chart of standing shows, for those who do not see it: every number."""
    said = (f"{section.section.title} {_figures_in_words(section.figures)}" for section in sections)
    return (
        f"Level, need and proof by chapter, from 0 to {desk.given.current.questionnaire.max_level}: {'; '.join(said)}."
    )


def trend(desk: Desk) -> View:
    """The chart of the trend with its words; empty before there are two editions."""
    if len(desk.given.history) < 2:
        return {}
    return {"chart": "charts/trend.svg", "alt": trend_words(desk)}


def trend_words(desk: Desk) -> str:
    """What the chart of the trend shows, edition by edition."""
    said = (f"{edition.name} {_figures_in_words(edition.overall)}" for edition in desk.given.history[-MOST_EDITIONS:])
    return (
        f"Level, need and proof by edition, from 0 to {desk.given.current.questionnaire.max_level}: {'; '.join(said)}."
    )


def _figures_in_words(figures: Figures) -> str:
    proven = f", proven {decimal(figures.evidenced)}" if figures.evidenced is not None else ""
    return f"{level_with_range(figures)}, needed {decimal(figures.target)}{proven}"


# Chapters


def section(desk: Desk, score: SectionScore) -> View:
    block = f"section/{score.id}"
    return {
        "title": score.section.title,
        "heading": desk.anchors.heading(block) or score.section.title,
        "summary": score.section.summary,
        "unasked": all(one.status == "unanswered" for one in score.practices if one.counts),
        "practices": sum(in_its_chapter(one) for one in score.practices),
    }


def inherited(desk: Desk, scores: Sequence[PracticeScore]) -> View:
    return {
        "title": desk.anchors.heading("inherited"),
        "owners": sorted({score.answer.owner for score in scores if score.answer.owner}),
        "needed": [
            {"level": level, "means": statement}
            for level, statement in enumerate(desk.given.current.questionnaire.inherited_statements)
            if level in {score.target for score in scores}
        ],
    }


def not_for_us(desk: Desk, scores: Sequence[PracticeScore]) -> View:
    return {
        "title": desk.anchors.heading("not-for-us"),
        "practices": len(scores),
        "by_team": sum(score.scope != "not-applicable" for score in scores),
    }


def exclusion(desk: Desk, score: PracticeScore, before: PracticeScore | None) -> View:
    """Why one practice is not for this team, and when to ask again; short where the one before has the same reason.

    One reason is enough to keep it out; the record names all.
    """
    by_rule = score.scope == "not-applicable"
    again = _facts_behind(desk, deciding_rules(desk, score)[:1]) if by_rule else []
    return {
        **heading_view(desk, score),
        "by_rule": by_rule,
        "reason": next(iter(score.placement.scope_because), "") if by_rule else score.answer.not_applicable,
        "by": "" if by_rule else score.answer.answered_by,
        "on": desk.day(score.answer.answered_at.date()) if not by_rule and score.answer.answered_at else "",
        "again": again,
        "likewise": by_rule and _for_the_same_reason(score, before),
    }


def _for_the_same_reason(score: PracticeScore, before: PracticeScore | None) -> bool:
    """The practice above it in the guide is placed by the same rule, and is of the same chapter."""
    return (
        before is not None
        and before.scope == score.scope
        and before.placement.scope_because[:1] == score.placement.scope_because[:1]
        and before.practice.section == score.practice.section
    )


def deciding_rules(desk: Desk, score: PracticeScore) -> list[Rule]:
    names = {score.id, score.practice.section}
    return [rule for rule in desk.given.current.scorecard.tailoring.rules if not names.isdisjoint(rule.not_applicable)]


def _facts_behind(desk: Desk, rules_: Iterable[Rule]) -> list[str]:
    """The facts on which these rules rest, in words."""
    questionnaire = desk.given.current.questionnaire
    names = dict.fromkeys(name for rule in rules_ for name in rule.when)
    return [
        desk.word("facts", name) or f"the answer to “{questionnaire.facts_by_id[name].question}”"
        for name in names
        if name in questionnaire.facts_by_id
    ]

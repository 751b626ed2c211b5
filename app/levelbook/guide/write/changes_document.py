"""This module turns a comparison into the view of the changes document: the bad first, nothing twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from levelbook.core.assessment.assessment import beginning_of_round
from levelbook.core.assessment.comparison import Comparison, Shares
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.promise_outcomes import promises
from levelbook.core.assessment.promises import Fate, PromiseOutcome
from levelbook.core.text.cleaning import spoken_day, told_apart
from levelbook.guide.text.markdown import page_title
from levelbook.guide.text.phrases import day_in_words, name_tells_day
from levelbook.guide.write.inputs import HandEditSummary, PageSources
from levelbook.guide.write.render import View
from levelbook.words.facts import changed_facts, compared_reworded_words
from levelbook.words.figures import before_and_after, figure_words, former_words, ranged_words, reached_range
from levelbook.words.level_parts import against_words, attainment_words, sum_by_practice
from levelbook.words.orphans import orphaned_answers, orphaned_facts
from levelbook.words.practice_changes import KINDS, LOOK_FIRST, MOVES_NO_LEVEL, TARGETS_AND_RISKS, change_rows
from levelbook.words.promises import fates_words, outcome_words, unknown_words
from levelbook.words.proof import proof_words, proven_comparison, unproven_claims
from levelbook.words.scoring_model import model_change_words
from levelbook.words.standing import round_words, unreviewed

MOST_BETTER = 12
"""Rows of good news; the rest is counted, so that an ordinary quarter fits a screen."""
MOST_MOVERS = 5
"""Practices named as having moved the level; the rest is summed up."""
MOST_PROMISES = 4
"""Steps named as late, as put off and as dropped; the rest is counted."""

Days = Callable[[date], str]
"""Writes a day in words."""


def changes(sources: PageSources, comparison: Comparison, hand_edits: HandEditSummary) -> View:
    """Return what `changes.md.jinja` is given."""
    before, after = comparison.before, comparison.after
    day = _days_of(comparison)
    rows = _rows(sources, comparison, day)
    told = _grouped_alike(rows)
    first = [row for row in told if row["kind"] in LOOK_FIRST]
    others = [row for row in told if row["kind"] not in LOOK_FIRST]
    old, new = before.scorecard.overall, after.scorecard.overall
    first_level, second_level = _before_and_after(comparison)
    counts = {kind: sum(row["kind"] == kind for row in rows) for kind in KINDS}
    title = page_title(_title(sources, comparison))
    unseen, answered = unreviewed(after)
    return {
        "title": title,
        "from": _named(day, before.name, before.on, after.on),
        "to": _named(day, after.name, after.on, before.on),
        "from_level": ranged_words(first_level, old),
        "to_level": ranged_words(second_level, new),
        "from_reached": reached_range(before.scorecard.sections, old),
        "to_reached": reached_range(after.scorecard.sections, new),
        "reached_because": attainment_words(comparison),
        "look_first": [
            {**one, "unanswered": _unanswered(rows, one["kind"])} for one in _counted_kinds(counts, LOOK_FIRST)
        ],
        "rows": first + others[:MOST_BETTER],
        "more": sum(row["count"] for row in others[MOST_BETTER:]),
        "command": _command(before.name, after.name),
        "claims": _claims(after.scorecard.counting),
        "proven": _proven(comparison),
        "moved": _moved(comparison),
        "model": _model(comparison),
        "orphaned": {
            "before": [*orphaned_answers(before), *orphaned_facts(before)],
            "after": [*orphaned_answers(after), *orphaned_facts(after)],
        },
        "needed": _needed(comparison, counts),
        "questionnaire": [before.questionnaire.version, after.questionnaire.version]
        if before.questionnaire.version != after.questionnaire.version
        else [],
        "facts": [
            {
                "question": one.question,
                "from": one.old,
                "from_without": one.old_without,
                "to": one.new,
                "to_without": one.new_without,
            }
            for one in changed_facts(comparison)
        ],
        "reworded_facts": compared_reworded_words(comparison),
        "round": _whole_round(sources, comparison, day),
        "promises": {
            **_promises(promises(before, after), before.on, day),
            "unknown": unknown_words(before, after),
        },
        "hand_edits": {
            "notes": hand_edits.notes,
            "edited": list(hand_edits.edited),
            "behind": list(hand_edits.behind),
            "left_out": list(hand_edits.left_out),
            "contradictions": list(hand_edits.contradictions),
            "trouble": hand_edits.trouble,
            "trouble_left": hand_edits.trouble_left,
        },
        "not_looked_at": unseen,
        "reviewed_when": round_words(after, before.name),
        "review": "none" if unseen and unseen == answered else "few" if unseen > answered - unseen else "",
        "answered": answered,
        "counting": after.scorecard.settled_of[1],
        "headings": [(1, title)],
    }


def _title(sources: PageSources, comparison: Comparison) -> str:
    movement, after = comparison.movement, comparison.after
    when = spoken_day(after.on)
    if after.on == comparison.before.on and after.name != "now":
        when = after.name if name_tells_day(after.name, after.on) else f"{when} ({after.name})"
    moved = "what changed"
    if movement is not None and movement.before != movement.after:
        moved = f"claimed level {movement.before} to {movement.after}"
    elif movement is not None:
        moved = f"claimed level {movement.after}, {movement.change_words if comparison.change else 'as before'}"
    return f"{sources.context.team.name}, {when}: {moved}"


def _before_and_after(comparison: Comparison) -> tuple[str, str]:
    """Return both levels as the title has them."""
    if movement := comparison.movement:
        return movement.before, movement.after
    return figure_words(comparison.before.scorecard.overall.level), figure_words(
        comparison.after.scorecard.overall.level
    )


def _days_of(comparison: Comparison) -> Days:
    """Return how the page writes a day: with its year where that is not the page's own, which its title has.

    The guide may be as of an earlier day, as while nothing has changed since an edition.
    """
    return lambda day: day_in_words(day, comparison.after.on)


def _named(day: Days, name: str, on: date, other: date) -> str:
    """Name an assessment by its day, and by its name where that is not the day, or the other one is of the same."""
    said = day(on)
    if name == "now":
        return f"now ({said})"
    if name == on.isoformat() and on != other:
        return said
    return name if name_tells_day(name, on) else f"{name} ({said})"


def _command(before: str, after: str) -> str:
    """Name the command that shows every change between the two; without names it may compare others by then."""
    return f"levelbook diff {before}" if after == "now" else f"levelbook diff {before} {after}"


# The table


def _rows(sources: PageSources, comparison: Comparison, day: Days) -> list[View]:
    def proof(kind: str) -> str:
        return sources.word("proof", kind, kind.replace("-", " "))

    return [
        {
            "kind": row.kind,
            "words": row.words,
            "title": row.title,
            "from": row.old,
            "to": row.new,
            "because": row.because,
        }
        for row in change_rows(comparison, day, proof)
    ]


def _unanswered(rows: Iterable[View], kind: str) -> int:
    """Count the practices of a kind that nobody has answered any more: nobody was asked, so nobody failed to know."""
    if kind != "not known":
        return 0
    return sum(row["kind"] == kind and row["words"] != kind for row in rows)


def _grouped_alike(rows: Iterable[View]) -> list[View]:
    """Put practices that changed alike for the same reason into one row, so that the reason is read once."""
    together: dict[tuple[object, ...], View] = {}
    for place, row in enumerate(rows):
        alike = tuple(row[key] for key in ("kind", "from", "to", "because")) if row["because"] else (place,)
        if alike in together:
            held = together[alike]
            together[alike] = {**held, "title": f"{held['title']}; {row['title']}", "count": held["count"] + 1}
        else:
            together[alike] = {**row, "count": 1}
    return list(together.values())


# What is below the table


def _claims(scores: Iterable[PracticeScore]) -> View:
    """Count the answers that claim more than their evidence proves, and name the largest gap."""
    wide = unproven_claims(scores)
    if not wide:
        return {"count": 0}
    return {
        "count": len(wide),
        "title": wide[0].practice.title,
        "claimed": wide[0].low,
        "proven": wide[0].evidenced if wide[0].has_proof else 0,
        "proof": proof_words(wide[0]),
    }


def _proven(comparison: Comparison) -> View:
    """Say which level the evidence proves, before and after; it may run out while nobody changes an answer."""
    old, new = comparison.before.scorecard, comparison.after.scorecard
    if new.overall.evidenced is None:
        return {"to": ""}
    first, second, stays = proven_comparison(old, new)
    return {
        "from": first,
        "to": second,
        "stays": stays,
        "moved": (old.overall.evidenced, old.has_proof) != (new.overall.evidenced, new.has_proof),
        "held": new.has_proof,
        "held_before": old.has_proof,
    }


def _model(comparison: Comparison) -> View:
    """Say what somebody else's arithmetic made of the answers then and now; nothing where there is none."""
    model = comparison.after.questionnaire.scoring_model
    words = model_change_words(comparison.before, comparison.after)
    return {"name": model.name if model and words else "", "figures": words}


def _moved(comparison: Comparison) -> View:
    """Say what moved the level: like for like, and split into parts that add up as shown."""
    same = comparison.like_for_like
    view: View = {
        "like_for_like": comparison.like_for_like_words,
        "alike": same.practices if same else 0,
        "alike_reworded": comparison.alike_reworded,
        "total": "",
        "parts": {},
        "why_not": comparison.why_no_parts,
        "most": [],
        "rest": {},
        "stays": False,
    }
    movement, shares = comparison.movement, comparison.shares(MOST_MOVERS)
    if comparison.parts and movement and shares:
        view["total"] = movement.change_words
        view["parts"] = dict(zip(("answers", "questionnaire", "profile"), movement.parts, strict=True))
        rows = {row.title: row for row in reversed(change_rows(comparison, str, str)) if row.kind not in MOVES_NO_LEVEL}
        view["most"] = [
            {
                "title": told,
                "by": by,
                "why": against_words(comparison, rows[title], by) if title in rows else "",
            }
            for told, (title, by) in zip(told_apart(title for title, _ in shares.most), shares.most, strict=True)
        ]
        view["all_by_practice"] = sum_by_practice(comparison)
        is_something = shares.others and (not shares.most or shares.others_show)
        view["rest"] = _rest(shares) if is_something else {}
        view["stays"] = not shares.most and not shares.others
    return view


def _rest(shares: Shares) -> View:
    by_share = shares.others - shares.others_moved
    return {
        "count": shares.others,
        "by": shares.rest,
        "moved": shares.others_moved,
        "by_share": by_share,
        "most_by_share": shares.most_by_share,
    }


def _whole_round(sources: PageSources, comparison: Comparison, day: Days) -> View:
    """Name the edition with which the round began, where the earlier one was sealed only for an upgrade; else empty."""
    began = beginning_of_round(sources.current.editions, comparison.before.name)
    if began is None:
        return {}
    first, second = before_and_after(began.overall.level, comparison.after.scorecard.overall.level)
    to = "" if comparison.after.name == "now" else comparison.after.name
    since = _named(day, began.name, began.day, comparison.before.on)
    return {"since": since, "edition": began.name, "to": to, "from_level": first, "to_level": second}


def _needed(comparison: Comparison, counts: Mapping[str, int]) -> View:
    """Say what became of targets and accepted risks, which move no level and so stand apart from it."""
    old, new = comparison.before.scorecard.overall.target, comparison.after.scorecard.overall.target
    first, second = before_and_after(old, new)
    return {
        "from": first,
        "to": second,
        "stays": former_words(old, new),
        "moved": old != new,
        "kinds": _counted_kinds(counts, TARGETS_AND_RISKS),
    }


def _counted_kinds(counts: Mapping[str, int], kinds: Iterable[str]) -> list[View]:
    """Return the kinds that there are with their counts, and beside each the largest: they are one sentence."""
    found = {kind: counts[kind] for kind in kinds if counts[kind]}
    return [{"kind": kind, "count": count, "largest": max(found.values())} for kind, count in found.items()]


def _promises(found: Iterable[PromiseOutcome], since: date, day: Days) -> View:
    outcomes = list(found)
    before = [one for one in outcomes if not one.is_new]
    new = [one for one in outcomes if one.is_new]

    def named(fate: Fate) -> list[View]:
        return [_promise(one) for one in outcomes if one.fate == fate]

    return {
        "since": day(since),
        "all": len(before),
        "fates": fates_words(one.fate for one in before),
        "new": len(new),
        "new_fates": fates_words(one.fate for one in new),
        "late": named("late"),
        "put_off": [
            {
                "text": outcome_words(one),
                "who": _who_has_it(one),
                "from": day(one.promise.by),
                "to": day(one.put_off_to),
            }
            for one in before
            if one.promise.by and one.put_off_to
        ],
        "dropped": named("dropped"),
        "reopened": [_promise(one) for one in outcomes if one.is_reopened],
        "most": MOST_PROMISES,
    }


def _who_has_it(one: PromiseOutcome) -> str:
    """Name who has it by now, after whoever promised it where that is somebody else."""
    first, now = one.promise.who, one.now.who if one.now else ""
    return f"{first}, now {now}" if first and now and first != now else one.who


def _promise(one: PromiseOutcome) -> View:
    return {"text": outcome_words(one), "who": one.who}

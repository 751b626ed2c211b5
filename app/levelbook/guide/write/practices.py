"""This module makes the view of one practice: which form it takes, and everything that the form says.

A practice takes one of seven forms (docs/design.md, "Guide, record, changes"). The first five are in their chapter:

not-asked   nobody has answered yet
not-known   it was asked, and nobody could say, or the votes on it settled nothing
accepted    a gap that somebody answers for until a day
in-work     any other gap
at-target   no gap
inherited   a provider does it for the team; whatever was answered
not-for-us  the rules or the team leave it out
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Literal

from levelbook.core.answers.answers import Evidence, Step
from levelbook.core.assessment.gaps import owner_and_due
from levelbook.core.assessment.practice_score import Judge, PracticeScore
from levelbook.core.assessment.review import is_answered_as_inherited, risk_ran_out, statement_as_answered
from levelbook.core.questionnaire.questionnaire import EFFORTS, Criterion, Practice
from levelbook.core.text.cleaning import first_sentence, spoken_day
from levelbook.core.text.quotation import speaker
from levelbook.guide.text.incidental_words import NOT_KNOWN
from levelbook.guide.text.phrases import cut
from levelbook.guide.write.inputs import PageSources
from levelbook.guide.write.render import View
from levelbook.guide.write.votes import dissent_view, is_left_open_by_votes, is_unsettled
from levelbook.words.offers import moved_words
from levelbook.words.practice_state import claim_words, is_unrecorded, last_confirmed_words, other_scope_words
from levelbook.words.proof import unproven_words

Form = Literal["not-asked", "not-known", "accepted", "in-work", "at-target", "inherited", "not-for-us"]

MOST_LINES = 30
"""Lines of a practice's block, blank ones included."""
# What keeps the guide of some fifty practices within 8,000 words, so that people read it. The record holds everything.
MOST_HELD = 1
"""Pieces of evidence that a practice names as its proof: the strongest carries the level."""
MOST_MISSING = 1
"""Pieces of evidence that a practice names as missing."""
MOST_AVOID = 2
"""Things not to do."""
MOST_PROPOSED = 4
"""Actions proposed for a practice whose absence is the worst; for another the smallest is enough to begin with."""
MOST_STEPS_MEANWHILE = 5
"""Steps of a practice of which the level is not known, and the line that counts the rest."""
MOST_ROLES = 2
"""Roles who work by it."""
EVERYBODY = "everyone"
"""The role beside which no other is named."""
IN_FULL = 3
"""The impact from which a practice far from its target says all of why it matters, all that it may of what not to do,
and what will prove the level needed. Else the first sentence and the first thing have to do, and what is missing is
named once the level is claimed."""
LITTLE = 1
"""The impact at which it names nothing that is not to be done."""
FAR = 2
"""Levels below target from which that is said; a team one level short knows why it does all the rest."""
FIRST_STEPS = 1
"""The level whose criteria go without saying once a higher one is reached, unless the team wrote how it does them. With
no gap left, those of every level below the team's own do."""


def form_of(score: PracticeScore) -> Form:
    """Return the form that a practice takes in the guide."""
    if not score.counts:
        return "not-for-us"
    return "inherited" if score.inherited else _own_form(score)


def _own_form(score: PracticeScore) -> Form:
    """Return the form of a practice that counts, whoever does it."""
    if is_unsettled(score.answer):
        return "not-known"
    if score.status == "unanswered":
        return "not-asked"
    if score.accepted_holds:
        return "accepted"
    return "in-work" if score.gap else "at-target"


def practice_view(sources: PageSources, score: PracticeScore) -> View:
    """Return everything that any form of a practice says."""
    form = form_of(score)
    in_full = is_in_full(score)
    view = {
        **heading_view(sources, score),
        "form": form,
        "rule": score.practice.rule,
        "why": score.practice.why if in_full else first_sentence(score.practice.why),
        "why_at": _page_with_reason(sources, score),
        "roles": _roles(sources, score) if form != "at-target" else [],
        **_standing(sources, score),
        **_owner_and_due(sources, score),
        **_answer_marks(sources, score),
        "here": dict(score.answer.here),
        "does": _lines(score, _criteria_met(sources, score)),
        "statement": _statement_alone(sources, score),
        "unmet": _lines(score, _criteria_unmet(score)),
        **_what_good_looks_like(score, sources.current.questionnaire.default_target),
        "adding": _steps_or_proposals(sources, score, form),
        "agreed": bool(score.answer.open_steps),
        "avoid": list(score.practice.avoid[: _most_to_avoid(score)]),
        "to_settle": _to_settle(score.practice),
        "question": score.practice.question,
        "ask_provider": list(score.practice.provider_evidence) if score.inherited or sources.fits("provider") else [],
        "meanwhile": list(score.practice.meanwhile),
        "proof": proof_view(sources, score),
        "offer": offer_view(sources, score),
        "accepted": accepted_view(sources, score),
        "short": form == "at-target"
        and score.practice.impact == 1
        and not _criteria_unmet(score)
        and not score.answer.open_steps
        and not _dissent(sources, score),
    }
    return _within_a_page(view)


def _to_settle(practice: Practice) -> list[str]:
    """Return the prompts for the facilitator, below the question itself where none of them asks anything."""
    return [*([] if any("?" in prompt for prompt in practice.ask) else [practice.question]), *practice.ask]


def _roles(sources: PageSources, score: PracticeScore) -> list[str]:
    """Return who works by a practice: the first few roles that a team like this one has, or everybody."""
    of_builders = sources.words.get("roles", {}).get("of_builders", ())
    elsewhere = of_builders if isinstance(of_builders, list) and not sources.fits("builder") else ()
    here = [role for role in score.practice.roles if role not in elsewhere][:MOST_ROLES]
    return [EVERYBODY] if EVERYBODY in here else here


def inherited_view(sources: PageSources, score: PracticeScore, reasons_above: Collection[str]) -> View:
    """Return the view of a practice that others do, without its reason where a practice above it gives the same."""
    reasons = [reason for reason in score.placement.scope_because[:1] if reason not in reasons_above]
    return {**practice_view(sources, score), "scope_because": reasons}


def heading_view(sources: PageSources, score: PracticeScore) -> View:
    """Return what it takes to name a practice and to link to it."""
    block = f"practice/{score.id}"
    return {
        "id": score.id,
        "number": sources.current.questionnaire.numbers[score.id],
        "title": score.practice.title,
        "heading": sources.anchors.heading(block) or score.practice.title,
        "link": sources.anchors.link(block),
    }


# Where it stands


def _standing(sources: PageSources, score: PracticeScore) -> View:
    """Return level and target, what is behind the level, what it was, and why the target is what it is."""
    return {
        "asked": score.status != "unanswered" or is_unsettled(score.answer),
        "voted": is_left_open_by_votes(score.answer),
        "from_ballots": score.answer.from_ballots,
        "nothing_answered": not sources.anything_answered,
        "level": "" if score.level is None else score.level,
        "claim": claim_words(score),
        "backing": score.backing or "",
        "unproven": unproven_words(score),
        "unrecorded": is_unrecorded(score, sources.current),
        "proven": "" if score.evidenced is None else score.evidenced,
        "was": earlier_level(sources, score),
        "needed": score.target,
        "own_target": score.target > score.placement.target,
        "because": score.target_reason,
        "scope_because": list(score.placement.scope_because),
    }


def earlier_level(sources: PageSources, score: PracticeScore) -> str:
    """Return the level with which the round began, where it differed; else empty."""
    change = sources.changes.get(score.id)
    before = change.before if change else None
    if before is None or not before.counts or not score.counts or before.inherited != score.inherited:
        return ""
    if before.level == score.level or before.status == "unanswered":
        return ""
    return NOT_KNOWN if before.level is None else str(before.level)


def _page_with_reason(sources: PageSources, score: PracticeScore) -> View:
    """Return the page that gives the whole reason, so that nobody reads it twice; empty where none does.

    Nobody knows what people made of that page once they edited it, so then the practice gives its reason itself."""
    heading = sources.anchors.heading("harm")
    told = bool(score.practice.why) and any(one.id == score.id for one in sources.largest_gaps)
    if not heading or not told or "harm" in sources.context.edited_headings:
        return {}
    return {"heading": heading, "link": sources.anchors.link("harm")}


def has_no_owner(score: PracticeScore) -> bool:
    """Tell whether something is to be done or found out, and nobody has it: neither the whole nor a step of it.

    A risk that is accepted is with whoever accepted it. What a provider does has an owner here too, who asks for the
    evidence.
    """
    if not score.counts:
        return False
    form = _own_form(score)
    if form == "not-known" and score.answer.ask_whom:
        return False
    return form in ("in-work", "not-known") and not owner_and_due(score.answer)[0]


def _owner_and_due(sources: PageSources, score: PracticeScore) -> View:
    """Return the owner and the day due; of what is not known, who finds out and by when.

    Whoever has taken on a step has not promised the whole by its day.
    """
    answer, finds_out = score.answer, score.status == "unsure"
    owner, due = (answer.ask_whom, answer.ask_by) if finds_out else (answer.owner, answer.due)
    return {
        "finds_out": finds_out,
        "owner": owner,
        "due": sources.day(due) if due and _own_form(score) != "at-target" else "",
        "late": bool(due and due < sources.current.on),
    }


def _dissent(sources: PageSources, score: PracticeScore) -> View:
    judge = sources.current.scorecard.judge
    return dissent_view(score.answer, is_open=judge.is_left_open_by_vote(score.id, score.answer))


def _answer_marks(sources: PageSources, score: PracticeScore) -> View:
    """Return what a reader should know about the answer before trusting it."""
    answer = score.answer
    answered = answer.status in ("answered", "not-applicable")
    carried = answered and not score.confirmed and not answer.edited_outside and not asked_again(sources, score)
    return {
        "last_confirmed": last_confirmed_words(score, sources.current, sources.day) if carried else "",
        "done_since": score.settled and score.id in sources.current.done_since_review,
        "asked_anew": answered and asked_again(sources, score),
        "other_scope": other_scope_words(score, sources.current.questionnaire) if answered else "",
        "edited_outside": answered and answer.edited_outside,
        "votes": _dissent(sources, score),
        "said_by": answer.answered_by,
        "said_on": sources.day_at(answer.answered_at) if answer.answered_at else "",
        "reason": answer.not_applicable,
    }


def asked_again(sources: PageSources, score: PracticeScore) -> bool:
    """Tell whether the question or its levels were reworded since the answer."""
    wording = sources.current.questionnaire.wording(score.id, inherited=score.inherited)
    return bool(score.answer.wording) and score.answer.wording != wording


# What is done, and what is not


def _criteria_met(sources: PageSources, score: PracticeScore) -> list[Criterion]:
    """Return the criteria that hold, without those that go without saying; all of them where no other would be left."""
    if score.inherited or is_answered_as_inherited(sources.current.questionnaire, score):
        return []
    answer, criteria = score.answer, score.practice.criteria
    claimed = answer.claims(score.practice)
    below = (score.level or 0) - 1
    taken_for_granted = min(FIRST_STEPS, below) if score.gap else below
    said = [name for name in claimed if criteria[name][0] > taken_for_granted or name in answer.here]
    return [criteria[name][1] for name in said or claimed]


def _criteria_unmet(score: PracticeScore) -> list[Criterion]:
    """Return the exceptions: criteria of the level answered or taken over, or below, that do not hold."""
    if score.inherited or score.level is None:
        return []
    return [
        criterion
        for name, (level, criterion) in score.practice.criteria.items()
        if level <= (score.answer.claims_up_to or 0) and name in score.answer.unmet
    ]


def lacks_criteria_of_the_target(score: PracticeScore) -> bool:
    """Tell whether a criterion of the target's level, or below, was struck out, whatever level is claimed."""
    criteria = score.practice.criteria
    return any(criteria[one.id][0] <= score.target for one in _criteria_unmet(score))


def _statement_alone(sources: PageSources, score: PracticeScore) -> str:
    """Return what the level means where no criterion says it, up to that level; empty at level 0 or where some do."""
    if score.inherited or not score.level:
        return ""
    asked = any(level <= score.level for level, _ in score.practice.criteria.values())
    is_told = asked and not is_answered_as_inherited(sources.current.questionnaire, score)
    return "" if is_told else statement_as_answered(sources.current.questionnaire, score)


def is_in_full(score: PracticeScore) -> bool:
    """Tell whether the guide says everything that it may: the worst is at stake, and it is far from what is needed."""
    return score.practice.impact >= IN_FULL and score.gap >= FAR


def _most_to_avoid(score: PracticeScore) -> int:
    """Return how many things not to do the guide names; where little is at stake, none."""
    if score.practice.impact <= LITTLE:
        return 0
    return MOST_AVOID if is_in_full(score) else 1


def _what_good_looks_like(score: PracticeScore, everybody: int) -> View:
    """Return the criteria up to the level that everybody needs, and in one sentence each what the higher ones ask.

    everybody: the target of a team of which no rule says more. Before the first answer nobody works by twelve criteria.
    """
    criteria = [
        {"level": level, **_line(score, one)}
        for level, one in score.practice.criteria.values()
        if level <= min(score.target, everybody)
    ]
    higher = [level for level in score.practice.levels if everybody < level.level <= score.target]
    return {
        "good": criteria,
        "higher": [{"level": level.level, "statement": level.statement} for level in higher],
    }


def _lines(score: PracticeScore, criteria: Iterable[Criterion]) -> list[View]:
    return [_line(score, criterion) for criterion in criteria]


def _line(score: PracticeScore, criterion: Criterion) -> View:
    return {"text": criterion.text, "here": score.answer.here.get(criterion.id, "")}


def _steps_or_proposals(sources: PageSources, score: PracticeScore, form: Form) -> list[View]:
    """Return the open steps; where there are none, what is unmet and what leads to the next level."""
    steps = sorted(score.answer.open_steps, key=lambda step: (step.due is None, step.due or sources.current.on))
    if steps:
        return [step_view(sources, score, step) for step in steps]
    if form != "in-work" or score.level is None:
        return []
    most = MOST_PROPOSED if is_in_full(score) else 1
    unmet = [
        {**_proposal(), "text": line["text"], "here": line["here"]} for line in _lines(score, _criteria_unmet(score))
    ]
    return unmet + [
        {**_proposal(), "text": action.text, "effort": sources.word("efforts", action.effort, action.effort)}
        for action in sorted(score.open_actions, key=lambda action: EFFORTS.index(action.effort))[:most]
    ]


def _proposal() -> View:
    return {"here": "", "effort": "", "who": "", "due": "", "late": False, "ticket": "", "agreed": False}


def step_view(sources: PageSources, score: PracticeScore, step: Step) -> View:
    """Return a step as the guide tells it: what, how large, who, by when, and its ticket."""
    action = score.practice.actions.get(step.from_action)
    return {
        "text": step.text,
        "here": "",
        "effort": sources.word("efforts", action[1].effort, action[1].effort) if action else "",
        "who": step.owner or score.answer.owner,
        "due": sources.day(step.due) if step.due else "",
        "late": bool(step.due and step.due < sources.current.on),
        "ticket": step.ticket,
        "agreed": True,
    }


# Proof


def proof_view(sources: PageSources, score: PracticeScore) -> View:
    """Return the best of the evidence held, of equals what holds longest; what has expired; what is missing.

    A piece that has expired is left out where the same one, of the same kind, was seen again later.
    """
    judge = sources.current.scorecard.judge
    held: list[View] = []
    stale: list[View] = []
    seen_last: dict[tuple[str, str], date] = {}
    for piece, _ in score.answer.evidence_by_team:
        if piece.reference and piece.seen_on and piece.seen_on <= sources.current.on:
            same = (piece.kind, piece.reference)
            seen_last[same] = max(piece.seen_on, seen_last.get(same, piece.seen_on))
    for piece, team in sorted(score.answer.evidence_by_team, key=lambda held: _how_good(judge, held[0]), reverse=True):
        until = judge.valid_until(piece)
        expired = until is not None and until < sources.current.on
        if expired and piece.seen_on and piece.seen_on < seen_last.get((piece.kind, piece.reference), piece.seen_on):
            continue
        (stale if expired else held).append(piece_view(sources, piece, team))
    missing: list[str] = []
    renew = score.evidence_is_stale and (score.fresh_evidenced or 0) >= score.target
    needed = level_to_prove(sources, score)
    if needed is not None and not renew and (not score.gap or is_in_full(score)):
        missing = list(score.practice.level(needed).evidence)
    missing, missing_more = cut(missing, MOST_MISSING)
    return {
        "held": held if score.inherited else held[:MOST_HELD],
        "stale": stale,
        "missing": missing,
        "missing_for": score.target if needed is None else needed,
        "missing_more": missing_more,
        "renew": renew,
    }


def _how_good(judge: Judge, piece: Evidence) -> tuple[int, date, date]:
    """Return what sorts evidence: the stronger, then what holds longer, then what was seen later."""
    return judge.strength(piece), judge.valid_until(piece) or date.max, piece.seen_on or date.min


def level_to_prove(sources: PageSources, score: PracticeScore) -> int | None:
    """Return the level for which evidence is wanted next: the one claimed while it is not proven, else the one above.

    At most the target, at least the first that needs evidence; None where the target is proven or needs none.
    """
    without = sources.current.questionnaire.level_without_proof
    proven, claimed = score.evidenced or 0, score.level or 0
    if not score.counts or score.inherited or proven >= score.target or without >= score.target:
        return None
    return min(score.target, max(claimed if proven < claimed else claimed + 1, without + 1))


def offer_view(sources: PageSources, score: PracticeScore) -> View:
    """Return what is taken over from another team, and what moved since; empty where nothing is."""
    taken = score.answer.offer
    if taken is None:
        return {}
    moved = sources.current.moved_on(score)
    return {
        "team": taken.team,
        "edition": taken.edition,
        "level": taken.level,
        "capped": score.level != taken.level,
        "moved": moved_words(moved, with_ids=False) if moved else "",
        "ended": bool(moved and moved.has_ended),
        "older": bool(moved and moved.is_older),
    }


def piece_view(sources: PageSources, piece: Evidence, team: str = "") -> View:
    """Return one piece of evidence: where it is, its kind, when it was seen, until when it is valid, and of whom it is.

    team: the other team that holds it; empty for this team's own.
    """
    judge = sources.current.scorecard.judge
    kind = sources.current.questionnaire.kinds_by_id.get(piece.kind)
    until = judge.valid_until(piece)
    return {
        "reference": piece.reference,
        "of": team,
        "kind": piece.kind,
        "seen": sources.word("proof", piece.kind, piece.kind.replace("-", " ")),
        "counts": judge.is_proof(piece),
        "on": sources.day(piece.seen_on) if piece.seen_on else "",
        "until": _until(sources, piece, until) if until else "",
        "ending": bool(until and sources.context.next_round and until < sources.context.next_round),
        "ahead": bool(piece.seen_on and piece.seen_on > sources.current.on),
        "undated": bool(kind and kind.valid_days is not None and piece.seen_on is None),
        "expired": bool(until and until < sources.current.on),
    }


def _until(sources: PageSources, piece: Evidence, until: date) -> str:
    """Write a piece's last day, with its year where the day before it has one: "1 May 2025, valid until 1 May 2026"."""
    of_another_year = piece.seen_on is not None and piece.seen_on.year != sources.current.on.year
    return spoken_day(until) if of_another_year else sources.day(until)


def accepted_view(sources: PageSources, score: PracticeScore) -> View:
    """Return the risk that somebody accepted; empty where nobody did."""
    accepted = score.answer.accepted
    if accepted is None:
        return {}
    return {
        "level": accepted.level,
        "by": speaker(accepted.by),
        "until": sources.day(accepted.until),
        "reason": accepted.reason,
        "holds": score.accepted_holds,
        "ran_out": risk_ran_out(score, sources.current.on),
    }


# Fitting a page


def _within_a_page(view: View) -> View:
    """Cut the lists so that the block stays within its lines; what is left out is counted, and is in the record.

    A list of several things not to do is a list where there is room, and one sentence where there is none.
    """
    in_work = view["form"] in ("in-work", "accepted")
    room = MOST_LINES - 7  # heading, rule, status and proof, with the blank lines between
    moved = view["offer"].get("moved")
    said_once = (in_work, view["accepted"], view["unmet"], view["avoid"] and in_work, view["votes"], moved)
    room -= 2 * sum(map(bool, said_once))
    view["does_more"] = view["more"] = 0
    if in_work or view["form"] == "at-target":
        agreed = len(view["adding"])
        reserved = min(agreed, 3) + 5 if agreed else 0
        view["does"], view["does_more"] = _fitting(view["does"], room - reserved - 3, note=1)
        room -= len(view["does"]) + bool(view["does_more"]) + 3 if view["does"] else 2  # one sentence instead
        view["adding"], view["more"] = _fitting(view["adding"], room - 3, note=2)
        room -= len(view["adding"]) + 2 * bool(view["more"]) + 3 if view["adding"] else 0
    elif view["form"] in ("not-asked", "not-known"):
        view["adding"], view["more"] = _fitting(view["adding"], MOST_STEPS_MEANWHILE, note=2)
    taken = len(view["adding"]) + 2 * bool(view["more"]) + 3 if view["adding"] else 0
    view["avoid_as_list"] = len(view["avoid"]) > 1 and len(view["avoid"]) + 1 <= room
    levels = {line["level"] for line in view["good"]}
    room = MOST_LINES - 5 - 3 * len(levels) - 2 * len(view["higher"]) - (taken if view["form"] == "not-asked" else 0)
    view["good"], view["good_more"] = _fitting(view["good"], room, note=2)
    view["good_by_level"] = [
        {"level": level, "lines": [line for line in view["good"] if line["level"] == level]} for level in sorted(levels)
    ]
    view["to_settle"] = view["to_settle"][: 4 if taken else 8]
    view["meanwhile"] = view["meanwhile"][: 3 if taken else 7]
    return view


def _fitting(items: list[View], lines: int, *, note: int) -> tuple[list[View], int]:
    """Return the items that fit and the number of those that do not; a note about these takes lines as well."""
    return (items, 0) if len(items) <= lines else cut(items, max(1, lines - note))

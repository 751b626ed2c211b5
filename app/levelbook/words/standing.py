"""This module says where a team stands, and what it said of a practice, in sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final, Literal

from levelbook.core.answers.answers import STATUS_WORDS, Answer, Evidence, Status, Step
from levelbook.core.answers.ballots import spread_of_votes
from levelbook.core.assessment.assessment import Assessment, beginning_of_round
from levelbook.core.assessment.gaps import Gap
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.promises import all_is_done, left_to_get, to_bring
from levelbook.core.assessment.queue import talk_time
from levelbook.core.assessment.review import CAUSES, is_of_other_scope, risk_ran_out
from levelbook.core.questionnaire.bulletins import Bulletin
from levelbook.core.questionnaire.facts import FactEffect
from levelbook.core.questionnaire.questionnaire import Practice, Questionnaire
from levelbook.core.questionnaire.tailoring import Tailoring
from levelbook.core.text.cleaning import spoken_day, told_apart, without_full_stop
from levelbook.core.text.rounding import one_decimal
from levelbook.words.figures import day_words, figure_words, level_words, listed, plural, reached_range, span_words
from levelbook.words.offers import moved_remedy, moved_words, not_covered, taken_words
from levelbook.words.promises import promise_words
from levelbook.words.proof import last_day_words, nothing_proven_words, on_word_alone, proof_words
from levelbook.words.spread import counted_word, spread_words

LAST_CONFIRMED = "last reviewed {day}"
MERGED = "answered {day}, merged and not confirmed"
"""Said of a carried answer: reviewed, since new evidence or a vote is no confirmation, and an edition counts it too.

`guide/write/incidental_words.py` knows them by these words.
"""


def standing_words(now: Assessment) -> str:
    """Return the level with its range, the target and the proven level in a few sentences."""
    overall = now.scorecard.overall
    if overall.target is None:
        return "Nothing is in scope, so there is nothing to measure."
    answered, counting = now.scorecard.settled_of
    unsure = sum(one.status == "unsure" for one in now.scorecard.counting)
    of = f"{answered} of {plural(counting, 'practice')} answered{f', {unsure} unsure' if unsure else ''}"
    if overall.level is None:
        top = now.questionnaire.max_level
        return f"Nothing is answered yet; the target is {one_decimal(overall.target)} of {top}. {of}."
    reached = reached_range(now.scorecard.sections, overall)
    proven = nothing_proven_words(now.scorecard)
    if now.scorecard.has_proof:
        proven = f"proven {figure_words(overall.evidenced)}"
    said = (
        f"Level {level_words(overall)} of {now.questionnaire.max_level}; target {one_decimal(overall.target)}"
        f"{f', {proven}' if overall.level else ''}; {reached}% of target reached. {of}."
    )
    return f"{said} {on_word_alone(now.scorecard)}".rstrip()


def titled(now: Assessment, score: PracticeScore) -> str:
    """Name a practice by number and title."""
    return f"{now.questionnaire.numbers[score.id]} {score.practice.title}"


def gap_count_words(gaps: int, unsure: int, unanswered: int, of: int | None = None) -> str:
    """Count what is on the roadmap: `17 gaps, 1 unsure, 49 not answered`; no gap is known where nobody gave a level.

    of: all known gaps, where a filter shows only some of them.
    """
    known = plural(gaps, "gap") if of is None else f"{gaps} of {plural(of, 'gap')}"
    return ", ".join([known, *(f"{n} {words}" for n, words in ((unsure, "unsure"), (unanswered, "not answered")) if n)])


def no_gap_words(now: Assessment) -> str:
    """Say why the roadmap is empty."""
    if not now.scorecard.counting:
        return "Nothing is in scope, so there is nothing to do."
    return "No gaps: every practice is on target."


def roadmap_count_words(now: Assessment) -> str:
    """Count what is on the roadmap as `gap_count_words` does."""
    of = Counter(gap.score.status for gap in now.roadmap)
    return gap_count_words(of["answered"], of["unsure"], of["unanswered"])


def status_words(now: Assessment, practice_id: str) -> str:
    """Return one practice in one line: title, answer, target."""
    one = now.scorecard.practices[practice_id]
    return f"{one.practice.title}: {state_words(one, now)}"


def level_or_status_words(one: PracticeScore) -> str:
    """Say in two words where a practice stands."""
    return f"level {one.level}" if one.level is not None else STATUS_WORDS[one.status]


def claim_words(one: PracticeScore) -> str:
    """Say the level as what it is, the team's claim, and how much of it is proven; a level without a claim is bare."""
    if not one.level:
        return "not known" if one.level is None else "level 0"
    if one.backing == "proven":
        return f"level {one.level} (proven)"
    return f"level {one.level} claimed" + (f" ({one.evidenced} proven)" if one.backing == "partly" else "")


def claim_in_brackets(one: PracticeScore) -> str:
    """Say what a practice claims where brackets are around it already: `level 3 claimed, 2 proven`."""
    return claim_words(one).replace(" (", ", ").rstrip(")")


def is_unrecorded(one: PracticeScore, now: Assessment) -> bool:
    """Return whether a provider's practice is said to be at a level that is about evidence, and no evidence is held."""
    if not one.inherited or one.level is None or one.answer.evidence or is_of_other_scope(now.questionnaire, one):
        return False
    return now.questionnaire.strengths.get(now.questionnaire.scale[one.level].needs, 0) > 0


def unrecorded_words(scores: Iterable[PracticeScore], now: Assessment) -> str:
    """Name those of the practices whose evidence is claimed and not recorded; empty where there are none."""
    names = [titled(now, one) for one in scores if is_unrecorded(one, now)]
    if not names:
        return ""
    return f"The level says that we have the provider's evidence, but none is recorded for {listed(told_apart(names))}."


def unreviewed(now: Assessment) -> tuple[int, int]:
    """Count the answers that nobody has confirmed in this round, and all that there are."""
    settled = [score for score in now.scorecard.counting if score.settled]
    return sum(not score.confirmed for score in settled), len(settled)


def round_words(now: Assessment, since: str) -> str:
    """Say which round a comparison with the edition `since` ends in, where `since` is not where that round began."""
    upgraded_from = beginning_of_round(now.editions, now.last_edition)
    began = upgraded_from.name if upgraded_from else now.last_edition
    return "in this round" if since in (began, now.last_edition) or not began else f"since edition {began}"


def unreviewed_words(now: Assessment, since: str) -> str:
    """Say that nobody has reviewed the answers in this round, or not most of them; empty where most were.

    since: the edition with which `now` is compared. The round may have begun after it.
    """
    unseen, answered = unreviewed(now)
    when = round_words(now, since)
    if unseen and unseen == answered:
        answers = "the one answer" if answered == 1 else f"any of the {answered} answers"
        return f"Nobody has reviewed {answers} {when}."
    if 2 * unseen > answered:
        return f"Most answers have not been reviewed {when}: {unseen} of {answered}."
    return ""


def whole_round_words(now: Assessment, since: str) -> str:
    """Say with which edition the round began, where the one of that name was sealed only for an upgrade; else empty."""
    began = beginning_of_round(now.editions, since)
    return f"{since} was sealed only for an upgrade; this round began with {began.name}." if began else ""


def holds_none_words(one: PracticeScore, now: Assessment) -> str:
    """Say that evidence was brought for a practice whose answer holds none; empty where it holds some."""
    return "" if one.answer.evidence else f"The answer to {titled(now, one)} holds no evidence yet."


def bulletin_words(bulletin: Bulletin, today: date) -> str:
    """Say what happened and when: `13 October: …`, ending in its source."""
    return f"{spoken_day(bulletin.date, today)}: {bulletin.sentence} ({bulletin.source})"


def another_look_lines(one: PracticeScore, now: Assessment) -> list[str]:
    """Say why a practice needs another look, with each bulletin that touches it; nothing where it is only open."""
    causes = [cause for cause in now.causes(one) if cause not in ("new", "unsure")]
    lines = [f"Needs another look: {', '.join(CAUSES[cause] for cause in causes)}."] if causes else []
    touching = now.threatened.get(one.id, ()) if "threat" in causes else ()
    return [*lines, *(f"New threat, {bulletin_words(bulletin, now.on)}" for bulletin in touching)]


def all_done_words(one: PracticeScore) -> str:
    """Ask about the next level where everything towards it is done, and the level is still the old one; else empty.

    Nobody is asked while its risk is accepted, or while the team has a step of its own to do.
    """
    if not one.gap or not all_is_done(one) or one.answer.open_steps or one.accepted_holds:
        return ""
    following = (one.level or 0) + 1
    done = (
        "The provider has given all that is asked for"
        if one.inherited
        else (f"All actions towards level {following} are done")
    )
    return f"{done}. Are you at level {following} now? If not, what is missing?"


def next_work_words(gap: Gap) -> str:
    """Say what comes next where there is a gap: what is agreed, else what the questionnaire proposes.

    Empty while its risk is accepted and nothing is agreed: nobody is asked for more.
    """
    one = gap.score
    if gap.step is not None:
        return gap.step.text
    if one.accepted_holds:
        return ""
    if wanted := left_to_get(one):
        return f"Get from the provider: {'; '.join(wanted)}"
    if gap.action:
        return gap.action.text
    return all_done_words(one)


def state_words(one: PracticeScore, now: Assessment) -> str:
    """Say what was answered to a practice, and its target."""
    if one.scope == "not-applicable":
        kept = kept_words(one)
        reasons = "; ".join(map(without_full_stop, one.placement.scope_because))
        return f"not applicable: {reasons}{f'; {kept}' if kept else ''}"
    answer = one.answer
    if one.status == "not-applicable":
        return f"not applicable, said by the team: {answer.not_applicable}"
    needed = f"target {one.target}"
    if one.placement.target_because and one.target == one.placement.target:
        needed += f" because {without_full_stop(one.placement.target_because[0])}"
    inherited = "inherited, " if one.inherited else ""
    if one.status == "unsure":
        finds_out = finding_out_words(answer, now.on)
        return f"{inherited}unsure, {needed}" + (f"; {finds_out}" if finds_out else "")
    if one.status == "unanswered":
        return f"{inherited}not answered, {needed}"
    name = now.questionnaire.scale[one.low].name
    accepted = ", the risk is accepted" if one.accepted_holds else ""
    proof = f", {proof_words(one)}" if one.level and not now.is_ballot else ""
    return f"{inherited}level {one.level} {name}, {needed}{proof}{accepted}{_confirmed_words(one, now)}"


def kept_words(one: PracticeScore) -> str:
    """Say that a practice has an answer that counts in no figure, because it is out of scope; empty for any other."""
    if one.scope != "not-applicable":
        return ""
    said = f"level {one.level}" if one.level is not None else _SAID_OTHERWISE.get(one.answer.status, "")
    return f"{said} is kept, and counts once it applies" if said else ""


_SAID_OTHERWISE = {"unsure": "“unsure”", "not-applicable": "“not applicable”"}


def finding_out_words(answer: Answer, today: date) -> str:
    """Say who finds out what nobody knew, and by when: `Tom finds out by 4 December, late`; empty where nobody does."""
    by = f" by {day_words(answer.ask_by, today)}" if answer.ask_by else ""
    late = ", late" if answer.ask_by and answer.ask_by < today else ""
    return f"{answer.ask_whom or 'somebody'} finds out{by}{late}" if answer.ask_whom or by else ""


def said_words(one: PracticeScore, now: Assessment) -> str:
    """Say only what was answered to a practice."""
    if one.status == "answered":
        return f"level {one.level} {now.questionnaire.scale[one.low].name}"
    if one.status == "not-applicable":
        return f"not applicable: {one.answer.not_applicable}"
    return "unsure" if one.status == "unsure" else "not answered"


def answered_of_words(statuses: Iterable[Status], said: str = " answered") -> str:
    """Say how many of the practices that count are answered: `12 of 47 answered, 2 unsure`; an unsure one is not."""
    of = Counter(statuses)
    answered = f"{of['answered']} of {of.total() - of['not-applicable']}{said}"
    return f"{answered}, {of['unsure']} unsure" if of["unsure"] else answered


def progress_words(now: Assessment) -> str:
    """Say how far the team is: `12 of 47 answered, level 1.6, between 0.7 and 3.1`."""
    counting, overall = now.scorecard.counting, now.scorecard.overall
    words = answered_of_words(one.status for one in counting)
    if now.is_ballot or overall.low is None or overall.high is None:
        return words
    words += ", no level yet" if overall.level is None else f", level {one_decimal(overall.level)}"
    span = span_words(overall)
    return f"{words}, between {span.replace('–', ' and ')}" if span else words


def _confirmed_words(one: PracticeScore, now: Assessment) -> str:
    if one.confirmed:
        return ""
    if one.answer.edited_outside:
        return ", edited outside levelbook and not confirmed"
    if one.answer.wording != now.questionnaire.wording(one.id, inherited=one.inherited):
        return f", {other_scope_words(one, now.questionnaire) or 'reworded since'}"
    return ", merged and not confirmed" if one.answer.awaits_review else ", carried"


def other_scope_words(one: PracticeScore, questionnaire: Questionnaire) -> str:
    """Say that an answer was given before the practice was inherited, or while it was; empty for any other."""
    if not is_of_other_scope(questionnaire, one):
        return ""
    return "answered before it was inherited" if one.inherited else "answered while it was inherited"


def unconfirmed_words(answer: Answer) -> str:
    """Say why an answer is to be confirmed of which nothing else is known: it is carried, or was merged of two."""
    return "merged and not confirmed" if answer.awaits_review else "not reviewed yet"


def unmoved_words(one: PracticeScore, now: Assessment, level: int | None) -> str:
    """Say that there is no move to a level to give a reason for; empty where there is one, or a reason already."""
    if level is None:
        return "There is no level yet. Give a level first, then say why it moved."
    if level == now.level_before(one.id) and not (level == one.level and one.answer.level_reason):
        return f"The last edition has level {level} too. Give the new level first, then say why it moved."
    return ""


def last_confirmed_words(one: PracticeScore, now: Assessment, day: Callable[[date], str]) -> str:
    """Say when a carried answer was last confirmed; of one that was merged since, when it was answered; else empty.

    day: writes a day. Raises FileIsWrong where an edition cannot be read.
    """
    confirmed_on = now.last_confirmed(one)
    if confirmed_on is not None:
        return LAST_CONFIRMED.format(day=day(confirmed_on))
    answered_at = one.answer.answered_at
    return MERGED.format(day=day(now.day_of(answered_at))) if answered_at else ""


_NOT_YET: Final = "Not yet: "
_ALREADY: Final = "Already: "
_OF_A_VOTE: Final = re.compile(r"(Votes|Ballots|.+ said \d+): ")


def no_longer_words(line: str) -> str:
    """Say that a line of `detail_words` is not said of a practice any more."""
    for lead, said in ((_NOT_YET, "Not struck out any more: "), (_ALREADY, "Not ticked any more: ")):
        if line.startswith(lead):
            return f"{said}{line.removeprefix(lead)}"
    if _OF_A_VOTE.match(line):  # the hands were shown all the same, and the ballots are still there
        return f"No longer kept with the answer: {line}"
    return f"No longer: {line}"


_NUMBERED: Final = re.compile(r"(Step|Evidence) \d+: ")


def changed_details(
    before: Iterable[str], now: Iterable[str], *, claimed: Literal["", "level", "criteria"] = ""
) -> list[str]:
    """Return those of the present lines of `detail_words` that are new; where none is, say which are gone.

    A step or a piece of evidence that only has another number, because one before it is gone, is not new.

    claimed: what was said anew of a claim; then what is struck out is said in full, also what was before. A level that
    was given decides what is ticked or struck out beside it, so nothing is called no longer so.
    """
    was, said = ({line: _NUMBERED.sub(r"\1: ", line) for line in lines} for lines in (before, now))
    new = [line for line, words in said.items() if words not in was.values()]
    if claimed == "level":
        was = {line: words for line, words in was.items() if not line.startswith((_NOT_YET, _ALREADY))}
    told = new or _gone(was, said)
    if not claimed:
        return told
    return [*(line for line in said if line.startswith(_NOT_YET) and line not in told), *told]


def _gone(was: Mapping[str, str], said: Mapping[str, str]) -> list[str]:
    """Say which lines are gone: of several in the same words as many as there are no more, the last of them."""
    left = Counter(was.values()) - Counter(said.values())
    gone: list[str] = []
    for line, words in reversed(list(was.items())):
        if left[words]:
            left[words] -= 1
            gone.append(no_longer_words(line))
    return gone[::-1]


def detail_words(now: Assessment, practice_id: str, *, with_ids: bool = False) -> list[str]:
    """List what else was said of a practice, a line each; steps and evidence with the numbers that name them.

    with_ids: criteria with their ids too, for whoever types these.
    """
    one = now.scorecard.practices[practice_id]
    answer, today = one.answer, now.on
    lines = [f"Why this level: {reason}"] if (reason := now.level_reason(one)) else []
    lines += offer_lines(now, one)
    lines += [f"{_NOT_YET}{_criterion_words(one, name, with_ids)}" for name in answer.unmet]
    lines += [f"{_ALREADY}{_criterion_words(one, name, with_ids)}" for name in answer.met]
    lines += [f"{_criterion_words(one, name, with_ids)} Here: {words}" for name, words in answer.here.items()]
    if answer.owner or answer.due:
        lines.append(f"Owner: {owner_words(one, today)}")
    if answer.target is not None:
        words = f"The team's own target is {answer.target}: {answer.target_reason}"
        needed = one.placement.target
        lines.append(words if one.target > needed else f"{words} (without effect: the questionnaire's is {needed})")
    if answer.accepted is not None:
        accepted = answer.accepted
        until = day_words(accepted.until, today)
        words = f"Accepted at {accepted.level} until {until} by {accepted.by}: {accepted.reason}"
        lines.append(words if one.accepted_holds else f"{words} ({_why_not_accepted(one, today)})")
    lines += [
        f"Evidence {number}: {evidence_words(piece, now)}" for number, piece in enumerate(answer.evidence, start=1)
    ]
    for promise in to_bring(now):
        if promise.score.id == practice_id:
            late = " – late" if promise.is_late(today) else ""
            lines.append(f"{promise_words(promise)} – {_who_words(promise.who, promise.by, today)}{late}")
    lines += [f"Step {number}: {step_words(one, step, today)}" for number, step in enumerate(answer.steps, start=1)]
    if answer.votes:
        lines += _vote_lines(answer)
    if answer.note:
        lines += f"Note: {answer.note}".split("\n")
    return lines


def offer_lines(now: Assessment, one: PracticeScore) -> list[str]:
    """Say what an answer takes over from another team: what of it is left to this one, its evidence, what moved."""
    taken = one.answer.offer
    if taken is None:
        return []
    lines = [f"Taken over {taken_words(one.answer)}"]
    left = [name for name in not_covered(one.practice, taken) if name in one.answer.unmet]
    if left:
        lines.append(f"Yours to meet: {', '.join(left)}")
    lines += [f"Evidence of {taken.team}: {evidence_words(piece, now)}" for piece in taken.evidence]
    moved = now.moved_on(one)
    if moved is not None:
        number = now.questionnaire.numbers[one.id]
        lines.append(f"{moved_words(moved)}. {moved_remedy(moved, number)}")
    return lines


def _criterion_words(one: PracticeScore, name: str, with_id: bool) -> str:
    found = one.practice.criteria.get(name)
    if found is None:
        return f"({name})"  # an id that the questionnaire does not have: nothing else is known of it
    return f"{found[1].text} ({name})" if with_id else found[1].text


def owner_words(one: PracticeScore, today: date) -> str:
    """Write who owns a practice and until when; a day that is past is late only where the owner is held to it."""
    answer, late = one.answer, one.owner_is_late(today)
    if answer.due and answer.due < today and not late:
        return f"{answer.owner or 'nobody'}, was due {day_words(answer.due, today)}"
    return f"{_who_words(answer.owner, answer.due, today)}{' – late' if late else ''}"


def expired_risk_words(one: PracticeScore, today: date) -> str:
    """Say that nobody accepts a gap any more, who had, and until when; empty where no acceptance has expired."""
    accepted = one.answer.accepted
    if accepted is None or not risk_ran_out(one, today):
        return ""
    until = day_words(accepted.until, today)
    return f"risk acceptance expired: {accepted.by} had accepted level {accepted.level} until {until}"


def _who_words(who: str, due: date | None, today: date) -> str:
    return ", ".join(filter(None, (who or "nobody", f"by {day_words(due, today)}" if due else "")))


def _why_not_accepted(one: PracticeScore, today: date) -> str:
    """Say why an accepted risk does not hold."""
    accepted = one.answer.accepted
    assert accepted is not None
    if not one.counts:
        return "not needed: the practice does not apply"
    if one.answer.level is None:
        return "not valid: the practice has no level"
    if accepted.until < today:
        return "no longer valid"
    if one.answer.level >= one.target:
        return "not needed: the target is reached"
    return f"not valid: level {one.answer.level} is below it"


def evidence_words(piece: Evidence, now: Assessment) -> str:
    seen = f", seen on {day_words(piece.seen_on, now.on)}" if piece.seen_on else ""
    return f"{piece.kind}, {piece.reference or 'no reference'}{seen}{counts_as_words(piece, now)}"


def counts_as_words(piece: Evidence, now: Assessment) -> str:
    """Say, after a semicolon, why a piece of evidence counts as a weaker kind today; empty where it does not.

    One that was seen tomorrow is a colleague's, east of the team's own time zone.
    """
    judge, questionnaire = now.scorecard.judge, now.questionnaire
    counts_as = questionnaire.evidence_kinds[judge.strength(piece)].id
    until = judge.valid_until(piece)
    if piece.kind not in questionnaire.kinds_by_id:
        return f"; unknown kind, counts as {counts_as}"
    if counts_as == piece.kind:
        return ""
    if piece.seen_on is None:
        return f"; without a date it counts as {counts_as}"
    if piece.seen_on > now.on:
        return f"; until that day it counts as {counts_as}"
    if until is not None and until < now.on:
        return f"; it was valid until {last_day_words(piece, until, now.on)} and counts as {counts_as}"
    return ""


def _vote_lines(answer: Answer) -> list[str]:
    spread = spread_of_votes(answer)
    if spread is None:
        return []
    dissents = [f"{vote.who or 'Somebody'} said {vote.level}: {vote.reason}" for vote in answer.votes if vote.reason]
    return [f"{counted_word(answer).capitalize()}: {spread_words(spread, voted=not answer.from_ballots)}", *dissents]


def step_words(one: PracticeScore, step: Step, today: date) -> str:
    """Write a practice's step with who does it, by when, and its ticket: `Write limits – Ana, by 4 December – late`."""
    about = ", ".join(filter(None, (step.owner, f"by {day_words(step.due, today)}" if step.due else "", step.ticket)))
    done = f"done on {day_words(step.done_on, today)}" if step.done_on else ""
    late = "late" if one.step_is_late(step, today) else ""
    after = [words for words in (about, done or late) if words]
    return " – ".join([without_full_stop(step.text) if after else step.text, *after])


def scope_words(now: Assessment) -> str:
    """Say how much there is to do: practices, essential ones, time."""
    asked = now.scorecard.counting
    if not asked:
        return "No practice applies."
    inherited = [one for one in asked if one.inherited]
    essential = [one for one in asked if one.is_essential]
    words = f"{plural(len(asked), 'practice')} {'applies' if len(asked) == 1 else 'apply'}"
    if inherited:
        words += f", {len(inherited)} of them inherited from a provider"
    whole = talk_time(len(asked) - len(inherited), len(inherited))
    if not essential:
        return f"{words}; {'it takes' if len(asked) == 1 else 'they take'} {whole}."
    are = "is" if len(essential) == 1 else "are"
    return f"{words}; {len(essential)} {are} essential ({talk_time(len(essential))}), all of them take {whole}."


def open_facts_words(tailoring: Tailoring) -> str:
    """Name the open facts, of which there is one at least, and say what their answers may do.

    None takes a practice out of scope while it is open.
    """
    return f"Open facts, by which targets may rise: {', '.join(tailoring.open_facts)}."


def effect_kinds(effect: FactEffect) -> list[tuple[tuple[Practice, ...], str]]:
    """List the practices that a fact changed, and how, for each kind of change: `now in scope`."""
    kinds = (
        (effect.entered, "now in scope"),
        (effect.left, "no longer in scope"),
        (effect.inherited, "now done by a provider"),
        (effect.taken_back, "no longer done by a provider"),
        (effect.raised, "with a higher target"),
        (effect.lowered, "with a lower target"),
    )
    return [(practices, words) for practices, words in kinds if practices]


def effect_lines(effect: FactEffect) -> list[str]:
    """Say what a fact changed, one line a kind; a single line where it changed nothing."""
    lines = [
        f"{plural(len(practices), 'practice')} {words}: {_some([practice.title for practice in practices])}"
        for practices, words in effect_kinds(effect)
    ]
    return lines or ["This changes no practice."]


def _some(titles: list[str]) -> str:
    shown = ", ".join(told_apart(titles[:_MOST_NAMED]))
    return shown if len(titles) <= _MOST_NAMED else f"{shown} and {len(titles) - _MOST_NAMED} more"


_MOST_NAMED = 4

"""This module says in a line where one practice stands: what was answered, what is claimed, what comes next."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from levelbook.core.answers.answers import STATUS_WORDS, Answer
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.gaps import Gap
from levelbook.core.assessment.last_review import last_confirmed
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.promises import all_is_done, left_to_get
from levelbook.core.assessment.review import CAUSES, is_of_other_scope, risk_ran_out
from levelbook.core.questionnaire.bulletins import Bulletin
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.core.text.cleaning import spoken_day, told_apart, with_full_stop, without_full_stop
from levelbook.core.text.quotation import speaker
from levelbook.words.figures import day_words, listed
from levelbook.words.proof import proof_words

LAST_CONFIRMED = "last reviewed {day}"
MERGED = "answered {day}, merged and not confirmed"
"""Said of a carried answer: reviewed, since new evidence or a vote is no confirmation, and an edition counts it too.

`guide/text/incidental_words.py` knows them by these words.
"""


def titled(now: Assessment, score: PracticeScore) -> str:
    """Name a practice by number and title."""
    return f"{now.questionnaire.numbers[score.id]} {score.practice.title}"


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


def holds_none_words(one: PracticeScore, now: Assessment) -> str:
    """Say that evidence was brought for a practice whose answer holds none; empty where it holds some."""
    return "" if one.answer.evidence else f"The answer to {titled(now, one)} holds no evidence yet."


def bulletin_words(bulletin: Bulletin, today: date) -> str:
    """Say what happened and when: `13 October: …`, ending in its source."""
    return f"{spoken_day(bulletin.date, today)}: {with_full_stop(bulletin.sentence)} ({bulletin.source})"


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
    level = now.questionnaire.scale[one.low].number_and_name
    accepted = ", the risk is accepted" if one.accepted_holds else ""
    proof = f", {proof_words(one)}" if one.level and not now.is_ballot else ""
    return f"{inherited}level {level}, {needed}{proof}{accepted}{_confirmed_words(one, now)}"


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
        return f"level {now.questionnaire.scale[one.low].number_and_name}"
    if one.status == "not-applicable":
        return f"not applicable: {one.answer.not_applicable}"
    return "unsure" if one.status == "unsure" else "not answered"


def _confirmed_words(one: PracticeScore, now: Assessment) -> str:
    if one.confirmed:
        return ""
    if one.answer.edited_outside:
        return ", edited outside levelbook and not confirmed"
    if one.answer.wording != now.questionnaire.wording(one.id, inherited=one.inherited):
        return f", {other_scope_words(one, now.questionnaire) or 'reworded since'}"
    if one.answer.awaits_review:
        return ", merged and not confirmed"
    if now.scorecard.judge.is_left_open_by_vote(one.id, one.answer):
        return f", {CAUSES['voted']}"
    return ", carried"


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
    if now.is_unmoved(one.id, level):
        return f"The last edition has level {level} too. Give the new level first, then say why it moved."
    return ""


def last_confirmed_words(one: PracticeScore, now: Assessment, day: Callable[[date], str]) -> str:
    """Say when a carried answer was last confirmed; of one that was merged since, when it was answered; else empty.

    day: writes a day. Raises FileIsWrong where an edition cannot be read.
    """
    confirmed_on = last_confirmed(now, one)
    if confirmed_on is not None:
        return LAST_CONFIRMED.format(day=day(confirmed_on))
    answered_at = one.answer.answered_at
    return MERGED.format(day=day(now.day_of(answered_at))) if answered_at else ""


def expired_risk_words(one: PracticeScore, today: date) -> str:
    """Say that nobody accepts a gap any more, who had, and until when; empty where no acceptance has expired."""
    accepted = one.answer.accepted
    if accepted is None or not risk_ran_out(one, today):
        return ""
    until = day_words(accepted.until, today)
    return f"risk acceptance expired: {speaker(accepted.by)} had accepted level {accepted.level} until {until}"

"""This module summarises a book for home, in sentences that every front end uses.

Promises kept and late, what a new version of the questionnaire asks anew, ballots that were handed in, today's sitting,
the last edition and the next round.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from itertools import chain, islice

from levelbook import clock
from levelbook.book.ballots.ballot_doubts import doubtful_words
from levelbook.book.bulletins import new_threats
from levelbook.book.contents.rounds import next_round
from levelbook.book.contents.sittings import A_DAY, doubtful_sittings
from levelbook.book.queue import queue
from levelbook.book.session import Session
from levelbook.book.sittings.workshop import Workshop, contradicted, discussed_in_round, plan_of_round
from levelbook.core.answers.upgrade import is_current, upgrade_path_of
from levelbook.core.assessment.gaps import Gap
from levelbook.core.assessment.promises import (
    Promise,
    PromiseOutcome,
    evidence_outcomes,
    kept_promises,
    late,
    outcomes_of,
)
from levelbook.core.assessment.queue import Only, QueueChoice
from levelbook.core.assessment.review import Cause
from levelbook.core.assessment.scoring import score
from levelbook.core.assessment.threats import Threat
from levelbook.core.assessment.workshop_plan import ListKind, list_seconds
from levelbook.core.errors import FileIsWrong
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.tailoring import tailor
from levelbook.core.text.cleaning import spoken_day
from levelbook.core.text.days import ago_words
from levelbook.export.json import figures_shape
from levelbook.store.editions import Edition
from levelbook.words.durations import about_minutes
from levelbook.words.figures import listed, plural
from levelbook.words.parked_items import parked_count_words
from levelbook.words.plan import LIST_ASKS, LIST_WORDS


@frozen
class Sentence:
    """A sentence, and whether it is a warning."""

    words: str
    is_warning: bool = False


@frozen
class Promises:
    """Promises that were kept, and those that are late."""

    kept: tuple[Promise, ...]
    """Promises kept in this round, the latest step first; none in the first round."""
    late: tuple[Promise, ...]
    """The oldest first."""
    since: date | None
    """The day of the edition with which the round began; None in the first round."""
    undated: int = 0
    """The number of open promises without a date from that edition."""


def promises(session: Session) -> Promises:
    """Return what was kept and what is late, counted as a comparison with the last round's edition counts it."""
    now, last, answers = session.state.now, session.editions.last, session.editions.last_answers or {}
    card, late_ones = now.scorecard, late(now)
    if last is None:
        return Promises((), late_ones, None)
    began = session.editions.last_of_a_round or last
    if began is not last:  # an edition that was sealed only for an upgrade ends no round
        # 5 ms, which a book that was not just upgraded does without.
        from levelbook.core.assessment import promise_outcomes

        found = list(promise_outcomes.promises(session.editions.assessment(began), now))
        return _in_round(found, late_ones, began)
    facts = {} if now.last_profile is None else now.last_profile
    before = score(tailor(session.questionnaire, facts), answers, last.day).practices
    found = [one for name, new in card.practices.items() for one in outcomes_of(before[name], new, now.on)]
    if now.agreed_evidence:
        found += evidence_outcomes(session.editions.assessment(last), now)
    return _in_round(found, late_ones, last)


def _in_round(found: list[PromiseOutcome], late_ones: tuple[Promise, ...], began: Edition) -> Promises:
    undated = sum(one.fate == "undated" and not one.is_new for one in found)
    return Promises(kept_promises(found), late_ones, began.day, undated)


def kept_words(found: Promises, today: date) -> str:
    """`4 kept since 22 August`; empty on the first round."""
    return f"{len(found.kept) or 'none'} kept since {spoken_day(found.since, today)}" if found.since else ""


def late_words(found: Promises) -> str:
    """`3 late`; on the first round nothing where none is."""
    return f"{len(found.late) or 'none'} late" if found.late or found.since else ""


def undated_words(found: Promises) -> str:
    """`3 without a date`; empty where none is open without one."""
    return f"{found.undated} without a date" if found.undated else ""


@frozen
class AskedAgain:
    """Practices that have to be answered because the questionnaire has changed."""

    version: str
    """The new version; empty where no edition tells what was asked before."""
    new: tuple[str, ...]
    """Practices that the last edition's version did not ask, not answered yet."""
    reworded: tuple[str, ...]
    """Practices that were answered in other words than they are asked in now."""

    @property
    def practice_ids(self) -> tuple[str, ...]:
        return (*self.new, *self.reworded)


def asked_again(session: Session) -> AskedAgain:
    """The practices that a new version of the questionnaire leaves to answer."""
    card, book, questionnaire = session.now.scorecard, session.editions.last_book, session.questionnaire
    reworded = tuple(
        one.id
        for one in card.practices.values()
        if ((one.counts and one.level is not None) or one.answer.not_applicable)
        and one.answer.wording
        and "reworded" in session.now.causes(one)
    )
    if book is None or session.editions.last is None or is_current(book, questionnaire):
        return AskedAgain("", (), reworded)
    upgrade_path = upgrade_path_of(book, questionnaire)
    outcomes = (
        upgrade_path.practice(name) for name in session.editions.questionnaire_of(session.editions.last).practices
    )
    known = {name for outcome in outcomes if not outcome.asked_again for name in outcome.ids}
    new = tuple(one.id for one in card.counting if one.status == "unanswered" and one.id not in known)
    return AskedAgain(questionnaire.version, new, reworded)


def asked_again_words(found: AskedAgain) -> str:
    """`Version 2.0.0: 4 practices are new, 1 is reworded`; empty where nothing is asked anew."""
    new, reworded = len(found.new), len(found.reworded)
    said = [f"{plural(new, 'practice')} {'is' if new == 1 else 'are'} new"] if new else []
    if reworded:
        counted = str(reworded) if new else plural(reworded, "practice")
        said.append(f"{counted} {'is' if reworded == 1 else 'are'} reworded")
    if not said:
        return ""
    return f"Version {found.version}: {', '.join(said)}" if found.version else ", ".join(said)


@frozen
class OpenPractices:
    """Practices that wait for the team, and what to go through for them."""

    id: str
    """The reason why they wait, by which they are found again once others have changed the book."""
    words: str
    queue_choice: QueueChoice
    count: int
    seconds: int
    """The time that the plan of a sitting gives them."""
    as_list: ListKind | None = None
    """The list as which they are confirmed; going through them one by one would be a waste of time."""

    @property
    def time_words(self) -> str:
        """The time that they take a team, as the plan of a sitting counts it."""
        return about_minutes(list_seconds(self.count) if self.as_list else self.seconds)


def open_practices(session: Session, pulled_out: Collection[str] = ()) -> tuple[OpenPractices, ...]:
    """Return the practices to answer, to review and to confirm, as home lists them.

    pulled_out: ids of practices that somebody took out of a list, to discuss them; no list counts them.
    """
    found: list[OpenPractices] = []
    plan = plan_of_round(session)

    def add(id: str, words: str, queue_choice: QueueChoice, kind: ListKind | None = None) -> None:
        ids = [score.id for score in queue(session, queue_choice)]
        if ids:
            said, seconds = f"{plural(len(ids), 'practice')} {words}", plan.seconds_for(ids)
            found.append(OpenPractices(id, said, queue_choice, len(ids), seconds, kind))

    if session.editions.last is None:
        add("new", "not answered yet", QueueChoice("new"))
        add("moved-on", _COUNTED["moved-on"], QueueChoice(listed=tuple(session.now.all_moved_on)))
    else:
        add("revisit", _another_look(session), QueueChoice("revisit"))
    looked_at = {score.id for score in queue(session, QueueChoice("revisit"))}

    def others(only: Only) -> QueueChoice:
        return QueueChoice(
            listed=tuple(score.id for score in queue(session, QueueChoice(only)) if score.id not in looked_at)
        )

    add("unsure", "unsure", others("unsure"))
    to_discuss = tuple(score.id for score in plan.listed("carried") if score.id in pulled_out)
    add("pulled-out", "taken out of the list, to discuss", QueueChoice(listed=to_discuss))
    for kind in _LISTS:
        add(
            kind,
            f"{LIST_WORDS[kind]}: {LIST_ASKS[kind]}",
            QueueChoice(listed=tuple(score.id for score in plan.listed(kind) if score.id not in pulled_out)),
            kind,
        )
    reviewed = session.editions.last is not None  # else they would be among those to review
    expired = "reviewed, with evidence that has expired" if reviewed else "with expired evidence"
    add("stale", expired, others("stale"))
    return tuple(found)


_LISTS: tuple[ListKind, ...] = ("agreed", "carried")
"""Practices that a provider does are among what is not answered yet."""


def _another_look(session: Session) -> str:
    """`to review: 2 not answered yet, 3 evidence expired`: each counted by what weighs most."""
    weighty = Counter(
        chain.from_iterable(session.now.causes(score)[:1] for score in queue(session, QueueChoice("revisit")))
    )
    said = ", ".join(f"{weighty[cause]} {words}" for cause, words in _COUNTED.items() if weighty[cause])
    return f"to review: {said}"


_COUNTED: Mapping[Cause, str] = {
    "moved-on": "with an offer that has changed",
    "outside": "edited outside levelbook",
    "new": "not answered yet",
    "facts": "affected by changed facts",
    "reworded": "reworded",
    "unsure": "unsure",
    "voted": "put to a vote and not settled",
    "left-out": "left out by the team",
    "threat": "touched by a new threat",
    "stale": "with expired evidence",
    "ran-out": "with an accepted risk that has expired",
    "step": "with a step that is due",
    "evidence": "with agreed evidence that is due",
    "due": "whose target is due",
    "done": "with a step that has been done",
}
"""The words for each cause, after a number."""


def ballots_words(session: Session) -> str:
    """The number of ballots that say something, and where they differ, or how many cannot be read; empty for none."""
    handed_in = len(session.ballots.handed_in)
    if left_out := session.ballots.left_out_words:
        said = f"{left_out}: {session.ballots.problems[0]}"
        apart = len(_far_apart(session))
        return f"{plural(apart, 'practice')} with ballots 2 levels or more apart; {said}" if apart else said
    if not handed_in:
        return ""
    answered = len(contradicted(session))
    contradict = f"{plural(answered, 'answer')} {'contradicts' if answered == 1 else 'contradict'}"
    if handed_in == 1:  # which is apart from nothing
        return f"1 ballot; {contradict} it" if answered else "1 ballot"
    where = _where_apart(session, _far_apart(session)) or _near_words(session)
    return "; ".join(filter(None, (plural(handed_in, "ballot"), where, f"{contradict} them" if answered else "")))


def _near_words(session: Session) -> str:
    """Say that ballots are near each other, where any two give a level to the same practice; else empty."""
    spreads = session.ballots.spreads(session.now.tailoring).values()
    return "never more than one level apart" if any(spread.voters > 1 for spread in spreads) else ""


def _where_apart(session: Session, apart: Collection[str]) -> str:
    """Say on how many practices ballots are far apart, and once a sitting has discussed some, how many are left."""
    if not apart:
        return ""
    left = len(set(apart) - discussed_in_round(session))
    discussed = "" if left == len(apart) else f", {left} still to discuss" if left else ", discussed by now"
    return f"2 levels or more apart on {plural(len(apart), 'practice')}{discussed}"


def differing(session: Session) -> tuple[str, ...]:
    """Ids of the practices on which this round's ballots are far apart, furthest first, or far from the answer.

    Votes do not count.
    """
    return tuple(dict.fromkeys((*_far_apart(session), *contradicted(session))))


def _far_apart(session: Session) -> tuple[str, ...]:
    spreads = session.ballots.spreads(session.now.tailoring)
    found = (score.id for score in queue(session, QueueChoice("differ")))
    return tuple(name for name in found if name in spreads)


def sitting_words(workshop: Workshop) -> str:
    """The state of the sitting that was begun today, goes on or was left open; empty where there is none."""
    if not workshop.is_open:
        day = workshop.forgotten
        return f"The sitting of {spoken_day(day, workshop.session.now.on)} was never closed" if day else ""
    sitting = workshop.sitting
    said = [
        f"{plural(len(sitting.names), 'participant')}" if sitting.names else "",
        f"{plural(len(sitting.taken_up), 'practice')} taken up" if sitting.taken_up else "no practice taken up",
        parked_count_words(sitting.parked),
        f"{plural(len(sitting.taken_on), 'step')} taken on" if sitting.taken_on else "",
        "closed" if sitting.closed else "",
    ]
    today = workshop.session.now.on
    which = "Today's sitting" if workshop.day == today else f"The sitting of {spoken_day(workshop.day, today)}"
    return f"{which}: {', '.join(filter(None, said))}"


def not_closed_words(workshop: Workshop) -> str:
    """Say, before a seal, that the sitting is still open; empty where none is."""
    day = workshop.not_closed
    return f"The sitting of {spoken_day(day)} is still open: `levelbook sitting close` closes it." if day else ""


def first_to_close(session: Session, at_most: int) -> tuple[Gap, ...]:
    """The first gaps of the roadmap that have a level and whose risk nobody accepts.

    What is unsure or not answered is said in a line of its own.
    """
    found = (gap for gap in session.now.roadmap if gap.wave in ("now", "next", "later"))
    return tuple(islice(found, at_most))


def parked_words(workshop: Workshop) -> str:
    """`2 parked items are open, 1 late`, from earlier sittings; empty where none is, and on the day of another."""
    items = () if workshop.is_open else workshop.left_open
    if not items:
        return ""
    late_ones = sum(item.is_late(workshop.session.now.on) for item in items)
    said = f"{plural(len(items), 'parked item')} {'is' if len(items) == 1 else 'are'} open"
    return f"{said}, {late_ones} late" if late_ones else said


def to_bring_words(workshop: Workshop) -> str:
    """`2 pieces of evidence are still to be brought, 1 late`, as sittings agreed; empty where none is."""
    found = workshop.evidence.to_bring
    if not found:
        return ""
    late_ones = sum(one.is_late(workshop.session.now.on) for one in found)
    said = f"{plural(len(found), 'piece')} of evidence {'is' if len(found) == 1 else 'are'} still to be brought"
    return f"{said}, {late_ones} late" if late_ones else said


def doubts_words(session: Session) -> str:
    """Say that ballots or sittings count which may be meant not to, such as copied ones, or that a sitting does not
    count which may be meant to; empty where none is so.
    """
    found = {
        "ballots": doubtful_words(session),
        "sittings": (*session.sittings.under_other_names, *doubtful_sittings(session.editions, session.sittings)),
    }
    what = [name for name, doubts in found.items() if doubts]
    return f"There are {listed(what)} that need a look. `levelbook check` names each, and says why." if what else ""


def threats(session: Session) -> tuple[tuple[Threat, ...], str]:
    """New threats since the last round that touch the team, newest first; and why they cannot be told."""
    try:
        return new_threats(session.editions, session.now), ""
    except FileIsWrong as wrong:
        return (), wrong.lines()[0]


def figures_differ_words(session: Session, edition: Edition) -> str:
    """Return a warning if computing an edition again gives other figures than it was sealed with.

    Empty where it gives the same, or nothing can be computed.
    """
    held = session.editions.sealed_overall(edition)
    if not held:
        return ""
    try:
        now = figures_shape(session.editions.assessment(edition).scorecard.overall)
    except FileIsWrong:
        return ""
    if edition.previous is not None and all(one.name != edition.previous for one in session.editions.all):
        now.pop("confirmed")  # which answers were of its round, only the edition before it tells
    other = [f"{key} {held.get(key, 'none')} then, {value} now" for key, value in now.items() if held.get(key) != value]
    if not other:
        return ""
    return f"{edition.name} computed again has other figures than it was sealed with: {'; '.join(other)}."


def clock_words(session: Session) -> str:
    """Warn if the clock is before the day of the last edition, or over a day before that of a sitting; else empty."""
    last, today = session.editions.last, session.now.on
    there_is = ""
    if last is not None and today < last.day:
        there_is = f"edition {last.name} was sealed on {spoken_day(last.day)}"
    elif (day := max((day for day, _ in session.sittings.all), default=today)) > today + A_DAY:
        there_is = f"there is a sitting of {spoken_day(day)}"
    return f"The clock says {spoken_day(today)}, and {there_is}: is the clock right?" if there_is else ""


def round_words(session: Session) -> Sentence:
    """The last edition, and when the next round is due."""
    last, today = session.editions.last, session.now.on
    if session.editions.problems:
        return Sentence("There are editions that cannot be read: `levelbook check` names them.", is_warning=True)
    if words := clock.doubt(today):
        return Sentence(words, is_warning=True)
    if last is None:
        return Sentence("No edition yet.")
    if words := clock_words(session):
        return Sentence(words, is_warning=True)
    sealed = last.day
    name = "" if last.name == sealed.isoformat() else f" “{last.name}”"
    said = f"Last edition{name} of {spoken_day(sealed, today)}."
    try:
        due = next_round(session.editions, session.sittings, session.folder.settings)
    except FileIsWrong as wrong:
        return Sentence(f"{said} The date of the next round is not known: {wrong.lines()[0]}", is_warning=True)
    if due is None:
        return Sentence(said)
    day = spoken_day(due, today)
    if due < today:
        return Sentence(f"{said} The next round was due on {day}, {ago_words(due, today)}.", is_warning=True)
    return Sentence(f"{said} The next round is due {'today' if due == today else f'on {day}'}.")

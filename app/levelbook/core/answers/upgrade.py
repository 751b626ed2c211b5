"""An upgrade brings a book from one version of its questionnaire to another, without losing anything.

what became of it     the answer
--------------------  ------------------------------------------------------------------------------------------
same, renamed         goes along and stays carried
clarified             goes along and stays carried, if it was given to the very words that were clarified, and reaches
                      no higher than they were
reworded              goes along; the digest of its wording says that it has to be looked at again
split, merged         nobody has said how high the new one stands: it is asked as new. What is of use for that goes
                      along (the owner with the day, open and done steps, lines of how it is done here, notes, and a
                      sentence about what was said), the answer itself goes to `retired`
retired               goes to `retired`

The level of a split or merged practice is not copied: it was said of something else, and a copied level looks like an
answer. Its evidence is named in the note and not taken over, since nobody has said which of the parts it proves.

`retired` holds each such answer whole, with a table `upgrade` of what became of it. Of answers that go along it holds
what had no place: criteria and actions that are no more, levels above a shorter scale.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo
from typing import Any

from levelbook.core.answers.answers import NOTHING, Answer, AnswerBook, Step
from levelbook.core.answers.orphans import Orphan, is_named_by_upgrades, orphans
from levelbook.core.answers.renamed_parts import RenamedParts, joined
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.questionnaire import NOT_KNOWN, Fact, FactValue, Questionnaire
from levelbook.core.questionnaire.tailoring import tailor
from levelbook.core.questionnaire.version_map import (
    Became,
    IdOutcome,
    UpgradePath,
    upgrade_path_from,
    whole_upgrade_path,
)
from levelbook.core.text.cleaning import spoken_day

PROFILE = "profile"
"""The key for facts in `retired`, in which answers are below their section."""


@frozen
class AnswerOutcome:
    """An outcome says what became of one answered practice, fact or choice."""

    old: str
    """Its old id; for a choice with its fact, such as `hosting=provider`."""
    new: tuple[str, ...]
    """Its new ids; none if it was retired."""
    became: Became
    why: str = ""
    """The questionnaire's explanation; may be empty."""
    is_aside: bool = False
    """Every new id has an answer already, as after a merge of branches, so this one is put aside whole."""


@frozen
class Upgraded:
    """An upgraded book, with a list of the changes."""

    book: AnswerBook
    practices: tuple[AnswerOutcome, ...] = ()
    """Answered practices that changed, in the order of the book."""
    facts: tuple[AnswerOutcome, ...] = ()
    """Answered facts and choices that changed."""
    retired: tuple[str, ...] = ()
    """New keys in `retired`."""
    fresh: tuple[str, ...] = ()
    """Practices that count and have no answer, in questionnaire order."""
    reworded: tuple[str, ...] = ()
    """Practices in scope that were given a level, or left out by the team, in another wording. Unsure answers are asked
    for anyway.
    """
    open_facts: tuple[str, ...] = ()

    @property
    def asked_again(self) -> tuple[str, ...]:
        """List the practices that the team is asked again: the new ones, then the reworded."""
        return (*self.fresh, *self.reworded)


def is_current(book: AnswerBook, questionnaire: Questionnaire) -> bool:
    """Tell whether a book answers exactly this version."""
    return (book.questionnaire, book.version) == (questionnaire.id, questionnaire.version)


def needs_upgrade(book: AnswerBook, questionnaire: Questionnaire) -> bool:
    """Tell whether a book answers another version, or says something under ids that this version has dropped.

    A merge with a branch that was not upgraded leaves such ids.
    """
    if not is_current(book, questionnaire):
        return True
    return bool(_former(book, questionnaire))


def _former(book: AnswerBook, questionnaire: Questionnaire) -> list[Orphan]:
    """List what a book names under ids that upgrades of its questionnaire have dropped."""
    upgrade_path = whole_upgrade_path(questionnaire.version_map)
    return [orphan for orphan in orphans(book, questionnaire) if is_named_by_upgrades(orphan, upgrade_path)]


def brought_to(book: AnswerBook, questionnaire: Questionnaire, zone: tzinfo = UTC) -> AnswerBook:
    """Return the book under this questionnaire; the same object if it is current. `zone` as for `upgrade`."""
    return book if is_current(book, questionnaire) else upgrade(book, questionnaire, zone=zone).book


def upgrade_path_of(book: AnswerBook, questionnaire: Questionnaire) -> UpgradePath:
    """Return the upgrades that a book needs; none if it answers a different questionnaire."""
    if book.questionnaire != questionnaire.id:
        return UpgradePath()
    return (
        whole_upgrade_path(questionnaire.version_map)
        if book.version == questionnaire.version
        else upgrade_path_from(book.version, questionnaire.version_map)
    )


def upgrade(
    book: AnswerBook,
    questionnaire: Questionnaire,
    *,
    zone: tzinfo = UTC,
    confirmed: Collection[str] = (),
    after: str = "",
) -> Upgraded:
    """Bring a book to this questionnaire, from whatever version it answers.

    zone: the book's own, by which a note tells the day of an old answer.
    confirmed: old ids of the practices that were confirmed in the round that goes on. after: the name of the edition
    that was sealed only for the upgrade, so that they count as confirmed after it, where they go along.
    """
    return _Upgrade(book, questionnaire, zone, confirmed, after).made()


_Source = tuple[str, Answer, IdOutcome]
"""An old id, its answer, and its move."""


@dataclass
class _Upgrade:
    """One book on its way to the present version."""

    old: AnswerBook
    questionnaire: Questionnaire
    zone: tzinfo
    confirmed: Collection[str] = ()
    after: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    profile: dict[str, FactValue] = field(default_factory=dict)
    retired: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    new_retired: list[str] = field(default_factory=list)
    practices: list[AnswerOutcome] = field(default_factory=list)
    facts: list[AnswerOutcome] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.upgrade_path = upgrade_path_of(self.old, self.questionnaire)
        self.only_strangers = is_current(self.old, self.questionnaire)
        """What the present version has needs no move."""
        former = _former(self.old, self.questionnaire) if self.only_strangers else []
        self.former_facts = {orphan.id for orphan in former if orphan.kind in ("fact", "choice")}
        self.retired = dict(self.old.retired)

    def made(self) -> Upgraded:
        for name, value in self.old.profile.items():
            self._bring_fact(name, value)
        self._bring_answers()
        known = self.questionnaire
        book = AnswerBook(known.id, known.version, self.profile, self.answers, self.retired, self.old.unknown)
        tailoring = tailor(known, self.profile)
        fresh, reworded = [], []
        for name, placement in tailoring.placements.items():
            answer = book.answer(name)
            if placement.scope == "not-applicable":
                continue
            if answer.status == "unanswered":
                fresh.append(name)
            elif answer.status in ("answered", "not-applicable") and answer.wording not in (
                "",
                known.wording(name, inherited=placement.scope == "inherited"),
            ):
                reworded.append(name)
        return Upgraded(
            book,
            tuple(_reworded_where_asked_again(move, reworded) for move in self.practices),
            tuple(self.facts),
            tuple(self.new_retired),
            tuple(fresh),
            tuple(reworded),
            tailoring.open_facts,
        )

    def _retire(self, name: str, table: Mapping[str, Any], outcome: IdOutcome | None) -> None:
        """Retire something under a name, with a number added if the name is taken by something else."""
        about: dict[str, Any] = {"from": self.old.version}
        if outcome is not None:
            about |= {
                "became": outcome.became,
                "to": [".".join(key) for key in outcome.to],
                "why": " ".join(outcome.why),
            }
        kept = {**table, "upgrade": {key: value for key, value in about.items() if value}}
        free, number = name, 2
        while free in self.retired and self.retired[free] != kept:
            free, number = f"{name}-{number}", number + 1
        if free not in self.retired:
            self.retired[free] = kept
            self.new_retired.append(free)

    # Facts

    def _bring_fact(self, name: str, value: FactValue) -> None:
        facts = self.questionnaire.facts_by_id
        if self.only_strangers and name not in self.former_facts:
            self.profile[name] = value
            return
        outcome = self.upgrade_path.fact(name)
        there = [fact for fact in outcome.ids if fact in facts]
        if len(there) != 1 or outcome.asked_again or (there[0] != name and there[0] in self.old.profile):
            self._retire_fact(name, value, outcome if there or not outcome.to else None)
            return
        fact = facts[there[0]]
        if outcome.became != "same":
            self.facts.append(AnswerOutcome(name, (fact.id,), outcome.became, " ".join(outcome.why)))
        choices = self._choices(name, value, fact)
        if choices is None:
            self._retire_fact(name, value, None, told=False)
        else:
            self.profile[fact.id] = choices

    def _retire_fact(self, name: str, value: FactValue, outcome: IdOutcome | None, *, told: bool = True) -> None:
        self._retire(f"{PROFILE}.{name}", {"answer": value if isinstance(value, str) else list(value)}, outcome)
        if told:
            became = outcome.became if outcome and outcome.became != "same" else "retired"
            self.facts.append(
                AnswerOutcome(name, outcome.ids if outcome else (), became, " ".join(outcome.why) if outcome else "")
            )

    def _choices(self, name: str, value: FactValue, fact: Fact) -> FactValue | None:
        """Return the choices under their present ids; None if the fact has to be asked again."""
        given = (value,) if isinstance(value, str) else value
        found: list[str] = []
        lost = False
        for choice in given:
            if self.only_strangers and fact.choice(choice):
                found.append(choice)
                continue
            outcome = self.upgrade_path.outcome("choices", (name, choice))
            now = [
                key[-1] for key in outcome.to if key[0] == fact.id and (fact.choice(key[-1]) or key[-1] == NOT_KNOWN)
            ]
            if outcome.became != "same" or not now:
                became = outcome.became if outcome.became != "same" else "retired"
                to = tuple(f"{fact.id}={one}" for one in now)
                self.facts.append(AnswerOutcome(f"{name}={choice}", to, became, " ".join(outcome.why)))
            if outcome.became == "split" or len(now) > 1:
                return None  # nobody has said which of them it is
            lost = lost or not now
            found += now
        chosen = tuple(dict.fromkeys(found))
        if not chosen or (len(chosen) > 1 and not fact.many):
            return None
        if lost:
            self._retire(f"{PROFILE}.{name}", {"answer": list(given)}, None)
        return chosen if fact.many else chosen[0]

    # Answers

    def _bring_answers(self) -> None:
        known = self.questionnaire.practices
        straight: dict[str, list[_Source]] = {}
        pooled: dict[str, list[_Source]] = {}
        for name, answer in self.old.answers.items():
            settled = self.only_strangers and name in known
            outcome = IdOutcome(((name,),)) if settled else self.upgrade_path.practice(name)
            there = [target for target in outcome.ids if target in known]
            if outcome.became != "same" or not there:
                became = outcome.became if outcome.became != "same" else "retired"
                is_aside = self.only_strangers and bool(there) and all(new in self.old.answers for new in there)
                self.practices.append(AnswerOutcome(name, tuple(there), became, " ".join(outcome.why), is_aside))
            if not there or outcome.asked_again or len(there) > 1:
                self._put_aside([(name, answer, outcome)])
            for target in there:
                asked_again = outcome.asked_again or len(there) > 1
                (pooled if asked_again else straight).setdefault(target, []).append((name, answer, outcome))
        for target in known:
            direct, parts = straight.get(target, []), pooled.get(target, [])
            if self.only_strangers and target in self.old.answers:
                # What a merge of branches left under an old id does not touch what is said under the present one.
                self._put(target, self._carried(target, self.old.answers[target], target))
                self._put_aside(one for one in direct if one[0] != target)
            elif parts or len(direct) > 1:
                self._put_aside(direct)
                self.practices += [AnswerOutcome(target, (target,), "merged") for name, *_ in direct if name == target]
                self._put(target, self._begun(target, [*direct, *parts]))
            elif direct:
                name, answer, _ = direct[0]
                self._put(target, self._carried(name, answer, target))

    def _put_aside(self, sources: Iterable[_Source]) -> None:
        for name, answer, outcome in sources:
            self._retire(name, answer.table, outcome if outcome.became != "same" else None)

    def _put(self, target: str, answer: Answer) -> None:
        if not answer.is_empty:
            self.answers[target] = answer

    def _carried(self, name: str, answer: Answer, target: str) -> Answer:
        """Return a carried answer with the present ids of everything that it names."""
        practice = self.questionnaire.practices[target]
        renamed = RenamedParts(self.upgrade_path, name, practice, only_strangers=self.only_strangers and name == target)
        changes, left = renamed.exceptions(answer)
        steps, lost_steps = renamed.steps(answer.steps)
        left |= {"steps": lost_steps} if lost_steps else {}
        changes["steps"] = steps
        changes["offer"] = answer.offer and renamed.offer(answer.offer)
        changes["wording"] = renamed.wording(answer.wording, self.questionnaire, renamed.reached(answer))
        if name in self.confirmed:
            changes["confirmed_after"] = self.after
        _fit_scale(answer, self.questionnaire.max_level, changes, left)
        if left:
            self._retire(name, left, None)
        changes = {key: value for key, value in changes.items() if getattr(answer, key) != value}
        if not changes:
            return answer
        changed = answer.changed(**changes)
        # An answer that was edited outside stays marked so until somebody says that it holds.
        return changed if answer.edited_outside else changed.signed()

    def _begun(self, target: str, sources: list[_Source]) -> Answer:
        """Return the answer to a practice that is asked as new, with everything that helps to answer it."""
        practice = self.questionnaire.practices[target]
        notes: list[str] = []
        here: dict[str, str] = {}
        steps: list[Step] = []
        owned = next((answer for _, answer, _ in sources if answer.owner or answer.due), NOTHING)
        for name, answer, outcome in sources:
            renamed = RenamedParts(self.upgrade_path, name, practice)
            notes.append(_note_on_old_answer(name, answer, self.old.version, self.zone))
            notes += [answer.note] if answer.note else []
            notes += [line for criterion, line in answer.here.items() if not self._has_place(name, criterion)]
            changes, _ = renamed.exceptions(answer)
            for criterion, line in changes["here"].items():
                here[criterion] = joined(here.get(criterion, ""), line)
            mine = [step for step in answer.steps if self._goes_to(step, name, outcome) == target]
            steps += renamed.steps(tuple(mine))[0]
        begun = Answer(note="\n\n".join(notes), owner=owned.owner, due=owned.due, here=here, steps=tuple(steps))
        return begun.signed()

    def _has_place(self, name: str, criterion: str) -> bool:
        known = self.questionnaire.practices
        keys = self.upgrade_path.outcome("criteria", (name, criterion)).to
        return any(target in known and part in known[target].criteria for target, part in keys)

    def _goes_to(self, step: Step, name: str, outcome: IdOutcome) -> str:
        """Choose the part that a step belongs to: the one with its action, else the first."""
        known = self.questionnaire.practices
        targets = [target for target in outcome.ids if target in known]
        if step.from_action:
            for target, action in self.upgrade_path.outcome("actions", (name, step.from_action)).to:
                if target in known and action in known[target].actions:
                    return target
        return targets[0]


def _reworded_where_asked_again(outcome: AnswerOutcome, reworded: Collection[str]) -> AnswerOutcome:
    """Call a clarified practice reworded if the team is asked again."""
    asked_again = outcome.became == "clarified" and not set(outcome.new).isdisjoint(reworded)
    return replace(outcome, became="reworded") if asked_again else outcome


def _fit_scale(answer: Answer, top: int, changes: dict[str, Any], left: dict[str, Any]) -> None:
    """Remove levels that a shorter scale does not have, and retire them."""
    whole = answer.table
    too_high: list[str] = []
    if answer.level is not None and answer.level > top:
        too_high += ["level", "level_reason", "unmet", "met", "left_open"]
        changes |= {"level": None, "level_reason": "", "unmet": (), "met": (), "left_open": False}
    if answer.offer is not None and answer.offer.level > top:
        too_high.append("offer")
        changes["offer"] = None
    if answer.target is not None and answer.target > top:
        too_high += ["target", "target_reason"]
        changes |= {"target": None, "target_reason": ""}
    if answer.accepted is not None and answer.accepted.level > top:
        too_high.append("accepted")
        changes["accepted"] = None
    if any(vote.level > top for vote in answer.votes):
        too_high += ["votes", "abstained", "from_ballots"]
        changes |= {"votes": (), "abstained": None, "from_ballots": False}
    left |= {key: whole[key] for key in too_high if key in whole}


def _note_on_old_answer(name: str, answer: Answer, version: str, zone: tzinfo) -> str:
    """Write a sentence about an old answer, for the people who answer its successor."""
    said = {
        "answered": f"stood at level {answer.level}",
        "unsure": "was not known",
        "not-applicable": f"was not applicable ({answer.not_applicable})",
        "unanswered": "was not answered",
    }[answer.status]
    # Without a name: a note is people's own text, in which names are neither shown as initials nor left out.
    is_dated = answer.answered_at and answer.status != "unanswered"
    when = f" ({spoken_day(answer.answered_at.astimezone(zone).date())})" if is_dated and answer.answered_at else ""
    sentence = f"Up to version {version}, “{name}” {said}{when}."
    proof = [
        f"{piece.reference} ({piece.kind}{f', {spoken_day(piece.seen_on)}' if piece.seen_on else ''})".strip()
        for piece in answer.evidence
    ]
    return f"{sentence} Evidence: {'; '.join(proof)}." if proof else sentence

"""A recovery follows its book through an upgrade of the questionnaire, as far as its answers go along."""

from __future__ import annotations

from dataclasses import replace
from datetime import tzinfo

from levelbook.core.answers.answers import Answer, AnswerBook
from levelbook.core.answers.recovery import Recovery
from levelbook.core.answers.upgrade import is_current, upgrade, upgrade_path_of
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.questionnaire import FactValue, Questionnaire
from levelbook.core.questionnaire.versions import is_later


@frozen
class BroughtRecovery:
    """A recovery in two parts: what the present version still asks, and what has no place in it."""

    present: Recovery
    """Answers and facts under their present ids, said and as saved before, with the sitting."""
    left: Recovery
    """Answers and facts under their old ids."""

    @property
    def has_any(self) -> bool:
        """Tell whether anything goes along."""
        return bool(self.present.head.answers or self.present.head.facts or self.present.sitting)

    @property
    def leaves_any(self) -> bool:
        """Tell whether anything does not."""
        return bool(self.left.head.answers or self.left.head.facts or self.left.sitting)


def brought_to(recovery: Recovery, questionnaire: Questionnaire, zone: tzinfo) -> BroughtRecovery:
    """Bring a recovery to this version, one answer and one fact after the other, as `upgrade` brings the book.

    An answer goes along only if it comes to one practice and every part of it has a place there: nobody else keeps
    what would be put aside. Nothing does from another questionnaire, or from a later version.
    """
    if is_current(recovery.said, questionnaire):
        return BroughtRecovery(recovery, _part(recovery, (), ()))
    if recovery.said.questionnaire != questionnaire.id or is_later(recovery.said.version, questionnaire.version):
        nothing = _part(recovery, (), ())
        return BroughtRecovery(nothing, recovery)
    path = upgrade_path_of(recovery.said, questionnaire)
    said, base = _Book(recovery.said, questionnaire, zone), _Book(recovery.base, questionnaire, zone)
    answers, facts = {}, {}
    for name in recovery.head.answers:
        outcome = path.practice(name)
        is_one = len(outcome.ids) == 1 and not outcome.asked_again and outcome.ids[0] in questionnaire.practices
        if is_one and said.keeps_answer(name):
            answers[name] = outcome.ids[0]
    for name in recovery.head.facts:
        now = path.fact(name).ids
        if len(now) == 1 and now[0] in questionnaire.facts_by_id and said.keeps_fact(name):
            facts[name] = now[0]
    head = replace(recovery.head, answers=tuple(answers.values()), facts=tuple(facts.values()))
    present = Recovery(
        head, said.brought(answers, facts), base.brought(answers, facts), recovery.sitting, recovery.sitting_base
    )
    left = _part(
        recovery,
        tuple(name for name in recovery.head.answers if name not in answers),
        tuple(name for name in recovery.head.facts if name not in facts),
    )
    return BroughtRecovery(present, left)


def _part(recovery: Recovery, answers: tuple[str, ...], facts: tuple[str, ...]) -> Recovery:
    """Return these answers and facts of a recovery, without its sitting."""
    head = replace(recovery.head, answers=answers, facts=facts, sitting=None)
    return Recovery(head, _only(recovery.said, answers, facts), _only(recovery.base, answers, facts))


def _only(book: AnswerBook, answers: tuple[str, ...], facts: tuple[str, ...]) -> AnswerBook:
    return AnswerBook(
        book.questionnaire,
        book.version,
        {name: book.profile[name] for name in facts if name in book.profile},
        {name: book.answers[name] for name in answers if name in book.answers},
    )


@frozen
class _Book:
    """A book of a recovery, whose answers and facts are brought along one by one."""

    book: AnswerBook
    questionnaire: Questionnaire
    zone: tzinfo

    def keeps_answer(self, name: str) -> bool:
        """Tell whether nothing of an answer would be put aside; so it is with one that was taken away."""
        return not upgrade(_only(self.book, (name,), ()), self.questionnaire, zone=self.zone).retired

    def keeps_fact(self, name: str) -> bool:
        return not upgrade(_only(self.book, (), (name,)), self.questionnaire, zone=self.zone).retired

    def brought(self, answers: dict[str, str], facts: dict[str, str]) -> AnswerBook:
        """Return these, by old and new id, under the present version; what was never answered is left out."""
        known = self.questionnaire
        said: dict[str, Answer] = {}
        profile: dict[str, FactValue] = {}
        for old, new in answers.items():
            found = upgrade(_only(self.book, (old,), ()), known, zone=self.zone).book.answers
            said |= {new: found[new]} if new in found else {}
        for old, new in facts.items():
            values = upgrade(_only(self.book, (), (old,)), known, zone=self.zone).book.profile
            profile |= {new: values[new]} if new in values else {}
        return AnswerBook(known.id, known.version, profile, said)

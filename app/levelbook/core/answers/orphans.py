"""Orphans are answers, facts and names in a book that its questionnaire does not have: kept, but not counted.

They come from an id that changed without a new version of the questionnaire, or from a merge.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, Literal

from levelbook.core.answers.answers import Answer, AnswerBook
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.questionnaire import NOT_KNOWN, Questionnaire
from levelbook.core.text.cleaning import nearest

if TYPE_CHECKING:
    from levelbook.core.questionnaire.version_map import IdKind, UpgradePath

OrphanKind = Literal["fact", "choice", "practice", "criterion", "action", "evidence"]
"""The kind of thing that the questionnaire does not have. `evidence` is a kind of evidence."""
_ID_KINDS: Final[Mapping[OrphanKind, IdKind]] = {
    "fact": "facts",
    "choice": "choices",
    "practice": "practices",
    "criterion": "criteria",
    "action": "actions",
}


@frozen
class Orphan:
    """An orphan is one thing that a book names and its questionnaire does not have."""

    kind: OrphanKind
    id: str
    """The id of the missing fact or practice, or of the one whose answer contains the name."""
    name: str = ""
    """The missing choice, criterion, action or kind of evidence; empty for a fact or practice."""
    at: tuple[str | int, ...] = ()
    """The location of the name in the answer, such as `("unmet", 0)`."""

    @property
    def is_answer(self) -> bool:
        """Tell whether a whole answer is orphaned: to a practice, or to a fact."""
        return self.kind in ("practice", "fact", "choice")


def orphans(book: AnswerBook, questionnaire: Questionnaire) -> tuple[Orphan, ...]:
    """List all orphans: facts and choices, then practices and names in their answers, in the book's order."""
    return (*_facts(book, questionnaire), *_answers(book, questionnaire))


def is_named_by_upgrades(orphan: Orphan, upgrade_path: UpgradePath) -> bool:
    """Tell whether an upgrade says what became of an orphan, as of an answer from a branch that was not upgraded."""
    kind = _ID_KINDS.get(orphan.kind)
    key = (orphan.id, orphan.name) if orphan.name else (orphan.id,)
    return kind is not None and upgrade_path.outcome(kind, key).became != "same"


def meant(orphan: Orphan, book: AnswerBook, questionnaire: Questionnaire) -> str:
    """Guess the name that was meant: the nearest existing one; empty if none is near.

    For a practice: the one that asks in the very words that were answered, else the nearest in its section, else one of
    that name in another section. One that has an answer of its own is not it.
    """
    known: Iterable[str]
    match orphan.kind:
        case "fact":
            open_ = [name for name in questionnaire.facts_by_id if name not in book.profile]
            known = open_ if nearest(orphan.id, open_) else questionnaire.facts_by_id
        case "choice":
            known = [*(choice.id for choice in questionnaire.facts_by_id[orphan.id].choices), NOT_KNOWN]
        case "practice":
            return _practice_meant(orphan.id, book, questionnaire)
        case "criterion":
            known = questionnaire.practices[orphan.id].criteria
        case "action":
            known = questionnaire.practices[orphan.id].actions
        case "evidence":
            known = questionnaire.kinds_by_id
    return nearest(orphan.name or orphan.id, known) or ""


def _practice_meant(orphaned: str, book: AnswerBook, questionnaire: Questionnaire) -> str:
    open_ = [name for name in questionnaire.practices if book.answer(name).status == "unanswered"]
    if asked := book.answer(orphaned).wording:
        for name in open_:
            if any(asked == questionnaire.wording(name, inherited=inherited) for inherited in (False, True)):
                return name
    section, _, practice = orphaned.rpartition(".")
    beside = {name.rpartition(".")[2]: name for name in open_ if name.rpartition(".")[0] == section}
    if near := nearest(practice, beside):
        return beside[near]
    return next((name for name in open_ if name.rpartition(".")[2] == practice), "")


def _facts(book: AnswerBook, questionnaire: Questionnaire) -> Iterator[Orphan]:
    for name, value in book.profile.items():
        fact = questionnaire.facts_by_id.get(name)
        if fact is None:
            yield Orphan("fact", name)
            continue
        for choice in (value,) if isinstance(value, str) else value:
            if choice != NOT_KNOWN and fact.choice(choice) is None:
                yield Orphan("choice", name, choice)


def _answers(book: AnswerBook, questionnaire: Questionnaire) -> Iterator[Orphan]:
    for name, answer in book.answers.items():
        practice = questionnaire.practices.get(name)
        if practice is None:
            yield Orphan("practice", name)
            continue
        for at, criterion in _criteria_named(answer):
            if criterion not in practice.criteria:
                yield Orphan("criterion", name, criterion, at)
        for index, step in enumerate(answer.steps):
            if step.from_action and step.from_action not in practice.actions:
                yield Orphan("action", name, step.from_action, ("steps", index, "from"))
        for index, piece in enumerate(answer.evidence):
            if piece.kind not in questionnaire.kinds_by_id:
                yield Orphan("evidence", name, piece.kind, ("evidence", index, "kind"))


def _criteria_named(answer: Answer) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for index, name in enumerate(answer.unmet):
        yield ("unmet", index), name
    for index, name in enumerate(answer.met):
        yield ("met", index), name
    for name in answer.here:
        yield ("here", name), name

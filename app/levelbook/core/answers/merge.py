"""This module merges two versions of an answer field by field, onto their common base (docs/merging.md).

What the team claims is one field, `CLAIM`: a level from one side with the exceptions, the target or the accepted risk
of the other would be an answer that nobody gave. Note, owner, due day, each line on how the team does it, each piece
of evidence and each step stand on their own. Where both sides changed the same field differently, nobody can say for
the team which holds: that is a conflict, for a person to settle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final, Literal, TypeVar

from levelbook.core.answers.answers import Answer, AnswerBook, Evidence, Step
from levelbook.core.frozen import frozen

Side = Literal["ours", "theirs"]
"""Which of two merged versions: that of the branch one is on, or the other."""
SIDES: Final[tuple[Side, Side]] = ("ours", "theirs")

CLAIM: Final = (
    "level",
    "unsure",
    "not_applicable",
    "level_reason",
    "target",
    "target_reason",
    "unmet",
    "met",
    "ask_whom",
    "ask_by",
    "abstained",
    "from_ballots",
    "left_open",
    "wording",
    "accepted",
    "offer",
    "votes",
)
"""The fields of an answer that are said together, and merge as one."""
_SINGLE: Final = ("note", "owner", "due")
_NEVER: Final = datetime.min.replace(tzinfo=UTC)
_T = TypeVar("_T")


@frozen
class MergedAnswer:
    """A merged answer is what two sides said together, and what they said differently."""

    answer: Answer
    conflicts: tuple[str, ...] = ()
    """The fields that both sides changed differently: `claim`, `note`, `owner`, `due`, `here.ID`, `evidence REFERENCE`,
    `step TEXT`, or the name of a key that levelbook does not know."""


def merge_answers(base: Answer, ours: Answer, theirs: Answer, *, take: Side = "ours") -> MergedAnswer:
    """Merge what two sides made of `base`; fields in conflict hold what the side `take` says.

    An answer that only one side changed is taken whole, with its signature. One that both changed gets a `rev` of its
    own. It stays confirmed by the side whose claim it holds with its evidence, as where the other one, or each, only
    named an owner; else it is unconfirmed, since nobody has seen it yet. Where a side was edited outside, it stays
    marked so.
    """
    if ours == theirs or theirs == base:
        return MergedAnswer(ours)
    if ours == base:
        return MergedAnswer(theirs)
    if ours.content == theirs.content:
        return MergedAnswer(max(ours, theirs, key=_last_confirmed))
    return _merged_by_field(base, ours, theirs, take)


def _last_confirmed(answer: Answer) -> tuple[datetime, datetime, str]:
    """Order answers with the same content, in the same way from either side."""
    return (answer.confirmed_at or _NEVER, answer.answered_at or _NEVER, answer.rev)


def _merged_by_field(base: Answer, ours: Answer, theirs: Answer, take: Side) -> MergedAnswer:
    merged = ThreeWay(take)
    sides = (base, ours, theirs)
    claim = merged("claim", *map(_claim, sides))
    claimants = [side for side in (ours, theirs) if _claim(side) == claim]
    claimant = max(claimants, key=_last_confirmed)
    fields = {name: getattr(claimant, name) for name in (*CLAIM, "answered_by", "answered_at")}
    fields |= {name: merged(name, *(getattr(side, name) for side in sides)) for name in _SINGLE}
    fields["here"] = merged_mapping([side.here for side in sides], "here.{}", merged)
    fields["unknown"] = merged_mapping([side.unknown for side in sides], "{}", merged)
    fields["evidence"] = merged_entries([side.evidence for side in sides], _evidence_name, merged)
    fields["steps"] = merged_entries([side.steps for side in sides], _step_name, merged)
    answer = replace(ours, **fields, rev="")
    sided = any(map(_is_reviewed, merged.conflicts))
    seen = [] if sided else [side for side in (ours, theirs) if side.claim == answer.claim]
    by = max(seen, key=_last_confirmed, default=Answer())
    answer = replace(
        answer, confirmed_by=by.confirmed_by, confirmed_at=by.confirmed_at, confirmed_after=by.confirmed_after
    )
    is_marked = ours.edited_outside or theirs.edited_outside
    return MergedAnswer(answer if is_marked else answer.signed(), tuple(merged.conflicts))


def differing_fields(ours: Answer, theirs: Answer) -> tuple[str, ...]:
    """Name the fields in which two answers differ, as `MergedAnswer.conflicts` does."""
    mappings = (("here.{}", ours.here, theirs.here), ("{}", ours.unknown, theirs.unknown))
    entries: tuple[tuple[Mapping[Any, Any], Mapping[Any, Any]], ...] = (
        (by_name(ours.evidence, _evidence_name), by_name(theirs.evidence, _evidence_name)),
        (by_name(ours.steps, _step_name), by_name(theirs.steps, _step_name)),
    )
    found = ["claim"] if _claim(ours) != _claim(theirs) else []
    found += [name for name in _SINGLE if getattr(ours, name) != getattr(theirs, name)]
    for name, mine, other in mappings:
        found += [name.format(key) for key in dict.fromkeys((*mine, *other)) if mine.get(key) != other.get(key)]
    for mine, other in entries:
        found += [key[0] for key in dict.fromkeys((*mine, *other)) if mine.get(key) != other.get(key)]
    return tuple(found)


def changed_fields(ours: Answer, theirs: Answer, base: Answer) -> tuple[str, ...]:
    """Name the fields in which two answers differ and that our side changed, likewise."""
    own = differing_fields(ours, base)
    return tuple(name for name in differing_fields(ours, theirs) if name in own)


def says_something_new(answer: Answer, versions: Sequence[Answer]) -> bool:
    """Tell whether an answer says something that none of these versions says, as where a person edited it since.

    What git merged line by line is a mixture of them, and nothing new.
    """
    lists = ("unmet", "met", "evidence", "steps", "votes")
    for name in (*CLAIM, *_SINGLE, "evidence", "steps"):
        values = [getattr(one, name) for one in versions]
        said = getattr(answer, name)
        known = all(any(entry in value for value in values) for entry in said) if name in lists else said in values
        if not known:
            return True
    return any(
        all(getattr(one, name).get(key) != value for one in versions)
        for name in ("here", "unknown")
        for key, value in getattr(answer, name).items()
    )


def _claim(answer: Answer) -> tuple[object, ...]:
    """Return what is claimed, as one value to compare; the order of criteria means nothing."""
    said = {name: getattr(answer, name) for name in CLAIM}
    return tuple((said | {name: frozenset(said[name]) for name in ("unmet", "met")}).values())


def _is_reviewed(field: str) -> bool:
    """Tell whether a field in conflict is one that people review: not a promise or a remark."""
    return field not in _SINGLE and not field.startswith("step ")


def with_lost_words_in_note(kept: Answer, words: str, fields: Iterable[str]) -> Answer:
    """Return the answer that stands with the words that were not taken in its note, signed.

    fields: that the words are from. It is unconfirmed where any of them is more than a promise or a remark.
    """
    kept = replace(kept, note=f"{kept.note}\n{words}" if kept.note else words)
    if any(map(_is_reviewed, fields)):
        kept = replace(kept, confirmed_by="", confirmed_at=None, confirmed_after="")
    return kept.signed()


class ThreeWay:
    """Merges one value of base, ours and theirs: the side that changed it wins; if both did, `take`, and a conflict."""

    def __init__(self, take: Side) -> None:
        self.take = take
        self.conflicts: list[Any] = []

    def __call__(self, name: object, old: Any, mine: Any, other: Any) -> Any:
        if mine == other or other == old:
            return mine
        if mine == old:
            return other
        self.conflicts.append(name)
        return mine if self.take == "ours" else other


def merged_mapping(sides: Sequence[Mapping[str, Any]], name: str, merged: ThreeWay) -> dict[str, Any]:
    """Merge each key of base, ours and theirs on its own; None stands for a missing key."""
    base, ours, theirs = sides
    keys = dict.fromkeys((*ours, *theirs))
    found = {key: merged(name.format(key), base.get(key), ours.get(key), theirs.get(key)) for key in keys}
    return {key: value for key, value in found.items() if value is not None}


def merged_entries(sides: Sequence[Sequence[_T]], name: Callable[[_T], object], merged: ThreeWay) -> tuple[_T, ...]:
    """Merge each entry of base, ours and theirs on its own, known by its name; the second of one name is another."""
    base, ours, theirs = (by_name(side, name) for side in sides)
    keys = dict.fromkeys((*ours, *theirs))
    found = (merged(key[0], base.get(key), ours.get(key), theirs.get(key)) for key in keys)
    return tuple(entry for entry in found if entry is not None)


def by_name(entries: Iterable[_T], name: Callable[[_T], object]) -> dict[tuple[Any, int], _T]:
    """Map entries by their names, and by their numbers, from 1, among those of one name."""
    seen: Counter[object] = Counter()
    named: dict[tuple[Any, int], _T] = {}
    for entry in entries:
        seen[name(entry)] += 1
        named[name(entry), seen[name(entry)]] = entry
    return named


def _evidence_name(piece: Evidence) -> str:
    """Identify evidence by its reference, so that another day or kind is a change; without a reference, by its kind."""
    return f"evidence {piece.reference or piece.kind}"


def _step_name(step: Step) -> str:
    """Identify a step by the action that it came from, else by its text."""
    return f"step {step.from_action or step.text}"


# --- Whole books ------------------------------------------------------------------------------------------------------


@frozen
class MergedBook:
    """A merged book has the content of two sides, and their conflicts."""

    book: AnswerBook
    answers: Mapping[str, tuple[str, ...]]
    """Map the id of each practice in conflict to its fields in conflict."""
    facts: tuple[str, ...]
    """Ids of the facts that both sides changed differently."""
    other: tuple[str, ...]
    """Other conflicts: `questionnaire`, `version`, a retired answer, a key that levelbook does not know."""

    @property
    def is_clean(self) -> bool:
        """Tell whether nothing is in conflict."""
        return not (self.answers or self.facts or self.other)


def merge_books(base: AnswerBook, ours: AnswerBook, theirs: AnswerBook, *, take: Side = "ours") -> MergedBook:
    """Merge two sides' versions of the book `base`; conflicts get the value of the side `take`.

    The order is ours; what only the other side has follows.
    """
    merged = ThreeWay(take)
    sides = (base, ours, theirs)
    profile = merged_mapping([side.profile for side in sides], "{}", merged)
    facts = tuple(merged.conflicts)
    merged.conflicts.clear()
    names = dict.fromkeys((*ours.answers, *theirs.answers))
    found = {name: merge_answers(*(side.answer(name) for side in sides), take=take) for name in names}
    book = AnswerBook(
        questionnaire=merged("questionnaire", *(side.questionnaire for side in sides)),
        version=merged("version", *(side.version for side in sides)),
        profile=profile,
        answers={name: one.answer for name, one in found.items() if not one.answer.is_empty},
        retired=merged_mapping([side.retired for side in sides], "retired.{}", merged),
        unknown=merged_mapping([side.unknown for side in sides], "{}", merged),
        format=max(ours.format, theirs.format),  # one branch may have brought it to a newer one
    )
    answers = {name: one.conflicts for name, one in found.items() if one.conflicts}
    return MergedBook(book, answers, facts, tuple(merged.conflicts))

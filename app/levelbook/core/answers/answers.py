"""Answers are what a team said about practices and facts, as frozen values.

`store/answers_file.py` turns an AnswerBook into TOML and back; nothing here knows files. The order of the fields
below is the order of the keys in the file (docs/design.md, "Answers").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Annotated, Any, Final, Literal, Self

from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.questionnaire import FactValue, Practice, short_digest
from levelbook.core.text.field_types import Cleaned, Count, Day, Ge, LevelNumber, Line, Text, UtcTime, file_keys

NEWEST_FORMAT: Final = 2
"""Newest format of a file of answers; in format 1, digests are hexadecimal."""

Status = Literal["answered", "unsure", "unanswered", "not-applicable"]
STATUS_WORDS: Mapping[Status, str] = {
    "answered": "answered",
    "unsure": "unsure",
    "unanswered": "not answered",
    "not-applicable": "not applicable",
}
"""Each status as people read it."""


@frozen(kw_only=True)
class Entry(Cleaned):
    """An entry is a table of a team's file: frozen, clean, and keeping keys that it does not know."""

    unknown: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """Keys that this version of levelbook does not know, as they were found."""

    def changed(self, **changes: Any) -> Self:
        """Return a copy with some fields changed and clean; the very same where none is named."""
        return replace(self, **changes) if changes else self

    @cached_property
    def table(self) -> Mapping[str, Any]:
        """Return the keys and values that a file holds: in order, the empty ones left out, unknown ones last."""
        table: dict[str, Any] = {}
        for name, key in file_keys(type(self)).items():
            value = _table_value(getattr(self, name))
            if value or (isinstance(value, int | float) and value is not False):  # a level may be 0
                table[key] = value
        table.update(self.unknown)
        return table


_PLAIN: Final = (str, int, date)


def _table_value(value: Any) -> Any:
    if value is None or isinstance(value, _PLAIN):  # most are, and asking whether one is a Mapping takes long
        return value
    if isinstance(value, Entry):
        return value.table
    if isinstance(value, tuple):
        return [_table_value(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _table_value(line) for key, line in value.items() if line != ""}
    return value


@frozen(kw_only=True)
class Evidence(Entry):
    """A piece of evidence backs an answer."""

    kind: Line
    reference: Line = ""
    """Where it is: a link, a ticket, a document's name."""
    seen_on: Day | None = None


@frozen(kw_only=True)
class Step(Entry):
    """A step is something that the team will do."""

    text: Line
    from_action: Line = field(default="", metadata={"key": "from"})
    """Id of the questionnaire's action that it came from."""
    owner: Line = ""
    due: Day | None = None
    ticket: Line = ""
    done_on: Day | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether nobody has done it yet."""
        return self.done_on is None


@frozen(kw_only=True)
class Accepted(Entry):
    """An accepted risk is a gap that somebody answers for, until a day, for a reason."""

    level: LevelNumber
    by: Line
    until: Day
    reason: Line


@frozen(kw_only=True)
class Vote(Entry):
    """A vote says how many of the participants showed a level."""

    level: LevelNumber
    count: Count
    who: Line = ""
    reason: Line = ""


@frozen(kw_only=True)
class TakenOver(Entry):
    """The part of another team's offer that an answer takes over, as in an edition of that team.

    It is a copy, so that nothing the other team does changes this answer.
    """

    offer: Line
    """Id of the offer, which names its file in `offers/`."""
    team: Line
    """The team that offers it."""
    edition: Line
    """Name of the edition that it was taken from."""
    number: Annotated[int, Ge(1)] | None = None
    """Its number, which tells an older edition from a newer one; None in an answer of an older levelbook."""
    digest: Line
    """Which edition that is: `edition_digits` of its digest."""
    level: LevelNumber
    """The level that the other team has."""
    criteria: tuple[Line, ...] = ()
    """Criteria that the offer covers: they hold wherever it is taken."""
    evidence: tuple[Evidence, ...] = ()
    """What backs the other team's level."""


_PROMISES_AND_REMARKS: Final = frozenset({"level_reason", "note", "owner", "due", "ask_whom", "ask_by", "steps"})
"""The keys of an answer that say nothing of the practice as it is."""


@frozen(kw_only=True)
class Answer(Entry):
    """An answer is what the team said about one practice."""

    rev: Line = ""
    level: LevelNumber | None = None
    unsure: bool = False
    not_applicable: Line = ""
    """The reason; empty means that nobody said so."""
    level_reason: Line = ""
    """Why the level has moved since the last edition; dropped when the level changes without a new reason."""
    note: Text = ""
    owner: Line = ""
    due: Day | None = None
    target: LevelNumber | None = None
    target_reason: Line = ""
    unmet: tuple[Line, ...] = ()
    """Criteria of the level or below that do not hold."""
    met: tuple[Line, ...] = ()
    """Criteria of higher levels that hold already."""
    ask_whom: Line = ""
    ask_by: Day | None = None
    abstained: Count | None = None
    """How many of the participants showed no level in the vote."""
    from_ballots: bool = False
    """Its votes are what the ballots said: they were counted, and nobody voted in the room."""
    left_open: bool = False
    """The room voted over the level that was there and settled nothing; gone once somebody settles or confirms it."""
    wording: Line = ""
    """Digest of what was asked, as it was when answered."""
    answered_by: Line = ""
    answered_at: UtcTime | None = None
    confirmed_by: Line = ""
    confirmed_at: UtcTime | None = None
    confirmed_after: Line = ""
    """Name of the edition after which it was last confirmed."""
    here: Mapping[str, Line] = field(default_factory=dict)
    """Criterion id to how the team does it, in its words."""
    accepted: Accepted | None = None
    offer: TakenOver | None = None
    """What it takes over from another team; its `level` is then that team's, capped by what is not met here."""
    evidence: tuple[Evidence, ...] = ()
    steps: tuple[Step, ...] = ()
    votes: tuple[Vote, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if (self.level is not None) + self.unsure + bool(self.not_applicable) > 1:
            raise ValueError("at most one of level, unsure and not_applicable can be said")

    @property
    def status(self) -> Status:
        """Say whether it gives a level, is not known, is not applicable, or says nothing."""
        if self.level is not None:
            return "answered"
        if self.unsure:
            return "unsure"
        return "not-applicable" if self.not_applicable else "unanswered"

    @property
    def claims_nothing(self) -> bool:
        """Tell whether there is nothing in it that somebody could confirm: it is unsure, or unanswered."""
        return self.status in ("unsure", "unanswered")

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing at all is said in it."""
        return not self.table

    @cached_property
    def content(self) -> Mapping[str, Any]:
        """Return what was said, without when and by whom: two answers with equal content say the same."""
        about = ("rev", "answered_by", "answered_at", "confirmed_by", "confirmed_at", "confirmed_after")
        return {key: value for key, value in self.table.items() if key not in about}

    @cached_property
    def claim(self) -> Mapping[str, Any]:
        """Return the content without promises and remarks: whoever changes any of it has reviewed the answer.

        Those may change without anybody looking at the level.
        """
        return {key: value for key, value in self.content.items() if key not in _PROMISES_AND_REMARKS}

    @property
    def signature(self) -> tuple[datetime | None, datetime | None, str]:
        """Return when it was given and confirmed, and in which round. Names may be erased, times stay."""
        return self.answered_at, self.confirmed_at, self.confirmed_after

    @cached_property
    def true_rev(self) -> str:
        """Return the `rev` that this answer's keys have (docs/design.md, "Answers")."""
        return table_digest(self.table)

    @property
    def edited_outside(self) -> bool:
        """Tell whether somebody changed it without levelbook, as when a merge was resolved by hand."""
        return self.rev != self.true_rev and not self.is_empty

    @property
    def awaits_review(self) -> bool:
        """Tell whether it was merged of two answers, and nobody has confirmed it since."""
        return self.answered_at is not None and self.confirmed_at is None

    @property
    def open_steps(self) -> tuple[Step, ...]:
        """Return the steps that nobody has done yet."""
        return tuple(step for step in self.steps if step.is_open)

    def number_of_open_step(self, text: str, action_id: str = "") -> int | None:
        """Return the number, from 1, of the open step with these words, or from this action; None where none is."""
        for number, step in enumerate(self.steps, start=1):
            if step.is_open and (step.text == text or (action_id and step.from_action == action_id)):
                return number
        return None

    @property
    def all_evidence(self) -> tuple[Evidence, ...]:
        """Return the evidence that backs it: the team's own, then what comes with an offer."""
        return tuple(piece for piece, _ in self.evidence_by_team)

    @property
    def evidence_by_team(self) -> tuple[tuple[Evidence, str], ...]:
        """Return the evidence that backs it, each piece with the other team that holds it, or an empty name."""
        own = tuple((piece, "") for piece in self.evidence)
        return own if self.offer is None else (*own, *((piece, self.offer.team) for piece in self.offer.evidence))

    @property
    def claims_up_to(self) -> int | None:
        """Return the level up to which criteria hold unless they are unmet; of an offer the other team's, uncapped."""
        return self.level if self.offer is None or self.level is None else self.offer.level

    def claims(self, practice: Practice) -> tuple[str, ...]:
        """List the ids of the criteria that hold by this answer: the level's and all below, but `unmet`, and `met`."""
        if self.claims_up_to is None:
            return tuple(name for name in practice.criteria if name in self.met)
        return tuple(
            name
            for name, (level, _) in practice.criteria.items()
            if (level <= self.claims_up_to and name not in self.unmet) or name in self.met
        )

    # Changes. Each gives a new answer; who and when are added by `signed`.

    def at_level(self, practice: Practice, level: int) -> Answer:
        """Return the answer at another level, of the team's own; exceptions that it settles itself are dropped."""
        levels = {name: at for name, (at, _) in practice.criteria.items()}
        return self.changed(
            level=level,
            unsure=False,
            not_applicable="",
            level_reason=self.level_reason if level == self.level else "",
            unmet=tuple(name for name in self.unmet if levels.get(name, 0) <= level),
            met=tuple(name for name in self.met if levels.get(name, level + 1) > level),
            offer=None,
        )

    def taking_over(self, practice: Practice, taken: TakenOver) -> Answer:
        """Return the answer with another team's level, capped by what holds neither there nor here.

        Of a criterion that the offer does not cover the team has to say that it holds: one that is not claimed by now
        is unmet. What the team has struck out of an earlier edition of the offer stays so.
        """
        before = set(self.offer.criteria) if self.offer else set()
        own = {name for name in self.claims(practice) if name not in before}
        held = own | {name for name in taken.criteria if name not in before or name not in self.unmet}
        levels = {name: at for name, (at, _) in practice.criteria.items()}
        below = self.changed(
            unsure=False,
            not_applicable="",
            unmet=tuple(name for name, at in levels.items() if at <= taken.level and name not in held),
            met=tuple(name for name, at in levels.items() if at > taken.level and name in held),
            offer=taken,
        )
        return below.capped(practice)

    def capped(self, practice: Practice) -> Answer:
        """Return an answer that takes over another team's level at the level which its own exceptions leave of it.

        That is below the lowest criterion that is not met. Any other answer is returned as it is.
        """
        if self.offer is None or self.unsure or self.not_applicable:
            return self
        missing = [at for name, (at, _) in practice.criteria.items() if name in self.unmet]
        level = max(0, min([self.offer.level, *(at - 1 for at in missing)]))
        return self if level == self.level else self.changed(level=level, level_reason="")

    def as_unsure(self) -> Answer:
        """Return the answer with “not known” in place of a level."""
        return self.changed(level=None, unsure=True, not_applicable="", level_reason="", offer=None)

    def as_not_applicable(self, reason: str) -> Answer:
        """Return the answer with a reason why the practice does not apply in place of a level."""
        return self.changed(level=None, unsure=False, not_applicable=reason, level_reason="", offer=None)

    def cleared(self) -> Answer:
        """Return it unanswered; note, owner with the day, steps, evidence and unknown keys stay."""
        kept = ("note", "owner", "due", "steps", "evidence", "unknown")
        return Answer(**{name: getattr(self, name) for name in kept})

    def toggled(self, practice: Practice, criterion: str) -> Answer:
        """Strike out one criterion that was claimed, or tick one that was not."""
        at, _ = practice.criteria[criterion]
        claimed = criterion in self.claims(practice)
        covered = self.claims_up_to is not None and at <= self.claims_up_to
        unmet = [name for name in self.unmet if name != criterion]
        met = [name for name in self.met if name != criterion]
        if covered and claimed:
            unmet.append(criterion)
        elif not covered and not claimed:
            met.append(criterion)
        order = list(practice.criteria)
        changed = self.changed(unmet=tuple(_sorted(unmet, order)), met=tuple(_sorted(met, order)))
        return changed.capped(practice)

    def answered(self, *, by: str, at: datetime | None, wording: str, after: str) -> Answer:
        """Sign it as said now, under this wording; `after` is the last edition's name, or empty."""
        said = {"answered_by": by, "answered_at": at}
        return self.changed(**said, **_confirmation(by, at, wording, after)).signed()

    def confirmed(self, *, by: str, at: datetime | None, wording: str, after: str) -> Answer:
        """Sign it as looked at now and still true, under this wording."""
        return self.changed(**_confirmation(by, at, wording, after)).signed()

    def signed(self) -> Answer:
        """Return it with the `rev` that its keys have."""
        rev = self.true_rev if self.table.keys() - {"rev"} else ""
        return self if rev == self.rev else self.changed(rev=rev)


def _confirmation(by: str, at: datetime | None, wording: str, after: str) -> dict[str, Any]:
    confirmed = {"confirmed_by": by, "confirmed_at": at, "confirmed_after": after}
    return {"left_open": False, "wording": wording, **confirmed}


def _sorted(names: list[str], order: list[str]) -> list[str]:
    return sorted(names, key=lambda name: order.index(name) if name in order else len(order))


def table_digest(table: Mapping[str, Any]) -> str:
    """Return the digest of a table's keys and values, apart from the `rev` that holds it."""
    return short_digest(_json_ready({key: value for key, value in table.items() if key != "rev"}))


def _json_ready(value: Any) -> Any:
    """Return dates and times as their TOML text, and everything else as it is."""
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, Mapping):
        return {key: _json_ready(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_json_ready(item) for item in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if value.tzinfo else value.isoformat()
    return value.isoformat() if hasattr(value, "isoformat") else value


NOTHING = Answer()


@frozen
class AnswerBook:
    """An answer book is everything that `answers.toml` holds."""

    questionnaire: str
    """Id of the questionnaire that it answers."""
    version: str
    profile: Mapping[str, FactValue] = field(default_factory=dict)
    """Fact id to the choice or choices given, also of facts that the questionnaire does not have."""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    """Map full practice ids to answers; unanswered practices are absent."""
    retired: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Map full ids to the tables of answers that `upgrade` retired."""
    unknown: Mapping[str, Any] = field(default_factory=dict)
    """Top-level keys that levelbook does not know, as they were found."""
    format: int = field(default=NEWEST_FORMAT, compare=False)
    """The format of its file, in which it is written again; `upgrade --files` converts it to the newest."""

    def answer(self, practice_id: str) -> Answer:
        """Return the answer to a practice; an empty answer if there is none."""
        return self.answers.get(practice_id, NOTHING)

    def retired_evidence(self, practice_id: str) -> tuple[Evidence, ...]:
        """Return the evidence of an answer that `upgrade` retired; empty if there is none.

        Nobody has checked a retired answer that people changed: what is no piece of evidence is left out.
        """
        pieces = self.retired.get(practice_id, {}).get("evidence", ())
        return tuple(
            Evidence(
                kind=str(piece.get("kind", "")),
                reference=str(piece.get("reference", "")),
                seen_on=day if type(day := piece.get("seen_on")) is date else None,
            )
            for piece in (pieces if isinstance(pieces, list | tuple) else ())
            if isinstance(piece, Mapping)
        )

    def with_answer(self, practice_id: str, answer: Answer) -> AnswerBook:
        """Return the book with another answer to one practice; an empty answer is left out."""
        answers = dict(self.answers)
        if answer.is_empty:
            answers.pop(practice_id, None)
        else:
            answers[practice_id] = answer
        return replace(self, answers=answers)

    def with_fact(self, fact_id: str, value: FactValue | None) -> AnswerBook:
        """Return the book with another answer to one fact; None removes it."""
        profile = dict(self.profile)
        if value is None or value == ():
            profile.pop(fact_id, None)
        else:
            profile[fact_id] = value
        return replace(self, profile=profile)

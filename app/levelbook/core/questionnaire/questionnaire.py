"""A questionnaire is a scale, facts, sections of practices, and tailoring rules, as frozen values.

A field here is a key of a questionnaire's files, with its rules (`core/text/field_types.py`); the sentence
under it explains the key to editors (`packs/schema.py`). Keys that only the files have, such as `format`, are in
`packs/file_models.py`. `Questionnaire` is what the rest of the program works with: the values of all files put
together, with lookups by id and number.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal

from levelbook.core.frozen import frozen
from levelbook.core.text.field_types import (
    Ge,
    Gt,
    Id,
    Le,
    Len,
    LevelNumber,
    Line,
    PracticeId,
    RequiredLine,
    Text,
    Weight,
)

if TYPE_CHECKING:
    from levelbook.core.questionnaire.scoring_model import ScoringModel
    from levelbook.core.questionnaire.version_map import VersionMap

NOT_KNOWN = "not-known"
"""The choice that every fact has besides its own: nobody in the room could say."""

FactValue = str | tuple[str, ...]
"""A team's answer to a fact: the id of a choice, or several where the fact allows it."""

Moment = Literal["design", "change", "release", "run", "incident", "buy"]
Effort = Literal["S", "M", "L"]
Scope = Literal["applicable", "inherited", "not-applicable"]
EFFORTS: tuple[Effort, ...] = ("S", "M", "L")
MOMENTS: tuple[Moment, ...] = ("design", "change", "release", "run", "incident", "buy")


@frozen
class ScaleLevel:
    """One level of the scale."""

    level: LevelNumber
    name: RequiredLine
    meaning: Line = field(default="", kw_only=True)
    """One sentence; empty where the level's statements say all that is known, as in an imported table."""
    needs: Id
    """Id of the weakest kind of evidence that proves this level."""

    @property
    def own_name(self) -> str:
        """The name beside the number; empty where the name only says the number again, as in an imported table."""
        return "" if self.name.casefold() in (f"level {self.level}", str(self.level)) else self.name

    @property
    def number_and_name(self) -> str:
        """`2 Defined`; only `2` where it has no name of its own."""
        return f"{self.level} {self.own_name}".rstrip()


@frozen
class InheritedLevel:
    """The meaning of a level for a practice that a provider does for the team."""

    level: LevelNumber
    statement: RequiredLine


@frozen
class EvidenceKind:
    """A kind of evidence. They are listed weakest first."""

    id: Id
    valid_days: Annotated[int, Gt(0), Le(36_500)] | None = None
    """Days for which a piece of this kind counts after it was seen; absent: for ever."""


@frozen
class Choice:
    """One possible answer to a fact."""

    id: Id
    label: RequiredLine
    exclusive: bool = False
    """Cannot be chosen together with others."""


@frozen
class ListTest:
    """A test of a fact's choices other than "any of these". Exactly one of its keys is given."""

    all: tuple[Id, ...] | None = None
    """Every one of these is chosen."""
    only: tuple[Id, ...] | None = None
    """At least one of these is chosen, and none outside."""
    none: tuple[Id, ...] | None = None
    """The fact is answered, with none of these."""


Test = tuple[Id, ...] | ListTest
When = Mapping[Id, Test]
"""Tests over facts, all of which must hold. A plain list: any of these is chosen."""


@frozen
class Fact:
    """One question about the team, whose answer tailors the questionnaire."""

    id: Id
    question: RequiredLine
    choices: Annotated[tuple[Choice, ...], Len(1)]
    many: bool = False
    """Several choices may be given together."""
    when: When = field(default_factory=dict)
    """Asked only when these tests over earlier facts hold."""
    otherwise: Id | tuple[Id, ...] | None = None
    """The value that rules see if the fact is not asked."""

    @property
    def otherwise_choices(self) -> tuple[str, ...]:
        """Return the choices that rules see if the fact is not asked; empty if there are none."""
        if self.otherwise is None:
            return ()
        return (self.otherwise,) if isinstance(self.otherwise, str) else self.otherwise

    def choice(self, choice_id: str) -> Choice | None:
        """Find a choice by its id; None if the fact has no such choice."""
        return next((choice for choice in self.choices if choice.id == choice_id), None)


@frozen
class IncompatibleFacts:
    """Answers to several facts that cannot all be true of one team."""

    when: When
    """Tests over two or more facts. Where all of them hold, one of the answers is wrong."""
    because: RequiredLine
    """Why not, in words that follow a colon."""


@frozen
class Criterion:
    """An observable thing done, worded so that it reads both as a tick and as a rule."""

    id: Id
    text: RequiredLine


@frozen
class Action:
    """A proposed step that lifts a team to the level above it in the file."""

    id: Id
    text: RequiredLine
    effort: Effort


@frozen
class PracticeLevel:
    """One level of one practice: statement, criteria, evidence and actions."""

    level: LevelNumber
    statement: RequiredLine
    criteria: tuple[Criterion, ...] = ()
    evidence: tuple[RequiredLine, ...] = ()
    """What proves this level."""
    actions: tuple[Action, ...] = ()
    """What lifts a team to this level from the one below."""


@frozen
class Practice:
    """The smallest thing assessed: one question, one statement per level, one rule to work by."""

    id: PracticeId
    """In its file the part after the section; inside levelbook always `section.practice`."""
    title: RequiredLine
    rule: RequiredLine
    """The imperative sentence that people work by."""
    question: RequiredLine
    why: Text = field(default="", kw_only=True)
    """Why it matters: how a gap could hurt. Where it is left out, nothing says so in its stead."""
    levels: tuple[PracticeLevel, ...]
    """One for each level of the scale, in its order."""
    impact: Annotated[int, Ge(1), Le(3)]
    """How bad it is if this is missing."""
    quality: tuple[RequiredLine, ...] = ()
    """What has to be true for any answer above the lowest. They inform whoever answers, and are no ticks."""
    ask: tuple[RequiredLine, ...] = ()
    """Prompts for the facilitator."""
    moments: tuple[Moment, ...] = ()
    """When in the work the rule matters."""
    roles: tuple[RequiredLine, ...] = ()
    """Who works by it."""
    essential: bool = False
    weight: Weight = 1
    meanwhile: tuple[RequiredLine, ...] = ()
    """What to do while the answer is unknown."""
    provider_evidence: tuple[RequiredLine, ...] = ()
    """What to ask a provider for, where the practice is inherited."""
    references: tuple[RequiredLine, ...] = ()
    """`framework:item` of controls and guidance."""
    threats: tuple[RequiredLine, ...] = ()
    """`framework:item` of what it stands against."""
    metrics: tuple[RequiredLine, ...] = ()
    avoid: tuple[RequiredLine, ...] = ()
    """Each completes "Do not …"."""
    see_also: tuple[RequiredLine, ...] = ()
    """Full ids of practices that sound alike or lean on this one."""

    @property
    def section(self) -> str:
        """Return the id of the practice's section."""
        return self.id.partition(".")[0]

    def level(self, number: int) -> PracticeLevel:
        """Return one level of the practice, by its number."""
        return self.levels[number]

    @cached_property
    def criteria(self) -> Mapping[str, tuple[int, Criterion]]:
        """Map each criterion's id to its level and itself, lowest level first."""
        return {criterion.id: (level.level, criterion) for level in self.levels for criterion in level.criteria}

    @cached_property
    def actions(self) -> Mapping[str, tuple[int, Action]]:
        """Map each action's id to its level and itself, lowest level first."""
        return {action.id: (level.level, action) for level in self.levels for action in level.actions}


@frozen
class Section:
    """A chapter of the interview and of the guide. Mirrors `sections/NN-<id>.toml`."""

    id: Id
    title: RequiredLine
    summary: Line = ""
    weight: Weight = 1
    practices: tuple[Practice, ...] = ()


@frozen
class Floor:
    """A level that the target of some practices may not fall below."""

    level: LevelNumber
    practices: tuple[str, ...]
    """Practices, or whole sections."""


@frozen
class Rule:
    """A rule changes scope, targets and applicable laws by a team's facts."""

    when: When
    because: RequiredLine
    """Shown in the interview and in the guide."""
    apply: tuple[str, ...] = ()
    inherited: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()
    legal: tuple[RequiredLine, ...] = ()
    """`framework:item`, or a whole framework: legal references that this rule brings in."""
    references: tuple[RequiredLine, ...] = ()
    """References that the rule is based on."""
    floor: tuple[Floor, ...] = ()

    @cached_property
    def names(self) -> frozenset[str]:
        """Return every practice and section that the rule names."""
        floors = (name for floor in self.floor for name in floor.practices)
        return frozenset((*self.apply, *self.inherited, *self.not_applicable, *floors))


@frozen
class Questionnaire:
    """A questionnaire, complete and checked (by `packs/read.py`)."""

    id: str
    title: str
    version: str
    scale: tuple[ScaleLevel, ...]
    evidence_kinds: tuple[EvidenceKind, ...]
    """Weakest first."""
    default_target: int
    sections: tuple[Section, ...]
    """The sections in order; their practices have full ids."""
    inherited_scale: tuple[InheritedLevel, ...] = ()
    """The meaning of levels for inherited practices; empty if no practice can be inherited."""
    facts: tuple[Fact, ...] = ()
    incompatible: tuple[IncompatibleFacts, ...] = field(default=(), compare=False)
    """Answers to facts that cannot all be true. People are told about them; no figure changes."""
    rules: tuple[Rule, ...] = ()
    licence: str = field(default="", compare=False)
    """The licence of its text; empty if it names none. Another licence changes no question."""
    subject: str = field(default="", compare=False)
    """The subject of a guide if the team names no system, as used in a sentence; empty for the title."""
    team_folder: str = field(default="", compare=False)
    """The folder in which `init` creates a book by default; empty for `docs/` and the id."""
    moments: Mapping[Moment, str] = field(default_factory=dict, compare=False)
    """This questionnaire's names for the moments at which a rule matters; the template names the others."""
    folder: str = field(default="", compare=False)
    """The folder it was read from, for messages; empty if made in memory."""
    version_map: VersionMap | None = None
    """The changes of ids since earlier versions; None if there is no version map."""
    scoring_model: ScoringModel | None = None
    """Somebody else's arithmetic over the answers; None if there is only levelbook's own."""

    @property
    def guide_subject(self) -> str:
        """The subject of a guide if the team names no system."""
        return self.subject or self.title

    @property
    def max_level(self) -> int:
        """Return `M`, the top of the scale."""
        return len(self.scale) - 1

    @cached_property
    def practices(self) -> Mapping[str, Practice]:
        """Map full ids to practices, in questionnaire order."""
        return {practice.id: practice for section in self.sections for practice in section.practices}

    @cached_property
    def sections_by_id(self) -> Mapping[str, Section]:
        """Map ids to sections, in questionnaire order."""
        return {section.id: section for section in self.sections}

    @cached_property
    def facts_by_id(self) -> Mapping[str, Fact]:
        """Map ids to facts, in questionnaire order."""
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """Map full ids to the numbers that people are shown, such as `4.3`; a section's id to `4`."""
        numbers: dict[str, str] = {}
        for place, section in enumerate(self.sections, start=1):
            numbers[section.id] = str(place)
            for within, practice in enumerate(section.practices, start=1):
                numbers[practice.id] = f"{place}.{within}"
        return numbers

    @cached_property
    def ids_by_number(self) -> Mapping[str, str]:
        """Map the numbers that people are shown to full ids."""
        return {number: name for name, number in self.numbers.items()}

    @cached_property
    def strengths(self) -> Mapping[str, int]:
        """Map kinds of evidence to their strength: 0 for the weakest."""
        return {kind.id: strength for strength, kind in enumerate(self.evidence_kinds)}

    @cached_property
    def level_without_proof(self) -> int:
        """The highest level that needs no evidence: a claim of it counts as proven."""
        strengths = self.strengths
        return max((step.level for step in self.scale if strengths.get(step.needs, 0) == 0), default=0)

    @cached_property
    def kinds_by_id(self) -> Mapping[str, EvidenceKind]:
        """Map ids to kinds of evidence, weakest first."""
        return {kind.id: kind for kind in self.evidence_kinds}

    @cached_property
    def inherited_statements(self) -> tuple[str, ...]:
        """List the meaning of each level for inherited practices; empty if the questionnaire has no such scale."""
        return tuple(level.statement for level in self.inherited_scale)

    @cached_property
    def _wordings(self) -> dict[tuple[str, bool], str]:
        return {}

    def wording(self, practice_id: str, *, inherited: bool) -> str:
        """Return eight hex digits that change with question, statements and criteria (docs/design.md, "Answers")."""
        key = (practice_id, inherited)
        known = self._wordings.get(key)
        if known is None:
            known = self._wordings[key] = self.wording_with(practice_id, {}, inherited=inherited)
        return known

    def wording_with(self, practice_id: str, called: Mapping[str, str], *, inherited: bool) -> str:
        """Return the digits of `wording` with other ids for criteria: `called` maps present ids to others."""
        practice = self.practices[practice_id]
        if inherited:
            return short_digest([practice.question, [[level.level, level.statement] for level in self.inherited_scale]])
        levels = [
            [level.level, level.statement, [[called.get(one.id, one.id), one.text] for one in level.criteria]]
            for level in practice.levels
        ]
        return short_digest([practice.question, levels])


def short_digest(value: Any) -> str:
    """Return the first 8 hex digits of SHA-256 over a value as compact JSON, UTF-8 unescaped, keys sorted."""
    compact = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(compact.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def exact(weight: float | int) -> Fraction:
    """Return a weight as the decimal that was written, so that 0.1 is a tenth."""
    return Fraction(str(weight))

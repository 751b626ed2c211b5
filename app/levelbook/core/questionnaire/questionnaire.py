"""What a questionnaire is: a scale, facts, sections of practices, and tailoring rules.

The classes with a `…File` name mirror the TOML files (docs/design.md, "A questionnaire"), key by key; `Questionnaire`
is what the rest of the program works with: the same values put together, with lookups by id and number. What the files
are made of is in `content.py`; what stands beside a questionnaire is in `frameworks.py` and `bulletins.py`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, Discriminator, Field, Tag

from levelbook.core.questionnaire.content import Content, Id, LevelNumber, Many, PracticeId, Prose, Text, Weight
from levelbook.core.text.cleaning import clean_line

if TYPE_CHECKING:
    from levelbook.core.questionnaire.version_map import MigrationsFile

NOT_KNOWN = "not-known"
"""The choice that every fact takes besides its own: nobody in the room could say."""

FactValue = str | tuple[str, ...]
"""A team's answer to a fact: the id of a choice, or several where the fact allows it."""

Moment = Literal["design", "change", "release", "run", "incident", "buy"]
Effort = Literal["S", "M", "L"]
Scope = Literal["applicable", "inherited", "not-applicable"]
EFFORTS: tuple[Effort, ...] = ("S", "M", "L")
MOMENTS: tuple[Moment, ...] = ("design", "change", "release", "run", "incident", "buy")


class ScaleLevel(Content):
    """One level of the scale."""

    level: LevelNumber
    name: Text
    meaning: Text
    """One sentence."""
    needs: Id
    """Id of the weakest kind of evidence that proves this level."""


class InheritedLevel(Content):
    """What a level means for a practice that a provider does for the team."""

    level: LevelNumber
    statement: Text


class EvidenceKind(Content):
    """A kind of evidence. They are listed weakest first."""

    id: Id
    valid_days: Annotated[int, Field(gt=0, le=36_500)] | None = None
    """Days for which a piece of this kind counts after it was seen; absent: for ever."""


class Choice(Content):
    """One possible answer to a fact."""

    id: Id
    label: Text
    exclusive: bool = False
    """Cannot be chosen together with others."""


class ListTest(Content):
    """A test of a fact's choices other than "any of these". Exactly one of its keys is given."""

    all: Many[Id] | None = None
    """Every one of these is chosen."""
    only: Many[Id] | None = None
    """At least one of these is chosen, and none outside."""
    none: Many[Id] | None = None
    """The fact is answered, with none of these."""


def _kind_of_test(value: object) -> str:
    return "test" if isinstance(value, Mapping | ListTest) else "any"


Test = Annotated[Annotated[Many[Id], Tag("any")] | Annotated[ListTest, Tag("test")], Discriminator(_kind_of_test)]
When = Mapping[Id, Test]
"""Tests over facts, all of which must hold. A plain list: any of these is chosen."""


class Fact(Content):
    """One question about the team, whose answer tailors the questionnaire."""

    id: Id
    question: Text
    choices: Annotated[Many[Choice], Field(min_length=1)]
    many: bool = False
    """Several choices may be given together."""
    when: When = Field(default_factory=dict)
    """Asked only when these tests over earlier facts hold."""
    otherwise: Id | Many[Id] | None = None
    """What rules see when it is not asked."""

    @property
    def otherwise_choices(self) -> tuple[str, ...]:
        if self.otherwise is None:
            return ()
        return (self.otherwise,) if isinstance(self.otherwise, str) else self.otherwise

    def choice(self, choice_id: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.id == choice_id), None)


class Criterion(Content):
    """An observable thing done, worded so that it reads both as a tick and as a rule."""

    id: Id
    text: Text


class Action(Content):
    """Something that lifts a team to the level it stands under."""

    id: Id
    text: Text
    effort: Effort


class PracticeLevel(Content):
    """What one level looks like for one practice."""

    level: LevelNumber
    statement: Text
    criteria: Many[Criterion] = ()
    evidence: Many[Text] = ()
    """What proves this level."""
    actions: Many[Action] = ()
    """What lifts a team to this level from the one below."""

    @property
    def easiest_action(self) -> Action | None:
        """The action of least effort, the first of equals."""
        return min(self.actions, key=lambda action: EFFORTS.index(action.effort), default=None)


class Practice(Content):
    """The smallest thing assessed: one question, one statement per level, one rule to work by."""

    id: PracticeId
    """In its file the part after the section; inside levelbook always `section.practice`."""
    title: Text
    rule: Text
    """The imperative sentence that people work by."""
    question: Text
    why: Prose
    levels: Many[PracticeLevel]
    """One for each level of the scale, in its order."""
    impact: Annotated[int, Field(ge=1, le=3)]
    """How bad it is if this is missing."""
    ask: Many[Text] = ()
    """Prompts for the facilitator."""
    moments: Many[Moment] = ()
    """When in the work the rule matters."""
    roles: Many[Text] = ()
    """Who works by it."""
    essential: bool = False
    weight: Weight = 1
    meanwhile: Many[Text] = ()
    """What to do while the answer is unknown."""
    provider_evidence: Many[Text] = ()
    """What to ask a provider for, where the practice is inherited."""
    references: Many[Text] = ()
    """`framework:item` of controls and guidance."""
    threats: Many[Text] = ()
    """`framework:item` of what it stands against."""
    metrics: Many[Text] = ()
    avoid: Many[Text] = ()
    """Each completes "Do not …"."""
    see_also: Many[Text] = ()
    """Full ids of practices that sound alike or lean on this one."""

    @property
    def section(self) -> str:
        return self.id.partition(".")[0]

    def level(self, number: int) -> PracticeLevel:
        return self.levels[number]

    @cached_property
    def criteria(self) -> Mapping[str, tuple[int, Criterion]]:
        """Criterion id to its level and itself, lowest level first."""
        return {criterion.id: (level.level, criterion) for level in self.levels for criterion in level.criteria}

    @cached_property
    def actions(self) -> Mapping[str, tuple[int, Action]]:
        """Action id to its level and itself, lowest level first."""
        return {action.id: (level.level, action) for level in self.levels for action in level.actions}


class Section(Content):
    """A chapter of the interview and of the guide. Mirrors `sections/NN-<id>.toml`."""

    id: Id
    title: Text
    summary: Annotated[str, AfterValidator(clean_line)] = ""
    weight: Weight = 1
    practices: Many[Practice] = ()


class Floor(Content):
    """A level that the target of some practices may not fall below."""

    level: LevelNumber
    practices: Many[str]
    """Practices, or whole sections."""


class Rule(Content):
    """What a team's facts change: scope and targets, and the law that applies."""

    when: When
    because: Text
    """Shown in the interview and in the guide."""
    apply: Many[str] = ()
    inherited: Many[str] = ()
    not_applicable: Many[str] = ()
    legal: Many[Text] = ()
    """`framework:item`, or a whole framework: legal references that this rule brings in."""
    references: Many[Text] = ()
    """What the rule rests on."""
    floor: Many[Floor] = ()

    @cached_property
    def names(self) -> frozenset[str]:
        """Every practice and section that the rule says something about."""
        floors = (name for floor in self.floor for name in floor.practices)
        return frozenset((*self.apply, *self.inherited, *self.not_applicable, *floors))


class TailoringFile(Content):
    """Mirrors `tailoring.toml`."""

    rules: Many[Rule] = ()


class QuestionnaireFile(Content):
    """Mirrors `questionnaire.toml`."""

    format: Annotated[int, Field(ge=1, le=1)]
    id: Id
    title: Text
    version: Text
    sections: Annotated[Many[Id], Field(min_length=1)]
    """Ids in order; each is a file `sections/NN-<id>.toml`."""
    scale: Annotated[Many[ScaleLevel], Field(min_length=2)]
    evidence_kinds: Annotated[Many[EvidenceKind], Field(min_length=1)]
    """Weakest first."""
    default_target: LevelNumber
    inherited_scale: Many[InheritedLevel] = ()
    facts: Many[Fact] = ()
    licence: Annotated[str, AfterValidator(clean_line)] = ""
    """Under which others may use its text, such as `CC BY 4.0`. The record names it; no figure depends on it."""


class ProfileFile(Content):
    """A named example profile. Mirrors `profiles/*.toml`."""

    title: Text
    profile: Mapping[Id, Id | Many[Id]]


@dataclass(frozen=True)
class Questionnaire:
    """A whole questionnaire, checked and put together (`packs.py` does that)."""

    file: QuestionnaireFile
    sections: tuple[Section, ...]
    """In order; their practices carry full ids."""
    rules: tuple[Rule, ...] = ()
    folder: str = field(default="", compare=False)
    """Where it was read from, for messages; empty for one made in memory."""
    migrations: MigrationsFile | None = None
    """What became of ids in earlier versions; None where nothing says so."""

    @property
    def id(self) -> str:
        return self.file.id

    @property
    def title(self) -> str:
        return self.file.title

    @property
    def version(self) -> str:
        return self.file.version

    @property
    def licence(self) -> str:
        return self.file.licence

    @property
    def scale(self) -> tuple[ScaleLevel, ...]:
        return self.file.scale

    @property
    def facts(self) -> tuple[Fact, ...]:
        return self.file.facts

    @property
    def evidence_kinds(self) -> tuple[EvidenceKind, ...]:
        return self.file.evidence_kinds

    @property
    def max_level(self) -> int:
        """`M`, the top of the scale."""
        return len(self.file.scale) - 1

    @cached_property
    def practices(self) -> Mapping[str, Practice]:
        """Full id to practice, in questionnaire order."""
        return {practice.id: practice for section in self.sections for practice in section.practices}

    @cached_property
    def sections_by_id(self) -> Mapping[str, Section]:
        return {section.id: section for section in self.sections}

    @cached_property
    def facts_by_id(self) -> Mapping[str, Fact]:
        return {fact.id: fact for fact in self.file.facts}

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """Full id to the number people are shown, such as `4.3`; a section's id to `4`."""
        numbers: dict[str, str] = {}
        for place, section in enumerate(self.sections, start=1):
            numbers[section.id] = str(place)
            for within, practice in enumerate(section.practices, start=1):
                numbers[practice.id] = f"{place}.{within}"
        return numbers

    @cached_property
    def ids_by_number(self) -> Mapping[str, str]:
        return {number: name for name, number in self.numbers.items()}

    @cached_property
    def strengths(self) -> Mapping[str, int]:
        """Evidence kind to its strength: 0 for the weakest."""
        return {kind.id: strength for strength, kind in enumerate(self.file.evidence_kinds)}

    @cached_property
    def kinds_by_id(self) -> Mapping[str, EvidenceKind]:
        return {kind.id: kind for kind in self.file.evidence_kinds}

    @cached_property
    def inherited_statements(self) -> tuple[str, ...]:
        """Level to what it means where a provider does it; empty when the questionnaire has none."""
        return tuple(level.statement for level in self.file.inherited_scale)

    @cached_property
    def _wordings(self) -> dict[tuple[str, bool], str]:
        return {}

    def wording(self, practice_id: str, *, inherited: bool) -> str:
        """Eight hex digits that change with question, statements and criteria (docs/design.md, "Answers")."""
        key = (practice_id, inherited)
        known = self._wordings.get(key)
        if known is None:
            known = self._wordings[key] = self.wording_with(practice_id, {}, inherited=inherited)
        return known

    def wording_with(self, practice_id: str, called: Mapping[str, str], *, inherited: bool) -> str:
        """The same, were its criteria called otherwise: `called` has the present id and the other one."""
        practice = self.practices[practice_id]
        if inherited:
            return short_digest(
                [practice.question, [[level.level, level.statement] for level in self.file.inherited_scale]]
            )
        levels = [
            [level.level, level.statement, [[called.get(one.id, one.id), one.text] for one in level.criteria]]
            for level in practice.levels
        ]
        return short_digest([practice.question, levels])


def short_digest(value: Any) -> str:
    """First 8 hex digits of SHA-256 over a value as compact JSON, UTF-8 unescaped, keys sorted."""
    compact = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(compact.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def exact(weight: float | int) -> Fraction:
    """A weight as the decimal that was written, so that 0.1 is a tenth."""
    return Fraction(str(weight))

"""A version map records what became of each id between versions of a questionnaire: `migrations.toml` as values.

A version map is a list of upgrades from one version to the next. Each names what has changed; whatever is
not named is the same. An `UpgradePath` is the part between a book's version and the present one, so that a book
may be several versions behind. (`store/file_formats.py` is about something else: the formats of levelbook's files.)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property
from typing import Annotated, Any, Literal

from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.versions import is_later
from levelbook.core.text.cleaning import valid_id
from levelbook.core.text.field_types import Id, Len, LevelNumber, Pattern, RequiredLine
from levelbook.core.text.short_digests import in_hex

IdKey = tuple[str, ...]
"""An id with its owner's: practice and criterion, or fact and choice; a practice or fact stands alone."""
Became = Literal["same", "clarified", "renamed", "reworded", "split", "merged", "retired"]
AskedAs = Literal["own", "inherited"]
"""The texts that a team was asked: question and criteria for its own practice, the question alone if inherited."""
MOST_UPGRADES = 100
MOST_PARTS = 20
"""Limits against a stranger's map that would take for ever; no honest one comes near them."""
GONE: frozenset[Became] = frozenset({"renamed", "split", "merged", "retired"})
"""Changes after which the id no longer exists, unless it is among the parts that it was split into."""
KEEPS_ITS_ID: frozenset[Became] = frozenset({"same", "clarified", "reworded"})
ASKED_AGAIN: frozenset[Became] = frozenset({"split", "merged"})
"""Changes after which an old answer says nothing certain about the new practice."""
_WEIGHT: tuple[Became, ...] = ("same", "clarified", "reworded", "renamed", "merged", "split", "retired")


def _full_id(value: str) -> str:
    section, dot, practice = value.partition(".")
    if not dot or not valid_id(section) or not valid_id(practice):
        raise ValueError("a practice is named here with its section, such as model-deployment.output-filtering")
    return value


def _wording_digest(value: str) -> str:
    if value and not re.fullmatch("[0-9a-f]{8}", value) and in_hex(value) is None:
        raise ValueError("a wording is the ten digits that answers.toml has for it, such as 2445311278")
    return in_hex(value) or value


WordingDigest = Annotated[str, _wording_digest, Pattern("^([0-9]{10}|[0-9a-f]{8})?$")]
"""Eight hexadecimal digits, or ten decimal ones as answers files of format 2 spell the same."""
FullId = Annotated[str, _full_id, Pattern("^[a-z0-9]+(-[a-z0-9]+)*[.][a-z0-9]+(-[a-z0-9]+)*$")]


@frozen
class IdChange:
    """A change records what became of one id."""

    became: Became
    """The kind of change. An id that is not named at all is the same."""
    why: RequiredLine
    """One sentence, for the teams that come across it."""

    @property
    def targets(self) -> tuple[str, ...]:
        """List the ids that `to` names; empty if it names none."""
        given: str | Sequence[str] | None = getattr(self, "to", None)
        if given is None:
            return ()
        return (given,) if isinstance(given, str) else tuple(given)

    @property
    def key(self) -> IdKey:
        """Return the id with its owner's."""
        raise NotImplementedError

    @property
    def is_gone(self) -> bool:
        """Tell whether the id no longer exists."""
        return self.became in GONE and self.key[-1] not in self.targets


@frozen
class PracticeChange(IdChange):
    """A change of one practice's id or text."""

    id: FullId
    """The earlier full id, with its section."""
    to: FullId | Annotated[tuple[FullId, ...], Len(0, MOST_PARTS)] | None = None
    """What it is called now: one id where it was renamed or merged, a list where it was split."""
    wording: WordingDigest = ""
    """The digest of the text before a clarification, as in answers. Only answers to that text are carried."""
    inherited_wording: WordingDigest = ""
    """The same for teams that inherit the practice; needed if its question was reworded."""
    up_to: LevelNumber | None = None
    """The highest level at which an answer to a clarified practice is carried; None for every level."""

    @property
    def key(self) -> IdKey:
        return (self.id,)

    def clarifies(self, wording: str, reached: int) -> AskedAs | None:
        """Tell as what somebody was asked in the words that were clarified; None where it was other words.

        reached: the highest level that the answer speaks of. One above `up_to` may stand elsewhere under the new words.
        A provider is asked by the question alone, which has no levels of its own.
        """
        if not wording:
            return None
        if wording == self.wording:
            return "own" if self.up_to is None or reached <= self.up_to else None
        return "inherited" if wording == self.inherited_wording else None


@frozen
class PartChange(IdChange):
    """A change of one criterion's or action's id."""

    practice: FullId
    """The earlier id of its practice."""
    id: Id
    """As it was called before."""
    to: Id | Annotated[tuple[Id, ...], Len(0, MOST_PARTS)] | None = None
    """What it is called now: one id where it was renamed or merged, a list where it was split."""

    @property
    def key(self) -> IdKey:
        return (self.practice, self.id)


@frozen
class FactChange(IdChange):
    """A change of one fact's id."""

    id: Id
    """As it was called before."""
    to: Id | Annotated[tuple[Id, ...], Len(0, MOST_PARTS)] | None = None
    """What it is called now: one id where it was renamed or merged, a list where it was split."""

    @property
    def key(self) -> IdKey:
        return (self.id,)


@frozen
class ChoiceChange(IdChange):
    """A change of one choice's id."""

    fact: Id
    """The earlier id of its fact."""
    id: Id
    """As it was called before."""
    to: Id | Annotated[tuple[Id, ...], Len(0, MOST_PARTS)] | None = None
    """What it is called now: one id where it was renamed or merged, a list where it was split."""

    @property
    def key(self) -> IdKey:
        return (self.fact, self.id)


@frozen
class VersionUpgrade:
    """The changes from one version to the next."""

    from_version: RequiredLine = field(metadata={"key": "from"})
    """The version before."""
    to_version: RequiredLine = field(metadata={"key": "to"})
    """The version that brought these changes."""
    practices: tuple[PracticeChange, ...] = ()
    criteria: tuple[PartChange, ...] = ()
    actions: tuple[PartChange, ...] = ()
    facts: tuple[FactChange, ...] = ()
    choices: tuple[ChoiceChange, ...] = ()

    @cached_property
    def named(self) -> Mapping[IdKind, Mapping[IdKey, IdChange]]:
        """Map each kind to the keys that the upgrade names, and these to their change."""
        lists: Mapping[IdKind, tuple[IdChange, ...]] = {
            "practices": self.practices,
            "criteria": self.criteria,
            "actions": self.actions,
            "facts": self.facts,
            "choices": self.choices,
        }
        return {kind: {change.key: change for change in changes} for kind, changes in lists.items()}


IdKind = Literal["practices", "criteria", "actions", "facts", "choices"]
OWNERS: Mapping[IdKind, IdKind] = {"criteria": "practices", "actions": "practices", "choices": "facts"}
"""What the others belong to."""


@frozen
class VersionMap:
    """A version map says what became of ids, from the oldest version that is known to the present one."""

    upgrades: tuple[VersionUpgrade, ...]
    """Oldest first; each begins with the version that the one before it ends with."""


# --- The way through --------------------------------------------------------------------------------------------------


@frozen
class IdOutcome:
    """An outcome is what became of one id, all the way to the present version."""

    to: tuple[IdKey, ...]
    """The keys that it has come to: one, several after a split, none once it was retired."""
    became: Became = "same"
    """The weightiest thing that happened on the way."""
    asked_again: bool = False
    """Whether it was split or merged on the way."""
    why: tuple[str, ...] = ()
    """The sentences of all that happened, in order."""

    @property
    def ids(self) -> tuple[str, ...]:
        """List the ids that it has come to, without what they belong to."""
        return tuple(key[-1] for key in self.to)


@frozen
class UpgradePath:
    """An upgrade path is the upgrades from one version to the present, walked one after the other."""

    upgrades: tuple[VersionUpgrade, ...] = ()
    _known: dict[tuple[IdKind, IdKey], IdOutcome] = field(default_factory=dict, compare=False, repr=False)

    def practice(self, practice_id: str) -> IdOutcome:
        """Return what became of a practice."""
        return self.outcome("practices", (practice_id,))

    def fact(self, fact_id: str) -> IdOutcome:
        """Return what became of a fact."""
        return self.outcome("facts", (fact_id,))

    def outcome(self, kind: IdKind, key: IdKey) -> IdOutcome:
        """Return what became of an id; of one that belongs to another, with what became of that one."""
        found = self._known.get((kind, key))
        if found is None:
            found = self._known[kind, key] = self._walked(kind, key)
        return found

    def _walked(self, kind: IdKind, key: IdKey) -> IdOutcome:
        keys: tuple[IdKey, ...] = (key,)
        became: list[Became] = ["same"]
        why: list[str] = []
        for upgrade in self.upgrades:
            arrived: list[IdKey] = []
            for here in keys:
                owners = _owners(upgrade, kind, here)
                change = upgrade.named[kind].get(here)
                ids = here[-1:] if change is None else _next_ids(change)
                if change is not None and change.became != "same":
                    became.append(change.became)
                    why.append(change.why)
                arrived += [(*owner, name) for owner in owners for name in ids]
            keys = tuple(dict.fromkeys(arrived))
        weightiest = max(became, key=_WEIGHT.index) if keys else "retired"
        return IdOutcome(keys, weightiest, not ASKED_AGAIN.isdisjoint(became), tuple(dict.fromkeys(why)))

    def clarified(self, practice_id: str, wording: str, reached: int = 0) -> AskedAs | None:
        """Tell as what an answer holds under plainer words for the same demand; None where it has to be looked at.

        wording: the digest of the words to which it was given. An answer to still older words was given to another
        demand, and so is one after which an upgrade worded the practice anew.
        reached: the highest level that the answer speaks of.
        """
        key: IdKey = (practice_id,)
        found: AskedAs | None = None
        for upgrade in self.upgrades:
            change = upgrade.named["practices"].get(key)
            if not isinstance(change, PracticeChange):
                continue
            if change.became == "clarified":
                if found == "own" and change.up_to is not None and reached > change.up_to:
                    return None
                found = found or change.clarifies(wording, reached)
            elif change.became == "reworded":
                found = None
            elif change.became == "renamed":
                key = change.targets
            elif change.became != "same":
                return None
        return found

    def sources(self, kind: IdKind) -> tuple[IdKey, ...]:
        """List every key that some upgrade names, in order."""
        return tuple(dict.fromkeys(key for upgrade in self.upgrades for key in upgrade.named[kind]))


def _owners(upgrade: VersionUpgrade, kind: IdKind, key: IdKey) -> Iterable[IdKey]:
    """Name the owner of a key after an upgrade; an empty key for what belongs to nothing."""
    if kind not in OWNERS:
        return [()]
    change = upgrade.named[OWNERS[kind]].get(key[:1])
    return [key[:1]] if change is None else [(name,) for name in _next_ids(change)]


def _next_ids(change: IdChange) -> tuple[str, ...]:
    if change.became in KEEPS_ITS_ID:
        return change.key[-1:]
    return change.targets


def upgrade_path_from(version: str, version_map: VersionMap | None) -> UpgradePath:
    """Return the upgrades from a version of a questionnaire to the present one.

    A version that no upgrade names is taken to lie where its number says; one that has no number, or is the present
    one or later, has no way to go: its ids are taken to be the same.
    """
    upgrades = version_map.upgrades if version_map else ()
    for place, upgrade in enumerate(upgrades):
        if upgrade.from_version == version:
            return UpgradePath(upgrades[place:])
    return UpgradePath(tuple(upgrade for upgrade in upgrades if is_later(upgrade.to_version, version)))


def whole_upgrade_path(version_map: VersionMap | None) -> UpgradePath:
    """Return the upgrades from the oldest version that is known."""
    return UpgradePath(version_map.upgrades if version_map else ())


def back_from(version: str, upgrade_path: UpgradePath) -> VersionMap:
    """Return the way back from a later version: what was only renamed has its earlier id again, on its owner.

    Nothing else goes back. What was split or merged was said of something else.
    """
    upgrades: list[VersionUpgrade] = []
    for upgrade in reversed(upgrade_path.upgrades):
        renamed: dict[IdKind, tuple[IdChange, ...]] = {
            kind: tuple(_back(upgrade, kind, change) for change in changes.values() if change.became == "renamed")
            for kind, changes in upgrade.named.items()
        }
        began = upgrades[-1].to_version if upgrades else version
        upgrades.append(VersionUpgrade(began, upgrade.from_version, **renamed))  # type: ignore[arg-type]
    return VersionMap(tuple(upgrades))


def _back(upgrade: VersionUpgrade, kind: IdKind, change: IdChange) -> IdChange:
    """Return a rename the other way round, on its owner as the upgrade calls it."""
    (now,) = change.targets
    ids: dict[str, Any] = {"id": now, "to": change.key[-1]}
    if kind in OWNERS:
        owner = next(iter(_owners(upgrade, kind, change.key)))
        ids["fact" if kind == "choices" else "practice"] = owner[0]
    return replace(change, **ids)


def successors(upgrade_path: UpgradePath, kind: IdKind, holds: Callable[[IdKey], bool]) -> dict[IdKey, IdKey]:
    """Map each old key that some upgrade names to the first present one that took its place."""
    found: dict[IdKey, IdKey] = {}
    for key in upgrade_path.sources(kind):
        there = next((to for to in upgrade_path.outcome(kind, key).to if holds(to)), None)
        if there is not None and there != key and not holds(key):
            found[key] = there
    return found

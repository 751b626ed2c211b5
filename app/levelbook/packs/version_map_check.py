"""This module checks `migrations.toml`: versions must form a chain, and ids must lead somewhere without coming back.

Only the present version's ids are known for certain, so every id is followed to the end, where it must exist.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from levelbook.core.errors import Problem
from levelbook.core.questionnaire.questionnaire import Practice
from levelbook.core.questionnaire.version_map import (
    KEEPS_ITS_ID,
    OWNERS,
    IdChange,
    IdKey,
    IdKind,
    PracticeChange,
    UpgradePath,
    VersionMap,
    VersionUpgrade,
)
from levelbook.core.questionnaire.versions import is_later
from levelbook.packs.files import Source, did_you_mean, quoted
from levelbook.packs.partial_questionnaire import PartialQuestionnaire
from levelbook.reading.toml import Location

WORDS: Mapping[IdKind, str] = {
    "practices": "practice", "criteria": "criterion", "actions": "action", "facts": "fact", "choices": "choice",
}  # fmt: skip


def problems_of(partial: PartialQuestionnaire, source: Source, version_map: VersionMap) -> Iterator[Problem]:
    """Yield every problem, those of versions first."""
    yield from _versions(partial, source, version_map.upgrades)
    for place, upgrade in enumerate(version_map.upgrades):
        for kind in WORDS:
            yield from _shapes(source, upgrade, ("upgrades", place, kind), kind)
        yield from _levels(partial, source, upgrade, ("upgrades", place, "practices"))
    look = _MapCheck(partial, source, version_map.upgrades)
    for kind in WORDS:
        yield from look.problems(kind)


# --- Versions ---------------------------------------------------------------------------------------------------------


def _versions(partial: PartialQuestionnaire, source: Source, upgrades: tuple[VersionUpgrade, ...]) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, upgrade in enumerate(upgrades):
        at: Location = ("upgrades", place)
        older, newer = upgrade.from_version, upgrade.to_version
        before = upgrades[place - 1].to_version if place else older
        if older != before:
            message = f"This begins with {quoted(older)}; the upgrade before it ends with {quoted(before)}."
            remedy = "Put the upgrades in order, the oldest first, and leave none out."
            yield source.problem((*at, "from"), message, remedy)
        seen.add(older)
        if newer in seen:
            message = f"{quoted(newer)} was there before: the versions form a cycle."
            yield source.problem((*at, "to"), message, "Name the version that brought these changes.")
        elif is_later(older, newer):
            yield source.problem((*at, "to"), f"{quoted(newer)} is not later than {quoted(older)}.")
        seen.add(newer)
    last = upgrades[-1].to_version
    if partial.file and last != partial.file.version:
        message = f"The last upgrade leads to {quoted(last)}; this is version {quoted(partial.file.version)}."
        remedy = "Add the upgrade that is missing, if only to say that every id is the same."
        yield source.problem(("upgrades", len(upgrades) - 1, "to"), message, remedy)


# --- One upgrade by itself --------------------------------------------------------------------------------------------


def _changes(upgrade: VersionUpgrade, kind: IdKind) -> tuple[IdChange, ...]:
    found: tuple[IdChange, ...] = getattr(upgrade, kind)
    return found


def _shapes(source: Source, upgrade: VersionUpgrade, at: Location, kind: IdKind) -> Iterator[Problem]:
    """Check everything that needs no known id: the form of `to`, no repeats, no circle."""
    word = WORDS[kind]
    seen: set[IdKey] = set()
    renamed: dict[IdKey, IdKey] = {}
    taken: set[IdKey] = set()
    for place, change in enumerate(_changes(upgrade, kind)):
        here = (*at, place)
        if change.key in seen:
            message = f"The {word} {quoted(change.key[-1])} becomes two things."
            yield source.problem((*here, "id"), message, "Say once what became of it.")
            continue
        seen.add(change.key)
        yield from _target(source, here, change)
        yield from _wordings(source, here, change)
        if change.became == "renamed" and change.targets:
            target = (*change.key[:-1], change.targets[0])
            if target in taken:
                message = f"Two of them are renamed to {quoted(target[-1])}."
                yield source.problem((*here, "to"), message, "Where several become one, they are “merged”.")
            taken.add(target)
            renamed[change.key] = target
    for circle in _circles(renamed):
        place = next(place for place, one in enumerate(_changes(upgrade, kind)) if one.key == circle[0])
        told = " to ".join(quoted(key[-1]) for key in (*circle[:10], circle[0]))
        message = f"These form a cycle: {told}."
        yield source.problem((*at, place, "to"), message, "An id is never given to something else.")


def _target(source: Source, at: Location, change: IdChange) -> Iterator[Problem]:
    given = getattr(change, "to", None)
    several = given is not None and not isinstance(given, str)
    if change.became in KEEPS_ITS_ID or change.became == "retired":
        if given is not None:
            yield source.problem((*at, "to"), f"What is {change.became} has no “to”.", "Leave it out.")
    elif change.became == "split":
        if not several or len(set(change.targets)) < 2:
            message = "What is split becomes two or more: “to” is a list of ids."
            yield source.problem((*at, "to") if given is not None else at, message)
    elif given is None or several:
        message = f"What is {change.became} becomes one: “to” is an id."
        yield source.problem((*at, "to") if given is not None else at, message)
    elif change.key[-1] == given:
        message = f"{quoted(change.key[-1])} cannot be {change.became} to itself."
        yield source.problem((*at, "to"), message, "What keeps its id is same, clarified or reworded.")


def _wordings(source: Source, at: Location, change: IdChange) -> Iterator[Problem]:
    """Check that clarified practices, and no others, name the digest of their earlier text."""
    if not isinstance(change, PracticeChange):
        if change.became == "clarified":
            message = "Only a practice can be clarified, because a team is asked again about a whole practice."
            yield source.problem((*at, "became"), message, "Say it of the practice, and leave this out.")
        return
    given = [key for key in ("wording", "inherited_wording") if getattr(change, key)]
    if change.became != "clarified" and change.up_to is not None:
        given.append("up_to")
    if change.became == "clarified" and not given:
        message = "A clarified practice must name the digest of its earlier text, as “wording”."
        remedy = "`levelbook questionnaire check --since FOLDER` says it, given the version before."
        yield source.problem(at, message, remedy)
    elif change.became != "clarified" and given:
        yield source.problem((*at, given[0]), f"What is {change.became} has no “{given[0]}”.", "Leave it out.")


def _levels(partial: PartialQuestionnaire, source: Source, upgrade: VersionUpgrade, at: Location) -> Iterator[Problem]:
    """Check that a practice clarified up to a level is not clarified at all levels."""
    for place, change in enumerate(upgrade.practices):
        if partial.top is not None and change.up_to is not None and change.up_to >= partial.top:
            message = f"The scale goes to {partial.top}, so this leaves nothing out."
            yield source.problem((*at, place, "up_to"), message, "Name a lower level, or drop it.")


def _circles(renamed: Mapping[IdKey, IdKey]) -> Iterator[list[IdKey]]:
    """Yield the keys of each circle, once."""
    seen: set[IdKey] = set()
    for start in renamed:
        trail: dict[IdKey, None] = {}
        here = start
        while here in renamed and here not in seen:
            seen.add(here)
            trail[here] = None
            here = renamed[here]
        if here in trail:
            found = list(trail)
            yield found[found.index(here) :]


# --- All upgrades together --------------------------------------------------------------------------------------------


@dataclass
class _MapCheck:
    """This check follows ids through all upgrades to the present version."""

    partial: PartialQuestionnaire
    source: Source
    upgrades: tuple[VersionUpgrade, ...]
    practices: dict[str, Practice] = field(default_factory=dict)
    """Readable practices of the present version, by full id."""

    def __post_init__(self) -> None:
        for section in self.partial.sections:
            for _, practice in section.practices.items:
                self.practices[f"{section.id}.{practice.id}"] = practice
        self.targets: dict[IdKind, list[set[str]]] = {}
        """New ids given in an upgrade or later ones, by the upgrade's position."""
        self.facts = {fact.id: fact for _, fact in self.partial.facts.items}
        self.practice_keys = {(name,): None for name in self.partial.practice_ids}
        self.fact_keys = {(name,): None for name in (*self.facts, *self.partial.facts.unreadable)}

    def problems(self, kind: IdKind) -> Iterator[Problem]:
        gone: dict[IdKey, str] = {}
        """Keys that no longer exist, with the version that dropped them."""
        self.targets[kind] = self._targets(kind)
        for place, upgrade in enumerate(self.upgrades):
            after = UpgradePath(self.upgrades[place + 1 :])
            for number, change in enumerate(_changes(upgrade, kind)):
                at: Location = ("upgrades", place, kind, number)
                yield from self._owner(kind, at, place, change)
                if change.key in gone:
                    message = f"{quoted(change.key[-1])} no longer exists since {quoted(gone[change.key])}."
                    yield self.source.problem((*at, "id"), message, "An id is never given to something else.")
                yield from self._arrives(kind, at, place, change, after, gone)
            for change in _changes(upgrade, kind):
                if change.is_gone:
                    gone.setdefault(change.key, upgrade.to_version)

    def _targets(self, kind: IdKind) -> list[set[str]]:
        found: list[set[str]] = []
        names: set[str] = set()
        for upgrade in reversed(self.upgrades):
            names = names | {target for change in _changes(upgrade, kind) for target in change.targets}
            found.append(names)
        return found[::-1]

    def _owner(self, kind: IdKind, at: Location, place: int, change: IdChange) -> Iterator[Problem]:
        """Check that the owner of a criterion, action or choice is named by its earlier id."""
        if kind not in OWNERS:
            return
        owners = self.upgrades[place].named[OWNERS[kind]]
        word, owner = WORDS[OWNERS[kind]], change.key[0]
        former = next((key[0] for key, other in owners.items() if other.is_gone and owner in other.targets), None)
        if former is not None and (owner,) not in owners:
            message = f"{quoted(owner)} is what the {word} is called afterwards."
            yield self.source.problem((*at, word), message, f"Name it as before: {quoted(former)}.")
        elif not UpgradePath(self.upgrades[place:]).outcome(OWNERS[kind], (owner,)).to:
            return
        elif not any(self._is_there(OWNERS[kind], key) for key in self._later(OWNERS[kind], (owner,), place)):
            known = self._known(OWNERS[kind], (owner,))
            remedy = did_you_mean(owner, (key[-1] for key in known or ()))
            yield self.source.problem((*at, word), f"There is no {word} {quoted(owner)}.", remedy)

    def _arrives(
        self, kind: IdKind, at: Location, place: int, change: IdChange, after: UpgradePath, gone: Mapping[IdKey, str]
    ) -> Iterator[Problem]:
        word, name = WORDS[kind], change.key[-1]
        owners = self._owners(kind, change.key, place)
        if change.is_gone:
            for owner in owners:
                key = (*owner, name)
                if self._is_surely_there(kind, key) and name not in self.targets[kind][place]:
                    message = f"The {word} {quoted(name)} still exists, but is said to be {change.became}."
                    yield self.source.problem((*at, "id"), message, "Remove it, or correct this entry.")
        targets = (name,) if change.became in KEEPS_ITS_ID else change.targets
        for number, target in enumerate(targets):
            where = "id" if change.became in KEEPS_ITS_ID else "to"
            location = (*at, where, number) if change.became == "split" else (*at, where)
            here = (*change.key[:-1], target)
            if here in gone:
                message = f"{quoted(target)} was dropped with {quoted(gone[here])}; so these form a cycle."
                yield self.source.problem(location, message, "An id is never given to something else.")
                continue
            starts = [(*owner, target) for owner in self._next_owners(kind, change.key, place)]
            ends = [end for start in starts for end in after.outcome(kind, start).to]
            retired = starts and not ends
            if starts and not retired and not any(self._is_there(kind, end) for end in ends):
                known = [key[-1] for end in ends for key in self._known(kind, end) or ()]
                lost = ends[0][-1]
                message = f"This version has no {word} {quoted(lost)}."
                yield self.source.problem(location, message, did_you_mean(lost, known))

    def _owners(self, kind: IdKind, key: IdKey, place: int) -> list[IdKey]:
        """Return the owners of a key in the present version; an empty key if it has no owner."""
        return self._later(OWNERS[kind], key[:1], place) if kind in OWNERS else [()]

    def _next_owners(self, kind: IdKind, key: IdKey, place: int) -> list[IdKey]:
        """Return the owners of a key after one upgrade."""
        if kind not in OWNERS:
            return [()]
        return list(UpgradePath(self.upgrades[place : place + 1]).outcome(OWNERS[kind], key[:1]).to)

    def _later(self, kind: IdKind, key: IdKey, place: int) -> list[IdKey]:
        return list(UpgradePath(self.upgrades[place:]).outcome(kind, key).to)

    def _is_there(self, kind: IdKind, key: IdKey) -> bool:
        """Tell whether the present version has a key, or cannot be read there."""
        known = self._known(kind, key)
        return known is None or key in known

    def _is_surely_there(self, kind: IdKind, key: IdKey) -> bool:
        known = self._known(kind, key)
        return known is not None and key in known

    def _known(self, kind: IdKind, key: IdKey) -> Collection[IdKey] | None:
        """Return the present keys of the same owner; None if they cannot be read."""
        partial = self.partial
        if kind == "practices":
            unread = key[0].partition(".")[0] in partial.unreadable_sections
            return None if unread else self.practice_keys
        if kind == "facts":
            return self.fact_keys if partial.facts.is_list else None
        if kind == "choices":
            if key[0] not in self.facts:
                return None
            return [(key[0], choice.id) for choice in self.facts[key[0]].choices]
        practice = self.practices.get(key[0])
        if practice is None:
            return None
        return [(key[0], name) for name in (practice.criteria if kind == "criteria" else practice.actions)]

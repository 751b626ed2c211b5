"""This module compares two versions of a questionnaire: `migrations.toml` must record every changed id and text.

The version map alone cannot show what it lacks. If it does not record a changed text, every team would be asked that
practice again without a reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from levelbook.core.answers.renamed_parts import RenamedParts
from levelbook.core.errors import Problem
from levelbook.core.questionnaire.questionnaire import Practice, Questionnaire
from levelbook.core.questionnaire.version_map import (
    IdKey,
    IdKind,
    PracticeChange,
    UpgradePath,
    upgrade_path_from,
)
from levelbook.core.questionnaire.versions import is_later
from levelbook.core.text.short_digests import in_digits
from levelbook.packs.files import quoted, shown
from levelbook.packs.partial_questionnaire import VERSION_MAP
from levelbook.packs.version_map_check import WORDS


def unrecorded_changes(older: Questionnaire, newer: Questionnaire) -> list[Problem]:
    """List changes of ids and texts between two versions that the newer's version map lacks or contradicts."""
    path = shown(Path(newer.folder) / VERSION_MAP)
    return [Problem(message, path=path, remedy=remedy) for message, remedy in _Pair(older, newer).found()]


_Finding = tuple[str, str]
"""A problem and its remedy."""


class _Pair:
    """Two versions of one questionnaire, the older first."""

    def __init__(self, older: Questionnaire, newer: Questionnaire) -> None:
        self.older, self.newer = older, newer
        self.upgrade_path: UpgradePath = upgrade_path_from(older.version, newer.version_map)
        self.inherited = {name for rule in older.rules for name in rule.inherited}
        """The practices and sections that a rule can make inherited."""

    def found(self) -> Iterator[_Finding]:
        older, newer = self.older, self.newer
        if older.id != newer.id:
            yield f"This is {quoted(newer.id)}, but the version to compare with is of {quoted(older.id)}.", ""
            return
        if older.version == newer.version or is_later(older.version, newer.version):
            message = f"Its version is {quoted(newer.version)}, which does not come after {quoted(older.version)}."
            yield message, "Give it a later version, or name the folder of the version before."
            return
        if not any(upgrade.from_version == older.version for upgrade in self.upgrade_path.upgrades):
            message = f"No upgrade begins with {quoted(older.version)}, so the changes since then are not recorded."
            yield message, f'Add [[upgrades]] with from = "{older.version}" and to = "{newer.version}".'
            return
        for practice in older.practices.values():
            yield from self._practice(practice)
        choices: set[IdKey] = {(fact.id, choice.id) for fact in newer.facts for choice in fact.choices}
        for fact in older.facts:
            yield from self._is_said("facts", (fact.id,), {(name,) for name in newer.facts_by_id})
            for choice in fact.choices:
                yield from self._is_said("choices", (fact.id, choice.id), choices)

    def _is_said(self, kind: IdKind, key: IdKey, known: set[IdKey]) -> Iterator[_Finding]:
        """Find an id that has gone and that no upgrade names. The map's own check follows those that are named."""
        outcome = self.upgrade_path.outcome(kind, key)
        if outcome.became == "same" and outcome.to == (key,) and key not in known:
            gone = f"The {WORDS[kind]} {quoted('.'.join(key))} of {self.older.version} is gone"
            message = f"{gone}, and migrations.toml does not mention it."
            yield message, "Say what became of it: renamed, split, merged or retired."

    def _practice(self, old: Practice) -> Iterator[_Finding]:
        yield from self._is_said("practices", (old.id,), {(name,) for name in self.newer.practices})
        there = [name for name in self.upgrade_path.practice(old.id).ids if name in self.newer.practices]
        if len(there) != 1 or self.upgrade_path.practice(old.id).asked_again:
            return
        new = self.newer.practices[there[0]]
        yield from self._parts("criteria", old, new)
        yield from self._parts("actions", old, new)
        yield from self._words(old, new)

    def _parts(self, kind: IdKind, old: Practice, new: Practice) -> Iterator[_Finding]:
        before, now = (one.criteria if kind == "criteria" else one.actions for one in (old, new))
        for name in before:
            outcome = self.upgrade_path.outcome(kind, (old.id, name))
            if outcome.became in ("same", "renamed") and outcome.to == ((new.id, name),) and name not in now:
                message = (
                    f"The {WORDS[kind]} {quoted(name)} of {old.id} is gone, and migrations.toml does not mention it."
                )
                yield message, "Say what became of it: renamed, split, merged or retired."

    def _words(self, old: Practice, new: Practice) -> Iterator[_Finding]:
        """Find texts that changed without an entry, and digests of texts that were never asked."""
        changed = {
            key: digest
            for key, inherited in (("wording", False), ("inherited_wording", True))
            if not inherited or not self.inherited.isdisjoint((old.id, old.section))
            if (digest := self.older.wording(old.id, inherited=inherited))
            and self._now(old, new, digest) != self.newer.wording(new.id, inherited=inherited)
        }
        said = list(self._entries(old.id))
        if not changed or any(change.became == "reworded" for change in said):
            return
        digests = ", ".join(f'{key} = "{in_digits(digest)}"' for key, digest in changed.items())
        if any(change.became == "clarified" for change in said):
            yield (
                f"{old.id} is marked clarified, but `wording` is not the digest of its earlier words.",
                f"Write {digests}.",
            )
        elif new.id != old.id:
            message = f"{old.id} was renamed to {new.id}, and its words changed too: every team is asked again."
            remedy = (
                f"If that is meant, add an upgrade after the one that renames it, in which {new.id} is reworded; "
                f'or, if it demands the same, became = "clarified" with {digests}.'
            )
            yield message, remedy
        else:
            message = (
                f"The words of {old.id} changed, and migrations.toml does not mention it: every team is asked again."
            )
            remedy = f'Record it as reworded; or, if it demands the same, write became = "clarified" with {digests}.'
            yield message, remedy

    def _entries(self, name: str) -> Iterator[PracticeChange]:
        """Follow a practice through the upgrades, under the id that it has in each."""
        for upgrade in self.upgrade_path.upgrades:
            change = upgrade.named["practices"].get((name,))
            if isinstance(change, PracticeChange):
                yield change
                if change.became == "renamed":
                    name = change.targets[0]

    def _now(self, old: Practice, new: Practice, digest: str) -> str:
        return RenamedParts(self.upgrade_path, old.id, new).wording(digest, self.newer)

"""This module renames the criteria and actions in an answer as a later version of the questionnaire does."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from levelbook.core.answers.answers import Answer, Step, TakenOver
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.questionnaire import Practice, Questionnaire
from levelbook.core.questionnaire.version_map import Became, IdKind, UpgradePath


@frozen
class RenamedParts:
    """Maps the criteria and actions of one practice to their names in the practice that it has become."""

    upgrade_path: UpgradePath
    name: str
    practice: Practice
    only_strangers: bool = False
    """Whether the answer is to this practice already: only what upgrades name and is no more gets another name."""

    def _called_now(self, kind: IdKind, part: str, there: Collection[str]) -> list[str]:
        outcome = self.upgrade_path.outcome(kind, (self.name, part))
        if self.only_strangers and (part in there or outcome.became == "same"):
            return [part]
        return [key[-1] for key in outcome.to if key[0] == self.practice.id and key[-1] in there]

    def criterion(self, criterion: str) -> list[str]:
        return self._called_now("criteria", criterion, self.practice.criteria)

    def exceptions(self, answer: Answer) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return `unmet`, `met` and `here` under present names, and the entries that no longer have a place."""
        left: dict[str, Any] = {}
        unmet: dict[str, None] = {}
        for criterion in answer.unmet:
            now = self.criterion(criterion)
            unmet |= dict.fromkeys(now)
            if not now:
                left.setdefault("unmet", []).append(criterion)
        met: dict[str, None] = {}
        for criterion in answer.met:
            now = self.criterion(criterion)
            # That a whole held says that its parts do; that a part held does not say that the whole does.
            is_there = self.only_strangers and now == [criterion]
            if is_there or (now and all(set(self._sources_of(one)) <= set(answer.met) for one in now)):
                met |= dict.fromkeys(now)
            else:
                left.setdefault("met", []).append(criterion)
        here: dict[str, str] = {}
        for criterion, line in answer.here.items():
            now = self.criterion(criterion)
            if now:
                here[now[0]] = joined(here.get(now[0], ""), line)
            else:
                left.setdefault("here", {})[criterion] = line
        return {"unmet": tuple(unmet), "met": tuple(met), "here": here}, left

    def _sources_of(self, criterion: str) -> list[str]:
        """List the old criteria that have become this one.

        A criterion into which a single other one was merged was there before, or that one would be renamed; where
        several were merged into it, the version map names it as well if it was there before.
        """
        named = [key[1] for key in self.upgrade_path.sources("criteria") if key[0] == self.name]
        found = [old for old in named if criterion in self.criterion(old)]
        merged = [old for old in found if self._became(old) == "merged"]
        return [*found, criterion] if len(merged) == 1 and criterion not in found else found

    def _became(self, criterion: str) -> Became:
        return self.upgrade_path.outcome("criteria", (self.name, criterion)).became

    def steps(self, steps: tuple[Step, ...]) -> tuple[tuple[Step, ...], list[dict[str, Any]]]:
        """Return steps with the present names of their actions; steps whose action is gone stay as they were."""
        found: list[Step] = []
        lost: list[dict[str, Any]] = []
        for step in steps:
            if not step.from_action:
                found.append(step)
                continue
            now = self._called_now("actions", step.from_action, self.practice.actions)
            if not now:
                lost.append(dict(step.table))
            action = now[0] if now else ""
            found.append(step if action == step.from_action else step.changed(from_action=action))
        return tuple(found), lost

    def reached(self, answer: Answer) -> int:
        """Return the highest level that an answer speaks of: its own, or that of a criterion which holds already."""
        held = (self.practice.criteria[now][0] for name in answer.met for now in self.criterion(name))
        return max((answer.claims_up_to or 0, *held))

    def offer(self, taken: TakenOver) -> TakenOver:
        """Return the taken offer with the present names of the criteria that it covers, without those that are gone."""
        now = dict.fromkeys(name for criterion in taken.criteria for name in self.criterion(criterion))
        return taken if tuple(now) == taken.criteria else taken.changed(criteria=tuple(now))

    def wording(self, wording: str, questionnaire: Questionnaire, reached: int = 0) -> str:
        """Return the digest of the present wording if it demands the same; otherwise the old digest.

        It does where nothing but names of criteria has changed, or where the questionnaire says that it was clarified
        up to the level that the answer has `reached`.
        """
        asked_as = self.upgrade_path.clarified(self.name, wording, reached)
        if asked_as is not None:
            return questionnaire.wording(self.practice.id, inherited=asked_as == "inherited")
        called = self.called()
        if called and wording == questionnaire.wording_with(self.practice.id, called, inherited=False):
            return questionnaire.wording(self.practice.id, inherited=False)
        return wording

    def called(self) -> dict[str, str]:
        """Map present to former ids of the criteria that were only renamed."""
        found: dict[str, str] = {}
        for key in self.upgrade_path.sources("criteria"):
            outcome = self.upgrade_path.outcome("criteria", key)
            if key[0] == self.name and outcome.became == "renamed" and len(outcome.to) == 1:
                found[outcome.ids[0]] = key[1]
        return found


def joined(one: str, other: str) -> str:
    """Join two lines about one criterion; the same line appears once."""
    return "; ".join(dict.fromkeys(part for part in (one, other) if part))

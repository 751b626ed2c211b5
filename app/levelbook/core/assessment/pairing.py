"""A pairing matches the practices of two assessments.

The later questionnaire's version map decides: the earlier record goes through it, and is then scored and compared
under the later questionnaire.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from levelbook.core.answers.renamed_parts import RenamedParts
from levelbook.core.answers.upgrade import brought_to, is_current, upgrade_path_of
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.scoring import Scorecard
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.questionnaire import Practice, Questionnaire
from levelbook.core.questionnaire.tailoring import tailor
from levelbook.core.questionnaire.version_map import UpgradePath, back_from


def scored(questionnaire: Questionnaire, profile: Assessment, answers: Assessment) -> Scorecard:
    """Score the answers of one assessment under the profile of another and a questionnaire."""
    return answers.scored_under(tailor(questionnaire, profile.book.profile))


def under_questionnaire(assessment: Assessment, questionnaire: Questionnaire) -> Assessment:
    """Return an assessment under another version of its questionnaire."""
    last, zone = assessment.last_answers, assessment.zone
    if last is not None:
        last = brought_to(replace(assessment.book, answers=last, profile={}, retired={}), questionnaire, zone).answers
    book = brought_to(assessment.book, questionnaire, zone)
    return replace(assessment, questionnaire=questionnaire, book=book, last_answers=last, last_profile=None)


def _with_the_way_back(before: Assessment, after: Assessment) -> Questionnaire:
    """Return the later record's questionnaire, where it is an older version with the way back that the other one knows:
    an old version does not say what its ids were called later.
    """
    renamed = upgrade_path_of(after.book, before.questionnaire)
    if is_current(after.book, before.questionnaire) or not renamed.upgrades:
        return after.questionnaire
    return replace(after.questionnaire, version_map=back_from(before.book.version, renamed))


@frozen
class Pairing:
    """Two assessments, the older first, with the matching of their practices."""

    before: Assessment
    after: Assessment
    carried: Assessment
    """The earlier record under the later questionnaire."""
    upgrade_path: UpgradePath
    """The upgrades from the earlier version to the later."""
    earlier: Mapping[str, str]
    """Map later ids to earlier ids, for every practice that both have."""

    @classmethod
    def of(cls, before: Assessment, after: Assessment) -> Pairing:
        questionnaire = after.questionnaire
        if is_current(before.book, questionnaire):
            upgrade_path = UpgradePath()
            carried = before if before.questionnaire is questionnaire else replace(before, questionnaire=questionnaire)
        else:
            known = _with_the_way_back(before, after)
            upgrade_path = upgrade_path_of(before.book, known)
            carried = replace(under_questionnaire(before, known), questionnaire=questionnaire)
        earlier: dict[str, str] = {}
        for name in before.questionnaire.practices:
            there = [one for one in upgrade_path.practice(name).ids if one in questionnaire.practices]
            if name in there:
                earlier[name] = name
            elif len(there) == 1 and not upgrade_path.practice(name).asked_again:
                earlier.setdefault(there[0], name)
        return cls(before, after, carried, upgrade_path, earlier)

    @cached_property
    def gone(self) -> tuple[str, ...]:
        """Earlier practices without a later one, in their order."""
        paired = set(self.earlier.values())
        return tuple(name for name in self.before.questionnaire.practices if name not in paired)

    def present_id(self, practice_id: str) -> str:
        """Return the later id of a practice, given either of its ids."""
        if practice_id in self.after.questionnaire.practices:
            return practice_id
        return next((new for new, old in self.earlier.items() if old == practice_id), practice_id)

    def successors(self, earlier: str) -> tuple[Practice, ...]:
        """Return the later practices that a practice has become, or is part of now."""
        known = self.after.questionnaire.practices
        return tuple(known[name] for name in self.upgrade_path.practice(earlier).ids if name in known)

    @cached_property
    def _sources(self) -> Mapping[str, list[str]]:
        """Map later ids to the titles of the earlier practices, now gone, that they came from."""
        found: dict[str, list[str]] = {}
        for name in self.gone:
            for practice in self.successors(name):
                found.setdefault(practice.id, []).append(self.before.questionnaire.practices[name].title)
        return found

    def why(self, earlier: str | None, later: str | None) -> str:
        """Describe what became of a practice, with the questionnaire's remark; for a new one, where it came from."""
        if earlier is None:
            sources = self._sources.get(later or "", [])
            return f"it came from {_listed(sources)}" if sources else ""
        because = " ".join(self.upgrade_path.practice(earlier).why)
        titles = [practice.title for practice in self.successors(earlier)]
        if later is None and titles:
            return f"now {_listed(titles)}: {because}" if because else f"now {_listed(titles)}"
        return because

    def is_kept(self, old: PracticeScore, later: str) -> bool:
        """Tell whether a practice's answer holds for the later one, because it was not split or merged."""
        return self.carried.book.answer(later).status == old.status

    def earlier_criteria(self, old: PracticeScore, new: PracticeScore) -> tuple[frozenset[str], frozenset[str]]:
        """Return the criteria that held and those that did not by the earlier record itself, by their later ids.

        One that became of several held if all of these did. One that the earlier questionnaire did not have is in
        neither.
        """
        renamed = RenamedParts(self.upgrade_path, old.id, self.after.questionnaire.practices[new.id])
        held, unheld = old.answer.claims(old.practice), set[str]()
        for name in old.practice.criteria:
            if name not in held:
                unheld.update(renamed.criterion(name))
        return frozenset(one for name in held for one in renamed.criterion(name)) - unheld, frozenset(unheld)

    def old_wording(self, old: PracticeScore, new: PracticeScore) -> str:
        """Return the wording of an earlier answer, in terms of the later questionnaire."""
        asked = old.answer.wording or self.before.questionnaire.wording(old.id, inherited=old.inherited)
        return self._translated(asked, old, new)

    def is_reworded(self, old: PracticeScore, new: PracticeScore) -> bool:
        """Tell whether the text changed, up to the levels that either answer reaches."""
        inherited = old.inherited and new.inherited
        before = self.before.questionnaire.wording(old.id, inherited=inherited)
        now = self.after.questionnaire.wording(new.id, inherited=inherited)
        return self._translated(before, old, new) != now

    def _translated(self, wording: str, old: PracticeScore, new: PracticeScore) -> str:
        """Return the present wording if it demands the same as an earlier one, at the levels that the answers reach."""
        questionnaire = self.after.questionnaire
        renamed = RenamedParts(self.upgrade_path, old.id, questionnaire.practices[new.id])
        reached = max(renamed.reached(old.answer), new.answer.level or 0)
        return renamed.wording(wording, questionnaire, reached)


def _listed(titles: Sequence[str]) -> str:
    return " and ".join(f"“{title}”" for title in titles)

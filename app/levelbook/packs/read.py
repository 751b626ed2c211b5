"""This module reads a questionnaire's folder as a `Questionnaire`, or refuses it with every problem in it.

Frameworks and profiles are not read here: only a few commands need them (`companions`).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from levelbook.core.questionnaire.questionnaire import Questionnaire, Section
from levelbook.packs import consistency_check
from levelbook.packs.files import Problems
from levelbook.packs.partial_questionnaire import PartialQuestionnaire, PartialSection, read_partial


def read_questionnaire(folder: Path) -> Questionnaire:
    """Read the questionnaire in a folder.

    Raises FileIsWrong with every problem that prevents its use. Findings on wording are not among them;
    `check_questionnaire` reports those.
    """
    problems = Problems()
    partial = read_partial(folder, problems)
    problems += consistency_check.problems_of(partial)
    problems.refuse()
    return _put_together(partial)


def _put_together(partial: PartialQuestionnaire) -> Questionnaire:
    """Build the questionnaire from a partial without problems."""
    file = partial.file
    assert file is not None
    return Questionnaire(
        id=file.id,
        title=file.title,
        version=file.version,
        scale=file.scale,
        evidence_kinds=file.evidence_kinds,
        default_target=file.default_target,
        sections=tuple(_with_full_ids(section) for section in partial.sections),
        inherited_scale=file.inherited_scale,
        facts=file.facts,
        incompatible=file.incompatible,
        rules=tuple(rule for _, rule in partial.rules.items),
        licence=file.licence,
        subject=file.subject,
        team_folder=file.folder,
        moments=file.moments,
        folder=str(partial.folder),
        version_map=partial.version_map,
        scoring_model=partial.scoring_model,
    )


def _with_full_ids(section: PartialSection) -> Section:
    assert section.whole is not None
    practices = (replace(practice, id=f"{section.id}.{practice.id}") for practice in section.whole.practices)
    return replace(section.whole, practices=tuple(practices))

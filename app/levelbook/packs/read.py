"""This module reads a questionnaire's folder as a `Questionnaire`, or refuses it with every problem in it.

Frameworks and profiles are not read here: only a few commands need them (`companions`).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from levelbook.core.questionnaire.questionnaire import Questionnaire, Section
from levelbook.packs import consistency_check
from levelbook.packs.draft import Draft, SectionDraft, read_draft
from levelbook.packs.files import Problems


def read_questionnaire(folder: Path) -> Questionnaire:
    """Read the questionnaire in a folder.

    Raises FileIsWrong with every problem that prevents its use. Findings on wording are not among them;
    `check_questionnaire` reports those.
    """
    problems = Problems()
    draft = read_draft(folder, problems)
    problems += consistency_check.problems_of(draft)
    problems.refuse()
    return _put_together(draft)


def _put_together(draft: Draft) -> Questionnaire:
    """Build the questionnaire from a draft without problems."""
    file = draft.file
    assert file is not None
    return Questionnaire(
        id=file.id,
        title=file.title,
        version=file.version,
        scale=file.scale,
        evidence_kinds=file.evidence_kinds,
        default_target=file.default_target,
        sections=tuple(_with_full_ids(section) for section in draft.sections),
        inherited_scale=file.inherited_scale,
        facts=file.facts,
        incompatible=file.incompatible,
        rules=tuple(rule for _, rule in draft.rules.items),
        licence=file.licence,
        subject=file.subject,
        team_folder=file.folder,
        moments=file.moments,
        folder=str(draft.folder),
        version_map=draft.version_map,
        scoring_model=draft.scoring_model,
    )


def _with_full_ids(section: SectionDraft) -> Section:
    assert section.whole is not None
    practices = (replace(practice, id=f"{section.id}.{practice.id}") for practice in section.whole.practices)
    return replace(section.whole, practices=tuple(practices))

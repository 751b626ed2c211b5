"""`questionnaire check` reports every problem of a questionnaire at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from levelbook import clock
from levelbook.core.errors import FileIsWrong, Problem
from levelbook.packs import companions, consistency_check, maintainer_check, wording_check
from levelbook.packs.files import Problems
from levelbook.packs.partial_questionnaire import read_partial


def check_questionnaire(folder: Path, today: date | None = None, *, wording: bool = True) -> list[Problem]:
    """List every problem in every file, then references that lead nowhere, then findings on upkeep and wording.

    today: no bulletin may have a later date; the present day by default. wording: whether to check upkeep and
    wording too, which never prevent a questionnaire from being used.
    """
    problems = Problems()
    try:
        partial = read_partial(folder, problems)
    except FileIsWrong as wrong:
        return list(wrong.problems)
    problems += consistency_check.problems_of(partial)
    frameworks = companions.read_each_framework(folder, problems)
    problems += companions.reference_findings(partial, frameworks)
    companions.profile_findings(partial, problems)
    companions.bulletin_findings(partial, today or clock.today(), problems)
    if wording:
        problems += maintainer_check.findings(partial, frameworks)
    if wording and partial.scoring_model is None:  # else the sentences are somebody else's
        problems += maintainer_check.findings_in_sentences(partial)
        problems += wording_check.findings(partial)
    return problems.each()

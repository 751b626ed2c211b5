"""A guide template of one's own: begun as a copy of the shipped one, and tried on made-up teams.

Its author meets every fault before a team does.
"""

from __future__ import annotations

from pathlib import Path

from levelbook.book.authoring.questionnaire_authoring import write_new
from levelbook.book.publishing.guide_template import SHIPPED, FoundTemplate
from levelbook.core.errors import FileIsWrong, Problem
from levelbook.guide.write import assemble as making
from levelbook.guide.write import sample_teams
from levelbook.guide.write.render import Template
from levelbook.packs.companions import example_profiles, read_frameworks, read_profile
from levelbook.packs.find import find_questionnaire, find_template
from levelbook.packs.read import read_questionnaire

QUESTIONNAIRE = "genai-security"
FRAMEWORKS = ("owasp-llm-top10-2025", "owasp-llm-top10-2026", "eu-ai-act", "gdpr", "mitre-atlas", "nist-csf-2.0")
"""Frameworks for trying out a template: a superseded one, its successor, laws, and one with our own labels."""


def begin(directory: Path) -> tuple[Path, ...]:
    """Copy the shipped template into a new folder; the files that were written. Raises UsedWrongly, CouldNotWrite."""
    source = find_template(SHIPPED, Path())
    return write_new(directory, {path.name: path.read_text("utf-8") for path in source.iterdir() if path.is_file()})


def problems(name_or_path: str) -> tuple[Path, tuple[Problem, ...]]:
    """Return a template's folder and all faults in it. Raises UnknownId.

    It may be one that nobody has agreed to: nothing but made-up teams is given to it, and nothing is kept of it.
    """
    folder = find_template(name_or_path, Path())
    try:
        return folder, try_out(FoundTemplate(folder).opened())
    except FileIsWrong as wrong:
        return folder, tuple(wrong.problems)


def try_out(template: Template) -> tuple[Problem, ...]:
    """Return each fault of a template for the made-up teams once; empty if it renders for all of them.

    Raises FileIsWrong where `template.toml` is wrong: then nothing can be rendered.
    """
    folder = find_questionnaire(QUESTIONNAIRE, Path())
    questionnaire = read_questionnaire(folder)
    frameworks = read_frameworks(folder, FRAMEWORKS)
    profiles = [read_profile(folder, name).profile for name, _ in example_profiles(folder)]
    teams = [
        *(sample_teams.empty(questionnaire, profile, frameworks) for profile in ({}, profiles[0])),
        sample_teams.quiet(questionnaire, profiles[0], frameworks),
        *(sample_teams.full(questionnaire, profile, frameworks) for profile in profiles[:2]),
    ]
    found: dict[tuple[str, int | None], Problem] = {}
    for current, context in teams:
        for problem in making.faults(current, context, sample_teams.HAND_EDITS, template):
            found.setdefault((problem.path, problem.line), problem)
    return tuple(found.values())

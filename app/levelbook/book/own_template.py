"""A guide template of one's own: begun as a copy of the shipped one, and tried on made-up teams.

Its author meets every fault before a team does.
"""

from __future__ import annotations

from pathlib import Path

from levelbook.errors import FileIsWrong, Problem, UsedWrongly
from levelbook.guide.write import assemble as making
from levelbook.guide.write import sample_teams
from levelbook.guide.write.render import Template
from levelbook.packs.companions import example_profiles, read_frameworks, read_profile
from levelbook.packs.find import find_questionnaire, find_template
from levelbook.packs.read import read_questionnaire
from levelbook.packs.templates import read_template
from levelbook.store import atomic, guard
from levelbook.words.files import shown

SHIPPED = "living-guide"
"""The template that one's own is copied from."""
QUESTIONNAIRE = "genai-security"
FRAMEWORKS = ("owasp-llm-top10-2025", "owasp-llm-top10-2026", "eu-ai-act", "gdpr", "mitre-atlas", "nist-csf-2.0")
"""A superseded one, its successor, laws, and one whose labels are our own."""


def begin(directory: Path) -> tuple[Path, ...]:
    """Copy the shipped template into a new folder; the files that were written. Raises UsedWrongly, CouldNotWrite."""
    if not atomic.is_free(directory):
        raise UsedWrongly(f"{shown(directory)} is there already and not empty.", remedy="Choose a new folder.")
    source = find_template(SHIPPED, Path())
    atomic.make_folder(directory, within=guard.folder_of(directory))
    written = []
    for path in sorted(source.iterdir()):
        if path.is_file():
            atomic.write_text(directory / path.name, path.read_text("utf-8"), within=directory)
            written.append(directory / path.name)
    return tuple(written)


def problems(name_or_path: str) -> tuple[Path, tuple[Problem, ...]]:
    """A template's folder, and every fault in it. Raises UnknownId."""
    folder = find_template(name_or_path, Path())
    try:
        return folder, try_out(read(folder))
    except FileIsWrong as wrong:
        return folder, tuple(wrong.problems)


def read(folder: Path) -> Template:
    """The template in a folder, as it is given to a guide. Raises FileIsWrong."""
    found = read_template(folder)
    return Template(manifest=found.manifest, files=found.files, name=shown(folder))


def try_out(template: Template) -> tuple[Problem, ...]:
    """Every fault in what a template makes of the made-up teams, once; empty where it renders for all of them.

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

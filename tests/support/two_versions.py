"""A small questionnaire in two versions, with everything between them that can become of an id.

1.0.0                     2.0.0
------------------------  ------------------------------------------------------------------------------------------
data.backups              data.copies, renamed by way of 1.1.0; its criterion c2-a is `plan`, its action reach-2-b
                          is `first-copy`, in the same words
data.restores             split into data.restoring (c1-a, reach-2-a) and data.rehearsals (c1-b, reach-2-b)
data.tapes                retired
changes.reviews           reworded
changes.tests, .staging   merged into changes.trials
                          changes.secrets, new
fact hosting              renamed to running, its choice `provider` to `cloud`; `holds` is the same, without `paper`
"""

from __future__ import annotations

import copy
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomli_w

from levelbook.book.session import Session
from levelbook.core.answers.answers import Evidence
from levelbook.core.answers.edits import Edit, StepEdit
from levelbook.store.team_folder import Settings
from support.builders import NEEDS, SCALE, a_practice
from support.small_book import noon

FIRST, MIDDLE, SECOND = "1.0.0", "1.1.0", "2.0.0"
PRACTICES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    FIRST: {"data": ("backups", "restores", "tapes"), "changes": ("reviews", "tests", "staging")},
    SECOND: {"data": ("copies", "restoring", "rehearsals"), "changes": ("reviews", "trials", "secrets")},
}
MIGRATIONS: dict[str, Any] = {
    "format": 1,
    "upgrades": [
        {
            "from": FIRST,
            "to": MIDDLE,
            "practices": [
                {"id": "data.backups", "became": "renamed", "to": "data.saved-copies", "why": "Assessments count too."},
                {"id": "data.tapes", "became": "retired", "why": "Nobody has tapes any more."},
            ],
            "criteria": [
                {"practice": "data.backups", "id": "c2-a", "became": "renamed", "to": "plan", "why": "A better name."}
            ],
        },
        {
            "from": MIDDLE,
            "to": SECOND,
            "practices": [
                {"id": "data.saved-copies", "became": "renamed", "to": "data.copies", "why": "One word is enough."},
                {
                    "id": "data.restores",
                    "became": "split",
                    "to": ["data.restoring", "data.rehearsals"],
                    "why": "Being able to is one thing, having tried is another.",
                },
                {"id": "changes.reviews", "became": "reworded", "why": "Emergencies are asked about now."},
                {"id": "changes.tests", "became": "merged", "to": "changes.trials", "why": "Teams answered it twice."},
                {
                    "id": "changes.staging",
                    "became": "merged",
                    "to": "changes.trials",
                    "why": "Teams answered it twice.",
                },
            ],
            "actions": [
                {
                    "practice": "data.saved-copies",
                    "id": "reach-2-b",
                    "became": "renamed",
                    "to": "first-copy",
                    "why": "A better name.",
                }
            ],
            "facts": [{"id": "hosting", "became": "renamed", "to": "running", "why": "Not everything is hosted."}],
            "choices": [
                {"fact": "hosting", "id": "provider", "became": "renamed", "to": "cloud", "why": "They all are one."},
                {"fact": "holds", "id": "paper", "became": "retired", "why": "Paper is out of scope."},
            ],
        },
    ],
}


def write_version(folder: Path, version: str, *, migrations: Mapping[str, Any] | None = MIGRATIONS) -> Path:
    """One of the two versions as a questionnaire's folder, in place of what is there. The second has migrations."""
    for name in ("sections", "tailoring.toml", "migrations.toml"):
        path = folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    files = {"questionnaire.toml": _main(version), "tailoring.toml": _tailoring(version)}
    for place, (section, names) in enumerate(PRACTICES[version].items(), start=1):
        practices = [{**_practice(section, name), "id": name} for name in names]
        content = {"id": section, "title": section.capitalize(), "practices": practices}
        files[f"sections/{place:02}-{section}.toml"] = content
    if version == SECOND and migrations is not None:
        files["migrations.toml"] = dict(migrations)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(tomli_w.dumps(content), "utf-8")
    return folder


def _main(version: str) -> dict[str, Any]:
    provider = "provider" if version == FIRST else "cloud"
    holds = ["business", "personal", *(["paper"] if version == FIRST else [])]
    return {
        "format": 1,
        "id": "versions",
        "title": "Two versions",
        "version": version,
        "sections": list(PRACTICES[version]),
        "default_target": 2,
        "scale": [
            {"level": level, "name": SCALE[level], "meaning": f"{SCALE[level]}.", "needs": NEEDS[level]}
            for level in range(5)
        ],
        "evidence_kinds": [{"id": "asserted"}, *({"id": kind, "valid_days": 365} for kind in NEEDS[2:])],
        "facts": [
            {
                "id": "hosting" if version == FIRST else "running",
                "question": "Who runs it?",
                "choices": [{"id": "ourselves", "label": "We do"}, {"id": provider, "label": "A provider"}],
            },
            {
                "id": "holds",
                "question": "What do you hold?",
                "many": True,
                "choices": [{"id": choice, "label": choice.capitalize()} for choice in holds],
            },
        ],
    }


def _tailoring(version: str) -> dict[str, Any]:
    first = version == FIRST
    when = {"hosting": ["provider"]} if first else {"running": ["cloud"]}
    floor = [{"level": 3, "practices": ["data.backups" if first else "data.copies"]}]
    return {"rules": [{"when": when, "because": "somebody else can delete it", "floor": floor}]}


def _practice(section: str, name: str) -> dict[str, Any]:
    if name == "copies":  # the same words under another name
        made = a_practice(f"{section}.backups", title="Copies")
        criteria, actions = made["levels"][2]["criteria"], made["levels"][2]["actions"]
        criteria[0] |= {"id": "plan"}
        actions[1] |= {"id": "first-copy"}
        return made
    if name in ("restoring", "rehearsals"):
        made = a_practice(f"{section}.{name}")
        kept = "a" if name == "restoring" else "b"
        for level in made["levels"]:
            for part in ("criteria", "actions"):
                level[part] = [one for one in level[part] if one["id"].endswith(kept)]
        return made
    made = a_practice(f"{section}.{name}")
    if name == "trials":
        made["levels"][1]["criteria"] = [{"id": "both", "text": "Do both."}]
    return made


def reworded(folder: Path) -> None:
    """Word changes.reviews anew, as the second version does."""
    path = folder / "sections" / "02-changes.toml"
    path.write_text(path.read_text("utf-8").replace("How do you mind changes.reviews?", "Who reviews, and when?"))


def second_version(folder: Path, change: Mapping[str, Any] | None) -> Path:
    """Write the second version, in whose map `change` stands in place of what it says of changes.reviews."""
    migrations: dict[str, Any] = copy.deepcopy(MIGRATIONS)
    practices = migrations["upgrades"][1]["practices"]
    practices[2:3] = [{"id": "changes.reviews", "why": "Plainer words.", **change}] if change else []
    write_version(folder, SECOND, migrations=migrations)
    reworded(folder)
    return folder


def new_team(root: Path, *, days: int = 0) -> Session:
    """A new team folder `root/book` whose questionnaire `root/questions` is the first version."""
    write_version(root / "questions", FIRST)
    settings = Settings(team="Retail", about="Ask Alder", questionnaire="../questions", timezone="UTC")
    return Session.create(root / "book", settings, who="Noor", clock=noon(days))


def publish(root: Path) -> None:
    """The second version comes out."""
    write_version(root / "questions", SECOND)
    reworded(root / "questions")


def answer_all(session: Session) -> None:
    """Facts, and an answer of another kind to each practice of the first version."""
    session.set_fact("hosting", "provider")
    session.set_fact("holds", ("personal", "paper"))
    session.apply("data.backups", Edit(level=2, unmet=("c2-a",), here={"c2-a": "the wiki's page on copies"}))
    session.apply("data.backups", Edit(step=StepEdit(from_action="reach-2-b", owner="Ana")))
    session.apply("data.backups", Edit(note="Discussed with Tom.", met=("c3-b",)))
    seen = Evidence(kind="tested", reference="rehearsal of 4 March", seen_on=session.now.on)
    session.apply("data.restores", Edit(level=3, note="It took 47 minutes.", owner="Jonas", evidence=(seen,)))
    session.apply("data.restores", Edit(here={"c1-a": "restore.md", "c1-b": "twice a year"}))
    session.apply("data.restores", Edit(step=StepEdit(from_action="reach-2-b", owner="Ana")))
    session.apply("data.restores", Edit(step=StepEdit(text="Buy a spare machine")))
    session.apply("data.tapes", Edit(level=1, note="In the cellar."))
    session.apply("changes.reviews", Edit(level=2, here={"c1-a": "in the pull request"}))
    session.apply("changes.tests", Edit(level=3, here={"c1-a": "make check"}, owner="Priya"))
    session.apply("changes.staging", Edit(unsure=True, ask_whom="Tom", note="Who pays for it?"))

"""The questionnaire of the year: the two versions of `support/two_versions.py`, made a little larger.

There is a third section, *People*, that is the same in both. Weights differ between sections and practices, and
between the versions, so that no mean is a plain one. A provider takes people.access over; people.phones counts only
where personal data is held. Records and configuration prove something for 120 days.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomli_w

from support import two_versions
from support.builders import a_practice
from support.two_versions import FIRST, SECOND

SECTION_WEIGHTS: Mapping[str, Mapping[str, float]] = {
    FIRST: {"data": 1, "changes": 2, "people": 1.5},
    SECOND: {"data": 1, "changes": 3, "people": 1.5},
}
PEOPLE_WEIGHTS: Mapping[str, float] = {"training": 1, "leavers": 2, "access": 1, "phones": 0.5}


def write(folder: Path, version: str) -> Path:
    """One version as a questionnaire's folder, in place of what is there."""
    two_versions.write_version(folder, version)
    if version == SECOND:
        two_versions.reworded(folder)
    main = _read(folder / "questionnaire.toml")
    main["sections"].append("people")
    main["inherited_scale"] = [{"level": level, "statement": f"They prove {level}."} for level in range(5)]
    for kind in main["evidence_kinds"]:
        if kind["id"] == "sampled":
            kind["valid_days"] = 120
    _write(folder / "questionnaire.toml", main)
    people = [{**a_practice(f"people.{name}"), "id": name, "weight": PEOPLE_WEIGHTS[name]} for name in PEOPLE_WEIGHTS]
    _write(folder / "sections/03-people.toml", {"id": "people", "title": "People", "practices": people})
    for path in (folder / "sections").glob("*.toml"):
        section = _read(path)
        _write(path, {**section, "weight": SECTION_WEIGHTS[version][section["id"]]})
    tailoring = _read(folder / "tailoring.toml")
    provided = {"hosting": ["provider"]} if version == FIRST else {"running": ["cloud"]}
    tailoring["rules"] += [
        {"when": provided, "because": "the provider keeps the doors", "inherited": ["people.access"]},
        {
            "when": {"holds": {"only": ["business"]}},
            "because": "no phone holds anything personal",
            "not_applicable": ["people.phones"],
        },
    ]
    _write(folder / "tailoring.toml", tailoring)
    return folder


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def _write(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(tomli_w.dumps(content), "utf-8")

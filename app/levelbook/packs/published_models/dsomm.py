"""This module reads OWASP DSOMM from its published `model.yaml`: dimensions, subdimensions, activities by level.

An activity is a practice; how far it is implemented is its scale. The model itself aggregates by subdimension and level
only (its heat map); above that the mean over activities is taken. What a state of progress is worth is each team's own
matter in DSOMM: 0, 20, 50 and 100 per cent are where its app begins, and `scoring.toml` is where a team changes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from levelbook.core.errors import FileIsWrong
from levelbook.core.text.cleaning import clean_line, valid_id
from levelbook.packs.files import shown
from levelbook.packs.published_models.published_yaml import Table, documents
from levelbook.packs.questionnaire_files import Imported, ScaleStep, as_files, slug

SOURCE = "OWASP DSOMM, https://github.com/devsecopsmaturitymodel/DevSecOps-MaturityModel-data"
LICENCE = "GPL-3.0"
PROGRESS: Final = (0, 0.2, 0.5, 1)
# The names are those of the app's own meta.yaml, so that it counts what `export dsomm` writes.
SCALE = (
    ScaleStep("Not implemented", "Nothing of it is in place.", "asserted"),
    ScaleStep("Started", "Some of it is in place: 20 per cent by the model's count.", "asserted"),
    ScaleStep("Partly implemented", "Half of it is in place: 50 per cent by the model's count.", "documented"),
    ScaleStep("Fully implemented", "All of it is in place: 100 per cent by the model's count.", "sampled"),
)
STATEMENTS = (
    "Nothing of this is in place.",
    "Some of this is in place, for some of our systems.",
    "Half of this is in place, or all of it for half of our systems.",
    "All of this is in place, for all of our systems.",
)
_END_OF_SENTENCE = re.compile(r"(?<!e\.g\.)(?<!i\.e\.)(?<=[.!?]) (?=[A-Z])")
_IMPACT_OF_USEFULNESS = {"1": 1, "2": 1, "3": 2, "4": 3, "5": 3}


def read(path: Path) -> dict[str, str]:
    """Turn a `model.yaml`, or the folder with it, into a questionnaire: path to text. Raises FileIsWrong."""
    file = path
    if path.is_dir():
        places = [place for place in (path / "model.yaml", path / "generated" / "model.yaml") if place.is_file()]
        if not places:
            raise FileIsWrong.one("There is no model.yaml in this folder.", path=shown(path))
        file = places[0]
    found = documents(file)
    if len(found) != 2 or not all(isinstance(document, dict) for document in found):
        message = "This is not DSOMM's model: it needs two YAML documents, first `meta`, then the dimensions."
        raise FileIsWrong.one(message, path=shown(file))
    return as_files(_imported(file, *found))


def _imported(path: Path, head: Mapping[str, Any], dimensions: Mapping[str, Any]) -> Imported:
    version = _below(path, head, "meta").text("version", required=False)
    sections: list[dict[str, Any]] = []
    nodes: list[dict[str, Any]] = [
        {"id": "dsomm", "title": "OWASP DSOMM", "aggregation": "weighted-mean", "range": [0, 1]}
    ]
    questions: list[dict[str, Any]] = []
    uuids: set[str] = set()
    for dimension, below in _tables(path, dimensions, ""):
        section, practices, counted = _id(path, dimension), [], 0
        at = len(nodes)
        nodes.append(_node(section, dimension, "dsomm"))
        taken: set[str] = set()
        for subdimension, activities in _tables(path, below, dimension):
            name = f"{section}-{_id(path, subdimension)}"
            levels: dict[int, list[dict[str, Any]]] = {}
            for activity, values in _tables(path, activities, f"{dimension}.{subdimension}"):
                table = Table(path, values, f"{dimension}.{subdimension}.{activity}")
                practice = _practice(table, activity, taken)
                practices.append(practice)
                question = {
                    "practice": f"{section}.{practice['id']}",
                    "within": "",
                    "answers": "progress",
                    "source_id": _new_uuid(table, uuids),
                }
                levels.setdefault(_level(table), []).append(question)
            size = sum(map(len, levels.values()))
            nodes.append({**_node(name, subdimension, section), "weight": size})
            for level, held in sorted(levels.items()):
                within = f"{name}-{level}"
                mean = {"aggregation": "mean", "weight": len(held)}
                nodes.append({**_node(within, f"{subdimension}, level {level}", name), **mean})
                questions += [{**question, "within": within} for question in held]
            counted += size
        nodes[at]["weight"] = counted
        sections.append({"id": section, "title": dimension, "practices": practices})
    return Imported(
        id="owasp-dsomm",
        title=f"OWASP DSOMM {version}".strip(),
        subject="our software",
        licence=LICENCE,
        source=f"{SOURCE}, version {version}" if version else SOURCE,
        scale=SCALE,
        default_target=2,
        sections=sections,
        scoring={
            "name": "DSOMM implemented",
            "source": SOURCE,
            "blank": "zero",
            "answer_sets": [{"id": "progress", "values": list(PROGRESS), "labels": [step.name for step in SCALE]}],
            "nodes": nodes,
            "questions": questions,
        },
    )


def _practice(table: Table, activity: str, taken: set[str]) -> dict[str, Any]:
    name = slug(activity)
    while name in taken:
        name = f"{name[:60]}-2" if not re.fullmatch(r".*-\d", name) else f"{name[:-1]}{int(name[-1]) + 1}"
    if not valid_id(name):
        raise table.wrong("uuid", "No id can be made from the name of this activity.")
    taken.add(name)
    measure = table.text("measure", required=False)
    first = _END_OF_SENTENCE.split(measure)[0] if measure else ""
    level = _level(table)
    return {
        "id": name,
        "title": clean_line(activity),
        "rule": first or f"{clean_line(activity)}.",
        "question": f"How far is “{clean_line(activity)}” implemented, an activity of level {level}?",
        "why": table.text("risk", required=False),
        "quality": [line for line in (table.text("assessment", required=False),) if line],
        "impact": _IMPACT_OF_USEFULNESS.get(table.text("usefulness", required=False), 2),
        "levels": [{"level": at, "statement": statement} for at, statement in enumerate(STATEMENTS)],
    }


def _new_uuid(table: Table, known: set[str]) -> str:
    """Return the activity's uuid, by which DSOMM stores progress. Raises FileIsWrong if it is used twice."""
    uuid = table.text("uuid")
    if uuid in known:
        raise table.wrong("uuid", "Another activity has this uuid.", "Give one of them another.")
    known.add(uuid)
    return uuid


def _level(table: Table) -> int:
    level = table.text("level")
    if level not in ("1", "2", "3", "4", "5"):
        raise table.wrong("level", "A level is a whole number from 1 to 5.")
    return int(level)


def _tables(path: Path, value: Mapping[str, Any], key: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, inside in value.items():
        at = f"{key}.{name}" if key else name
        if not isinstance(inside, dict) or not inside:
            raise FileIsWrong.one("This must be a table.", path=shown(path), key=clean_line(at))
        yield name, inside


def _below(path: Path, value: Mapping[str, Any], key: str) -> Table:
    found = value.get(key)
    if not isinstance(found, dict):
        raise FileIsWrong.one("This must be a table.", path=shown(path), key=key)
    return Table(path, found, key)


def _id(path: Path, name: str) -> str:
    found = slug(name)
    if not valid_id(found):
        raise FileIsWrong.one("No id can be made from this name.", path=shown(path), key=clean_line(name))
    return found


def _node(name: str, title: str, within: str) -> dict[str, Any]:
    return {"id": name, "title": clean_line(title), "aggregation": "weighted-mean", "within": within, "range": [0, 1]}

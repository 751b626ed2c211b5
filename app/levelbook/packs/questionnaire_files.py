"""This module writes an imported model as the files of a questionnaire, which its team may change from then on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import tomli_w

from levelbook.core.frozen import frozen
from levelbook.core.text.latin_letters import in_latin_letters

KINDS = (
    {"id": "asserted"},
    {"id": "documented", "valid_days": 365},
    {"id": "sampled", "valid_days": 365},
)


@frozen
class ScaleStep:
    """One level of a model's scale."""

    name: str
    meaning: str
    """One sentence; empty if the model has none."""
    needs: str
    """The weakest kind of evidence that proves it, from `KINDS`."""


@frozen
class Imported:
    """An imported model: tables as they are in the files."""

    id: str
    title: str
    subject: str
    """The subject of a guide, as in “Working safely with our software”."""
    licence: str
    source: str
    scale: Sequence[ScaleStep]
    default_target: int
    sections: Sequence[Mapping[str, Any]]
    scoring: Mapping[str, Any]
    facts: Sequence[Mapping[str, Any]] = ()
    rules: Sequence[Mapping[str, Any]] = ()


def as_files(model: Imported) -> dict[str, str]:
    """Return a model as files: path to text."""
    main = {
        "format": 1,
        "id": model.id,
        "title": model.title,
        "version": "1.0.0",
        "licence": model.licence,
        "subject": model.subject,
        "sections": [section["id"] for section in model.sections],
        "default_target": model.default_target,
        "scale": [
            _without_empty({"level": level, "name": step.name, "meaning": step.meaning, "needs": step.needs})
            for level, step in enumerate(model.scale)
        ],
        "evidence_kinds": list(KINDS),
        **({"facts": list(model.facts)} if model.facts else {}),
    }
    files = {"questionnaire.toml": _without_empty(main)}
    if model.scoring:
        files["scoring.toml"] = {"format": 1, **model.scoring}
    if model.rules:
        files["tailoring.toml"] = {"rules": list(model.rules)}
    for place, section in enumerate(model.sections, start=1):
        practices = [_without_empty(practice) for practice in section["practices"]]
        files[f"sections/{place:02}-{section['id']}.toml"] = _without_empty({**section, "practices": practices})
    said = f"# Made by `levelbook questionnaire import` from: {model.source}\n"
    said += f"# Licence of its texts: {model.licence}\n\n" if model.licence else "\n"
    return {name: said + tomli_w.dumps(content) for name, content in files.items()}


def slug(name: str) -> str:
    """Turn a name into an id: lower-case words and numbers joined by hyphens, Latin letters as a to z."""
    return "-".join(re.findall(r"[a-z0-9]+", in_latin_letters(name)))[:64].strip("-")


def _without_empty(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if value not in ("", [], None)}

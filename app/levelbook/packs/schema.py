"""This module makes JSON Schemas of content files, so that editors with TOML support complete keys and mark mistakes;
of an edition's `scorecard.json`, for authors of programs that read it; and of an organisation's `portfolio.toml`.

pydantic makes them from the classes that mirror the files. The descriptions are the docstrings under the fields of the
classes, read from the source here because keeping them at run time would slow down every command.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Mapping
from dataclasses import is_dataclass
from functools import cache
from typing import Any

from levelbook.core.assessment import sealed_scorecard
from levelbook.core.assessment.sealed_scorecard import SealedScorecard
from levelbook.core.portfolio import organisation
from levelbook.core.portfolio.organisation import Organisation
from levelbook.core.questionnaire import bulletins, frameworks, questionnaire, scoring_model, version_map
from levelbook.core.questionnaire.frameworks import Framework
from levelbook.core.questionnaire.questionnaire import Section
from levelbook.core.text.field_types import file_keys
from levelbook.packs import file_models, scoring_model_file, version_map_file
from levelbook.packs.file_models import BulletinsFile, ProfileFile, QuestionnaireFile, TailoringFile
from levelbook.packs.scoring_model_file import ScoringModelFile
from levelbook.packs.version_map_file import MigrationsFile
from levelbook.reading import strict

FILES: Mapping[str, tuple[type[Any], str]] = {
    "questionnaire": (QuestionnaireFile, "questionnaire.toml"),
    "section": (Section, "sections/NN-<id>.toml"),
    "tailoring": (TailoringFile, "tailoring.toml"),
    "migrations": (MigrationsFile, "migrations.toml"),
    "scoring": (ScoringModelFile, "scoring.toml"),
    "profile": (ProfileFile, "profiles/<name>.toml"),
    "framework": (Framework, "frameworks/<key>.toml"),
    "bulletins": (BulletinsFile, "bulletins.toml"),
}

Shape = dict[str, Any]


def json_schemas() -> dict[str, Shape]:
    """Map each kind of file to its schema, draft 2020-12."""
    schemas = {word: _without_nulls(_schema(kind, name)) for word, (kind, name) in FILES.items()}
    return {
        **schemas,
        "scorecard": _schema(SealedScorecard, "editions/<name>/scorecard.json"),
        "portfolio": _without_nulls(_schema(Organisation, "portfolio.toml")),
    }


def _schema(kind: type[Any], name: str) -> Shape:
    made = strict.json_schema(kind)
    definitions = made.pop("$defs", {})
    for title, definition in [(kind.__name__, made), *definitions.items()]:
        _describe(title, definition)
    schema: Shape = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"levelbook: {name}",
        **{key: value for key, value in made.items() if key != "title"},
    }
    if definitions:
        schema["$defs"] = definitions
    return schema


def _describe(class_name: str, schema: Shape) -> None:
    """Give every key its description, and no title, which would only repeat its name."""
    sentences = _docstrings().get(class_name, {})
    for key, value in schema.get("properties", {}).items():
        value.pop("title", None)
        if key in sentences:
            value["description"] = sentences[key]
        if key == "when":
            value["additionalProperties"] = False
            value["description"] = (
                "Fact id to a test; all must hold. A list: any of these choices. { all = […] }: every one."
                " { only = […] }: at least one, and none outside. { none = […] }: answered, and none of these."
            )


def _without_nulls(schema: Any) -> Any:
    """Remove nulls, which TOML does not have: optional keys are simply not required."""
    if isinstance(schema, list):
        return [_without_nulls(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    schema = {key: _without_nulls(value) for key, value in schema.items() if not (key == "default" and value is None)}
    branches = [branch for branch in schema.get("anyOf", []) if branch != {"type": "null"}]
    if "anyOf" in schema:
        rest = {key: value for key, value in schema.items() if key != "anyOf"}
        return {**branches[0], **rest} if len(branches) == 1 else {**rest, "anyOf": branches}
    return schema


@cache
def _docstrings() -> Mapping[str, Mapping[str, str]]:
    """Map class names to keys in the file to the docstrings under the fields."""
    found: dict[str, dict[str, str]] = {}
    for module in (
        questionnaire,
        frameworks,
        bulletins,
        version_map,
        scoring_model,
        file_models,
        version_map_file,
        scoring_model_file,
        sealed_scorecard,
        organisation,
    ):
        for statement in ast.parse(inspect.getsource(module)).body:
            kind = vars(module).get(statement.name) if isinstance(statement, ast.ClassDef) else None
            if isinstance(statement, ast.ClassDef) and is_dataclass(kind):
                inherited = (found.get(base.id, {}) for base in statement.bases if isinstance(base, ast.Name))
                sentences = {key: text for base in inherited for key, text in base.items()}
                found[statement.name] = sentences | _sentences(statement, file_keys(kind))
    return found


def _sentences(statement: ast.ClassDef, keys: Mapping[str, str]) -> dict[str, str]:
    """Return the docstrings under the fields of one class, by the keys in the file."""
    found: dict[str, str] = {}
    for line, following in zip(statement.body, statement.body[1:], strict=False):
        match line, following:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(sentence))):
                found[keys.get(name, name)] = inspect.cleandoc(sentence)
    return found

"""JSON Schema of each content file, so that editors with TOML support complete keys and mark mistakes.

pydantic makes them of the models; the sentences are the docstrings under the models' fields, read from the source here
because reading them while the models are made would slow down every command.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel

from levelbook.core.questionnaire import questionnaire, version_map
from levelbook.core.questionnaire.bulletins import BulletinsFile
from levelbook.core.questionnaire.frameworks import Framework
from levelbook.core.questionnaire.questionnaire import ProfileFile, QuestionnaireFile, Section, TailoringFile
from levelbook.core.questionnaire.version_map import MigrationsFile

FILES: Mapping[str, tuple[type[BaseModel], str]] = {
    "questionnaire": (QuestionnaireFile, "questionnaire.toml"),
    "section": (Section, "sections/NN-<id>.toml"),
    "tailoring": (TailoringFile, "tailoring.toml"),
    "migrations": (MigrationsFile, "migrations.toml"),
    "profile": (ProfileFile, "profiles/<name>.toml"),
    "framework": (Framework, "frameworks/<key>.toml"),
    "bulletins": (BulletinsFile, "bulletins.toml"),
}

Shape = dict[str, Any]


def schemas() -> dict[str, Shape]:
    """Kind of file to its schema, draft 2020-12."""
    return {kind: _schema(model, name) for kind, (model, name) in FILES.items()}


def _schema(model: type[BaseModel], name: str) -> Shape:
    made = model.model_json_schema()
    definitions = made.pop("$defs", {})
    for title, definition in [(model.__name__, made), *definitions.items()]:
        _describe(title, definition)
    schema: Shape = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"levelbook: {name}",
        **{key: value for key, value in made.items() if key != "title"},
    }
    if definitions:
        schema["$defs"] = definitions
    without: Shape = _without_nulls(schema)
    return without


def _describe(class_name: str, schema: Shape) -> None:
    """Give every key its sentence; its title would only repeat its name."""
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
    """TOML has no null: what may be left out is simply not required."""
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
    """Class name to field name to the sentence under the field."""
    found: dict[str, dict[str, str]] = {}
    sources = (inspect.getsource(module) for module in (questionnaire, version_map))
    for statement in (statement for text in sources for statement in ast.parse(text).body):
        if isinstance(statement, ast.ClassDef):
            inherited = (found.get(base.id, {}) for base in statement.bases if isinstance(base, ast.Name))
            fields = found[statement.name] = {name: text for base in inherited for name, text in base.items()}
            for line, following in zip(statement.body, statement.body[1:], strict=False):
                match line, following:
                    case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(sentence))):
                        fields[_alias(line.annotation) or name] = inspect.cleandoc(sentence)
    return found


def _alias(annotation: ast.expr) -> str:
    """What the file calls a field, where that is another name than ours."""
    for part in ast.walk(annotation):
        match part:
            case ast.keyword(arg="alias", value=ast.Constant(value=str(alias))):
                return alias
    return ""

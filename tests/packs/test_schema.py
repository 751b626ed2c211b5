"""Editors complete and check with these schemas: they accept what levelbook accepts and mark slips."""

from __future__ import annotations

import copy
import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from levelbook.packs.find import find_questionnaire
from levelbook.packs.schema import json_schemas
from levelbook.packs.starter_files import starter
from support.two_versions import MIGRATIONS

SHIPPED = find_questionnaire("genai-security", Path())
KINDS = (
    "questionnaire",
    "section",
    "tailoring",
    "migrations",
    "scoring",
    "profile",
    "framework",
    "bulletins",
    "scorecard",
    "portfolio",
)
FILES = {
    "questionnaire": "questionnaire.toml",
    "section": "sections/*.toml",
    "tailoring": "tailoring.toml",
    "profile": "profiles/*.toml",
    "framework": "frameworks/*.toml",
    "bulletins": "bulletins.toml",
}


def errors(kind: str, table: dict[str, Any]) -> list[str]:
    return [error.message for error in _validator(kind).iter_errors(table)]


@cache
def _validator(kind: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json_schemas()[kind])


def starter_file(name: str) -> dict[str, Any]:
    return tomllib.loads(starter("small", "A small one")[name])


def test_there_is_one_for_each_content_file() -> None:
    assert tuple(json_schemas()) == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_each_is_a_draft_2020_12_schema(kind: str) -> None:
    schema = json_schemas()[kind]

    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("kind", FILES)
def test_the_shipped_files_are_valid(kind: str) -> None:
    paths = sorted(SHIPPED.glob(FILES[kind]))

    assert paths
    for path in paths:
        table = json.loads(json.dumps(tomllib.loads(path.read_text(encoding="utf-8")), default=str))  # days are texts
        assert errors(kind, table) == [], path


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("questionnaire", "questionnaire.toml"),
        ("section", "sections/01-data.toml"),
        ("tailoring", "tailoring.toml"),
        ("profile", "profiles/hosted-shop.toml"),
    ],
)
def test_a_misspelt_key_is_refused_at_every_depth(kind: str, name: str) -> None:
    table = starter_file(name)
    assert errors(kind, table) == []

    assert tables(table)
    for inner in tables(table):
        if kind == "profile" and inner is table["profile"]:
            continue  # a schema cannot know the facts
        inner["misspelt key"] = 1
        assert errors(kind, table), inner
        del inner["misspelt key"]


def tables(value: Any) -> list[dict[str, Any]]:
    """Every table in a document, itself included."""
    if isinstance(value, dict):
        return [value, *(inner for item in value.values() for inner in tables(item))]
    return [inner for item in value for inner in tables(item)] if isinstance(value, list) else []


def test_migrations_are_described_too() -> None:
    table = copy.deepcopy(MIGRATIONS)
    assert errors("migrations", table) == []

    for inner in tables(table):
        inner["misspelt key"] = 1
        assert errors("migrations", table), inner
        del inner["misspelt key"]
    upgrade = json_schemas()["migrations"]["$defs"]["VersionUpgrade"]["properties"]
    assert upgrade["from"]["description"] == "The version before."
    table["upgrades"][0]["practices"][0]["became"] = "renomed"
    assert errors("migrations", table)


@pytest.mark.parametrize(
    ("test", "is_valid"),
    [
        (["provider"], True),
        ({"none": ["provider"]}, True),
        ({"non": ["provider"]}, False),
        ("provider", False),
        (["No id"], False),
    ],
)
def test_a_when_is_described(test: Any, is_valid: bool) -> None:
    rules = {"rules": [{"when": {"hosting": test}, "because": "so"}]}

    assert (errors("tailoring", rules) == []) is is_valid


def test_keys_are_explained_and_nothing_is_null() -> None:
    schemas = json_schemas()
    practice = schemas["section"]["$defs"]["Practice"]["properties"]

    assert practice["rule"]["description"] == "The imperative sentence that people work by."
    assert "{ only = […] }" in schemas["tailoring"]["$defs"]["Rule"]["properties"]["when"]["description"]
    toml = {kind: schema for kind, schema in schemas.items() if kind != "scorecard"}  # which is JSON
    assert "null" not in str(toml)

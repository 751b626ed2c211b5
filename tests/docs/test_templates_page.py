"""docs/templates.md says what a template is given, all of it and nothing else: read from the page, met in rendering."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from levelbook.book.authoring import template_authoring
from levelbook.book.publishing.guide_template import FoundTemplate
from levelbook.guide.write import render
from levelbook.packs.find import find_template
from support import REPOSITORY

PAGE = (REPOSITORY / "docs" / "templates.md").read_text("utf-8")
FILES, SHAPES = PAGE.partition("## The variables of each file")[2].split("\n## Shapes\n")
TYPES = {
    "text": {str},
    "number": {int},
    "yes or no": {bool},
    "number or text": {int, str},
    "texts by criterion": {dict},
}

LONGEST_LINE = 160
"""Characters of a line in a template, which its author reads in an editor."""

Paths = dict[str, set[type]]
"""Where something stands, as `page.rows[].text`, and of which types it is."""


def tables(part: str) -> dict[str, list[tuple[str, str]]]:
    """Heading to its rows of variable and type."""
    pieces = re.split(r"^### (.+)$", part, flags=re.MULTILINE)
    return {
        name: re.findall(r"^\| `([\w.]+)` \| ([^|]+?) \|", text, re.MULTILINE)
        for name, text in zip(pieces[1::2], pieces[2::2], strict=True)
    }


def shapes() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    bases: dict[str, list[str]] = {}
    for heading, rows in tables(SHAPES).items():
        name, _, of = heading.rstrip(")").partition(" (")
        found[name], bases[name] = rows, of.split(", ") if of else []
    return {name: [row for base in bases[name] for row in found[base]] + rows for name, rows in found.items()}


def documented(
    rows: list[tuple[str, str]], known: Mapping[str, list[tuple[str, str]]], at: str = ""
) -> Iterator[tuple[str, type]]:
    for variable, kind in rows:
        path = f"{at}{variable}"
        for place in range(1, variable.count(".") + 1):
            yield at + ".".join(variable.split(".")[:place]), dict
        yield from _of_kind(path, kind, known)


def _of_kind(path: str, kind: str, known: Mapping[str, list[tuple[str, str]]]) -> Iterator[tuple[str, type]]:
    if kind in TYPES:
        yield from ((path, type_) for type_ in TYPES[kind])
    elif kind == "pairs":
        yield from ((path, list), (f"{path}[]", int), (f"{path}[]", str))
    elif kind.startswith("list of "):
        yield path, list
        yield from _of_kind(f"{path}[]", re.sub("^lists ", "list ", kind.removeprefix("list of ")), known)
    else:
        name = kind.removesuffix(" or empty").strip("*")
        yield path, dict
        yield from documented(known[name], known, f"{path}.")


def met(value: Any, at: str) -> Iterator[tuple[str, type]]:
    if isinstance(value, dict):
        yield at, dict
        for key, inside in value.items():
            if not at.endswith("practice.here"):
                yield from met(inside, f"{at}.{key}".lstrip("."))
    elif isinstance(value, list | tuple):
        yield at, list
        for inside in value:
            yield from met(inside, f"{at}[]")
    else:
        yield at, type(value)


def as_paths(pairs: Iterator[tuple[str, type]]) -> Paths:
    found: Paths = defaultdict(set)
    for path, type_ in pairs:
        found[path].add(type_)
    found.pop("", None)
    return dict(found)


def test_the_page_describes_every_variable_of_every_file(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Paths] = defaultdict(lambda: defaultdict(set))
    original = render.Template.render

    def noted(self: render.Template, file: str, context: render.Context, up: str = "") -> str:
        for path, types in as_paths(met(dict(context), "")).items():
            given[file][path] |= types
        return original(self, file, context, up)

    monkeypatch.setattr(render.Template, "render", noted)
    template = FoundTemplate(find_template("living-guide", Path())).opened()

    assert template_authoring.try_out(template) == ()

    said = {file: as_paths(documented(rows, shapes())) for file, rows in tables(FILES).items()}
    assert sorted(said) == sorted(given)
    for file, paths in given.items():
        # An answer that is always a number here may be a text elsewhere; what is met must be said, and the other way.
        assert sorted(set(paths) - set(said[file])) == [], f"docs/templates.md does not say what {file} is given"
        wrong = {path: types for path, types in paths.items() if not types <= said[file][path]}
        assert wrong == {}, f"docs/templates.md says another type in {file}"
    every = set().union(*given.values())
    unmet = {(file, path) for file, paths in said.items() for path in set(paths) - set(given[file])}
    assert sorted(f"{file}: {path}" for file, path in unmet if path not in every) == [], "said, and never given"


def test_the_page_names_every_table_of_words_that_the_living_guide_has() -> None:
    manifest = FoundTemplate(find_template("living-guide", Path())).held.manifest
    named = set(re.findall(r"`\[+(\w+)\]+`", PAGE.partition("## template.toml")[2].partition("\n## ")[0]))

    assert {name for name, words in manifest.items() if isinstance(words, dict | list)} - {"facts_of"} <= named


def test_no_line_of_the_living_guide_is_too_long_to_be_read_in_an_editor() -> None:
    texts = FoundTemplate(find_template("living-guide", Path())).held.files

    assert [line for text in texts.values() for line in text.splitlines() if len(line) > LONGEST_LINE] == []

"""This module reads the files of a guide template; `guide/write/render.py` interprets them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from levelbook.core.frozen import frozen
from levelbook.packs.files import Problems, Source, entries, must_be_folder, source, text_of
from levelbook.reading.validation_problems import found_words

FORMAT = 1
MANIFEST = "template.toml"
SUFFIX = ".md.jinja"


@frozen
class Template:
    """A template as read from its folder. It may be from a stranger: nothing of it has been executed."""

    folder: Path
    manifest: Mapping[str, Any]
    """The content of `template.toml`."""
    files: Mapping[str, str]
    """Map file names, such as `practice.md.jinja`, to texts."""
    manifest_text: str

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """Map file names to the SHA-256 of the texts, in hex digits; including `template.toml`."""
        texts = {MANIFEST: self.manifest_text, **self.files}
        return {name: hashlib.sha256(texts[name].encode("utf-8")).hexdigest() for name in sorted(texts)}

    @cached_property
    def digest(self) -> str:
        """The SHA-256 over all files, in hex digits: a person agrees to a template by this digest."""
        return hashlib.sha256(json.dumps([*self.digests.items()]).encode("utf-8")).hexdigest()


def read_template(folder: Path) -> Template:
    """Read the template in a folder. Raises FileIsWrong with every problem of its files."""
    must_be_folder(folder)
    problems = Problems()
    manifest = source(folder / MANIFEST, problems)
    paths = [path for path in entries(folder, problems, root=True) if path.name.endswith(SUFFIX)]
    files = {path.name: text_of(path, problems) for path in paths}
    if manifest:
        _check_format(manifest, problems)
    if manifest and not files:
        problems.append(manifest.problem((), f"There is no *{SUFFIX} file beside this one."))
    problems.refuse()
    assert manifest is not None
    texts = {name: text for name, text in files.items() if text is not None}
    return Template(folder, manifest.table, texts, manifest.text)


def _check_format(manifest: Source, problems: Problems) -> None:
    """Report an unknown format; a template does not have to name its format."""
    written = manifest.table.get("format", FORMAT)
    if type(written) is int and written > FORMAT:
        message = f"This template has format {written}; this levelbook reads format {FORMAT}."
        problems.append(manifest.problem(("format",), message, "Use a newer levelbook."))
    elif type(written) is not int or written != FORMAT:
        message = f"This is {found_words(written)}; a format is a whole number from 1."
        problems.append(manifest.problem(("format",), message, f"Write “format = {FORMAT}”."))

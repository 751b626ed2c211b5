"""A book as levelbook wrote it in format 1."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

from levelbook.packs.companions import file_texts
from levelbook.packs.read import read_questionnaire
from levelbook.store import answers_text, toml_text
from levelbook.store.digests import digest
from levelbook.store.editions import read_edition

FIGURES = ("level", "low", "high", "evidenced", "target", "attainment", "coverage", "confirmed")


def as_format_one(book: Path, questions: Path) -> None:
    """Write a book's files anew as format 1 has them; `questions` is the questionnaire of all its editions."""
    paths = [book / "answers.toml", *book.glob("ballots/*.toml"), *book.glob("editions/*/answers.toml")]
    questionnaire = read_questionnaire(questions)
    for path in paths:
        held = answers_text.parse(path.read_bytes(), path.name)
        path.write_text(answers_text.render(replace(held, format=1), questionnaire), "utf-8")
    for path in sorted(book.glob("editions/*")):
        _edition(path, questions)
    shutil.rmtree(book / "questionnaires")
    for path in (book / "guide.md", *book.glob("editions/*/guide.md")):
        path.write_text(re.sub(r"^assembled_by: .*\n", "", path.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    for path in book.glob("editions/*"):
        _seal_again(path)


def _edition(path: Path, questions: Path) -> None:
    """Give an edition its own questionnaire, and its figures in `edition.toml`."""
    edition = read_edition(path)
    for name, text in file_texts(questions).items():
        own = path / "questionnaire" / name
        own.parent.mkdir(parents=True, exist_ok=True)
        own.write_text(text, "utf-8")
    overall = json.loads((path / "scorecard.json").read_text("utf-8"))["overall"]
    (path / "scorecard.json").unlink()
    document = {
        "format": 1,
        "name": edition.name,
        "number": edition.number,
        "previous": edition.previous,
        "sealed_at": edition.sealed_at,
        "sealed_on": edition.sealed_on,
        "files": {},
        "scorecard": {"overall": {name: overall[name] for name in FIGURES if overall[name] is not None}},
    }
    text = toml_text.inside("", {name: value for name, value in document.items() if value is not None})
    (path / "edition.toml").write_text(text, "utf-8")


def _seal_again(path: Path) -> None:
    files = sorted(one for one in path.rglob("*") if one.is_file() and one.name != "edition.toml")
    lines = [f'"{one.relative_to(path).as_posix()}" = "{digest(one.read_bytes())}"\n' for one in files]
    text = (path / "edition.toml").read_text("utf-8")
    (path / "edition.toml").write_text(text.replace("[files]\n", f"[files]\n{''.join(lines)}"), "utf-8")

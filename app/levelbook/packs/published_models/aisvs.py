"""This module reads OWASP AISVS from its published Markdown: a folder `1.0/en` of chapters.

A requirement is a practice that is met or not. The standard's three levels are cumulative: one is reached when every
requirement up to it is met, and there is no mean. Which level a team aims for is a fact; what is above does not apply.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from levelbook.core.errors import FileIsWrong
from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import clean_line
from levelbook.packs.files import Problems, entries, must_be_folder, shown, text_of
from levelbook.packs.questionnaire_files import Imported, ScaleStep, as_files, slug

SOURCE = "OWASP AISVS, https://github.com/OWASP/AISVS"
LICENCE = "CC BY-SA 4.0"
LEVELS = (1, 2, 3)
SCALE = (
    ScaleStep("Not met", "It is missing, or nobody can show that it is there everywhere.", "asserted"),
    ScaleStep("Met", "It is there everywhere, and somebody can show it.", "documented"),
)
_CHAPTER = re.compile(r"C(\d{1,2}) (.+)")
_PART = re.compile(r"C(\d{1,2})\.(\d{1,2}) (.+)")
_NUMBER = re.compile(r"\d{1,2}\.\d{1,2}\.\d{1,3}")
_TITLE_WORDS = 9


@frozen
class Requirement:
    """One requirement of the standard."""

    number: str
    """The number in the standard, such as `10.1.1`."""
    text: str
    """The requirement without “Verify that”."""
    level: int


@frozen
class Part:
    """A part of a chapter, such as C10.1."""

    number: str
    title: str
    about: str
    requirements: tuple[Requirement, ...]


@frozen
class Chapter:
    """A chapter, such as C10."""

    number: str
    title: str
    parts: tuple[Part, ...]


def read(path: Path) -> dict[str, str]:
    """Turn the standard in a folder into a questionnaire: path to text. Raises FileIsWrong, with the file."""
    must_be_folder(path)
    folder = path / "en" if (path / "en").is_dir() else path
    problems = Problems()
    paths = [file for file in entries(folder, problems) if re.fullmatch(r"0x10-C\d\d-.*\.md", file.name)]
    problems.refuse()
    if not paths:
        raise FileIsWrong.one(
            "There is no chapter 0x10-C….md in this folder.",
            path=shown(folder),
            remedy="Name the folder of one version, such as AISVS/1.0.",
        )
    chapters = [_chapter(file) for file in paths]
    return as_files(_imported(chapters, version=path.name if path.name[:1].isdigit() else ""))


def _chapter(path: Path) -> Chapter:
    from markdown_it import MarkdownIt  # 60 ms, which only an import pays

    problems = Problems()
    text = text_of(path, problems)
    problems.refuse()
    assert text is not None
    chapter: re.Match[str] | None = None
    parts: list[Part] = []
    open_part: tuple[str, str] | None = None
    about = ""
    found: list[Requirement] = []

    def close() -> None:
        if open_part is not None:
            parts.append(Part(open_part[0], open_part[1], about, tuple(found)))

    for kind, cells in _blocks(MarkdownIt("commonmark").enable("table").parse(text)):
        if kind == "h1":
            chapter = _CHAPTER.fullmatch(cells[0])
        elif kind == "h2":
            close()
            about, found = "", []
            part = _PART.fullmatch(cells[0])
            open_part = (f"{part[1]}.{part[2]}", part[3]) if part else None
        elif kind == "p" and open_part is not None and not about:
            about = cells[0]
        elif kind == "tr" and open_part is not None and _NUMBER.fullmatch(cells[0]):
            found.append(_requirement(path, cells))
    close()
    if chapter is None or not any(part.requirements for part in parts):
        message = "This is not a chapter of the standard: a heading such as “C10 …”, and tables of requirements."
        raise FileIsWrong.one(message, path=shown(path))
    return Chapter(chapter[1], chapter[2], tuple(part for part in parts if part.requirements))


def _requirement(path: Path, cells: Sequence[str]) -> Requirement:
    number = cells[0]
    if len(cells) != 3 or cells[2] not in map(str, LEVELS):
        raise FileIsWrong.one(f"Requirement {number} has no level from 1 to 3.", path=shown(path))
    text = re.sub(r"^verify that\b\s*", "", cells[1], flags=re.IGNORECASE)
    if not text:
        raise FileIsWrong.one(f"Requirement {number} has no text.", path=shown(path))
    return Requirement(number, text, int(cells[2]))


def _blocks(tokens: Sequence[Any]) -> Iterator[tuple[str, list[str]]]:
    """Yield headings, paragraphs and rows of tables in order, each with its plain texts."""
    row: list[str] | None = None
    tag = ""
    for token in tokens:
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            yield "tr", row or []
            row = None
        elif token.type in ("heading_open", "paragraph_open"):
            tag = token.tag
        elif token.type == "inline":
            text = clean_line("".join(child.content or " " * (child.type == "softbreak") for child in token.children))
            if row is not None:
                row.append(text)
            else:
                yield tag, [text]


def _imported(chapters: Sequence[Chapter], version: str) -> Imported:
    sections: list[dict[str, Any]] = []
    nodes: list[dict[str, Any]] = [
        {"id": "aisvs", "title": "OWASP AISVS", "aggregation": "cumulative-level", "range": [0, 3]}
    ]
    questions: list[dict[str, Any]] = []
    above: dict[int, list[str]] = {level: [] for level in LEVELS}
    for chapter in chapters:
        section = slug(chapter.title)
        nodes.append(
            {
                "id": section,
                "title": f"C{chapter.number} {chapter.title}",
                "aggregation": "cumulative-level",
                "within": "aisvs",
                "range": [0, 3],
                "source_id": f"C{chapter.number}",
            }
        )
        practices = []
        for part in chapter.parts:
            for one in part.requirements:
                name = f"r{one.number.replace('.', '-')}"
                practices.append(_practice(name, one, part))
                questions.append(
                    {
                        "practice": f"{section}.{name}",
                        "within": section,
                        "answers": "met",
                        "at_level": one.level,
                        "source_id": f"C{one.number}",
                    }
                )
                for level in LEVELS:
                    if one.level > level:
                        above[level].append(f"{section}.{name}")
        sections.append({"id": section, "title": chapter.title, "practices": practices})
    fact = {
        "id": "aisvs-level",
        "question": "Which level of AISVS do you aim for?",
        "choices": [{"id": f"level-{level}", "label": f"Level {level}"} for level in LEVELS],
    }
    rules = [
        {
            "when": {"aisvs-level": [f"level-{level}"]},
            "because": f"you aim for level {level} of AISVS",
            "not_applicable": above[level],
        }
        for level in LEVELS
        if above[level]
    ]
    return Imported(
        id="owasp-aisvs",
        title=f"OWASP AISVS {version}".strip(),
        subject="AI systems",
        licence=LICENCE,
        source=f"{SOURCE}, version {version}" if version else SOURCE,
        scale=SCALE,
        default_target=1,
        sections=sections,
        facts=[fact],
        rules=rules,
        scoring={
            "name": "AISVS level",
            "source": SOURCE,
            "blank": "zero",
            "decimals": 0,
            "answer_sets": [{"id": "met", "values": [0, 1], "labels": ["Not met", "Met"]}],
            "nodes": nodes,
            "questions": questions,
        },
    )


def _practice(name: str, one: Requirement, part: Part) -> dict[str, Any]:
    words = one.text.rstrip(".").split()
    title = " ".join(words[:_TITLE_WORDS]) + ("…" if len(words) > _TITLE_WORDS else "")
    return {
        "id": name,
        "title": f"{one.number} {title}",
        "rule": f"Make sure that {one.text.rstrip('.')}.",
        "question": f"Can you show that {one.text.rstrip('.')}?",
        "why": part.about,
        "impact": 4 - one.level,
        "levels": [
            {"level": 0, "statement": "Not met: it is missing, or nobody can show that it is there everywhere."},
            {"level": 1, "statement": "Met: it is there everywhere, and somebody can show it."},
        ],
    }

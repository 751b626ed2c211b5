"""These classes mirror a questionnaire's files, key by key, as far as they hold more than core values.

Sections and frameworks need none: `sections/NN-<id>.toml` is a `Section`, `frameworks/*.toml` a `Framework`. The class
for `migrations.toml` is in `version_map_file.py`, because few commands need it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from typing import Annotated

from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.bulletins import Bulletin
from levelbook.core.questionnaire.questionnaire import (
    EvidenceKind,
    Fact,
    IncompatibleFacts,
    InheritedLevel,
    Moment,
    Rule,
    ScaleLevel,
)
from levelbook.core.text.cleaning import clean_line
from levelbook.core.text.field_types import FormatNumber, Id, Len, LevelNumber, Line, RequiredLine


def _folder(value: str) -> str:
    """Accept only a folder below the current one, because a questionnaire may come from a stranger."""
    parts = value.split("/")
    if value and (any(part in ("", ".", "..") for part in parts) or re.search(r'[\\:*?"<>|]', value)):
        raise ValueError("this must be a path below the working folder, such as docs/cloud-security")
    return value


def _version(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.+_ -]{0,63}", value):
        raise ValueError("a version is letters, numbers, dots, hyphens and the like, such as 1.2.0")
    return value


@frozen
class Agreement:
    """One demand that several criteria make, so that none of them comes to contradict another."""

    criteria: Annotated[tuple[RequiredLine, ...], Len(2)]
    """Full ids with section and practice, such as `agentic-ai.agent-sandboxing.parts-apart`."""
    words: Annotated[tuple[RequiredLine, ...], Len(1)]
    """Words that all of them must contain, in upper or lower case."""
    because: RequiredLine
    """What the criteria agree on."""


@frozen
class QuestionnaireFile:
    """Mirrors `questionnaire.toml`."""

    format: FormatNumber
    id: Id
    title: RequiredLine
    version: Annotated[RequiredLine, _version]
    sections: Annotated[tuple[Id, ...], Len(1)]
    """Ids of the sections in order; each has a file `sections/NN-<id>.toml`."""
    scale: Annotated[tuple[ScaleLevel, ...], Len(2)]
    evidence_kinds: Annotated[tuple[EvidenceKind, ...], Len(1)]
    """Kinds of evidence, weakest first."""
    default_target: LevelNumber
    inherited_scale: tuple[InheritedLevel, ...] = ()
    facts: tuple[Fact, ...] = ()
    incompatible: tuple[IncompatibleFacts, ...] = ()
    """Answers to facts that cannot all be true of one team: `profile`, `init`, the app and `check` say so."""
    agreements: tuple[Agreement, ...] = ()
    """Demands made in more than one practice: `questionnaire check` finds contradictions between them."""
    licence: Line = ""
    """The licence of its text, such as `CC BY 4.0`. The record names it; no figure depends on it."""

    subject: Line = ""
    """The subject of a guide if the team names no system, as in “Working safely with generative AI”."""
    folder: Annotated[str, clean_line, _folder] = ""
    """The folder in which `levelbook init` creates a book by default; `docs/` and the id if left out."""
    moments: Mapping[Moment, RequiredLine] = field(default_factory=dict)
    """Names for the moments at which a rule matters, in this questionnaire's words; the template's if left out."""


@frozen
class TailoringFile:
    """Mirrors `tailoring.toml`."""

    rules: tuple[Rule, ...] = ()


@frozen
class ProfileFile:
    """A named example profile. Mirrors `profiles/*.toml`."""

    title: RequiredLine
    profile: Mapping[Id, Id | tuple[Id, ...]]


@frozen
class BulletinsFile:
    """Mirrors `bulletins.toml`, which is not part of the questions, so editions do not store it."""

    bulletins: tuple[Bulletin, ...] = ()

"""What a questionnaire's files hold around the values of the core: one class for each file, key by key.

Sections and frameworks need none: `sections/NN-<id>.toml` is a `Section`, `frameworks/*.toml` a `Framework`. That of
`migrations.toml` is in `version_map_file.py`, because few commands need it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le, Len

from levelbook.core.questionnaire.bulletins import Bulletin
from levelbook.core.questionnaire.questionnaire import EvidenceKind, Fact, InheritedLevel, Rule, ScaleLevel
from levelbook.core.text.fields import Id, LevelNumber, Line, RequiredLine


@dataclass(frozen=True)
class QuestionnaireFile:
    """Mirrors `questionnaire.toml`."""

    format: Annotated[int, Ge(1), Le(1)]
    id: Id
    title: RequiredLine
    version: RequiredLine
    sections: Annotated[tuple[Id, ...], Len(1)]
    """Ids in order; each is a file `sections/NN-<id>.toml`."""
    scale: Annotated[tuple[ScaleLevel, ...], Len(2)]
    evidence_kinds: Annotated[tuple[EvidenceKind, ...], Len(1)]
    """Weakest first."""
    default_target: LevelNumber
    inherited_scale: tuple[InheritedLevel, ...] = ()
    facts: tuple[Fact, ...] = ()
    licence: Line = ""
    """Under which others may use its text, such as `CC BY 4.0`. The record names it; no figure depends on it."""


@dataclass(frozen=True)
class TailoringFile:
    """Mirrors `tailoring.toml`."""

    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True)
class ProfileFile:
    """A named example profile. Mirrors `profiles/*.toml`."""

    title: RequiredLine
    profile: Mapping[Id, Id | tuple[Id, ...]]


@dataclass(frozen=True)
class BulletinsFile:
    """Mirrors `bulletins.toml`. It is no part of what is asked, so editions do not hold it."""

    bulletins: tuple[Bulletin, ...] = ()

"""`migrations.toml` holds a questionnaire's version map: what became of ids from one version to the next."""

from __future__ import annotations

from typing import Annotated

from levelbook.core.questionnaire.version_map import MOST_UPGRADES, VersionMap, VersionUpgrade
from levelbook.core.text.fields import FormatNumber, Len
from levelbook.frozen import frozen
from levelbook.packs.files import Problems, Source


@frozen
class MigrationsFile:
    """Mirrors `migrations.toml`."""

    format: FormatNumber
    upgrades: Annotated[tuple[VersionUpgrade, ...], Len(1, MOST_UPGRADES)]
    """Oldest first; each begins with the version that the one before it ends with."""


def version_map_in(source: Source, problems: Problems) -> VersionMap | None:
    """Return the version map that the file holds, or None once its problems are noted."""
    file = source.value(MigrationsFile, problems)
    return VersionMap(file.upgrades) if file else None

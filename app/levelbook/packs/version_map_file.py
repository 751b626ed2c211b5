"""`migrations.toml` holds a questionnaire's version map: what became of ids from one version to the next."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Final

from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.version_map import MOST_UPGRADES, VersionMap, VersionUpgrade
from levelbook.core.text.field_types import FormatNumber, Len
from levelbook.packs.files import Problems, Source

MOST_PARTS_IN_ALL: Final = 1_000
"""The most parts into which a version map splits ids. Each part may be split again, and the time to follow all grows
with the square of their number."""


@frozen
class MigrationsFile:
    """Mirrors `migrations.toml`."""

    format: FormatNumber
    upgrades: Annotated[tuple[VersionUpgrade, ...], Len(1, MOST_UPGRADES)]
    """The upgrades, oldest first; each begins with the version at which the previous one ends."""


def version_map_in(source: Source, problems: Problems) -> VersionMap | None:
    """Return the version map that the file holds, or None once its problems are noted."""
    file = source.value(MigrationsFile, problems)
    if file is None:
        return None
    parts = _parts_of_splits(file.upgrades)
    if parts > MOST_PARTS_IN_ALL:
        message = f"Ids are split into {parts:,} parts in all; at most {MOST_PARTS_IN_ALL:,} are followed."
        problems += [source.problem(("upgrades",), message, "Leave out what was split in versions that nobody has.")]
        return None
    return VersionMap(file.upgrades)


def _parts_of_splits(upgrades: Iterable[VersionUpgrade]) -> int:
    changes = (change for one in upgrades for named in one.named.values() for change in named.values())
    return sum(len(change.targets) for change in changes if change.became == "split")

"""Damaged files of a store are put aside, for somebody to look at."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from levelbook.core.errors import FileIsWrong
from levelbook.core.portfolio.tables import LATEST, NAMES_OF_PEOPLE, ProblemRow
from levelbook.core.text.quotation import in_quotes
from levelbook.portfolio.engine import PARQUET, Engine, quoted, read_file
from levelbook.portfolio.store import Manifest, Store, quarter_of
from levelbook.store import atomic, path_guard

DAMAGED: Final = "damaged"
"""The folder of a store that holds them."""
_ASIDE: Final = "Bring back the book and collect again, or remove store/damaged if it is not missed."


def without_damage(store: Store, manifest: Manifest) -> tuple[Manifest, list[ProblemRow]]:
    """Put aside a quarter with a damaged or missing file, or one that is not listed, so that it is collected again."""
    damaged, lacking = store.damaged(manifest), manifest.lacking()
    if not damaged and not lacking:
        return manifest, []
    quarters = {quarter_of(name) for name in (*damaged, *lacking) if not _is_made_of_others(name)}
    aside = [name for name in manifest.files if name in damaged or quarter_of(name) in quarters]
    _put_aside(store, [*aside, *(_unlisted_editions(store, manifest) if lacking else ())])
    kept = {name: size for name, size in manifest.files.items() if name not in aside}
    problems = [
        ProblemRow(
            "store",
            name,
            None,
            message,
            "It was made again." if _is_made_of_others(name) else "Its quarter was collected again.",
        )
        for names, message in (
            (damaged, "This file of the store was damaged or missing."),
            (lacking, "store.json did not list this, as every collection does."),
        )
        for name in names
    ]
    return replace(manifest, files=kept, holds=""), problems


def lost_with_damage(
    store: Store, engine: Engine, *, digests: Container[str], editions: Container[tuple[str, str]]
) -> Iterator[ProblemRow]:
    """Yield a problem for each edition of a damaged quarter that no book has any more, while the damaged file is there.

    digests: of the editions that were found. editions: team and name of those that the store holds.
    """
    aside = store.path / DAMAGED
    for path in () if aside.is_symlink() else sorted(aside.glob("editions-*.parquet")):
        place = f"{DAMAGED}/{path.name}"
        try:
            rows = engine.tables(f"SELECT digest, team, team_name, name FROM {read_file(path.resolve())}")
        except FileIsWrong:
            yield ProblemRow("store", place, None, "Which editions this file held cannot be read.", _ASIDE)
            continue
        for row in rows:
            if row["digest"] not in digests and (row["team"], row["name"]) not in editions:
                edition = f"The edition {row['name']} of {in_quotes(row['team_name'])}"
                message = f"{edition} was in a damaged quarter of the store, and no book has it any more."
                yield ProblemRow("store", place, row["team"], message, _ASIDE)


def _unlisted_editions(store: Store, manifest: Manifest) -> Iterator[str]:
    """Yield the files of editions that are in the store and that its list lacks: a book of one may be gone."""
    for path in sorted(store.path.glob("editions/quarter=*/*.parquet")):
        name = path.relative_to(store.path).as_posix()
        if name not in manifest.files:
            yield name


def _is_made_of_others(name: str) -> bool:
    """Return whether each collection makes a file of the store anew of other files."""
    return not quarter_of(name) or name.startswith(f"{LATEST}/")


def _put_aside(store: Store, names: Iterable[str]) -> None:
    """Move damaged files out of the way, for somebody to look at. Raises CouldNotWrite, FileIsWrong for a link."""
    aside = store.path / DAMAGED
    for name in names:
        if store.place_of(name).exists():
            try:
                atomic.make_real_folder(path_guard.real_place(aside, within=store.path))
                atomic.move(store.path / name, aside / name.replace("/", "-"), within=store.path)
            except OSError as error:
                raise atomic.could_not_write(aside, error) from error


def forget_names(store: Store, engine: Engine, place: Path) -> None:
    """Remove damaged files that may name people; of those that list editions, no more than the names.

    place: a folder for what is half built. Raises CouldNotWrite.
    """
    aside = store.path / DAMAGED
    for table in () if aside.is_symlink() else NAMES_OF_PEOPLE:
        for path in sorted(aside.glob(f"{table}-*.parquet")):
            if table != "editions" or not _is_written_without_names(path, store, engine, place):
                atomic.remove_file(path.parent, path.name)


def _is_written_without_names(path: Path, store: Store, engine: Engine, place: Path) -> bool:
    """Write a file of editions again without the names of people; False where it cannot be read."""
    nobody = ", ".join(f"CAST(NULL AS VARCHAR) AS {name}" for name in NAMES_OF_PEOPLE["editions"])
    target = place / path.name
    try:
        rows = f"SELECT * REPLACE ({nobody}) FROM {read_file(path.resolve())}"
        engine.run(f"COPY ({rows}) TO {quoted(str(target))} ({PARQUET})")
    except FileIsWrong:
        return False
    try:
        atomic.move(target, path, within=store.path)
    except OSError as error:
        raise atomic.could_not_write(path, error) from error
    return True

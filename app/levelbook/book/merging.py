"""This module sets up the merge driver with which git merges a team's answers and sittings, and runs it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from levelbook.book.sittings.mixed_sitting import recorded_by_neither
from levelbook.book.tool_files import ATTRIBUTES, MERGED, SITTINGS
from levelbook.core.errors import CutShort, FileIsWrong, NoTeamFolder, Problem
from levelbook.reading.files import content_of
from levelbook.reading.toml import decoded
from levelbook.store import answers_text, atomic, folder_search, path_guard, sittings_file, team_folder, text_files
from levelbook.store.answers_merge import merge_texts
from levelbook.store.conflicts import both_versions, has_markers
from levelbook.store.editions import EDITION
from levelbook.store.git import Git, in_attributes
from levelbook.store.sittings_merge import merge_sitting_texts
from levelbook.store.team_folder import TeamFolder
from levelbook.words.files import shown, typed


def book_at(start: Path, directory: Path | None) -> TeamFolder | None:
    """Find the book in `directory`, or the one nearest to `start`; None where there is none.

    Raises FileIsWrong where it cannot be opened.
    """
    try:
        found = folder_search.find(start) if directory is None else start / directory
        return team_folder.open_folder(found)
    except NoTeamFolder:
        return None


def must_be_possible(path: Path) -> None:
    """Raise UsedWrongly where a folder, or one that is still to be made, is in no repository."""
    Git().must_take_a_driver(path)


def set_up(folder: TeamFolder) -> tuple[str, ...]:
    """Make git merge the answers and sittings in a folder by levelbook: lines of attributes, which are committed, and
    this clone's own configuration. Returns what was done, in sentences.

    Raises UsedWrongly where the folder is in no repository, CouldNotWrite, FileIsWrong for a link.
    """
    git = folder.git
    target = _target_merged_by_line(folder)
    git.set_up_driver(folder.path)
    path = folder.path / ATTRIBUTES
    merged = {folder.answers_path.name: folder.answers_path, SITTINGS: folder.sittings_path / "any.toml"}
    lines = [f"{name} {MERGED}\n" for name, example in merged.items() if not git.is_merged_by_driver(example)]
    if lines:
        text = text_files.text_or_none(path, within=folder.path) or ""
        text += "\n" if text and not text.endswith("\n") else ""
        atomic.write_text(path, text + "".join(lines), within=folder.path)
    merges = f"git merges {shown(folder.answers_path)} answer by answer in this clone, and sittings item by item."
    if target is not None:
        merges = f"git merges sittings item by item in this clone. {_link_to(target)} {_attribute_of(target)}"
    return (
        merges,
        f"Commit {shown(path)}; everybody else has to run `levelbook init --git` once in their clone.",
    )


def _target_merged_by_line(folder: TeamFolder) -> Path | None:
    """Return the file that `answers.toml` leads to as a link, where git's attributes for that file name no driver.

    Raises FileIsWrong for a link that no command follows, such as one out of the repository.
    """
    path = folder.answers_path
    if not path.is_symlink():
        return None
    target = path_guard.real_place(path, within=folder.path)
    return None if folder.git.is_merged_by_driver(target) else target


def _link_to(target: Path) -> str:
    return f"answers.toml is a link to {shown(target)}, which git merges line by line."


def _attribute_of(target: Path) -> str:
    attributes = shown(target.parent / ATTRIBUTES)
    return f"To have it merged answer by answer, add this to {attributes}: {in_attributes(target.name)} {MERGED}"


def missing_driver(folder: TeamFolder) -> Problem | None:
    """Say so where git's attributes name the driver and this clone does not know it, or not as it is today."""
    git = folder.git
    if not git.is_merged_by_driver(folder.answers_path):
        return None
    path = shown(folder.answers_path)
    if (target := _target_merged_by_line(folder)) is not None:
        return Problem(_link_to(target), path=path, remedy=_attribute_of(target))
    match git.driver_of(folder.path):
        case "missing":
            return Problem(
                "git should merge this file with levelbook, but this clone is not set up for that and merges it line "
                "by line.",
                path=path,
                remedy="`levelbook init --git` sets it up.",
            )
        case "other":
            return Problem(
                "git merges this file with levelbook, but this clone was set up by another version of levelbook, and "
                "not as this one does it.",
                path=path,
                remedy="Run `levelbook init --git` again.",
            )
    return None


def unmerged_files(folder: TeamFolder) -> Iterator[Problem]:
    """Tell of files that git holds as unmerged and that have no conflict markers: one side may be missing from them."""
    told: set[Path] = set()
    for name in sorted(folder.git.unmerged_in(folder.path)):
        path = folder.path / name
        edition = _edition_of(path, folder)
        if edition is not None and (edition in told or _is_in_conflict(edition / EDITION, folder)):
            continue  # whoever reads that edition says what keeps both
        if edition is None and _is_in_conflict(path, folder):
            continue
        told.add(edition or path)
        if edition is not None:
            what = f"git holds two versions of the edition “{edition.name}” that are not merged."
            remedy = f"`levelbook editions --keep-both {edition.name}` keeps both, unless that is done; then "
            remedy += f"`git add {typed(folder.editions_path)}`."
            yield Problem(what, path=shown(edition), remedy=remedy)
        else:
            yield Problem(UNMERGED, path=shown(path), remedy=_remedy_of(path, folder))
            day = sittings_file.day_of(path.name) if path.parent == folder.sittings_path else None
            yield from recorded_by_neither(folder, day) if day else ()


def _edition_of(path: Path, folder: TeamFolder) -> Path | None:
    """Return the folder of the edition that a file belongs to."""
    if not path.is_relative_to(folder.editions_path):
        return None
    inside = path.relative_to(folder.editions_path).parts
    return folder.editions_path / inside[0] if len(inside) > 1 else None


def _is_in_conflict(path: Path, folder: TeamFolder) -> bool:
    """Tell whether a file has conflict markers, or is not there to be read: whoever reads it says so."""
    try:
        text = text_files.text_or_none(path, within=folder.path)
    except FileIsWrong:
        return True
    return text is None or has_markers(text)


def _remedy_of(path: Path, folder: TeamFolder) -> str:
    name = typed(path)
    if path == folder.record_path or path.is_relative_to(folder.charts_path):
        return f"`levelbook guide` writes it anew; then `git add {name}`."
    if path == folder.guide_path:
        again = f"`git checkout --merge {name}`, then `levelbook guide --repair`"
        return f"If it is complete, `git add {name}`; if not, {again}."
    return unmerged_remedy(path)


UNMERGED: Final = "git holds two versions of this file that are not merged, but no conflict markers are in it."


def unmerged_remedy(path: Path) -> str:
    """Say how both sides come back into a file that git holds as unmerged, or how git is told that it is complete."""
    name = typed(path)
    return f"`git checkout --merge {name}` brings back both sides; if the file is complete, `git add {name}`."


def run_driver(base: Path, ours: Path, theirs: Path, path: str) -> bool:
    """Merge as git's merge driver does: the result goes into `ours`. False where it holds conflicts.

    What cannot be merged answer by answer, or a sitting item by item, is merged line by line, as git does without a
    driver; where that leaves a conflict in a sitting, the whole of both is in it. Raises CutShort where a side or the
    result has lost tables, with both sides in one conflict; FileIsWrong where `ours` is a link, or one of them a pipe
    or a device, which no file is that git gives.
    """
    for version in (base, ours, theirs):
        if not version.is_file():  # git would wait for what comes out of it
            raise FileIsWrong.one("This is not an ordinary file.", path=shown(version))
    path_guard.real_place(ours, within=ours.parent)
    sides = {"ours": content_of(ours), "theirs": content_of(theirs)}
    merge = merge_sitting_texts if _is_sitting(path) else merge_texts
    try:
        merged = merge(content_of(base), sides["ours"], sides["theirs"], path)
        if merged is not None:
            atomic.write_text(ours, merged.text, within=ours.parent)
            return not merged.in_conflict
    except Exception:
        # Whatever went wrong: git takes what is in `ours` for half merged, where theirs would be missing.
        return _merge_lines(base, ours, theirs, path)
    is_clean = _merge_lines(base, ours, theirs, path)
    if is_clean:  # a conflict is looked at anyway
        try:
            for side, content in {**sides, "merged": content_of(ours)}.items():
                _must_not_be_cut(content, path, side)
        except CutShort:
            _write_both(ours, sides)  # without any marker, git's configuration has lines merged once more
            raise
    return is_clean


def _merge_lines(base: Path, ours: Path, theirs: Path, path: str) -> bool:
    """Merge as git does alone; False where it left markers. In a sitting these are around the whole of both versions:
    of the lines of two items, whoever keeps both sides would give one what was decided about the other.
    """
    sides = {"ours": content_of(ours), "theirs": content_of(theirs)}
    is_clean = Git().merge_lines(base, ours, theirs)
    if not is_clean and _is_sitting(path):
        _write_both(ours, sides)
    return is_clean


def _write_both(ours: Path, sides: Mapping[str, bytes]) -> None:
    """Put the whole of both versions between markers."""
    mine, other = (sides[name].decode("utf-8", "surrogateescape") for name in ("ours", "theirs"))
    both = both_versions(mine, other).lstrip("\n")
    atomic.write_bytes(ours, both.encode("utf-8", "surrogateescape"), within=ours.parent)


def _is_sitting(path: str) -> bool:
    """Return whether a path in the repository is that of a sitting's file."""
    return Path(path).parent.name == "sittings" and sittings_file.day_of(Path(path).name) is not None


def _must_not_be_cut(content: bytes, path: str, side: str) -> None:
    """Raise CutShort where a version of the file lost tables; whatever else is wrong, people see in the file."""
    parse, place = sittings_file.parse if _is_sitting(path) else answers_text.parse, f"{path} ({side})"
    try:
        parse(decoded(content, place), place)
    except CutShort:
        raise
    except FileIsWrong:
        return

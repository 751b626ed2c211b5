"""This module tells what a commit hook, or a filter of git, did to the files that a team works in: in the commit, and
on the disk.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from levelbook.book.editions.edition_integrity import meaning
from levelbook.core.errors import CouldNotWrite, FileIsWrong
from levelbook.core.frozen import frozen
from levelbook.reading.files import files_below
from levelbook.reading.toml import decoded
from levelbook.store import answers_text, path_guard, text_files
from levelbook.store.digests import digest
from levelbook.store.editions import Edition
from levelbook.store.team_folder import TeamFolder
from levelbook.words.figures import listed
from levelbook.words.files import shown, typed


def says_the_same(name: str, one: bytes, other: bytes) -> bool:
    """Return whether two versions of a file mean the same, whatever their layout."""
    if digest(one) == digest(other):
        return True
    said = meaning(name, one.decode("utf-8", "replace"))
    return said is not None and said == meaning(name, other.decode("utf-8", "replace"))


@frozen
class LivingFiles:
    """Answers, settings, guide, record, sittings, offers and ballots as they were before a commit."""

    folder: TeamFolder
    files: Mapping[Path, bytes]

    @classmethod
    def of(cls, folder: TeamFolder) -> LivingFiles:
        found = {path: content for path in _paths(folder) if (content := _content(folder, path)) is not None}
        return cls(folder, found)

    def must_be_committed(self, edition: Edition, commit: str) -> None:
        """Raise CouldNotWrite where the present commit, which is named so, has one of these otherwise, or a hook has
        broken one on the disk."""
        on_disk = self._changed_on_disk()
        filtered = self._filtered()
        is_clean = not on_disk and not filtered and self.folder.git.is_committed(self.folder.path)
        lost = () if is_clean else tuple(path for path, content in self.files.items() if self._is_lost(path, content))
        if by_filter := tuple(path for path in lost if path in filtered):
            said = (
                f"{commit} does not have {files_named(by_filter)} as sealed: a filter of .gitattributes changes that."
            )
            raise CouldNotWrite(said, remedy=_remedy_for_filter(self.folder, by_filter[0]))
        if lost:
            said = f"{commit} does not have {files_named(lost)} as sealed: a commit hook changed that."
            raise CouldNotWrite(said, remedy=_remedy(self.folder, edition, lost[0]))
        if broken := tuple(path for path in on_disk if self._is_broken(path)):
            said = f"{commit} is as it was sealed, but a commit hook then changed {files_named(broken)} on the disk."
            raise CouldNotWrite(said, remedy=_remedy(self.folder, edition, broken[0]))

    def are_committed(self, edition: Edition) -> bool:
        """Return whether the present commit has those of these that are as an edition has them, and its ballots."""
        ballots = self.folder.ballots_path / edition.name
        return not any(
            self._is_lost(path, content)
            for path, content in self.files.items()
            if ballots in path.parents or self._is_as_sealed(edition, path, content)
        )

    def _is_as_sealed(self, edition: Edition, path: Path, content: bytes) -> bool:
        name = _name_in_edition(self.folder, path)
        if name not in edition.files:
            return False
        sealed = _content(self.folder, edition.path / name)
        return sealed is not None and says_the_same(path.name, content, sealed)

    def changed_words(self) -> str:
        """Say which of these somebody has changed on the disk meanwhile; empty where nobody has."""
        if not (changed := self._changed_on_disk()):
            return ""
        return f"While git made the commit, a hook or somebody changed {files_named(changed)}; that is not committed."

    def _changed_on_disk(self) -> tuple[Path, ...]:
        return tuple(
            path
            for path, before in self.files.items()
            if (now := _content(self.folder, path)) != before
            and (now is None or not says_the_same(path.name, now, before))
        )

    def _filtered(self) -> frozenset[Path]:
        """Return those that git writes otherwise into a commit than they are on the disk, or may."""
        return self.folder.git.filtered_among(self.folder.path, self.files)

    def _is_lost(self, path: Path, before: bytes) -> bool:
        """Return whether the present commit has a file otherwise, or not at all although git does not ignore it."""
        held = self.folder.git.checked_out("HEAD", path)
        if held is None:
            return not self.folder.git.ignored_among(path.parent, [path.name])
        return not says_the_same(path.name, held, before)

    def _is_broken(self, path: Path) -> bool:
        """Return whether a changed file is gone, cannot be read, or holds answers that no levelbook wrote."""
        now = _content(self.folder, path)
        if now is None:
            return True
        if path != _answers_path(self.folder):
            return path.suffix == ".toml" and meaning(path.name, now.decode("utf-8", "replace")) is None
        try:
            return bool(_edited_outside(now) - _edited_outside(self.files[path]))
        except FileIsWrong:
            return True


def _edited_outside(content: bytes) -> set[str]:
    """Name the practices whose answers do not have the digest that levelbook gave them. Raises FileIsWrong."""
    book = answers_text.parse(decoded(content, "answers.toml"), "answers.toml")
    return {name for name, answer in book.answers.items() if answer.edited_outside}


def _answers_path(folder: TeamFolder) -> Path:
    return path_guard.real_place(folder.answers_path, within=folder.path)


def _paths(folder: TeamFolder) -> Iterator[Path]:
    yield from (_answers_path(folder), folder.settings_path, folder.guide_path, folder.record_path)
    for below in (folder.sittings_path, folder.offers_path, folder.ballots_path):
        if below.is_dir() and not below.is_symlink():
            yield from (path for path in files_below(below) if path.suffix == ".toml" and not path.is_symlink())


def _content(folder: TeamFolder, path: Path) -> bytes | None:
    try:
        if path == _answers_path(folder):
            return path_guard.content(folder.answers_path, within=folder.path, most=text_files.MOST_BYTES)
        return path_guard.content(path, within=folder.path, most=text_files.MOST_BYTES)
    except (OSError, FileIsWrong):
        return None


def files_named(paths: Sequence[Path]) -> str:
    """Name the first three files, and how many more there are."""
    most = 3
    more = f" and {len(paths) - most} more" if len(paths) > most else ""
    return f"{listed([shown(path) for path in paths[:most]])}{more}"


def _remedy(folder: TeamFolder, edition: Edition, path: Path) -> str:
    """Say how the file comes back as it was sealed, and into a commit."""
    name = _name_in_edition(folder, path)
    if name not in edition.files:
        return (
            "Edition and figures are as sealed. Look at `git show`, keep hooks away from this book's files, and commit."
        )
    restore = f"`cp {typed(edition.path / name)} {typed(path)}`"
    return f"The edition is whole. Keep hooks away from this file; {restore} restores it, then commit that."


def _name_in_edition(folder: TeamFolder, path: Path) -> str:
    """Return the name that an edition gives a living file; empty for one outside the team folder."""
    names = {folder.answers_path: "answers.toml", folder.settings_path: "settings.toml", folder.guide_path: "guide.md"}
    names[_answers_path(folder)] = "answers.toml"
    return names.get(path) or (path.relative_to(folder.path).as_posix() if path.is_relative_to(folder.path) else "")


def _remedy_for_filter(folder: TeamFolder, path: Path) -> str:
    line = f"{path.name} -filter -ident -working-tree-encoding"
    return (
        f"The edition is whole. Put “{line}” into {shown(path.parent / '.gitattributes')}, then "
        f"`git add --renormalize {typed(folder.path)}`, and run this again."
    )

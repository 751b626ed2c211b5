"""The git commit of a sealed edition, which has every file of it as it was sealed."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from levelbook.book.sealing.living_files import LivingFiles, files_named, says_the_same
from levelbook.book.sealing.seal import GUIDE
from levelbook.book.session import Session
from levelbook.core.errors import CouldNotWrite, UsedWrongly
from levelbook.core.frozen import frozen
from levelbook.guide.write import forge_guard
from levelbook.reading.files import files_below
from levelbook.store import atomic, editions, path_guard, questionnaires, team_folder, text_files
from levelbook.store.editions import Edition
from levelbook.store.team_folder import TeamFolder
from levelbook.words.figures import listed
from levelbook.words.files import shown, typed


def must_be_able_to_commit(session: Session) -> None:
    """Raises UsedWrongly where `commit` would fail for a reason that can be known before anything is sealed."""
    git, folder = session.folder.git, session.folder.path
    git.must_be_able_to_commit(folder)
    # git ignores nothing that it has already, so this is an edition that nobody has.
    in_editions = [f"{session.folder.editions_path.name}/{session.now.on}-0/{file}" for file in _IN_AN_EDITION]
    in_questionnaires = f"{session.folder.questionnaires_path.name}/questionnaire/{questionnaires.SUMS}"
    if ignored := git.ignored_among(folder, [*in_editions, in_questionnaires]):
        raise UsedWrongly(
            f"git ignores files such as {shown(folder / ignored[0])}, so a commit would not have the whole edition.",
            remedy=f"{_NAMES_THE_LINE}, or seal without --commit.",
        )
    if overlooked := _overlooked(session):
        raise UsedWrongly(
            f"git was told to overlook changes of {listed([shown(path) for path in overlooked])} (skip-worktree), so a "
            "commit would keep what git had before.",
            remedy=f"`git update-index --no-skip-worktree {typed(overlooked[0])}` ends that; or seal without --commit.",
        )


def _overlooked(session: Session) -> tuple[Path, ...]:
    """Return the files of the book that are there and that git leaves out of every commit."""
    folder, own = session.folder.path, _own_paths(session)
    left_out = sorted(session.folder.git.left_out_of(folder))
    is_own = (name in own or name.partition("/")[0] in own for name in left_out)
    found = (folder / name for name, is_ours in zip(left_out, is_own, strict=True) if is_ours)
    return tuple(path for path in found if os.path.lexists(path))


def _own_paths(session: Session) -> tuple[str, ...]:
    """Return the paths in the team folder that belong to the book, where that is a whole repository."""
    team = session.folder.path.resolve()
    questionnaire = Path(session.questionnaire.folder).resolve()
    inside = questionnaire.is_relative_to(team)
    mine = questionnaire.relative_to(team).as_posix() if inside else ""
    return (*team_folder.OURS, session.folder.settings.guide, *([mine] if mine not in ("", ".") else []))


_IN_AN_EDITION = (
    editions.EDITION, editions.SETTINGS, editions.SCORECARD, "answers.toml", GUIDE, "record.md", "changes.md",
    "charts/standing.svg", "sittings/2026-11-22.toml", f"{editions.OFFERS}gateway.toml",
)  # fmt: skip
"""Files of an edition, one of each kind, as a `.gitignore` may keep them out."""
_NAMES_THE_LINE = "Change your .gitignore: `git check-ignore --verbose FILE` names the line"


def _ignored_words(folder: Path, ignored: Sequence[str]) -> str:
    more = f" and {len(ignored) - 1} more" if len(ignored) > 1 else ""
    return f"git ignores {shown(folder / ignored[0])}{more}, so a commit would not have the whole edition."


def is_on_no_branch(session: Session) -> bool:
    """Return whether a commit would belong to no branch, because none is checked out."""
    return session.folder.git.is_detached(session.folder.path)


def is_committed(session: Session, edition: Edition) -> bool:
    """Return whether git has an edition's folder as it is, the shared questionnaires, and what was sealed with it."""
    return _has_edition(session, edition) and LivingFiles.of(session.folder).are_committed(edition)


def _has_edition(session: Session, edition: Edition) -> bool:
    shared = session.folder.questionnaires_path
    git = session.folder.git
    if _ignored_of(session, edition) or _filtered(session, edition):
        return False
    return git.is_committed(edition.path) and (not shared.is_dir() or git.is_committed(shared))


def _filtered(session: Session, edition: Edition) -> tuple[Path, ...]:
    """Return the files of an edition that a checkout of the present commit would write otherwise than they were sealed.

    Filters of the team's `.gitattributes` can change what is committed; those that a checkout undoes do no harm.
    """
    found = []
    for name in (*edition.files, editions.EDITION):
        path = edition.path / name
        held = session.folder.git.checked_out("HEAD", path) if path.is_file() else None
        if held is None:  # not committed yet, or gone, which is reported elsewhere
            continue
        sealed = path_guard.content(path, within=session.folder.path, most=text_files.MOST_BYTES)
        if not says_the_same(name, held, sealed):
            found.append(path)
    return tuple(found)


def _ignored_of(session: Session, edition: Edition) -> tuple[str, ...]:
    """Return the files of an edition that no commit has and git ignores."""
    return session.folder.git.ignored_among(edition.path, [*edition.files, editions.EDITION])


@frozen
class Committed:
    """A commit that was made of an edition."""

    id: str
    """Its short id."""
    changed_meanwhile: str
    """Says which living files are other on the disk by now; empty where none is."""


def commit(session: Session, edition: Edition) -> Committed:
    """Make a git commit of the team folder with a message about what moved.

    What a commit hook rewrote of what is sealed is put back. Raises CouldNotWrite then too, with what to exclude: the
    next try commits the same edition. So it does where git ignores a part of the edition, and where a hook changed what
    the commit holds of answers, sittings, settings and guide, or broke them on the disk.
    """
    own = _own_paths(session)
    sealed, living = _Sealed.of(session.folder), LivingFiles.of(session.folder)
    git = session.folder.git
    if ignored := _ignored_of(session, edition):
        raise CouldNotWrite(
            f"Edition {edition.name} is sealed, and nothing was committed. {_ignored_words(edition.path, ignored)}",
            remedy=f"{_NAMES_THE_LINE}. Then run this again: it commits the same edition.",
        )
    if git.is_committed(edition.path) and (filtered := _filtered(session, edition)):
        raise _changed_by_a_filter(session.folder, filtered, "The present commit")
    if git.is_committed(session.folder.path):  # so another commit would change nothing
        living.must_be_committed(edition, "The present commit")
    try:
        made = git.commit(
            session.folder.path, commit_message(session, edition), own=own, elsewhere=_answers_elsewhere(session.folder)
        )
    except CouldNotWrite as refused:
        if rewritten := sealed.put_back():
            raise _rewritten_by_a_hook(session.folder, rewritten, refused.message) from None
        raise
    if (rewritten := sealed.put_back()) and not _has_edition(session, edition):
        raise _rewritten_by_a_hook(session.folder, rewritten, f"Commit {made} has them as the hook left them.")
    if filtered := _filtered(session, edition):
        raise _changed_by_a_filter(session.folder, filtered, f"Commit {made}")
    living.must_be_committed(edition, f"Commit {made}")
    return Committed(made, living.changed_words())


def _answers_elsewhere(folder: TeamFolder) -> tuple[str, ...]:
    """Return the path of the answers from the team folder, where they are a link to another file of the repository."""
    real = path_guard.real_place(folder.answers_path, within=folder.path)
    if real == path_guard.real_path(folder.path) / folder.answers_path.name:
        return ()
    return (os.path.relpath(real, path_guard.real_path(folder.path)),)


@frozen
class _Sealed:
    """The sealed files of a team folder, byte for byte."""

    folder: TeamFolder
    files: Mapping[Path, bytes]

    @classmethod
    def of(cls, folder: TeamFolder) -> _Sealed:
        paths = (
            path
            for sealed in (folder.editions_path, folder.questionnaires_path)
            if sealed.is_dir()
            for path in files_below(sealed)
            if path.is_file() and not path.is_symlink()
        )
        return cls(
            folder, {path: path_guard.content(path, within=folder.path, most=text_files.MOST_BYTES) for path in paths}
        )

    def put_back(self) -> tuple[Path, ...]:
        """Restore changed files, and return them."""
        changed = tuple(path for path, content in self.files.items() if self._now(path) != content)
        for path in changed:
            atomic.make_folder(path.parent, within=self.folder.path)  # a hook may have swept it away
            atomic.write_bytes(path, self.files[path], within=self.folder.path)
        return changed

    def _now(self, path: Path) -> bytes | None:
        try:
            return path_guard.content(path, within=self.folder.path, most=text_files.MOST_BYTES)
        except FileNotFoundError:
            return None


def _changed_by_a_filter(folder: TeamFolder, filtered: Sequence[Path], commit: str) -> CouldNotWrite:
    lines = "editions/** -filter -ident -working-tree-encoding"
    return CouldNotWrite(
        f"{commit} does not have the edition as it was sealed: a filter of .gitattributes changes "
        f"{files_named(filtered)}.",
        remedy=f"Put “{lines}” into {shown(folder.path / '.gitattributes')}, then `git add --renormalize "
        f"{typed(folder.editions_path)}`, and run this again.",
    )


def _rewritten_by_a_hook(folder: TeamFolder, rewritten: Sequence[Path], what_git_said: str) -> CouldNotWrite:
    below = folder.git.path_in_repository(folder.path)
    return CouldNotWrite(
        f"A commit hook rewrote sealed files: {files_named(rewritten)}. levelbook has restored them. {what_git_said}",
        remedy=f"Keep hooks away from sealed files; for pre-commit, “exclude: ^{below}(editions|questionnaires)/”. "
        "Then run this again: it commits the same edition.",
    )


def commit_message(session: Session, edition: Edition) -> str:
    before = session.editions.lineage.before(edition)
    subject = forge_guard.commit_message(f"{session.folder.settings.team}: edition {edition.name}")
    if before is None:
        return subject
    title, _, rest = _changes_in(edition, session.folder).partition("\n")
    moved = title.rpartition(": ")[2]
    return f"{subject}, {forge_guard.commit_message(moved)}\n\n{forge_guard.commit_message(rest.strip())}\n"


def _changes_in(edition: Edition, folder: TeamFolder) -> str:
    return text_files.read_text(edition.path / "changes.md", within=folder.path).strip("\n")

"""An edition made of all that is said now, and its commit."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from levelbook.book import retired_answers
from levelbook.book.edition_audit import must_be_as_sealed
from levelbook.book.edition_basis import EditionBasis, is_as_sealed, next_basis, sources
from levelbook.book.edition_changes import changes
from levelbook.book.edition_integrity import meaning, meanings
from levelbook.book.not_checked_out import must_not_be_left_out
from levelbook.book.publish import Publisher
from levelbook.book.published_names import shown_names
from levelbook.book.questionnaires import questionnaire_in
from levelbook.book.session import Session
from levelbook.book.state import BookState
from levelbook.core.answers.answers import NEWEST_FORMAT
from levelbook.core.answers.people import folded
from levelbook.core.errors import AnsweredElsewhere, CouldNotWrite, UsedWrongly
from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import clean_line
from levelbook.export.scorecard import SealedAs, scorecard_json, sealed_scorecard
from levelbook.guide.write import forge_guard
from levelbook.guide.write.render import Template
from levelbook.packs.companions import file_texts
from levelbook.reading.files import files_below
from levelbook.store import atomic, ballots, editions, path_guard, questionnaires, team_folder, text_files
from levelbook.store.digests import digest
from levelbook.store.editions import Edition
from levelbook.store.questionnaires import StoredQuestionnaire
from levelbook.store.team_folder import TeamFolder
from levelbook.words.figures import listed
from levelbook.words.files import shown, typed
from levelbook.words.orphans import remedy, sealing_words

GUIDE = "guide.md"
"""The guide's name in every edition."""


def seal(
    session: Session,
    name: str | None = None,
    *,
    signed_by: Iterable[str] = (),
    template: Template | None = None,
    before_upgrade_to: str = "",
    with_orphaned_answers: bool = False,
    with_altered_editions: bool = False,
) -> Edition:
    """Make an edition of an open book, which then begins its next round. See `make_edition`.

    Raises UsedWrongly for answers that count for nothing, unless they are meant to be sealed so, or an upgrade is about
    to put them where they belong.
    """
    if not with_orphaned_answers and not before_upgrade_to and (words := sealing_words(session.now)):
        raise UsedWrongly(words, remedy=f"If you mean it, add --with-orphaned-answers. Otherwise {remedy(session.now)}")
    try:
        return make_edition(
            session.state,
            session.clock(),
            name,
            signed_by=signed_by,
            template=template,
            before_upgrade_to=before_upgrade_to,
            with_altered_editions=with_altered_editions,
        )
    finally:
        session.forget_editions()  # one may be there although something failed after it was made


def unchanged(book: BookState, *, with_altered_editions: bool = False) -> Edition | None:
    """The last edition, where it holds everything as it is now, the words in the guide too; else None.

    What its seal was kept from finishing is done. Raises GuideDamaged, CouldNotWrite, and FileIsWrong; also for an
    edition that was altered, unless one is meant to be.
    """
    must_not_be_left_out(book.folder)
    if not with_altered_editions:
        must_be_as_sealed(book.editions, book.now.book)
    last = book.editions.last
    if last is None or book.editions.problems or last.before_upgrade_to or not is_as_sealed(book):
        return None
    publisher = Publisher(book)
    guide = publisher.assembled_by(publisher.basis(), _beside_the_record(book.folder), new_bulletins=False)
    text, sealed = guide.guide.text, text_files.text_or_none(last.path / GUIDE, within=book.folder.path)
    if digest(text) != last.files.get(GUIDE):
        said = None if sealed is None else _said_in(text)
        if sealed is None or said is None or said != _said_in(sealed):
            return None
    ballots.clear_ended(book.folder.ballots_path)
    return last


def _said_in(guide: str) -> str | None:
    """Return a guide's content, independent of its layout and of the levelbook that assembled it."""
    return meaning(GUIDE, re.sub(r"^assembled_by:.*\n", "", guide, count=1, flags=re.MULTILINE))


def unchanged_words(last: Edition, name: str | None) -> str:
    """Say that no edition is made, also not of a name that was asked for.

    Time goes on without anybody: evidence may have run out since, and promises may be late.
    """
    other = f"edition “{name}”" if name not in (None, last.name) else "other edition"
    return f"Nobody has changed anything since edition {last.name}, so no {other} was made."


def _beside_the_record(folder: TeamFolder) -> str:
    """The guide's name in an edition, where its links have to lead from there; empty where they do already."""
    return "guide.md" if "/" in folder.settings.guide else ""


def make_edition(
    book: BookState,
    at: datetime,
    name: str | None = None,
    *,
    signed_by: Iterable[str] = (),
    template: Template | None = None,
    before_upgrade_to: str = "",
    with_altered_editions: bool = False,
) -> Edition:
    """Assemble as the new edition, and make it.

    Raises UsedWrongly while nothing is answered, or the book is of an older file format; FileIsWrong where an edition
    was altered, unless that is meant, where a retired answer lost its end, and where a ballot cannot be read;
    AnsweredElsewhere where somebody has sealed one since the book was read, or has changed its settings or its
    questionnaire.

    The round ends with it, and its ballots are put away; not where an upgrade to a version is about to begin.
    `signed_by` are those who sign it, each kept once. `template` takes the place of the one that the settings name.
    """
    if book.now.book.format < NEWEST_FORMAT and not before_upgrade_to:
        raise UsedWrongly(
            f"This book's files are of format {book.now.book.format}, and editions are sealed in {NEWEST_FORMAT}.",
            remedy="`levelbook upgrade --files` upgrades them; everybody then needs a levelbook that reads the new "
            "format.",
        )
    if all(one.status == "unanswered" for one in book.now.book.answers.values()):
        raise UsedWrongly(
            "No practice is answered yet, so there is nothing to seal.",
            remedy="`levelbook` or `levelbook ask` starts the interview.",
        )
    with atomic.locked(book.folder.path):
        book.folder.must_still_be_there()
        judged_by = book.editions.last_name
        book = replace(book, editions=book.editions.read_again())
        _must_not_be_sealed_meanwhile(book, judged_by)
        _must_be_as_opened(book)
        book.editions.must_be_whole()
        book.offers.must_be_whole()
        must_not_be_left_out(book.folder)
        retired_answers.must_be_whole(book.folder, book.now.book)
        if not with_altered_editions:
            must_be_as_sealed(book.editions, book.now.book)
        if not before_upgrade_to:
            ballots.must_be_whole(book.folder.ballots_path, book.now.questionnaire)
        publisher = Publisher(book, template=template)
        basis = next_basis(book, name, signatures(signed_by), ends_round=not before_upgrade_to)
        ends_round = nullcontext() if before_upgrade_to else ballots.put_away(book.folder.ballots_path, basis.edition)
        with ends_round:
            current = publisher.current(basis)
            comparison = publisher.documents(basis).comparison
            moved = None if comparison is None else changes(publisher, comparison, basis)
            written = publisher.write(basis)
            # The same guide; only where it lay in a folder of its own, its links have to lead from beside the record.
            beside = _beside_the_record(book.folder)
            guide = publisher.assembled_by(basis, beside) if beside else written
            files = sources(book) | {"guide.md": guide.guide.text, "record.md": written.record}
            files |= {f"charts/{file}": chart for file, chart in written.charts.items()}
            if moved is not None:
                files["changes.md"] = moved
            questionnaire = stored_questionnaire(book)
            sealed = _sealed_as(book, basis, at, before_upgrade_to, questionnaire)
            files[editions.SCORECARD] = scorecard_json(
                sealed_scorecard(current, comparison.pairing if comparison else None, sealed)
            )
            edition = editions.seal(
                book.folder,
                basis.edition,
                at,
                files,
                questionnaire=questionnaire,
                meaning=meanings(files),
                number=basis.number,
                sealed_on=basis.sealed_on,
                before_upgrade_to=before_upgrade_to,
                signed_by=basis.signed_by,
                behind=tuple(state.id for state in written.behind),
            )
    return edition


def _must_not_be_sealed_meanwhile(book: BookState, judged_by: str) -> None:
    """Raise AnsweredElsewhere where there is a newer edition than the one that the answers were judged by.

    It may hold newer answers than this book does, and the next round would be judged by the older ones.
    """
    if book.editions.last_name != judged_by:
        raise AnsweredElsewhere(
            (),
            f"Somebody else sealed edition “{book.editions.last_name}” in the meantime, so no other one was made.",
            remedy="Look at what it holds, then seal again if anything has changed since.",
        )


def _must_be_as_opened(book: BookState) -> None:
    """Raise AnsweredElsewhere where settings or questionnaire are others by now: the edition stores them from the disk.

    Its figures and texts would be those of the ones that were read. Raises FileIsWrong where they cannot be read.
    """
    settings, questionnaire = book.folder.settings, book.now.questionnaire
    changed = ""
    if team_folder.open_folder(book.folder.path).settings != settings:
        changed = shown(book.folder.settings_path)
    elif questionnaire_in(Path(questionnaire.folder)) != questionnaire:
        changed = "The questionnaire"
    if changed:
        raise AnsweredElsewhere(
            (),
            f"{changed} has changed since the book was opened, so no edition was made.",
            remedy="Open the book again, look at the figures, then seal.",
        )


def signatures(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names of those who sign, cleaned, each once as it was first spelt."""
    found: dict[str, str] = {}
    for name in filter(None, map(clean_line, names)):
        found.setdefault(folded(name), name)
    return tuple(found.values())


def must_be_signed_already(edition: Edition, names: Iterable[str]) -> None:
    """Raise UsedWrongly where somebody wants to sign an edition that is sealed: it stays as it is."""
    held = {folded(name) for name in edition.signed_by}
    late = [name for name in signatures(names) if folded(name) not in held]
    if late:
        raise UsedWrongly(
            f"Nobody has changed anything since edition {edition.name}, and {listed(late)} did not sign it: a sealed "
            "edition cannot be changed.",
            remedy="Sign the next one when it is sealed.",
        )


def stored_questionnaire(book: BookState) -> StoredQuestionnaire:
    """Store the present questionnaire beside the editions, where it is not there yet. Raises CouldNotWrite."""
    present = book.now.questionnaire
    texts = file_texts(Path(present.folder))
    return questionnaires.store(book.folder, present.id, present.version, texts, lambda: meanings(texts))


def _sealed_as(
    book: BookState, basis: EditionBasis, at: datetime, before_upgrade_to: str, questionnaire: StoredQuestionnaire
) -> SealedAs:
    last, settings = book.editions.last, book.folder.settings
    assert basis.sealed_on is not None, "an edition is sealed on a day"
    return SealedAs(
        name=basis.edition,
        number=basis.number,
        previous=basis.previous,
        previous_digest=last.digest if last else "",
        before_upgrade_to=before_upgrade_to,
        sealed_at=at.astimezone(UTC),
        sealed_on=basis.sealed_on,
        signed_by=shown_names(book, basis.signed_by).signatures(basis.signed_by),
        team=settings.team,
        organisation=settings.organisation,
        about=settings.about,
        questionnaire_digest=questionnaire.sums,
        with_people=settings.people != "none",
        offers=settings.offers,
    )


def must_be_able_to_commit(session: Session) -> None:
    """Raises UsedWrongly where `commit` would fail for a reason that can be known before anything is sealed."""
    git, folder = session.folder.git, session.folder.path
    git.must_be_able_to_commit(folder)
    in_editions = [f"{session.folder.editions_path.name}/{session.now.on}/{file}" for file in _IN_AN_EDITION]
    in_questionnaires = f"{session.folder.questionnaires_path.name}/questionnaire/{questionnaires.SUMS}"
    if ignored := git.ignored_among(folder, [*in_editions, in_questionnaires]):
        raise UsedWrongly(_ignored_words(folder, ignored), remedy=f"{_NAMES_THE_LINE}, or seal without --commit.")
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
    """Return whether git has an edition's folder as it is, and the shared questionnaires."""
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
        if not _says_the_same(name, held, sealed):
            found.append(path)
    return tuple(found)


def _says_the_same(name: str, one: bytes, other: bytes) -> bool:
    if digest(one) == digest(other):
        return True
    said = meaning(name, one.decode("utf-8", "replace"))
    return said is not None and said == meaning(name, other.decode("utf-8", "replace"))


def _ignored_of(session: Session, edition: Edition) -> tuple[str, ...]:
    """Return the files of an edition that no commit has and git ignores."""
    return session.folder.git.ignored_among(edition.path, [*edition.files, editions.EDITION])


def commit(session: Session, edition: Edition) -> str:
    """Make a git commit of the team folder with a message about what moved, and return its short id.

    What a commit hook rewrote of what is sealed is put back. Raises CouldNotWrite then too, with what to exclude: the
    next try commits the same edition. So it does where git ignores a part of the edition.
    """
    own = _own_paths(session)
    sealed = _Sealed.of(session.folder)
    git = session.folder.git
    if ignored := _ignored_of(session, edition):
        raise CouldNotWrite(
            f"Edition {edition.name} is sealed, and nothing was committed. {_ignored_words(edition.path, ignored)}",
            remedy=f"{_NAMES_THE_LINE}. Then run this again: it commits the same edition.",
        )
    if git.is_committed(edition.path) and (filtered := _filtered(session, edition)):
        raise _changed_by_a_filter(session.folder, filtered, "The present commit")
    try:
        made = git.commit(
            session.folder.path, commit_message(session, edition), own=own, elsewhere=_answers_elsewhere(session.folder)
        )
    except CouldNotWrite as refused:
        if rewritten := sealed.put_back():
            raise _rewritten_by_a_hook(session.folder, rewritten, refused.message) from None
        raise
    if (rewritten := sealed.put_back()) and not is_committed(session, edition):
        raise _rewritten_by_a_hook(session.folder, rewritten, f"Commit {made} has them as the hook left them.")
    if filtered := _filtered(session, edition):
        raise _changed_by_a_filter(session.folder, filtered, f"Commit {made}")
    return made


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
        f"{commit} does not have the edition as it was sealed: a filter of .gitattributes changes {_named(filtered)}.",
        remedy=f"Put “{lines}” into {shown(folder.path / '.gitattributes')}, then `git add --renormalize "
        f"{typed(folder.editions_path)}`, and run this again.",
    )


def _named(paths: Sequence[Path]) -> str:
    most = 3
    more = f" and {len(paths) - most} more" if len(paths) > most else ""
    return f"{listed([shown(path) for path in paths[:most]])}{more}"


def _rewritten_by_a_hook(folder: TeamFolder, rewritten: Sequence[Path], what_git_said: str) -> CouldNotWrite:
    below = folder.git.path_in_repository(folder.path)
    return CouldNotWrite(
        f"A commit hook rewrote sealed files: {_named(rewritten)}. levelbook has restored them. {what_git_said}",
        remedy=f"Keep hooks away from sealed files; for pre-commit, “exclude: ^{below}(editions|questionnaires)/”. "
        "Then run this again: it commits the same edition.",
    )


def commit_message(session: Session, edition: Edition) -> str:
    before = session.editions.before(edition)
    subject = forge_guard.commit_message(f"{session.folder.settings.team}: edition {edition.name}")
    if before is None:
        return subject
    title, _, rest = _changes_in(edition, session.folder).partition("\n")
    moved = title.rpartition(": ")[2]
    return f"{subject}, {forge_guard.commit_message(moved)}\n\n{forge_guard.commit_message(rest.strip())}\n"


def _changes_in(edition: Edition, folder: TeamFolder) -> str:
    return text_files.read_text(edition.path / "changes.md", within=folder.path).strip("\n")

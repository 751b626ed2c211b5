"""An edition made of all that is said now, and its commit."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from levelbook.book.changes import changes
from levelbook.book.edition_basis import Basis, coming, is_as_sealed, sources
from levelbook.book.publish import Publisher
from levelbook.book.session import Session
from levelbook.book.state import BookState
from levelbook.core.answers.people import folded
from levelbook.core.assessment.comparison import compare
from levelbook.core.text.cleaning import clean_line
from levelbook.errors import UsedWrongly
from levelbook.export.json import score_shape
from levelbook.guide.write import references
from levelbook.guide.write.render import Template
from levelbook.store import atomic, ballots, documents, editions, git, team_folder
from levelbook.store.editions import Edition
from levelbook.store.team_folder import TeamFolder
from levelbook.words.figures import listed
from levelbook.words.orphans import remedy, sealing_words


def seal(
    session: Session,
    name: str | None = None,
    *,
    signed_by: Iterable[str] = (),
    template: Template | None = None,
    before_upgrade_to: str = "",
    with_orphaned_answers: bool = False,
) -> Edition:
    """Make an edition of an open book, which then begins its next round. See `make_edition`.

    Raises UsedWrongly for answers that count for nothing, unless they are meant to be sealed so, or an upgrade is about
    to put them where they belong.
    """
    if not with_orphaned_answers and not before_upgrade_to and (words := sealing_words(session.now)):
        raise UsedWrongly(words, remedy=f"If that is meant, add --with-orphaned-answers. Else {remedy(session.now)}")
    try:
        return make_edition(
            session.state,
            session.clock(),
            name,
            signed_by=signed_by,
            template=template,
            before_upgrade_to=before_upgrade_to,
        )
    finally:
        session.forget_editions()  # one may be there although something failed after it was made


def unchanged(book: BookState) -> Edition | None:
    """The last edition, where it holds everything as it is now, the words in the guide too; else None.

    What its seal was kept from finishing is done. Raises GuideDamaged, CouldNotWrite, and FileIsWrong, for an edition
    that was altered too.
    """
    book.editions.must_be_as_sealed()
    last = book.editions.last
    if last is None or book.editions.problems or last.before_upgrade_to or not is_as_sealed(book):
        return None
    publisher = Publisher(book)
    guide = publisher.assembled_by(publisher.basis(), _beside_the_record(book.folder), new_bulletins=False)
    if editions.digest(guide.guide.text) != last.files.get("guide.md"):
        return None
    ballots.clear_ended(book.folder.ballots_path)
    return last


def unchanged_words(last: Edition, name: str | None) -> str:
    """Say that no edition is made, also not of a name that was asked for."""
    other = f"edition {name}" if name not in (None, last.name) else "other edition"
    return f"Nothing has changed since edition {last.name}, so no {other} is made."


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
) -> Edition:
    """Assemble as the new edition, and make it. Raises UsedWrongly while nothing is answered.

    The round ends with it, and its ballots are put away; not where an upgrade to a version is about to begin.
    `signed_by` are those who sign it, each kept once. `template` takes the place of the one that the settings name.
    """
    if all(one.status == "unanswered" for one in book.now.book.answers.values()):
        raise UsedWrongly(
            "Nothing is answered yet, so there is nothing to seal.", remedy="`levelbook ask` or `levelbook` asks."
        )
    with atomic.locked(book.folder.path):
        book = replace(book, editions=book.editions.read_again())  # somebody may have sealed one since
        book.editions.must_be_whole()
        book.editions.must_be_as_sealed()
        publisher = Publisher(book, template=template)
        basis = coming(book, name, signatures(signed_by))
        ends_round = nullcontext() if before_upgrade_to else ballots.put_away(book.folder.ballots_path, basis.edition)
        with ends_round:
            moved = _changes_of_coming(publisher, basis)
            written = publisher.write(basis)
            # The same guide; only where it lay in a folder of its own, its links have to lead from beside the record.
            beside = _beside_the_record(book.folder)
            guide = publisher.assembled_by(basis, beside) if beside else written
            files = sources(book) | {"guide.md": guide.guide.text, "record.md": written.record}
            files |= {f"charts/{file}": chart for file, chart in written.charts.items()}
            if moved is not None:
                files["changes.md"] = moved
            shape = score_shape(publisher.current(basis).scorecard)
            edition = editions.seal(
                book.folder,
                basis.edition,
                at,
                files,
                shape,
                sealed_on=basis.sealed_on,
                before_upgrade_to=before_upgrade_to,
                signed_by=basis.signed_by,
            )
    return edition


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
            f"Nothing has changed since edition {edition.name}, and {listed(late)} did not sign it: "
            "a sealed edition stays as it is.",
            remedy="Sign the next one when it is sealed.",
        )


def _changes_of_coming(publisher: Publisher, basis: Basis) -> str | None:
    current = publisher.current(basis)
    earlier = current.before
    return changes(publisher, compare(earlier, current), basis) if earlier is not None else None


def must_be_able_to_commit(session: Session) -> None:
    """Raises UsedWrongly where `commit` would fail for a reason that can be known before anything is sealed."""
    git.must_be_able_to_commit(session.folder.path)


def is_on_no_branch(session: Session) -> bool:
    """Whether a commit belongs to no branch, since none is checked out."""
    return git.is_detached(session.folder.path)


def is_committed(session: Session, edition: Edition) -> bool:
    """Whether git holds an edition's folder as it is."""
    return git.is_committed(edition.path)


def commit(session: Session, edition: Edition) -> str:
    """One git commit of the team folder, its message what moved; the commit's short id."""
    questionnaire = Path(session.questionnaire.folder).resolve()
    inside = questionnaire.is_relative_to(session.folder.path.resolve())
    mine = questionnaire.relative_to(session.folder.path.resolve()).as_posix() if inside else ""
    own = (*team_folder.OURS, session.folder.settings.guide, *([mine] if mine not in ("", ".") else []))
    return git.commit(session.folder.path, commit_message(session, edition), own=own)


def commit_message(session: Session, edition: Edition) -> str:
    before = session.editions.before(edition)
    subject = references.commit_message(f"{session.folder.settings.team}: edition {edition.name}")
    if before is None:
        return subject
    title, _, rest = _changes_in(edition, session.folder).partition("\n")
    moved = title.rpartition(": ")[2]
    return f"{subject}, {references.commit_message(moved)}\n\n{references.commit_message(rest.strip())}\n"


def _changes_in(edition: Edition, folder: TeamFolder) -> str:
    return documents.read_text(edition.path / "changes.md", within=folder.path).strip("\n")

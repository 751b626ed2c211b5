"""An edition made of all that is said now."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from levelbook.book import retired_answers
from levelbook.book.conflicts_in_texts import must_hold_no_conflict
from levelbook.book.contents.state import BookState
from levelbook.book.editions.edition_audit import must_be_as_sealed
from levelbook.book.editions.edition_integrity import meaning, meanings
from levelbook.book.not_checked_out import must_not_be_left_out
from levelbook.book.opening import answers_of
from levelbook.book.publishing.edition_basis import EditionBasis, is_as_sealed, next_basis, sources
from levelbook.book.publishing.publish import Publisher, changed_since_opened
from levelbook.book.publishing.published_names import shown_names
from levelbook.book.questionnaires import questionnaire_in
from levelbook.book.sealing.edition_changes import changes
from levelbook.book.session import Session
from levelbook.core.answers.answers import NEWEST_FORMAT
from levelbook.core.answers.people import folded
from levelbook.core.errors import AnsweredElsewhere, UsedWrongly
from levelbook.core.text.cleaning import clean_line
from levelbook.export.scorecard import SealedAs, scorecard_json, sealed_scorecard
from levelbook.guide.write.render import Template
from levelbook.packs.companions import file_texts
from levelbook.store import atomic, ballots, editions, questionnaires, sittings_file, team_folder, text_files
from levelbook.store.digests import digest
from levelbook.store.editions import Edition
from levelbook.store.questionnaires import StoredQuestionnaire
from levelbook.store.team_folder import TeamFolder
from levelbook.words.figures import listed
from levelbook.words.files import shown
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
    as_read: BookState | None = None,
) -> Edition:
    """Make an edition of an open book, which then begins its next round. See `make_edition`.

    as_read: the book as it was when somebody was asked whether to seal it; by default as it is now.

    Raises UsedWrongly for answers that count for nothing, unless they are meant to be sealed so, or an upgrade is about
    to put them where they belong.
    """
    if not with_orphaned_answers and not before_upgrade_to and (words := sealing_words(session.now)):
        raise UsedWrongly(words, remedy=f"If you mean it, add --with-orphaned-answers. Otherwise {remedy(session.now)}")
    try:
        return make_edition(
            as_read or session.state,
            session.clock,
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
    clock: Callable[[], datetime],
    name: str | None = None,
    *,
    signed_by: Iterable[str] = (),
    template: Template | None = None,
    before_upgrade_to: str = "",
    with_altered_editions: bool = False,
) -> Edition:
    """Assemble as the new edition, and make it.

    Raises UsedWrongly while nothing is answered, or the book is of an older file format; FileIsWrong where an edition
    was altered, unless that is meant, where a retired answer lost its end, where a ballot cannot be read, and where a
    ballot or a sitting does not count because of its file's name;
    AnsweredElsewhere where somebody has sealed one since the book was read, or has changed anything that the edition
    holds or counts.

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
        at = clock()  # while nobody else can answer: what is said from now on is not earlier
        book.folder.must_still_be_there()
        judged_by = book.editions.last_name
        book = replace(book, editions=book.editions.read_again())
        _must_not_be_sealed_meanwhile(book, judged_by)
        _must_be_as_opened(book)
        _must_be_whole(book, with_altered_editions=with_altered_editions, ends_round=not before_upgrade_to)
        publisher = Publisher(book, template=template)
        basis = next_basis(book, name, signatures(signed_by), ends_round=not before_upgrade_to)
        ends_round = nullcontext() if before_upgrade_to else ballots.put_away(book.folder.ballots_path, basis.edition)
        with ends_round:
            return _edition_of(publisher, basis, at, before_upgrade_to)


def _must_be_whole(book: BookState, *, with_altered_editions: bool, ends_round: bool) -> None:
    """Raise FileIsWrong where something is damaged or missing that an edition is made of, counts or follows."""
    book.editions.must_be_whole()
    book.offers.must_be_whole()
    must_not_be_left_out(book.folder)
    must_hold_no_conflict(book.folder)
    retired_answers.must_be_whole(book.folder, book.now.book)
    if not with_altered_editions:
        must_be_as_sealed(book.editions, book.now.book)
    if ends_round:
        sittings_file.must_all_count(book.folder.sittings_path)
        ballots.must_be_whole(book.folder.ballots_path, book.now.questionnaire)


def _edition_of(publisher: Publisher, basis: EditionBasis, at: datetime, before_upgrade_to: str) -> Edition:
    """Write guide and record of a basis, and keep them with all that they are made of as an edition."""
    book = publisher.book
    current = publisher.current(basis)
    comparison = publisher.documents(basis).comparison
    moved = None if comparison is None else changes(publisher, comparison, basis)
    written = publisher.write(basis, as_opened=True)
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
    return editions.seal(
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
    """Raise AnsweredElsewhere where something that an edition holds or counts is other than it was.

    It may have changed while a question waited: nobody who agreed to seal has seen it. Raises FileIsWrong where it
    cannot be read.
    """
    if (changed := next(_changed_since_opened(book), None)) is not None:
        raise changed_since_opened(changed)


def _changed_since_opened(book: BookState) -> Iterator[str]:
    folder, questionnaire = book.folder, book.now.questionnaire
    if team_folder.open_folder(folder.path).settings != folder.settings:
        yield f"{shown(folder.settings_path)} has"
    if questionnaire_in(Path(questionnaire.folder)) != questionnaire:
        yield "The questionnaire has"
    if answers_of(folder, questionnaire).book != book.now.book:
        yield f"{shown(folder.answers_path)} has"
    if not book.sittings.are_on_disk():
        yield "The sittings have"
    if not book.offers.are_on_disk():
        yield "The offers that were taken have"
    if not book.ballots.are_on_disk():
        yield "The ballots have"
    if text_files.content_digest(folder.guide_path, within=folder.path) != book.guide:
        yield f"{shown(folder.guide_path)} has"


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

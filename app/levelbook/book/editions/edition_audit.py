"""An audit of a book's sealed editions finds altered files, impossible days, and sittings that hold less than one."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sized
from datetime import date

from levelbook.book.editions.edition_integrity import Alterations, edition_alterations, questionnaire_alterations
from levelbook.book.editions.editions import Edition, Editions
from levelbook.book.editions.missing_editions import gone_editions
from levelbook.book.not_checked_out import gone_sittings
from levelbook.core.answers.answers import AnswerBook
from levelbook.core.errors import FileIsWrong, Problem
from levelbook.core.text.cleaning import spoken_day
from levelbook.store import questionnaires, sittings_file, text_files
from levelbook.store.digests import Difference
from levelbook.store.editions import EDITION
from levelbook.words.figures import listed, plural
from levelbook.words.files import shown


def alterations_in(editions: Editions, edition: Edition) -> Alterations:
    """Compare an edition with what was sealed, and with the edition that followed it."""
    known = [(other.previous or "", other.previous_digest) for other in editions.lineage.followers(edition)]
    known += [one for other in editions.all for one in other.others_before.items() if edition.is_known_as(*one)]
    is_laid_out = bool(known) and not any(edition.is_known_byte_for_byte_as(*one) for one in known)
    return edition_alterations(
        edition,
        editions.contradicting_successor(edition),
        is_followed=bool(known),
        is_laid_out=is_laid_out,
        git=editions.folder.git,
    )


def altered_problems(editions: Editions, edition: Edition) -> tuple[Problem, ...]:
    """Return a problem for each altered file of an edition; usually none."""
    return tuple(one.problem for one in alterations_in(editions, edition).altered)


def note_alterations(editions: Editions, edition: Edition) -> None:
    """Have the warnings speak of all that was altered in an edition, not only of what figures are made from."""
    editions.note_altered(edition, (one.name for one in alterations_in(editions, edition).altered))


def alterations_in_questionnaires(editions: Editions) -> Alterations:
    """Return shared questionnaires' files that are missing, altered or in another layout."""
    altered: list[Difference] = []
    layout_only: list[Problem] = []
    shared = {(one.questionnaire, editions.questionnaire_path(one)) for one in editions.all if one.questionnaire}
    for stored, path in sorted(shared, key=lambda one: one[1]):
        if not path.is_dir():
            altered.append(Difference("", questionnaires.missing(stored, path)))
            continue
        found = questionnaire_alterations(stored, path)
        altered += found.altered
        layout_only += found.layout_only
    return Alterations(tuple(altered), tuple(layout_only))


def must_be_as_sealed(editions: Editions, book: AnswerBook) -> None:
    """Raise FileIsWrong if an edition was altered or is gone, or a sitting in it, so that none is sealed after it."""
    problems = [problem for edition in editions.all for problem in altered_problems(editions, edition)]
    problems += gone_editions(editions, book)
    problems += [*gone_sittings(editions.folder, editions.last), *shrunk_sittings(editions)]
    problems += editions.of_others
    problems += [one.problem for one in alterations_in_questionnaires(editions).altered]
    if problems:
        meant = "If this was intended, such as to erase a person, add --with-altered-editions to `levelbook seal`."
        raise FileIsWrong(problems, remedy=meant)


def misdated_editions(editions: Editions, today: date) -> tuple[Problem, ...]:
    """Return editions with an impossible day: before the edition that they followed, or in the future."""
    found = []
    for edition in editions.all:
        before, path = editions.lineage.before(edition), shown(edition.path / EDITION)
        if before is not None and edition.sealed_at < before.sealed_at:
            earlier = f"“{before.name}” of {spoken_day(before.day)}"
            said = f"This was sealed on {spoken_day(edition.day)}, before {earlier}, which it followed."
        elif edition.day > today:
            said = f"This was sealed on {spoken_day(edition.day)}, a day in the future."
        else:
            continue
        remedy = "Editions are ordered by their numbers. If somebody changed this one, restore it from git."
        found.append(Problem(said, path=path, key="sealed_at", remedy=remedy))
    return tuple(found)


def shrunk_sittings(editions: Editions) -> Iterator[Problem]:
    """Yield a problem for each sitting that holds less than the last edition sealed of it, after it was closed.

    Nothing but outcomes is written into a closed sitting, so its file was restored from before, or cut by hand.
    """
    folder = editions.folder
    for day, was in editions.sittings_of(editions.last) if editions.last is not None else ():
        path = sittings_file.path_of(folder.sittings_path, day)
        held = None
        with contextlib.suppress(FileIsWrong):  # what cannot be read is told where it is read
            text = text_files.text_or_none(path, within=folder.path)
            held = sittings_file.parse(text, shown(path)) if text is not None else None
        if held is None or not was.closed:
            continue
        lists: tuple[tuple[tuple[str, ...], Sized, Sized], ...] = (
            (("parked item",), was.parked, held.parked),
            (("step taken on", "steps taken on"), was.taken_on, held.taken_on),
            (("piece of agreed evidence", "pieces of agreed evidence"), was.proofs, held.proofs),
        )
        lost = [plural(len(before) - len(after), *names) for names, before, after in lists if len(after) < len(before)]
        lost += ["its close"] * (not held.closed) + ["its minutes"] * (bool(was.minutes) and not held.minutes)
        if lost:
            yield Problem(
                f"This sitting holds less than in the last edition, without {listed(lost)}.",
                path=shown(path),
                remedy="Restore it from git, or from the edition.",
            )

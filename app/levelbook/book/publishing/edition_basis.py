"""A basis says as of which day things are written, and compared with which edition.

See docs/design.md, "Guide, record, changes".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from levelbook.book.contents.state import BookState
from levelbook.book.editions.edition_integrity import ANSWERS, meaning
from levelbook.book.editions.missing_editions import GoneEditions
from levelbook.core.answers.answers import NEWEST_FORMAT
from levelbook.core.errors import FileIsWrong, UsedWrongly
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.demands import have_same_demands
from levelbook.store import editions, text_files
from levelbook.store.answers_text import render
from levelbook.store.digests import digest
from levelbook.store.editions import OFFERS, SETTINGS, Edition
from levelbook.store.team_folder import parse_settings


@frozen
class EditionBasis:
    """A basis names the edition and the day by which things are written."""

    as_of: date
    edition: str = ""
    """Name of the last sealed one, or of the one being sealed; empty before the first."""
    number: int = 0
    sealed_on: date | None = None
    previous: str = ""
    """Name of the edition before that one."""
    since: str = ""
    """Name of the edition that the guide compares with: `edition`, or `previous` while no answer, setting or question
    has changed since."""
    is_sealing: bool = False
    """The edition is being made, so that nothing has become known since."""
    signed_by: tuple[str, ...] = ()
    """The people who sign the new edition."""
    ends_round: bool = True
    """Whether the new edition ends the round; one that is sealed for an upgrade does not."""


def present_basis(book: BookState, as_of: date | None = None) -> EditionBasis:
    """Find by what things are written now; `as_of` fixes the day, as `guide --check` does."""
    last = book.editions.last
    if last is None:
        return EditionBasis(as_of or book.now.on)
    sealed_on, previous = last.day, last.previous or ""
    others = {*_not_as_sealed(book, last)}
    day = as_of or (book.now.on if others else sealed_on)
    # A sitting alone opens no round: it is shown in the record, and all that is said stays what the edition says.
    since = previous if all(_is_sitting(name) for name in others) else last.name
    return EditionBasis(day, last.name, last.number, sealed_on, previous, since)


def is_as_sealed(book: BookState) -> bool:
    """Return whether answers, settings, questionnaire and sittings are those of the last edition."""
    last = book.editions.last
    return last is not None and not any(_not_as_sealed(book, last))


def next_basis(
    book: BookState, name: str | None, signed_by: tuple[str, ...] = (), *, ends_round: bool = True
) -> EditionBasis:
    """Find by what the next edition is sealed, with the name that is given or the next one. Raises UsedWrongly."""
    last, gone = book.editions.last, GoneEditions(book.editions, book.now.book)
    if name is not None:
        _must_be_free(book, name, gone)
    before = last.name if last else ""
    return EditionBasis(
        book.now.on,
        name or _next_name(book, gone),
        gone.next_number,
        book.now.on,
        before,
        since=before,
        is_sealing=True,
        signed_by=signed_by,
        ends_round=ends_round,
    )


def must_be_free(book: BookState, name: str, *, or_last: bool = False) -> None:
    """Raise UsedWrongly for a name that no edition can have, or that one has, or had and is gone.

    or_last: the name of the last one passes, too, as where nothing has changed and no other will be made.
    """
    _must_be_free(book, name, GoneEditions(book.editions, book.now.book), or_last=or_last)


def _must_be_free(book: BookState, name: str, gone: GoneEditions, *, or_last: bool = False) -> None:
    taken = editions.taken_names(book.folder)
    editions.check_name(name, taken - {book.editions.last_name} if or_last else taken)
    if (why := gone.names.get(name)) is not None:
        raise UsedWrongly(f"There was an edition “{name}”, and {why}.", remedy="Choose another name.")


def next_name(book: BookState) -> str:
    """Return the name that the next edition gets if nobody chooses one: no edition has it, or had it and is gone."""
    return _next_name(book, GoneEditions(book.editions, book.now.book))


def _next_name(book: BookState, gone: GoneEditions) -> str:
    taken = editions.taken_names(book.folder) | gone.names.keys()
    return editions.next_name(book.now.on, taken)


def sources(book: BookState) -> dict[str, str]:
    """Collect what everything else is made of, as an edition holds it: relative path to text.

    The questionnaire is not among them: editions share it.
    """
    found = {
        ANSWERS: render(replace(book.now.book, format=NEWEST_FORMAT), book.now.questionnaire),
        SETTINGS: text_files.read_text(book.folder.settings_path, within=book.folder.path),
    }
    for name, text in book.sittings.texts.items():
        found[f"sittings/{name}"] = text
    for name, text in book.offers.texts.items():
        found[f"{OFFERS}{name}"] = text
    return found


def _not_as_sealed(book: BookState, edition: Edition) -> Iterator[str]:
    """The sources that are now other than an edition holds them, gone or new.

    A questionnaire that asks and needs what it did is as it was, whatever its sentences, as a new levelbook may bring;
    so is a file that says the same in another layout or an older format, and settings that show names otherwise.
    """
    held = {name: known for name, known in edition.files.items() if _is_source(name)}
    present = sources(book)
    for name in {**held, **present}:
        known, text = held.get(name), present.get(name)
        if known is None or text is None or (digest(text) != known and not _says_the_same(book, edition, name, text)):
            yield name
    questionnaire = book.now.questionnaire
    if not book.editions.has_present_questionnaire(edition) and not have_same_demands(
        book.editions.questionnaire_of(edition), questionnaire
    ):
        yield "questionnaire"


def _says_the_same(book: BookState, edition: Edition, name: str, text: str) -> bool:
    if name == ANSWERS:
        return book.editions.book(edition) == book.now.book
    if name == SETTINGS and _set_the_same(book, edition, text):
        return True
    return name in edition.meaning and edition.meaning[name] == meaning(name, text)


def _set_the_same(book: BookState, edition: Edition, text: str) -> bool:
    """Return whether settings are an edition's but for `people`, which changes nothing that anybody said or needs."""
    try:
        sealed = text_files.read_text(edition.path / SETTINGS, within=book.folder.path)
        before, now = (replace(parse_settings(one, SETTINGS), people=None) for one in (sealed, text))
    except (FileNotFoundError, FileIsWrong):
        return False
    return before == now


def _is_source(name: str) -> bool:
    """Return whether an edition's file is one that the others are made from. Ballots are in no edition."""
    return name in (ANSWERS, SETTINGS) or _is_sitting(name) or name.startswith(OFFERS)


def _is_sitting(name: str) -> bool:
    return name.startswith("sittings/")

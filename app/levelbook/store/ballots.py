"""Ballots lie in `ballots/<id>.toml`: the participants' own answers, in the same shape as `answers.toml`.

A ballot has one more top-level key, `participant`; an anonymous one has none, a name made by chance, and no times.
One says in `after` which edition began its round, unless that is the first.
Those of rounds that ended lie in folders named after the edition that ended them, and count no more.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from collections.abc import Collection, Iterator, Mapping
from hashlib import sha256
from itertools import count, takewhile
from pathlib import Path
from typing import Final, NamedTuple

from levelbook.core.answers.answers import AnswerBook
from levelbook.core.answers.ballots import MOST_OF_A_NAME, Ballot
from levelbook.core.answers.people import folded, is_same_team
from levelbook.core.errors import (
    CouldNotWrite,
    FileIsWrong,
    Problem,
    UnknownId,
    UsedWrongly,
)
from levelbook.core.questionnaire.questionnaire import FactValue, Questionnaire
from levelbook.core.text.cleaning import clean_line, nearest, valid_id
from levelbook.core.text.latin_letters import in_latin_letters
from levelbook.core.text.quotation import in_quotes
from levelbook.reading.toml import is_toml
from levelbook.store import answers_check, answers_file, answers_text, atomic, path_guard
from levelbook.store.answers_file import AnswersFile
from levelbook.store.stamps import FolderStamp, folder_stamp
from levelbook.words.figures import listed
from levelbook.words.files import cause, damaged_under_another_name, shown

AFTER: Final = "after"
"""Key of a ballot with the edition that its round follows. Without it, one that says what it said in the last round
would be taken for that one."""
TEAM: Final = "team"
"""Key of a ballot that says for which team it was made."""
UNREADABLE_REMEDY: Final = "Restore the ballot, for example from git, or remove it."


def id_for(participant: str, taken: Collection[str] = ()) -> str:
    """Make the id of a ballot: the name in lower-case words, or a random one without a name.

    Of a name with letters that are not Latin, a digest says the rest, or two people would have one ballot.
    """
    if not participant:
        while (made := f"anonymous-{secrets.token_hex(2)}") in taken:
            pass
        return made
    plain = in_latin_letters(participant)
    words = "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-")
    whole = all(character.isascii() or not character.isalnum() for character in plain)
    if whole and valid_id(words):
        return words
    first = words if valid_id(words) else "ballot"
    return f"{first[:50].strip('-')}-{sha256(participant.encode()).hexdigest()[:6]}"


def path_of(folder: Path, ballot_id: str) -> Path:
    """Return the path of a ballot's file."""
    return folder / f"{ballot_id}.toml"


def ids(folder: Path) -> tuple[str, ...]:
    """List the ids of all ballots that count. Raises FileIsWrong where the folder is none, or a link."""
    found, rounds = _all_ids(folder), tuple(ended_rounds(folder))
    return tuple(ballot_id for ballot_id in found if not _has_ended(folder, ballot_id, rounds))


def _all_ids(folder: Path) -> tuple[str, ...]:
    real = path_guard.real_folder(folder, within=folder.parent)
    return tuple(path.stem for path in sorted(real.glob("*.toml")) if valid_id(path.stem))


def stamp(folder: Path) -> FolderStamp:
    """Return another value once a ballot of the present round has come, gone or changed."""
    with contextlib.suppress(FileIsWrong):
        others = (path for path in folder.glob("*.toml") if not valid_id(path.stem))
        return folder_stamp((*(path_of(folder, name) for name in ids(folder)), *others))
    return frozenset()


def read_all(folder: Path, questionnaire: Questionnaire) -> tuple[tuple[Ballot, ...], tuple[Problem, ...]]:
    """Read every ballot that can be read, and say what is wrong with the others."""
    found: list[Ballot] = []
    problems: list[Problem] = []
    try:
        known = ids(folder)
    except FileIsWrong as wrong:
        return (), wrong.problems
    for ballot_id in known:
        path = path_of(folder, ballot_id)
        try:
            book = answers_file.read(path, within=folder.parent)
            answers_check.check_version(book, questionnaire, shown(path))
            answers_check.check_levels(book, questionnaire, shown(path))
        except FileIsWrong as wrong:
            problems += wrong.each_with_remedy()
        else:
            found.append(Ballot(ballot_id, book))
    problems += _under_other_names(folder)
    return tuple(found), tuple(problems)


def _under_other_names(folder: Path) -> Iterator[Problem]:
    """Yield a problem for each ballot whose file has another name, such as “Ana (1).toml”: nobody would hear it."""
    for path in sorted(path_guard.real_folder(folder, within=folder.parent).glob("*.[tT][oO][mM][lL]")):
        if (valid_id(path.stem) and path.suffix == ".toml") or path.name.startswith("."):
            continue
        place = folder / path.name
        with contextlib.suppress(FileIsWrong):  # somebody's own file
            data = bytes_or_none(place, folder.parent)
            if data is not None and b"\nquestionnaire = " in data and not is_toml(data):
                yield damaged_under_another_name(place)
            elif answers_file.read(place, within=folder.parent).answers:
                remedy = "Move it elsewhere, and import it from there: levelbook ballot import FILE"
                yield Problem("A ballot does not count under this name.", path=shown(place), remedy=remedy)


def must_be_whole(folder: Path, questionnaire: Questionnaire) -> None:
    """Raise FileIsWrong where a ballot cannot be read: the seal would put it away although nobody has heard it."""
    _, problems = read_all(folder, questionnaire)
    if problems:
        raise FileIsWrong(
            problems,
            remedy=f"{UNREADABLE_REMEDY} A seal would put it away unread.",
        )


def books(folder: Path) -> tuple[Mapping[str, AnswerBook], tuple[Problem, ...]]:
    """Read every ballot, whatever it answers: its id to its book; and say what is wrong with those that cannot be read.

    Raises FileIsWrong where the folder is none, or a link.
    """
    found: dict[str, AnswerBook] = {}
    problems: list[Problem] = []
    for ballot_id in ids(folder):
        try:
            found[ballot_id] = answers_file.read(path_of(folder, ballot_id), within=folder.parent)
        except FileIsWrong as wrong:
            problems += wrong.problems
    return found, tuple(problems)


def create(
    folder: Path,
    questionnaire: Questionnaire,
    participant: str,
    profile: Mapping[str, FactValue],
    *,
    team: str = "",
    after: str = "",
) -> tuple[str, AnswersFile]:
    """Make a new, empty ballot; its id and file. Raises UsedWrongly where that participant has one already.

    team: for which the file says that it is, so that a copy of it is not taken for one of another team.
    after: the edition that its round follows; empty in the first round.
    """
    name = clean_line(participant)[:MOST_OF_A_NAME]
    ballot_id = id_for(name, ids(folder))
    unknown = {key: value for key, value in ((TEAM, team), ("participant", name), (AFTER, after)) if value}
    book = AnswerBook(questionnaire.id, questionnaire.version, profile=profile, unknown=unknown)
    atomic.make_folder(folder, within=folder.parent)
    clear_ended(folder)
    if os.path.lexists(path_of(folder, ballot_id)):
        _refuse_that_of_another(folder, ballot_id, name)
        raise UsedWrongly(
            f"There is already a ballot {ballot_id}.",
            remedy=f"Continue it: `levelbook ballot fill {ballot_id}`. If this is somebody else, choose another name.",
        )
    return ballot_id, AnswersFile.create(path_of(folder, ballot_id), questionnaire, book, within=folder.parent)


def _refuse_that_of_another(folder: Path, ballot_id: str, name: str) -> None:
    """Raise UsedWrongly where the ballot of that id is somebody else's: names that differ can make the same id."""
    with contextlib.suppress(FileIsWrong):
        held = Ballot(ballot_id, answers_file.read(path_of(folder, ballot_id), within=folder.parent))
        if folded(held.participant) != folded(name):
            whose = f"that of {in_quotes(held.participant)}" if held.participant else "an anonymous one"
            raise UsedWrongly(
                f"The ballot {ballot_id} is {whose}, and this one would be for “{name}”.",
                remedy=f"If both are one person, continue it: `levelbook ballot fill {ballot_id}`. If not, choose a "
                "name that differs from it in more than accents or punctuation, such as with a surname.",
            )


def open_file(folder: Path, questionnaire: Questionnaire, ballot_id: str) -> AnswersFile:
    """Open a ballot to go on with. Raises UnknownId, FileIsWrong, OtherVersion."""
    known = ids(folder)
    if ballot_id not in known:
        hint = f"There are: {', '.join(known)}." if known else "`levelbook ballot new NAME` makes one."
        raise UnknownId("ballot", ballot_id, nearest(ballot_id, known), hint=hint)
    return AnswersFile.load(path_of(folder, ballot_id), questionnaire, within=folder.parent)


@contextlib.contextmanager
def put_away(folder: Path, edition: str) -> Iterator[None]:
    """Move the ballots into `ballots/<edition>/` around a block that makes this edition, which ends their round.

    The next round begins without them, and what each said is still there to read. Nothing there is written over.

    They are copied before and removed afterwards. Whatever happens in between, a ballot counts until the edition is
    there, and from then on no more (`ids`): also where it could not be removed.

    Raises FileIsWrong for a link and CouldNotWrite, before the block or after it, which the message tells. Raises
    UsedWrongly where that folder has other ballots than the round, which would seem to have counted. A copy that a
    killed seal left there gives way where its participant has changed the ballot since.
    """
    _refuse_ballots_of_no_round(folder, edition)
    if not ids(folder):
        yield
        return
    with atomic.locked(folder):
        remove_ended(folder)
        for path in _outdated_copies(folder, edition):
            atomic.remove_tree(path)
        put = list(_put_beside(folder, edition))
        try:
            yield
        except BaseException:
            if edition not in ended_rounds(folder):
                for one in put:
                    if one.is_new:
                        atomic.remove_tree(one.copy)
                atomic.remove_if_empty(folder / edition)
            raise
        try:
            remove_ended(folder)
            for path in (path_of(folder, one.ballot_id) for one in put):
                if os.path.lexists(path):  # the disk did not say that its round has ended
                    raise CouldNotWrite(f"{shown(path)} was not removed: the disk did not confirm it.")
        except CouldNotWrite as error:
            raise CouldNotWrite(
                f"The edition {edition} is sealed, and its ballots are in {shown(folder / edition)}. {error}",
                remedy="It is no longer used: you can remove it.",
            ) from error


def _refuse_ballots_of_no_round(folder: Path, edition: str) -> None:
    outdated = _outdated_copies(folder, edition)
    if others := [shown(path) for path in _copies_of_none(folder, edition) if path not in outdated]:
        raise UsedWrongly(
            f"No ballot of this round is like {listed(others)}, so no edition “{edition}” was made.",
            remedy="A seal that was stopped leaves such a copy, and the ballot was taken back since. Remove the copy, "
            "or choose another name for the edition.",
        )


def _copies_of_none(folder: Path, edition: str) -> tuple[Path, ...]:
    """Return what lies in the folder of an edition that is still to be made, and is like no ballot of the round."""
    if edition in ended_rounds(folder):
        return ()
    counted = {bytes_or_none(path_of(folder, ballot_id), folder.parent) for ballot_id in ids(folder)}
    return tuple(path for path, data in _ballots_in(folder / edition) if data not in counted)


def _outdated_copies(folder: Path, edition: str) -> tuple[Path, ...]:
    """Return those whose participant still has a ballot of that name in the round: it was changed since."""
    return tuple(
        path
        for path in _copies_of_none(folder, edition)
        if path.stem in ids(folder) and _participant(path, folder) == _participant(path_of(folder, path.stem), folder)
    )


def _participant(path: Path, folder: Path) -> object:
    """Return whose ballot it is: empty for an anonymous one; None where it cannot be read."""
    data = bytes_or_none(path, folder.parent)
    with contextlib.suppress(FileIsWrong):
        return None if data is None else answers_text.parse(data, "").unknown.get("participant", "")
    return None


def of_no_edition(folder: Path) -> Iterator[str]:
    """Yield the names of the folders with ballots of an edition that is not there, as a killed seal leaves one."""
    rounds = frozenset(ended_rounds(folder))
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name not in rounds and valid_id(path.name) and any(_ballots_in(path)):
            yield path.name


def _ballots_in(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Yield each ballot with answers that was put into the folder of an edition."""
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        data = bytes_or_none(path, folder.parent.parent)
        with contextlib.suppress(FileIsWrong):  # somebody's own file
            if data is not None and answers_text.parse(data, "").answers:
                yield path, data


class _Put(NamedTuple):
    """A ballot has been put beside others of its round."""

    ballot_id: str
    copy: Path
    is_new: bool
    """Whether it is new."""


def _put_beside(folder: Path, edition: str) -> Iterator[_Put]:
    """Copy the ballots into the folder of the edition that will end their round."""
    aside = folder / edition
    for ballot_id in ids(folder):
        data = path_guard.content(path_of(folder, ballot_id), within=folder.parent)
        if not _has_answers(data):
            continue
        for target in places(aside, ballot_id):
            held = bytes_or_none(target, folder.parent)
            if held is None:
                atomic.make_folder(aside, within=folder.parent)
                atomic.write_bytes(target, data, within=folder.parent)
            if held is None or held == data:
                yield _Put(ballot_id, target, is_new=held is None)
                break


def clear_ended(folder: Path) -> None:
    """Remove the ballots that a seal put away and could not remove. Raises FileIsWrong for a link, CouldNotWrite."""
    if len(_all_ids(folder)) > len(ids(folder)):
        with atomic.locked(folder):
            remove_ended(folder)


def remove_ended(folder: Path) -> None:
    """Do the same as `clear_ended`, for a caller who holds the lock."""
    found, rounds = _all_ids(folder), tuple(ended_rounds(folder))
    ended = [path_of(folder, ballot_id) for ballot_id in found if _has_ended(folder, ballot_id, rounds)]
    for path in ended:
        try:
            path.unlink()
        except OSError as error:
            raise CouldNotWrite(f"{shown(path)} could not be removed: {cause(error)}.") from error
    if ended:
        atomic.confirm(ended[0])


def _has_ended(folder: Path, ballot_id: str, rounds: Collection[str]) -> bool:
    """Return whether the round of a ballot has ended: the folder of an edition that is there holds the very same.

    One without an answer is as it was made, and waits for the next round. An open book asks this every few seconds, so
    that only files of the same size are read.
    """
    try:
        size = path_of(folder, ballot_id).lstat().st_size
        aside = [
            path
            for edition in rounds
            for path in takewhile(os.path.lexists, places(folder / edition, ballot_id))
            if path.lstat().st_size == size
        ]
    except OSError:
        return False
    data = bytes_or_none(path_of(folder, ballot_id), folder.parent) if aside else None
    if data is None or all(bytes_or_none(path, folder.parent) != data for path in aside):
        return False
    return _has_answers(data)


def put_away_in(folder: Path, ballot_id: str, data: bytes) -> str:
    """Return the edition that ended the round of a ballot which is gone and was just this; empty where none did."""
    if os.path.lexists(path_of(folder, ballot_id)):
        return ""
    for edition in ended_rounds(folder):
        held = takewhile(os.path.lexists, places(folder / edition, ballot_id))
        if any(bytes_or_none(path, folder.parent) == data for path in held):
            return edition
    return ""


def _has_answers(data: bytes) -> bool:
    try:
        return bool(answers_text.parse(data, "").answers)
    except FileIsWrong:
        return True  # nobody made the same twice


def ended_rounds(folder: Path) -> Iterator[str]:
    """Yield the names of the editions that ended a round with ballots."""
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            if path.is_dir() and (folder.parent / "editions" / path.name / "edition.toml").is_file():
                yield path.name


def places(folder: Path, ballot_id: str) -> Iterator[Path]:
    """Yield where a ballot may be put: under its own name, else with a number."""
    yield path_of(folder, ballot_id)
    yield from (path_of(folder, f"{ballot_id}-{number}") for number in count(2))


def bytes_or_none(path: Path, team_folder: Path) -> bytes | None:
    """Read a ballot's file; None where it cannot be read."""
    try:
        return path_guard.content(path, within=team_folder)
    except (OSError, FileIsWrong):
        return None


def other_team_of(book: AnswerBook, team: str) -> str:
    """Return the team that a ballot was made for if it is another one than `team`; empty where it is not, or unsaid."""
    of = clean_line(str(book.unknown.get(TEAM, "")))
    return of if of and not is_same_team(of, team) else ""

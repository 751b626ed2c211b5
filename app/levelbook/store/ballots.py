"""Ballots lie in `ballots/<id>.toml`: the participants' own answers, in the same shape as `answers.toml`.

A ballot has one more top-level key, `participant`; an anonymous one has none, a name made by chance, and no times.
An imported one says in `after` which edition began its round.
Those of rounds that ended lie in folders named after the edition that ended them, and count no more.
Taking in files from elsewhere is done one by one: what is wrong with one keeps no other out.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from itertools import count, takewhile
from pathlib import Path
from typing import Final, NamedTuple

from levelbook.core.answers.answers import Answer, AnswerBook
from levelbook.core.answers.ballots import MOST_OF_A_NAME, Ballot, answers_present_wording
from levelbook.core.errors import (
    CouldNotWrite,
    FileIsWrong,
    LevelbookError,
    OtherVersion,
    Problem,
    UnknownId,
    UsedWrongly,
)
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.questionnaire import FactValue, Questionnaire
from levelbook.core.questionnaire.tailoring import Tailoring
from levelbook.core.text.cleaning import clean_line, nearest, valid_id
from levelbook.reading.files import content_of
from levelbook.store import answers_check, answers_file, answers_text, atomic, path_guard
from levelbook.store.answers_file import AnswersFile
from levelbook.words.figures import listed
from levelbook.words.files import cause, shown

MOST_BYTES: Final = 4_000_000
"""Size of one ballot; a form fills some 40 KB."""
AFTER: Final = "after"
"""Key of an imported ballot. Without it, one that says what it said in the last round would be taken for that one."""
_AFTER_LINE: Final = re.compile(rb"(?m)^after = .*\n")
UNREADABLE_REMEDY: Final = "Restore the ballot, for example from git, or remove it."
_TAKEN: Final = ("level", "unsure", "not_applicable", "note", "unmet", "met", "here", "wording")
"""Fields of a participant's answer. Owners, evidence, steps and risks belong to the team."""


def id_for(participant: str, taken: Collection[str] = ()) -> str:
    """Make the id of a ballot: the name in lower-case words, or a random one without a name."""
    if not participant:
        while (made := f"anonymous-{secrets.token_hex(2)}") in taken:
            pass
        return made
    plain = unicodedata.normalize("NFKD", participant).encode("ascii", "ignore").decode()
    words = "-".join(re.findall(r"[a-z0-9]+", plain.lower()))[:60].strip("-")
    return words if valid_id(words) else f"ballot-{sha256(participant.encode()).hexdigest()[:6]}"


def path_of(folder: Path, ballot_id: str) -> Path:
    """Return the path of a ballot's file."""
    return folder / f"{ballot_id}.toml"


def ids(folder: Path) -> tuple[str, ...]:
    """List the ids of all ballots that count. Raises FileIsWrong where the folder is none, or a link."""
    found, rounds = _all_ids(folder), tuple(_rounds(folder))
    return tuple(ballot_id for ballot_id in found if not _has_ended(folder, ballot_id, rounds))


def _all_ids(folder: Path) -> tuple[str, ...]:
    real = path_guard.real_folder(folder, within=folder.parent)
    return tuple(path.stem for path in sorted(real.glob("*.toml")) if valid_id(path.stem))


def stamp(folder: Path) -> frozenset[tuple[str, int, int]]:
    """Return another value once a ballot has come, gone or changed, without reading any."""
    found: set[tuple[str, int, int]] = set()
    with contextlib.suppress(FileIsWrong):
        for name in ids(folder):
            with contextlib.suppress(OSError):
                seen = path_of(folder, name).lstat()
                found.add((name, seen.st_mtime_ns, seen.st_size))
    return frozenset(found)


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
    return tuple(found), tuple(problems)


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
    folder: Path, questionnaire: Questionnaire, participant: str, profile: Mapping[str, FactValue]
) -> tuple[str, AnswersFile]:
    """Make a new, empty ballot; its id and file. Raises UsedWrongly where that participant has one already."""
    name = clean_line(participant)[:MOST_OF_A_NAME]
    ballot_id = id_for(name, ids(folder))
    book = AnswerBook(
        questionnaire.id, questionnaire.version, profile=profile, unknown={"participant": name} if name else {}
    )
    atomic.make_folder(folder, within=folder.parent)
    clear_ended(folder)
    if os.path.lexists(path_of(folder, ballot_id)):
        raise UsedWrongly(
            f"There is already a ballot {ballot_id}.",
            remedy=f"Continue it: `levelbook ballot fill {ballot_id}`. If this is somebody else, choose another name.",
        )
    return ballot_id, AnswersFile.create(path_of(folder, ballot_id), questionnaire, book, within=folder.parent)


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

    Raises FileIsWrong for a link and CouldNotWrite, before the block or after it, which the message tells.
    """
    if not ids(folder):
        yield
        return
    with atomic.locked(folder):
        _clear_ended(folder)
        put = list(_put_beside(folder, edition))
        try:
            yield
        except BaseException:
            if edition not in _rounds(folder):
                for one in put:
                    if one.is_new:
                        atomic.remove_tree(one.copy)
                atomic.remove_if_empty(folder / edition)
            raise
        try:
            _clear_ended(folder)
            for path in (path_of(folder, one.ballot_id) for one in put):
                if os.path.lexists(path):  # the disk did not say that its round has ended
                    raise CouldNotWrite(f"{shown(path)} was not removed: the disk did not confirm it.")
        except CouldNotWrite as error:
            raise CouldNotWrite(
                f"The edition {edition} is sealed, and its ballots are in {shown(folder / edition)}. {error}",
                remedy="It is no longer used: you can remove it.",
            ) from error


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
        for target in _places(aside, ballot_id):
            held = _bytes_or_none(target, folder.parent)
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
            _clear_ended(folder)


def _clear_ended(folder: Path) -> None:
    """Do the same; the caller holds the lock."""
    found, rounds = _all_ids(folder), tuple(_rounds(folder))
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
            for path in takewhile(os.path.lexists, _places(folder / edition, ballot_id))
            if path.lstat().st_size == size
        ]
    except OSError:
        return False
    data = _bytes_or_none(path_of(folder, ballot_id), folder.parent) if aside else None
    if data is None or all(_bytes_or_none(path, folder.parent) != data for path in aside):
        return False
    return _has_answers(data)


def put_away_in(folder: Path, ballot_id: str, data: bytes) -> str:
    """Return the edition that ended the round of a ballot which is gone and was just this; empty where none did."""
    if os.path.lexists(path_of(folder, ballot_id)):
        return ""
    for edition in _rounds(folder):
        held = takewhile(os.path.lexists, _places(folder / edition, ballot_id))
        if any(_bytes_or_none(path, folder.parent) == data for path in held):
            return edition
    return ""


def _has_answers(data: bytes) -> bool:
    try:
        return bool(answers_text.parse(data, "").answers)
    except FileIsWrong:
        return True  # nobody made the same twice


def _rounds(folder: Path) -> Iterator[str]:
    """Yield the names of the editions that ended a round with ballots."""
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            if path.is_dir() and (folder.parent / "editions" / path.name / "edition.toml").is_file():
                yield path.name


def _places(folder: Path, ballot_id: str) -> Iterator[Path]:
    """Yield where a ballot may be put: under its own name, else with a number."""
    yield path_of(folder, ballot_id)
    yield from (path_of(folder, f"{ballot_id}-{number}") for number in count(2))


# --- Taking in --------------------------------------------------------------------------------------------------------


def _files_of(path: Path) -> tuple[Path, ...]:
    """The files that a path means: itself, or the ballots in a folder. Raises FileIsWrong for a folder without any."""
    if not path.is_dir():
        return (path,)
    found = tuple(sorted(child for child in path.glob("*.toml") if not child.name.startswith(".")))
    if not found:
        raise FileIsWrong.one("This is a folder without a ballot in it.", path=shown(path), remedy="Name the files.")
    return found


@frozen
class ImportedBallot:
    """`ImportedBallot` says what became of one file that was to be taken in."""

    path: str
    """The file, as the person would name it."""
    ballot: Ballot | None = None
    """The imported ballot; None if the file was refused."""
    remarks: tuple[str, ...] = ()
    """Sentences on what was left out, and why."""
    refused: LevelbookError | None = None
    was_in_already: bool = False


def import_all(
    folder: Path, tailoring: Tailoring, path: Path, *, after: str = "", anonymous: bool = False, replacing: bool = False
) -> Iterator[ImportedBallot]:
    """Take in a file, or the ballots in a folder, one by one.

    after: the last edition's name; empty before the first.
    """
    try:
        files = _files_of(path)
    except FileIsWrong as refused:
        yield ImportedBallot(shown(path), refused=refused)
        return
    for file in files:
        yield import_ballot(folder, tailoring, file, after=after, anonymous=anonymous, replacing=replacing)


def import_ballot(
    folder: Path, tailoring: Tailoring, path: Path, *, after: str = "", anonymous: bool = False, replacing: bool = False
) -> ImportedBallot:
    """Import one file. A refusal is returned in `ImportedBallot.refused`, so that the rest of a batch continues."""
    try:
        return _import_ballot(folder, tailoring, path, after=after, anonymous=anonymous, replacing=replacing)
    except LevelbookError as refused:
        return ImportedBallot(shown(path), refused=refused)


def _import_ballot(
    folder: Path, tailoring: Tailoring, path: Path, *, after: str, anonymous: bool, replacing: bool
) -> ImportedBallot:
    questionnaire = tailoring.questionnaire
    _refuse_our_own(folder, path)
    book = answers_text.parse(_bytes_of(path), shown(path))
    try:
        answers_check.check_version(book, questionnaire, shown(path))
    except OtherVersion as other:
        remedy = "Make a new form with `levelbook ballot form`, and ask for the answers again."
        raise FileIsWrong(other.problems, remedy=remedy) from None
    answers_check.check_levels(book, questionnaire, shown(path))
    participant = "" if anonymous else _participant(book, path)
    answers, remarks = _answers(book, tailoring)
    if not answers:
        raise FileIsWrong.one("It has no answer that can be imported.", path=shown(path))
    unknown = {key: value for key, value in (("participant", participant), (AFTER, after)) if value}
    taken = AnswerBook(questionnaire.id, questionnaire.version, profile={}, answers=answers, unknown=unknown)
    return _keep(folder, questionnaire, path, taken, remarks, replacing=replacing)


def _keep(
    folder: Path, questionnaire: Questionnaire, path: Path, book: AnswerBook, remarks: list[str], *, replacing: bool
) -> ImportedBallot:
    rendered = answers_text.RenderedBook.of(book, questionnaire)
    atomic.make_folder(folder, within=folder.parent)
    with atomic.locked(folder):
        _clear_ended(folder)
        held = ids(folder)
        for name in held:
            if _holds(path_of(folder, name), book, folder.parent):
                return ImportedBallot(shown(path), Ballot(name, book), tuple(remarks), was_in_already=True)
        ballot = Ballot(id_for(str(book.unknown.get("participant", "")), held), book)
        if ballot.id in held and not replacing:
            _refuse_in_place_of_unreadable(path_of(folder, ballot.id), folder.parent)
            raise UsedWrongly(
                f"There is already a ballot {ballot.id}, with other answers.",
                remedy="--replace puts this one in its place. If it is from somebody else, give it another name.",
            )
        atomic.write_bytes(path_of(folder, ballot.id), rendered.data, within=folder.parent)
    return ImportedBallot(shown(path), ballot, (*remarks, *_counted_before(folder, ballot, rendered.data)))


def _refuse_in_place_of_unreadable(path: Path, within: Path) -> None:
    """Raise UsedWrongly where the ballot in the way cannot be read: nobody knows whether its answers are others."""
    try:
        answers_file.read(path, within=within)
    except FileIsWrong as wrong:
        raise UsedWrongly(
            f"There is already a ballot {path.stem}, which cannot be read. {wrong.problems[0]}",
            remedy="--replace puts this one in its place.",
        ) from None


def _counted_before(folder: Path, ballot: Ballot, data: bytes) -> Iterator[str]:
    """Say which editions ended a round with a ballot that said just this: a folder may be imported a second time."""
    said = _in_any_round_bytes(data)
    found = [
        edition
        for edition in sorted(_rounds(folder))
        if any(
            _in_any_round_bytes(_bytes_or_none(path, folder.parent) or b"") == said
            for path in _aside(folder / edition, ballot)
        )
    ]
    if found:
        yield (
            f"The same ballot was counted for {'edition' if len(found) == 1 else 'editions'} {listed(found)}. "
            f"Delete {shown(path_of(folder, ballot.id))} if it is not meant for the next round too."
        )


def _in_any_round_bytes(data: bytes) -> bytes:
    """Return an imported ballot's file as it would be in another round; to read it would take 15 ms."""
    return _AFTER_LINE.sub(b"", data, count=1)


def _aside(folder: Path, ballot: Ballot) -> Iterator[Path]:
    """Yield the ballots of an ended round that may be a given one: an anonymous one has another id at each import."""
    if ballot.participant:
        yield from takewhile(os.path.lexists, _places(folder, ballot.id))
    else:
        yield from sorted(folder.glob("*.toml"))


def _holds(path: Path, book: AnswerBook, within: Path) -> bool:
    """Return whether a ballot says just this, in whatever format, and whichever edition it came after."""
    with contextlib.suppress(FileIsWrong):
        return _in_any_round(answers_file.read(path, within=within)) == _in_any_round(book)
    return False


def _in_any_round(book: AnswerBook) -> AnswerBook:
    return replace(book, unknown={key: value for key, value in book.unknown.items() if key != AFTER})


def _refuse_our_own(folder: Path, path: Path) -> None:
    """The team's own answers are no ballot, and a ballot that is in would count twice."""
    place = Path(os.path.realpath(path))
    if place.parent == Path(os.path.realpath(folder)):
        raise UsedWrongly(f"{shown(path)} is already in the team folder.", remedy="It is already counted.")
    if place == Path(os.path.realpath(folder.parent / "answers.toml")):
        raise UsedWrongly(f"{shown(path)} holds the team's own answers; it is not a ballot.")


def _bytes_of(path: Path) -> bytes:
    try:
        return content_of(path, MOST_BYTES)
    except FileNotFoundError:
        gone = "This link leads nowhere." if path.is_symlink() else "There is no such file."
        raise FileIsWrong.one(gone, path=shown(path)) from None
    except IsADirectoryError:
        raise FileIsWrong.one("This is a folder.", path=shown(path), remedy="Name the ballots in it.") from None
    except OSError as error:
        raise FileIsWrong.one(f"This file cannot be read: {cause(error)}.", path=shown(path)) from None


def _participant(book: AnswerBook, path: Path) -> str:
    given = book.unknown.get("participant", "")
    if not isinstance(given, str):
        raise FileIsWrong.one("This must be a name in quotes.", path=shown(path), key="participant")
    return clean_line(given)[:MOST_OF_A_NAME]


def _answers(book: AnswerBook, tailoring: Tailoring) -> tuple[dict[str, Answer], list[str]]:
    """Return what can be taken in, in questionnaire order, and a sentence about each kind of thing left out."""
    questionnaire = tailoring.questionnaire
    numbers = questionnaire.numbers
    taken: dict[str, Answer] = {}
    altered, outdated, elsewhere = list[str](), list[str](), list[str]()
    for name in questionnaire.practices:
        answer = book.answer(name)
        if answer.is_empty:
            continue
        if tailoring[name].scope == "not-applicable":
            elsewhere.append(numbers[name])
        elif not answers_present_wording(answer, tailoring, name):
            outdated.append(numbers[name])
        else:
            if answer.rev and answer.edited_outside:
                altered.append(numbers[name])
            inherited = tailoring[name].scope == "inherited"
            kept = {key: getattr(answer, key) for key in _TAKEN}
            kept["wording"] = questionnaire.wording(name, inherited=inherited)
            taken[name] = Answer(**kept).signed()
    orphaned = [name for name in book.answers if name not in questionnaire.practices]
    told = (
        (altered, "imported, although they were changed after they were given"),
        (outdated, "left out, because the question was worded differently"),
        (elsewhere, "left out, because the practice does not apply to this team"),
        (orphaned, "left out, because the questionnaire has no such practice"),
    )
    return taken, [f"{clean_line(', '.join(names))}: {words}." for names, words in told if names]


def _bytes_or_none(path: Path, team_folder: Path) -> bytes | None:
    try:
        return path_guard.content(path, within=team_folder)
    except (OSError, FileIsWrong):
        return None

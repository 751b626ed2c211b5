"""Ballots are imported here from files elsewhere, one by one: what is wrong with one keeps no other out."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from datetime import UTC, tzinfo
from itertools import takewhile
from pathlib import Path
from typing import Final

from levelbook.core.answers.answers import Answer, AnswerBook
from levelbook.core.answers.ballots import MOST_OF_A_NAME, Ballot, answers_present_wording
from levelbook.core.answers.people import folded
from levelbook.core.errors import FileIsWrong, LevelbookError, OtherVersion, UsedWrongly
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.tailoring import Tailoring
from levelbook.core.text.cleaning import clean_line
from levelbook.core.text.quotation import in_quotes
from levelbook.reading.files import content_of
from levelbook.store import answers_check, answers_file, answers_text, atomic
from levelbook.store.ballots import (
    AFTER,
    bytes_or_none,
    ended_rounds,
    id_for,
    ids,
    other_team_of,
    path_of,
    places,
    remove_ended,
)
from levelbook.words.figures import listed
from levelbook.words.files import cause, shown

MOST_BYTES: Final = 4_000_000
"""Size of one ballot; a form fills some 40 KB."""
_AFTER_LINE: Final = re.compile(rb"(?m)^after = .*\n")
_FORM: Final = "form"
"""The key under which an HTML form tells its ballots apart: whoever saves again has the same, without a name too."""
_FOR_A_TEAM: Final = re.compile(rb"(?m)^team = ")
"""A line of a ballot that was made in the book, which an import leaves out."""
_TAKEN: Final = ("level", "unsure", "not_applicable", "note", "unmet", "met", "here", "wording")
"""Fields of a participant's answer. Owners, evidence, steps and risks belong to the team."""


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
    """An imported ballot says what became of one file that was to be taken in."""

    path: str
    """The file, as the person would name it."""
    ballot: Ballot | None = None
    """The imported ballot; None if the file was refused."""
    remarks: tuple[str, ...] = ()
    """Sentences on what was left out, and why."""
    refused: LevelbookError | None = None
    was_in_already: bool = False


@frozen
class BallotImport:
    """A ballot import takes ballots into a team's folder, for the round that follows its last edition."""

    folder: Path
    """Where the book keeps its ballots."""
    tailoring: Tailoring
    after: str = ""
    """Name of the last edition; empty before the first."""
    round_after: str = ""
    """Name of the edition that ended the last round, if `after` was sealed for an upgrade since."""
    team: str = ""
    """Whose book it is; empty takes in any team's ballots."""
    anonymous: bool = False
    """Names of participants are left out."""
    zone: tzinfo = UTC
    """The team's own time zone, by which a note tells the day of an old answer."""
    replacing: bool = False
    """An imported ballot takes the place of an earlier one of the same participant."""

    def import_all(self, path: Path) -> Iterator[ImportedBallot]:
        """Import a file, or the ballots in a folder, one by one."""
        try:
            files = _files_of(path)
        except FileIsWrong as refused:
            yield ImportedBallot(shown(path), refused=refused)
            return
        yield from map(self.import_one, files)

    def import_one(self, path: Path) -> ImportedBallot:
        """Import one file. A refusal is returned in `ImportedBallot.refused`, so that the rest of a batch continues."""
        try:
            return self._taken(path)
        except LevelbookError as refused:
            return ImportedBallot(shown(path), refused=refused)

    def _taken(self, path: Path) -> ImportedBallot:
        questionnaire = self.tailoring.questionnaire
        _refuse_our_own(self.folder, path)
        given = answers_text.parse(_bytes_of(path), shown(path))
        book, brought = self._brought_along(given)
        try:
            answers_check.check_version(book, questionnaire, shown(path))
        except OtherVersion as other:
            remedy = "Make a new form with `levelbook ballot form`, and ask for the answers again."
            raise FileIsWrong(other.problems, remedy=remedy) from None
        answers_check.check_levels(book, questionnaire, shown(path))
        _refuse_another_teams(book, self.team, path)
        named = _participant(book, path)
        participant = "" if self.anonymous else named
        answers, remarks = _answers(book, self.tailoring)
        remarks = [*brought, *remarks]
        if not answers:
            raise FileIsWrong.one("It has no answer that can be imported.", path=shown(path))
        unknown = {key: value for key, value in (("participant", participant), (AFTER, self.after)) if value}
        taken = AnswerBook(questionnaire.id, questionnaire.version, profile={}, answers=answers, unknown=unknown)
        return self._kept(path, taken, book, remarks, named)

    def _brought_along(self, book: AnswerBook) -> tuple[AnswerBook, list[str]]:
        """Return a ballot under the present questionnaire, and sentences on what that did to it.

        Forms that are out when a team upgrades come back with answers to the earlier version. Those to other words are
        left out like any others; so is one that does not say which words it answers.
        """
        questionnaire = self.tailoring.questionnaire
        known = questionnaire.version_map.upgrades if questionnaire.version_map else ()
        if book.questionnaire != questionnaire.id or all(one.from_version != book.version for one in known):
            return book, []
        from levelbook.core.answers.upgrade import upgrade  # 12 ms, and few ballots are of another version

        certain = {name: one for name, one in book.answers.items() if one.wording or one.status == "unanswered"}
        upgraded = upgrade(replace(book, answers=certain), questionnaire, zone=self.zone)
        gone = [name for name in upgraded.retired if upgraded.book.answer(name).is_empty and name in certain]
        told = (
            (gone, f"left out, because version {questionnaire.version} does not ask this any more"),
            (
                [name for name in book.answers if name not in certain],
                "left out, because it does not say what was asked",
            ),
        )
        words = f"It answers version {clean_line(book.version)}, and was brought to {questionnaire.version}."
        return upgraded.book, [words, *(f"{clean_line(', '.join(names))}: {what}." for names, what in told if names)]

    def _of_another_round(self, book: AnswerBook) -> Iterator[str]:
        """Say that a ballot is of another round than the present one: an old one may still be among the downloads."""
        after = book.unknown.get(AFTER)
        if isinstance(after, str) and after not in {self.after, self.round_after or self.after}:
            made = f"after edition {clean_line(after)}" if after else "before the first edition"
            yield f"It was made for the round {made}, and counts in the present one now."

    def _kept(self, path: Path, book: AnswerBook, given: AnswerBook, remarks: list[str], named: str) -> ImportedBallot:
        """Keep what of a given ballot can be taken in."""
        left_out = given.answers.keys() - book.answers.keys()
        id_by_form = "" if book.unknown.get("participant") else _id_by_form(given)
        folder = self.folder
        rendered = answers_text.RenderedBook.of(book, self.tailoring.questionnaire)
        atomic.make_folder(folder, within=folder.parent)
        with atomic.locked(folder):
            remove_ended(folder)
            held = ids(folder)
            others = [one for name in held if (one := _read(path_of(folder, name), folder.parent))]
            for one in others:
                if id_by_form and one.id != id_by_form:
                    continue  # two people without a name may say the same
                was_in = Ballot(one.id, book)
                if _are_of_one(one, was_in) and self._says_the_same(one.book, book):
                    remarks += self._counted_twice(was_in, others, named)
                    return ImportedBallot(shown(path), was_in, tuple(remarks), was_in_already=True)
            ballot = Ballot(id_by_form or id_for(str(book.unknown.get("participant", "")), held), book)
            if ballot.id in held:
                _refuse_in_place_of_another_participants(ballot, folder)
            is_free = ballot.id not in held or any(one.id == ballot.id and _is_empty(one) for one in others)
            if not is_free and not self.replacing:
                _refuse_in_place_of_unreadable(path_of(folder, ballot.id), folder.parent)
                raise UsedWrongly(
                    f"There is already a ballot {ballot.id}, with other answers.",
                    remedy="--replace puts this one in its place. If it is from somebody else, "
                    + ("take the line `form = …` out of the file." if id_by_form else "give it another name."),
                )
            atomic.write_bytes(path_of(folder, ballot.id), rendered.data, within=folder.parent)
        remarks += list(self._counted_before(ballot, rendered.data, left_out)) or self._of_another_round(given)
        remarks += self._counted_twice(ballot, others, named)
        return ImportedBallot(shown(path), ballot, tuple(remarks))

    def _says_the_same(self, held: AnswerBook, book: AnswerBook) -> bool:
        """Return whether an import of `held` would have given the answers in `book`, whoever is named in either."""
        held, _ = self._brought_along(held)
        if (held.questionnaire, held.version) != (book.questionnaire, book.version):
            return False
        return _answers(held, self.tailoring)[0] == book.answers

    def _counted_before(self, ballot: Ballot, data: bytes, left_out: Set[str]) -> Iterator[str]:
        """Say which editions ended a round with a ballot that said just this: a folder may be imported a second time.

        left_out: what it says of practices that are not asked any more, and were perhaps asked then.
        """
        folder, said = self.folder, _in_any_round_bytes(data)

        def is_the_same(path: Path) -> bool:
            there = bytes_or_none(path, folder.parent) or b""
            if _in_any_round_bytes(there) == said:
                return True
            if not left_out and not _FOR_A_TEAM.search(there):
                return False  # it was imported, and says something else
            one = _read(path, folder.parent)
            return one is not None and _are_of_one(one, ballot) and self._says_the_same(one.book, ballot.book)

        found = [
            edition
            for edition in sorted(ended_rounds(folder))
            if any(map(is_the_same, _aside(folder / edition, ballot)))
        ]
        if found:
            yield (
                f"The same ballot was counted for {'edition' if len(found) == 1 else 'editions'} {listed(found)}. "
                f"Delete {shown(path_of(folder, ballot.id))} if it is not meant for the next round too."
            )

    def _counted_twice(self, ballot: Ballot, others: Sequence[Ballot], named: str) -> Iterator[str]:
        """Say which ballot with a name may be the same person's as this one without, or the other way round."""
        for one in others:
            if one.id == ballot.id or bool(one.participant) == bool(ballot.participant):
                continue
            is_theirs = bool(named) and folded(one.participant) == folded(named)
            if is_theirs or self._says_the_same(one.book, ballot.book):
                why = "is from the same participant" if is_theirs else "gives the same answers"
                yield (
                    f"The ballot {one.id} {why}, and both count. "
                    f"If one is to take the other's place, delete {shown(path_of(self.folder, one.id))}."
                )


def _refuse_another_teams(book: AnswerBook, team: str, path: Path) -> None:
    """Raise FileIsWrong where the ballot says that it is for another team: downloads can hold those of several."""
    of = other_team_of(book, team) if team else ""
    if of:
        raise FileIsWrong.one(
            f"This is a ballot for {in_quotes(of)}, and this is the book of {in_quotes(team)}.",
            path=shown(path),
            remedy="If it is the same team under a new name, take the line that begins with `team =` out of the file.",
        )


def _refuse_in_place_of_another_participants(ballot: Ballot, folder: Path) -> None:
    """Raise UsedWrongly where the ballot of that id is somebody else's: names that differ can make the same id."""
    with contextlib.suppress(FileIsWrong):
        held = Ballot(ballot.id, answers_file.read(path_of(folder, ballot.id), within=folder.parent))
        if folded(held.participant) != folded(ballot.participant):
            whose = f"that of {in_quotes(held.participant)}" if held.participant else "an anonymous one"
            raise UsedWrongly(
                f"The ballot {ballot.id} is {whose}, and this one is from {in_quotes(ballot.participant)}.",
                remedy="Change the participant's name in this file so that the two differ in more than accents or "
                "punctuation, such as with a surname, then import it.",
            )


def _refuse_in_place_of_unreadable(path: Path, within: Path) -> None:
    """Raise UsedWrongly where the ballot in the way cannot be read: nobody knows whether its answers are others."""
    try:
        answers_file.read(path, within=within)
    except FileIsWrong as wrong:
        raise UsedWrongly(
            f"There is already a ballot {path.stem}, which cannot be read. {wrong.problems[0]}",
            remedy="--replace puts this one in its place.",
        ) from None


def _id_by_form(book: AnswerBook) -> str:
    """Return the id of a ballot without a name that a form made, which another one of that participant has too."""
    tag = book.unknown.get(_FORM)
    return f"anonymous-{tag}" if isinstance(tag, str) and re.fullmatch("[0-9a-f]{4}", tag) else ""


def _is_empty(one: Ballot) -> bool:
    """Return whether nobody has said anything in a ballot yet, as in one that was made for somebody who used a form."""
    return all(answer.is_empty for answer in one.book.answers.values())


def _are_of_one(one: Ballot, other: Ballot) -> bool:
    """Return whether both name the same participant, or none."""
    return folded(one.participant) == folded(other.participant)


def _in_any_round_bytes(data: bytes) -> bytes:
    """Return an imported ballot's file as it would be in another round; to read it would take 15 ms."""
    return _AFTER_LINE.sub(b"", data, count=1)


def _aside(folder: Path, ballot: Ballot) -> Iterator[Path]:
    """Yield the ballots of an ended round that may be a given one: an anonymous one has another id at each import."""
    if ballot.participant:
        yield from takewhile(os.path.lexists, places(folder, ballot.id))
    else:
        yield from sorted(folder.glob("*.toml"))


def _read(path: Path, within: Path) -> Ballot | None:
    """Return a ballot; None where it cannot be read."""
    with contextlib.suppress(FileIsWrong):
        return Ballot(path.stem, answers_file.read(path, within=within))
    return None


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
    altered, outdated, elsewhere, unknown = list[str](), list[str](), list[str](), list[str]()
    for name in questionnaire.practices:
        answer = book.answer(name)
        unknown += [f"{numbers[name]} `{key}`" for key in answer.unknown]
        if replace(answer, unknown={}).is_empty:
            continue
        if tailoring[name].scope == "not-applicable":
            elsewhere.append(numbers[name])
        elif not answers_present_wording(answer, tailoring, name):
            outdated.append(numbers[name])
        else:
            if answer.rev and answer.edited_outside:
                altered.append(numbers[name])
            kept = {key: getattr(answer, key) for key in _TAKEN}
            kept["wording"] = tailoring.wording(name)
            taken[name] = Answer(**kept).signed()
    orphaned = [name for name in book.answers if name not in questionnaire.practices]
    told = (
        (altered, "imported, although they were changed after they were given"),
        (outdated, "left out, because the question was worded differently"),
        (elsewhere, "left out, because the practice does not apply to this team"),
        (orphaned, "left out, because the questionnaire has no such practice"),
        (unknown, "left out, because an answer has no such key"),
    )
    return taken, [f"{clean_line(', '.join(names))}: {words}." for names, words in told if names]

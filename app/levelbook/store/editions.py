"""Editions are sealed versions of everything, each a folder that nobody writes in any more.

An edition is built in a hidden folder beside and renamed into place, so it is there whole or not at all. Its
`edition.toml` holds a digest of every other file, by which `differences` finds what was changed since, and the digest
of its predecessor's `edition.toml`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Final

from levelbook.core.errors import FileIsWrong, Problem, UsedWrongly
from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import clean_line, valid_id
from levelbook.core.text.conflict_marks import conflict_marks, holds_conflict
from levelbook.core.text.field_types import Day, Ge, Le, Line
from levelbook.reading import fast_path
from levelbook.reading.files import files_below
from levelbook.reading.toml import Lines, decoded, parse_toml
from levelbook.store import atomic, path_guard, toml_text
from levelbook.store.digests import Difference
from levelbook.store.digests import digest as digest
from levelbook.store.edition_digests import EditionDigests
from levelbook.store.file_formats import CURRENT, NEEDS, bring_forward
from levelbook.store.questionnaires import StoredQuestionnaire
from levelbook.store.team_folder import TeamFolder
from levelbook.store.text_files import MOST_BYTES
from levelbook.words.files import cause, shown

EDITION: Final = "edition.toml"
SETTINGS: Final = "settings.toml"
"""The team's settings as they were."""
SCORECARD: Final = "scorecard.json"
"""Its figures, from format 2."""
OFFERS: Final = "offers/"
"""The folder with the offers that were taken."""
OWN_QUESTIONNAIRE: Final = "questionnaire"
"""The folder that an edition of format 1 has its questionnaire in, and a copy that stands on its own."""
RESTORE: Final = (
    "An edition stays as it was sealed: restore it from git, unless this was intended, such as to erase a person."
)
NOW: Final = "now"
"""The name of the present state in commands; no edition can have it."""


MOST_EDITIONS: Final = 1_000_000
"""A larger number is somebody's slip; the edition after the largest that a file can hold could not be read again."""


def _name(value: str) -> str:
    if not valid_id(value, reserved={NOW}):
        raise ValueError("an edition's name is lower-case words and numbers joined by hyphens, and not “now”")
    return value


def _relative(value: str) -> str:
    parts = value.split("/")
    if clean_line(value) != value or "\\" in value or any(part in ("", ".", "..") for part in parts):
        raise ValueError("this must be a path inside the edition's folder")
    return value


def _utc(value: datetime) -> datetime:
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)


@frozen(kw_only=True)
class EditionFile:
    """An edition's file mirrors `edition.toml`."""

    format: Annotated[int, Ge(1), Le(CURRENT["edition"])]
    needs: Line = ""
    name: Annotated[str, _name]
    number: Annotated[int, Ge(1), Le(MOST_EDITIONS)]
    previous: Annotated[str, _name] | None = None
    previous_digest: str = ""
    others_before: Mapping[Annotated[str, _name], str] = field(default_factory=dict)
    before_upgrade_to: Line = ""
    sealed_at: Annotated[datetime, _utc]
    sealed_on: Day | None = None
    signed_by: tuple[Line, ...] = ()
    behind: tuple[Line, ...] = ()
    questionnaire: StoredQuestionnaire | None = None
    files: Mapping[Annotated[str, _relative], str]
    meaning: Mapping[str, str] = field(default_factory=dict)
    scorecard: Mapping[str, Any] = field(default_factory=dict)
    """Its figures, in format 1."""
    unknown: Mapping[str, Any] = field(default_factory=dict)
    """Keys of a newer levelbook, which are passed over: this file is never written again."""


@frozen
class Edition:
    """An edition is one sealed version of everything."""

    path: Path
    name: str
    number: int
    """Counted from 1."""
    previous: str | None
    """Name of the one before; None for the first."""
    sealed_at: datetime
    files: Mapping[str, str]
    """Path inside the edition to its digest, sorted; `edition.toml` itself excepted."""
    scorecard: Mapping[str, Any] = field(default_factory=dict, compare=False)
    """The sealed figures of an edition of format 1; later ones have `scorecard.json`."""
    sealed_on: date | None = None
    """The team's own day; None in an edition of an older levelbook, which counted all days by UTC."""
    before_upgrade_to: str = ""
    """The version of the questionnaire before whose upgrade it was sealed, which ended no round; else empty."""
    signed_by: tuple[str, ...] = ()
    """The people who signed it when it was sealed."""
    previous_digest: str = ""
    """Digest of the `edition.toml` of the one before; empty in the first, and in one of an older levelbook."""
    questionnaire: StoredQuestionnaire | None = None
    """The one that it shares with other editions; None in an edition of format 1, which holds its own."""
    meaning: Mapping[str, str] = field(default_factory=dict)
    """Path inside the edition to the digest of what the file says, whatever its layout; none in format 1."""
    source: bytes = field(default=b"", repr=False, compare=False)
    """The present text of its `edition.toml`."""
    behind: tuple[str, ...] = ()
    """Blocks of its guide that people edited before levelbook's own text changed; none in one of an older levelbook."""
    others_before: Mapping[str, str] = field(default_factory=dict)
    """Name of each other earlier edition that no edition followed, such as one of a merged branch, to the digest of its
    `edition.toml`."""

    @cached_property
    def digest(self) -> str:
        """Return the digest of its `edition.toml`, by which an edition is known."""
        return digest(self.source)

    @cached_property
    def digests(self) -> EditionDigests:
        """Return the digests of its `edition.toml` under any name."""
        return EditionDigests(self.source)

    @property
    def known_before(self) -> Mapping[str, str]:
        """Map the name of each edition that this one followed to the digest by which it knows that."""
        return {**self.others_before, **({self.previous: self.previous_digest} if self.previous else {})}

    def is_followed_by(self, successor: Edition) -> bool:
        """Return whether this is the edition that another one names by its digest as the one before, in whatever
        layout."""
        return self.is_known_as(successor.previous or "", successor.previous_digest)

    def is_followed_byte_for_byte(self, successor: Edition) -> bool:
        """Return whether another edition names the digest of its `edition.toml` as it stands, but for the name."""
        return self.is_known_byte_for_byte_as(successor.previous or "", successor.previous_digest)

    def is_known_as(self, name: str, known: str) -> bool:
        """Return whether it was called so and its `edition.toml` had that digest, in whatever layout."""
        return bool(known) and (known == self.digest or self.digests.have(name, known))

    def is_known_byte_for_byte_as(self, name: str, known: str) -> bool:
        """Return whether its `edition.toml` has that digest as it stands, but for the name."""
        return known in (self.digest, self.digests.as_it_stands(name))

    @property
    def day(self) -> date:
        """Return the day on which it was sealed."""
        return self.sealed_on or self.sealed_at.date()

    def was_sealed_after(self, moment: datetime) -> bool:
        """Return whether this was surely sealed after a moment; of the same second, nobody can tell."""
        return moment < self.sealed_at

    def __hash__(self) -> int:
        return hash((self.path, self.name, self.number))


# --- Reading ----------------------------------------------------------------------------------------------------------


def list_editions(folder: TeamFolder) -> tuple[Edition, ...]:
    """List all editions, oldest first. Raises FileIsWrong with every one that cannot be read."""
    editions, problems = read_all(folder)
    if problems:
        raise FileIsWrong(problems)
    return editions


def read_all(folder: TeamFolder) -> tuple[tuple[Edition, ...], tuple[Problem, ...]]:
    """Read the editions that can be read, by number, then time, then name; and say what is wrong with the others.

    Two branches may each have sealed an edition of one number: sealed folders are never numbered anew.
    """
    editions: list[Edition] = []
    problems: list[Problem] = []
    try:
        path_guard.real_folder(folder.editions_path, within=folder.path)
        paths = tuple(_folders(folder.editions_path))
    except FileIsWrong as wrong:
        return (), tuple(wrong.each_with_remedy())
    except OSError as error:
        message = f"The editions in this folder cannot be read: {cause(error)}."
        return (), (Problem(message, path=shown(folder.editions_path)),)
    for path in paths:
        try:
            editions.append(read_edition(path))
        except FileIsWrong as error:
            problems += error.each_with_remedy()
    ordered = sorted(editions, key=lambda edition: (edition.number, edition.sealed_at, edition.name))
    return tuple(ordered), tuple(problems)


def _folders(editions_path: Path) -> Iterator[Path]:
    """Yield what is or was an edition. Anything else in the folder is somebody's own."""
    if editions_path.is_dir():
        for path in sorted(editions_path.iterdir()):
            if not path.name.startswith(".") and path.is_dir() and _holds_an_edition(path):
                yield path


def _holds_an_edition(path: Path) -> bool:
    """Return whether a folder may be an edition; an unreadable one counts, and reading it reports the problem."""
    try:
        return (path / EDITION).exists() or (path / "answers.toml").exists()
    except OSError:
        return True


def read_edition(path: Path) -> Edition:
    """Read the edition in a folder. Raises FileIsWrong."""
    file = path / EDITION
    place = shown(file)
    try:
        source = path_guard.content(file, within=path.parent)
    except FileNotFoundError:
        raise FileIsWrong.one(
            "This file is missing.", path=place, remedy="Restore it from git, or move the folder elsewhere."
        ) from None
    except OSError as error:
        raise FileIsWrong.one(f"This file cannot be read: {cause(error)}.", path=place) from None
    text = decoded(source, place)
    if _is_in_conflict(text):
        raise FileIsWrong.one(
            f"Two branches sealed an edition named “{path.name}”, and git could not merge them.",
            path=place,
            remedy=f"`levelbook editions --keep-both {path.name}` keeps both, under names of their own.",
        )
    document = bring_forward("edition", parse_toml(text, place), place)
    try:
        held = fast_path.read(EditionFile, document, place, lines=lambda: Lines(text))
    except FileIsWrong as wrong:
        raise FileIsWrong(wrong.problems, remedy="Restore it from git.") from None
    _must_be_one_day(held, place)
    if held.name != path.name:
        raise _in_wrong_folder(path, held.name, source)
    return Edition(
        path,
        held.name,
        held.number,
        held.previous,
        held.sealed_at,
        held.files,
        held.scorecard,
        held.sealed_on,
        held.before_upgrade_to,
        held.signed_by,
        held.previous_digest,
        held.questionnaire,
        held.meaning,
        source,
        held.behind,
        held.others_before,
    )


def _must_be_one_day(held: EditionFile, place: str) -> None:
    """Refuse a day that the moment of sealing was nowhere on earth. Raises FileIsWrong."""
    if held.sealed_on is None or abs(held.sealed_on.toordinal() - held.sealed_at.toordinal()) <= 1:
        return
    raise FileIsWrong.one(
        f"It says that it was sealed on {held.sealed_on} and at {held.sealed_at:%Y-%m-%d %H:%M} UTC: both "
        "cannot be true.",
        path=place,
        key="sealed_on",
        remedy="Restore it from git.",
    )


def _is_in_conflict(text: str) -> bool:
    lines = text.split("\n")
    return holds_conflict(conflict_marks(lines, range(len(lines))))


def _in_wrong_folder(path: Path, name: str, source: bytes) -> FileIsWrong:
    """Say what to do with an edition whose folder was renamed, or copied."""
    original = path.parent / name / EDITION
    try:
        there: bytes | None = path_guard.content(original, within=path.parent)
    except (OSError, FileIsWrong):
        there = None
    if there is None:
        said, remedy = "in a folder of another name", f"Rename the folder to {name}."
    elif there == source:
        said, remedy = f"a copy of the one in {shown(original.parent)}", f"Move the folder {path.name} elsewhere."
    else:
        said = f"and there is another one of that name in {shown(original.parent)}"
        remedy = f"Write name = “{path.name}” here: the name is the only thing that may differ from what was sealed."
    return FileIsWrong.one(
        f"This is the edition “{name}”, {said}.", path=shown(path / EDITION), key="name", remedy=remedy
    )


def differences(edition: Edition) -> list[Difference]:
    """List the files that are not as they were sealed: missing, changed or added."""
    found: list[Difference] = []
    try:
        present = dict(_files_in(edition.path))
    except OSError as error:
        place = shown(edition.path)
        return [Difference("", Problem(f"This edition's files cannot be listed: {cause(error)}.", path=place))]
    present.pop(EDITION, None)
    if edition.questionnaire is not None:  # a copy may hold its own, which is compared by itself
        present = {name: path for name, path in present.items() if not name.startswith(f"{OWN_QUESTIONNAIRE}/")}

    def report(name: str, message: str, content: bytes | None = None, remedy: str = RESTORE) -> None:
        path = shown(edition.path / name)
        found.append(Difference(name, Problem(message, path=path, remedy=remedy), content))

    for name in sorted({*edition.files, *present}):
        if name not in present:
            report(name, "This file of a sealed edition is missing.")
        elif name not in edition.files:
            remedy = "An edition stays as it was sealed: move the file elsewhere."
            report(name, "This file was added to a sealed edition.", remedy=remedy)
        else:
            try:
                content = path_guard.content(present[name], within=edition.path.parent, most=MOST_BYTES)
            except FileIsWrong as wrong:
                found += [Difference(name, problem) for problem in wrong.problems]
            except OSError as error:
                report(name, f"This file of a sealed edition cannot be read: {cause(error)}.")
            else:
                if digest(content) != edition.files[name]:
                    report(name, "This file was changed after the edition was sealed.", content)
    return found


def _files_in(folder: Path) -> Iterator[tuple[str, Path]]:
    """Return every file below a folder by its relative path, without hidden files of file managers."""
    for path in files_below(folder, with_hidden=False):
        yield path.relative_to(folder).as_posix(), path


# --- Sealing ----------------------------------------------------------------------------------------------------------


def number_in(edition_toml: str) -> int:
    """Return the number in the text of an `edition.toml`; 0 where it has none that an edition can have."""
    try:
        number = parse_toml(edition_toml, "").get("number")
    except FileIsWrong:
        return 0
    return number if isinstance(number, int) and 1 <= number <= MOST_EDITIONS else 0


def next_name(today: date, taken: Collection[str]) -> str:
    """Name the next edition after the day, with a number from the second one on."""
    return free_name(today.isoformat(), taken)


def free_name(wanted: str, taken: Collection[str]) -> str:
    """Return the name, with a number behind it where it is taken, in whatever capitals."""
    name, number, held = wanted, 2, {one.casefold() for one in taken}
    while name in held:
        name, number = f"{wanted}-{number}", number + 1
    return name


def taken_names(folder: TeamFolder) -> frozenset[str]:
    """Return what an edition cannot be called: whatever is among the editions, be it one or not."""
    path = folder.editions_path
    return frozenset(entry.name for entry in path.iterdir()) if path.is_dir() else frozenset()


def stamp(folder: TeamFolder) -> tuple[int, int] | None:
    """Return another value once an edition has come or gone; None where there is no folder of editions."""
    try:
        seen = folder.editions_path.stat()
    except OSError:
        return None
    return seen.st_mtime_ns, seen.st_ino


def check_name(name: str, taken: Collection[str]) -> None:
    """Check that an edition can be called so. Raises UsedWrongly."""
    try:
        _name(name)
    except ValueError as error:
        said = str(error)
        if valid_id(name.lower(), reserved={NOW}):
            raise UsedWrongly(
                f"“{name}” has capitals, and an edition's name is a folder's: some systems do not tell them apart.",
                remedy=f"Name it {free_name(name.lower(), taken)}.",
            ) from None
        raise UsedWrongly(f"“{clean_line(name)}” cannot be used: {said}.", remedy="For example: 2026-q4.") from None
    same = next((one for one in taken if one.casefold() == name), None)  # on a Mac that is one folder
    if same is not None:
        raise UsedWrongly(f"There is already an edition “{clean_line(same)}”.", remedy="Choose another name.")


def seal(
    folder: TeamFolder,
    name: str,
    sealed_at: datetime,
    files: Mapping[str, str | bytes],
    *,
    questionnaire: StoredQuestionnaire,
    meaning: Mapping[str, str],
    number: int = 1,
    sealed_on: date | None = None,
    before_upgrade_to: str = "",
    signed_by: tuple[str, ...] = (),
    behind: tuple[str, ...] = (),
) -> Edition:
    """Make an edition of `files`, path inside the edition to content. It is there whole when this returns.

    questionnaire: the one that it is scored by, stored by now. meaning: path to the digest of what a file says.
    number: its number, counted from 1, where the last edition's is lower: editions that are gone are counted, too.
    sealed_on: the team's own day; by default that of UTC. behind: ids of the guide's blocks that people edited, and for
    which levelbook's own text has changed since.

    Raises UsedWrongly for a name that is taken or cannot be one, CouldNotWrite, and what `list_editions` raises.
    """
    for path in files:
        _relative(path)
    if EDITION in files:
        raise ValueError(f"{EDITION} is written by seal itself")
    editions_path = folder.editions_path
    try:
        atomic.make_folder(editions_path, within=folder.path)
        atomic.sync_folder(folder.path)
        with atomic.locked(editions_path):
            earlier = list_editions(folder)
            check_name(name, taken_names(folder))
            edition = Edition(
                path=editions_path / name,
                name=name,
                number=min(max(number, earlier[-1].number + 1 if earlier else 1), MOST_EDITIONS),
                previous=earlier[-1].name if earlier else None,
                sealed_at=_utc(sealed_at).replace(microsecond=0),
                files={path: digest(files[path]) for path in sorted(files)},
                questionnaire=questionnaire,
                meaning=meaning,
                sealed_on=sealed_on or _utc(sealed_at).date(),
                before_upgrade_to=before_upgrade_to,
                signed_by=signed_by,
                previous_digest=earlier[-1].digest if earlier else "",
                behind=behind,
                others_before=_others_before(earlier),
            )
            text = _edition_toml(edition)
            edition = replace(edition, source=text.encode("utf-8"))
            atomic.make_whole_folder(edition.path, {**files, EDITION: text}, within=folder.path)
    except OSError as error:
        raise atomic.could_not_write(editions_path / name, error) from error
    return edition


def _others_before(earlier: Sequence[Edition]) -> Mapping[str, str]:
    """Map the name of each edition but the last that no other one followed to its digest.

    Names alone prove nothing: where two branches sealed one name, an edition that names it followed only one of the
    two, and that one may be called otherwise since they were merged.
    """
    followed: set[str] = set()
    for name, known in {pair for edition in earlier for pair in edition.known_before.items()}:
        found = {one.name for one in earlier if one.digest == known}
        for one in () if found else sorted(earlier, key=lambda one: one.name != name):  # a formatter renames none
            if one.is_known_as(name, known):
                found.add(one.name)
                break
        followed |= found or {name}  # one that was altered since is known as it was
    return {one.name: one.digest for one in earlier[:-1] if one.name not in followed}


def _edition_toml(edition: Edition) -> str:
    assert edition.questionnaire is not None, "it was stored before"
    document: dict[str, Any] = {
        "format": CURRENT["edition"],
        "needs": NEEDS["edition"],
        "name": edition.name,
        "number": edition.number,
        "previous": edition.previous,
        "previous_digest": edition.previous_digest or None,
        "before_upgrade_to": edition.before_upgrade_to or None,
        "sealed_at": edition.sealed_at,
        "sealed_on": edition.sealed_on,
        "signed_by": list(edition.signed_by) or None,
        "behind": list(edition.behind) or None,
        "others_before": edition.others_before or None,
        "questionnaire": {name: getattr(edition.questionnaire, name) for name in ("folder", "sums", "values")},
        "files": edition.files,
        "meaning": {name: edition.meaning[name] for name in sorted(edition.meaning)},
    }
    return toml_text.inside("", {name: item for name, item in document.items() if item is not None})

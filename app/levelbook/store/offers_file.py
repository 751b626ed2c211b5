"""An offer that was taken has a file, `offers/<id>.toml`: what another team does for this one, as an edition has it.

`folder` is everywhere the folder of the offers, which lies in the team folder. Answers hold what they took over, so a
file that is gone or damaged changes no figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from levelbook.core.answers.offers import MOST_OFFERS, Offer, OfferedPractice, OfferFault
from levelbook.core.errors import CouldNotWrite, FileIsWrong, Problem
from levelbook.core.text.short_digests import in_digits, in_hex
from levelbook.reading import fast_path
from levelbook.reading.toml import Lines, decoded, parse_toml
from levelbook.store import atomic, path_guard, toml_text
from levelbook.store.file_formats import bring_forward
from levelbook.store.stamps import FolderStamp, folder_stamp
from levelbook.words.files import cause, shown

COMMENT: Final = "# Written by `levelbook offers take`: what another team does for this one. Please do not edit it.\n"
TAKE_AGAIN: Final = "Take it again from the team that offers it: levelbook offers take PATH"


class StoredOffer(NamedTuple):
    """A stored offer is one as its file holds it."""

    offer: Offer
    text: str
    """The file's text."""

    @property
    def name(self) -> str:
        """Return the file's name."""
        return f"{self.offer.id}.toml"


def render(offer: Offer) -> str:
    """Render the text of an offer's file: always the same for the same offer."""
    head = {key: value for key, value in offer.table.items() if key != "practices"}
    head["rev"] = in_digits(offer.rev) or offer.rev
    return (
        COMMENT
        + toml_text.inside("", head, toml_text.LINE_LIMIT)
        + "".join(_practice(name, practice) for name, practice in offer.practices.items())
    )


def _practice(practice_id: str, practice: OfferedPractice) -> str:
    section, _, name = practice_id.partition(".")
    header = f"practices.{toml_text.key(section)}.{toml_text.key(name)}"
    table = {**practice.table, "wording": in_digits(practice.wording) or practice.wording}
    return toml_text.table(header, table, line_limit=toml_text.LINE_LIMIT)


def parse(source: str | bytes, path: str) -> Offer:
    """Read the offer that a text holds. Raises FileIsWrong with every problem."""
    text = decoded(source, path)
    document = _kept(bring_forward("offer", parse_toml(text, path), path))
    return fast_path.read(Offer, document, path, lines=lambda: Lines(text))


def _kept(document: dict[str, Any]) -> dict[str, Any]:
    """Return a file's document as an offer is kept: digests in hexadecimal, practices by their full ids."""
    kept = {**document, "rev": in_hex(document.get("rev")) or document.get("rev", "")}
    sections = document.get("practices")
    if isinstance(sections, dict) and all(isinstance(tables, dict) for tables in sections.values()):
        kept["practices"] = {
            f"{section}.{name}": _with_wording_kept(table)
            for section, tables in sections.items()
            for name, table in tables.items()
        }
    return kept


def _with_wording_kept(table: Any) -> Any:
    wording = in_hex(table.get("wording")) if isinstance(table, dict) else None
    return {**table, "wording": wording} if wording else table


def path_of(folder: Path, offer_id: str) -> Path:
    """Return the path where an offer is kept."""
    return folder / f"{offer_id}.toml"


def stamp(folder: Path) -> FolderStamp:
    """Return another value once an offer has come, gone or changed."""
    return folder_stamp(folder.glob("*.toml"))


class ReadOffers(NamedTuple):
    """A folder's offers, and what is wrong with the files that hold none."""

    offers: tuple[StoredOffer, ...] = ()
    """Those that can be read, by id."""
    problems: tuple[Problem, ...] = ()
    faulty: Mapping[str, OfferFault] = MappingProxyType({})
    """What is wrong with the others, by the ids that their files are named after."""


def read_all(folder: Path) -> ReadOffers:
    """Read every offer that can be read, by id; and say what is wrong with the others."""
    try:
        real = path_guard.real_folder(folder, within=folder.parent)
    except FileIsWrong as wrong:
        return ReadOffers(problems=wrong.problems)
    names = sorted(path.name for path in real.glob("*.[tT][oO][mM][lL]") if not path.name.startswith("."))
    found: list[StoredOffer] = []
    problems: list[Problem] = []
    faulty: dict[str, OfferFault] = {Path(name).stem: "unreadable" for name in names[MOST_OFFERS:]}
    if len(names) > MOST_OFFERS:
        message = f"These are {len(names)} offers; only the first {MOST_OFFERS} are read."
        problems.append(Problem(message, path=shown(folder), remedy="Remove the ones that nobody uses."))
    for name in names[:MOST_OFFERS]:
        try:
            found.append(_stored(folder / name, folder.parent))
        except FileIsWrong as wrong:
            faulty[Path(name).stem] = "altered" if isinstance(wrong, _Altered) else "unreadable"
            problems += [Problem(one.message, one.path, one.key, one.line, TAKE_AGAIN) for one in wrong.problems]
    return ReadOffers(tuple(found), tuple(problems), faulty)


class _Altered(FileIsWrong):
    """An altered offer is in a file that somebody changed since the offer was taken."""


def _stored(path: Path, team_folder: Path) -> StoredOffer:
    """Read one offer. Raises FileIsWrong, also where somebody changed it since it was taken."""
    place = shown(path)
    try:
        text = decoded(path_guard.content(path, within=team_folder), place)
    except OSError as error:
        raise FileIsWrong.one(f"This file cannot be read: {cause(error)}.", path=place) from None
    offer = parse(text, place)
    if path.name != f"{offer.id}.toml":
        raise FileIsWrong.one(f"This is the offer “{offer.id}”, in a file of another name.", path=place, key="id")
    if offer.edited_outside:
        raise _Altered.one("This file was changed since the offer was taken.", path=place, key="rev")
    return StoredOffer(offer, text)


def write(folder: Path, offer: Offer) -> None:
    """Write an offer into its file. Raises FileIsWrong for a link in its place, CouldNotWrite."""
    path, text = path_of(folder, offer.id), render(offer)
    if parse(text, shown(path)) != offer:
        raise CouldNotWrite(
            f"{shown(path)} was not written: it would not read back as it should.",
            remedy="This is a fault in levelbook; please report it.",
        )
    atomic.make_folder(folder, within=folder.parent)
    with atomic.locked(folder):
        atomic.write_text(path, text, within=folder.parent)

"""This module reads any .xlsx workbook into sheets of cells, within limits, whoever made it.

A workbook is a zipped folder of XML, and a small one may unpack to more than the memory of a machine. So this module
unpacks and scans it part by part, and calamine gets only the scanned parts. The scan also finds cells that calamine
returns as ordinary values, but that are not: formulas, whose value may be missing and is then read as 0, and errors,
which are read as empty.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import zip_longest
from typing import Any, Final, Literal
from xml.etree import ElementTree
from xml.parsers import expat

from levelbook.core.errors import FileIsWrong
from levelbook.core.frozen import frozen
from levelbook.core.text.cell_error import HOLDS_ERROR
from levelbook.core.text.cleaning import clean, clean_line
from levelbook.imports.answer_fields import FROM_1900, Value
from levelbook.words.missing_extra import not_installed

FORMULA: Final = "holds a formula"
MERGED: Final = "is merged with others"


_Group = tuple[tuple[int, int], tuple[int, int]]
"""First and last cell, each as row and column from 0, of cells that are merged."""


@frozen
class Limits:
    """The largest workbook that is read."""

    unpacked: int = 50_000_000
    """Bytes of all its parts, unpacked."""
    tags: int = 3_000_000
    """Tags of all its parts, as `<` counts them: the time that a look at them takes grows with these."""
    parts: int = 2_000
    cells: int = 1_000_000
    """Rows times columns of each sheet, up to its last cell, all sheets together."""
    text: int = 50_000_000
    """Characters of all sheets together, each cell with the whole text that it shares with others."""


LIMITS: Final = Limits()


@frozen
class Sheet:
    """One sheet, from its first row and column on."""

    name: str
    rows: Sequence[Sequence[Value]]
    odd: Mapping[tuple[int, int], str]
    """Row and column, from 0, of cells that hold a formula or an error."""
    merged: Sequence[_Group] = ()
    """Each group of cells that are merged, as far as the sheet reaches."""
    is_visible: bool = True

    def cell_problem(self, row: int, column: int) -> str:
        """Say why a cell does not hold what somebody typed there; empty if it does."""
        if any(left <= column <= right for left, right in self._merged_in_row.get(row, ())):
            return MERGED
        return self.odd.get((row, column), "")

    @cached_property
    def _merged_in_row(self) -> Mapping[int, Sequence[tuple[int, int]]]:
        """Map each row to the first and last column of each group of merged cells in it."""
        found: dict[int, list[tuple[int, int]]] = {}
        for (top, left), (bottom, right) in self.merged:
            for row in range(top, bottom + 1):
                found.setdefault(row, []).append((left, right))
        return found


@frozen
class WorkbookFile:
    """A workbook with all its sheets, including hidden ones."""

    sheets: tuple[Sheet, ...]
    first_day: date
    """The day from which dates stored as numbers are counted."""


def read_workbook(content: bytes, name: str, limits: Limits = LIMITS) -> WorkbookFile:
    """Read a workbook. `name` is for messages. Raises FileIsWrong; UsedWrongly where calamine is missing."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum  # 3 ms, and it may be missing
    except ModuleNotFoundError:
        raise not_installed("Reading a workbook") from None
    parts = _unpacked(content, name, limits)
    if _RELATIONS not in parts:
        raise _wrong(name, "This is not an .xlsx workbook.", remedy="Save it as .xlsx.")
    scans = _scanned(parts, name, limits)
    try:
        places, first_day = _sheet_places(parts)
        with CalamineWorkbook.from_filelike(io.BytesIO(_packed(parts))) as workbook:
            visible = {one.name for one in workbook.sheets_metadata if one.visible == SheetVisibleEnum.Visible}
            sheets = tuple(
                _sheet(workbook.get_sheet_by_name(title), scans[place], name, limits, is_visible=title in visible)
                for title, place in places.items()
                if place in scans
            )
    except (CalamineError, ElementTree.ParseError, KeyError, ValueError) as error:
        raise _wrong(name, f"This workbook cannot be read: {clean(str(error)).rstrip('.')}.") from None
    return WorkbookFile(sheets, first_day)


def _sheet(sheet: Any, look: _PartScan, name: str, limits: Limits, *, is_visible: bool) -> Sheet:
    rows = sheet.to_python(skip_empty_area=False)
    merged = tuple(_merged(sheet.merged_cell_ranges or (), *look.reach))
    cells = sum((bottom - top + 1) * (right - left + 1) for (top, left), (bottom, right) in merged)
    if cells > limits.cells:  # a group may be declared any number of times
        raise _wrong(name, f"Merged cells of this workbook overlap: more than {limits.cells:,} of them.")
    return Sheet(sheet.name, rows, look.odd, merged, is_visible)


def _merged(found: Iterable[_Group], rows: int, columns: int) -> Iterator[_Group]:
    """Yield the groups of merged cells within a sheet's used range."""
    for (top, left), (bottom, right) in found:
        if top < rows and left < columns:
            yield (top, left), (min(bottom, rows - 1), min(right, columns - 1))


# Unpacking


def _unpacked(content: bytes, name: str, limits: Limits) -> dict[str, bytes]:
    """Unpack the parts that hold XML: name to bytes. Stops at the limits, whatever sizes the file declares.

    A file that declares more is not even unpacked.
    """
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise _wrong(name, "This is an old workbook, or one with a password.", remedy="Save it as .xlsx, without one.")
    found: dict[str, bytes] = {}
    left, tags = limits.unpacked, limits.tags
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
            if len(entries) > limits.parts:
                raise _wrong(name, f"This workbook has {len(entries)} parts; at most {limits.parts} are read.")
            wanted = [entry for entry in entries if entry.filename.endswith((".xml", ".rels"))]
            if sum(entry.file_size for entry in wanted) > left:
                raise _too_large(name, f"unpacks to more than {limits.unpacked // 1_000_000} MB")
            for entry in wanted:
                with packed.open(entry) as part:
                    data = part.read(left + 1)
                left -= len(data)
                tags -= data.count(b"<")
                if left < 0:
                    raise _too_large(name, f"unpacks to more than {limits.unpacked // 1_000_000} MB")
                if tags < 0:
                    raise _too_large(name, f"holds more than {limits.tags:,} tags")
                found[entry.filename] = data
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, OSError):
        remedy = "Save it as .xlsx, and send all of it."
        raise _wrong(name, "This is not an .xlsx workbook, or only a part of one.", remedy=remedy) from None
    return found


def _too_large(name: str, how: str) -> FileIsWrong:
    remedy = "Delete sheets, rows and columns that hold no answers."
    return _wrong(name, f"This workbook {how}, more than levelbook reads.", remedy=remedy)


def _packed(parts: Mapping[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return content.getvalue()


# Looking through


class _StopScan(Exception):
    """The scan of a part can stop early."""


_TEXTS: Final[Sequence[int]] = (0,)
_ROW: Final = re.compile("[1-9][0-9]{0,6}")
_PLACE: Final = re.compile("([A-Za-z]{1,3})([1-9][0-9]{0,6})")


class _PartScan:
    """A scan of one part: the lengths of shared texts, or a sheet's formulas and errors, within the limits."""

    def __init__(
        self,
        name: str,
        limits: Limits,
        shared: Sequence[int],
        *,
        only_root: bool = False,
        counts_text: bool = False,
        before: tuple[int, int] = (0, 0),
    ) -> None:
        """shared: the lengths of the texts that cells share; `_TEXTS` where these are what is looked at.

        counts_text: whether there can be too much text. before: cells and characters of the sheets before this one.
        """
        self.lengths: list[int] = []
        self.odd: dict[tuple[int, int], str] = {}
        self.root = ""
        self._name, self._limits, self._shared, self._only_root = name, limits, shared, only_root
        self._counts_text = counts_text or shared is _TEXTS
        self._row = self._column = -1
        self._rows = self._columns = 0
        self._columns_by_letters: dict[str, int] = {}
        self._cells_before, self._text = before
        self._is_shared = self._in_value = False
        self._value: list[str] = []

    @property
    def reach(self) -> tuple[int, int]:
        """Return the number of rows and columns of the sheet, up to its last cell."""
        return self._rows, self._columns

    @property
    def so_far(self) -> tuple[int, int]:
        """Return how many cells and characters this sheet and those before it have."""
        return self._cells_before + self._rows * self._columns, self._text

    def run(self, data: bytes) -> _PartScan:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        if self._counts_text:
            parser.EndElementHandler = self._end
            parser.CharacterDataHandler = self._characters
        try:
            parser.Parse(data, True)
        except _StopScan:
            pass
        except (expat.ExpatError, LookupError, ValueError) as error:  # the latter two for an encoding that is none
            raise _wrong(self._name, f"This workbook holds broken XML: {clean(str(error))}.") from None
        return self

    def _doctype(self, *_: object) -> None:
        raise _wrong(self._name, "This workbook declares a document type, which no spreadsheet writes.")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag[tag.rfind(" ") + 1 :]
        if tag == "c" and self.root:
            self._begin_cell(attributes)
        elif not self.root:
            self.root = tag
            if self._only_root:
                raise _StopScan
        elif tag == "row":
            row = attributes.get("r", str(self._row + 2))
            if not _ROW.fullmatch(row):
                raise self._no_such_place(row)
            self._row = int(row) - 1
            self._column = -1
        elif tag == "f":
            self.odd[(self._row, self._column)] = FORMULA
        elif tag == "si":
            self.lengths.append(0)
        elif tag in ("v", "t"):
            self._in_value = True
            self._value.clear()

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        if place is None:
            self._column += 1
        elif found := _PLACE.fullmatch(place):
            letters = found[1]
            self._column = self._columns_by_letters.get(letters, -1)
            if self._column < 0:
                self._column = self._columns_by_letters[letters] = _column(letters)
            self._row = int(found[2]) - 1
        else:
            raise self._no_such_place(place)
        kind = attributes.get("t")
        self._is_shared = kind == "s"
        if kind == "e":
            self.odd[(self._row, self._column)] = HOLDS_ERROR
        if self._row >= self._rows or self._column >= self._columns:
            self._reach()

    def _no_such_place(self, place: str) -> FileIsWrong:
        """Refuse a place that calamine would read otherwise than this scan: it would make room for all up to there."""
        return _wrong(self._name, f"This workbook has a cell or row at “{clean_line(place[:20])}”, which no sheet has.")

    def _reach(self) -> None:
        """Note the sheet's last row and column. Raises FileIsWrong if the sheet is too large."""
        self._rows = max(self._rows, self._row + 1)
        self._columns = max(self._columns, self._column + 1)
        if self.so_far[0] > self._limits.cells:
            others = ", after others" if self._cells_before else ""
            raise _wrong(
                self._name,
                f"A sheet of this workbook reaches to row {self._rows} and column {self._columns}{others}; "
                f"at most {self._limits.cells:,} cells are read.",
                remedy="Delete the empty rows and columns after the last one in use.",
            )

    def _characters(self, text: str) -> None:
        if self._in_value:
            self._value.append(text)

    def _end(self, tag: str) -> None:
        if not self._in_value or tag.rpartition(" ")[2] not in ("v", "t"):
            return
        self._in_value = False
        value = "".join(self._value)
        if self.root == "sst":
            if self.lengths:
                self.lengths[-1] += len(value)
            return
        self._text += len(value)
        if self._is_shared:
            at = _number(value.strip(), -1)
            self._text += self._shared[at] if 0 <= at < len(self._shared) else 0
        if self._text > self._limits.text:
            raise _wrong(self._name, f"This workbook holds more than {self._limits.text:,} characters.")


def _scanned(parts: Mapping[str, bytes], name: str, limits: Limits) -> dict[str, _PartScan]:
    """Scan all parts. Returns the scan of each sheet, by the sheet's part."""
    roots = {part: _PartScan(name, limits, (), only_root=True).run(data).root for part, data in parts.items()}
    texts = (_PartScan(name, limits, _TEXTS).run(parts[part]).lengths for part, root in roots.items() if root == "sst")
    # Of several such parts one is used, and nothing here says which.
    shared = [max(lengths) for lengths in zip_longest(*texts, fillvalue=0)]
    sheets = [part for part, root in roots.items() if root == "worksheet"]
    longest = max(shared, default=0)
    # Text is counted only where there can be too much of it: that takes as long as all the rest.
    at_most = sum(len(parts[part]) + parts[part].count(b"<") // 2 * longest for part in sheets)
    scans: dict[str, _PartScan] = {}
    so_far = (0, 0)
    for part in sheets:
        scan = _PartScan(name, limits, shared, counts_text=at_most > limits.text, before=so_far)
        scans[part] = scan.run(parts[part])
        so_far = scan.so_far
    return scans


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def _column(letters: str) -> int:
    place = 0
    for letter in letters.upper():
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


# Which part a sheet is

_MAIN = "{*}"
_RELATIONS = "_rels/.rels"


def _sheet_places(parts: Mapping[str, bytes]) -> tuple[dict[str, str], date]:
    """Return the titles of the sheets with their parts, in order, and the day from which dates are counted.

    Raises KeyError, ValueError and ElementTree.ParseError if the workbook is malformed.
    """
    root = next((target for kind, target in _relations(parts, "", "Type") if kind.endswith("/officeDocument")), None)
    if root is None:
        raise ValueError("it does not say which part is the workbook")
    book = ElementTree.fromstring(parts[root])  # noqa: S314 -- no part with a document type comes so far
    targets = dict(_relations(parts, root, "Id"))
    places: dict[str, str] = {}
    for sheet in book.iterfind(f"{_MAIN}sheets/{_MAIN}sheet"):
        named = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)
        if named is None:
            raise ValueError("it does not say which part a sheet is")
        places[sheet.attrib["name"]] = targets[named]
    about = book.find(f"{_MAIN}workbookPr")
    from_1904 = about is not None and about.get("date1904") in ("1", "true", "on")
    return places, date(1904, 1, 1) if from_1904 else FROM_1900


def _relations(parts: Mapping[str, bytes], of: str, by: Literal["Type", "Id"]) -> Iterator[tuple[str, str]]:
    """Yield what a part relates to: the type or the id of each relation, with the part that is its target."""
    folder, base = posixpath.split(of)
    listed = parts[posixpath.join(folder, "_rels", f"{base}.rels")]
    for relation in ElementTree.fromstring(listed):  # noqa: S314 -- likewise
        target = relation.get("Target", "")
        is_whole = target.startswith("/")
        part = target.lstrip("/") if is_whole else posixpath.normpath(posixpath.join(folder, target))
        yield relation.get(by, ""), part


def _wrong(name: str, message: str, *, remedy: str = "") -> FileIsWrong:
    return FileIsWrong.one(message, path=name, remedy=remedy)

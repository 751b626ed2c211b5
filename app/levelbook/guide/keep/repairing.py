"""A damaged guide becomes one sound guide with every line that people wrote, and no block in it twice.

Damage is what a formatter, a spelling fixer or a merge by hand left behind: a marker joined with a line of text or
inside a table, a digest that somebody corrected, a begin without its end, the same block from both sides of a merge,
something above the front matter. What can be proved to be generated is taken out where it stands twice. Proof is a
marker's digest, or a text that levelbook once generated for that block (`Known`); in a region that is damaged, every
line that such a text has counts as generated. Everything else is somebody's words, and stays: in its block where the
block is whole, otherwise below it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from levelbook.guide.keep import blocks
from levelbook.guide.keep import front_matter as front
from levelbook.guide.keep.blocks import (
    DamagedGuide,
    FoundBlock,
    Parsed,
    has_digest,
    trimmed,
    without_trailing_blanks,
)
from levelbook.guide.keep.markers import (
    LooseMarker,
    MarkerStyle,
    is_like_a_marker,
    joined_marker,
    loose_marker,
    style_of,
)
from levelbook.guide.keep.normal_form import characters

Known = Mapping[str, Sequence[str]]
"""Block id to the texts that levelbook generated for it, today's first."""

NO_DIGEST = "0000000000"
"""In the marker of a block whose own digest is lost: as far as anybody can tell, somebody edited it."""

_MOST_ENDS_TRIED = 200
"""Where a block without an end marker could end by its digest; each try reads the block's text once."""


_MOST_LINES_SOUGHT = 5_000_000
"""Lines that are looked at for the headings of blocks without a begin marker, each block in the lines above its end."""
_MOST_IN_A_LINE = 500
"""Markers that are joined in one line; what follows more of them stays text."""


def repair(existing: str, known: Known | None = None) -> str:
    """Return the guide without its damage: sound, with every human line; to the letter as it was where it is sound."""
    known = known or {}
    lines = list(blocks.lines_of(existing))
    if blocks.is_sound(lines):
        return "\n".join(lines)
    lines = _front_matter_on_top(lines)
    scan = blocks.scan_of(lines)
    pieces = _Pieces(known, _as_lines(lines, scan), style_of(lines))
    whole = pieces.guide()
    try:
        found = [block.id for block in blocks.parse(whole.text).blocks]
    except DamagedGuide:
        found = []
    if found == [block.id for block in whole.blocks]:
        return whole.text
    return blocks.damage_as_text(existing)  # a code fence in somebody's notes swallows what follows


@dataclass
class _Line:
    """A line is a marker, a line of git, or text."""

    text: str
    marker: LooseMarker | None = None
    is_of_git: bool = False
    """Whether git put it there, around or between the sides of a conflict."""


def _front_matter_on_top(lines: list[str]) -> list[str]:
    """Put the front matter above what a tool inserted above it."""
    place = front.misplaced(lines)
    if place is None:
        return lines
    inside = lines[place.start : place.stop]
    return [*inside, "", *lines[: place.start], *lines[place.stop :]]


def _as_lines(lines: Sequence[str], scan: blocks.Scan) -> list[_Line]:
    """Tell markers from text, line by line, with each joined marker in a line of its own."""
    found: list[_Line] = []
    lacking = blocks.lacking_markers(lines, scan)
    for index, line in enumerate(lines):
        if index in scan.conflict_lines:
            found.append(_Line("", is_of_git=True))
            continue
        if index in scan.shown:
            found.append(_Line(line))
            continue
        found += _split_line(line, lacking)
    return found


def _split_line(line: str, lacking: Collection[tuple[str, str]]) -> list[_Line]:
    """Take a line apart into markers and text."""
    found: list[_Line] = []
    for _ in range(_MOST_IN_A_LINE):
        pieces, line = _first_of(line, lacking)
        found += pieces
        if not line.strip("| \t"):
            return found
        line = line.strip(" \t")
    return [*found, _Line(f"    {line}" if is_like_a_marker(line) else line)]


def _first_of(line: str, lacking: Collection[tuple[str, str]]) -> tuple[list[_Line], str]:
    """Return what a line has up to its first marker, and the rest that is to be taken apart.

    Of a row, its cells stay together, above an end and below a begin.
    """
    if is_like_a_marker(line):
        marker = loose_marker(line)
        if marker is None:
            return [_Line("    " + line)], ""  # nobody can tell what it marked; indented, it is text
        return [_Line(line, marker)], marker.after
    marker = joined_marker(line)
    if marker is None or (marker.kind, marker.id) not in lacking:
        return [_Line(line)], ""
    before, after = marker.before.rstrip(" \t"), marker.after.strip(" \t")
    if "|" in before and marker.kind == "begin":
        before, after = "", f"{before} {after}"
    elif "|" in before:
        before, after = f"{before} {after}", ""
    if not before.strip("| \t>"):
        before = ""  # it was indented, or a row of a table held nothing else
    return [*([_Line(before)] if before else []), _Line(line, marker)], after


@dataclass
class _Region:
    """A region is a stretch of lines that belongs to one block, for all that can be told."""

    id: str
    digest: str
    lines: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What follows it."""
    is_whole: bool = False
    """Whether it has both markers, and nothing in between is another block's."""
    omitted: bool = False
    is_mixed: bool = False
    """Whether git left lines of both sides of a conflict in it."""


class _Pieces:
    """The pieces of a damaged guide, and the guide that they make."""

    def __init__(self, known: Known, lines: Sequence[_Line], markers: MarkerStyle) -> None:
        self._known = known
        self._known_lines = {
            block_id: {line.strip() for text in texts for line in text.split("\n")} for block_id, texts in known.items()
        }
        self._has_begin = {line.marker.id for line in lines if line.marker and line.marker.kind == "begin"}
        self._has_end = {line.marker.id for line in lines if line.marker and line.marker.kind == "end"}
        first = next((index for index, line in enumerate(lines) if line.marker), len(lines))
        self._front_matter, preface = front.split([line.text for line in lines[:first] if not line.is_of_git])
        self._markers = markers
        self._preface = list(preface)
        self._regions: list[_Region] = []
        self._sought = 0
        self._read(lines[first:])

    def _read(self, lines: Sequence[_Line]) -> None:
        current: _Region | None = None
        for line in lines:
            marker = line.marker
            if line.is_of_git:
                if current:
                    current.is_mixed = True
                continue
            if marker is None:
                (current.lines if current else self._loose).append(line.text)
                continue
            if marker.kind == "end":
                self._end(current, marker.id)
                current = None
                continue
            if current:
                self._without_end(current)
            current = None
            if marker.kind == "omit":
                self._regions.append(_Region(marker.id, "", is_whole=True, omitted=True))
            else:
                current = _Region(marker.id, marker.digest)
                self._regions.append(current)
        if current:
            self._without_end(current)

    @property
    def _loose(self) -> list[str]:
        """Put text between blocks into the block above it, or at the top."""
        return self._regions[-1].notes if self._regions else self._preface

    def _end(self, current: _Region | None, block_id: str) -> None:
        if current is None:
            self._without_begin(block_id)
        elif current.id == block_id:
            current.is_whole = True
        elif current.id not in self._has_end and block_id not in self._has_begin:
            # One marker of the two has lost its id's spelling; the one that levelbook knows has the right one.
            current.id = current.id if current.id in self._known or block_id not in self._known else block_id
            current.is_whole = True
        else:
            self._without_end(current)
            if block_id not in self._has_begin:
                self._without_begin(block_id)

    def _without_end(self, region: _Region) -> None:
        """Find where a block ends that has no end marker; what follows is notes. Else all of it is the block's."""
        for end in self._possible_ends(region):
            region.notes = region.lines[end:]
            region.lines = region.lines[:end]
            return

    def _possible_ends(self, region: _Region) -> Iterator[int]:
        for text in self._known.get(region.id, ()):
            end = _end_of(text, region.lines)
            if end is not None:
                yield end
        ends = [index + 1 for index, line in enumerate(region.lines) if line.strip()]
        for end in ends[:_MOST_ENDS_TRIED]:
            if has_digest("\n".join(region.lines[:end]), region.digest):
                yield end

    def _without_begin(self, block_id: str) -> None:
        """Take the text above an end without a begin for that block's, from its heading on."""
        above = self._loose
        if block_id in self._has_begin or self._sought > _MOST_LINES_SOUGHT:
            return
        self._sought += len(above)
        firsts = {
            without_trailing_blanks(text).partition("\n")[0].strip() for text in self._known.get(block_id, ())
        } - {""}
        start = next((index for index in reversed(range(len(above))) if above[index].strip() in firsts), None)
        if start is not None:
            region = _Region(block_id, NO_DIGEST, above[start:])
            del above[start:]
            self._regions.append(region)

    # One guide of them

    def guide(self) -> Parsed:
        together: dict[str, list[_Region]] = {}
        for region in self._regions:
            together.setdefault(region.id, []).append(region)
        return Parsed(
            self._front_matter,
            trimmed(self._preface),
            tuple(self._block(block_id, regions) for block_id, regions in together.items()),
            self._markers,
        )

    def _block(self, block_id: str, regions: Sequence[_Region]) -> FoundBlock:
        """Make one block of all that stands for it: somebody's text before a generated one, the first of several."""
        only = regions[0]
        # Lines that levelbook generated, on one side of a conflict or on the other, make no text of somebody's.
        is_only_mixed = only.is_mixed and block_id in self._known and not self._has_words(only)
        if len(regions) == 1 and only.is_whole and not is_only_mixed:
            marked = "" if only.omitted else self._digest(only)
            return FoundBlock(block_id, marked, self._text(only), trimmed(only.notes), omitted=only.omitted)
        notes = ""
        for region in regions:
            notes = _joined(notes, trimmed(region.notes))
        if any(region.omitted for region in regions) and not any(self._has_words(region) for region in regions):
            return FoundBlock(block_id, "", "", notes, omitted=True)
        present = [region for region in regions if not region.omitted]
        words = [region for region in present if self._has_words(region)]
        chosen = next((region for region in words if region.is_whole), None)
        if chosen is None and not self._known.get(block_id):
            chosen = (words or present)[0]
        if chosen is None:
            text = blocks.between_markers(without_trailing_blanks(self._known[block_id][0]))
            marked = blocks.digest(text)
        else:
            text, marked = self._text(chosen), self._digest(chosen)
        there = self._known_lines.get(block_id, set()) | {line.strip() for line in text.split("\n")}
        for region in words:
            if region is not chosen:
                notes = _joined(notes, _paragraphs_beyond(region.lines, there))
        return FoundBlock(block_id, marked, text, notes)

    def _text(self, region: _Region) -> str:
        """Return the text of a block: to the letter where somebody wrote in it and both markers stood."""
        if region.is_whole and self._has_words(region):
            return "\n".join(region.lines)
        return blocks.between_markers(trimmed(region.lines))

    def _digest(self, region: _Region) -> str:
        if self._is_known(region):
            return blocks.digest("\n".join(region.lines))
        return region.digest or NO_DIGEST

    def _is_known(self, region: _Region) -> bool:
        text = "\n".join(region.lines)
        mine = blocks.digest(text)
        return any(blocks.digest(one) == mine for one in self._known.get(region.id, ()))

    def _has_words(self, region: _Region) -> bool:
        """Tell whether a region may hold somebody's words: whatever cannot be proved to be generated."""
        if region.omitted or not "".join(region.lines).strip():
            return False
        if has_digest("\n".join(region.lines), region.digest) or self._is_known(region):
            return False
        known = self._known_lines.get(region.id, set())
        return any(line.strip() not in known for line in region.lines if line.strip())


def _end_of(text: str, lines: Sequence[str]) -> int | None:
    """Return how many of the first lines say what `text` says; None where none do. Letters are compared first."""
    wanted, read = characters(text), ""
    for index, line in enumerate(lines):
        read += characters(line)
        if len(read) > len(wanted):
            return None
        if read == wanted and blocks.digest("\n".join(lines[: index + 1])) == blocks.digest(text):
            return index + 1
    return None


def _paragraphs_beyond(lines: Sequence[str], there: Collection[str]) -> str:
    """Return the paragraphs in which a line is that does not stand elsewhere; all of it where there is a code fence."""
    text = trimmed(lines)
    if "```" in text or "~~~" in text:
        return text
    return "\n\n".join(
        part.strip("\n")
        for part in text.split("\n\n")
        if any(line.strip() and line.strip() not in there for line in part.split("\n"))
    )


def _joined(notes: str, more: str) -> str:
    """Join two texts; what is in the first as whole paragraphs is not said twice."""
    if not more or f"\n\n{more}\n\n" in f"\n\n{notes}\n\n":
        return notes
    return f"{notes}\n\n{more}" if notes else more

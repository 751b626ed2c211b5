"""A guide file holds blocks that levelbook generates, and what people wrote between them and in them.

    ---
    title: "Working safely on Ask Alder"        front matter: levelbook sets its own keys (front_matter.py)
    ---

    Text before the first block.                preface: people's, stays on top

    <!-- levelbook:begin about 0482913307 -->
    # Working safely on Ask Alder               a block: generated, until a person edits it
    <!-- levelbook:end about -->

    The on-call phone is in 4.12.               notes: people's, they belong to the block above and go where it goes

    <!-- levelbook:omit standing -->            a block that people left out, in its place: it stays away

A site that reads MDX knows no HTML comments; its markers are `{/* levelbook:begin about 0482913307 */}` and so on.
Either kind is read at any time.

The digest in a marker is that of the text as it was generated: of what it says, whatever its layout (normal_form.py).
As long as the text still has it, nobody wrote in the block. Ten decimal digits are that digest; eight hexadecimal ones
are an earlier levelbook's, of the text to the letter, and stay valid. `merge.py` decides what becomes of a block that
somebody wrote in.

Line ends become `\\n` and a byte-order mark goes; form feeds, U+2028 and the like are text. A marker stands alone at
column 0. In a code fence of people's it only shows one, and is text; but a block that levelbook generated is a block
there too, since a fence around it is a slip of the pen. A line at column 0 that begins like a marker and is none, or
that git left of a conflict, is damage, unless a code fence shows a whole conflict. Damage is refused as a whole, with
line numbers, because a guess about where a block ends could cost somebody's words.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final, NamedTuple

from levelbook.core.errors import GuideDamaged, Problem
from levelbook.core.frozen import frozen
from levelbook.core.text.conflict_marks import conflict_marks
from levelbook.guide.keep import front_matter as front
from levelbook.guide.keep import normal_form
from levelbook.guide.keep.conflict_marks import lines_of_conflicts
from levelbook.guide.keep.markers import (
    MARKER,
    WRITTEN,
    MarkerStyle,
    is_like_a_marker,
    joined_marker,
    loose_marker,
    style_of,
)
from levelbook.guide.text.code_fences import code_fences

KEPT_NOTES = "kept-notes"
TROUBLE = "trouble"
TEAMS_OWN = frozenset({TROUBLE})
"""Blocks whose words are the team's: levelbook writes only a skeleton, for people to write over."""
ONLY_DATES = frozenset({"edition"})
"""Blocks that say nothing of any answer: which edition this is, as of when, and the day of the next round."""
COMING_AND_GOING = frozenset({"harm", "since", "bulletins"})
"""Blocks that are there only while they have something to say, whatever the team decides."""

_REPAIR = "Fix these lines by hand, or run `levelbook guide --repair`; no line that people wrote is lost."

_DIGITS_OF_THE_LETTER = 8
_IN_A_ROW = re.compile(r"[ \t>]*\|")


@frozen
class Block:
    """A block is one generated piece of the guide."""

    id: str
    """For example `about`, `section/model-deployment`, `practice/model-deployment.output-filtering`."""

    text: str
    """Generated Markdown, without markers. Blank lines around it don't count."""


@frozen
class FoundBlock:
    """A found block is a block as it is in a file."""

    id: str
    digest: str
    """The marker's: of the text as it was generated, ten decimal digits or an earlier levelbook's eight hex ones."""
    text: str
    """What is between the markers, to the letter."""
    notes: str = ""
    """People's text up to the next block, without the blank lines around it."""
    line: int = 0
    """Where the begin marker stands, from 1."""
    omitted: bool = False
    """People left the block out: only a marker in its place says so, and there is no text."""

    @property
    def generated(self) -> bool:
        """Tell whether the digest proves that nobody wrote in it; one that was left out has no text."""
        return self.omitted or has_digest(self.text, self.digest)

    @property
    def is_unwritten(self) -> bool:
        """Tell whether nobody has written anything in it or below it, or all of it was emptied."""
        return not self.omitted and not self.notes and (self.generated or not self.text.strip())


@frozen
class Parsed:
    """A parsed guide is its front matter, preface and blocks."""

    front_matter: tuple[str, ...] | None
    """Its lines without the fences; None where there is none."""
    preface: str
    blocks: tuple[FoundBlock, ...]
    """In the order of the file."""
    markers: MarkerStyle = "html"
    """How they are written, by the first of them."""

    @property
    def values(self) -> dict[str, str]:
        """Return the front matter's one-line values as text, such as `as_of`."""
        return front.values(self.front_matter or ())

    @property
    def text(self) -> str:
        """Put the guide together again."""
        return _text_of(self)


class Damage(NamedTuple):
    """A damage is one thing that is wrong in a guide."""

    line: int
    """From 1."""
    message: str


class DamagedGuide(GuideDamaged):
    """Raised for a guide whose blocks cannot be told from people's text with certainty; holds all that is wrong."""

    def __init__(self, damages: Iterable[Damage], *, path: str = "", remedy: str = _REPAIR) -> None:
        self.damages = tuple(sorted(damages))
        super().__init__([Problem(message, path, line=line) for line, message in self.damages], remedy=remedy)


def digest(text: str) -> str:
    """Return the digest that a marker gets: ten decimal digits, of what the text says whatever its layout."""
    return normal_form.digest(without_trailing_blanks(text))


def has_digest(text: str, marked: str) -> bool:
    """Tell whether a text has the digest of a marker, an earlier levelbook's too."""
    if len(marked) == _DIGITS_OF_THE_LETTER:
        return _digest_to_the_letter(text) == marked
    return digest(text) == marked


def _digest_to_the_letter(text: str) -> str:
    """Return 8 hex digits of SHA-256 over the text, without line-end blanks and outer blank lines."""
    return hashlib.sha256(without_trailing_blanks(text).encode("utf-8", "surrogatepass")).hexdigest()[
        :_DIGITS_OF_THE_LETTER
    ]


def parse(text: str) -> Parsed:
    """Take a guide apart into front matter, preface and blocks with their notes. Raises DamagedGuide."""
    lines = lines_of(text)
    scan = scan_of(lines)
    damages = scan.damages + _front_matter_below(lines, scan)
    if damages:
        raise DamagedGuide([*damages, *_joined_markers(lines, scan)])
    begins = [span.begin for span in scan.blocks] + [len(lines)]
    front_matter, preface = front.split(lines[: begins[0]])
    return Parsed(
        front_matter,
        trimmed(preface),
        tuple(
            FoundBlock(
                id=span.id,
                digest=span.digest,
                text="\n".join(lines[span.begin + 1 : span.end]),
                notes=trimmed(lines[span.end + 1 : next_begin]),
                line=span.begin + 1,
                omitted=span.omitted,
            )
            for span, next_begin in zip(scan.blocks, begins[1:], strict=True)
        ),
        style_of(lines),
    )


def is_sound(lines: Sequence[str]) -> bool:
    """Tell whether a guide of these lines has no damage."""
    scan = scan_of(lines)
    return not scan.damages and not _front_matter_below(lines, scan)


def damage_as_text(existing: str) -> str:
    """Return the guide with every damaged block, markers and all, turned into text between blocks.

    No line is lost but those that git put around the sides of a conflict; both sides stay. Markers that mark nothing
    any more are indented, which makes them text. Of two blocks with one id the first stays a block.
    """
    lines = lines_of(existing)
    scan = scan_of(lines)
    markers = {edge for span in scan.blocks for edge in (span.begin, span.end)}
    return "\n".join(
        "    " + line if index not in markers | scan.shown and is_like_a_marker(line) else line
        for index, line in enumerate(lines)
        if index not in scan.conflict_lines
    )


def holds_marker(text: str) -> bool:
    """Tell whether a line of a text would be taken for a marker, or for one of git's."""
    lines = lines_of(text)
    return any(map(is_like_a_marker, lines)) or bool(conflict_marks(lines, range(len(lines))))


# Reading


@dataclass
class _Span:
    """A span is a block's lines, markers included, from 0."""

    id: str
    digest: str
    begin: int
    end: int = -1
    sound: bool = True
    omitted: bool = False


@dataclass
class Scan:
    """A scan holds the blocks that are beyond doubt, in order, and everything else that looks like a piece of one."""

    blocks: list[_Span]
    damages: list[Damage]
    conflict_lines: set[int]
    shown: frozenset[int]
    """Lines in code fences, whose markers are text."""


_MOST_FENCES: Final = 200
"""Code fences with markers in them that are looked at one by one, each in a look at the whole guide; any others are
taken together. No guide that people write has so many."""


def scan_of(lines: Sequence[str]) -> Scan:
    """Find the blocks of a guide, and what is wrong with it."""
    conflict_lines = lines_of_conflicts(lines)
    scan = _scan_but(lines, frozenset(), conflict_lines)
    fences = _fences_with_markers(lines)
    for fenced in islice(fences, _MOST_FENCES):
        if any(span.begin < fenced[0] and fenced[-1] < span.end for span in scan.blocks):
            continue  # in a block, where nothing can begin
        inside = [span for span in scan.blocks if fenced[0] <= span.begin and span.end <= fenced[-1]]
        if inside and all(_is_generated(lines, span) for span in inside) and not scan.damages:
            continue  # a slip of the pen around blocks that levelbook wrote
        without = _scan_but(lines, scan.shown | frozenset(fenced), conflict_lines)
        if len(without.damages) < len(scan.damages) or (inside and len(without.damages) == len(scan.damages)):
            scan = without
    if rest := frozenset(chain.from_iterable(fences)):
        without = _scan_but(lines, scan.shown | rest, conflict_lines)
        scan = without if len(without.damages) < len(scan.damages) else scan
    return scan


def _is_generated(lines: Sequence[str], span: _Span) -> bool:
    return span.omitted or has_digest("\n".join(lines[span.begin + 1 : span.end]), span.digest)


def _scan_but(lines: Sequence[str], shown: frozenset[int], conflict_lines: set[int]) -> Scan:
    """Find the blocks, taking the lines in `shown` for text."""
    spans: list[_Span] = []
    damages: list[Damage] = []
    current: _Span | None = None

    def damage(index: int, message: str) -> None:
        damages.append(Damage(index + 1, message))
        if current:
            current.sound = False

    for index, line in enumerate(lines):
        if index in conflict_lines and line[0] in "<>":
            damage(index, "a merge conflict that nobody has resolved; to show one, indent it")
        elif index in conflict_lines and current:
            current.sound = False
        if index in shown or not is_like_a_marker(line):
            continue
        marker = MARKER.fullmatch(line)
        if marker is None:
            damage(index, _what_is_broken(line))
        elif current and (inside := marker["begins"] or marker["omits"]):
            started = f"“{current.id}”, which began in line {current.begin + 1} and has not ended"
            damage(index, f"“{inside}” {'begins' if marker['begins'] else 'is left out'} inside {started}")
            if marker["begins"]:
                current = _Span(marker["begins"], marker["digest"], index)
        elif marker["begins"]:
            current = _Span(marker["begins"], marker["digest"], index)
        elif marker["omits"]:
            spans.append(_Span(marker["omits"], "", index, index, omitted=True))
        elif current and marker["ends"] == current.id:
            current.end = index
            if current.sound:
                spans.append(current)
            current = None
        else:
            damage(index, f"“{marker['ends']}” ends here without having begun")
    if current:
        damage(current.begin, f"“{current.id}” begins here and never ends")
    return Scan(_without_doubles(spans, damages), damages, conflict_lines, shown)


def _what_is_broken(line: str) -> str:
    shown = "; to show one, indent it or put it into a code fence"
    marker = loose_marker(line)
    if marker is None:
        return f"a broken marker{shown}"
    if marker.after.strip(" \t"):
        return f"a marker joined with a line of text (“{marker.kind} {marker.id}”); it has to be alone on its line"
    if marker.kind == "begin" and not marker.digest:
        return f"the digest in this marker of “{marker.id}” is spoilt or gone{shown}"
    return f"a broken marker of “{marker.id}”{shown}"


def lacking_markers(lines: Sequence[str], scan: Scan) -> set[tuple[str, str]]:
    """Return the kind and id of each begin and end that should be at column 0 and is not; its partner is."""
    there = Counter(
        (marker.kind, marker.id)
        for index, line in enumerate(lines)
        if index not in scan.shown and (marker := loose_marker(line))
    )
    partner = {"begin": "end", "end": "begin"}
    return {
        (partner[kind], block_id)
        for (kind, block_id), count in there.items()
        if kind in partner and there[partner[kind], block_id] < count
    }


def _joined_markers(lines: Sequence[str], scan: Scan) -> Iterator[Damage]:
    """Point at the markers further on in a line whose partners lack them."""
    lacking = lacking_markers(lines, scan)
    for index, line in enumerate(lines if lacking else ()):
        marker = None if index in scan.shown or is_like_a_marker(line) else joined_marker(line)
        if marker and (marker.kind, marker.id) in lacking:
            where = "is inside a table" if _IN_A_ROW.match(line) else "is joined with a line of text"
            where = where if marker.before.strip(" \t") else "is indented"
            named = f"the {marker.kind} of “{marker.id}” {where}"
            yield Damage(index + 1, f"{named}; it has to be alone, at the start of its line")


def _front_matter_below(lines: Sequence[str], scan: Scan) -> list[Damage]:
    """Point at a front matter that something is above, so that no tool would find it."""
    first = scan.blocks[0].begin if scan.blocks else len(lines)
    place = front.misplaced(lines[:first])
    if place is None:
        return []
    message = "the guide's front matter begins here, below other text; it has to be the first thing in the file"
    return [Damage(place.start + 1, message)]


def _without_doubles(spans: list[_Span], damages: list[Damage]) -> list[_Span]:
    """Drop the spans whose id an earlier one has."""
    first: dict[str, _Span] = {}
    for span in spans:
        first.setdefault(span.id, span)
    damages += [
        Damage(span.begin + 1, f"“{span.id}” is here and in line {first[span.id].begin + 1}")
        for span in spans
        if first[span.id] is not span
    ]
    return [span for span in spans if first[span.id] is span]


def _fences_with_markers(lines: Sequence[str]) -> Iterator[range]:
    """Find the code fences, from opening to closing line, in which a line looks like a marker."""
    return (fence for fence in code_fences(lines) if any(is_like_a_marker(lines[index]) for index in fence))


# Writing


def _text_of(guide: Parsed) -> str:
    parts = [] if guide.front_matter is None else ["\n".join(("---", *guide.front_matter, "---"))]
    parts.append(guide.preface)
    opens, closes = WRITTEN[guide.markers]
    for block in guide.blocks:
        if block.omitted:
            parts += [f"{opens} levelbook:omit {block.id} {closes}", block.notes]
            continue
        begin = f"{opens} levelbook:begin {block.id} {block.digest} {closes}"
        end = f"{opens} levelbook:end {block.id} {closes}"
        parts.append("\n".join((begin, block.text, end)))
        parts.append(block.notes)
    return "\n\n".join(filter(None, parts)) + "\n"


def between_markers(text: str) -> str:
    """Return the text of a block as it is written: with a blank line at either marker, which formatters want there."""
    return f"\n{text}\n" if text else ""


def lines_of(text: str) -> list[str]:
    """Split a text into lines; `str.splitlines` would also break at form feeds and U+2028 inside people's lines."""
    return text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def trimmed(lines: Sequence[str]) -> str:
    """Join lines to a text, without the blank ones at either end."""
    filled = [index for index, line in enumerate(lines) if line.strip(" \t")]
    return "\n".join(lines[filled[0] : filled[-1] + 1]) if filled else ""


def without_trailing_blanks(text: str) -> str:
    """Return what the digest looks at: an editor that trims line ends has not edited a block."""
    return "\n".join(line.rstrip(" \t") for line in lines_of(text)).strip("\n")

"""What people wrote in a guide survives its next assembly.

    ---
    title: "Working safely on Ask Alder"        front matter: levelbook sets its own keys (front_matter.py)
    ---

    Text before the first block.                preface: people's, stays on top

    <!-- levelbook:begin about 8c1f20aa -->
    # Working safely on Ask Alder               a block: generated, until a person edits it
    <!-- levelbook:end about -->

    The on-call phone is in 4.12.               notes: people's, they belong to the block above and go where it goes

The digest in a marker is that of the text as it was generated. As long as the text still has it, nobody wrote in the
block and it can be replaced. Otherwise it is *edited*: it is kept, and its marker keeps the old digest, so that it
stays known as edited, and is *behind* as soon as levelbook would generate something else.

Line ends become `\\n` and a byte-order mark goes; form feeds, U+2028 and the like are text. A marker stands alone at
column 0, in code fences too: whoever wants to show one indents it. A line at column 0 that begins like a marker and is
none, or that git left of a conflict, is damage. Damage is refused as a whole, with line numbers, because a guess about
where a block ends could cost somebody's words.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from levelbook.core.text import nearest
from levelbook.errors import GuideDamaged, Problem, UnknownId
from levelbook.guide import front_matter as front

KEPT_NOTES = "kept-notes"

_REPAIR = "Mend these lines by hand, or let `levelbook guide --repair` turn what they damage into ordinary text."

_ID = r"[a-z0-9]+(?:[-./][a-z0-9]+)*"
_MARKER = re.compile(
    rf"<!-- levelbook:(?:begin (?P<begins>{_ID}) (?P<digest>[0-9a-f]{{8}})|end (?P<ends>{_ID})) -->[ \t]*"
)
_LIKE_A_MARKER = re.compile(r"<!--[ \t]*levelbook[ \t]*:", re.IGNORECASE)
_CONFLICT_EDGE = re.compile(r"(?:<{7}|>{7})(?: |$)")
_CONFLICT_MIDDLE = re.compile(r"(?:={7}$|\|{7}(?: |$))")
_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})(?P<info>.*)", re.DOTALL)


@dataclass(frozen=True)
class Block:
    """One generated block, in the order of the template."""

    id: str
    """For example `about`, `section/model-deployment`, `practice/model-deployment.output-filtering`."""

    text: str
    """Generated Markdown, without markers. Blank lines around it don't count."""


_KEPT_NOTES_BLOCK = Block(
    KEPT_NOTES, "## Kept notes\n\nWritten by people, under parts that this guide no longer has. Move or delete them."
)


@dataclass(frozen=True)
class FoundBlock:
    """A block as it stands in a file."""

    id: str
    digest: str
    """The marker's: of the text as it was generated."""
    text: str
    """What stands between the markers, to the letter."""
    notes: str = ""
    """People's text up to the next block, without the blank lines around it."""
    line: int = 0
    """Where the begin marker stands, from 1."""
    fence: int | None = None
    """The line of a code fence in people's text that opens before this block and closes after it."""

    @property
    def generated(self) -> bool:
        """Whether the digest proves that nobody wrote in the block."""
        return digest(self.text) == self.digest


@dataclass(frozen=True)
class Parsed:
    """A guide taken apart."""

    front_matter: tuple[str, ...] | None
    """Its lines without the fences; None where there is none."""
    preface: str
    blocks: tuple[FoundBlock, ...]
    """In the order of the file."""

    @property
    def values(self) -> dict[str, str]:
        """The front matter's one-line values as text, such as `as_of`."""
        return front.values(self.front_matter or ())

    @property
    def text(self) -> str:
        """The guide put together again."""
        return _text_of(self)


@dataclass(frozen=True)
class BlockState:
    """What `guide --status` says of a block."""

    id: str
    edited: bool
    """A person wrote in it, so it is kept as it is."""
    behind: bool
    """It is edited, and levelbook now has something else to say than when it was generated."""


@dataclass(frozen=True)
class Edited:
    """A block that a person edited, beside what levelbook has to say there now."""

    id: str
    mine: str
    """As it stands in the file."""
    generated: str | None
    """None where the template no longer has the block: the next assembly moves it to the kept notes."""
    behind: bool
    line: int
    """Where its begin marker stands in the file, from 1."""


@dataclass(frozen=True)
class Kept:
    """Words that had to leave their place, and went to the kept notes."""

    id: str
    title: str
    text: str


@dataclass(frozen=True)
class Assembled:
    """A whole new guide: `\\n` at line ends, no byte-order mark, one line end at the end."""

    text: str
    blocks: tuple[BlockState, ...]
    """In the order of the new file."""
    kept: tuple[Kept, ...]
    """What moved to the kept notes this time."""


class Damage(NamedTuple):
    """One thing wrong in a guide."""

    line: int
    """From 1."""
    message: str


class DamagedGuide(GuideDamaged):
    """A guide whose blocks cannot be told from people's text with certainty; holds all that is wrong at once."""

    def __init__(self, damages: Iterable[Damage], *, path: str = "", remedy: str = _REPAIR) -> None:
        self.damages = tuple(sorted(damages))
        super().__init__([Problem(message, path, line=line) for line, message in self.damages], remedy=remedy)


def digest(text: str) -> str:
    """8 hex digits of SHA-256 over the text, without line-end blanks and outer blank lines."""
    return hashlib.sha256(_bare(text).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def parse(text: str) -> Parsed:
    """Front matter, preface and blocks with their notes. Raises DamagedGuide."""
    lines = _lines(text)
    scan = _scan(lines)
    if scan.damages:
        raise DamagedGuide(scan.damages)
    begins = [span.begin for span in scan.blocks] + [len(lines)]
    front_matter, preface = front.split(lines[: begins[0]])
    return Parsed(
        front_matter,
        _trimmed(preface),
        tuple(
            FoundBlock(
                id=span.id,
                digest=span.digest,
                text="\n".join(lines[span.begin + 1 : span.end]),
                notes=_trimmed(lines[span.end + 1 : next_begin]),
                line=span.begin + 1,
                fence=span.fence,
            )
            for span, next_begin in zip(scan.blocks, begins[1:], strict=True)
        ),
    )


def assemble(
    existing: str | None,
    blocks: Sequence[Block],
    front_matter: Mapping[str, str | None],
    *,
    renamed: Mapping[str, str] = {},
    titles: Mapping[str, str] = {},
    kept_notes: Block | None = None,
) -> Assembled:
    """The new guide: the generated blocks, and all that people wrote in the existing one.

    front_matter: levelbook's own keys in their order; one that is None is taken out of the file.
    renamed: id in the file -> id in `blocks`. Counts only while the file has the old one alone and `blocks` the new one
    alone, so that a map given again at the next assembly does nothing.
    titles: id in the file -> the words, safe in Markdown, by which kept notes say where they were.
    kept_notes: the block that introduces kept notes, written last and only above something kept.

    Raises DamagedGuide, and ValueError where the generated blocks could not be told from people's text later.
    """
    _refuse_unreadable(blocks, kept_notes)
    parsed = parse(existing or "")
    successors = _successors(parsed.blocks, blocks, renamed)

    kept_here = next((found for found in parsed.blocks if found.id == KEPT_NOTES), None)
    predecessors: dict[str, FoundBlock] = {}
    gone: list[FoundBlock] = []
    for found in parsed.blocks:
        if found.id in successors:
            predecessors[successors[found.id]] = found
        elif found is not kept_here:
            gone.append(found)
    _refuse_torn_fences(gone)
    kept = [
        Kept(found.id, " ".join(titles.get(found.id, found.id).split()), words)
        for found in gone
        if (words := _words_of_people(found))
    ]

    written = [_next_version(block, predecessors.get(block.id)) for block in blocks]
    if kept or (kept_here and _words_of_people(kept_here)):
        introduction = _next_version(kept_notes or _KEPT_NOTES_BLOCK, kept_here)
        entries = (f"*Kept from “{note.title}”:*\n\n{note.text}" for note in kept)
        written.append(replace(introduction, notes="\n\n".join(filter(None, (introduction.notes, *entries)))))

    has_front_matter = parsed.front_matter is not None or any(value is not None for value in front_matter.values())
    assembled = Parsed(
        front.update(parsed.front_matter or (), front_matter) if has_front_matter else None,
        parsed.preface,
        tuple(written),
    )
    return Assembled(_text_of(assembled), _states(assembled, blocks, {}, kept_notes), tuple(kept))


def status(
    existing: str, blocks: Sequence[Block], *, renamed: Mapping[str, str] = {}, kept_notes: Block | None = None
) -> tuple[BlockState, ...]:
    """Of each block in the file, in its order, whether it is edited and behind. Raises DamagedGuide.

    An edited block that the template no longer has is behind: the next assembly moves it to the kept notes.
    """
    return _states(parse(existing), blocks, renamed, kept_notes)


def edited(
    existing: str, blocks: Sequence[Block], *, renamed: Mapping[str, str] = {}, kept_notes: Block | None = None
) -> tuple[Edited, ...]:
    """The blocks that people edited, in the order of the file, each with both texts. Raises DamagedGuide."""
    parsed = parse(existing)
    new = _new_blocks(parsed, blocks, renamed, kept_notes)
    states = _states(parsed, blocks, renamed, kept_notes)
    return tuple(
        Edited(
            found.id,
            _trimmed(found.text.split("\n")),
            _trimmed(_lines(new[found.id].text)) if found.id in new else None,
            state.behind,
            found.line,
        )
        for found, state in zip(parsed.blocks, states, strict=True)
        if state.edited
    )


def take_mine(
    existing: str,
    block_id: str,
    blocks: Sequence[Block],
    *,
    renamed: Mapping[str, str] = {},
    kept_notes: Block | None = None,
) -> str:
    """The guide with the block's text kept and the new digest in its marker, so that it is no longer behind.

    `block_id` is the id in the file. Raises DamagedGuide, and UnknownId where file or template doesn't have it.
    """
    parsed, index, new = _to_settle(existing, block_id, blocks, renamed, kept_notes)
    return _text_of(_with_block(parsed, index, replace(parsed.blocks[index], digest=digest(new.text))))


def take_generated(
    existing: str,
    block_id: str,
    blocks: Sequence[Block],
    *,
    renamed: Mapping[str, str] = {},
    kept_notes: Block | None = None,
) -> str:
    """The guide with the block's text replaced by the generated one: the one act that drops a person's words.

    Notes stay. `block_id` is the id in the file. Raises DamagedGuide, and UnknownId.
    """
    parsed, index, new = _to_settle(existing, block_id, blocks, renamed, kept_notes)
    found = parsed.blocks[index]
    return _text_of(_with_block(parsed, index, replace(_fresh(new), id=found.id, notes=found.notes)))


def repair(existing: str) -> str:
    """The guide without its damage: every damaged block, markers and all, is text between blocks.

    No line is lost but those that git put around the sides of a conflict; both sides stay. Markers that mark nothing
    any more are indented, which makes them text. Of two blocks with one id the first stays a block, rather one that
    stands in no code fence. The blocks that became text come back, generated, at the next assembly.
    """
    lines = _lines(existing)
    scan = _scan(lines)
    markers = {edge for span in scan.blocks for edge in (span.begin, span.end)}
    return "\n".join(
        "    " + line if index not in markers and _LIKE_A_MARKER.match(line) else line
        for index, line in enumerate(lines)
        if index not in scan.conflict_lines
    )


# Reading


@dataclass
class _Span:
    """A block's lines, markers included, from 0."""

    id: str
    digest: str
    begin: int
    end: int = -1
    sound: bool = True
    fence: int | None = None


@dataclass
class _Scan:
    """The blocks that are beyond doubt, in order, and everything else that looks like a piece of one."""

    blocks: list[_Span]
    damages: list[Damage]
    conflict_lines: set[int]


def _scan(lines: Sequence[str]) -> _Scan:
    spans: list[_Span] = []
    damages: list[Damage] = []
    current: _Span | None = None

    def damage(index: int, message: str) -> None:
        damages.append(Damage(index + 1, message))
        if current:
            current.sound = False

    conflict_lines = _conflict_lines(lines)
    for index, line in enumerate(lines):
        if _CONFLICT_EDGE.match(line):
            damage(index, "a merge conflict that nobody has resolved; to show one, indent it")
        elif index in conflict_lines and current:
            current.sound = False
        if not _LIKE_A_MARKER.match(line):
            continue
        marker = _MARKER.fullmatch(line)
        if marker is None:
            damage(index, "a broken marker; to show one, indent it")
        elif marker["begins"]:
            if current:
                started = f"“{current.id}”, which began in line {current.begin + 1} and has not ended"
                damage(index, f"“{marker['begins']}” begins inside {started}")
            current = _Span(marker["begins"], marker["digest"], index)
        elif current and marker["ends"] == current.id:
            current.end = index
            if current.sound:
                spans.append(current)
            current = None
        else:
            damage(index, f"“{marker['ends']}” ends here without having begun")
    if current:
        damage(current.begin, f"“{current.id}” begins here and never ends")

    _note_fences(lines, spans)
    return _Scan(_without_doubles(spans, damages), damages, conflict_lines)


def _without_doubles(spans: list[_Span], damages: list[Damage]) -> list[_Span]:
    """The spans without those whose id another one has. One in a code fence gives way: it shows the other."""
    first: dict[str, _Span] = {}
    for span in sorted(spans, key=lambda span: span.fence is not None):
        first.setdefault(span.id, span)
    damages += [
        Damage(span.begin + 1, f"“{span.id}” stands here and in line {first[span.id].begin + 1}")
        for span in spans
        if first[span.id] is not span
    ]
    return [span for span in spans if first[span.id] is span]


def _note_fences(lines: Sequence[str], spans: Sequence[_Span]) -> None:
    """Marks the blocks around which people's text opens and closes a code fence.

    One that never closes marks nothing: it is a slip of the pen, not an example of a block.
    """
    opening: tuple[str, int] | None = None  # the fence, and its line from 1
    inside: list[_Span] = []
    start = 0
    for span in (*spans, None):
        for index in range(start, span.begin if span else len(lines)):
            fence = _FENCE.fullmatch(lines[index])
            if fence is None:
                continue
            if opening is None:
                if fence["fence"][0] == "~" or "`" not in fence["info"]:
                    opening = fence["fence"], index + 1
            elif fence["fence"].startswith(opening[0]) and not fence["info"].strip(" \t"):
                for enclosed in inside:
                    enclosed.fence = opening[1]
                opening = None
                inside.clear()
        if span:
            start = span.end + 1
            if opening:
                inside.append(span)


def _conflict_lines(lines: Sequence[str]) -> set[int]:
    """The lines that git put around and between the sides of conflicts. `=======` alone may be a heading's."""
    found: set[int] = set()
    middles: dict[str, int] | None = None
    for index, line in enumerate(lines):
        if _CONFLICT_EDGE.match(line):
            found.add(index)
            if line.startswith(">"):
                found.update((middles or {}).values())
            middles = {} if line.startswith("<") else None
        elif middles is not None and _CONFLICT_MIDDLE.match(line):
            middles.setdefault(line[0], index)
    return found


# Deciding


def _successors(found: Iterable[FoundBlock], blocks: Iterable[Block], renamed: Mapping[str, str]) -> dict[str, str]:
    """Id in the file -> id in the template, for all that stay."""
    wanted = {block.id for block in blocks}
    successors = {block.id: block.id for block in found if block.id in wanted}
    taken = set(successors)
    for block in found:
        new_id = renamed.get(block.id, block.id)
        if block.id not in wanted and new_id in wanted and new_id not in taken:
            successors[block.id] = new_id
            taken.add(new_id)
    return successors


def _next_version(block: Block, found: FoundBlock | None) -> FoundBlock:
    if found is None:
        return _fresh(block)
    if _is_edited(found, block):
        return replace(found, id=block.id)
    return replace(_fresh(block), notes=found.notes)


def _is_edited(found: FoundBlock, block: Block) -> bool:
    return not found.generated and _bare(found.text) != _bare(block.text)


def _fresh(block: Block) -> FoundBlock:
    return FoundBlock(block.id, digest(block.text), _trimmed(_lines(block.text)))


def _words_of_people(found: FoundBlock) -> str:
    """All that cannot be proved to be generated."""
    text = "" if found.generated else _trimmed(found.text.split("\n"))
    return "\n\n".join(filter(None, (text, found.notes)))


def _states(
    parsed: Parsed, blocks: Sequence[Block], renamed: Mapping[str, str], kept_notes: Block | None
) -> tuple[BlockState, ...]:
    new = _new_blocks(parsed, blocks, renamed, kept_notes)

    def state(found: FoundBlock) -> BlockState:
        block = new.get(found.id)
        if block is None:
            return BlockState(found.id, edited=not found.generated, behind=not found.generated)
        edited = _is_edited(found, block)
        return BlockState(found.id, edited, behind=edited and digest(block.text) != found.digest)

    return tuple(state(found) for found in parsed.blocks)


def _new_blocks(
    parsed: Parsed, blocks: Sequence[Block], renamed: Mapping[str, str], kept_notes: Block | None
) -> dict[str, Block]:
    """Id in the file -> what levelbook has to say there now."""
    by_id = {block.id: block for block in (*blocks, kept_notes or _KEPT_NOTES_BLOCK)}
    return {old: by_id[new] for old, new in _successors(parsed.blocks, by_id.values(), renamed).items()}


def _to_settle(
    existing: str, block_id: str, blocks: Sequence[Block], renamed: Mapping[str, str], kept_notes: Block | None
) -> tuple[Parsed, int, Block]:
    _refuse_unreadable(blocks, kept_notes)
    parsed = parse(existing)
    new = _new_blocks(parsed, blocks, renamed, kept_notes)
    for index, found in enumerate(parsed.blocks):
        if found.id == block_id and block_id in new:
            return parsed, index, new[block_id]
    hint = "It has to stand both in the guide and in what levelbook generates now."
    raise UnknownId("block", block_id, nearest(block_id, new), hint=hint)


def _refuse_torn_fences(gone: Iterable[FoundBlock]) -> None:
    """A block in a code fence that levelbook never generated only shows one. Taking it out would tear the fence."""
    torn = [
        Damage(
            found.line, f"“{found.id}” is no part of this guide, and the code fence of line {found.fence} is around it"
        )
        for found in gone
        if found.fence is not None and not found.generated
    ]
    if torn:
        raise DamagedGuide(torn, remedy="Indent markers that are only shown, or close the fence above the block.")


def _refuse_unreadable(blocks: Sequence[Block], kept_notes: Block | None) -> None:
    """Raises ValueError for blocks that could not be found again in the file."""
    if kept_notes and kept_notes.id != KEPT_NOTES:
        raise ValueError(f"the block that introduces kept notes is “{KEPT_NOTES}”, not “{kept_notes.id}”")
    seen = {KEPT_NOTES}
    for block in blocks:
        if not re.fullmatch(_ID, block.id):
            raise ValueError(f"“{block.id}” cannot be the id of a block")
        if block.id in seen:
            raise ValueError(f"“{block.id}” is the id of two blocks")
        seen.add(block.id)
    for block in (*blocks, *([kept_notes] if kept_notes else [])):
        if any(_LIKE_A_MARKER.match(line) or _CONFLICT_EDGE.match(line) for line in _lines(block.text)):
            raise ValueError(f"the generated text of “{block.id}” contains a marker")


# Writing


def _text_of(guide: Parsed) -> str:
    parts = [] if guide.front_matter is None else ["\n".join(("---", *guide.front_matter, "---"))]
    parts.append(guide.preface)
    for block in guide.blocks:
        begin, end = f"<!-- levelbook:begin {block.id} {block.digest} -->", f"<!-- levelbook:end {block.id} -->"
        parts.append("\n".join((begin, block.text, end) if block.text else (begin, end)))
        parts.append(block.notes)
    return "\n\n".join(filter(None, parts)) + "\n"


def _with_block(parsed: Parsed, index: int, block: FoundBlock) -> Parsed:
    return replace(parsed, blocks=(*parsed.blocks[:index], block, *parsed.blocks[index + 1 :]))


def _lines(text: str) -> list[str]:
    """Never `str.splitlines`: it also breaks at form feeds, U+2028 and others that stand inside people's lines."""
    return text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _trimmed(lines: Sequence[str]) -> str:
    """The lines as text, without the blank ones at either end."""
    filled = [index for index, line in enumerate(lines) if line.strip(" \t")]
    return "\n".join(lines[filled[0] : filled[-1] + 1]) if filled else ""


def _bare(text: str) -> str:
    """What the digest looks at: an editor that trims line ends has not edited a block."""
    return "\n".join(line.rstrip(" \t") for line in _lines(text)).strip("\n")

"""This module keeps what people wrote in a guide through its next assembly.

A block whose text has the digest of its marker was written by nobody, and is replaced, unless it says the same in
another layout. Otherwise it is *edited*: it is kept, and its marker keeps the old digest, so that it stays known as
edited, and is *behind* as soon as levelbook would generate something else. Words that have no place any more go to the
kept notes; those below a block that comes and goes stay where they stand.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from levelbook.core.errors import UnknownId, UsedWrongly
from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import nearest
from levelbook.guide.keep import front_matter as front
from levelbook.guide.keep.blocks import (
    COMING_AND_GOING,
    KEPT_NOTES,
    ONLY_DATES,
    TEAMS_OWN,
    Block,
    FoundBlock,
    Parsed,
    between_markers,
    digest,
    has_digest,
    holds_marker,
    lines_of,
    parse,
    trimmed,
    without_trailing_blanks,
)
from levelbook.guide.keep.incidental_changes import is_only_incidental, lasting_digest, settled_digest
from levelbook.guide.keep.markers import MarkerStyle, can_be_id
from levelbook.guide.keep.normal_form import count_masks, passages, says_the_same
from levelbook.guide.text.anchors import heading_of

_KEPT_NOTES_BLOCK = Block(
    KEPT_NOTES,
    "## Kept notes\n\nPeople wrote these notes under parts that this guide no longer has. Move or delete them.",
)


@frozen
class BlockState:
    """A block's state is what `guide --status` says of it."""

    id: str
    edited: bool
    """A person wrote in it, so it is kept as it is."""
    behind: bool
    """Whether it is edited, and answers have changed what levelbook has to say there since it was generated."""
    omitted: bool = False
    """People left it out, and an assembly keeps it away."""
    unfilled: tuple[str, ...] = ()
    """In a block whose words are the team's: lines of the skeleton that nobody has written over."""
    filled: bool = False
    """Whether it is a block whose words are the team's, and somebody has written in it."""


@frozen
class EditedBlock:
    """An edited block is one that a person edited, beside what levelbook has to say there now."""

    id: str
    mine: str
    """As it is in the file."""
    generated: str | None
    """None where the template no longer has the block: the next assembly moves it to the kept notes."""
    behind: bool
    line: int
    """Where its begin marker is in the file, from 1."""


@frozen
class KeptNote:
    """A kept note is text that lost its place in the guide and moved to the kept notes."""

    id: str
    title: str
    text: str


@frozen
class Assembled:
    """An assembled guide is the whole new file: `\\n` at line ends, no byte-order mark, one line end at the end."""

    text: str
    blocks: tuple[BlockState, ...]
    """In the order of the new file."""
    kept: tuple[KeptNote, ...]
    """What moved to the kept notes this time."""
    added: tuple[str, ...] = ()
    """Ids of the blocks that the existing guide did not have; empty where there was none."""
    kept_title: str = ""
    """The title in the front matter where it stays as a person's; else empty."""


def assemble(
    existing: str | None,
    blocks: Sequence[Block],
    front_matter: Mapping[str, str | None],
    *,
    renamed: Mapping[str, str] = {},
    titles: Mapping[str, str] = {},
    kept_notes: Block | None = None,
    settled: Collection[str] = (),
    markers: MarkerStyle | None = None,
    earlier_titles: Callable[[], Collection[str]] = tuple,
) -> Assembled:
    """Make the new guide: the generated blocks, and all that people wrote in the existing one.

    front_matter: levelbook's own keys in their order; one that is None is taken out of the file.
    renamed: id in the file -> id in `blocks`. Counts only while the file has the old one alone and `blocks` the new one
    alone, so that a map given again at the next assembly does nothing.
    titles: id in the file -> the words, safe in Markdown, by which kept notes say where they were.
    kept_notes: the block that introduces kept notes, written last and only above something kept.
    settled: ids of edited blocks that people settled with what levelbook says there now; they are not behind.
    markers: how markers are written; None leaves them as they are.
    earlier_titles: gives the titles that levelbook wrote before the settings changed; asked only where a title in the
    front matter is not known otherwise.

    Raises DamagedGuide, and ValueError where the generated blocks could not be told from people's text later.
    """
    _refuse_unreadable(blocks, kept_notes)
    parsed = parse(existing or "")
    new_ids = _new_ids(parsed.blocks, blocks, renamed)

    kept_here = next((found for found in parsed.blocks if found.id == KEPT_NOTES and not found.omitted), None)
    found_by_new_id: dict[str, FoundBlock] = {}
    gone: list[FoundBlock] = []
    above = ""
    for found in parsed.blocks:
        if found.id in new_ids:
            above = new_ids[found.id]
            found_by_new_id[above] = found
        elif above and found.id in COMING_AND_GOING and found.generated and not found.omitted:
            notes = "\n\n".join(filter(None, (found_by_new_id[above].notes, found.notes)))
            found_by_new_id[above] = replace(found_by_new_id[above], notes=notes)
        elif found is not kept_here and not found.omitted:
            gone.append(found)
    kept = [
        KeptNote(found.id, " ".join(titles.get(found.id, found.id).split()), words)
        for found in gone
        if (words := _words_of_people(found))
    ]

    written = _with_omitted_elsewhere(
        [_next_version(block, found_by_new_id.get(block.id), settled) for block in blocks], parsed.blocks, new_ids
    )
    if kept or (kept_here and _words_of_people(kept_here)):
        introduction = _next_version(kept_notes or _KEPT_NOTES_BLOCK, kept_here)
        entries = [f"_Kept from “{note.title}”:_\n\n{note.text}" for note in kept]
        # Another branch may have moved the same words here already.
        new = [entry for entry in entries if f"\n\n{entry}\n\n" not in f"\n\n{introduction.notes}\n\n"]
        written.append(replace(introduction, notes="\n\n".join(filter(None, (introduction.notes, *new)))))

    own_keys = _without_a_persons_title(front_matter, parsed, blocks, earlier_titles)
    has_front_matter = parsed.front_matter is not None or any(value is not None for value in front_matter.values())
    assembled = Parsed(
        front.update(parsed.front_matter or (), own_keys) if has_front_matter else None,
        parsed.preface,
        tuple(written),
        markers or parsed.markers,
    )
    added = tuple(block.id for block in blocks if block.id not in found_by_new_id) if parsed.blocks else ()
    kept_title = "" if own_keys is front_matter else parsed.values["title"]
    return Assembled(assembled.text, _states(assembled, blocks, {}, kept_notes), tuple(kept), added, kept_title)


def status(
    existing: str, blocks: Sequence[Block], *, renamed: Mapping[str, str] = {}, kept_notes: Block | None = None
) -> tuple[BlockState, ...]:
    """Tell of each block in the file, in its order, whether it is edited and behind. Raises DamagedGuide.

    An edited block that the template no longer has is behind: the next assembly moves it to the kept notes.
    """
    return _states(parse(existing), blocks, renamed, kept_notes)


def edited(
    existing: str, blocks: Sequence[Block], *, renamed: Mapping[str, str] = {}, kept_notes: Block | None = None
) -> tuple[EditedBlock, ...]:
    """Return the blocks that people edited, in the order of the file, each with both texts. Raises DamagedGuide."""
    parsed = parse(existing)
    new = _new_blocks(parsed, blocks, renamed, kept_notes)
    states = _states(parsed, blocks, renamed, kept_notes)
    return tuple(
        EditedBlock(
            found.id,
            trimmed(found.text.split("\n")),
            trimmed(lines_of(new[found.id].text)) if found.id in new else None,
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
    """Keep the block's text with the new digest in its marker, so that it is no longer behind; return the guide.

    `block_id` is the id in the file. Raises DamagedGuide, and UnknownId where file or template doesn't have it.
    """
    parsed, index, new = _to_resolve(existing, block_id, blocks, renamed, kept_notes)
    found = parsed.blocks[index]
    return _with_block(parsed, index, replace(found, digest=lasting_digest(new.text, found.text))).text


def take_generated(
    existing: str,
    block_id: str,
    blocks: Sequence[Block],
    *,
    renamed: Mapping[str, str] = {},
    kept_notes: Block | None = None,
) -> str:
    """Replace the block's text by the generated one, and return the guide: the one act that drops a person's words.

    Notes stay. Kept notes under which nothing is left go, as the next assembly would have them go. `block_id` is the id
    in the file. Raises DamagedGuide, and UnknownId.
    """
    parsed, index, new = _to_resolve(existing, block_id, blocks, renamed, kept_notes)
    found = parsed.blocks[index]
    if found.id == KEPT_NOTES and not found.notes:
        return replace(parsed, blocks=(*parsed.blocks[:index], *parsed.blocks[index + 1 :])).text
    return _with_block(parsed, index, replace(_fresh(new), id=found.id, notes=found.notes)).text


def take_layout(
    existing: str,
    blocks: Sequence[Block],
    once: Mapping[str, Sequence[str]],
    *,
    renamed: Mapping[str, str] = {},
    kept_notes: Block | None = None,
) -> tuple[str, tuple[str, ...]]:
    """Write each block that differs in layout only as it is generated; return the guide, and the ids of those blocks.

    once: id in the file -> texts that levelbook is known to have generated for it. A block that says what one of them
    says holds nobody's words, whatever its digest. Notes stay. Raises DamagedGuide.
    """
    parsed = parse(existing)
    new = _new_blocks(parsed, blocks, renamed, kept_notes)
    taken: list[str] = []
    settled: list[FoundBlock] = []
    for found in parsed.blocks:
        block = new.get(found.id)
        if block is None or found.omitted or not _differs_in_layout_only(found, block, once.get(found.id, ())):
            settled.append(found)
            continue
        taken.append(found.id)
        settled.append(replace(_fresh(block), id=found.id, notes=found.notes))
    return (replace(parsed, blocks=tuple(settled)).text if taken else existing), tuple(taken)


def _differs_in_layout_only(found: FoundBlock, block: Block, once: Sequence[str]) -> bool:
    if without_trailing_blanks(found.text) == without_trailing_blanks(block.text):
        return False
    said = digest(found.text)
    return said == digest(block.text) or (not found.generated and any(said == digest(text) for text in once))


def bring_back(existing: str, block_id: str, blocks: Sequence[Block], *, renamed: Mapping[str, str] = {}) -> str:
    """Put a block that people left out back into its place, and return the guide.

    One that this guide does not have now only loses its marker. `block_id` is the id in the file. Raises DamagedGuide,
    and UsedWrongly where it was not left out.
    """
    parsed = parse(existing)
    new = _new_blocks(parsed, blocks, renamed, None)
    left_out = [found.id for found in parsed.blocks if found.omitted]
    if block_id not in left_out:
        hint = f"Left out are: {', '.join(left_out)}." if left_out else "Nothing is left out."
        meant = nearest(block_id, left_out)
        raise UsedWrongly(
            f"The guide does not leave out “{block_id}”.", remedy=f"Did you mean “{meant}”?" if meant else hint
        )
    index = next(index for index, found in enumerate(parsed.blocks) if found.id == block_id)
    if block_id in new:
        back = replace(_fresh(new[block_id]), id=block_id, notes=parsed.blocks[index].notes)
        return _with_block(parsed, index, back).text
    notes = parsed.blocks[index].notes
    others = [*parsed.blocks[:index], *parsed.blocks[index + 1 :]]
    if index:
        before = others[index - 1]
        others[index - 1] = replace(before, notes="\n\n".join(filter(None, (before.notes, notes))))
        return replace(parsed, blocks=tuple(others)).text
    preface = "\n\n".join(filter(None, (parsed.preface, notes)))
    return replace(parsed, preface=preface, blocks=tuple(others)).text


def unmasked(existing: str, blocks: Sequence[Block]) -> tuple[str, ...]:
    """Name the generated blocks in which a formatter decoded characters that levelbook masks, so that they act again.

    Raises DamagedGuide.
    """
    new = {block.id: without_trailing_blanks(block.text) for block in blocks}
    return tuple(
        found.id
        for found in parse(existing).blocks
        if found.id in new
        and found.generated
        and count_masks(found.text) < count_masks(new[found.id])
        and _is_layout(found, new)
    )


def _is_layout(found: FoundBlock, new: Mapping[str, str]) -> bool:
    return digest(found.text) == digest(new[found.id])


# Deciding


def _new_ids(found: Iterable[FoundBlock], blocks: Iterable[Block], renamed: Mapping[str, str]) -> dict[str, str]:
    """Map each id in the file to the id in the template, for all blocks that stay."""
    wanted = {block.id for block in blocks}
    new_ids = {block.id: block.id for block in found if block.id in wanted}
    taken = set(new_ids)
    for block in found:
        new_id = renamed.get(block.id, block.id)
        if block.id not in wanted and new_id in wanted and new_id not in taken:
            new_ids[block.id] = new_id
            taken.add(new_id)
    return new_ids


def _with_omitted_elsewhere(
    written: Sequence[FoundBlock], before: Sequence[FoundBlock], new_ids: Mapping[str, str]
) -> list[FoundBlock]:
    """Keep what people left out and this guide would not have now, each behind the block that it stood behind.

    A practice that is out of scope may come back, and then it still stays away.
    """
    result = list(written)
    there = {block.id for block in written}
    behind = ""
    for found in before:
        if found.omitted and found.id not in new_ids:
            place = next((index for index, block in enumerate(result) if block.id == behind), -1)
            result.insert(place + 1 if behind else 0, found)
            there.add(found.id)
        if new_ids.get(found.id, found.id) in there:
            behind = new_ids.get(found.id, found.id)
    return result


def _without_a_persons_title(
    own: Mapping[str, str | None],
    parsed: Parsed,
    blocks: Sequence[Block],
    earlier_titles: Callable[[], Collection[str]],
) -> Mapping[str, str | None]:
    """Leave out the title that a person gave the guide, which stays as it is.

    The title that levelbook set last is the heading of the first block too, unless people renamed that; then it is one
    of the earlier titles. Without a heading nobody can tell, and a title stays where the guide is to have none.
    """
    title = parsed.values.get("title")
    heading = next((heading_of(trimmed(lines_of(block.text))) for block in parsed.blocks if block.id == "about"), "")
    is_to_have_none = any(not heading_of(block.text) for block in blocks if block.id == "about")
    if not title or title in (own.get("title"), heading) or not (heading or is_to_have_none):
        return own
    if heading and title in earlier_titles():
        return own
    return {key: value for key, value in own.items() if key != "title"}


def _next_version(block: Block, found: FoundBlock | None, settled: Collection[str] = ()) -> FoundBlock:
    if found is None:
        return _fresh(block)
    if found.omitted or is_edited(found, block):
        is_settled = block.id in settled
        kept_digest = settled_digest(block.text, found.text, found.digest) if is_settled else found.digest
        return replace(found, id=block.id, digest=kept_digest)
    if says_the_same(without_trailing_blanks(found.text), without_trailing_blanks(block.text)):
        # As a formatter left it: written anew, it would be laid out once more at the next commit, and so on.
        return replace(found, id=block.id, digest=digest(block.text))
    return replace(_fresh(block), notes=found.notes)


def is_edited(found: FoundBlock, block: Block) -> bool:
    """Tell whether people changed a block, which is neither what was generated once nor what is generated now."""
    if without_trailing_blanks(found.text) == without_trailing_blanks(block.text) or found.generated:
        return False
    return digest(found.text) != digest(block.text)


def _fresh(block: Block) -> FoundBlock:
    return FoundBlock(block.id, digest(block.text), between_markers(trimmed(lines_of(block.text))))


def _words_of_people(found: FoundBlock) -> str:
    """Return all text that cannot be proved to be generated."""
    text = "" if found.generated else trimmed(found.text.split("\n"))
    return "\n\n".join(filter(None, (text, found.notes)))


def _states(
    parsed: Parsed, blocks: Sequence[Block], renamed: Mapping[str, str], kept_notes: Block | None
) -> tuple[BlockState, ...]:
    new = _new_blocks(parsed, blocks, renamed, kept_notes)

    def state(found: FoundBlock) -> BlockState:
        block = new.get(found.id)
        if found.omitted:
            return BlockState(found.id, edited=False, behind=False, omitted=True)
        if block is None:
            return BlockState(found.id, edited=not found.generated, behind=not found.generated)
        if found.id in TEAMS_OWN:  # what people made of it is what it is for, and never behind
            unfilled, filled = unfilled_lines(found, block.text), not found.is_unwritten and is_edited(found, block)
            return BlockState(found.id, edited=False, behind=False, unfilled=unfilled, filled=filled)
        edited = is_edited(found, block)
        return BlockState(found.id, edited, behind=edited and _is_behind(found, block, near))

    near = _as_of(parsed)
    return tuple(state(found) for found in parsed.blocks)


def _as_of(parsed: Parsed) -> date | None:
    try:
        return date.fromisoformat(parsed.values.get("as_of", ""))
    except ValueError:
        return None


def _is_behind(found: FoundBlock, block: Block, near: date | None) -> bool:
    """Tell whether levelbook now says something else than a marker's digest says, because an answer changed.

    near: the day of the guide in which it is found, where it has one.
    """
    if found.id in ONLY_DATES or has_digest(block.text, found.digest):
        return False
    return not is_only_incidental(found.text, block.text, found.digest, near)


def unfilled_lines(found: FoundBlock, skeleton: str) -> tuple[str, ...]:
    """Return the skeleton's lines, its heading aside, that still stand as levelbook wrote them."""
    asked = [line.strip() for line in lines_of(skeleton) if line.strip() and not line.startswith("#")]
    if found.is_unwritten:
        return tuple(asked)
    if found.notes:
        return ()
    there = {line.strip() for line in lines_of(found.text)}
    if not there.issuperset(asked):  # people wrote over some, or a formatter has wrapped them
        said = set(passages(found.text))
        there |= {line for line in asked if passages(line) and said.issuperset(passages(line))}
    return tuple(line for line in asked if line in there)


def _new_blocks(
    parsed: Parsed, blocks: Sequence[Block], renamed: Mapping[str, str], kept_notes: Block | None
) -> dict[str, Block]:
    """Map each id in the file to what levelbook has to say there now."""
    by_id = {block.id: block for block in (*blocks, kept_notes or _KEPT_NOTES_BLOCK)}
    return {old: by_id[new] for old, new in _new_ids(parsed.blocks, by_id.values(), renamed).items()}


def _to_resolve(
    existing: str, block_id: str, blocks: Sequence[Block], renamed: Mapping[str, str], kept_notes: Block | None
) -> tuple[Parsed, int, Block]:
    _refuse_unreadable(blocks, kept_notes)
    parsed = parse(existing)
    new = _new_blocks(parsed, blocks, renamed, kept_notes)
    for index, found in enumerate(parsed.blocks):
        if found.id == block_id and block_id in new:
            return parsed, index, new[block_id]
    hint = "It has to be in the guide and in levelbook's present text."
    raise UnknownId("block", block_id, nearest(block_id, new), hint=hint)


def _refuse_unreadable(blocks: Sequence[Block], kept_notes: Block | None) -> None:
    """Raise ValueError for blocks that could not be found again in the file."""
    if kept_notes and kept_notes.id != KEPT_NOTES:
        raise ValueError(f"the block that introduces kept notes is “{KEPT_NOTES}”, not “{kept_notes.id}”")
    seen = {KEPT_NOTES}
    for block in blocks:
        if not can_be_id(block.id):
            raise ValueError(f"“{block.id}” cannot be the id of a block")
        if block.id in seen:
            raise ValueError(f"“{block.id}” is the id of two blocks")
        seen.add(block.id)
    for block in (*blocks, *([kept_notes] if kept_notes else [])):
        if holds_marker(block.text):
            raise ValueError(f"the generated text of “{block.id}” contains a marker")


def _with_block(parsed: Parsed, index: int, block: FoundBlock) -> Parsed:
    return replace(parsed, blocks=(*parsed.blocks[:index], block, *parsed.blocks[index + 1 :]))

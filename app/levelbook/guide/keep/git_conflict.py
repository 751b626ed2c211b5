"""This module merges a guide that git could not: what people wrote on either branch goes into one guide.

What conflicts between two branches that both assembled is nearly always generated, and comes anew at the next assembly;
what people wrote must not drown in it. Both sides are read as guides of their own, and each block keeps whichever text
a person wrote. Text that only one side has changed since both branches parted is as that side has it. Where people
wrote on both sides, both stay: in the block where they changed different lines of it, else the other branch's under the
block, without the lines that levelbook generated.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from levelbook.core.text.conflict_marks import conflict_marks
from levelbook.core.text.merged_lines import merged_lines
from levelbook.core.text.new_lines import is_mixture, unplaced_lines
from levelbook.guide.keep import front_matter_merge
from levelbook.guide.keep.blocks import DamagedGuide, FoundBlock, Parsed, parse
from levelbook.guide.keep.conflict_marks import marks_of_conflicts
from levelbook.guide.text.code_fences import paragraphs

_LIST_ITEM = re.compile(r"(?:[-*]|[0-9]+\.) ")


def merged(
    text: str,
    commits: tuple[str, str] | None = None,
    known: Callable[[], Mapping[str, Sequence[str]]] = dict,
    *,
    base: str | None = None,
    in_fences_too: bool = False,
) -> str | None:
    """Return the guide with the words of both sides of every conflict in `text`.

    commits: the guide as each of the two commits has it, where git still knows. Better than what can be told from
    `text`, where git may have put lines of both into one generated block, which then looks like somebody's. They count
    unless somebody has begun to resolve the conflicts by hand, so that `text` has lines that neither of them has there;
    then they still count for each block that is in conflict and has no such line.

    known: gives the texts that levelbook generated for each block id; asked where people wrote on both sides of one.

    base: the guide that both came from, where git still knows.

    in_fences_too: whether git's markers in a code fence are a conflict's, which only git knows.

    None where there is no conflict, or where a side by itself is no sound guide: then only a person can tell.
    """
    lines = _lines(text)
    sides = _sides(lines, conflict_marks(lines, range(len(lines))) if in_fences_too else marks_of_conflicts(lines))
    if sides is None:
        return None
    guides = _guides_of(sides, commits)
    return _merged(*guides, _sound(base), known) if guides else None


def _guides_of(
    sides: tuple[Sequence[str], Sequence[str]], commits: tuple[str, str] | None
) -> tuple[Parsed, Parsed] | None:
    """Read both sides: as the commits have them, but for what somebody has resolved by hand; None where one is unsound.

    git may put the marker of one block into another one, so that what it made of a side is no guide. Somebody may then
    have moved lines, but where every line is in a commit, none was typed.
    """
    mine, theirs = (_sound("\n".join(side)) for side in sides)
    if commits is not None:
        whole = tuple(map(_lines, commits))
        our_commit, their_commit = held = tuple(map(_sound, commits))
        is_sound = mine is not None and theirs is not None
        begun_by_hand = _has_lines_by_hand if is_sound else _has_unknown_lines
        if not any(begun_by_hand(side, whole) for side in sides):
            mine, theirs = our_commit, their_commit
        elif mine is not None and theirs is not None:
            mine, theirs = _with_blocks_of(our_commit, mine, held), _with_blocks_of(their_commit, theirs, held)
    return None if mine is None or theirs is None else (mine, theirs)


def _has_lines_by_hand(side: Sequence[str], whole: Sequence[Sequence[str]]) -> bool:
    """Tell whether a side has a line that neither commit has, or none has in that place."""
    return _has_unknown_lines(side, whole) or next(unplaced_lines(side, whole), None) is not None


def _has_unknown_lines(side: Sequence[str], whole: Sequence[Sequence[str]]) -> bool:
    return not {*side} <= {line for one in whole for line in one}


def _with_blocks_of(commit: Parsed | None, guide: Parsed, commits: Sequence[Parsed | None]) -> Parsed:
    """Take each block that neither commit has, and in which nobody has typed a line, as the commit of that side has it.

    Then it is git that made it of both.
    """
    there = {block.id: block for block in commit.blocks} if commit else {}

    def taken(block: FoundBlock) -> FoundBlock:
        own = there.get(block.id)
        versions = [one for parsed in commits if parsed for one in parsed.blocks if one.id == block.id]
        if own is None or (block.digest, block.text) in [(one.digest, one.text) for one in versions]:
            return block
        texts = [one.text.split("\n") for one in versions]
        lines = block.text.split("\n")
        if _has_lines_by_hand(lines, texts) and not (len(texts) == 2 and is_mixture(lines, texts[0], texts[1])):
            return block
        return replace(own, notes=block.notes)

    return replace(guide, blocks=tuple(map(taken, guide.blocks)))


def _sound(guide: str | None) -> Parsed | None:
    try:
        return None if guide is None else parse("\n".join(_lines(guide)))
    except DamagedGuide:
        return None


def first_line(text: str) -> int:
    """Return the number of the line, from 1, in which git's first conflict begins; 0 where there is none."""
    return next(_first_lines(text), 0)


def count(text: str) -> int:
    """Count the conflicts that git left."""
    return sum(1 for _ in _first_lines(text))


def _first_lines(text: str) -> Iterator[int]:
    return (index + 1 for index, sign in marks_of_conflicts(_lines(text)).items() if sign == "<")


def _lines(text: str) -> list[str]:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _merged(mine: Parsed, theirs: Parsed, base: Parsed | None, known: Callable[[], Mapping[str, Sequence[str]]]) -> str:
    if base:
        mine, theirs = (
            _without_what_the_other_changed(mine, theirs, base),
            _without_what_the_other_changed(theirs, mine, base),
        )
    others = {block.id: block for block in theirs.blocks}
    before = {block.id: block for block in base.blocks} if base else {}
    generated = known() if any(_both_wrote(block, others.get(block.id)) for block in mine.blocks) else {}
    blocks = [
        _block(block, others.pop(block.id, None), before.get(block.id), generated.get(block.id, ()))
        for block in mine.blocks
    ]
    whole = Parsed(
        front_matter_merge.merged(mine.front_matter, theirs.front_matter, base.front_matter if base else None),
        _notes(mine.preface, theirs.preface, base.preface if base else None),
        (*blocks, *others.values()),
        mine.markers,
    )
    return (_without_second_places(whole, mine, theirs, base) if base else whole).text


def _without_second_places(merged_guide: Parsed, mine: Parsed, theirs: Parsed, base: Parsed) -> Parsed:
    """Take out what nobody has changed, and what stands twice since it is below another block on either side.

    An assembly on one branch may have put a new block above such a text. It stays where our side has it.
    """
    here, there, before, now = (_between_blocks(one) for one in (mine, theirs, base, merged_guide))
    too_many = {text: now[text] - count for text, count in before.items() if here[text] == there[text] == count}
    ours = {block.id: set(map(_whatever_its_layout, paragraphs(block.notes))) for block in mine.blocks}

    def is_kept(said: str, block_id: str) -> bool:
        if too_many.get(said, 0) <= 0 or said in ours.get(block_id, ()):
            return True
        too_many[said] -= 1
        return False

    def kept(block: FoundBlock) -> FoundBlock:
        return replace(block, notes=_with_paragraphs(block.notes, lambda said: is_kept(said, block.id)))

    return replace(merged_guide, blocks=tuple(map(kept, merged_guide.blocks)))


def _with_paragraphs(text: str, is_kept: Callable[[str], bool]) -> str:
    """Leave out the other paragraphs, which are told apart by what they say; a text that keeps all stays as it is."""
    all_of_them = paragraphs(text)
    left = [paragraph for paragraph in all_of_them if is_kept(_whatever_its_layout(paragraph))]
    return text if len(left) == len(all_of_them) else "\n\n".join(left)


def _whatever_its_layout(paragraph: str) -> str:
    """Return what a paragraph says: a formatter on one branch may have folded its lines. In code every blank counts."""
    return paragraph if "```" in paragraph or "~~~" in paragraph else " ".join(paragraph.split())


def _without_what_the_other_changed(guide: Parsed, other: Parsed, base: Parsed) -> Parsed:
    """Leave out the paragraphs between blocks that are as in `base`, where the other side has changed or removed them.

    They are sought between all blocks: an assembly puts a new block above a text, which then stands below another one
    than in `base`. One of which this side has more copies than `base` was written here anew, and stays.
    """
    here, before, there = (_between_blocks(one) for one in (guide, base, other))
    gone = {paragraph for paragraph, count in before.items() if paragraph not in there and here[paragraph] <= count}

    def kept(text: str) -> str:
        return _with_paragraphs(text, lambda said: said not in gone)

    blocks = tuple(replace(block, notes=kept(block.notes)) for block in guide.blocks)
    return replace(guide, preface=kept(guide.preface), blocks=blocks)


def _between_blocks(guide: Parsed) -> Counter[str]:
    """Count each paragraph that people wrote between the blocks of a guide."""
    texts = (guide.preface, *(block.notes for block in guide.blocks))
    return Counter(said for text in texts for said in map(_whatever_its_layout, paragraphs(text)))


def _sides(lines: Sequence[str], marks: Mapping[int, str]) -> tuple[list[str], list[str]] | None:
    """Return the file as each branch has it; None where it holds no conflict, or a torn one.

    marks: git's marks, by their lines from 0.
    """
    mine: list[str] = []
    theirs: list[str] = []
    place, conflicts = "", 0
    """`place` is the mark that was met last: in which part of a conflict we are, empty outside."""
    for index, line in enumerate(lines):
        mark = marks.get(index, "")
        if mark == "<":
            if place:
                return None
            place, conflicts = mark, conflicts + 1
        elif (mark == "|" and place == "<") or (mark == "=" and place in ("<", "|")):
            place = mark
        elif mark == ">":
            if place != "=":
                return None
            place = ""
        else:
            if place in ("", "<"):
                mine.append(line)
            if place in ("", "="):
                theirs.append(line)
    return (mine, theirs) if conflicts and not place else None


def _both_wrote(mine: FoundBlock, theirs: FoundBlock | None) -> bool:
    if theirs is None or mine.generated or theirs.generated:
        return False
    return mine.text.strip() != theirs.text.strip()


def _block(mine: FoundBlock, theirs: FoundBlock | None, base: FoundBlock | None, known: Sequence[str]) -> FoundBlock:
    if theirs is None:
        return mine
    notes = _notes(mine.notes, theirs.notes, base.notes if base else None)
    if base and _says_the_same(theirs, base):
        return replace(mine, notes=notes)
    if base and _says_the_same(mine, base):
        return replace(theirs, notes=notes)
    if theirs.omitted and mine.generated:  # to leave a block out is somebody's decision
        return replace(theirs, notes=notes)
    if mine.generated and not theirs.generated:
        return replace(theirs, notes=notes)
    if _both_wrote(mine, theirs):
        if base and (lines := merged_lines(*(one.text.split("\n") for one in (base, mine, theirs)))) is not None:
            marked = theirs.digest if mine.digest == base.digest else mine.digest
            return replace(mine, digest=marked, text="\n".join(lines), notes=notes)
        there = {line.strip() for text in (mine.text, *known) for line in text.split("\n")}
        return replace(mine, notes=_notes(notes, _beyond(theirs.text.strip("\n"), there), None))
    return replace(mine, notes=notes)


def _says_the_same(one: FoundBlock, other: FoundBlock) -> bool:
    return (one.text.strip(), one.omitted) == (other.text.strip(), other.omitted)


def _beyond(text: str, there: set[str]) -> str:
    """Return the paragraphs, and of a list the items, in which a line is that does not stand elsewhere.

    A piece of code is whole.
    """
    found: list[str] = []
    for paragraph in paragraphs(text):
        lines = paragraph.strip("\n").split("\n")
        new = [line for line in lines if line.strip() and line.strip() not in there]
        if new:
            found.append("\n".join(new if all(map(_LIST_ITEM.match, lines)) else lines))
    return "\n\n".join(found)


def _notes(mine: str, theirs: str, base: str | None) -> str:
    """Join both texts, with what is in both only once; the one that was changed, where the other is as in `base`."""
    if base in (mine, theirs):
        return mine if theirs == base else theirs
    if _has_paragraphs(theirs, mine):
        return mine
    if _has_paragraphs(mine, theirs):
        return theirs
    there = set(map(_whatever_its_layout, paragraphs(mine)))
    return "\n\n".join(filter(None, (mine, _with_paragraphs(theirs, lambda said: said not in there))))


def _has_paragraphs(words: str, text: str) -> bool:
    """Tell whether a text has these words as whole paragraphs: “Use it.” is not what “Never use it.” says."""
    return not words or f"\n\n{words}\n\n" in f"\n\n{text}\n\n"

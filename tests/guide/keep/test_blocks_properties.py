"""What people write in a guide survives its next assembly: by property.

People edit the lines of a file at random; between their edits answers and scope change at random, which to a guide
means that blocks change their text, appear, vanish, get another id and another order. A *human line* is a line with the
word `human` and a number of its own, so it is in no generated text. It is lost when the next file has it less often.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from levelbook.guide.keep.blocks import Block, DamagedGuide, between_markers, digest, parse
from levelbook.guide.keep.merge import assemble, status, take_generated, take_mine
from levelbook.guide.keep.normal_form import normal_form
from levelbook.guide.keep.repairing import repair
from support.examples import examples

IDS = ("about", "rules", "section/a", "practice/a.x", "practice/a.y", "section/b", "practice/b.x", "practice/b.y-z")
KEPT = Block("kept-notes", "## Kept notes\n\nWritten by people.")

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
many = settings(examples(300), suppress_health_check=SLOW)
some = settings(examples(100), suppress_health_check=SLOW)


# What levelbook generates


@dataclass(frozen=True)
class Generated:
    """What one state of answers and scope makes of a guide."""

    blocks: tuple[Block, ...]
    front_matter: Mapping[str, str | None]
    renamed: Mapping[str, str] = field(default_factory=dict)

    @property
    def texts(self) -> dict[str, str]:
        return {block.id: block.text for block in (*self.blocks, KEPT)}

    def assemble(self, existing: str | None) -> str:
        return assemble(existing, self.blocks, self.front_matter, renamed=self.renamed, kept_notes=KEPT).text


def block_text(block_id: str, version: int) -> str:
    """Three versions, of different length, one of them nothing; alike at the ends, as real ones are."""
    lines = [f"### {block_id}", "", *(f"{block_id} says {version}-{n}" for n in range(version)), "", "Evidence: none."]
    return "\n".join(lines) if version else ""


@st.composite
def generated(draw: st.DrawFn, renames: bool = False) -> Generated:
    ids = draw(st.permutations(IDS))[: draw(st.sampled_from([4, 8, 7, 6, 5, 3, 2, 1, 0]))]
    versions = draw(st.lists(st.sampled_from([0, 1, 1, 2, 2, 3]), min_size=len(ids), max_size=len(ids)))
    return Generated(
        tuple(Block(block_id, block_text(block_id, version)) for block_id, version in zip(ids, versions, strict=True)),
        {
            "title": "about",  # as its heading has it
            "edition": draw(st.sampled_from([None, "2026-08-22"])),
            "as_of": draw(st.sampled_from(["2026-11-22", "2027-02-22"])),
        },
        draw(st.dictionaries(st.sampled_from(IDS), st.sampled_from(IDS), max_size=3)) if renames else {},
    )


# What people do


class People:
    """Edits files, and never writes the same line twice."""

    def __init__(self, data: st.DataObject, *, careful: bool = False) -> None:
        self.draw = data.draw
        self.careful = careful
        """Careful people never touch a marker."""
        self.written = 0

    def line(self) -> str:
        self.written += 1
        before, behind = self.draw(st.sampled_from(_AROUND))
        return f"{before}human {self.written}{behind}"

    def edit(self, text: str) -> str:
        for _ in range(self.draw(st.integers(0, 6))):
            lines = text.split("\n")
            act = self.draw(st.sampled_from(_CAREFUL_ACTS if self.careful else _ACTS))
            act(self, lines)
            text = "\n".join(lines)
        return self.saved_by_some_editor(text)

    def saved_by_some_editor(self, text: str) -> str:
        if self.draw(st.booleans()):
            text = text.rstrip("\n")
        text = text.replace("\n", self.draw(st.sampled_from(["\n", "\n", "\r\n", "\r"])))
        return self.draw(st.sampled_from(["", "", "\ufeff"])) + text

    def place(self, lines: list[str]) -> int:
        return self.draw(st.integers(0, len(lines) - 1))

    def marker(self, lines: list[str]) -> int:
        return self.draw(st.sampled_from([n for n, line in enumerate(lines) if line.startswith("<!--")] or [0]))

    def insert(self, lines: list[str]) -> None:
        place = self.place(lines)
        lines[place:place] = [self.line() for _ in range(self.draw(st.integers(1, 3)))]

    def insert_what_could_confuse(self, lines: list[str]) -> None:
        lines.insert(self.place(lines), self.draw(st.sampled_from(_CONFUSING)))

    def replace(self, lines: list[str]) -> None:
        place = self.place(lines)
        if not (self.careful and lines[place].startswith("<!--")):
            lines[place] = self.line()

    def delete(self, lines: list[str]) -> None:
        start = self.place(lines)
        end = start + 1 if self.careful else self.draw(st.integers(start + 1, min(len(lines), start + 12)))
        if not (self.careful and lines[start].startswith("<!--")):
            del lines[start:end]

    def move(self, lines: list[str]) -> None:
        start = self.place(lines)
        taken = lines[start : self.draw(st.integers(start + 1, min(len(lines), start + 12)))]
        del lines[start : start + len(taken)]
        place = self.draw(st.integers(0, len(lines)))
        lines[place:place] = taken

    def delete_marker(self, lines: list[str]) -> None:
        del lines[self.marker(lines)]

    def duplicate_marker(self, lines: list[str]) -> None:
        lines.insert(self.place(lines), lines[self.marker(lines)])

    def write_in_marker(self, lines: list[str]) -> None:
        """Not beside git's own: whatever stands there is the name of a branch."""
        if lines[marker := self.marker(lines)].startswith("<!--"):
            lines[marker] += self.line()

    def empty_block(self, lines: list[str]) -> None:
        start = self.marker(lines)
        end = next((n for n in range(start + 1, len(lines)) if lines[n].startswith("<!--")), start + 1)
        del lines[start + 1 : end]

    def remove_block(self, lines: list[str]) -> None:
        start = self.marker(lines)
        del lines[start : next((n for n in range(start, len(lines)) if "levelbook:end" in lines[n]), start) + 1]

    def leave_a_conflict(self, lines: list[str]) -> None:
        edges = sorted(self.draw(st.lists(st.integers(0, len(lines)), min_size=3, max_size=3)))
        for place, line in zip(reversed(edges), (">>>>>>> theirs", "=======", "<<<<<<< HEAD"), strict=True):
            lines.insert(place, line)


_AROUND = [
    *(("", ""), ("", ""), ("  ", "  "), ("\t", "\x0c"), ("# ", " #"), ("- ", "\u2028x"), ("> ", "\x85")),
    *(("\x0c", ": y"), ("x: ", ""), ("    ", ": z")),
]
_CONFUSING = [
    *("", " \t", "---", "...", "# x", "=======", "team: ours", "title:", "tags:", "  - nested", "\x0c", "\u2028"),
    *(" <!-- levelbook:end about -->", "See <!-- levelbook:"),
]
_CAREFUL_ACTS: list[Callable[[People, list[str]], None]] = [
    People.insert,
    People.insert,
    People.replace,
    People.delete,
    People.insert_what_could_confuse,
]
_ACTS = [
    *_CAREFUL_ACTS,
    *_CAREFUL_ACTS,
    People.move,
    People.move,
    People.delete_marker,
    People.duplicate_marker,
    People.write_in_marker,
    People.empty_block,
    People.remove_block,
    People.leave_a_conflict,
]


# A second, simpler opinion on what a file holds


def lines_of(text: str) -> list[str]:
    return re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))


def human_lines(text: str) -> Counter[str]:
    """Without the `# ` that saves what stands below one of levelbook's own keys in the front matter."""
    return Counter(line.removeprefix("# ") for line in lines_of(text) if "human" in line)


def human_words(text: str) -> set[str]:
    """The human lines without the markers that they are joined with; one that stands twice may go with its block."""
    return {
        re.sub(r"<!-- levelbook:\S+ \S+( \S+)? -->", "", line).strip(" \t")
        for line in lines_of(text)
        if "human" in line
    }


def is_damaged(text: str) -> bool:
    """Whether the file has one of the damages that the design lists."""
    seen: set[str] = set()
    inside = None
    for line in lines_of(text):
        if re.match(r"(<<<<<<<|>>>>>>>)( |$)", line):
            return True  # "no conflict marker is ever published"
        if not line.startswith("<!-- levelbook:"):
            continue
        kind, block_id = re.match(r"<!-- levelbook:(begin|end)?(?: (\S+))?", line).groups()  # type: ignore[union-attr]
        whole = re.fullmatch(r"<!-- levelbook:(begin \S+ [0-9]{10}|begin \S+ [0-9a-f]{8}|end \S+) -->", line)
        if not whole or (kind == "begin" and (inside or block_id in seen)) or (kind == "end" and block_id != inside):
            return True
        inside = block_id if kind == "begin" else None
        seen.add(block_id)
    return inside is not None


@dataclass(frozen=True)
class Piece:
    id: str
    digest: str
    text: str
    notes: str


def pieces(text: str) -> list[Piece]:
    """The blocks of a sound file; the first piece is all before them."""
    whole = "\n".join(lines_of(text))
    begin = re.compile(r"^<!-- levelbook:begin (\S+) (\S+) -->\n", re.MULTILINE)
    head, *parts = begin.split(whole)
    found = [Piece("", "", "", head)]
    for block_id, marker_digest, rest in zip(parts[0::3], parts[1::3], parts[2::3], strict=True):
        # At column 0: an indented marker is text of the block.
        inner, _, notes = f"\n{rest}".partition(f"\n<!-- levelbook:end {block_id} -->")
        found.append(Piece(block_id, marker_digest, inner.removeprefix("\n"), notes))
    return found


def without_trailing_blanks(text: str) -> str:
    return re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE).strip("\n")


def without_blank_edges(text: str) -> str:
    return re.sub(r"\A([ \t]*\n)+|(\n[ \t]*)+\Z", "", "\n" + text + "\n")


# What holds


def check_form(text: str, now: Generated) -> None:
    assert text.endswith("\n") and not text.endswith("\n\n") and "\r" not in text and not text.startswith("\ufeff")
    assert not is_damaged(text)
    ids = [piece.id for piece in pieces(text)[1:]]
    assert ids in ([block.id for block in now.blocks], [*(block.id for block in now.blocks), "kept-notes"])
    own = {key: value for key, value in now.front_matter.items() if value and key != "title"}
    assert parse(text).values.items() >= own.items()
    assert parse(text).values["title"], "levelbook's, or a person's"
    assert now.front_matter["edition"] or "edition" not in parse(text).values


def check_nothing_lost(before: str, after: str) -> None:
    assert human_lines(before) <= human_lines(after)


def check_blocks(before: str, after: str, now: Generated, history: Mapping[tuple[str, str], str]) -> None:
    """Untouched blocks are newly generated, in the layout they have; touched ones and notes stay where they stood."""
    new = {piece.id: piece for piece in pieces(after)}
    for old in pieces(before)[1:]:
        untouched = history.get((old.id, old.digest)) == normal_form(without_trailing_blanks(old.text))
        if old.id not in new:
            assert old.id == "kept-notes" or old.id not in now.texts
            continue
        piece = new[old.id]
        if normal_form(without_trailing_blanks(old.text)) == normal_form(without_trailing_blanks(now.texts[old.id])):
            assert piece.text == old.text, "laid out otherwise at most, and so left alone"
        elif untouched:
            assert piece.text == between_markers(now.texts[old.id])
        else:
            assert (piece.text, piece.digest) == (old.text, old.digest)
        if old.id == "kept-notes":
            assert piece.notes.strip("\n").startswith(without_blank_edges(old.notes).strip("\n"))
        else:
            assert without_blank_edges(piece.notes) == without_blank_edges(old.notes)
    for block in now.blocks:
        if block.id not in {old.id for old in pieces(before)} | set(now.renamed.values()):
            written = new[block.id]
            assert (written.text, without_blank_edges(written.notes)) == (between_markers(block.text), "")


def remember(history: dict[tuple[str, str], str], now: Generated) -> None:
    for block_id, text in now.texts.items():
        history[block_id, digest(text)] = normal_form(without_trailing_blanks(text))


@many
@given(st.data())
def test_over_many_rounds_of_edits_and_assemblies_no_human_line_is_lost(data: st.DataObject) -> None:
    """Refused is only damage that the design lists; untouched blocks are newly generated; twice changes nothing."""
    people = People(data)
    history: dict[tuple[str, str], str] = {}
    now = data.draw(generated())
    remember(history, now)
    text = now.assemble(data.draw(st.sampled_from([None, "", "human 0", "---\ntags: [a]\n---\n"])))
    for _ in range(data.draw(st.integers(1, 4))):
        edited = people.edit(text)
        now = data.draw(generated())
        remember(history, now)
        note(f"edited: {edited!r}\nnow: {now}")
        try:
            text = now.assemble(edited)
            assert not is_damaged(edited)
        except DamagedGuide as refused:
            assert is_damaged(edited)
            places = [line for line, _ in refused.damages]
            assert places == sorted(places) and 1 <= places[0] <= places[-1] <= len(lines_of(edited))
            repaired = repair(edited)
            assert human_words(edited) == human_words(repaired)
            edited, text = repaired, now.assemble(repaired)
        check_form(text, now)
        check_nothing_lost(edited, text)
        check_blocks(edited, text, now, history)
        assert now.assemble(text) == text
        assert status(text, now.blocks, kept_notes=KEPT) == assemble(text, now.blocks, {}, kept_notes=KEPT).blocks


@some
@given(st.data())
def test_people_who_leave_the_markers_alone_are_never_refused(data: st.DataObject) -> None:
    people = People(data, careful=True)
    text = data.draw(generated()).assemble(None)
    for _ in range(3):
        edited = people.edit(text)
        now = data.draw(generated())
        text = now.assemble(edited)
        check_nothing_lost(edited, text)


@some
@given(st.data())
def test_renames_lose_no_human_line_and_happen_once(data: st.DataObject) -> None:
    people = People(data, careful=True)
    text = data.draw(generated()).assemble(None)
    for _ in range(3):
        edited = people.edit(text)
        now = data.draw(generated(renames=True))
        text = now.assemble(edited)
        check_form(text, now)
        check_nothing_lost(edited, text)
        assert now.assemble(text) == text


@some
@given(st.data())
def test_a_block_that_only_changed_its_id_keeps_notes_and_edits(data: st.DataObject) -> None:
    now = data.draw(generated().filter(lambda now: now.blocks))
    text = now.assemble(People(data, careful=True).edit(now.assemble(None)))
    old = data.draw(st.sampled_from(now.blocks))
    new_blocks = tuple(replace(block, id="practice/new") if block is old else block for block in now.blocks)

    renamed = replace(now, blocks=new_blocks, renamed={old.id: "practice/new"}).assemble(text)

    assert renamed == re.sub(
        rf"^<!-- levelbook:(begin|end) {re.escape(old.id)} ",
        r"<!-- levelbook:\1 practice/new ",
        text,
        flags=re.MULTILINE,
    )


@some
@given(st.data())
def test_taking_mine_or_the_generated_text_settles_one_block_and_touches_no_other(data: st.DataObject) -> None:
    before, now = data.draw(generated().filter(lambda now: now.blocks)), data.draw(generated())
    now = replace(now, blocks=tuple({block.id: block for block in (*before.blocks, *now.blocks)}.values()))
    text = now.assemble(People(data, careful=True).edit(before.assemble(None)))
    block_id = data.draw(st.sampled_from([block.id for block in now.blocks]))
    old = {piece.id: piece for piece in pieces(text)}

    mine, theirs = (take(text, block_id, now.blocks, kept_notes=KEPT) for take in (take_mine, take_generated))

    for taken, expected in (
        (mine, replace(old[block_id], digest=digest(now.texts[block_id]))),
        (theirs, replace(old[block_id], digest=digest(now.texts[block_id]), text=between_markers(now.texts[block_id]))),
    ):
        assert pieces(taken) == [expected if piece.id == block_id else piece for piece in pieces(text)]
        assert not next(state for state in status(taken, now.blocks) if state.id == block_id).behind
        assert now.assemble(taken) == taken
    check_nothing_lost(text, mine)


def expected_states(text: str, now: Generated) -> list[tuple[str, bool, bool]]:
    """Of each block of an assembled file: a person wrote in it; levelbook would say something else by now."""
    states = []
    for piece in pieces(text)[1:]:
        wants = now.texts[piece.id]
        edited = digest(piece.text) != piece.digest and normal_form(without_trailing_blanks(piece.text)) != normal_form(
            without_trailing_blanks(wants)
        )
        states.append((piece.id, edited, edited and piece.digest != digest(wants)))
    return states


@some
@given(st.data())
def test_over_four_quarters_only_the_words_that_somebody_told_to_go_are_gone(data: st.DataObject) -> None:
    """Careless edits, damage, repairs, renames, retirements and returns; each quarter some edits are settled.

    `status` lists what is edited and behind, no more and no less, and a taken text is the one thing that ever goes.
    """
    people = People(data)
    text = ""
    for _ in range(4):
        now = data.draw(generated(renames=True))
        edited = people.edit(text)
        if is_damaged(edited):
            damaged = edited
            with pytest.raises(DamagedGuide):
                now.assemble(damaged)
            with pytest.raises(DamagedGuide):
                status(damaged, now.blocks, renamed=now.renamed)
            edited = repair(damaged)
            assert human_words(edited) == human_words(damaged)
        text = now.assemble(edited)
        check_form(text, now)
        check_nothing_lost(edited, text)

        for block_id, was_edited, _ in expected_states(text, now):
            states = [(one.id, one.edited, one.behind) for one in status(text, now.blocks, kept_notes=KEPT)]
            assert states == expected_states(text, now)
            which = data.draw(st.sampled_from(["leave", "leave", "mine", "generated"])) if was_edited else "leave"
            if which == "leave":
                continue
            mine = next(piece.text for piece in pieces(text) if piece.id == block_id)
            take = take_mine if which == "mine" else take_generated
            settled = take(text, block_id, now.blocks, kept_notes=KEPT)
            gone = human_lines(text) - human_lines(settled)
            assert gone == (human_lines(mine) if which == "generated" else Counter())
            if not (block_id == "kept-notes" and not any(piece.id == block_id for piece in pieces(settled))):
                assert (block_id, which == "mine", False) in expected_states(settled, now)
            text = settled
        assert now.assemble(text) == text


_SOUP = [
    *(f"<!-- levelbook:begin {block_id} 0123abcd -->" for block_id in IDS[:3]),
    *(f"<!-- levelbook:end {block_id} -->" for block_id in IDS[:3]),
    *(f"<!-- levelbook:begin {i} 0123abcd -->\nhuman {i}\n<!-- levelbook:end {i} -->" for i in (*IDS[:3], *IDS[:2])),
    "<!-- levelbook:begin about -->", "<!--levelbook:end about-->", "<!-- LEVELBOOK:", "  <!-- levelbook:end about -->",
    "<<<<<<< HEAD", "||||||| base", "=======", ">>>>>>> theirs", "<<<<<<<x",
    "```", "~~~", "---", "...", "title: x", "other: y", "  nested", "- item", "", "# x",
]  # fmt: skip


def _soup_of(kinds: list[str]) -> st.SearchStrategy[str]:
    lines = st.sampled_from(kinds) | st.integers(1, 9).map("human {}".format)
    return st.lists(lines, max_size=25).map("\n".join)


soup = _soup_of([line for line in _SOUP if not line.strip().startswith(("```", "~~~"))])
"""Without code fences, which the second opinion above does not know."""
fenced_soup = _soup_of(
    [*_SOUP, "```", "```", "~~~", "<!-- levelbook:omit about -->", "<!-- levelbook:omit practice/z -->"]
)


@many
@given(soup)
def test_repair_loses_no_line_and_what_it_leaves_is_sound(text: str) -> None:
    """One line of several that are the same may go, with the block that stood twice."""
    repaired = repair(text)

    def lines(text: str) -> set[str]:
        rest = (line.strip() for line in text.split("\n"))
        return {line for line in rest if line and not re.match(r"[<>|=]{7}( |$)|<!--", line)}

    assert lines(repaired) == lines(text)
    assert not is_damaged(repaired)
    assert repair(repaired) == repaired
    assert [block.id for block in parse(repaired).blocks] == [piece.id for piece in pieces(repaired)[1:]]


@many
@given(soup, generated())
def test_a_file_made_of_anything_is_assembled_without_loss_or_refused_and_left_alone(text: str, now: Generated) -> None:
    now = replace(
        now, blocks=tuple({block.id: block for block in (*now.blocks, *(Block(i, "") for i in IDS))}.values())
    )
    text = repair(text)
    new = now.assemble(text)

    check_form(new, now)
    check_nothing_lost(text, new)
    assert now.assemble(new) == new


@many
@given(fenced_soup, generated())
def test_whatever_fences_show_and_people_leave_out_a_repaired_guide_is_assembled_without_loss(
    text: str, now: Generated
) -> None:
    repaired = repair(text)
    left_out = [block.id for block in parse(repaired).blocks if block.omitted]

    new = now.assemble(repaired)

    check_nothing_lost(repaired, new)
    assert {block.id for block in parse(new).blocks if block.omitted} == set(left_out)
    assert now.assemble(new) == new


@some
@given(st.text(alphabet="a \t\n\x0c\u2028", max_size=20))
def test_the_digest_does_not_see_line_ends_trailing_blanks_and_outer_blank_lines(text: str) -> None:
    assert (
        digest(text)
        == digest(text.replace("\n", " \r\n"))
        == digest(f"\n \n{text}\t\n\n")
        == digest(without_trailing_blanks(text))
    )
